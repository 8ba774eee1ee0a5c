"""Parts of the unlock page: the program's mark and the list of recent vaults."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.gui import icons, paint
from inspector_app.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import PaintedButton
from inspector_app.gui.widgets.frames import Label
from inspector_app.host.i18n import _


class Mark(QWidget):
    """The program's sign: a check list on a blue square, with its name beside it."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(_MarkSquare(theme))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(Label(theme, "PAR Inspector", 19, SEMIBOLD))
        names.addWidget(Label(theme, _("Kiểm tra cải cách hành chính"), 13, REGULAR, "muted"))
        row.addLayout(names, 1)


class _MarkSquare(QWidget):
    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        theme.watch(self.update)

    def sizeHint(self) -> QSize:
        return QSize(44, 44)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        rect = QRectF(self.rect())
        paint.box(painter, rect, 11, self._theme.color("accent"))
        ink = self._theme.color("on_accent")
        icons.draw(painter, "shield", rect.adjusted(9, 9, -9, -9), ink, 2.0)


class RecentVault(PaintedButton):
    """A vault that was opened on this computer before; grey while its disk is not there."""

    def __init__(self, theme: Theme, path: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, Path(path).name or path, parent)
        self.path = path
        self.is_there = (Path(path) / "vault.db").exists()
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setToolTip(path)
        self.setAccessibleDescription(path)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(self._theme.px(300), self._theme.px(60))

    def minimumSizeHint(self) -> QSize:
        return QSize(self._theme.px(160), self._theme.px(60))

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        rect = QRectF(self.rect())
        if self.isChecked():
            fill, border = "accent_soft", "accent"
        else:
            fill, border = ("hover" if self._is_hovered else "surface"), "border"
        paint.box(painter, rect, 9, theme.color(fill), theme.color(border))
        ink = "text" if self.is_there else "faint"
        side = float(theme.px(20))
        icon_box = QRectF(14, rect.center().y() - side / 2, side, side)
        mark = "accent_text" if self.is_there else "faint"
        icons.draw(painter, "lock", icon_box, theme.color(mark), 1.7)
        x = icon_box.right() + 12
        room = rect.width() - x - 12
        title = paint.shortened(self.text(), theme.metrics(14, MEDIUM), room)
        upper = QRectF(x, rect.center().y() - theme.px(20), room, theme.px(20))
        lower = QRectF(x, rect.center().y() + 1, room, theme.px(18))
        paint.text(painter, upper, title, theme.font(14, MEDIUM), theme.color(ink))
        below = self.path if self.is_there else _("Ổ đĩa chứa kho đang không có")
        below = paint.shortened(below, theme.metrics(12.5), room)
        paint.text(painter, lower, below, theme.font(12.5), theme.color("muted"))
        if self.hasFocus():
            paint.focus_ring(painter, rect, 9, theme.color("focus"))
