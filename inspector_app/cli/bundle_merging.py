"""``inspector bundle merge``: other people's bundles taken in, whole or not at all."""

from __future__ import annotations

from inspector_app.cli import bundle_looking, bundle_secrets, documents
from inspector_app.cli.bundle_receipts import receipt_document
from inspector_app.cli.context import Context
from inspector_app.cli.naming import RECEIPTS, fingerprint
from inspector_app.cli.parser import Words
from inspector_app.cli.screen import error_document
from inspector_app.cli.tables import pairs
from inspector_app.domain.errors import CancelledError, InspectorError
from inspector_app.host.i18n import _
from inspector_app.host.wording import error_texts, moment, number
from inspector_app.services.exchange import BundleReceipt
from inspector_app.services.workshop import Services


def add(group: Words) -> None:
    """Add the command."""
    merge = group.command("merge", _("nhập các gói; gộp lại lần nữa không đổi gì"), _merge)
    merge.add_argument(
        "files",
        nargs="+",
        metavar=_("TỆP"),
        help=_("các gói .inspb theo thứ tự bất kỳ, hoặc thư mục có các gói"),
    )
    merge.add_argument(
        "--dry-run", action="store_true", help=_("chỉ xem mỗi gói sẽ thêm gì, không ghi gì")
    )
    merge.add_argument(
        "--receipt-out",
        default="",
        metavar=_("TỆP"),
        help=_("ghi ngay biên nhận ra tệp hoặc thư mục này, để trả người gửi"),
    )
    merge.add_argument(
        "--fingerprint",
        default="",
        metavar=_("TÁM_TỪ"),
        help=_("vân tay nghe người gửi đọc, khi chưa có thẻ của họ và thẻ đi trong gói"),
    )
    bundle_secrets.add_options(merge)


def _merge(context: Context) -> int:
    """Each bundle by itself: a refused one changes nothing and does not stop the others."""
    if context.get("dry_run"):
        return bundle_looking.look(context)
    secret, words = bundle_secrets.passphrase(context), context.text("fingerprint")
    data: documents.Document = {}
    texts: list[str] = []
    with context.vault() as services:
        paths = bundle_looking.gathered(services, context.get("files"))
        found = _merge_all(context, services, paths, secret, words)
        taken = [one for one in found.values() if isinstance(one, BundleReceipt)]
        out = context.text("receipt_out")
        if out and any(one.status != "held" for one in taken):
            view = services.handovers.write_receipt(out)
            data["receipt"] = receipt_document(view)
            texts.append(_("Đã ghi biên nhận «{path}».").format(path=view.path))
    errors = [one for one in found.values() if isinstance(one, InspectorError)]
    data["receipts"] = [_document(path, one) for path, one in found.items()]
    if errors:
        data["error"] = error_document(errors[0])
    texts = [_text(path, one) for path, one in found.items()] + texts
    if taken and (count := taken[-1].conflicts_open):
        texts.append(
            _("Còn {count} xung đột chờ trưởng đoàn quyết định: «inspector conflict list».").format(
                count=number(count)
            )
        )
    context.screen.answer(data, "\n\n".join(texts))
    if errors:
        return errors[0].exit_status
    return 1 if any(one.status == "held" for one in taken) else 0


_Found = dict[str, BundleReceipt | InspectorError]


def _merge_all(
    context: Context, services: Services, paths: tuple[str, ...], secret: str, words: str
) -> _Found:
    """Merge in the order given; what waits for others is tried again after them."""
    found: _Found = {}
    waiting = list(paths)
    while waiting:
        held = []
        for path in waiting:
            try:
                receipt = services.bundles.merge_one(
                    path, context.screen.progress, passphrase=secret, fingerprint=words
                )
            except CancelledError:
                raise
            except InspectorError as error:
                found[path] = error
                continue
            found[path] = receipt
            if receipt.status == "held" and receipt.missing:
                held.append(path)
        waiting = held if len(held) < len(waiting) else []
    return {path: found[path] for path in paths}


def _document(path: str, found: BundleReceipt | InspectorError) -> documents.Document:
    if isinstance(found, InspectorError):
        return {"path": path, "status": "refused", "error": error_document(found)}
    return documents.receipt(found)


def _text(path: str, found: BundleReceipt | InspectorError) -> str:
    return _refused_text(path, found) if isinstance(found, InspectorError) else receipt_text(found)


def receipt_text(receipt: BundleReceipt) -> str:
    """The receipt of one bundle; both sides can compare its counts."""
    return pairs(
        [
            (_("Gói"), receipt.path),
            (_("Kết quả"), _(RECEIPTS.get(receipt.status, receipt.status))),
            (_("Người gửi"), f"{receipt.sender} ({receipt.device})"),
            (_("Lần xuất"), f"{number(receipt.export_number)}, {moment(receipt.created)}"),
            (_("Đã nhập ngày"), moment(receipt.imported) if receipt.imported else ""),
            (_("Cần có trước"), _missing_text(receipt)),
            (_("Phần"), _part_text(receipt)),
            (
                _("Thay đổi"),
                _("{new} mới, {known} đã có").format(
                    new=number(receipt.changes_new), known=number(receipt.changes_known)
                ),
            ),
            (
                _("Minh chứng"),
                _("{new} mới, {known} đã có, {absent} chưa kèm theo").format(
                    new=number(receipt.evidence_new),
                    known=number(receipt.evidence_known),
                    absent=number(receipt.evidence_absent),
                ),
            ),
            (
                _("Xung đột"),
                _("{new} mới, {open} đang mở").format(
                    new=number(receipt.conflicts_new), open=number(receipt.conflicts_open)
                ),
            ),
            (_("Mở lại"), _reopened(receipt)),
            (_("Phần còn thiếu"), number(receipt.gaps) if receipt.gaps else ""),
            (_("Chuỗi rẽ nhánh"), "\n".join(_(alarm) for alarm in receipt.alarms)),
            (_("Bị cách ly"), _quarantined(receipt)),
            (_("Tám từ"), fingerprint(receipt.words) if receipt.words else ""),
        ]
    )


def _reopened(receipt: BundleReceipt) -> str:
    """Which decisions no longer settle their place."""
    if not receipt.reopened:
        return ""
    return _("{count} chỗ đã quyết định nay lại là xung đột: {places}").format(
        count=number(len(receipt.reopened)), places="; ".join(receipt.reopened)
    )


def _quarantined(receipt: BundleReceipt) -> str:
    """What came in and does not count, and where to look at it."""
    if not receipt.quarantined:
        return ""
    return _(
        "{count} thay đổi của máy đã bị thu hồi, chưa được tính; xem «inspector device quarantine»"
    ).format(count=number(receipt.quarantined))


def _missing_text(receipt: BundleReceipt) -> str:
    """What a held bundle waits for, and what to do."""
    if not receipt.missing:
        return ""
    parts = [
        _("thay đổi đến {up_to} của {device} (kho này có đến {held})").format(
            up_to=number(one.up_to), device=one.device, held=number(one.held)
        )
        for one in receipt.missing
    ]
    return "; ".join(parts) + ". " + _("Nhập các gói trước hoặc xin gói đầy đủ (--whole).")


def _part_text(receipt: BundleReceipt) -> str:
    if receipt.parts < 2:
        return ""
    text = f"{receipt.part}/{receipt.parts}"
    if not receipt.missing_parts:
        return text + ", " + _("đã đủ các phần")
    missing = ", ".join(f"{one}/{receipt.parts}" for one in receipt.missing_parts)
    return text + ", " + _("còn thiếu phần {parts}").format(parts=missing)


def _refused_text(path: str, error: InspectorError) -> str:
    message, remedy = error_texts(error)
    return pairs(
        [
            (_("Gói"), path),
            (_("Kết quả"), _(RECEIPTS["refused"])),
            (_("Lý do"), message),
            (_("Cách làm"), remedy),
        ]
    )
