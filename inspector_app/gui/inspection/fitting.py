"""Which editor fits a question: by its type, its appearance, and how many choices it has."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from functools import partial
from typing import Final, TypeAlias

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from inspector_app.domain.errors import AnswerError
from inspector_app.domain.form.definition import UPLOADS, Question, QuestionType
from inspector_app.domain.form.instance.engine import display_value, parse_value
from inspector_app.domain.trip.values import Side
from inspector_app.gui.inspection.choices import ChoiceRow
from inspector_app.gui.inspection.chosen import ChosenEditor
from inspector_app.gui.inspection.combos import ChoiceCombo
from inspector_app.gui.inspection.consents import ConsentBox
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.editors import AnswerLine, AnswerText
from inspector_app.gui.inspection.finders import ChoiceFinder
from inspector_app.gui.inspection.form_pictures import form_picture
from inspector_app.gui.inspection.looks import ChoiceLook, Look, look_of, scale_of, words_of
from inspector_app.gui.inspection.moments import MomentField
from inspector_app.gui.inspection.ranges import RangeField
from inspector_app.gui.inspection.ranking import RankEditor
from inspector_app.gui.inspection.slots import AnswerSlot
from inspector_app.gui.inspection.uploads import UploadBox
from inspector_app.gui.theme import Theme
from inspector_app.host.i18n import _

NUMBERS: Final = (QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE)
Editor: TypeAlias = ChosenEditor | AnswerLine | AnswerText | RangeField | MomentField


class Fitting:
    """Makes editors.

    Args:
        name: what a screen reader calls the editor.
    """

    def __init__(self, desk: Desk, theme: Theme, language: str, name: str) -> None:
        self._desk, self._theme, self._language, self._name = desk, theme, language, name

    def editor(
        self, question: Question, slot: AnswerSlot, parent: QWidget, look: Look | None = None
    ) -> Editor:
        """The editor of one side of a question."""
        theme, name, kind = self._theme, self._name, question.type
        if kind in (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE):
            return self._select(question, slot, parent, look)
        if kind is QuestionType.RANK:
            return RankEditor(theme, name, parent)
        if kind is QuestionType.ACKNOWLEDGE:
            return ConsentBox(theme, name, parent)
        if kind in UPLOADS:
            return UploadBox(self._desk, theme, name, question, slot, parent)
        if kind is QuestionType.RANGE:
            return self._range(question, parent)
        if kind is QuestionType.DATETIME:
            return MomentField(theme, name, parent)
        if kind is QuestionType.TEXT:
            lines = (3, 12) if "multiline" in words_of(question) else (1, 8)
            return AnswerText(theme, name, lines=lines, parent=parent)
        hints = {
            QuestionType.DATE: _("ngày/tháng/năm"),
            QuestionType.TIME: _("giờ:phút"),
            QuestionType.BARCODE: _("quét hoặc gõ mã"),
        }
        for word, hint in (("year", _("năm")), ("month-year", _("tháng/năm"))):
            if word in words_of(question):
                hints[QuestionType.DATE] = hint
        return AnswerLine(
            theme,
            name,
            unit=question.insp.get("unit", ""),
            right=kind in NUMBERS,
            placeholder=hints.get(kind, ""),
            parent=parent,
        )

    def _select(
        self, question: Question, slot: AnswerSlot, parent: QWidget, look: Look | None
    ) -> ChosenEditor:
        several = question.type is QuestionType.SELECT_MULTIPLE
        if look is None:
            look = look_of(self._desk.view.form.questions.get(question.name, question))
        if look.kind is ChoiceLook.COMBO:
            return ChoiceCombo(self._theme, self._name, parent)
        if look.kind is ChoiceLook.FINDER:
            return ChoiceFinder(self._theme, self._name, several=several, parent=parent)
        return ChoiceRow(
            self._theme,
            self._name,
            look,
            several=several,
            compact=slot.side is Side.REPORTED,
            picture=self._picture,
            parent=parent,
        )

    def _picture(self, name: str) -> QImage | None:
        return form_picture(self._desk.view.form, name)

    def _range(self, question: Question, parent: QWidget) -> RangeField:
        return RangeField(
            self._theme,
            self._name,
            scale_of(question),
            partial(_number, question),
            partial(_shown, question, self._language),
            unit=question.insp.get("unit", ""),
            parent=parent,
        )


def _number(question: Question, text: str) -> Decimal | None:
    try:
        return Decimal(str(parse_value(question, text)))
    except (AnswerError, InvalidOperation):
        return None


def _shown(question: Question, language: str, number: str) -> str:
    value = int(number) if question.is_whole and "." not in number else number
    return display_value(question, value, language)
