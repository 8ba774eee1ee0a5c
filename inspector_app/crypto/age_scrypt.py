"""age files locked by a secret, with a work factor of our own choice.

pyrage measures the computer at the moment of encryption and takes what fits into a second or two:
18 to 20 on one and the same machine, up to 1 GiB of memory, and too little on a busy one. A vault
must open on the weakest laptop of the team and must not be weak because a virus scan was running,
so this module writes the age header itself with a fixed factor (source: C2SP age v1, sections
"Header" and "The scrypt recipient type"). Reading is left to pyrage.
"""

from __future__ import annotations

import base64
import hmac
import os
import re
from typing import Final

import pyrage
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

MIN_WORK: Final = 10
MAX_WORK: Final = 20
"""2^20 rounds take 1 GiB of memory; a slot file that asks for more is an attack."""
CHUNK: Final = 64 * 1024

_LABEL: Final = b"age-encryption.org/v1/scrypt"
_HEAD: Final = re.compile(
    rb"\Aage-encryption\.org/v1\n-> scrypt [A-Za-z0-9+/]{22} ([1-9][0-9]?)\n[A-Za-z0-9+/]{43}\n--- "
)


def lock(data: bytes, secret: str, work_factor: int) -> bytes:
    """An age file with one scrypt stanza.

    Args:
        data: at most 64 KiB.
        work_factor: log2 of the rounds; each step doubles time and memory (2^n KiB).
    """
    if not MIN_WORK <= work_factor <= MAX_WORK or len(data) > CHUNK:
        msg = "work factor or length out of bounds"
        raise ValueError(msg)
    salt, file_key, nonce = os.urandom(16), os.urandom(16), os.urandom(16)
    wrap = Scrypt(_LABEL + salt, 32, 2**work_factor, 8, 1).derive(secret.encode())
    body = ChaCha20Poly1305(wrap).encrypt(bytes(12), file_key, None)
    header = b"age-encryption.org/v1\n-> scrypt %b %d\n%b\n---" % (
        _base64(salt),
        work_factor,
        _base64(body),
    )
    mac = hmac.digest(_expand(file_key, b"header", None), header, "sha256")
    payload_key = _expand(file_key, b"payload", nonce)
    payload = ChaCha20Poly1305(payload_key).encrypt(bytes(11) + b"\1", data, None)
    return header + b" " + _base64(mac) + b"\n" + nonce + payload


def work_factor(locked: bytes) -> int | None:
    """The factor that a locked file asks for; None when it is not one that we open."""
    match = _HEAD.match(locked[:256])
    if match is None:
        return None
    factor = int(match[1])
    return factor if MIN_WORK <= factor <= MAX_WORK else None


def unlock(locked: bytes, secret: str) -> bytes | None:
    """The data, or None: the secret is another one, or the file is damaged."""
    if work_factor(locked) is None:
        return None
    try:
        return bytes(pyrage.passphrase.decrypt(locked, secret))
    except (pyrage.DecryptError, OSError):
        return None


def _base64(data: bytes) -> bytes:
    return base64.b64encode(data).rstrip(b"=")


def _expand(key: bytes, info: bytes, salt: bytes | None) -> bytes:
    return HKDF(hashes.SHA256(), 32, salt, info).derive(key)
