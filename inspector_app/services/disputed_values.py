"""Values that stand against each other, as the tables write them: all of them, with who wrote which."""

from __future__ import annotations

from decimal import Decimal
from typing import Final

from inspector_app.domain.form.answers import display_value
from inspector_app.domain.form.definition import Question
from inspector_app.domain.scoring.arithmetic import number_of
from inspector_app.services.placing import as_answer
from inspector_app.services.printed_values import LANGUAGE
from inspector_app.services.views import HeadView, RegisterView

DISPUTED: Final = "xung đột"
_DELETED: Final = "(đã xoá)"


def disputed_text(question: Question, register: RegisterView) -> str:
    """The values of a register in conflict: ``100 / 200, xung đột``."""
    texts = dict.fromkeys(_text(question, head) for head in _by_value(register))
    return f"{' / '.join(texts)}, {DISPUTED}"


def disputed_authors(question: Question, register: RegisterView) -> str:
    """Who wrote which value: ``Phạm Thị D: 100; Hoàng Văn E: 200``."""
    return "; ".join(f"{head.author}: {_text(question, head)}" for head in _by_value(register))


def _text(question: Question, head: HeadView) -> str:
    text = "" if head.is_deletion else display_value(question, as_answer(head.value), LANGUAGE)
    return text or _DELETED


def _by_value(register: RegisterView) -> list[HeadView]:
    """The values of a register, the least number first: the same order in every vault."""
    return sorted(
        register.heads, key=lambda one: (number_of(one.value) or Decimal(0), one.author, one.change)
    )
