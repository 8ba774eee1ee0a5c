"""The checklist of a unit on paper: its pages as they will be printed, to save or to print."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.report.values import RenderedPdf
from inspector_app.domain.text import fold
from inspector_app.domain.trip.values import Inspection
from inspector_app.gui import files, printing, words
from inspector_app.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind, IconButton
from inspector_app.gui.widgets.frames import Banner, Label, Surface
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.gui.widgets.pdf_view import PdfView
from inspector_app.host.i18n import _
from inspector_app.host.wording import error_texts
from inspector_app.services.outcomes import Outcome
from inspector_app.services.workshop import Services

TOP = 58


class BlankChecklistPage(Surface):
    """Signals: ``back_requested``: return to the list of units."""

    back_requested = Signal()

    def __init__(
        self, services: Services, tasks: Tasks, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, "window", parent=parent)
        self._services, self._tasks = services, tasks
        self._inspection: Inspection | None = None
        self._rendered: RenderedPdf | None = None
        self.pdf = PdfView(theme, tasks, services.reports.page_image, _("Các trang phiếu trắng"))
        self.pdf.page_changed.connect(self._show_place)
        self.pdf.drawing_failed.connect(self._on_failure)
        self.pdf.set_zoom(1.0)  # the whole width of a wide window would show half a page
        self.banner = Banner(theme, _("Đóng thông báo"))
        self._build(theme)
        self.pdf.zoom_changed.connect(self._show_place)
        QShortcut(QKeySequence("Esc"), self, self.back_requested.emit)
        QShortcut(QKeySequence("Ctrl+P"), self, self.ask_print)
        QShortcut(QKeySequence("Ctrl+S"), self, self.ask_save)
        QShortcut(QKeySequence("Ctrl++"), self, partial(self.pdf.zoom_by, 1))
        QShortcut(QKeySequence("Ctrl+-"), self, partial(self.pdf.zoom_by, -1))
        QShortcut(QKeySequence("Ctrl+0"), self, partial(self.pdf.set_zoom, None))
        theme.watch(self._resize)

    def open(self, inspection: Inspection) -> None:
        """Show the checklist of an inspection without answers."""
        self._inspection, self._rendered = inspection, None
        self._unit.setText(inspection.unit.name)
        self._place.setText("")
        self.banner.clear()
        self.pdf.show_pdf(b"", 0)
        self._set_ready(is_ready=False)
        call = partial(self._services.checklists.preview, inspection.id)
        self._tasks.run(call, partial(self._on_rendered, inspection), self._on_failure)
        self.pdf.setFocus()

    def _build(self, theme: Theme) -> None:
        back = IconButton(theme, "arrow-left", _("Về danh sách đơn vị (Esc)"))
        back.clicked.connect(self.back_requested)
        title = Label(theme, _("Phiếu trắng để ghi tay"), 16, SEMIBOLD)
        self._unit = Label(theme, "", 13, REGULAR, "muted")
        self._place = Label(theme, "", 13, MEDIUM, "muted")
        zoom_out = IconButton(theme, "minus", _("Thu nhỏ (Ctrl+-)"))
        zoom_in = IconButton(theme, "plus", _("Phóng to (Ctrl++)"))
        fit = Button(theme, _("Vừa bề ngang"), ButtonKind.GHOST)
        zoom_out.clicked.connect(partial(self.pdf.zoom_by, -1))
        zoom_in.clicked.connect(partial(self.pdf.zoom_by, 1))
        fit.clicked.connect(partial(self.pdf.set_zoom, None))
        self.save_button = Button(theme, _("Lưu PDF…"), icon="download")
        self.save_button.clicked.connect(self.ask_save)
        self.print_button = Button(theme, _("In…"), ButtonKind.PRIMARY, icon="print")
        self.print_button.clicked.connect(self.ask_print)
        draw_page = self._services.reports.page_image
        self._printing = printing.PrintErrand(self._tasks, draw_page, self.print_button, self)
        self._printing.printed.connect(self._on_printed)
        self._printing.failed.connect(self._on_failure)
        self._top = Surface(theme, edge="bottom")
        self._top.setFixedHeight(theme.px(TOP))
        row(
            back,
            column(None, title, self._unit, None, spacing=0),
            None,
            self._place,
            zoom_out,
            zoom_in,
            fit,
            self.save_button,
            self.print_button,
            spacing=8,
            margins=(12, 0, 16, 0),
            on=self._top,
        )
        column(
            self._top,
            column(self.banner, margins=(24, 12, 24, 0)),
            self.pdf,
            spacing=0,
            on=self,
        )

    def _set_ready(self, *, is_ready: bool) -> None:
        self.save_button.setEnabled(is_ready)
        self.print_button.setEnabled(is_ready)

    def _on_rendered(self, inspection: Inspection, rendered: RenderedPdf) -> None:
        if inspection is not self._inspection:
            return  # another one was opened meanwhile
        self._rendered = rendered
        self.pdf.show_pdf(rendered.data, rendered.pages, rendered.turned)
        self._set_ready(is_ready=True)
        self._show_place()

    def _on_failure(self, error: InspectorError) -> None:
        self.save_button.set_busy(False)
        self.banner.show_message(*error_texts(error))

    def _show_place(self, _value: object = None) -> None:
        if self.pdf.pages:
            self._place.setText(
                _("Trang {page}/{pages} · {zoom}%").format(
                    page=self.pdf.page + 1, pages=self.pdf.pages, zoom=round(100 * self.pdf.zoom)
                )
            )

    def ask_save(self) -> None:
        """Ask where to and write the PDF."""
        if self._inspection is None or self._rendered is None or self.save_button.is_busy:
            return
        unit = fold(self._inspection.unit.name).replace(" ", "-")
        path = files.choose_save(
            self, _("Lưu phiếu trắng"), files.pdf_patterns(), f"phieu-trang-{unit}.pdf"
        )
        if path:
            self.save_to(path)

    def save_to(self, path: str) -> None:
        """Write the PDF to a file that does not exist."""
        if self._inspection is None:
            return
        path = path if path.lower().endswith(".pdf") else f"{path}.pdf"
        self.save_button.set_busy(True)
        call = partial(self._services.checklists.build, self._inspection.id, path)
        self._tasks.run(call, partial(self._on_saved, path), self._on_failure)

    def _on_saved(self, path: str, _outcome: Outcome[RenderedPdf]) -> None:
        self.save_button.set_busy(False)
        text = _("Đã lưu «{name}».").format(name=words.file_name(path))
        self.banner.show_message(text, "", Tone.GOOD)

    def ask_print(self) -> None:
        """Choose a printer and print what is shown."""
        self._printing.ask(self._rendered)

    def _on_printed(self) -> None:
        self.banner.show_message(_("Đã gửi phiếu đến máy in."), "", Tone.GOOD)

    def _resize(self) -> None:
        self._top.setFixedHeight(self._theme.px(TOP))
