"""Seeded random walks over a form: what a restless person would type."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from typing import Protocol

from tests.referee.outline import Control, Outline, generic

CLEARING = 0.12
"""Share of answers that are taken away."""
ROWS = 4
"""Most rows that a walk gives to a repeat."""
WORDS = (
    "abc", "Xã Lũng Cú", "0", "12", "-1.5", "true", "12/UBND", "9/QĐ-UBND", "AB123", "ZX-9", "AB-12",
    "đường đi", "a/b/c", "x", "hai  chữ", "Đồng Văn",
)  # fmt: skip
DATES = ("2019-09-16", "2019-09-15", "2020-02-29", "1970-01-01", "2019-12-31", "2019-10-01")
TIMES = ("09:50", "00:00", "23:59", "12:30")
MOMENTS = ("2019-09-16T09:50:00.000+07:00", "2020-02-29T23:59:00.000+07:00", "2019-01-01T00:00:00.000+07:00")  # fmt: skip
FILE = "0123456789abcdef" * 4
SUFFIX = {"image": ".jpg", "audio": ".m4a", "video": ".mp4"}


class Side(Protocol):
    """An engine behind the protocol."""

    def line(self, text: str) -> list[dict[str, object]]:
        """Send one line; the objects that answer it."""


def steps(
    rng: random.Random, outline: Outline, side: Side, nodes: list[dict[str, object]], count: int
) -> Iterator[str]:
    """Lines for the next ``count`` steps, by what ``side`` has now (``nodes`` of a DUMP)."""
    paths = [str(node["path"]) for node in nodes]
    open_ones = [path for path in paths if outline.control(path) is not None]
    # What is shown is asked more often than what is hidden or locked.
    shown = {str(node["path"]) for node in nodes if node["relevant"] and not node["readonly"]}
    for _ in range(count):
        pick = rng.random()
        repeat = _row(rng, outline, paths) if outline.repeats and pick < 0.22 else None
        if repeat is None and not open_ones:
            repeat = f"REPEAT\t{min(outline.repeats)}"
        if repeat is not None:
            yield repeat
            continue
        likely = [path for path in open_ones if path in shown]
        path = rng.choice(likely if likely and pick < 0.93 else open_ones)
        control = outline.control(path)
        assert control is not None
        yield f"ANSWER\t{path}\t{_value(rng, outline, control, path, side)}"


def _row(rng: random.Random, outline: Outline, paths: list[str]) -> str | None:
    repeat, is_fixed = rng.choice(sorted(outline.repeats.items()))
    outer = repeat.rpartition("/")[0]
    parents = sorted({one for path in paths if (one := _prefix(path, outer))}) or (
        [outer] if not any(outer == one or outer.startswith(one + "/") for one in outline.repeats) else []
    )  # fmt: skip
    if not parents:
        return None
    parent = rng.choice(parents)
    name = repeat.rpartition("/")[2]
    rows = rows_of(paths, f"{parent}/{name}")
    if rows and (rng.random() < 0.35 or rows >= ROWS):
        return f"REMOVE\t{parent}/{name}[{rng.randint(1, rows)}]"
    if is_fixed and rng.random() < 0.8:
        return None
    return f"REPEAT\t{parent}/{name}"


def rows_of(paths: list[str], repeat: str) -> int:
    """How many rows a repeat has, by the paths of its nodes."""
    start = repeat + "["
    return max((int(p[len(start) :].partition("]")[0]) for p in paths if p.startswith(start)), default=0)  # fmt: skip


def _prefix(path: str, outer: str) -> str:
    """The beginning of a path with rows that is, without them, ``outer``."""
    steps_ = path.split("/")
    head = "/".join(steps_[: outer.count("/") + 1])
    return head if generic(head) == outer and len(steps_) > outer.count("/") + 1 else ""


def _value(rng: random.Random, outline: Outline, control: Control, path: str, side: Side) -> str:
    if rng.random() < CLEARING:
        return ""
    if control.kind in ("select", "select1", "rank"):
        return _chosen(rng, control, path, side)
    if control.kind == "trigger":
        return "OK"
    if control.kind == "upload":
        return FILE + SUFFIX.get(control.path.rpartition("/")[2], ".jpg")
    if control.kind == "range":
        places = round((control.end - control.start) / control.step)
        return plain(round(control.start + control.step * rng.randint(0, places), 6))
    plain_types: Mapping[str, tuple[str, ...]] = {
        "date": DATES + outline.dates, "time": TIMES, "dateTime": MOMENTS,
    }  # fmt: skip
    if control.type in plain_types:
        return rng.choice(plain_types[control.type])
    if control.type in ("int", "decimal"):
        near = rng.choice(outline.numbers) + rng.choice((-1, 0, 0, 1))
        if control.type == "decimal":
            return plain(round(near + rng.choice((0, 0.5, 0.01, -0.25, 0.125)), 6))
        return plain(float(int(near)))
    return rng.choice(WORDS + outline.texts)


def _chosen(rng: random.Random, control: Control, path: str, side: Side) -> str:
    offered = str(side.line(f"CHOICES\t{path}")[0].get("choices", "")).split()
    if not offered:
        return ""
    if control.kind == "select1":
        return rng.choice(offered)
    if control.kind == "rank":
        return " ".join(rng.sample(offered, len(offered)))
    some = rng.sample(offered, rng.randint(1, len(offered)))
    # Mostly in the order of the list, as boxes on paper are read.
    return " ".join(some if rng.random() < 0.1 else [one for one in offered if one in some])


def plain(number: float) -> str:
    """A number as a person types it in an expression: no exponent, no needless zeros."""
    text = f"{number:.6f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text
