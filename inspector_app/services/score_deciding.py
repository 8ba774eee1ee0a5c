"""Deciding a conflict about points by typing other points: what may be typed, and in which form."""

from __future__ import annotations

from inspector_app.domain.errors import FormError, FormMissingError, InputValueError, NotFoundError
from inspector_app.domain.form.definition import Question
from inspector_app.domain.log.change import Register, Value
from inspector_app.domain.saying import said
from inspector_app.domain.scoring.criteria import criterion_of
from inspector_app.domain.scoring.typed_points import typed_number
from inspector_app.domain.text import clean
from inspector_app.services.disagreements import inspection_of
from inspector_app.services.forms import FormService
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import lineage_of
from inspector_app.services.score_registers import (
    BANDS,
    SETTINGS,
    bands_value,
    score_of,
)
from inspector_app.services.score_views import ScoreField


def criterion_question(log: Log, forms: FormService, register: Register) -> Question | None:
    """The question whose points a register holds; None where the present form has no such one."""
    found, of = score_of(register.path), inspection_of(log, register.ent)
    if found is None or of is None:
        return None
    try:
        lineage = lineage_of(log, of)
        form = forms.of(log, lineage.form)
    except (NotFoundError, FormMissingError, FormError):
        return None
    return form.questions.get(lineage.mapping.name_of(found[0]))


def typed_score(log: Log, forms: FormService, register: Register, text: str) -> tuple[Value, bytes]:
    """What somebody typed to decide a conflict about points, and the form it was typed in.

    Raises:
        InputValueError: what cannot stand there.
    """
    found = score_of(register.path)
    if found is None:
        if register.path == BANDS:
            return bands_value(text), b""
        raise InputValueError(field=said("Giá trị"), what=said("chỉ chọn được một trong các bên"))
    of = inspection_of(log, register.ent)
    form = bytes.fromhex(lineage_of(log, of).form) if of is not None else b""
    if found[1] is ScoreField.REASON:
        return clean(text) or None, form
    question = criterion_question(log, forms, register)
    criterion = None
    if question is not None and of is not None:
        criterion = criterion_of(forms.of(log, form.hex()), question)
    if criterion is None:
        what = said("phiếu hiện hành không có tiêu chí này; chỉ chọn được một trong các bên")
        raise InputValueError(field=said("Giá trị"), what=what)
    return typed_number(text, criterion.maximum, said("Điểm")), form


def is_score_path(path: str) -> bool:
    """Whether a register holds points, their reason, or how the trip deals with points."""
    return path in SETTINGS or score_of(path) is not None
