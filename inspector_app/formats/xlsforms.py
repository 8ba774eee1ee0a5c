"""XLSForm workbooks to frozen forms.

Authors write standard XLSForm (xlsform.org); pyxform, the reference converter, makes the XForm;
``xform_reader`` checks it. Frozen is the XForm: its SHA-256 is what an inspection pins. pyxform runs
with ``validate=False``, so neither Java nor its jar is needed.
"""

from __future__ import annotations

import csv
import hashlib
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from io import BytesIO, StringIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import DefinitionData, get_xlsform
from pyxform.xls2xform import convert

from inspector_app.domain.errors import FormError
from inspector_app.domain.form.definition import Form
from inspector_app.domain.form.problems import Problem, Problems
from inspector_app.formats.foreign import foreign_parser
from inspector_app.formats.xform_lint import Sheets, lint, rows_by_name
from inspector_app.formats.xform_messages import translate
from inspector_app.formats.xform_reader import parse_xform
from inspector_app.formats.xform_sources import SourceError, SourceKind, sniff

__all__ = ["FormFile", "parse_xform", "read_form_file", "read_pack", "write_workbook"]

SHEETS = ("survey", "choices", "settings")
_FIXED_DATE = datetime(2019, 1, 1)  # noqa: DTZ001 - the workbook's bytes must not depend on the day


@dataclass(frozen=True, slots=True)
class FormFile:
    """A frozen form: the author's workbook (empty when an XForm was given), the XForm, its hash."""

    workbook: bytes
    xform: bytes
    sha256: str
    form: Form


def read_form_file(data: bytes, name: str) -> FormFile:
    """Read a form from ``.xlsx``, ``.xls``, ``.csv``, ``.md`` or XForm ``.xml`` bytes.

    Args:
        data: the file; its kind is told by the bytes, not by the name.
        name: the file's name, for messages.

    Raises:
        FormError: every problem found, with sheet, row and column.
    """
    try:
        kind = sniff(data)
    except SourceError as error:
        raise _error(name, [error.problem]) from error
    if kind is SourceKind.XFORM:
        form = parse_xform(data, name)
        return FormFile(b"", data, form.sha256, form)
    definition, sheets = _read_sheets(data, kind, name)
    problems = lint(sheets)
    if problems:
        raise _error(name, problems)
    xform = _convert(definition, name)
    try:
        form = parse_xform(xform, name)
    except FormError as error:
        raise _placed(error, sheets, name) from error
    return FormFile(data, xform, hashlib.sha256(xform).hexdigest(), form)


def read_pack(files: Mapping[str, bytes], name: str) -> FormFile:
    """Read a ``forms/<name>/`` folder: ``survey.csv``, ``choices.csv``, ``settings.csv``.

    The tables are UTF-8 with commas and one heading line; the workbook made of them is the one that
    is converted, so that rows in messages are the rows of both.

    Raises:
        FormError: a table is missing or unreadable, or the form itself has problems.
    """
    tables: dict[str, list[list[str]]] = {}
    problems: list[Problem] = []
    for sheet in SHEETS:
        data = files.get(f"{sheet}.csv")
        if data is None:
            problems.append(Problem(f"thiếu tệp {sheet}.csv", sheet=sheet))
            continue
        try:
            text = data.decode("utf-8-sig")
            tables[sheet] = list(csv.reader(StringIO(text, newline=""), strict=True))
        except (UnicodeDecodeError, csv.Error):
            problems.append(Problem("không phải bảng CSV mã UTF-8", sheet=sheet))
    if problems:
        raise _error(name, problems)
    return read_form_file(write_workbook(tables), name)


def write_workbook(tables: Mapping[str, Sequence[Sequence[str]]]) -> bytes:
    """Tables (sheet to rows, the first is the heading) as ``.xlsx`` bytes, the same every time."""
    workbook = Workbook()
    workbook.properties.creator = "PAR Inspector"
    workbook.properties.created = workbook.properties.modified = _FIXED_DATE
    for index, (title, rows) in enumerate(tables.items()):
        sheet = workbook.active if index == 0 else workbook.create_sheet()
        assert sheet is not None
        sheet.title = title
        for number, row in enumerate(rows, 1):
            for column, cell in enumerate(row, 1):
                if cell:
                    target = sheet.cell(number, column)
                    target.value, target.data_type = cell, "s"
                    target.font = Font(bold=number == 1)
                    target.alignment = Alignment(wrap_text=True, vertical="top")
        for column in range(1, len(rows[0]) + 1 if rows else 1):
            sheet.column_dimensions[get_column_letter(column)].width = 24
        sheet.freeze_panes = "A2"
    buffer = BytesIO()
    workbook.save(buffer)
    return _repacked(buffer.getvalue())


def _repacked(data: bytes) -> bytes:
    """The same archive with fixed dates, so that equal tables give equal bytes."""
    buffer = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as source,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == "docProps/core.xml":
                content = _undated(content)
            info = zipfile.ZipInfo(entry.filename, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, content)
    return buffer.getvalue()


def _undated(core: bytes) -> bytes:
    """Openpyxl stamps the moment of saving; put the fixed date in its place."""
    start, end = core.find(b"<dcterms:modified"), core.find(b"</dcterms:modified>")
    if start < 0 or end < 0:
        return core
    opening = core[start : core.index(b">", start) + 1]
    return core[:start] + opening + b"2019-01-01T00:00:00Z" + core[end:]


def _read_sheets(data: bytes, kind: SourceKind, name: str) -> tuple[DefinitionData, Sheets]:
    """The sheets as pyxform reads them."""
    is_text = kind in (SourceKind.CSV, SourceKind.MARKDOWN)
    source: bytes | str = data.decode("utf-8-sig") if is_text else data
    with foreign_parser(lambda error: _refusal(error, name)):
        definition = get_xlsform(xlsform=source, file_type=kind.value)
    sheets = Sheets(
        _lines(definition.survey), _lines(definition.choices), _lines(definition.settings)
    )
    if not sheets.survey:
        raise _error(name, [Problem("không có trang «survey» hoặc trang trống")])
    return definition, sheets


def _refusal(error: Exception, name: str) -> FormError:
    """What pyxform, openpyxl or xlrd raised, as a FormError."""
    if isinstance(error, PyXFormError):
        return _error(name, [translate(error)])
    return _error(name, [Problem(f"không đọc được bảng tính ({type(error).__name__})")])


def _lines(rows: Sequence[Mapping[str, object]] | None) -> list[dict[str, str]]:
    return [
        {str(key): str(cell) for key, cell in row.items() if cell is not None} for row in rows or ()
    ]


def _convert(definition: DefinitionData, name: str) -> bytes:
    with foreign_parser(lambda error: _refusal(error, name)):
        result = convert(asdict(definition), validate=False, form_name="data")
    return str(result.xform).encode("utf-8")


def _placed(error: FormError, sheets: Sheets, name: str) -> FormError:
    """The reader's problems with the row of the sheet, and the cell as the author wrote it."""
    rows = rows_by_name(sheets)
    problems: list[Problem] = []
    for one in error.details["problems"]:  # type: ignore[attr-defined]
        row = rows.get(one.question, 0)
        cell = sheets.survey[row - 2].get(one.column, "").strip() if row else ""
        what = f"{one.what} (trong ô ghi: {cell})" if cell and cell not in one.what else one.what
        problem = Problem(what, sheet=one.sheet, column=one.column, question=one.question)
        problems.append(problem.placed(sheet="survey", row=row) if row else problem)
    return _error(name, problems)


def _error(name: str, problems: Sequence[Problem]) -> FormError:
    found = Problems(problems)
    return FormError(path=name, count=len(found), problems=found)
