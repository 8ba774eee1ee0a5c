"""Ports: keys, signatures, sealing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import BinaryIO, Protocol

from inspector_app.services.ports.host import Randomness


class KeySlots(Protocol):
    """The vault key wrapped by passphrase and by recovery code."""

    def make(self, key: bytes, secrets: Mapping[str, str]) -> bytes:
        """A slot file; ``secrets`` by slot name (``passphrase``, ``recovery``)."""

    def open(self, slots: bytes, secret: str) -> bytes:
        """The vault key.

        Raises:
            WrongPassphraseError: no slot opens with it.
            VaultDamagedError: not a slot file, or the slot in question is damaged.
            VaultVersionError: written by a newer program.
        """

    def replace(self, slots: bytes, key: bytes, name: str, secret: str) -> bytes:
        """The slot file with one slot made anew."""

    def recovery_code(self, randomness: Randomness) -> str:
        """A printable recovery code of at least 128 random bits, in groups, with a check sum."""


@dataclass(frozen=True, slots=True)
class SecretKeys:
    """The secret halves that live inside a vault: signing seeds (32 bytes) and an age identity."""

    device_seed: bytes
    person_seed: bytes
    age_identity: str


@dataclass(frozen=True, slots=True)
class PublicKeys:
    """The public halves: two Ed25519 keys (32 bytes) and an age recipient (``age1…``)."""

    device: bytes
    person: bytes
    age_recipient: str


class Keys(Protocol):
    """Ed25519 signatures and key making."""

    def make(self) -> SecretKeys:
        """New keys for one person on one device."""

    def public(self, keys: SecretKeys) -> PublicKeys:
        """The public halves."""

    def sign(self, seed: bytes, message: bytes) -> bytes:
        """An Ed25519 signature (64 bytes)."""

    def verify(self, public_key: bytes, message: bytes, signature: bytes) -> bool:
        """Whether the signature holds; malformed input is False, never an error."""

    def ssh_sign(self, seed: bytes, message: bytes, namespace: str) -> bytes:
        """An armoured SSHSIG that ``ssh-keygen -Y verify`` accepts."""

    def ssh_verify(self, message: bytes, signature: bytes, namespace: str) -> bytes | None:
        """The public key (32 bytes) that made a canonical SSHSIG, or None."""

    def fingerprint_words(self, public_key: bytes) -> str:
        """Eight words that two people can compare aloud."""


class Sealer(Protocol):
    """age encryption of streams: to X25519 recipients, or by a passphrase."""

    def seal(self, source: BinaryIO, sink: BinaryIO, recipients: Sequence[str]) -> None:
        """Encrypt ``source`` to the recipients."""

    def open(self, source: BinaryIO, sink: BinaryIO, identity: str, path: str) -> None:
        """Decrypt; the sink may have received bytes before an error: publish last.

        Raises: BundleDamagedError, BundleRecipientError, BundlePassphraseError where the file is
        locked (``path`` names the file in the error).
        """

    def lock(self, source: BinaryIO, sink: BinaryIO, passphrase: str) -> None:
        """Encrypt ``source`` by a passphrase."""

    def unlock(self, source: BinaryIO, sink: BinaryIO, passphrase: str, path: str) -> None:
        """Decrypt what a passphrase locked; publish last, as after ``open``.

        Raises: BundleDamagedError, BundlePassphraseError (another passphrase).
        """

    def is_locked(self, source: BinaryIO) -> bool:
        """Whether a file asks for a passphrase; reads its beginning."""


class EvidenceDamage(Exception):
    """Stored evidence bytes that are not as they were written."""


class Encryption(Protocol):
    """One evidence file on its way to the disk."""

    @property
    def header(self) -> bytes:
        """The first stored bytes."""

    def update(self, data: bytes) -> bytes:
        """Add plain bytes; returns stored bytes that are ready, maybe none."""

    def finish(self) -> bytes:
        """The last stored bytes."""


class EvidenceCipher(Protocol):
    """Encrypts evidence files at rest (``docs/formats/vault.md``)."""

    def name(self, sha256: str) -> str:
        """The file name for plain bytes of that hash: a keyed hash, 64 hexadecimal digits."""

    def encryption(self) -> Encryption:
        """A new file."""

    def plain_size(self, stored_size: int) -> int:
        """Plain bytes of a file of that many stored bytes. Raises: EvidenceDamage."""

    def decrypt(self, source: BinaryIO) -> Iterator[bytes]:
        """The plain bytes in pieces; checked piece by piece. Raises: EvidenceDamage."""


class VaultKeys(Protocol):
    """One key per purpose from the random vault key."""

    def database_key(self, vault_key: bytes) -> bytes:
        """The raw database key, 32 bytes."""

    def evidence(self, vault_key: bytes) -> EvidenceCipher:
        """The cipher of the evidence folder."""
