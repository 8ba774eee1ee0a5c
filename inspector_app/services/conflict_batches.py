"""Many conflicts at once: everything that one person wrote is taken; what cannot be is named."""

from __future__ import annotations

from collections.abc import Sequence

from inspector_app.domain.errors import (
    AmbiguousNameError,
    InputValueError,
    InspectorError,
    NotFoundError,
)
from inspector_app.domain.saying import said
from inspector_app.domain.text import clean
from inspector_app.services.conflict_deciding import Choice, ConflictDecider
from inspector_app.services.conflict_views import BatchPlan, ConflictView, LeftConflict, is_by


def plan_batch(found: Sequence[ConflictView], person: str) -> BatchPlan:
    """What taking one person's values would decide among these conflicts, and what it would leave.

    Raises:
        InputValueError: no person.
        NotFoundError, AmbiguousNameError: nobody, or several people, of that name wrote there.
    """
    if not clean(person):
        raise InputValueError(field="Người", what="chưa nêu lấy giá trị của ai")
    names = {head.author for one in found for head in one.heads if is_by(head, person)}
    if len(names) > 1:
        matches = ", ".join(sorted(names))
        raise AmbiguousNameError(kind="người", name=person, matches=matches)
    if not names:
        raise NotFoundError(kind="người có giá trị trong các xung đột này", name=person)
    taken, left = [], []
    for one in found:
        side = one.side_of(person)
        if not one.may_decide:
            left.append(LeftConflict(one, said("không thuộc quyền quyết định của bạn")))
        elif side is not None:
            taken.append((one, side))
        elif any(is_by(head, person) for head in one.heads):
            left.append(LeftConflict(one, said("người này ghi nhiều giá trị khác nhau")))
        else:
            left.append(LeftConflict(one, said("người này không ghi giá trị nào")))
    return BatchPlan(names.pop(), tuple(taken), tuple(left))


def decide_batch(decider: ConflictDecider, plan: BatchPlan, reason: str) -> BatchPlan:
    """Write the decisions of a plan; a decision that cannot be written is left and named.

    Raises:
        InspectorError: one of them could be written in part only; the transaction must not count,
            or a conflict would be decided without its reason.
    """
    taken, left = [], list(plan.left)
    for view, side in plan.taken:
        written = decider.written
        try:
            decider.decide(view, Choice(side.change), reason)
        except InspectorError as error:
            if decider.written != written:
                raise
            left.append(LeftConflict(view, str(error)))
        else:
            taken.append((view, side))
    return BatchPlan(plan.person, tuple(taken), tuple(left))
