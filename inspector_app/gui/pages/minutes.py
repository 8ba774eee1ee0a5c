"""The minutes of one unit: its real pages, what is missing, saving, printing, signing."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QScrollArea, QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.report.values import RenderedPdf
from inspector_app.domain.text import fold
from inspector_app.gui import files, printing, words
from inspector_app.gui.broadcast import Broadcast
from inspector_app.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from inspector_app.gui.pages.minutes_check import check
from inspector_app.gui.pages.signing import SigningPanel
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind, IconButton
from inspector_app.gui.widgets.checks import RadioButton
from inspector_app.gui.widgets.frames import Banner, Label, Line, Surface
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.gui.widgets.layouts import clear, column, row
from inspector_app.gui.widgets.links import LinkRow
from inspector_app.gui.widgets.pdf_view import PdfView
from inspector_app.gui.widgets.scroll import scroller
from inspector_app.host.i18n import _
from inspector_app.host.wording import error_texts
from inspector_app.services.outcomes import Outcome
from inspector_app.services.views import InspectionView
from inspector_app.services.workshop import Services

SIDE_WIDTH = 340
_IDLE_MS = 400


class MinutesPage(Surface):
    """Preview in the middle, steps at the right.

    Signals:
        back_requested(): return to the inspection.
        conflicts_asked(): go to the conflicts.
    """

    back_requested = Signal()
    conflicts_asked = Signal()

    def __init__(
        self,
        services: Services,
        tasks: Tasks,
        broadcast: Broadcast,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "window", parent=parent)
        self._services, self._tasks = services, tasks
        self._inspection: EntityId | None = None
        self._view: InspectionView | None = None
        self._rendered: RenderedPdf | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_IDLE_MS)
        self._later.timeout.connect(self._render)
        self.pdf = PdfView(theme, tasks, services.reports.page_image, _("Các trang biên bản"))
        self.pdf.page_changed.connect(self._show_place)
        self.pdf.zoom_changed.connect(self._show_place)
        self.pdf.drawing_failed.connect(self._on_failure)
        self.banner = Banner(theme, _("Đóng thông báo"))
        self._build(theme)
        QShortcut(QKeySequence("Ctrl+P"), self, self.ask_print)
        QShortcut(QKeySequence("Ctrl++"), self, partial(self.pdf.zoom_by, 1))
        QShortcut(QKeySequence("Ctrl+-"), self, partial(self.pdf.zoom_by, -1))
        QShortcut(QKeySequence("Ctrl+0"), self, partial(self.pdf.set_zoom, None))
        broadcast.touched.connect(self._on_touched)
        theme.watch(self._resize)

    def open(self, inspection: EntityId) -> None:
        """Show the minutes of an inspection as they stand now."""
        if inspection != self._inspection:
            self.signing.set_pdf("")
            self.pdf.show_pdf(b"", 0)
        self._inspection = inspection
        self.banner.clear()
        self._render()
        self.pdf.setFocus()

    def _build(self, theme: Theme) -> None:
        back = IconButton(theme, "arrow-left", _("Quay lại phiếu kiểm tra (Esc)"))
        back.clicked.connect(self.back_requested)
        QShortcut(QKeySequence("Esc"), self, self.back_requested.emit)
        self._title = Label(theme, _("Biên bản kiểm tra"), 16, SEMIBOLD)
        self._unit = Label(theme, "", 13, REGULAR, "muted")
        self._place = Label(theme, "", 13, MEDIUM, "muted")
        zoom_out = IconButton(theme, "minus", _("Thu nhỏ (Ctrl+-)"))
        zoom_in = IconButton(theme, "plus", _("Phóng to (Ctrl++)"))
        fit = Button(theme, _("Vừa bề ngang"), ButtonKind.GHOST)
        zoom_out.clicked.connect(partial(self.pdf.zoom_by, -1))
        zoom_in.clicked.connect(partial(self.pdf.zoom_by, 1))
        fit.clicked.connect(partial(self.pdf.set_zoom, None))
        top = Surface(theme, edge="bottom")
        top.setFixedHeight(theme.px(58))
        self._top = top
        row(
            back,
            column(None, self._title, self._unit, None, spacing=0),
            None,
            self._place,
            zoom_out,
            zoom_in,
            fit,
            spacing=8,
            margins=(12, 0, 16, 0),
            on=top,
        )
        side = self._build_side(theme)
        middle = QWidget()
        column(column(self.banner, margins=(24, 12, 24, 0)), self.pdf, spacing=0, on=middle)
        column(top, row(middle, side, spacing=0), spacing=0, on=self)

    def _build_side(self, theme: Theme) -> QScrollArea:
        self._remarks = column(spacing=2)
        self.wet = RadioButton(theme, _("Ký tay trên giấy"))
        self.digital = RadioButton(theme, _("Ký số bằng tệp .p12"))
        self.wet.setChecked(True)
        self.digital.toggled.connect(self._on_kind)
        self.save_button = Button(theme, _("Lưu PDF…"), ButtonKind.PRIMARY, icon="download")
        self.save_button.clicked.connect(self.ask_save)
        self.print_button = Button(theme, _("In…"), icon="print")
        self.print_button.clicked.connect(self.ask_print)
        draw_page = self._services.reports.page_image
        self._printing = printing.PrintErrand(self._tasks, draw_page, self.print_button, self)
        self._printing.printed.connect(self._on_printed)
        self._printing.failed.connect(self._on_failure)
        self.signing = SigningPanel(self._services, self._tasks, theme)
        self.signing.signed.connect(self._on_signed)
        self._sign_title = Label(theme, _("3. Ký số"), 15, SEMIBOLD)
        inside = Surface(theme)
        column(
            Label(theme, _("1. Kiểm tra"), 15, SEMIBOLD),
            self._remarks,
            8,
            Line(theme),
            8,
            Label(theme, _("2. Lưu và in"), 15, SEMIBOLD),
            self.wet,
            self.digital,
            2,
            row(self.save_button, self.print_button, None),
            8,
            Line(theme),
            8,
            self._sign_title,
            self.signing,
            None,
            spacing=6,
            margins=(20, 18, 20, 20),
            on=inside,
        )
        area = scroller(theme, inside, _("Các bước hoàn tất biên bản"))
        area.setFixedWidth(theme.px(SIDE_WIDTH))
        self._side = area
        return area

    def _render(self) -> None:
        if self._inspection is None:
            return
        inspection = self._inspection
        self._tasks.run(
            partial(self._services.inspections.show, inspection), self._on_view, self._on_failure
        )
        call = partial(self._services.reports.preview, inspection, digital=self.digital.isChecked())
        self._tasks.run(call, self._on_rendered, self._on_failure)

    def _on_view(self, view: InspectionView) -> None:
        self._view = view
        self._unit.setText(view.inspection.unit.name)
        clear(self._remarks)
        remarks = check(view)
        if not remarks:
            done = LinkRow(self._theme, "check", Tone.GOOD, text=_("Đủ nội dung để ký"))
            done.setEnabled(False)
            self._remarks.addWidget(done)
        for remark in remarks:
            icon = "conflict" if remark.tone is Tone.BAD and view.conflicts else "alert"
            line = LinkRow(self._theme, icon, remark.tone, text=remark.text, second=remark.second)
            if view.conflicts and remark is remarks[0]:
                line.clicked.connect(self.conflicts_asked)
            else:
                line.clicked.connect(self.back_requested)
            self._remarks.addWidget(line)

    def _on_rendered(self, rendered: RenderedPdf) -> None:
        self._rendered = rendered
        self.signing.set_fields(tuple(field.name for field in rendered.fields))
        self.pdf.show_pdf(rendered.data, rendered.pages)
        self._show_place()

    def _on_failure(self, error: InspectorError) -> None:
        self.save_button.set_busy(False)
        self.banner.show_message(*error_texts(error))

    def _show_place(self, _value: object = None) -> None:
        self._place.setText(
            _("Trang {page}/{pages} · {zoom}%").format(
                page=self.pdf.page + 1, pages=self.pdf.pages, zoom=round(100 * self.pdf.zoom)
            )
        )

    def ask_save(self) -> None:
        """Ask where to and write the PDF."""
        if self._view is None or self.save_button.is_busy:
            return
        unit = fold(self._view.inspection.unit.name).replace(" ", "-")
        path = files.choose_save(
            self, _("Lưu biên bản"), files.pdf_patterns(), f"bien-ban-{unit}.pdf"
        )
        if path:
            self.save_to(path)

    def save_to(self, path: str) -> None:
        """Write the PDF to a file that does not exist."""
        if self._inspection is None:
            return
        path = path if path.lower().endswith(".pdf") else f"{path}.pdf"
        self.save_button.set_busy(True)
        is_digital = self.digital.isChecked()
        call = partial(self._services.reports.build, self._inspection, path, digital=is_digital)
        self._tasks.run(call, partial(self._on_saved, path, is_digital), self._on_failure)

    def _on_saved(self, path: str, is_digital: bool, _outcome: Outcome[RenderedPdf]) -> None:
        self.save_button.set_busy(False)
        text = _("Đã lưu «{name}».").format(name=words.file_name(path))
        self.banner.show_message(text, "", Tone.GOOD)
        if is_digital:
            self.signing.set_pdf(path)
            self.signing.key_file.setFocus()

    def _on_kind(self, _is_digital: bool) -> None:
        self._render()

    def _on_signed(self, path: str) -> None:
        QTimer.singleShot(0, self._show_verdict)
        self._tasks.draw(Path(path).read_bytes, self._on_signed_read, self._on_failure)

    def _show_verdict(self) -> None:
        bar = self._side.verticalScrollBar()
        bar.setValue(bar.maximum())

    def _on_signed_read(self, data: bytes) -> None:
        self.pdf.show_pdf(data, max(self.pdf.pages, 1))

    def ask_print(self) -> None:
        """Choose a printer and print what is shown."""
        self._printing.ask(self._rendered)

    def _on_printed(self) -> None:
        self.banner.show_message(_("Đã gửi biên bản đến máy in."), "", Tone.GOOD)

    def _on_touched(self, _touched: object) -> None:
        if self.isVisible():
            self._later.start()

    def _resize(self) -> None:
        self._top.setFixedHeight(self._theme.px(58))
        self._side.setFixedWidth(self._theme.px(SIDE_WIDTH))
