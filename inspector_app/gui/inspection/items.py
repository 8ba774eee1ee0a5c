"""What can be asked of the items of an inspection view: filters, problems, stops. No Qt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from inspector_app.domain.form.definition import Form, Question, QuestionType
from inspector_app.domain.form.instance.engine import Node, Violation, ViolationKind
from inspector_app.domain.log.change import Value
from inspector_app.domain.log.ids import EntityId
from inspector_app.services.sides import is_disputed
from inspector_app.services.views import (
    InspectionView,
    QuestionView,
    RegisterView,
    SectionView,
    TableRow,
    TableView,
)

Item = QuestionView | TableView


class Filter(StrEnum):
    """The chips above the cards."""

    ALL = "all"
    UNANSWERED = "unanswered"
    VIOLATED = "violated"
    UNMET = "unmet"
    DIFFERENT = "different"
    CONFLICT = "conflict"


class Tone(StrEnum):
    """How an answer reads at a glance; never the only sign, the label stands beside it."""

    NEUTRAL = "neutral"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


def name_of(item: Item) -> str:
    """The question's or the table's name: unique in a form."""
    return item.question.name if isinstance(item, QuestionView) else item.repeat.name


def code_of(item: Item) -> str:
    """The criterion code printed before the item, such as ``3.8``."""
    if isinstance(item, QuestionView):
        return item.question.clause
    return item.repeat.insp.get("clause", "")


def label_of(item: Item, language: str) -> str:
    """The text of the question or of the table."""
    text = item.question.label if isinstance(item, QuestionView) else item.repeat.label
    return text.in_(language)


def find_item(view: InspectionView, name: str) -> Item | None:
    """An item by its name."""
    items = (item for section in view.sections for item in section.items)
    return next((item for item in items if name_of(item) == name), None)


def is_shown(item: Item) -> bool:
    """Whether the form asks for the item at all: relevant, and not for the form's own use only."""
    if not isinstance(item, QuestionView):
        return item.is_relevant
    question = item.question
    return item.state.is_relevant and (question.has_control or bool(question.label))


def is_empty(value: object) -> bool:
    """Whether a stored value says nothing."""
    return value is None or value == "" or value == []


def is_answered(item: Item) -> bool:
    """Whether the verified side is filled; a table is, when it has a row."""
    if isinstance(item, QuestionView):
        return not is_empty(item.verified.value)
    return bool(item.rows)


def is_open(item: Item) -> bool:
    """Whether the item is asked, can be answered and is not yet, or a cell that must be is not."""
    if isinstance(item, QuestionView) and (
        not item.question.is_answerable
        or item.state.is_readonly
        or not item.state.is_asked
        or is_heading(item)
    ):
        return False
    return is_shown(item) and (not is_answered(item) or bool(missing(item)))


def cells(item: Item) -> Iterator[QuestionView]:
    """The item itself, or all cells of a table."""
    if isinstance(item, QuestionView):
        yield item
        return
    for row in item.rows:
        yield from row.cells.values()
        for inner in row.tables:
            yield from cells(inner)


def tables(view: InspectionView) -> Iterator[TableView]:
    """All tables, those inside the rows of others too."""
    for section in view.sections:
        for item in section.items:
            if isinstance(item, TableView):
                yield from _with_inner(item)


def _with_inner(table: TableView) -> Iterator[TableView]:
    yield table
    for row in table.rows:
        for inner in row.tables:
            yield from _with_inner(inner)


def find_table(
    view: InspectionView, name: str, parent_row: EntityId | None = None
) -> TableView | None:
    """A table by its name, and by the row that it lies in."""
    found = (one for one in tables(view) if one.repeat.name == name)
    return next((one for one in found if one.parent_row == parent_row), None)


def find_row(view: InspectionView, row: EntityId) -> tuple[TableView, TableRow, int] | None:
    """A row by its id: its table, the row, and its place from 1 on."""
    for table in tables(view):
        for place, one in enumerate(table.rows, start=1):
            if one.id == row:
                return table, one, place
    return None


def errors(item: Item) -> tuple[Violation, ...]:
    """Broken rules worth a red mark; what is only missing is listed as unanswered instead."""
    found: list[Violation] = []
    for cell in cells(item):
        states = (cell.state, cell.reported_state)
        for state in states:
            if state is not None and state.is_relevant:
                found += [v for v in state.violations if v.kind is not ViolationKind.REQUIRED]
    return tuple({(one.kind, one.node): one for one in found}.values())


def is_missing(view: QuestionView) -> bool:
    """Whether the question must be answered, can be and is not."""
    kinds = [violation.kind for violation in view.state.violations]
    can_be = view.question.is_answerable and not view.state.is_readonly
    return view.state.is_relevant and can_be and ViolationKind.REQUIRED in kinds


def missing(item: Item) -> tuple[QuestionView, ...]:
    """Cells of a table that must be filled in and are not; none of a single question."""
    if isinstance(item, QuestionView) or not item.is_relevant:
        return ()
    return tuple(cell for cell in cells(item) if is_missing(cell))


def needs_work(item: Item) -> bool:
    """Whether the item must be dealt with: a broken rule, a conflict, a row that is not whole."""
    return is_shown(item) and bool(errors(item) or has_conflict(item) or missing(item))


def has_conflict(item: Item) -> bool:
    """Whether two people's values of any side stand against each other."""
    return is_disputed(item) or any(is_disputed(cell) for cell in cells(item))


def agreed(register: RegisterView) -> Value:
    """The value that counts as answered; nothing while people's values stand against each other."""
    return None if register.is_conflict else register.value


def is_different(item: Item) -> bool:
    """Whether the unit's value and the team's value are not equal; of a conflict nobody knows."""
    return any(differs(cell) for cell in cells(item))


def differs(cell: QuestionView) -> bool:
    """Whether both sides of a cell are settled and not equal."""
    return cell.differs and not (cell.verified.is_conflict or cell.reported.is_conflict)


def tone_of(question: Question, value: object) -> Tone:
    """The tone of an answered choice, from the form's own marks (``insp:favourable``, ``score``).

    A choice that the form names favourable is good; one without a score column value stands
    outside the rating (not applicable); a score of zero is bad, anything between is partial.
    """
    favourable = question.insp.get("favourable", "").split()
    if question.type is not QuestionType.SELECT_ONE or not favourable or is_empty(value):
        return Tone.NEUTRAL
    if value in favourable:
        return Tone.GOOD
    choice = next((choice for choice in question.choices if choice.name == value), None)
    mark = choice.extra.get("score", "") if choice is not None else ""
    if mark:
        return Tone.BAD if float(mark.replace(",", ".")) == 0 else Tone.WARN
    return _CUSTOMARY.get(str(value), Tone.NEUTRAL)


# names that shipped checklists give to the choices between a full yes and "not applicable"
_CUSTOMARY = {"no": Tone.BAD, "partial": Tone.WARN}


def is_unmet(item: Item) -> bool:
    """Whether the verified answer is less than what the form calls favourable; no conflict is."""
    if not isinstance(item, QuestionView):
        return False
    return tone_of(item.question, agreed(item.verified)) in (Tone.BAD, Tone.WARN)


def matches(item: Item, chosen: Filter) -> bool:
    """Whether an item stands in a filtered list."""
    if not is_shown(item):
        return False
    match chosen:
        case Filter.ALL:
            return True
        case Filter.UNANSWERED:
            return is_open(item)
        case Filter.VIOLATED:
            return bool(errors(item))
        case Filter.UNMET:
            return is_unmet(item)
        case Filter.DIFFERENT:
            return is_different(item)
        case Filter.CONFLICT:
            return has_conflict(item)


def counts(items: Iterable[Item]) -> dict[Filter, int]:
    """How many items each chip would show; notes are no questions and do not count."""
    counted = [item for item in items if not is_note(item) and not is_heading(item)]
    return {chosen: sum(matches(item, chosen) for item in counted) for chosen in Filter}


def is_note(item: Item) -> bool:
    """Whether the item only says something."""
    return isinstance(item, QuestionView) and item.question.type is QuestionType.NOTE


def is_heading(item: Item) -> bool:
    """Whether a select only carries the captions of the matrix below it (``label``)."""
    return isinstance(item, QuestionView) and item.question.is_heading


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands: section, item, and the row's cell when it is inside a table."""

    section: str
    item: str
    node: Node | None = None


def place_of(form: Form, node: Node) -> Place | None:
    """The item that shows a node: itself, or the outermost table around it."""
    question, table = form.questions.get(node[0]), form.repeats.get(node[0])
    if question is None:
        return Place(table.section, table.name, node) if table is not None else None
    name = question.repeat
    while name in form.repeats and form.repeats[name].parent:
        name = form.repeats[name].parent
    return Place(question.section, name or question.name, node)


def place_named(view: InspectionView, name: str) -> Place | None:
    """The item that shows a question or a table; None where the form has neither."""
    if name in view.form.questions:
        return place_of(view.form, (name, None))
    for section in view.sections:
        if any(name_of(item) == name for item in section.items):
            return Place(section.section.name, name)
    return None


def code_named(form: Form, name: str) -> str:
    """The criterion code of a question or table of a form; empty without one."""
    if name in form.repeats:
        return form.repeats[name].insp.get("clause", "")
    return form.questions[name].clause if name in form.questions else ""


def section_errors(section: SectionView) -> int:
    """Number of broken rules in a section."""
    return sum(len(errors(item)) for item in section.items if is_shown(item))


def section_conflicts(section: SectionView) -> int:
    """Number of questions and tables of a section that are in conflict, as its chip counts them."""
    return sum(has_conflict(item) for item in section.items if is_shown(item))


def problems(view: InspectionView) -> tuple[Place, ...]:
    """Items that must be dealt with, in the form's order."""
    return tuple(
        Place(section.section.name, name_of(item))
        for section in view.sections
        if section.is_relevant
        for item in section.items
        if needs_work(item)
    )


def stops(view: InspectionView) -> tuple[Place, ...]:
    """Where F8 stops: problems and unanswered items, in the form's order."""
    return tuple(
        Place(section.section.name, name_of(item))
        for section in view.sections
        if section.is_relevant
        for item in section.items
        if is_open(item) or needs_work(item)
    )


def next_stop(view: InspectionView, here: Place | None, step: int) -> Place | None:
    """The stop after (``step`` 1) or before (-1) a place; goes round at the ends."""
    order = {
        (section.section.name, name_of(item)): position
        for position, (section, item) in enumerate(
            (section, item) for section in view.sections for item in section.items
        )
    }
    found = stops(view)
    if not found:
        return None
    start = order.get((here.section, here.item), -1) if here is not None else -1
    ranked = [(order[stop.section, stop.item], stop) for stop in found]
    if step > 0:
        return next((stop for rank, stop in ranked if rank > start), ranked[0][1])
    return next((stop for rank, stop in reversed(ranked) if rank < start), ranked[-1][1])
