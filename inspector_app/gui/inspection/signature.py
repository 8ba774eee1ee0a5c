"""Signing by hand: strokes on a pad, saved as a picture."""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from PySide6.QtCore import (
    QBuffer,
    QByteArray,
    QIODevice,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QImage,
    QImageWriter,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QWidget

from inspector_app.gui import paint
from inspector_app.gui.dialogs.base import Dialog
from inspector_app.gui.inspection import inking
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.host.i18n import _

_PAD: Final = QSize(560, 220)
_INK: Final = QColor("#12305e")
_SCALE: Final = 2
_WIDTH: Final = 2.6


class SignaturePad(QWidget):
    """A sheet for pen, finger or mouse.

    Signals:
        changed: there are more strokes, or none.
    """

    changed = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._strokes: list[list[QPointF]] = []
        self.setAccessibleName(name)
        self.setFixedSize(_PAD)
        self.setCursor(Qt.CursorShape.CrossCursor)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was drawn."""
        return not self._strokes

    def clear(self) -> None:
        """An empty sheet."""
        self._strokes.clear()
        self.update()
        self.changed.emit()

    def take_back(self) -> None:
        """Without the last stroke."""
        if self._strokes:
            self._strokes.pop()
            self.update()
            self.changed.emit()

    def png(self) -> bytes:
        """The strokes on white, twice as fine as on screen."""
        image = QImage(_PAD * _SCALE, QImage.Format.Format_RGB32)
        image.fill(QColor("white"))
        painter = QPainter(image)
        painter.scale(_SCALE, _SCALE)
        self._draw_strokes(painter, _INK)
        painter.end()
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(image)
        return bytes(data.data())

    def _draw_strokes(self, painter: QPainter, ink: QColor) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(ink, _WIDTH)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for stroke in self._strokes:
            if len(stroke) == 1:
                painter.drawPoint(stroke[0])
                continue
            # a curve through the middles of the segments: smooth, and true to the hand
            path = QPainterPath(stroke[0])
            for before, point in pairwise(stroke):
                path.quadTo(before, (before + point) / 2)
            path.lineTo(stroke[-1])
            painter.drawPath(path)

    def paintEvent(self, event: QPaintEvent) -> None:
        """White paper in both themes, a line to sign on."""
        theme, painter = self._theme, QPainter(self)
        rect = QRectF(self.rect())
        paint.box(painter, rect, 8, QColor("white"), theme.color("input_border"))
        line = QRectF(36, rect.height() - 52, rect.width() - 72, 1)
        painter.fillRect(line, QColor("#8894a1"))
        if self.is_empty:
            area = QRectF(36, rect.height() - 46, rect.width() - 72, 24)
            words = _("Ký tại đây bằng bút, ngón tay hoặc chuột")
            inking.draw_line(painter, theme, area, words, 13, QColor("#5a6673"))
        self._draw_strokes(painter, _INK)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A stroke begins."""
        self._strokes.append([event.position()])
        self.update()
        self.changed.emit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """It goes on."""
        if self._strokes and event.buttons() & Qt.MouseButton.LeftButton:
            self._strokes[-1].append(event.position())
            self.update()


class SignatureDialog(Dialog):
    """The pad with its buttons.

    Signals:
        signed(bytes): the picture, PNG.
    """

    signed = Signal(bytes)

    def __init__(self, theme: Theme, title: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Ký tên"), title, parent)
        self.pad = SignaturePad(theme, title)
        self.body.addWidget(self.pad)
        self._back = Button(theme, _("Bỏ nét cuối"), ButtonKind.GHOST, icon="undo")
        self._back.clicked.connect(self.pad.take_back)
        self._clear = Button(theme, _("Xóa hết"), ButtonKind.GHOST, icon="close")
        self._clear.clicked.connect(self.pad.clear)
        self.buttons.addWidget(self._back)
        self.buttons.addWidget(self._clear)
        self.buttons.addStretch(1)
        self.add_close(_("Hủy"))
        self.take = self.add_button(_("Ghi chữ ký"), ButtonKind.PRIMARY, icon="check")
        self.take.clicked.connect(self._on_take)
        self.pad.changed.connect(self._on_changed)
        self._on_changed()

    def _on_changed(self) -> None:
        for button in (self._back, self._clear, self.take):
            button.setEnabled(not self.pad.is_empty)

    def _on_take(self) -> None:
        self.signed.emit(self.pad.png())
        self.accept()
