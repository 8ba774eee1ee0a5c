"""Contrast of every pair of colours that the widgets put on each other."""

from __future__ import annotations

import pytest

from inspector_app.gui import fonts, icons
from inspector_app.gui.theme import DARK, LIGHT, Theme, Tokens


def luminance(color: str) -> float:
    """Relative luminance (WCAG 2.2)."""
    parts = [int(color[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: str, second: str) -> float:
    """From 1 to 21."""
    light, dark = sorted((luminance(first), luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


TEXT_PAIRS = [
    *[
        (ink, ground)
        for ink in ("text", "muted", "faint")
        for ground in ("window", "surface", "sunken", "hover")
    ],
    *[(ink, "accent_soft") for ink in ("text", "muted", "accent_text")],
    ("on_accent", "accent"),
    ("on_accent", "accent_hover"),
    *[(ink, "surface") for ink in ("accent_text", "good", "warn", "bad")],
    ("good", "good_soft"),
    ("bad", "bad_soft"),
    ("warn", "warn_soft"),
    *[("text", ground) for ground in ("good_soft", "bad_soft", "warn_soft")],
    *[("muted", ground) for ground in ("good_soft", "bad_soft", "warn_soft")],
]


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXT_PAIRS)
def test_text_is_readable(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 4.5


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ink", ["input_border", "focus", "accent", "bad"])
@pytest.mark.parametrize("ground", ["surface", "window"])
def test_borders_of_inputs_are_visible(tokens: Tokens, ink: str, ground: str) -> None:
    assert contrast(getattr(tokens, ink), getattr(tokens, ground)) >= 3


def test_the_font_has_three_weights_and_every_letter() -> None:
    theme = Theme()
    assert theme.family == "Be Vietnam Pro"
    raw = theme.font(14, fonts.SEMIBOLD)
    assert raw.weight() == fonts.SEMIBOLD
    metrics = theme.metrics(14)
    letters = "ăâđêôơưĂÂĐÊÔƠƯẮẰẲẴẶẤẦẨẪẬẾỀỂỄỆỐỒỔỖỘỚỜỞỠỢỨỪỬỮỰỲÝỶỸỴỹ"
    assert all(metrics.inFontUcs4(ord(letter)) for letter in letters)


def test_text_size_changes_lengths() -> None:
    theme = Theme("light", 130)
    assert theme.px(100) == 130
    theme.set(text_percent=100)
    assert theme.px(100) == 100


@pytest.mark.parametrize("name", icons.names())
def test_icons_stay_on_their_grid(name: str) -> None:
    box = icons.path(name).boundingRect()
    assert box.left() >= 0
    assert box.top() >= 0
    assert box.right() <= icons.GRID
    assert box.bottom() <= icons.GRID
