"""Taking both sides of a conflict: what that means, and where it means anything.

Texts are joined in the order in which the sides stand, each once; several choices and lists of
evidence are united. Numbers, single choices, days, names and links have no "both".
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from inspector_app.domain.form.definition import Question, QuestionType
from inspector_app.domain.log.change import Value
from inspector_app.domain.text import clean
from inspector_app.domain.trip.values import Side
from inspector_app.services.conflict_views import ConflictKind

_LINES: Final = "\n"
_ONE_LINE: Final = "; "
_JOINED: Final[dict[tuple[ConflictKind, str], str]] = {
    (ConflictKind.FINDING, "text"): _LINES,
    (ConflictKind.FINDING, "cause"): _LINES,
    (ConflictKind.FINDING, "legal_basis"): _ONE_LINE,
    (ConflictKind.REQUIREMENT, "text"): _LINES,
    (ConflictKind.REQUIREMENT, "responsible"): _ONE_LINE,
    (ConflictKind.REMEDIATION, "text"): _LINES,
    (ConflictKind.REMEDIATION, "reason"): _LINES,
    (ConflictKind.EVIDENCE, "caption"): _ONE_LINE,
    (ConflictKind.SESSION, "session/unit_opinion"): _LINES,
    (ConflictKind.SESSION, "session/conclusion"): _LINES,
    (ConflictKind.SESSION, "session/refusal"): _LINES,
}
"""How the texts of registers are joined; what is not here has no "both"."""


def both_of(
    kind: ConflictKind,
    path: str,
    values: Sequence[Value],
    question: Question | None,
    side: Side | None,
) -> Value:
    """What taking all sides writes; None where that makes no sense.

    Args:
        kind: what the conflict is about.
        path: the register's path.
        values: of the sides, in their order, as the present form has them; deletions as None.
        question: the question of an answer's register.
        side: which side of the answer.
    """
    if any(one is None or one == "" for one in values):
        return None
    if question is not None and side is not None and not side.is_text:
        return _of_answer(question, values)
    if kind is ConflictKind.NOTE:
        return _joined(values, _LINES)
    if kind is ConflictKind.POINTS and path.endswith("/reason"):
        return _joined(values, _LINES)
    if path == "evidence" and all(isinstance(one, list | tuple) for one in values):
        return _united(values)
    mark = _JOINED.get((kind, path))
    return _joined(values, mark) if mark else None


def _of_answer(question: Question, values: Sequence[Value]) -> Value:
    if question.type is QuestionType.TEXT:
        return _joined(values, _ONE_LINE)
    if question.type is not QuestionType.SELECT_MULTIPLE:
        return None
    united = _united(values)
    order = [one.name for one in question.choices]
    known = [name for name in order if name in united]
    return known + [name for name in united if name not in order]


def _joined(values: Sequence[Value], mark: str) -> Value:
    if not all(isinstance(one, str) for one in values):
        return None
    return mark.join(dict.fromkeys(clean(str(one)) for one in values))


def _united(values: Sequence[Value]) -> list[Value]:
    lists = [one for one in values if isinstance(one, list | tuple)]
    if len(lists) != len(values):
        return []
    found: list[Value] = []
    for one in (item for listed in lists for item in listed):
        if one not in found:
            found.append(one)
    return found
