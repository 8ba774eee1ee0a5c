"""History: who wrote what, when, on which machine, and what stood there before."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from inspector_app.domain.errors import AmbiguousNameError, NotFoundError
from inspector_app.domain.log.chains import Outline
from inspector_app.domain.log.change import Ref, Register, StoredChange, Value
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import ActorId, DeviceId, EntityId
from inspector_app.domain.text import fold
from inspector_app.domain.trip.history import Deed, HistoryLine, Standing
from inspector_app.domain.trip.values import Side
from inspector_app.services.answer_paths import answer_of
from inspector_app.services.directory import Directory
from inspector_app.services.disagreements import inspection_of, placing_of
from inspector_app.services.forms import FormService
from inspector_app.services.history_lines import Lines
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import current_trip
from inspector_app.services.rooms import OpenVault
from inspector_app.services.score_registers import score_of

SHORTEST: Final = 4
"""Letters of an id that name something."""
_Id = TypeVar("_Id", bound=bytes)


@dataclass(frozen=True, slots=True)
class ChangeView:
    """One change of a register, briefly."""

    change: str
    kind: int
    register: Register
    value: Value
    before: Value
    author: str
    device: str
    seq: int
    wall: int


class Focus(StrEnum):
    """What to look at among the changes."""

    ALL = "all"
    TAKEN_OVER = "taken-over"
    DECIDED = "decided"
    OPEN = "conflict"


@dataclass(frozen=True, slots=True)
class HistoryFilter:
    """Which changes to list; empty fields leave nothing out."""

    inspection: EntityId | None = None
    entity: EntityId | None = None
    """An entity with all that belongs to it."""
    question: str = ""
    """Name of a question, or of a table for what is kept of it."""
    side: Side | None = None
    row: EntityId | None = None
    """With a question of a table: its row."""
    person: str = ""
    """A part of the name (accents do not matter) or the beginning of the id."""
    device: str = ""
    since: int | None = None
    """Claimed time, milliseconds since 1970 UTC."""
    until: int | None = None
    text: str = ""
    focus: Focus = Focus.ALL
    limit: int = 50
    offset: int = 0


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Some of the lines, newest first by the order of display."""

    lines: tuple[HistoryLine, ...]
    total: int


def change_views(
    log: Log, directory: Directory, changes: Iterable[StoredChange]
) -> tuple[ChangeView, ...]:
    """Changes as brief lines of a history, with the value each one replaced."""
    return tuple(_view(log, directory, stored) for stored in changes)


def _view(log: Log, directory: Directory, stored: StoredChange) -> ChangeView:
    change = stored.change
    before: Value = None
    for ref in change.sup:
        earlier = log.change(ref)
        if earlier is not None:
            before = earlier.change.value
    return ChangeView(
        change=stored.id.hex(),
        kind=change.kind,
        register=change.register,
        value=change.value,
        before=before,
        author=directory.author(change.actor),
        device=directory.device(change.dev),
        seq=change.seq,
        wall=change.wall,
    )


class LogService:
    """The log as histories."""

    def __init__(self, vault: OpenVault, forms: FormService) -> None:
        self._vault, self._forms = vault, forms

    def lines(
        self, wanted: HistoryFilter, worded: Callable[[HistoryLine], str] | None = None
    ) -> HistoryPage:
        """The changes that a filter lets through, newest first.

        Args:
            wanted: which ones.
            worded: how a line reads; what ``wanted.text`` is looked for in.

        Raises:
            NotFoundError: no such person or machine.
        """
        with self._vault.store.read() as log:
            lines = Lines(self._vault, log, self._forms)
            found = _Finder(log, self._forms, lines.directory, self._vault.rooms.changes.outline)
            changes = sorted(found.changes(wanted), key=lambda one: (one.change.lam, one.id))
            changes.reverse()
            words = fold(wanted.text).split() if worded is not None else []
            if words or wanted.focus is not Focus.ALL:
                every = [one for one in map(lines.line, changes) if _is_in(wanted.focus, one)]
                kept = [
                    one
                    for one in every
                    if not words or (worded is not None and _holds(fold(worded(one)), words))
                ]
                page = kept[wanted.offset : wanted.offset + wanted.limit]
                return HistoryPage(tuple(page), len(kept))
            page_ = changes[wanted.offset : wanted.offset + wanted.limit]
            return HistoryPage(
                tuple(lines.line(one) for one in page_), max(found.total, len(changes))
            )

    def find(self, text: str) -> HistoryLine:
        """The change whose id begins with ``text``. Raises: NotFoundError, AmbiguousNameError."""
        wanted = text.strip().lower()
        with self._vault.store.read() as log:
            ids = log.walks.changes_beginning(wanted) if len(wanted) >= SHORTEST else ()
            if not ids:
                raise NotFoundError(kind="thay đổi", name=text)
            if len(ids) > 1:
                matches = ", ".join(one.id.hex()[:12] for one in ids)
                raise AmbiguousNameError(kind="thay đổi", name=text, matches=matches)
            return Lines(self._vault, log, self._forms).line(ids[0])

    def entities_beginning(self, prefix: str) -> tuple[EntityId, ...]:
        """The entities whose id begins with these hexadecimal digits."""
        with self._vault.store.read() as log:
            return log.walks.entities_beginning(prefix)


def _is_in(focus: Focus, line: HistoryLine) -> bool:
    if focus is Focus.TAKEN_OVER:
        return bool(line.took_over)
    if focus is Focus.DECIDED:
        return line.deed in (Deed.DECIDE, Deed.RECORD) or line.standing is Standing.OVERRULED
    return focus is Focus.ALL or line.standing is Standing.CONFLICT


def _holds(text: str, words: Iterable[str]) -> bool:
    return all(word in text for word in words)


class _Finder:
    """Finds the changes of a filter, by entity where it names one, else along the chains."""

    def __init__(
        self,
        log: Log,
        forms: FormService,
        directory: Directory,
        outline: Callable[[bytes], Outline | None],
    ) -> None:
        self._log, self._forms, self._directory = log, forms, directory
        self._outline = outline
        self.total = 0

    def changes(self, wanted: HistoryFilter) -> Iterator[StoredChange]:
        """Every change let through; without an entity or question, the newest that were asked for."""
        people, devices = self._people(wanted.person), self._devices(wanted.device)
        ents = self._entities(wanted)
        if ents is None:
            yield from self._scan(wanted, people, devices)
            return
        keys = {of: self._key(of, wanted.question) for of in self._inspections(wanted)}
        for one in self._log.walks.changes_of(ents):
            change = one.change
            if people is not None and change.actor not in people:
                continue
            if devices is not None and change.dev not in devices:
                continue
            if not _is_within(wanted, change.wall):
                continue
            if wanted.question and not self._answers(wanted, keys, one):
                continue
            self.total += 1
            yield one

    def _entities(self, wanted: HistoryFilter) -> tuple[EntityId, ...] | None:
        if wanted.entity is not None:
            return self._log.walks.below(wanted.entity)
        if wanted.question and wanted.inspection is not None:
            return self._log.walks.below(wanted.row or wanted.inspection)
        if wanted.inspection is not None:
            return self._log.walks.below(wanted.inspection)
        if wanted.question:
            found = (self._log.walks.below(of) for of in self._inspections(wanted))
            return tuple(one for ents in found for one in ents)
        return None

    def _inspections(self, wanted: HistoryFilter) -> tuple[EntityId, ...]:
        if wanted.inspection is not None:
            return (wanted.inspection,)
        if not wanted.question:
            return ()
        return self._log.entities(EntityType.INSPECTION, current_trip(self._log))

    def _key(self, inspection: EntityId, question: str) -> str:
        placing = placing_of(self._log, self._forms, inspection) if question else None
        return placing.key(question) if placing is not None else question

    def _answers(self, wanted: HistoryFilter, keys: dict[EntityId, str], one: StoredChange) -> bool:
        change = one.change
        of = inspection_of(self._log, change.ent)
        key = keys.get(of, wanted.question) if of else wanted.question
        score, found = score_of(change.path), answer_of(change.path)
        if score is not None:
            return score[0] == key and wanted.side is None
        return found is not None and found[0] == key and wanted.side in (None, found[1])

    def _scan(
        self,
        wanted: HistoryFilter,
        people: frozenset[ActorId] | None,
        devices: frozenset[DeviceId] | None,
    ) -> Iterator[StoredChange]:
        most = wanted.offset + wanted.limit
        newest: list[tuple[int, bytes, bytes, int]] = []
        for chain in self._log.walks.chains():
            if devices is not None and chain.dev not in devices:
                continue
            for piece in chain.pieces:
                for seq, h, raw in piece:
                    one = self._outline(raw)
                    if one is None or (people is not None and one.actor not in people):
                        continue
                    if not _is_within(wanted, one.wall):
                        continue
                    self.total += 1
                    place = (one.lam, h, chain.dev, seq)
                    if wanted.text or wanted.focus is not Focus.ALL or len(newest) < most:
                        heapq.heappush(newest, place)
                    else:
                        heapq.heappushpop(newest, place)
        for _lam, h, dev, seq in newest:
            found = self._log.change(Ref(DeviceId(dev), seq, h[:16]))
            if found is not None:
                yield found

    def _people(self, text: str) -> frozenset[ActorId] | None:
        named = {
            head.actor: self._directory.author(head.actor)
            for heads in self._log.by_path("genesis").values()
            for head in heads
        }
        return _meant(named, text, "người ghi")

    def _devices(self, text: str) -> frozenset[DeviceId] | None:
        devices = (DeviceId(ent) for ent in self._log.by_path("genesis"))
        return _meant({dev: self._directory.device(dev) for dev in devices}, text, "máy")


def _meant(named: Mapping[_Id, str], text: str, kind: str) -> frozenset[_Id] | None:
    """Whom a part of a name or the beginning of an id means; None for nobody in particular."""
    words, code = fold(text).split(), text.strip().lower()
    if not words:
        return None
    found = frozenset(
        one
        for one, name in named.items()
        if _holds(fold(name), words) or (len(code) >= SHORTEST and one.hex().startswith(code))
    )
    if not found:
        raise NotFoundError(kind=kind, name=text)
    return found


def _is_within(wanted: HistoryFilter, wall: int) -> bool:
    if wanted.since is not None and wall < wanted.since:
        return False
    return wanted.until is None or wall < wanted.until
