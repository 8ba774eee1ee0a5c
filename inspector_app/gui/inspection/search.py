"""Finding questions by typed words. No Qt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from inspector_app.domain.text import fold
from inspector_app.gui.inspection.items import (
    Place,
    code_of,
    is_heading,
    is_note,
    is_shown,
    label_of,
    name_of,
)
from inspector_app.services.views import InspectionView, QuestionView


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One findable question."""

    place: Place
    code: str
    label: str
    detail: str
    folded: str


def search_index(view: InspectionView, language: str) -> tuple[SearchEntry, ...]:
    """All asked questions and tables with the words they can be found by."""
    entries: list[SearchEntry] = []
    for section in view.sections:
        title = section.section.label.in_(language)
        for item in section.items:
            if not is_shown(item) or is_note(item) or is_heading(item):
                continue
            basis = (item.question if isinstance(item, QuestionView) else item.repeat).insp.get(
                "legal-basis", ""
            )
            code, label = code_of(item), label_of(item, language)
            entries.append(
                SearchEntry(
                    Place(section.section.name, name_of(item)),
                    code,
                    label,
                    title,
                    fold(f"{code} {label} {basis} {title}"),
                )
            )
    return tuple(entries)


def search(entries: Sequence[SearchEntry], typed: str, limit: int = 12) -> tuple[SearchEntry, ...]:
    """Entries that hold every typed word, accents not needed; codes that begin so come first."""
    words = fold(typed).split()
    if not words:
        return ()
    found = [entry for entry in entries if all(word in entry.folded for word in words)]
    found.sort(key=lambda entry: not entry.code.startswith(words[0]))
    return tuple(found[:limit])
