"""``inspector report`` and ``inspector verify``: minutes written, signed, judged."""

from __future__ import annotations

from inspector_app.cli.context import Context
from inspector_app.cli.naming import progress_text
from inspector_app.cli.parser import Parser, Words
from inspector_app.cli.passphrases import read_secret
from inspector_app.cli.verdicts import verdict_document, verdict_text
from inspector_app.domain.errors import UsageError
from inspector_app.domain.report.values import USUAL_ORDER
from inspector_app.host.i18n import _
from inspector_app.host.wording import number, size
from inspector_app.services.workshop import SIGNING_FIELDS

KEY_PASSWORD_VARIABLE = "INSPECTOR_KEY_PASSWORD"  # noqa: S105 (a name, no secret)


def add(words: Words) -> None:
    """Add the commands."""
    group = words.group("report", _("biên bản kiểm tra: lập, ký số, xác thực"))
    build = group.command("build", _("lập biên bản PDF của một đơn vị"), _build)
    build.add_argument(
        "inspection", metavar=_("ĐƠN_VỊ"), help=_("tên đơn vị hoặc mã cuộc kiểm tra")
    )
    build.add_argument("--out", required=True, metavar=_("TỆP.pdf"), help=_("tệp đích"))
    build.add_argument(
        "--digital", action="store_true", help=_("bản để ký số (có ô chữ ký), thay vì ký tay")
    )
    build.add_argument("--replace", action="store_true", help=_("ghi đè tệp đã có"))
    sign = group.command("sign", _("ký số một ô của biên bản bằng tệp .p12"), _sign)
    sign.add_argument("file", metavar=_("TỆP.pdf"), help=_("biên bản lập với --digital"))
    sign.add_argument(
        "--field",
        required=True,
        choices=USUAL_ORDER,
        help=_(
            "ô: secretary (thư ký), unit (đơn vị), witness (người chứng kiến), leader (trưởng đoàn)"
        ),
    )
    sign.add_argument("--key", required=True, metavar=_("TỆP.p12"), help=_("tệp chữ ký số"))
    sign.add_argument(
        "--key-password-file",
        metavar=_("TỆP"),
        help=_("tệp có mật khẩu của tệp .p12 (hoặc biến INSPECTOR_KEY_PASSWORD)"),
    )
    sign.add_argument("--out", required=True, metavar=_("TỆP.pdf"), help=_("tệp đã ký"))
    sign.add_argument("--replace", action="store_true", help=_("ghi đè tệp đã có"))
    _add_verify(group.command("verify", _("xác thực chữ ký số; 1 khi không hợp lệ"), _verify))
    _add_verify(words.command("verify", _("xác thực chữ ký số của một biên bản"), _verify))


def _add_verify(parser: Parser) -> None:
    parser.add_argument("file", metavar=_("TỆP.pdf"), help=_("tệp cần xác thực"))
    parser.add_argument(
        "--root",
        action="append",
        default=[],
        metavar=_("TỆP"),
        help=_("chứng thư gốc tin cậy (PEM hoặc DER); dùng nhiều lần được"),
    )
    parser.add_argument(
        "--expect",
        default=None,
        metavar=_("Ô,Ô"),
        help=_("các ô phải có chữ ký; mặc định {fields}").format(fields=", ".join(SIGNING_FIELDS)),
    )


def _build(context: Context) -> int:
    out = context.text("out")
    with context.vault() as services:
        inspection = services.inspections.find(context.text("inspection"))
        rendered = services.reports.build(
            inspection.id,
            out,
            digital=bool(context.get("digital")),
            replace=bool(context.get("replace")),
        ).value
        view = services.inspections.show(inspection.id)
    data = {
        "path": out,
        "pages": rendered.pages,
        "size": len(rendered.data),
        "fields": [one.name for one in rendered.fields],
        "font_family": rendered.font_family,
        "conflicts": view.conflicts,
    }
    text = _("Đã lập biên bản của {unit}: {path}, {pages} trang, {size}.").format(
        unit=view.inspection.unit.name,
        path=out,
        pages=number(rendered.pages),
        size=size(len(rendered.data)),
    )
    remarks = []
    if view.conflicts:
        remarks.append(_("Còn xung đột chưa quyết định: biên bản mang dấu «chưa chính thức»."))
    if view.progress.answered < view.progress.total:
        done = progress_text(view.progress)
        remarks.append(_("Phiếu mới trả lời {done} câu.").format(done=done))
    if context.get("digital") and not rendered.fields:
        remarks.append(
            _(
                "Chưa có ô ký: biên bản còn thiếu nội dung (xung đột, giờ, thành phần, ý kiến đơn vị"
                " hoặc kết luận). Bổ sung rồi lập lại."
            )
        )
    text = "\n".join([text, *remarks])
    context.screen.done(data, text)
    return 0


def _sign(context: Context) -> int:
    out, field = context.text("out"), context.text("field")
    with context.vault() as services:
        password = read_secret(
            _("Mật khẩu của tệp .p12: "),
            context.get("key_password_file"),
            KEY_PASSWORD_VARIABLE,
            "--key-password-file",
            context.place,
        )
        verdict = services.reports.sign(
            context.text("file"),
            out,
            field,
            context.text("key"),
            password,
            replace=bool(context.get("replace")),
        )
    signer = next((one.signer for one in verdict.signatures if one.field == field), "")
    data = {
        "path": out,
        "field": field,
        "signer": signer,
        "sha256": verdict.sha256,
        "size": verdict.size,
        "signatures": len(verdict.signatures),
    }
    text = _("{signer} đã ký ô {field}: {path}").format(signer=signer, field=field, path=out)
    context.screen.done(data, text)
    return 0


def _verify(context: Context) -> int:
    path = context.text("file")
    said = context.get("expect")
    expected = None if said is None else [one.strip() for one in said.split(",") if one.strip()]
    unknown = set(expected or ()) - set(USUAL_ORDER)
    if unknown:
        what = _("không có ô ký «{fields}»").format(fields=", ".join(sorted(unknown)))
        raise UsageError(what=what, command="verify")
    verdict = context.workshop.verify_report(path, context.get("root"), expected)
    context.screen.answer(verdict_document(verdict, path), verdict_text(verdict, path))
    return 0 if verdict.is_valid else 1
