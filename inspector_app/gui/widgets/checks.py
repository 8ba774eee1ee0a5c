"""Check boxes, radio buttons and drop-down lists with own paint."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QRadioButton, QSizePolicy, QWidget

from inspector_app.gui import icons, paint
from inspector_app.gui.theme import Theme

_BOX = 18


class CheckBox(QCheckBox):
    """A check box; the whole label is the target."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.watch(self._restyle)

    def sizeHint(self) -> QSize:
        theme = self._theme
        width = theme.metrics(14).horizontalAdvance(self.text()) + theme.px(_BOX) + 22
        return QSize(round(width), theme.px(30))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        side = float(theme.px(_BOX))
        box = QRectF(4, (self.height() - side) / 2, side, side)
        if self.isChecked():
            paint.box(painter, box, 5, theme.color("accent"))
            ink = theme.color("on_accent")
            icons.draw(painter, "check", box.adjusted(2, 2, -2, -2), ink, 2.0)
        else:
            paint.box(painter, box, 5, theme.color("surface"), theme.color("input_border"))
        place = QRectF(box.right() + 10, 0, self.width() - box.right() - 10, self.height())
        ink_name = "text" if self.isEnabled() else "faint"
        paint.text(painter, place, self.text(), theme.font(14), theme.color(ink_name))
        if self.hasFocus():
            paint.focus_ring(painter, QRectF(self.rect()), 6, theme.color("focus"))

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


class RadioButton(QRadioButton):
    """One of several exclusive answers."""

    def __init__(self, theme: Theme, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._theme = theme
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.watch(self._restyle)

    def sizeHint(self) -> QSize:
        theme = self._theme
        width = theme.metrics(14).horizontalAdvance(self.text()) + theme.px(_BOX) + 22
        return QSize(round(width), theme.px(30))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, pos: object) -> bool:
        return True

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        side = float(theme.px(_BOX))
        box = QRectF(4, (self.height() - side) / 2, side, side)
        border = "accent" if self.isChecked() else "input_border"
        width = 2.0 if self.isChecked() else 1.0
        paint.box(painter, box, side / 2, theme.color("surface"), theme.color(border), width)
        if self.isChecked():
            paint.dot(painter, box.center(), side * 0.26, theme.color("accent"))
        place = QRectF(box.right() + 9, 0, self.width() - box.right() - 9, self.height())
        ink = "text" if self.isEnabled() else "faint"
        paint.text(painter, place, self.text(), theme.font(14), theme.color(ink))
        if self.hasFocus():
            paint.focus_ring(painter, QRectF(self.rect()), 6, theme.color("focus"))

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


class DropDown(QComboBox):
    """A drop-down list; items carry their value as data."""

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        self.view().setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._restyle()
        theme.watch(self._restyle)

    def show_choices(self, choices: Sequence[tuple[str, object]]) -> None:
        """Put other items in and keep what was chosen, else the first; nobody is told."""
        there = [(self.itemText(n), self.itemData(n)) for n in range(self.count())]
        if there == list(choices):
            return
        chosen = self.currentData()
        was_blocked = self.blockSignals(True)
        self.clear()
        for text, value in choices:
            self.addItem(text, value)
        self.setCurrentIndex(max(self.findData(chosen), 0))
        self.blockSignals(was_blocked)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        metrics = self._theme.metrics(14)
        widest = max(
            (metrics.horizontalAdvance(self.itemText(row)) for row in range(self.count())),
            default=80.0,
        )
        return QSize(round(min(widest, self._theme.px(300))) + 56, self._theme.px(36))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(90), self._theme.px(36))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        rect = QRectF(self.rect())
        has_focus = self.hasFocus()
        border = "focus" if has_focus else "input_border" if self.isEnabled() else "border"
        fill = "surface" if self.isEnabled() else "sunken"
        paint.box(
            painter, rect, 7, theme.color(fill), theme.color(border), 2.0 if has_focus else 1.0
        )
        side = float(theme.px(15))
        arrow = QRectF(rect.right() - side - 11, rect.center().y() - side / 2, side, side)
        icons.draw(painter, "chevron-down", arrow, theme.color("muted"), 1.8)
        place = rect.adjusted(12, 0, -(side + 18), 0)
        text = paint.shortened(self.currentText(), theme.metrics(14), place.width())
        ink = "text" if self.isEnabled() else "faint"
        paint.text(painter, place, text, theme.font(14), theme.color(ink))

    def _restyle(self) -> None:
        self.setFont(self._theme.font(14))
        self.view().setFont(self._theme.font(14))
        self.updateGeometry()
        self.update()
