"""``inspector bundle watch``: a shared folder whose new bundles are merged, each file once."""

from __future__ import annotations

import time
from typing import Final

from inspector_app.cli import documents
from inspector_app.cli.context import Context
from inspector_app.cli.parser import Words
from inspector_app.cli.screen import error_document
from inspector_app.domain.errors import (
    FileAccessError,
    NoRecipientError,
    UsageError,
)
from inspector_app.host.i18n import _
from inspector_app.host.wording import error_texts, number
from inspector_app.services.exchange import BundleSummary, ReceiptView
from inspector_app.services.watching import FolderWatch, WatchResult
from inspector_app.services.workshop import Services

_SETTLING_S: Final = 2.0
"""Between the two looks of ``--once``: a file that grows shows it by then."""
_SHORTEST_S: Final = 2


def add(group: Words) -> None:
    """Add the command."""
    watch = group.command(
        "watch", _("theo dõi thư mục dùng chung: gói mới đến thì gộp, mỗi tệp một lần"), _watch
    )
    watch.add_argument("folder", metavar=_("THƯ_MỤC"), help=_("thư mục dùng chung"))
    watch.add_argument(
        "--once", action="store_true", help=_("xem một lượt rồi thôi (dùng được với --json)")
    )
    watch.add_argument(
        "--interval", type=int, default=10, metavar=_("GIÂY"), help=_("giãn cách giữa hai lượt")
    )
    watch.add_argument(
        "--send", action="store_true", help=_("đặt cả gói của kho này vào đó khi có gì mới")
    )


def _watch(context: Context) -> int:
    if context.screen.is_json and not context.get("once"):
        raise UsageError(what=_("--json cần có --once"), command=context.place)
    if context.get("interval") < _SHORTEST_S:
        text = _("--interval ít nhất {count} giây").format(count=_SHORTEST_S)
        raise UsageError(what=text, command=context.place)
    with context.vault() as services:
        watch = services.watch.begin(context.text("folder"))
        if context.get("once"):
            return _once(context, services, watch)
        return _for_ever(context, services, watch)


def _once(context: Context, services: Services, watch: FolderWatch) -> int:
    if watch.look() == () and watch.waiting:
        time.sleep(_SETTLING_S)
    results = _take(context, services, watch)
    answered = services.watch.acknowledge(watch)
    sent = services.watch.send(watch, context.screen.progress) if context.get("send") else None
    errors = [one.error for one in results if one.error is not None]
    data: documents.Document = {
        "results": [_document(one) for one in results],
        "waiting": watch.waiting,
        "receipt": answered.path if answered else None,
        "sent": documents.summary(sent) if sent else None,
    }
    if errors:
        data["error"] = error_document(errors[0])
    lines = [_line(one) for one in results] or [_("Không có gói mới.")]
    if answered is not None:
        lines.append(_receipt_line(answered))
    if sent is not None:
        lines.append(_sent_line(sent))
    context.screen.answer(data, "\n".join(lines))
    return errors[0].exit_status if errors else 0


def _for_ever(context: Context, services: Services, watch: FolderWatch) -> int:
    """Until somebody presses Ctrl+C; a share that is away is waited for."""
    said: set[tuple[str, str]] = set()
    context.screen.remark(_("Đang theo dõi {path}; Ctrl+C để thôi.").format(path=watch.folder))
    try:
        while True:
            try:
                for result in _take(context, services, watch):
                    name = (result.file.sha256, result.error.code if result.error else "")
                    if name not in said:
                        context.screen.say(_line(result))
                    said.add(name)
                answered = services.watch.acknowledge(watch)
                if answered is not None:
                    context.screen.say(_receipt_line(answered))
                if context.get("send"):
                    sent = services.watch.send(watch, context.screen.progress)
                    if sent is not None:
                        context.screen.say(_sent_line(sent))
            except (FileAccessError, NoRecipientError) as error:
                if ("", error.code) not in said:
                    context.screen.remark(" ".join(error_texts(error)))
                said.add(("", error.code))
            else:
                said.discard(("", FileAccessError.code))
            time.sleep(context.get("interval"))
    except KeyboardInterrupt:
        context.screen.remark(_("Đã thôi theo dõi; các gói đã gộp được giữ."))
        return 0


def _take(context: Context, services: Services, watch: FolderWatch) -> list[WatchResult]:
    results = []
    for file in watch.look(context.screen.progress):
        result = services.watch.take(watch, file, context.screen.progress)
        if result is not None:
            results.append(result)
    return results


def _receipt_line(answered: ReceiptView) -> str:
    return _("Đã đặt biên nhận: {path}").format(path=answered.path)


def _document(result: WatchResult) -> documents.Document:
    if result.told is not None:
        return {
            "path": result.file.path,
            "sha256": result.file.sha256,
            "status": "receipt",
            "giver": result.told.giver,
            "number": result.told.number,
        }
    if result.receipt is not None:
        return {**documents.receipt(result.receipt), "sha256": result.file.sha256}
    assert result.error is not None
    return {
        "path": result.file.path,
        "sha256": result.file.sha256,
        "status": "refused",
        "error": error_document(result.error),
    }


def _line(result: WatchResult) -> str:
    receipt = result.receipt
    if result.told is not None:
        return _("{path}: biên nhận số {number} của {name}").format(
            path=result.file.path, number=number(result.told.number), name=result.told.giver
        )
    if receipt is None:
        assert result.error is not None
        return " ".join(error_texts(result.error))
    return _(
        "{path}: {sender}, {new} thay đổi mới, {files} minh chứng, {conflicts} xung đột"
    ).format(
        path=result.file.path,
        sender=receipt.sender,
        new=number(receipt.changes_new),
        files=number(receipt.evidence_new),
        conflicts=number(receipt.conflicts_new),
    )


def _sent_line(sent: BundleSummary) -> str:
    return _("Đã đặt gói của kho này: {path}").format(path=sent.path)
