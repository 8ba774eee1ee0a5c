"""The running instance: relevance, recalculation, constraints, rows, progress."""

from __future__ import annotations

import pytest

from inspector_app.domain.errors import FormError
from inspector_app.domain.form.definition import Form
from inspector_app.domain.form.instance.engine import (
    Instance,
    Node,
    Value,
    Violation,
    ViolationKind,
)
from tests.kit.days import on_day
from tests.unit.domain.form.forms import form, question

A, B = b"a" * 16, b"b" * 16


def start(made: Form) -> Instance:
    return Instance(made, {}, {}, on_day("2019-09-16"))


def kinds(violations: tuple[Violation, ...]) -> list[tuple[str, str]]:
    return [(one.node[0], one.kind.value) for one in violations]


def test_relevance_hides_the_answer_but_keeps_it() -> None:
    instance = start(
        form(
            question("ok", "select_one"),
            question("why", "text", relevant="/data/s/ok = 'no'", required="true()"),
            question("length", calculate="string-length(/data/s/why)"),
        )
    )
    assert not instance.state(("why", None)).is_relevant
    assert instance.set(("ok", None), "no") == {("ok", None), ("why", None)}
    assert kinds(instance.violations()) == [("why", "required")]
    assert instance.set(("why", None), "vì thế") == {("why", None), ("length", None)}
    assert instance.state(("length", None)).value == 6
    assert instance.violations() == ()
    instance.set(("ok", None), "yes")
    hidden = instance.state(("why", None))
    assert (hidden.value, hidden.is_relevant, hidden.is_required) == ("vì thế", False, False)
    assert instance.state(("length", None)).value == 0
    instance.set(("ok", None), "no")
    assert instance.state(("length", None)).value == 6


def test_relevance_is_inherited_through_groups_and_empties_calculations() -> None:
    made = form(
        question("on", "select_one"),
        question("inner", path="/data/s/g/h/inner"),
        question("twice", path="/data/s/g/h/twice", calculate="../inner * 2"),
        question("after", calculate="coalesce(/data/s/g/h/twice, -1)"),
        groups={"/data/s/g": "/data/s/on = 'yes'"},
    )
    instance = start(made)
    instance.set(("inner", None), 4)
    assert instance.state(("twice", None)).value is None
    assert instance.state(("after", None)).value == -1
    changed = instance.set(("on", None), "yes")
    assert changed == {(name, None) for name in ("on", "inner", "twice", "after")}
    assert instance.state(("after", None)).value == 8


def test_a_constraint_speaks_only_about_an_answer() -> None:
    instance = start(form(question("n", constraint=". > 3"), question("m", "decimal")))
    assert instance.violations() == ()
    instance.set(("n", None), 2)
    assert kinds(instance.violations()) == [("n", "constraint")]
    instance.set(("n", None), 4)
    assert instance.violations() == ()


def test_a_value_of_the_wrong_type_is_a_violation_not_a_crash() -> None:
    made = form(question("n"), question("c", "select_one"))
    instance = Instance(made, {("n", None): "x", ("c", None): "gone"}, {}, on_day("2019-09-16"))
    assert kinds(instance.violations()) == [("n", "type"), ("c", "type")]


def test_zero_denominator_gives_nothing() -> None:
    rate = "if(/data/s/all > 0, round(100 * /data/s/part div /data/s/all, 2), '')"
    made = form(
        question("part"),
        question("all"),
        question("rate", "decimal", calculate=rate),
        question("plain", "decimal", calculate="/data/s/part div /data/s/all"),
    )
    instance = start(made)
    instance.set(("part", None), 0)
    instance.set(("all", None), 0)
    assert instance.state(("rate", None)).value is None
    assert instance.state(("plain", None)).value is None
    instance.set(("part", None), 9957)
    instance.set(("all", None), 10000)
    assert instance.state(("rate", None)).value == "99.57"


def test_money_is_exact() -> None:
    made = form(
        question("x", "decimal", repeat="t"),
        question("total", "decimal", calculate="sum(/data/s/t/x)"),
        question("half", "decimal", calculate="round(/data/s/total div 2, 2)"),
    )
    rows = {"t": [A, B]}
    answers: dict[Node, Value] = {("x", A): "1234567890.1", ("x", B): "0.2"}
    instance = Instance(made, answers, rows, on_day("2019-09-16"))
    assert instance.state(("total", None)).value == "1234567890.3"
    assert instance.state(("half", None)).value == "617283945.15"


def test_a_reason_counts_where_it_is_given_or_must_be() -> None:
    made = form(
        question("rate", calculate="1", insp={"na": "rate_na"}),
        question("rate_na", "text"),
        question("ok", "select_one", insp={"na": "ok_na"}),
        question("ok_na", "text", required="/data/s/ok = 'no'"),
        question("remark", "text"),
    )
    instance = start(made)
    assert (instance.progress().answered, instance.progress().total) == (0, 2)
    assert instance.unanswered() == (("ok", None), ("remark", None))
    asked = [name for name in made.questions if instance.state((name, None)).is_asked]
    assert asked == ["rate", "ok", "remark"]
    instance.set(("ok", None), "no")
    assert (instance.progress().answered, instance.progress().total) == (1, 3)
    assert instance.unanswered() == (("ok_na", None), ("remark", None))
    assert instance.state(("ok_na", None)).is_asked
    instance.set(("ok", None), "yes")
    instance.set(("rate_na", None), "không phát sinh")
    assert (instance.progress().answered, instance.progress().total) == (2, 3)


def balanced() -> Form:
    return form(
        question("a", repeat="t", required="true()", constraint=". >= 0"),
        question("b", repeat="t", required="true()", constraint=". >= 0"),
        question(
            "diff", repeat="t", calculate="../a - ../b", constraint=". = 0", readonly="true()"
        ),
        question("sum_a", calculate="sum(/data/s/t/a[. != ''])"),
        question("rows", calculate="count(/data/s/t)"),
        question("nth", repeat="t", calculate="position(..)"),
    )


def test_rows_come_and_go() -> None:
    instance = start(balanced())
    assert instance.progress().total == 1
    assert instance.progress().answered == 0
    changed = instance.add_row("t", A)
    assert {("a", A), ("diff", A), ("rows", None)} <= changed
    instance.add_row("t", B)
    assert instance.rows("t") == (A, B)
    assert instance.progress().answered == 1
    instance.set(("a", A), 5)
    assert instance.set(("a", B), 7) == {("a", B), ("sum_a", None)}
    assert instance.state(("sum_a", None)).value == 12
    assert instance.state(("nth", B)).value == 2
    changed = instance.remove_row("t", A)
    assert changed == {("sum_a", None), ("rows", None), ("nth", B)}
    assert instance.state(("sum_a", None)).value == 7
    assert instance.state(("nth", B)).value == 1
    with pytest.raises(KeyError):
        instance.state(("a", A))
    assert instance.remove_row("t", A) == frozenset()


def test_the_balance_check_waits_for_both_figures() -> None:
    instance = start(balanced())
    instance.add_row("t", A)
    assert instance.unanswered() == (("a", A), ("b", A))
    instance.set(("a", A), 5)
    assert kinds(instance.violations()) == [("b", "required")]
    instance.set(("b", A), 4)
    assert kinds(instance.violations()) == [("diff", "constraint")]
    assert instance.progress().violations == 1
    instance.set(("b", A), 5)
    assert instance.violations() == ()


def test_a_change_in_one_row_leaves_the_others_alone() -> None:
    instance = start(balanced())
    for row in (A, B):
        instance.add_row("t", row)
    assert instance.set(("a", B), 1) == {("a", B), ("sum_a", None)}
    assert instance.set(("b", B), 1) == {("b", B), ("diff", B)}


def test_relevance_of_cells_and_of_the_whole_table() -> None:
    made = form(
        question("on", "select_one"),
        question("field", "select_one", repeat="t"),
        question("other", "text", repeat="t", relevant="../field = 'no'", required="true()"),
        repeat_relevant="/data/s/on = 'yes'",
    )
    instance = start(made)
    assert not instance.is_relevant_repeat("t")
    assert instance.progress().total == 1
    instance.add_row("t", A)
    assert not instance.state(("field", A)).is_relevant
    instance.set(("on", None), "yes")
    assert instance.is_relevant_repeat("t")
    instance.set(("field", A), "no")
    assert kinds(instance.violations()) == [("other", "required")]


def test_defaults_stand_until_an_answer_or_its_removal() -> None:
    made = form(question("n", default="3"), question("m", calculate="/data/s/n + 1"))
    instance = start(made)
    assert instance.state(("m", None)).value == 4
    instance.set(("n", None), None)
    assert instance.state(("n", None)).value is None
    assert instance.state(("m", None)).value is None


def test_setting_the_same_value_changes_nothing() -> None:
    instance = start(form(question("n"), question("m", calculate="/data/s/n")))
    assert instance.set(("n", None), 1) == {("n", None), ("m", None)}
    assert instance.set(("n", None), 1) == frozenset()


def test_unknown_nodes_are_refused() -> None:
    instance = start(balanced())
    for node in (("zzz", None), ("a", None), ("rows", A)):
        with pytest.raises(KeyError):
            instance.state(node)


@pytest.mark.parametrize(
    ("made", "part"),
    [
        (
            form(question("a", calculate="/data/s/b"), question("b", calculate="/data/s/a")),
            "vòng tròn: a → b → a",
        ),
        (form(question("a", calculate=". + 1")), "chính câu này"),
        (form(question("a", relevant=". = 1")), "chính câu này"),
        (
            form(
                question("a", calculate="/data/s/b"),
                question("b", relevant="/data/s/c = 1"),
                question("c", calculate="/data/s/a"),
            ),
            "vòng tròn",
        ),
        (form(question("a", constraint="nope(.)")), "cột «constraint», câu «a»"),
        (form(question("a", required="/data/s/x")), "không có câu hỏi hay nhóm «x»"),
    ],
)
def test_cycles_and_unknown_names_are_refused_when_the_form_is_read(made: Form, part: str) -> None:
    with pytest.raises(FormError) as caught:
        start(made)
    assert part in str(caught.value)


def test_a_constraint_may_refer_to_itself_and_to_what_depends_on_it() -> None:
    made = form(
        question("a", constraint="/data/s/b < 10"), question("b", calculate="/data/s/a * 2")
    )
    instance = start(made)
    assert instance.set(("a", None), 6) == {("a", None), ("b", None)}
    assert [one.kind for one in instance.violations()] == [ViolationKind.CONSTRAINT]


def test_one_answer_in_a_large_form_costs_what_it_concerns() -> None:
    questions = [question("q0")]
    for n in range(1, 2000):
        questions.append(question(f"q{n}", relevant=f"/data/s/q{n - 1} != 9"))
    instance = start(form(*questions))
    assert instance.set(("q1000", None), 5) == {("q1000", None)}
    assert instance.set(("q1000", None), 9) >= {("q1000", None), ("q1001", None)}
