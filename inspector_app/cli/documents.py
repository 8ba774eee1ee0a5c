"""Values as they stand in JSON: ids and hashes hexadecimal, dates ISO, names stable."""

from __future__ import annotations

from dataclasses import asdict

from inspector_app.domain.form.states import Progress, Violation
from inspector_app.domain.log.change import Value
from inspector_app.domain.trip.values import (
    Evidence,
    Finding,
    Inspection,
    Member,
    Requirement,
    Session,
    Trip,
)
from inspector_app.services.exchange import BundleReceipt, BundleSummary
from inspector_app.services.figures import usual_source
from inspector_app.services.sides import is_disputed, registers_of
from inspector_app.services.views import (
    CardView,
    HeadView,
    InspectionRow,
    LeftoverView,
    QuestionView,
    TableView,
)

Document = dict[str, object]


def plain(value: Value) -> object:
    """A log value without bytes."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list | tuple):
        return [plain(one) for one in value]
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return value


def member(value: Member | None) -> Document | None:
    """A person of a team."""
    if value is None:
        return None
    return {
        "id": value.id.hex(),
        "name": value.name,
        "post": value.post,
        "agency": value.agency,
        "role": str(value.role),
    }


def card(value: CardView) -> Document:
    """A card with its fingerprint."""
    return {
        "name": value.name,
        "post": value.post,
        "agency": value.agency,
        "device": value.device,
        "device_id": value.device_id,
        "fingerprint": value.fingerprint,
        "age_recipient": value.age_recipient,
        "member": member(value.member),
        "is_own": value.is_own,
        "is_office": value.is_office,
        "qr": value.code,
    }


def trip(value: Trip) -> Document:
    """The header of a trip."""
    days = ("decision_date", "period_from", "period_to", "starts", "ends")
    found: Document = {
        "id": value.id.hex(),
        "title": value.title,
        "agency": value.agency,
        "decision_number": value.decision_number,
        "place": value.place,
        "copies": value.copies,
        "forms": dict(value.forms),
    }
    for name in days:
        day = getattr(value, name)
        found[name] = day.isoformat() if day else None
    return found


def inspection(value: Inspection) -> Document:
    """One unit's inspection."""
    return {
        "id": value.id.hex(),
        "unit": value.unit.name,
        "kind": str(value.unit.kind),
        "parent": value.unit.parent_name,
        "address": value.unit.address,
        "is_invented": value.unit.is_invented,
        "team": value.team.number,
        "planned": value.planned.isoformat() if value.planned else None,
        "half_day": value.half_day,
        "form": value.form_sha256,
        "is_unannounced": value.is_unannounced,
        "withdrawn": value.withdrawn.reason if value.withdrawn else None,
    }


def progress(value: Progress) -> Document:
    """Counts of answered questions."""
    return {
        "answered": value.answered,
        "total": value.total,
        "violations": value.violations,
        "reported_violations": value.reported_violations,
    }


def inspection_row(row: InspectionRow) -> Document:
    """One line of the trip's list."""
    return {
        **inspection(row.inspection),
        "progress": progress(row.progress),
        "findings": row.findings,
        "evidence": row.evidence,
        "conflicts": row.conflicts,
        "is_started": row.is_started,
        "is_ended": row.is_ended,
        "last_author": row.last_author,
        "last_wall": row.last_wall,
        "missing_form": row.missing_form or None,
    }


def violation(value: Violation) -> Document:
    """What a rule says, in all languages the form has."""
    name, row = value.node
    return {
        "question": name,
        "row": row.hex() if row else None,
        "kind": str(value.kind),
        "message": dict(value.message.by_language),
    }


def question(view: QuestionView) -> Document:
    """One question with both sides of its answer."""
    asked = view.question
    found: Document = {
        "question": asked.name,
        "row": view.node[1].hex() if view.node[1] else None,
        "clause": asked.clause,
        "type": str(asked.type),
        "label": dict(asked.label.by_language),
        "is_answerable": asked.is_answerable,
        "is_reported": asked.is_reported,
        "reported": plain(view.reported.value),
        "verified": plain(view.verified.value),
        "value": plain(view.state.value),
        "note": plain(view.note.value),
        "is_relevant": view.state.is_relevant,
        "is_required": view.state.is_required,
        "is_conflict": is_disputed(view),
        "differs": view.differs,
        "violations": [violation(one) for one in violations(view)],
        "findings": view.findings,
        "evidence": view.evidence,
    }
    if view.reported_state is not None and asked.calculate:
        found["reported_value"] = plain(view.reported_state.value)
    if asked.is_figure:
        found |= about_figures(view)
    if asked.choices:
        found["choices"] = [
            {"name": one.name, "label": dict(one.label.by_language)} for one in asked.choices
        ]
    return found


def about_figures(view: QuestionView | TableView) -> Document:
    """Where figures are from and what time they cover; the usual source stands where none is said."""
    return {
        "source": plain(view.source.value),
        "usual_source": str(usual_source(view)),
        "period": plain(view.period.value),
    }


def leftover(view: LeftoverView) -> Document:
    """What was answered and has no place in the present form."""
    return {
        "question": view.name,
        "label": dict(view.question.label.by_language) if view.question else {},
        "section": dict(view.section.by_language),
        "table": dict(view.table.by_language),
        "row": view.row.hex() if view.row else None,
        "reported": plain(view.reported.value),
        "verified": plain(view.verified.value),
        "note": plain(view.note.value),
        "source": plain(view.source.value),
        "period": plain(view.period.value),
        "heads": {
            str(side): [head(one) for one in register.heads]
            for side, register in registers_of(view).items()
            if register.heads
        },
        "drafts": {str(side): text for side, text in view.drafts.items()},
        "findings": view.findings,
        "evidence": view.evidence,
    }


def violations(view: QuestionView) -> tuple[Violation, ...]:
    """What the rules say about the verified answer."""
    return view.state.violations


def table(view: TableView) -> Document:
    """A repeating table with its rows."""
    return {
        "table": view.repeat.name,
        "label": dict(view.repeat.label.by_language),
        "is_relevant": view.is_relevant,
        **about_figures(view),
        "questions": list(view.repeat.questions),
        "rows": [
            {
                "row": row.id.hex(),
                "cells": {
                    name: {
                        "reported": plain(cell.reported.value),
                        "verified": plain(cell.verified.value),
                        "value": plain(cell.state.value),
                    }
                    for name, cell in row.cells.items()
                },
                **({"tables": [table(one) for one in row.tables]} if row.tables else {}),
            }
            for row in view.rows
        ],
    }


def session(value: Session) -> Document:
    """What is recorded of the session at the unit."""
    return {
        "started": value.started,
        "ended": value.ended,
        "place": value.place,
        "unit_opinion": value.unit_opinion,
        "conclusion": value.conclusion,
        "refusal": value.refusal,
        "attendees": [
            {
                "id": one.id.hex(),
                "side": "team" if one.is_team else "unit",
                "name": one.name,
                "post": one.post,
            }
            for one in value.attendees
        ],
    }


def finding(value: Finding) -> Document:
    """A shortcoming."""
    return {
        "id": value.id.hex(),
        "inspection": value.inspection.hex(),
        "question": value.question,
        "severity": str(value.severity),
        "text": value.text,
        "legal_basis": value.legal_basis,
        "cause": value.cause,
        "evidence": [one.hex() for one in value.evidence],
    }


def requirement(value: Requirement) -> Document:
    """What the unit must do."""
    return {
        "id": value.id.hex(),
        "inspection": value.inspection.hex(),
        "finding": value.finding.hex() if value.finding else None,
        "question": value.question or None,
        "text": value.text,
        "responsible": value.responsible,
        "due": value.due.isoformat() if value.due else None,
    }


def evidence(value: Evidence) -> Document:
    """A file; its bytes stay in the vault."""
    return {
        "id": value.id.hex(),
        "inspection": value.inspection.hex(),
        "question": value.question,
        "name": value.name,
        "media_type": value.media_type,
        "size": value.size,
        "sha256": value.sha256,
        "original_sha256": value.original_sha256,
        "shown_name": value.shown_name,
        "caption": value.caption,
        "is_present": value.is_present,
    }


def head(value: HeadView) -> Document:
    """One of the current values of a register."""
    return {
        "change": value.change,
        "value": plain(value.value),
        "is_deletion": value.is_deletion,
        "author": value.author,
        "device": value.device,
        "wall": value.wall,
        "ahead_ms": value.ahead_ms,
    }


def receipt(value: BundleReceipt) -> Document:
    """What merging one bundle did."""
    found: Document = asdict(value)
    for name in ("error", "edition", "trip_changes"):
        if not found[name]:
            del found[name]
    return found


def summary(value: BundleSummary) -> Document:
    """What an export wrote, or what a bundle holds."""
    names = {"recipient_names": list(value.recipient_names)}
    return {**asdict(value), "recipients": list(value.recipients), **names}
