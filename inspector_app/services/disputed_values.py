"""Values that stand against each other, as the tables write them: all of them, with who wrote which."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from inspector_app.domain.form.answers import display_value
from inspector_app.domain.form.definition import Question
from inspector_app.domain.scoring.arithmetic import number_of
from inspector_app.services.placing import as_answer
from inspector_app.services.views import HeadView, RegisterView

DISPUTED: Final = "xung đột"
OPEN: Final = "đang xung đột"
LANGUAGE: Final = "vi"  # what is written here is for official documents
_DELETED: Final = "(đã xoá)"


def disputed_text(question: Question, register: RegisterView) -> str:
    """The values of a register in conflict: ``100 / 200, xung đột``."""
    texts = sides_of(question, register, LANGUAGE)
    return f"{' / '.join(texts)}, {DISPUTED}"


def disputed_sides(question: Question | None, register: RegisterView) -> str:
    """Every value with who wrote it: ``đang xung đột: «Có» (Hoàng Văn E); «Không» (Phạm Thị D)``."""
    sides = "; ".join(
        f"«{text}» ({', '.join(authors)})"
        for text, authors in sides_of(question, register, LANGUAGE).items()
    )
    return f"{OPEN}: {sides}"


def sides_of(
    question: Question | None, register: RegisterView, language: str, deleted: str = _DELETED
) -> dict[str, list[str]]:
    """The values of a register in conflict, as a language writes them, each with its authors."""
    found: dict[str, list[str]] = {}
    for head in _by_value(register):
        text = _text(question, head, language) or deleted
        authors = found.setdefault(text, [])
        if head.author not in authors:
            authors.append(head.author)
    return found


def disputed_authors(question: Question, register: RegisterView) -> str:
    """Who wrote which value: ``Phạm Thị D: 100; Hoàng Văn E: 200``."""
    return "; ".join(
        f"{head.author}: {_text(question, head, LANGUAGE) or _DELETED}"
        for head in _by_value(register)
    )


def _text(question: Question | None, head: HeadView, language: str) -> str:
    value = None if head.is_deletion else as_answer(head.value)
    if question is not None:
        return display_value(question, value, language)
    return "; ".join(value) if isinstance(value, list) else str(value or "")


def _by_value(register: RegisterView) -> list[HeadView]:
    """The values of a register, the least number first: the same order in every vault."""
    return sorted(
        register.heads, key=lambda one: (number_of(one.value) or Decimal(0), one.author, one.change)
    )
