"""Round trips of change records, and what a hostile record can do at most."""

from __future__ import annotations

import unicodedata
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.errors import ChangeRefusedError
from inspector_app.domain.log.change import MAX_INTEGER, Change, Ref, Value
from inspector_app.domain.log.ids import ActorId, ChangeId, DeviceId, EntityId
from tests.kit.records import CODEC, change

ID = ChangeId(b"i" * 32)
IDS = st.binary(min_size=16, max_size=16)
WHOLE = st.integers(-MAX_INTEGER, MAX_INTEGER)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(
    lambda text: unicodedata.normalize("NFC", text)
)
SCALARS: st.SearchStrategy[Any] = st.one_of(
    st.none(), st.booleans(), WHOLE, TEXT, st.binary(max_size=40)
)
VALUES: st.SearchStrategy[Value] = st.recursive(
    SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXT, inner, max_size=4)),
    max_leaves=8,
).filter(lambda value: _depth(value) <= 8)
PATHS = (
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60)
    .map(lambda text: unicodedata.normalize("NFC", text))
    .filter(lambda text: 0 < len(text) <= 200)
)
POSITIVE = st.integers(1, MAX_INTEGER)
REFS = st.builds(Ref, IDS.map(DeviceId), POSITIVE, IDS)
CHANGES = st.builds(
    Change,
    version=st.just(1),
    dev=IDS.map(DeviceId),
    seq=POSITIVE,
    lam=st.integers(0, MAX_INTEGER),
    wall=WHOLE,
    actor=IDS.map(ActorId),
    kind=st.integers(0, MAX_INTEGER),
    ent=IDS.map(EntityId),
    path=PATHS,
    form=st.one_of(st.just(b""), st.binary(min_size=32, max_size=32)),
    value=VALUES,
    sup=st.lists(REFS, max_size=5).map(tuple),
)


def _depth(value: object) -> int:
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    return 0


@given(CHANGES)
def test_a_change_comes_back_and_its_value_is_a_slice(given_change: Change) -> None:
    raw = CODEC.encode(given_change)
    stored = CODEC.decode(raw, ID)
    assert stored.change == given_change
    assert stored.raw == raw
    assert stored.value_bytes in raw
    assert CODEC.encode(stored.change) == raw


@given(VALUES, VALUES)
def test_values_are_equal_exactly_when_their_bytes_are(one: Value, other: Value) -> None:
    first = CODEC.decode(CODEC.encode(change(value=one)), ID)
    second = CODEC.decode(CODEC.encode(change(value=other)), ID)
    same = repr(_ordered(one)) == repr(_ordered(other))  # repr tells True from 1
    assert (first.value_bytes == second.value_bytes) == same


def _ordered(value: object) -> object:
    if isinstance(value, dict):
        return {key: _ordered(value[key]) for key in sorted(value)}
    return [_ordered(item) for item in value] if isinstance(value, list) else value


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    _read_or_refuse(raw)


@given(CHANGES, st.data())
def test_damaged_records_are_read_canonically_or_refused(
    given_change: Change, data: st.DataObject
) -> None:
    raw = bytearray(CODEC.encode(given_change))
    for _ in range(data.draw(st.integers(1, 3))):
        raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    _read_or_refuse(bytes(raw))


def _read_or_refuse(raw: bytes) -> None:
    """What is read has exactly one spelling: equal content, equal bytes."""
    try:
        stored = CODEC.decode(raw, ID)
    except ChangeRefusedError:
        return
    assert stored.raw == raw
    if stored.change.version == 1 and raw[:1] == b"\x9c":
        value = stored.change.value
        if _is_nfc(value) and unicodedata.is_normalized("NFC", stored.change.path):
            assert CODEC.encode(stored.change) == raw


def _is_nfc(value: object) -> bool:
    if isinstance(value, str):
        return unicodedata.is_normalized("NFC", value)
    if isinstance(value, list):
        return all(map(_is_nfc, value))
    if isinstance(value, dict):
        return all(map(_is_nfc, value)) and all(map(_is_nfc, value.values()))
    return True
