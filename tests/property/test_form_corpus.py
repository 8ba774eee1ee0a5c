"""Any walk over any form of the corpus: what changed is said, and dump, load, dump is the same."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.form.answers import Value
from inspector_app.domain.form.definition import Form, Question, QuestionType
from inspector_app.domain.form.instance.engine import Instance, Node, NodeState, RowId, Surroundings
from inspector_app.formats.xlsforms import read_form_file

CORPUS = Path(__file__).parents[1] / "vectors" / "forms" / "corpus"
NAMES = sorted(path.stem for path in CORPUS.glob("*.md"))
HANOI = Surroundings(now_ms=1_568_602_200_000, offset=lambda _moment: 420)
MOST_ROWS = 4


@cache
def form_of(name: str) -> Form:
    files = {path.name: path.read_bytes() for path in CORPUS.iterdir() if path.suffix != ".md"}
    return read_form_file((CORPUS / f"{name}.md").read_bytes(), f"{name}.md", files).form


def value_for(data: st.DataObject, running: Instance, asked: Question, node: Node) -> Value:
    """A value of the question's type, or none."""
    numbers = [0, 1, 2, 3, 7, 100, -1]
    offered = [choice.name for choice in running.choices(node) or asked.choices] or ["x"]
    kinds: Mapping[QuestionType, list[Value]] = {
        QuestionType.INTEGER: list(numbers),
        QuestionType.DECIMAL: ["0", "1.5", "12", "-3.25"],
        QuestionType.RANGE: [1, 2, 3] if asked.is_whole else ["1", "1.5"],
        QuestionType.DATE: ["2019-09-16", "2020-02-29"],
        QuestionType.TIME: ["09:50", "23:59"],
        QuestionType.DATETIME: ["2019-09-16T09:50"],
        QuestionType.SELECT_ONE: list(offered),
        QuestionType.SELECT_MULTIPLE: [offered[:1], offered[-1:], offered[:2]],
        QuestionType.RANK: [offered, offered[::-1]],
        QuestionType.ACKNOWLEDGE: ["OK"],
    }
    return data.draw(st.sampled_from([None, *kinds.get(asked.type, ["có", "2", "Tân Lập", "a b"])]))


def snapshot(instance: Instance) -> dict[Node, NodeState]:
    return {node: instance.state(node) for node in instance.nodes()}


def free_places(running: Instance) -> list[tuple[str, RowId | None]]:
    """Every repeat, in every outer row, that people add rows to."""
    found: list[tuple[str, RowId | None]] = []
    pending: list[tuple[str, RowId | None]] = [
        (one.name, None) for one in running.form.repeats.values() if not one.parent
    ]
    while pending:
        name, outer = pending.pop()
        if not running.form.repeats[name].count:
            found.append((name, outer))
        inner = [one.name for one in running.form.repeats.values() if one.parent == name]
        pending += [(one, row) for row in running.rows(name, outer) for one in inner]
    return sorted(found, key=lambda one: (one[0], one[1] or b""))


class Walk:
    """An instance with a record of everything that would be stored."""

    def __init__(self, form: Form) -> None:
        self.running = Instance(form, {}, {}, HANOI, is_new=True)
        self.answers: dict[Node, Value] = {}
        self.rows: dict[str, list[RowId]] = {name: [] for name in form.repeats}
        self.parents: dict[RowId, RowId] = {}
        self.count = 0
        self.keep()

    def keep(self) -> None:
        self.answers |= self.running.take_written()

    def add(self, data: st.DataObject) -> frozenset[Node]:
        places = free_places(self.running)
        if not places:
            return frozenset()
        name, outer = data.draw(st.sampled_from(places))
        rows = self.running.rows(name, outer)
        if len(rows) >= MOST_ROWS or (rows and data.draw(st.booleans())):
            if not rows:
                return frozenset()
            row = data.draw(st.sampled_from(rows))
            self.rows[name].remove(row)
            return self.running.remove_row(name, row)
        self.count += 1
        row = self.count.to_bytes(16, "big")
        self.rows[name].append(row)
        if outer is not None:
            self.parents[row] = outer
        return self.running.add_row(name, row, outer)

    def answer(self, data: st.DataObject) -> frozenset[Node]:
        questions = self.running.form.questions
        nodes = [one for one in self.running.nodes() if questions[one[0]].is_answerable]
        if not nodes:
            return frozenset()
        node = data.draw(st.sampled_from(nodes))
        value = value_for(data, self.running, questions[node[0]], node)
        self.answers[node] = value
        return self.running.set(node, value)

    def reloaded(self) -> Instance:
        form = self.running.form
        return Instance(form, self.answers, self.rows, HANOI, parents=self.parents)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_a_walk_says_what_changed_and_loads_again(name: str, data: st.DataObject) -> None:
    walk = Walk(form_of(name))
    for _ in range(data.draw(st.integers(1, 15))):
        before = snapshot(walk.running)
        changed = walk.add(data) if data.draw(st.integers(0, 3)) == 0 else walk.answer(data)
        walk.keep()
        after = snapshot(walk.running)
        assert {node for node in after if before.get(node) != after[node]} <= changed
    fresh = walk.reloaded()
    assert snapshot(fresh) == snapshot(walk.running)
    assert fresh.violations() == walk.running.violations()
    assert fresh.progress() == walk.running.progress()
