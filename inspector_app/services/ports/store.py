"""Ports: the vault on disk: database, log, evidence files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from inspector_app.domain.log.chains import StoredChain
from inspector_app.domain.log.change import Ref, Register, Seal, Segment, StoredChange
from inspector_app.domain.log.entity import Entity
from inspector_app.domain.log.ids import ChangeId, DeviceId, EntityId
from inspector_app.domain.log.outlook import Outlook
from inspector_app.domain.log.quarantine import Cut
from inspector_app.domain.log.register import Head
from inspector_app.domain.log.runs import Run

ChainPoint = tuple[int, ChangeId]
"""A place in a device's chain: number and id; the id binds everything before it."""


@dataclass(frozen=True, slots=True)
class ChainEnd:
    """The newest change of a chain."""

    seq: int
    id: ChangeId
    lam: int


@dataclass(frozen=True, slots=True)
class Leaf:
    """A sealed end of a device's chain; more than one per device = fork."""

    dev: DeviceId
    public_key: bytes
    seal: Seal


@dataclass(frozen=True, slots=True)
class SegmentCounts:
    """What storing one segment did."""

    new: int
    known: int
    gaps: int
    forks: int


@dataclass(frozen=True, slots=True)
class Gap:
    """A stored run whose predecessor is missing: changes up to ``seq - 1`` of ``dev``."""

    dev: DeviceId
    seq: int
    after: int
    """The largest number below that is stored; 0 = none."""


class Walks(Protocol):
    """The log along its chains and entities, for verifying and for histories; nothing is checked."""

    def chains(self) -> Iterator[StoredChain]:
        """Every device's chain as it is stored; read one before the next."""

    def ids(self, dev: DeviceId) -> Iterator[tuple[int, bytes]]:
        """Number and id of every change of a device, ascending."""

    def waiting(self) -> tuple[tuple[DeviceId, int], ...]:
        """Changes that stored ones refer to and that are not here: device and number."""

    def below(self, ent: EntityId) -> tuple[EntityId, ...]:
        """Everything that belongs to an entity, removed or not, itself first."""

    def changes_of(self, ents: Iterable[EntityId]) -> Iterator[StoredChange]:
        """Every change of these entities, by entity, register and arrival."""

    def changes_at(self, path: str) -> Iterator[StoredChange]:
        """Every change ever written to one path, replaced and quarantined ones too, by entity."""

    def changes_beginning(self, prefix: str) -> tuple[StoredChange, ...]:
        """The first few changes whose id begins with these hexadecimal digits."""

    def entities_beginning(self, prefix: str) -> tuple[EntityId, ...]:
        """The first few entities whose id begins with these hexadecimal digits."""


class Log(Protocol):
    """The change log and the registers projected from it, inside one transaction."""

    @property
    def walks(self) -> Walks:
        """The log along its chains and entities."""

    def heads(self, register: Register) -> tuple[Head, ...]:
        """The heads of a register, by id; empty when never written."""

    def registers(self, ent: EntityId) -> Mapping[str, tuple[Head, ...]]:
        """All registers of an entity, by path."""

    def entity(self, ent: EntityId) -> Entity | None:
        """What the life register says."""

    def entities(self, type_: str, parent: EntityId | None = None) -> tuple[EntityId, ...]:
        """Visible entities of a type (under a parent), in the order of their creation."""

    def removed(self, type_: str, parent: EntityId) -> tuple[EntityId, ...]:
        """Hidden entities of a type under a parent, in the order of their creation."""

    def by_path(self, path: str) -> Mapping[EntityId, tuple[Head, ...]]:
        """The heads of one path over all entities (devices' cards, evidence files …)."""

    def conflicts(self) -> tuple[Register, ...]:
        """Registers of the trip (not of devices) whose heads do not hold the same, ordered."""

    def contested(self) -> tuple[Register, ...]:
        """Registers of the trip (not of devices) with several heads, equal or not, ordered."""

    def half_removed(self) -> tuple[EntityId, ...]:
        """Entities that somebody removed and that an edit, unseen by the remover, keeps visible."""

    def contested_keys(
        self, is_plain: Callable[[str], bool]
    ) -> tuple[frozenset[int], Mapping[int, Register]]:
        """Registers whose heads differ in value or in form, by a number of this vault's own.

        Args:
            is_plain: of a path: whether its heads agree when they are equal, within one form.

        Returns:
            those with plain paths whose heads differ within one form; and the others, to look at.
        """

    def history(self, register: Register) -> tuple[StoredChange, ...]:
        """Every change of a register, in (lam, id) order."""

    def newest(self, limit: int) -> tuple[StoredChange, ...]:
        """The last ``limit`` changes stored, newest first."""

    def change(self, ref: Ref) -> StoredChange | None:
        """One change by its name."""

    def is_form_used(self, form: bytes) -> bool:
        """Whether some change was written in a form; a value that holds its hash is none."""

    def chain_end(self, dev: DeviceId) -> ChainEnd | None:
        """Where a device's chain goes on; None when there is none.

        In a fork: this vault's own end, or else the longest.
        """

    def lamport(self) -> int:
        """The largest Lamport number followed; 0 in an empty log (``MAX_FOLLOWED_LAMPORT``)."""

    def leaves(self) -> tuple[Leaf, ...]:
        """The sealed chain ends."""

    def gaps(self) -> tuple[Gap, ...]:
        """Runs whose predecessor is missing."""

    def forks(self) -> tuple[tuple[DeviceId, int], ...]:
        """(device, seq) claimed by two changes."""

    def cuts(self) -> Mapping[DeviceId, tuple[Cut, ...]]:
        """By revoked device, up to where it is trusted; the earliest first."""

    def foresee(self, told: Iterable[StoredChange] = (), runs: Iterable[Run] = ()) -> Outlook:
        """What will count when ``runs`` come, and what they have ``told`` of devices."""

    def quarantined(self) -> tuple[StoredChange, ...]:
        """Every stored change that does not count, in the order of arrival."""

    def segments(self, after: Mapping[DeviceId, ChainPoint] | None = None) -> Iterator[Segment]:
        """The log as sealed segments, one or more per device, ready to travel.

        Args:
            after: what the receiver holds, by device: only what follows it. The points are stored
                here, and their chains have neither forks nor gaps.
        """

    def count(self) -> int:
        """Changes stored."""

    def state_digest(self) -> str:
        """``domain.log.register.state_digest`` over trip registers (not device registers)."""

    # writing; only inside ``Store.write``

    def append(self, batch: Sequence[StoredChange], seal: Seal, public_key: bytes) -> None:
        """Add one local transaction at the end of the own chain, with its seal."""

    def has(self, dev: DeviceId, seq: int, id_: ChangeId) -> bool:
        """Whether a change is stored."""

    def has_run(self, dev: DeviceId, last: int, head: ChangeId, first: int) -> bool:
        """Whether ``first`` … ``last`` ending in ``head`` is stored without a gap."""

    def store_run(self, run: Run) -> SegmentCounts:
        """Store a verified run (set union) and update the registers.

        Never decides anything: heads of different values stay side by side.
        """

    # local tables that are not history: nothing in them is ever sealed or exported

    def note(self, key: str) -> bytes | None:
        """A local setting of this vault (export counter, imported bundles …)."""

    def put_note(self, key: str, value: bytes) -> None:
        """Write a local setting."""

    def notes(self, prefix: str) -> Mapping[str, bytes]:
        """All local settings whose key starts with ``prefix``."""

    def drop_note(self, key: str) -> None:
        """Forget a local setting."""

    def form_file(self, sha256: str) -> bytes | None:
        """The frozen XForm with that hash (lower-case hex)."""

    def form_files(self) -> tuple[str, ...]:
        """The hashes of all stored forms."""

    def put_form_file(self, sha256: str, xform: bytes) -> None:
        """Keep a frozen XForm."""


@dataclass(frozen=True, slots=True)
class StoreReport:
    """What ``vault check`` found; all lists empty = sound."""

    changes: int
    devices: int
    problems: tuple[str, ...]


class Store(Protocol):
    """One open vault database."""

    def read(self) -> AbstractContextManager[Log]:
        """A consistent view."""

    def write(self) -> AbstractContextManager[Log]:
        """One durable transaction: everything or nothing.

        Raises:
            DiskFullError, FileAccessError, VaultDamagedError, ChangeRefusedError
        """

    def mark(self) -> tuple[int, int]:
        """Stays the same as long as nothing is written, and never comes back to a former one."""

    def rebuild(self) -> int:
        """Throw the projections away and make them anew from the log; returns the registers."""

    def check(self, verify: Callable[[bytes, bytes, bytes], bool]) -> StoreReport:
        """Compare projections with a rebuild, walk every chain, verify every seal.

        Args:
            verify: ``verify(public_key, message, signature)``.
        """

    def close(self) -> None:
        """Flush and close; the object is dead afterwards."""


class EvidenceStore(Protocol):
    """The vault's ``evidence/`` folder: encrypted files named by a keyed hash."""

    def stage(self) -> AbstractContextManager[EvidenceWriter]:
        """A writer into a staging file; without ``publish`` nothing remains."""

    def together(self) -> AbstractContextManager[None]:
        """Publish many files at once: durable under their names when the block has ended."""

    def has(self, sha256: str) -> bool:
        """Whether the bytes with that hash (lower-case hex) are here."""

    def open(self, sha256: str) -> Iterator[bytes]:
        """The plain bytes, in pieces. Raises: EvidenceError when absent or damaged."""

    def size(self, sha256: str) -> int:
        """Plain bytes. Raises: EvidenceError."""


class EvidenceWriter(Protocol):
    """Takes plain bytes, encrypts them on the way to the disk."""

    def write(self, data: bytes) -> int:
        """Add bytes."""

    def complete(self) -> None:
        """No more bytes will come; soon gives the file handle back."""

    def publish(self) -> str:
        """Make the file durable under its name; returns the SHA-256 of the plain bytes (hex)."""


class Vaults(Protocol):
    """Vault folders on this computer (room: store)."""

    def create(self, path: str, key: bytes, slots: bytes, fill: Callable[[Store], None]) -> None:
        """A new folder with its key slots and a database that ``fill`` writes first; all or nothing.

        Args:
            path: the folder; missing or empty.
            key: the vault key (32 bytes), from which all others are derived.
            slots: the slot file.
            fill: writes the first transactions of the new vault.

        Raises: VaultExistsError, DiskFullError, FileAccessError.
        """

    def slots(self, path: str) -> bytes:
        """The key slot file. Raises: NotAVaultError, VaultDamagedError, FileAccessError."""

    def replace_slots(self, path: str, slots: bytes) -> None:
        """Replace the key slot file atomically."""

    def open(self, path: str, key: bytes) -> OpenStore:
        """Lock and open; the database belongs to the calling thread.

        Raises:
            NotAVaultError, VaultLockedError, WrongPassphraseError, VaultDamagedError,
            VaultVersionError, FileAccessError
        """

    def open_copy(self, path: str, key: bytes) -> OpenStore:
        """Open a copy of the database that goes when it is closed; the folder stays as it is.

        Raises:
            NotAVaultError, WrongPassphraseError, VaultDamagedError, VaultVersionError,
            DiskFullError, FileAccessError
        """


class OpenStore(Protocol):
    """The parts of an open vault."""

    @property
    def store(self) -> Store:
        """The database."""

    @property
    def evidence(self) -> EvidenceStore:
        """The evidence folder."""

    def close(self) -> None:
        """Close the database and give the lock back."""
