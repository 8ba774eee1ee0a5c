"""Writing the summary tables from the units page: where to, busy meanwhile, and what came of it."""

from __future__ import annotations

from functools import partial

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.report.worksheets import Book
from inspector_app.gui import files, words
from inspector_app.gui.pages.trip_home import TripHomePage
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.host.i18n import _
from inspector_app.host.wording import error_texts
from inspector_app.services.outcomes import Outcome
from inspector_app.services.workshop import Services

_ENDING = ".xlsx"


class TableExport:
    """The errand of the button for summary tables on the units page."""

    def __init__(self, services: Services, tasks: Tasks, page: TripHomePage) -> None:
        self._services, self._tasks, self._page = services, tasks, page

    def ask(self) -> None:
        """Ask where to and write the summary tables."""
        if not self._page.side.tables_button.is_busy:
            patterns, name = files.workbook_patterns(), "bang-tong-hop.xlsx"
            path = files.choose_save(self._page, _("Lưu bảng tổng hợp"), patterns, name)
            if path:
                self.write(path)

    def write(self, path: str) -> None:
        """Write the summary tables to a file that does not exist."""
        path = path if path.lower().endswith(_ENDING) else f"{path}{_ENDING}"
        self._page.side.tables_button.set_busy(True)
        call = partial(self._services.tables.build, path)
        self._tasks.run(call, partial(self._on_written, path), self._on_failed)

    def _on_written(self, path: str, _outcome: Outcome[Book]) -> None:
        self._page.side.tables_button.set_busy(False)
        text = _("Đã lưu «{name}».").format(name=words.file_name(path))
        self._page.banner.show_message(text, "", Tone.GOOD)

    def _on_failed(self, error: InspectorError) -> None:
        self._page.side.tables_button.set_busy(False)
        self._page.banner.show_message(*error_texts(error))
