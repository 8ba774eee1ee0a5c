"""Unions of paths: each node once, in the order of the form, whatever the order of the paths.

JavaRosa refuses unions, so that the referee cannot tell.
"""

from __future__ import annotations

import pytest

from inspector_app.domain.form.instance.dry_run import DryRun
from inspector_app.domain.form.surroundings import Surroundings
from inspector_app.formats.xlsforms import read_form_file

FORM = r"""
| survey |
| | type | name | label | relevant | required | calculation |
| | text | a | A | | | |
| | begin_group | nhom | Nhóm | | | |
| | integer | c | C | | | |
| | integer | d | D | ${c} != 9 | | |
| | end_group | | | | | |
| | begin_repeat | dong | Dòng | | | |
| | integer | e | E | | | |
| | integer | f | F | | | |
| | calculate | hai | | | | join('-', ${f} \| ${e}) |
| | end_repeat | | | | | |
| | calculate | lan | | | | join('-', ${d} \| ${a} \| ${c} \| ${a}) |
| | calculate | dem | | | | count(${d} \| ${c} \| ${d}) |
| | calculate | dong_ca | | | | join('-', /data/dong/f \| /data/dong/e \| ${c}) |
| | calculate | tong | | | | sum(/data/dong/f \| ${d} \| /data/dong/e) |
| | calculate | dau | | | | string(${c} \| ${a}) |
| | text | co | Có số 1? | (${d} \| ${c}) = 1 | (${d} \| ${c}) = 2 | |
| settings |
| | form_title | form_id | version |
| | hop | hop | 1 |
"""
LINES = (
    "ANSWER\t/data/a\tA",
    "ANSWER\t/data/nhom/c\t1",
    "ANSWER\t/data/nhom/d\t2",
    "REPEAT\t/data/dong",
    "ANSWER\t/data/dong[2]/f\t6",
    "ANSWER\t/data/dong[2]/e\t5",
    "ANSWER\t/data/dong[1]/f\t4",
    "ANSWER\t/data/dong[1]/e\t3",
)


@pytest.fixture
def run() -> DryRun:
    """The form with two rows, answered from the end to the beginning."""
    form = read_form_file(FORM.encode(), "hop.md", {}).form
    run = DryRun(form, Surroundings(now_ms=0))
    for line in LINES:
        assert run.line(line)[0]["result"] == "ok"
    return run


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("/data/lan", "A-1-2"),
        ("/data/dem", "2"),
        ("/data/dong_ca", "1-3-4-5-6"),
        ("/data/tong", "20"),
        ("/data/dau", "A"),
        ("/data/dong[1]/hai", "3-4"),
        ("/data/dong[2]/hai", "5-6"),
    ],
)
def test_each_node_counts_once_in_the_order_of_the_form(run: DryRun, path: str, value: str) -> None:
    assert _node(run, path)["value"] == value


def test_a_union_is_as_true_as_one_of_its_nodes_and_leaves_out_what_is_not_relevant(
    run: DryRun,
) -> None:
    assert (_node(run, "/data/co")["relevant"], _node(run, "/data/co")["required"]) == (True, True)
    run.line("ANSWER\t/data/nhom/c\t9")
    assert (_node(run, "/data/co")["relevant"], _node(run, "/data/co")["required"]) == (
        False,
        False,
    )
    assert _node(run, "/data/lan")["value"] == "A-9"


def _node(run: DryRun, path: str) -> dict[str, object]:
    return next(one for one in run.line("DUMP") if one.get("path") == path)
