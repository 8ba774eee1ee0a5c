"""How services write: one block = one durable, sealed transaction of the own chain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from inspector_app.domain.errors import DeviceRenewedError
from inspector_app.domain.log.change import (
    MAX_SUPERSEDED,
    RECORD_VERSION,
    Change,
    Kind,
    Ref,
    Register,
    Seal,
    StoredChange,
    Value,
    chain_id,
    seal_bytes,
    session_bytes,
)
from inspector_app.domain.log.entity import LIFE, deletion_value, fixed_life_value, life_value
from inspector_app.domain.log.ids import NO_CHANGE, ChangeId, EntityId
from inspector_app.domain.log.register import Head
from inspector_app.domain.text import clean_value
from inspector_app.services.ports.store import Log, Store
from inspector_app.services.rooms import Identity, Rooms
from inspector_app.services.vouching import former, require_counting


class Journal:
    """Writes the own chain of one open vault; the first write opens a session of the person."""

    def __init__(self, rooms: Rooms, store: Store, identity: Identity) -> None:
        self._rooms = rooms
        self._store = store
        self._identity = identity
        self._has_session = False
        self._is_retired = False

    def retire(self) -> None:
        """The vault got another identity: this one never writes again."""
        self._is_retired = True

    @contextmanager
    def write(self) -> Iterator[Pen]:
        """A pen whose changes are sealed and durable when the block ends without an error.

        Raises:
            DiskFullError, VaultDamagedError: nothing was written.
            DeviceRevokedError, DeviceRenewedError: this device must not write any more.
        """
        if self._is_retired:
            raise DeviceRenewedError
        with self._store.write() as log:
            needs = not self._has_session
            pen = Pen(self._rooms, self._identity, log, needs_session=needs)
            yield pen
            wrote = pen.seal()
        if wrote:
            self._has_session = True
            self._rooms.marks.put(self._identity.dev, *pen.end)


class Pen:
    """Collects the changes of one transaction; ``log`` shows the state before it."""

    def __init__(self, rooms: Rooms, identity: Identity, log: Log, *, needs_session: bool) -> None:
        self.log = log
        self._rooms = rooms
        self._identity = identity
        self._needs_session = needs_session
        self._is_started = False
        self._returning: Register | None = None
        self._seq, self._id, self._lam = 0, NO_CHANGE, 0
        self._batch: list[StoredChange] = []
        self._newest: dict[Register, StoredChange] = {}

    @property
    def end(self) -> tuple[int, ChangeId]:
        """Number and id of the own chain's last change."""
        return self._seq, self._id

    @property
    def collected(self) -> tuple[StoredChange, ...]:
        """What was written so far; ``log`` does not know of it."""
        return tuple(self._batch)

    def set(self, ent: EntityId, path: str, value: Value, form: bytes = b"") -> bool:
        """Write a value; False when the register holds it already, written in the same form.

        What was written in another form may mean something else there, though its bytes are equal.

        An ordinary ``set`` replaces one head, or several by this person; other people's
        concurrent values stay beside it until somebody decides (``resolve``).
        """
        value = clean_value(value)
        register = Register(ent, path)
        mine = self._newest.get(register)
        if mine is not None:
            if _same(mine.change.value, value) and mine.change.form == form:
                return False
            self._add(self._kind(register), register, value, form, (mine.ref,))
            return True
        heads = self.log.heads(register)
        if any(_holds(one, value, form) and self._may_replace(heads, one) for one in heads):
            return False
        self._add(self._kind(register), register, value, form, self._replaceable(heads))
        return True

    def returning(self, register: Register) -> None:
        """Let what is set in this register be recorded as a former value brought back."""
        self._returning = register

    def _kind(self, register: Register) -> Kind:
        return Kind.UNDO if register == self._returning else Kind.SET

    def create(
        self,
        type_: str,
        parent: EntityId | None,
        values: Mapping[str, Value],
        ent: EntityId | None = None,
    ) -> EntityId:
        """Bring a new entity into being with its first values.

        ``ent``: an identity that was drawn before; nothing of that name is in the vault.
        """
        ent = ent or self._rooms.randomness.new_id()
        self._add(Kind.SET, Register(ent, LIFE), life_value(type_, parent), b"", ())
        for path, value in values.items():
            self._add(Kind.SET, Register(ent, path), clean_value(value), b"", ())
        return ent

    def bring(self, ent: EntityId, table: str, parent: EntityId, inspection: EntityId) -> None:
        """Bring a row into being that a form fixes in number: its id follows from where it stands.

        Two people may both do so: their changes say the same.

        Args:
            ent: the row.
            table: the table's key.
            parent: the inspection, or the row of the table around it.
            inspection: the inspection.
        """
        register = Register(ent, LIFE)
        value = fixed_life_value(ent, table, parent, inspection)
        self._add(Kind.SET, register, value, b"", self._replaceable(self.log.heads(register)))

    def delete(self, ent: EntityId) -> bool:
        """Remove an entity, as far as this person has seen it; False when it is gone already."""
        entity = self.log.entity(ent)
        if entity is None or entity.is_hidden:
            return False
        registers = self.log.registers(ent)
        seen = [head for heads in registers.values() for head in heads]
        value = deletion_value(entity.type, entity.parent, seen)
        refs = self._replaceable(registers[LIFE])
        self._add(Kind.DELETE, Register(ent, LIFE), value, b"", refs)
        return True

    def restore(self, ent: EntityId) -> bool:
        """Take a removal back; False when the entity is not removed."""
        entity = self.log.entity(ent)
        heads = self.log.heads(Register(ent, LIFE))
        if entity is None or not any(head.is_deletion for head in heads):
            return False
        value = life_value(entity.type, entity.parent)
        refs = self._replaceable(heads)
        self._add(Kind.UNDO, Register(ent, LIFE), value, b"", refs)
        return True

    def resolve(
        self, register: Register, value: Value, form: bytes, seen: tuple[Head, ...]
    ) -> None:
        """Decide a conflict: one change that replaces every head that was shown."""
        refs = tuple(head.ref for head in seen)
        self._add(Kind.RESOLVE, register, clean_value(value), form, refs)

    def resolve_deletion(self, register: Register, seen: tuple[Head, ...]) -> None:
        """Decide a conflict in favour of a register that holds nothing: only a decision may do so."""
        self._add(Kind.RESOLVE, register, None, b"", tuple(head.ref for head in seen))

    def resolve_life(self, ent: EntityId, *, removed: bool) -> None:
        """Decide whether an entity is removed or kept, over everything that is in the vault of it."""
        registers = self.log.registers(ent)
        entity = self.log.entity(ent)
        if entity is None:
            return
        refs = tuple(head.ref for head in registers[LIFE])
        register = Register(ent, LIFE)
        if removed:
            seen = [head for heads in registers.values() for head in heads]
            value = deletion_value(entity.type, entity.parent, seen)
            self._add(Kind.DELETE, register, value, b"", refs)
            return
        self._add(Kind.RESOLVE, register, life_value(entity.type, entity.parent), b"", refs)

    def take_back(self, register: Register, decided: Ref, former: Iterable[Head]) -> None:
        """Bring back every value that a decision had replaced, side by side: a conflict again."""
        for head in former:
            kind = Kind.DELETE if head.is_deletion else Kind.UNDO
            self._add(kind, register, head.value, head.form, (decided,))

    def found(self, value: Value) -> None:
        """The first change of the chain: who this device is."""
        dev = EntityId(self._identity.dev)
        self._needs_session = False
        self._append(Kind.GENESIS, Register(dev, "genesis"), clean_value(value), b"", ())
        self._needs_session = True

    def trust(
        self, dev: EntityId, card: bytes, member: EntityId | None, *, is_office: bool = False
    ) -> bool:
        """Enrol a device with its card; False when it is enrolled just so.

        ``is_office``: the head office's, which everything goes to.
        """
        value: dict[str, Value] = {"card": card, "member": member}
        if is_office:
            value["office"] = True
        register = Register(dev, "trust")
        # every vault decides for itself whom it trusts: other people's enrolments stay beside
        mine = {self._identity.dev, *former(self.log, self._identity.dev)}
        own = [head for head in self.log.heads(register) if head.dev in mine]
        if any(_holds(head, value, b"") for head in own):
            return False
        self._add(Kind.TRUST, register, value, b"", tuple(head.ref for head in own))
        return True

    def control(self, register: Register, value: Value) -> None:
        """Revoke a device or adopt a change; replaces whatever was said of it before."""
        refs = tuple(head.ref for head in self.log.heads(register))
        self._add(Kind.TRUST, register, clean_value(value), b"", refs)

    def seal(self) -> bool:
        """Append what was collected; False when nothing was."""
        if not self._batch:
            return False
        dev = self._identity.dev
        message = seal_bytes(dev, self._seq, self._id)
        signature = self._rooms.keys.sign(self._identity.secret.device_seed, message)
        seal = Seal(dev, self._seq, self._id, signature)
        self.log.append(self._batch, seal, self._identity.public.device)
        return True

    def _replaceable(self, heads: tuple[Head, ...]) -> tuple[Ref, ...]:
        """What an ordinary change may replace: a single head, or this person's own ones.

        Several heads of one other person (a cloned laptop) are a conflict like any other.
        """
        if len(heads) == 1:
            return (heads[0].ref,)
        return tuple(head.ref for head in heads if self._may_replace(heads, head))

    def _may_replace(self, heads: tuple[Head, ...], head: Head) -> bool:
        """What a decision taken back brought back is, after all, other people's: it needs another one."""
        return len(heads) == 1 or (
            head.actor == self._identity.actor and not is_brought_back(heads, head)
        )

    def _add(
        self, kind: Kind, register: Register, value: Value, form: bytes, sup: tuple[Ref, ...]
    ) -> None:
        require_counting(self.log, self._identity.dev)
        if self._needs_session:
            self._needs_session = False
            self._open_session()
        self._append(kind, register, value, form, sup)

    def _start(self) -> None:
        """Find the end of the own chain, as late as possible.

        A merge in the same transaction may have brought back changes that this device had lost.
        """
        self._is_started = True
        end = self.log.chain_end(self._identity.dev)
        self._lam = self.log.lamport()
        if end is not None:
            self._seq, self._id = end.seq, end.id
            self._lam = max(self._lam, end.lam)

    def _open_session(self) -> None:
        if not self._is_started:
            self._start()
        identity = self._identity
        wall = self._rooms.clock.now_ms()
        message = session_bytes(identity.dev, self._seq + 1, self._id, identity.actor, wall)
        signature = self._rooms.keys.sign(identity.secret.person_seed, message)
        register = Register(EntityId(identity.dev), "session")
        sup = tuple(head.ref for head in self.log.heads(register))
        value: dict[str, Value] = {"at": wall, "pub": identity.public.person, "sig": signature}
        self._append(Kind.SESSION, register, value, b"", sup, wall)

    def _append(
        self,
        kind: Kind,
        register: Register,
        value: Value,
        form: bytes,
        sup: tuple[Ref, ...],
        wall: int | None = None,
    ) -> None:
        if not self._is_started:
            self._start()
        self._seq += 1
        self._lam += 1
        identity = self._identity
        change = Change(
            version=RECORD_VERSION,
            dev=identity.dev,
            seq=self._seq,
            lam=self._lam,
            wall=self._rooms.clock.now_ms() if wall is None else wall,
            actor=identity.actor,
            kind=kind,
            ent=register.ent,
            path=register.path,
            form=form,
            value=value,
            # more than fit are replaced by the next change of the same register
            sup=sup[:MAX_SUPERSEDED],
        )
        raw = self._rooms.changes.encode(change)
        self._id = chain_id(self._id, raw)
        stored = self._rooms.changes.decode(raw, self._id)
        self._batch.append(stored)
        self._newest[register] = stored


def is_brought_back(heads: Iterable[Head], head: Head) -> bool:
    """Whether one of several heads is there because somebody took a decision back.

    Such a change stands beside others of its author, which no other program writes.
    """
    kinds = (Kind.UNDO, Kind.DELETE)
    return head.kind in kinds and any(
        one.dev == head.dev and one.id != head.id and one.kind in kinds for one in heads
    )


def _same(one: Value, other: Value) -> bool:
    return type(one) is type(other) and one == other


def _holds(head: Head, value: Value, form: bytes) -> bool:
    return not head.is_deletion and head.form == form and _same(head.value, value)
