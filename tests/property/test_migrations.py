"""Random pairs of forms: nothing answered is dropped, no two answers share a place, back is back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, cast

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from inspector_app.domain.errors import FormMissingError
from inspector_app.domain.form.answers import check_value
from inspector_app.domain.form.definition import Choice, Form, Question, QuestionType, Text
from inspector_app.domain.form.versions.mapping import FormMapping, Lineage, decode
from inspector_app.domain.form.versions.migration import plan_migration
from inspector_app.domain.form.versions.renaming import Wanted
from inspector_app.domain.log.change import Ref
from inspector_app.domain.log.ids import ActorId, ChangeId, DeviceId, EntityId
from inspector_app.domain.log.register import Head
from inspector_app.domain.trip.values import Side
from inspector_app.services.answer_paths import answer_path, row_type
from inspector_app.services.forms import FormService
from inspector_app.services.placing import Answer, Placing
from inspector_app.services.ports.store import Log
from inspector_app.services.standing_rows import Row
from tests.unit.domain.form.forms import form, question

NAMES = ("a", "b", "c", "d", "e")
TABLES = ("", "", "", "t", "u")
CODES = ("x", "y", "z")
TYPES = ("integer", "decimal", "text", "date", "select_one", "select_multiple", "note")
INSPECTION = EntityId(bytes(16))
FIRST, SECOND = "1" * 64, "2" * 64


@st.composite
def forms(draw: st.DrawFn, sha256: str) -> Form:
    """A form of a few questions, some in tables."""
    questions = []
    for name in draw(st.lists(st.sampled_from(NAMES), unique=True, min_size=1)):
        kind = draw(st.sampled_from(TYPES))
        fields: dict[str, Any] = {"repeat": draw(st.sampled_from(TABLES))}
        fields["insp"] = {"reported": draw(st.sampled_from(("yes", "no")))}
        if kind.startswith("select"):
            codes = draw(st.lists(st.sampled_from(CODES), unique=True, min_size=1))
            fields["choices"] = tuple(Choice(code, Text({"vi": code.upper()})) for code in codes)
        questions.append(question(name, kind, **fields))
    return replace(form(*questions), sha256=sha256)


def answers_of(one: Question) -> st.SearchStrategy[Any]:
    """Values that a question takes."""
    codes = [choice.name for choice in one.choices]
    match one.type:
        case QuestionType.INTEGER:
            return st.integers(-(10**9), 10**9)
        case QuestionType.DECIMAL:
            return st.sampled_from(("0", "12", "12.5", "-3.25"))
        case QuestionType.DATE:
            return st.sampled_from(("2019-09-16", "2020-02-29"))
        case QuestionType.SELECT_ONE:
            return st.sampled_from(codes)
        case QuestionType.SELECT_MULTIPLE:
            return st.lists(st.sampled_from(codes), unique=True, min_size=1).map(
                lambda found: check_value(one, found)
            )
        case _:
            return st.sampled_from(("12", "12,5", "16/09/2019", "x", "X", "chữ"))


@st.composite
def wishes(draw: st.DrawFn, old: Form, new: Form) -> Wanted:
    """Some renames, sensible or not."""
    pairs = st.tuples(st.sampled_from(list(old.questions)), st.sampled_from(list(new.questions)))
    names = dict(draw(st.lists(pairs, max_size=3)))
    tables = list(old.repeats), list(new.repeats)
    if all(tables) and draw(st.booleans()):
        names[draw(st.sampled_from(tables[0]))] = draw(st.sampled_from(tables[1]))
    codes = st.dictionaries(st.sampled_from(CODES), st.sampled_from(CODES), max_size=2)
    choices = draw(st.dictionaries(st.sampled_from(list(new.questions)), codes, max_size=2))
    return Wanted(names, choices)


@dataclass
class World:
    """Two forms, the registers of an inspection, and its rows."""

    forms: Mapping[str, Form]
    rows: Mapping[tuple[str, EntityId], tuple[EntityId, ...]]
    registers: Mapping[EntityId | None, dict[str, tuple[Head, ...]]]

    def placed(self, lineage: Lineage) -> tuple[Placing, list[Answer]]:
        """Every answer under a lineage."""
        placing = Placing(cast("Log", self), cast("FormService", self), lineage)
        found = list(placing.answers(None, self.registers[None]))
        for row in placing.rows(INSPECTION):
            found += placing.answers(row, self.registers.get(row.id, {}))
        return placing, found

    # what ``Placing`` asks of a log and of the forms
    def entities(self, type_: str, parent: EntityId) -> tuple[EntityId, ...]:
        return self.rows.get((type_, parent), ())

    def of(self, _log: object, sha256: str) -> Form:
        if sha256 not in self.forms:
            raise FormMissingError(sha256=sha256)
        return self.forms[sha256]


def head(number: int, form_: str, value: Any) -> Head:
    id_ = ChangeId(number.to_bytes(32, "big"))
    dev = DeviceId(bytes(16))
    ref = Ref(dev, number, id_[:16])
    return Head(ref, id_, number, 0, ActorId(bytes(16)), 0, bytes.fromhex(form_), value, b"v")


@st.composite
def worlds(draw: st.DrawFn) -> tuple[World, Wanted]:
    """An inspection that was answered in the first form, and in the second as a late colleague may."""
    old, new = draw(forms(FIRST)), draw(forms(SECOND))
    wanted = draw(wishes(old, new))
    rows, number = {}, 0
    for table in ("t", "u"):
        ids = tuple(EntityId(bytes([ord(table), n]) * 8) for n in range(draw(st.integers(0, 2))))
        rows[row_type(table), INSPECTION] = ids
    registers: dict[EntityId | None, dict[str, tuple[Head, ...]]] = {None: {}}
    for one in old.questions.values():
        places = rows[row_type(one.repeat), INSPECTION] if one.repeat else (None,)
        for row in places:
            for side in draw(st.lists(st.sampled_from(list(Side)), unique=True)):
                if side is Side.REPORTED and not one.is_reported:
                    continue
                value = draw(st.text("xyz", min_size=1) if side is Side.NOTE else answers_of(one))
                number += 1
                path = answer_path(one.name, side)
                registers.setdefault(row, {})[path] = (head(number, FIRST, value),)
    return World({FIRST: old, SECOND: new}, rows, registers), wanted


def where(answers: list[Answer]) -> dict[tuple[Any, ...], tuple[str | None, Any]]:
    """Register to place and value."""
    return {
        (_row(one.row), one.key, one.side): (
            one.question.name if one.question else None,
            one.value,
        )
        for one in answers
    }


def _row(row: Row | None) -> EntityId | None:
    return row.id if row else None


@given(worlds())
@settings(max_examples=300, deadline=None)
def test_nothing_is_dropped_and_back_is_back(made: tuple[World, Wanted]) -> None:
    world, wanted = made
    old, new = world.forms[FIRST], world.forms[SECOND]
    start = Lineage(FIRST)
    _, before = world.placed(start)
    recorded = sum(len(registers) for registers in world.registers.values())
    assert len(before) == recorded
    plan = plan_migration(old, new, start.mapping, wanted)
    assume(not plan.problems)
    corrected = start.following(plan.mapping)
    placing, after = world.placed(corrected)

    # every register is found exactly once, with a place or without
    assert len(where(after)) == len(after) == recorded
    nodes = [
        (one.question.name, _row(one.row), one.side) for one in after if one.question is not None
    ]
    assert len(set(nodes)) == len(nodes), "two answers in one place"
    for one in after:
        if one.question is not None:
            table = placing.table(one.row) if one.row else ""
            assert one.question.repeat == table, "an answer outside its table"
        question_plan = next((found for found in plan.questions if found.key == one.key), None)
        if one.question is not None and one.side is not Side.NOTE and one.value is not None:
            assert question_plan is None or question_plan.new is one.question

    # undone
    undone = corrected.former()
    assert undone is not None
    assert where(world.placed(undone)[1]) == where(before)

    # migrated back by the same words, turned round
    back = Wanted(
        {now: once for once, now in wanted.names.items()},
        {
            name: {other: code for code, other in codes.items() if code != other}
            for name, codes in wanted.choices.items()
        },
    )
    again = replace(old, sha256="3" * 64)
    returned = plan_migration(new, again, corrected.mapping, back)
    if not returned.problems:
        following = corrected.following(returned.mapping)
        world = replace(world, forms={**world.forms, again.sha256: again})
        names = {one.key for one in returned.questions if one.old is not None}
        found = where(world.placed(following)[1])
        for register, (name, value) in where(before).items():
            if register[1] in names:
                kept = found[register]
                is_renamed = any(register[1] in step for step in returned.mapping.choices)
                assert kept[0] in (name, None)
                assert is_renamed or kept[0] is None or kept[1] == value


@given(worlds())
@settings(max_examples=100, deadline=None)
def test_going_to_the_very_form_again_gives_every_answer_back(made: tuple[World, Wanted]) -> None:
    world, _ = made
    start = Lineage(FIRST)
    plan = plan_migration(world.forms[FIRST], world.forms[SECOND], start.mapping, Wanted())
    corrected = start.following(plan.mapping)
    back = plan_migration(world.forms[SECOND], world.forms[FIRST], plan.mapping, Wanted())
    assert not plan.problems
    assert not back.problems
    before, after = where(world.placed(start)[1]), where(world.placed(corrected)[1])
    assert before.keys() == after.keys()
    assert where(world.placed(corrected.following(back.mapping))[1]) == before


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(("forms", "questions", "tables", "choices", "name", "a")),
                inner,
                max_size=5,
            )
        ),
        max_leaves=12,
    )
)
def test_any_value_of_the_register_is_read_without_an_error(value: Any) -> None:

    found = decode(value)
    assert found is None or isinstance(found, FormMapping)
