"""Whose bundles may enter, and what taking one in did."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.services.ports.store import SegmentCounts


@dataclass(frozen=True, slots=True)
class Admission:
    """Which signer may send: a trusted one, or the one whose fingerprint was confirmed.

    A confirmed signer of a pack may also vouch for others; one of changes speaks for himself only.
    """

    is_pack: bool = False
    fingerprint: str = ""


@dataclass(slots=True)
class Merged:
    """What applying a bundle did."""

    new: int = 0
    known: int = 0
    gaps: int = 0
    forks: int = 0
    quarantined: int = 0
    """Changes that came in and do not count, because their device was revoked."""
    alarms: tuple[str, ...] = ()
    """Sentences on chains with two branches."""
    conflicts_new: int = 0
    conflicts_open: int = 0
    reopened: tuple[str, ...] = ()
    """Decided places that are open again, by name."""
    evidence_new: int = 0
    evidence_known: int = 0
    is_continued: bool = False
    """The bundle goes on from changes that were here."""
    imported: int = 0
    """When this bundle was merged before (milliseconds since 1970 UTC); 0 = never."""

    @property
    def status(self) -> str:
        """``new``, ``updated``, ``known``, ``held`` or ``quarantined``."""
        if self.quarantined and self.quarantined >= self.new:
            return "quarantined"
        if self.gaps and not self.new:
            return "held"
        if self.new or self.evidence_new:
            return "updated" if self.known or self.is_continued else "new"
        return "known"

    def count(self, counts: SegmentCounts) -> None:
        """Add one segment's counts."""
        self.new += counts.new
        self.known += counts.known
        self.gaps += counts.gaps
        self.forks += counts.forks
