"""Evidence files at rest: chunked ChaCha20-Poly1305 (``docs/formats/vault.md``, "Evidence files").

Each file has its own key; each chunk is sealed with its number and whether it is the last, so that
nothing can be flipped, cut, appended, swapped or repeated (the STREAM construction of Hoang,
Reyhanitabar, Rogaway and Vizár, 2015).
"""

from __future__ import annotations

import hmac
import os
from collections.abc import Iterator
from typing import BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inspector_app.services.ports.crypto import EvidenceDamage

MAGIC: Final = b"INSPEVI1"
SALT: Final = 32
HEADER: Final = len(MAGIC) + SALT
CHUNK: Final = 64 * 1024
TAG: Final = 16


class EvidenceCipher:
    """Implements ``services.ports.crypto.EvidenceCipher``."""

    def __init__(self, content_key: bytes, name_key: bytes) -> None:
        self._content_key = content_key
        self._name_key = name_key

    def name(self, sha256: str) -> str:
        """The file's name (64 hexadecimal digits): a keyed hash tells a thief nothing."""
        return hmac.digest(self._name_key, bytes.fromhex(sha256), "sha256").hex()

    def encryption(self) -> Encryption:
        """A new file with a fresh random salt."""
        return Encryption(self._content_key)

    def plain_size(self, stored_size: int) -> int:
        """Plain bytes of a file of that many stored bytes. Raises: EvidenceDamage."""
        chunks, rest = divmod(stored_size - HEADER, CHUNK + TAG)
        if stored_size < HEADER + TAG or (rest and rest < TAG + (chunks > 0)):
            raise EvidenceDamage
        return chunks * CHUNK + (rest - TAG if rest else 0)

    def decrypt(self, source: BinaryIO) -> Iterator[bytes]:
        """The plain chunks. Raises: EvidenceDamage at the first bytes that are not as written."""
        header = source.read(HEADER)
        if len(header) != HEADER or not header.startswith(MAGIC):
            raise EvidenceDamage
        aead = _file_cipher(self._content_key, header[len(MAGIC) :])
        number = 0
        stored = source.read(CHUNK + TAG)
        while True:
            following = source.read(CHUNK + TAG)
            is_last = not following
            try:
                plain = aead.decrypt(_nonce(number, is_last), stored, header)
            except InvalidTag as error:
                raise EvidenceDamage from error
            if not plain and number:
                raise EvidenceDamage
            yield plain
            if is_last:
                return
            stored = following
            number += 1


class Encryption:
    """Takes plain bytes, gives stored bytes; ends with ``finish``."""

    def __init__(self, content_key: bytes) -> None:
        salt = os.urandom(SALT)
        self._header = MAGIC + salt
        self._aead = _file_cipher(content_key, salt)
        self._number = 0
        self._rest = bytearray()

    @property
    def header(self) -> bytes:
        """The first bytes of the file."""
        return self._header

    def update(self, data: bytes) -> bytes:
        """Add plain bytes; returns the chunks that are full and surely not the last."""
        self._rest += data
        stored = []
        while len(self._rest) > CHUNK:
            stored.append(self._seal(bytes(self._rest[:CHUNK]), is_last=False))
            del self._rest[:CHUNK]
        return b"".join(stored)

    def finish(self) -> bytes:
        """The last chunk; empty only when the whole file is."""
        return self._seal(bytes(self._rest), is_last=True)

    def _seal(self, plain: bytes, *, is_last: bool) -> bytes:
        stored = self._aead.encrypt(_nonce(self._number, is_last), plain, self._header)
        self._number += 1
        return stored


def _file_cipher(content_key: bytes, salt: bytes) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(HKDF(hashes.SHA256(), 32, salt, MAGIC).derive(content_key))


def _nonce(number: int, is_last: bool) -> bytes:
    return number.to_bytes(11, "big") + (b"\1" if is_last else b"\0")
