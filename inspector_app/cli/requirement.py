"""``inspector requirement``: what the unit must do, by whom, by when."""

from __future__ import annotations

from inspector_app.cli import documents, lookup
from inspector_app.cli.context import Context
from inspector_app.cli.naming import short
from inspector_app.cli.parser import Parser, Words
from inspector_app.cli.tables import table
from inspector_app.domain.errors import UsageError
from inspector_app.host.i18n import _
from inspector_app.host.wording import day

FIELDS = ("text", "responsible", "due", "finding")


def add(words: Words) -> None:
    """Add the commands."""
    group = words.group("requirement", _("yêu cầu khắc phục đối với đơn vị"))
    take = group.command("add", _("ghi một yêu cầu"), _add)
    take.add_argument("inspection", metavar=_("ĐƠN_VỊ"), help=_("tên đơn vị hoặc mã cuộc kiểm tra"))
    _add_fields(take, required=True)
    show = group.command("list", _("các yêu cầu đối với một đơn vị"), _list)
    show.add_argument("inspection", metavar=_("ĐƠN_VỊ"), help=_("tên đơn vị hoặc mã cuộc kiểm tra"))
    edit = group.command("edit", _("sửa một yêu cầu"), _edit)
    edit.add_argument("requirement", metavar=_("YÊU_CẦU"), help=_("mã yêu cầu"))
    _add_fields(edit, required=False)
    remove = group.command("remove", _("gỡ một yêu cầu"), _remove)
    remove.add_argument("requirement", metavar=_("YÊU_CẦU"), help=_("mã yêu cầu"))


def _add_fields(parser: Parser, *, required: bool) -> None:
    parser.add_argument("--text", required=required, metavar=_("NỘI_DUNG"), help=_("việc phải làm"))
    parser.add_argument("--responsible", metavar=_("AI"), help=_("người chịu trách nhiệm"))
    parser.add_argument("--due", metavar=_("NGÀY"), help=_("thời hạn, dd/MM/yyyy"))
    parser.add_argument(
        "--finding", metavar=_("TỒN_TẠI"), help=_("mã tồn tại mà yêu cầu này xử lý")
    )


def _add(context: Context) -> int:
    with context.vault() as services:
        inspection = services.inspections.find(context.text("inspection"))
        finding = context.text("finding")
        made = services.requirements.add(
            inspection.id,
            context.text("text"),
            context.text("responsible"),
            context.text("due"),
            lookup.finding(services, finding).id if finding else None,
        ).value
    text = _("Đã ghi yêu cầu {id}: {text}").format(id=short(made.id), text=made.text)
    context.screen.done(documents.requirement(made), text)
    return 0


def _list(context: Context) -> int:
    with context.vault() as services:
        inspection = services.inspections.find(context.text("inspection"))
        found = services.requirements.list(inspection.id)
    rows = [
        (
            short(one.id),
            one.text,
            one.responsible,
            day(one.due),
            short(one.finding) if one.finding else "",
        )
        for one in found
    ]
    headings = (_("Mã"), _("Việc phải làm"), _("Ai chịu trách nhiệm"), _("Thời hạn"), _("Tồn tại"))
    text = (
        table(headings, rows)
        if rows
        else _("{unit} chưa có yêu cầu nào.").format(unit=inspection.unit.name)
    )
    context.screen.answer({"requirements": [documents.requirement(one) for one in found]}, text)
    return 0


def _edit(context: Context) -> int:
    fields = {name: context.get(name) for name in FIELDS if context.get(name) is not None}
    if not fields:
        raise UsageError(what=_("chưa nêu mục nào cần sửa"), command="requirement edit")
    with context.vault() as services:
        one = lookup.requirement(services, context.text("requirement"))
        if fields.get("finding"):
            fields["finding"] = lookup.finding(services, fields["finding"]).id.hex()
        for name, text in fields.items():
            one = services.requirements.edit(one.id, name, text).value
    text = _("Đã sửa yêu cầu {id}.").format(id=short(one.id))
    context.screen.done(documents.requirement(one), text)
    return 0


def _remove(context: Context) -> int:
    with context.vault() as services:
        one = lookup.requirement(services, context.text("requirement"))
        services.requirements.remove(one.id)
    text = _("Đã gỡ yêu cầu {id}. Nhật ký vẫn giữ.").format(id=short(one.id))
    context.screen.done({"id": one.id.hex(), "is_removed": True}, text)
    return 0
