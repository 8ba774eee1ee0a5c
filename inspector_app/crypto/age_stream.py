"""age files of any length that a passphrase locks, read and written in pieces.

pyrage opens and makes such files only whole in memory, and lets whoever made the file choose how
much memory the opening takes. Source: C2SP age v1, "Header", "The scrypt recipient type", "Payload".
"""

from __future__ import annotations

import base64
import binascii
import hmac
import os
import re
from collections.abc import Callable
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MIN_WORK: Final = 10
MAX_WORK: Final = 18
"""2^18 rounds take 256 MiB of memory, which the weakest laptop of a team has; more is an attack."""
CHUNK: Final = 64 * 1024
SCRYPT: Final = b"-> scrypt "

_TAG: Final = 16
_LABEL: Final = b"age-encryption.org/v1/scrypt"
_HEADER: Final = re.compile(
    rb"age-encryption\.org/v1\n-> scrypt ([A-Za-z0-9+/]{22}) ([1-9][0-9]?)\n"
    rb"([A-Za-z0-9+/]{43})\n--- ([A-Za-z0-9+/]{43})\n"
)
_MOST_HEADER: Final = 256
_STANZA: Final = re.compile(rb"-> scrypt [A-Za-z0-9+/]{22} ([1-9][0-9]?)")
_LAST: Final = b"\1"
_MORE: Final = b"\0"


class StreamDamage(Exception):
    """Bytes that are no such file, or no longer."""


def is_lock(line: bytes) -> bool:
    """Whether the second line of a file is a passphrase stanza that may be opened."""
    match = _STANZA.fullmatch(line)
    return match is not None and MIN_WORK <= int(match[1]) <= MAX_WORK


def lock_stream(source: BinaryIO, sink: BinaryIO, passphrase: str, work_factor: int) -> None:
    """Encrypt a stream.

    Args:
        source: read to its end.
        sink: is written to.
        passphrase: as it is hashed (NFC).
        work_factor: log2 of the scrypt rounds, ``MIN_WORK`` to ``MAX_WORK``.

    Raises:
        what source and sink raise.
    """
    if not MIN_WORK <= work_factor <= MAX_WORK:
        msg = "work factor out of bounds"
        raise ValueError(msg)
    salt, file_key, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    body = ChaCha20Poly1305(_wrap_key(salt, passphrase, work_factor)).encrypt(
        bytes(12), file_key, None
    )
    head = b"age-encryption.org/v1\n-> scrypt %b %d\n%b\n---" % (
        _base64(salt),
        work_factor,
        _base64(body),
    )
    mac = hmac.digest(_expand(file_key, b"header", None), head, "sha256")
    sink.write(head + b" " + _base64(mac) + b"\n" + nonce)
    cipher = ChaCha20Poly1305(_expand(file_key, b"payload", nonce))
    _in_chunks(source, CHUNK, lambda counter, data: sink.write(cipher.encrypt(counter, data, None)))


def unlock_stream(source: BinaryIO, sink: BinaryIO, passphrase: str) -> bool:
    """Decrypt a stream; the sink may have received bytes before an error.

    Returns:
        False: the passphrase is another one, nothing was written.

    Raises:
        StreamDamage: a header out of bounds, bytes cut, changed or added.
        And what source and sink raise.
    """
    lines = [source.readline(_MOST_HEADER) for _ in range(4)]
    match = _HEADER.fullmatch(b"".join(lines))
    if match is None or not MIN_WORK <= int(match[2]) <= MAX_WORK:
        raise StreamDamage
    salt, body, mac = (_bytes(match[at]) for at in (1, 3, 4))
    try:
        wrap = ChaCha20Poly1305(_wrap_key(salt, passphrase, int(match[2])))
        file_key = wrap.decrypt(bytes(12), body, None)
    except InvalidTag:
        return False
    head = b"".join(lines[:3]) + b"---"
    if not hmac.compare_digest(
        hmac.digest(_expand(file_key, b"header", None), head, "sha256"), mac
    ):
        raise StreamDamage
    nonce = _exactly(source, 16)
    cipher = ChaCha20Poly1305(_expand(file_key, b"payload", nonce))

    def write(counter: bytes, data: bytes) -> None:
        try:
            plain = cipher.decrypt(counter, data, None)
        except InvalidTag as error:
            raise StreamDamage from error
        if not plain and counter != bytes(11) + _LAST:
            raise StreamDamage  # an empty last chunk stands only in an empty file
        sink.write(plain)

    _in_chunks(source, CHUNK + _TAG, write)
    return True


def _in_chunks(source: BinaryIO, size: int, take: Callable[[bytes, bytes], object]) -> None:
    """Hand over chunks of ``size``, each with its nonce: a counter, and whether it is the last."""
    number, data = 0, _at_most(source, size)
    while True:
        following = _at_most(source, size) if len(data) == size else b""
        take(number.to_bytes(11, "big") + (_MORE if following else _LAST), data)
        if not following:
            return
        number, data = number + 1, following


def _at_most(source: BinaryIO, size: int) -> bytes:
    parts, left = [], size
    while left and (piece := source.read(left)):
        parts.append(piece)
        left -= len(piece)
    return b"".join(parts)


def _exactly(source: BinaryIO, size: int) -> bytes:
    data = _at_most(source, size)
    if len(data) != size:
        raise StreamDamage
    return data


def _wrap_key(salt: bytes, passphrase: str, work_factor: int) -> bytes:
    return Scrypt(_LABEL + salt, 32, 2**work_factor, 8, 1).derive(passphrase.encode())


def _base64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _bytes(text: bytes) -> bytes:
    try:
        data = base64.b64decode(text + b"=" * (-len(text) % 4), validate=True)
    except binascii.Error as error:
        raise StreamDamage from error
    if _base64(data) != text:
        raise StreamDamage
    return data


def _expand(key: bytes, info: bytes, salt: bytes | None) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt, info).derive(key)
