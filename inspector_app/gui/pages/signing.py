"""The part of the minutes page that signs a saved PDF with a key file and shows the verdict."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.report.values import USUAL_ORDER, SignatureFacts, Verdict
from inspector_app.gui import files, words
from inspector_app.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.captions import Field
from inspector_app.gui.widgets.checks import DropDown
from inspector_app.gui.widgets.fields import LineEdit
from inspector_app.gui.widgets.frames import Banner, Glyph, Label
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.gui.widgets.layouts import clear, column, row
from inspector_app.gui.widgets.passphrase import PassphraseEdit
from inspector_app.host.i18n import _
from inspector_app.host.wording import error_texts
from inspector_app.services.workshop import Services

FIELDS = USUAL_ORDER


class SigningPanel(QWidget):
    """Field, key file, password, the button and what the signatures say.

    Signals:
        signed(str): path of the PDF that now carries one more signature.
    """

    signed = Signal(str)

    def __init__(
        self, services: Services, tasks: Tasks, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._services, self._tasks, self._theme = services, tasks, theme
        self._pdf = ""
        self.banner = Banner(theme, _("Đóng thông báo"))
        self._file = Label(theme, "", 13, REGULAR, "muted", wrap=True)
        self.choose_pdf = Button(theme, _("Chọn PDF đã lưu…"), ButtonKind.GHOST, icon="file")
        self.choose_pdf.clicked.connect(self._on_choose_pdf)
        self.field = DropDown(theme, _("Ký ở ô"))
        self._fill_fields(FIELDS)
        self.key_file = LineEdit(theme, _("Tệp chữ ký số"), placeholder=".p12, .pfx", icon="key")
        browse = Button(theme, _("Chọn…"))
        browse.setAccessibleName(_("Chọn tệp chữ ký số"))
        browse.clicked.connect(self._on_choose_key)
        holder = QWidget()
        row(self.key_file, browse, spacing=6, on=holder)
        self.password = PassphraseEdit(theme, _("Mật khẩu tệp chữ ký số"))
        self.button = Button(theme, _("Ký"), ButtonKind.PRIMARY, icon="pen")
        self.button.clicked.connect(self._on_sign)
        self.password.returnPressed.connect(self._on_sign)
        self._verdict_box = column(spacing=6)
        self._not_final = Label(
            theme,
            _("Biên bản chưa hoàn tất nên chưa có ô ký. Bổ sung các mục ở bước 1 rồi lưu lại."),
            13,
            MEDIUM,
            "warn",
            wrap=True,
        )
        self._not_final.hide()
        column(
            self._not_final,
            self._file,
            self.choose_pdf,
            Field(theme, _("Ký ở ô"), self.field),
            Field(theme, _("Tệp chữ ký số (.p12)"), holder),
            Field(theme, _("Mật khẩu của tệp"), self.password),
            self.banner,
            self.button,
            self._verdict_box,
            spacing=8,
            on=self,
        )
        self.set_pdf("")

    def set_fields(self, fields: tuple[str, ...]) -> None:
        """The fields that the minutes have; none while they are not final.

        Source: a document with gaps gets no fields, so that nobody signs it by mistake.
        """
        self._fill_fields(fields or FIELDS)
        self._not_final.setVisible(not fields)

    def _fill_fields(self, fields: tuple[str, ...]) -> None:
        chosen = self.field.currentData()
        names = [name for name in FIELDS if name in fields]
        self.field.clear()
        for name in names:
            self.field.addItem(words.signature_field(name), name)
        self.field.setCurrentIndex(names.index(chosen) if chosen in names else 0)

    def set_pdf(self, path: str) -> None:
        """The saved PDF that will be signed; empty when there is none yet."""
        self._pdf = path
        self._file.setText(
            words.file_name(path) if path else _("Lưu biên bản bản ký số trước, rồi ký ở đây.")
        )
        self._file.setToolTip(path)
        self.button.setEnabled(bool(path))
        clear(self._verdict_box)
        self.banner.clear()

    def _on_choose_pdf(self) -> None:
        path = files.choose_open(self, _("Chọn biên bản đã lưu"), files.pdf_patterns())
        if path:
            self.set_pdf(path)
            self.signed.emit(path)

    def _on_choose_key(self) -> None:
        path = files.choose_open(self, _("Chọn tệp chữ ký số"), files.key_patterns())
        if path:
            self.key_file.show_value(path)
            self.password.setFocus()

    def _on_sign(self) -> None:
        if not self._pdf or self.button.is_busy:
            return
        if not self.key_file.value.strip():
            self.banner.show_message(_("Chọn tệp chữ ký số của người ký."), "", Tone.WARN)
            self.key_file.setFocus()
            return
        self.banner.clear()
        self.button.set_busy(True)
        call = partial(
            self._services.reports.sign,
            self._pdf,
            self._pdf,
            str(self.field.currentData()),
            self.key_file.value.strip(),
            self.password.text(),
            replace=True,
        )
        self._tasks.run(call, self._on_signed, self._on_failed)

    def _on_signed(self, verdict: Verdict) -> None:
        self.button.set_busy(False)
        self.password.clear()
        self.show_verdict(verdict)
        done = {one.field for one in verdict.signatures}
        for number in range(self.field.count()):
            if self.field.itemData(number) not in done:
                self.field.setCurrentIndex(number)
                break
        self.signed.emit(self._pdf)

    def _on_failed(self, error: InspectorError) -> None:
        self.button.set_busy(False)
        self.banner.show_message(*error_texts(error))

    def show_verdict(self, verdict: Verdict) -> None:
        """List the signatures and what is wrong or worth knowing."""
        clear(self._verdict_box)
        theme = self._theme
        headline = (
            _("{count} chữ ký · nội dung nguyên vẹn")
            if verdict.intact
            else _("{count} chữ ký · NỘI DUNG ĐÃ BỊ THAY ĐỔI")
        )
        tone = "good" if verdict.intact else "bad"
        text = headline.format(count=len(verdict.signatures))
        self._verdict_box.addWidget(Label(theme, text, 14, SEMIBOLD, tone, wrap=True))
        for one in verdict.signatures:
            self._verdict_box.addLayout(
                row(
                    Glyph(theme, "check" if one.intact else "alert", 18, _ink(one)),
                    column(
                        Label(theme, words.signature_field(one.field), 13.5, MEDIUM, wrap=True),
                        Label(theme, _signer(one), 12.5, REGULAR, "muted", wrap=True),
                        spacing=0,
                    ),
                    spacing=8,
                )
            )
        for remark in (*verdict.problems, *verdict.notices):
            is_problem = remark in verdict.problems
            line = Label(
                theme,
                remark.text(_(remark.message)),
                12.5,
                REGULAR,
                "warn" if is_problem else "muted",
                wrap=True,
            )
            self._verdict_box.addWidget(line)


def _ink(one: SignatureFacts) -> str:
    return "good" if one.intact else "bad"


def _signer(one: SignatureFacts) -> str:
    when = f"{one.claimed_time.astimezone():%d/%m/%Y %H:%M}" if one.claimed_time else "–"
    parts = [one.signer, when]
    if one.practice:
        parts.append(_("khóa thực hành"))
    return " · ".join(parts)
