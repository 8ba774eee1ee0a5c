"""Language, look, text size, automatic lock; the passphrase of the open vault."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.passphrase import MIN_PASSPHRASE
from inspector_app.gui.dialogs.base import Dialog
from inspector_app.gui.dialogs.verification import VerificationDialog
from inspector_app.gui.fonts import REGULAR, SEMIBOLD
from inspector_app.gui.preferences import Preferences
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button
from inspector_app.gui.widgets.captions import Field
from inspector_app.gui.widgets.checks import DropDown
from inspector_app.gui.widgets.frames import Label, Line
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.gui.widgets.passphrase import PassphraseEdit
from inspector_app.gui.widgets.strength import StrengthMeter
from inspector_app.host.i18n import _
from inspector_app.services.workshop import Services


class SettingsDialog(Dialog):
    """Takes effect at once; the language when the window is built anew.

    Signals:
        language_changed(): the words of all windows must be made again.
    """

    language_changed = Signal()

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        preferences: Preferences,
        services: Services | None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, _("Thiết lập"), parent=parent)
        self._tasks, self._preferences, self._services = tasks, preferences, services
        now = preferences.now
        self.language = _choices(
            theme, _("Ngôn ngữ"), (("Tiếng Việt", "vi"), ("English", "en")), now.language
        )
        self.scheme = _choices(
            theme,
            _("Giao diện"),
            ((_("Theo hệ thống"), "system"), (_("Sáng"), "light"), (_("Tối"), "dark")),
            now.theme,
        )
        self.text_size = _choices(
            theme, _("Cỡ chữ"), tuple((f"{one} %", one) for one in (100, 115, 130)), now.text_size
        )
        minutes = tuple(dict.fromkeys((5, 10, 15, 30, 60, now.auto_lock)))
        self.auto_lock = _choices(
            theme,
            _("Tự khóa kho sau"),
            tuple(
                (_("{count} phút").format(count=one) if one else _("Không tự khóa"), one)
                for one in sorted(minutes)
            ),
            now.auto_lock,
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(10)
        for number, editor in enumerate(
            (self.language, self.scheme, self.text_size, self.auto_lock)
        ):
            grid.addWidget(Label(theme, editor.accessibleName(), 14), number, 0)
            grid.addWidget(editor, number, 1)
            editor.activated.connect(self._on_changed)
        grid.setColumnStretch(0, 1)
        self.body.addLayout(grid)
        if services is not None:
            self._build_verification(services)
            self._build_passphrase()
        self.add_close(_("Xong"))

    def _build_verification(self, services: Services) -> None:
        """Whoever doubts the log can have it proved here."""
        self.verify_button = Button(self._theme, _("Kiểm chứng nhật ký"), icon="shield")
        self.verify_button.clicked.connect(partial(self._on_verify, services))
        text = _("Chuỗi thay đổi, niêm phong, chữ ký mở phiên.")
        self.body.addWidget(Line(self._theme))
        self.body.addLayout(
            row(Label(self._theme, text, 13, REGULAR, "muted"), None, self.verify_button)
        )

    def _on_verify(self, services: Services) -> None:
        VerificationDialog(self._theme, self._tasks, services, self).open()

    def _build_passphrase(self) -> None:
        theme = self._theme
        self.old = PassphraseEdit(theme, _("Mật khẩu hiện tại hoặc mã khôi phục"))
        self.new = PassphraseEdit(theme, _("Mật khẩu mới"))
        self.again = PassphraseEdit(theme, _("Nhập lại mật khẩu mới"))
        self.again_field = Field(theme, _("Nhập lại mật khẩu mới"), self.again)
        self.meter = StrengthMeter(theme, MIN_PASSPHRASE)
        self.new.textChanged.connect(self.meter.measure)
        self.change_button = Button(theme, _("Đổi mật khẩu"), icon="key")
        self.change_button.clicked.connect(self._on_change)
        holder = QWidget()
        column(
            Label(theme, _("Đổi mật khẩu kho"), 15, SEMIBOLD),
            Label(theme, _("Mã khôi phục vẫn như cũ."), 13, REGULAR, "muted"),
            Field(theme, self.old.accessibleName(), self.old),
            Field(theme, _("Mật khẩu mới"), self.new),
            self.meter,
            self.again_field,
            row(None, self.change_button),
            spacing=8,
            on=holder,
        )
        self.body.addWidget(Line(theme))
        self.body.addWidget(holder)

    def _on_changed(self, _number: int) -> None:
        before = self._preferences.now
        self._preferences.change(
            language=self.language.currentData(),
            theme=self.scheme.currentData(),
            text_size=self.text_size.currentData(),
            auto_lock=self.auto_lock.currentData(),
        )
        now = self._preferences.now
        if self._preferences.failure is not None:
            self.show_failure(self._preferences.failure)
        if (before.theme, before.text_size) != (now.theme, now.text_size):
            self._theme.set(now.theme, now.text_size)
            self.adjustSize()
        if before.language != now.language:
            self.language_changed.emit()

    def _on_change(self) -> None:
        if self._services is None:
            return
        if self.new.value != self.again.value:
            self.again_field.show_error(_("Hai lần nhập chưa giống nhau."))
            return
        self.again_field.show_error("")
        self.change_button.set_busy(True)
        call = partial(self._services.vault.change_passphrase, self.old.value, self.new.value)
        self._tasks.run(call, self._on_passphrase_changed, self._on_failed)

    def _on_passphrase_changed(self, _nothing: None) -> None:
        self.change_button.set_busy(False)
        for field in (self.old, self.new, self.again):
            field.clear()
        self.banner.show_message(_("Đã đổi mật khẩu kho."), "", Tone.GOOD)

    def _on_failed(self, error: InspectorError) -> None:
        self.change_button.set_busy(False)
        self.show_failure(error)


def _choices(
    theme: Theme, name: str, items: tuple[tuple[str, object], ...], chosen: object
) -> DropDown:
    result = DropDown(theme, name)
    for text, value in items:
        result.addItem(text, value)
    values = [value for _text, value in items]
    result.setCurrentIndex(values.index(chosen) if chosen in values else 0)
    return result
