"""What the desk sends to the vault thread: one call, then the inspection as it is after it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from inspector_app.domain.form.instance.engine import Node
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Side
from inspector_app.gui.inspection.slots import Slot
from inspector_app.services.outcomes import Outcome
from inspector_app.services.views import InspectionView
from inspector_app.services.workshop import Services

Call = Callable[[], Outcome[Any]]
Loaded = tuple[InspectionView, Mapping[tuple[Node, Side], str], bool]
Done = tuple[Outcome[Any], InspectionView]


def load(services: Services, inspection: EntityId) -> Loaded:
    """The inspection, surviving drafts, and whether this person may conclude."""
    view = services.inspections.show(inspection)
    drafts = {
        place: text
        for place, text in services.inspections.drafts(inspection).items()
        if _has_place(view, place[0])
    }
    return view, drafts, services.sessions.can_conclude(inspection)


def _has_place(view: InspectionView, node: Node) -> bool:
    """Whether the thing that a half-typed field belongs to is still there."""
    name, row = node
    if not name.startswith("@") or row is None:
        return True
    known = {one.id for one in view.findings} | {one.id for one in view.requirements}
    return row in known | {one.id for one in view.session.attendees}


def act(services: Services, call: Call, inspection: EntityId) -> Done:
    """Run a call and read the inspection again."""
    outcome = call()
    return outcome, services.inspections.show(inspection)


def draft(services: Services, inspection: EntityId, waiting: Sequence[tuple[Slot, str]]) -> None:
    """Make typed texts durable."""
    for slot, text in waiting:
        services.inspections.draft(inspection, slot.node, slot.side, text)
