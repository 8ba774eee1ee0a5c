"""``inspector card``: the public part of a person on a device."""

from __future__ import annotations

import sys
from typing import Final

from inspector_app.cli import documents, lookup
from inspector_app.cli.context import Context
from inspector_app.cli.naming import ROLES, fingerprint
from inspector_app.cli.parser import Words
from inspector_app.cli.passphrases import confirm, is_interactive
from inspector_app.cli.qr import qr_lines
from inspector_app.cli.tables import pairs, table
from inspector_app.domain.errors import CancelledError
from inspector_app.domain.trip.card_codes import CardMatch
from inspector_app.host.i18n import N_, _
from inspector_app.services.views import CardView

_MATCHES: Final = {
    CardMatch.SAME: N_("Mã QR đúng là của thẻ này."),
    CardMatch.OTHER_TEXT: N_(
        "Mã QR cùng máy nhưng KHÔNG đúng tệp thẻ này: tên, chức vụ hoặc cơ quan đã ghi khác."
        " Xin chủ thẻ xuất lại thẻ rồi quét lại."
    ),
    CardMatch.OTHER_DEVICE: N_("Mã QR KHÔNG phải của thẻ này: đừng ghi nhận thẻ."),
}


def add(words: Words) -> None:
    """Add the commands."""
    group = words.group("card", _("thẻ nhận diện: khóa công khai của một người trên một máy"))
    show = group.command("show", _("xem thẻ của mình, hoặc ghi ra tệp để gửi"), _show)
    show.add_argument("--out", metavar=_("TỆP"), help=_("ghi thẻ ra tệp .inspcard"))
    show.add_argument(
        "--qr", action="store_true", help=_("vẽ mã QR trong cửa sổ lệnh để người khác quét")
    )
    show.add_argument("--qr-out", metavar=_("TỆP"), help=_("ghi mã QR ra tệp .png hoặc .svg"))
    compare = group.command(
        "verify-qr", _("so dòng chữ quét được từ mã QR với thẻ (0: đúng, 1: không)"), _verify_qr
    )
    compare.add_argument("text", metavar=_("DÒNG_CHỮ"), help=_("chữ trong mã QR: INSPCARD1:…"))
    compare.add_argument(
        "file",
        nargs="?",
        default="",
        metavar=_("TỆP"),
        help=_("tệp .inspcard cần so; không ghi thì so với các thẻ đã ghi nhận"),
    )
    take = group.command("import", _("ghi nhận thẻ của người khác"), _import)
    take.add_argument("file", metavar=_("TỆP"), help=_("tệp .inspcard"))
    take.add_argument(
        "--fingerprint",
        default="",
        metavar=_("TÁM_TỪ"),
        help=_("vân tay nghe chủ thẻ đọc, hoặc chữ quét từ mã QR của họ; khác thì từ chối"),
    )
    take.add_argument(
        "--member",
        default="",
        metavar=_("TÊN"),
        help=_("thành viên nào của đợt; mặc định theo tên trùng nhau"),
    )
    take.add_argument(
        "--head-office",
        action="store_true",
        help=_("thẻ của cơ quan cấp trên: mọi gói của đoàn cũng được mã hóa cho họ"),
    )
    group.command("list", _("các thẻ đã ghi nhận trong kho"), _list)


def _show(context: Context) -> int:
    out, picture = context.text("out"), context.text("qr_out")
    with context.vault() as services:
        view = services.cards.own()
        if picture:
            services.cards.export_qr(picture)
        if out:
            services.cards.export(out)
        matrix = services.cards.qr(view.code) if context.get("qr") else None
    data = {**documents.card(view), "path": out or None, "qr_path": picture or None}
    text = _described(view)
    if matrix is not None:
        text += "\n\n" + qr_lines(matrix, is_terminal=sys.stdout.isatty())
        text += "\n" + view.code
    if out:
        text += "\n\n" + _(
            "Đã ghi thẻ vào «{path}». Gửi tệp này và đọc vân tay qua điện thoại để đối chiếu."
        ).format(path=out)
    if picture:
        text += "\n\n" + _("Đã ghi mã QR vào «{path}».").format(path=picture)
    context.screen.answer(data, text)
    return 0


def _verify_qr(context: Context) -> int:
    scanned, path = context.text("text"), context.text("file")
    if path:  # whoever compares before there is a vault has a file and a code
        found = context.workshop.compare_card(scanned, path)
    else:
        with context.vault() as services:
            found = services.cards.compare_qr(scanned)
    card = found.card
    text = _(_MATCHES[found.match])
    if card is None:
        text = _("Không có thẻ nào đã ghi nhận của máy mà mã QR nêu.")
    else:
        text += "\n" + _described(card)
    data = {
        "match": str(found.match) if card else "unknown",
        "is_same": found.is_same,
        "card": documents.card(card) if card else None,
    }
    context.screen.answer(data, text)
    return 0 if found.is_same else 1


def _import(context: Context) -> int:
    path, said = context.text("file"), context.text("fingerprint")
    with context.vault() as services:
        if not said and is_interactive() and not context.screen.is_json:
            context.screen.remark(_described(services.cards.peek(path)))
            if not confirm(_("Chủ thẻ đọc đúng các từ trên? (c/K) ")):
                raise CancelledError
            said = services.cards.peek(path).fingerprint
        name = context.text("member")
        member = lookup.member(services, name).id if name else None
        view = services.cards.import_(
            path, member, said, is_office=bool(context.get("head_office"))
        ).value
    data = {**documents.card(view), "is_compared": bool(said)}
    text = _("Đã ghi nhận thẻ của {name}.").format(name=view.name) + "\n" + _described(view)
    if not said:
        text += "\n\n" + _(
            "Chưa đối chiếu vân tay: gọi cho chủ thẻ, đọc đủ tám từ. Nếu khác, đừng dùng gói của họ."
        )
    context.screen.done(data, text)
    return 0


def _list(context: Context) -> int:
    with context.vault() as services:
        cards = services.cards.list()
    rows = [
        (
            view.name + (f" ({_('máy này')})" if view.is_own else ""),
            _role_text(view),
            view.device,
            view.device_id[:8],
            view.fingerprint,
        )
        for view in cards
    ]
    headings = (_("Họ và tên"), _("Vai trò"), _("Máy"), _("Mã"), _("Vân tay"))
    text = table(headings, rows)
    if len(cards) < 2:
        text += "\n\n" + _("Chưa có thẻ của ai khác: «inspector card import TỆP».")
    context.screen.answer({"cards": [documents.card(view) for view in cards]}, text)
    return 0


def _role_text(view: CardView) -> str:
    if view.is_office:
        return _("cơ quan cấp trên")
    return _(ROLES[view.member.role]) if view.member else _("chưa gắn với thành viên")


def _described(view: CardView) -> str:
    member = view.member
    return pairs(
        [
            (_("Họ và tên"), view.name),
            (_("Chức vụ"), view.post),
            (_("Cơ quan"), view.agency),
            (_("Máy"), f"{view.device} ({view.device_id[:8]})"),
            (_("Trong đoàn"), f"{member.name}, {_(ROLES[member.role])}" if member else ""),
            (_("Vân tay"), fingerprint(view.fingerprint)),
        ]
    )
