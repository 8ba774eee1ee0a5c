"""The form file (``.inspform``): workbook, XForm and media of one published form, frozen.

A stored ZIP: ``manifest.json`` (canonical JSON) first, then ``form.xml``, ``workbook.<ext>`` and
``media/<name>`` in the order of their names. The SHA-256 of the whole file names the form; an
inspection pins it. Readers refuse whatever the writer would not write.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from io import BytesIO
from typing import Annotated, Final, Literal

import msgspec

from inspector_app.domain.saying import said
from inspector_app.formats.stored_zip import write_stored_zip
from inspector_app.formats.texts import canonical_json

FORMAT: Final = "insp-form"
VERSION: Final = 1
MAX_FORM_FILE_BYTES: Final = 32 * 1024 * 1024
"""Largest form file."""
MAX_MEDIA_BYTES: Final = 8 * 1024 * 1024
"""Largest file beside a form."""
MAX_MEDIA_FILES: Final = 200
"""Most files beside a form."""

_MANIFEST: Final = "manifest.json"
_XFORM: Final = "form.xml"
_MEMBER: Final = re.compile(r"form\.xml|workbook\.(?:xlsx|xls|csv|md)|media/(.+)")
_RESERVED: Final = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
_Hash = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
_Size = Annotated[int, msgspec.Meta(ge=0, le=MAX_FORM_FILE_BYTES)]


class FormFileRefused(Exception):
    """Bytes that are no form file, or not what their manifest says; the argument says why."""


@dataclass(frozen=True, slots=True)
class FormParts:
    """What a form file holds; ``workbook_kind`` is its extension, empty when there is none."""

    form_id: str
    version: str
    xform: bytes
    workbook: bytes = b""
    workbook_kind: str = ""
    media: Mapping[str, bytes] = field(default_factory=dict)


class _Preface(msgspec.Struct, frozen=True):
    format: str
    version: int


class _Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    sha256: _Hash
    size: _Size


class _Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    form_id: str
    form_version: str
    format: Literal["insp-form"]
    members: Annotated[list[_Member], msgspec.Meta(max_length=MAX_MEDIA_FILES + 2)]
    version: Literal[1]


def is_media_name(name: str) -> bool:
    """Whether a file of that name may lie beside a form, on every kind of computer."""
    return (
        0 < len(name) <= 150
        and name.isprintable()
        and not re.search(r'[/\\:*?"<>|]', name)
        and not name.startswith((".", "~"))
        and not name.endswith((".", " "))
        and not _RESERVED.fullmatch(name)
    )


def is_form_file(data: bytes) -> bool:
    """Whether bytes claim to be a form file: a ZIP whose first member is the manifest."""
    return data[:4] == b"PK\x03\x04" and data[30 : 30 + len(_MANIFEST)] == _MANIFEST.encode()


def write_form_file(parts: FormParts) -> bytes:
    """The form file's bytes, the same for the same parts on every machine.

    Raises:
        FormFileRefused: more or larger parts than a reader would accept.
    """
    for name in parts.media:
        if not is_media_name(name):
            raise FormFileRefused(
                said("tên tệp kèm «{filename}» không được phép", filename=name[:60])
            )
    members: dict[str, bytes] = {_XFORM: parts.xform}
    if parts.workbook_kind:
        members[f"workbook.{parts.workbook_kind}"] = parts.workbook
    members |= {f"media/{name}": content for name, content in parts.media.items()}
    listed = [
        {
            "name": name,
            "sha256": hashlib.sha256(members[name]).hexdigest(),
            "size": len(members[name]),
        }
        for name in sorted(members)
    ]
    manifest = canonical_json(
        {
            "form_id": parts.form_id,
            "form_version": parts.version,
            "format": FORMAT,
            "members": listed,
            "version": VERSION,
        }
    )
    data = write_stored_zip(
        {_MANIFEST: manifest, **{name: members[name] for name in sorted(members)}}
    )
    read_form_parts(data)
    return data


def read_form_parts(data: bytes) -> FormParts:
    """What a form file holds, every byte of it checked.

    Raises:
        FormFileRefused: not a form file, of a later version, too large, or altered.
    """
    if len(data) > MAX_FORM_FILE_BYTES:
        raise FormFileRefused(
            said(
                "tệp biểu mẫu lớn {size:.1f} MB, vượt giới hạn {most} MB; hãy thu nhỏ ảnh hay tệp kèm",
                size=len(data) / 1e6,
                most=MAX_FORM_FILE_BYTES // 1024 // 1024,
            )
        )
    members = _members(data)
    manifest = _manifest(members.pop(_MANIFEST, b""))
    if [one.name for one in manifest.members] != sorted(members):
        raise FormFileRefused(said("các thành phần không đúng như bảng kê"))
    for one in manifest.members:
        content = members[one.name]
        if len(content) != one.size or hashlib.sha256(content).hexdigest() != one.sha256:
            raise FormFileRefused(
                said("thành phần «{name}» đã bị sửa: mã băm không khớp", name=one.name)
            )
    workbooks = [name for name in members if name.startswith("workbook.")]
    media = {name[6:]: members[name] for name in sorted(members) if name.startswith("media/")}
    if _XFORM not in members or len(workbooks) > 1:
        raise FormFileRefused(said("thiếu form.xml hoặc có hai sổ tính"))
    workbook = workbooks[0] if workbooks else ""
    parts = FormParts(
        manifest.form_id,
        manifest.form_version,
        members[_XFORM],
        members.get(workbook, b""),
        workbook.partition(".")[2],
        media,
    )
    if write_stored_zip(_in_order(manifest, members)) != data:
        raise FormFileRefused(said("tệp không ở dạng chuẩn (có dữ liệu thừa hoặc đã được nén lại)"))
    return parts


def _in_order(manifest: _Manifest, members: Mapping[str, bytes]) -> dict[str, bytes]:
    return {
        _MANIFEST: canonical_json(msgspec.to_builtins(manifest)),
        **{name: members[name] for name in sorted(members)},
    }


def _members(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            entries = archive.infolist()
            if len(entries) > MAX_MEDIA_FILES + 3:
                raise FormFileRefused(said("quá nhiều thành phần"))
            for entry in entries:
                _check_entry(entry)
            if len({entry.filename.casefold() for entry in entries}) != len(entries):
                raise FormFileRefused(said("có hai thành phần cùng tên"))
            if sum(entry.file_size for entry in entries) > MAX_FORM_FILE_BYTES:
                raise FormFileRefused(said("các thành phần quá lớn"))
            return {entry.filename: archive.read(entry) for entry in entries}
    except (zipfile.BadZipFile, ValueError, OSError, EOFError, RuntimeError) as error:
        raise FormFileRefused(said("tệp biểu mẫu bị hỏng hoặc chưa tải hết")) from error


def _check_entry(entry: zipfile.ZipInfo) -> None:
    if entry.compress_type != zipfile.ZIP_STORED or entry.flag_bits & 1:
        raise FormFileRefused(said("thành phần bị nén hoặc có mật khẩu"))
    match = _MEMBER.fullmatch(entry.filename)
    is_media = match is not None and match.group(1) is not None
    if entry.filename != _MANIFEST and match is None:
        raise FormFileRefused(said("thành phần lạ «{filename}»", filename=entry.filename[:60]))
    if is_media and match is not None and not is_media_name(match.group(1)):
        raise FormFileRefused(
            said("tên tệp kèm «{filename}» không được phép", filename=entry.filename[:60])
        )


def _manifest(data: bytes) -> _Manifest:
    try:
        preface = msgspec.json.decode(data, type=_Preface)
        if preface.format == FORMAT and preface.version > VERSION:
            raise FormFileRefused(
                said("biểu mẫu do bản phần mềm mới hơn tạo; hãy cập nhật phần mềm")
            )
        manifest = msgspec.json.decode(data, type=_Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise FormFileRefused(said("bảng kê không đúng quy cách")) from error
    if canonical_json(msgspec.to_builtins(manifest)) != data:
        raise FormFileRefused(said("bảng kê không ở dạng chuẩn tắc"))
    return manifest
