"""Repeats in repeats, rows that the form fixes in number, and what a change of rows concerns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector_app.domain.errors import FormError
from inspector_app.domain.form.definition import Form, Question, QuestionType, Repeat, Section, Text
from inspector_app.domain.form.instance.engine import Instance, Surroundings
from inspector_app.domain.log.entity import fixed_row

A, B = b"A" * 16, b"B" * 16
A1, A2, B1 = b"a1" * 8, b"a2" * 8, b"b1" * 8


def _question(name: str, path: str, kind: str = "integer", **fields: str) -> Question:
    repeats = {"commune": "/data/commune", "desk": "/data/commune/desk"}
    around = [one for one, start in repeats.items() if path.startswith(start + "/")]
    is_computed = "calculate" in fields
    return Question(
        name,
        QuestionType("calculate" if is_computed else kind),
        f"{path}/{name}",
        "",
        Text({"vi": name}),
        repeat=around[-1] if around else "",
        has_control=not is_computed,
        **fields,  # type: ignore[arg-type]
    )


def _form(*extra: Question, desk_count: str = "", commune_relevant: str = "") -> Form:
    outer, inner = "/data/commune", "/data/commune/desk"
    questions = (
        _question("n", "/data"),
        _question("name", outer, "text"),
        _question("cases", inner),
        _question("share", inner, calculate="round(100 * ../cases div ../../total, 1)"),
        _question("number", inner, calculate="position(..)"),
        _question("outer_number", inner, calculate="position(../..)"),
        _question("total", outer, calculate="sum(../desk/cases)"),
        _question("all", "/data", calculate="sum(/data/commune/desk/cases)"),
        _question("desks", "/data", calculate="count(/data/commune/desk)"),
        _question(
            "second",
            "/data",
            calculate="indexed-repeat(/data/commune/desk/cases, /data/commune, 1, /data/commune/desk, 2)",
        ),
        *extra,
    )
    return Form(
        form_id="nested",
        version="1",
        title=Text({"vi": "Lồng"}),
        sha256="",
        default_language="vi",
        languages=("vi",),
        sections=(Section("", Text(), ("n", "commune", "all", "desks", "second")),),
        questions={one.name: one for one in questions},
        repeats={
            "commune": Repeat(
                "commune",
                outer,
                "",
                Text({"vi": "Xã"}),
                ("name", "total"),
                commune_relevant,
                items=("name", "desk", "total"),
            ),
            "desk": Repeat(
                "desk",
                inner,
                "",
                Text({"vi": "Bàn"}),
                ("cases", "share", "number", "outer_number"),
                count=desk_count,
                parent="commune",
            ),
        },
    )


def _filled() -> Instance:
    return Instance(
        _form(),
        {("cases", A1): 3, ("cases", A2): 5, ("cases", B1): 2},
        {"commune": [A, B], "desk": [A1, B1, A2]},
        parents={A1: A, A2: A, B1: B},
    )


def _values(instance: Instance, name: str) -> list[object]:
    return [instance.state(node).value for node in instance.nodes() if node[0] == name]


def test_each_row_computes_with_its_own_row_and_the_row_around_it() -> None:
    instance = _filled()
    assert _values(instance, "total") == ["8", "2"]
    assert _values(instance, "share") == ["37.5", "62.5", "100"]
    assert _values(instance, "number") == ["1", "2", "1"]
    assert _values(instance, "outer_number") == ["1", "1", "2"]
    assert [instance.state((one, None)).value for one in ("all", "desks", "second")] == [
        "10",
        "3",
        "5",
    ]


def test_a_change_concerns_the_rows_of_its_own_outer_row_only() -> None:
    instance = _filled()
    changed = instance.set(("cases", A1), 15)
    assert changed == {
        ("cases", A1),
        ("total", A),
        ("share", A1),
        ("share", A2),
        ("all", None),
    }
    assert _values(instance, "share") == ["75", "25", "100"]


def test_rows_come_and_go_at_both_levels() -> None:
    instance = _filled()
    instance.remove_row("desk", A1)
    assert _values(instance, "number") == ["1", "1"]
    assert instance.state(("all", None)).value == "7"
    instance.remove_row("commune", A)
    assert (instance.rows("commune"), instance.state(("all", None)).value) == ((B,), "2")
    assert _values(instance, "outer_number") == ["1"]
    with pytest.raises(KeyError):
        instance.state(("cases", A2))
    with pytest.raises(KeyError):
        instance.add_row("desk", b"x" * 16, A)
    instance.add_row("desk", A2, B)
    assert instance.state(("cases", A2)).value == 5  # what was typed there is not forgotten
    assert instance.rows("desk", B) == (B1, A2)


def test_any_order_of_changes_is_the_same_as_a_fresh_start() -> None:
    one = Instance(_form(), {}, {})
    one.add_row("commune", A)
    one.add_row("desk", A1, A)
    one.set(("cases", A1), 3)
    one.add_row("commune", B)
    one.add_row("desk", B1, B)
    one.add_row("desk", A2, A)
    one.set(("cases", B1), 2)
    one.set(("cases", A2), 5)
    other = _filled()
    assert [(node, one.state(node)) for node in one.nodes()] == [
        (node, other.state(node)) for node in other.nodes()
    ]


def test_a_hidden_outer_table_hides_the_inner_one() -> None:
    form = _form(commune_relevant="/data/n > 0")
    instance = Instance(form, {("cases", A1): 3}, {"commune": [A], "desk": [A1]}, parents={A1: A})
    assert not instance.state(("cases", A1)).is_relevant
    assert not instance.is_relevant_repeat("desk", A)
    assert instance.state(("all", None)).value == "0"
    assert ("all", None) in instance.set(("n", None), 1)
    assert instance.state(("cases", A1)).is_relevant
    assert instance.is_relevant_repeat("desk", A)
    assert instance.state(("all", None)).value == "3"


def test_a_fixed_number_of_rows_follows_its_expression_and_keeps_answers() -> None:
    instance = Instance(
        _form(desk_count="/data/n"), {}, {"commune": [A]}, Surroundings(instance_id=b"i" * 16)
    )
    assert instance.rows("desk", A) == ()
    instance.set(("n", None), 2)
    first, second = instance.rows("desk", A)
    assert (first, second) == tuple(fixed_row(b"i" * 16, A, "desk", index) for index in (0, 1))
    instance.set(("cases", second), 4)
    assert instance.state(("all", None)).value == "4"
    instance.set(("n", None), 1)
    assert (instance.rows("desk", A), instance.state(("all", None)).value) == ((first,), "0")
    instance.set(("n", None), 2)
    assert instance.state(("cases", second)).value == 4
    instance.set(("n", None), 10**9)
    assert len(instance.rows("desk", A)) == 1_000
    instance.set(("n", None), None)
    assert instance.rows("desk", A) == ()


def test_a_table_of_fixed_rows_is_answered_when_a_cell_is() -> None:
    form = _form(desk_count="/data/n")
    fixed = replace(form.repeats["commune"], count="/data/n", questions=("name", "total"))
    form = replace(form, repeats={**form.repeats, "commune": fixed})
    instance = Instance(form, {}, {})
    assert (instance.progress().answered, instance.progress().total) == (0, 1)  # n alone
    instance.set(("n", None), 2)
    assert (instance.progress().answered, instance.progress().total) == (1, 2)
    instance.set(("name", instance.rows("commune")[0]), "Tân Lập")
    assert (instance.progress().answered, instance.progress().total) == (2, 2)


def test_a_number_of_rows_that_depends_on_the_rows_is_refused() -> None:
    with pytest.raises(FormError, match="phụ thuộc"):
        Instance(_form(desk_count="/data/all"), {}, {})


def test_the_position_in_a_plain_group_is_one_and_depends_on_nothing() -> None:
    form = _form(_question("place", "/data", calculate="position(..)"))
    assert Instance(form, {}, {}).state(("place", None)).value == "1"
