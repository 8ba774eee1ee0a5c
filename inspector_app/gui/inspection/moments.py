"""A day with a time: two typed parts that are one answer."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QApplication, QWidget

from inspector_app.gui.inspection.editors import AnswerLine
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.host.i18n import _

_DAY: Final = re.compile(r"[/.\-]")


def parted(text: str) -> tuple[str, str]:
    """Day and time of a typed text; either may be empty."""
    first, _blank, rest = text.strip().partition(" ")
    if rest:
        return first, rest.strip()
    return (first, "") if _DAY.search(first) or ":" not in first else ("", first)


class MomentField(QWidget):
    """Day and time side by side; speaks like one typed field.

    Signals: as :class:`~inspector_app.gui.inspection.editors.AnswerLine`. ``left`` is not sent
    between the parts. ``now_wanted``: the present moment is to be filled in.
    """

    edited = Signal(str)
    left = Signal()
    composing = Signal(bool)
    moved = Signal(int)
    focused = Signal()
    now_wanted = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setAccessibleName(name)
        names = (_("{name}: ngày").format(name=name), _("{name}: giờ").format(name=name))
        self.day = AnswerLine(theme, names[0], placeholder=_("ngày/tháng/năm"), parent=self)
        self.time = AnswerLine(theme, names[1], placeholder=_("giờ:phút"), parent=self)
        self.now = Button(theme, _("Bây giờ"), ButtonKind.GHOST, icon="clock", parent=self)
        self.now.setAccessibleName(_("Ghi thời điểm hiện tại — {name}").format(name=name))
        self.now.clicked.connect(self.now_wanted)
        for part in (self.day, self.time):
            part.edited.connect(self._on_edited)
            part.left.connect(self._on_left)
            part.composing.connect(self.composing)
            part.focused.connect(self.focused)
        self.day.moved.connect(self._on_moved)
        self.time.moved.connect(self.moved)
        self.setFocusProxy(self.day)

    @property
    def value(self) -> str:
        """Both parts as one text."""
        return f"{self.day.value.strip()} {self.time.value.strip()}".strip()

    def show_value(self, text: str) -> bool:
        """Show a moment from elsewhere."""
        day, time = parted(text)
        return self.day.show_value(day) and self.time.show_value(time)

    def set_error(self, has_error: bool) -> None:
        """Both parts red."""
        self.day.set_error(has_error)
        self.time.set_error(has_error)

    def selectAll(self) -> None:
        """The day."""
        self.day.selectAll()

    def sizeHint(self) -> QSize:
        """Both parts."""
        return QSize(self._theme.px(400), self._theme.px(34))

    def arrange(self, width: int) -> int:
        """Day, time, the button for now."""
        theme = self._theme
        tall, gap = theme.px(34), theme.px(8)
        day = min(theme.px(150), max(60, (width - gap) * 3 // 5))
        time = min(theme.px(104), max(50, width - day - gap))
        self.day.setGeometry(0, 0, day, tall)
        self.time.setGeometry(day + gap, 0, time, tall)
        size = self.now.sizeHint()
        rest = width - day - time - 2 * gap
        self.now.setVisible(rest >= size.width())
        self.now.setGeometry(day + time + 2 * gap, 0, size.width(), tall)
        return tall

    def _on_edited(self, _part: str) -> None:
        self.edited.emit(self.value)

    def _on_moved(self, step: int) -> None:
        # Enter and Down go from the day to the time first
        if step > 0:
            self.time.setFocus()
            self.time.selectAll()
        else:
            self.moved.emit(step)

    def _on_left(self) -> None:
        here = QApplication.focusWidget()
        if here is None or not self.isAncestorOf(here):
            self.left.emit()
