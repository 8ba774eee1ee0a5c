"""The log as services see it, inside one transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Select, bindparam, func, select

from inspector_app.domain.log.change import DEVICE_PATHS, Ref, Register, Seal, Segment, StoredChange
from inspector_app.domain.log.entity import Entity
from inspector_app.domain.log.ids import ChangeId, DeviceId, EntityId
from inspector_app.domain.log.outlook import Outlook
from inspector_app.domain.log.quarantine import Cut
from inspector_app.domain.log.register import Head, digest_of_ids, head_of, is_trip_state
from inspector_app.domain.log.runs import Run
from inspector_app.services.ports.store import ChainEnd, ChainPoint, Gap, Leaf, SegmentCounts
from inspector_app.store import tables
from inspector_app.store.cells import Cells
from inspector_app.store.engine import Database
from inspector_app.store.heads import Decode, Registers
from inspector_app.store.merging import LAMPORT, Chains
from inspector_app.store.names import MAX_PATHS, PATH_BITS, Names
from inspector_app.store.quarantine import Quarantine
from inspector_app.store.walks import Walks

_change = tables.change.c
_head_ent = tables.head.c.cell.op(">>")(PATH_BITS)
_head_path = tables.head.c.cell.op("&")(MAX_PATHS)
_multi_ent = tables.multi.c.cell.op(">>")(PATH_BITS)
_multi_path = tables.multi.c.cell.op("&")(MAX_PATHS)

_HISTORY: Final = select(_change.raw, _change.h).where(_change.cell == bindparam("cell"))
_NEWEST: Final = select(_change.raw, _change.h).order_by(_change.n.desc()).limit(bindparam("count"))
_OF_TYPE: Final = (
    select(tables.ent.c.ent)
    .join(tables.entity, tables.entity.c.ent_no == tables.ent.c.ent_no)
    .where(tables.entity.c.type == bindparam("type"))
    .order_by(tables.entity.c.made_lam, tables.entity.c.made_id)
)
_ENTITIES: Final = _OF_TYPE.where(tables.entity.c.is_hidden == 0)
_CHILDREN: Final = _ENTITIES.where(tables.entity.c.parent == bindparam("parent"))
_REMOVED: Final = _OF_TYPE.where(
    tables.entity.c.parent == bindparam("parent"), tables.entity.c.is_hidden == 1
)
_HALF_REMOVED: Final = (
    select(tables.ent.c.ent)
    .join(tables.entity, tables.entity.c.ent_no == tables.ent.c.ent_no)
    .where(tables.entity.c.has_deletion == 1, tables.entity.c.is_hidden == 0)
    .order_by(tables.ent.c.ent)
)
_CONTESTED: Final = (
    select(tables.ent.c.ent, tables.path.c.path, tables.head.c.kind)
    .select_from(tables.multi)
    .join(tables.head, tables.head.c.cell == tables.multi.c.cell)
    .join(tables.ent, tables.ent.c.ent_no == _multi_ent)
    .join(tables.path, tables.path.c.path_no == _multi_path)
)
_CONFLICTS: Final = _CONTESTED.where(tables.multi.c.n_vals > 1)
_BY_PATH: Final = """
SELECT ent.ent, c.raw, c.h FROM ent CROSS JOIN head ON head.cell = (ent.ent_no << 20 | ?)
    JOIN change c USING (n) ORDER BY ent.ent, c.h"""
"""There are far fewer entities than registers."""
_BY_DEVICE_PATH: Final = f"""
SELECT ent.ent, c.raw, c.h FROM head JOIN change c USING (n) JOIN ent ON ent.ent_no = head.cell >> 20
    WHERE head.kind IN ({tables.DEVICE_KINDS_LISTED}) AND head.cell & {MAX_PATHS} = ?
    ORDER BY ent.ent, c.h"""  # noqa: S608 (numbers of this program)
_STATE: Final = (
    select(tables.ent.c.ent, tables.path.c.path, tables.head.c.kind, _change.h)
    .select_from(tables.head)
    .join(tables.change, _change.n == tables.head.c.n)
    .join(tables.ent, tables.ent.c.ent_no == _head_ent)
    .join(tables.path, tables.path.c.path_no == _head_path)
)
_LEAVES: Final = (
    select(
        tables.device.c.dev,
        tables.device.c.pub,
        tables.leaf.c.seq,
        tables.leaf.c.h,
        tables.leaf.c.sig,
    )
    .join(tables.device, tables.device.c.dev_no == tables.leaf.c.dev_no)
    .order_by(tables.device.c.dev, tables.leaf.c.seq, tables.leaf.c.h)
)
_below = tables.change.alias("below")
_after = (
    select(func.ifnull(func.max(_below.c.seq), 0))
    .where(_below.c.dev_no == tables.gap.c.dev_no, _below.c.seq < tables.gap.c.seq)
    .scalar_subquery()
)
_GAPS: Final = (
    select(tables.device.c.dev, tables.gap.c.seq, _after)
    .join(tables.device, tables.device.c.dev_no == tables.gap.c.dev_no)
    .order_by(tables.device.c.dev, tables.gap.c.seq)
)
_FORKS: Final = (
    select(tables.device.c.dev, tables.fork.c.seq)
    .join(tables.device, tables.device.c.dev_no == tables.fork.c.dev_no)
    .order_by(tables.device.c.dev, tables.fork.c.seq)
)
_NOTES: Final = (
    select(tables.note.c.key, tables.note.c.value)
    .where(
        func.substr(tables.note.c.key, 1, func.length(bindparam("prefix"))) == bindparam("prefix")
    )
    .order_by(tables.note.c.key)
)


class Log:
    """Implements ``services.ports.store.Log``; dead after its transaction."""

    def __init__(
        self, database: Database, names: Names, decode: Decode, quarantine: Quarantine
    ) -> None:
        self._database = database
        self._core = database.core
        self._driver = database.driver
        self._decode = decode
        self._names = names
        self._quarantine = quarantine
        judge = Cells(database.driver, decode, quarantine)
        self._registers = Registers(database.driver, names, decode, judge)
        self._chains = Chains(database.driver, names, self._registers)

    @property
    def walks(self) -> Walks:
        """The log along its chains and entities, for verifying and for histories."""
        return Walks(self._driver, self._decode)

    def heads(self, register: Register) -> tuple[Head, ...]:
        """The heads of a register, by id; empty when never written."""
        cell = self._names.cell(register)
        return () if cell is None else self._registers.heads(cell)

    def registers(self, ent: EntityId) -> Mapping[str, tuple[Head, ...]]:
        """All registers of an entity, by path."""
        ent_no = self._names.entity(ent)
        return {} if ent_no is None else self._registers.of_entity(ent_no)

    def entity(self, ent: EntityId) -> Entity | None:
        """What the life register says."""
        row = self._driver.execute(
            "SELECT type, parent, is_hidden FROM entity JOIN ent USING (ent_no) WHERE ent = ?",
            (ent,),
        ).fetchone()
        if row is None:
            return None
        return Entity(ent, row[0], EntityId(row[1]) if row[1] else None, bool(row[2]))

    def entities(self, type_: str, parent: EntityId | None = None) -> tuple[EntityId, ...]:
        """Visible entities of a type (under a parent), in the order of their creation."""
        given: dict[str, object] = {"type": str(type_)}
        if parent is not None:
            given["parent"] = parent
        found = self._core.execute(_ENTITIES if parent is None else _CHILDREN, given)
        return tuple(EntityId(ent) for (ent,) in found)

    def removed(self, type_: str, parent: EntityId) -> tuple[EntityId, ...]:
        """Hidden entities of a type under a parent, in the order of their creation."""
        found = self._core.execute(_REMOVED, {"type": str(type_), "parent": parent})
        return tuple(EntityId(ent) for (ent,) in found)

    def by_path(self, path: str) -> Mapping[EntityId, tuple[Head, ...]]:
        """The heads of one path over all entities."""
        path_no = self._names.path(path)
        found: dict[EntityId, list[Head]] = {}
        if path_no is not None:
            statement = _BY_DEVICE_PATH if path in DEVICE_PATHS else _BY_PATH
            for ent, raw, h in self._driver.execute(statement, (path_no,)):
                found.setdefault(EntityId(ent), []).append(head_of(self._decode(raw, ChangeId(h))))
        return {ent: tuple(heads) for ent, heads in found.items()}

    def conflicts(self) -> tuple[Register, ...]:
        """Registers of the trip whose heads do not hold the same, ordered."""
        return self._several(_CONFLICTS)

    def contested(self) -> tuple[Register, ...]:
        """Registers of the trip with several heads, equal or not, ordered."""
        return self._several(_CONTESTED)

    def half_removed(self) -> tuple[EntityId, ...]:
        """Entities that somebody removed and that an edit, unseen by the remover, keeps visible."""
        return tuple(EntityId(ent) for (ent,) in self._core.execute(_HALF_REMOVED))

    def _several(self, statement: Select[Any]) -> tuple[Register, ...]:
        """Registers of the trip, ordered; of what devices say of themselves nobody could decide."""
        kinds: dict[Register, set[int]] = {}
        for ent, path, kind in self._core.execute(statement):
            kinds.setdefault(Register(EntityId(ent), path), set()).add(kind)
        return tuple(sorted(register for register in kinds if is_trip_state(kinds[register])))

    def contested_keys(
        self, is_plain: Callable[[str], bool]
    ) -> tuple[frozenset[int], Mapping[int, Register]]:
        """Registers whose heads differ in value or in form: plain ones, and others to look at."""
        return self._registers.contested_keys(is_plain)

    def history(self, register: Register) -> tuple[StoredChange, ...]:
        """Every change of a register, in (lam, id) order."""
        cell = self._names.cell(register)
        if cell is None:
            return ()
        found = self._core.execute(_HISTORY, {"cell": cell})
        changes = [self._decode(raw, ChangeId(h)) for raw, h in found]
        return tuple(sorted(changes, key=lambda one: (one.change.lam, one.id)))

    def newest(self, limit: int) -> tuple[StoredChange, ...]:
        """The last ``limit`` changes stored, newest first."""
        found = self._core.execute(_NEWEST, {"count": limit})
        return tuple(self._decode(raw, ChangeId(h)) for raw, h in found)

    def change(self, ref: Ref) -> StoredChange | None:
        """One change by its name."""
        dev_no = self._names.device(ref.dev)
        found = self._driver.execute(
            "SELECT raw, h FROM change WHERE dev_no = ? AND seq = ? AND substr(h, 1, 16) = ?",
            (dev_no, ref.seq, ref.h16),
        ).fetchone()
        return self._decode(found[0], ChangeId(found[1])) if found else None

    def is_form_used(self, form: bytes) -> bool:
        """Whether some change was written in a form."""
        rows = self._driver.execute("SELECT raw, h FROM change WHERE instr(raw, ?) > 0", (form,))
        return any(self._decode(raw, ChangeId(h)).change.form == form for raw, h in rows)

    def chain_end(self, dev: DeviceId) -> ChainEnd | None:
        """Where a device's chain goes on; None when there is none.

        In a fork: this vault's own end, or else the longest.
        """
        end = self._chains.own_end(dev)
        stored = self.change(Ref(dev, end[0], end[1][:16])) if end else None
        return ChainEnd(stored.change.seq, stored.id, stored.change.lam) if stored else None

    def lamport(self) -> int:
        """The largest Lamport number followed; 0 in an empty log."""
        found = self._driver.execute("SELECT value FROM counter WHERE name = ?", (LAMPORT,))
        row = found.fetchone()
        return int(row[0]) if row else 0

    def leaves(self) -> tuple[Leaf, ...]:
        """The sealed chain ends."""
        return tuple(
            Leaf(DeviceId(dev), pub, Seal(DeviceId(dev), seq, ChangeId(h), sig))
            for dev, pub, seq, h, sig in self._core.execute(_LEAVES)
        )

    def gaps(self) -> tuple[Gap, ...]:
        """Runs whose predecessor is missing."""
        return tuple(
            Gap(DeviceId(dev), seq, after) for dev, seq, after in self._core.execute(_GAPS)
        )

    def forks(self) -> tuple[tuple[DeviceId, int], ...]:
        """(device, seq) claimed by two changes."""
        return tuple((DeviceId(dev), seq) for dev, seq in self._core.execute(_FORKS))

    def cuts(self) -> Mapping[DeviceId, tuple[Cut, ...]]:
        """By revoked device, up to where it is trusted; the earliest first."""
        return self._quarantine.cuts

    def foresee(self, told: Iterable[StoredChange] = (), runs: Iterable[Run] = ()) -> Outlook:
        """What will count once more changes are here."""
        return self._quarantine.foresee(told, runs)

    def quarantined(self) -> tuple[StoredChange, ...]:
        """Every stored change that does not count, in the order of arrival."""
        return tuple(self._quarantine.changes())

    def segments(self, after: Mapping[DeviceId, ChainPoint] | None = None) -> Iterator[Segment]:
        """The log as sealed segments, ready to travel: whole, or what follows points of chains."""
        return self._chains.segments(after or {})

    def count(self) -> int:
        """Changes stored. Rows are numbered without holes and never removed."""
        return int(self._driver.execute("SELECT ifnull(max(n), 0) FROM change").fetchone()[0])

    def state_digest(self) -> str:
        """``domain.log.register.state_digest`` over the registers of trips."""
        kinds: dict[Register, list[int]] = {}
        ids: dict[Register, list[ChangeId]] = {}
        for ent, path, kind, h in self._core.execute(_STATE):
            register = Register(EntityId(ent), path)
            kinds.setdefault(register, []).append(kind)
            ids.setdefault(register, []).append(ChangeId(h))
        return digest_of_ids({one: ids[one] for one in ids if is_trip_state(kinds[one])})

    def append(self, batch: Sequence[StoredChange], seal: Seal, public_key: bytes) -> None:
        """Add one local transaction at the end of the own chain, with its seal."""
        self._require_writing()
        self._chains.append(batch, seal, public_key)

    def has(self, dev: DeviceId, seq: int, id_: ChangeId) -> bool:
        """Whether a change is stored."""
        return self._chains.has(dev, seq, id_)

    def has_run(self, dev: DeviceId, last: int, head: ChangeId, first: int) -> bool:
        """Whether ``first`` … ``last`` ending in ``head`` is stored without a gap."""
        return self._chains.has_run(dev, last, head, first)

    def store_run(self, run: Run) -> SegmentCounts:
        """Store a verified run (set union) and update the registers."""
        self._require_writing()
        return self._chains.store(run)

    def note(self, key: str) -> bytes | None:
        """A local setting of this vault."""
        row = self._driver.execute("SELECT value FROM note WHERE key = ?", (key,)).fetchone()
        return bytes(row[0]) if row else None

    def put_note(self, key: str, value: bytes) -> None:
        """Write a local setting."""
        self._require_writing()
        self._driver.execute("INSERT OR REPLACE INTO note (key, value) VALUES (?, ?)", (key, value))

    def notes(self, prefix: str) -> Mapping[str, bytes]:
        """All local settings whose key starts with ``prefix``."""
        return {key: bytes(value) for key, value in self._core.execute(_NOTES, {"prefix": prefix})}

    def drop_note(self, key: str) -> None:
        """Forget a local setting."""
        self._require_writing()
        self._driver.execute("DELETE FROM note WHERE key = ?", (key,))

    def form_file(self, sha256: str) -> bytes | None:
        """The frozen XForm with that hash (lower-case hex)."""
        found = self._driver.execute("SELECT xform FROM form_file WHERE sha256 = ?", (sha256,))
        row = found.fetchone()
        return bytes(row[0]) if row else None

    def form_files(self) -> tuple[str, ...]:
        """The hashes of all stored forms."""
        found = self._core.execute(select(tables.form_file.c.sha256).order_by("sha256"))
        return tuple(sha256 for (sha256,) in found)

    def put_form_file(self, sha256: str, xform: bytes) -> None:
        """Keep a frozen XForm; what is there already stays."""
        self._require_writing()
        self._driver.execute(
            "INSERT OR IGNORE INTO form_file (sha256, xform) VALUES (?, ?)", (sha256, xform)
        )

    def _require_writing(self) -> None:
        if not self._database.is_writing:
            msg = "this log was opened for reading, or its transaction is over"
            raise RuntimeError(msg)
