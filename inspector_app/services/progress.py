"""How far an inspection is, with the errors of both sides: one count for every page and command."""

from __future__ import annotations

from dataclasses import replace

from inspector_app.domain.form.instance.engine import Instance
from inspector_app.domain.form.states import Progress, Violation, ViolationKind
from inspector_app.services.views import InspectionView


def progress_of(verified: Instance, reported: Instance, section: str | None = None) -> Progress:
    """The counts of one section (by name) or of the whole form.

    A rule that both sides break at the same place is counted once, on the verified side.
    """
    form = verified.form
    broken = {
        (one.kind, one.node)
        for one in verified.violations(section)
        if one.kind is not ViolationKind.REQUIRED
    }
    only_reported = {
        (one.kind, one.node)
        for one in reported.violations(section)
        if one.kind is not ViolationKind.REQUIRED
        and (asked := form.questions[one.node[0]])
        and (asked.is_reported or asked.calculate)
    } - broken
    return replace(verified.progress(section), reported_violations=len(only_reported))


def reported_violations(view: InspectionView) -> tuple[Violation, ...]:
    """The broken rules that only the reported answers have, as ``progress_of`` counts them."""
    found: dict[tuple[object, ...], Violation] = {}
    for item in view.questions():
        verified = {(one.kind, one.node) for one in item.state.violations}
        state, asked = item.reported_state, item.question
        if state is None or not (asked.is_reported or asked.calculate):
            continue
        for one in state.violations:
            key = (one.kind, one.node)
            if one.kind is not ViolationKind.REQUIRED and key not in verified:
                found[key] = one
    return tuple(found.values())
