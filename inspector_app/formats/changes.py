"""Canonical bytes of change records: MessagePack arrays (``docs/formats/change.md``).

A record is read strictly, because two vaults must come to the same state from the same bytes: each
known field stands in its one canonical encoding (shortest integers, shortest lengths, map keys in
order and once), so equal values have equal bytes. Elements after the twelfth belong to later
versions: they are not looked at, and they stay in ``raw``, which is what was hashed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Annotated, Final, NoReturn

import msgspec

from inspector_app.domain.errors import ChangeRefusedError, InputValueError
from inspector_app.domain.log.change import (
    MAX_INTEGER,
    MAX_PATH,
    MAX_SUPERSEDED,
    MAX_VALUE_BYTES,
    RECORD_VERSION,
    Change,
    StoredChange,
    Value,
)
from inspector_app.domain.log.ids import ChangeId
from inspector_app.domain.log.runs import Records, change_of
from inspector_app.domain.saying import said

MAX_RECORD_BYTES: Final = 128 * 1024
"""No record is longer, elements of later versions included."""
MAX_DEPTH: Final = 8
"""Lists and maps inside each other within one value."""
FORM_HASH_BYTES: Final = 32
KNOWN_FIELDS: Final = 12
_TOGETHER: Final = 4096
"""Records that are read in one go: enough for speed, and little memory."""

_Bytes16 = Annotated[bytes, msgspec.Meta(min_length=16, max_length=16)]
_Natural = Annotated[int, msgspec.Meta(ge=0, le=MAX_INTEGER)]
_Positive = Annotated[int, msgspec.Meta(ge=1, le=MAX_INTEGER)]
_Signed = Annotated[int, msgspec.Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)]
_Path = Annotated[str, msgspec.Meta(min_length=1, max_length=MAX_PATH)]
_Form = Annotated[bytes, msgspec.Meta(max_length=FORM_HASH_BYTES)]
_Sup = Annotated[
    tuple[tuple[_Bytes16, _Positive, _Bytes16], ...], msgspec.Meta(max_length=MAX_SUPERSEDED)
]


class _Record(msgspec.Struct, array_like=True, gc=False):
    version: _Positive
    dev: _Bytes16
    seq: _Positive
    lam: _Natural
    wall: _Signed
    actor: _Bytes16
    kind: _Natural
    ent: _Bytes16
    path: _Path
    form: _Form
    value: msgspec.Raw
    sup: _Sup


class _Outline(msgspec.Struct, array_like=True, gc=False):
    """The first fields; msgspec skips the elements behind them without reading them."""

    version: int
    dev: bytes
    seq: int
    lam: int
    wall: int
    actor: bytes
    kind: int


_encode = msgspec.msgpack.Encoder(order="deterministic").encode
_decode_record = msgspec.msgpack.Decoder(_Record).decode
_decode_records = msgspec.msgpack.Decoder(list[_Record]).decode
_decode_items = msgspec.msgpack.Decoder(list[msgspec.Raw]).decode
_decode_outline = msgspec.msgpack.Decoder(_Outline).decode
_decode_value = msgspec.msgpack.Decoder().decode
_decode_values = msgspec.msgpack.Decoder(list).decode
_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f]")
_MALFORMED: Final = (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError)


class ChangeCodec:
    """Implements ``services.ports.formats.ChangeCodec``."""

    def encode(self, change: Change) -> bytes:
        """The record's canonical bytes (version 1, twelve elements).

        Raises:
            InputValueError: a field is out of bounds, text is not NFC, a value holds something
                other than nothing, truth, whole numbers, text, bytes, lists and maps.
        """
        if change.version != RECORD_VERSION:
            _unfit("version", said("chương trình này chỉ ghi bản ghi phiên bản 1"))
        if len(change.form) not in (0, FORM_HASH_BYTES):
            _unfit("form", said("mã băm biểu mẫu phải dài 32 byte"))
        value = _encode(_plain(change.value, MAX_DEPTH))
        if len(value) > MAX_VALUE_BYTES:
            _unfit(said("Nội dung"), said("dài quá 64 KiB, hãy chia nhỏ hoặc đính kèm thành tệp"))
        record = _Record(
            version=change.version,
            dev=change.dev,
            seq=change.seq,
            lam=change.lam,
            wall=change.wall,
            actor=change.actor,
            kind=int(change.kind),
            ent=change.ent,
            path=_nfc(change.path),
            form=change.form,
            value=msgspec.Raw(value),
            sup=tuple([(ref.dev, ref.seq, ref.h16) for ref in change.sup]),
        )
        try:
            raw = _encode(record)
            _decode_record(raw)
        except (msgspec.ValidationError, OverflowError) as error:
            raise InputValueError(field="change", what=str(error)) from error
        if _CONTROL.search(change.path):
            _unfit("path", said("tên ô có ký tự điều khiển"))
        return raw

    def decode(self, raw: bytes, id_: ChangeId) -> StoredChange:
        """Read a received record.

        Args:
            raw: the bytes as they were hashed.
            id_: the record's id in its chain; it is not checked here.

        Raises:
            ChangeRefusedError: malformed, out of bounds, or not canonical.
        """
        record, value, value_bytes = _read(raw)
        return StoredChange(change_of(record, value), id_, raw, value_bytes)

    def decode_many(self, frames: Sequence[bytes]) -> Records:
        """Read the records of a run, in a fraction of the time that ``decode`` takes for each.

        Raises:
            ChangeRefusedError: as ``decode``; nothing is told of the others.
        """
        fields: list[_Record] = []
        values: list[Value] = []
        value_bytes: list[bytes] = []
        for at in range(0, len(frames), _TOGETHER):
            part = frames[at : at + _TOGETHER]
            # something unusual: which record it is, and whether it is allowed, is told one by one
            found = _read_together(part) or tuple(zip(*map(_read, part), strict=True))
            fields += found[0]
            values += found[1]
            value_bytes += found[2]
        return Records(fields, values, value_bytes)

    def outline(self, raw: bytes) -> _Outline | None:
        """The first fields of a record, quickly; None when it is none. Nothing else is judged."""
        try:
            return _decode_outline(raw)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError, ValueError):
            return None


def _read(raw: bytes) -> tuple[_Record, Value, bytes]:
    """One record, with its value decoded and as bytes. Raises: ChangeRefusedError."""
    if len(raw) > MAX_RECORD_BYTES:
        _refuse(said("bản ghi quá dài"))
    try:
        record = _decode_record(raw)
        value_bytes = bytes(record.value)
        value = _decode_value(value_bytes)
    except _MALFORMED as error:
        raise ChangeRefusedError(what=said("bản ghi sai cấu trúc"), reason=str(error)) from error
    if len(value_bytes) > MAX_VALUE_BYTES:
        _refuse(said("nội dung dài quá 64 KiB"))
    if type(value) is not str:
        _check(value, MAX_DEPTH)
    if _encode(value) != value_bytes:
        _refuse(said("nội dung không ở dạng chuẩn tắc"))
    if len(record.form) not in (0, FORM_HASH_BYTES):
        _refuse(said("mã băm biểu mẫu phải dài 32 byte"))
    _check_path(record.path)
    _check_canonical(raw, record)
    return record, value, value_bytes


def _read_together(
    frames: Sequence[bytes],
) -> tuple[list[_Record], list[Value], list[bytes]] | None:
    """``_read`` of several records, by columns; None where some are unusual or not allowed.

    The frames are read as one MessagePack array, so that the library's loop does the work. That
    each record fills its frame, no more and no less, is told by the lengths of the array's items.
    """
    head = b"\xdd" + len(frames).to_bytes(4, "big")
    together = head + b"".join(frames)
    try:
        lengths = list(map(len, _decode_items(together)))
        records = _decode_records(together)
        value_bytes = [bytes(one.value) for one in records]
        values_together = head + b"".join(value_bytes)
        values = _decode_values(values_together)
        for value in values:
            if type(value) is not str:
                _check(value, MAX_DEPTH)
        for path in {one.path for one in records}:
            _check_path(path)
        is_canonical = _canonical(records) == together and _canonical(values) == values_together
    except (*_MALFORMED, ChangeRefusedError):
        return None
    if lengths != list(map(len, frames)) or not is_canonical or not frames:
        return None
    if max(lengths) > MAX_RECORD_BYTES or max(map(len, value_bytes)) > MAX_VALUE_BYTES:
        return None
    if not {len(one.form) for one in records} <= {0, FORM_HASH_BYTES}:
        return None
    return records, values, value_bytes


def _canonical(items: Sequence[object]) -> bytes:
    """Items as one array whose length is written in four bytes, however few they are."""
    count = len(items)
    shortest = 1 if count < 16 else 3 if count < 2**16 else 5
    return b"\xdd" + count.to_bytes(4, "big") + _encode(items)[shortest:]


def _check_path(path: str) -> None:
    if _CONTROL.search(path):
        _refuse(said("bản ghi sai cấu trúc"))
    if not path.isascii() and not unicodedata.is_normalized("NFC", path):
        _refuse(said("tên ô không ở dạng Unicode NFC"))


def _check_canonical(raw: bytes, record: _Record) -> None:
    """Every known field stands in its shortest encoding; what follows is left alone."""
    known = _encode(record)
    if raw == known:
        return
    # More than twelve elements: the array's own head differs, the twelve fields must not.
    first = raw[0]
    if 0x90 | KNOWN_FIELDS < first <= 0x9F:
        head = 1
    elif first == 0xDC and int.from_bytes(raw[1:3], "big") > 0xF:
        head = 3
    else:
        _refuse(said("bản ghi không ở dạng chuẩn tắc"))
    if raw[head : head + len(known) - 1] != known[1:]:
        _refuse(said("bản ghi không ở dạng chuẩn tắc"))


def _check(value: object, depth: int) -> None:
    """Refuse what no value may hold: fractions, extension types, huge numbers, deep nesting."""
    kind = type(value)
    if value is None or kind is str or kind is bool or kind is bytes:
        return
    if kind is int:
        if not -MAX_INTEGER <= value <= MAX_INTEGER:  # type: ignore[operator]
            _refuse(said("số nguyên quá lớn"))
    elif depth == 0:
        _refuse(said("danh sách lồng nhau quá sâu"))
    elif isinstance(value, list):
        for item in value:
            _check(item, depth - 1)
    elif isinstance(value, dict):
        for key, item in value.items():
            if type(key) is not str:
                _refuse(said("khóa không phải là chữ"))
            _check(item, depth - 1)
    else:
        _refuse(said("kiểu dữ liệu không được phép"))


def _plain(value: object, depth: int) -> object:
    """The value in the plain types that are written. Raises: InputValueError."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, int):
        if not -MAX_INTEGER <= value <= MAX_INTEGER:
            _unfit(said("Nội dung"), said("số nguyên quá lớn"))
        return int(value)
    if isinstance(value, str):
        return _nfc(value)
    if isinstance(value, bytes):
        return value
    if depth == 0:
        _unfit(said("Nội dung"), said("danh sách lồng nhau quá sâu"))
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            _unfit(said("Nội dung"), said("khóa không phải là chữ"))
        return {_nfc(key): _plain(item, depth - 1) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item, depth - 1) for item in value]
    return _unfit(said("Nội dung"), said("kiểu dữ liệu không được phép"))


def _nfc(text: str) -> str:
    if not text.isascii():
        if not unicodedata.is_normalized("NFC", text):
            _unfit(said("Nội dung"), said("chữ chưa ở dạng Unicode NFC"))
        try:
            text.encode()
        except UnicodeEncodeError:
            _unfit(said("Nội dung"), said("có ký tự không hợp lệ"))
    return text[:]  # a plain str, also of an enumeration


def _refuse(what: str) -> NoReturn:
    raise ChangeRefusedError(what=what)


def _unfit(field: str, what: str) -> NoReturn:
    raise InputValueError(field=field, what=what)
