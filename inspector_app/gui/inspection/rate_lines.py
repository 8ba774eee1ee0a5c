"""What the card of a rate says: the numbers behind it on both sides, and how far they lie apart."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.form.rates import UNANSWERED, Rate, points_text
from inspector_app.domain.trip.values import Side
from inspector_app.gui.inspection.figures import sources
from inspector_app.gui.inspection.wording import side_name
from inspector_app.host.i18n import _
from inspector_app.host.wording import DASH
from inspector_app.services.rates import Rates, parts_of
from inspector_app.services.views import InspectionView, QuestionView


@dataclass(frozen=True, slots=True)
class RateLines:
    """The verified percentage, the lines below it, and the difference (empty without one)."""

    percent: str
    below: str
    gap: str


def rate_lines(
    item: QuestionView, view: InspectionView, rates: Rates, language: str
) -> RateLines | None:
    """What a rate shows; None for a question that is none. Both parts of it are always shown."""
    parts = parts_of(item.question)
    verified, reported = rates.of(item.node), rates.of(item.node, Side.REPORTED)
    if parts is None or verified is None or reported is None:
        return None
    lacks = {side: _lack(item, rates, side) for side in (Side.VERIFIED, Side.REPORTED)}
    lines = [_line(Side.VERIFIED, verified, language, lacks[Side.VERIFIED])]
    asked = view.form.questions
    is_reported = any(asked[name].is_reported for part in parts for name in part if name in asked)
    if is_reported or reported.is_begun:
        lines.append(_line(Side.REPORTED, reported, language, lacks[Side.REPORTED]))
    names = {one.name: one.label.in_(language) for one in sources(item.question, view)}
    words = (" + ".join(names.get(name) or name for name in part) for part in parts)
    lines.append(" / ".join(words))
    points = verified.points_above(reported)
    gap = points_text(points, language) if points else ""
    return RateLines(
        percent=verified.percent_text(language) or DASH,
        below="\n".join(lines),
        gap=_("Lệch {points} điểm %").format(points=gap) if gap else "",
    )


def _lack(item: QuestionView, rates: Rates, side: Side) -> str:
    """``chưa đủ: 1/3 dòng`` where a side of a rate counts some rows of its table only."""
    found = rates.coverage(item.node, side)
    return found.text(_("chưa đủ: {done}/{rows} dòng")) if found is not None else ""


def _line(side: Side, rate: Rate, language: str, lack: str) -> str:
    """``Đoàn xác minh: 1.163 / 1.168 = 99,57 %``, and what it does not count."""
    text = rate.text(language) or f"{UNANSWERED} / {UNANSWERED}"
    return f"{side_name(side)}: {', '.join(filter(None, (text, lack)))}"
