"""``inspector bundle``: one's work sealed and signed, other people's taken in."""

from __future__ import annotations

from inspector_app.cli import (
    bundle_carrying,
    bundle_looking,
    bundle_planning,
    bundle_watching,
    documents,
)
from inspector_app.cli.context import Context
from inspector_app.cli.naming import RECEIPTS
from inspector_app.cli.parser import Words
from inspector_app.cli.screen import error_document
from inspector_app.cli.tables import pairs
from inspector_app.domain.errors import CancelledError, InspectorError
from inspector_app.host.i18n import N_, _
from inspector_app.host.wording import error_texts, moment, number, size
from inspector_app.services.exchange import BundleReceipt, BundleSummary

PURPOSES = {"trip": N_("gói đợt kiểm tra"), "changes": N_("gói đồng bộ")}


def add(words: Words) -> None:
    """Add the commands."""
    group = words.group("bundle", _("gói đồng bộ: thay đổi và minh chứng, đã ký và mã hóa"))
    export = group.command(
        "export", _("ghi mọi thay đổi của kho vào một gói cho trưởng đoàn"), _export
    )
    export.add_argument("--out", required=True, metavar=_("TỆP"), help=_("tệp hoặc thư mục đích"))
    inspect = group.command("inspect", _("xem trong gói có gì, không nhập"), _inspect)
    inspect.add_argument("file", metavar=_("TỆP"), help=_("gói .inspb"))
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
    bundle_carrying.add(group)
    bundle_watching.add(group)
    bundle_planning.add(group)


def _export(context: Context) -> int:
    with context.vault() as services:
        summary = services.bundles.export(context.text("out"), context.screen.progress)
    context.screen.done(documents.summary(summary), summary_text(summary))
    return 0


def _inspect(context: Context) -> int:
    with context.vault() as services:
        summary = services.bundles.inspect(context.text("file"))
    context.screen.answer(documents.summary(summary), summary_text(summary))
    return 0


def _merge(context: Context) -> int:
    """Each bundle by itself: a refused one changes nothing and does not stop the others."""
    if context.get("dry_run"):
        return bundle_looking.look(context)
    receipts: list[documents.Document] = []
    texts: list[str] = []
    first: InspectorError | None = None
    open_conflicts = 0
    with context.vault() as services:
        for path in bundle_looking.gathered(services, context.get("files")):
            try:
                receipt = services.bundles.merge_one(path, context.screen.progress)
            except CancelledError:
                raise
            except InspectorError as error:
                first = first or error
                receipts.append({"path": path, "status": "refused", "error": error_document(error)})
                texts.append(_refused_text(path, error))
                continue
            open_conflicts = receipt.conflicts_open
            receipts.append(documents.receipt(receipt))
            texts.append(receipt_text(receipt))
    data: documents.Document = {"receipts": receipts}
    if first is not None:
        data["error"] = error_document(first)
    if open_conflicts:
        texts.append(
            _("Còn {count} xung đột chờ trưởng đoàn quyết định: «inspector conflict list».").format(
                count=number(open_conflicts)
            )
        )
    context.screen.answer(data, "\n\n".join(texts))
    return first.exit_status if first else 0


def receipt_text(receipt: BundleReceipt) -> str:
    """The receipt of one bundle; both sides can compare its counts."""
    return pairs(
        [
            (_("Gói"), receipt.path),
            (_("Kết quả"), _(RECEIPTS.get(receipt.status, receipt.status))),
            (_("Người gửi"), f"{receipt.sender} ({receipt.device})"),
            (_("Lần xuất"), f"{number(receipt.export_number)}, {moment(receipt.created)}"),
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
            (_("Phần còn thiếu"), number(receipt.gaps) if receipt.gaps else ""),
            (_("Chuỗi rẽ nhánh"), "\n".join(_(alarm) for alarm in receipt.alarms)),
            (_("Bị cách ly"), _quarantined(receipt)),
        ]
    )


def _quarantined(receipt: BundleReceipt) -> str:
    """What came in and does not count, and where to look at it."""
    if not receipt.quarantined:
        return ""
    return _(
        "{count} thay đổi của máy đã bị thu hồi, chưa được tính; xem «inspector device quarantine»"
    ).format(count=number(receipt.quarantined))


def summary_text(summary: BundleSummary) -> str:
    """What an export wrote, or what a bundle holds."""
    return pairs(
        [
            (_("Tệp"), f"{summary.path} ({size(summary.size)})"),
            (_("Loại"), _(PURPOSES.get(summary.purpose, summary.purpose))),
            (_("Người gửi"), f"{summary.sender}, {_('lần xuất')} {number(summary.export_number)}"),
            (_("Người nhận"), _("{count} thẻ").format(count=len(summary.recipients))),
            (_("Thay đổi"), number(summary.changes)),
            (
                _("Minh chứng"),
                number(summary.evidence)
                + (
                    ", " + _("{count} chưa có ở máy này").format(count=number(summary.absent))
                    if summary.absent
                    else ""
                ),
            ),
            (
                _("Phiếu, thẻ"),
                f"{number(summary.forms)}, {number(summary.cards)}"
                if summary.forms or summary.cards
                else "",
            ),
            ("SHA-256", summary.sha256),
        ]
    )


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
