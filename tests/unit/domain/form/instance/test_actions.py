"""Values that a form writes by itself, choices that depend on answers, texts with values in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from inspector_app.domain.errors import FormError
from inspector_app.domain.form.definition import (
    OUTPUT,
    Action,
    ActionEvent,
    Choice,
    Form,
    Itemset,
    Question,
    Text,
)
from inspector_app.domain.form.instance.engine import Instance, Surroundings, ViolationKind
from tests.kit.days import on_day
from tests.unit.domain.form.forms import form, question

ROW, OTHER = b"r" * 16, b"o" * 16


def _form(*questions: Question, actions: tuple[Action, ...] = (), **more: Any) -> Form:
    made = form(*questions)
    fields = {name: getattr(made, name) for name in Form.__dataclass_fields__}
    return Form(**(fields | {"actions": actions} | more))


def _first(target: str, expression: str) -> Action:
    return Action(ActionEvent.FIRST_LOAD, target, expression)


def test_a_dynamic_default_is_written_once_when_the_instance_is_new() -> None:
    made = _form(
        question("day", "date"),
        question("base"),
        question("twice", calculate="/data/s/base * 2"),
        actions=(_first("day", "today()"), _first("base", "3 + 4")),
    )
    new = Instance(made, {}, {}, on_day("2019-09-16"), is_new=True)
    assert new.state(("day", None)).value == "2019-09-16"
    assert new.state(("twice", None)).value == 14 or new.state(("twice", None)).value == "14"
    assert new.take_written() == {("day", None): "2019-09-16", ("base", None): 7}
    assert new.take_written() == {}
    loaded = Instance(made, {("base", None): None}, {}, on_day("2020-01-01"))
    assert (loaded.state(("day", None)).value, loaded.take_written()) == (None, {})


def test_a_trigger_writes_when_the_answer_changes_and_chains_end() -> None:
    changed = ActionEvent.VALUE_CHANGED
    made = _form(
        question("a"),
        question("b"),
        question("c", "text"),
        actions=(
            Action(changed, "b", "/data/s/a + 1", "a"),
            Action(changed, "c", "concat('b=', /data/s/b)", "b"),
            Action(changed, "a", "/data/s/b + 1", "b"),  # a and b set each other off, for ever
        ),
    )
    instance = Instance(made, {}, {})
    assert ("c", None) in instance.set(("a", None), 1)
    written = instance.take_written()
    assert str(written["c", None]).startswith("b=")
    instance.set(("a", None), None)
    assert instance.state(("b", None)).value is None


def test_clearing_is_an_action_too() -> None:
    made = _form(
        question("a"),
        question("b"),
        actions=(Action(ActionEvent.VALUE_CHANGED, "b", "", "a"),),
    )
    instance = Instance(made, {("b", None): 5}, {})
    assert instance.set(("a", None), 1) == {("a", None), ("b", None)}
    assert instance.take_written() == {("b", None): None}


def test_a_new_row_gets_its_defaults_and_triggers_stay_in_their_row() -> None:
    made = _form(
        question("n", repeat="t"),
        question("m", repeat="t"),
        actions=(
            Action(ActionEvent.NEW_ROW, "n", "position(..) * 10", "t"),
            Action(ActionEvent.VALUE_CHANGED, "m", "../n + 1", "n"),
        ),
    )
    instance = Instance(made, {}, {})
    instance.add_row("t", ROW)
    instance.add_row("t", OTHER)
    assert [instance.state(("n", row)).value for row in (ROW, OTHER)] == [10, 20]
    assert [instance.state(("m", row)).value for row in (ROW, OTHER)] == [11, 21]
    instance.set(("n", OTHER), 5)
    assert [instance.state(("m", row)).value for row in (ROW, OTHER)] == [11, 6]


def test_once_keeps_its_first_result_and_hands_it_out() -> None:
    made = _form(question("a"), question("k", "calculate", calculate="once(/data/s/a)"))
    instance = Instance(made, {}, {})
    instance.set(("a", None), 4)
    instance.set(("a", None), 9)
    assert instance.state(("k", None)).value == "4"
    assert instance.take_written() == {("k", None): "4"}
    again = Instance(made, {("k", None): "4", ("a", None): 9}, {})
    assert again.state(("k", None)).value == "4"


def test_metadata_is_written_from_the_surroundings() -> None:
    names = ("start", "today", "username", "deviceid", "uid", "end")
    made = _form(*(question(name, "hidden", preload=name, has_control=False) for name in names))
    around = Surroundings(
        now_ms=1_568_602_200_000,
        offset=lambda _moment: 420,
        random_bytes=lambda length: b"\x5a" * length,
        username="Nguyễn Văn A",
    )
    instance = Instance(made, {}, {}, around, is_new=True)
    assert instance.take_written() == {
        ("start", None): "2019-09-16T09:50:00.000+07:00",
        ("today", None): "2019-09-16",
        ("username", None): "Nguyễn Văn A",
        ("uid", None): "uuid:5a5a5a5a-5a5a-4a5a-9a5a-5a5a5a5a5a5a",
    }
    instance.finish()
    assert instance.take_written() == {("end", None): "2019-09-16T09:50:00.000+07:00"}


COMMUNES: tuple[Mapping[str, str], ...] = (
    {"name": "x1", "label": "Xã Một", "district": "h1"},
    {"name": "x2", "label": "Xã Hai", "district": "h1"},
    {"name": "x3", "label": "Xã Ba", "district": "h2"},
)


def _cascade(nodeset: str) -> Form:
    choices = tuple(Choice(one["name"], Text({"vi": one["label"]}), one) for one in COMMUNES)
    return _form(
        question("h", "text"),
        question(
            "x", "select_one", choices=choices, itemset=Itemset(nodeset, "xa"), required="true()"
        ),
        instances={"xa": COMMUNES},
    )


def test_choices_follow_the_answers_and_what_is_no_longer_offered_is_kept_and_marked() -> None:
    instance = Instance(_cascade("instance('xa')/root/item[district = current()/../h]"), {}, {})
    node = ("x", None)
    assert instance.choices(node) == ()
    instance.set(("h", None), "h1")
    assert [one.name for one in instance.choices(node)] == ["x1", "x2"]
    refused = instance.candidate(node, "x3")
    assert refused is not None
    assert refused.kind is ViolationKind.TYPE
    instance.set(node, "x2")
    assert instance.violations() == ()
    instance.set(("h", None), "h2")
    assert instance.state(node).value == "x2"
    first = instance.first_invalid()
    assert first is not None
    assert (first.kind, first.node) == (ViolationKind.TYPE, node)


def test_a_drawn_order_stays() -> None:
    bytes_ = iter(range(1, 255))
    around = Surroundings(random_bytes=lambda length: bytes([next(bytes_)]) * length)
    instance = Instance(_cascade("randomize(instance('xa')/root/item)"), {}, {}, around)
    drawn = instance.choices(("x", None))
    assert {one.name for one in drawn} == {"x1", "x2", "x3"}
    assert all(instance.choices(("x", None)) == drawn for _ in range(20))


def test_an_index_finds_what_the_plain_walk_finds() -> None:
    made = _cascade("instance('xa')/root/item")
    instance = Instance(made, {("h", None): "h1"}, {})
    for fast, plain in (
        ("[district = /data/s/h]", "[string(district) = string(/data/s/h)]"),
        ("['h2' = district]", "[string(district) = 'h2']"),
        ("[district = 5]", "[number(district) = 5]"),
        ("[label = 'Xã Ba']", "[string(label) = 'Xã Ba']"),
    ):
        for tail in ("/name", ""):
            one = instance.evaluate(f"join('|', instance('xa')/root/item{fast}{tail})")
            other = instance.evaluate(f"join('|', instance('xa')/root/item{plain}{tail})")
            assert one == other
    assert instance.evaluate("pulldata('xa', 'label', 'name', 'x3')") == "Xã Ba"
    assert instance.evaluate("pulldata('xa', 'label', 'name', 'none')") == ""


def test_read_only_by_condition_is_inherited() -> None:
    made = _form(
        question("lock", "text"),
        question("a", path="/data/s/g/a"),
        question("b", path="/data/s/g/b", readonly="/data/s/a > 5"),
        group_readonly={"/data/s/g": "/data/s/lock = 'yes'"},
        group_labels={"/data/s/g": Text({"vi": "Nhóm"})},
    )
    with pytest.raises(FormError):
        Instance(made, {}, {})  # /data/s/a is not where the question is
    made = _form(
        question("lock", "text"),
        question("a", path="/data/s/g/a"),
        question("b", path="/data/s/g/b", readonly="../a > 5"),
        group_readonly={"/data/s/g": "/data/s/lock = 'yes'"},
    )
    instance = Instance(made, {}, {})
    assert not instance.state(("b", None)).is_readonly
    assert instance.set(("a", None), 6) >= {("b", None)}
    assert instance.state(("b", None)).is_readonly
    assert instance.set(("lock", None), "yes") >= {("a", None)}
    assert instance.flags(("a", None)) == (True, False, True)


def test_texts_show_values_as_people_write_them() -> None:
    label = Text(
        {"vi": f"Tổng {OUTPUT}0{OUTPUT} ngày {OUTPUT}1{OUTPUT}", "en": f"{OUTPUT}1{OUTPUT}"},
        ("/data/s/n", "/data/s/d"),
    )
    made = _form(
        question("n", "decimal"), question("d", "date"), question("q", "text", label=label)
    )
    instance = Instance(made, {("n", None): "1234.5", ("d", None): "2019-09-16"}, {})
    filled = instance.label(made.questions["q"].label, ("q", None))
    assert filled.in_("vi") == "Tổng 1.234,5 ngày 16/09/2019"
    assert filled.in_("en") == "16/09/2019"
    assert label.in_("vi") == "Tổng … ngày …"
    broken = _form(question("q", "text", label=Text({"vi": f"{OUTPUT}0{OUTPUT}"}, ("/data/s/zz",))))
    with pytest.raises(FormError, match="zz"):
        Instance(broken, {}, {})


def test_the_reported_side_follows_the_relevance_and_rows_of_the_verified_one() -> None:
    made = _form(
        question("has", "text"),
        question("n", relevant="/data/s/has = 'yes'"),
        question("double", "calculate", calculate="/data/s/n * 2"),
        question("c", repeat="t"),
    )
    verified = Instance(made, {("has", None): "yes"}, {"t": [ROW]})
    reported = Instance(made, {("n", None): 4, ("c", ROW): 1}, {}, follows=verified)
    assert reported.state(("n", None)).is_relevant
    assert reported.state(("double", None)).value == "8"
    assert reported.state(("c", ROW)).value == 1
    hidden = Instance(made, {("has", None): "no"}, {})
    assert (
        Instance(made, {("n", None): 4}, {}, follows=hidden).state(("double", None)).value is None
    )


def test_what_the_reported_side_computes_hides_nothing_on_the_verified_one() -> None:
    made = _form(
        question("seen"),
        question("double", calculate="coalesce(/data/s/seen, 0) * 2"),
        question("why", "text", relevant="/data/s/double > 0", required="true()"),
        question("c", repeat="t"),
    )
    made = replace(made, repeats={"t": replace(made.repeats["t"], count="/data/s/double")})
    verified = Instance(made, {("seen", None): 1}, {})
    before = verified.violations()
    reported = Instance(made, {}, {}, follows=verified)  # the unit reports nothing of it
    assert reported.state(("double", None)).value == 0
    assert verified.state(("why", None)).is_relevant
    assert len(verified.rows("t")) == 2
    assert verified.violations() == before != ()


def test_a_candidate_is_judged_and_nothing_is_stored() -> None:
    made = _form(question("a", constraint=". < 10", required="true()"))
    instance = Instance(made, {}, {})
    node = ("a", None)
    kinds = [instance.candidate(node, value) for value in (5, 50, None)]
    assert [one and one.kind for one in kinds] == [
        None,
        ViolationKind.CONSTRAINT,
        ViolationKind.REQUIRED,
    ]
    assert instance.candidate(node, "x") is not None
    assert instance.state(node).value is None
    assert instance.text_of(node) == ""


def test_a_default_is_nothing_that_a_unit_reported() -> None:
    made = _form(question("n", default="3"))
    verified = Instance(made, {}, {})
    assert verified.state(("n", None)).value == 3
    assert Instance(made, {}, {}, follows=verified).state(("n", None)).value is None


def test_rows_that_the_form_fixes_get_their_defaults_once() -> None:
    new_row = ActionEvent.NEW_ROW
    made = _form(
        question("n"),
        question("d", repeat="t"),
        question("e", "text", repeat="t"),
        actions=(
            Action(new_row, "d", "position(..) * 10", "t"),
            Action(new_row, "e", "concat('x', /data/s/n)", "t"),
        ),
    )
    made = replace(made, repeats={"t": replace(made.repeats["t"], count="/data/s/n")})
    instance = Instance(made, {}, {})
    instance.set(("n", None), 2)
    rows = instance.rows("t")
    assert [instance.state(("d", row)).value for row in rows] == [10, 20]
    assert [instance.state(("e", row)).value for row in rows] == ["x2", "x2"]
    stored = instance.take_written()
    instance.set(("d", rows[0]), None)
    instance.set(("n", None), 1)
    instance.set(("n", None), 3)
    assert [instance.state(("d", row)).value for row in instance.rows("t")] == [None, 20, 30]
    loaded = Instance(made, {**stored, ("n", None): 2, ("d", rows[0]): None}, {})
    assert [loaded.state(("d", row)).value for row in rows] == [None, 20]
    assert loaded.take_written() == {}


def test_a_blank_cell_is_what_an_unanswered_filter_finds() -> None:
    lists = ({"name": "a", "up": "x"}, {"name": "b"}, {"name": "c", "up": ""})
    choices = tuple(Choice(one["name"], Text({"vi": one["name"]})) for one in lists)
    nodeset = "instance('l')/root/item[up = /data/s/p]"
    made = _form(
        question("p", "text"),
        question("q", "select_one", choices=choices, itemset=Itemset(nodeset, "l")),
        instances={"l": lists},
    )
    instance = Instance(made, {}, {})
    assert [one.name for one in instance.choices(("q", None))] == ["b", "c"]
    for plain in ("[up = /data/s/p and true()]", "[string(up) = string(/data/s/p)]"):
        assert instance.evaluate(f"count({nodeset[: nodeset.index('[')]}{plain})") == 2.0
    instance.set(("p", None), "x")
    assert [one.name for one in instance.choices(("q", None))] == ["a"]


def test_texts_that_feed_on_themselves_end() -> None:
    made = _form(
        question("a", "text"),
        question("b", "text"),
        actions=(Action(ActionEvent.VALUE_CHANGED, "b", "concat(/data/s/b, /data/s/b, 'x')", "a"),),
    )
    instance = Instance(made, {}, {})
    for number in range(40):
        instance.set(("a", None), str(number))
        assert len(instance.text_of(("b", None))) <= 100_000
    assert instance.evaluate("string-length(concat(/data/s/a, /data/s/a))") == 4.0


def test_running_totals_ask_no_node_for_its_position() -> None:
    made = _form(
        question("n", repeat="t"),
        question(
            "cum",
            "calculate",
            repeat="t",
            calculate="sum(/data/s/t[position() <= position(current()/..)]/n)",
        ),
    )
    rows = [bytes([number]) * 16 for number in range(1, 6)]
    instance = Instance(made, {("n", row): row[0] for row in rows}, {"t": rows})
    assert [instance.state(("cum", row)).value for row in rows] == ["1", "3", "6", "10", "15"]
    assert instance.evaluate("count(/data/s/t[position() > 3])") == 2.0
    assert instance.evaluate("count(/data/s/t[2 >= position()])") == 2.0
    assert instance.evaluate("count(/data/s/t[count(/data/s/t[n = 3]) = 1])") == 5.0
    assert instance.evaluate("join(',', /data/s/t[2]/n | /data/s/t[1]/n)") == "1,2"
