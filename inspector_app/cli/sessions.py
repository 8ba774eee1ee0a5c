"""``inspector inspection session|attendee``: what happened at the unit, and who was there."""

from __future__ import annotations

from inspector_app.cli import documents, lookup
from inspector_app.cli.context import Context
from inspector_app.cli.naming import short
from inspector_app.cli.parser import Words
from inspector_app.cli.tables import pairs, table
from inspector_app.domain.trip.values import Session
from inspector_app.host.i18n import _
from inspector_app.host.wording import DASH, local_moment

FIELDS = ("started", "ended", "place", "unit_opinion", "conclusion", "refusal")


def add(group: Words) -> None:
    """Add the commands."""
    session = group.command("session", _("xem hoặc ghi phiên làm việc tại đơn vị"), _session)
    session.add_argument(
        "inspection", metavar=_("ĐƠN_VỊ"), help=_("tên đơn vị hoặc mã cuộc kiểm tra")
    )
    helps = (
        ("--started", _("THỜI_ĐIỂM"), _("bắt đầu: «16/09/2019 08:00»")),
        ("--ended", _("THỜI_ĐIỂM"), _("kết thúc")),
        ("--place", _("NƠI"), _("địa điểm")),
        ("--unit-opinion", _("Ý_KIẾN"), _("ý kiến của đơn vị")),
        ("--conclusion", _("KẾT_LUẬN"), _("kết luận (chỉ trưởng đoàn của đoàn này)")),
        ("--refusal", _("LÝ_DO"), _("lý do đơn vị không ký")),
    )
    for option, metavar, help_ in helps:
        session.add_argument(option, metavar=metavar, help=help_)
    words = group.group("attendee", _("người có mặt tại buổi làm việc"))
    take = words.command("add", _("thêm một người"), _add)
    show = words.command("list", _("những người có mặt"), _list)
    remove = words.command("remove", _("gỡ một người"), _remove)
    for parser in (take, show, remove):
        parser.add_argument(
            "inspection", metavar=_("ĐƠN_VỊ"), help=_("tên đơn vị hoặc mã cuộc kiểm tra")
        )
    take.add_argument(
        "--side",
        choices=("team", "unit"),
        required=True,
        help=_("bên nào: team (đoàn) hay unit (đơn vị)"),
    )
    take.add_argument("--name", required=True, metavar=_("HỌ_TÊN"), help=_("họ và tên"))
    take.add_argument("--post", default="", metavar=_("CHỨC_VỤ"), help=_("chức vụ"))
    remove.add_argument("attendee", metavar=_("NGƯỜI"), help=_("mã trong danh sách"))


def _session(context: Context) -> int:
    fields = {name: context.get(name) for name in FIELDS if context.get(name) is not None}
    with context.vault() as services:
        inspection = services.inspections.find(context.text("inspection"))
        session = services.inspections.show(inspection.id).session
        for name, text in fields.items():
            session = services.sessions.record(inspection.id, name, text).value
    data = documents.session(session)
    if fields:
        context.screen.done(data, _described(session))
    else:
        context.screen.answer(data, _described(session))
    return 0


def _add(context: Context) -> int:
    name = context.text("name")
    with context.vault() as services:
        inspection = services.inspections.find(context.text("inspection"))
        made = services.sessions.add_attendee(
            inspection.id, context.text("side") == "team", name, context.text("post")
        ).value
    text = _("Đã thêm {name}, mã {id}.").format(name=name, id=short(made))
    context.screen.done({"id": made.hex(), "name": name, "side": context.text("side")}, text)
    return 0


def _list(context: Context) -> int:
    with context.vault() as services:
        inspection = services.inspections.find(context.text("inspection"))
        session = services.inspections.show(inspection.id).session
    rows = [
        (short(one.id), _("đoàn") if one.is_team else _("đơn vị"), one.name, one.post)
        for one in session.attendees
    ]
    headings = (_("Mã"), _("Bên"), _("Họ và tên"), _("Chức vụ"))
    text = (
        table(headings, rows)
        if rows
        else _(
            "Chưa ghi ai có mặt: «inspector inspection attendee add ĐƠN_VỊ --side unit --name HỌ_TÊN»."
        )
    )
    context.screen.answer({"attendees": documents.session(session)["attendees"]}, text)
    return 0


def _remove(context: Context) -> int:
    with context.vault() as services:
        inspection = services.inspections.find(context.text("inspection"))
        session = services.inspections.show(inspection.id).session
        one = lookup.by_id(session.attendees, context.text("attendee"), "người tham dự")
        services.sessions.remove_attendee(one.id)
    text = _("Đã gỡ {name} khỏi danh sách.").format(name=one.name)
    context.screen.done({"id": one.id.hex(), "is_removed": True}, text)
    return 0


def _described(session: Session) -> str:
    people = [f"{one.name}{f' ({one.post})' if one.post else ''}" for one in session.attendees]
    return pairs(
        [
            (_("Bắt đầu"), local_moment(session.started)),
            (_("Kết thúc"), local_moment(session.ended)),
            (_("Địa điểm"), session.place or DASH),
            (_("Có mặt"), "; ".join(people) or DASH),
            (_("Ý kiến của đơn vị"), session.unit_opinion or DASH),
            (_("Kết luận"), session.conclusion or DASH),
            (_("Lý do không ký"), session.refusal),
        ]
    )
