"""``inspector requirement``: what the unit must do, by whom, by when, and what it did."""

from __future__ import annotations

from inspector_app.cli import documents, lookup
from inspector_app.cli.context import Context
from inspector_app.cli.follow_up import (
    followed,
    followed_document,
    followed_table,
    remediation_document,
    today,
)
from inspector_app.cli.naming import REMEDIATION_STATES, short
from inspector_app.cli.parser import Parser, Words
from inspector_app.domain.errors import NotFoundError, UsageError
from inspector_app.domain.trip.values import RemediationState
from inspector_app.host.i18n import _
from inspector_app.host.wording import number
from inspector_app.services.records import parse_day

FIELDS = ("text", "responsible", "due", "finding", "question")


def add(words: Words) -> None:
    """Add the commands."""
    group = words.group("requirement", _("yêu cầu khắc phục đối với đơn vị"))
    take = group.command("add", _("ghi một yêu cầu"), _add)
    take.add_argument("inspection", metavar=_("ĐƠN_VỊ"), help=_("tên đơn vị hoặc mã cuộc kiểm tra"))
    _add_fields(take, required=True)
    show = group.command("list", _("các yêu cầu đối với một đơn vị, hoặc của cả đợt"), _list)
    show.add_argument(
        "inspection",
        nargs="?",
        default="",
        metavar=_("ĐƠN_VỊ"),
        help=_("tên đơn vị hoặc mã cuộc kiểm tra; không nêu thì cả đợt"),
    )
    show.add_argument("--open", action="store_true", help=_("chỉ yêu cầu chưa khắc phục xong"))
    show.add_argument(
        "--on", metavar=_("NGÀY"), help=_("xét thời hạn vào ngày nào; mặc định hôm nay")
    )
    _add_remediation(group)
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
    parser.add_argument(
        "--question", metavar=_("CÂU"), help=_("từ câu hỏi nào; mặc định là câu của tồn tại")
    )


def _add_remediation(group: Words) -> None:
    count = group.command(
        "count",
        _("số yêu cầu kỳ trước và số đã khắc phục; --write ghi vào câu của mục 1.6"),
        _count,
    )
    count.add_argument(
        "inspection", metavar=_("ĐƠN_VỊ"), help=_("tên đơn vị hoặc mã cuộc kiểm tra")
    )
    count.add_argument("--write", action="store_true", help=_("ghi vào phía đoàn xác minh"))
    count.add_argument("--replace", action="store_true", help=_("thay số khác mà đoàn đã xác minh"))
    record = group.command(
        "remediate", _("ghi việc đơn vị đã làm cho một yêu cầu, kể cả của kỳ trước"), _remediate
    )
    record.add_argument("requirement", metavar=_("YÊU_CẦU"), help=_("mã yêu cầu"))
    record.add_argument("--text", required=True, metavar=_("NỘI_DUNG"), help=_("đơn vị đã làm gì"))
    record.add_argument("--done", metavar=_("NGÀY"), help=_("làm xong ngày nào, dd/MM/yyyy"))
    record.add_argument(
        "--evidence",
        action="append",
        default=[],
        metavar=_("MINH_CHỨNG"),
        help=_("mã minh chứng của đơn vị; dùng được nhiều lần"),
    )
    for word, help_, run in (
        ("accept", _("chấp nhận kết quả khắc phục; yêu cầu khép lại"), _accept),
        ("reject", _("không chấp nhận kết quả khắc phục; yêu cầu vẫn mở"), _reject),
    ):
        decide = group.command(word, help_, run)
        decide.add_argument(
            "remediation",
            metavar=_("MÃ"),
            help=_("mã yêu cầu (kết quả mới nhất của nó) hoặc mã kết quả khắc phục"),
        )
        decide.add_argument(
            "--reason", required=word == "reject", metavar=_("LÝ_DO"), help=_("vì sao")
        )


def _add(context: Context) -> int:
    with context.vault() as services:
        inspection = services.inspections.find(context.text("inspection"))
        finding = context.text("finding")
        lookup.question(services, inspection, context.text("question"))
        made = services.requirements.add(
            inspection.id,
            context.text("text"),
            context.text("responsible"),
            context.text("due"),
            lookup.finding(services, finding).id if finding else None,
            context.text("question"),
        ).value
    text = _("Đã ghi yêu cầu {id}: {text}").format(id=short(made.id), text=made.text)
    context.screen.done(documents.requirement(made), text)
    return 0


def _list(context: Context) -> int:
    on = parse_day(context.text("on")) if context.text("on") else today()
    asked, only_open = context.text("inspection"), bool(context.get("open"))
    with context.vault() as services:
        if asked:
            inspections = [services.inspections.find(asked)]
        else:
            inspections = [row.inspection for row in services.inspections.list()]
        views = [services.inspections.show(one.id) for one in inspections]
    found = [
        (view.inspection, one)
        for view in views
        for one in followed(view, on)
        if one.state.is_open or not only_open
    ]
    if found:
        units = {one.requirement.id: of.unit.name for of, one in found}
        text = followed_table([one for _of, one in found], None if asked else units)
    else:
        empty = (
            _("{unit} không còn yêu cầu nào chưa khắc phục.")
            if only_open
            else _("{unit} chưa có yêu cầu nào.")
        )
        text = empty.format(unit=inspections[0].unit.name if asked else _("Cả đợt"))
    documents_ = [
        {"inspection": of.id.hex(), "unit": of.unit.name, **followed_document(one)}
        for of, one in found
    ]
    context.screen.answer({"on": on.isoformat(), "requirements": documents_}, text)
    return 0


def _edit(context: Context) -> int:
    fields = {name: context.get(name) for name in FIELDS if context.get(name) is not None}
    if not fields:
        raise UsageError(what=_("chưa nêu mục nào cần sửa"), command="requirement edit")
    with context.vault() as services:
        one = lookup.requirement(services, context.text("requirement"))
        if fields.get("finding"):
            fields["finding"] = lookup.finding(services, fields["finding"]).id.hex()
        if fields.get("question"):
            inspection = services.inspections.show(one.inspection).inspection
            lookup.question(services, inspection, fields["question"])
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


def _remediate(context: Context) -> int:
    with context.vault() as services:
        view, asked = lookup.followed_requirement(services, context.text("requirement"))
        made = services.remediations.record(
            view.inspection.id,
            asked.id,
            context.text("text"),
            context.text("done"),
            lookup.all_evidence(services, view.inspection, context.get("evidence")),
        ).value
    text = _("Đã ghi kết quả khắc phục {id} cho yêu cầu {requirement}.").format(
        id=short(made.id), requirement=short(asked.id)
    )
    context.screen.done(remediation_document(made), text)
    return 0


def _accept(context: Context) -> int:
    return _decide(context, RemediationState.ACCEPTED)


def _reject(context: Context) -> int:
    return _decide(context, RemediationState.REJECTED)


def _decide(context: Context, state: RemediationState) -> int:
    with context.vault() as services:
        found = lookup.remediation(services, context.text("remediation"))
        one = services.remediations.decide(found.id, state, context.text("reason")).value
    text = _("Kết quả khắc phục {id}: {state}.").format(
        id=short(one.id), state=_(REMEDIATION_STATES[one.state])
    )
    context.screen.done(remediation_document(one), text)
    return 0


def _count(context: Context) -> int:
    with context.vault() as services:
        inspection = services.inspections.find(context.text("inspection"))
        view = services.inspections.show(inspection.id)
        if view.previous is None:
            raise NotFoundError(kind="kết quả kỳ trước của", name=inspection.unit.name)
        counted = view.previous.count(view.remediations)
        if context.get("write"):
            counted = services.previous.fill_counts(
                inspection.id, replace=bool(context.get("replace"))
            ).value
    text = _("Yêu cầu kỳ trước: {due}; đã khắc phục: {met}.").format(
        due=number(counted.due), met=number(counted.met)
    )
    written = bool(context.get("write"))
    data = {"due": counted.due, "met": counted.met, "is_written": written}
    context.screen.answer(data, text)
    return 0
