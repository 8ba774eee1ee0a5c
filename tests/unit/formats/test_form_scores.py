"""The columns of points: what the vectors do not show."""

from __future__ import annotations

import pytest

from inspector_app.formats.xlsforms import check_form_file

SETTINGS = '| settings |\n| | form_id | version | namespaces |\n| | thu | 1 | insp="http://inspector-app.vn/xforms" |\n'


def codes(rule: str, unit: str = "%", kind: str = "decimal") -> set[str]:
    """The codes of everything told of a form with one rule."""
    form = (
        "| survey |\n| | type | name | label | bind::insp:score-max | bind::insp:score | bind::insp:unit |\n"
        f"| | {kind} | a | A | 2 | {rule} | {unit} |\n{SETTINGS}"
    )
    return {one.code for one in check_form_file(form.encode(), "thu.md").problems}


@pytest.mark.parametrize(
    "rule", ["linear 105 100", "at-most 100=1 105=0.5", "at-least 100=1", "linear 0 100"]
)
def test_a_share_may_pass_a_hundred_where_less_is_better(rule: str) -> None:
    assert codes(rule) == set()


@pytest.mark.parametrize(
    ("rule", "unit", "code"),
    [
        ("linear 0 110", "%", "score-never-full"),
        ("at-most 100=1", "%", "score-never-zero"),
        ("at-least 101=1", "%", "score-never-full"),
        ("at-least 0=1", "", "score-never-zero"),
    ],
)
def test_a_rule_that_cannot_give_both_ends_is_told(rule: str, unit: str, code: str) -> None:
    assert codes(rule, unit) == {code}


@pytest.mark.parametrize("kind", ["integer", "decimal"])
def test_a_count_has_no_upper_end(kind: str) -> None:
    assert codes("at-most 0=1 2=0.5", "hồ sơ", kind) == set()
