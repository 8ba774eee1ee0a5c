"""Stroke icons drawn as painter paths: sharp at any scale, recoloured with the theme.

Each icon is written on a grid of 24 × 24 in a small part of the SVG path language: absolute
``M x y``, ``L x y``, ``C x1 y1 x2 y2 x y``, ``Z``, and ``O cx cy r`` for a circle, ``R x y w h r``
for a rounded rectangle.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QBrush, QColor, QIcon, QPainter, QPainterPath, QPen, QPixmap

from inspector_app.gui.paint import round_pen

GRID: Final = 24.0

_ICONS: Final[dict[str, str]] = {
    "search": "O 10.5 10.5 6.5 M 15.4 15.4 L 21 21",
    "check": "M 4.5 12.5 L 9.5 17.5 L 19.5 6.5",
    "alert": "M 12 3.5 L 21.5 20 L 2.5 20 Z M 12 10 L 12 14.2 M 12 17 L 12 17.2",
    "bars": "M 4 20.5 L 4 11 M 9.5 20.5 L 9.5 4 M 15 20.5 L 15 8 M 20.5 20.5 L 20.5 14",
    "file": "M 6 2.5 L 14 2.5 L 19 7.5 L 19 21.5 L 6 21.5 Z M 13.5 3 L 13.5 8 L 18.5 8",
    "report": "M 6 2.5 L 14 2.5 L 19 7.5 L 19 21.5 L 6 21.5 Z M 13.5 3 L 13.5 8 L 18.5 8"
    " M 9 12.5 L 16 12.5 M 9 16.5 L 14 16.5",
    "clip": "M 20 11 L 12 19 C 10 21 6.9 21 4.9 19 C 2.9 17 2.9 13.9 4.9 11.9 L 13 3.8"
    " C 14.4 2.4 16.6 2.4 18 3.8 C 19.4 5.2 19.4 7.4 18 8.8 L 10 16.8 C 9.3 17.5 8.2 17.5 7.5 16.8"
    " C 6.8 16.1 6.8 15 7.5 14.3 L 14.5 7.3",
    "note": "M 4 4 L 20 4 L 20 16.5 L 11 16.5 L 7 20.5 L 7 16.5 L 4 16.5 Z M 8 8.5 L 16 8.5"
    " M 8 12 L 13 12",
    "book": "R 4.5 3.5 15 17 2 M 8.5 8 L 15.5 8 M 8.5 12 L 15.5 12 M 8.5 16 L 12.5 16",
    "upload": "M 12 15.5 L 12 3.5 M 7 8.5 L 12 3.5 L 17 8.5 M 4 15 L 4 20.5 L 20 20.5 L 20 15",
    "download": "M 12 3.5 L 12 15.5 M 7 10.5 L 12 15.5 L 17 10.5 M 4 15 L 4 20.5 L 20 20.5 L 20 15",
    "plus": "M 12 4.5 L 12 19.5 M 4.5 12 L 19.5 12",
    "minus": "M 4.5 12 L 19.5 12",
    "close": "M 5.5 5.5 L 18.5 18.5 M 18.5 5.5 L 5.5 18.5",
    "chevron-right": "M 9 5 L 16 12 L 9 19",
    "chevron-left": "M 15 5 L 8 12 L 15 19",
    "chevron-down": "M 5 9 L 12 16 L 19 9",
    "chevron-up": "M 5 15 L 12 8 L 19 15",
    "arrow-left": "M 20 12 L 4.5 12 M 11 5.5 L 4.5 12 L 11 18.5",
    "arrow-right": "M 4 12 L 19.5 12 M 13 5.5 L 19.5 12 L 13 18.5",
    "lock": "R 4.5 10.5 15 10.5 2 M 8 10.5 L 8 7 C 8 4.8 9.8 3 12 3 C 14.2 3 16 4.8 16 7"
    " L 16 10.5 M 12 14.5 L 12 17",
    "eye": "M 2 12 C 4.5 7.5 8 5.2 12 5.2 C 16 5.2 19.5 7.5 22 12 C 19.5 16.5 16 18.8 12 18.8"
    " C 8 18.8 4.5 16.5 2 12 Z O 12 12 3.2",
    "eye-off": "M 9.9 5.4 C 10.6 5.3 11.3 5.2 12 5.2 C 16 5.2 19.5 7.5 22 12 C 21.3 13.3 20.4 14.4"
    " 19.5 15.4 M 6.6 6.9 C 4.8 8.1 3.2 9.8 2 12 C 4.5 16.5 8 18.8 12 18.8 C 14 18.8 15.8 18.2"
    " 17.4 17.1 M 3 3 L 21 21",
    "key": "O 8 15.5 4.5 M 11.3 12.3 L 20 3.6 M 16.5 7.2 L 19.5 10.2",
    "folder": "M 3 5.5 L 9.5 5.5 L 12 8.5 L 21 8.5 L 21 19.5 L 3 19.5 Z",
    "shared-folder": "M 3 5.5 L 9.5 5.5 L 12 8.5 L 21 8.5 L 21 19.5 L 3 19.5 Z O 9.5 14 1.7 O 14.5 14 1.7",
    "usb": "R 6.5 9.5 11 11.5 2 M 9 9 L 9 3.5 L 15 3.5 L 15 9 M 11.2 6 L 11.2 6.3 M 12.9 6 L 12.9 6.3",
    "laptop": "R 5 4.5 14 10.5 1.5 M 2.5 19 L 21.5 19",
    "people": "O 9 8 3.6 M 2.5 20 C 2.5 16.2 5.3 14 9 14 C 12.7 14 15.5 16.2 15.5 20"
    " M 15.5 4.6 C 17.2 5 18.3 6.4 18.3 8 C 18.3 9.6 17.2 11 15.6 11.4"
    " M 18 14.6 C 20.3 15.4 21.6 17.3 21.6 20",
    "building": "M 4 21 L 4 9 L 12 3.5 L 20 9 L 20 21 M 2.5 21 L 21.5 21 M 8 12 L 8 17.5"
    " M 12 12 L 12 17.5 M 16 12 L 16 17.5",
    "merge": "O 6 5 2.3 O 6 19 2.3 O 18 12 2.3 M 6 7.3 L 6 16.7 M 6 8 C 6.5 11 10 12 15.7 12",
    "conflict": "M 4 7 L 20 7 M 15.5 2.8 L 20 7 L 15.5 11.2 M 20 17 L 4 17 M 8.5 12.8 L 4 17"
    " L 8.5 21.2",
    "sliders": "M 3.5 7 L 11 7 M 17 7 L 20.5 7 O 14 7 2.6 M 3.5 17 L 7 17 M 13 17 L 20.5 17"
    " O 10 17 2.6",
    "shield": "M 12 2.8 L 20 5.8 L 20 11.5 C 20 16.5 16.6 19.8 12 21.4 C 7.4 19.8 4 16.5 4 11.5"
    " L 4 5.8 Z M 8.3 11.8 L 11 14.5 L 15.8 9.2",
    "print": "M 7 8 L 7 3 L 17 3 L 17 8 M 7 17.5 L 3.5 17.5 L 3.5 8.5 L 20.5 8.5 L 20.5 17.5"
    " L 17 17.5 M 7 14 L 17 14 L 17 21 L 7 21 Z",
    "pen": "M 4 20 L 5 15.5 L 16.5 4 L 20 7.5 L 8.5 19 Z M 13.8 6.7 L 17.3 10.2",
    "refresh": "M 20 12 C 20 16.4 16.4 20 12 20 C 8.9 20 6.2 18.2 4.9 15.6 M 4 12 C 4 7.6 7.6 4"
    " 12 4 C 15.1 4 17.8 5.8 19.1 8.4 M 19.5 3.8 L 19.5 8.6 L 14.7 8.6 M 4.5 20.2 L 4.5 15.4"
    " L 9.3 15.4",
    "copy": "R 8.5 8.5 12 12 2 M 15.5 8 L 15.5 3.5 L 3.5 3.5 L 3.5 15.5 L 8 15.5",
    "calendar": "R 3.5 5 17 15.5 2 M 3.5 10 L 20.5 10 M 8 2.8 L 8 6.5 M 16 2.8 L 16 6.5",
    "clock": "O 12 12 8.7 M 12 7 L 12 12.3 L 15.5 14.5",
    "undo": "M 8.5 4.5 L 4 9 L 8.5 13.5 M 4 9 L 14.5 9 C 17.8 9 20 11.4 20 14.3 C 20 17.2 17.8 19.5"
    " 14.5 19.5 L 9 19.5",
    "info": "O 12 12 8.7 M 12 11 L 12 16.5 M 12 7.6 L 12 7.8",
    "home": "M 3.5 11 L 12 3.8 L 20.5 11 M 6 9.5 L 6 20.5 L 18 20.5 L 18 9.5 M 10 20.5 L 10 14.5"
    " L 14 14.5 L 14 20.5",
    "image": "R 3.5 4.5 17 15 2 O 8.5 9.5 1.6 M 4 17.5 L 9.5 12.5 L 13 15.7 L 16 13 L 20 16.8",
    "trash": "M 4 6.5 L 20 6.5 M 9 6.5 L 9 3.5 L 15 3.5 L 15 6.5 M 6 6.5 L 7 20.5 L 17 20.5"
    " L 18 6.5 M 10.3 10.5 L 10.6 16.8 M 13.7 10.5 L 13.4 16.8",
    "list": "M 8.5 6 L 20.5 6 M 8.5 12 L 20.5 12 M 8.5 18 L 20.5 18 M 3.8 6 L 4.2 6 M 3.8 12 L 4.2"
    " 12 M 3.8 18 L 4.2 18",
    "card": "R 2.5 4.5 19 15 2 O 8.3 10.3 2.1 M 4.9 16.2 C 5.3 14.4 6.6 13.6 8.3 13.6 C 10 13.6"
    " 11.3 14.4 11.7 16.2 M 14.5 9.5 L 18.5 9.5 M 14.5 13.5 L 18.5 13.5",
    "table": "R 3.5 4.5 17 15 2 M 3.5 9.5 L 20.5 9.5 M 3.5 14.5 L 20.5 14.5 M 9.5 9.5 L 9.5 19.5",
    "flag": "M 5 21.5 L 5 3.5 L 18.5 3.5 L 15.5 8 L 18.5 12.5 L 5 12.5",
    "menu": "M 4 6.5 L 20 6.5 M 4 12 L 20 12 M 4 17.5 L 20 17.5",
}


def names() -> tuple[str, ...]:
    """All icon names."""
    return tuple(_ICONS)


@lru_cache(maxsize=128)
def path(name: str) -> QPainterPath:
    """The outline of an icon on the 24 × 24 grid; never change the returned object.

    Raises:
        KeyError: there is no such icon.
    """
    words = iter(_ICONS[name].split())
    result = QPainterPath()

    def numbers(count: int) -> list[float]:
        return [float(next(words)) for _ in range(count)]

    for word in words:
        if word == "M":
            result.moveTo(*numbers(2))
        elif word == "L":
            result.lineTo(*numbers(2))
        elif word == "C":
            result.cubicTo(*numbers(6))
        elif word == "O":
            x, y, radius = numbers(3)
            result.addEllipse(QPointF(x, y), radius, radius)
        elif word == "R":
            x, y, width, height, radius = numbers(5)
            result.addRoundedRect(QRectF(x, y, width, height), radius, radius)
        else:
            result.closeSubpath()
    return result


@lru_cache(maxsize=256)
def _pen(rgba: int, width: float) -> QPen:
    return round_pen(QColor.fromRgba(rgba), width)


def draw(painter: QPainter, name: str, box: QRectF, color: QColor, stroke: float = 1.6) -> None:
    """Draw an icon into a square.

    Args:
        box: the square, device-independent pixels.
        stroke: width of the line in device-independent pixels.
    """
    scale = box.width() / GRID
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(box.topLeft())
    painter.scale(scale, scale)
    painter.setPen(_pen(color.rgba(), stroke / scale))
    painter.setBrush(QBrush())
    painter.drawPath(path(name))
    painter.restore()


def pixmap(name: str, size: int, color: QColor, ratio: float = 1.0) -> QPixmap:
    """An icon as a transparent pixmap; ``size`` in device-independent pixels."""
    result = QPixmap(QSize(round(size * ratio), round(size * ratio)))
    result.setDevicePixelRatio(ratio)
    result.fill(QColor(0, 0, 0, 0))
    painter = QPainter(result)
    draw(painter, name, QRectF(0, 0, size, size), color)
    painter.end()
    return result


def icon(name: str, color: QColor, size: int = 20) -> QIcon:
    """An icon for menus and windows, with pixmaps at 1×, 1.5× and 2×."""
    result = QIcon()
    for ratio in (1.0, 1.5, 2.0):
        result.addPixmap(pixmap(name, size, color, ratio))
    return result
