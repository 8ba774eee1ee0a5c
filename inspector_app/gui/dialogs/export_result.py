"""What an export wrote: files, size, hash, the eight words both sides compare."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from inspector_app.gui import words
from inspector_app.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.frames import Card, Glyph, Label
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.host.i18n import _
from inspector_app.host.wording import number, size
from inspector_app.services.exchange import BundleSummary

_MOST_FILES = 6


class ResultCard(Card):
    """Filled once, when the export is done."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "sunken", parent=parent)
        self.hide()

    def show_result(self, parts: Sequence[BundleSummary], receivers: Sequence[str]) -> None:
        """Show what was written.

        Args:
            parts: the bundle, or the parts of one.
            receivers: names of those who can open it.
        """
        theme, first = self._theme, parts[0]
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for line, (name, value, tip) in enumerate(_facts(parts, receivers)):
            grid.addWidget(Label(theme, name, 13, REGULAR, "muted"), line, 0, top)
            label = Label(theme, value, 13, MEDIUM, wrap=True, selectable=True)
            label.setToolTip(tip)
            grid.addWidget(label, line, 1)
        copy = Button(theme, _("Chép SHA-256"), ButtonKind.GHOST, icon="copy")
        digests = "\n".join(f"{one.sha256}  {words.file_name(one.path)}" for one in parts)
        copy.clicked.connect(partial(_copy, first.sha256 if len(parts) == 1 else digests))
        column(
            row(
                Glyph(theme, "check", 22, "good", disc="good_soft"),
                Label(theme, _("Đã ghi gói và đọc lại đúng"), 15, SEMIBOLD),
                None,
                copy,
                spacing=8,
            ),
            grid,
            margins=(16, 12, 16, 12),
            spacing=6,
            on=self,
        )
        self.show()


def _facts(parts: Sequence[BundleSummary], receivers: Sequence[str]) -> list[tuple[str, str, str]]:
    first = parts[0]
    names = [words.file_name(one.path) for one in parts]
    if len(names) > _MOST_FILES:
        rest = _("và {count} tệp nữa").format(count=number(len(names) - _MOST_FILES))
        names = [*names[:_MOST_FILES], rest]
    total = sum(one.size for one in parts)
    facts = [
        (_("Tệp"), "\n".join(names), "\n".join(one.path for one in parts)),
        (_("Kích thước"), size(total), ""),
        (_("Nội dung"), _content(parts), ""),
        (
            _("Mở được bởi"),
            _("ai biết mật khẩu của gói") if first.is_locked else ", ".join(receivers),
            "",
        ),
    ]
    if len(parts) == 1:
        facts.append(("SHA-256", f"{first.sha256[:16]}…", first.sha256))
    if first.words:
        spoken = words.fingerprint_lines(first.words)
        facts.append((_("Tám từ"), spoken, _("Người nhận đọc lại tám từ này khi đã gộp đủ")))
    return facts


def _content(parts: Sequence[BundleSummary]) -> str:
    first = parts[0]
    told = [_("{count} thay đổi").format(count=number(sum(one.changes for one in parts)))]
    evidence = sum(one.evidence for one in parts)
    if evidence:
        told.append(_("{count} minh chứng").format(count=number(evidence)))
    if first.absent:
        told.append(_("{count} minh chứng chưa có ở máy này").format(count=number(first.absent)))
    if first.forms:
        told.append(_("{count} biểu mẫu").format(count=number(first.forms)))
    if first.purpose == "changes":
        told.append(_("toàn bộ") if first.is_whole else _("phần người nhận chưa có"))
    return ", ".join(told)


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
