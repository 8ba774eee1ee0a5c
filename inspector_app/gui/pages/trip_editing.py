"""The windows that edit the trip, opened from any page; what they did is told, and can be undone."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.outline import Outline
from inspector_app.domain.trip.trip_changes import summary_words
from inspector_app.domain.trip.values import Inspection, Team
from inspector_app.gui import files, words
from inspector_app.gui.broadcast import Broadcast
from inspector_app.gui.dialogs.assign import AssignDialog
from inspector_app.gui.dialogs.base import Dialog
from inspector_app.gui.dialogs.trip_differences import DifferencesDialog
from inspector_app.gui.dialogs.trip_header import HeaderDialog
from inspector_app.gui.dialogs.trip_member import MemberDialog
from inspector_app.gui.dialogs.trip_parts import EditDialog
from inspector_app.gui.dialogs.trip_unit import UnitDialog
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.fields import commit_composed_text
from inspector_app.gui.widgets.frames import Banner
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.host.i18n import _
from inspector_app.host.wording import error_texts
from inspector_app.services.assignments import AssignmentChart
from inspector_app.services.outcomes import Outcome
from inspector_app.services.trip_edits import TripDifference
from inspector_app.services.workshop import Services


class TripEditing(QObject):
    """Editing for one page; messages stand in its banner."""

    def __init__(
        self,
        services: Services,
        tasks: Tasks,
        broadcast: Broadcast,
        theme: Theme,
        banner: Banner,
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._services, self._tasks, self._broadcast = services, tasks, broadcast
        self._theme, self._banner, self._page = theme, banner, page
        self._undo = banner.action(_("Hoàn tác"))
        self._undo.hide()
        self._undo.clicked.connect(self.undo)

    def edit_header(self) -> None:
        """Decision, dates, place."""
        self._with_outline(
            lambda outline: HeaderDialog(
                self._theme, self._tasks, self._services, outline.header, self._page
            )
        )

    def add_member(self, team: int) -> None:
        """A new member of a team."""
        self._with_outline(
            lambda outline: MemberDialog(
                self._theme, self._tasks, self._services, outline, None, team, self._page
            )
        )

    def edit_member(self, id_: EntityId) -> None:
        """A member: change, replace, let go, bring back."""

        def make(outline: Outline) -> EditDialog | None:
            member = next((one for one in outline.members if one.id == id_), None)
            if member is None:
                return None
            return MemberDialog(
                self._theme, self._tasks, self._services, outline, member, parent=self._page
            )

        self._with_outline(make)

    def add_unit(self) -> None:
        """A new unit."""
        self._with_outline(
            lambda outline: UnitDialog(
                self._theme, self._tasks, self._services, outline, None, self._page
            )
        )

    def edit_unit(self, id_: EntityId) -> None:
        """A unit: change, replace, withdraw, bring back."""

        def make(outline: Outline) -> EditDialog | None:
            unit = next((one for one in outline.units if one.id == id_), None)
            if unit is None:
                return None
            return UnitDialog(self._theme, self._tasks, self._services, outline, unit, self._page)

        self._with_outline(make)

    def assign_unit(self, inspection: Inspection) -> None:
        """Who fills which section of one unit."""
        self._assign(inspection.id, inspection.unit.name)

    def assign_team(self, team: Team) -> None:
        """Who fills which section of all units of a team."""
        self._assign(team.id, team.name)

    def _assign(self, target: EntityId, title: str) -> None:
        commit_composed_text()
        self._tasks.run(
            partial(self._services.assignments.chart, target),
            partial(self._on_chart, target, title),
            self._on_failure,
        )

    def write_workbook(self) -> None:
        """The trip as an Excel file."""
        path = files.choose_save(
            self._page, _("Ghi đợt ra Excel"), files.workbook_patterns(), "dot-kiem-tra.xlsx"
        )
        if path:
            self._tasks.run(
                partial(self._services.trip_edits.export, path),
                partial(self._on_workbook, path),
                self._on_failure,
            )

    def read_workbook(self, path: str = "") -> None:
        """Compare an Excel file with the trip."""
        path = path or files.choose_open(
            self._page, _("Chọn tệp đợt kiểm tra"), files.workbook_patterns()
        )
        if path:
            self._tasks.run(
                partial(self._services.trip_edits.compare, path),
                partial(self._on_compared, path),
                self._on_failure,
            )

    def undo(self) -> None:
        """Take the last edit back."""
        self._undo.hide()
        self._tasks.run(self._services.trip_edits.undo, self._on_undone, self._on_failure)

    def _with_outline(self, make: Callable[[Outline], EditDialog | None]) -> None:
        commit_composed_text()
        self._tasks.run(
            self._services.trip_edits.outline, partial(self._on_outline, make), self._on_failure
        )

    def _on_outline(self, make: Callable[[Outline], EditDialog | None], outline: Outline) -> None:
        dialog = make(outline)
        if dialog is not None:
            dialog.saved.connect(self._on_saved)
            self._show(dialog)

    def _on_compared(self, path: str, found: TripDifference) -> None:
        dialog = DifferencesDialog(
            self._theme, self._tasks, self._services, path, found, self._page
        )
        dialog.saved.connect(self._on_saved)
        self._show(dialog)

    def _on_chart(self, target: EntityId, title: str, chart: AssignmentChart) -> None:
        text = _("Để biết ai phụ trách và còn chờ bài của ai; không khóa ai cả.")
        if chart.is_team:
            text = _("Cho mọi đơn vị của đoàn; từng đơn vị có thể phân công khác.") + " " + text
        dialog = AssignDialog(
            self._theme,
            self._tasks,
            self._services,
            target,
            _("Phân công: {name}").format(name=title),
            text,
            chart,
            self._page,
        )
        dialog.saved.connect(self._on_assigned)
        self._show(dialog)

    def _on_saved(self, outcome: Outcome[TripDifference]) -> None:
        changes = outcome.value.changes
        if not changes:
            return
        summary = _("Đã sửa đợt: {summary}.").format(summary=_(summary_words(changes)))
        remedy = _("Xuất gói phiên bản mới để các thành viên cũng có.")
        self._banner.show_message(summary, remedy, Tone.GOOD)
        self._undo.show()
        self._broadcast.send(outcome)

    def _on_undone(self, outcome: Outcome[TripDifference]) -> None:
        self._banner.show_message(_("Đã trả lại như trước lần sửa."), "", Tone.GOOD)
        self._broadcast.send(outcome)

    def _on_assigned(self, outcome: Outcome[int]) -> None:
        if not outcome.value:
            return
        text = _("Đã ghi phân công.")
        remedy = _("Xuất gói đợt để các thành viên cũng thấy.")
        self._banner.show_message(text, remedy, Tone.GOOD)
        self._undo.hide()
        self._broadcast.send(outcome)

    def _on_workbook(self, path: str, _outline: Outline) -> None:
        self._undo.hide()
        self._banner.show_message(
            _("Đã ghi đợt vào «{name}».").format(name=words.file_name(path)),
            _("Sửa trong Excel, lưu, rồi «Đọc từ Excel…»: khác biệt hiện ra trước khi ghi."),
            Tone.GOOD,
        )

    def _on_failure(self, error: InspectorError) -> None:
        self._undo.hide()
        self._banner.show_message(*error_texts(error))

    def _show(self, dialog: Dialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
