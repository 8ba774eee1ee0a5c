"""``inspector form check``: every problem of a form with its place and how to mend it."""

from __future__ import annotations

from inspector_app.cli.context import Context
from inspector_app.cli.parser import Words
from inspector_app.domain.form.definition import Form
from inspector_app.domain.form.problems import Problem
from inspector_app.host.i18n import _, language

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
    parts += [_lines(_("Lỗi"), errors), _lines(_("Cảnh báo"), warnings)]
    context.screen.answer(data, "\n\n".join(part for part in parts if part))
    return 0 if form is not None else HAS_ERRORS


def _verdict(form: Form | None, errors: int, warnings: int) -> str:
    if form is None:
        return _("Biểu mẫu chưa dùng được: {errors} lỗi, {warnings} cảnh báo.").format(
            errors=errors, warnings=warnings
        )
    text = _("Biểu mẫu dùng được: {title} ({form}, phiên bản {version}), {count} câu hỏi.").format(
        title=form.title.in_(language()),
        form=form.form_id,
        version=form.version,
        count=sum(one.is_answerable for one in form.questions.values()),
    )
    return text + (" " + _("Có {count} cảnh báo.").format(count=warnings) if warnings else "")


def _lines(heading: str, problems: tuple[Problem, ...]) -> str:
    """A numbered list; the remedy on a line of its own."""
    if not problems:
        return ""
    lines = [heading]
    for number, one in enumerate(problems, 1):
        place = str(one).removesuffix(f". Cách sửa: {one.remedy}") if one.remedy else str(one)
        lines.append(f"{number:3}. {place}")
        if one.remedy:
            lines.append(f"     → {one.remedy}")
    return "\n".join(lines)


def _document(problem: Problem) -> dict[str, object]:
    return {
        "severity": str(problem.severity),
        "code": problem.code,
        "sheet": problem.sheet or None,
        "row": problem.row or None,
        "column": problem.column or None,
        "question": problem.question or None,
        "what": problem.what,
        "remedy": problem.remedy or None,
    }
