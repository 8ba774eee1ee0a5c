"""The sheets of a workbook to an XForm: read within bounds, looked over, converted by pyxform."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import DefinitionData
from pyxform.xls2xform import convert

from inspector_app.domain.errors import FormError
from inspector_app.domain.form.problems import Problem, Problems
from inspector_app.domain.saying import Saying, said
from inspector_app.formats.foreign import foreign_parser
from inspector_app.formats.form_expressions import EXPRESSION_CODES, explained
from inspector_app.formats.form_headings import missing_columns
from inspector_app.formats.form_lint import lint, rows_by_name
from inspector_app.formats.form_rows import standard_column
from inspector_app.formats.sheet_tables import (
    FORM_SHEETS,
    OTHER_SHEETS,
    Grid,
    Sheets,
    Table,
    TooMuch,
    composed,
    sheets_of,
    table_of,
)
from inspector_app.formats.text_tables import csv_grids, decoded, markdown_grids
from inspector_app.formats.xform_messages import translate, translate_warning
from inspector_app.formats.xform_sources import SourceKind
from inspector_app.formats.xls_cells import xls_grids
from inspector_app.formats.xlsx_cells import xlsx_grids

_KNOWN_SHEETS = frozenset((*FORM_SHEETS, *OTHER_SHEETS))
_MAX_SURVEY_ROWS = 20_000
_SAID_ONCE = frozenset(("name-duplicate", "settings-missing", "submission-ignored", "xform"))


@dataclass(frozen=True, slots=True)
class Conversion:
    """An XForm, or None when there is none; the problems so far; the sheets it came from."""

    xform: bytes | None
    problems: tuple[Problem, ...] = ()
    sheets: Sheets = field(default_factory=lambda: Sheets((), (), ()))

    def placed(self, problems: Iterable[Problem]) -> list[Problem]:
        """The reader's problems with the row of the sheet, and the cell as the author wrote it.

        What was said of that cell before is not said again.
        """
        rows = rows_by_name(self.sheets)
        told = {(one.sheet, one.row) for one in self.problems if one.is_error and one.row}
        codes = {one.code for one in self.problems}
        # an XForm that is no XML comes of what was said before: a namespace, a heading
        codes |= {"xform"} if any(one.is_error for one in self.problems) else set()
        found: list[Problem] = []
        for one in problems:
            row = rows.get(one.question, 0)
            table = one.question.removesuffix("_count")
            if not row and table != one.question and table in rows:
                # pyxform makes a calculation of its own of the number of rows
                row, one = rows[table], one.placed(column="repeat_count")
            if one.code in codes & (_SAID_ONCE if row else _SAID_ONCE | {"unsupported"}):
                continue
            if not row:
                found.append(self._in_choices(one) if one.code == "file-missing" else one)
            elif ("survey", row) not in told or not one.is_error or one.code in EXPRESSION_CODES:
                found.append(self._in_row(one, row))
        return found

    def explained(
        self, problems: Sequence[Problem], columns: Mapping[str, frozenset[str]] | None = None
    ) -> Problems:
        """All problems of the form, what is wrong with its expressions said of the cells.

        ``columns``: of the lists in files beside the form.
        """
        return Problems(explained(problems, self.sheets, columns or {}))

    def _in_choices(self, problem: Problem) -> Problem:
        """A missing picture of a choice with its row of the choices sheet."""
        for number, line in enumerate(self.sheets.choices, 2):
            for heading, cell in line.items():
                if f"«{cell}»" in problem.what:
                    return problem.placed(sheet="choices", row=number, column=heading)
        return problem

    def _in_row(self, problem: Problem, row: int) -> Problem:
        line = self.sheets.survey[row - 2] if row - 2 < len(self.sheets.survey) else {}
        headings = {standard_column(one): one for one in reversed(list(line))}
        heading = headings.get(problem.column, problem.column)
        cell = line.get(heading, "").strip()
        what = problem.what
        if isinstance(what, Saying) and "${" in cell and {"source", "what"} == what.values.keys():
            # the path that pyxform made of the cell means nothing to the author
            what = said(
                "biểu thức «{source}» sai: {what}", source=cell[:500], what=what.values["what"]
            )
        elif cell and problem.is_error and cell not in what and problem.code != "file-missing":
            what = said("{what} (trong ô ghi: {cell})", what=what, cell=cell[:200])
        return problem.placed(sheet="survey", row=row, what=what, column=heading)


def convert_sheets(data: bytes, kind: SourceKind, name: str) -> Conversion:
    """Convert a workbook or text file; ``name`` names it in the log."""
    problems: list[Problem] = []
    try:
        with foreign_parser(lambda error: _refusal(error, name)):
            grids, names = _grids(data, kind)
    except FormError as error:
        return Conversion(None, tuple(error.details["problems"]))  # type: ignore[arg-type]
    twice = _sheets_twice(grids)
    if twice:
        return Conversion(None, twice)
    tables = _tables(grids)
    problems += (problem for table in tables for problem in table.problems)
    sheets = sheets_of(tables, names)
    if not any(sheets.survey):
        problem = Problem(
            said("không có trang «survey» hoặc trang trống"),
            remedy=said("đặt tên trang chính là survey, dòng 1 ghi tên cột: type, name, label"),
            code="sheet-missing",
        )
        return Conversion(None, (*problems, *lint(sheets)[:1], problem), sheets)
    missing = missing_columns(sheets)
    if missing:
        return Conversion(None, tuple(missing))
    problems += lint(sheets)
    if len(sheets.survey) > _MAX_SURVEY_ROWS:
        what = said("trang survey có hơn {most} dòng", most=_MAX_SURVEY_ROWS)
        return Conversion(None, (*problems, Problem(what, sheet="survey", code="too-long")), sheets)
    if any(one.code in ("too-deep", "column-twice") for one in problems):
        return Conversion(None, tuple(problems), sheets)
    return _converted(sheets, tables, problems, name)


def _grids(data: bytes, kind: SourceKind) -> tuple[list[Grid], tuple[str, ...]]:
    if kind is SourceKind.XLSX:
        return xlsx_grids(data, _is_known)
    if kind is SourceKind.XLS:
        return xls_grids(data, _is_known)
    text = decoded(data)
    grids = csv_grids(text) if kind is SourceKind.CSV else markdown_grids(text)
    names = tuple(grid.name for grid in grids)
    return [grid for grid in grids if _is_known(grid.name) or len(grids) == 1], names


def _is_known(name: str) -> bool:
    return composed(name).strip().lower() in _KNOWN_SHEETS


def _sheets_twice(grids: Sequence[Grid]) -> tuple[Problem, ...]:
    """Sheets that count as one: which of them is meant, nobody can tell."""
    seen: dict[str, str] = {}
    problems: list[Problem] = []
    for grid in grids:
        key = composed(grid.name).strip().lower()
        if key in seen:
            what = said(
                "có hai trang cùng tên: «{first}» và «{second}»", first=seen[key], second=grid.name
            )
            remedy = said("gộp hai trang làm một, hoặc đổi tên trang không dùng")
            problems.append(Problem(what, sheet=key, remedy=remedy, code="sheet-twice"))
        seen.setdefault(key, grid.name)
    return tuple(problems)


def _tables(grids: Sequence[Grid]) -> list[Table]:
    """The tables of the sheets; a lone sheet is the survey, whatever its name."""
    if len(grids) == 1 and not _is_known(grids[0].name):
        grids[0].name = "survey"
    return [table_of(grid) for grid in grids]


def _refusal(error: Exception, name: str) -> FormError:
    """What a reader raised, as a FormError."""
    if isinstance(error, TooMuch):
        problem = Problem(error.what, remedy=said("bỏ bớt phần thừa rồi lưu lại"), code="too-much")
    elif isinstance(error, PyXFormError):
        problem = translate(error)
    else:
        problem = Problem(
            said("không đọc được bảng tính ({kind})", kind=type(error).__name__),
            remedy=said("mở bằng Excel hoặc LibreOffice rồi lưu lại dạng .xlsx"),
            code="unreadable",
        )
    return FormError(path=name, count=1, problems=Problems([problem]))


def _converted(
    sheets: Sheets, tables: Sequence[Table], problems: list[Problem], name: str
) -> Conversion:
    by_name = {table.name: table for table in tables}
    definition = DefinitionData(
        sheet_names=list(sheets.names),
        **_columns("survey", by_name),
        **_columns("choices", by_name),
        **_columns("settings", by_name),
    )
    _name_form(definition, name)
    warnings: list[str] = []
    try:
        with foreign_parser(lambda error: _refusal(error, name)):
            result = convert(
                asdict(definition), validate=False, form_name="data", warnings=warnings
            )
    except FormError as error:
        problem: Problem = error.details["problems"][0]  # type: ignore[index]
        row = rows_by_name(sheets).get(problem.question, 0)
        problem = problem.placed(sheet="survey", row=row) if row else problem
        told = {(one.sheet, one.row) for one in problems if one.is_error}
        errors = bool(told)
        # pyxform stops at its first error; where our own checks spoke of that row, they say it better
        if not errors or (problem.row and (problem.sheet, problem.row) not in told):
            problems.append(problem)
        return Conversion(None, tuple(problems), sheets)
    problems += (one for text in warnings if (one := translate_warning(text)) is not None)
    return Conversion(str(result.xform).encode("utf-8"), tuple(problems), sheets)


def _name_form(definition: DefinitionData, name: str) -> None:
    """Give a form that says neither its id nor its version those of its file and of a first one."""
    rows, header = definition.settings or [{}], definition.settings_header or [{}]
    stem = re.sub(r"\s+", "-", name.rpartition("/")[2].rpartition(".")[0].strip())[:60] or "phieu"
    headings = {standard_column(one): one for one in header[0]}
    written = {one for one, heading in headings.items() if str(rows[0].get(heading) or "").strip()}
    own = {"form_id": "" if "id_string" in written else stem, "version": "1"}
    for column, value in own.items():
        if value and column not in written:
            heading = headings.get(column, column)
            rows[0][heading] = value
            header[0][heading] = None
    definition.settings, definition.settings_header = rows, header


def _columns(name: str, tables: Mapping[str, Table]) -> dict[str, object]:
    """A sheet as pyxform takes it: rows, and the headings in order."""
    table = tables.get(name)
    if table is None or not table.headings:
        return {}
    return {
        name: [dict(line) for line in table.lines],
        f"{name}_header": [dict.fromkeys(table.headings)],
    }
