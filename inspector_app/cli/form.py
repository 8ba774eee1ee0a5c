"""``inspector form``: checklists, checked before use and frozen once pinned."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from inspector_app.cli import (
    form_blank,
    form_check,
    form_eval,
    form_migrate,
    form_shipped,
    form_template,
    form_try,
    lookup,
    score_documents,
    self_report,
)
from inspector_app.cli.context import Context
from inspector_app.cli.form_twins import twins_of, warn_of_twins
from inspector_app.cli.parser import Words
from inspector_app.cli.score_tables import legal_text, rule_text
from inspector_app.cli.tables import pairs, table
from inspector_app.domain.errors import NotFoundError, UsageError
from inspector_app.domain.form.definition import Form, Question
from inspector_app.domain.scoring.criteria import criterion_of
from inspector_app.domain.trip.editions import shipped_names
from inspector_app.host.files import HostFiles
from inspector_app.host.i18n import _, language
from inspector_app.host.wording import number, size

if TYPE_CHECKING:
    from inspector_app.services.workshop import Services


def add(words: Words) -> None:
    """Add the commands."""
    group = words.group("form", _("phiếu kiểm tra (XLSForm)"))
    for part in (
        form_check,
        form_try,
        form_eval,
        form_template,
        form_shipped,
        form_blank,
        form_migrate,
    ):
        part.add(group)
    keep = group.command("import", _("kiểm tra một biểu mẫu rồi cất vào kho"), _import)
    keep.add_argument(
        "file",
        metavar=_("TỆP"),
        help=_("XLSForm, XForm, .inspform, hoặc tên phiếu kèm theo phần mềm"),
    )
    group.command("list", _("các phiếu trong kho"), _list)
    show = group.command("show", _("các câu hỏi của một phiếu"), _show)
    export = group.command("export", _("ghi phiếu đã đóng băng (.inspform) ra tệp"), _export)
    book = group.command(
        "workbook",
        _("ghi ra tệp Excel: sổ tính của người soạn phiếu, hoặc với --unit mẫu báo cáo của đơn vị"),
        _workbook,
    )
    book.set_defaults(workbook=True)
    for parser in (show, export, book):
        parser.add_argument(
            "form",
            nargs="?",
            default="",
            metavar=_("PHIẾU"),
            help=_("mã phiếu hoặc đầu mã băm; không cần khi kho chỉ có một"),
        )
    book.add_argument(
        "--unit",
        default="",
        metavar=_("ĐƠN_VỊ"),
        help=_("mẫu để đơn vị này điền số liệu báo cáo trước cuộc kiểm tra"),
    )
    for parser in (export, book):
        parser.add_argument("--out", required=True, metavar=_("TỆP"), help=_("tệp đích"))
    part_of = export.add_mutually_exclusive_group()
    part_of.add_argument("--xform", action="store_true", help=_("chỉ phần XForm (.xml)"))
    part_of.add_argument("--workbook", action="store_true", help=_("chỉ sổ tính của người soạn"))


def _workbook(context: Context) -> int:
    if not context.text("unit"):
        return _export(context)
    if context.text("form"):
        raise UsageError(what=_("--unit đã định phiếu, không cần nêu PHIẾU"), command=context.place)
    return self_report.write_workbook(context)


def _import(context: Context) -> int:
    asked = context.text("file")
    with context.vault() as services:
        if asked in shipped_names():
            file = services.forms.add_shipped(asked)
        else:
            file = services.forms.add(asked)
        warn_of_twins(context, services.forms.list(), {file.sha256})
    form = file.form
    text = _("Đã cất phiếu {form}, phiên bản {version}, mã băm {hash}.").format(
        form=form.form_id, version=form.version, hash=form.sha256[:12]
    )
    for problem in file.warnings:
        context.screen.remark(_("Cảnh báo: {problem}").format(problem=_(problem)))
    data = {**_document(form), "warnings": [_(one) for one in file.warnings]}
    context.screen.done(data, text)
    return 0


def _list(context: Context) -> int:
    with context.vault() as services:
        forms = services.forms.list()
    twins = {one.sha256 for one in twins_of(forms)}
    rows = [
        (
            "≠" if form.sha256 in twins else "",
            form.sha256[:12],
            form.form_id,
            form.version,
            form.title.in_(language()),
            str(_asked(form)),
        )
        for form in forms
    ]
    headings = ("", _("Mã băm"), _("Phiếu"), _("Phiên bản"), _("Tên"), _("Số câu"))
    note = "\n\n" + _("≠: cùng mã phiếu và phiên bản nhưng nội dung khác nhau.") if twins else ""
    text = (
        (table(headings, rows, right=(5,)) if twins else _untwinned(headings, rows)) + note
        if rows
        else _(
            "Kho chưa có phiếu nào: phiếu đến cùng gói đợt kiểm tra («inspector trip import-pack TỆP») "
            "hoặc được cất bằng «inspector form import TỆP»."
        )
    )
    listed = [{**_document(form), "has_twin": form.sha256 in twins} for form in forms]
    context.screen.answer({"forms": listed}, text)
    return 0


def _untwinned(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """The list without the column of marks, where there is none."""
    return table(headings[1:], [row[1:] for row in rows], right=(4,))


def _show(context: Context) -> int:
    with context.vault() as services:
        form = lookup.form(services, context.text("form"))
    parts = [_head(form)]
    for section in form.sections:
        rows = [
            (
                question.clause,
                question.name,
                "\n".join((question.label.in_(language()), *_grounds(form, question))),
                _kind(question),
                _("có") if question.is_reported else "",
            )
            for question in _questions(form, section.items)
        ]
        headings = (_("Mục"), _("Tên câu"), _("Câu hỏi"), _("Kiểu"), _("Báo cáo"))
        parts.append(f"{section.label.in_(language())}\n{table(headings, rows)}")
    listed = [_question(form, one) for one in form.questions.values()]
    data = {**_document(form), "questions": listed}
    context.screen.answer(data, "\n\n".join(parts))
    return 0


def _export(context: Context) -> int:
    out = context.text("out")
    with context.vault() as services:
        form = lookup.form(services, context.text("form"))
        data = _part(context, services, form)
    with HostFiles().create(out) as sink:
        sink.write(data)
    text = _("Đã ghi phiếu {form} vào «{path}» ({size}).").format(
        form=form.form_id, path=out, size=size(len(data))
    )
    context.screen.done({"path": out, "sha256": form.sha256, "size": len(data)}, text)
    return 0


def _part(context: Context, services: Services, form: Form) -> bytes:
    """The form file, or the part of it that was asked for."""
    if not (context.get("xform") or context.get("workbook")):
        return services.forms.file(form.sha256)
    parts = services.forms.parts(form.sha256)
    if context.get("xform"):
        return parts.xform
    if not parts.workbook:
        raise NotFoundError(kind=_("sổ tính"), name=form.form_id)
    return parts.workbook


def _head(form: Form) -> str:
    return pairs(
        [
            (_("Phiếu"), form.title.in_(language())),
            (_("Mã"), f"{form.form_id}, {_('phiên bản')} {form.version}"),
            (_("Mã băm"), form.sha256),
            (
                _("Số câu"),
                _(
                    "{asked} câu hỏi, {computed} chỉ số tự tính, {tables} bảng, {sections} phần"
                ).format(
                    asked=_asked(form),
                    computed=sum(bool(one.calculate) for one in form.questions.values()),
                    tables=len(form.repeats),
                    sections=len(form.sections),
                ),
            ),
        ]
    )


def _asked(form: Form) -> int:
    return sum(one.is_answerable for one in form.questions.values())


def _questions(form: Form, items: tuple[str, ...]) -> Iterator[Question]:
    """The questions a person sees, also those of tables inside tables."""
    for name in items:
        if name in form.repeats:
            yield from _questions(form, form.repeats[name].items)
        elif form.questions[name].has_control or form.questions[name].calculate:
            yield form.questions[name]


def _grounds(form: Form, question: Question) -> Iterator[str]:
    """Maximum and rule of a criterion, its codes, and what the question rests on."""
    one = criterion_of(form, question)
    if one is not None:
        most = number(one.maximum)
        yield _("Tối đa {most} điểm. {rule}").format(most=most, rule=rule_text(one, question))
        if one.par_index:
            yield _("Chỉ số CCHC: {codes}").format(codes=", ".join(one.par_index))
    insp = question.insp
    basis = legal_text(
        insp.get("legal-basis", ""),
        insp.get("legal-note", ""),
        is_verified=insp.get("legal-verified") == "yes",
    )
    if basis:
        yield _("Căn cứ: {basis}").format(basis=basis)


def _kind(question: Question) -> str:
    if question.calculate:
        return "calculate"
    if question.choices:
        return f"{question.type}: " + ", ".join(one.name for one in question.choices)
    return str(question.type) + (f" ({question.repeat})" if question.repeat else "")


def _document(form: Form) -> dict[str, object]:
    return {
        "form_id": form.form_id,
        "version": form.version,
        "sha256": form.sha256,
        "title": dict(form.title.by_language),
        "languages": list(form.languages),
        "sections": [
            {"name": one.name, "label": dict(one.label.by_language), "items": list(one.items)}
            for one in form.sections
        ],
        "asked": _asked(form),
        "tables": list(form.repeats),
    }


def _question(form: Form, question: Question) -> dict[str, object]:
    criterion = criterion_of(form, question)
    return {
        "name": question.name,
        "type": str(question.type),
        "section": question.section,
        "table": question.repeat or None,
        "clause": question.clause,
        "label": dict(question.label.by_language),
        "is_reported": question.is_reported,
        "is_answerable": question.is_answerable,
        "choices": [one.name for one in question.choices],
        "legal_basis": question.insp.get("legal-basis", ""),
        "legal_verified": question.insp.get("legal-verified") == "yes",
        "legal_note": question.insp.get("legal-note", ""),
        "criterion": score_documents.criterion(criterion) if criterion else None,
    }
