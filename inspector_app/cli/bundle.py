"""``inspector bundle``: one's work sealed and signed, other people's taken in."""

from __future__ import annotations

import re
from typing import Final

from inspector_app.cli import (
    bundle_carrying,
    bundle_merging,
    bundle_planning,
    bundle_receipts,
    bundle_secrets,
    bundle_watching,
    documents,
)
from inspector_app.cli.context import Context
from inspector_app.cli.naming import fingerprint
from inspector_app.cli.parser import Parser, Words
from inspector_app.cli.tables import pairs
from inspector_app.domain.errors import UsageError
from inspector_app.host.i18n import N_, _
from inspector_app.host.wording import number, size
from inspector_app.services.exchange import (
    FAT32_PART_BYTES,
    MIN_PART_BYTES,
    BundleSummary,
    ExportOptions,
)

_UNITS: Final = {"B": 1, "KB": 10**3, "MB": 10**6, "GB": 10**9}
PURPOSES = {"trip": N_("gói đợt kiểm tra"), "changes": N_("gói đồng bộ")}


def add(words: Words) -> None:
    """Add the commands."""
    group = words.group("bundle", _("gói đồng bộ: thay đổi và minh chứng, đã ký và mã hóa"))
    export = group.command(
        "export", _("ghi vào một gói những gì người nhận chưa có (lần đầu: mọi thay đổi)"), _export
    )
    export.add_argument("--out", required=True, metavar=_("TỆP"), help=_("tệp hoặc thư mục đích"))
    add_export_options(export)
    inspect = group.command("inspect", _("xem trong gói có gì, không nhập"), _inspect)
    inspect.add_argument("file", metavar=_("TỆP"), help=_("gói .inspb"))
    bundle_secrets.add_options(inspect)
    bundle_merging.add(group)
    bundle_receipts.add(group)
    bundle_carrying.add(group)
    bundle_watching.add(group)
    bundle_planning.add(group)


def add_export_options(command: Parser) -> None:
    """What can be chosen of a bundle or pack that is written."""
    command.add_argument(
        "--whole",
        action="store_true",
        help=_("ghi đầy đủ, kể cả phần người nhận đã báo là có"),
    )
    command.add_argument(
        "--max-size",
        default="",
        metavar=_("CỠ"),
        help=_(
            "tách thành nhiều gói, mỗi gói không quá cỡ này: 15MB (thư điện tử), 4GB (USB FAT32)"
        ),
    )
    bundle_secrets.add_options(command)


def export_options(context: Context) -> ExportOptions:
    """The choices of the command. Raises: UsageError, FileAccessError, CancelledError."""
    said = context.text("max_size")
    return ExportOptions(
        is_whole=bool(context.get("whole")),
        passphrase=bundle_secrets.passphrase(context, is_new=True),
        max_bytes=part_bytes(said, context.place) if said else 0,
    )


def part_bytes(text: str, place: str) -> int:
    """``15MB``, ``4GB``, ``300000``: bytes of a part. Raises: UsageError."""
    match = re.fullmatch(r"(\d{1,12})\s*(KB|MB|GB|B)?", text.strip().upper())
    if match is None:
        raise UsageError(
            what=_("cỡ «{text}» không hiểu được; ví dụ: 15MB, 4GB").format(text=text), command=place
        )
    found = int(match[1]) * _UNITS[match[2] or "B"]
    if match[2] == "GB" and match[1] == "4":
        found = FAT32_PART_BYTES
    if found < MIN_PART_BYTES:
        raise UsageError(
            what=_("cỡ phần quá nhỏ, ít nhất {size}").format(size=size(MIN_PART_BYTES)),
            command=place,
        )
    return found


def _export(context: Context) -> int:
    options = export_options(context)
    with context.vault() as services:
        written = services.bundles.export_parts(
            context.text("out"), options, context.screen.progress
        )
    data = documents.summary(written[0])
    if len(written) > 1:
        data["further"] = [documents.summary(one) for one in written[1:]]
    texts = [summary_text(one) for one in written]
    texts.append(words_text(written[0].words))
    if not written[0].is_whole and not (written[0].changes or written[0].evidence):
        texts.append(_("Người nhận đã có đủ; gói này không thêm gì. Gói đầy đủ: thêm --whole."))
    context.screen.done(data, "\n\n".join(texts))
    return 0


def words_text(words: str) -> str:
    """What to do with the eight words of a state."""
    return _("Tám từ để đối chiếu sau khi người nhận gộp: {words}").format(words=fingerprint(words))


def _inspect(context: Context) -> int:
    secret = bundle_secrets.passphrase(context)
    with context.vault() as services:
        summary = services.bundles.inspect(context.text("file"), secret)
    context.screen.answer(documents.summary(summary), summary_text(summary))
    return 0


def _readers(summary: BundleSummary) -> str:
    """Who can open a bundle, by name; the sender's own card is understood."""
    names = list(summary.recipient_names)
    unknown = len(summary.recipients) - 1 - len(names)
    if unknown > 0:
        names.append(_("{count} thẻ máy này chưa có").format(count=number(unknown)))
    return ", ".join(names) or _("chỉ người gửi")


def summary_text(summary: BundleSummary) -> str:
    """What an export wrote, or what a bundle holds."""
    return pairs(
        [
            (_("Tệp"), f"{summary.path} ({size(summary.size)})"),
            (_("Loại"), _(PURPOSES.get(summary.purpose, summary.purpose))),
            (_("Người gửi"), f"{summary.sender}, {_('lần xuất')} {number(summary.export_number)}"),
            (
                _("Người nhận"),
                _("ai biết mật khẩu của gói") if summary.is_locked else _readers(summary),
            ),
            (
                _("Phần"),
                f"{summary.part}/{summary.parts}" if summary.parts > 1 else "",
            ),
            (
                _("Phạm vi"),
                _("đầy đủ") if summary.is_whole else _("tiếp theo phần người nhận đã có"),
            ),
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
