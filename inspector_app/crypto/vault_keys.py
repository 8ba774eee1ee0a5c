"""What the vault key becomes: one key per purpose, by HKDF-SHA256 (RFC 5869)."""

from __future__ import annotations

from typing import Final

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from inspector_app.crypto.evidence_cipher import EvidenceCipher

DATABASE: Final = b"insp-database-v1"
EVIDENCE: Final = b"insp-evidence-v1"
EVIDENCE_NAME: Final = b"insp-evidence-name-v1"


class VaultKeys:
    """Implements ``services.ports.crypto.VaultKeys``."""

    def database_key(self, vault_key: bytes) -> bytes:
        """The raw SQLCipher key, 32 bytes."""
        return _derive(vault_key, DATABASE)

    def evidence(self, vault_key: bytes) -> EvidenceCipher:
        """The cipher of the evidence folder."""
        return EvidenceCipher(_derive(vault_key, EVIDENCE), _derive(vault_key, EVIDENCE_NAME))


def _derive(key: bytes, purpose: bytes) -> bytes:
    return HKDF(hashes.SHA256(), 32, None, purpose).derive(key)
