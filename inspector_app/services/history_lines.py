"""Changes as lines of a history: names, what stood before, whether it still counts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from inspector_app.domain.log.change import (
    DEVICE_PATHS,
    PROJECTED,
    Change,
    Kind,
    Ref,
    Register,
    StoredChange,
)
from inspector_app.domain.log.entity import LIFE, EntityType
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.log.register import Head, head_of
from inspector_app.domain.trip.history import (
    Deed,
    Former,
    HistoryLine,
    Standing,
    deed_of,
    standing_of,
)
from inspector_app.services.answer_paths import METADATA, answer_of
from inspector_app.services.clock_offsets import clocks_ahead
from inspector_app.services.directory import Directory
from inspector_app.services.disagreements import is_dispute
from inspector_app.services.forms import FormService
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import Fields
from inspector_app.services.restored import first_written
from inspector_app.services.rooms import OpenVault
from inspector_app.services.score_registers import score_of
from inspector_app.services.subjects import Subjects

RETURNING: Final[Mapping[str, frozenset[str]]] = {
    EntityType.FINDING: frozenset(("severity", "text", "legal_basis", "cause", "evidence")),
    EntityType.REQUIREMENT: frozenset(("text", "responsible", "due")),
    EntityType.REMEDIATION: frozenset(("text", "done", "evidence")),
    EntityType.EVIDENCE: frozenset(("caption",)),
    EntityType.ATTENDEE: frozenset(("name", "post")),
}
"""What of an entity can be brought back from here; other fields have rules of their own."""
_SESSION: Final = "session/"


class Lines:
    """Makes the lines of one transaction; registers are judged once each."""

    def __init__(self, vault: OpenVault, log: Log, forms: FormService) -> None:
        self._log = log
        self._own = vault.identity.actor
        self.directory = Directory(vault, log)
        self.subjects = Subjects(log, forms, self.directory)
        self._heads: dict[Register, tuple[Head, ...]] = {}
        self._open: dict[Register, bool] = {}
        self._histories: dict[Register, tuple[StoredChange, ...]] = {}
        self._reasons: dict[EntityId, dict[tuple[str, frozenset[bytes]], str]] = {}
        self._ahead = clocks_ahead(log)
        self._counted: dict[Register, frozenset[Ref]] = {}

    def line(self, stored: StoredChange) -> HistoryLine:
        """One change as a line."""
        change, register = stored.change, stored.change.register
        heads = self._heads_of(register)
        before = tuple(self._former(change, one) for one in self._replaced(change))
        deed = deed_of(change, before)
        standing = standing_of(
            stored.ref,
            change,
            [(head.id, head.ref) for head in heads],
            (one.change for one in self._history(register)),
            is_open=self._is_open(register, heads),
            is_held=change.kind in PROJECTED and stored.ref not in self._counting(register),
        )
        subject = self.subjects.subject(change)
        return HistoryLine(
            change=stored.id.hex(),
            kind=change.kind,
            deed=deed,
            standing=standing,
            register=register,
            subject=subject,
            question=self.subjects.question(change) if _has_words(register.path) else None,
            value=None if change.kind == Kind.DELETE else self.subjects.value(change),
            before=before,
            author=self.directory.author(change.actor),
            device=self.directory.device(change.dev),
            device_id=change.dev.hex(),
            seq=change.seq,
            wall=change.wall,
            ahead_ms=self._ahead.get(change.dev, 0),
            reason=self._reason(change),
            brought_back=self._brought_back(stored),
            can_return=self._can_return(change, subject.type, standing, deed),
        )

    def _replaced(self, change: Change) -> Iterable[StoredChange]:
        for ref in change.sup:
            found = self._log.change(ref)
            if found is not None and found.change.register == change.register:
                yield found

    def _former(self, change: Change, stored: StoredChange) -> Former:
        former = stored.change
        return Former(
            change=stored.id.hex(),
            value=self.subjects.value(former),
            is_deletion=former.kind == Kind.DELETE,
            author=self.directory.author(former.actor),
            is_anothers=former.actor != change.actor,
        )

    def _heads_of(self, register: Register) -> tuple[Head, ...]:
        if register not in self._heads:
            self._heads[register] = self._log.heads(register)
        return self._heads[register]

    def _history(self, register: Register) -> tuple[StoredChange, ...]:
        if register not in self._histories:
            self._histories[register] = self._log.history(register)
        return self._histories[register]

    def _counting(self, register: Register) -> frozenset[Ref]:
        """Changes that count or did: the heads, and what they replaced, and what that had replaced.

        What is stored, is no head and was replaced by none of these is in quarantine.
        """
        if register not in self._counted:
            named = {one.ref: one.change.sup for one in self._history(register)}
            pending = [head.ref for head in self._heads_of(register)]
            found: set[Ref] = set()
            while pending:
                ref = pending.pop()
                if ref not in found:
                    found.add(ref)
                    pending += named.get(ref, ())
            self._counted[register] = frozenset(found)
        return self._counted[register]

    def _is_open(self, register: Register, heads: tuple[Head, ...]) -> bool:
        if register not in self._open:
            placing = self.subjects.placing(self.subjects.inspection(register.ent))
            several = len(heads) > 1
            self._open[register] = several and is_dispute(self._log, placing, register, heads)
        return self._open[register]

    def _reason(self, change: Change) -> str:
        """Why somebody decided so: told by the decision that names exactly what was replaced."""
        if not change.sup or change.kind not in (Kind.RESOLVE, Kind.DELETE, Kind.UNDO):
            return ""
        if change.ent not in self._reasons:
            found = {}
            for ent in self._log.entities(EntityType.DECISION, change.ent):
                record = Fields(self._log.registers(ent)).value("record")
                if isinstance(record, Mapping):
                    seen = record.get("seen")
                    ids = frozenset(seen) if isinstance(seen, list | tuple) else frozenset()
                    found[str(record.get("path")), ids] = str(record.get("reason") or "")
            self._reasons[change.ent] = found
        seen_ = frozenset(ref.h16 for ref in change.sup)
        return self._reasons[change.ent].get((change.path, seen_), "")

    def _brought_back(self, stored: StoredChange) -> str:
        head = head_of(stored)
        first = first_written(self._log, head)
        return "" if first.id == head.id else self.directory.author(first.actor)

    def _can_return(self, change: Change, type_: str, standing: Standing, deed: Deed) -> bool:
        """Whether bringing back is offered: a value that no longer counts, of a plain register."""
        if standing not in (Standing.REPLACED, Standing.OVERRULED):
            return False
        heads = self._heads_of(change.register)
        if len(heads) != 1 and any(head.actor != self._own for head in heads):
            return False
        return change.kind != Kind.DELETE and deed is not Deed.ADD and is_returning(change, type_)


def is_returning(change: Change, type_: str) -> bool:
    """Whether a register takes a former value back by hand."""
    path = change.path
    if path in DEVICE_PATHS or path == LIFE or path.startswith(METADATA):
        return False
    if type_ in (EntityType.INSPECTION, EntityType.ROW):
        is_score = score_of(path) is not None
        return answer_of(path) is not None or is_score or path.startswith(_SESSION)
    return path in RETURNING.get(type_, frozenset())


def _has_words(path: str) -> bool:
    return answer_of(path) is not None
