"""Evidence at rest: every tampering is noticed before the end."""

from __future__ import annotations

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.crypto.evidence_cipher import CHUNK, HEADER, TAG, EvidenceCipher
from inspector_app.crypto.vault_keys import VaultKeys
from inspector_app.services.ports.crypto import EvidenceDamage

CIPHER = VaultKeys().evidence(b"k" * 32)
PLAIN = bytes(range(256)) * 800  # four chunks, the last not full
STEP = CHUNK + TAG


def stored(plain: bytes, cipher: EvidenceCipher = CIPHER, pieces: int = 10_000) -> bytes:
    writer = cipher.encryption()
    body = [writer.update(plain[at : at + pieces]) for at in range(0, len(plain), pieces)]
    return writer.header + b"".join(body) + writer.finish()


def plain(data: bytes, cipher: EvidenceCipher = CIPHER) -> bytes:
    return b"".join(cipher.decrypt(io.BytesIO(data)))


@pytest.mark.parametrize("length", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 17])
def test_round_trip_and_size(length: int) -> None:
    data = stored(PLAIN[:length])
    assert plain(data) == PLAIN[:length]
    assert CIPHER.plain_size(len(data)) == length


@settings(max_examples=150, deadline=None)
@given(at=st.integers(0, HEADER + len(PLAIN) + 4 * TAG - 1), bit=st.integers(0, 7))
def test_a_flipped_bit_is_noticed(at: int, bit: int) -> None:
    data = bytearray(stored(PLAIN))
    data[at] ^= 1 << bit
    with pytest.raises(EvidenceDamage):
        plain(bytes(data))


@pytest.mark.parametrize(
    "keep", [0, 7, HEADER - 1, HEADER, HEADER + 15, HEADER + STEP, HEADER + 2 * STEP, -1]
)
def test_a_cut_is_noticed_also_at_a_chunk_border(keep: int) -> None:
    with pytest.raises(EvidenceDamage):
        plain(stored(PLAIN)[:keep])


def test_chunks_cannot_be_swapped_repeated_appended_or_moved_between_files() -> None:
    data, other = stored(PLAIN), stored(PLAIN)
    head, chunks = data[:HEADER], [data[at : at + STEP] for at in range(HEADER, len(data), STEP)]
    foreign = other[HEADER : HEADER + STEP]
    for order in (
        [chunks[1], chunks[0], *chunks[2:]],
        [chunks[0], chunks[0], *chunks[1:]],
        chunks[1:],
        [*chunks, chunks[-1]],
        [*chunks, b"\0"],
        [foreign, *chunks[1:]],
        [chunks[0], chunks[-1]],
    ):
        with pytest.raises(EvidenceDamage):
            plain(head + b"".join(order))


def test_another_vault_reads_nothing_and_names_nothing_alike() -> None:
    other = VaultKeys().evidence(b"l" * 32)
    with pytest.raises(EvidenceDamage):
        plain(stored(PLAIN), other)
    assert other.name("ab" * 32) != CIPHER.name("ab" * 32) != "ab" * 32


def test_equal_files_are_stored_differently() -> None:
    assert stored(b"same")[HEADER:] != stored(b"same")[HEADER:]


@pytest.mark.parametrize(
    "size", [0, HEADER, HEADER + TAG - 1, HEADER + STEP + 1, HEADER + STEP + TAG]
)
def test_sizes_that_no_file_has(size: int) -> None:
    with pytest.raises(EvidenceDamage):
        CIPHER.plain_size(size)


def test_keys_for_different_purposes_differ() -> None:
    assert VaultKeys().database_key(b"k" * 32).hex() == (
        "958b718404a890110e4d8e99892a7373110e502f77de2aca9acfe34b1eaa4ef0"
    )
