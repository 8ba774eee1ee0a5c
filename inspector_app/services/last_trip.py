"""Last year's vault as values: what this year's trip takes over from it."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.errors import FormError, FormMissingError
from inspector_app.domain.form.definition import Form, Question
from inspector_app.domain.trip.follow_up import is_closed
from inspector_app.domain.trip.previous import (
    Asked,
    PreviousAnswer,
    PreviousFinding,
    PreviousInspection,
    PreviousRequirement,
    PreviousTrip,
    only_clauses,
)
from inspector_app.services.editions import readable_inspections
from inspector_app.services.inspections import InspectionService
from inspector_app.services.ports.host import Progress
from inspector_app.services.printed_values import LANGUAGE, PrintedValues
from inspector_app.services.reading import current_trip, read_trip
from inspector_app.services.rooms import OpenVault
from inspector_app.services.views import InspectionView, QuestionView


def read_last_trip(
    vault: OpenVault, inspections: InspectionService, progress: Progress | None = None
) -> PreviousTrip:
    """Everything of a trip that the next one wants to know.

    Args:
        vault: the vault of the last trip.
        inspections: its inspections.
        progress: hears of each unit.

    Raises:
        NoTripError: the vault holds no trip.
    """
    with vault.store.read() as log:
        trip = read_trip(log, current_trip(log))
        known = readable_inspections(log, trip.id)
    found, unreadable = [], []
    for done, one in enumerate(known, start=1):
        try:
            found.append(_inspection(inspections.show(one.id)))
        except (FormMissingError, FormError):
            unreadable.append(one.unit.name)
        if progress is not None:
            progress(done, len(known), "Đang đọc kho kỳ trước")
    return PreviousTrip(
        trip.id, trip.title, trip.starts, trip.ends, tuple(found), tuple(unreadable)
    )


def _inspection(view: InspectionView) -> PreviousInspection:
    unit, trip, form = view.inspection.unit, view.trip, view.form
    places = _Places(form)
    requirements = tuple(_requirements(view, places))
    return PreviousInspection(
        id=view.inspection.id,
        unit=unit.name,
        kind=unit.kind,
        parent_name=unit.parent_name,
        title=trip.title,
        starts=trip.starts,
        ends=trip.ends,
        form=f"{form.form_id} {form.version}".strip(),
        answers=tuple(_answers(view, places)),
        findings=tuple(
            PreviousFinding(
                id=one.id,
                asked=places.asked(one.question),
                severity=one.severity,
                text=one.text,
                legal_basis=one.legal_basis,
                cause=one.cause,
            )
            for one in view.findings
            if one.text
        ),
        requirements=requirements,
        closed=_all_requirements(view) - len(requirements),
    )


class _Places:
    """Questions and tables of the form of last time, as they are looked for now."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._only = set(only_clauses(form))

    def asked(self, name: str) -> Asked:
        """How a question or table was named then."""
        repeat = self._form.repeats.get(name)
        if repeat is not None:
            return Asked(name, repeat.insp.get("clause", ""))
        question = self._form.questions.get(name)
        clause = question.clause if question else ""
        return Asked(name, clause, clause in self._only)


def _answers(view: InspectionView, places: _Places) -> Iterator[PreviousAnswer]:
    """The answers outside tables that people see, with what was computed from all of them."""
    printed = PrintedValues(view)
    for section in view.sections:
        for item in section.items:
            if not isinstance(item, QuestionView) or not _is_seen(item.question):
                continue
            verified, reported = printed.held_text(item), printed.reported_text(item)
            if verified or reported:
                yield PreviousAnswer(
                    asked=places.asked(item.question.name),
                    label=item.question.label.in_(LANGUAGE),
                    verified=verified,
                    verified_value=printed.settled(item),
                    reported=reported,
                    reported_value=printed.settled_report(item),
                )


def _is_seen(question: Question) -> bool:
    return (question.has_control or bool(question.label)) and not question.is_heading


def _requirements(view: InspectionView, places: _Places) -> Iterator[PreviousRequirement]:
    """Those that nobody closed; what the trip before had left open and is open still, too."""
    findings = {one.id: one.text for one in view.findings}
    for one in view.requirements:
        if one.text and _is_open(view, one.id):
            yield PreviousRequirement(
                id=one.id,
                asked=places.asked(one.question),
                text=one.text,
                responsible=one.responsible,
                due=one.due,
                finding=findings.get(one.finding, "") if one.finding else "",
            )
    for former in view.previous.requirements if view.previous else ():
        if _is_open(view, former.id):
            yield former


def _is_open(view: InspectionView, requirement: bytes) -> bool:
    mine = [one for one in view.remediations if one.requirement == requirement]
    return not is_closed(mine)


def _all_requirements(view: InspectionView) -> int:
    former = view.previous.requirements if view.previous else ()
    return sum(bool(one.text) for one in view.requirements) + len(former)
