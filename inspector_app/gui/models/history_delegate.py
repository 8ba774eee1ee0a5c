"""Paints a line of a history: who, when, what it was about, before and after, and if it counts."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import (
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from inspector_app.domain.trip.history import HistoryLine, Standing
from inspector_app.gui import paint
from inspector_app.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from inspector_app.gui.models.history import LINE_ROLE, HistoryModel, content
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.indicators import Tone, tint
from inspector_app.host import history_wording as words
from inspector_app.host.i18n import _

TONES: Final = {
    Standing.CURRENT: Tone.GOOD,
    Standing.AGREED: Tone.GOOD,
    Standing.CONFLICT: Tone.WARN,
    Standing.REPLACED: Tone.NEUTRAL,
    Standing.OVERRULED: Tone.NEUTRAL,
    Standing.QUARANTINED: Tone.BAD,
    Standing.UNREAD: Tone.NEUTRAL,
}
_PAD: Final = 10
_LEFT: Final = 30
_RIGHT: Final = 14
_NAME: Final = 34
_MOST: Final = 4
"""Lines that one text may take."""


class HistoryDelegate(QStyledItemDelegate):
    """A time line: a dot, then up to five lines of text."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        line, view = index.data(LINE_ROLE), self.parent()
        wide = view.viewport().width() if isinstance(view, QAbstractItemView) else 0
        texts = _texts(line, _has_subject(index)) if isinstance(line, HistoryLine) else []
        tall = sum(self._tall(text, weight, wide - _LEFT - _RIGHT) for text, _ink, weight in texts)
        return QSize(160, 2 * _PAD + self._theme.px(20) + max(tall, self._theme.px(19)))

    def _tall(self, text: str, weight: int, room: float) -> int:
        """Pixels of a text that breaks at ``room``; no more than ``_MOST`` lines."""
        metrics, line = self._theme.metrics(13, weight), self._theme.px(19)
        if room <= 0:
            return line
        area = QRectF(0, 0, room, 10_000)
        tall = metrics.boundingRect(area, Qt.TextFlag.TextWordWrap, text).height()
        return line * min(max(round(tall / metrics.lineSpacing()), 1), _MOST)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        line = index.data(LINE_ROLE)
        if not isinstance(line, HistoryLine):
            return
        theme, rect = self._theme, QRectF(option.rect)
        painter.save()
        state = paint.RowState(
            bool(option.state & QStyle.StateFlag.State_Selected),
            bool(option.state & QStyle.StateFlag.State_MouseOver),
            is_first=True,
        )
        paint.row_ground(painter, rect, theme.color, state)
        fill, ink = tint(TONES[line.standing])
        middle = QPointF(rect.x() + 16, rect.y() + _PAD + theme.px(10))
        paint.dot(painter, middle, 4.5, theme.color("faint" if ink == "muted" else ink))
        room = rect.width() - _LEFT - _RIGHT
        top = QRectF(rect.x() + _LEFT, rect.y() + _PAD, room, theme.px(20))
        self._head(painter, top, line, fill, ink)
        y, flags = top.bottom(), Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        for text, color, weight in _texts(line, _has_subject(index)):
            area = QRectF(top.x(), y, room, self._tall(text, weight, room))
            shown = paint.shortened(text, theme.metrics(13, weight), room * (_MOST - 0.2))
            paint.text(painter, area, shown, theme.font(13, weight), theme.color(color), flags)
            y = area.bottom()
        painter.restore()

    def _head(self, painter: QPainter, top: QRectF, line: HistoryLine, fill: str, ink: str) -> None:
        """Author and time; whether it counts as a pill at the right."""
        theme = self._theme
        pill_text = words.standing_text(line.standing)
        wide = theme.metrics(12, MEDIUM).horizontalAdvance(pill_text) + 16
        pill = QRectF(top.right() - wide, top.y(), wide, theme.px(20))
        paint.box(painter, pill, pill.height() / 2, theme.color(fill))
        paint.text(painter, pill, pill_text, theme.font(12, MEDIUM), theme.color(ink), paint.CENTER)
        left = top.adjusted(0, 0, -wide - 10, 0)
        name = paint.shortened(line.author, theme.metrics(13.5, SEMIBOLD), left.width())
        paint.text(painter, left, name, theme.font(13.5, SEMIBOLD), theme.color("text"))
        used = theme.metrics(13.5, SEMIBOLD).horizontalAdvance(name) + 10
        rest = left.adjusted(used, 0, 0, 0)
        about = f"{words.when_text(line)} · {line.device}"
        about = paint.shortened(about, theme.metrics(12.5), max(rest.width(), 0))
        paint.text(painter, rest, about, theme.font(12.5), theme.color("muted"))


def _has_subject(index: QModelIndex | QPersistentModelIndex) -> bool:
    model = index.model()
    return isinstance(model, HistoryModel) and model.with_subject


def _texts(line: HistoryLine, with_subject: bool) -> list[tuple[str, str, int]]:
    """The lines below the head: text, ink, weight."""
    subject = words.place_text(line.subject)
    if with_subject:
        subject = words.subject_text(line.subject, with_unit=False, longest=_NAME)
        subject = subject or line.subject.unit
    deed, told = _sentence(words.deed_text(line)), " ".join(content(line).split())
    found = [(_sentence(subject), "accent_text", MEDIUM)]
    if line.took_over:
        found += [(deed, "warn", MEDIUM), (told, "text", REGULAR)]
    else:
        found.append((": ".join(filter(None, (deed, told))), "text", REGULAR))
    if line.reason:
        found.append((_("Lý do: {reason}").format(reason=line.reason), "muted", REGULAR))
    if line.is_breach:
        found.append((words.warning_text(line), "bad", MEDIUM))
    return [one for one in found if one[0]]


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
