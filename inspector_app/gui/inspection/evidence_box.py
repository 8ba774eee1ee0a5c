"""Evidence of one question: drop zone, thumbnails with type marks, removing."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QGuiApplication,
    QImage,
    QImageWriter,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from inspector_app.domain.trip.values import Evidence
from inspector_app.gui import fonts, icons, paint
from inspector_app.gui.inspection import inking
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import IconButton, PaintedButton
from inspector_app.gui.widgets.dropping import FileDrop
from inspector_app.host.i18n import _

TILE: Final = QSize(82, 80)
_PICTURE: Final = 62
_MAX_PIXELS: Final = 40_000_000


class DropZone(FileDrop):
    """Takes dropped files; a click or Enter chooses files."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, _("Kéo thả ảnh, PDF vào đây"), parent)
        self.setAccessibleName(_("Thêm minh chứng: kéo thả tệp, dán ảnh hoặc chọn tệp (F6)"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """The panel's width."""
        return QSize(200, self._theme.px(84))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dashed frame, icon, two lines."""
        theme, painter = self._theme, QPainter(self)
        rect = QRectF(self.rect())
        active = self._is_over or self._is_hovered
        fill = theme.color("accent_soft" if self._is_over else "sunken")
        edge = theme.color("accent" if active or self.hasFocus() else "input_border")
        paint.box(painter, rect, 8, fill, edge, 1.6, dashed=not self.hasFocus())
        side = theme.px(19)
        box = QRectF(rect.center().x() - side / 2, theme.px(12), side, side)
        icons.draw(painter, "upload", box, theme.color("accent_text"), 1.7)
        first = QRectF(0, theme.px(34), rect.width(), theme.px(20))
        font = theme.font(13, fonts.MEDIUM)
        paint.text(painter, first, self.text(), font, theme.color("text"), paint.CENTER)
        second = QRectF(0, theme.px(54), rect.width(), theme.px(18))
        hint = _("Ctrl+V dán ảnh · F6 chọn tệp")
        paint.text(painter, second, hint, theme.font(12), theme.color("muted"), paint.CENTER)


class Tile(PaintedButton):
    """One piece of evidence: a thumbnail or its type, and its name; Delete removes it.

    Signals:
        removed: the person wants it gone (undo brings it back).
    """

    removed = Signal()

    def __init__(self, theme: Theme, evidence: Evidence, parent: QWidget) -> None:
        super().__init__(theme, evidence.shown_name, parent)
        self.evidence = evidence
        self._picture: QPixmap | None = None
        self.setToolTip(f"{evidence.shown_name} · {size_text(evidence.size)}")
        name = _("Minh chứng {name}").format(name=evidence.shown_name)
        self.setAccessibleName(name)
        self._close = IconButton(
            theme,
            "close",
            _("Xóa minh chứng {name}").format(name=evidence.shown_name),
            size=20,
            parent=self,
        )
        self._close.clicked.connect(self.removed)
        self._close.hide()

    def set_picture(self, image: QImage) -> None:
        """Show a thumbnail."""
        self._picture = QPixmap.fromImage(image)
        self.update()

    def sizeHint(self) -> QSize:
        """Fixed."""
        return QSize(self._theme.px(TILE.width()), self._theme.px(TILE.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The remove button in the corner."""
        side = self._theme.px(20)
        self._close.setGeometry(self.width() - side - 3, 3, side, side)

    def enterEvent(self, event: object) -> None:
        """Offer removing."""
        super().enterEvent(event)  # type: ignore[arg-type]
        self._close.show()

    def leaveEvent(self, event: object) -> None:
        """Hide it again."""
        super().leaveEvent(event)  # type: ignore[arg-type]
        self._close.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes."""
        if event.key() == Qt.Key.Key_Delete:
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Picture or type, name."""
        theme, painter = self._theme, QPainter(self)
        tall = theme.px(_PICTURE)
        frame = QRectF(0.5, 0.5, self.width() - 1, tall - 1)
        paint.box(painter, frame, 6, theme.color("sunken"))
        if self._picture is not None:
            clip = QPainterPath()
            clip.addRoundedRect(frame, 6, 6)
            painter.save()
            painter.setClipPath(clip)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(frame, self._picture, _middle(self._picture, frame))
            painter.restore()
        else:
            self._paint_type(painter, frame)
        edge = "focus" if self.hasFocus() else "border"
        paint.box(painter, frame, 6, None, theme.color(edge), 2 if self.hasFocus() else 1)
        name = _middle_cut(self.evidence.shown_name)
        area = QRectF(0, tall + 1, self.width(), theme.px(18))
        inking.draw_line(painter, theme, area, name, 11.5, theme.color("muted"))

    def _paint_type(self, painter: QPainter, frame: QRectF) -> None:
        theme = self._theme
        kind = (
            self.evidence.name.rsplit(".", 1)[-1].upper()[:4] if "." in self.evidence.name else "?"
        )
        if not self.evidence.is_present:
            kind = _("chưa có")
        ink = theme.color("bad" if kind == "PDF" else "accent_text")
        paint.text(painter, frame, kind, theme.font(15, fonts.SEMIBOLD), ink, paint.CENTER)


class EvidenceBox(QWidget):
    """Drop zone and tiles of one question (or of none: the whole inspection)."""

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._theme = desk, theme
        self._question = ""
        self._tiles: list[Tile] = []
        self._shown: tuple[Evidence, ...] = ()
        self.zone = DropZone(theme, self)
        self.zone.dropped.connect(self.add_paths)

    def show_question(self, question: str, evidence: tuple[Evidence, ...]) -> None:
        """Show the evidence of a question."""
        if (question, evidence) == (self._question, self._shown):
            return
        self._question, self._shown = question, evidence
        for tile in self._tiles:
            tile.hide()
            tile.deleteLater()
        self._tiles = [self._make_tile(one) for one in evidence]
        self.updateGeometry()
        self._arrange()

    def _make_tile(self, one: Evidence) -> Tile:
        tile = Tile(self._theme, one, self)
        tile.removed.connect(partial(self._remove, one))
        if one.media_type.startswith("image/") and one.is_present:
            read = partial(picture_of, self._desk.services.evidence.read, one)
            self._desk.tasks.run(read, partial(_show_picture, tile), _ignore)
        tile.show()
        return tile

    # --- what a person does

    def add_paths(self, paths: list[str]) -> None:
        """Take files in as evidence of the shown question."""
        service, inspection = self._desk.services.evidence, self._desk.id
        for path in paths:
            call = partial(service.add, inspection, path, self._question)
            self._desk.act(
                call,
                undo=lambda outcome: partial(service.remove, outcome.value.id),
                redo=lambda outcome: partial(service.restore, outcome.value.id),
                text=_("thêm minh chứng"),
            )

    def paste(self) -> bool:
        """Take the clipboard's picture or files in; False when it holds neither."""
        mime = QGuiApplication.clipboard().mimeData()
        if mime.hasUrls():
            paths = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
            self.add_paths(paths)
            return bool(paths)
        image = QGuiApplication.clipboard().image()
        if image.isNull():
            return False
        data = QByteArray()
        buffer = QBuffer(data)
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        QImageWriter(buffer, QByteArray(b"png")).write(image)
        service, inspection = self._desk.services.evidence, self._desk.id
        name = _("anh-dan-{number}.png").format(number=len(self._shown) + 1)
        self._desk.act(
            partial(service.add_bytes, inspection, name, bytes(data.data()), self._question),
            undo=lambda outcome: partial(service.remove, outcome.value.id),
            redo=lambda outcome: partial(service.restore, outcome.value.id),
            text=_("dán minh chứng"),
        )
        return True

    def _remove(self, one: Evidence) -> None:
        service = self._desk.services.evidence
        self._desk.act(
            partial(service.remove, one.id),
            undo=lambda _outcome: partial(service.restore, one.id),
            redo=lambda _outcome: partial(service.remove, one.id),
            text=_("xóa minh chứng"),
        )

    # --- placing

    def sizeHint(self) -> QSize:
        """Zone and rows of tiles."""
        return QSize(200, self._lay_out(max(self.width(), 200)))

    def minimumSizeHint(self) -> QSize:
        """All of it: the panel scrolls."""
        return QSize(100, self._lay_out(max(self.width(), 200)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place again."""
        self._arrange()

    def _arrange(self) -> None:
        self.setFixedHeight(self._lay_out(self.width()))

    def _lay_out(self, width: int) -> int:
        theme = self._theme
        tall = self.zone.sizeHint().height()
        self.zone.setGeometry(0, 0, width, tall)
        if not self._tiles:
            return tall
        gap = theme.px(8)
        across = max(1, (width + gap) // (theme.px(TILE.width()) + gap))
        wide = (width - (across - 1) * gap) // across
        for place, tile in enumerate(self._tiles):
            x = (place % across) * (wide + gap)
            y = tall + gap + (place // across) * (theme.px(TILE.height()) + gap)
            tile.setGeometry(x, y, wide, theme.px(TILE.height()))
        rows = -(-len(self._tiles) // across)
        return tall + rows * (theme.px(TILE.height()) + gap)


def size_text(size: int) -> str:
    """A file's size as people read it."""
    if size < 1024 * 1024:
        return f"{max(1, round(size / 1024))} KB"
    return f"{size / 1024 / 1024:.1f} MB".replace(".", ",")


def picture_of(read: object, one: Evidence) -> QImage:
    """A small picture of an image, decoded on the worker."""
    assert callable(read)
    image = QImage.fromData(read(one.id))
    if image.isNull() or image.width() * image.height() > _MAX_PIXELS:
        return QImage()
    keep = Qt.AspectRatioMode.KeepAspectRatioByExpanding
    return image.scaled(264, 186, keep, Qt.TransformationMode.SmoothTransformation)


def _show_picture(tile: Tile, image: QImage) -> None:
    import shiboken6

    if shiboken6.isValid(tile) and not image.isNull():
        tile.set_picture(image)


def _ignore(_error: object) -> None:
    """A thumbnail that cannot be read stays a type mark."""


def _middle(picture: QPixmap, frame: QRectF) -> QRectF:
    """The middle part of a picture that has the frame's shape."""
    ratio = frame.width() / frame.height()
    width, height = picture.width(), picture.height()
    if width / height > ratio:
        part = height * ratio
        return QRectF((width - part) / 2, 0, part, height)
    part = width / ratio
    return QRectF(0, (height - part) / 2, width, part)


def _middle_cut(name: str) -> str:
    if len(name) <= 13:
        return name
    return f"{name[:5]}…{name[-7:]}"
