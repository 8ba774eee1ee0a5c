"""Points as a terminal shows them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from inspector_app.cli.naming import UNIT_KINDS
from inspector_app.cli.tables import pairs, table
from inspector_app.domain.form.definition import Question
from inspector_app.domain.scoring.arithmetic import shown
from inspector_app.domain.scoring.criteria import Criterion
from inspector_app.domain.scoring.points import Points, PointState
from inspector_app.domain.scoring.rules import Fault
from inspector_app.domain.scoring.sums import Sum
from inspector_app.domain.scoring.wording import STATES, rule_words
from inspector_app.host.i18n import N_, _, language
from inspector_app.host.wording import DASH, moment, number
from inspector_app.services.score_views import (
    CriterionScore,
    InspectionScores,
    ScoreSettings,
    SectionScore,
    SectionStanding,
    TripScores,
    TypedPoints,
    UnitScores,
)

SWITCHED_OFF: Final = N_(
    "Đợt này không chấm điểm. Trưởng đoàn bật bằng «inspector score settings --on»."
)


def points_text(points: Points) -> str:
    """``1,5``; ``KAD`` where the criterion does not apply, a dash for what is not known."""
    if points.state is PointState.NOT_APPLICABLE:
        return _("KAD")
    return DASH if points.points is None else number(shown(points.points))


def index_text(total: Sum) -> str:
    """``87,89 %``; in brackets while criteria are pending, a dash without any points."""
    if total.index is not None:
        return f"{number(shown(total.index), 2)} %"
    if total.is_final or total.so_far is None:
        return DASH
    return f"({number(shown(total.so_far), 2)} %)"


def sum_text(total: Sum) -> str:
    """``57,5/65``: points of the applicable maximum; a dash where there are no criteria."""
    if not total.maximum:
        return DASH
    return f"{number(shown(total.points))}/{number(shown(total.applicable))}"


def rule_text(criterion: Criterion, question: Question | None = None) -> str:
    """The rule of a criterion in words."""
    rule = criterion.rule
    if rule is None:
        return _("đoàn tự cho điểm")
    if isinstance(rule, Fault):
        return _("quy tắc không đọc được: {what}").format(what=_(rule.what))
    choices = question.choices if question is not None else ()
    labels = {one.name: one.label.in_(language()) or one.name for one in choices}
    return _(rule_words(rule, number, criterion.measure, labels))


def legal_text(basis: str, note: str, *, is_verified: bool) -> str:
    """A legal basis with whether it was checked; why there is none."""
    if not basis:
        return note
    return basis if is_verified else _("{basis} (chưa đối chiếu)").format(basis=basis)


def settings_text(settings: ScoreSettings) -> str:
    """How the trip deals with points."""
    bands = "; ".join(f"≥ {number(one.threshold)}: {_(one.name)}" for one in settings.bands)
    return pairs(
        [
            (_("Chấm điểm"), _("có") if settings.is_on else _("không")),
            (_("In trong biên bản"), _("có") if settings.is_printed else _("không")),
            (_("Xếp loại"), bands),
        ]
    )


def inspection_text(scores: InspectionScores, sections: tuple[SectionScore, ...]) -> str:
    """The points of a unit, section by section."""
    if not scores.settings.is_on:
        return _(SWITCHED_OFF)
    if not scores.sections:
        return _("Phiếu của {unit} không có tiêu chí nào có điểm tối đa.").format(
            unit=scores.inspection.unit.name
        )
    parts = [_head(scores)]
    parts += [f"{one.label.in_(language())}\n{_criteria(one)}" for one in sections]
    if len(scores.sections) > 1 and len(sections) == len(scores.sections):
        parts.append(f"{_('Tổng hợp')}\n{_summary(scores)}")
    parts += list(_remarks(scores))
    return "\n\n".join(parts)


def _head(scores: InspectionScores) -> str:
    sides = (
        (_("Tự đánh giá"), scores.self_assessed, scores.self_band),
        (_("Thẩm định"), scores.appraised, scores.band),
    )
    rows = [(_("Đơn vị"), scores.inspection.unit.name)]
    for label, total, band in sides:
        text = f"{sum_text(total)} = {index_text(total)}"
        text += f" · {_(band)}" if band else ""
        if not total.is_final:
            text += " · " + _("còn {count} tiêu chí chưa có điểm").format(
                count=number(total.pending_count)
            )
        if total.unclaimed_count:
            text += " · " + _(
                "không gồm {count} tiêu chí đơn vị không tự chấm ({points} điểm)"
            ).format(count=number(total.unclaimed_count), points=number(shown(total.unclaimed)))
        rows.append((label, text))
    return pairs(rows)


def _criteria(section: SectionScore) -> str:
    rows = [
        (
            one.criterion.clause,
            one.label.in_(language()),
            number(one.criterion.maximum),
            points_text(one.self_assessed),
            points_text(one.appraised),
            _difference(one.difference),
            "\n".join(_notes(one)),
        )
        for one in section.criteria
    ]
    headings = (
        _("Mục"),
        _("Tiêu chí"),
        _("Tối đa"),
        _("Tự chấm"),
        _("Thẩm định"),
        _("Lệch"),
        _("Ghi chú"),
    )
    rows.append(
        (
            "",
            _("Cộng (trên điểm tối đa áp dụng)"),
            number(shown(section.appraised.maximum)),
            sum_text(section.self_assessed),
            sum_text(section.appraised),
            "",
            index_text(section.appraised),
        )
    )
    return table(headings, rows, right=(2, 3, 4, 5))


def _difference(value: Decimal | None) -> str:
    if not value:
        return ""
    text = number(shown(abs(value)))
    return f"+{text}" if value > 0 else f"−{text}"


def _notes(one: CriterionScore) -> Iterator[str]:
    """What must be known of a criterion besides its points."""
    appraised = one.appraised
    if appraised.state in STATES:
        state = _(STATES[appraised.state])
        yield f"{state}: {_(appraised.reason)}" if appraised.reason else state
    if one.is_conflict and appraised.state is not PointState.DISPUTED:
        yield _("Xung đột chưa quyết định")
    for typed, words in (
        (one.claimed, N_("Đơn vị tự chấm, {who} ghi {when}")),
        (one.own, N_("Đoàn cho điểm, {who} ghi {when}")),
    ):
        yield from _typed(typed, words)
    if one.reason_text:
        yield _("Lý do: {reason}").format(reason=one.reason_text)
    elif one.needs_reason and appraised.state is not PointState.UNEXPLAINED:
        yield _("Thiếu lý do lệch điểm")


def _typed(typed: TypedPoints, words: str) -> Iterator[str]:
    if typed.is_beyond:
        yield _("Điểm đã ghi «{value}» không hợp với tiêu chí, không tính").format(
            value=str(typed.register.value)
        )
    elif typed.points is not None and typed.register.heads:
        head = typed.register.heads[-1]
        yield _(words).format(who=head.author, when=moment(head.wall))


def _summary(scores: InspectionScores) -> str:
    rows = [
        (
            one.label.in_(language()),
            sum_text(one.self_assessed),
            index_text(one.self_assessed),
            sum_text(one.appraised),
            index_text(one.appraised),
        )
        for one in scores.sections
    ]
    rows.append(
        (
            _("Cả phiếu"),
            sum_text(scores.self_assessed),
            index_text(scores.self_assessed),
            sum_text(scores.appraised),
            index_text(scores.appraised),
        )
    )
    headings = (_("Phần"), _("Tự chấm"), _("Đạt"), _("Thẩm định"), _("Đạt"))
    return table(headings, rows, right=(1, 2, 3, 4))


def _remarks(scores: InspectionScores) -> Iterator[str]:
    if not scores.appraised.is_final or not scores.self_assessed.is_final:
        yield _("Số trong ngoặc là tạm tính trên các tiêu chí đã có điểm.")
    missing = [one.criterion.name for one in scores.missing_reasons]
    if missing:
        yield _("{count} tiêu chí lệch điểm hoặc không áp dụng mà chưa có lý do: {names}").format(
            count=number(len(missing)), names=", ".join(missing)
        )
    if scores.strays:
        yield _("Điểm đã ghi cho tiêu chí mà phiếu hiện hành không còn: {names}").format(
            names=", ".join(f"{one.key} ({one.field})" for one in scores.strays)
        )


def trip_text(trip: TripScores, section: str) -> str:
    """The units of the trip by rank; of one section where one is named."""
    if not trip.settings.is_on:
        return _(SWITCHED_OFF)
    lines = [_section_ranking(trip, section) if section else _ranking(trip)]
    if any(not one.standing.sum.is_final for one in trip.units):
        text = _("Đơn vị còn tiêu chí chưa có điểm thì chưa xếp hạng; số trong ngoặc là tạm tính.")
        lines.append(text)
    return "\n\n".join(lines)


def _ranking(trip: TripScores) -> str:
    headings = (
        _("Hạng"),
        _("Trong loại"),
        _("Đơn vị"),
        _("Loại"),
        _("Tự chấm"),
        _("Thẩm định"),
        _("Đạt"),
        _("Xếp loại"),
        _("Chưa chấm"),
        _("Thiếu lý do"),
    )
    rows = [_unit_row(one) for one in trip.ranked()]
    return table(headings, rows, right=(0, 1, 4, 5, 6, 8, 9))


def _section_ranking(trip: TripScores, name: str) -> str:
    headings = (
        _("Hạng"),
        _("Trong loại"),
        _("Đơn vị"),
        _("Loại"),
        _("Tự chấm"),
        _("Thẩm định"),
        _("Đạt"),
        _("Chưa chấm"),
    )
    found = [(one, part) for one in trip.units for part in one.sections if part.name == name]
    last = len(found) + 1
    found.sort(key=lambda pair: pair[1].standing.rank or last)
    rows = [_section_row(one, part) for one, part in found]
    return table(headings, rows, right=(0, 1, 4, 5, 6, 7))


def _unit_row(one: UnitScores) -> tuple[str, ...]:
    unit, place = one.inspection.unit, one.standing
    if one.missing_form:
        state = _("chưa có phiếu {form}").format(form=one.missing_form)
        return ("", "", unit.name, _(UNIT_KINDS[unit.kind]), "", "", "", state, "", "")
    return (
        str(place.rank or DASH),
        str(place.rank_in_kind or DASH),
        unit.name,
        _(UNIT_KINDS[unit.kind]),
        sum_text(one.self_assessed),
        sum_text(place.sum),
        index_text(place.sum),
        _(one.band) or (_("xung đột") if one.conflicts else DASH),
        number(place.sum.pending_count),
        number(one.missing_reasons),
    )


def _section_row(one: UnitScores, part: SectionStanding) -> tuple[str, ...]:
    unit, place = one.inspection.unit, part.standing
    return (
        str(place.rank or DASH),
        str(place.rank_in_kind or DASH),
        unit.name,
        _(UNIT_KINDS[unit.kind]),
        sum_text(part.self_assessed),
        sum_text(place.sum),
        index_text(place.sum),
        number(place.sum.pending_count),
    )


def mapping_text(criteria: tuple[Criterion, ...]) -> str:
    """Criteria with the codes that they map to, then each code with its criteria."""
    rows = [
        (
            one.clause,
            one.name,
            one.label.in_(language()),
            number(one.maximum),
            " ".join(one.par_index) or DASH,
        )
        for one in criteria
    ]
    headings = (_("Mục"), _("Tên câu"), _("Tiêu chí"), _("Tối đa"), _("Mã Chỉ số CCHC"))
    codes: dict[str, list[str]] = {}
    for one in criteria:
        for code in one.par_index:
            codes.setdefault(code, []).append(one.clause or one.name)
    parts = [table(headings, rows, right=(3,))]
    if codes:
        back = [(code, ", ".join(dict.fromkeys(found))) for code, found in sorted(codes.items())]
        parts.append(table((_("Mã Chỉ số CCHC"), _("Ở các mục")), back))
    return "\n\n".join(parts)
