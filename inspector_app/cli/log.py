"""``inspector log``: who wrote what, when, on which machine."""

from __future__ import annotations

from inspector_app.cli import log_verify
from inspector_app.cli.context import Context
from inspector_app.cli.documents import plain
from inspector_app.cli.naming import register_name, register_value
from inspector_app.cli.parser import Words
from inspector_app.cli.tables import table
from inspector_app.domain.errors import UsageError
from inspector_app.host.i18n import _
from inspector_app.host.wording import moment, number
from inspector_app.services.history import ChangeView

_LONGEST = 60
MOST = 1_000_000


def add(words: Words) -> None:
    """Add the commands."""
    group = words.group("log", _("nhật ký thay đổi"))
    show = group.command("show", _("những thay đổi mới nhất, mới trước"), _show)
    log_verify.add(group)
    show.add_argument("--limit", type=int, default=50, metavar=_("SỐ"), help=_("bao nhiêu dòng"))


def _show(context: Context) -> int:
    limit = int(context.get("limit"))
    if not 1 <= limit <= MOST:
        raise UsageError(
            what=_("số dòng phải từ 1 đến {most}").format(most=number(MOST)), command="log show"
        )
    with context.vault() as services:
        changes = services.log.show(limit)
    rows = [
        (
            moment(change.wall),
            change.author,
            change.device,
            register_name(change.register.path),
            _short(register_value(change.register.path, change.before)),
            _short(register_value(change.register.path, change.value)),
            change.change[:8],
        )
        for change in changes
    ]
    headings = (
        _("Lúc"),
        _("Người ghi"),
        _("Máy"),
        _("Ô"),
        _("Trước"),
        _("Sau"),
        _("Mã"),
    )
    context.screen.answer(
        {"changes": [_document(change) for change in changes]}, table(headings, rows)
    )
    return 0


def _document(change: ChangeView) -> dict[str, object]:
    return {
        "change": change.change,
        "kind": change.kind,
        "entity": change.register.ent.hex(),
        "path": change.register.path,
        "value": plain(change.value),
        "before": plain(change.before),
        "author": change.author,
        "device": change.device,
        "seq": change.seq,
        "wall": change.wall,
    }


def _short(text: str) -> str:
    text = text.replace("\n", " ")
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
