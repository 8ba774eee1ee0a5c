"""``inspector bundle merge --dry-run``: what each bundle would bring, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from inspector_app.cli import bundle_secrets, documents
from inspector_app.cli.context import Context
from inspector_app.cli.screen import error_document
from inspector_app.cli.tables import pairs
from inspector_app.domain.errors import CancelledError, FileAccessError, InspectorError
from inspector_app.domain.saying import said
from inspector_app.host.i18n import _
from inspector_app.host.wording import error_texts, moment, number, size
from inspector_app.services.rehearsals import BundleLook
from inspector_app.services.workshop import Services


def gathered(services: Services, paths: Sequence[str]) -> tuple[str, ...]:
    """The bundles meant; folders stand for those in them. Raises: FileAccessError for none at all."""
    found = services.carrier.gather(paths)
    if not found:
        raise FileAccessError(
            path=", ".join(paths), reason=said("không có gói đồng bộ (.inspb) nào trong đó")
        )
    return found


def look(context: Context) -> int:
    """Look at each bundle by itself; nothing is written."""
    looks: list[documents.Document] = []
    texts: list[str] = []
    first: InspectorError | None = None
    secret = bundle_secrets.passphrase(context)
    with context.vault() as services:
        for path in gathered(services, context.get("files")):
            try:
                seen = services.bundles.look(path, context.screen.progress, secret)
            except CancelledError:
                raise
            except InspectorError as error:
                first = first or error
                looks.append({"path": path, "status": "refused", "error": error_document(error)})
                texts.append(refused_text(path, error))
                continue
            looks.append(document(seen))
            texts.append(look_text(seen))
    data: documents.Document = {"bundles": looks}
    if first is not None:
        data["error"] = error_document(first)
    if len(looks) > 1:
        texts.append(
            _(
                "Mỗi gói được xem riêng với kho như bây giờ: gộp cả lượt, phần trùng nhau chỉ tính là"
                " mới một lần, và giữa các gói có thể có thêm xung đột."
            )
        )
    texts.append(_("Chưa ghi gì vào kho. Bỏ --dry-run để gộp."))
    context.screen.answer(data, "\n\n".join(texts))
    return first.exit_status if first else 0


def document(seen: BundleLook) -> documents.Document:
    """A look as it stands in JSON."""
    return {
        **asdict(seen),
        "units": list(seen.units),
        "status": "known" if seen.is_known else "new",
    }


def look_text(seen: BundleLook) -> str:
    """What one bundle would bring."""
    return pairs(
        [
            (_("Gói"), f"{seen.path} ({size(seen.size)})"),
            (_("Người gửi"), f"{seen.sender} ({seen.device})"),
            (_("Chữ ký"), _("đúng, máy gửi đã được ghi nhận")),
            (_("Lần xuất"), f"{number(seen.export_number)}, {moment(seen.created)}"),
            (_("Đơn vị"), ", ".join(seen.units)),
            (
                _("Thay đổi"),
                _("{new} mới, {known} đã có").format(
                    new=number(seen.changes_new), known=number(seen.changes_known)
                ),
            ),
            (
                _("Minh chứng"),
                _("{new} mới, {known} đã có, {absent} chưa kèm theo").format(
                    new=number(seen.evidence_new),
                    known=number(seen.evidence_known),
                    absent=number(seen.evidence_absent),
                ),
            ),
            (
                _("Xung đột"),
                _("{count} chỗ sẽ cần quyết định").format(count=number(seen.conflicts_new)),
            ),
            (_("Phần còn thiếu"), number(seen.gaps) if seen.gaps else ""),
            (_("Chuỗi rẽ nhánh"), number(seen.forks) if seen.forks else ""),
            (_("Kết quả"), _("đã có đủ, gộp không đổi gì") if seen.is_known else ""),
        ]
    )


def refused_text(path: str, error: InspectorError) -> str:
    """Why a bundle would not be taken, and what to do."""
    message, remedy = error_texts(error)
    return pairs(
        [
            (_("Gói"), path),
            (_("Kết quả"), _("sẽ bị từ chối")),
            (_("Lý do"), message),
            (_("Cách làm"), remedy),
        ]
    )
