"""The tables of the sample trip: what every unit answered, in files that a spreadsheet opens.

``departments.csv``, ``districts.csv``, ``communes.csv``: a line per question, a column per unit. Every
other table of answers is a repeat of the checklists by its name (``t1.csv``): a line per row of a
unit, a column per question, the second line holds the questions' labels for people. A cell is what
a person would type: ``12``; ``14 → 12`` where the unit reported 14 and the team found 12;
``Không áp dụng: lý do`` where a criterion does not apply. ``notes.csv`` says why figures differ,
``sources.csv`` where the figures of all units are from and what period they cover.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from inspector_app.cli.answer_files import MOST_BYTES, Entry, table_lines
from inspector_app.domain.errors import AnswerError, InputValueError
from inspector_app.domain.form.answers import parse_value
from inspector_app.domain.form.definition import Form, Question
from inspector_app.domain.trip.values import Side
from inspector_app.host.files import HostFiles
from inspector_app.host.i18n import _
from inspector_app.host.wording import error_texts

BY_KIND: Final = ("departments", "districts", "communes")
NOTES: Final = "notes"
SOURCES: Final = "sources"
ARROW: Final = "→"
NOT_APPLICABLE: Final = "na"
_QUESTION, _UNIT, _ROW, _NOTE = "Câu", "Đơn vị", "Dòng", "Ghi chú"
_SOURCE, _PERIOD = "Nguồn", "Kỳ số liệu"


@dataclass(frozen=True, slots=True)
class Cell:
    """What a table says about one question of one unit.

    ``row`` is a number from 1, or empty; ``side`` None: what was answered, on both sides.
    """

    question: str
    row: str
    text: str
    place: str
    """The file and line, for errors."""
    side: Side | None = None
    table: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table by the headings of its columns."""

    cells: Mapping[str, str]
    place: str

    def __getitem__(self, heading: str) -> str:
        return self.cells.get(heading, "")


def read_lines(path: Path, headings: Iterable[str] = ()) -> list[Line]:
    """The lines of a table. Raises: FileAccessError, InputValueError (with the line)."""
    data = HostFiles().read(str(path), limit=MOST_BYTES)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputValueError(field=path.name, what=_("không phải văn bản UTF-8")) from error
    lines = table_lines(text, path.name)
    first = [cell.strip() for cell in lines[0][1]]
    missing = [one for one in headings if one not in first]
    if missing:
        raise InputValueError(
            field=path.name, what=_("thiếu cột {columns}").format(columns=", ".join(missing))
        )
    found = []
    for number, cells in lines[1:]:
        place = _("{file}, dòng {line}").format(file=path.name, line=number)
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(first):
            what = _("có {found} ô, cần {wanted}").format(found=len(cells), wanted=len(first))
            raise InputValueError(field=place, what=what)
        found.append(Line(dict(zip(first, (cell.strip() for cell in cells), strict=True)), place))
    return found


def read_cells(folder: Path) -> dict[str, list[Cell]]:
    """What the tables of a folder say, by the name of the unit. Raises: as ``read_lines``."""
    found: dict[str, list[Cell]] = {}
    for name in BY_KIND:
        for line in read_lines(folder / f"{name}.csv", (_QUESTION,)):
            question, *units = line.cells
            for unit in units[1:]:  # the second column holds the labels, for people
                _keep(found, unit, Cell(line[question], "", line[unit], line.place))
    for path in sorted(folder.glob("*.csv")):
        if path.stem not in (*BY_KIND, NOTES, SOURCES):
            _read_rows(path, found)
    for line in read_lines(folder / f"{NOTES}.csv", (_UNIT, _QUESTION, _ROW, _NOTE)):
        cell = Cell(line[_QUESTION], line[_ROW], line[_NOTE], line.place, Side.NOTE)
        _keep(found, line[_UNIT], cell)
    for line in read_lines(folder / f"{SOURCES}.csv", (_QUESTION, _SOURCE, _PERIOD)):
        for unit in found:
            _read_source(line, unit, found)
    return found


def _read_source(line: Line, unit: str, found: dict[str, list[Cell]]) -> None:
    """Where a figure of a unit is from, if the unit has it."""
    name = line[_QUESTION]
    if any(name in (cell.question, cell.table) for cell in found[unit]):
        for heading, side in ((_SOURCE, Side.SOURCE), (_PERIOD, Side.PERIOD)):
            _keep(found, unit, Cell(name, "", line[heading], line.place, side))


def _read_rows(path: Path, found: dict[str, list[Cell]]) -> None:
    for line in read_lines(path, (_UNIT, _ROW)):
        if not line[_UNIT]:
            continue  # the labels, for people
        for question, text in line.cells.items():
            if question not in (_UNIT, _ROW):
                cell = Cell(question, line[_ROW], text, line.place, table=path.stem)
                _keep(found, line[_UNIT], cell)


def _keep(found: dict[str, list[Cell]], unit: str, cell: Cell) -> None:
    cells = found.setdefault(unit, [])
    if cell.text:
        cells.append(cell)


def entries(cells: Sequence[Cell], form: Form) -> Iterator[Entry]:
    """The answers of one unit, as its checklist takes them.

    Raises:
        InputValueError: with the line; the checklist has no such question, or it cannot hold the
            text.
    """
    for cell in cells:
        question = form.questions.get(cell.question)
        if cell.side is not None and (question or cell.question in form.repeats):
            yield Entry(cell.question, cell.row, cell.side, cell.text)
            continue
        if question is None:
            what = _("phiếu {form} không có câu «{question}»").format(
                form=form.form_id, question=cell.question
            )
            raise InputValueError(field=cell.place, what=what)
        for entry in _of_cell(cell, question):
            try:
                parse_value(form.questions[entry.question], entry.text)
            except AnswerError as error:
                raise InputValueError(field=cell.place, what=error_texts(error)[0]) from error
            yield entry


def _of_cell(cell: Cell, question: Question) -> Iterator[Entry]:
    name, row = cell.question, cell.row
    reported, arrow, verified = cell.text.partition(ARROW)
    if not arrow:
        verified = reported
    verified, _colon, reason = _split_reason(verified.strip(), question)
    if question.is_reported:
        text = reported.strip() if arrow else verified
        yield Entry(name, row, Side.REPORTED, text)
    yield Entry(name, row, Side.VERIFIED, verified)
    if reason:
        yield Entry(question.insp["na"], row, Side.VERIFIED, reason)


def _split_reason(text: str, question: Question) -> tuple[str, str, str]:
    """``Không áp dụng: lý do`` in its two answers."""
    head, colon, reason = text.partition(":")
    words = {NOT_APPLICABLE}
    for choice in question.choices:
        if choice.name == NOT_APPLICABLE:
            words |= {label.casefold() for label in choice.label.by_language.values()}
    if colon and question.insp.get("na") and head.strip().casefold() in words:
        return head.strip(), colon, reason.strip()
    return text, "", ""
