"""The card that asks for the passphrase of a vault, or for its recovery code."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.errors import InspectorError, NotAVaultError, WrongPassphraseError
from inspector_app.gui import files
from inspector_app.gui.fonts import REGULAR, SEMIBOLD
from inspector_app.gui.pages.unlock_parts import Mark
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.captions import Field
from inspector_app.gui.widgets.fields import LineEdit
from inspector_app.gui.widgets.frames import Card, Label
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.gui.widgets.passphrase import PassphraseEdit
from inspector_app.host.i18n import _
from inspector_app.host.wording import error_texts


class UnlockCard(Card):
    """Vault folder, passphrase, the button that opens; errors stand under the field.

    Signals:
        open_asked(str, str): folder and secret.
        create_asked(): the person wants a new vault.
    """

    open_asked = Signal(str, str)
    create_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._theme = theme
        self._is_recovery = False
        self.folder = LineEdit(
            theme, _("Thư mục kho"), placeholder=_("Chọn thư mục chứa kho dữ liệu"), icon="folder"
        )
        browse = Button(theme, _("Chọn…"))
        browse.setAccessibleName(_("Chọn thư mục kho"))
        browse.clicked.connect(self._on_browse)
        folder_row = QWidget()
        row(self.folder, browse, spacing=6, on=folder_row)
        self.folder_field = Field(theme, _("Kho dữ liệu"), folder_row)
        self.secret = PassphraseEdit(theme, _("Mật khẩu kho"))
        self.secret_field = Field(theme, _("Mật khẩu kho"), self.secret)
        self.caps = Label(theme, _("Caps Lock đang bật"), 12.5, SEMIBOLD, "warn")
        self.caps.hide()
        self.secret.caps_changed.connect(self.caps.setVisible)
        self.open_button = Button(theme, _("Mở kho"), ButtonKind.PRIMARY, icon="lock")
        self.open_button.clicked.connect(self._on_open)
        self.secret.returnPressed.connect(self._on_open)
        self.mode_button = Button(theme, _("Quên mật khẩu? Dùng mã khôi phục"), ButtonKind.GHOST)
        self.mode_button.clicked.connect(self._on_mode)
        self.create_button = Button(theme, _("Tạo kho mới"), icon="plus")
        self.create_button.clicked.connect(self.create_asked)
        self.note = Label(
            theme,
            _("Dữ liệu được mã hóa trên máy này; chương trình không gửi gì lên mạng."),
            12.5,
            REGULAR,
            "faint",
            wrap=True,
        )
        column(
            Mark(theme),
            14,
            self.folder_field,
            2,
            self.secret_field,
            self.caps,
            4,
            self.open_button,
            row(None, self.mode_button, None),
            2,
            self.create_button,
            self.note,
            spacing=8,
            margins=(28, 26, 28, 22),
            on=self,
        )

    def choose(self, path: str) -> None:
        """Take a folder from the list of recent vaults and wait for its passphrase."""
        self.folder.show_value(path)
        self.clear_errors()
        self.secret.clear()
        self.secret.setFocus()

    def clear_errors(self) -> None:
        """Take away what an earlier attempt said."""
        self.folder_field.show_error("")
        self.folder.set_error(has_error=False)
        self.secret_field.show_error("")

    def set_busy(self, is_busy: bool) -> None:
        """Show that the key is being derived."""
        self.open_button.set_busy(is_busy)
        self.open_button.set_text(_("Đang mở kho…") if is_busy else _("Mở kho"))
        for widget in (self.folder, self.secret, self.mode_button, self.create_button):
            widget.setEnabled(not is_busy)

    def show_failure(self, error: InspectorError) -> None:
        """Say under the right field why the vault did not open."""
        title, remedy = error_texts(error)
        text = f"{title} {remedy}" if remedy else title
        if isinstance(error, WrongPassphraseError):
            self.secret_field.show_error(text)
            self.secret.setFocus()
            self.secret.selectAll()
            return
        self.folder_field.show_error(text)
        self.folder.set_error(has_error=True)
        if isinstance(error, NotAVaultError):
            self.folder.setFocus()

    def _on_browse(self) -> None:
        path = files.choose_folder(self, _("Chọn thư mục kho"), self.folder.value)
        if path:
            self.choose(path)

    def _on_open(self) -> None:
        if self.open_button.is_busy:
            return
        self.clear_errors()
        folder = self.folder.value.strip()
        if not folder or not Path(folder).is_dir():
            self.folder_field.show_error(_("Chọn thư mục kho trên máy này."))
            self.folder.set_error(has_error=True)
            self.folder.setFocus()
            return
        if not self.secret.text():
            self.secret_field.show_error(
                _("Nhập mã khôi phục.") if self._is_recovery else _("Nhập mật khẩu kho.")
            )
            self.secret.setFocus()
            return
        self.open_asked.emit(folder, self.secret.value)

    def _on_mode(self) -> None:
        self._is_recovery = not self._is_recovery
        name = _("Mã khôi phục") if self._is_recovery else _("Mật khẩu kho")
        self.secret_field.caption.setText(name)
        self.secret.setAccessibleName(name)
        self.secret.set_hidden(not self._is_recovery)
        self.mode_button.set_text(
            _("Dùng mật khẩu") if self._is_recovery else _("Quên mật khẩu? Dùng mã khôi phục")
        )
        self.secret.clear()
        self.clear_errors()
        self.secret.setFocus()
