"""``inspector finding``: shortcomings the team records, and those that answers suggest."""

from __future__ import annotations

from collections.abc import Sequence

from inspector_app.cli import documents, lookup
from inspector_app.cli.context import Context
from inspector_app.cli.naming import SEVERITIES, short
from inspector_app.cli.parser import Parser, Words
from inspector_app.cli.tables import table
from inspector_app.domain.errors import NotFoundError, UsageError
from inspector_app.domain.trip.suggestions import Suggestion, is_unchecked_basis
from inspector_app.domain.trip.values import Severity
from inspector_app.host.i18n import _
from inspector_app.services.suggested import suggested_findings

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
    suggest = group.command(
        "suggest",
        _("tồn tại thường gặp ở các câu chưa đạt; chưa ghi gì khi không có --take"),
        _suggest,
    )
    suggest.add_argument(
        "inspection", metavar=_("ĐƠN_VỊ"), help=_("tên đơn vị hoặc mã cuộc kiểm tra")
    )
    suggest.add_argument("--question", metavar=_("CÂU"), help=_("chỉ một câu"))
    suggest.add_argument(
        "--take",
        type=int,
        action="append",
        default=[],
        metavar=_("SỐ"),
        help=_("ghi gợi ý thứ mấy trong danh sách thành tồn tại; dùng được nhiều lần"),
    )
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
    parser.add_argument(
        "--evidence",
        action="append",
        metavar=_("MINH_CHỨNG"),
        help=_("mã minh chứng của đơn vị; dùng được nhiều lần, để trống là bỏ liên kết"),
    )


def _add(context: Context) -> int:
    with context.vault() as services:
        inspection = services.inspections.find(context.text("inspection"))
        question = context.text("question")
        lookup.question(services, inspection, question)
        made = services.findings.add(
            inspection.id,
            question,
            Severity(context.text("severity") or Severity.MODERATE),
            context.text("text"),
            context.text("legal_basis"),
            context.text("cause"),
            lookup.all_evidence(services, inspection, context.get("evidence") or ()),
        ).value
    text = _("Đã ghi tồn tại {id}: {text}").format(id=short(made.id), text=made.text)
    context.screen.done(documents.finding(made), text)
    return 0


def _list(context: Context) -> int:
    with context.vault() as services:
        inspection = services.inspections.find(context.text("inspection"))
        found = services.findings.list(inspection.id)
        form = services.forms.show(inspection.form_sha256)
    rows = [
        (
            short(one.id),
            one.question,
            _(SEVERITIES[one.severity]),
            one.text,
            _marked(one.legal_basis, is_unchecked_basis(form, one.question, one.legal_basis)),
            one.cause,
            ", ".join(short(ent) for ent in one.evidence),
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
        _("Minh chứng"),
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
    if not fields and context.get("evidence") is None:
        raise UsageError(what=_("chưa nêu mục nào cần sửa"), command="finding edit")
    with context.vault() as services:
        one = lookup.finding(services, context.text("finding"))
        inspection = services.inspections.show(one.inspection).inspection
        lookup.question(services, inspection, fields.get("question", ""))
        if context.get("evidence") is not None:
            found = lookup.all_evidence(services, inspection, context.get("evidence"))
            fields["evidence"] = " ".join(ent.hex() for ent in found)
        for name, text in fields.items():
            one = services.findings.edit(one.id, name, text).value
    context.screen.done(documents.finding(one), _("Đã sửa tồn tại {id}.").format(id=short(one.id)))
    return 0


def _suggest(context: Context) -> int:
    wanted: list[int] = context.get("take")
    with context.vault() as services:
        inspection = services.inspections.find(context.text("inspection"))
        question = context.text("question")
        lookup.question(services, inspection, question)
        found = [
            one
            for one in suggested_findings(services.inspections.show(inspection.id))
            if not question or one.question == question
        ]
        for number in wanted:
            if not 1 <= number <= len(found):
                raise NotFoundError(kind="gợi ý", name=str(number))
        made = [
            services.findings.add(
                inspection.id, one.question, one.severity, one.text, one.legal_basis
            ).value
            for one in (found[number - 1] for number in dict.fromkeys(wanted))
        ]
    data = {
        "suggestions": [suggestion_document(one) for one in found],
        "taken": [documents.finding(one) for one in made],
    }
    if made:
        lines = [
            _("Đã ghi tồn tại {id}: {text}").format(id=short(one.id), text=one.text) for one in made
        ]
        context.screen.done(data, "\n".join(lines))
        return 0
    context.screen.answer(data, _suggested_text(found, inspection.unit.name))
    return 0


def _suggested_text(found: Sequence[Suggestion], unit: str) -> str:
    if not found:
        return _("{unit}: không câu nào gợi ý tồn tại.").format(unit=unit)
    rows = [
        (
            str(number),
            one.clause,
            one.question,
            one.text,
            _marked(one.legal_basis, bool(one.legal_basis) and not one.is_verified),
        )
        for number, one in enumerate(found, 1)
    ]
    headings = (_("Số"), _("Mục"), _("Câu"), _("Nội dung"), _("Căn cứ"))
    advice = _("Ghi thành tồn tại: «inspector finding suggest ĐƠN_VỊ --take SỐ», rồi sửa lại.")
    return table(headings, rows) + "\n" + advice


def _marked(basis: str, is_unchecked: bool) -> str:
    """A legal basis; the form's own that nobody compared with the original is marked."""
    return _("{basis} (chưa đối chiếu)").format(basis=basis) if is_unchecked else basis


def suggestion_document(one: Suggestion) -> documents.Document:
    """A suggested finding; nothing of it is recorded."""
    return {
        "question": one.question,
        "clause": one.clause,
        "text": one.text,
        "severity": str(one.severity),
        "legal_basis": one.legal_basis,
        "is_legal_verified": one.is_verified,
    }


def _remove(context: Context) -> int:
    with context.vault() as services:
        one = lookup.finding(services, context.text("finding"))
        services.findings.remove(one.id)
    text = _("Đã gỡ tồn tại {id}. Nhật ký vẫn giữ.").format(id=short(one.id))
    context.screen.done({"id": one.id.hex(), "is_removed": True}, text)
    return 0
