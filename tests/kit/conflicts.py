"""Conflicts for tests: a bare view, and pictures of disagreeing people."""

from __future__ import annotations

from inspector_app.domain.form.definition import Question, Text
from inspector_app.domain.log.change import Register
from inspector_app.services.conflict_views import ConflictKind, ConflictState, ConflictView


def conflict_view(register: Register, *, criterion: Question | None = None) -> ConflictView:
    """A conflict of a register outside any inspection; nobody wrote anything."""
    return ConflictView(
        id="00",
        register=register,
        kind=ConflictKind.POINTS if criterion else ConflictKind.FRAME,
        state=ConflictState.OPEN,
        inspection=None,
        section="",
        section_label=Text(),
        question=None,
        side=None,
        label=register.path,
        subject="",
        sides=(),
        base=None,
        criterion=criterion,
    )
