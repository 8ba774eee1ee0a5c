"""Points, indices, rates and bands as the window writes and tints them."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from inspector_app.domain.form.definition import Question
from inspector_app.domain.form.rates import Rate
from inspector_app.domain.scoring.arithmetic import shown
from inspector_app.domain.scoring.bands import Band
from inspector_app.domain.scoring.criteria import Criterion
from inspector_app.domain.scoring.points import Points, PointState
from inspector_app.domain.scoring.rules import Fault
from inspector_app.domain.scoring.sums import Sum
from inspector_app.domain.scoring.wording import STATES, rule_words
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.host.i18n import _, language
from inspector_app.host.wording import DASH, moment, number
from inspector_app.services.flow_figures import Indicator
from inspector_app.services.views import RegisterView

_STEPS: Final = (Tone.GOOD, Tone.ACCENT, Tone.NEUTRAL, Tone.WARN, Tone.BAD)


def amount(points: Decimal) -> str:
    """Points with two decimals at most: ``1,5``."""
    return number(shown(points))


def points_text(points: Points) -> str:
    """``1,5``; ``KAD`` where the criterion does not apply, a dash for what is not known."""
    if points.state is PointState.NOT_APPLICABLE:
        return _("KAD")
    return DASH if points.points is None else amount(points.points)


def state_text(points: Points) -> str:
    """What stands behind points that are no number; empty for a number."""
    if points.state is PointState.NOT_APPLICABLE:
        return (
            _("Không áp dụng: {why}").format(why=_(points.reason))
            if points.reason
            else _("Không áp dụng")
        )
    return _(STATES[points.state]) if points.state in STATES else ""


def index_text(total: Sum) -> str:
    """``87,89 %``; in brackets while criteria are pending, a dash without any points."""
    if total.index is not None:
        return f"{number(shown(total.index), 2)} %"
    if total.is_final or total.so_far is None:
        return DASH
    return f"({number(shown(total.so_far), 2)} %)"


def sum_text(total: Sum) -> str:
    """``57,5/65``: points of the applicable maximum."""
    return f"{amount(total.points)}/{amount(total.applicable)}"


def rate_text(rate: Rate | None) -> str:
    """``98,12 %``; a dash where nothing is known or the denominator is zero."""
    percent = rate.percent if rate is not None else None
    return DASH if percent is None else f"{number(shown(percent), 2)} %"


def indicator_name(indicator: Indicator) -> str:
    """What a rate is called."""
    return {
        Indicator.ON_TIME: _("Đúng hạn"),
        Indicator.OVERDUE: _("Hồ sơ quá hạn"),
        Indicator.ONLINE: _("Nộp trực tuyến"),
        Indicator.POSTAL: _("Qua bưu chính"),
    }[indicator]


def indicator_meaning(indicator: Indicator) -> str:
    """Which two numbers a rate compares."""
    return {
        Indicator.ON_TIME: _("Hồ sơ giải quyết trước hạn và đúng hạn / hồ sơ đã giải quyết"),
        Indicator.OVERDUE: _("Hồ sơ quá hạn (đã và đang giải quyết) / hồ sơ đã và đang giải quyết"),
        Indicator.ONLINE: _("Hồ sơ tiếp nhận trực tuyến / hồ sơ tiếp nhận mới"),
        Indicator.POSTAL: _("Hồ sơ tiếp nhận qua bưu chính công ích / hồ sơ tiếp nhận mới"),
    }[indicator]


def rule_text(criterion: Criterion, question: Question | None = None) -> str:
    """The rule of a criterion in words."""
    rule = criterion.rule
    if rule is None:
        return _("Đoàn tự cho điểm")
    if isinstance(rule, Fault):
        return _("Quy tắc không đọc được: {what}").format(what=_(rule.what))
    choices = question.choices if question is not None else ()
    labels = {one.name: one.label.in_(language()) or one.name for one in choices}
    return _(rule_words(rule, number, criterion.measure, labels))


def typed_by(register: RegisterView) -> str:
    """Who wrote the values of a register, and when; empty when nobody did."""
    return " · ".join(
        f"{head.author}, {moment(head.wall)}" for head in register.heads if not head.is_deletion
    )


def band_tone(name: str, bands: Sequence[Band]) -> Tone:
    """The tone of a band by its place: the best is good, the last bad."""
    names = [band.name for band in bands]
    if name not in names:
        return Tone.NEUTRAL
    if len(names) == 1:
        return Tone.ACCENT
    return _STEPS[round(names.index(name) * (len(_STEPS) - 1) / (len(names) - 1))]
