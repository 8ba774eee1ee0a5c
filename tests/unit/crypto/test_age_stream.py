"""Passphrase files: age reads what we write, we read what age writes, hostile ones end at once."""

from __future__ import annotations

import io
import time

import pyrage
import pytest

from inspector_app.crypto.age_stream import CHUNK
from inspector_app.crypto.sealing import Sealer
from inspector_app.domain.errors import BundleDamagedError, BundlePassphraseError
from tests.kit.records import AGE_IDENTITIES

SECRET = "một câu chỉ hai người biết"
SEALER = Sealer(work_factor=10)
HEAD = b"age-encryption.org/v1\n-> scrypt "


def locked(plain: bytes) -> bytes:
    sink = io.BytesIO()
    SEALER.lock(io.BytesIO(plain), sink, SECRET)
    return sink.getvalue()


def unlocked(data: bytes, secret: str = SECRET) -> bytes:
    sink = io.BytesIO()
    SEALER.unlock(io.BytesIO(data), sink, secret, "gói.inspb")
    return sink.getvalue()


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 5])
def test_it_comes_back_and_age_reads_it_too(size: int) -> None:
    plain = (bytes(range(256)) * (size // 256 + 1))[:size]
    data = locked(plain)
    assert unlocked(data) == plain
    assert pyrage.passphrase.decrypt(data, SECRET) == plain


def test_another_passphrase_is_told_apart_from_damage() -> None:
    data = locked(b"x" * 1000)
    with pytest.raises(BundlePassphraseError):
        unlocked(data, "khác")
    for at in (-1, -500, data.index(b"\n--- ") + 10):
        flipped = bytearray(data)
        flipped[at] ^= 1
        with pytest.raises(BundleDamagedError):
            unlocked(bytes(flipped))


@pytest.mark.parametrize("keep", [0, 10, 60, 150, 170, 200, CHUNK, -1, -16, -17])
def test_a_cut_file_is_damaged(keep: int) -> None:
    with pytest.raises(BundleDamagedError):
        unlocked(locked(b"y" * (2 * CHUNK + 100))[:keep])


def test_chunks_stay_in_their_order_and_number() -> None:
    data = locked(b"z" * (3 * CHUNK))
    start = len(data) - 3 * (CHUNK + 16)
    one = CHUNK + 16
    chunks = [data[start + at * one : start + (at + 1) * one] for at in range(3)]
    head = data[:start]
    for order in ((1, 0, 2), (0, 2), (0, 1), (0, 1, 2, 2), (2,)):
        with pytest.raises(BundleDamagedError):
            unlocked(head + b"".join(chunks[at] for at in order))
    with pytest.raises(BundleDamagedError):
        unlocked(data + b"\0")


@pytest.mark.parametrize(
    "header",
    [
        HEAD + b"A" * 22 + b" 19\n" + b"A" * 43 + b"\n--- " + b"A" * 43 + b"\n",
        HEAD + b"A" * 22 + b" 30\n" + b"A" * 43 + b"\n--- " + b"A" * 43 + b"\n",
        HEAD + b"A" * 22 + b" 9\n" + b"A" * 43 + b"\n--- " + b"A" * 43 + b"\n",
        HEAD + b"A" * 22 + b" 010\n" + b"A" * 43 + b"\n--- " + b"A" * 43 + b"\n",
        HEAD + b"A" * 22 + b" 10\n" + b"A" * 43 + b"\n-> X25519 x\n--- " + b"A" * 43 + b"\n",
        HEAD + b"A" * 100_000,
        b"\n" * 50_000,
    ],
    ids=["work-19", "work-30", "work-9", "work-010", "two-stanzas", "long", "lines"],
)
def test_hostile_headers_are_refused_at_once(header: bytes) -> None:
    started = time.perf_counter()
    with pytest.raises(BundleDamagedError):
        unlocked(header + bytes(1000))
    assert time.perf_counter() - started < 0.5


def test_without_a_passphrase_it_says_what_is_missing() -> None:
    for work in (10, 18):
        data = HEAD + b"A" * 22 + b" %d\n" % work + b"A" * 43 + b"\n--- " + b"A" * 43 + b"\n"
        with pytest.raises(BundlePassphraseError):
            SEALER.open(io.BytesIO(data), io.BytesIO(), AGE_IDENTITIES[0], "x")
        assert SEALER.is_locked(io.BytesIO(data))
