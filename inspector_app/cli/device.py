"""``inspector device``: the laptops of the trip, and how far each is trusted."""

from __future__ import annotations

from dataclasses import asdict

from inspector_app.cli.context import Context
from inspector_app.cli.naming import ROLES, fingerprint
from inspector_app.cli.parser import Words
from inspector_app.cli.tables import table
from inspector_app.host.i18n import _
from inspector_app.host.wording import DASH, moment, number
from inspector_app.services.device_views import DeviceView, Trust


def add(words: Words) -> None:
    """Add the commands."""
    group = words.group("device", _("máy của những người cùng đợt: tin đến đâu, còn thiếu gì"))
    group.command("list", _("các máy đã biết, vì sao tin, thay đổi mới nhất đang có"), _list)


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


def statuses(view: DeviceView) -> list[str]:
    """What there is to say of a device, the most important first."""
    said = []
    if view.revocations:
        first = view.revocations[0]
        said.append(_("đã thu hồi, chỉ tin đến thay đổi {seq}").format(seq=number(first.seq)))
    said.append(
        {
            Trust.OWN: _("máy này"),
            Trust.FORMER: _("máy này, định danh cũ"),
            Trust.ENROLLED: _("{name} đã ghi nhận thẻ").format(name=view.trusted_by),
            Trust.VOUCHED: _("nối tiếp máy {name}").format(name=view.trusted_by),
            Trust.NONE: _("không được tin"),
        }[view.trust]
    )
    if view.is_author:
        said.append(_("máy lập đợt"))
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
