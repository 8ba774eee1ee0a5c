"""Choice lists in files of their own beside a form: CSV, or XML of ``root/item``.

Source: ODK XForms specification, "Secondary Instances - External". Vietnamese Excel writes CSV with
semicolons, with or without a byte order mark; all are read.
"""

from __future__ import annotations

import csv
import re
from io import StringIO

from inspector_app.domain.saying import said
from inspector_app.formats.xform_xml import XFormError, clean, is_flat, items_of, read_xml

MAX_LIST_BYTES = 8_000_000
"""Largest list file."""
MAX_LIST_ROWS = 60_000
"""Most rows of a list: every commune of the country is about 10,600."""
MAX_LIST_COLUMNS = 100
"""Most columns of a list."""
LIST_REMEDY = said("viết mỗi mục dạng <item><name>ma</name><label>Nhãn</label></item>")
"""What to do about a list of another shape."""

_COLUMN = re.compile(r"[^\W\d][\w.\-]*")
_SOURCE = re.compile(r"jr://(file-csv|file)/([^/\\]+)")

Rows = tuple[dict[str, str], ...]


class ListError(Exception):
    """A list that is not read; ``what`` says why, ``remedy`` what to do."""

    def __init__(self, what: str, remedy: str = "") -> None:
        self.what = what
        self.remedy = remedy
        super().__init__(what)


def list_file(source: str) -> str:
    """The file that ``jr://file-csv/x.csv`` or ``jr://file/x.xml`` names; empty for other sources."""
    match = _SOURCE.fullmatch(source.strip())
    return match.group(2) if match else ""


def read_list(name: str, data: bytes) -> Rows:
    """The rows of a list file: column to cell.

    Raises:
        ListError: too large, not text in UTF-8 or UTF-16, or not a table.
    """
    if len(data) > MAX_LIST_BYTES:
        raise ListError(
            said(
                "tệp lớn {size:.1f} MB, vượt giới hạn {most} MB",
                size=len(data) / 1e6,
                most=MAX_LIST_BYTES // 1_000_000,
            )
        )
    if name.lower().endswith(".xml"):
        return _xml(data)
    if name.lower().endswith(".geojson"):
        raise ListError(said("bản đồ (geojson) không được hỗ trợ"), said("dùng danh sách .csv"))
    return _csv(_text(data))


def _xml(data: bytes) -> Rows:
    try:
        root = read_xml(data)
    except XFormError as error:
        raise ListError(error.what, error.remedy) from error
    rows = tuple(items_of(root))
    if rows and not is_flat(root):
        raise ListError(said("có mục không phải dạng <item><cột>chữ</cột></item>"), LIST_REMEDY)
    if not rows:
        raise ListError(
            said("không có mục nào dạng <root><item>…"), said("dùng tệp .csv có dòng tiêu đề cột")
        )
    return _bounded(rows)


def _text(data: bytes) -> str:
    if data.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        raise ListError(
            said("đây là sổ tính Excel chứ không phải CSV"), said("lưu lại dạng «CSV UTF-8»")
        )
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ListError(
            said("chữ trong tệp không phải mã UTF-8"),
            said("trong Excel chọn Lưu thành «CSV UTF-8»"),
        ) from error
    if "\x00" in text:
        raise ListError(
            said("không phải tệp văn bản CSV"), said("trong Excel chọn Lưu thành «CSV UTF-8»")
        )
    return text


def _csv(text: str) -> Rows:
    first, _, rest = text.partition("\n")
    hint = re.fullmatch(r"sep=(.)\s*", first, re.IGNORECASE)
    if hint:
        text, delimiter = rest, hint.group(1)
    else:
        delimiter = _delimiter(first)
    try:
        table = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise ListError(
            said("dấu nháy kép trong tệp CSV không khép hoặc một ô quá dài"),
            said('mỗi dấu " trong ô viết thành ""'),
        ) from error
    heading = [clean(cell) for cell in table[0]] if table else []
    while heading and not heading[-1]:
        heading.pop()
    _check_heading(heading)
    rows: list[dict[str, str]] = []
    for number, cells in enumerate(table[1:], 2):
        if any(cell.strip() for cell in cells[len(heading) :]):
            raise ListError(
                said("dòng {number} có nhiều ô hơn dòng tiêu đề", number=number),
                said("đặt ô có dấu phân cách trong dấu nháy kép"),
            )
        if any(cell.strip() for cell in cells):
            padded = [*cells, *[""] * len(heading)]
            rows.append({key: clean(cell) for key, cell in zip(heading, padded, strict=False)})
    if not rows:
        raise ListError(
            said("tệp không có dòng dữ liệu nào"), said("ghi mỗi lựa chọn trên một dòng")
        )
    return _bounded(tuple(rows))


def _delimiter(heading: str) -> str:
    """The separator that occurs most in the heading, outside quotes; a comma when none does."""
    bare = re.sub(r'"[^"]*"', "", heading)
    return max(",;\t", key=lambda one: (bare.count(one), one == ","))


def _check_heading(heading: list[str]) -> None:
    if not heading:
        raise ListError(said("tệp trống"), said("dòng đầu ghi tên các cột, ví dụ: name,label"))
    if len(set(heading)) != len(heading):
        raise ListError(said("có hai cột cùng tên"), said("đặt lại tên cột ở dòng đầu"))
    for cell in heading:
        if not _COLUMN.fullmatch(cell):
            raise ListError(
                said("tên cột «{cell}» không dùng được", cell=cell[:40]),
                said("tên cột bắt đầu bằng chữ cái, không có dấu cách"),
            )


def _bounded(rows: Rows) -> Rows:
    if len(rows) > MAX_LIST_ROWS:
        raise ListError(
            said(
                "có {count} dòng, vượt giới hạn {most}",
                count=len(rows),
                most=MAX_LIST_ROWS,
            )
        )
    if any(len(row) > MAX_LIST_COLUMNS for row in rows):
        raise ListError(said("có hơn {most} cột", most=MAX_LIST_COLUMNS))
    return rows
