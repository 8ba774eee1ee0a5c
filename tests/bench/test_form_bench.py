"""The promise that is kept on every machine: an answer does not take longer in a larger form."""

from __future__ import annotations

import statistics
import time

from inspector_app.domain.form.instance.dry_run import DryRun
from inspector_app.domain.form.surroundings import Surroundings
from inspector_app.formats.xform_reader import parse_xform
from tests.bench.synthetic import BLOCK, synthetic_form

ROUNDS = 60
TURNS = 10


def test_one_answer_takes_the_same_time_in_a_form_of_5000_questions_as_in_one_of_100() -> None:
    forms = {size: _answering(size) for size in (100, 5000)}
    times: dict[int, list[float]] = {size: [] for size in forms}
    # Taken in turns, so that a busy moment of the machine falls on both.
    for turn in range(ROUNDS):
        for size, (run, path) in forms.items():
            start = time.perf_counter()
            for _ in range(TURNS):
                assert run.line(f"ANSWER\t{path}\t{600 + turn % 2}")[0]["result"] == "ok"
                assert run.line(f"ANSWER\t{path}\t{500 + turn % 2}")[0]["result"] == "ok"
            times[size].append(time.perf_counter() - start)
    small, large = (statistics.median(times[size]) for size in (100, 5000))
    assert large / small < 2, f"{1000 * small:.2f} ms against {1000 * large:.2f} ms"


def test_the_answer_that_is_measured_has_consequences() -> None:
    run, path = _answering(100)
    before = {str(node["path"]): node["value"] for node in run.line("DUMP")[:-1]}
    run.line(f"ANSWER\t{path}\t600")
    after = {str(node["path"]): node["value"] for node in run.line("DUMP")[:-1]}
    changed = {name.rpartition("/")[2] for name in after if before[name] != after[name]}
    assert changed == {"a5", "r5", "f5"}


def _answering(size: int) -> tuple[DryRun, str]:
    number = size // BLOCK // 2
    run = DryRun(parse_xform(synthetic_form(size)), Surroundings())
    run.line(f"ANSWER\t/data/s{number}/a{number}\t10")
    run.line(f"ANSWER\t/data/s{number}/b{number}\t5")
    return run, f"/data/s{number}/a{number}"
