"""The bar above (unit, search, saved pill, actions) and the bar below (keys, safety)."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from inspector_app.gui import fonts, icons, paint
from inspector_app.gui.inspection import inking
from inspector_app.gui.inspection.saving import Saving, SavingState
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind, IconButton
from inspector_app.gui.widgets.fields import LineEdit
from inspector_app.gui.widgets.frames import Label, Surface
from inspector_app.gui.widgets.indicators import Pill, SaveState, Tone
from inspector_app.host.i18n import _
from inspector_app.services.views import InspectionView

TOP: Final = 58
BOTTOM: Final = 30
TOAST_MS: Final = 6000


class SearchField(LineEdit):
    """Finds questions; arrows and Enter belong to the list under it.

    Signals:
        key_pressed(int): Up, Down, Enter or Escape.
    """

    key_pressed = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand the list's keys on."""
        keys = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Escape)
        if event.key() in keys or event.key() == Qt.Key.Key_Enter:
            self.key_pressed.emit(event.key())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The shared field, with its key."""
        super().paintEvent(event)
        if self.text() or self.hasFocus() or self.width() < self._theme.px(310):
            return
        theme, painter = self._theme, QPainter(self)
        wide, tall = theme.px(50), theme.px(19)
        box = QRectF(self.width() - wide - 9, (self.height() - tall) / 2, wide, tall)
        paint.box(painter, box, 4, theme.color("hover"))
        font = theme.font(11.5, fonts.MEDIUM)
        paint.text(painter, box, _("Ctrl+K"), font, theme.color("muted"), paint.CENTER)


class Elided(QWidget):
    """One line that is cut where it does not fit."""

    def __init__(self, theme: Theme, size: float, weight: int, ink: str) -> None:
        super().__init__()
        self._theme, self._size, self._weight, self._ink = theme, size, weight, ink
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_text(self, text: str) -> None:
        """Show a text."""
        self._text = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the text."""
        wide = inking.width_of(self._theme, self._text, self._size, self._weight)
        return QSize(int(wide) + 2, self._theme.px(self._size * 1.5))

    def minimumSizeHint(self) -> QSize:
        """May be cut."""
        return QSize(self._theme.px(90), self._theme.px(self._size * 1.5))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text."""
        painter = QPainter(self)
        ink = self._theme.color(self._ink)
        area = QRectF(self.rect())
        inking.draw_line(painter, self._theme, area, self._text, self._size, ink, self._weight)


class TopBar(Surface):
    """Signals are those of its parts: ``back``, ``search``, ``problems``, ``minutes``, ``pill``."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "surface", edge="bottom", parent=parent)
        self.setFixedHeight(theme.px(TOP))
        self.back = IconButton(theme, "arrow-left", _("Về danh sách đơn vị"))
        self._unit = Elided(theme, 15, fonts.SEMIBOLD, "text")
        self._trip = Elided(theme, 13, fonts.REGULAR, "muted")
        self.search = SearchField(
            theme,
            _("Tìm câu hỏi (Ctrl+K)"),
            placeholder=_("Tìm câu hỏi, căn cứ (không dấu)"),
            icon="search",
        )
        self.search.setMaximumWidth(theme.px(330))
        self.search.setMinimumWidth(theme.px(170))
        self.pill = Pill(theme, _("Đã lưu"), Tone.GOOD, icon="check")
        self.problems = Button(theme, _("Cần xử lý"), icon="alert")
        self.report = IconButton(theme, "table", _("Báo cáo của đơn vị, Excel (Ctrl+Shift+B)"))
        self.minutes = Button(theme, _("Lập biên bản"), ButtonKind.PRIMARY, icon="report")
        self.panel = IconButton(theme, "info", _("Chi tiết câu hỏi (F7)"))
        self.panel.hide()
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(self._unit)
        words.addWidget(self._trip)
        words.addStretch(1)
        line = QHBoxLayout(self)
        line.setContentsMargins(8, 0, 16, 1)
        line.setSpacing(12)
        line.addWidget(self.back)
        line.addLayout(words, 5)
        line.addWidget(self.search, 4)
        line.addStretch(1)
        for widget in (self.pill, self.report, self.problems, self.minutes, self.panel):
            line.addWidget(widget)

    def show_inspection(self, view: InspectionView) -> None:
        """Unit and trip."""
        self._unit.set_text(view.inspection.unit.name)
        trip = view.trip
        number = _("Quyết định số {number}").format(number=trip.decision_number)
        withdrawn = _("Đã rút khỏi đợt") if view.inspection.withdrawn is not None else ""
        parts = [
            withdrawn,
            view.inspection.team.name,
            number if trip.decision_number else "",
            trip.title,
        ]
        self._trip.set_text(" · ".join(part for part in parts if part))

    def show_problems(self, count: int) -> None:
        """The number of items with errors or conflicts."""
        self.problems.set_count(count or None)
        self.problems.setEnabled(True)

    def show_saving(self, saving: Saving) -> None:
        """The truth about saving."""
        state, text = _pill(saving)
        self.pill.show_state(state, text)
        if saving.state is SavingState.REFUSED:
            self.pill.show_text(text, Tone.WARN, "alert")
        elif saving.state is SavingState.DRAFTED:
            self.pill.show_text(text, Tone.NEUTRAL, "check")


def _pill(saving: Saving) -> tuple[SaveState, str]:
    match saving.state:
        case SavingState.FAILED:
            short = saving.detail if len(saving.detail) <= 40 else saving.detail[:39] + "…"
            return SaveState.FAILED, _("Không lưu được – {why}").format(why=short)
        case SavingState.TYPING:
            return SaveState.TYPING, _("đang gõ")
        case SavingState.HELD:
            return SaveState.WAITING, _("Đang chờ gộp xong một gói")
        case SavingState.SAVING:
            return SaveState.WAITING, _("Đang lưu…")
        case SavingState.REFUSED:
            return SaveState.IDLE, _("{n} ô chưa đúng · đã giữ nháp").format(n=saving.count)
        case SavingState.DRAFTED:
            return SaveState.IDLE, _("Đã giữ nháp {at}").format(at=saving.at)
        case _:
            at = f" {saving.at}" if saving.at else ""
            return SaveState.SAVED, _("Đã lưu{at}").format(at=at)


class BottomBar(Surface):
    """Key hints and the lock."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "surface", edge="top", parent=parent)
        self._theme_ = theme
        self.setFixedHeight(theme.px(BOTTOM))
        self.keys: tuple[tuple[str, str], ...] = ()
        self.setAccessibleName(_("Phím tắt"))

    def show_keys(self, keys: tuple[tuple[str, str], ...]) -> None:
        """Show keys with what they do here."""
        if keys != self.keys:
            self.keys = keys
            self.setAccessibleDescription("; ".join(f"{key}: {what}" for key, what in keys))
            self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Keys as small boxes, the lock at the right."""
        super().paintEvent(event)
        theme, painter = self._theme_, QPainter(self)
        safe = _("Kho mã hóa · Ngoại tuyến")
        safe_width = inking.width_of(theme, safe, 13) + theme.px(22)
        end = self.width() - 16 - safe_width
        middle = self.height() / 2
        side = theme.px(14)
        box = QRectF(end, middle - side / 2, side, side)
        icons.draw(painter, "lock", box, theme.color("good"), 1.6)
        area = QRectF(end + theme.px(21), 0, safe_width, self.height())
        paint.text(painter, area, safe, theme.font(13), theme.color("muted"))
        x = 16.0
        for key, what in self.keys:
            wide = inking.width_of(theme, key, 11.5, fonts.SEMIBOLD) + 12
            words = inking.width_of(theme, what, 13)
            if x + wide + words + 24 > end:
                break
            tall = theme.px(18)
            paint.box(painter, QRectF(x, middle - tall / 2, wide, tall), 4, theme.color("hover"))
            place = QRectF(x, 0, wide, self.height())
            font = theme.font(11.5, fonts.SEMIBOLD)
            paint.text(painter, place, key, font, theme.color("muted"), paint.CENTER)
            x += wide + 7
            place = QRectF(x, 0, words + 4, self.height())
            paint.text(painter, place, what, theme.font(13), theme.color("muted"))
            x += words + theme.px(17)

    def changeEvent(self, event: QEvent) -> None:
        """Paint again with another font."""
        super().changeEvent(event)
        self.update()


class Toast(Surface):
    """A short message over the page; goes by itself."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "surface", parent=parent)
        self._theme_ = theme
        self._label = Label(theme, "", 13.5, fonts.MEDIUM, wrap=True)
        line = QHBoxLayout(self)
        line.setContentsMargins(16, 10, 16, 10)
        line.addWidget(self._label)
        self._edge_ink = "accent"
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(TOAST_MS)
        self._timer.timeout.connect(self.hide)
        self.hide()

    def show_text(self, text: str, ink: str) -> None:
        """Show a message at the bottom middle of the parent."""
        self._label.setText(text)
        self._edge_ink = ink
        parent = self.parentWidget()
        assert parent is not None
        wide = min(self._theme_.px(560), parent.width() - 40)
        self.setFixedWidth(wide)
        tall = max(self._label.heightForWidth(wide - 32), 18) + 24
        self.setFixedHeight(tall)
        self.move((parent.width() - wide) // 2, parent.height() - tall - self._theme_.px(46))
        self.show()
        self.raise_()
        self._timer.start()

    def text(self) -> str:
        """What it says."""
        return self._label.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A framed box."""
        painter = QPainter(self)
        rect = QRectF(self.rect())
        theme = self._theme_
        edge = theme.color(self._edge_ink)
        paint.box(painter, rect, 8, theme.color("surface"), edge, 1.4)
