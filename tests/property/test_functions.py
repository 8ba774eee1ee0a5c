"""Properties of the function library: whatever the arguments, a value or a named error."""

from __future__ import annotations

import contextlib
import math
import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from inspector_app.domain.errors import ExpressionError
from inspector_app.domain.form.expression.bare import BareEnvironment, as_document, evaluate_bare
from inspector_app.domain.form.expression.functions.matching import matcher
from inspector_app.domain.form.expression.functions.pattern_tree import PatternError
from inspector_app.domain.form.expression.functions.table import FUNCTIONS
from inspector_app.domain.form.expression.moments import instant, iso, local
from inspector_app.domain.form.expression.operators import compare
from inspector_app.domain.form.expression.values import Evaluator, PrimaryNode, Scope, XValue
from inspector_app.domain.form.numbers import Moment, format_double, parse_double, read_moment
from inspector_app.domain.form.schema import SchemaKind, SchemaNode
from inspector_app.domain.form.surroundings import Surroundings
from tests.unit.domain.form.expression.evaluations import at

HERE = at("2019-09-20T08:30:15.250+07:00")
THERE = at("2019-09-20T08:30:15.250+07:00", "America/New_York")
ROOT = SchemaNode("data", "/data", SchemaKind.ROOT, None)
WORDS = (
    "", "a", "a b", "true", "1", "-1", "2.5", "2020-02-29", "2021-03-14T02:30:00", "%Y-%m-%d %H",
    "2021-11-07T01:30:00.5+07:00", "0 0;1 1;0 0", "91 0", "SHA-256", "hex", "[a-z]+", "(a+)+", "06:00Z",
)  # fmt: skip
NUMBERS = (0.0, -0.0, 1.0, -1.0, 0.5, 1e300, -1e300, 1e-300, math.nan, math.inf, -math.inf, 2.0**63)


class _Node(PrimaryNode):
    """A node with any text."""

    __slots__ = ("said",)

    def __init__(self, said: str) -> None:
        super().__init__(BareEnvironment(HERE), ROOT, None)
        object.__setattr__(self, "said", said)

    def text(self) -> str:
        return str(self.said)  # type: ignore[attr-defined]


texts = st.sampled_from(WORDS) | st.text(max_size=12)
values: st.SearchStrategy[XValue] = st.one_of(
    texts,
    st.sampled_from(NUMBERS),
    st.floats(),
    st.booleans(),
    st.lists(texts.map(_Node), max_size=3),
)


def constant(value: XValue) -> Evaluator:
    return lambda _scope: value


@settings(max_examples=3000, deadline=None)
@given(
    name=st.sampled_from(sorted(set(FUNCTIONS) - {"regex"})),
    arguments=st.lists(values, min_size=5, max_size=5),
    count=st.integers(0, 5),
    surroundings=st.sampled_from([HERE, THERE]),
)
def test_any_arguments_give_a_value(
    name: str, arguments: list[XValue], count: int, surroundings: Surroundings
) -> None:
    function = FUNCTIONS[name]
    count = max(count, function.least)
    if function.most is not None:
        count = min(count, function.most)
    environment = BareEnvironment(surroundings)
    node = PrimaryNode(environment, ROOT, None)
    given_ = tuple(constant(value) for value in arguments[:count])
    value = function.implementation(Scope(environment, node, node), given_)
    assert isinstance(value, str | float | bool | list)
    assert as_document(value)["type"] in ("string", "number", "boolean", "nodeset")


@settings(max_examples=500, deadline=None)
@given(st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), values, values)
def test_any_two_values_compare(name: str, left: XValue, right: XValue) -> None:
    assert isinstance(compare(name, left, right), bool)


@settings(max_examples=500, deadline=None)
@given(
    st.text(alphabet="ab1(){}[]|*+?.\\^$-,pLdwsQE:<>=!iu", max_size=14), st.text("ab1-", max_size=8)
)
@example("(?i)[^a]", "b")
def test_any_pattern_is_refused_or_agrees_with_python(pattern: str, text: str) -> None:
    try:
        found = matcher(pattern).matches(text)
    except PatternError:
        return
    if re.search(r"\\[pPQhHz]|\(\?|\{,|\[\]|\[\^\]|\$.|\\[aef]", pattern):
        return  # Python reads these in another way
    with contextlib.suppress(re.error):
        assert found == (re.fullmatch(pattern, text, re.ASCII) is not None)


@settings(max_examples=500, deadline=None)
@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_survives_its_text(number: float) -> None:
    assert parse_double(format_double(number)) == number


@settings(max_examples=500, deadline=None)
@given(st.integers(-60_000_000_000_000, 250_000_000_000_000), st.sampled_from([HERE, THERE]))
def test_a_moment_survives_its_text(ms: int, surroundings: Surroundings) -> None:
    moment = local(ms, surroundings)
    assert moment is not None
    again = read_moment(iso(moment))
    assert again is not None
    assert instant(again, surroundings) == ms


@settings(max_examples=300, deadline=None)
@given(st.integers(-700_000, 2_900_000), st.integers(0, 86_399_999))
def test_a_local_time_is_that_time_unless_the_clock_jumped(days: int, ms: int) -> None:
    moment = Moment(days, ms, None, is_date=False)
    shown = local(instant(moment, THERE), THERE)
    assert shown is not None
    gap = (shown.days - days) * 86_400_000 + shown.ms - ms
    assert gap in (0, 3_600_000)


@settings(max_examples=500, deadline=None)
@given(st.text(max_size=30))
def test_any_text_is_an_expression_or_refused(text: str) -> None:
    with contextlib.suppress(ExpressionError):
        evaluate_bare(text, HERE)


def test_regex_needs_a_literal() -> None:
    with pytest.raises(ExpressionError):
        evaluate_bare("regex('a', string(.))", HERE)
