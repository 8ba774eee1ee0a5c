"""What there is to say of the chosen bundle, under the list."""

from __future__ import annotations

from PySide6.QtWidgets import QGridLayout, QWidget

from inspector_app.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from inspector_app.gui.models.receipts import BundleEntry, Stage
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.frames import Card, Glyph, Label
from inspector_app.gui.widgets.layouts import clear, column, row
from inspector_app.host.i18n import _
from inspector_app.host.wording import number
from inspector_app.services.exchange import BundleReceipt

_MINUTE_MS = 60_000


class BundleDetail(Card):
    """Signature, units, what is missing, why it was refused and what helps."""

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


def _lines(entry: BundleEntry) -> list[tuple[str, str]]:
    told = entry.told
    if told is None:
        return [(_("Tệp"), entry.path)] if entry.message else []
    lines = [
        (_("Người gửi"), f"{told.sender} · {told.device}"),
        (_("Chữ ký"), _("đúng, máy gửi đã được ghi nhận")),
    ]
    if entry.look is not None and entry.look.units:
        lines.append((_("Đơn vị"), ", ".join(entry.look.units)))
    if told.gaps:
        lines.append((_("Còn thiếu"), gap_text(told.gaps)))
    if told.forks:
        text = _("máy này có hai nhánh lịch sử (kho khôi phục hoặc sao chép); cả hai được giữ")
        lines.append((_("Rẽ nhánh"), text))
    if isinstance(told, BundleReceipt) and abs(told.clock_offset_ms) >= 24 * 60 * _MINUTE_MS:
        days = round(told.clock_offset_ms / (24 * 60 * _MINUTE_MS))
        text = _("gói đề ngày lệch {count} ngày so với đồng hồ máy này").format(count=number(days))
        lines.append((_("Đồng hồ"), text))
    return lines


def gap_text(gaps: int) -> str:
    """What is missing of the sender's chain, in one sentence."""
    return _("{count} đoạn trước đó chưa có ở đây; xin người gửi gói đầy đủ").format(
        count=number(gaps)
    )
