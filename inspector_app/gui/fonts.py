"""The interface font: Be Vietnam Pro in three weights, from its package; cached fonts and metrics.

The face has every Vietnamese letter; it lacks ✓ and →, so those are drawn as icons.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import Final

import fontpkg_be_vietnam_pro
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

REGULAR: Final = 400
MEDIUM: Final = 500
SEMIBOLD: Final = 600

_FACES: Final = (
    "BeVietnamPro-Regular.ttf",
    "BeVietnamPro-Medium.ttf",
    "BeVietnamPro-SemiBold.ttf",
)


@lru_cache(maxsize=1)
def load() -> str:
    """Register the faces once; returns the family, or the system's own when they are missing.

    Needs a QGuiApplication.
    """
    folder = Path(fontpkg_be_vietnam_pro.ROOT) / "files"
    family = ""
    for name in _FACES:
        index = QFontDatabase.addApplicationFont(str(folder / name))
        if name == _FACES[0] and index >= 0:
            family = QFontDatabase.applicationFontFamilies(index)[0]
    return family or QFont().family()


@lru_cache(maxsize=256)
def font(family: str, pixels: int, weight: int) -> QFont:
    """A font by pixel size and weight (400, 500 or 600); never change the returned object."""
    result = QFont(family)
    result.setPixelSize(max(pixels, 1))
    result.setWeight(QFont.Weight(weight))
    return result


@lru_cache(maxsize=256)
def metrics(family: str, pixels: int, weight: int) -> QFontMetricsF:
    """Metrics of :func:`font`."""
    return QFontMetricsF(font(family, pixels, weight))


@lru_cache(maxsize=8192)
def text_width(family: str, pixels: int, weight: int, text: str) -> float:
    """Width of one line of text in device-independent pixels."""
    return metrics(family, pixels, weight).horizontalAdvance(text)
