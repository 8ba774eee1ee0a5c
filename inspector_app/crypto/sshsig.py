"""SSHSIG, the signature files of OpenSSH, for Ed25519 and SHA-512 only.

Source: OpenSSH ``PROTOCOL.sshsig``. Readers accept exactly the bytes that ``ssh-keygen -Y sign``
would write: one armour, lines of 70 letters, nothing before, between or after.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Final

_MAGIC: Final = b"SSHSIG"
_BEGIN: Final = b"-----BEGIN SSH SIGNATURE-----\n"
_END: Final = b"-----END SSH SIGNATURE-----\n"
_LINE: Final = 70
_ALGORITHM: Final = b"ssh-ed25519"
_HASH: Final = b"sha512"
_MAX_ARMOUR: Final = 4096


@dataclass(frozen=True, slots=True)
class SshSignature:
    """What the armour holds: key (32 bytes), purpose, Ed25519 signature (64 bytes)."""

    public_key: bytes
    namespace: str
    signature: bytes


def signed_bytes(message: bytes, namespace: str) -> bytes:
    """The bytes that are signed: they name their purpose and the hash of the message."""
    digest = hashlib.sha512(message).digest()
    return _MAGIC + _string(namespace.encode()) + _string(b"") + _string(_HASH) + _string(digest)


def armoured(signature: SshSignature) -> bytes:
    """The signature file."""
    key = _string(_ALGORITHM) + _string(signature.public_key)
    inner = _string(_ALGORITHM) + _string(signature.signature)
    blob = b"".join(
        (
            _MAGIC,
            (1).to_bytes(4, "big"),
            _string(key),
            _string(signature.namespace.encode()),
            _string(b""),
            _string(_HASH),
            _string(inner),
        )
    )
    text = base64.b64encode(blob)
    lines = (text[at : at + _LINE] + b"\n" for at in range(0, len(text), _LINE))
    return _BEGIN + b"".join(lines) + _END


def parse(armour: bytes) -> SshSignature | None:
    """Read a signature file; None unless writing it again gives the same bytes."""
    if len(armour) > _MAX_ARMOUR or not (armour.startswith(_BEGIN) and armour.endswith(_END)):
        return None
    try:
        blob = binascii.a2b_base64(armour[len(_BEGIN) : -len(_END)].replace(b"\n", b""))
        namespace = _fields(blob[len(_MAGIC) + 4 :])[1].decode()
        key = _fields(_fields(blob[len(_MAGIC) + 4 :])[0])[1]
        inner = _fields(_fields(blob[len(_MAGIC) + 4 :])[4])[1]
    except (ValueError, IndexError):
        return None
    found = SshSignature(key, namespace, inner)
    is_canonical = len(key) == 32 and len(inner) == 64 and armoured(found) == armour
    return found if is_canonical else None


def _string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def _fields(data: bytes) -> list[bytes]:
    fields = []
    while data:
        length = int.from_bytes(data[:4], "big")
        if len(data) < 4 + length:
            msg = "cut"
            raise ValueError(msg)
        fields.append(data[4 : 4 + length])
        data = data[4 + length :]
    return fields
