"""``inspector conflict``: what people answered differently; a leader decides, nothing is lost."""

from __future__ import annotations

from inspector_app.cli import documents
from inspector_app.cli.context import Context
from inspector_app.cli.naming import SIDES, register_name, register_value
from inspector_app.cli.parser import Words
from inspector_app.cli.tables import table
from inspector_app.domain.errors import NotFoundError
from inspector_app.domain.log.change import Value
from inspector_app.host.i18n import _, language
from inspector_app.host.wording import moment, number
from inspector_app.services.views import ConflictView, HeadView


def add(words: Words) -> None:
    """Add the commands."""
    group = words.group("conflict", _("xung đột: các giá trị khác nhau của cùng một ô"))
    group.command("list", _("các xung đột đang mở; trạng thái 1 khi còn"), _list)
    resolve = group.command("resolve", _("quyết định một xung đột (trưởng đoàn)"), _resolve)
    resolve.add_argument("conflict", metavar=_("XUNG_ĐỘT"), help=_("mã xung đột hoặc đầu mã"))
    choice = resolve.add_mutually_exclusive_group(required=True)
    choice.add_argument(
        "--choose",
        metavar=_("SỐ"),
        help=_("giữ giá trị thứ mấy trong danh sách, hoặc đầu mã thay đổi"),
    )
    choice.add_argument("--value", metavar=_("GIÁ_TRỊ"), help=_("ghi một giá trị khác"))
    resolve.add_argument(
        "--reason", required=True, metavar=_("LÝ_DO"), help=_("vì sao; lưu cùng quyết định")
    )


def _list(context: Context) -> int:
    with context.vault() as services:
        conflicts = services.conflicts.list()
    if not conflicts:
        text = _("Không có xung đột nào.")
    else:
        parts = [_("Có {count} xung đột:").format(count=number(len(conflicts)))]
        parts += [_described(one) for one in conflicts]
        parts.append(_("Quyết định: «inspector conflict resolve MÃ --choose SỐ --reason LÝ_DO»."))
        text = "\n\n".join(parts)
    context.screen.answer({"conflicts": [documents.conflict(one) for one in conflicts]}, text)
    return 1 if conflicts else 0


def _resolve(context: Context) -> int:
    with context.vault() as services:
        found = services.conflicts.find(context.text("conflict"))
        choose = context.get("choose")
        outcome = services.conflicts.resolve(
            found.id,
            choose=_head(found, choose).change if choose is not None else None,
            text=context.get("value"),
            reason=context.text("reason"),
        )
        left = len(services.conflicts.list())
    view = outcome.value
    data = {
        "conflict": found.id,
        "value": documents.plain(view.value),
        "is_conflict": view.is_conflict,
        "conflicts_open": left,
    }
    text = _("Đã quyết định: {what} = {value}.").format(
        what=_name(found), value=_value(found, view.value)
    )
    text += "\n" + (
        _("Còn {count} xung đột.").format(count=number(left)) if left else _("Không còn xung đột.")
    )
    context.screen.done(data, text)
    return 0


def _head(conflict: ConflictView, choose: str) -> HeadView:
    if choose.isdecimal() and 1 <= int(choose) <= len(conflict.heads):
        return conflict.heads[int(choose) - 1]
    found = [one for one in conflict.heads if len(choose) >= 4 and one.change.startswith(choose)]
    if len(found) != 1:
        raise NotFoundError(kind="giá trị trong xung đột", name=choose)
    return found[0]


def _described(conflict: ConflictView) -> str:
    unit = f"{conflict.inspection.unit.name} · " if conflict.inspection else ""
    lines = [f"[{conflict.id[:8]}] {unit}{_name(conflict)}"]
    asked = conflict.question or conflict.criterion
    if asked is not None:
        lines.append(f"  {asked.label.in_(language())}")
    rows = [
        (
            str(index),
            _("gỡ bỏ") if head.is_deletion else _value(conflict, head.value),
            head.author,
            head.device,
            moment(head.wall),
        )
        for index, head in enumerate(conflict.heads, 1)
    ]
    headings = (_("Số"), _("Giá trị"), _("Người ghi"), _("Máy"), _("Lúc"))
    lines += [f"  {line}" for line in table(headings, rows).splitlines()]
    if conflict.base is not None:
        before = _value(conflict, conflict.base.value)
        lines.append("  " + _("Trước đó: {value}").format(value=before))
    if conflict.earlier:
        lines.append("  " + _("Đã từng quyết định: {reason}").format(reason=conflict.earlier))
    return "\n".join(lines)


def _value(conflict: ConflictView, value: Value) -> str:
    return register_value(conflict.register.path, value, conflict.question)


def _name(conflict: ConflictView) -> str:
    if conflict.question is not None and conflict.side is not None:
        return f"{conflict.question.name} ({_(SIDES[conflict.side])})"
    return register_name(conflict.register.path)
