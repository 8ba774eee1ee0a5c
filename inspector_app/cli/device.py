"""``inspector device``: the laptops of the trip, and how far each is trusted."""

from __future__ import annotations

from dataclasses import asdict

from inspector_app.cli import documents
from inspector_app.cli.context import Context
from inspector_app.cli.naming import ROLES, fingerprint, register_name, register_value
from inspector_app.cli.parser import Parser, Words
from inspector_app.cli.tables import pairs, table
from inspector_app.domain.log.change import DEVICE_PATHS, Value
from inspector_app.host.history_wording import BETWEEN, subject_text
from inspector_app.host.i18n import _
from inspector_app.host.wording import DASH, moment, number
from inspector_app.services.device_views import DeviceView, QuarantinedView, Trust

_SHOWN_ID = 12
_LONGEST_NAME = 40


def add(words: Words) -> None:
    """Add the commands."""
    group = words.group("device", _("máy của những người cùng đợt: tin đến đâu, còn thiếu gì"))
    group.command("list", _("các máy đã biết, vì sao tin, thay đổi mới nhất đang có"), _list)
    revoke = group.command(
        "revoke", _("thu hồi một máy: chỉ tin đến một thay đổi, phần sau bị cách ly"), _revoke
    )
    _add_device(revoke)
    _add_reason(revoke)
    revoke.add_argument(
        "--at",
        default="",
        metavar=_("THAY_ĐỔI"),
        help=_(
            "thay đổi cuối cùng còn tin: số, 0 là không tin gì, hoặc mã; mặc định mới nhất đang có"
        ),
    )
    restore = group.command("restore", _("rút lại việc thu hồi một máy"), _restore)
    _add_device(restore)
    _add_reason(restore)
    held = group.command("quarantine", _("những thay đổi bị cách ly, chưa được tính"), _quarantine)
    held.add_argument("device", nargs="?", default="", metavar=_("MÁY"), help=_("chỉ của máy này"))
    adopt = group.command("adopt", _("nhận lại từng thay đổi bị cách ly"), _adopt)
    adopt.add_argument(
        "changes", nargs="+", metavar=_("THAY_ĐỔI"), help=_("mã trong «device quarantine»")
    )
    _add_reason(adopt)
    renew = group.command(
        "renew", _("cấp định danh mới cho máy này, khi kho bị nhân bản hay máy bị thu hồi"), _renew
    )
    _add_reason(renew)


def _add_device(parser: Parser) -> None:
    parser.add_argument("device", metavar=_("MÁY"), help=_("tên máy, hoặc phần đầu của mã máy"))


def _add_reason(parser: Parser) -> None:
    parser.add_argument("--reason", required=True, metavar=_("LÝ_DO"), help=_("vì sao"))


def _list(context: Context) -> int:
    with context.vault() as services:
        views = services.devices.list()
    rows = [
        (
            f"{view.name} ({view.id[:8]})",
            view.person,
            _(ROLES[view.role]) if view.role else DASH,
            "; ".join(statuses(view)),
            _held(view),
            fingerprint(view.fingerprint) if view.fingerprint else DASH,
        )
        for view in views
    ]
    headings = (
        _("Máy"),
        _("Người dùng"),
        _("Vai trò"),
        _("Tình trạng"),
        _("Thay đổi mới nhất"),
        _("Vân tay"),
    )
    context.screen.answer({"devices": [document(view) for view in views]}, table(headings, rows))
    return 0


def _revoke(context: Context) -> int:
    with context.vault() as services:
        wanted = services.devices.find(context.text("device"))
        view = services.devices.revoke(wanted.id, context.text("reason"), context.text("at")).value
    first = view.revocations[0]
    text = _("Đã thu hồi «{name}» của {person}: chỉ tin đến thay đổi {seq}.").format(
        name=view.name, person=view.person, seq=number(first.seq)
    )
    if view.quarantined:
        text += "\n" + _(
            "{count} thay đổi bị cách ly: xem «inspector device quarantine», nhận lại từng thay đổi"
            " bằng «inspector device adopt»."
        ).format(count=number(view.quarantined))
    text += "\n" + _(
        "Mọi kho trong đoàn sẽ theo khi gộp gói tiếp theo của bạn. Gói gửi đi không còn mã hóa cho"
        " máy này."
    )
    context.screen.done(document(view), text)
    return 0


def _restore(context: Context) -> int:
    with context.vault() as services:
        wanted = services.devices.find(context.text("device"))
        view = services.devices.restore(wanted.id, context.text("reason")).value
    text = _("Đã rút lại việc thu hồi «{name}»: mọi thay đổi của máy lại được tính.").format(
        name=view.name
    )
    context.screen.done(document(view), text)
    return 0


def _quarantine(context: Context) -> int:
    name = context.text("device")
    with context.vault() as services:
        device = services.devices.find(name).id if name else ""
        views = services.devices.quarantine(device)
    data = {"changes": [held_document(view) for view in views]}
    if not views:
        context.screen.answer(data, _("Không có thay đổi nào bị cách ly."))
        return 0
    rows = [
        (
            view.change[:_SHOWN_ID],
            f"{view.device} {number(view.seq)}",
            view.author,
            moment(view.wall),
            held_place(view),
            held_value(view, view.value),
            held_value(view, view.current),
        )
        for view in views
    ]
    headings = (
        _("Mã"),
        _("Máy, số"),
        _("Người ghi"),
        _("Lúc"),
        _("Ô"),
        _("Giá trị bị cách ly"),
        _("Đang được tính"),
    )
    text = table(headings, rows)
    text += "\n\n" + _("Nhận lại từng thay đổi: «inspector device adopt MÃ --reason LÝ_DO».")
    context.screen.answer(data, text)
    return 0


def held_place(view: QuarantinedView) -> str:
    """What a quarantined change is about: ``UBND xã A · câu 1.7 · đoàn xác minh``."""
    path = view.register.path
    if view.subject is None:
        return ": ".join(one for one in (view.place, register_name(path)) if one)
    if path in DEVICE_PATHS:
        return register_name(path) + BETWEEN + view.subject.name
    return subject_text(view.subject, longest=_LONGEST_NAME) or register_name(path)


def held_value(view: QuarantinedView, value: Value) -> str:
    """A value of it in words; a dash where the program wrote it for itself."""
    path = view.register.path
    return DASH if path in DEVICE_PATHS else register_value(path, value, view.question)


def _adopt(context: Context) -> int:
    with context.vault() as services:
        views = services.devices.adopt(context.get("changes"), context.text("reason")).value
    lines = [
        _("Đã nhận lại thay đổi {seq} của «{device}»: {register} = {value}").format(
            seq=number(view.seq),
            device=view.device,
            register=held_place(view),
            value=held_value(view, view.value),
        )
        for view in views
    ]
    context.screen.done({"changes": [held_document(view) for view in views]}, "\n".join(lines))
    return 0


def _renew(context: Context) -> int:
    with context.vault() as services:
        card = services.devices.renew(context.text("reason"))
    text = "\n".join(
        (
            _("Máy này đã có định danh mới. Mọi việc đã ghi trong kho còn nguyên."),
            pairs(
                [
                    (_("Máy"), f"{card.device} ({card.device_id[:8]})"),
                    (_("Vân tay thẻ"), fingerprint(card.fingerprint)),
                ]
            ),
            _(
                "Gói gửi đi lần tới tự giới thiệu máy mới. Nếu máy cũ đã bị thu hồi, hãy đưa thẻ mới cho"
                " trưởng đoàn: «inspector card show --out TỆP»."
            ),
        )
    )
    context.screen.done(documents.card(card), text)
    return 0


def statuses(view: DeviceView) -> list[str]:
    """What there is to say of a device, the most important first."""
    said = [
        _("đã thu hồi, chỉ tin đến thay đổi {seq}").format(seq=number(one.seq))
        if not one.inherited_from
        else _("không được tin vì «{name}» trước nó đã bị thu hồi").format(name=one.inherited_from)
        for one in view.revocations[:1]
    ]
    said.append(
        {
            Trust.OWN: _("máy này"),
            Trust.FORMER: _("máy này, định danh cũ"),
            Trust.ENROLLED: _("{name} đã ghi nhận thẻ").format(name=view.trusted_by),
            Trust.VOUCHED: _("nối tiếp «{name}»").format(name=view.trusted_by),
            Trust.NONE: _("không được tin"),
        }[view.trust]
    )
    if view.is_author:
        said.append(_("máy lập đợt"))
    if view.claimed_name:
        said.append(_("thẻ mới tự ghi tên «{name}»: hãy hỏi lại").format(name=view.claimed_name))
    if view.forks:
        said.append(_("có hai nhánh từ thay đổi {seq}").format(seq=number(min(view.forks))))
    said += [
        _("thiếu thay đổi {first}–{last}").format(first=number(one.first), last=number(one.last))
        for one in view.missing
    ]
    if view.quarantined:
        said.append(_("{count} thay đổi bị cách ly").format(count=number(view.quarantined)))
    return said


def _held(view: DeviceView) -> str:
    if view.last_wall is None:
        return _("chưa có")
    return f"{number(view.last_seq)} · {moment(view.last_wall)}"


def document(view: DeviceView) -> dict[str, object]:
    """A device as it stands in JSON."""
    return {
        **asdict(view),
        "role": str(view.role) if view.role else None,
        "trust": str(view.trust),
        "revocations": [asdict(one) for one in view.revocations],
        "forks": list(view.forks),
        "missing": [asdict(one) for one in view.missing],
        "is_revoked": view.is_revoked,
    }


def held_document(view: QuarantinedView) -> dict[str, object]:
    """A quarantined change as it stands in JSON."""
    return {
        "change": view.change,
        "device": view.device,
        "seq": view.seq,
        "author": view.author,
        "wall": view.wall,
        "kind": view.kind,
        "place": view.place,
        "entity": view.register.ent.hex(),
        "path": view.register.path,
        "value": documents.plain(view.value),
        "current": documents.plain(view.current),
        "can_adopt": view.can_adopt,
    }
