"""The intended differences from JavaRosa, each as narrow as it can be told.

The same list, with the reasons at length, stands in ``docs/formats/form.md``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from tests.referee.harness import Disagreement
from tests.referee.outline import Outline, generic

_DOUBLE = re.compile(r"-?\d+\.\d+(?:E-?\d+)?")
_PLAIN = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d*[1-9])?")
_DAY_ONLY = re.compile(r"(\d{4}-\d\d-\d\d)T00:00:00\.000\+07:00")


@dataclass(frozen=True)
class Difference:
    """A way in which the engines differ on purpose: its name, why, and how it shows.

    ``is_writing`` tells that the value is the same and only written otherwise.
    """

    name: str
    reason: str
    shows: Callable[[Outline, Disagreement], bool]
    is_writing: bool = False


def unintended(outline: Outline, state: Sequence[Disagreement]) -> list[Disagreement]:
    """The disagreements that are neither on the list nor follow from one that is.

    ``state`` has all that differs now.
    """
    roots = differing(outline, state)
    return [
        one
        for one in state
        if not is_intended(outline, one) and not follows(outline, one.path, one.field, roots)
    ]


def differing(outline: Outline, state: Sequence[Disagreement]) -> set[str]:
    """The nodes whose values differ as intended; not those that are only written otherwise."""
    return {
        generic(one.path)
        for one in state
        if is_intended(outline, one) and not is_writing(outline, one)
    }


def follows(outline: Outline, path: str, field: str, roots: set[str]) -> bool:
    """Whether this field of a node depends, in the end, on the value of one of ``roots``."""
    return bool(roots & outline.reads.get((generic(path), field), frozenset()))


def is_intended(outline: Outline, found: Disagreement) -> bool:
    """Whether a disagreement is on the list."""
    return any(one.shows(outline, found) for one in DIFFERENCES)


def is_writing(outline: Outline, found: Disagreement) -> bool:
    """Whether the engines agree and only write the value in two ways."""
    return any(one.is_writing and one.shows(outline, found) for one in DIFFERENCES)


def _digits(_outline: Outline, found: Disagreement) -> bool:
    """A double written out by Java, and its 15 significant digits without exponent by us."""
    theirs, ours = str(found.theirs), str(found.ours)
    if found.field != "value" or not (_DOUBLE.fullmatch(theirs) and _PLAIN.fullmatch(ours)):
        return False
    return float(f"{float(theirs):.15g}") == float(ours)


def _part_of_day(outline: Outline, found: Disagreement) -> bool:
    """A time as a part of the day: to 11 digits there, where it is taken from a whole date."""
    source = outline.calculated.get(generic(found.path), "")
    if found.field != "value" or "decimal-time(" not in source:
        return False
    try:
        return abs(float(str(found.theirs)) - float(str(found.ours))) < 1e-11
    except ValueError:
        return False


def _undefined(outline: Outline, found: Disagreement) -> bool:
    """NaN or an infinity as the result of a calculation; no value for us."""
    return (
        found.field == "value"
        and generic(found.path) in outline.calculated
        and found.theirs in ("NaN", "Infinity", "-Infinity")
        and found.ours == ""
    )


def _time(outline: Outline, found: Disagreement) -> bool:
    """The same time of day, to the millisecond and with its zone there, as typed here."""
    if found.field != "value" or outline.types.get(generic(found.path)) != "time":
        return False
    try:
        theirs = time.fromisoformat(str(found.theirs))
        return theirs.replace(tzinfo=None) == time.fromisoformat(str(found.ours))
    except ValueError:
        return False


def _clock(outline: Outline, found: Disagreement) -> bool:
    """Moments that each engine reads from its own clock, a few seconds apart."""
    if found.field != "value" or generic(found.path) not in outline.preloaded:
        return False
    try:
        theirs = datetime.fromisoformat(str(found.theirs))
        ours = datetime.fromisoformat(str(found.ours))
    except ValueError:
        return False
    return abs((theirs - ours).total_seconds()) < 600


def _boolean(outline: Outline, found: Disagreement) -> bool:
    """The result of a comparison as a value: 1 or 0 there, true or false here."""
    pairs = (("1", "true"), ("0", "false"))
    computed = generic(found.path) in outline.calculated
    return found.field == "value" and computed and (found.theirs, found.ours) in pairs


def _day(outline: Outline, found: Disagreement) -> bool:
    """A whole day that a calculation stores: a moment at midnight there, a date here."""
    match = _DAY_ONLY.fullmatch(str(found.theirs))
    return found.field == "value" and match is not None and match.group(1) == found.ours


def _no_index(outline: Outline, found: Disagreement) -> bool:
    """indexed-repeat() whose index is empty: the first row there, nothing here."""
    source = outline.calculated.get(generic(found.path), "")
    return found.field == "value" and source.startswith("indexed-repeat(") and found.ours == ""


def _numbered(outline: Outline, found: Disagreement) -> bool:
    """A row named by its number, ``/data/r[1]/q``: nothing there, the row here."""
    source = outline.calculated.get(generic(found.path), "")
    return (
        found.field == "value" and re.search(r"\[\d+\]", source) is not None and found.theirs == ""
    )


def _negative(outline: Outline, found: Disagreement) -> bool:
    """The largest of negative numbers: 0 there, the number here."""
    source = outline.calculated.get(generic(found.path), "")
    is_largest = re.search(r"\bmax\(", source) is not None
    return (
        found.field == "value"
        and is_largest
        and found.theirs == "0"
        and re.fullmatch(r"-\d+(?:\.\d+)?", str(found.ours)) is not None
    )


def _own_repeat(outline: Outline, found: Disagreement) -> bool:
    """The repeat counted from inside one of its rows or of its predicates: 1 there, all rows here."""
    path = generic(found.path)
    source = outline.calculated.get(path, "")
    counted = re.findall(r"\bcount\(\s*(/[\w/.-]+)\s*\)", source)
    return found.field == "value" and any(
        one in outline.repeats and (path.startswith(one + "/") or f"{one}[" in source)
        for one in counted
    )


def _choice_order(outline: Outline, found: Disagreement) -> bool:
    """The choices of a select_multiple: as they were ticked there, as the list has them here."""
    control = outline.control(found.path)
    return (
        found.field == "value"
        and control is not None
        and control.kind == "select"
        and sorted(str(found.theirs).split()) == sorted(str(found.ours).split())
    )


def _hidden_row(outline: Outline, found: Disagreement) -> bool:
    """The position of a row that is not relevant, where nobody sees it: 0 there, its place here."""
    source = outline.calculated.get(generic(found.path), "")
    return found.field == "value" and found.is_hidden and "position(.." in source


def _half(outline: Outline, found: Disagreement) -> bool:
    """A negative number just between two: rounded up there, away from zero here."""
    source = outline.calculated.get(generic(found.path), "")
    if found.field != "value" or re.search(r"\bround\(", source) is None:
        return False
    try:
        return float(str(found.ours)) < 0 and float(str(found.ours)) < float(str(found.theirs))
    except ValueError:
        return False


DIFFERENCES = (
    Difference(
        "digits",
        "A computed number has the 15 significant digits that every double keeps and no exponent;"
        " Java writes the double: 5.0, 1.0E7, 0.30000000000000004.",
        _digits,
        is_writing=True,
    ),
    Difference(
        "part of a day",
        "decimal-time() is exact; JavaRosa takes it from the days since 1970, which leaves it eleven"
        " digits.",
        _part_of_day,
        is_writing=True,
    ),
    Difference(
        "undefined",
        "A calculation without a result is unanswered, never the word NaN.",
        _undefined,
    ),
    Difference(
        "boolean",
        "The specification stores a truth as the text that string() gives: true or false. JavaRosa"
        " stores 1 or 0 and remembers that it was a truth; a text 'false' is true.",
        _boolean,
        is_writing=True,
    ),
    Difference(
        "no index",
        "indexed-repeat() with an empty or impossible index has no result; JavaRosa takes a row.",
        _no_index,
    ),
    Difference(
        "numbered row",
        "A number as a predicate is the position (XPath 1.0); JavaRosa finds nothing.",
        _numbered,
    ),
    Difference(
        "own repeat",
        "A path that ends at a repeat means all its rows, also inside one of them; JavaRosa takes"
        " the row itself, so that count() is 1.",
        _own_repeat,
    ),
    Difference(
        "order of choices",
        "The answer of a select_multiple is a set: it is kept in the order of the list, so that two"
        " people who tick the same boxes have the same answer.",
        _choice_order,
    ),
    Difference(
        "hidden row",
        "position() of a row that is not relevant is its place; JavaRosa has 0, nobody sees either.",
        _hidden_row,
    ),
    Difference(
        "half", "round() takes halves away from zero: -1.5 to -2, as spreadsheets do.", _half
    ),
    Difference("negative", "max() of negative numbers is the largest of them.", _negative),
    Difference(
        "day", "A day is a date, not a moment at midnight in some zone.", _day, is_writing=True
    ),
    Difference(
        "time",
        "A time is kept as it was typed: 09:50, not 09:50:00.000+07:00.",
        _time,
        is_writing=True,
    ),
    Difference("clock", "Metadata moments come from two clocks.", _clock, is_writing=True),
)
