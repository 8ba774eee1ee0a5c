"""The files that the summary page writes: the tables as a workbook, the mapping to the PAR Index."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.gui import files
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.frames import Banner
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.host.i18n import _, language
from inspector_app.host.wording import error_texts, number
from inspector_app.services.workshop import Services


class SummaryFiles(QObject):
    """Two buttons; a file that exists is never written over, the banner says so."""

    def __init__(
        self, services: Services, tasks: Tasks, theme: Theme, banner: Banner, page: QWidget
    ) -> None:
        super().__init__(page)
        self._services, self._tasks = services, tasks
        self._banner, self._page = banner, page
        self.mapping = Button(theme, _("Xuất ánh xạ chỉ số"), ButtonKind.GHOST, icon="download")
        self.mapping.setToolTip(_("Tiêu chí của các phiếu và mã Chỉ số CCHC, dạng CSV"))
        self.mapping.clicked.connect(self.ask_mapping)
        self.workbook = Button(theme, _("Xuất bảng (Excel)"), icon="table")
        self.workbook.clicked.connect(self.ask_workbook)
        self.buttons = (self.mapping, self.workbook)

    def ask_mapping(self) -> None:
        """Write the criteria with their codes of the PAR Index."""
        title, name = _("Xuất ánh xạ chỉ số"), "anh-xa-chi-so.csv"
        path = files.choose_save(self._page, title, files.csv_patterns(), name)
        if path:
            self.mapping.set_busy(True)
            call = partial(self._services.summaries.export_mapping, path, language())
            self._tasks.run(call, partial(self._on_mapping, path), self._on_failed)

    def ask_workbook(self) -> None:
        """Write the tables of all units."""
        title, name = _("Xuất bảng (Excel)"), "bang-tong-hop.xlsx"
        path = files.choose_save(self._page, title, files.workbook_patterns(), name)
        if path:
            self.workbook.set_busy(True)
            call = partial(self._services.tables.build, path)
            self._tasks.run(call, partial(self._on_workbook, path), self._on_failed)

    def _on_mapping(self, path: str, count: int) -> None:
        self._say(_("Đã ghi {count} dòng vào «{path}».").format(count=number(count), path=path))

    def _on_workbook(self, path: str, _outcome: object) -> None:
        self._say(_("Đã ghi bảng vào «{path}».").format(path=path))

    def _say(self, text: str) -> None:
        self._rest()
        self._banner.show_message(text, "", Tone.GOOD)

    def _on_failed(self, error: InspectorError) -> None:
        self._rest()
        self._banner.show_message(*error_texts(error))

    def _rest(self) -> None:
        for button in self.buttons:
            button.set_busy(False)
