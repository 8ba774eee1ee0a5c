"""``inspector trip``: made from a workbook, carried to the members in a pack."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from inspector_app.cli import bundle_secrets, documents, previous, trip_assign, trip_edit
from inspector_app.cli.bundle import summary_text
from inspector_app.cli.bundle_merging import receipt_text
from inspector_app.cli.context import Context
from inspector_app.cli.form_twins import warn_of_twins
from inspector_app.cli.listing import inspection_table, withdrawn_table
from inspector_app.cli.naming import ROLES, fingerprint
from inspector_app.cli.parser import Words
from inspector_app.cli.passphrases import confirm, is_interactive
from inspector_app.cli.tables import pairs, table
from inspector_app.domain.errors import BundleSenderError, UsageError
from inspector_app.domain.trip.editions import Edition
from inspector_app.domain.trip.trip_changes import change_words, summary_words
from inspector_app.domain.trip.values import UnitKind
from inspector_app.host.i18n import _
from inspector_app.host.wording import day, number
from inspector_app.services.packing import PackPlan
from inspector_app.services.trip_views import TripView
from inspector_app.services.views import CardView


def add(words: Words) -> None:
    """Add the commands."""
    group = words.group("trip", _("đợt kiểm tra: quyết định, đoàn, thành viên, đơn vị, lịch"))
    create = group.command("create", _("tạo đợt kiểm tra từ tệp Excel"), _create)
    create.add_argument(
        "--from",
        dest="source",
        required=True,
        metavar=_("TỆP.xlsx"),
        help=_("tệp theo mẫu resources/trips/sample-trip-2019.xlsx"),
    )
    create.add_argument(
        "--form",
        action="append",
        default=[],
        metavar=_("[LOẠI=]TỆP"),
        help=_(
            "phiếu của cơ quan, cho mọi đơn vị hoặc riêng một loại (department, subordinate, "
            "district, commune); không có thì dùng phiếu kèm theo phần mềm"
        ),
    )
    create.add_argument(
        "--edition",
        choices=[str(one) for one in Edition],
        default="",
        help=_(
            "bộ phiếu kèm theo phần mềm: 2019 (ba cấp) hoặc 2025 (hai cấp); "
            "không ghi thì theo ngày bắt đầu của đợt"
        ),
    )
    group.command("show", _("đợt kiểm tra và tiến độ từng đơn vị"), _show)
    export = group.command("export-pack", _("ghi gói đợt kiểm tra cho các thành viên"), _export)
    export.add_argument("--out", required=True, metavar=_("TỆP"), help=_("tệp hoặc thư mục đích"))
    bundle_secrets.add_options(export)
    trip_edit.add(group)
    trip_assign.add(group)
    previous.add(group)
    take = group.command("import-pack", _("nhập gói đợt kiểm tra do trưởng đoàn gửi"), _import)
    take.add_argument("file", metavar=_("TỆP"), help=_("gói đợt kiểm tra"))
    take.add_argument(
        "--fingerprint",
        default="",
        metavar=_("TÁM_TỪ"),
        help=_("vân tay nghe trưởng đoàn đọc; cần ở lần đầu"),
    )
    bundle_secrets.add_options(take)


def _create(context: Context) -> int:
    with context.vault() as services:
        chosen = context.text("edition")
        edition = Edition(chosen) if chosen else None
        source = context.text("source")
        view = services.trips.create(source, _forms(context.get("form")), edition).value
        pinned = {row.inspection.form_sha256 for row in view.inspections}
        warn_of_twins(context, services.forms.list(), pinned)
    text = _("Đã tạo đợt kiểm tra «{title}»: {teams} đoàn, {units} đơn vị.").format(
        title=view.trip.title, teams=len(view.teams), units=len(view.inspections)
    )
    text += "\n" + _(
        "Tiếp theo: nhập thẻ của các thành viên, rồi «inspector trip export-pack --out TỆP»."
    )
    context.screen.done(_document(view), text)
    return 0


def _forms(words: Sequence[str]) -> dict[UnitKind, str]:
    """``FILE`` for every kind of unit, ``kind=FILE`` for one. Raises: UsageError."""
    found: dict[UnitKind, str] = {}
    for word in words:
        kind, mark, path = word.partition("=")
        is_path = not mark or (
            kind not in list(UnitKind) and Path(word).exists()
        )  # a “=” in a name
        if is_path:
            found = {one: found.get(one, word) for one in UnitKind}
        elif kind in list(UnitKind):
            found[UnitKind(kind)] = path
        else:
            what = _("không có loại đơn vị «{kind}»").format(kind=kind)
            raise UsageError(what=what, command="trip create")
    return found


def _show(context: Context) -> int:
    with context.vault() as services:
        view = services.trips.show()
    trip = view.trip
    me = view.me
    head = pairs(
        [
            (_("Đợt kiểm tra"), trip.title),
            (_("Cơ quan"), trip.agency),
            (_("Quyết định"), f"{trip.decision_number}, {day(trip.decision_date)}"),
            (_("Thời kỳ"), f"{day(trip.period_from)} – {day(trip.period_to)}"),
            (_("Thời gian"), f"{day(trip.starts)} – {day(trip.ends)}"),
            (_("Phiên bản"), f"{view.edition}, {day(view.edition_day)}" if view.edition else ""),
            (_("Tôi là"), f"{me.name}, {_(ROLES[me.role])}" if me else _("chưa gắn với ai")),
            (_("Xung đột"), number(view.conflicts) if view.conflicts else ""),
            (_("Không đọc được"), ", ".join(one.hex()[:8] for one in view.unreadable)),
        ]
    )
    people = [
        (str(team.team.number), member.name, _(ROLES[member.role]), member.post, member.agency)
        for team in view.teams
        for member in team.members
    ]
    headings = (_("Đoàn"), _("Họ và tên"), _("Vai trò"), _("Chức vụ"), _("Cơ quan"))
    parts = [head, table(headings, people), inspection_table(view.inspections)]
    if view.former:
        names = ", ".join(one.name for one in view.former)
        parts.insert(2, _("Đã thôi làm trong đoàn: {names}").format(names=names))
    if view.withdrawn:
        heading = _("Đơn vị đã rút khỏi đợt (những gì đã trả lời vẫn còn):")
        parts += [heading + "\n" + withdrawn_table(view.withdrawn)]
    context.screen.answer(_document(view), "\n\n".join(parts))
    return 0


def _export(context: Context) -> int:
    secret = bundle_secrets.passphrase(context, is_new=True)
    with context.vault() as services:
        plan = services.editions.plan()
        summary = services.trips.export_pack(context.text("out"), context.screen.progress, secret)
        words = services.cards.own().fingerprint
    text = pairs(
        [
            (_("Phiên bản"), _edition_text(plan)),
            (_("Gửi cho"), _names(plan.recipients)),
            (_("Chưa có thẻ"), ", ".join(one.name for one in plan.missing)),
            (_("Không gửi (đã thôi)"), _names(plan.left)),
        ]
    )
    text += "".join(f"\n  - {_(change_words(one))}" for one in plan.changes if plan.is_new)
    text += (
        "\n\n"
        + summary_text(summary)
        + "\n\n"
        + _("Gửi tệp này cho các thành viên và đọc vân tay của bạn để họ đối chiếu:")
        + "\n  "
        + fingerprint(words)
    )
    data = {
        **documents.summary(summary),
        "fingerprint": words,
        "edition": plan.edition,
        "is_new_edition": plan.is_new,
        **trip_edit.changes_document(plan.changes if plan.is_new else ()),
        "missing": [documents.member(one) for one in plan.missing],
    }
    context.screen.done(data, text)
    return 0


def _names(cards: Sequence[CardView]) -> str:
    """People by name, each once, however many laptops."""
    return ", ".join(dict.fromkeys(one.name for one in cards))


def _edition_text(plan: PackPlan) -> str:
    if not plan.is_new:
        return _("{number} (như lần trước)").format(number=plan.edition)
    if not plan.changes:
        return str(plan.edition)
    return f"{plan.edition}: {_(summary_words(plan.changes))}"


def _import(context: Context) -> int:
    path, said = context.text("file"), context.text("fingerprint")
    secret, progress = bundle_secrets.passphrase(context), context.screen.progress
    with context.vault() as services:
        try:
            outcome = services.trips.import_pack(path, said, progress, secret)
        except BundleSenderError as error:
            heard = str(error.details.get("fingerprint", ""))
            if said or not heard or not is_interactive() or context.screen.is_json:
                raise
            context.screen.remark(_("Gói do máy có vân tay sau ký:") + "\n  " + fingerprint(heard))
            if not confirm(_("Trưởng đoàn đọc đúng các từ trên? (c/K) ")):
                raise
            outcome = services.trips.import_pack(path, heard, progress, secret)
        view = services.trips.show()
    changes = outcome.value.trip_changes
    data = {
        "receipt": documents.receipt(outcome.value),
        "trip": documents.trip(view.trip),
        "edition": view.edition,
        **trip_edit.changes_document(changes),
    }
    text = _("Đã nhập đợt kiểm tra «{title}».").format(title=view.trip.title)
    if view.edition:
        text += " " + _("Phiên bản {number}.").format(number=view.edition)
    if changes:
        text += "\n" + _("Đợt đã đổi: {summary}.").format(summary=_(summary_words(changes)))
        text += "".join(f"\n  - {_(change_words(one))}" for one in changes)
    text += "\n\n" + receipt_text(outcome.value)
    context.screen.done(data, text)
    return 0


def _document(view: TripView) -> documents.Document:
    return {
        **documents.trip(view.trip),
        "teams": [
            {
                "number": team.team.number,
                "name": team.team.name,
                "members": [documents.member(one) for one in team.members],
            }
            for team in view.teams
        ],
        "inspections": [documents.inspection_row(row) for row in view.inspections],
        "me": documents.member(view.me),
        "is_leader": view.is_leader,
        "is_author": view.is_author,
        "edition": view.edition,
        "edition_day": view.edition_day.isoformat() if view.edition_day else None,
        "withdrawn": [documents.inspection_row(row) for row in view.withdrawn],
        "former": [documents.member(one) for one in view.former],
        "conflicts": view.conflicts,
        "unreadable": [one.hex() for one in view.unreadable],
    }
