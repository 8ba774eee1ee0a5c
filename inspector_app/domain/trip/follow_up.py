"""Where a requirement stands: derived from its deadline and from what the unit did about it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from inspector_app.domain.trip.values import Remediation, RemediationState


class RequirementState(StrEnum):
    """Where a requirement stands on a given day."""

    OPEN = "open"
    OVERDUE = "overdue"
    REPORTED = "reported"
    REJECTED = "rejected"
    CONFLICT = "conflict"
    CLOSED = "closed"

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do; a rejected remediation closes nothing, nor does one that is disputed."""
        return self is not RequirementState.CLOSED


def state_on(day: date, due: date | None, remediations: Iterable[Remediation]) -> RequirementState:
    """Where a requirement stands on a day.

    Args:
        day: the day of looking.
        due: the deadline, if one was set.
        remediations: what the unit did about this requirement, oldest first.
    """
    mine = tuple(remediations)
    if is_closed(mine):
        return RequirementState.CLOSED
    if any(one.is_disputed for one in mine):
        return RequirementState.CONFLICT
    states = [one.state for one in mine]
    if states:
        is_pending = states[-1] is RemediationState.PENDING
        return RequirementState.REPORTED if is_pending else RequirementState.REJECTED
    return RequirementState.OVERDUE if is_late(day, due) else RequirementState.OPEN


def is_closed(remediations: Iterable[Remediation]) -> bool:
    """Whether the team accepted one of them; what is disputed is not accepted."""
    return any(one.is_accepted for one in remediations)


def is_late(day: date, due: date | None) -> bool:
    """Whether a deadline has passed; the day of the deadline itself is still in time."""
    return due is not None and due < day
