"""Colours and sizes of the interface: light and dark tokens, the palette and the text factor.

Text has at least 4.5:1 against every surface that it may stand on and borders of inputs at least
3:1 (WCAG 2.2, success criteria 1.4.3 and 1.4.11); ``tests/gui/test_theme.py`` computes both.
There is no application-wide style sheet: it doubles the build time of a window and its memory.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication, QPalette

from inspector_app.gui import fonts


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one scheme, ``#RRGGBB``; ``*_soft`` is a tint that carries ``*`` as text."""

    window: str
    surface: str
    sunken: str
    hover: str
    border: str
    input_border: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_hover: str
    on_accent: str
    accent_soft: str
    accent_text: str
    good: str
    good_soft: str
    bad: str
    bad_soft: str
    warn: str
    warn_soft: str
    track: str
    focus: str


LIGHT: Final = Tokens(
    window="#F1F4F8",
    surface="#FFFFFF",
    sunken="#F6F8FB",
    hover="#EDF1F6",
    border="#DBE1E8",
    input_border="#7C8895",
    text="#141A21",
    muted="#505B68",
    faint="#5F6A77",
    accent="#1B54A6",
    accent_hover="#164689",
    on_accent="#FFFFFF",
    accent_soft="#E5EEFA",
    accent_text="#1A509E",
    good="#156A3A",
    good_soft="#E1F3E8",
    bad="#B3221F",
    bad_soft="#FCE8E6",
    warn="#855300",
    warn_soft="#FDF0D6",
    track="#E1E6EC",
    focus="#1B54A6",
)

DARK: Final = Tokens(
    window="#101418",
    surface="#191F26",
    sunken="#141A20",
    hover="#232C36",
    border="#2D3742",
    input_border="#72808F",
    text="#ECF0F4",
    muted="#AAB5C1",
    faint="#95A1AE",
    accent="#68A3F6",
    accent_hover="#85B5F9",
    on_accent="#0A1522",
    accent_soft="#1A2D47",
    accent_text="#8FBDFB",
    good="#5CCB8C",
    good_soft="#12301F",
    bad="#F68F89",
    bad_soft="#3D1C1E",
    warn="#EBB555",
    warn_soft="#37290F",
    track="#2C3641",
    focus="#8FBDFB",
)

SCHEMES: Final = ("system", "light", "dark")
TEXT_PERCENTS: Final = (100, 115, 130)
_SYSTEM_IS_DARK: Final = "systemIsDark"


@lru_cache(maxsize=256)
def colour(value: str) -> QColor:
    """A cached ``QColor`` of a token; never change the returned object."""
    return QColor(value)


def palette(tokens: Tokens) -> QPalette:
    """The palette that Fusion paints its own parts (menus, scroll bars, file dialogs) with."""
    role = QPalette.ColorRole
    result = QPalette()
    pairs = {
        role.Window: tokens.window,
        role.WindowText: tokens.text,
        role.Base: tokens.surface,
        role.AlternateBase: tokens.sunken,
        role.ToolTipBase: tokens.surface,
        role.ToolTipText: tokens.text,
        role.PlaceholderText: tokens.faint,
        role.Text: tokens.text,
        role.Button: tokens.surface,
        role.ButtonText: tokens.text,
        role.BrightText: tokens.bad,
        role.Link: tokens.accent_text,
        role.LinkVisited: tokens.accent_text,
        role.Highlight: tokens.accent,
        role.HighlightedText: tokens.on_accent,
        role.Light: tokens.surface,
        role.Midlight: tokens.hover,
        role.Mid: tokens.border,
        role.Dark: tokens.input_border,
        role.Shadow: tokens.border,
        role.Accent: tokens.accent,
    }
    for key, value in pairs.items():
        result.setColor(key, colour(value))
    disabled = QPalette.ColorGroup.Disabled
    for key in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(disabled, key, colour(tokens.faint))
    result.setColor(disabled, role.Highlight, colour(tokens.track))
    return result


class Theme(QObject):
    """The colours and text size in force; widgets keep a reference and repaint on ``changed``.

    Args:
        scheme: ``system``, ``light`` or ``dark``.
        text_percent: 100, 115 or 130.
    """

    changed = Signal()

    def __init__(
        self, scheme: str = "light", text_percent: int = 100, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._scheme = scheme
        self._percent = text_percent
        self.tokens = self._pick()
        self.family = fonts.load()

    @property
    def scheme(self) -> str:
        """What the person chose: ``system``, ``light`` or ``dark``."""
        return self._scheme

    @property
    def text_percent(self) -> int:
        """Text size in percent."""
        return self._percent

    @property
    def is_dark(self) -> bool:
        """Whether the dark tokens are in force."""
        return self.tokens is DARK

    def set(self, scheme: str | None = None, text_percent: int | None = None) -> None:
        """Change scheme or text size, repaint everything and tell the listeners."""
        self._scheme = scheme or self._scheme
        self._percent = text_percent or self._percent
        self.tokens = self._pick()
        self.apply()
        self.changed.emit()

    def apply(self) -> None:
        """Hand palette and font to the application."""
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.setPalette(palette(self.tokens))
            app.setFont(self.font(14))

    def follow_system(self) -> None:
        """React when the desktop switches between light and dark; only used with ``system``."""
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    def color(self, name: str) -> QColor:
        """The colour of a token by its name."""
        return colour(getattr(self.tokens, name))

    def font(self, size: float = 14, weight: int = fonts.REGULAR) -> QFont:
        """A cached font; ``size`` in pixels at 100 %. Never change the returned object."""
        return fonts.font(self.family, self.px(size), weight)

    def metrics(self, size: float = 14, weight: int = fonts.REGULAR) -> QFontMetricsF:
        """Cached metrics of :meth:`font`."""
        return fonts.metrics(self.family, self.px(size), weight)

    def px(self, size: float) -> int:
        """A length that grows with the text size, in device-independent pixels."""
        return round(size * self._percent / 100)

    def watch(self, listener: Callable[[], None]) -> None:
        """Connect a bound method of a QObject to ``changed``; it goes when the object goes."""
        self.changed.connect(listener)

    def _pick(self) -> Tokens:
        if self._scheme == "dark":
            return DARK
        if self._scheme == "system" and _system_is_dark():
            return DARK
        return LIGHT

    def _on_system_changed(self, scheme: object) -> None:
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.setProperty(_SYSTEM_IS_DARK, getattr(scheme, "name", "") == "Dark")
        if self._scheme == "system":
            self.set()


def _system_is_dark() -> bool:
    # asking for the colour scheme loads the Qt namespace (38 ms); the system's palette says the same
    app = QGuiApplication.instance()
    if isinstance(app, QGuiApplication) and app.property(_SYSTEM_IS_DARK) is None:
        ground = app.palette().color(QPalette.ColorRole.Window)
        app.setProperty(_SYSTEM_IS_DARK, ground.lightness() < 128)
    return isinstance(app, QGuiApplication) and bool(app.property(_SYSTEM_IS_DARK))
