"""What is told of a bundle while it streams and after it was refused."""

from __future__ import annotations

from collections.abc import Callable

from inspector_app.domain.errors import InspectorError
from inspector_app.services.exchange import BundleReceipt, MissingChanges
from inspector_app.services.ports.formats import BundleManifest
from inspector_app.services.ports.host import Progress


class CountedSink:
    """Hands plain bytes to the reader, tells the progress and lets a person stop."""

    def __init__(self, take: Callable[[bytes], int], total: int, progress: Progress | None) -> None:
        self._take = take
        self._total = total
        self._progress = progress
        self._done = 0

    def write(self, data: bytes) -> int:
        """Pass bytes on. Raises: what the reader or the progress raises."""
        self._done += len(data)
        if self._progress is not None:
            self._progress(min(self._done, self._total), self._total, "Đang đọc gói")
        return self._take(data)

    def flush(self) -> None:
        """Nothing is held back."""


def refused(path: str, error: InspectorError) -> BundleReceipt:
    """The receipt of a bundle that was not taken."""
    return BundleReceipt(path, "refused", error=error.code)


def held(
    path: str,
    manifest: BundleManifest,
    missing: tuple[MissingChanges, ...],
    error: InspectorError,
) -> BundleReceipt:
    """The receipt of a bundle that waits for others; nothing of it was taken."""
    return BundleReceipt(
        path,
        "held",
        sender=manifest.sender,
        created=manifest.created_ms,
        export_number=manifest.export_number,
        part=manifest.part,
        parts=manifest.parts,
        error=error.code,
        missing=missing,
    )
