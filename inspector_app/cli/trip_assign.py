"""``inspector trip assign|assignments``: who fills which section, and whose work has not come yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from inspector_app.cli import documents, lookup
from inspector_app.cli.context import Context
from inspector_app.cli.parser import Words
from inspector_app.cli.tables import table
from inspector_app.domain.errors import NotFoundError, UsageError
from inspector_app.domain.form.definition import Form
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.text import fold
from inspector_app.host.i18n import N_, _, language, ngettext
from inspector_app.services.assignments import UnitDuties

if TYPE_CHECKING:
    from inspector_app.services.workshop import Services

COMMAND = "trip assign"
ALL = ("all", "tat ca")


def add(group: Words) -> None:
    """Add the commands to ``trip``."""
    assign = group.command(
        "assign", _("phân công phần của phiếu cho thành viên (trưởng đoàn, máy lập đợt)"), _assign
    )
    assign.add_argument(
        "--unit", "--inspection", dest="unit", metavar=_("ĐƠN_VỊ"), help=_("một đơn vị")
    )
    assign.add_argument(
        "--team", type=int, metavar=_("SỐ"), help=_("mọi đơn vị của đoàn số này (mặc định)")
    )
    assign.add_argument(
        "--section",
        action="append",
        default=[],
        metavar=_("PHẦN"),
        help=_("tên phần (s1) hoặc chữ trong tiêu đề; «all» là mọi phần; nêu được nhiều lần"),
    )
    assign.add_argument(
        "--member",
        action="append",
        default=[],
        metavar=_("TÊN"),
        help=_("thành viên; nêu được nhiều lần"),
    )
    assign.add_argument("--remove", action="store_true", help=_("thôi phân công"))
    board = group.command(
        "assignments", _("ai phụ trách phần nào, và chưa nhận được bài của ai"), _board
    )
    board.add_argument("--unit", metavar=_("ĐƠN_VỊ"), help=_("chỉ một đơn vị"))
    board.add_argument(
        "--waiting",
        action="store_true",
        help=_("chỉ những người chưa có gì được gộp vào kho này (1: còn người)"),
    )


def _assign(context: Context) -> int:
    unit, team = context.text("unit"), context.get("team")
    if bool(unit) == (team is not None):
        what = _("nêu đúng một trong --unit và --team")
        raise UsageError(what=what, command=COMMAND)
    if not context.get("section") or not context.get("member"):
        raise UsageError(what=_("nêu ít nhất một --section và một --member"), command=COMMAND)
    is_on = not context.get("remove")
    with context.vault() as services:
        if unit:
            inspection = services.inspections.find(unit)
            target, about = inspection.id, inspection.unit.name
            forms = {inspection.form_sha256}
        else:
            target, about, forms = _team(services, int(team))
        sections = _sections(services, forms, context.get("section"))
        members = [lookup.member(services, one) for one in context.get("member")]
        count = services.assignments.assign(
            target, sections, [one.id for one in members], is_on=is_on
        ).value
    text = ngettext("{count} phân công đã đổi.", "{count} phân công đã đổi.", count)
    verb = _("Phân công") if is_on else _("Thôi phân công")
    names = ", ".join(one.name for one in members)
    said = f"{verb}: {about}; {', '.join(sections)}; {names}."
    context.screen.done(
        {"changed": count, "sections": sections, "is_on": is_on},
        said + " " + text.format(count=count),
    )
    return 0


def _team(services: Services, number: int) -> tuple[EntityId, str, set[str]]:
    view = services.trips.show()
    found = next((one.team for one in view.teams if one.team.number == number), None)
    if found is None:
        raise NotFoundError(kind="đoàn", name=str(number))
    forms = {
        row.inspection.form_sha256
        for row in view.inspections
        if row.inspection.team.id == found.id and not row.missing_form
    }
    return found.id, found.name, forms


def _sections(services: Services, hashes: set[str], wanted: list[str]) -> list[str]:
    """Names of sections by name or by words of their headings; raises NotFoundError."""
    forms = [services.forms.show(one) for one in sorted(hashes)]
    found: list[str] = []
    for text in wanted:
        word = " ".join(fold(text).split())
        names = list(dict.fromkeys(name for form in forms for name in _named(form, word)))
        if not names:
            raise NotFoundError(kind="phần của phiếu", name=text)
        found += names
    return list(dict.fromkeys(found))


def _named(form: Form, word: str) -> list[str]:
    if word in ALL:
        return [one.name for one in form.sections]
    exact = [one.name for one in form.sections if one.name.casefold() == word]
    return exact or [
        one.name
        for one in form.sections
        if any(word in fold(one.label.in_(spoken)) for spoken in ("vi", "en"))
    ]


def _board(context: Context) -> int:
    unit, is_waiting = context.text("unit"), bool(context.get("waiting"))
    with context.vault() as services:
        chosen = services.inspections.find(unit).id if unit else None
        board = services.assignments.board()
    shown = [one for one in board if chosen is None or one.inspection.id == chosen]
    duties = [
        (one, duty) for one in shown for duty in (one.waiting() if is_waiting else one.duties)
    ]
    rows = [
        (
            one.inspection.unit.name,
            duty.label.in_(language()) or duty.section,
            duty.member.name,
            _(_state(duty.has_card, duty.has_arrived)),
            _("theo đoàn") if duty.is_default else _("riêng đơn vị"),
        )
        for one, duty in duties
    ]
    headings = (_("Đơn vị"), _("Phần"), _("Thành viên"), _("Bài làm"), _("Phân công"))
    if rows:
        text = table(headings, rows)
    elif is_waiting:
        text = _("Đã nhận được bài của mọi người được phân công.")
    else:
        text = _(
            "Chưa phân công phần nào: «inspector trip assign --team 1 --section s1 --member TÊN»."
        )
    context.screen.answer({"units": [_document(one, waiting=is_waiting) for one in shown]}, text)
    return 1 if is_waiting and rows else 0


def _state(has_card: bool, has_arrived: bool) -> str:
    if has_arrived:
        return N_("đã nhận")
    return N_("chưa nhận") if has_card else N_("chưa có thẻ")


def _document(one: UnitDuties, *, waiting: bool) -> documents.Document:
    return {
        "inspection": one.inspection.id.hex(),
        "unit": one.inspection.unit.name,
        "duties": [
            {
                "section": duty.section,
                "label": duty.label.in_(language()),
                "member": documents.member(duty.member),
                "is_default": duty.is_default,
                "has_card": duty.has_card,
                "has_arrived": duty.has_arrived,
            }
            for duty in (one.waiting() if waiting else one.duties)
        ],
        "open_sections": list(one.open_sections),
    }
