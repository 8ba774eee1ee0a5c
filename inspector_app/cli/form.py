"""``inspector form``: checklists, checked before use and frozen once pinned."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.cli import lookup
from inspector_app.cli.context import Context
from inspector_app.cli.parser import Words
from inspector_app.cli.tables import pairs, table
from inspector_app.domain.form.definition import Form, Question
from inspector_app.host.files import HostFiles
from inspector_app.host.i18n import _, language
from inspector_app.host.wording import size


def add(words: Words) -> None:
    """Add the commands."""
    group = words.group("form", _("phiếu kiểm tra (XLSForm)"))
    check = group.command("check", _("kiểm tra một biểu mẫu; lỗi nêu trang, dòng, cột"), _check)
    check.add_argument("file", metavar=_("TỆP"), help=_("XLSForm (.xlsx) hoặc XForm (.xml)"))
    group.command("list", _("các phiếu trong kho"), _list)
    show = group.command("show", _("các câu hỏi của một phiếu"), _show)
    export = group.command("export", _("ghi phiếu đã đóng băng (XForm) ra tệp"), _export)
    for parser in (show, export):
        parser.add_argument(
            "form",
            nargs="?",
            default="",
            metavar=_("PHIẾU"),
            help=_("mã phiếu hoặc đầu mã băm; không cần khi kho chỉ có một"),
        )
    export.add_argument("--out", required=True, metavar=_("TỆP"), help=_("tệp .xml đích"))


def _check(context: Context) -> int:
    form = context.workshop.read_form(context.text("file"))
    text = _("Biểu mẫu dùng được.") + "\n\n" + _head(form)
    context.screen.answer({"is_valid": True, **_document(form)}, text)
    return 0


def _list(context: Context) -> int:
    with context.vault() as services:
        forms = services.forms.list()
    rows = [
        (
            form.sha256[:12],
            form.form_id,
            form.version,
            form.title.in_(language()),
            str(_asked(form)),
        )
        for form in forms
    ]
    headings = (_("Mã băm"), _("Phiếu"), _("Phiên bản"), _("Tên"), _("Số câu"))
    text = (
        table(headings, rows, right=(4,))
        if rows
        else _(
            "Kho chưa có phiếu nào: phiếu đến cùng gói đợt kiểm tra («inspector trip import-pack TỆP»)."
        )
    )
    context.screen.answer({"forms": [_document(form) for form in forms]}, text)
    return 0


def _show(context: Context) -> int:
    with context.vault() as services:
        form = lookup.form(services, context.text("form"))
    parts = [_head(form)]
    for section in form.sections:
        rows = [
            (
                question.clause,
                question.name,
                question.label.in_(language()),
                _kind(question),
                _("có") if question.is_reported else "",
            )
            for question in _questions(form, section.items)
        ]
        headings = (_("Mục"), _("Tên câu"), _("Câu hỏi"), _("Kiểu"), _("Báo cáo"))
        parts.append(f"{section.label.in_(language())}\n{table(headings, rows)}")
    data = {**_document(form), "questions": [_question(one) for one in form.questions.values()]}
    context.screen.answer(data, "\n\n".join(parts))
    return 0


def _export(context: Context) -> int:
    out = context.text("out")
    with context.vault() as services:
        form = lookup.form(services, context.text("form"))
        xform = services.forms.xform(form.sha256)
    with HostFiles().create(out) as sink:
        sink.write(xform)
    text = _("Đã ghi phiếu {form} vào «{path}» ({size}).").format(
        form=form.form_id, path=out, size=size(len(xform))
    )
    context.screen.done({"path": out, "sha256": form.sha256, "size": len(xform)}, text)
    return 0


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
    for name in items:
        names = form.repeats[name].questions if name in form.repeats else (name,)
        yield from (form.questions[one] for one in names)


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


def _question(question: Question) -> dict[str, object]:
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
    }
