"""Small drawn things: rules of exact length, the place of a signature, inline markup."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape

from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import Flowable

from inspector_app.documents import sheet
from inspector_app.domain.report.blocks import Run, Signatory
from inspector_app.domain.report.values import SignatureField
from inspector_app.domain.report.wording import clean_text


def markup(runs: Sequence[Run]) -> str:
    """Runs as ReportLab's paragraph markup; nothing in the text can act as markup."""
    parts: list[str] = []
    for run in runs:
        text = escape(clean_text(run.text)).replace("\n", "<br/>")
        if run.italic:
            text = f"<i>{text}</i>"
        if run.bold:
            text = f"<b>{text}</b>"
        parts.append(text)
    return "".join(parts)


def balanced_lines(text: str, font: str, size: float, width: float) -> list[str]:
    """Words in as few lines as fit ``width`` points, the lines as even as possible."""
    words = [word for word in clean_text(text).replace("\n", " ").split(" ") if word]

    def broken(limit: float) -> list[str]:
        lines: list[str] = []
        for word in words:
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and stringWidth(longer, font, size) <= limit:
                lines[-1] = longer
            else:
                lines.append(word)
        return lines

    best = broken(width)
    low, high = 0.0, width
    for _ in range(20):
        middle = (low + high) / 2
        lines = broken(middle)
        fits = all(stringWidth(line, font, size) <= middle for line in lines)
        if fits and len(lines) == len(best):
            best, high = lines, middle
        else:
            low = middle
    return best


class Rule(Flowable):
    """A horizontal rule of a given length, centred in what is available."""

    def __init__(self, length: float, gap_above: float = 3.5, gap_below: float = 4) -> None:
        super().__init__()
        self.length, self.gap_above, self.gap_below = length, gap_above, gap_below

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The full width; thickness and gaps as height."""
        self.width = available_width
        self.height = self.gap_above + self.gap_below + sheet.RULE
        return self.width, self.height

    def draw(self) -> None:
        """Draw the rule."""
        self.canv.setLineWidth(sheet.RULE)
        left = (self.width - self.length) / 2
        y = self.gap_below + sheet.RULE / 2
        self.canv.line(left, y, left + self.length, y)


class SignatureSpace(Flowable):
    """Empty room for a signature; notes where it came to stand on which page."""

    def __init__(self, signatory: Signatory, found: list[SignatureField]) -> None:
        super().__init__()
        self.signatory, self.found = signatory, found

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """The full width of the column."""
        self.width, self.height = available_width, sheet.SIGN_BOX[1]
        return self.width, self.height

    def draw(self) -> None:
        """Draw nothing; note the place, centred in the column."""
        width, height = sheet.SIGN_BOX
        left, bottom = self.canv.absolutePosition((self.width - width) / 2, 0)
        box = (left, bottom, left + width, bottom + height)
        self.found.append(
            SignatureField(
                name=self.signatory.field,
                page=self.canv.getPageNumber() - 1,
                box=(round(box[0], 2), round(box[1], 2), round(box[2], 2), round(box[3], 2)),
                title=clean_text(" ".join(self.signatory.title)),
                accepted=tuple(clean_text(name) for name in self.signatory.accepted),
            )
        )
