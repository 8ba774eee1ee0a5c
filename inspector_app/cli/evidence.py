"""``inspector evidence``: files and photos, kept encrypted."""

from __future__ import annotations

from inspector_app.cli import documents, lookup, uploads
from inspector_app.cli.context import Context
from inspector_app.cli.naming import short
from inspector_app.cli.parser import Words
from inspector_app.cli.tables import table
from inspector_app.host.i18n import _
from inspector_app.host.wording import size


def add(words: Words) -> None:
    """Add the commands."""
    group = words.group("evidence", _("minh chứng: tệp và ảnh, lưu mã hóa; không đưa tài liệu mật"))
    take = group.command("add", _("thêm tệp làm minh chứng"), _add)
    take.add_argument("inspection", metavar=_("ĐƠN_VỊ"), help=_("tên đơn vị hoặc mã cuộc kiểm tra"))
    take.add_argument("files", nargs="+", metavar=_("TỆP"), help=_("các tệp; tệp gốc giữ nguyên"))
    take.add_argument("--question", default="", metavar=_("CÂU"), help=_("thuộc câu hỏi nào"))
    take.add_argument("--caption", default="", metavar=_("CHÚ_THÍCH"), help=_("chú thích"))
    show = group.command("list", _("minh chứng của một đơn vị"), _list)
    show.add_argument("inspection", metavar=_("ĐƠN_VỊ"), help=_("tên đơn vị hoặc mã cuộc kiểm tra"))
    export = group.command("export", _("ghi minh chứng ra tệp"), _export)
    export.add_argument("evidence", metavar=_("MINH_CHỨNG"), help=_("mã minh chứng"))
    export.add_argument("--out", required=True, metavar=_("TỆP"), help=_("tệp đích"))
    remove = group.command("remove", _("gỡ minh chứng khỏi cuộc kiểm tra"), _remove)
    remove.add_argument("evidence", metavar=_("MINH_CHỨNG"), help=_("mã minh chứng"))


def _add(context: Context) -> int:
    with context.vault() as services:
        inspection = services.inspections.find(context.text("inspection"))
        added = [
            services.evidence.add(
                inspection.id,
                path,
                context.text("question"),
                context.text("caption"),
                context.screen.progress,
            ).value
            for path in context.get("files")
        ]
        answer = uploads.hint(services.inspections.show(inspection.id), added)
    lines = [
        _("Đã thêm «{name}» ({size}), mã {id}.").format(
            name=one.name, size=size(one.size), id=short(one.id)
        )
        for one in added
    ]
    if answer:
        lines.append(
            _(
                "Tệp chưa là trả lời; muốn lấy làm trả lời:"
                " «inspector inspection answer ĐƠN_VỊ {words}»."
            ).format(words=answer)
        )
    context.screen.done({"evidence": [documents.evidence(one) for one in added]}, "\n".join(lines))
    return 0


def _list(context: Context) -> int:
    with context.vault() as services:
        inspection = services.inspections.find(context.text("inspection"))
        found = services.evidence.list(inspection.id)
    rows = [
        (
            short(one.id),
            one.question,
            one.shown_name,
            size(one.size),
            one.caption,
            _("có") if one.is_present else _("chưa về máy này"),
            one.sha256[:12],
        )
        for one in found
    ]
    headings = (
        _("Mã"),
        _("Câu"),
        _("Tệp"),
        _("Cỡ"),
        _("Chú thích"),
        _("Ở máy này"),
        "SHA-256",
    )
    text = (
        table(headings, rows, right=(3,))
        if rows
        else _("{unit} chưa có minh chứng: «inspector evidence add ĐƠN_VỊ TỆP».").format(
            unit=inspection.unit.name
        )
    )
    context.screen.answer({"evidence": [documents.evidence(one) for one in found]}, text)
    return 0


def _export(context: Context) -> int:
    out = context.text("out")
    with context.vault() as services:
        one = lookup.evidence(services, context.text("evidence"))
        services.evidence.export(one.id, out)
    text = _("Đã ghi «{name}» vào «{path}».").format(name=one.name, path=out)
    context.screen.done({**documents.evidence(one), "path": out}, text)
    return 0


def _remove(context: Context) -> int:
    with context.vault() as services:
        one = lookup.evidence(services, context.text("evidence"))
        services.evidence.remove(one.id)
    text = _("Đã gỡ «{name}». Nhật ký vẫn giữ và có thể khôi phục.").format(name=one.name)
    context.screen.done({"id": one.id.hex(), "is_removed": True}, text)
    return 0
