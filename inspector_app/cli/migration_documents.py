"""A corrected form's preview as it stands in JSON."""

from __future__ import annotations

from inspector_app.cli import documents
from inspector_app.domain.form.definition import Form, Question
from inspector_app.domain.form.versions.migration import MigrationPlan
from inspector_app.host.i18n import _
from inspector_app.services.migration_views import AnswerPreview, InspectionPreview


def form_document(form: Form) -> documents.Document:
    """Which form it is."""
    return {"form_id": form.form_id, "version": form.version, "sha256": form.sha256}


def plan_document(plan: MigrationPlan) -> documents.Document:
    """Two forms compared."""
    return {
        "from": form_document(plan.old),
        "fates": {str(fate): count for fate, count in plan.counts().items()},
        "questions": [
            {
                "key": one.key,
                "old": one.old.name if one.old else None,
                "new": one.new.name if one.new else None,
                "fate": str(one.fate),
                "fates": [str(fate) for fate in one.fates],
                "choices": {old: new for old, new in one.recoded.items() if old != new},
                "choices_gone": list(one.lost),
                "labels": [
                    {"before": dict(before.by_language), "after": dict(after.by_language)}
                    for before, after in one.relabelled
                ],
            }
            for one in plan.questions
        ],
        "suggestions": [
            {"old": one.old, "new": one.new, "by": "label" if one.by_label else "clause"}
            for one in plan.suggestions
        ],
        "choice_suggestions": [
            {"question": one.question, "old": one.old, "new": one.new}
            for one in plan.choice_suggestions
        ],
        "problems": [_(one) for one in plan.problems],
    }


def inspection_document(one: InspectionPreview) -> documents.Document:
    """One inspection with every recorded answer, now and then."""
    return {
        **documents.inspection(one.inspection),
        "is_ended": one.is_ended,
        "is_same": one.is_same,
        "obstacle": _(one.obstacle),
        "from": one.plan.old.sha256 if one.plan else None,
        "counts": {str(state): count for state, count in one.counts().items()},
        "fates": {str(fate): count for fate, count in one.fates().items()},
        "answers": [_answer(answer) for answer in one.answers],
    }


def _answer(one: AnswerPreview) -> documents.Document:
    return {
        "state": str(one.state),
        "fate": str(one.fate) if one.fate else None,
        "question": one.name,
        "label": dict(one.asked.label.by_language) if one.asked else {},
        "section": dict(one.section.by_language),
        "side": str(one.side),
        "row": one.row.hex() if one.row else None,
        "recorded": one.recorded,
        "before": _place(one.before, one.before_value),
        "after": _place(one.after, one.after_value),
        "author": one.author,
        "wall": one.wall,
    }


def _place(question: Question | None, value: object) -> documents.Document | None:
    return {"question": question.name, "value": value} if question else None
