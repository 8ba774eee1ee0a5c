"""Choices that depend on other answers: what must be answered before there are any. No Qt."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from inspector_app.domain.form.definition import CHOICES, Question
from inspector_app.gui.inspection.items import is_empty
from inspector_app.host.i18n import _
from inspector_app.services.views import InspectionView, QuestionView

_LIST: Final = re.compile(r"instance\s*\([^)]*\)\s*/root/item")
_LAST_NAME: Final = re.compile(r"/\s*([^\W\d][\w.-]*)(?!\s*/)")


def nothing_offered(item: QuestionView, view: InspectionView, language: str) -> str:
    """Why a select offers no choice at all, and what to do; empty when it offers some."""
    question = item.question
    if question.type not in CHOICES or question.choices or question.itemset is None:
        return ""
    around = _around(question, view.form.questions)
    shown = [found for one in around if (found := _nearest(view, one, item)) is not None]
    open_ = [one for one in shown if is_empty(one.state.value)] or shown
    if not shown:
        return _("Hiện không có lựa chọn nào: lựa chọn của câu này tùy theo câu khác.")
    names = ", ".join(f"«{one.question.label.in_(language)}»" for one in open_)
    if is_empty(open_[0].state.value):
        text = _("Chọn {names} trước: lựa chọn của câu này tùy theo đó.")
    else:
        text = _("Không có lựa chọn nào hợp với {names}: xem lại câu đó.")
    return text.format(names=names)


def _around(question: Question, questions: Mapping[str, Question]) -> list[Question]:
    """The questions that the filter of the choices names."""
    assert question.itemset is not None
    text = _LIST.sub("", question.itemset.nodeset)
    names = dict.fromkeys(_LAST_NAME.findall(text))
    return [
        questions[name]
        for name in names
        if name in questions and name != question.name and questions[name].label
    ]


def _nearest(view: InspectionView, asked: Question, item: QuestionView) -> QuestionView | None:
    """The question in the row of the select, else outside tables."""
    row = item.node[1] if asked.repeat else None
    return view.question((asked.name, row))
