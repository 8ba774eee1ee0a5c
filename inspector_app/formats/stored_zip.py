"""ZIP files whose bytes depend on nothing but their members: stored, undated, in a given order."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from io import BytesIO

_UNIX = 3
_MODE = 0o100644 << 16


def write_stored_zip(members: Mapping[str, bytes]) -> bytes:
    """The archive of the members in their order, without compression."""
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = _UNIX, _MODE
            info.compress_type = zipfile.ZIP_STORED
            archive.writestr(info, content)
    return buffer.getvalue()
