"""A matrix: questions with the same choices as lines of one grid (``table-list``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inspector_app.gui import fonts, paint
from inspector_app.gui.inspection import inking
from inspector_app.gui.inspection.cards import LEFT, PAD
from inspector_app.gui.inspection.items import Item
from inspector_app.gui.inspection.looks import ChoiceLook, Look, is_matrix_row
from inspector_app.gui.inspection.question_card import QuestionCard
from inspector_app.gui.theme import Theme
from inspector_app.services.views import QuestionView

_ROUND: Final = 12
_TITLE: Final = 0.42
_MARKS: Final = 84
_CENTRED: Final = paint.HCENTER | paint.TOP | paint.WRAP


def run_of(item: Item, before: QuestionView | None) -> bool | None:
    """Whether a question goes on with the matrix of the one before; None = it is no line of one."""
    if not isinstance(item, QuestionView) or not is_matrix_row(item.question):
        return None
    question = item.question
    if question.is_reported or question.itemset is not None or not question.is_answerable:
        return None
    if before is None:
        return False
    former = before.question
    return (former.group, former.choice_list) == (question.group, question.choice_list)


def _columns(theme: Theme, width: int) -> tuple[int, int, int]:
    """Left end of the titles, and both ends of the choices."""
    left = theme.px(LEFT)
    right = width - PAD - theme.px(_MARKS)
    return left, left + int((right - left) * _TITLE), right


class MatrixHead(QWidget):
    """The captions of the choices above the lines."""

    def __init__(
        self, theme: Theme, title: str, labels: Iterable[str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme, self._title, self._labels = theme, title, tuple(labels)
        self.setAccessibleName(" · ".join((title, *self._labels)))

    def height_for(self, width: int) -> int:
        """Height of the captions at a width."""
        theme = self._theme
        left, start, end = _columns(theme, width)
        each = (end - start) / max(1, len(self._labels)) - 6
        tallest = max(
            (inking.height_of(theme, one, each, 12.5, fonts.MEDIUM) for one in self._labels),
            default=0,
        )
        title = inking.height_of(theme, self._title, start - left - 12, 14, fonts.SEMIBOLD)
        return max(tallest, title) + 2 * theme.px(10)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The upper end of the common frame, the captions."""
        theme, painter = self._theme, QPainter(self)
        rect = QRectF(self.rect())
        painter.setClipRect(rect)
        frame = rect.adjusted(0.5, 0.5, -0.5, _ROUND)
        paint.box(painter, frame, 10, theme.color("sunken"), theme.color("border"))
        left, start, end = _columns(theme, self.width())
        top = theme.px(10)
        area = QRectF(left, top, start - left - 12, rect.height())
        ink = theme.color("text")
        inking.draw_wrapped(painter, theme, area, self._title, 14, ink, fonts.SEMIBOLD)
        count = max(1, len(self._labels))
        room = end - start
        for place, label in enumerate(self._labels):
            x = start + room * place // count
            width = start + room * (place + 1) // count - x
            caption = QRectF(x + 3, top, width - 6, rect.height() - top)
            font = theme.font(12.5, fonts.MEDIUM)
            paint.text(painter, caption, label, font, theme.color("muted"), _CENTRED)


class MatrixCard(QuestionCard):
    """One line of a matrix: the question at the left, its choices under the captions."""

    is_last = True

    def _look(self) -> Look | None:
        return Look(ChoiceLook.MARKS)

    def _lay_out(self, width: int) -> int:
        theme = self.theme
        left, start, end = _columns(theme, width)
        self._title_height = inking.height_of(
            theme, self.title, start - left - 12, 14, fonts.MEDIUM
        )
        row = max(self._title_height + 2 * PAD, theme.px(46))
        for side in self.sides:
            tall = side.height_for(end - start)
            side.widget.setGeometry(start, (row - tall) // 2, end - start, tall)
        y = row - theme.px(4)
        if self.guidance or self.picture is not None:
            y = self._place_extras(left, y, width - left - PAD)
        self._lines_y = y
        for line in self.lines:
            y += self._line_height(line, width - left - theme.px(22) - PAD) + theme.px(7)
        return max(y + theme.px(4), row)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A part of the common frame, the question, marks and lines."""
        theme, painter = self.theme, QPainter(self)
        rect = QRectF(self.rect())
        painter.setClipRect(rect)
        low = -0.5 if self.is_last else _ROUND
        frame = rect.adjusted(0.5, -_ROUND, -0.5, low)
        paint.box(painter, frame, 10, theme.color("surface"), theme.color("border"))
        painter.fillRect(QRectF(1, 0, rect.width() - 2, 1), theme.color("border"))
        if self.is_selected or self.edge != "border":
            inner = rect.adjusted(2, 2, -2, -2)
            ink = theme.color("accent" if self.is_selected else self.edge)
            paint.box(painter, inner, 7, None, ink, 1.8 if self.is_selected else 1.2)
        self._draw_badge(painter)
        left, start, _end = _columns(theme, self.width())
        top = (max(self._title_height + 2 * PAD, theme.px(46)) - self._title_height) / 2
        area = QRectF(left, top - 1, start - left - 11, self._title_height + 2)
        ink = theme.color("text")
        inking.draw_wrapped(painter, theme, area, self.title, 14, ink, fonts.MEDIUM)
        self._draw_marks(painter, rect)
        self._draw_extras(painter)
        self._draw_lines(painter, left, rect.width() - left - PAD)
