"""Conflicts and decisions in the words of a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from inspector_app.cli.naming import SIDES, register_name, register_value
from inspector_app.cli.tables import table
from inspector_app.domain.log.change import Value
from inspector_app.domain.log.entity import LIFE
from inspector_app.host.i18n import N_, _, language
from inspector_app.host.wording import claimed, number
from inspector_app.services.conflict_views import (
    BatchPlan,
    ConflictKind,
    ConflictSide,
    ConflictState,
    ConflictView,
    DecisionView,
)

KINDS: Final = {
    str(ConflictKind.ANSWER): N_("trả lời"),
    str(ConflictKind.NOTE): N_("ghi chú"),
    str(ConflictKind.POINTS): N_("điểm"),
    str(ConflictKind.FINDING): N_("tồn tại"),
    str(ConflictKind.REQUIREMENT): N_("yêu cầu"),
    str(ConflictKind.REMEDIATION): N_("kết quả khắc phục"),
    str(ConflictKind.EVIDENCE): N_("minh chứng"),
    str(ConflictKind.SESSION): N_("buổi làm việc"),
    str(ConflictKind.FRAME): N_("thông tin đợt kiểm tra"),
    str(ConflictKind.FORM): N_("phiếu"),
    str(ConflictKind.PREVIOUS): N_("kỳ trước"),
    str(ConflictKind.REMOVAL): N_("gỡ bỏ và sửa"),
}
STATES: Final = {
    ConflictState.OPEN: N_("đang mở"),
    ConflictState.REOPENED: N_("mở lại"),
    ConflictState.DECIDED: N_("đã quyết định"),
}
HOW: Final = {
    "both": N_("lấy cả hai"),
    "other": N_("ghi giá trị khác"),
    "keep": N_("giữ lại"),
    "remove": N_("gỡ bỏ"),
}


def described(conflict: ConflictView) -> str:
    """One conflict: where, what, the sides, what stood before, what was decided."""
    unit = f"{conflict.inspection.unit.name} · " if conflict.inspection else ""
    marks = f"{_(KINDS[conflict.kind])}, {_(STATES[conflict.state])}"
    lines = [f"[{conflict.id[:8]}] {unit}{name(conflict)} ({marks})"]
    asked = conflict.question or conflict.criterion
    if asked is not None:
        lines.append(f"  {asked.label.in_(language())}")
    elif conflict.subject:
        lines.append(f"  {conflict.subject}")
    headings = ("", _("Giá trị"), _("Người ghi"), _("Máy"), _("Lúc"))
    lines += [f"  {line}" for line in table(headings, list(_rows(conflict))).splitlines()]
    if conflict.base is not None:
        before = _value(conflict, conflict.base.value)
        lines.append("  " + _("Trước đó: {value}").format(value=before))
    if conflict.has_both and conflict.state is not ConflictState.DECIDED:
        both = _value(conflict, conflict.both)
        lines.append("  " + _("Lấy cả hai: {value}").format(value=both))
    if conflict.decision is not None:
        lines += [f"  {line}" for line in _decision(conflict, conflict.decision)]
    return "\n".join(lines)


def _rows(conflict: ConflictView) -> Iterator[tuple[str, str, str, str, str]]:
    for number_, side in enumerate(conflict.sides):
        for place, head in enumerate(side.heads):
            yield (
                letter(number_) if place == 0 else "",
                side_text(conflict, side) if place == 0 else "",
                head.author,
                head.device,
                claimed(head.wall, head.ahead_ms),
            )


def _decision(conflict: ConflictView, one: DecisionView) -> Iterator[str]:
    chosen = _(HOW[one.how]) + ": " if one.how in ("both", "other") else ""
    value = chosen + decision_value(conflict, one)
    yield _("Đã quyết định: {value} ({who}, {when}). Lý do: {reason}").format(
        value=value,
        who=one.head.author,
        when=claimed(one.head.wall, one.head.ahead_ms),
        reason=one.reason,
    )
    if one.undone is not None:
        reason = f": {one.undone_reason}" if one.undone_reason else ""
        yield _("Đã lấy lại quyết định ({who}, {when}){reason}").format(
            who=one.undone.author, when=claimed(one.undone.wall, 0), reason=reason
        )
    elif conflict.state is ConflictState.REOPENED:
        new = ", ".join(letter(at) for at, side in enumerate(conflict.sides) if side.is_new)
        yield _("Giá trị đến sau quyết định: {sides}").format(sides=new or "–")
    elif not one.is_current:
        yield _("Ô này đã được sửa sau quyết định.")


def letter(place: int) -> str:
    """How a side is called: A, B and so on."""
    return chr(ord("A") + place) if place < 26 else str(place + 1)


def side_text(conflict: ConflictView, side: ConflictSide) -> str:
    """A side in one line."""
    if side.is_deletion:
        return _("gỡ bỏ")
    if conflict.is_removal:
        edits = [
            f"{register_name(one.path)}: {register_value(one.path, one.head.value)}"
            for one in side.edits
            if one.path != conflict.register.path
        ]
        return _("giữ lại") + (f" ({'; '.join(edits)})" if edits else "")
    words = _(side.words) if conflict.register.path == LIFE and side.words else side.words
    text = words or _value(conflict, side.value)
    marks = [_("mới đến")] if side.is_new else []
    if side.restored_by:
        marks.append(_("{who} đưa trở lại").format(who=side.restored_by))
    return f"{text} [{', '.join(marks)}]" if marks else text


def decision_value(conflict: ConflictView, one: DecisionView) -> str:
    """What a decision wrote, in one line."""
    if conflict.is_removal or one.how in ("keep", "remove"):
        return _(HOW["remove"]) if one.is_deletion else _(HOW["keep"])
    return _("gỡ bỏ") if one.is_deletion else _value(conflict, one.value)


def decided_text(conflict: ConflictView, value: Value, chosen: str | None) -> str:
    """What was just decided."""
    side = next(
        (one for one in conflict.sides if any(head.change == chosen for head in one.heads)), None
    )
    text = side_text(conflict, side) if side is not None else _value(conflict, value)
    return _("Đã quyết định: {what} = {value}.").format(what=name(conflict), value=text)


def plan_text(plan: BatchPlan, *, is_done: bool) -> str:
    """What a batch decides or has decided, one by one, and what it leaves."""
    title = _("Đã quyết định {count} xung đột theo giá trị của {who}:")
    if not is_done:
        title = _("Sẽ quyết định {count} xung đột theo giá trị của {who}:")
    lines = [title.format(count=number(len(plan.taken)), who=plan.person)]
    for one, side in plan.taken:
        lines.append(f"  [{one.id[:8]}] {_place(one)} = {side_text(one, side)}")
    if plan.left:
        lines.append(_("Để lại {count} xung đột:").format(count=number(len(plan.left))))
        lines += [
            f"  [{left.conflict.id[:8]}] {_place(left.conflict)}: {_(left.why)}"
            for left in plan.left
        ]
    if not is_done:
        lines.append(_("Chưa ghi gì. Thêm --yes để quyết định."))
    return "\n".join(lines)


def _place(conflict: ConflictView) -> str:
    unit = f"{conflict.inspection.unit.name} · " if conflict.inspection else ""
    return unit + name(conflict)


def name(conflict: ConflictView) -> str:
    """The name of the register."""
    if conflict.question is not None and conflict.side is not None:
        return f"{conflict.question.name} ({_(SIDES[conflict.side])})"
    what = register_name(conflict.register.path)
    return f"{what} · {conflict.subject[:60]}" if conflict.subject else what


def _value(conflict: ConflictView, value: Value) -> str:
    text = register_value(conflict.register.path, value, conflict.question)
    return text.replace("\n", " ⏎ ")
