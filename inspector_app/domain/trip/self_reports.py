"""What a unit fills in beforehand: which questions it is asked, and what its workbook brought back."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Final

from inspector_app.domain.errors import AnswerError
from inspector_app.domain.form.answers import Value, check_value, display_value, parse_value
from inspector_app.domain.form.definition import (
    CHOICES,
    UPLOADS,
    Form,
    Question,
    QuestionType,
    Repeat,
)
from inspector_app.domain.form.numbers import stored_decimal
from inspector_app.domain.form.problems import Problem
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.saying import said
from inspector_app.domain.scoring.criteria import criteria_of, reason_question
from inspector_app.domain.trip.values import Inspection, Trip

FORMAT_VERSION = 2
"""Of the workbook; a reader refuses another one."""
MAX_BYTES: Final = 8 * 1024 * 1024
"""Largest filled workbook; one is some 100 KiB."""
SPARE_ROWS: Final = 30
"""Rows that a table of the workbook has beyond those that are there."""


_NAMES: Final = (QuestionType.TEXT, QuestionType.SELECT_ONE)
_INVISIBLE: Final = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff"))


class Part(StrEnum):
    """What of a question a cell of the workbook holds."""

    VALUE = "value"
    """The value that the unit reports."""
    NAME = "name"
    """What the unit calls a row of a table (a field, a department), where no cell of its own says it."""
    REASON = "reason"
    """Why a criterion that the unit reports does not apply to it."""
    PERIOD = "period"
    """The time that a figure is about, where it is not the trip's."""
    SOURCE = "source"
    """Where a figure comes from."""
    POINTS = "points"
    """The points that the unit gives itself."""


@dataclass(frozen=True, slots=True)
class Target:
    """What one cell is for."""

    question: str
    row: EntityId | None = None
    part: Part = Part.VALUE


@dataclass(frozen=True, slots=True)
class ReportRow:
    """A row of a table in the workbook; a spare one is no row of the inspection yet."""

    id: EntityId
    is_spare: bool = False


@dataclass(frozen=True, slots=True)
class SelfReport:
    """Everything that a unit's workbook is made of.

    ``rows`` are those of each table that the workbook has, ``values`` what is recorded (or
    computed, of what a spreadsheet cannot compute), ``parts`` what the vault can keep of a question.
    ``named`` are the rows' names that the team has verified: shown, and no longer the unit's to write.
    ``book`` is drawn anew for every workbook; the spare rows follow from it.
    """

    trip: Trip
    inspection: Inspection
    form: Form
    made: date
    rows: Mapping[str, tuple[ReportRow, ...]]
    values: Mapping[Target, Value]
    parts: frozenset[Part] = frozenset((Part.VALUE, Part.NAME, Part.REASON))
    named: Mapping[Target, Value] = field(default_factory=dict)
    book: str = ""


@dataclass(frozen=True, slots=True)
class FilledCell:
    """A cell that a unit may have filled; ``text`` is empty when it did not.

    ``is_number``: the file holds a number, so that ``1.234`` is one and some thousandths;
    ``is_unreadable``: a formula without a value stands there, which says nothing; ``is_formula``:
    what stands there was computed in the workbook; ``base``: what the program had written into it.
    """

    target: Target
    sheet: str
    address: str
    row: int
    text: str = ""
    is_number: bool = False
    is_unreadable: bool = False
    is_formula: bool = False
    base: Value = None


@dataclass(frozen=True, slots=True)
class FilledReport:
    """What a workbook says of itself, its cells, and what could not be read of it."""

    version: int
    inspection: str
    """Hexadecimal, as the workbook says."""
    form: str
    """SHA-256 of its form."""
    unit: str
    made: str
    book: str
    cells: tuple[FilledCell, ...]
    problems: tuple[Problem, ...] = field(default=())


class Asked:
    """Which questions of a form its unit is asked, and what it writes into their cells."""

    def __init__(self, form: Form) -> None:
        self.form = form
        self._reasons = reasons_of_reported(form)
        self._criteria = {one.name: one.maximum for one in criteria_of(form)}

    def part(self, question: Question) -> Part | None:
        """What the unit writes into the cell of a question; None when it writes nothing."""
        if not question.is_answerable or question.type in UPLOADS:
            return None
        if question.is_reported:
            return Part.VALUE
        if question.name in self._reasons:
            return Part.REASON
        return Part.NAME if names_row(self.form, question) else None

    def has_table(self, repeat: Repeat) -> bool:
        """Whether the unit fills in a table: one that stands by itself and has a reported cell."""
        has_inner = any(one in self.form.repeats for one in repeat.items)
        cells = (self.form.questions[name] for name in repeat.questions)
        is_reported = any(self.part(one) is Part.VALUE for one in cells)
        return is_reported and not repeat.parent and not has_inner

    def shows(self, question: Question) -> bool:
        """Whether the workbook shows a question: it is asked, computed of what is, or names a row."""
        if question.repeat and not self.has_table(self.form.repeats[question.repeat]):
            return False
        is_computed = bool(question.calculate) and (question.is_reported or bool(question.repeat))
        return is_computed or self.part(question) is not None

    def maximum(self, question: Question) -> Decimal | None:
        """The points of a criterion; None for any other question."""
        return self._criteria.get(question.name)

    def targets(self, report: SelfReport) -> Iterator[Target]:
        """Everything that the unit may write, in the order of the form."""
        for question in self.form.questions.values():
            part = self.part(question)
            if part is not None and self.shows(question):
                if question.repeat:
                    for row in report.rows.get(question.repeat, ()):
                        if (target := Target(question.name, row.id, part)) not in report.named:
                            yield target
                    continue
                yield Target(question.name, None, part)
                for extra in (Part.PERIOD, Part.SOURCE):
                    if extra in report.parts and part is Part.VALUE and is_figure(question):
                        yield Target(question.name, None, extra)
            if Part.POINTS in report.parts and question.name in self._criteria:
                yield Target(question.name, None, Part.POINTS)


def reasons_of_reported(form: Form) -> frozenset[str]:
    """The questions for why a reported criterion does not apply: the unit gives its reason, too."""
    return frozenset(
        reason_question(form, question)
        for question in form.questions.values()
        if question.is_reported and not question.repeat
    ) - {""}


def has_reported_side(form: Form, question: Question) -> bool:
    """Whether the unit has a value of its own: a figure, a row's name, or why that does not apply."""
    return (
        question.is_reported
        or names_row(form, question)
        or question.name in reasons_of_reported(form)
    )


def names_row(form: Form, question: Question) -> bool:
    """Whether a cell tells a row of a table from the others.

    A text or choice before the first reported cell; what stands behind is the team's judgment.
    """
    repeat = form.repeats.get(question.repeat)
    if repeat is None or not question.is_answerable or question.type not in _NAMES:
        return False
    cells = [form.questions[name] for name in repeat.questions]
    first = next((at for at, one in enumerate(cells) if one.is_reported), 0)
    return any(one.name == question.name for one in cells[:first])


def spare_rows(book: str, inspection: EntityId, table: str) -> tuple[EntityId, ...]:
    """The identities of the rows that a workbook offers beyond those that are there, and no others."""
    head = "\0".join(("inspector spare row", book, inspection.hex(), table))
    return tuple(
        EntityId(hashlib.sha256(f"{head}\0{number}".encode()).digest()[:16])
        for number in range(SPARE_ROWS)
    )


def is_figure(question: Question) -> bool:
    """Whether a question's answer is a number that has a period and a source."""
    return question.type in (QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE)


def labels_of(question: Question, language: str = "vi") -> dict[str, str]:
    """Name to label of every choice; labels are told apart where two are the same."""
    labels: dict[str, str] = {}
    for choice in question.choices:
        label = " ".join(choice.label.in_(language).split()) or choice.name
        if label.casefold() in {one.casefold() for one in labels.values()}:
            label = f"{label} ({choice.name})"
        labels[choice.name] = label
    return labels


def base_text(value: Value) -> str:
    """What the map keeps of a value that a cell was filled with beforehand."""
    return "" if value is None else json.dumps(value, ensure_ascii=False)


def base_value(text: str) -> Value:
    """The value of ``base_text``. Raises: ValueError."""
    if not text:
        return None
    try:
        value = json.loads(text)
    except RecursionError as error:
        raise ValueError(str(error)) from error
    names = value if isinstance(value, list) else [value]
    is_number = isinstance(value, int) and not isinstance(value, bool)
    if is_number or (names and all(isinstance(one, str) for one in names)):
        return value  # type: ignore[no-any-return]
    raise ValueError(text[:40])


def plain(text: str) -> str:
    """A cell's text as it is read: composed, no characters that nobody sees, plain blanks."""
    composed = unicodedata.normalize("NFC", text)
    return composed.translate(_INVISIBLE).replace("\xa0", " ").strip()


def cell_text(question: Question, value: Value) -> str:
    """A recorded value as it stands in a cell that holds a text."""
    if value is None:
        return ""
    if question.type in (QuestionType.DATE, QuestionType.DATETIME, QuestionType.ACKNOWLEDGE):
        return display_value(question, value, "vi")
    if question.type not in CHOICES:
        return str(value)
    labels = labels_of(question)
    names = value if isinstance(value, list) else [str(value)]
    mark = " > " if question.type is QuestionType.RANK else "; "
    found = [labels.get(name, name) for name in names]
    is_clear = len(names) == 1 or not any(set(";|>") & set(label) for label in found)
    return mark.join(found if is_clear else names)


def read_value(question: Question, cell: FilledCell) -> Value:
    """What a filled cell says, as the value to store; None for an empty one.

    Raises:
        AnswerError: the question cannot hold it.
    """
    if not cell.text.strip():
        return None
    if cell.is_number and is_figure(question):
        return _number(question, cell.text)
    if question.type in (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE):
        wanted = " ".join(cell.text.split()).casefold()
        for name, label in labels_of(question).items():
            if label.casefold() == wanted:
                return check_value(
                    question, [name] if question.type is QuestionType.SELECT_MULTIPLE else name
                )
    return parse_value(question, cell.text)


def _number(question: Question, text: str) -> Value:
    """A number as the file holds it: a double, of which 15 digits count."""
    canonical = stored_decimal(float(text))
    if canonical is None:
        raise AnswerError(question=question.name, what=said("«{text}» không phải số", text=text))
    if not question.is_whole:
        return check_value(question, canonical)
    if "." in canonical:
        what = said("«{text}» không phải số nguyên", text=text.replace(".", ","))
        raise AnswerError(question=question.name, what=what)
    return check_value(question, int(canonical))
