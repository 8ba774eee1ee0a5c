"""One side of a conflict as a card: the value, who, when, on which machine, its note and files."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from html import escape
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent

from inspector_app.domain.text_changes import word_changes
from inspector_app.gui.models.conflict_words import (
    LETTERS,
    is_text,
    label_of,
    side_text,
    value_text,
    when_text,
)
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.options import OptionCard
from inspector_app.host.i18n import _
from inspector_app.host.wording import size
from inspector_app.services.conflict_views import ConflictSide, ConflictView, EditView

INDENT: Final = 38
_LONG: Final = 160
"""Longer texts are set in smaller letters."""
_SHOWN_FILES: Final = 4


def key_of(event: QKeyEvent) -> str:
    """What a key means in the comparison; empty for other keys."""
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
        return ""
    keys = {
        Qt.Key.Key_Left: "left",
        Qt.Key.Key_Right: "right",
        Qt.Key.Key_B: "both",
        Qt.Key.Key_E: "other",
        Qt.Key.Key_Return: "decide",
        Qt.Key.Key_Enter: "decide",
    }
    return keys.get(Qt.Key(event.key()), "")


class SideCard(OptionCard):
    """A side of a conflict; the keys of the comparison work on it, too.

    Signals:
        key_pressed(str): one of ``key_of``.
    """

    key_pressed = Signal(str)

    def __init__(self, theme: Theme, conflict: ConflictView, number: int) -> None:
        side = conflict.sides[number]
        self.side = side
        about = "; ".join(_about(side))
        super().__init__(
            theme,
            LETTERS[number] if number < len(LETTERS) else str(number + 1),
            side_text(conflict, side),
            about,
            partial(_html, theme, conflict, number),
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = key_of(event)
        if key and self.isEnabled():
            self.key_pressed.emit(key)
            return
        super().keyPressEvent(event)


def _about(side: ConflictSide) -> Iterator[str]:
    for head in side.heads:
        yield f"{head.author}, {when_text(head.wall, head.ahead_ms, head.device)}"
    if side.is_new:
        yield _("mới đến")
    if side.note:
        yield _("Ghi chú: {text}").format(text=side.note)
    if side.evidence:
        yield _("Minh chứng: {names}").format(names=_files(side))


def _html(theme: Theme, conflict: ConflictView, number: int) -> str:
    side = conflict.sides[number]
    value = _value(theme, conflict, side)
    plain = side_text(conflict, side)
    pixels = theme.px(14 if len(plain) > _LONG else 16)
    ink = theme.color("bad" if side.is_deletion else "text").name()
    shown = (
        f'<p style="margin:0 0 {theme.px(8)}px {INDENT}px; font-size:{pixels}px; font-weight:500;'
        f' color:{ink}">{value}</p>'
    )
    parts = [shown, _head(theme, side)]
    parts += [_edit(theme, conflict, one) for one in side.edits if one.path != "_"]
    marks = []
    if side.is_new:
        marks.append(_mark(theme, _("Đến sau quyết định"), "warn"))
    if side.restored_by:
        text = _("{who} đưa trở lại khi lấy lại quyết định").format(who=side.restored_by)
        marks.append(_mark(theme, text, "accent"))
    parts += [f'<p style="margin:{theme.px(8)}px 0 0 0">{one}</p>' for one in marks]
    if side.note:
        parts.append(_line(theme, _("Ghi chú"), side.note))
    if side.evidence:
        parts.append(_line(theme, _("Minh chứng"), _files(side)))
    return "".join(parts)


def _head(theme: Theme, side: ConflictSide) -> str:
    """Everybody who wrote it, under the value."""
    lines = []
    for head in side.heads:
        when = escape(when_text(head.wall, 0, head.device))
        lines.append(
            f'<p style="margin:0 0 0 {INDENT}px; font-size:{theme.px(13)}px; font-weight:600">'
            f"{escape(head.author)}</p>"
            f'<p style="margin:0 0 {theme.px(2)}px {INDENT}px; font-size:{theme.px(12.5)}px;'
            f' color:{theme.color("muted").name()}">{when}</p>'
        )
        if head.ahead_ms:
            warning = when_text(head.wall, head.ahead_ms, "").partition("; ")[2].rstrip(" ·")
            lines.append(
                f'<p style="margin:0 0 0 {INDENT}px; font-size:{theme.px(12.5)}px;'
                f' color:{theme.color("warn").name()}">{escape(warning)}</p>'
            )
    return "".join(lines)


def _value(theme: Theme, conflict: ConflictView, side: ConflictSide) -> str:
    """The value; of texts the words that are not in what they are compared with are tinted."""
    text = side_text(conflict, side)
    if not is_text(conflict) or not isinstance(side.value, str):
        return _lines(text)
    other = _compared(conflict, side)
    if other is None:
        return _lines(text)
    return _tinted(theme, other, text)


def _compared(conflict: ConflictView, side: ConflictSide) -> str | None:
    """The text before, or the other side where there was none; None without any."""
    if conflict.base is not None and isinstance(conflict.base.value, str) and conflict.base.value:
        return value_text(conflict, conflict.base.value)
    others = [one for one in conflict.sides if one is not side]
    is_pair = len(others) == 1 and isinstance(others[0].value, str)
    return side_text(conflict, others[0]) if is_pair else None


def _edit(theme: Theme, conflict: ConflictView, one: EditView) -> str:
    """What was written to something that another person removed."""
    before = one.before.value if one.before else None
    after = _plain(conflict, one.path, one.head.value)
    if isinstance(before, str) and isinstance(one.head.value, str) and before:
        after = _tinted(theme, before, one.head.value)
    return _line(theme, label_of(one.path), after, is_html=True)


def _tinted(theme: Theme, before: str, after: str) -> str:
    """A text whose changed words have a ground of their own; blanks around them have not."""
    style = (
        f"background-color:{theme.color('warn_soft').name()}; color:{theme.color('warn').name()}"
    )
    found = []
    for part, is_changed in word_changes(before, after):
        word = part.strip()
        if not is_changed or not word:
            found.append(_lines(part))
            continue
        start = part.index(word)
        found += [
            _lines(part[:start]),
            f'<span style="{style}">{_lines(word)}</span>',
            _lines(part[start + len(word) :]),
        ]
    return "".join(found)


def _plain(conflict: ConflictView, path: str, value: object) -> str:
    if isinstance(value, dict):
        return escape(str(value.get("name") or value.get("text") or "…"))
    if isinstance(value, bytes):
        return value.hex()[:8]
    if isinstance(value, list | tuple):
        return escape(
            "; ".join(one.hex()[:8] if isinstance(one, bytes) else str(one) for one in value)
        )
    return _lines(str(value)) if value not in (None, "") else escape(_("(để trống)"))


def _line(theme: Theme, name: str, text: str, *, is_html: bool = False) -> str:
    shown = text if is_html else _lines(text)
    return (
        f'<p style="margin:{theme.px(8)}px 0 0 0; font-size:{theme.px(13)}px">'
        f'<span style="color:{theme.color("muted").name()}">{escape(name)}: </span>{shown}</p>'
    )


def _mark(theme: Theme, text: str, tone: str) -> str:
    fill, ink = theme.color(f"{tone}_soft").name(), "accent_text" if tone == "accent" else tone
    return (
        f'<span style="background-color:{fill}; color:{theme.color(ink).name()};'
        f' font-size:{theme.px(12.5)}px; font-weight:500">&nbsp;{escape(text)}&nbsp;</span>'
    )


def _files(side: ConflictSide) -> str:
    shown = [f"{one.shown_name} ({size(one.size)})" for one in side.evidence[:_SHOWN_FILES]]
    more = len(side.evidence) - len(shown)
    return ", ".join(shown) + (f" … +{more}" if more else "")


def _lines(text: str) -> str:
    return escape(text).replace("\n", "<br>")
