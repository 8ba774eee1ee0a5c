"""What there is to say of the chosen bundle, under the list."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from inspector_app.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from inspector_app.gui.models.receipts import BundleEntry, Stage
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button
from inspector_app.gui.widgets.frames import Card, Glyph, Label
from inspector_app.gui.widgets.layouts import clear, column, row
from inspector_app.gui.widgets.passphrase import PassphraseEdit
from inspector_app.host.i18n import _
from inspector_app.host.wording import moment, number
from inspector_app.services.exchange import BundleReceipt

_DAY_MS = 24 * 60 * 60_000


class BundleDetail(Card):
    """Signature, units, what is missing, why it was refused and what helps.

    Signals:
        unlock_asked(str, str): the file of a locked bundle and the passphrase that was typed.
    """

    unlock_asked = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "sunken", parent=parent)
        self._box = column(spacing=6, margins=(16, 12, 16, 12), on=self)
        self.hide()

    def show_entry(self, entry: BundleEntry | None) -> None:
        """Show one entry; nothing for None or one of which nothing is known yet."""
        clear(self._box)
        lines = _lines(entry) if entry is not None else []
        if entry is None or not (lines or entry.message):
            self.hide()
            return
        theme = self._theme
        if entry.message:
            ink = "bad" if entry.stage is Stage.REFUSED else "warn"
            self._box.addLayout(
                row(
                    Glyph(theme, "alert", 20, ink),
                    column(
                        Label(theme, entry.message, 14, SEMIBOLD, wrap=True, selectable=True),
                        Label(theme, entry.remedy, 13.5, REGULAR, wrap=True, selectable=True),
                        spacing=2,
                    ),
                    spacing=10,
                )
            )
        if entry.stage is Stage.LOCKED:
            self._ask_passphrase(entry.path)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(3)
        for line, (name, value) in enumerate(lines):
            grid.addWidget(Label(theme, name, 13, REGULAR, "muted"), line, 0)
            grid.addWidget(Label(theme, value, 13, MEDIUM, wrap=True, selectable=True), line, 1)
        grid.setColumnStretch(1, 1)
        self._box.addLayout(grid)
        self.setAccessibleName(
            " ".join((entry.message, entry.remedy, *(f"{name}: {value}" for name, value in lines)))
        )
        self.show()

    def _ask_passphrase(self, path: str) -> None:
        theme = self._theme
        secret = PassphraseEdit(theme, _("Mật khẩu của gói"))
        button = Button(theme, _("Mở gói"), icon="key")

        def unlock() -> None:
            self.unlock_asked.emit(path, secret.value)

        button.clicked.connect(unlock)
        secret.returnPressed.connect(unlock)
        line = row(secret, button, spacing=8)
        line.setStretch(0, 1)
        self._box.addLayout(line)


def _lines(entry: BundleEntry) -> list[tuple[str, str]]:
    told = entry.told
    if told is None:
        return [(_("Tệp"), entry.path)] if entry.message else []
    lines = [(_("Người gửi"), " · ".join(filter(None, (told.sender, told.device))))]
    if entry.look is not None:
        lines.append((_("Chữ ký"), _("đúng, máy gửi đã được ghi nhận")))
    if entry.look is not None and entry.look.units:
        lines.append((_("Đơn vị"), ", ".join(entry.look.units)))
    if isinstance(told, BundleReceipt):
        lines += _receipt_lines(told)
    if told.gaps:
        lines.append((_("Còn thiếu"), gap_text(told.gaps)))
    if told.forks:
        text = _("máy này có hai nhánh lịch sử (kho khôi phục hoặc sao chép); cả hai được giữ")
        lines.append((_("Rẽ nhánh"), text))
    return lines


def _receipt_lines(receipt: BundleReceipt) -> list[tuple[str, str]]:
    lines = []
    if receipt.words:
        words = "  ".join(receipt.words.replace("-", " ").split())
        lines.append((_("Tám từ"), words + " – " + _("đọc cho người gửi đối chiếu")))
    if receipt.imported:
        lines.append((_("Đã nhập"), moment(receipt.imported)))
    for one in receipt.missing:
        text = _("thiếu thay đổi {first}–{last} của máy {device}: xin gói của máy đó")
        lines.append(
            (
                _("Còn thiếu"),
                text.format(first=number(one.held + 1), last=number(one.up_to), device=one.device),
            )
        )
    if receipt.missing_parts:
        parts = ", ".join(number(one) for one in receipt.missing_parts)
        text = _("phần {parts} trong {count} phần của gói").format(
            parts=parts, count=number(receipt.parts)
        )
        lines.append((_("Còn thiếu"), text))
    if receipt.quarantined:
        text = _("{count} thay đổi của máy đã bị thu hồi, chờ nhận lại từng thay đổi")
        lines.append((_("Cách ly"), text.format(count=number(receipt.quarantined))))
    if abs(receipt.clock_offset_ms) >= _DAY_MS and receipt.created:
        text = _("gói đề ngày lệch {count} ngày so với đồng hồ máy này")
        days = round(receipt.clock_offset_ms / _DAY_MS)
        lines.append((_("Đồng hồ"), text.format(count=number(days))))
    return lines


def gap_text(gaps: int) -> str:
    """What is missing of the sender's chain, in one sentence."""
    return _("{count} đoạn trước đó chưa có ở đây; xin người gửi gói đầy đủ").format(
        count=number(gaps)
    )
