"""What services tell of bundles and receipts; frozen values only."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from inspector_app.domain.trip.trip_changes import TripChange

MIN_PART_BYTES: Final = 256 * 1024
FAT32_PART_BYTES: Final = 4 * 1024**3 - 1
"""The largest file that a FAT32 stick takes."""
EMAIL_PART_BYTES: Final = 15 * 10**6
"""Written as mail it grows by a third: fits where 20 or 25 MB are let through."""


@dataclass(frozen=True, slots=True)
class ExportOptions:
    """How a bundle is written."""

    is_whole: bool = False
    """Everything, whatever receipts and bundles of the receivers say."""
    passphrase: str = ""
    """Lock it by this passphrase instead of the receivers' cards."""
    max_bytes: int = 0
    """Split into parts of at most so many bytes; 0 = one file."""


@dataclass(frozen=True, slots=True)
class SentBundle:
    """One line of the ledger of what this vault sent."""

    number: int
    purpose: str
    """``changes`` or ``trip``."""
    created: int
    """Claimed time, milliseconds since 1970 UTC."""
    path: str
    """Where it was written to."""
    size: int
    sha256: str
    """Of the file."""
    recipients: tuple[str, ...]
    """Names; empty when it was locked by a passphrase."""
    is_whole: bool
    changes: int
    evidence: int
    part: int
    parts: int
    words: str
    """The eight words of what this vault held then; of the whole set on every part."""
    confirmed_by: tuple[str, ...]
    """Names of those whose receipt shows exactly the same."""


@dataclass(frozen=True, slots=True)
class ReceivedBundle:
    """One line of the log of merged bundles."""

    sender: str
    device: str
    device_id: str
    export_number: int
    manifest: str
    """SHA-256 of the manifest's bytes: names the bundle."""
    created: int
    merged: int
    """Claimed times, milliseconds since 1970 UTC: of its writing, of the first merge."""
    merged_by: str
    file_name: str
    status: str
    changes_new: int
    changes_known: int
    evidence_new: int
    evidence_known: int
    clock_offset_ms: int
    """This laptop's clock less the sender's at the hand-over; the bundle's way is in it."""
    part: int
    parts: int
    missing_parts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One merged bundle on a receipt."""

    sender: str
    device_id: str
    is_own: bool
    """This vault's device sent it."""
    export_number: int
    merged: int
    changes_new: int
    changes_known: int
    evidence_new: int
    evidence_known: int
    words: str
    """Of what the giver holds of that export; empty for all but a device's newest bundle."""
    own_words: str
    """Of what this vault held at that export, when it was this vault's."""

    @property
    def agrees(self) -> bool | None:
        """Whether the words are the same; None when there is nothing to compare."""
        return self.words == self.own_words if self.words and self.own_words else None


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """A receipt for people."""

    path: str
    giver: str
    device: str
    device_id: str
    fingerprint: str
    """The eight words of the device that signed."""
    is_own: bool
    is_trusted: bool
    is_leader: bool
    number: int
    created: int
    lines: tuple[ReceiptLine, ...]
    holds: tuple[tuple[str, int], ...]
    """Laptop, and up to which change of it the giver holds everything."""
    holes: tuple[tuple[str, int], ...]
    """Laptop, and the change before which something is missing."""
    wants: int
    """Evidence files that the giver lacks."""
    own_held: int
    """Up to which change the giver holds this vault's own chain."""
    own_changes: int
    """How many changes this vault's own chain has now."""
    own_wanted: int
    """Of the files the giver lacks: how many are in this vault."""

    @property
    def is_up_to_date(self) -> bool:
        """Whether the giver lacks nothing that this vault's own device wrote or holds."""
        return self.own_held >= self.own_changes and not self.own_wanted

    @property
    def agrees(self) -> bool | None:
        """Whether the newest of this vault's own bundles on it is held exactly."""
        own = [one.agrees for one in self.lines if one.is_own and one.agrees is not None]
        return own[-1] if own else None


@dataclass(frozen=True, slots=True)
class MissingChanges:
    """What a held bundle waits for."""

    device: str
    """Name of the laptop."""
    up_to: int
    """All its changes up to this one are needed."""
    held: int
    """Its changes are here up to this one."""


@dataclass(frozen=True, slots=True)
class BundleReceipt:
    """What merging one bundle did; ``bundle merge`` prints it."""

    path: str
    status: str
    """``new``, ``updated``, ``known``, ``held``, ``quarantined`` or ``refused``."""
    sender: str = ""
    device: str = ""
    created: int = 0
    export_number: int = 0
    changes_new: int = 0
    changes_known: int = 0
    evidence_new: int = 0
    evidence_known: int = 0
    evidence_absent: int = 0
    conflicts_new: int = 0
    conflicts_open: int = 0
    reopened: tuple[str, ...] = ()
    """Decided places that this bundle opened again, by unit and question."""
    gaps: int = 0
    forks: int = 0
    clock_offset_ms: int = 0
    error: str = ""
    """Catalogue code when refused or held."""
    imported: int = 0
    """When exactly this bundle was merged before (milliseconds since 1970 UTC); 0 = never."""
    part: int = 1
    parts: int = 1
    missing_parts: tuple[int, ...] = ()
    """Of a split export: the parts that have not come yet."""
    missing: tuple[MissingChanges, ...] = ()
    """When held: what has to come first."""
    quarantined: int = 0
    """Changes of a revoked device that were kept apart."""
    alarms: tuple[str, ...] = ()
    """Sentences on devices whose chains this bundle showed to have two branches."""
    words: str = ""
    """Eight words of what is held of the sender's state; the sender's export shows the same."""
    edition: int = 0
    """Of a trip pack: the trip's edition afterwards."""
    trip_changes: tuple[TripChange, ...] = ()
    """Of a trip pack: what it changed of the trip that this vault knew."""


@dataclass(frozen=True, slots=True)
class BundleSummary:
    """What an export wrote, or what ``bundle inspect`` read."""

    path: str
    size: int
    sha256: str
    purpose: str
    sender: str
    recipients: tuple[str, ...]
    export_number: int
    changes: int
    evidence: int
    absent: int
    forms: int
    cards: int
    is_whole: bool = True
    """Nothing was left out for being known to the receivers."""
    is_locked: bool = False
    """By a passphrase."""
    part: int = 1
    parts: int = 1
    words: str = ""
    """Eight words of everything held at the export; empty when another vault wrote it."""
    recipient_names: tuple[str, ...] = ()
    """Who can open it besides the sender, as far as this vault knows their cards."""
