"""Conflicts and decisions as JSON documents."""

from __future__ import annotations

from inspector_app.cli import documents
from inspector_app.cli.documents import Document
from inspector_app.host.i18n import language
from inspector_app.services.conflict_views import (
    BatchPlan,
    ConflictSide,
    ConflictView,
    DecisionView,
)


def conflict(value: ConflictView) -> Document:
    """A register whose values do not agree, or a decision about one."""
    return {
        "id": value.id,
        "state": str(value.state),
        "kind": str(value.kind),
        "inspection": documents.inspection(value.inspection) if value.inspection else None,
        "entity": value.register.ent.hex(),
        "path": value.register.path,
        "section": value.section,
        "section_title": value.section_label.in_(language()),
        "subject": value.subject,
        "question": value.question.name if value.question else None,
        "criterion": value.criterion.name if value.criterion else None,
        "side": str(value.side) if value.side else None,
        "heads": [documents.head(one) for one in value.heads],
        "sides": [side(one) for one in value.sides],
        "base": documents.head(value.base) if value.base else None,
        "both": documents.plain(value.both) if value.has_both else None,
        "may_decide": value.may_decide,
        "is_mine": value.is_mine,
        "earlier": value.earlier,
        "decision": decision(value.decision) if value.decision else None,
    }


def side(value: ConflictSide) -> Document:
    """One of the values, with everybody who wrote it."""
    return {
        "value": documents.plain(value.value),
        "is_deletion": value.is_deletion,
        "heads": [documents.head(one) for one in value.heads],
        "note": value.note,
        "evidence": [documents.evidence(one) for one in value.evidence],
        "edits": [
            {
                "path": one.path,
                "head": documents.head(one.head),
                "before": documents.head(one.before) if one.before else None,
            }
            for one in value.edits
        ],
        "is_new": value.is_new,
        "restored_by": value.restored_by,
    }


def decision(value: DecisionView) -> Document:
    """Who decided what, when, why, and whether it was taken back."""
    return {
        "id": value.id,
        "conflict": value.conflict,
        "reason": value.reason,
        "how": value.how,
        "value": documents.plain(value.value),
        "is_deletion": value.is_deletion,
        "by": documents.head(value.head),
        "seen": len(value.seen),
        "is_current": value.is_current,
        "undone": documents.head(value.undone) if value.undone else None,
        "undone_reason": value.undone_reason,
    }


def batch(value: BatchPlan, *, is_done: bool) -> Document:
    """What a batch decides or has decided, and what it leaves, with the reasons."""
    return {
        "person": value.person,
        "is_done": is_done,
        "decided" if is_done else "would_decide": [
            {"conflict": one.id, "value": documents.plain(taken.value), "change": taken.change}
            for one, taken in value.taken
        ],
        "left": [{"conflict": one.conflict.id, "why": one.why} for one in value.left],
    }
