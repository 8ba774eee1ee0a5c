"""Device and person keys: Ed25519 signatures, SSHSIG, fingerprints in words."""

from __future__ import annotations

import functools
import hashlib
import os
from typing import Final

import pyrage
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from inspector_app.crypto.sshsig import SshSignature, armoured, parse, signed_bytes
from inspector_app.crypto.words import WORDS
from inspector_app.services.ports.crypto import PublicKeys, SecretKeys

FINGERPRINT_WORDS: Final = 8
_SIGN_BIT: Final = 1 << 255
_PRIME: Final = 2**255 - 19
_SMALL_ORDER: Final = frozenset(
    {
        0,
        1,
        _PRIME - 1,
        _PRIME,
        _PRIME + 1,
        0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
        0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D6A7017C7,
    }
)
"""The points of small order (their y), also as they are not canonically written. OpenSSL takes them
for keys, and a constant signature "by" such a key holds for every message."""


@functools.lru_cache(maxsize=2)
def _private(seed: bytes) -> Ed25519PrivateKey:
    """The key of a seed; making it takes as long as a signature, and every save signs."""
    return Ed25519PrivateKey.from_private_bytes(seed)


class Keys:
    """Implements ``services.ports.crypto.Keys``."""

    def make(self) -> SecretKeys:
        """New keys for one person on one device, from the system's random source."""
        identity = pyrage.x25519.Identity.generate()
        return SecretKeys(os.urandom(32), os.urandom(32), str(identity))

    def public(self, keys: SecretKeys) -> PublicKeys:
        """The public halves."""
        identity = pyrage.x25519.Identity.from_str(keys.age_identity)
        return PublicKeys(
            device=_public(keys.device_seed),
            person=_public(keys.person_seed),
            age_recipient=str(identity.to_public()),
        )

    def sign(self, seed: bytes, message: bytes) -> bytes:
        """An Ed25519 signature (64 bytes) by the key of a 32-byte seed."""
        return _private(seed).sign(message)

    def verify(self, public_key: bytes, message: bytes, signature: bytes) -> bool:
        """Whether the signature holds; malformed input is False, never an error."""
        if int.from_bytes(public_key, "little") & ~_SIGN_BIT in _SMALL_ORDER:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
        except (InvalidSignature, ValueError):
            return False
        return True

    def ssh_sign(self, seed: bytes, message: bytes, namespace: str) -> bytes:
        """An armoured SSHSIG that ``ssh-keygen -Y verify`` accepts."""
        signature = self.sign(seed, signed_bytes(message, namespace))
        return armoured(SshSignature(_public(seed), namespace, signature))

    def ssh_verify(self, message: bytes, signature: bytes, namespace: str) -> bytes | None:
        """The public key (32 bytes) that made a canonical SSHSIG, or None."""
        found = parse(signature)
        if found is None or found.namespace != namespace:
            return None
        message = signed_bytes(message, namespace)
        is_valid = self.verify(found.public_key, message, found.signature)
        return found.public_key if is_valid else None

    def fingerprint_words(self, public_key: bytes) -> str:
        """Eight words (64 bits of SHA-256) that two people can compare aloud."""
        digest = hashlib.sha256(public_key).digest()
        return " ".join(WORDS[byte] for byte in digest[:FINGERPRINT_WORDS])


def _public(seed: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(seed).public_key().public_bytes_raw()
