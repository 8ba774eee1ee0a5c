"""The parts of the export window: pre-flight, receivers, drives, the proof of a copy."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from inspector_app.domain.media import Drive
from inspector_app.gui import words
from inspector_app.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.frames import Card, Glyph, Label
from inspector_app.gui.widgets.layouts import clear, column, row
from inspector_app.host.i18n import _
from inspector_app.host.wording import number, size
from inspector_app.services.carrying import CarriedFile
from inspector_app.services.export_plans import ExportCheck, ExportPlan, Receiver, Weight

_LOOKS = {
    Weight.MUST: ("alert", "bad", "bad_soft"),
    Weight.MAY: ("alert", "warn", "warn_soft"),
    Weight.FINE: ("check", "good", "good_soft"),
}
_MOST_RECEIVERS = 5


class CheckList(Card):
    """The pre-flight: what must be mended, what may go, and how much is in order."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "sunken", parent=parent)
        self._box = column(spacing=8, margins=(14, 12, 14, 12), on=self)

    def show_checks(self, checks: Sequence[ExportCheck]) -> None:
        """The heaviest first; what is in order stands together on one line."""
        clear(self._box)
        open_ = [one for one in checks if one.weight is not Weight.FINE]
        fine = [one for one in checks if one.weight is Weight.FINE]
        for one in sorted(open_, key=lambda one: one.weight is Weight.MAY):
            self._line(one.weight, _(one.text))
        if fine:
            self._line(Weight.FINE, " ".join(_(one.text) for one in fine))
        self.setAccessibleName(" ".join(_(one.text) for one in checks))

    def _line(self, weight: Weight, text: str) -> None:
        icon, ink, disc = _LOOKS[weight]
        label = Label(self._theme, text, 13.5, REGULAR, wrap=True)
        line = row(Glyph(self._theme, icon, 22, ink, disc=disc), label, spacing=10)
        line.setStretch(1, 1)
        self._box.addLayout(line)


class Receivers(Card):
    """Who can open the bundle, each with the words of the device."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(14)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(2, 1)
        column(self._grid, margins=(14, 10, 14, 10), on=self)

    def show_plan(self, plan: ExportPlan) -> None:
        """Show the receivers of a plan; nothing for a bundle locked by a passphrase."""
        clear(self._grid)
        theme = self._theme
        self.setVisible(bool(plan.receivers))
        for line, one in enumerate(plan.receivers[:_MOST_RECEIVERS]):
            name = Label(theme, one.name, 13.5, MEDIUM)
            name.setToolTip(one.device)
            self._grid.addWidget(name, line, 0)
            self._grid.addWidget(Label(theme, _role(one), 12.5, REGULAR, "muted"), line, 1)
            told = words.fingerprint_lines(one.fingerprint)
            prints = Label(theme, told, 12.5, REGULAR, "muted", selectable=True)
            self._grid.addWidget(prints, line, 2)
            self._grid.addWidget(Label(theme, since_words(one), 12.5, REGULAR, "muted"), line, 3)
        rest = len(plan.receivers) - _MOST_RECEIVERS
        if rest > 0:
            text = _("và {count} người nữa").format(count=number(rest))
            self._grid.addWidget(Label(theme, text, 12.5, REGULAR, "muted"), _MOST_RECEIVERS, 0)
        self.setAccessibleName(", ".join(one.name for one in plan.receivers))


class DriveButtons(QWidget):
    """One button for each stick that is plugged in, with its free space.

    Signals:
        chosen(str): the folder of a drive.
        other_asked(): another folder.
    """

    chosen = Signal(str)
    other_asked = Signal()

    def __init__(self, theme: Theme, other: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme, self._other = theme, other
        self._box = row(spacing=8, on=self)
        self.buttons: list[Button] = []
        self.show_drives(())

    def show_drives(self, drives: Sequence[Drive]) -> None:
        """Show the drives of this moment, and the way to any other folder."""
        clear(self._box)
        self.buttons = []
        for one in drives[:3]:
            free = _("chỉ đọc") if one.is_read_only else _("còn {size}").format(size=size(one.free))
            button = Button(self._theme, f"{one.name} · {free}", icon="usb")
            button.setToolTip(one.path)
            button.setEnabled(not one.is_read_only)
            button.clicked.connect(partial(self.chosen.emit, one.path))
            self._box.addWidget(button)
            self.buttons.append(button)
        other = Button(self._theme, self._other, ButtonKind.GHOST, icon="folder")
        other.clicked.connect(self.other_asked)
        self._box.addWidget(other)
        self._box.addStretch(1)
        self.buttons.append(other)


class Proof(QWidget):
    """What is known of a copy: read back, and whether the stick may be pulled."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._box = column(spacing=4, on=self)
        self.hide()

    def show_copies(self, copies: Sequence[CarriedFile]) -> None:
        """Show the proof of copies that lie in one folder."""
        clear(self._box)
        theme = self._theme
        folder = copies[0].path[: -len(words.file_name(copies[0].path))]
        if all(one.is_past_memory for one in copies):
            text = _("Đã đọc lại từ thiết bị «{folder}», giống hệt bản gốc")
        else:
            text = _("Đã đọc lại «{folder}», giống hệt bản gốc (có thể từ bộ nhớ của máy)")
        is_safe = all(one.is_settled for one in copies)
        parting = (
            _("Có thể rút USB an toàn")
            if is_safe
            else _("Trước khi rút USB, dùng «Ngắt thiết bị an toàn» của hệ điều hành")
        )
        lines = ((text.format(folder=folder), MEDIUM, "check"), (parting, SEMIBOLD, "usb"))
        for line, weight, icon in lines:
            label = Label(theme, line, 13.5, weight, "good" if icon == "usb" else "text", wrap=True)
            laid = row(Glyph(theme, icon, 20, "good"), label, spacing=8)
            laid.setStretch(1, 1)
            self._box.addLayout(laid)
        self.setAccessibleName(f"{lines[0][0]}. {parting}")
        self.show()


def since_words(receiver: Receiver) -> str:
    """Where the bundle begins for a receiver."""
    if receiver.receipt_number:
        return _("có biên nhận số {number}").format(number=number(receiver.receipt_number))
    if receiver.export_number:
        return _("đã gửi gói số {number}").format(number=number(receiver.export_number))
    return _("chưa có biên nhận")


def _role(receiver: Receiver) -> str:
    if receiver.is_office:
        return _("cơ quan cấp trên")
    return words.role(receiver.role) if receiver.role else ""
