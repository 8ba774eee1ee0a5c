"""Lean cards: one widget paints frame, badge, texts and marks; only what is edited is a child."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRectF, QSize, Signal
from PySide6.QtGui import QImage, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from inspector_app.gui import fonts, icons, paint
from inspector_app.gui.inspection import inking
from inspector_app.gui.inspection.form_pictures import draw_picture, fitted
from inspector_app.gui.inspection.guidance import SIDE, HelpButton
from inspector_app.gui.inspection.items import Item, Tone, code_of, label_of, name_of
from inspector_app.gui.theme import Theme

LEFT: Final = 64
PAD: Final = 14
GAP: Final = 8
_PICTURE: Final = 220
_NOTE_PAD: Final = 10
_CHIP_PAD: Final = 8


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text under the answer: what is wrong, what differs, what was found."""

    tone: Tone
    icon: str
    text: str
    size: float = 13


@dataclass(frozen=True, slots=True)
class Mark:
    """An icon with a count at the top right of a card."""

    icon: str
    count: int


@dataclass(frozen=True, slots=True)
class PointChip:
    """The points of a criterion at the top right of its card; ``about`` says them in words."""

    text: str
    about: str
    tone: Tone | None = None


class ItemCard(QWidget):
    """What all cards share; a subclass places its editors in :meth:`place_body`.

    Signals:
        picked(str): the card was clicked or one of its editors got the keyboard.
        moved(str, int): the neighbour above (-1) or below (1) is wanted.
        resized: the height has changed.
    """

    picked = Signal(str)
    moved = Signal(str, int)
    resized = Signal()

    def __init__(self, theme: Theme, item: Item, language: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.theme = theme
        self.name = name_of(item)
        self.language = language
        self.code = code_of(item)
        self.title = label_of(item, language)
        self.basis = ""
        self.lines: tuple[Line, ...] = ()
        self.marks: tuple[Mark, ...] = ()
        self.chip: PointChip | None = None
        self.badge_tone: Tone | None = None
        self.edge: str = "border"
        self.picture: QImage | None = None
        self.guidance = ""
        self.help: HelpButton | None = None
        self._picture_area = self._guidance_area = QRectF()
        self.is_selected = False
        self._height = 0
        self._laid: tuple[int, int] = (0, 0)
        self._version = 0
        self._title_height = self._basis_y = self._lines_y = 0
        self.setAccessibleName(f"{self.code} {self.title}".strip())

    # --- what subclasses give

    def place_body(self, x: int, y: int, width: int) -> int:
        """Place the editors at ``x``, ``y``; returns the lower end."""
        return y

    def draw_body(self, painter: QPainter) -> None:
        """Draw what belongs to the editors."""

    def apply(self, item: Item) -> None:
        """Show the item as it is now."""

    def take_focus(self) -> None:
        """Give the keyboard to the main editor."""

    def show_chip(self, chip: PointChip | None) -> None:
        """Show the criterion's points, or none."""
        if chip != self.chip:
            self.chip = chip
            self.setAccessibleDescription(chip.about if chip is not None else "")
            self.touch()

    # --- layout

    def touch(self) -> None:
        """Lay out and paint again: something that it shows has changed."""
        self._version += 1
        self.update()
        if self.width() and self.height_for(self.width()) != self.height():
            self.resized.emit()

    def height_for(self, width: int) -> int:
        """Height at a width; cached until :meth:`touch`."""
        if self._laid != (width, self._version):
            self._height = self._lay_out(width)
            self._laid = (width, self._version)
        return self._height

    def _lay_out(self, width: int) -> int:
        theme = self.theme
        left = theme.px(LEFT)
        room = width - left - self._marks_width() - PAD
        self._title_height = inking.height_of(theme, self.title, room, 14, fonts.MEDIUM)
        y = PAD + self._title_height
        self._basis_y = y
        if self.basis:
            y += theme.px(23)
        y = self._place_extras(left, y, width - left - PAD)
        y = self.place_body(left, y + theme.px(11), width - left - PAD)
        self._lines_y = y + theme.px(8)
        inner = width - left - theme.px(22) - PAD
        for line in self.lines:
            y += theme.px(7) + self._line_height(line, inner)
        return y + PAD

    def _place_extras(self, x: int, y: int, width: int) -> int:
        """The picture that belongs to the question, and the guidance while it is wanted."""
        theme = self.theme
        self._picture_area = self._guidance_area = QRectF()
        if self.picture is not None:
            size = fitted(self.picture, QSize(max(40, width), theme.px(_PICTURE)))
            self._picture_area = QRectF(x, y + theme.px(9), size.width(), size.height())
            y = int(self._picture_area.bottom())
        if self.help is not None:
            side = self.help.sizeHint().width()
            right = x + width - self._marks_width() + theme.px(4)
            self.help.setGeometry(right, PAD - theme.px(3), side, side)
            if self.help.isChecked():
                inner = width - 2 * _NOTE_PAD
                text = inking.height_of(theme, self.guidance, inner, 13, fonts.REGULAR)
                tall = text + 2 * _NOTE_PAD
                self._guidance_area = QRectF(x, y + theme.px(9), width, tall)
                y = int(self._guidance_area.bottom())
        return y

    def show_guidance(self, text: str) -> None:
        """Guidance behind the small «?»; none hides it."""
        if text and self.help is None:
            self.help = HelpButton(self.theme, self.title, self)
            self.help.toggled.connect(self.touch)
        if self.help is not None:
            self.help.setVisible(bool(text))
            self.help.setChecked(self.help.isChecked() and bool(text))
        self.guidance = text

    def _line_height(self, line: Line, width: float) -> int:
        return inking.height_of(self.theme, line.text, width, line.size, fonts.MEDIUM)

    def _marks_width(self) -> int:
        helps = self.theme.px(SIDE + 6) if self.help is not None and self.guidance else 0
        return sum(self._mark_width(mark) for mark in self.marks) + GAP + helps + self._chip_width()

    def _chip_width(self) -> int:
        if self.chip is None:
            return 0
        wide = inking.width_of(self.theme, self.chip.text, 12, fonts.MEDIUM)
        return int(wide) + 2 * _CHIP_PAD + self.theme.px(10)

    def _mark_width(self, mark: Mark) -> int:
        return self.theme.px(42 if mark.count else 30)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the editors for the new width."""
        self.height_for(self.width())

    # --- paint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, badge, question, legal basis, marks, lines."""
        theme, painter = self.theme, QPainter(self)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        edge = "accent" if self.is_selected else self.edge
        width = 1.8 if self.is_selected else (1.2 if self.edge != "border" else 1.0)
        paint.box(painter, rect, 10, theme.color("surface"), theme.color(edge), width)
        self._draw_badge(painter)
        left = theme.px(LEFT)
        room = rect.width() - left - self._marks_width() - PAD
        area = QRectF(left, PAD - 1, room + 1, self._title_height + 2)
        ink = theme.color("text")
        inking.draw_wrapped(painter, theme, area, self.title, 14, ink, fonts.MEDIUM)
        if self.basis:
            self._draw_basis(painter, left, rect.width() - left - PAD)
        self._draw_marks(painter, rect)
        self._draw_extras(painter)
        self.draw_body(painter)
        self._draw_lines(painter, left, rect.width() - left - PAD)

    def _draw_badge(self, painter: QPainter) -> None:
        if not self.code:
            return
        theme = self.theme
        wide = max(theme.px(40), int(inking.width_of(theme, self.code, 12.5, fonts.SEMIBOLD)) + 14)
        box = QRectF(PAD, PAD - 1, wide, theme.px(22))
        fill, ink = theme.color("hover"), theme.color("muted")
        if self.badge_tone is not None:
            fill = inking.fill_of(theme, self.badge_tone)
            ink = inking.ink_of(theme, self.badge_tone)
        paint.box(painter, box, 5, fill)
        font = theme.font(12.5, fonts.SEMIBOLD)
        paint.text(painter, box, self.code, font, ink, paint.CENTER)

    def _draw_basis(self, painter: QPainter, x: float, width: float) -> None:
        theme = self.theme
        side = theme.px(14)
        y = self._basis_y + theme.px(5)
        muted = theme.color("muted")
        icons.draw(painter, "book", QRectF(x, y + 1, side, side), muted, 1.3)
        start = x + side + theme.px(6)
        area = QRectF(start, y - 1, width - side - 6, theme.px(18))
        inking.draw_line(painter, theme, area, self.basis, 12.5, muted)

    def _draw_extras(self, painter: QPainter) -> None:
        theme = self.theme
        if self.picture is not None:
            draw_picture(painter, self.picture, self._picture_area)
        if not self._guidance_area.isEmpty():
            area = self._guidance_area
            paint.box(painter, area, 7, theme.color("sunken"))
            inner = area.adjusted(_NOTE_PAD, _NOTE_PAD - 1, 1 - _NOTE_PAD, 0)
            ink = theme.color("text")
            inking.draw_wrapped(painter, theme, inner, self.guidance, 13, ink)

    def _draw_marks(self, painter: QPainter, rect: QRectF) -> None:
        theme = self.theme
        x = rect.right() - PAD
        for mark in reversed(self.marks):
            x -= self._mark_width(mark)
            ink = theme.color("accent_text" if mark.count else "faint")
            box = QRectF(x, PAD, theme.px(17), theme.px(17))
            icons.draw(painter, mark.icon, box, ink, 1.5)
            if mark.count:
                area = QRectF(box.right() + 5, PAD - 2, theme.px(20), theme.px(21))
                font = theme.font(13, fonts.SEMIBOLD)
                paint.text(painter, area, str(mark.count), font, ink)
        if self.chip is not None:
            self._draw_chip(painter, x - self._chip_width(), self.chip)

    def _draw_chip(self, painter: QPainter, x: float, chip: PointChip) -> None:
        theme = self.theme
        wide = self._chip_width() - theme.px(10)
        box = QRectF(x, PAD - 2, wide, theme.px(21))
        fill, ink = theme.color("sunken"), theme.color("muted")
        if chip.tone is not None:
            fill, ink = inking.fill_of(theme, chip.tone), inking.ink_of(theme, chip.tone)
        paint.box(painter, box, 5, fill)
        paint.text(painter, box, chip.text, theme.font(12, fonts.MEDIUM), ink, paint.CENTER)

    def _draw_lines(self, painter: QPainter, x: float, width: float) -> None:
        theme = self.theme
        y = float(self._lines_y)
        inner = width - theme.px(22)
        for line in self.lines:
            tall = self._line_height(line, inner)
            ink = inking.ink_of(theme, line.tone)
            side = theme.px(15)
            icons.draw(painter, line.icon, QRectF(x, y + 1, side, side), ink, 1.6)
            area = QRectF(x + theme.px(22), y - 1, inner + 1, tall + 2)
            inking.draw_wrapped(painter, theme, area, line.text, line.size, ink, fonts.MEDIUM)
            y += tall + theme.px(7)

    # --- selection

    def set_selected(self, selected: bool) -> None:
        """Draw the accent frame."""
        if selected != self.is_selected:
            self.is_selected = selected
            self.update()

    def pick(self) -> None:
        """Say that this card is meant."""
        self.picked.emit(self.name)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click anywhere selects the card and gives its editor the keyboard."""
        super().mousePressEvent(event)
        self.pick()
        self.take_focus()

    def _on_moved(self, step: int) -> None:
        self.moved.emit(self.name, step)
