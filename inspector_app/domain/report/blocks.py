"""The content of an official document as plain blocks, in reading order.

A document is composed once (``domain.report.minutes``) and rendered many times: the PDF, Word and
Excel renderers all read these blocks, and :func:`iter_text` is what their text is compared with.
The blocks say what a thing is (a heading, a signatory), never how it looks: sizes and distances
of Decree 30/2020 belong to the renderers.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from inspector_app.domain.report.handwriting import (
    Annex,
    Checklist,
    Particulars,
    item_text,
    place_text,
)
from inspector_app.domain.report.wording import clean_text


class Align(StrEnum):
    """Where text stands in its column."""

    LEFT = "left"
    CENTRE = "centre"
    RIGHT = "right"


class ParagraphKind(StrEnum):
    """What a paragraph is for; the renderers choose type and indent by it."""

    BODY = "body"
    BASIS = "basis"  # căn cứ: italic
    CAPTION = "caption"  # title of a table
    NOTE = "note"  # remark below a table


class RowKind(StrEnum):
    """What a row of a table is."""

    PLAIN = "plain"
    GROUP = "group"  # one cell across the whole table
    TOTAL = "total"
    REMARK = "remark"  # one cell across the whole table, for the row above
    BELOW = "below"  # goes on with the row above: its leading empty cells are those above


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of text with one emphasis."""

    text: str
    bold: bool = False
    italic: bool = False


@dataclass(frozen=True, slots=True)
class Header:
    """The head of page 1: the issuing body at the left, the nation and its motto at the right.

    ``place_date`` is empty where the form has no place-and-date line (sample 1.9).
    """

    parent: str
    issuer: str
    number: str
    nation: str
    motto: str
    place_date: str = ""


@dataclass(frozen=True, slots=True)
class Title:
    """Kind of document in capitals and what it is about."""

    kind: str
    subject: str


@dataclass(frozen=True, slots=True)
class Notice:
    """A framed mark below the title, for instance that the document is not final."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is "I. THÀNH PHẦN", level 2 is "1. Đoàn kiểm tra".

    ``new_page`` begins an annex.
    """

    text: str
    level: int = 1
    new_page: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; ``keep_with_next`` holds it on the page of the block that follows."""

    runs: tuple[Run, ...]
    kind: ParagraphKind = ParagraphKind.BODY
    keep_with_next: bool = False


@dataclass(frozen=True, slots=True)
class HeadCell:
    """One cell of a table's head; spans count columns and rows, 1 is the cell alone."""

    text: str
    columns: int = 1
    rows: int = 1


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``weight`` is its share of the table's width."""

    weight: float
    align: Align = Align.LEFT


@dataclass(frozen=True, slots=True)
class Row:
    """One row; a cell is a tuple of runs. Group and remark rows have a single cell."""

    cells: tuple[tuple[Run, ...], ...]
    kind: RowKind = RowKind.PLAIN


@dataclass(frozen=True, slots=True)
class Table:
    """A ruled table whose head repeats on every page.

    ``head`` has one tuple per head row and lists only the cells that begin there, left to right;
    ``compact`` asks for smaller type (tables of many figures), ``by_hand`` for rows high enough
    to write in.
    """

    columns: tuple[Column, ...]
    head: tuple[tuple[HeadCell, ...], ...]
    rows: tuple[Row, ...]
    compact: bool = False
    by_hand: bool = False


@dataclass(frozen=True, slots=True)
class Signatory:
    """One person's place in the signature block.

    Args:
        field: name of the signature field, ASCII without dots ("leader").
        title: the lines of the post, in capitals.
        hint: what to do here ("(Ký, ghi rõ họ tên)").
        name: printed under the signature; empty leaves room for handwriting.
        office: post in the person's own agency, printed above the name; may be empty.
        stamps: the signatory's seal goes over the left third of the signature.
        accepted: names a certificate may carry in this field (the person, the agency).
    """

    field: str
    title: tuple[str, ...]
    hint: str
    name: str
    office: str = ""
    stamps: bool = False
    accepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Signatures:
    """The signature block, row by row, each row left to right."""

    rows: tuple[tuple[Signatory, ...], ...]


@dataclass(frozen=True, slots=True)
class Recipients:
    """Nơi nhận: a heading and its list."""

    heading: str
    lines: tuple[str, ...]


Block = (
    Header
    | Title
    | Notice
    | Heading
    | Paragraph
    | Table
    | Signatures
    | Recipients
    | Particulars
    | Checklist
    | Annex
)


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document.

    Args:
        name: for the file's metadata, one line.
        blocks: the content in reading order.
        mark: printed small at the foot of every page when the document is not final.
        final: signature fields are placed only in a final document.
        language: BCP 47 tag.
        foot: printed small at the foot of every page, so that loose sheets find together again.
    """

    name: str
    blocks: tuple[Block, ...]
    mark: str = ""
    final: bool = True
    language: str = "vi-VN"
    keywords: tuple[str, ...] = field(default=())
    foot: str = ""


def plain(runs: tuple[Run, ...]) -> str:
    """The text of runs without their emphasis."""
    return "".join(run.text for run in runs)


def _table_text(table: Table) -> Iterator[str]:
    for head in table.head:
        for cell in head:
            yield cell.text
    for row in table.rows:
        for runs in row.cells:
            yield plain(runs)


def _signature_text(block: Signatures) -> Iterator[str]:
    for row in block.rows:
        for signatory in row:
            yield from signatory.title
            yield signatory.hint
            yield signatory.office
            yield signatory.name


def _block_text(block: Block) -> Iterator[str]:
    match block:
        case Header():
            yield from (block.parent, block.issuer, block.number)
            yield from (block.nation, block.motto, block.place_date)
        case Title():
            yield from (block.kind, block.subject)
        case Notice() | Heading():
            yield block.text
        case Paragraph():
            yield plain(block.runs)
        case Table():
            yield from _table_text(block)
        case Signatures():
            yield from _signature_text(block)
        case Recipients():
            yield block.heading
            yield from block.lines
        case Particulars():
            yield from place_text(block.lines)
        case Checklist():
            yield from block.head
            for item in block.items:
                yield from item_text(item)
        case Annex():
            yield from (block.heading, block.title)


def iter_text(document: Document) -> Iterator[str]:
    """Every string of the document in reading order, cleaned as the renderers print it.

    Repeated heads, page numbers and the mark at the foot of the pages are not part of it.
    """
    for block in document.blocks:
        for text in _block_text(block):
            cleaned = clean_text(text)
            if cleaned.strip():
                yield cleaned


def signatories(document: Document) -> tuple[Signatory, ...]:
    """All signatories of the document, in the order of the signature block."""
    return tuple(
        signatory
        for block in document.blocks
        if isinstance(block, Signatures)
        for row in block.rows
        for signatory in row
    )
