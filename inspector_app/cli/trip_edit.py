"""``inspector trip edit|export|editions``: the trip changes in its middle."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from inspector_app.cli import documents
from inspector_app.cli.context import Context
from inspector_app.cli.parser import Parser, Words
from inspector_app.cli.trip_fields import (
    COMMAND,
    day_of,
    member_values,
    planned_member,
    planned_unit,
    unit_values,
)
from inspector_app.domain.errors import (
    AmbiguousNameError,
    InputValueError,
    NotFoundError,
    UsageError,
)
from inspector_app.domain.saying import said
from inspector_app.domain.text import fold
from inspector_app.domain.trip.outline import Outline, OutlineMember, OutlineUnit
from inspector_app.domain.trip.outline_edits import (
    AddMember,
    AddUnit,
    BringBack,
    ChangeMember,
    ChangeUnit,
    Edit,
    LeaveTeam,
    NameTeam,
    SetHeader,
    WithdrawUnit,
)
from inspector_app.domain.trip.trip_changes import TripChange, change_words, summary_words
from inspector_app.host.i18n import _
from inspector_app.host.wording import day, number
from inspector_app.services.trip_edits import TripDifference

if TYPE_CHECKING:
    from inspector_app.services.workshop import Services

_TEXTS: Final = ("title", "agency", "decision_number", "place")
_DAYS: Final = ("decision_date", "period_from", "period_to", "starts", "ends")
_SHORTEST: Final = 4


def add(group: Words) -> None:
    """Add the commands to ``trip``."""
    edit = group.command(
        "edit", _("sửa đợt đang diễn ra (máy lập đợt): đơn vị, thành viên, ngày, quyết định"), _edit
    )
    _add_sources(edit)
    _add_header(edit)
    _add_people(edit)
    _add_units(edit)
    export = group.command("export", _("ghi đợt kiểm tra ra tệp Excel để sửa và đọc lại"), _export)
    export.add_argument("--out", required=True, metavar=_("TỆP.xlsx"), help=_("tệp đích"))
    group.command("editions", _("các phiên bản của đợt và mỗi phiên bản đổi gì"), _editions)


def _add_sources(edit: Parser) -> None:
    edit.add_argument(
        "--from",
        dest="source",
        metavar=_("TỆP.xlsx"),
        help=_("đọc đợt từ tệp Excel (xem «trip export»); chỉ xem khác biệt nếu không có --apply"),
    )
    edit.add_argument(
        "--apply", action="store_true", help=_("ghi những khác biệt của tệp Excel vào đợt")
    )
    edit.add_argument(
        "--dry-run", action="store_true", help=_("chỉ nêu sẽ đổi gì, không ghi gì vào kho")
    )
    edit.add_argument("--undo", action="store_true", help=_("trả lại như trước lần sửa gần nhất"))
    edit.add_argument(
        "--reason",
        default="",
        metavar=_("LÝ_DO"),
        help=_("vì sao rút hoặc thay đơn vị, thành viên; bắt buộc với đơn vị"),
    )


def _add_header(edit: Parser) -> None:
    labels = {
        "title": _("tên đợt kiểm tra"),
        "agency": _("cơ quan quyết định"),
        "decision_number": _("số quyết định"),
        "place": _("địa danh"),
        "decision_date": _("ngày quyết định"),
        "period_from": _("thời kỳ kiểm tra từ ngày"),
        "period_to": _("thời kỳ kiểm tra đến ngày"),
        "starts": _("ngày bắt đầu"),
        "ends": _("ngày kết thúc"),
    }
    for name, label in labels.items():
        metavar = _("NGÀY") if name in _DAYS else _("CHỮ")
        option = f"--{name.replace('_', '-')}"
        edit.add_argument(option, dest=f"new_{name}", metavar=metavar, help=label)
    edit.add_argument("--copies", type=int, metavar=_("SỐ"), help=_("số bản biên bản"))


def _add_people(edit: Parser) -> None:
    member = _("«name=…; post=…; agency=…; role=leader|deputy|secretary|member; team=…»")
    for option, words, label in (
        ("--team", (_("SỐ=TÊN"),), _("thêm đoàn, hoặc đổi tên đoàn số đó")),
        ("--add-member", (_("MỤC"),), _("thêm thành viên: {what}").format(what=member)),
        ("--member", (_("AI"), _("MỤC")), _("sửa thành viên; team=… là chuyển đoàn")),
        (
            "--replace-member",
            (_("AI"), _("MỤC")),
            _("người khác thay; không ghi team, role thì như người cũ"),
        ),
        ("--remove-member", (_("AI"),), _("thành viên thôi làm trong đoàn")),
        ("--restore-member", (_("AI"),), _("thành viên trở lại")),
    ):
        _add_many(edit, option, words, label)


def _add_units(edit: Parser) -> None:
    unit = _(
        "«name=…; team=…; kind=department|subordinate|district|commune; parent=…; address=…;"
        " day=…; half=morning|afternoon; unannounced»"
    )
    for option, words, label in (
        ("--add-unit", (_("MỤC"),), _("thêm đơn vị: {what}").format(what=unit)),
        ("--unit", (_("ĐƠN_VỊ"), _("MỤC")), _("sửa đơn vị: ngày, buổi, đoàn kiểm tra, tên…")),
        (
            "--replace-unit",
            (_("ĐƠN_VỊ"), _("MỤC")),
            _("thay bằng đơn vị khác; mục không ghi thì như đơn vị cũ"),
        ),
        (
            "--remove-unit",
            (_("ĐƠN_VỊ"),),
            _("rút đơn vị khỏi đợt; những gì đã trả lời vẫn còn nguyên"),
        ),
        ("--restore-unit", (_("ĐƠN_VỊ"),), _("đưa đơn vị đã rút trở lại")),
    ):
        _add_many(edit, option, words, label)


def _add_many(edit: Parser, option: str, words: tuple[str, ...], label: str) -> None:
    edit.add_argument(
        option, action="append", default=[], nargs=len(words), metavar=words, help=label
    )


def _edit(context: Context) -> int:
    source, is_dry = context.text("source"), bool(context.get("dry_run"))
    with context.vault() as services:
        edits = list(_edits(context, services))
        ways = sum((bool(source), bool(context.get("undo")), bool(edits)))
        if ways != 1:
            what = (
                _("chỉ dùng một trong: --from, --undo, hoặc các tùy chọn sửa")
                if ways
                else _("chưa nêu sửa gì")
            )
            raise UsageError(what=what, command=COMMAND)
        if context.get("apply") and not source:
            raise UsageError(what=_("--apply đi cùng --from"), command=COMMAND)
        is_written = True
        if source and (is_dry or not context.get("apply")):
            found, is_written = services.trip_edits.compare(source), False
        elif source:
            found = services.trip_edits.apply(source).value
        elif context.get("undo"):
            found = services.trip_edits.undo().value
        elif is_dry:
            found, is_written = services.trip_edits.preview(edits), False
        else:
            found = services.trip_edits.edit(edits).value
    _answer(context, found, is_written=is_written, is_file=bool(source))
    return 0


def _next_steps(context: Context) -> str:
    text = _(
        "Tiếp theo: «inspector trip export-pack --out TỆP» để các thành viên nhận phiên bản mới."
    )
    if not context.get("undo"):
        text += " " + _("«inspector trip edit --undo» trả lại như trước.")
    return text


def _answer(context: Context, found: TripDifference, *, is_written: bool, is_file: bool) -> None:
    changes = found.changes
    if not changes:
        text = _("Không có gì khác: đợt kiểm tra vẫn như cũ.")
    elif is_written:
        text = _("Đã sửa đợt kiểm tra: {summary}.").format(summary=_(summary_words(changes)))
    else:
        text = _("Sẽ đổi (chưa ghi gì): {summary}.").format(summary=_(summary_words(changes)))
    text += "".join(f"\n  - {_(change_words(one))}" for one in changes)
    if changes and is_written:
        text += "\n" + _next_steps(context)
    elif changes and is_file:
        text += "\n" + _("Thêm --apply để ghi.")
    data = {"is_written": is_written and bool(changes), **changes_document(changes)}
    context.screen.answer(data, text)


def changes_document(changes: tuple[TripChange, ...]) -> documents.Document:
    """Differences as data, with their words."""
    return {
        "summary": _(summary_words(changes)) if changes else "",
        "changes": [{**one.as_value(), "words": _(change_words(one))} for one in changes],
    }


def _export(context: Context) -> int:
    out = context.text("out")
    with context.vault() as services:
        outline = services.trip_edits.export(out)
    text = _("Đã ghi đợt kiểm tra ra «{path}»: {units} đơn vị, {members} thành viên.").format(
        path=out,
        units=number(len(list(outline.active_units()))),
        members=number(len(list(outline.active_members()))),
    )
    text += "\n" + _("Sửa xong: «inspector trip edit --from TỆP» để xem khác biệt.")
    context.screen.done({"path": out}, text)
    return 0


def _editions(context: Context) -> int:
    with context.vault() as services:
        found = services.editions.list()
        plan = services.editions.plan()
    texts, listed = [], []
    for one in found:
        head = _("Phiên bản {number}, {day}").format(number=one.number, day=day(one.day))
        lines = [_(change_words(change)) for change in one.changes] or [_("bản đầu tiên")]
        texts.append("\n".join([head, *(f"  - {line}" for line in lines)]))
        iso = one.day.isoformat() if one.day else None
        listed.append({"number": one.number, "day": iso, **changes_document(one.changes)})
    if plan.is_new and plan.changes:
        head = _("Chưa xuất gói (sẽ là phiên bản {number})").format(number=plan.edition)
        lines = [_(change_words(change)) for change in plan.changes]
        texts.append("\n".join([head, *(f"  - {line}" for line in lines)]))
    if not texts:
        texts.append(_("Chưa có phiên bản nào: đợt chưa được xuất gói."))
    pending = changes_document(plan.changes) if plan.is_new else None
    context.screen.answer({"editions": listed, "pending": pending}, "\n\n".join(texts))
    return 0


def _edits(context: Context, services: Services) -> Iterator[Edit]:
    said_of = {name: context.get(f"new_{name}") for name in (*_TEXTS, *_DAYS)}
    header = {name: said_of[name] for name in _TEXTS if said_of[name] is not None}
    days = {name: day_of(said_of[name]) for name in _DAYS if said_of[name] is not None}
    copies = {"copies": int(context.text("copies"))} if context.get("copies") is not None else {}
    if header or days or copies:
        yield SetHeader({**header, **days, **copies})
    for (text,) in context.get("team", []):
        mark, _equals, name = str(text).partition("=")
        if not mark.strip().isdecimal() or not name.strip():
            raise UsageError(what=_("--team cần SỐ=TÊN, ví dụ 3=Đoàn số 3"), command=COMMAND)
        yield NameTeam(int(mark), name.strip())
    outline = services.trip_edits.outline()
    yield from _member_edits(context, outline)
    yield from _unit_edits(context, outline)


def _member_edits(context: Context, outline: Outline) -> Iterator[Edit]:
    reason = context.text("reason")
    for (text,) in context.get("add_member", []):
        yield AddMember(planned_member(text))
    for who, text in context.get("member", []):
        yield ChangeMember(_member(outline, who).id, member_values(text))
    for who, text in context.get("replace_member", []):
        former = _member(outline, who)
        yield LeaveTeam(former.id, reason, planned_member(text, former))
    for (who,) in context.get("remove_member", []):
        yield LeaveTeam(_member(outline, who).id, reason)
    for (who,) in context.get("restore_member", []):
        yield BringBack(_member(outline, who, left=True).id)


def _unit_edits(context: Context, outline: Outline) -> Iterator[Edit]:
    reason = context.text("reason")
    replaced, removed = context.get("replace_unit", []), context.get("remove_unit", [])
    if (replaced or removed) and not reason.strip():
        raise InputValueError(field="--reason", what=said("ghi lý do rút hoặc thay đơn vị"))
    for (text,) in context.get("add_unit", []):
        yield AddUnit(planned_unit(text))
    for unit, text in context.get("unit", []):
        yield ChangeUnit(_unit(outline, unit).id, unit_values(text))
    for unit, text in replaced:
        former = _unit(outline, unit)
        yield WithdrawUnit(former.id, reason, planned_unit(text, former))
    for (unit,) in removed:
        yield WithdrawUnit(_unit(outline, unit).id, reason)
    for (unit,) in context.get("restore_unit", []):
        yield BringBack(_unit(outline, unit, withdrawn=True).id)


def _member(outline: Outline, text: str, *, left: bool = False) -> OutlineMember:
    chosen = [one for one in outline.members if (one.left is not None) == left]
    wanted = fold(text.strip())
    named = [one for one in chosen if fold(one.name) == wanted]
    named = named or [one for one in chosen if _is_id(one.id.hex(), wanted)]
    if len(named) == 1:
        return named[0]
    if not named:
        raise NotFoundError(kind="thành viên", name=text)
    names = ", ".join(f"{one.name} ({one.id.hex()[:8]})" for one in named)
    raise AmbiguousNameError(kind="thành viên", name=text, matches=names)


def _unit(outline: Outline, text: str, *, withdrawn: bool = False) -> OutlineUnit:
    chosen = [one for one in outline.units if (one.withdrawn is not None) == withdrawn]
    wanted = fold(text.strip())
    named = [one for one in chosen if fold(one.name) == wanted]
    named = named or [
        one
        for one in chosen
        if _is_id(one.id.hex(), wanted) or (wanted and wanted in fold(one.name))
    ]
    if len(named) == 1:
        return named[0]
    if not named:
        raise NotFoundError(kind="đơn vị", name=text)
    names = ", ".join(f"{one.name} ({one.id.hex()[:8]})" for one in named)
    raise AmbiguousNameError(kind="đơn vị", name=text, matches=names)


def _is_id(full: str, beginning: str) -> bool:
    return len(beginning) >= _SHORTEST and full.startswith(beginning)
