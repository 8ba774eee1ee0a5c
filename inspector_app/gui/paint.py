"""Drawing that several widgets share: rounded boxes, lines of text, rings.

Alignment is given as the plain numbers of ``Qt::AlignmentFlag`` and ``Qt::TextFlag``: the first use
of the Qt namespace costs 38 ms, more than the whole unlock page.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final, NamedTuple

from PySide6.QtCore import QByteArray, QDataStream, QIODeviceBase, QPointF, QRectF
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen

LEFT: Final = 0x0001
RIGHT: Final = 0x0002
HCENTER: Final = 0x0004
TOP: Final = 0x0020
BOTTOM: Final = 0x0040
VCENTER: Final = 0x0080
LEFT_MIDDLE: Final = LEFT | VCENTER
RIGHT_MIDDLE: Final = RIGHT | VCENTER
CENTER: Final = HCENTER | VCENTER
TOP_LEFT: Final = LEFT | TOP
SINGLE_LINE: Final = 0x0100
WRAP: Final = 0x1000
_SOLID_LINE: Final = 0x01
_ROUND_CAP: Final = 0x20
_ROUND_JOIN: Final = 0x80
_NO_INK: Final = QColor(0, 0, 0, 0)


class RowState(NamedTuple):
    """What a row's cell looks like: chosen, under the mouse, the first of its row."""

    is_chosen: bool
    is_hovered: bool
    is_first: bool


def box(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: QColor | None,
    border: QColor | None = None,
    width: float = 1.0,
    *,
    dashed: bool = False,
) -> None:
    """A rounded rectangle whose border lies inside ``rect``."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QBrush(fill) if fill is not None else QBrush())
    inset = 0.0
    if border is not None:
        pen = QPen(border, width)
        if dashed:
            pen.setDashPattern([4.0, 3.0])
        painter.setPen(pen)
        inset = width / 2
    else:
        painter.setPen(_NO_INK)
    painter.drawRoundedRect(rect.adjusted(inset, inset, -inset, -inset), radius, radius)


@lru_cache(maxsize=1)
def _round_template() -> QPen:
    # A pen with round caps and joins without naming Qt::RoundCap: a solid pen is written to bytes,
    # whose first two hold style | cap | join, and read back with those bits set.
    data = QByteArray()
    QDataStream(data, QIODeviceBase.OpenModeFlag.WriteOnly) << QPen()
    bits = (_SOLID_LINE | _ROUND_CAP | _ROUND_JOIN).to_bytes(2, "big")
    pen = QPen()
    QDataStream(QByteArray(bits + data.data()[2:])) >> pen
    return pen


def round_pen(color: QColor, width: float) -> QPen:
    """A pen with round caps and joins."""
    pen = QPen(_round_template())
    pen.setColor(color)
    pen.setWidthF(width)
    return pen


def text(
    painter: QPainter,
    rect: QRectF,
    value: str,
    font: QFont,
    color: QColor,
    flags: int = LEFT_MIDDLE,
) -> None:
    """Text in one font and colour."""
    painter.setFont(font)
    painter.setPen(color)
    painter.drawText(rect, flags, value)


def shortened(value: str, metrics: QFontMetricsF, width: float) -> str:
    """One line cut with an ellipsis at its end where it does not fit ``width``."""
    if metrics.horizontalAdvance(value) <= width:
        return value
    low, high = 0, len(value)
    while low < high:
        middle = (low + high + 1) // 2
        if metrics.horizontalAdvance(value[:middle].rstrip() + "…") <= width:
            low = middle
        else:
            high = middle - 1
    return value[:low].rstrip() + "…"


def ring(
    painter: QPainter,
    rect: QRectF,
    share: float,
    color: QColor,
    track: QColor,
    thickness: float,
) -> None:
    """A progress ring; ``share`` from 0 to 1, beginning at the top, clockwise."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(QBrush())
    inset = thickness / 2
    inner = rect.adjusted(inset, inset, -inset, -inset)
    painter.setPen(QPen(track, thickness))
    painter.drawEllipse(inner)
    if share > 0:
        painter.setPen(round_pen(color, thickness))
        painter.drawArc(inner, 90 * 16, -round(min(share, 1.0) * 360 * 16))


def focus_ring(painter: QPainter, rect: QRectF, radius: float, color: QColor) -> None:
    """The mark of the focused widget: a line of two pixels just inside ``rect``."""
    box(painter, rect, radius, None, color, 2.0)


def row_ground(
    painter: QPainter, rect: QRectF, colors: Callable[[str], QColor], state: RowState
) -> None:
    """The ground of a row's cell: chosen or under the mouse, and the line below it."""
    if state.is_chosen:
        painter.fillRect(rect, colors("accent_soft"))
        if state.is_first:
            painter.fillRect(QRectF(rect.x(), rect.y(), 3, rect.height()), colors("accent"))
    elif state.is_hovered:
        painter.fillRect(rect, colors("hover"))
    line = QRectF(rect.x(), rect.bottom() - 1, rect.width(), 1)
    painter.fillRect(line, colors("border"))


def dot(painter: QPainter, center: QPointF, radius: float, color: QColor) -> None:
    """A filled circle."""
    box(
        painter,
        QRectF(center.x() - radius, center.y() - radius, 2 * radius, 2 * radius),
        radius,
        color,
    )
