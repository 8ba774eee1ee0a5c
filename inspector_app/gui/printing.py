"""Prints a PDF as pictures at the printer's own resolution, page by page.

Qt draws no signature of a PDF; pictures show them. Lossless pictures at the exact pixel size of the
paper come out as PDFium draws them (measured: all pixels equal at 300 and 600 dpi).
"""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QRect, QRectF, Signal
from PySide6.QtGui import QPageLayout, QPageSize, QPainter, QTransform
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.report.values import PageImage, RenderedPdf
from inspector_app.gui.tasks import Job, Tasks
from inspector_app.gui.widgets.buttons import Button
from inspector_app.gui.widgets.pdf_view import A4_WIDTH, DrawPage, to_image

MAX_DPI: Final = 600
"""Finer raster costs memory and time and nobody sees it on text."""


def a4_printer() -> QPrinter:
    """A printer set to A4 without margins of its own; the document has its margins."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    printer.setPageOrientation(QPageLayout.Orientation.Portrait)
    printer.setFullPage(True)
    if printer.resolution() > MAX_DPI:
        printer.setResolution(MAX_DPI)
    return printer


class PrintRun(QObject):
    """One document on its way to the printer.

    Signals:
        finished(): all pages were handed over.
        failed(object): the error of the catalogue; the run is over.
        page_done(int, int): pages handed over and their total.
    """

    finished = Signal()
    failed = Signal(object)
    page_done = Signal(int, int)

    def __init__(
        self,
        tasks: Tasks,
        draw_page: DrawPage,
        printer: QPrinter,
        data: bytes,
        pages: int,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks, self._draw_page, self._printer = tasks, draw_page, printer
        self._data = data
        first = printer.fromPage() - 1 if printer.fromPage() else 0
        last = min(printer.toPage(), pages) if printer.toPage() else pages
        self._left = list(range(first, last))
        self._total = len(self._left)
        self._painter: QPainter | None = None
        self._job: Job | None = None

    def start(self) -> None:
        """Draw the first page; the others follow."""
        self._next()

    def cancel(self) -> None:
        """Stop before the next page."""
        self._left.clear()

    def _next(self) -> None:
        if not self._left:
            self._end()
            self.finished.emit()
            return
        page = self._left.pop(0)
        width = self._paper().width()
        call = partial(self._draw_page, self._data, page, width / A4_WIDTH)
        self._job = self._tasks.draw(call, self._on_drawn, self._on_failed)

    def _paper(self) -> QRect:
        return self._printer.pageLayout().fullRectPixels(self._printer.resolution())

    def _on_drawn(self, picture: PageImage) -> None:
        if self._painter is None:
            self._painter = QPainter(self._printer)
            self._painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
        else:
            self._printer.newPage()
        paper = self._paper()
        image = to_image(picture)
        if image.width() > image.height():  # the paper stays upright in the printer
            image = image.transformed(QTransform().rotate(90))
        if abs(image.width() - paper.width()) <= 1:
            self._painter.drawImage(0, 0, image)
        else:
            self._painter.drawImage(QRectF(paper), image)
        self.page_done.emit(self._total - len(self._left), self._total)
        self._next()

    def _on_failed(self, error: InspectorError) -> None:
        self._end()
        self.failed.emit(error)

    def _end(self) -> None:
        if self._painter is not None:
            self._painter.end()
            self._painter = None


class PrintErrand(QObject):
    """The print button of a page: which printer, which pages, busy until all are handed over.

    Signals:
        printed(): the document was handed over.
        failed(object): the error of the catalogue.
    """

    printed = Signal()
    failed = Signal(object)

    def __init__(self, tasks: Tasks, draw_page: DrawPage, button: Button, page: QWidget) -> None:
        super().__init__(page)
        self._tasks, self._draw_page = tasks, draw_page
        self._button, self._page = button, page
        self._run: PrintRun | None = None

    def ask(self, rendered: RenderedPdf | None) -> None:
        """Choose a printer and print; nothing while there is no document or one is being printed."""
        if rendered is None or self._run is not None:
            return
        printer = a4_printer()
        dialog = QPrintDialog(printer, self._page)
        dialog.setMinMax(1, rendered.pages)
        if dialog.exec() != QDialog.DialogCode.Accepted:
            return
        self._run = PrintRun(
            self._tasks, self._draw_page, printer, rendered.data, rendered.pages, self
        )
        self._run.finished.connect(self._on_finished)
        self._run.failed.connect(self._on_failed)
        self._button.set_busy(True)
        self._run.start()

    def _on_finished(self) -> None:
        self._rest()
        self.printed.emit()

    def _on_failed(self, error: InspectorError) -> None:
        self._rest()
        self.failed.emit(error)

    def _rest(self) -> None:
        self._run = None
        self._button.set_busy(False)
