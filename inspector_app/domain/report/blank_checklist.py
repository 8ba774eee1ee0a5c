"""Composes the checklist that a team takes along on paper, from a form and what is known of the visit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from inspector_app.domain.form.definition import Form, Section
from inspector_app.domain.report.blank_entries import Entries
from inspector_app.domain.report.blank_phrases import BLANK, BlankPhrases
from inspector_app.domain.report.blank_scores import points_text, without_points
from inspector_app.domain.report.blank_tables import Grid, grid_of, is_wide
from inspector_app.domain.report.blocks import (
    Block,
    Document,
    Header,
    Heading,
    Paragraph,
    ParagraphKind,
    Run,
    Signatory,
    Signatures,
    Title,
)
from inspector_app.domain.report.conditions import condition_words
from inspector_app.domain.report.handwriting import Annex, Checklist, Gap, Particulars, WriteIn
from inspector_app.domain.report.phrases import MOTTO, NATION
from inspector_app.domain.report.wording import capitals, clause, fold_name, roman, short_date
from inspector_app.domain.scoring.arithmetic import sum_of
from inspector_app.domain.scoring.criteria import criterion_of

LANGUAGE = "vi"


@dataclass(frozen=True, slots=True)
class Visit:
    """What is known of the visit beforehand; whatever is empty is left for the pen.

    ``is_scored`` is false where the trip gives no points: nothing of points is printed then.
    """

    agency: str = ""
    team: str = ""
    unit: str = ""
    trip: str = ""
    period: tuple[date, date] | None = None
    day: date | None = None
    is_scored: bool = True


def compose_blank(form: Form, visit: Visit, words: BlankPhrases = BLANK) -> Document:
    """The whole checklist: head, criteria by section, signatures, wide tables as annexes."""
    if not visit.is_scored:
        form = without_points(form)
    title = clause(form.title.in_(LANGUAGE))
    annexes = list(_annexes(form, words))
    names = {name: label for name, label, _ in annexes}
    blocks: list[Block] = [*_head(title, visit, words)]
    for section in form.sections:
        blocks += _section(form, section, names, words)
    blocks += _closing(words)
    for _, label, grid in annexes:
        blocks += _annex(label, grid, words)
    unit = f"{visit.unit.strip()} · " if visit.unit.strip() else ""
    return Document(
        name=f"{title} - {visit.unit}" if visit.unit else title,
        blocks=tuple(blocks),
        final=False,  # signed by hand, never in fields
        foot=words.foot.format(
            unit=unit, title=title, version=form.version, sha256=form.sha256[:12]
        ),
    )


def _head(title: str, visit: Visit, words: BlankPhrases) -> Iterator[Block]:
    yield Header(
        parent=capitals(visit.agency),
        issuer=capitals(visit.team) or words.team,
        number="",
        nation=NATION,
        motto=MOTTO,
    )
    subject = title
    if fold_name(title).startswith(words.opening):
        rest = title[len(words.opening) :].strip()
        subject = rest[:1].upper() + rest[1:] if rest else title
    yield Title(words.kind, subject)
    yield Particulars(tuple(_particulars(visit, words)))
    yield Paragraph((Run(words.guide, italic=True),), ParagraphKind.NOTE)


def _particulars(visit: Visit, words: BlankPhrases) -> Iterator[WriteIn]:
    yield WriteIn((words.unit, visit.unit.strip() or Gap(20)))
    yield WriteIn((words.trip, visit.trip.strip() or Gap(20)))
    if visit.period is not None:
        start, end = (short_date(day) for day in visit.period)
        yield WriteIn((words.period, words.period_value.format(start=start, end=end)))
    else:
        yield WriteIn((words.period, words.period_from, Gap(8), words.period_to, Gap(8)))
    day = short_date(visit.day) if visit.day else Gap(8)
    yield WriteIn((words.day, day, f"; {words.start}", Gap(3), words.hour, Gap(3), words.minute))
    for person in (words.inspector, words.informant):
        yield WriteIn((person, Gap(12), f"; {words.post}", Gap(8)))


def _section(
    form: Form, section: Section, annexes: dict[str, str], words: BlankPhrases
) -> Iterator[Block]:
    """Heading, then criteria; a table that fits upright stands right after its criterion."""
    entries = Entries(form, words, annexes)
    parts: list[Block] = []
    pending: list[str] = []

    def flush() -> None:
        items = tuple(entries.items(pending))
        if items:
            head = (words.head_code, words.head_question, words.head_reported, words.head_verified)
            parts.append(Checklist(head, items))
        pending.clear()

    for name in section.items:
        pending.append(name)
        if name in form.repeats:
            for grid in _upright(form, name, annexes, words):
                flush()
                parts += _inline(grid)
    flush()
    if parts:
        yield Heading(_section_title(form, section, words))
        yield from parts


def _section_title(form: Form, section: Section, words: BlankPhrases) -> str:
    title = clause(section.label.in_(LANGUAGE)) or words.outside
    criteria = (
        criterion_of(form, form.questions[name]) for name in section.items if name in form.questions
    )
    points = sum_of(one.maximum for one in criteria if one is not None)
    if points:
        title = words.section_points.format(title=title, points=points_text(points))
    if section.relevant:
        told = condition_words(form, section.relevant, words)
        if told != "":
            condition = words.sometimes if told is None else told
            title = words.section_condition.format(title=title, condition=condition)
    return title


def _inside(form: Form, name: str) -> Iterator[str]:
    """A table and the tables inside its rows."""
    yield name
    for inner in form.repeats[name].items:
        if inner in form.repeats:
            yield from _inside(form, inner)


def _upright(form: Form, name: str, annexes: dict[str, str], words: BlankPhrases) -> Iterator[Grid]:
    if name not in annexes:
        for one in _inside(form, name):
            grid = grid_of(form, form.repeats[one], words)
            if grid is not None:
                yield grid


def _annexes(form: Form, words: BlankPhrases) -> Iterator[tuple[str, str, Grid]]:
    """The tables too wide to stand between the criteria, with those inside them, numbered."""
    outer = [name for section in form.sections for name in section.items if name in form.repeats]
    turned = [
        one
        for name in outer
        if any(is_wide(form, form.repeats[inner], words) for inner in _inside(form, name))
        for one in _inside(form, name)
    ]
    grids = [(name, grid_of(form, form.repeats[name], words)) for name in turned]
    found = [(name, grid) for name, grid in grids if grid is not None]
    for number, (name, grid) in enumerate(found, 1):
        label = words.annex_number.format(number=roman(number)) if len(found) > 1 else words.annex
        yield name, label, grid


def _annex(label: str, grid: Grid, words: BlankPhrases) -> Iterator[Block]:
    yield Annex(label, capitals(grid.title), is_landscape=True)
    yield grid.table
    yield from _notes(grid)


def _inline(grid: Grid) -> Iterator[Block]:
    caption = (Run(grid.title, bold=True),)
    yield Paragraph(caption, ParagraphKind.CAPTION, keep_with_next=True)
    yield grid.table
    yield from _notes(grid)


def _notes(grid: Grid) -> Iterator[Block]:
    if grid.notes:
        yield Paragraph((Run(" ".join(grid.notes), italic=True),), ParagraphKind.NOTE)


def _closing(words: BlankPhrases) -> Iterator[Block]:
    yield Paragraph((Run(f"{words.closing}."),), keep_with_next=True)
    yield Signatures(
        (
            (
                Signatory("informant", words.sign_unit, words.hint_sign, ""),
                Signatory("inspector", words.sign_inspector, words.hint_sign, ""),
            ),
        )
    )
