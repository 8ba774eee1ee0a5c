"""A corrected form's preview as rows of cells: questions, answers, inspections."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

from inspector_app.domain.form.answers import Value, display_value
from inspector_app.domain.form.definition import Form, Question
from inspector_app.domain.form.versions.migration import Fate, MigrationPlan, QuestionPlan
from inspector_app.domain.trip.values import Side
from inspector_app.gui.models.cells import Cell
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.host.i18n import _, language, ngettext
from inspector_app.host.wording import DASH, moment, number, source_text
from inspector_app.services.migration_views import (
    AnswerPreview,
    AnswerState,
    InspectionPreview,
    MigrationPreview,
)

_FATES: Final[dict[Fate, tuple[Callable[[], str], Tone]]] = {
    Fate.DELETED: (lambda: _("Bỏ"), Tone.BAD),
    Fate.TABLE_DELETED: (lambda: _("Bỏ cùng bảng"), Tone.BAD),
    Fate.OTHER_TABLE: (lambda: _("Sang bảng khác"), Tone.BAD),
    Fate.RETYPED: (lambda: _("Đổi kiểu"), Tone.WARN),
    Fate.RECODED: (lambda: _("Đổi mã lựa chọn"), Tone.WARN),
    Fate.RENAMED: (lambda: _("Đổi tên"), Tone.ACCENT),
    Fate.RELABELLED: (lambda: _("Đổi lời"), Tone.WARN),
    Fate.MOVED: (lambda: _("Chuyển chỗ"), Tone.ACCENT),
    Fate.NEW: (lambda: _("Câu mới"), Tone.GOOD),
    Fate.CARRIED: (lambda: _("Giữ nguyên"), Tone.NEUTRAL),
}
_STATES: Final[dict[AnswerState, tuple[Callable[[], str], Tone]]] = {
    AnswerState.SET_ASIDE: (lambda: _("Giữ riêng"), Tone.BAD),
    AnswerState.MARKED: (lambda: _("Giữ, đánh dấu"), Tone.WARN),
    AnswerState.CONVERTED: (lambda: _("Đọc theo phiếu mới"), Tone.ACCENT),
    AnswerState.RETURNED: (lambda: _("Có chỗ trở lại"), Tone.GOOD),
    AnswerState.KEPT: (lambda: _("Giữ nguyên"), Tone.NEUTRAL),
    AnswerState.STAYS_ASIDE: (lambda: _("Vốn đã giữ riêng"), Tone.NEUTRAL),
}


def fate_text(fate: Fate) -> str:
    """What happens to a question, in words."""
    return _FATES[fate][0]()


def state_text(state: AnswerState) -> str:
    """What becomes of an answer, in words."""
    return _STATES[state][0]()


def question_headings() -> tuple[str, ...]:
    """Headings of the table of questions."""
    return (_("Trong phiếu hiện hành"), _("Thay đổi"), _("Trong phiếu mới"))


def question_row(one: QuestionPlan, plan: MigrationPlan) -> tuple[Cell, ...]:
    """A question as it was and as it will be."""
    text, tone = _FATES[one.fate]
    more = [fate_text(fate) for fate in one.fates[1:]]
    codes = [f"{old} → {new}" for old, new in one.recoded.items() if old != new]
    if one.lost:
        codes.append(_("bỏ {codes}").format(codes=", ".join(one.lost)))
    for before, after in one.relabelled:
        if one.old is None or before is not one.old.label:  # the question's own stands beside it
            codes.append(f"«{before.in_(language())}» → «{after.in_(language())}»")
    below = " · ".join([*more, *codes])
    return (
        _question_cell(one.old, plan.old),
        Cell(text(), below, tone),
        _question_cell(one.new, plan.new),
    )


def _question_cell(question: Question | None, form: Form) -> Cell:
    if question is None:
        return Cell(DASH, is_faint=True)
    section = next((one for one in form.sections if one.name == question.section), None)
    place = section.label.in_(language()) if section else ""
    return Cell(titled(question), " · ".join(filter(None, (question.name, place))))


def titled(question: Question) -> str:
    """Clause and label of a question."""
    label = question.label.in_(language()) or question.name
    return f"{question.clause}. {label}" if question.clause else label


def answer_headings() -> tuple[str, ...]:
    """Headings of the table of answers."""
    return (_("Câu hỏi"), _("Đã ghi"), _("Thay đổi"), _("Trong phiếu mới"))


def answer_row(one: AnswerPreview, unit: str) -> tuple[Cell, ...]:
    """One answer, now and then."""
    text, tone = _STATES[one.state]
    question = one.asked or one.before or one.after
    sides = {
        Side.REPORTED: _("đơn vị báo cáo"),
        Side.VERIFIED: _("đoàn xác minh"),
        Side.NOTE: _("ghi chú"),
        Side.SOURCE: _("nguồn số liệu"),
        Side.PERIOD: _("kỳ số liệu"),
    }
    name = titled(question) if question else one.name
    return (
        Cell(name, f"{unit} · {sides[one.side]}"),
        Cell(_shown(one.asked, one.recorded, one.side), f"{one.author} · {moment(one.wall)}"),
        Cell(text(), fate_text(one.fate) if one.fate not in (None, Fate.CARRIED) else "", tone),
        Cell(_shown(one.after, one.after_value, one.side), titled(one.after))
        if one.after
        else Cell(DASH, is_faint=True),
    )


def _shown(question: Question | None, value: Value, side: Side) -> str:
    if side is Side.SOURCE:
        return source_text(str(value))
    if question is None or side.is_text:
        return "; ".join(value) if isinstance(value, list) else str(value)
    return display_value(question, value, language())


def inspection_headings() -> tuple[str, ...]:
    """Headings of the list of inspections."""
    return (_("Cuộc kiểm tra"),)


def inspection_row(one: InspectionPreview, *, is_checked: bool) -> tuple[Cell, ...]:
    """An inspection with a check box, and what the form would do to it."""
    unit = one.inspection.unit.name
    if one.is_same:
        return (Cell(unit, _("đã dùng phiếu này"), is_faint=True),)
    if one.obstacle:
        return (Cell(unit, _(one.obstacle), is_faint=True),)
    parts = [
        f"{number(count)} {state_text(state).lower()}"
        for state, count in one.counts().items()
        if state not in (AnswerState.KEPT, AnswerState.STAYS_ASIDE)
    ]
    kept = one.counts().get(AnswerState.KEPT, 0)
    if kept:
        text = ngettext("{count} giữ nguyên", "{count} giữ nguyên", kept)
        parts.append(text.format(count=number(kept)))
    below = " · ".join(parts) or _("chưa có trả lời")
    if one.is_ended:
        below = _("đã kết thúc") + " · " + below
    return (Cell(unit, below, is_checked=is_checked),)


def count_lines(preview: MigrationPreview) -> tuple[str, ...]:
    """How many answers meet which fate, for a confirmation."""
    return tuple(
        f"{number(count)} {what}"
        for state, count in preview.counts().items()
        for what in [_sentence(state)]
    )


def _sentence(state: AnswerState) -> str:
    return {
        AnswerState.SET_ASIDE: _("trả lời không còn chỗ: được giữ riêng, liệt kê và in được"),
        AnswerState.MARKED: _("trả lời giữ lựa chọn không còn trong phiếu: được đánh dấu"),
        AnswerState.CONVERTED: _("trả lời được đọc theo kiểu hoặc mã của phiếu kia"),
        AnswerState.RETURNED: _("trả lời có chỗ trở lại"),
        AnswerState.KEPT: _("trả lời giữ nguyên"),
        AnswerState.STAYS_ASIDE: _("trả lời vẫn được giữ riêng như trước"),
    }[state]


def fates_of(plans: Iterable[MigrationPlan]) -> dict[Fate, int]:
    """Questions of all comparisons by their fate."""
    found: dict[Fate, int] = {}
    for plan in plans:
        for fate, count in plan.counts().items():
            found[fate] = found.get(fate, 0) + count
    return {fate: found[fate] for fate in Fate if fate in found}
