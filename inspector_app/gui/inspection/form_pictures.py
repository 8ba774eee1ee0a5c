"""Pictures that come with a form, decoded once."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from inspector_app.domain.form.definition import Form

_MAX_PIXELS: Final = 40_000_000
_KEPT: Final = 64
_SIDE: Final = 900
_pictures: dict[tuple[str, str], QImage] = {}


def form_picture(form: Form, name: str) -> QImage | None:
    """A picture of the form by its file's name; None when there is none or it cannot be read."""
    if not name:
        return None
    key = (form.sha256, name)
    if key not in _pictures:
        if len(_pictures) >= _KEPT:
            _pictures.clear()
        _pictures[key] = _decoded(form.media.get(name, b""))
    found = _pictures[key]
    return None if found.isNull() else found


def _decoded(data: bytes) -> QImage:
    image = QImage.fromData(data) if data else QImage()
    if image.width() * image.height() > _MAX_PIXELS:
        return QImage()
    if max(image.width(), image.height()) > _SIDE:
        keep = Qt.AspectRatioMode.KeepAspectRatio
        return image.scaled(_SIDE, _SIDE, keep, Qt.TransformationMode.SmoothTransformation)
    return image


def fitted(image: QImage, room: QSize) -> QSize:
    """The size of a picture in a room: never enlarged, never bent."""
    size = image.size()
    if size.width() > room.width() or size.height() > room.height():
        size.scale(room, Qt.AspectRatioMode.KeepAspectRatio)
    return size


def draw_picture(painter: QPainter, image: QImage, area: QRectF) -> None:
    """Draw a picture into an area of its shape."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(area, image)
    painter.restore()
