"""The change codec: one spelling per record, bounds on both sides, nothing foreign inside."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from inspector_app.domain.errors import ChangeRefusedError, InputValueError
from inspector_app.domain.log.change import MAX_INTEGER, MAX_SUPERSEDED, Ref, Value
from inspector_app.domain.log.ids import ChangeId, DeviceId
from inspector_app.formats.changes import ChangeCodec
from inspector_app.services.ports import formats as ports
from tests.kit.records import CODEC, change

ID = ChangeId(b"i" * 32)
REF = Ref(DeviceId(b"d" * 16), 3, b"h" * 16)
NAMES = [
    "version",
    "dev",
    "seq",
    "lam",
    "wall",
    "actor",
    "kind",
    "ent",
    "path",
    "form",
    "value",
    "sup",
]


def parts(**fields: object) -> list[object]:
    """A good record as a plain array, with fields replaced."""
    good = change()
    plain = dict(zip(NAMES, msgspec.msgpack.decode(CODEC.encode(good)), strict=True))
    return list({**plain, **fields}.values())


def pack(array: object) -> bytes:
    return msgspec.msgpack.encode(array)


def with_value(value: bytes) -> bytes:
    """A good record with raw value bytes in its place."""
    return pack(parts(value=msgspec.Raw(value)))


def refused(raw: bytes) -> None:
    with pytest.raises(ChangeRefusedError):
        CODEC.decode(raw, ID)


def test_the_codec_is_the_port() -> None:
    codec: ports.ChangeCodec = ChangeCodec()
    assert codec.decode(codec.encode(change()), ID).change == change()


def test_the_bytes_of_version_one_never_change() -> None:
    """These bytes are hashed into vaults; a change here breaks every chain in the field."""
    raw = CODEC.encode(
        change(seq=300, value={"b": [1, None, True, b"x"], "a": "Đã có"}, sup=(REF,))
    )
    assert raw.hex() == (
        "9c01"
        "c410" + change().dev.hex() + "cd012ccd012c"
        "cf0000016d37d8872c"
        "c410" + change().actor.hex() + "00"
        "c41007070707070707070707070707070707"
        "b2" + b"q/cau_300/verified".hex() + "c400"
        "82a161a8c490c3a32063c3b3a1629401c0c3c40178"
        "9193c410" + "64" * 16 + "03c410" + "68" * 16
    )
    stored = CODEC.decode(raw, ID)
    assert stored.value_bytes.hex() == "82a161a8c490c3a32063c3b3a1629401c0c3c40178"


@pytest.mark.parametrize(
    "value",
    [None, True, False, 0, 127, 128, -33, MAX_INTEGER, -MAX_INTEGER, "", "99,57", b"", b"\0",
     [], {}, [[], {"a": [None]}], {"a": 1, "á": 2, "Đ": "x"}],
)  # fmt: skip
def test_values_come_back(value: Value) -> None:
    stored = CODEC.decode(CODEC.encode(change(value=value)), ID)
    assert stored.change.value == value
    assert type(stored.change.value) is type(value)
    assert stored.value_bytes == msgspec.msgpack.encode(value, order="deterministic")
    assert stored.id == ID


def test_map_keys_are_sorted_so_that_equal_values_have_equal_bytes() -> None:
    one = CODEC.decode(CODEC.encode(change(value={"b": 1, "a": 2})), ID)
    other = CODEC.decode(CODEC.encode(change(value={"a": 2, "b": 1})), ID)
    assert one.value_bytes == other.value_bytes


def test_elements_of_later_versions_are_kept_and_not_looked_at() -> None:
    for extra in ([1.5], [{"x": 1}, None], [0] * 30):
        raw = pack([*parts(version=2), *extra])
        stored = CODEC.decode(raw, ID)
        assert stored.raw == raw
        assert stored.change == replace(change(), version=2)


def test_elements_of_later_versions_do_not_loosen_the_known_ones() -> None:
    tail = pack(parts())[1:]
    refused(b"\x9d" + tail.replace(b"\x01", b"\xcc\x01", 1) + b"\xc0")
    refused(b"\xdc\x00\x0d" + tail + b"\xc0")
    refused(b"\xdd\x00\x00\x00\x0c" + tail)
    refused(b"\xdc\x00\x0c" + tail)


def test_unknown_kinds_are_read() -> None:
    assert CODEC.decode(pack(parts(kind=4711)), ID).change.kind == 4711


@pytest.mark.parametrize(
    "fields",
    [
        {"version": 0}, {"version": 2**64 - 1}, {"version": -1}, {"version": "1"}, {"version": 1.0},
        {"dev": b"d" * 15}, {"dev": b"d" * 17}, {"dev": "d" * 16},
        {"seq": 0}, {"seq": 2**53 + 1}, {"seq": 2**64 - 1}, {"seq": True}, {"seq": None},
        {"lam": -1}, {"lam": 2**64 - 1}, {"wall": 2**53 + 1}, {"wall": -(2**53) - 1},
        {"wall": 1.5}, {"actor": b""}, {"kind": -1}, {"kind": 2**64 - 1}, {"ent": b"e" * 32},
        {"path": ""}, {"path": "x" * 201}, {"path": "a\0b"}, {"path": "a\n"}, {"path": b"q"},
        {"path": unicodedata.normalize("NFD", "q/đã")},
        {"form": b"f" * 31}, {"form": b"f" * 33}, {"form": None},
        {"sup": None}, {"sup": [[b"d" * 16, 1]]}, {"sup": [[b"d" * 16, 1, b"h" * 16, 1]]},
        {"sup": [[b"d" * 15, 1, b"h" * 16]]}, {"sup": [[b"d" * 16, 0, b"h" * 16]]},
        {"sup": [[b"d" * 16, 2**64 - 1, b"h" * 16]]}, {"sup": [[b"d" * 16, 1, b"h" * 32]]},
        {"sup": [[b"d" * 16, 1, b"h" * 16]] * (MAX_SUPERSEDED + 1)},
        {"sup": [[b"d" * 16, 1, b"h" * 16]] * 100_000},
    ],
    ids=lambda fields: next(f"{k}={str(v)[:24]}" for k, v in fields.items()),
)  # fmt: skip
def test_fields_out_of_bounds_are_refused(fields: dict[str, object]) -> None:
    assert CODEC.decode(pack(parts()), ID)
    refused(pack(parts(**fields)))


@pytest.mark.parametrize(
    "value",
    [
        b"\xcb" + bytes(8), b"\xca" + bytes(4), b"\x91\xcb" + bytes(8),
        b"\xd4\x05\x00", b"\xd6\xff" + bytes(4), b"\x91\xd4\x05\x00", b"\xc7\x00\x01",
        b"\xcf" + b"\xff" * 8, b"\xcf\x00\x20\x00\x00\x00\x00\x00\x01", b"\xd3\x80" + bytes(7),
        b"\xcc\x01", b"\xcd\x00\x01", b"\xd0\x01", b"\xd1\xff\xff",
        b"\xd9\x01a", b"\xda\x00\x01a", b"\xc5\x00\x01a",
        b"\xdc\x00\x01\x01", b"\xde\x00\x01\xa1a\x01",
        b"\x82\xa1a\x01\xa1a\x01", b"\x82\xa1a\x01\xa1a\x02", b"\x82\xa1b\x01\xa1a\x02",
        b"\x81\x01\x02", b"\x81\xc4\x01a\x02", b"\x81\xc0\x02", b"\x81\x91\x01\x02",
        b"\xa1\xff", b"\xa3\xed\xa0\x80", b"\xa2\xc0\x80", b"\x81\xa1\xff\x01",
        b"\xc1", b"\x91", b"\xdd\xff\xff\xff\xff", b"\xdb\xff\xff\xff\xff",
        b"\x91" * 9 + b"\x01", b"\x91" * 60_000 + b"\x01", b"\x81\xa1a" * 9 + b"\x01",
        msgspec.msgpack.encode("x" * 65_536), msgspec.msgpack.encode([0] * 70_000),
    ],
    ids=lambda value: value[:10].hex(),
)  # fmt: skip
def test_values_in_another_spelling_or_of_another_kind_are_refused(value: bytes) -> None:
    refused(with_value(value))


def test_the_largest_value_passes() -> None:
    text = "x" * (65_536 - 3)
    assert CODEC.decode(CODEC.encode(change(value=text)), ID).change.value == text
    with pytest.raises(InputValueError):
        CODEC.encode(change(value=text + "x"))


@pytest.mark.parametrize(
    "damage",
    [
        lambda raw: b"",
        lambda raw: raw[:-1],
        lambda raw: raw + b"\0",
        lambda raw: raw[1:],
        lambda raw: b"\x80",
        lambda raw: pack({"v": 1}),
        lambda raw: pack(parts()[:11]),
        lambda raw: b"\x9d" + raw[1:],
        lambda raw: pack([*parts(), b"x" * 200_000]),
        lambda raw: b"\x9d" + raw[1:] + b"\x91" * 100_000,
    ],
)
def test_broken_records_are_refused(damage: Callable[[bytes], bytes]) -> None:
    refused(damage(CODEC.encode(change())))


@pytest.mark.parametrize(
    "fields",
    [
        {"version": 2}, {"seq": 0}, {"seq": 2**70}, {"lam": -1}, {"wall": 2**60},
        {"dev": b"short"}, {"path": ""}, {"path": "x" * 201}, {"path": "a\tb"},
        {"path": unicodedata.normalize("NFD", "đã")}, {"form": b"f"},
        {"sup": (REF,) * 257}, {"sup": (replace(REF, h16=b"h"),)},
        {"value": 1.5}, {"value": [0.1]}, {"value": {1: 2}}, {"value": {"a"}},
        {"value": 2**53 + 1}, {"value": [-(2**64)]}, {"value": "\ud800"},
        {"value": unicodedata.normalize("NFD", "Đã có")},
        {"value": {unicodedata.normalize("NFD", "ở"): 1}},
        {"value": [[[[[[[[[1]]]]]]]]]}, {"value": bytearray(b"x")},
    ],
    ids=lambda fields: next(f"{k}={ascii(v)[:24]}" for k, v in fields.items()),
)  # fmt: skip
def test_what_no_reader_would_take_is_not_written(fields: dict[str, Any]) -> None:
    with pytest.raises(InputValueError):
        CODEC.encode(change(**fields))


def test_depth_and_references_at_the_bound_pass() -> None:
    deep: Value = [[[[[[[[]]]]]]]]
    many = tuple(replace(REF, seq=seq) for seq in range(1, MAX_SUPERSEDED + 1))
    stored = CODEC.decode(CODEC.encode(change(value=deep, sup=many)), ID)
    assert stored.change.sup == many
    assert stored.change.value == deep
