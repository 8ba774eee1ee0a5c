"""Files as answers: taken in as evidence, and named in the answer; on the vault thread, in one go.

The original file is what is kept (rules of evidence), whatever size the form would like a picture
to have.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inspector_app.domain.errors import EvidenceError, InspectorError
from inspector_app.domain.form.definition import QuestionType
from inspector_app.domain.form.instance.engine import Node
from inspector_app.domain.log.change import Value
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.answer_files import answer_naming, endings_of, refusal
from inspector_app.domain.trip.media import media_type_of
from inspector_app.domain.trip.values import Evidence, Side
from inspector_app.gui.inspection.slots import AnswerSlot
from inspector_app.host.i18n import _
from inspector_app.services.outcomes import Outcome, Touched
from inspector_app.services.views import InspectionView
from inspector_app.services.workshop import Services

_HEAD: Final = 64


@dataclass(frozen=True, slots=True)
class Attached:
    """What attaching did: the evidence that was made, the answer before and after."""

    evidence: EntityId
    before: Value
    after: Value


def answer_of(evidence: Evidence) -> str:
    """The answer that names a piece of evidence."""
    return answer_naming(evidence.name, evidence.sha256)


def evidence_of(view: InspectionView, value: Value) -> Evidence | None:
    """The evidence that an answer names, if the inspection (still) holds it."""
    sha256 = str(value or "").partition(".")[0]
    return next((one for one in reversed(view.evidence) if one.sha256 == sha256), None)


def attach_file(
    services: Services, view: InspectionView, node: Node, side: Side, path: str
) -> Outcome[Attached]:
    """Take a file in as the answer of a question.

    Raises:
        EvidenceError: it is not of the question's kind; nothing was added.
        FileAccessError, DiskFullError, AnswerError: nothing was added.
    """
    name = Path(path).name
    try:
        with Path(path).open("rb") as source:
            head = source.read(_HEAD)
    except OSError:
        head = b""  # the service says what is wrong with the file
    _check_kind(view, node, name, head)
    made = services.evidence.add(view.inspection.id, path, node[0])
    return _answer(services, view, node, side, made.value)


def attach_bytes(
    services: Services, view: InspectionView, node: Node, side: Side, name: str, data: bytes
) -> Outcome[Attached]:
    """Take bytes in as the answer: a pasted picture, a signature. Raises: as ``attach_file``."""
    _check_kind(view, node, name, data[:_HEAD])
    made = services.evidence.add_bytes(view.inspection.id, name, data, node[0])
    return _answer(services, view, node, side, made.value)


def take_off(
    services: Services, view: InspectionView, node: Node, side: Side, done: Attached
) -> Outcome[Attached]:
    """Undo: the former answer, without the file."""
    slot = AnswerSlot(node, side)
    slot.restore(services, view, done.before)
    services.evidence.remove(done.evidence)
    return _outcome(view, done)


def put_on(
    services: Services, view: InspectionView, node: Node, side: Side, done: Attached
) -> Outcome[Attached]:
    """Redo: the file and the answer that names it."""
    services.evidence.restore(done.evidence)
    AnswerSlot(node, side).restore(services, view, done.after)
    return _outcome(view, done)


def patterns(kind: QuestionType) -> str:
    """The filter of the file dialog for a type of question."""
    names = {
        QuestionType.IMAGE: _("Ảnh"),
        QuestionType.AUDIO: _("Âm thanh"),
        QuestionType.VIDEO: _("Video"),
    }
    every = _("Mọi tệp (*)")
    if kind not in names:
        return every
    endings = " ".join(f"*.{ending}" for ending in endings_of(kind))
    return f"{names[kind]} ({endings})"


def _check_kind(view: InspectionView, node: Node, name: str, head: bytes) -> None:
    kind = view.form.questions[node[0]].type
    what = refusal(kind, name, media_type_of(name, head)) if head else None
    if what is not None:
        raise EvidenceError(name=name, what=what)


def _answer(
    services: Services, view: InspectionView, node: Node, side: Side, evidence: Evidence
) -> Outcome[Attached]:
    slot = AnswerSlot(node, side)
    before, after = slot.value(view), answer_of(evidence)
    try:
        slot.restore(services, view, after)
    except InspectorError:
        services.evidence.remove(evidence.id)
        raise
    return _outcome(view, Attached(evidence.id, before, after))


def _outcome(view: InspectionView, done: Attached) -> Outcome[Attached]:
    inspection = view.inspection.id
    touched = (
        Touched("inspection", inspection, inspection),
        Touched("evidence", done.evidence, inspection),
    )
    return Outcome(done, touched)
