"""Looking into a bundle without taking anything in."""

from __future__ import annotations

from inspector_app.domain.errors import BundleSenderError
from inspector_app.domain.log.change import Segment, device_id
from inspector_app.services.directory import Directory
from inspector_app.services.ports.formats import BundleManifest
from inspector_app.services.ports.store import EvidenceWriter
from inspector_app.services.rooms import OpenVault
from inspector_app.services.vouching import Vouch


class Nowhere:
    """Takes evidence bytes and forgets them."""

    def write(self, data: bytes) -> int:
        """Count only."""
        return len(data)

    def complete(self) -> None:
        """Nothing to give back."""

    def publish(self) -> str:
        """Nothing is ever published from a glance."""
        return ""


class Glance:
    """A ``BundleSink`` that only counts."""

    def __init__(self, vault: OpenVault, path: str) -> None:
        self._vault = vault
        self._path = path
        self._vouches: tuple[Vouch, ...] = ()
        self.changes = 0
        self.files = 0
        self.forms = 0
        self.cards = 0
        self.is_locked = False
        """A passphrase opened it."""

    def vouched(self, vouches: tuple[Vouch, ...]) -> None:
        """Verified words of older keys for the signer's, that came with the signature."""
        self._vouches = vouches

    def trusts(self, public_key: bytes, manifest_device: bytes) -> bool:
        """As for a merge: strangers' bundles are not parsed. Raises: BundleSenderError."""
        with self._vault.store.read() as log:
            directory = Directory(self._vault, log)
            if directory.is_trusted(device_id(public_key)):
                return True
            if directory.is_vouched(device_id(public_key), self._vouches):
                return True
        words = self._vault.rooms.keys.fingerprint_words(public_key)
        raise BundleSenderError(path=self._path, fingerprint=words)

    def manifest(self, manifest: BundleManifest, signer: bytes) -> None:
        """Everything is worth a glance."""

    def segment(self, segment: Segment) -> None:
        """Count the changes."""
        self.changes += len(segment.frames)

    def evidence(self, sha256: str) -> EvidenceWriter:
        """Count the file."""
        self.files += 1
        return Nowhere()

    def meta(self, name: str, data: bytes) -> None:
        """Count the form or card."""
        self.forms += name.startswith("meta/forms/")
        self.cards += name.startswith("meta/cards/")
