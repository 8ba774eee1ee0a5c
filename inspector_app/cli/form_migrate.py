"""``inspector form migrate``: a form corrected in the middle of a trip, previewed, applied, undone."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from inspector_app.cli import lookup
from inspector_app.cli.context import Context
from inspector_app.cli.migration_documents import form_document, inspection_document, plan_document
from inspector_app.cli.naming import SIDES, short, side_value
from inspector_app.cli.parser import Words
from inspector_app.cli.tables import table
from inspector_app.domain.errors import UsageError
from inspector_app.domain.form.definition import Form
from inspector_app.domain.form.versions.migration import Fate, MigrationPlan, QuestionPlan
from inspector_app.domain.form.versions.renaming import Wanted
from inspector_app.domain.log.ids import EntityId
from inspector_app.host.files import HostFiles
from inspector_app.host.i18n import N_, _, language, ngettext
from inspector_app.host.wording import DASH, moment, number
from inspector_app.services.migration_views import (
    AnswerPreview,
    AnswerState,
    InspectionPreview,
    MigrationPreview,
)

if TYPE_CHECKING:
    from inspector_app.services.workshop import Services

MAX_MAP_BYTES: Final = 1024 * 1024
FATES: Final = {
    Fate.CARRIED: N_("giữ nguyên"),
    Fate.MOVED: N_("chuyển chỗ"),
    Fate.RENAMED: N_("đổi tên"),
    Fate.RELABELLED: N_("đổi lời"),
    Fate.RETYPED: N_("đổi kiểu"),
    Fate.RECODED: N_("đổi mã lựa chọn"),
    Fate.OTHER_TABLE: N_("chuyển vào, ra hoặc sang bảng khác"),
    Fate.DELETED: N_("bỏ"),
    Fate.TABLE_DELETED: N_("bỏ cùng bảng"),
    Fate.NEW: N_("câu mới"),
}
STATES: Final = {
    AnswerState.SET_ASIDE: N_("không còn chỗ, giữ riêng"),
    AnswerState.MARKED: N_("giữ và đánh dấu: lựa chọn không còn"),
    AnswerState.CONVERTED: N_("đọc theo kiểu hoặc mã mới"),
    AnswerState.RETURNED: N_("có chỗ trở lại"),
    AnswerState.KEPT: N_("giữ nguyên"),
    AnswerState.STAYS_ASIDE: N_("vốn đã giữ riêng"),
}


def add(group: Words) -> None:
    """Add the command."""
    parser = group.command(
        "migrate", _("đổi phiếu giữa đợt: xem trước, áp dụng, hoàn tác"), _migrate
    )
    parser.add_argument(
        "form",
        nargs="?",
        default="",
        metavar=_("PHIẾU_MỚI"),
        help=_("tệp biểu mẫu, hoặc mã phiếu hay đầu mã băm của phiếu trong kho"),
    )
    parser.add_argument(
        "--inspection",
        action="append",
        default=[],
        metavar=_("ĐƠN_VỊ"),
        help=_("chỉ cuộc kiểm tra này; dùng được nhiều lần"),
    )
    parser.add_argument(
        "--all",
        action="store_true",
        help=_("mọi cuộc kiểm tra đang mở dùng một phiên bản của phiếu này"),
    )
    parser.add_argument(
        "--map",
        action="append",
        default=[],
        metavar=_("CŨ=MỚI"),
        help=_("câu hay bảng được đổi tên; @TỆP đọc mỗi dòng một cặp; dùng được nhiều lần"),
    )
    parser.add_argument(
        "--map-choice",
        action="append",
        default=[],
        metavar=_("CÂU:CŨ=MỚI"),
        help=_("lựa chọn được đổi mã; dùng được nhiều lần"),
    )
    parser.add_argument(
        "--apply", action="store_true", help=_("áp dụng; không có thì chỉ xem trước")
    )
    parser.add_argument("--undo", action="store_true", help=_("trở lại phiếu trước lần đổi cuối"))


def _migrate(context: Context) -> int:
    is_undo, is_applied = bool(context.get("undo")), bool(context.get("apply"))
    name = context.text("form")
    if is_undo == bool(name):
        raise UsageError(
            what=_("cần đúng một trong hai: phiếu mới, hoặc --undo"), command=context.place
        )
    if is_applied and not context.get("all") and not context.get("inspection"):
        raise UsageError(
            what=_("cần nói áp dụng cho cuộc kiểm tra nào: --inspection ĐƠN_VỊ hoặc --all"),
            command=context.place,
        )
    wanted = _wanted(context)
    with context.vault() as services:
        if is_undo:
            chosen = _inspections(context, services)
            preview = (
                services.migrations.undo(chosen).value
                if is_applied
                else services.migrations.preview_undo(chosen)
            )
        else:
            form = _form(context, services, name, is_kept=is_applied)
            chosen = _inspections(context, services, form)
            preview = (
                services.migrations.apply(form.sha256, chosen, wanted).value
                if is_applied
                else services.migrations.preview(form, chosen, wanted)
            )
    _show(context, preview, is_applied=is_applied)
    return 1 if preview.problems else 0


def _form(context: Context, services: Services, name: str, *, is_kept: bool) -> Form:
    """The new form: a file, or one of the vault."""
    if not Path(name).exists():
        return lookup.form(services, name)
    return (services.forms.add(name) if is_kept else services.forms.read(name)).form


def _inspections(
    context: Context, services: Services, form: Form | None = None
) -> tuple[EntityId, ...]:
    """Those that were named; else the open ones that are filled in a version of the form."""
    named = context.get("inspection")
    if not named:
        found = services.migrations.open_inspections(form.form_id if form else "")
        if form is not None and not found:
            what = _(
                "không có cuộc kiểm tra đang mở nào dùng phiếu «{form}»; muốn đổi từ phiếu khác thì "
                "nêu rõ --inspection ĐƠN_VỊ"
            ).format(form=form.form_id)
            raise UsageError(what=what, command=context.place)
        return found
    return tuple(dict.fromkeys(services.inspections.find(text).id for text in named))


def _wanted(context: Context) -> Wanted:
    """The renames that were typed. Raises: UsageError, FileAccessError."""
    names: dict[str, str] = {}
    choices: dict[str, dict[str, str]] = {}
    for text in _pairs(context):
        old, equals, new = (part.strip() for part in text.partition("="))
        question, colon, code = (part.strip() for part in old.rpartition(":"))
        if not (equals and code and new) or (colon and not question):
            raise UsageError(
                what=_("«{text}» không có dạng CŨ=MỚI hoặc CÂU:CŨ=MỚI").format(text=text),
                command=context.place,
            )
        if colon:
            choices.setdefault(question, {})[code] = new
        else:
            names[code] = new
    return Wanted(names, choices)


def _pairs(context: Context) -> Iterator[str]:
    yield from context.get("map_choice")
    for text in context.get("map"):
        if not text.startswith("@"):
            yield text
            continue
        data = HostFiles().read(text[1:], limit=MAX_MAP_BYTES)
        for line in data.decode("utf-8-sig", "replace").splitlines():
            if line.strip() and not line.lstrip().startswith("#"):
                yield line.strip()


# --- what is shown


def _show(context: Context, preview: MigrationPreview, *, is_applied: bool) -> None:
    data = {
        "is_applied": is_applied,
        "form": form_document(preview.form) if preview.form else None,
        "problems": [_(one) for one in preview.problems],
        "plans": [plan_document(one) for one in preview.plans],
        "counts": {str(state): count for state, count in preview.counts().items()},
        "inspections": [inspection_document(one) for one in preview.inspections],
    }
    parts = [_heading(preview, is_applied=is_applied)]
    for plan in preview.plans:
        parts += _plan_text(plan)
    for one in preview.inspections:
        parts.append(_inspection_text(one))
    if not is_applied and preview.concerned and not preview.problems:
        parts.append(_("Chưa có gì thay đổi. Áp dụng: thêm --apply và --all hoặc --inspection."))
    text = "\n\n".join(parts)
    if is_applied:
        context.screen.done(data, text)
    else:
        context.screen.answer(data, text)


def _heading(preview: MigrationPreview, *, is_applied: bool) -> str:
    total = len(preview.concerned)
    if preview.form is None:
        text = (
            ngettext(
                "Đã trở lại phiếu trước ở {count} cuộc kiểm tra.",
                "Đã trở lại phiếu trước ở {count} cuộc kiểm tra.",
                total,
            )
            if is_applied
            else ngettext(
                "Trở lại phiếu trước ở {count} cuộc kiểm tra:",
                "Trở lại phiếu trước ở {count} cuộc kiểm tra:",
                total,
            )
        )
        return text.format(count=number(total))
    text = (
        ngettext(
            "Đã đổi {count} cuộc kiểm tra sang phiếu {form}, phiên bản {version}.",
            "Đã đổi {count} cuộc kiểm tra sang phiếu {form}, phiên bản {version}.",
            total,
        )
        if is_applied
        else ngettext(
            "Đổi {count} cuộc kiểm tra sang phiếu {form}, phiên bản {version}:",
            "Đổi {count} cuộc kiểm tra sang phiếu {form}, phiên bản {version}:",
            total,
        )
    )
    return text.format(count=number(total), form=preview.form.form_id, version=preview.form.version)


def _plan_text(plan: MigrationPlan) -> Iterator[str]:
    if plan.problems:
        lines = [f"  • {_(problem)}" for problem in plan.problems]
        yield "\n".join([_("Chưa nối được hai phiếu:"), *lines])
    rows = [_plan_row(one) for one in plan.questions if one.fate is not Fate.CARRIED]
    kept = plan.counts().get(Fate.CARRIED, 0)
    title = ngettext(
        "So với phiên bản {version}: {count} câu giữ nguyên.",
        "So với phiên bản {version}: {count} câu giữ nguyên.",
        kept,
    ).format(version=plan.old.version, count=number(kept))
    headings = (_("Câu cũ"), _("Câu mới"), _("Thay đổi"), _("Câu hỏi"))
    yield title + ("\n" + table(headings, rows) if rows else "")
    lines = [
        _("  • «{old}» có thể nay là «{new}»: thêm --map {old}={new}").format(
            old=one.old, new=one.new
        )
        for one in plan.suggestions
    ]
    lines += [
        _(
            "  • lựa chọn «{old}» của câu «{question}» có thể nay là «{new}»: thêm "
            "--map-choice {question}:{old}={new}"
        ).format(question=one.question, old=one.old, new=one.new)
        for one in plan.choice_suggestions
    ]
    if lines:
        yield "\n".join([_("Gợi ý (không tự áp dụng):"), *lines])


def _plan_row(one: QuestionPlan) -> tuple[str, ...]:
    question = one.new or one.old
    fates = [_(FATES[fate]) for fate in one.fates]
    if one.recoded:
        fates.append(", ".join(f"{old} → {new}" for old, new in one.recoded.items() if old != new))
    if one.lost:
        fates.append(_("bỏ lựa chọn {codes}").format(codes=", ".join(one.lost)))
    for before, after in one.relabelled:
        fates.append(f"«{before.in_(language())}» → «{after.in_(language())}»")
    return (
        one.old.name if one.old else DASH,
        one.new.name if one.new else DASH,
        "; ".join(fates),
        question.label.in_(language()) if question else "",
    )


def _inspection_text(one: InspectionPreview) -> str:
    unit = one.inspection.unit.name
    if one.is_same:
        return _("{unit}: không có gì để đổi.").format(unit=unit)
    if one.obstacle:
        return f"{unit}: {_(one.obstacle)}"
    if not one.answers:
        return _("{unit}: chưa có trả lời nào.").format(unit=unit)
    counts = [f"{_(STATES[state])}: {number(count)}" for state, count in one.counts().items()]
    rows = [_answer_row(answer) for answer in one.answers if answer.state is not AnswerState.KEPT]
    headings = (_("Câu"), _("Bên"), _("Đã ghi"), _("Sẽ là"), _("Vì sao"), _("Người ghi"), _("Lúc"))
    text = f"{unit} – " + "; ".join(counts)
    return text + ("\n" + table(headings, rows) if rows else "")


def _answer_row(one: AnswerPreview) -> tuple[str, ...]:
    after = side_value(one.side, one.after_value, one.after) if one.after else DASH
    return (
        one.name + (f" [{short(one.row)}]" if one.row else ""),
        _(SIDES[one.side]),
        side_value(one.side, one.recorded, one.asked),
        after,
        _(STATES[one.state]) + (f" ({_(FATES[one.fate])})" if one.fate else ""),
        one.author,
        moment(one.wall),
    )
