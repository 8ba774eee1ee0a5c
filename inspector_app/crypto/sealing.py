"""Sealing bundles: age with X25519 recipients, streamed through pyrage; or locked by a passphrase.

Before pyrage sees a file, its header is read here: a header of a hundred kilobytes costs pyrage
1.4.0 many seconds, a megabyte minutes, and other kinds of stanza ask for passphrases or plug-ins.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, BinaryIO, Final

import pyrage

from inspector_app.crypto.age_stream import (
    SCRYPT,
    StreamDamage,
    is_lock,
    lock_stream,
    unlock_stream,
)
from inspector_app.domain.errors import (
    BundleDamagedError,
    BundlePassphraseError,
    BundleRecipientError,
    CardError,
)
from inspector_app.domain.saying import said

MAGIC: Final = b"age-encryption.org/v1\n"
MAX_HEADER: Final = 32 * 1024
MAX_RECIPIENTS: Final = 64
BUNDLE_WORK: Final = 18

_X25519: Final = re.compile(rb"-> X25519 [A-Za-z0-9+/]{43}")
_GREASE: Final = re.compile(rb"-> [!-~]{1,64}-grease(?: [!-~]{1,128}){0,8}")
_FULL_LINE: Final = re.compile(rb"[A-Za-z0-9+/]{64}")
_LAST_LINE: Final = re.compile(rb"[A-Za-z0-9+/]{0,63}")
_MAC: Final = re.compile(rb"--- [A-Za-z0-9+/]{43}")


class Sealer:
    """Implements ``services.ports.crypto.Sealer``."""

    def __init__(self, work_factor: int = BUNDLE_WORK) -> None:
        """Set up.

        Args:
            work_factor: of passphrases, log2 of the rounds; tests take a small one.
        """
        self._work_factor = work_factor

    def is_locked(self, source: BinaryIO) -> bool:
        """Whether a file asks for a passphrase; reads its beginning."""
        return source.readline(64) == MAGIC and source.readline(64).startswith(SCRYPT)

    def lock(self, source: BinaryIO, sink: BinaryIO, passphrase: str) -> None:
        """Encrypt by a passphrase, flat in memory. Raises: what source and sink raise."""
        lock_stream(source, sink, passphrase, self._work_factor)

    def unlock(self, source: BinaryIO, sink: BinaryIO, passphrase: str, path: str) -> None:
        """Decrypt; the sink may have received bytes before an error: publish last.

        Raises:
            BundleDamagedError: not such a file, a work factor out of bounds, cut or changed bytes.
            BundlePassphraseError: another passphrase.
            And whatever source and sink raise.
        """
        try:
            is_right = unlock_stream(source, sink, passphrase)
        except StreamDamage as error:
            raise BundleDamagedError(
                path=path, what=said("phần mã hóa không nguyên vẹn")
            ) from error
        if not is_right:
            raise BundlePassphraseError(path=path, what=said("mật khẩu không đúng"))

    def seal(self, source: BinaryIO, sink: BinaryIO, recipients: Sequence[str]) -> None:
        """Encrypt ``source`` to the recipients (``age1…``), flat in memory.

        Raises:
            CardError: a text that is no recipient; and whatever source and sink raise.
        """
        try:
            keys = [pyrage.x25519.Recipient.from_str(one) for one in dict.fromkeys(recipients)]
        except pyrage.RecipientError as error:
            raise CardError(path="", what="khóa mã hóa (age) không đúng") from error
        if not 1 <= len(keys) <= MAX_RECIPIENTS:
            msg = "a bundle is sealed to 1 to 64 recipients"
            raise ValueError(msg)
        relay = _Relay(source, sink)
        try:
            pyrage.encrypt_io(relay, relay, keys)
        except (pyrage.EncryptError, OSError):
            relay.reraise()
            raise

    def open(self, source: BinaryIO, sink: BinaryIO, identity: str, path: str) -> None:
        """Decrypt; the sink may have received bytes before an error: publish last.

        Raises:
            BundleDamagedError: not an age file, a header out of bounds, cut or changed bytes.
            BundleRecipientError: whole as far as one can see, but sealed to others.
            And whatever source and sink raise.
        """
        header = read_header(source, path)
        relay = _Relay(source, sink, header)
        key = pyrage.x25519.Identity.from_str(identity)
        try:
            pyrage.decrypt_io(relay, relay, [key])
        except pyrage.DecryptError as error:
            relay.reraise()
            if "No matching keys" in str(error):
                raise BundleRecipientError(path=path) from error
            raise BundleDamagedError(path=path, what="phần mã hóa không nguyên vẹn") from error
        except OSError as error:
            relay.reraise()
            raise BundleDamagedError(path=path, what="bị cắt ngắn hoặc bị sửa") from error


def read_header(source: BinaryIO, path: str) -> bytes:
    """Read and judge the age header; the source stands after it.

    Returns:
        the header's bytes, from the magic to the line feed after the MAC.

    Raises:
        BundleDamagedError
        BundlePassphraseError: it begins as one that a passphrase locks.
    """
    header = bytearray()
    line = _line(source, header, path)
    if line != MAGIC[:-1]:
        raise BundleDamagedError(path=path, what="không phải gói đã mã hóa")
    stanzas = keys = 0
    line = _line(source, header, path)
    if is_lock(line):
        raise BundlePassphraseError(path=path, what=said("chưa có mật khẩu"))
    while not line.startswith(b"---"):
        is_key = _X25519.fullmatch(line) is not None
        if not is_key and _GREASE.fullmatch(line) is None:
            raise BundleDamagedError(path=path, what="phần người nhận không đúng quy cách")
        stanzas += 1
        keys += is_key
        if stanzas > MAX_RECIPIENTS + 1 or keys > MAX_RECIPIENTS:
            raise BundleDamagedError(path=path, what="quá nhiều người nhận")
        _skip_body(source, header, path)
        line = _line(source, header, path)
    if keys == 0 or _MAC.fullmatch(line) is None:
        raise BundleDamagedError(path=path, what="phần người nhận không đúng quy cách")
    return bytes(header)


def _skip_body(source: BinaryIO, header: bytearray, path: str) -> None:
    line = _line(source, header, path)
    while _FULL_LINE.fullmatch(line):
        line = _line(source, header, path)
    if _LAST_LINE.fullmatch(line) is None:
        raise BundleDamagedError(path=path, what="phần người nhận không đúng quy cách")


def _line(source: BinaryIO, header: bytearray, path: str) -> bytes:
    line = source.readline(MAX_HEADER - len(header))
    header += line
    if not line.endswith(b"\n"):
        raise BundleDamagedError(path=path, what="phần đầu bị cắt hoặc quá dài")
    return line[:-1]


class _Relay:
    """Source and sink for pyrage; keeps the error that Rust would flatten into a text."""

    def __init__(self, source: BinaryIO, sink: BinaryIO, head: bytes = b"") -> None:
        self._source = source
        self._sink = sink
        self._head = head
        self._error: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            if self._head:
                piece = self._head if size < 0 else self._head[:size]
                self._head = self._head[len(piece) :]
                return piece + self._source.read() if size < 0 else piece
            return self._source.read(size)
        except BaseException as error:
            self._error = error
            raise

    def write(self, data: Any) -> int:
        try:
            return self._sink.write(bytes(data))
        except BaseException as error:
            self._error = error
            raise

    def flush(self) -> None:
        pass

    def reraise(self) -> None:
        if self._error is not None:
            raise self._error
