"""Shows the pages of a PDF as pictures that a worker draws; only pages in sight are drawn."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from inspector_app.domain.report.values import PageImage
from inspector_app.gui import paint
from inspector_app.gui.tasks import Job, Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import paint_spinner
from inspector_app.gui.widgets.scroll import soften

A4_WIDTH: Final = 595.276
A4_HEIGHT: Final = 841.89
"""Points; minutes are always A4 (Decree 30/2020, appendix I)."""

_GAP: Final = 18
_MARGIN: Final = 24
_STEPS: Final = (0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 2.5, 3.0)
_KEPT: Final = 10
DrawPage = Callable[[bytes, int, float], PageImage]


class PdfView(QAbstractScrollArea):
    """Pages one under another, zoomable.

    Args:
        draw_page: ``(data, index, scale)`` to a picture, scale 1.0 = 72 dpi; called on a worker.

    Signals:
        page_changed(int): the page in the middle of the view, counted from 0.
        zoom_changed(float): 1.0 = 96 dpi, as on paper on a usual screen.
        drawing_failed(object): the error of the catalogue.
    """

    page_changed = Signal(int)
    zoom_changed = Signal(float)
    drawing_failed = Signal(object)

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        draw_page: DrawPage,
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme, self._tasks, self._draw_page = theme, tasks, draw_page
        self._data = b""
        self._pages = 0
        self._turned: tuple[int, ...] = ()
        self._zoom: float | None = None
        self._images: dict[tuple[int, int], QImage] = {}
        self._last: dict[int, QImage] = {}
        self._jobs: dict[tuple[int, int], Job] = {}
        self._page = 0
        self.setAccessibleName(name)
        soften(self, theme)
        self.viewport().setAutoFillBackground(False)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.verticalScrollBar().setSingleStep(40)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        theme.watch(self.viewport().update)

    @property
    def pages(self) -> int:
        """How many pages are shown."""
        return self._pages

    @property
    def page(self) -> int:
        """The page in the middle of the view, counted from 0."""
        return self._page

    @property
    def zoom(self) -> float:
        """1.0 = 96 dpi; fitted to the width unless a zoom was chosen."""
        if self._zoom is not None:
            return self._zoom
        room = self.viewport().width() - 2 * _MARGIN
        return min(max(room / (A4_WIDTH * 96 / 72), 0.3), 1.6)

    def show_pdf(self, data: bytes, pages: int, turned: tuple[int, ...] = ()) -> None:
        """Show a document; the place and the zoom stay when it is the next edition.

        Args:
            data: the document.
            pages: how many it has.
            turned: the pages that lie on their side, counted from 0; shown as wide as the others.
        """
        for job in self._jobs.values():
            job.cancel()
        self._jobs.clear()
        self._images.clear()
        if pages != self._pages:
            self._last.clear()
        self._data, self._pages, self._turned = data, pages, turned
        self._layout()

    def set_zoom(self, zoom: float | None) -> None:
        """Choose a zoom; None fits the width."""
        bar = self.verticalScrollBar()
        place = bar.value() / max(bar.maximum(), 1)
        self._zoom = zoom
        self._images.clear()
        self._layout()
        bar.setValue(round(place * bar.maximum()))
        self.zoom_changed.emit(self.zoom)

    def zoom_by(self, direction: int) -> None:
        """One step in (1) or out (-1)."""
        now = self.zoom
        wider = [step for step in _STEPS if step > now + 0.01]
        narrower = [step for step in _STEPS if step < now - 0.01]
        if direction > 0 and wider:
            self.set_zoom(wider[0])
        elif direction < 0 and narrower:
            self.set_zoom(narrower[-1])

    def go_to(self, page: int) -> None:
        """Scroll to the top of a page."""
        self.verticalScrollBar().setValue(round(self._top(page) - _GAP / 2))

    def is_drawn(self) -> bool:
        """Whether every page in sight shows its final picture."""
        return bool(self._pages) and all(
            (page, self._scale_key()) in self._images for page in self._visible()
        )

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._layout()

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom_by(1 if event.angleDelta().y() > 0 else -1)
            event.accept()
            return
        super().wheelEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(self.viewport().rect(), self._theme.color("window"))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for page in self._visible():
            rect = self._rect(page)
            shadow = rect.adjusted(-1, -1, 1, 1)
            paint.box(painter, shadow, 2, None, self._theme.color("border"))
            image = self._images.get((page, self._scale_key()))
            if image is None:
                self._request(page)
                image = self._last.get(page)
            if image is None:
                painter.fillRect(rect, self._theme.color("surface"))
                middle = QRectF(rect.center().x() - 14, rect.y() + 80, 28, 28)
                paint_spinner(painter, middle, 0, self._theme)
            else:
                painter.drawImage(rect, image)
        if self.hasFocus():
            ring = QRectF(self.viewport().rect())
            paint.focus_ring(painter, ring, 3, self._theme.color("focus"))

    def _size(self) -> tuple[float, float]:
        pixels = 96 / 72 * self.zoom
        return A4_WIDTH * pixels, A4_HEIGHT * pixels

    def _height(self, page: int) -> float:
        width, height = self._size()
        return width * A4_WIDTH / A4_HEIGHT if page in self._turned else height

    def _top(self, page: int) -> float:
        """Where a page begins; that of the page after the last is the end of the document."""
        width, height = self._size()
        lower = sum(one < page for one in self._turned)
        saved = lower * (height - width * A4_WIDTH / A4_HEIGHT)
        return _GAP + page * (height + _GAP) - saved

    def _rect(self, page: int) -> QRectF:
        width, height = self._size()[0], self._height(page)
        left = max((self.viewport().width() - width) / 2, _MARGIN)
        left -= self.horizontalScrollBar().value()
        top = self._top(page) - self.verticalScrollBar().value()
        ratio = self.devicePixelRatioF()
        # whole device pixels, so that the picture is not resampled
        return QRectF(
            round(left * ratio) / ratio,
            round(top * ratio) / ratio,
            round(width * ratio) / ratio,
            round(height * ratio) / ratio,
        )

    def _visible(self) -> range:
        if not self._pages:
            return range(0)
        top = self.verticalScrollBar().value()
        first = self._page_at(top)
        return range(first, self._page_at(top + self.viewport().height()) + 1)

    def _page_at(self, y: float) -> int:
        """The page at a height of the document, the gap above it included."""
        found = (page for page in range(self._pages) if y < self._top(page + 1) - _GAP)
        return next(found, max(self._pages - 1, 0))

    def _scale_key(self) -> int:
        """The width of a page in device pixels; names a resolution."""
        return round(self._size()[0] * self.devicePixelRatioF())

    def _layout(self) -> None:
        width, total = self._size()[0], self._top(self._pages)
        view = self.viewport()
        vertical, horizontal = self.verticalScrollBar(), self.horizontalScrollBar()
        vertical.setPageStep(view.height())
        vertical.setRange(0, max(round(total - view.height()), 0))
        horizontal.setPageStep(view.width())
        horizontal.setRange(0, max(round(width + 2 * _MARGIN - view.width()), 0))
        view.update()

    def _request(self, page: int) -> None:
        key = (page, self._scale_key())
        if key in self._jobs:
            return
        scale = self._scale_key() / (A4_HEIGHT if page in self._turned else A4_WIDTH)
        self._jobs[key] = self._tasks.draw(
            partial(self._draw_page, self._data, page, scale),
            partial(self._on_drawn, key, self._data),
            partial(self._on_failed, key),
        )

    def _on_drawn(self, key: tuple[int, int], data: bytes, picture: PageImage) -> None:
        self._jobs.pop(key, None)
        if data is not self._data:
            return
        image = to_image(picture)
        self._images[key] = image
        self._last[key[0]] = image
        while len(self._images) > _KEPT:
            self._images.pop(next(iter(self._images)))
        self.viewport().update()

    def _on_failed(self, key: tuple[int, int], error: object) -> None:
        if self._jobs.pop(key, None) is not None:
            self.drawing_failed.emit(error)

    def _on_scrolled(self, _value: int) -> None:
        page = self._page_at(self.verticalScrollBar().value() + self.viewport().height() / 2)
        if page != self._page:
            self._page = page
            self.page_changed.emit(page)
        self.viewport().update()


def to_image(picture: PageImage) -> QImage:
    """Pixels of the drawing worker as an image that owns them."""
    image = QImage(
        picture.bgra,
        picture.width,
        picture.height,
        picture.width * 4,
        QImage.Format.Format_RGB32,
    )
    return image.copy()
