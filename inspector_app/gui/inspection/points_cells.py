"""Paints the table of points and edits its cells; typed text goes to the desk at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from inspector_app.domain.form.definition import Question
from inspector_app.gui import icons, paint, score_words
from inspector_app.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.editors import AnswerLine
from inspector_app.gui.inspection.points_model import (
    CELL_ROLE,
    ROW_ROLE,
    Index,
    PointsModel,
)
from inspector_app.gui.inspection.points_texts import Column, PointCell
from inspector_app.gui.inspection.slots import ScoreSlot
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.indicators import tint
from inspector_app.host.i18n import language
from inspector_app.services.score_views import CriterionScore, SectionScore

ROW: Final = 50
HEAD_ROW: Final = 38
NUMBERS: Final = (Column.MAXIMUM, Column.SELF, Column.RULE, Column.OWN, Column.DIFFERENCE)
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TAB: Final = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)


class PointCells(QStyledItemDelegate):
    """Painted cells; one editor at a time.

    Signals:
        entered(int): Enter (1) or Shift+Enter (-1) ended editing.
        tabbed(int): Tab (1) or Shift+Tab (-1) did.
    """

    entered = Signal(int)
    tabbed = Signal(int)

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        question: Callable[[str], Question | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._desk, self._theme, self._question = desk, theme, question
        self._slot: ScoreSlot | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(60, self._theme.px(ROW))

    # --- paint

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, rect = self._theme, QRectF(option.rect)
        row = index.data(ROW_ROLE)
        painter.save()
        if isinstance(row, SectionScore):
            self._section(painter, rect, index)
        elif isinstance(row, CriterionScore):
            is_here = bool(option.state & QStyle.StateFlag.State_Selected)
            if is_here:
                painter.fillRect(rect, theme.color("accent_soft"))
            elif option.state & QStyle.StateFlag.State_MouseOver:
                painter.fillRect(rect, theme.color("hover"))
            self._criterion(painter, rect, row, index)
            if option.state & QStyle.StateFlag.State_HasFocus:
                inner = rect.adjusted(1, 1, -1, -2)
                paint.focus_ring(painter, inner, 4, theme.color("focus"))
        line = QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1)
        painter.fillRect(line, theme.color("border"))
        painter.restore()

    def _section(self, painter: QPainter, rect: QRectF, index: Index) -> None:
        theme, column = self._theme, Column(index.column())
        painter.fillRect(rect, theme.color("sunken"))
        text = str(index.data() or "")
        is_number = column in NUMBERS
        place = rect.adjusted(8 if is_number else 18 if not column else 12, 0, -12, 0)
        weight = SEMIBOLD
        text = paint.shortened(text, theme.metrics(13, weight), place.width())
        flags = paint.RIGHT_MIDDLE if is_number else paint.LEFT_MIDDLE
        paint.text(painter, place, text, theme.font(13, weight), theme.color("text"), flags)

    def _criterion(
        self, painter: QPainter, rect: QRectF, score: CriterionScore, index: Index
    ) -> None:
        column = Column(index.column())
        if column is Column.CRITERION:
            self._name(painter, rect, score)
            return
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, PointCell):
            return
        if column in NUMBERS:
            self._number(painter, rect, cell)
        else:
            self._text(painter, rect, cell)

    def _name(self, painter: QPainter, rect: QRectF, score: CriterionScore) -> None:
        theme = self._theme
        code = score.criterion.clause
        wide = max(theme.px(40), theme.metrics(12.5, SEMIBOLD).horizontalAdvance(code) + 14)
        badge = QRectF(rect.x() + 14, rect.center().y() - theme.px(11), wide, theme.px(22))
        paint.box(painter, badge, 5, theme.color("hover"))
        font = theme.font(12.5, SEMIBOLD)
        paint.text(painter, badge, code, font, theme.color("muted"), paint.CENTER)
        x = badge.right() + 10
        room = rect.right() - x - 8
        upper = QRectF(x, rect.center().y() - theme.px(20), room, theme.px(20))
        lower = QRectF(x, rect.center().y(), room, theme.px(18))
        label = paint.shortened(score.label.in_(language()), theme.metrics(13, MEDIUM), room)
        rule = score_words.rule_text(score.criterion, self._question(score.criterion.name))
        rule = paint.shortened(rule, theme.metrics(12), room)
        paint.text(painter, upper, label, theme.font(13, MEDIUM), theme.color("text"))
        paint.text(painter, lower, rule, theme.font(12), theme.color("muted"))

    def _number(self, painter: QPainter, rect: QRectF, cell: PointCell) -> None:
        theme = self._theme
        weight = SEMIBOLD if cell.is_strong else REGULAR
        place = rect.adjusted(8, 0, -12, 0)
        ink = cell.ink
        wide = theme.metrics(13.5, weight).horizontalAdvance(cell.text)
        if cell.tone is not None:
            fill, ink = tint(cell.tone)
            tall = theme.px(24)
            pill = QRectF(place.right() - wide - 8, place.center().y() - tall / 2, wide + 16, tall)
            paint.box(painter, pill, tall / 2, theme.color(fill))
        text = paint.shortened(cell.text, theme.metrics(13.5, weight), place.width())
        font = theme.font(13.5, weight)
        paint.text(painter, place, text, font, theme.color(ink), paint.RIGHT_MIDDLE)
        if cell.mark:
            side = float(theme.px(12))
            x = max(place.right() - wide - side - 6, rect.x() + 4)
            box = QRectF(x, place.center().y() - side / 2, side, side)
            color = theme.color("bad" if cell.mark == "alert" else "accent_text")
            icons.draw(painter, cell.mark, box, color, 1.6)

    def _text(self, painter: QPainter, rect: QRectF, cell: PointCell) -> None:
        theme = self._theme
        place = rect.adjusted(12, 0, -8, 0)
        if cell.mark:
            side = float(theme.px(14))
            box = QRectF(place.x(), place.center().y() - side / 2, side, side)
            icons.draw(painter, cell.mark, box, theme.color(cell.ink), 1.6)
            place.setLeft(box.right() + 6)
        text = paint.shortened(cell.text, theme.metrics(13), place.width())
        paint.text(painter, place, text, theme.font(13), theme.color(cell.ink))

    # --- editors

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Any) -> QWidget:
        model = index.model()
        assert isinstance(model, PointsModel)
        slot = model.slot(index)
        assert slot is not None
        self._slot = slot
        name = str(model.headerData(index.column(), Qt.Orientation.Horizontal))
        code = str(model.data(model.index(index.row(), 0)))
        is_number = index.column() in NUMBERS
        line = AnswerLine(self._theme, f"{name}: {code}", right=is_number, parent=parent)
        line.edited.connect(lambda text: self._desk.type_text(slot, text))
        line.composing.connect(self._desk.set_composing)
        return line

    def setEditorData(self, editor: QWidget, index: Any) -> None:
        # what is being typed stays when another change lands meanwhile
        if isinstance(editor, AnswerLine) and not editor.isModified():
            editor.show_value(str(index.data(Qt.ItemDataRole.EditRole) or ""))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Any) -> None:
        if isinstance(editor, AnswerLine):
            model.setData(index, editor.value)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Any
    ) -> None:
        tall = self._theme.px(34)
        rect = option.rect
        editor.setGeometry(rect.x() + 3, rect.center().y() - tall // 2, rect.width() - 6, tall)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        """Enter and Tab end editing and lead on; Escape takes back what was typed."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            is_back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            key = event.key()
            if key in _ENTER:
                self._end(editor)
                self.entered.emit(-1 if is_back else 1)
                return True
            if key in _TAB:
                self._end(editor)
                self.tabbed.emit(-1 if is_back or key == Qt.Key.Key_Backtab else 1)
                return True
            if key == Qt.Key.Key_Escape:
                self._take_back()
        return bool(super().eventFilter(editor, event))

    def _take_back(self) -> None:
        # nothing typed and nothing of it in the view: the desk forgets the text and its draft
        if self._slot is not None and self._desk.typed(self._slot) is not None:
            self._desk.type_text(self._slot, "")
            self._desk.leave(self._slot)

    def _end(self, editor: QObject) -> None:
        if isinstance(editor, QWidget):
            self._desk.commit_composed()
            self.commitData.emit(editor)
            self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
