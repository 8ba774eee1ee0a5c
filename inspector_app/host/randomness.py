"""Unpredictable bytes from the operating system."""

from __future__ import annotations

import secrets
import uuid

from inspector_app.domain.log.ids import EntityId


class SystemRandomness:
    """Bytes from the operating system's generator."""

    def token(self, length: int) -> bytes:
        """``length`` random bytes."""
        return secrets.token_bytes(length)

    def new_id(self) -> EntityId:
        """A random UUID (RFC 9562, version 4) as 16 bytes."""
        return EntityId(uuid.uuid4().bytes)
