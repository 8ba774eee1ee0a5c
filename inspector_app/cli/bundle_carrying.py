"""``inspector bundle copy|drives``: a file onto a stick, read back before anybody pulls it."""

from __future__ import annotations

from dataclasses import asdict

from inspector_app.cli.context import Context
from inspector_app.cli.documents import Document
from inspector_app.cli.parser import Words
from inspector_app.cli.tables import pairs, table
from inspector_app.host.i18n import _
from inspector_app.host.wording import size
from inspector_app.services.carrying import CarriedFile


def add(group: Words) -> None:
    """Add the commands."""
    copy = group.command(
        "copy", _("chép gói sang USB hoặc thư mục khác rồi đọc lại để đối chiếu"), _copy
    )
    copy.add_argument("files", nargs="+", metavar=_("TỆP"), help=_("tệp cần chép"))
    copy.add_argument(
        "--to", required=True, metavar=_("THƯ_MỤC"), help=_("thư mục trên USB hoặc ổ khác")
    )
    group.command("drives", _("liệt kê USB đang cắm và chỗ còn trống"), _drives)


def _copy(context: Context) -> int:
    """Each file by itself, in order; the first that fails ends the command."""
    carrier = context.workshop.carrier
    folder = context.text("to")
    copies = [carrier.copy(path, folder, context.screen.progress) for path in context.get("files")]
    found: Document = {
        "copies": [asdict(one) for one in copies],
        "is_safe_to_remove": all(one.is_settled for one in copies),
    }
    texts = [_text(one) for one in copies]
    texts.append(parting_words(copies))
    context.screen.done(found, "\n\n".join(texts))
    return 0


def _text(copy: CarriedFile) -> str:
    return pairs(
        [
            (_("Bản chép"), f"{copy.path} ({size(copy.size)})"),
            ("SHA-256", copy.sha256),
            (_("Đối chiếu"), proof_words(copy)),
        ]
    )


def proof_words(copy: CarriedFile) -> str:
    """How it is known that the copy is good, without a word too many."""
    if copy.was_there:
        return _("đã có sẵn trên thiết bị, đọc lại giống hệt tệp gốc")
    if copy.is_past_memory:
        return _("đã đọc lại từ thiết bị, giống hệt tệp gốc")
    return _("đã đọc lại, giống hệt tệp gốc (hệ điều hành có thể trả lời từ bộ nhớ của máy)")


def parting_words(copies: list[CarriedFile]) -> str:
    """Whether the stick may be pulled now."""
    if all(one.is_settled for one in copies):
        return _("Có thể rút USB an toàn.")
    return _("Trước khi rút USB, hãy dùng «Ngắt thiết bị an toàn» của hệ điều hành.")


def _drives(context: Context) -> int:
    found = context.workshop.carrier.drives()
    if not found:
        text = _("Không thấy USB nào đang cắm.")
    else:
        headings = (_("Thư mục"), _("Tên"), _("Còn trống"), _("Tổng"), _("Định dạng"))
        rows = [
            (
                one.path,
                one.name,
                _("chỉ đọc") if one.is_read_only else size(one.free),
                size(one.total),
                one.kind,
            )
            for one in found
        ]
        text = table(headings, rows, right=(2, 3))
    context.screen.answer({"drives": [asdict(one) for one in found]}, text)
    return 0
