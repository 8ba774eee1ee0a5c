"""Files as answers on the command line: a path, or evidence that is there, by name or digest."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from inspector_app.cli.answer_files import Entry
from inspector_app.domain.errors import AmbiguousNameError, AnswerError, EvidenceError
from inspector_app.domain.form.definition import UPLOADS, Form, Question
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.saying import said
from inspector_app.domain.trip.answer_files import answer_naming, refusal
from inspector_app.domain.trip.media import media_type_of
from inspector_app.domain.trip.values import Evidence, Inspection
from inspector_app.host.files import HostFiles
from inspector_app.services.ports.host import Progress
from inspector_app.services.views import InspectionView

if TYPE_CHECKING:
    from inspector_app.services.workshop import Services

_HEAD: Final = 64
_PIECE: Final = 1024 * 1024
_SHORTEST: Final = 8  # digits of a digest that are enough to name a file


@dataclass(frozen=True, slots=True)
class Named:
    """Entries whose files are found; ``paths`` are those to attach, by their place in ``entries``."""

    entries: list[Entry]
    paths: dict[int, str]


def is_upload(form: Form, entry: Entry) -> bool:
    """Whether an entry answers a question with a file."""
    question = form.questions.get(entry.question)
    is_file = question is not None and question.type in UPLOADS
    return is_file and not entry.side.is_text and bool(entry.text)


def name_files(
    services: Services, inspection: Inspection, form: Form, entries: Sequence[Entry], base: str = ""
) -> Named:
    """Find what each answer with a file means, before anything is written.

    Args:
        services: of the open vault.
        inspection: whose evidence may be named.
        form: of the inspection.
        entries: what was typed.
        base: folder that relative paths start from; where the program runs when empty.

    Raises:
        AnswerError: neither a file nor evidence is called so.
        AmbiguousNameError: several pieces of evidence are.
        EvidenceError: the file is not of the question's kind.
        FileAccessError: it cannot be read.
    """
    named, paths = list(entries), {}
    known: tuple[Evidence, ...] | None = None
    for place, entry in enumerate(entries):
        if not is_upload(form, entry):
            continue
        if known is None:
            known = services.evidence.list(inspection.id)
        question = form.questions[entry.question]
        path = Path(base, entry.text)
        if _is_file(path):
            digest = _checked(question, path)
            same = [one for one in known if (one.sha256, one.question) == (digest, question.name)]
            if not same:
                paths[place] = str(path)
            named[place] = replace(entry, text=answer_naming(path.name, digest))
        else:
            one = _evidence(question, entry.text, known)
            named[place] = replace(entry, text=answer_naming(one.name, one.sha256))
    return Named(named, paths)


def attach(
    services: Services, inspection: Inspection, named: Named, progress: Progress | None = None
) -> list[EntityId]:
    """Take the files in as evidence of their questions; returns what was made."""
    return [
        services.evidence.add(
            inspection.id, path, named.entries[place].question, progress=progress
        ).value.id
        for place, path in named.paths.items()
    ]


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def _checked(question: Question, path: Path) -> str:
    """The digest of a file that the question takes."""
    with HostFiles().open(str(path)) as source:
        head = source.read(_HEAD)
        digest = hashlib.sha256(head)
        while piece := source.read(_PIECE):
            digest.update(piece)
    what = refusal(question.type, path.name, media_type_of(path.name, head))
    if what is not None:
        raise EvidenceError(name=path.name, what=what)
    return digest.hexdigest()


def _evidence(question: Question, text: str, known: Sequence[Evidence]) -> Evidence:
    wanted = text.strip().lower().partition(".")[0]
    is_digest = len(wanted) >= _SHORTEST and not set(wanted) - set("0123456789abcdef")
    found = [one for one in known if one.name == text.strip()]
    if not found and is_digest:
        found = [one for one in known if one.sha256.startswith(wanted)]
    if len({one.sha256 for one in found}) > 1:
        names = ", ".join(f"{one.name} ({one.sha256[:_SHORTEST]})" for one in found)
        raise AmbiguousNameError(kind="minh chứng", name=text, matches=names)
    if found:
        return found[-1]
    what = said(
        "không có tệp «{name}», và đơn vị này không có minh chứng nào tên như vậy hay có mã SHA-256"
        " bắt đầu như vậy",
        name=text,
    )
    raise AnswerError(question=question.name, what=what)


def hint(view: InspectionView, evidence: Sequence[Evidence]) -> str:
    """The words after ``answer ĐƠN_VỊ`` that make evidence the answer of its question; or empty."""
    for one in evidence:
        question = view.form.questions.get(one.question)
        if question is None or question.type not in UPLOADS:
            continue
        now = view.question((question.name, None))
        if now is None or not str(now.verified.value or "").startswith(one.sha256):
            words = f"{question.name} {one.sha256[:_SHORTEST]}"
            return f"{words} --row 1" if question.repeat else words
    return ""
