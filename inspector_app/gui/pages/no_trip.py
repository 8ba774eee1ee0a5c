"""Shown while the vault holds no trip: take the leader's pack in, or begin one from a workbook."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.frames import Banner, EmptyState, Surface
from inspector_app.gui.widgets.layouts import column
from inspector_app.host.i18n import _
from inspector_app.host.wording import error_texts


class NoTripPage(Surface):
    """Three ways to go on.

    Signals:
        pack_asked(): take a trip pack in.
        workbook_asked(): make a trip from an Excel file.
        card_asked(): save the own card for the leader.
    """

    pack_asked = Signal()
    workbook_asked = Signal()
    card_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "window", parent=parent)
        self.banner = Banner(theme, _("Đóng thông báo"))
        state = EmptyState(
            theme,
            "calendar",
            _("Kho chưa có đợt kiểm tra"),
            _(
                "Thành viên: gửi thẻ nhận diện cho trưởng đoàn, rồi mở gói đợt kiểm tra nhận được.\n"
                "Trưởng đoàn: tạo đợt từ tệp Excel có quyết định, đoàn, đơn vị và lịch."
            ),
        )
        self.card_button = Button(theme, _("Lưu thẻ của tôi…"), icon="card")
        self.pack_button = Button(
            theme, _("Mở gói đợt kiểm tra…"), ButtonKind.PRIMARY, icon="download"
        )
        self.workbook_button = Button(theme, _("Tạo đợt từ tệp Excel…"), icon="table")
        self.card_button.clicked.connect(self.card_asked)
        self.pack_button.clicked.connect(self.pack_asked)
        self.workbook_button.clicked.connect(self.workbook_asked)
        for button in (self.card_button, self.pack_button, self.workbook_button):
            state.add_button(button)
        column(self.banner, state, margins=(20, 16, 20, 18), on=self)

    def set_busy(self, is_busy: bool) -> None:
        """Show that a workbook is being read."""
        self.workbook_button.set_busy(is_busy)

    def show_failure(self, error: InspectorError) -> None:
        """Show an error of the catalogue."""
        self.set_busy(False)
        self.banner.show_message(*error_texts(error))
