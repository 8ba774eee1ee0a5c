"""Where a requirement stands today, as a pill: its words, its colour."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Final

from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.follow_up import RequirementState, is_late, state_on
from inspector_app.gui import words
from inspector_app.gui.widgets.indicators import Pill, Tone
from inspector_app.host.i18n import _
from inspector_app.services.views import InspectionView

_TONES: Final = {
    RequirementState.OPEN: Tone.NEUTRAL,
    RequirementState.OVERDUE: Tone.BAD,
    RequirementState.REPORTED: Tone.ACCENT,
    RequirementState.REJECTED: Tone.BAD,
    RequirementState.CONFLICT: Tone.BAD,
    RequirementState.CLOSED: Tone.GOOD,
}


def standing(view: InspectionView, requirement: EntityId, due: date | None) -> RequirementState:
    """Where a requirement stands today."""
    mine = (one for one in view.remediations if one.requirement == requirement)
    return state_on(_today(), due, mine)


def show_standing(
    pill: Pill, view: InspectionView, requirement: EntityId, due: date | None
) -> None:
    """Show where a requirement stands; a passed deadline is said as long as it is open."""
    state = standing(view, requirement, due)
    text = words.requirement_state(state)
    says_late = state is RequirementState.OVERDUE
    if state.is_open and is_late(_today(), due) and not says_late:
        text = _("{state}, quá hạn").format(state=text)
    pill.show_text(text, _TONES[state])
    pill.setAccessibleName(_("Tình trạng: {text}").format(text=text))


def _today() -> date:
    return datetime.now(UTC).astimezone().date()
