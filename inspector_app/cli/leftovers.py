"""Answers without a place in the present form, as a terminal shows them."""

from __future__ import annotations

from collections.abc import Sequence

from inspector_app.cli.naming import SIDES, side_value
from inspector_app.cli.tables import table
from inspector_app.domain.log.change import Value
from inspector_app.domain.trip.values import FIGURE_SIDES, Side
from inspector_app.host.i18n import _, language
from inspector_app.host.wording import DASH, moment
from inspector_app.services.sides import registers_of
from inspector_app.services.views import LeftoverView


def leftovers_text(found: Sequence[LeftoverView]) -> str:
    """A titled table: what was asked, what was answered, by whom; empty when there are none."""
    if not found:
        return ""
    rows = [_row(one) for one in found]
    headings = (
        _("Tên câu"),
        _("Phần"),
        _("Câu hỏi"),
        _("Báo cáo"),
        _("Xác minh"),
        _("Ghi chú"),
        _("Nguồn, kỳ số liệu"),
        _("Người ghi"),
        _("Lúc"),
    )
    return _("Trả lời không còn chỗ trong phiếu hiện hành") + "\n" + table(headings, rows)


def _row(one: LeftoverView) -> tuple[str, ...]:
    heads = [head for side in registers_of(one).values() for head in side.heads]
    newest = max(heads, key=lambda head: head.wall, default=None)
    label = one.question.label.in_(language()) if one.question else ""
    place = one.table.in_(language())
    return (
        one.name,
        one.section.in_(language()),
        f"{place}: {label}" if place else label,
        _cell(one, Side.REPORTED, one.reported.value),
        _cell(one, Side.VERIFIED, one.verified.value),
        _cell(one, Side.NOTE, one.note.value),
        _about_figure(one),
        newest.author if newest else DASH,
        moment(newest.wall) if newest else DASH,
    )


def _about_figure(one: LeftoverView) -> str:
    cells = [(side, _cell(one, side, registers_of(one)[side].value)) for side in FIGURE_SIDES]
    said = [f"{_(SIDES[side])}: {text}" for side, text in cells if text != DASH]
    return "; ".join(said) or DASH


def _cell(one: LeftoverView, side: Side, value: Value) -> str:
    """What was recorded on one side, and what was only begun there."""
    recorded = side_value(side, value, one.question)
    if side not in one.drafts:
        return recorded
    begun = _("đang gõ dở: {text}").format(text=one.drafts[side])
    return begun if recorded == DASH else f"{recorded}; {begun}"
