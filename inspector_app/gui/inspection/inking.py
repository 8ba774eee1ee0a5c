"""Wrapped text with cached heights, and the colours of tones: what cards and panels draw with."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from inspector_app.gui import fonts, paint
from inspector_app.gui.inspection.items import Tone
from inspector_app.gui.theme import Theme

WRAPPED: Final = paint.LEFT | paint.TOP | paint.WRAP

_TONES: Final = {
    Tone.NEUTRAL: ("accent_soft", "accent_text", "accent"),
    Tone.GOOD: ("good_soft", "good", "good"),
    Tone.WARN: ("warn_soft", "warn", "warn"),
    Tone.BAD: ("bad_soft", "bad", "bad"),
}


@lru_cache(maxsize=8192)
def _height(family: str, pixels: int, weight: int, text: str, width: int) -> int:
    metrics = fonts.metrics(family, pixels, weight)
    return int(metrics.boundingRect(QRectF(0, 0, width, 100_000), WRAPPED, text).height() + 0.99)


def height_of(theme: Theme, text: str, width: float, size: float, weight: int) -> int:
    """Height of a wrapped text in device-independent pixels; 0 for no text."""
    if not text:
        return 0
    return _height(theme.family, theme.px(size), weight, text, max(20, int(width)))


def width_of(theme: Theme, text: str, size: float, weight: int = fonts.REGULAR) -> float:
    """Width of one line of text."""
    return fonts.text_width(theme.family, theme.px(size), weight, text)


def draw_wrapped(
    painter: QPainter,
    theme: Theme,
    rect: QRectF,
    text: str,
    size: float,
    color: QColor,
    weight: int = fonts.REGULAR,
) -> None:
    """Draw a text that breaks at the width of ``rect``."""
    paint.text(painter, rect, text, theme.font(size, weight), color, WRAPPED)


def draw_line(
    painter: QPainter,
    theme: Theme,
    rect: QRectF,
    text: str,
    size: float,
    color: QColor,
    weight: int = fonts.REGULAR,
    flags: int = paint.LEFT_MIDDLE,
) -> None:
    """Draw one line, cut with an ellipsis where it does not fit."""
    short = paint.shortened(text, theme.metrics(size, weight), rect.width())
    paint.text(painter, rect, short, theme.font(size, weight), color, flags | paint.SINGLE_LINE)


def fill_of(theme: Theme, tone: Tone) -> QColor:
    """The tint behind a text of a tone."""
    return theme.color(_TONES[tone][0])


def ink_of(theme: Theme, tone: Tone) -> QColor:
    """The colour of a text of a tone."""
    return theme.color(_TONES[tone][1])


def edge_of(theme: Theme, tone: Tone) -> QColor:
    """The border of a box of a tone."""
    return theme.color(_TONES[tone][2])
