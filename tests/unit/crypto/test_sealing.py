"""Sealing: whole files, hostile headers, cuts, other recipients."""

from __future__ import annotations

import io
import time

import pyrage
import pytest

from inspector_app.crypto.sealing import Sealer
from inspector_app.domain.errors import BundleDamagedError, BundleRecipientError, CardError
from tests.kit.records import AGE_IDENTITIES

SEALER = Sealer()
MINE, OTHER = AGE_IDENTITIES
PLAIN = bytes(range(256)) * 800


def recipient(identity: str) -> str:
    return str(pyrage.x25519.Identity.from_str(identity).to_public())


def sealed(*identities: str) -> bytes:
    sink = io.BytesIO()
    SEALER.seal(io.BytesIO(PLAIN), sink, [recipient(one) for one in identities])
    return sink.getvalue()


def opened(data: bytes, identity: str = MINE) -> bytes:
    sink = io.BytesIO()
    SEALER.open(io.BytesIO(data), sink, identity, "gói.inspb")
    return sink.getvalue()


def test_every_recipient_opens_and_plain_age_does_too() -> None:
    data = sealed(MINE, OTHER)
    assert opened(data) == opened(data, OTHER) == PLAIN
    assert pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(MINE)]) == PLAIN


def test_another_recipient_is_told_apart_from_damage() -> None:
    data = sealed(OTHER)
    with pytest.raises(BundleRecipientError):
        opened(data)
    with pytest.raises(BundleDamagedError):
        opened(data[:-1], OTHER)


@pytest.mark.parametrize("keep", [0, 1, 10, 22, 40, 150, 200, 300, 65_000, 150_000, -1, -17])
def test_a_cut_file_is_damaged(keep: int) -> None:
    with pytest.raises(BundleDamagedError):
        opened(sealed(MINE)[:keep])


def test_appended_bytes_are_damage() -> None:
    with pytest.raises(BundleDamagedError):
        opened(sealed(MINE) + b"\0")


def test_every_flipped_byte_of_the_header_is_refused() -> None:
    data = sealed(MINE)
    end = data.index(b"\n--- ") + 49
    for at in range(end):
        flipped = bytearray(data)
        flipped[at] ^= 1
        with pytest.raises((BundleDamagedError, BundleRecipientError)):
            opened(bytes(flipped))


@pytest.mark.parametrize("at", [-1, -20, -70_000, 400])
def test_a_flipped_byte_of_the_body_is_damage(at: int) -> None:
    data = bytearray(sealed(MINE))
    data[at] ^= 0x80
    with pytest.raises(BundleDamagedError):
        opened(bytes(data))


def stanza(number: int) -> bytes:
    return b"-> X25519 " + (b"%043d" % number) + b"\n" + b"A" * 43 + b"\n"


MAC = b"--- " + b"A" * 43 + b"\n"


@pytest.mark.parametrize(
    "header",
    [
        b"age-encryption.org/v1\n" + b"".join(stanza(one) for one in range(1000)) + MAC,
        b"age-encryption.org/v1\n" + b"".join(stanza(one) for one in range(65)) + MAC,
        b"age-encryption.org/v1\n-> x-grease\n"
        + (b"A" * 64 + b"\n") * 4000
        + b"\n"
        + stanza(1)
        + MAC,
        b"age-encryption.org/v1\n-> x-grease " + b"A" * 40_000 + b"\n\n" + stanza(1) + MAC,
        b"age-encryption.org/v1\n-> scrypt AAAAAAAAAAAAAAAAAAAAAA 30\n" + b"A" * 43 + b"\n" + MAC,
        b"age-encryption.org/v1\n-> ssh-ed25519 AAAA AAAA\n" + b"A" * 43 + b"\n" + MAC,
        b"age-encryption.org/v1\n-> x-grease\n\n" + MAC,
        b"age-encryption.org/v1\n" + MAC,
        b"age-encryption.org/v1\n" + stanza(1) + b"--- short\n",
        b"age-encryption.org/v2\n" + stanza(1) + MAC,
        b"-----BEGIN AGE ENCRYPTED FILE-----\n",
        b"PK\x03\x04" + bytes(100),
        b"\n" * 50_000,
    ],
    ids=lambda header: repr(header[:40]),
)
def test_hostile_headers_are_refused_at_once(header: bytes) -> None:
    started = time.process_time()
    with pytest.raises(BundleDamagedError):
        opened(header + bytes(1000))
    assert time.process_time() - started < 0.5


def test_sixty_four_recipients_are_fine() -> None:
    identities = [str(pyrage.x25519.Identity.generate()) for _ in range(63)]
    assert opened(sealed(MINE, *identities)) == PLAIN


def test_a_text_that_is_no_recipient() -> None:
    with pytest.raises(CardError):
        SEALER.seal(io.BytesIO(PLAIN), io.BytesIO(), ["age1xyz"])


class Stubborn(io.RawIOBase):
    """A sink with an opinion, as a full disk or a refusing reader has."""

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        raise NotImplementedError("mine")


def test_errors_of_source_and_sink_come_through_unchanged() -> None:
    data = sealed(MINE)
    with pytest.raises(NotImplementedError, match="mine"):
        SEALER.open(io.BytesIO(data), Stubborn(), MINE, "x")  # type: ignore[arg-type]
    with pytest.raises(NotImplementedError, match="mine"):
        SEALER.seal(io.BytesIO(PLAIN), Stubborn(), [recipient(MINE)])  # type: ignore[arg-type]
