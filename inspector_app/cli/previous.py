"""``inspector trip import-previous``: what the last trip recorded, beside this year's answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from inspector_app.cli.context import Context
from inspector_app.cli.parser import Words
from inspector_app.cli.passphrases import read_secret
from inspector_app.cli.tables import table
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.previous import PreviousTrip, UnitMatches
from inspector_app.host.i18n import _
from inspector_app.host.wording import day, number

PASSPHRASE_VARIABLE: Final = "INSPECTOR_FROM_PASSPHRASE"  # noqa: S105 (a name, no secret)


def add(group: Words) -> None:
    """Add the command to ``inspector trip``."""
    take = group.command(
        "import-previous",
        _("lấy kết quả kỳ trước từ kho của đợt trước; kho đó không bị ghi"),
        _import,
    )
    take.add_argument(
        "--from",
        dest="source",
        required=True,
        metavar=_("THƯ_MỤC"),
        help=_("thư mục kho dữ liệu của đợt trước"),
    )
    take.add_argument(
        "--from-passphrase-file",
        metavar=_("TỆP"),
        help=_("tệp có mật khẩu của kho đó ở dòng đầu (hoặc biến INSPECTOR_FROM_PASSPHRASE)"),
    )
    take.add_argument(
        "--replace",
        action="store_true",
        help=_("thay kết quả đã lấy từ kho của một đợt khác"),
    )
    take.add_argument("--dry-run", action="store_true", help=_("chỉ xem khớp những đơn vị nào"))


def _import(context: Context) -> int:
    secret = read_secret(
        _("Mật khẩu kho của đợt trước: "),
        context.get("from_passphrase_file"),
        PASSPHRASE_VARIABLE,
        "--from-passphrase-file",
        context.place,
    )
    with context.vault() as services:
        trip = context.workshop.read_previous(
            context.text("source"), secret, context.screen.progress
        )
        if context.get("dry_run"):
            matches, written = services.previous.match(trip), 0
        else:
            taken = services.previous.take_over(trip, replace=bool(context.get("replace"))).value
            matches, written = taken.matches, taken.written
        names = {row.inspection.id: row.inspection.unit.name for row in services.inspections.list()}
    data = {
        "trip": {
            "id": trip.id.hex(),
            "title": trip.title,
            "starts": trip.starts.isoformat() if trip.starts else None,
            "ends": trip.ends.isoformat() if trip.ends else None,
        },
        "matched": [
            {
                "inspection": ent.hex(),
                "unit": names[ent],
                "former": one.unit,
                "answers": len(one.answers),
                "findings": len(one.findings),
                "requirements_open": len(one.requirements),
                "requirements_closed": one.closed,
            }
            for ent, one in matches.matched
        ],
        "new": list(matches.new),
        "gone": list(matches.gone),
        "ambiguous": list(matches.ambiguous),
        "unreadable": list(trip.unreadable),
        "written": written,
    }
    text = _text(trip, matches, names)
    if not context.get("dry_run"):
        text += "\n\n" + _("Đã ghi vào {count} cuộc kiểm tra.").format(count=number(written))
    context.screen.answer(data, text)
    return 0


def _text(trip: PreviousTrip, matches: UnitMatches, names: dict[EntityId, str]) -> str:
    head = _("Kỳ trước: {title} ({starts} – {ends})").format(
        title=trip.title, starts=day(trip.starts), ends=day(trip.ends)
    )
    rows = [
        (
            names[ent],
            one.unit,
            number(len(one.answers)),
            number(len(one.findings)),
            number(len(one.requirements)),
        )
        for ent, one in matches.matched
    ]
    headings = (
        _("Đơn vị"),
        _("Kỳ trước"),
        _("Trả lời"),
        _("Tồn tại"),
        _("Yêu cầu còn mở"),
    )
    parts = [head, table(headings, rows, right=(2, 3, 4)) if rows else _("Không đơn vị nào khớp.")]
    for title, found in (
        (_("Kỳ này mới có"), matches.new),
        (_("Chỉ có ở kỳ trước"), matches.gone),
        (_("Trùng tên, không rõ là đơn vị nào"), matches.ambiguous),
        (_("Không đọc được vì thiếu phiếu"), trip.unreadable),
    ):
        if found:
            parts.append(_names(title, found))
    return "\n\n".join(parts)


def _names(title: str, found: Sequence[str]) -> str:
    return "\n".join([title, *(f"  • {name}" for name in found)])
