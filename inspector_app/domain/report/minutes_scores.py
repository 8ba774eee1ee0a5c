"""The table of points, an annex of the minutes where the trip asks for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

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
from inspector_app.domain.report.wording import (
    NBSP,
    clause,
    decimal_text,
    list_lines,
    sentence,
    whole,
)


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One section, or the whole: points of the applicable maximum; ``index`` is unrounded.

    None is not known yet: criteria are pending, or none applies.
    """

    title: str
    points: Decimal
    applicable: Decimal
    index: Decimal | None


@dataclass(frozen=True, slots=True)
class ExcludedCriterion:
    """A criterion that does not apply, and why."""

    code: str
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class ScoreFacts:
    """What the table of points says.

    Args:
        sections: those with criteria that the form lets into documents.
        total: of these.
        band: of the index; may be empty.
        pending: how many criteria have no points yet.
        excluded: the criteria that do not apply.
        unprinted: how many criteria the form keeps out of documents; they are in no sum here.
    """

    sections: tuple[ScoreRow, ...]
    total: ScoreRow
    band: str = ""
    pending: int = 0
    excluded: tuple[ExcludedCriterion, ...] = ()
    unprinted: int = 0


@dataclass(frozen=True, slots=True)
class ScorePhrases:
    """Words of the table of points."""

    annex: str = "PHỤ LỤC: BẢNG ĐIỂM"
    head_order: str = "STT"
    head_section: str = "Nội dung"
    head_applicable: str = "Điểm tối đa áp\u00a0dụng"
    head_points: str = "Điểm đạt"
    head_index: str = "Tỷ lệ"
    total: str = "Tổng cộng"
    blank: str = "–"
    band: str = "Xếp loại: {band}"
    pending: str = "Còn {count} tiêu chí chưa có điểm nên chưa tính tỷ lệ của phần có tiêu chí đó"
    unprinted: str = "Không gồm {count} tiêu chí mà phiếu không đưa vào văn bản"
    excluded: str = "Tiêu chí không áp dụng, không tính vào điểm tối đa:"
    no_reason: str = "chưa ghi lý do"


SCORES = ScorePhrases()


def score_blocks(facts: ScoreFacts, words: ScorePhrases = SCORES) -> Iterator[Block]:
    """The annex, on a page of its own."""
    yield Heading(words.annex, level=1, new_page=True)
    yield _table(facts, words)
    if facts.pending:
        yield _note(words.pending.format(count=whole(facts.pending)))
    if facts.unprinted:
        yield _note(words.unprinted.format(count=whole(facts.unprinted)))
    if facts.band:
        yield Paragraph((Run(sentence(words.band.format(band=facts.band)), bold=True),))
    if facts.excluded:
        yield Paragraph((Run(words.excluded),), keep_with_next=True)
        for line in list_lines(_excluded(one, words) for one in facts.excluded):
            yield Paragraph((Run(line),))


def _note(text: str) -> Paragraph:
    return Paragraph((Run(sentence(text), italic=True),), ParagraphKind.NOTE)


def _excluded(one: ExcludedCriterion, words: ScorePhrases) -> str:
    label = f"{one.code} {clause(one.label)}".strip()
    return f"{label}: {clause(one.reason) or words.no_reason}"


def _table(facts: ScoreFacts, words: ScorePhrases) -> Table:
    heads = (
        words.head_order,
        words.head_section,
        words.head_applicable,
        words.head_points,
        words.head_index,
    )
    rows = [
        Row(tuple((Run(cell),) for cell in _cells(str(number), row, words)))
        for number, row in enumerate(facts.sections, 1)
    ]
    total = (Run(cell, bold=True) for cell in _cells("", facts.total, words))
    rows.append(Row(tuple((run,) for run in total), RowKind.TOTAL))
    return Table(
        columns=(
            Column(11, Align.CENTRE),
            Column(80),
            Column(26, Align.RIGHT),
            Column(22, Align.RIGHT),
            Column(24, Align.RIGHT),
        ),
        head=(tuple(HeadCell(head) for head in heads),),
        rows=tuple(rows),
    )


def _cells(number: str, row: ScoreRow, words: ScorePhrases) -> tuple[str, ...]:
    index = words.blank if row.index is None else f"{decimal_text(row.index, 2)}{NBSP}%"
    return (number, row.title, _points(row.applicable), _points(row.points), index)


def _points(number: Decimal) -> str:
    text = decimal_text(number, 2)
    return text.rstrip("0").rstrip(",") if "," in text else text
