"""A field in which one types to find a choice of a long list; accents are not needed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from inspector_app.domain.text import fold
from inspector_app.gui import fonts, icons, paint
from inspector_app.gui.inspection import inking
from inspector_app.gui.inspection.chosen import ChosenEditor
from inspector_app.gui.inspection.editors import AnswerLine
from inspector_app.gui.inspection.found_list import FoundList
from inspector_app.gui.inspection.looks import Offer
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import PaintedButton
from inspector_app.host.i18n import _

_WIDEST: Final = 460


class _Tag(PaintedButton):
    """One chosen choice of several; a click, Delete or Enter takes it back."""

    def __init__(self, theme: Theme, one: Offer, name: str, parent: QWidget) -> None:
        super().__init__(theme, one.label, parent)
        self.one = one
        self.setAccessibleName(_("Bỏ chọn {label} — {name}").format(label=one.label, name=name))
        self.setToolTip(_("Bỏ chọn"))

    def sizeHint(self) -> QSize:
        wide = inking.width_of(self._theme, self.text(), 13, fonts.MEDIUM)
        return QSize(int(wide) + self._theme.px(14) + 34, self._theme.px(28))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        theme, painter = self._theme, QPainter(self)
        rect = QRectF(self.rect())
        enabled = self.isEnabled()
        tone = ("bad_soft", "bad") if self.one.is_stray else ("accent_soft", "accent_text")
        hovered = self._is_hovered and enabled
        edge = theme.color(tone[1] if hovered or self.one.is_stray else tone[0])
        paint.box(painter, rect, rect.height() / 2, theme.color(tone[0]), edge)
        area = rect.adjusted(12, 0, -(theme.px(14) + 14), 0)
        font = theme.font(13, fonts.MEDIUM)
        short = paint.shortened(self.text(), theme.metrics(13, fonts.MEDIUM), area.width())
        paint.text(painter, area, short, font, theme.color(tone[1]))
        if enabled:
            side = theme.px(12)
            box = QRectF(rect.right() - side - 10, rect.center().y() - side / 2, side, side)
            icons.draw(painter, "close", box, theme.color(tone[1]), 1.8)
        if self.hasFocus():
            paint.focus_ring(painter, rect, rect.height() / 2, theme.color("focus"))


class ChoiceFinder(ChosenEditor):
    """Type to find (``autocomplete``, long lists, several of a drop-down); accents are not needed.

    One choice stands in the field itself; several stand above it as tags.
    """

    def __init__(
        self, theme: Theme, name: str, *, several: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, name, parent)
        self._several = several
        self._offers: tuple[Offer, ...] = ()
        self._folded: dict[str, str] = {}
        self._names: list[str] = []
        self._why = ""
        self.tags: list[_Tag] = []
        hint = _("Gõ để tìm và thêm (không cần dấu)") if several else _("Gõ để tìm (không cần dấu)")
        self.field = AnswerLine(theme, name, placeholder=hint, parent=self)
        self.list = FoundList(theme, self)
        self.list.picked.connect(self._pick)
        self.field.edited.connect(self._on_edited)
        self.field.focused.connect(self.focused)
        self.field.left.connect(self._on_left)
        self.field.installEventFilter(self)
        self.setFocusProxy(self.field)

    # --- showing

    def offer(self, offers: Sequence[Offer]) -> None:
        """What can be found."""
        if tuple(offers) == self._offers:
            return
        self._offers = tuple(offers)
        self._folded = {one.name: fold(one.label) for one in offers}
        self._show()

    def explain(self, why: str) -> None:
        """Say why nothing is offered, in place of «nothing found»."""
        self._why = why

    def show_names(self, names: Sequence[str]) -> None:
        """Show what is recorded; what is being typed stays."""
        self._names = list(names)
        self._show()

    def _show(self) -> None:
        by_name = {one.name: one for one in self._offers}
        chosen = [by_name[name] for name in self._names if name in by_name]
        if self._several:
            if [tag.one for tag in self.tags] != chosen:
                self._make_tags(chosen)
        elif not self.list.isVisible():
            self.field.show_value(chosen[0].label if chosen else "")

    def _make_tags(self, chosen: Sequence[Offer]) -> None:
        for tag in self.tags:
            tag.hide()
            tag.deleteLater()
        self.tags = []
        for one in chosen:
            tag = _Tag(self._theme, one, self._name, self)
            tag.clicked.connect(lambda _on=False, name=one.name: self._toggle(name))
            tag.show()
            self.tags.append(tag)
        self.grown.emit()

    def set_error(self, has_error: bool) -> None:
        """A red frame, or the usual one."""
        self.field.set_error(has_error)

    def take_focus(self) -> None:
        """The field, its text selected so that typing replaces it."""
        self.field.setFocus()
        self.field.selectAll()

    def arrange(self, width: int) -> int:
        """Tags in lines, the field below them."""
        gap = self._theme.px(6)
        x = y = 0
        for tag in self.tags:
            size = tag.sizeHint()
            wide = min(size.width(), width)
            if x and x + wide > width:
                x, y = 0, y + size.height() + gap
            tag.setGeometry(x, y, wide, size.height())
            x += wide + gap
        if self.tags:
            y += self.tags[0].height() + gap
        tall = self.field.sizeHint().height()
        self.field.setGeometry(0, y, min(width, self._theme.px(_WIDEST)), tall)
        return y + tall

    # --- what the person does

    def found(self, typed: str) -> list[Offer]:
        """Choices that hold every typed word; those that begin so come first."""
        wanted = fold(typed).split()
        fits = [
            one for one in self._offers if all(word in self._folded[one.name] for word in wanted)
        ]
        if wanted:
            fits.sort(key=lambda one: not self._folded[one.name].startswith(wanted[0]))
        return fits

    def _on_edited(self, text: str) -> None:
        self._open(text)

    def _open(self, text: str, current: int = 0) -> None:
        self.list.words = self._why or _("Không có lựa chọn nào chứa chữ đã gõ")
        self.list.show_lines(self.found(text), frozenset(self._names), self.field, current)

    def _pick(self, name: str) -> None:
        if self._several:
            self.field.show_value("")
            self._toggle(name)
            self._open("", [one.name for one in self.found("")].index(name))
            return
        self.list.hide()
        self._commit([name])

    def _toggle(self, name: str) -> None:
        order = [one.name for one in self._offers]
        names = set(self._names) ^ {name}
        self._commit([one for one in order if one in names])

    def _commit(self, names: list[str]) -> None:
        changed = names != self._names
        self._names = names
        self._show()
        if changed:
            self.chosen.emit(names, False)

    def _on_left(self) -> None:
        self.list.hide()
        if self._several:
            self.field.show_value("")
        elif not self.field.text().strip():
            self._commit([])
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The field's keys while the list is open, and those that open it."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._take_key(event)
        if event.type() == QEvent.Type.MouseButtonPress and not self.list.isVisible():
            self._open("")
        return super().eventFilter(watched, event)

    def _take_key(self, event: QKeyEvent) -> bool:
        key, alt = event.key(), event.modifiers() & Qt.KeyboardModifier.AltModifier
        is_open = self.list.isVisible()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not alt:
            step = -1 if key == Qt.Key.Key_Up else 1
            if is_open:
                self.list.step(step)
            else:
                self.moved.emit(step)
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if is_open and self.list.marked is not None:
                self._pick(self.list.marked.name)
            elif not is_open:
                self._open("")
            return True
        if key == Qt.Key.Key_Escape and is_open:
            self.list.hide()
            self._show()
            return True
        if key == Qt.Key.Key_Backspace and self._several and not self.field.text() and self._names:
            self._toggle(self._names[-1])
            return True
        return False

    def hideEvent(self, event: object) -> None:
        """The list goes with the card."""
        self.list.hide()
