"""The tables of the minutes: criteria, figures, tables of the form, requirements."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from inspector_app.domain.form.rates import Rate
from inspector_app.domain.report.blocks import (
    Align,
    Block,
    Column,
    HeadCell,
    Heading,
    Paragraph,
    ParagraphKind,
    Row,
    RowKind,
    Run,
    Table,
)
from inspector_app.domain.report.facts import (
    CriterionFacts,
    FigureFacts,
    RequirementFacts,
    SectionFacts,
    TableFacts,
)
from inspector_app.domain.report.phrases import MinutesPhrases
from inspector_app.domain.report.wording import (
    NBSP,
    clause,
    fold_name,
    paragraphs,
    sentence,
    short_date,
)

_NARROW: Final = 48  # characters that a column of a fifth of the table still takes well
LANGUAGE: Final = "vi"  # official documents are Vietnamese only
_WIDEST: Final = 12  # columns that a page takes


def figure_text(figure: FigureFacts, words: MinutesPhrases) -> str:
    """Write a rate with its base: "Tỷ lệ hồ sơ giải quyết đúng hạn: 1.163/1.168 hồ sơ, đạt 99,57 %"."""
    label = clause(figure.label).rstrip(":")
    text = f"{label}: {_base_text(figure, figure.rate, words)}"
    if figure.lack:
        text += f", {figure.lack}"
    reported = figure.reported
    if reported is None or not reported.is_answered or reported == figure.rate:
        return text
    what = _base_text(figure, reported, words)
    if figure.reported_lack:
        what += f", {figure.reported_lack}"
    return text + words.figure_reported.format(what=what)


def _base_text(figure: FigureFacts, rate: Rate, words: MinutesPhrases) -> str:
    if rate.has_no_base:
        return words.figure_base_empty.format(noun=figure.noun)
    base = rate.base_text(LANGUAGE).replace(" / ", "/")
    noun = f"{NBSP}{figure.noun}" if figure.noun else ""
    return f"{base}{noun}, {figure.verb}{NBSP}{rate.percent_text(LANGUAGE)}"


def _cell(text: str | None, words: MinutesPhrases, *, bold: bool = False) -> tuple[Run, ...]:
    shown = (text or "").strip()
    return (Run(shown, bold=bold) if shown else Run(words.blank),)


def _criterion_rows(criterion: CriterionFacts, words: MinutesPhrases) -> Iterator[Row]:
    """The row of a criterion; texts too long for a narrow column follow across the table."""
    differs = (
        bool((criterion.reported or "").strip())
        and bool((criterion.verified or "").strip())
        and fold_name(criterion.reported or "") != fold_name(criterion.verified or "")
    )
    long: list[Row] = []

    def fitted(text: str | None, head: str) -> str | None:
        if text is None or len(text) <= _NARROW:
            return text
        label = words.remark.format(code=criterion.code, head=head)
        long.append(Row(((Run(label, italic=True), Run(text.strip())),), RowKind.REMARK))
        return words.see_below

    reported = fitted(criterion.reported, words.head_reported)
    verified = fitted(criterion.verified, words.head_verified)
    note = fitted(criterion.note, words.head_note) or ""
    yield Row(
        (
            (Run(criterion.code),),
            (Run(criterion.question),),
            _cell(reported, words),
            _cell(verified, words, bold=differs),
            (Run(note.strip()),),
        )
    )
    yield from long


def criteria_table(criteria: tuple[CriterionFacts, ...], words: MinutesPhrases) -> Table:
    """Criteria with both sides; a verified value that differs from the reported one is bold.

    The column of notes is left out where no criterion has one.
    """
    has_notes = any(one.note.strip() for one in criteria)
    widths = (12.0, 66.0, 28.0, 28.0, 29.0) if has_notes else (12.0, 87.0, 32.0, 32.0)
    aligns = (Align.CENTRE, Align.LEFT, Align.CENTRE, Align.CENTRE, Align.LEFT)
    heads = (
        words.head_number,
        words.head_question,
        words.head_reported,
        words.head_verified,
        words.head_note,
    )
    count = len(widths)
    rows = (row for one in criteria for row in _criterion_rows(one, words))
    return Table(
        columns=tuple(Column(width, align) for width, align in zip(widths, aligns, strict=False)),
        head=(tuple(HeadCell(head) for head in heads[:count]),),
        rows=tuple(
            replace(row, cells=row.cells[:count]) if row.kind is RowKind.PLAIN else row
            for row in rows
        ),
    )


def table_parts(table: TableFacts, words: MinutesPhrases) -> tuple[TableFacts, ...]:
    """A table too wide for the page as several, each with the first column; none without columns."""
    count = len(table.columns)
    if count <= _WIDEST or table.groups:
        return (table,) if count else ()
    number = -(-(count - 1) // (_WIDEST - 1))
    width = -(-(count - 1) // number)
    return tuple(
        replace(
            table,
            title=words.part_of.format(title=table.title, part=index + 1, count=number),
            columns=_part(table.columns, index, width),
            rows=tuple(_part(row, index, width) for row in table.rows),
            total=_part(table.total, index, width),
            differing=frozenset(
                (r, c - index * width if c else 0)
                for r, c in table.differing
                if not c or index * width < c <= (index + 1) * width
            ),
            note=table.note if index == number - 1 else "",
        )
        for index in range(number)
    )


def _part(cells: tuple[str, ...], index: int, width: int) -> tuple[str, ...]:
    return (*cells[:1], *cells[1 + index * width : 1 + (index + 1) * width])


def _align(table: TableFacts, place: int) -> Align:
    """Figures stand at the right, a column with any text at the left."""
    cells = (row[place] for row in table.rows if row[place])
    is_figures = table.numeric and all(
        cell.lstrip("-–")[:1].isdigit() or cell == "–" for cell in cells
    )
    return Align.RIGHT if is_figures else Align.LEFT


def form_table(table: TableFacts) -> Table:
    """A table of the form; grouped heads take two rows."""
    count = len(table.columns)
    many = count > 6
    first = 34.0 if many else 50.0
    rest = (163.0 - first) / max(count - 1, 1)
    columns = (Column(first), *(Column(rest, _align(table, place)) for place in range(1, count)))
    head: tuple[tuple[HeadCell, ...], ...]
    if table.groups:
        top = tuple(HeadCell(title, columns=span) for title, span in table.groups)
        head = (
            (HeadCell(table.columns[0], rows=2), *top),
            tuple(HeadCell(name) for name in table.columns[1:]),
        )
    else:
        head = (tuple(HeadCell(name) for name in table.columns),)
    rows = [
        Row(tuple((Run(text, bold=(r, c) in table.differing),) for c, text in enumerate(row)))
        for r, row in enumerate(table.rows)
    ]
    if table.total:
        rows.append(Row(tuple((Run(text, bold=True),) for text in table.total), RowKind.TOTAL))
    return Table(columns=columns, head=head, rows=tuple(rows), compact=many)


def section_blocks(index: int, section: SectionFacts, words: MinutesPhrases) -> Iterator[Block]:
    """One section of part II: heading, figures, criteria, its tables, remark."""
    title = clause(section.title)
    numbered = title.partition(". ")[0].isdecimal()  # the form numbers its sections itself
    yield Heading(title if numbered else f"{index}. {title}", level=2)
    if not (section.criteria or section.figures or section.tables or section.remark.strip()):
        yield Paragraph((Run(words.section_empty),))
        return
    for figure in section.figures:
        yield Paragraph((Run(f"- {figure_text(figure, words)}."),))
    if section.criteria:
        yield criteria_table(section.criteria, words)
    for table in (part for full in section.tables for part in table_parts(full, words)):
        yield Paragraph((Run(table.title, bold=True),), ParagraphKind.CAPTION, keep_with_next=True)
        yield form_table(table)
        if table.note.strip():
            yield Paragraph((Run(sentence(table.note), italic=True),), ParagraphKind.NOTE)
    for line in paragraphs(section.remark):
        yield Paragraph((Run(sentence(line)),))


def due_text(due: date | str | None) -> str:
    """A deadline as printed: "Trước ngày 15/10/2019", the given text, or nothing."""
    if isinstance(due, date):
        return f"Trước ngày {short_date(due)}"
    return (due or "").strip()


def requirement_table(requirements: tuple[RequirementFacts, ...], words: MinutesPhrases) -> Table:
    """What is to be done, who answers for it, by when."""
    return Table(
        columns=(Column(11, Align.CENTRE), Column(82), Column(40), Column(30, Align.CENTRE)),
        head=(
            (
                HeadCell(words.head_order),
                HeadCell(words.head_task),
                HeadCell(words.head_duty),
                HeadCell(words.head_due),
            ),
        ),
        rows=tuple(
            Row(
                (
                    (Run(str(index)),),
                    (Run(sentence(requirement.task)),),
                    _cell(clause(requirement.duty), words),
                    _cell(due_text(requirement.due), words),
                )
            )
            for index, requirement in enumerate(requirements, start=1)
        ),
    )
