"""``inspector form check``: every problem of a form with its place and how to mend it."""

from __future__ import annotations

from inspector_app.cli.context import Context
from inspector_app.cli.parser import Words
from inspector_app.domain.form.definition import Form
from inspector_app.domain.form.problems import Problem
from inspector_app.host.i18n import _, language, ngettext

HAS_ERRORS = 1
"""Exit status: the form cannot be used."""


def add(group: Words) -> None:
    """Add the command to ``inspector form``."""
    check = group.command("check", _("kiểm tra một biểu mẫu; lỗi nêu trang, dòng, cột"), _check)
    check.add_argument(
        "file",
        metavar=_("TỆP"),
        help=_("XLSForm (.xlsx, .xls, .csv, .md), XForm (.xml) hoặc .inspform"),
    )


def _check(context: Context) -> int:
    check = context.workshop.check_form(context.text("file"))
    file = check.file
    form = file.form if file is not None else None
    data: dict[str, object] = {
        "valid": form is not None,
        "form_id": form.form_id if form else None,
        "version": form.version if form else None,
        "sha256": form.sha256 if form else None,
        "problems": [_document(one) for one in check.problems],
    }
    if form is not None:
        data |= {"title": dict(form.title.by_language), "languages": list(form.languages)}
    errors, warnings = check.problems.errors, check.problems.warnings
    parts = [_verdict(form, len(errors), len(warnings))]
    parts += [_lines(_("Các lỗi"), errors), _lines(_("Cảnh báo"), warnings)]
    context.screen.answer(data, "\n\n".join(part for part in parts if part))
    return 0 if form is not None else HAS_ERRORS


def _verdict(form: Form | None, errors: int, warnings: int) -> str:
    if form is None:
        text = ngettext(
            "Biểu mẫu chưa dùng được: {count} lỗi, {warnings}.",
            "Biểu mẫu chưa dùng được: {count} lỗi, {warnings}.",
            errors,
        )
        beside = ngettext("{count} cảnh báo", "{count} cảnh báo", warnings)
        return text.format(count=errors, warnings=beside.format(count=warnings))
    count = sum(one.is_answerable for one in form.questions.values())
    text = ngettext(
        "Biểu mẫu dùng được: {title} ({form}, phiên bản {version}), {count} câu hỏi.",
        "Biểu mẫu dùng được: {title} ({form}, phiên bản {version}), {count} câu hỏi.",
        count,
    ).format(title=form.title.in_(language()), form=form.form_id, version=form.version, count=count)
    if not warnings:
        return text
    more = ngettext("Có {count} cảnh báo.", "Có {count} cảnh báo.", warnings)
    return f"{text} {more.format(count=warnings)}"


def _lines(heading: str, problems: tuple[Problem, ...]) -> str:
    """A numbered list; the remedy on a line of its own."""
    if not problems:
        return ""
    lines = [heading]
    for number, one in enumerate(problems, 1):
        lines.append(f"{number:3}. {_(one.placed_what)}")
        if one.remedy:
            lines.append(f"     → {_(one.remedy)}")
    return "\n".join(lines)


def _document(problem: Problem) -> dict[str, object]:
    return {
        "severity": str(problem.severity),
        "code": problem.code,
        "sheet": problem.sheet or None,
        "row": problem.row or None,
        "column": problem.column or None,
        "question": problem.question or None,
        "what": _(problem.what),
        "remedy": _(problem.remedy) or None,
    }
