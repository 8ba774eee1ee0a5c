"""``inspector finding``: shortcomings the team records."""

from __future__ import annotations

from inspector_app.cli import documents, lookup
from inspector_app.cli.context import Context
from inspector_app.cli.naming import SEVERITIES, short
from inspector_app.cli.parser import Parser, Words
from inspector_app.cli.tables import table
from inspector_app.domain.errors import NotFoundError, UsageError
from inspector_app.domain.trip.values import Severity
from inspector_app.host.i18n import _

FIELDS = ("text", "question", "severity", "legal_basis", "cause")


def add(words: Words) -> None:
    """Add the commands."""
    group = words.group("finding", _("tồn tại, hạn chế mà đoàn ghi nhận"))
    take = group.command("add", _("ghi một tồn tại"), _add)
    take.add_argument("inspection", metavar=_("ĐƠN_VỊ"), help=_("tên đơn vị hoặc mã cuộc kiểm tra"))
    _add_fields(take, required=True)
    show = group.command("list", _("các tồn tại của một đơn vị"), _list)
    show.add_argument("inspection", metavar=_("ĐƠN_VỊ"), help=_("tên đơn vị hoặc mã cuộc kiểm tra"))
    edit = group.command("edit", _("sửa một tồn tại"), _edit)
    edit.add_argument("finding", metavar=_("TỒN_TẠI"), help=_("mã tồn tại"))
    _add_fields(edit, required=False)
    remove = group.command("remove", _("gỡ một tồn tại"), _remove)
    remove.add_argument("finding", metavar=_("TỒN_TẠI"), help=_("mã tồn tại"))


def _add_fields(parser: Parser, *, required: bool) -> None:
    parser.add_argument("--text", required=required, metavar=_("NỘI_DUNG"), help=_("nội dung"))
    parser.add_argument("--question", metavar=_("CÂU"), help=_("từ câu hỏi nào"))
    parser.add_argument(
        "--severity",
        choices=[str(one) for one in Severity],
        help=_("mức độ: minor (nhẹ), moderate (vừa), serious (nặng)"),
    )
    parser.add_argument(
        "--basis", dest="legal_basis", metavar=_("CĂN_CỨ"), help=_("căn cứ pháp lý")
    )
    parser.add_argument("--cause", metavar=_("NGUYÊN_NHÂN"), help=_("nguyên nhân"))


def _add(context: Context) -> int:
    with context.vault() as services:
        inspection = services.inspections.find(context.text("inspection"))
        question = context.text("question")
        if question and question not in services.forms.show(inspection.form_sha256).questions:
            raise NotFoundError(kind="câu hỏi", name=question)
        made = services.findings.add(
            inspection.id,
            question,
            Severity(context.text("severity") or Severity.MODERATE),
            context.text("text"),
            context.text("legal_basis"),
            context.text("cause"),
        ).value
    text = _("Đã ghi tồn tại {id}: {text}").format(id=short(made.id), text=made.text)
    context.screen.done(documents.finding(made), text)
    return 0


def _list(context: Context) -> int:
    with context.vault() as services:
        inspection = services.inspections.find(context.text("inspection"))
        found = services.findings.list(inspection.id)
    rows = [
        (
            short(one.id),
            one.question,
            _(SEVERITIES[one.severity]),
            one.text,
            one.legal_basis,
            one.cause,
        )
        for one in found
    ]
    headings = (
        _("Mã"),
        _("Câu"),
        _("Mức độ"),
        _("Nội dung"),
        _("Căn cứ"),
        _("Nguyên nhân"),
    )
    text = (
        table(headings, rows)
        if rows
        else _("{unit} chưa có tồn tại nào được ghi.").format(unit=inspection.unit.name)
    )
    context.screen.answer({"findings": [documents.finding(one) for one in found]}, text)
    return 0


def _edit(context: Context) -> int:
    fields = {name: context.get(name) for name in FIELDS if context.get(name) is not None}
    if not fields:
        raise UsageError(what=_("chưa nêu mục nào cần sửa"), command="finding edit")
    with context.vault() as services:
        one = lookup.finding(services, context.text("finding"))
        for name, text in fields.items():
            one = services.findings.edit(one.id, name, text).value
    context.screen.done(documents.finding(one), _("Đã sửa tồn tại {id}.").format(id=short(one.id)))
    return 0


def _remove(context: Context) -> int:
    with context.vault() as services:
        one = lookup.finding(services, context.text("finding"))
        services.findings.remove(one.id)
    text = _("Đã gỡ tồn tại {id}. Nhật ký vẫn giữ.").format(id=short(one.id))
    context.screen.done({"id": one.id.hex(), "is_removed": True}, text)
    return 0
