"""Answers without a place in the present form, as a terminal shows them."""

from __future__ import annotations

from collections.abc import Sequence

from inspector_app.cli.naming import log_value
from inspector_app.cli.tables import table
from inspector_app.domain.log.change import Value
from inspector_app.domain.trip.values import Side
from inspector_app.host.i18n import _, language
from inspector_app.host.wording import DASH, moment
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
        _("Người ghi"),
        _("Lúc"),
    )
    return _("Trả lời không còn chỗ trong phiếu hiện hành") + "\n" + table(headings, rows)


def _row(one: LeftoverView) -> tuple[str, ...]:
    heads = [head for side in (one.verified, one.reported, one.note) for head in side.heads]
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
        newest.author if newest else DASH,
        moment(newest.wall) if newest else DASH,
    )


def _cell(one: LeftoverView, side: Side, value: Value) -> str:
    """What was recorded on one side, and what was only begun there."""
    recorded = log_value(value, one.question if side is not Side.NOTE else None)
    if side not in one.drafts:
        return recorded
    begun = _("đang gõ dở: {text}").format(text=one.drafts[side])
    return begun if recorded == DASH else f"{recorded}; {begun}"
