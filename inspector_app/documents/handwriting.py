"""Boxes to tick and lines to write on, drawn as lines: the fonts of documents have no such signs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from inspector_app.domain.report.handwriting import Gap, Place, Ticks, WriteIn
from inspector_app.domain.report.wording import clean_text

LINE: Final = 6.6 * mm  # between the lines of ordinary handwriting
_DIGIT: Final = 2.3 * mm  # a figure written by hand
_BOX: Final = 3.1 * mm
_AFTER_BOX: Final = 1.3 * mm
_BETWEEN: Final = 3.6 * mm
_TICK_LEADING: Final = 1.42  # of the type size: boxes of two lines do not touch
_BASELINE: Final = 1.7 * mm  # of words and dots above the foot of their line


@dataclass(frozen=True, slots=True)
class _Piece:
    """A word, or room of at least ``width`` to write in; ``space`` stands before it."""

    text: str
    width: float
    space: float = 0.0
    grows: bool = False


class WriteInLines(Flowable):
    """Words and dotted room side by side; room takes what a line has left."""

    def __init__(self, field: WriteIn, font: str, size: float, leading: float = LINE) -> None:
        super().__init__()
        self._font, self._size, self._leading = font, size, leading
        self._empty = max(field.lines - 1, 0)
        self._pieces = list(_pieces(field, font, size))
        self._lines: list[list[_Piece]] = []

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The full width; as many lines as the words need, and the empty ones."""
        self.width = available_width
        self._lines = _broken(self._pieces, available_width)
        self.height = (len(self._lines) + self._empty) * self._leading
        return self.width, self.height

    def draw(self) -> None:
        """Draw words and dots, then the empty lines."""
        y = self.height - self._leading + _BASELINE
        for line in self._lines:
            self._draw_line(line, y)
            y -= self._leading
        for _ in range(self._empty):
            self._dots(0, self.width, y)
            y -= self._leading

    def _draw_line(self, line: Sequence[_Piece], y: float) -> None:
        gaps = sum(piece.grows for piece in line)
        taken = sum(piece.width + piece.space for piece in line) - line[0].space
        spare = max(self.width - taken, 0.0) / gaps if gaps else 0.0
        x = -line[0].space
        for piece in line:
            x += piece.space
            if piece.text:
                self.canv.setFont(self._font, self._size)
                self.canv.drawString(x, y, piece.text)
                x += piece.width
            else:
                end = x + piece.width + (spare if piece.grows else 0.0)
                self._dots(x, end, y)
                x = end

    def _dots(self, left: float, right: float, y: float) -> None:
        self.canv.saveState()
        self.canv.setLineWidth(0.6)
        self.canv.setLineCap(1)
        self.canv.setDash([0.1, 2.0])
        self.canv.line(left + 0.5, y - 0.6, right - 0.5, y - 0.6)
        self.canv.restoreState()


def _pieces(field: WriteIn, font: str, size: float) -> list[_Piece]:
    """The words and gaps; a word without a space before it stays with what precedes."""
    found: list[_Piece] = []
    blank = stringWidth(" ", font, size)
    pending = 0.0
    for part in field.parts:
        if isinstance(part, Gap):
            width = part.digits * _DIGIT
            found.append(_Piece("", width, min(pending, blank), grows=not part.is_fixed))
            pending = 0.0
            continue
        text = clean_text(part).replace("\n", " ")
        for place, word in enumerate(text.split(" ")):
            pending += blank if place else 0.0
            if word:
                found.append(_Piece(word, stringWidth(word, font, size), min(pending, blank)))
                pending = 0.0
    return found


def _broken(pieces: Sequence[_Piece], width: float) -> list[list[_Piece]]:
    """Lines that fit; only where a space stands is a line broken, and after room to write in."""
    lines: list[list[_Piece]] = []
    taken = 0.0
    for piece in pieces:
        needed = piece.space + piece.width
        can_break = piece.space > 0 or not piece.text
        if lines and (taken + needed <= width or not can_break):
            lines[-1].append(piece)
            taken += needed
        else:
            lines.append([piece])
            taken = piece.width
    return lines


class TickBoxes(Flowable):
    """Boxes with their words, several on a line where they fit; long words wrap beside the box."""

    def __init__(self, field: Ticks, font: str, size: float) -> None:
        super().__init__()
        self._font, self._size = font, size
        self._labels = [clean_text(label).replace("\n", " ") for label in field.labels]
        self._leading = size * _TICK_LEADING
        self._placed: list[tuple[float, int, list[str]]] = []

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The full width; as many lines as the boxes need."""
        self.width = available_width
        self._placed = []
        before = _BOX + _AFTER_BOX
        x, row = 0.0, 0
        for label in self._labels:
            need = before + stringWidth(label, self._font, self._size)
            if x and x + need > available_width:
                x, row = 0.0, row + 1
            if need <= available_width:
                self._placed.append((x, row, [label]))
                x += need + _BETWEEN
                continue
            lines = self._wrapped(label, available_width - before)
            self._placed.append((0.0, row, lines))
            x, row = 0.0, row + len(lines)
        rows = row + 1 if x else row
        self.height = rows * self._leading
        return self.width, self.height

    def _wrapped(self, label: str, width: float) -> list[str]:
        lines: list[str] = []
        for word in label.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and stringWidth(longer, self._font, self._size) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    def draw(self) -> None:
        """Draw each box and its words."""
        self.canv.setFont(self._font, self._size)
        self.canv.setLineWidth(0.7)
        for x, row, lines in self._placed:
            y = self.height - (row + 1) * self._leading + self._leading * 0.28
            self.canv.rect(x, y - _BOX * 0.18, _BOX, _BOX, stroke=1, fill=0)
            for line in lines:
                self.canv.drawString(x + _BOX + _AFTER_BOX, y, line)
                y -= self._leading


def drawn_place(place: Place, font: str, size: float) -> list[Flowable]:
    """What stands in a place for an answer, ready to draw."""
    return [
        TickBoxes(field, font, size)
        if isinstance(field, Ticks)
        else WriteInLines(field, font, size)
        for field in place
    ]
