"""The units of the sample trip: what is recorded at each, put together from its tables."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeVar

from inspector_app.cli.answer_files import Entry
from inspector_app.cli.naming import SEVERITIES
from inspector_app.cli.sample_tables import Cell, Line, entries, read_cells, read_lines
from inspector_app.domain.errors import InputValueError
from inspector_app.domain.form.definition import Form
from inspector_app.domain.trip.values import Severity
from inspector_app.host import resources
from inspector_app.host.i18n import _

T = TypeVar("T")

WORKBOOK: Final = ("trips", "sample-trip-2019.xlsx")
TABLES: Final = ("trips", "sample-2019")
ANSWERS: Final = "answers"
VISITS: Final = "visits"
_UNIT, _QUESTION = "Đơn vị", "Câu"
_SESSION: Final = {
    "Bắt đầu": "started",
    "Kết thúc": "ended",
    "Địa điểm": "place",
    "Ý kiến của đơn vị": "unit_opinion",
}
_CONCLUSION = "Kết luận của trưởng đoàn"
_SIDE, _NAME, _POST = "Bên", "Họ và tên", "Chức vụ"
_SIDES: Final = {"đoàn": True, "đơn vị": False}
_FINDING: Final = ("Mức độ", "Nội dung", "Căn cứ", "Nguyên nhân")
_REQUIREMENT: Final = ("Yêu cầu", "Trách nhiệm", "Thời hạn", "Minh chứng khắc phục")
_FILE: Final = ("Tên tệp", "Chú thích", "Số tờ trong ảnh", "Nội dung tệp")


@dataclass(frozen=True, slots=True)
class SampleRequirement:
    """What the unit must do about a finding."""

    text: str
    responsible: str
    due: str


@dataclass(frozen=True, slots=True)
class SampleFinding:
    """A finding, and perhaps its requirement."""

    question: str
    severity: Severity
    text: str
    basis: str
    cause: str
    requirement: SampleRequirement | None


@dataclass(frozen=True, slots=True)
class SampleEvidence:
    """A file made on the fly: a picture with so many sheets of paper on it, or a text."""

    question: str
    name: str
    caption: str
    sheets: int
    text: str


@dataclass(frozen=True, slots=True)
class SampleUnit:
    """One unit with everything that is recorded there."""

    name: str
    cells: tuple[Cell, ...]
    session: Mapping[str, str]
    conclusion: str
    attendees: tuple[tuple[bool, str, str], ...]
    """(of the team, name, post)"""
    findings: tuple[SampleFinding, ...]
    evidence: tuple[SampleEvidence, ...]

    @property
    def represented_by(self) -> str:
        """Who signs for the unit: the first of its people."""
        return next((name for of_team, name, _post in self.attendees if not of_team), "")

    def entries(self, form: Form, sections: Collection[str] = ()) -> list[Entry]:
        """The answers in sections of the unit's checklist; all without sections.

        Raises: InputValueError, with the file and line.
        """
        return [
            one
            for one in entries(self.cells, form)
            if not sections or section_of(form, one.question) in sections
        ]


def section_of(form: Form, name: str) -> str:
    """The section of a question or table."""
    found = form.questions.get(name) or form.repeats[name]
    return found.section


def workbook() -> str:
    """The workbook of the sample trip. Raises: PlatformError when it is missing."""
    return str(resources.resource(*WORKBOOK))


def read_units(folder: Path | None = None) -> dict[str, SampleUnit]:
    """Every unit by name, in the order of the sessions.

    Args: ``folder``: with the tables; by default those that the program ships.

    Raises: FileAccessError, PlatformError, InputValueError (with the file and line).
    """
    folder = folder or resources.resource(*TABLES)
    visits = folder / VISITS
    cells = read_cells(folder / ANSWERS)
    attendees = _by_unit(visits / "attendees.csv", (_SIDE, _NAME, _POST))
    findings = _by_unit(visits / "findings.csv", (_QUESTION, *_FINDING, *_REQUIREMENT))
    evidence = _by_unit(visits / "evidence.csv", (_QUESTION, *_FILE))
    sessions = read_lines(visits / "sessions.csv", (_UNIT, *_SESSION, _CONCLUSION))
    units = {
        line[_UNIT]: SampleUnit(
            name=line[_UNIT],
            cells=tuple(cells.get(line[_UNIT], ())),
            session={field: line[heading] for heading, field in _SESSION.items()},
            conclusion=line[_CONCLUSION],
            attendees=tuple(map(_attendee, attendees.get(line[_UNIT], ()))),
            findings=tuple(map(_finding, findings.get(line[_UNIT], ()))),
            evidence=tuple(map(_evidence, evidence.get(line[_UNIT], ()))),
        )
        for line in sessions
    }
    for name in (*cells, *attendees, *findings, *evidence):
        if name not in units:
            what = _("đơn vị này không có ở sessions.csv")
            raise InputValueError(field=name, what=what)
    return units


def _by_unit(path: Path, headings: Iterable[str]) -> dict[str, list[Line]]:
    found: dict[str, list[Line]] = {}
    for line in read_lines(path, (_UNIT, *headings)):
        found.setdefault(line[_UNIT], []).append(line)
    return found


def _attendee(line: Line) -> tuple[bool, str, str]:
    return _word(line, _SIDE, _SIDES), line[_NAME], line[_POST]


def _finding(line: Line) -> SampleFinding:
    text, basis, cause = (line[heading] for heading in _FINDING[1:])
    severities = {word.casefold(): one for one, word in SEVERITIES.items()}
    return SampleFinding(
        question=line[_QUESTION],
        severity=_word(line, _FINDING[0], severities),
        text=text,
        basis=basis,
        cause=cause,
        requirement=_requirement([line[heading] for heading in _REQUIREMENT]),
    )


def _requirement(cells: Sequence[str]) -> SampleRequirement | None:
    text, responsible, due, evidence = cells
    if not text:
        return None
    if evidence:
        text += " Minh chứng gửi kèm: " + evidence[:1].lower() + evidence[1:] + "."
    return SampleRequirement(text, responsible, due)


def _evidence(line: Line) -> SampleEvidence:
    name, caption, sheets, text = (line[heading] for heading in _FILE)
    if sheets and not sheets.isdecimal():
        what = _("«{text}» không phải số nguyên").format(text=sheets)
        raise InputValueError(field=line.place, what=what)
    return SampleEvidence(line[_QUESTION], name, caption, int(sheets or 0), text)


def _word(line: Line, heading: str, words: Mapping[str, T]) -> T:
    """One of the words that a column takes. Raises: InputValueError."""
    found = words.get(line[heading].casefold())
    if found is None:
        what = _("cột «{column}» phải là một trong: {words}").format(
            column=heading, words=", ".join(words)
        )
        raise InputValueError(field=line.place, what=what)
    return found
