"""How long the form engine takes, beside JavaRosa on the same forms and answers, in one run.

``python -m tests.bench.form_bench [--json]``; the door is ``dev.py bench form``. Times are medians.
JavaRosa is warmed up first; its time is taken inside its own process, without the pipe.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeAlias, TypeVar

from inspector_app.domain.form.definition import Form
from inspector_app.domain.form.instance.dry_run import DryRun
from inspector_app.domain.form.surroundings import Surroundings
from inspector_app.formats.xform_reader import parse_xform
from tests.bench.synthetic import BLOCK, answers, synthetic_form
from tests.referee.harness import differences
from tests.referee.javarosa import JavaRosa, missing

Replies: TypeAlias = list[dict[str, object]]
Made = TypeVar("Made")

ROWS = 100
WARM_UP = 3000
"""Answers before JavaRosa's are counted: its just-in-time compiler has seen the code by then."""
ANSWERS = 400
VALIDATIONS = 7
LOADS = 5


@dataclass(frozen=True)
class Load:
    """A form to measure: its name, the document, its size, the answers that are given in turns."""

    name: str
    xform: bytes
    questions: int
    rows: int
    path: str
    turns: tuple[str, str]


@dataclass(frozen=True)
class Figure:
    """One line of the table; milliseconds, ``theirs`` is None where Java is missing."""

    form: str
    measure: str
    ours: float
    theirs: float | None

    @property
    def ratio(self) -> float | None:
        """Our time as a multiple of JavaRosa's."""
        return self.ours / self.theirs if self.theirs else None


def loads() -> list[Load]:
    """The forms that are measured, small to large."""
    found = [plain_load(size) for size in (100, 1000, 5000)]
    table = synthetic_form(1000, table=True)
    path = f"/data/hs[{ROWS // 2}]/nhan"
    found.append(Load(f"1000 questions and {ROWS} rows", table, 1000, ROWS, path, ("700", "701")))
    return found


def plain_load(size: int) -> Load:
    """A form without a table; the turns cross the bounds of both conditions in the block."""
    number = size // BLOCK // 2
    path = f"/data/s{number}/a{number}"
    return Load(f"{size} questions", synthetic_form(size), size, 0, path, ("400", "700"))


def fill(line: Callable[[str], Replies], load: Load) -> None:
    """Answer every question of the form.

    Raises:
        RuntimeError: an engine refuses an answer, or the filled form is not valid.
    """
    for _ in range(load.rows - 1):
        _expect(line, "REPEAT\t/data/hs", "result", "ok")
    for path, value in answers(load.questions, load.rows):
        _expect(line, f"ANSWER\t{path}\t{value}", "result", "ok")
    _expect(line, "VALIDATE", "valid", expected=True)


def filled(load: Load) -> DryRun:
    """Our engine with the form, every question answered."""
    run = _open(parse_xform(load.xform))
    fill(run.line, load)
    return run


def measure_ours(load: Load, *, times: int = ANSWERS) -> dict[str, float]:
    """Medians of our engine in milliseconds, by measure."""
    opened = [_timed(lambda: _open(parse_xform(load.xform)))[0] for _ in range(LOADS)]
    run = filled(load)
    spent = []
    for turn in range(times + times // 4):
        line = f"ANSWER\t{load.path}\t{load.turns[turn % 2]}"
        took, replies = _timed(lambda: run.line(line))  # noqa: B023 - called at once
        _check(line, replies, "result", "ok")
        spent.append(took)
    validated = []
    for _ in range(VALIDATIONS):
        took, replies = _timed(lambda: run.line("VALIDATE"))
        _check("VALIDATE", replies, "valid", expected=True)
        validated.append(took)
    return {
        "load": statistics.median(opened),
        "answer": statistics.median(spent[times // 4 :]),
        "validate": statistics.median(validated),
    }


def measure_theirs(load: Load, referee: JavaRosa) -> dict[str, float]:
    """Medians of JavaRosa in milliseconds, by measure."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "form.xml")
        path.write_bytes(load.xform)
        opened = _median(referee, f"TIME\t{LOADS + 4}\tFORM\t{path}")
        referee.load(path)
    fill(referee.line, load)
    answer = f"ANSWER\t{load.path}\t{load.turns[0]}\t{load.turns[1]}"
    _median(referee, f"TIME\t{WARM_UP}\t{answer}")
    found = {
        "load": opened,
        "answer": _median(referee, f"TIME\t{ANSWERS}\t{answer}"),
        "validate": _median(referee, f"TIME\t{VALIDATIONS + 4}\tVALIDATE"),
    }
    _check_same(load, referee)
    return found


def figures(report: Callable[[str], None] = lambda _text: None) -> list[Figure]:
    """The whole table."""
    found: list[Figure] = []
    referee = None if missing() else JavaRosa()
    try:
        for load in loads():
            report(load.name)
            ours = measure_ours(load)
            theirs = measure_theirs(load, referee) if referee is not None else {}
            found += [Figure(load.name, key, ours[key], theirs.get(key)) for key in ours]
    finally:
        if referee is not None:
            referee.close()
    return found


def table(found: Sequence[Figure]) -> str:
    """The figures as text, with the growth of one answer below."""
    lines = [f"{'form':<30} {'measure':<10} {'ours':>12} {'JavaRosa':>12} {'ratio':>7}"]
    for one in found:
        theirs = "-" if one.theirs is None else f"{one.theirs:.3f} ms"
        ratio = "-" if one.ratio is None else f"{one.ratio:.2f}"
        lines.append(
            f"{one.form:<30} {one.measure:<10} {one.ours:>9.3f} ms {theirs:>12} {ratio:>7}"
        )
    lines.append(f"growth of one answer from 100 to 5000 questions: {growth(found):.2f} times")
    return "\n".join(lines)


def growth(found: Sequence[Figure]) -> float:
    """How many times longer an answer takes in the largest form than in the smallest."""
    times = {one.form: one.ours for one in found if one.measure == "answer"}
    return times["5000 questions"] / times["100 questions"]


def main(arguments: Sequence[str]) -> int:
    """Measure and print; exit status 0."""
    parser = argparse.ArgumentParser(prog="dev.py bench form")
    parser.add_argument("--json", action="store_true", help="one JSON document instead of a table")
    chosen = parser.parse_args(arguments)
    if missing():
        print(f"JavaRosa is not measured: {missing()}", file=sys.stderr)
    found = figures(lambda name: print(f"… {name}", file=sys.stderr))
    if chosen.json:
        lines = [{**asdict(one), "ratio": one.ratio} for one in found]
        document = {"unit": "ms", "figures": lines, "growth_of_one_answer": growth(found)}
        print(json.dumps(document, indent=2))
    else:
        print(table(found))
    return 0


def _open(form: Form) -> DryRun:
    return DryRun(form, Surroundings(now_ms=1_568_600_000_000))


def _expect(line: Callable[[str], Replies], text: str, field: str, expected: object) -> None:
    _check(text, line(text), field, expected)


def _check(text: str, replies: Replies, field: str, expected: object) -> None:
    if replies[0].get(field) != expected:
        raise RuntimeError(f"{text!r} was answered {replies[0]}")


def _check_same(load: Load, referee: JavaRosa) -> None:
    """That the measured answers have left JavaRosa where they leave us: the same work was done.

    Raises:
        RuntimeError: something differs.
    """
    ours = filled(load)
    last = f"ANSWER\t{load.path}\t{load.turns[(ANSWERS - 1) % 2]}"
    _expect(ours.line, last, "result", "ok")
    found = differences(last, referee.line("DUMP"), ours.line("DUMP"))
    if found:
        raise RuntimeError(f"{load.name}: {found[0]}")


def _timed(work: Callable[[], Made]) -> tuple[float, Made]:
    start = time.perf_counter()
    made = work()
    return 1000 * (time.perf_counter() - start), made


def _median(referee: JavaRosa, line: str) -> float:
    reply = referee.line(line)[0]
    if "median" not in reply:
        raise RuntimeError(f"JavaRosa could not be measured: {reply}")
    return int(str(reply["median"])) / 1e6


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
