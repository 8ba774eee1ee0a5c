"""``inspector inspection``: the checklist of one unit: listed, shown, checked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from inspector_app.cli import (
    answering,
    documents,
    figures,
    rows,
    self_report,
    sessions,
    summary,
)
from inspector_app.cli.checklist import section_document, section_text
from inspector_app.cli.context import Context
from inspector_app.cli.finding import suggestion_document
from inspector_app.cli.follow_up import (
    followed,
    followed_document,
    previous_document,
    previous_of_sections,
    today,
)
from inspector_app.cli.listing import inspection_table
from inspector_app.cli.naming import (
    progress_text,
    row_numbers,
    row_text,
    violation_text,
)
from inspector_app.cli.parser import Parser, Words
from inspector_app.cli.records import records_text
from inspector_app.cli.tables import pairs, table
from inspector_app.domain.errors import NotFoundError
from inspector_app.domain.form.states import Violation, ViolationKind
from inspector_app.host.i18n import _, language
from inspector_app.host.wording import day, local_moment, number
from inspector_app.services.figures import usual_period
from inspector_app.services.progress import reported_violations
from inspector_app.services.rates import Rates
from inspector_app.services.suggested import suggested_findings
from inspector_app.services.views import InspectionView


def add(words: Words) -> None:
    """Add the commands."""
    group = words.group("inspection", _("cuộc kiểm tra: phiếu của một đơn vị"))
    group.command("list", _("các cuộc kiểm tra với tiến độ"), _list)
    show = group.command("show", _("phiếu của một đơn vị với mọi trả lời"), _show)
    add_inspection(show)
    show.add_argument("--section", default="", metavar=_("PHẦN"), help=_("chỉ một phần"))
    show.add_argument("--unanswered", action="store_true", help=_("chỉ câu chưa trả lời"))
    check = group.command("check", _("lỗi, câu bắt buộc còn thiếu, xung đột; 1 khi có"), _check)
    add_inspection(check)
    answering.add(group)
    figures.add(group)
    rows.add(group)
    self_report.add(group)
    sessions.add(group)
    summary.add(group)


def add_inspection(parser: Parser) -> None:
    """The argument that names an inspection."""
    parser.add_argument(
        "inspection",
        metavar=_("ĐƠN_VỊ"),
        help=_("tên đơn vị (không cần dấu) hoặc mã cuộc kiểm tra"),
    )


def _list(context: Context) -> int:
    with context.vault() as services:
        found = services.inspections.list()
    data = {"inspections": [documents.inspection_row(row) for row in found]}
    context.screen.answer(data, inspection_table(found))
    return 0


def _show(context: Context) -> int:
    wanted, only_open = context.text("section"), bool(context.get("unanswered"))
    with context.vault() as services:
        inspection = services.inspections.find(context.text("inspection"))
        view = services.inspections.show(inspection.id)
    sections = [one for one in view.sections if not wanted or one.section.name == wanted]
    if not sections:
        raise NotFoundError(kind="phần", name=wanted)
    rates = Rates(view)
    data = {
        **_head_document(view),
        "sections": [section_document(one, rates, only_open) for one in sections],
    }
    parts = [_head(view)]
    for section in sections:
        text = section_text(section, rates, only_open, view.previous)
        if text:
            parts.append(text)
    if not wanted and not only_open:
        parts += records_text(view)
    else:
        parts += previous_of_sections(view, {one.section.name for one in sections})
    context.screen.answer(data, "\n\n".join(parts))
    return 0


def _check(context: Context) -> int:
    with context.vault() as services:
        inspection = services.inspections.find(context.text("inspection"))
        view = services.inspections.show(inspection.id)
    found = [one for item in view.questions() for one in documents.violations(item)]
    missing = [one for one in found if one.kind is ViolationKind.REQUIRED]
    wrong = [one for one in found if one.kind is not ViolationKind.REQUIRED]
    reported = reported_violations(view)
    is_done = not found and not view.conflicts
    numbers = row_numbers(view)
    data = {
        "inspection": documents.inspection(view.inspection),
        "progress": documents.progress(view.progress),
        "is_complete": is_done,
        "violations": [_violation(view, one, numbers) for one in wrong],
        "reported_violations": [_violation(view, one, numbers) for one in reported],
        "missing": [_violation(view, one, numbers) for one in missing],
        "conflicts": view.conflicts,
    }
    lines = [
        f"{view.inspection.unit.name}: "
        + _(
            "đã trả lời {done}, {wrong} lỗi, {missing} câu bắt buộc còn thiếu, {conflicts} xung đột"
        ).format(
            done=progress_text(view.progress),
            wrong=_errors(len(wrong), len(reported)) or number(0),
            missing=number(len(missing)),
            conflicts=number(view.conflicts),
        )
    ]
    groups = (
        (_("Lỗi"), wrong),
        (_("Lỗi ở số báo cáo"), reported),
        (_("Còn thiếu"), missing),
    )
    for title, group in groups:
        if group:
            lines += ["", title, _violation_table(view, group, numbers)]
    if is_done and not reported:
        lines.append(_("Phiếu đầy đủ và không có lỗi."))
    context.screen.answer(data, "\n".join(lines))
    return 0 if is_done else 1


def _errors(verified: int, reported: int) -> str:
    """The errors of both sides; ``3 (2 ở số báo cáo)``, empty without any."""
    if not reported:
        return number(verified) if verified else ""
    of_unit = _("{count} ở số báo cáo").format(count=number(reported))
    return f"{number(verified + reported)} ({of_unit})"


def _violation_table(
    view: InspectionView, found: Sequence[Violation], numbers: Mapping[bytes, str]
) -> str:
    """What is wrong or missing: which question, in which row, and why."""
    rows_ = []
    for one in found:
        name, row = one.node
        item = view.question(one.node)
        asked = item.question if item is not None else view.form.questions[name]
        label = asked.label.in_(language())
        rows_.append((asked.clause, name, label, row_text(row, numbers), violation_text(one)))
    headings = [_("Mục"), _("Tên câu"), _("Câu hỏi"), _("Dòng"), _("Vì sao")]
    shown = [place for place in range(5) if any(row[place] for row in rows_)]
    return table(
        [headings[place] for place in shown], [[row[place] for place in shown] for row in rows_]
    )


def _violation(
    view: InspectionView, one: Violation, numbers: Mapping[bytes, str]
) -> documents.Document:
    name, row = one.node
    item = view.question(one.node)
    asked = item.question if item is not None else view.form.questions[name]
    return {
        **documents.violation(one),
        "row_number": numbers.get(row) if row is not None else None,
        "label": dict(asked.label.by_language),
    }


def _head_document(view: InspectionView) -> documents.Document:
    return {
        **documents.inspection(view.inspection),
        "progress": documents.progress(view.progress),
        "session": documents.session(view.session),
        "findings": [documents.finding(one) for one in view.findings],
        "requirements": [documents.requirement(one) for one in view.requirements],
        "evidence": [documents.evidence(one) for one in view.evidence],
        "usual_period": usual_period(view.trip),
        "follow_up": [followed_document(one) for one in followed(view, today())],
        "suggestions": [suggestion_document(one) for one in suggested_findings(view)],
        "previous": previous_document(view.previous),
        "conflicts": view.conflicts,
        "leftovers": [documents.leftover(one) for one in view.leftovers],
    }


def _head(view: InspectionView) -> str:
    one, session = view.inspection, view.session
    when = " – ".join(local_moment(text) for text in (session.started, session.ended) if text)
    people = [
        f"{each.name} ({each.post})" if each.post else each.name for each in session.attendees
    ]
    return pairs(
        [
            (_("Đơn vị"), one.unit.name),
            (_("Mã"), one.id.hex()),
            (_("Đoàn"), one.team.name),
            (_("Ngày theo lịch"), day(one.planned)),
            (_("Phiên làm việc"), when),
            (_("Địa điểm"), session.place),
            (_("Có mặt"), "; ".join(people)),
            (_("Kỳ số liệu"), usual_period(view.trip)),
            (_("Đã trả lời"), progress_text(view.progress)),
            (_("Lỗi"), _errors(view.progress.violations, view.progress.reported_violations)),
            (_("Xung đột"), number(view.conflicts) if view.conflicts else ""),
        ]
    )
