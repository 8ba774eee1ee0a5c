"""Evidence: files and photos, kept encrypted and named by the hash of what is stored."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from inspector_app.domain.errors import EvidenceError, NotFoundError
from inspector_app.domain.log.change import Value
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.saying import said
from inspector_app.domain.trip.media import media_type_of
from inspector_app.domain.trip.values import Evidence
from inspector_app.services.directory import Directory
from inspector_app.services.evidence_names import told_apart
from inspector_app.services.journal import Journal
from inspector_app.services.outcomes import Outcome, Touched
from inspector_app.services.ports.host import Progress
from inspector_app.services.reading import (
    question_key,
    read_all_evidence,
    read_evidence,
    read_inspection,
)
from inspector_app.services.rooms import OpenVault

MAX_BYTES: Final = 512 * 1024 * 1024
_PIECE: Final = 1024 * 1024


class EvidenceService:
    """Adds, reads and removes the evidence of inspections."""

    def __init__(self, vault: OpenVault, journal: Journal) -> None:
        self._vault = vault
        self._journal = journal

    def list(self, inspection: EntityId) -> tuple[Evidence, ...]:
        """An inspection's evidence, oldest first."""
        with self._vault.store.read() as log:
            found = read_all_evidence(log, self._vault.evidence, inspection)
            return told_apart(log, Directory(self._vault, log), found)

    def add(
        self,
        inspection: EntityId,
        path: str,
        question: str = "",
        caption: str = "",
        progress: Progress | None = None,
    ) -> Outcome[Evidence]:
        """Take a file in. The file itself stays where it is.

        Raises:
            FileAccessError, EvidenceError, DiskFullError, CancelledError: nothing was added.
        """
        files = self._vault.rooms.files
        total = files.size(path)
        name = path.replace("\\", "/").rsplit("/", 1)[-1]
        if total > MAX_BYTES:
            raise EvidenceError(name=name, what=said("lớn hơn {most} MB", most=MAX_BYTES // 2**20))
        with files.open(path) as source:
            pieces = iter(lambda: source.read(_PIECE), b"")
            watched = _watched(pieces, total, name, progress)
            return self._add(inspection, name, watched, question, caption)

    def add_bytes(
        self, inspection: EntityId, name: str, data: bytes, question: str = "", caption: str = ""
    ) -> Outcome[Evidence]:
        """Take in bytes that have no file, such as a pasted picture. Raises: as ``add``."""
        return self._add(inspection, name, iter((data,)), question, caption)

    def read(self, evidence: EntityId) -> bytes:
        """The plain bytes. Raises: NotFoundError, EvidenceError."""
        return b"".join(self._vault.evidence.open(self._one(evidence).sha256))

    def export(self, evidence: EntityId, out_path: str) -> Evidence:
        """Write the plain bytes to a file. Raises: as ``read``, and the file's errors."""
        one = self._one(evidence)
        with self._vault.rooms.files.create(out_path) as sink:
            for piece in self._vault.evidence.open(one.sha256):
                sink.write(piece)
        return one

    def describe(self, evidence: EntityId, caption: str) -> Outcome[Evidence]:
        """Write the caption. Raises: NotFoundError."""
        one = self._one(evidence)
        with self._journal.write() as pen:
            pen.set(evidence, "caption", caption)
        return Outcome(self._one(evidence), (self._touched(one),))

    def remove(self, evidence: EntityId) -> Outcome[bool]:
        """Remove it from the inspection; the bytes stay, for history refers to them."""
        one = self._one(evidence)
        with self._journal.write() as pen:
            done = pen.delete(evidence)
        return Outcome(done, (self._touched(one),))

    def restore(self, evidence: EntityId) -> Outcome[bool]:
        """Undo a removal."""
        one = self._one(evidence)
        with self._journal.write() as pen:
            done = pen.restore(evidence)
        return Outcome(done, (self._touched(one),))

    def _add(
        self,
        inspection: EntityId,
        name: str,
        pieces: Iterable[bytes],
        question: str,
        caption: str,
    ) -> Outcome[Evidence]:
        size, start = 0, b""
        with self._vault.evidence.stage() as writer:
            for piece in pieces:
                start = start or piece[:64]
                size += len(piece)
                writer.write(piece)
            if not size:
                raise EvidenceError(name=name, what="tệp rỗng")
            # durable before the transaction that names it
            sha256 = writer.publish()
        file: dict[str, Value] = {
            "media_type": media_type_of(name, start),
            "name": name,
            "original": sha256,
            "sha256": sha256,
            "size": size,
        }
        with self._journal.write() as pen:
            read_inspection(pen.log, inspection)
            key = question_key(pen.log, inspection, question)
            values: dict[str, Value] = {"question": key, "file": file, "caption": caption}
            ent = pen.create(EntityType.EVIDENCE, inspection, values)
        one = self._one(ent)
        return Outcome(one, (self._touched(one),))

    def _one(self, ent: EntityId) -> Evidence:
        with self._vault.store.read() as log:
            entity = log.entity(ent)
            if entity is not None and entity.type == EntityType.EVIDENCE and entity.parent:
                one = read_evidence(log, self._vault.evidence, ent, entity.parent)
                if one is not None:
                    return one
        raise NotFoundError(kind="minh chứng", name=ent.hex()[:8])

    def _touched(self, one: Evidence) -> Touched:
        return Touched(EntityType.EVIDENCE, one.id, one.inspection)


def _watched(
    pieces: Iterable[bytes], total: int, name: str, progress: Progress | None
) -> Iterator[bytes]:
    done = 0
    for piece in pieces:
        done += len(piece)
        if done > MAX_BYTES:
            raise EvidenceError(name=name, what=said("lớn hơn {most} MB", most=MAX_BYTES // 2**20))
        if progress is not None:
            progress(done, max(total, done), "Đang mã hóa minh chứng")
        yield piece
