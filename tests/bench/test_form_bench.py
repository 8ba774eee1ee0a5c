"""The promise that is kept on every machine: an answer does not take longer in a larger form."""

from __future__ import annotations

import statistics
import time
from itertools import pairwise

import pytest

from tests.bench.form_bench import Load, Replies, fill, filled, loads, plain_load

ROUNDS = 60
TURNS = 10


def test_one_answer_takes_the_same_time_in_a_form_of_5000_questions_as_in_one_of_100() -> None:
    forms = [plain_load(100), plain_load(5000)]
    runs = [filled(load) for load in forms]
    times: list[list[float]] = [[] for _ in forms]
    # Taken in turns, so that a busy moment of the machine falls on both.
    for _ in range(ROUNDS):
        for load, run, spent in zip(forms, runs, times, strict=True):
            start = time.perf_counter()
            for turn in range(2 * TURNS):
                line = f"ANSWER\t{load.path}\t{load.turns[turn % 2]}"
                assert run.line(line)[0]["result"] == "ok"
            spent.append(time.perf_counter() - start)
    small, large = (statistics.median(spent) for spent in times)
    assert large / small < 2, f"{1000 * small:.2f} ms against {1000 * large:.2f} ms"


@pytest.mark.parametrize("load", loads(), ids=lambda load: load.name)
def test_the_answer_that_is_measured_has_the_consequences_that_are_told(load: Load) -> None:
    run = filled(load)
    states = []
    for answer in (*load.turns, load.turns[0]):
        assert run.line(f"ANSWER\t{load.path}\t{answer}")[0]["result"] == "ok"
        states.append(run.line("DUMP")[:-1])
    for before, after in pairwise(states):
        changed = {
            (str(new["path"]).rpartition("/")[2].rstrip("0123456789"), field)
            for old, new in zip(before, after, strict=True)
            for field in ("value", "relevant", "required", "readonly")
            if old[field] != new[field]
        }
        assert changed == (
            {("nhan", "value"), ("ton", "value"), ("tong", "value"), ("tong_ton", "value")}
            if load.rows
            else {
                ("a", "value"),
                ("r", "value"),
                ("f", "value"),
                ("g", "relevant"),
                ("h", "relevant"),
            }
        )


@pytest.mark.parametrize("load", [loads()[0], loads()[-1]], ids=lambda load: load.name)
def test_every_question_is_answered_before_it_is_measured(load: Load) -> None:
    nodes = filled(load).line("DUMP")[:-1]
    assert len(nodes) == load.questions + (4 * load.rows + 2 if load.rows else 0)
    assert [node["path"] for node in nodes if node["value"] == "" or not node["relevant"]] == []


@pytest.mark.parametrize(
    ("begins", "reply"),
    [
        ("ANSWER\t/data/s9/h9", {"result": "irrelevant"}),
        ("VALIDATE", {"valid": False}),
    ],
)
def test_what_is_refused_is_not_measured(begins: str, reply: dict[str, object]) -> None:
    load = loads()[0]

    def refusing(text: str) -> Replies:
        return [reply if text.startswith(begins) else {"result": "ok", "valid": True}]

    with pytest.raises(RuntimeError, match="was answered"):
        fill(refusing, load)
