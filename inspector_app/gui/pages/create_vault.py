"""The card that makes a vault: where, whose, on which machine, with which passphrase."""

from __future__ import annotations

import socket
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from inspector_app.domain.errors import InspectorError, VaultExistsError, WeakPassphraseError
from inspector_app.domain.passphrase import MIN_PASSPHRASE
from inspector_app.gui import files
from inspector_app.gui.fonts import REGULAR, SEMIBOLD
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.captions import Field
from inspector_app.gui.widgets.fields import LineEdit
from inspector_app.gui.widgets.frames import Card, Label
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.gui.widgets.passphrase import PassphraseEdit
from inspector_app.gui.widgets.strength import StrengthMeter
from inspector_app.host.i18n import _
from inspector_app.host.wording import error_texts
from inspector_app.services.vaults import Person


class CreateVaultCard(Card):
    """A form of two columns.

    Signals:
        create_asked(str, str, object): folder, passphrase, ``Person``.
        back_asked(): return to the unlock card.
    """

    create_asked = Signal(str, str, object)
    back_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self.folder = LineEdit(theme, _("Thư mục kho mới"), icon="folder")
        browse = Button(theme, _("Chọn…"))
        browse.setAccessibleName(_("Chọn nơi đặt kho"))
        browse.clicked.connect(self._on_browse)
        holder = QWidget()
        row(self.folder, browse, spacing=6, on=holder)
        self.folder_field = Field(
            theme,
            _("Thư mục kho"),
            holder,
            help_text=_("Nên đặt trên ổ đĩa của máy, không đặt trên USB."),
        )
        self.name = LineEdit(theme, _("Họ và tên"), placeholder=_("Nguyễn Văn A"))
        self.post = LineEdit(theme, _("Chức vụ"), placeholder=_("Chuyên viên"))
        self.agency = LineEdit(theme, _("Cơ quan"), placeholder=_("Sở Nội vụ"))
        self.device = LineEdit(theme, _("Tên máy"))
        self.name_field = Field(theme, _("Họ và tên"), self.name)
        self.passphrase = PassphraseEdit(theme, _("Mật khẩu"))
        self.again = PassphraseEdit(theme, _("Nhập lại mật khẩu"))
        self.passphrase_field = Field(theme, _("Mật khẩu"), self.passphrase)
        self.again_field = Field(theme, _("Nhập lại mật khẩu"), self.again)
        self.meter = StrengthMeter(theme, MIN_PASSPHRASE)
        self.passphrase.textChanged.connect(self._on_passphrase)
        self.again.textChanged.connect(self._on_passphrase)
        self.create_button = Button(theme, _("Tạo kho"), ButtonKind.PRIMARY, icon="plus")
        self.create_button.clicked.connect(self._on_create)
        self.again.returnPressed.connect(self._on_create)
        self.back_button = Button(theme, _("Quay lại"), ButtonKind.GHOST, icon="arrow-left")
        self.back_button.clicked.connect(self.back_asked)
        grid = QGridLayout()
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(12)
        grid.addWidget(self.folder_field, 0, 0, 1, 2)
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self.name_field, 1, 0, top)
        grid.addWidget(Field(theme, _("Chức vụ"), self.post), 1, 1, top)
        grid.addWidget(Field(theme, _("Cơ quan"), self.agency), 2, 0)
        grid.addWidget(Field(theme, _("Tên máy"), self.device), 2, 1)
        grid.addWidget(self.passphrase_field, 3, 0, top)
        grid.addWidget(self.again_field, 3, 1, top)
        grid.addWidget(self.meter, 4, 0)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        intro = _(
            "Mỗi người dùng một kho trên một máy. Tên và chức vụ ghi vào từng thay đổi bạn làm."
        )
        column(
            Label(theme, _("Tạo kho dữ liệu"), 19, SEMIBOLD),
            Label(theme, intro, 13, REGULAR, "muted", wrap=True),
            8,
            grid,
            10,
            row(self.back_button, None, self.create_button),
            spacing=6,
            margins=(28, 24, 28, 22),
            on=self,
        )

    def prepare(self) -> None:
        """Fill in what can be guessed and begin at the name."""
        if not self.folder.value:
            self.folder.show_value(str(Path(files.documents_folder()) / "kho-kiem-tra"))
        if not self.device.value:
            self.device.show_value(socket.gethostname())
        self.name.setFocus()

    def set_busy(self, is_busy: bool) -> None:
        """Show that the vault is being made."""
        self.create_button.set_busy(is_busy)
        self.create_button.set_text(_("Đang tạo kho…") if is_busy else _("Tạo kho"))
        self.back_button.setEnabled(not is_busy)

    def show_failure(self, error: InspectorError) -> None:
        """Say at the right field why the vault was not made."""
        title, remedy = error_texts(error)
        text = f"{title} {remedy}"
        if isinstance(error, WeakPassphraseError):
            self.passphrase_field.show_error(text)
            self.passphrase.setFocus()
            return
        self.folder_field.show_error(text)
        self.folder.set_error(has_error=True)
        if isinstance(error, VaultExistsError):
            self.folder.setFocus()

    def _on_browse(self) -> None:
        parent = files.choose_folder(self, _("Chọn nơi đặt kho"))
        if parent:
            self.folder.show_value(str(Path(parent) / "kho-kiem-tra"))

    def _on_passphrase(self) -> None:
        self.meter.measure(self.passphrase.text())
        differs = bool(self.again.text()) and not self.passphrase.text().startswith(
            self.again.text()
        )
        self.again_field.show_error(_("Hai lần nhập chưa giống nhau.") if differs else "")

    def _on_create(self) -> None:
        if self.create_button.is_busy:
            return
        self.folder_field.show_error("")
        self.folder.set_error(has_error=False)
        self.name_field.show_error("" if self.name.value.strip() else _("Nhập họ và tên."))
        is_short = len(self.passphrase.value.strip()) < MIN_PASSPHRASE
        self.passphrase_field.show_error(
            _("Dùng ít nhất {count} ký tự; nên ghép bốn từ không liên quan đến nhau.").format(
                count=MIN_PASSPHRASE
            )
            if is_short
            else ""
        )
        is_equal = self.passphrase.value == self.again.value
        self.again_field.show_error("" if is_equal else _("Hai lần nhập chưa giống nhau."))
        if not self.name.value.strip():
            self.name.setFocus()
        elif is_short:
            self.passphrase.setFocus()
        elif not is_equal:
            self.again.setFocus()
        else:
            person = Person(self.name.value, self.post.value, self.agency.value, self.device.value)
            self.create_asked.emit(self.folder.value.strip(), self.passphrase.value, person)
