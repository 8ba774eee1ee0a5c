"""Properties of the form engine: order does not matter, text survives, nothing crashes the parser."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.errors import ExpressionError
from inspector_app.domain.form.answers import Value, display_value, parse_value
from inspector_app.domain.form.definition import Form, Question, QuestionType
from inspector_app.domain.form.expression.parser import parse
from inspector_app.domain.form.instance.engine import Instance, Node
from inspector_app.formats.xlsforms import read_pack
from tests.kit.days import on_day
from tests.unit.domain.form.forms import form, question

PACK = Path(__file__).parents[2] / "forms" / "commune-2019"
ROWS = (b"1" * 16, b"2" * 16, b"3" * 16)


@pytest.fixture(scope="module")
def commune() -> Form:
    return read_pack({path.name: path.read_bytes() for path in PACK.glob("*.csv")}, "pack").form


def values_of(asked: Question) -> st.SearchStrategy[Value]:
    names = [choice.name for choice in asked.choices]
    table: dict[QuestionType, st.SearchStrategy[Value]] = {
        QuestionType.INTEGER: st.integers(-3, 300),
        QuestionType.DECIMAL: st.decimals(0, 10**12, places=2).map(
            lambda number: f"{number:f}".rstrip("0").rstrip(".") or "0"
        ),
        QuestionType.DATE: st.dates().map(str),
        QuestionType.TIME: st.just("07:30"),
        QuestionType.TEXT: st.sampled_from(["KH-12", "Phú Bình"]),
    }
    if asked.type is QuestionType.SELECT_ONE:
        return st.none() | st.sampled_from(names)
    if asked.type is QuestionType.SELECT_MULTIPLE:
        return st.lists(st.sampled_from(names), min_size=1, max_size=1)
    return st.none() | table[asked.type]


def snapshot(instance: Instance) -> dict[Node, object]:
    found: dict[Node, object] = {}
    for name, asked in instance.form.questions.items():
        rows = instance.rows(asked.repeat) if asked.repeat else (None,)
        found |= {(name, row): instance.state((name, row)) for row in rows}
    return found


@settings(max_examples=30, deadline=None)
@given(data=st.data())
def test_any_order_of_answers_gives_the_state_of_a_fresh_instance(
    commune: Form, data: st.DataObject
) -> None:
    asked = [one for one in commune.questions.values() if one.is_answerable]
    running = Instance(commune, {}, {}, on_day("2019-09-16"))
    answers: dict[Node, Value] = {}
    tables = tuple(commune.repeats)
    rows: dict[str, list[bytes]] = {table: [] for table in tables}
    steps = data.draw(st.lists(st.integers(0, len(asked) + 60), min_size=1, max_size=25))
    before = snapshot(running)
    for step in steps:
        if step >= len(asked):
            table = tables[step % len(tables)]
            row = f"{table}/{step % 2}".ljust(16, ".").encode()
            if row in rows[table]:
                rows[table].remove(row)
                answers = {node: one for node, one in answers.items() if node[1] != row}
                changed = running.remove_row(table, row)
            else:
                rows[table].append(row)
                changed = running.add_row(table, row)
        else:
            one = asked[step]
            if one.repeat and not rows[one.repeat]:
                continue
            node = (one.name, data.draw(st.sampled_from(rows[one.repeat])) if one.repeat else None)
            answers[node] = data.draw(values_of(one))
            changed = running.set(node, answers[node])
        after = snapshot(running)
        differing = {node for node in after if before.get(node) != after[node]}
        assert differing <= changed
        before = after
    fresh = Instance(commune, answers, rows, on_day("2019-09-16"))
    assert snapshot(running) == snapshot(fresh)
    assert running.violations() == fresh.violations()
    assert running.progress() == fresh.progress()


@given(
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.decimals(-(10**12), 10**12, places=3, allow_nan=False),
    st.dates(),
)
def test_what_is_shown_in_vietnamese_reads_back(whole: int, part: object, day: object) -> None:
    cases: list[tuple[str, Value]] = [("integer", whole), ("date", str(day))]
    decimal = parse_value(question("q", "decimal"), f"{part:f}".replace(".", ","))
    cases.append(("decimal", decimal))
    for kind, value in cases:
        asked = question("q", kind)
        assert parse_value(asked, display_value(asked, value, "vi")) == value


@given(st.text(max_size=300))
def test_the_parser_refuses_or_reads_any_text(text: str) -> None:
    with contextlib.suppress(ExpressionError):
        parse(text)


TOKENS = (
    "1 .5 'a' /data/s/n ../x . .. * + - div mod and or = != < ( ) [ ] , | / :: // "
    "if( count( instance('l') current() child:: sum( selected( round( regex( today() @ $ “"
)
PIECES = st.sampled_from(TOKENS.split())


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=40))
def test_the_compiler_refuses_or_evaluates_any_tokens(pieces: list[str]) -> None:
    made = form(question("n"), question("x", repeat="t"), instances={"l": ({"name": "a"},)})
    running = Instance(made, {("n", None): 3}, {"t": ROWS}, on_day("2019-09-16"))
    with contextlib.suppress(ExpressionError):
        value = running.evaluate(" ".join(pieces), ("n", None))
        assert isinstance(value, float | str | bool | list)


@settings(max_examples=50, deadline=None)
@given(depth=st.integers(1, 5000), opener=st.sampled_from(["(", "-", "not(", "n[", "1+(", "if("]))
def test_deep_nesting_is_refused_not_a_crash(depth: int, opener: str) -> None:
    with pytest.raises(ExpressionError):
        parse(opener * depth)
