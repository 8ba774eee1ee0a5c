"""What a person fills in with a pen: lines to write on, boxes to tick, criteria to work through.

Parts of a :class:`~inspector_app.domain.report.blocks.Document`. As all blocks they say what a thing
is; how wide a gap is and how a box is drawn belongs to the renderers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Gap:
    """Room to write in: for so many ``digits`` of ordinary handwriting, and more unless fixed."""

    digits: int = 6
    is_fixed: bool = False


@dataclass(frozen=True, slots=True)
class WriteIn:
    """Words and gaps side by side: "Tử số …… / …… = …… %"; ``lines`` empty ones follow a last gap."""

    parts: tuple[str | Gap, ...]
    lines: int = 1


@dataclass(frozen=True, slots=True)
class Ticks:
    """Boxes to tick, each before its words."""

    labels: tuple[str, ...]


Place: TypeAlias = tuple[WriteIn | Ticks, ...]
"""What stands in one place for an answer, line by line."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One question: its words and the places of its answer.

    Args:
        label: the question.
        condition: when it is asked ("nếu «Có»"); empty: always.
        hint: how to look and what to write.
        places: none for words alone, one across both columns, two for the unit's and the team's.
        is_lower: belongs below the question that opens the criterion.
    """

    label: str
    condition: str = ""
    hint: str = ""
    places: tuple[Place, ...] = ()
    is_lower: bool = False

    @property
    def opening(self) -> str:
        """The condition as it is printed before the question; empty without one."""
        return f"{self.condition[:1].upper()}{self.condition[1:]}:" if self.condition else ""


@dataclass(frozen=True, slots=True)
class Advice:
    """A remark for the person who fills in: "Minh chứng: kế hoạch năm"; ``is_quiet``: less weight."""

    title: str
    text: str
    is_quiet: bool = False

    @property
    def opening(self) -> str:
        """The title as it is printed before the text."""
        return f"{self.title}:"


@dataclass(frozen=True, slots=True)
class Item:
    """A criterion: its code, questions, advice, and lines across the table (points, remarks)."""

    code: str
    entries: tuple[Entry, ...]
    advice: tuple[Advice, ...] = ()
    lines: tuple[WriteIn, ...] = ()


@dataclass(frozen=True, slots=True)
class Checklist:
    """A ruled table of criteria to fill in; its head (four texts) repeats on every page."""

    head: tuple[str, str, str, str]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Particulars:
    """Lines to fill in at the head of a sheet, such as the unit and the day."""

    lines: tuple[WriteIn, ...]


@dataclass(frozen=True, slots=True)
class Annex:
    """An annex begins: on a page of its own, its pages numbered for themselves."""

    heading: str
    title: str
    is_landscape: bool = False


def place_text(place: Place) -> Iterator[str]:
    """The words in a place, in reading order."""
    for field in place:
        if isinstance(field, Ticks):
            yield from field.labels
        else:
            yield from (part for part in field.parts if isinstance(part, str))


def item_text(item: Item) -> Iterator[str]:
    """The words of a criterion, in reading order."""
    yield item.code
    for entry in item.entries:
        yield from (entry.opening, entry.label, entry.hint)
        for place in entry.places:
            yield from place_text(place)
    for advice in item.advice:
        yield from (advice.opening, advice.text)
    yield from place_text(item.lines)
