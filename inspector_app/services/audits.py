"""``log export-audit``: what happened in each inspection, as files that other programs read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Final

from inspector_app.domain.errors import InputValueError
from inspector_app.domain.log.change import Change, Kind, StoredChange
from inspector_app.domain.log.entity import LIFE, EntityType
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.saying import said
from inspector_app.domain.text import fold
from inspector_app.domain.trip.audit import audit_csv, raw_text
from inspector_app.domain.trip.history import Deed, HistoryLine
from inspector_app.services.answer_paths import answer_of
from inspector_app.services.editions import readable_inspections
from inspector_app.services.forms import FormService
from inspector_app.services.history_lines import Lines
from inspector_app.services.ports.host import Progress
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import current_trip, read_inspection
from inspector_app.services.rooms import OpenVault

_EVENTS: Final = {
    "session/started": "form start",
    "session/ended": "form exit",
}
_WHAT: Final = said("Đang ghi nhật ký kiểm toán")


@dataclass(frozen=True, slots=True)
class Wording:
    """How the edge words a line for people; the columns of codes need none of it."""

    subject: Callable[[HistoryLine], str]
    before: Callable[[HistoryLine], str]
    after: Callable[[HistoryLine], str]


@dataclass(frozen=True, slots=True)
class AuditFile:
    """One file that was written."""

    path: str
    unit: str
    rows: int


class AuditService:
    """Writes audit logs; reads everything else."""

    def __init__(self, vault: OpenVault, forms: FormService) -> None:
        self._vault, self._forms = vault, forms

    def export(
        self,
        out: str,
        wording: Wording,
        inspection: EntityId | None = None,
        progress: Progress | None = None,
    ) -> tuple[AuditFile, ...]:
        """Write one file per inspection, oldest change first; all of them or none.

        Args:
            out: an existing folder (names are made), or for one inspection a new file.
            wording: words for people.
            inspection: only this one.
            progress: hears of each inspection.

        Raises:
            NoTripError
            InputValueError: several inspections and no folder.
            FileExistsAlreadyError, DiskFullError, FileAccessError: nothing is left behind.
        """
        is_folder = self._vault.rooms.files.is_folder(out)
        if inspection is None and not is_folder:
            raise InputValueError(
                field="--out", what="cần một thư mục đã có: mỗi cuộc kiểm tra thành một tệp"
            )
        written = []
        with self._vault.store.read() as log, ExitStack() as files:
            ents = (inspection,) if inspection else _inspections(log)
            lines = Lines(self._vault, log, self._forms)
            for done, ent in enumerate(ents, 1):
                unit = read_inspection(log, ent).unit.name
                name = f"audit-{'-'.join(fold(unit).split()) or 'don-vi'}-{ent.hex()[:8]}.csv"
                path = f"{out.rstrip('/')}/{name}" if is_folder else out
                rows = list(_rows(log, lines, ent, wording))
                writer = files.enter_context(self._vault.rooms.files.create(path))
                writer.write(audit_csv(rows))
                written.append(AuditFile(path, unit, len(rows)))
                if progress is not None:
                    progress(done, len(ents), _WHAT)
        return tuple(written)


def _inspections(log: Log) -> tuple[EntityId, ...]:
    return tuple(one.id for one in readable_inspections(log, current_trip(log)))


def _rows(
    log: Log, lines: Lines, inspection: EntityId, wording: Wording
) -> Iterator[Mapping[str, str]]:
    found = log.walks.changes_of(log.walks.below(inspection))
    for stored in sorted(found, key=lambda one: (one.change.lam, one.id)):
        yield _row(log, lines, stored, wording)


def _row(log: Log, lines: Lines, stored: StoredChange, wording: Wording) -> dict[str, str]:
    change, line = stored.change, lines.line(stored)
    former = [one.change for ref in change.sup if (one := log.change(ref)) is not None]
    before = [one for one in former if one.register == change.register]
    is_moment = answer_of(change.path) is not None
    return {
        "event": _event(change, line),
        "node": lines.subjects.node(change),
        "start": str(change.wall),
        "end": str(change.wall) if is_moment else "",
        "old-value": " | ".join(_value(one) for one in before),
        "new-value": _value(change),
        "user": line.author,
        "change-reason": line.reason,
        "x-side": str(line.subject.side or ""),
        "x-deed": str(line.deed),
        "x-standing": str(line.standing),
        "x-subject": wording.subject(line),
        "x-old-text": wording.before(line),
        "x-new-text": wording.after(line),
        "x-old-users": " | ".join(one.author for one in line.before),
        "x-took-over": " | ".join(line.took_over),
        "x-device": line.device,
        "x-device-id": line.device_id,
        "x-seq": str(line.seq),
        "x-change": line.change,
        "x-clock-ahead-ms": str(line.ahead_ms) if line.ahead_ms else "",
        "x-entity": change.ent.hex(),
        "x-path": change.path,
        "x-kind": str(change.kind),
    }


def _event(change: Change, line: HistoryLine) -> str:
    """The standard's name where it has one, else ours after ``x-``."""
    if answer_of(change.path) is not None:
        return "question"
    kind = line.subject.type or "record"
    if kind == EntityType.ROW and change.path == LIFE:
        return "delete repeat" if line.deed is Deed.REMOVE else "add repeat"
    return _EVENTS.get(change.path, f"x-{kind}")


def _value(change: Change) -> str:
    return "" if change.kind == Kind.DELETE else raw_text(change.value)
