"""The card that shows a new vault's recovery code, once."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QFontDatabase, QGuiApplication, QPainter
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from inspector_app.gui import paint
from inspector_app.gui.fonts import REGULAR, SEMIBOLD
from inspector_app.gui.theme import LIGHT, Theme, colour
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.checks import CheckBox
from inspector_app.gui.widgets.frames import Card, Glyph, Label
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.host.i18n import _


class RecoveryCodeCard(Card):
    """The code in large letters; going on needs the tick that it was written down.

    Signals:
        confirmed(): the person wrote it down.
    """

    confirmed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._theme = theme
        self.code = Label(theme, "", 20, SEMIBOLD, selectable=True, wrap=True)
        self.code.setAccessibleName(_("Mã khôi phục"))
        center = type(self.code.alignment()).AlignCenter
        self.code.setAlignment(center)
        frame = Card(theme, "sunken")
        column(self.code, margins=(18, 20, 18, 20), on=frame)
        self.copy_button = Button(theme, _("Chép"), icon="copy")
        self.copy_button.clicked.connect(self._on_copy)
        self.print_button = Button(theme, _("In…"), icon="print")
        self.print_button.clicked.connect(self._on_print)
        self.check = CheckBox(theme, _("Tôi đã ghi lại mã này và cất ở nơi an toàn"))
        self.done_button = Button(theme, _("Vào kho"), ButtonKind.PRIMARY, icon="arrow-right")
        self.done_button.setEnabled(False)
        self.check.toggled.connect(self.done_button.setEnabled)
        self.done_button.clicked.connect(self.confirmed)
        text = _(
            "Nếu quên mật khẩu, đây là cách duy nhất để mở kho. Mã chỉ hiện một lần này và không"
            " được lưu ở đâu khác. Cất giấy ghi mã tách khỏi máy tính."
        )
        column(
            row(
                Glyph(theme, "key", 40, "accent_text", disc="accent_soft"),
                Label(theme, _("Mã khôi phục của kho"), 19, SEMIBOLD),
                None,
                spacing=12,
            ),
            Label(theme, text, 14, REGULAR, "muted", wrap=True),
            4,
            frame,
            row(self.copy_button, self.print_button, None),
            8,
            self.check,
            row(None, self.done_button),
            spacing=12,
            margins=(28, 26, 28, 24),
            on=self,
        )

    def show_code(self, code: str) -> None:
        """Show the code of a vault just made."""
        self.code.setText(code)
        self.check.setChecked(False)
        self.check.setFocus()

    def forget(self) -> None:
        """Take the code off the screen and, if it is still there, off the clipboard."""
        clipboard = QGuiApplication.clipboard()
        if self.code.text() and clipboard.text() == self.code.text():
            clipboard.clear()
        self.code.setText("")

    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.code.text())
        self.copy_button.set_text(_("Đã chép"))

    def _on_print(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        dialog = QPrintDialog(printer, self)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        painter = QPainter(printer)
        page = QRectF(printer.pageRect(QPrinter.Unit.DevicePixel))
        step = page.height() / 40
        title = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        title.setPointSize(14)
        code = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        code.setPointSize(18)
        ink = colour(LIGHT.text)
        for index, (text, font) in enumerate(
            (
                (_("Mã khôi phục kho PAR Inspector"), title),
                (self.code.text(), code),
                (_("Cất ở nơi an toàn, tách khỏi máy tính."), title),
            )
        ):
            place = QRectF(0, step * (2 + 3 * index), page.width(), step * 2.5)
            paint.text(painter, place, text, font, ink, paint.LEFT_MIDDLE | paint.WRAP)
        painter.end()
