"""Forms from every kind of file: XLSForm workbooks, XForms, published form files.

Authors write standard XLSForm (xlsform.org); pyxform, the reference converter, makes the XForm;
``xform_reader`` checks it. Published is a form file (``form_files``): its SHA-256 is what an
inspection pins. pyxform runs with ``validate=False``, so neither Java nor its jar is needed.
"""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import StringIO
from typing import Final

from inspector_app.domain.form.definition import Form
from inspector_app.domain.form.problems import Problem, Problems
from inspector_app.domain.saying import said
from inspector_app.formats.form_files import (
    FormFileRefused,
    FormParts,
    is_form_file,
    read_form_parts,
    write_form_file,
)
from inspector_app.formats.form_sheets import Conversion, convert_sheets
from inspector_app.formats.form_workbooks import write_workbook
from inspector_app.formats.list_columns import list_warnings
from inspector_app.formats.sheet_tables import FORM_SHEETS
from inspector_app.formats.xform_reader import define, form_error, open_xform, parse_xform
from inspector_app.formats.xform_sources import SourceError, SourceKind, sniff

__all__ = [
    "FormCheck", "FormFile", "check_form_file", "form_parts", "parse_form", "parse_xform",
    "read_form_file", "read_pack", "write_workbook",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class FormFile:
    """A published form: the bytes of its form file, their hash, what is inside, and warnings.

    ``workbook`` is empty when an XForm was given; ``workbook_kind`` is its extension.
    """

    data: bytes
    sha256: str
    form: Form
    xform: bytes
    workbook: bytes = b""
    workbook_kind: str = ""
    warnings: Problems = field(default_factory=lambda: Problems(()))


@dataclass(frozen=True, slots=True)
class FormCheck:
    """What a check found: the form file, or None when a problem is an error; and all problems."""

    file: FormFile | None
    problems: Problems


def read_form_file(data: bytes, name: str, files: Mapping[str, bytes] | None = None) -> FormFile:
    """Read a form from ``.xlsx``, ``.xls``, ``.csv``, ``.md``, XForm ``.xml`` or ``.inspform`` bytes.

    Args:
        data: the file; its kind is told by the bytes, not by the name.
        name: the file's name, for messages.
        files: lists and pictures beside it, by file name; only those that the form names are taken.

    Raises:
        FormError: every problem found, with sheet, row and column.
    """
    check = check_form_file(data, name, files)
    if check.file is None:
        raise form_error(name, check.problems.errors)
    return check.file


def check_form_file(data: bytes, name: str, files: Mapping[str, bytes] | None = None) -> FormCheck:
    """As ``read_form_file``, with all problems and warnings instead of an error."""
    try:
        kind = sniff(data)
        if kind is SourceKind.FORM_FILE:
            return _frozen(data)
    except SourceError as error:
        return FormCheck(None, Problems([error.problem]))
    except FormFileRefused as error:
        return FormCheck(None, Problems([Problem(str(error), code="form-file")]))
    beside = files if files is not None else {}
    if kind is SourceKind.XFORM:
        return _published(Conversion(data), b"", "", beside)
    conversion = convert_sheets(data, kind, name)
    return _published(conversion, data, kind.value.removeprefix("."), beside)


_MOST_READ: Final = 8
_read: dict[bytes, Form] = {}


def parse_form(data: bytes, name: str = "") -> Form:
    """The form of stored bytes: a form file, or a bare XForm of an earlier version of the program.

    The last forms read are kept: several vaults of one process hold the same, and a form is frozen.

    Raises:
        FormError: damaged, altered, or no form.
    """
    digest = hashlib.sha256(data).digest()
    if digest not in _read:
        form = _parsed(data, name)
        for oldest in list(_read)[: 1 - _MOST_READ]:
            del _read[oldest]
        _read[digest] = form
    return _read[digest]


def _parsed(data: bytes, name: str) -> Form:
    if not is_form_file(data):
        return parse_xform(data, name)
    try:
        parts = read_form_parts(data)
    except FormFileRefused as error:
        raise form_error(name or "inspform", Problems([Problem(str(error))])) from error
    return parse_xform(parts.xform, name, parts.media, hashlib.sha256(data).hexdigest())


def form_parts(data: bytes) -> FormParts:
    """The parts of stored bytes; of a bare XForm only that.

    Raises:
        FormError: damaged or altered.
    """
    if not is_form_file(data):
        return FormParts("", "", data)
    try:
        return read_form_parts(data)
    except FormFileRefused as error:
        raise form_error("inspform", Problems([Problem(str(error))])) from error


def read_pack(files: Mapping[str, bytes], name: str) -> FormFile:
    """Read a ``forms/<name>/`` folder: ``survey.csv``, ``choices.csv``, ``settings.csv``.

    The tables are UTF-8 with commas and one heading line; the workbook made of them is the one that
    is converted, so that rows in messages are the rows of both.

    Raises:
        FormError: a table is missing or unreadable, or the form itself has problems.
    """
    tables: dict[str, list[list[str]]] = {}
    problems: list[Problem] = []
    for sheet in FORM_SHEETS:
        data = files.get(f"{sheet}.csv")
        if data is None:
            problems.append(Problem(said("thiếu tệp {sheet}.csv", sheet=sheet), sheet=sheet))
            continue
        try:
            text = data.decode("utf-8-sig")
            tables[sheet] = list(csv.reader(StringIO(text, newline=""), strict=True))
        except (UnicodeDecodeError, csv.Error):
            problems.append(Problem(said("không phải bảng CSV mã UTF-8"), sheet=sheet))
    if problems:
        raise form_error(name, Problems(problems))
    return read_form_file(write_workbook(tables), name, files)


def _frozen(data: bytes) -> FormCheck:
    """A form file that was published before."""
    parts = read_form_parts(data)
    opened = open_xform(parts.xform, parts.media)
    sha256 = hashlib.sha256(data).hexdigest()
    reading = define(opened, sha256)
    problems = list(reading.problems)
    form = reading.form
    if form is not None and (form.form_id, form.version) != (parts.form_id, parts.version):
        problems.append(Problem(said("mã hoặc phiên bản trong bảng kê khác với trong biểu mẫu")))
        form = None
    if form is None:
        return FormCheck(None, Problems(problems))
    return FormCheck(
        FormFile(
            data,
            sha256,
            form,
            parts.xform,
            parts.workbook,
            parts.workbook_kind,
            Problems(problems).warnings,
        ),
        Problems(problems),
    )


def _published(
    conversion: Conversion, workbook: bytes, kind: str, files: Mapping[str, bytes]
) -> FormCheck:
    """Check the XForm of a conversion, and publish it when nothing is wrong."""
    problems = list(conversion.problems)
    if conversion.xform is None:
        return FormCheck(None, conversion.explained(problems))
    opened = open_xform(conversion.xform, files)
    tree = opened.tree
    data, sha256 = b"", "0" * 64
    if tree is not None and not any(one.is_error for one in (*problems, *opened.problems)):
        parts = FormParts(
            tree.form_id, tree.version, conversion.xform, workbook, kind, opened.media
        )
        try:
            data = write_form_file(parts)
            sha256 = hashlib.sha256(data).hexdigest()
        except FormFileRefused as error:
            problems.append(Problem(str(error), code="form-file"))
    reading = define(opened, sha256)
    problems += conversion.placed(reading.problems)
    if reading.form is not None:
        problems += conversion.placed(list_warnings(reading.form))
    found = conversion.explained(problems, opened.columns())
    if found.errors or reading.form is None:
        return FormCheck(None, found)
    file = FormFile(data, sha256, reading.form, conversion.xform, workbook, kind, found.warnings)
    return FormCheck(file, found)
