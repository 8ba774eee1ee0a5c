"""The right side of the units page: what is left today, the last bundle, the vault."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.gui import files, words
from inspector_app.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from inspector_app.gui.models.units import Remaining
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.frames import Glyph, Label, Line, Surface
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.gui.widgets.links import LinkRow
from inspector_app.host.i18n import _
from inspector_app.host.wording import moment, size
from inspector_app.services.exchange import BundleSummary
from inspector_app.services.views import VaultView

WIDTH = 300


class UnitsSide(Surface):
    """Facts in three groups.

    Signals:
        day_asked(): show the day's units.
        violations_asked(): show units with violations.
        conflicts_asked(): go to the conflicts.
        export_asked(): export a bundle.
        tables_asked(): write the summary tables.
    """

    day_asked = Signal()
    violations_asked = Signal()
    conflicts_asked = Signal()
    export_asked = Signal()
    tables_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, edge="left", parent=parent)
        self._last_path = ""
        self._day = Label(theme, "", 15, SEMIBOLD)
        self.sessions = LinkRow(theme, "calendar")
        self.violations = LinkRow(theme, "alert", Tone.BAD)
        self.conflicts = LinkRow(theme, "conflict", Tone.BAD)
        self.sessions.clicked.connect(self.day_asked)
        self.violations.clicked.connect(self.violations_asked)
        self.conflicts.clicked.connect(self.conflicts_asked)
        self.export_button = Button(
            theme, _("Xuất gói đồng bộ…"), ButtonKind.SECONDARY, icon="upload"
        )
        self.export_button.clicked.connect(self.export_asked)
        self._bundle = Label(theme, "", 13, REGULAR, "muted", wrap=True)
        self._folder = Button(theme, _("Mở thư mục"), ButtonKind.GHOST, icon="folder")
        self._folder.clicked.connect(self._on_folder)
        self._folder.hide()
        self.tables_button = Button(
            theme, _("Bảng tổng hợp (Excel)…"), ButtonKind.SECONDARY, icon="file"
        )
        self.tables_button.clicked.connect(self.tables_asked)
        self._vault = Label(theme, "", 13, REGULAR, "muted", wrap=True)
        self._warning = Label(theme, "", 13, MEDIUM, "bad", wrap=True)
        self._warning.hide()
        column(
            self._day,
            2,
            self.sessions,
            self.violations,
            self.conflicts,
            10,
            Line(theme),
            10,
            Label(theme, _("Gói đã xuất"), 14, SEMIBOLD),
            self._bundle,
            self._folder,
            4,
            self.export_button,
            4,
            self.tables_button,
            10,
            Line(theme),
            10,
            row(
                Glyph(theme, "shield", 18, "good"),
                Label(theme, _("Kho dữ liệu"), 14, SEMIBOLD),
                None,
                spacing=8,
            ),
            self._vault,
            self._warning,
            None,
            spacing=4,
            margins=(18, 18, 16, 16),
            on=self,
        )
        self.show_export(None)

    def show_remaining(self, left: Remaining, is_today: bool) -> None:
        """Say what is left."""
        if left.day is None:
            self._day.setText(_("Các cuộc kiểm tra đã kết thúc"))
        elif is_today:
            self._day.setText(_("Việc còn lại hôm nay"))
        else:
            self._day.setText(_("Việc còn lại {day}").format(day=words.short_day(left.day)))
        self.sessions.show_text(
            _("{open}/{all} cuộc chưa kết thúc").format(open=left.not_ended, all=left.inspections),
            _("{count} câu chưa trả lời").format(count=left.unanswered),
        )
        self.violations.show_text(
            _("{count} lỗi cần sửa").format(count=left.violations)
            if left.violations
            else _("Không có lỗi"),
            _("theo quy tắc của phiếu"),
        )
        if left.violations:
            self.violations.set_tone(Tone.BAD, "alert")
        else:
            self.violations.set_tone(Tone.GOOD, "check")

    def show_conflicts(self, count: int, can_decide: bool) -> None:
        """Say how many conflicts of the trip are open."""
        self.conflicts.show_text(
            _("{count} xung đột").format(count=count) if count else _("Không có xung đột"),
            (_("chờ bạn quyết định") if can_decide else _("chờ trưởng đoàn quyết định"))
            if count
            else _("trong dữ liệu đã gộp"),
        )
        if count:
            self.conflicts.set_tone(Tone.BAD, "conflict")
        else:
            self.conflicts.set_tone(Tone.GOOD, "check")

    def show_export(self, summary: BundleSummary | None) -> None:
        """Say what was exported last since the vault was opened."""
        self._folder.setVisible(summary is not None)
        if summary is None:
            self._bundle.setText(_("Chưa xuất gói nào trong phiên làm việc này."))
            return
        self._last_path = summary.path
        self._bundle.setText(
            _("{name}\n{size} · số {number} · {changes} thay đổi").format(
                name=words.file_name(summary.path),
                size=size(summary.size),
                number=summary.export_number,
                changes=summary.changes,
            )
        )

    def show_vault(self, vault: VaultView, newest: int) -> None:
        """Say who the vault belongs to and whether all is well."""
        lines = [
            f"{vault.card.name} · {vault.card.device}",
            _("{changes} thay đổi từ {devices} máy").format(
                changes=vault.changes, devices=vault.devices
            ),
        ]
        if newest:
            lines.append(_("Thay đổi mới nhất: {when}").format(when=moment(newest)))
        self._vault.setText("\n".join(lines))
        problems = []
        if vault.gaps:
            problems.append(
                _("Thiếu thay đổi ở giữa của {count} máy").format(count=len(vault.gaps))
            )
        if vault.forks:
            problems.append(
                _("{count} máy có hai lịch sử khác nhau").format(count=len(vault.forks))
            )
        self._warning.setText("\n".join(problems))
        self._warning.setVisible(bool(problems))

    def _on_folder(self) -> None:
        files.show_folder(self._last_path)
