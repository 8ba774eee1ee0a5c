"""What the table of points says in each of its cells."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from inspector_app.domain.scoring.arithmetic import shown, sum_of
from inspector_app.domain.scoring.points import PointState
from inspector_app.gui import score_words
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.host.i18n import _, language
from inspector_app.host.wording import DASH
from inspector_app.services.score_views import CriterionScore, InspectionScores, SectionScore


class Column(IntEnum):
    """Columns of the table."""

    CRITERION = 0
    MAXIMUM = 1
    SELF = 2
    RULE = 3
    OWN = 4
    DIFFERENCE = 5
    REASON = 6


@dataclass(frozen=True, slots=True)
class PointCell:
    """What a cell shows; ``mark`` is the icon of what is wrong or who wrote it."""

    text: str
    ink: str = "text"
    tone: Tone | None = None
    is_strong: bool = False
    mark: str = ""


def column_name(column: Column) -> str:
    """The heading of a column."""
    return {
        Column.CRITERION: _("Tiêu chí"),
        Column.MAXIMUM: _("Tối đa"),
        Column.SELF: _("Tự đánh giá"),
        Column.RULE: _("Theo quy tắc"),
        Column.OWN: _("Thẩm định"),
        Column.DIFFERENCE: _("Chênh lệch"),
        Column.REASON: _("Lý do"),
    }[column]


def section_text(section: SectionScore, column: Column, scores: InspectionScores | None) -> str:
    """What a section says in a column: its name and its sums."""
    match column:
        case Column.CRITERION:
            return section.label.in_(language())
        case Column.MAXIMUM:
            return score_words.amount(section.appraised.applicable)
        case Column.SELF:
            return score_words.amount(section.self_assessed.points)
        case Column.OWN:
            return score_words.amount(section.appraised.points)
        case Column.DIFFERENCE:
            return _section_gap(section)
        case Column.REASON:
            index = score_words.index_text(section.appraised)
            return "" if index == DASH else index
        case _:
            return ""


def _section_gap(section: SectionScore) -> str:
    """How far the sides of a section are apart, once both are final."""
    one, other = section.appraised, section.self_assessed
    gap = sum_of((one.points, -other.points))
    is_seen = bool(shown(gap)) and one.is_final and other.is_final
    return _signed(gap) if is_seen else ""


def signed(score: CriterionScore) -> str:
    """Appraised minus self-assessed points with its sign; empty unless both are known and differ."""
    gap = score.difference
    if not gap:
        return ""
    return _signed(gap) if shown(gap) else _("≈ 0")


def _signed(gap: Decimal) -> str:
    return ("+" if gap > 0 else "−") + score_words.amount(abs(gap))


def point_cell(score: CriterionScore, column: Column) -> PointCell:
    """What a criterion says in a column."""
    has_own = score.own.points is not None and score.appraised.is_typed
    match column:
        case Column.MAXIMUM:
            return PointCell(score_words.amount(score.criterion.maximum), "muted")
        case Column.SELF:
            text = score_words.points_text(score.self_assessed)
            mark = "pen" if score.claimed.points is not None else ""
            return PointCell(text, _ink(text), mark=mark)
        case Column.RULE:
            text = score_words.points_text(score.by_rule)
            return PointCell(text, "faint" if has_own else "muted")
        case Column.OWN:
            text = score_words.points_text(score.appraised)
            return PointCell(text, _ink(text), is_strong=True, mark="pen" if has_own else "")
        case Column.DIFFERENCE:
            text = signed(score)
            return PointCell(text, tone=Tone.WARN if text and score.needs_reason else None)
        case Column.REASON:
            return _reason(score)
        case _:
            return PointCell(score.label.in_(language()))


def _reason(score: CriterionScore) -> PointCell:
    if score.is_conflict:
        return PointCell(_("Điểm đang xung đột: xem trang Xung đột"), "warn", mark="conflict")
    if score.reason_text:
        return PointCell(" ".join(score.reason_text.split()))
    if score.needs_reason:
        return PointCell(_("Thiếu lý do"), "bad", mark="alert")
    if score.appraised.state is PointState.NOT_APPLICABLE:
        return PointCell(score_words.state_text(score.appraised), "muted")
    return PointCell(score_words.state_text(score.appraised), "faint")


def _ink(text: str) -> str:
    return "faint" if text == DASH else "text"


def tip(score: CriterionScore, column: Column) -> str:
    """What a column has no room for: who wrote it, the whole text, the rule."""
    registers = {
        Column.SELF: score.claimed.register,
        Column.OWN: score.own.register,
        Column.REASON: score.reason,
    }
    if column in registers:
        who = score_words.typed_by(registers[column])
        texts = [point_cell(score, column).text if column is Column.REASON else "", who]
        return "\n".join(text for text in texts if text)
    if column is Column.CRITERION:
        return f"{score.criterion.clause} {score.label.in_(language())}".strip()
    if column is Column.RULE:
        return score_words.rule_text(score.criterion)
    return ""
