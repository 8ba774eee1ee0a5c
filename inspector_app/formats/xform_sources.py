"""What kind of file a form is, by its bytes, and whether it is safe to open.

Names lie (an old ``.xls`` saved as ``.xlsx`` is common), so only the bytes count. The limits keep a
hostile or broken workbook from eating time and memory before any library sees it.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from enum import StrEnum
from io import BytesIO

from inspector_app.domain.form.problems import Problem
from inspector_app.domain.saying import said
from inspector_app.formats.form_files import MAX_FORM_FILE_BYTES, is_form_file
from inspector_app.formats.text_tables import decoded, has_survey

MAX_BYTES = 10_000_000
"""Largest form file, in bytes; real checklists are below one megabyte."""
MAX_UNPACKED = 40_000_000
"""Most bytes that a workbook may unpack to."""
MAX_ENTRIES = 500
"""Most files in a workbook."""


_DECLARATION = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C\x00?T|E\x00?N\x00?T)")
"""The start of a document type or entity declaration, in UTF-8 or UTF-16."""

_MACROS = re.compile(rb"vbaproject|macrosheet|macroenabled", re.IGNORECASE)
"""What parts, content types and relations of a workbook with macros are called (ECMA-376, MS-OFFMACRO2)."""

_OLD_MACROS = "_VBA_PROJECT".encode("utf-16-le")
"""The stream that holds macros, in the old container."""

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
"""The stream that holds a workbook with a password, in the old container."""


class SourceKind(StrEnum):
    """The kinds of form files; the value is the usual extension."""

    XLSX = ".xlsx"
    XLS = ".xls"
    CSV = ".csv"
    MARKDOWN = ".md"
    XFORM = ".xml"
    FORM_FILE = ".inspform"


class SourceError(Exception):
    """A file that is not opened; ``problem`` says why."""

    def __init__(self, what: str, remedy: str = "") -> None:
        self.problem = Problem(what, remedy=remedy, code="file")
        super().__init__(what)


def sniff(data: bytes) -> SourceKind:
    """The kind of a form file.

    Raises:
        SourceError: too large, unsafe, or no kind of form file.
    """
    if len(data) > (MAX_FORM_FILE_BYTES if is_form_file(data) else MAX_BYTES):
        raise SourceError(
            said(
                "tệp lớn {size:.1f} MB, vượt giới hạn {most} MB",
                size=len(data) / 1e6,
                most=MAX_BYTES // 1_000_000,
            )
        )
    if is_form_file(data):
        return SourceKind.FORM_FILE
    if data.startswith(b"PK"):
        _check_zip(data)
        return SourceKind.XLSX
    if data.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if _ENCRYPTED in data:
            raise SourceError(said("tệp Excel đang đặt mật khẩu"), said("bỏ mật khẩu rồi lưu lại"))
        if _OLD_MACROS in data:
            raise _with_macros()
        return SourceKind.XLS
    return _sniff_text(data)


def _sniff_text(data: bytes) -> SourceKind:
    try:
        text = decoded(data)
    except UnicodeDecodeError as error:
        raise SourceError(
            said(
                "không phải bảng tính XLSForm (.xlsx, .xls, .csv, .md) hay XForm (.xml); tệp văn bản phải lưu bằng UTF-8"
            )
        ) from error
    start = text.lstrip()
    if not start or "\x00" in text:
        raise SourceError(said("tệp trống hoặc không phải văn bản"))
    if start.startswith("<"):
        return SourceKind.XFORM
    if start.startswith("|"):
        return SourceKind.MARKDOWN
    if not has_survey(text):
        raise SourceError(
            said(
                "tệp văn bản không có trang «survey», cũng không có dòng tiêu đề type, name, label"
            ),
            said(
                "bảng một trang: dòng đầu là tên cột, ví dụ «type,name,label», mỗi câu hỏi một dòng; bảng nhiều trang: một dòng chỉ ghi «survey», các dòng của trang để trống ô đầu, ví dụ «,type,name,label»"
            ),
        )
    return SourceKind.CSV


def _check_zip(data: bytes) -> None:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_entries(entries)
            _check_markup(archive)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError) as error:
        raise SourceError(said("tệp Excel bị hỏng hoặc chưa tải hết")) from error
    except (zlib.error, EOFError, RuntimeError) as error:
        raise SourceError(said("tệp Excel bị hỏng hoặc chưa tải hết")) from error


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > MAX_ENTRIES:
        raise SourceError(said("tệp Excel chứa quá nhiều tệp con, không giống một biểu mẫu"))
    names = {entry.filename for entry in entries}
    if "[Content_Types].xml" not in names or len(names) != len(entries):
        raise SourceError(said("tệp nén này không phải sổ tính Excel (.xlsx)"))
    if sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        raise SourceError(said("tệp Excel bung ra quá lớn (có thể là tệp phá hoại); không mở"))
    end = 0
    for entry in sorted(entries, key=lambda one: one.header_offset):
        if entry.header_offset < end:
            raise SourceError(
                said("tệp Excel có phần chồng lên nhau (có thể là tệp phá hoại); không mở")
            )
        end = entry.header_offset + entry.compress_size
        if entry.flag_bits & 1:
            raise SourceError(said("tệp Excel đang đặt mật khẩu; hãy bỏ mật khẩu rồi lưu lại"))
    if any(_MACROS.search(name.encode()) for name in names):
        raise _with_macros()


def _with_macros() -> SourceError:
    return SourceError(said("tệp Excel có macro; hãy lưu lại thành .xlsx không macro"))


def _check_markup(archive: zipfile.ZipFile) -> None:
    """No part may declare a document type or entities, which Excel never does, nor macros."""
    for entry in archive.infolist():
        name = entry.filename.lower()
        if not name.endswith((".xml", ".rels", ".vml")):
            continue
        content = archive.read(entry)
        tells = name == "[content_types].xml" or name.endswith(".rels")
        if tells and _MACROS.search(content.replace(b"\0", b"")):
            raise _with_macros()
        if _DECLARATION.search(content):
            raise SourceError(
                said("tệp Excel khai báo thực thể XML (có thể là tệp phá hoại); không mở")
            )
