"""Two forms compared: what becomes of each question, and what cannot be done."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from inspector_app.domain.form.definition import Choice, Form, Question, Section, Text
from inspector_app.domain.form.versions.carrying import Carried, carry
from inspector_app.domain.form.versions.mapping import FormMapping, Lineage, decode
from inspector_app.domain.form.versions.migration import Fate, MigrationPlan, plan_migration
from inspector_app.domain.form.versions.renaming import Wanted
from tests.unit.domain.form.forms import form, question

H = [str(number) * 64 for number in range(6)]


def choices(*names: str, **was: str) -> tuple[Choice, ...]:
    """Choices labelled like their names; ``new="old"`` fills the column ``was``."""
    plain = [Choice(name, Text({"vi": f"Mục {name}"})) for name in names]
    renamed = [Choice(n, Text({"vi": f"Mục {n}"}), {"was": old}) for n, old in was.items()]
    return (*plain, *renamed)


def numbered(number: int, *questions: Question, **fields: Any) -> Form:
    """A form with a hash and a version of its own."""
    return replace(form(*questions, **fields), sha256=H[number], version=str(number))


def plan(old: Form, new: Form, *, chain: FormMapping | None = None, **wanted: Any) -> MigrationPlan:
    return plan_migration(old, new, chain or FormMapping((old.sha256,)), Wanted(**wanted))


def fates(found: MigrationPlan) -> dict[str, Fate]:
    named = [(one.new or one.old, one.fate) for one in found.questions]
    return {one.name: fate for one, fate in named if one is not None}


def test_each_fate() -> None:
    old = numbered(
        0,
        question("same"),
        question("moved"),
        question("before"),
        question("typed"),
        question("coded", "select_one", choices=choices("a", "b", "c")),
        question("gone"),
        question("cell", repeat="t"),
        question("out", repeat="u"),
        question("stays", repeat="u"),
        question("sum", "calculate", calculate="1"),
    )
    new = numbered(
        1,
        question("same"),
        question("moved", path="/data/s/inner/moved"),
        question("after", insp={"was": "before"}),
        question("typed", "text"),
        question("coded", "select_one", choices=choices("a", c2="c")),
        question("fresh"),
        question("out"),
        question("stays", repeat="u"),
        question("sum", "calculate", calculate="2"),
    )
    found = plan(old, new)
    assert found.problems == ()
    assert fates(found) == {
        "same": Fate.CARRIED,
        "moved": Fate.MOVED,
        "after": Fate.RENAMED,
        "typed": Fate.RETYPED,
        "coded": Fate.RECODED,
        "fresh": Fate.NEW,
        "out": Fate.OTHER_TABLE,
        "stays": Fate.CARRIED,
        "gone": Fate.DELETED,
        "cell": Fate.TABLE_DELETED,
    }
    assert found.mapping.questions == {"after": "before"}
    coded = next(one for one in found.questions if one.key == "coded")
    assert coded is not None
    assert (coded.recoded, coded.lost) == ({"c": "c2"}, ("b",))


def test_a_question_may_have_several_fates() -> None:
    old = numbered(0, question("a"))
    new = numbered(1, question("b", "text", path="/data/s/g/b"))
    found = plan(old, new, names={"a": "b"})
    assert found.questions[0].fates == (Fate.RETYPED, Fate.RENAMED, Fate.RELABELLED, Fate.MOVED)


def test_another_section_is_a_move_and_a_renamed_table_is_none() -> None:
    old = numbered(0, question("a"), question("cell", repeat="t"))
    moved = replace(
        numbered(1, question("a"), question("cell", repeat="u")),
        sections=(Section("other", Text({"vi": "2"}), ("a", "u")),),
    )
    questions = {**moved.questions, "a": replace(moved.questions["a"], section="other")}
    found = plan(old, replace(moved, questions=questions), names={"t": "u"})
    assert fates(found) == {"a": Fate.MOVED, "cell": Fate.CARRIED}
    assert found.mapping.tables == {"u": "t"}


def test_the_key_is_the_first_name_whatever_follows() -> None:
    chain = FormMapping((H[0],))
    names = ("a", "b", "c", "d")
    for number, (old, new) in enumerate(pairwise(names)):
        found = plan(
            numbered(number, question(old)),
            numbered(number + 1, question(new)),
            chain=chain,
            names={old: new},
        )
        assert found.problems == ()
        chain = found.mapping
        assert chain.key(new) == "a"
    assert chain.forms == tuple(H[:4])


def test_names_may_be_swapped() -> None:
    old = numbered(0, question("a"), question("b"))
    found = plan(old, replace(old, sha256=H[1]), names={"a": "b", "b": "a"})
    assert found.problems == ()
    assert dict(found.mapping.questions) == {"a": "b", "b": "a"}


def test_was_works_over_a_form_that_was_left_out_and_on_the_way_back() -> None:
    first, third = numbered(0, question("a")), numbered(2, question("c", insp={"was": "b a"}))
    assert plan(first, third).mapping.questions == {"c": "a"}
    back = plan(third, first, chain=FormMapping((H[0], H[2]), {"c": "a"}, choices=({},)))
    assert back.problems == ()
    assert back.mapping.questions == {}
    assert fates(back) == {"a": Fate.RENAMED}


def test_was_that_names_what_the_new_form_still_has_is_not_passed_over() -> None:
    old = numbered(0, question("a"))
    new = numbered(1, question("a"), question("b", insp={"was": "a"}))
    assert list(plan(old, new).problems) == [
        (
            "câu «b» ghi «was» là «a», nhưng «a» có ở cả hai phiếu: không rõ trả lời nào đi theo "
            "câu nào; đặt một tên chưa từng dùng, hoặc xóa «was»"
        )
    ]
    assert plan(old, new, names={"a": "a"}).problems == (), "a person decided"
    third = replace(new, sha256=H[2])
    assert plan(new, third).problems == (), "written in a former form: nothing to follow any more"


def test_names_that_move_up_by_was_are_refused() -> None:
    """A new first question, the others renumbered: a1 would answer another question in silence."""
    old = numbered(0, question("a1"), question("a2"))
    moved = question("a2", insp={"was": "a1"}), question("a3", insp={"was": "a2"})
    found = plan(old, numbered(1, question("a1"), *moved))
    assert [one.split(",")[0] for one in found.problems] == [
        "câu «a2» ghi «was» là «a1»",
        "câu «a3» ghi «was» là «a2»",
    ]


def test_a_name_of_both_forms_does_not_take_in_another() -> None:
    old = numbered(0, question("a"), question("b"))
    found = plan(old, numbered(1, question("b", insp={"was": "a"})))
    assert len(found.problems) == 1
    assert "nhưng «b» có ở cả hai phiếu" in found.problems[0]


def test_codes_that_move_up_by_was_are_refused() -> None:
    old = numbered(0, question("q", "select_one", choices=choices("1", "2")))
    moved = (*choices("1"), *choices(**{"2": "1", "3": "2"}))
    new = numbered(1, question("q", "select_one", choices=moved))
    found = plan(old, new)
    assert [one.split(",")[0] for one in found.problems] == [
        "câu «q»: lựa chọn «2» ghi «was» là «1»",
        "câu «q»: lựa chọn «3» ghi «was» là «2»",
    ]
    assert plan(new, replace(new, sha256=H[2])).problems == ()


def test_what_is_worded_otherwise_is_shown() -> None:
    before = (Choice("1", Text({"vi": "Đạt"})), Choice("2", Text({"vi": "Kém"})))
    after = (Choice("1", Text({"vi": "Xuất sắc"})), Choice("2", Text({"vi": " kém"})))
    asked = question("q", "select_one", choices=before)
    old = numbered(0, asked, question("same"))
    new = numbered(1, replace(asked, choices=after), question("same"))
    found = plan(old, new)
    assert fates(found) == {"q": Fate.RELABELLED, "same": Fate.CARRIED}
    assert found.questions[0].relabelled == ((before[0].label, after[0].label),)


def test_a_new_question_may_not_take_the_key_of_another() -> None:
    old = numbered(0, question("a"))
    new = numbered(1, question("b"), question("a"))
    found = plan(old, new, names={"a": "b"})
    assert len(found.problems) == 1
    assert "«a» lấy lại tên gốc" in found.problems[0]
    later = plan(
        numbered(1, question("b")),
        numbered(2, question("a")),
        chain=FormMapping((H[0], H[1]), {"b": "a"}, choices=({},)),
    )
    assert "nối «b» với «a»" in later.problems[0]


def test_a_choice_may_not_take_the_name_of_another() -> None:
    old = numbered(0, question("q", "select_one", choices=choices("a", "b")))
    new = numbered(1, question("q", "select_one", choices=choices("b", "c")))
    problems = plan(old, new, choices={"q": {"b": "c"}}).problems
    assert len(problems) == 1
    assert "mã lựa chọn «b» từng chỉ một lựa chọn khác" in problems[0]
    chain = FormMapping((H[0], H[1]), choices=({"q": {"a": "x"}},))
    reused = numbered(2, question("q", "select_one", choices=choices("x", "a")))
    at = numbered(1, question("q", "select_one", choices=choices("x")))
    assert len(plan(at, reused, chain=chain).problems) == 1
    back = numbered(2, question("q", "select_one", choices=choices("a")))
    assert plan(at, back, chain=chain, choices={"q": {"x": "a"}}).problems == ()


@pytest.mark.parametrize(
    ("wanted", "says"),
    [
        ({"names": {"x": "a"}}, "phiếu hiện hành không có câu hay bảng «x»"),
        ({"names": {"a": "x"}}, "phiếu mới không có câu hay bảng «x»"),
        ({"names": {"a": "t"}}, "không cùng là câu hỏi"),
        ({"names": {"a": "b", "b": "b"}}, "cùng được đổi thành «b»"),
        ({"choices": {"x": {"a": "b"}}}, "không có câu «x» để đổi lựa chọn"),
        ({"choices": {"c": {"x": "yes"}}}, "không có lựa chọn «x»"),
        ({"choices": {"c": {"yes": "x"}}}, "không có lựa chọn «x»"),
    ],
)
def test_wishes_that_cannot_be(wanted: dict[str, Any], says: str) -> None:
    one = (question("a"), question("b"), question("c", "select_one"), question("d", repeat="t"))
    found = plan(numbered(0, *one), numbered(1, *one), **wanted)
    assert any(says in problem for problem in found.problems), found.problems


def test_two_questions_that_say_the_same_was() -> None:
    old = numbered(0, question("a"))
    new = numbered(1, question("b", insp={"was": "a"}), question("c", insp={"was": "a"}))
    assert plan(old, new).problems == ("câu «b» và «c» của phiếu mới cùng ghi «was» là «a»",)


def test_likely_renames_are_suggested_and_never_done() -> None:
    old = numbered(
        0,
        question("a"),
        question("b", insp={"clause": "3.8"}),
        question("twice"),
    )
    new = numbered(
        1,
        replace(question("a2"), label=Text({"vi": "A"})),
        question("b2", insp={"clause": "3.8"}),
        replace(question("t1"), label=Text({"vi": "twice"})),
        replace(question("t2"), label=Text({"vi": "twice"})),
    )
    found = plan(old, new)
    pairs = [(one.old, one.new, one.by_label) for one in found.suggestions]
    assert pairs == [("a", "a2", True), ("b", "b2", False)]
    assert fates(found)["a"] is Fate.DELETED


# --- values


def same(code: str) -> str:
    return code


Q = question
ONE = {"choices": choices("a", "b")}


@pytest.mark.parametrize(
    ("old", "new", "value", "expected"),
    [
        (Q("x"), Q("x", "decimal"), 1234, "1234"),
        (Q("x"), Q("x", "text"), 1234, "1.234"),
        (Q("x", "decimal"), Q("x", "text"), "1234.5", "1.234,5"),
        (Q("x", "decimal"), Q("x"), "12", 12),
        (Q("x", "text"), Q("x"), "1.234", 1234),
        (Q("x", "text"), Q("x", "decimal"), "12,5", "12.5"),
        (Q("x", "date"), Q("x", "text"), "2019-09-16", "16/09/2019"),
        (Q("x", "text"), Q("x", "date"), "16/09/2019", "2019-09-16"),
        (Q("x", "text"), Q("x", "select_one", **ONE), "mục a", "a"),
        (Q("x", "select_one", **ONE), Q("x", "text"), "a", "Mục a"),
        (Q("x", "select_one", **ONE), Q("x", "select_multiple", **ONE), "a", ["a"]),
        (Q("x", "select_multiple", **ONE), Q("x", "select_one", **ONE), ["b"], "b"),
        (Q("x", "select_multiple", **ONE), Q("x", "text"), ["a", "b"], "Mục a; Mục b"),
        (Q("x", "barcode"), Q("x", "text"), "8934", "8934"),
        (Q("x", "image"), Q("x", "file"), "ab.jpg", "ab.jpg"),
        # a choice that the list no longer has is kept; the engine marks it
        (Q("x", "select_one", **ONE), Q("x", "select_one", choices=choices("b")), "a", "a"),
        (None, Q("x"), 5, 5),
        (Q("x"), Q("x", readonly="true()"), 5, 5),
    ],
)
def test_what_is_carried(old: Question | None, new: Question, value: Any, expected: Any) -> None:
    assert carry(old, new, value, same) == Carried(expected)


@pytest.mark.parametrize(
    ("old", "new", "value"),
    [
        (Q("x", "decimal"), Q("x"), "12.5"),
        (Q("x", "text"), Q("x"), "mười hai"),
        (Q("x", "text"), Q("x", "date"), "31/02/2019"),
        (Q("x", "text"), Q("x", "select_one", **ONE), "mục c"),
        (Q("x", "date"), Q("x", "time"), "2019-09-16"),
        (Q("x", "select_multiple", **ONE), Q("x", "select_one", **ONE), ["a", "b"]),
        (Q("x", "select_one", **ONE), Q("x", "select_multiple", choices=choices("b")), "a"),
        (Q("x"), Q("x", calculate="1"), 5),
        (Q("x", "text"), Q("x", "note"), "chữ"),
        (Q("x", "select_one", **ONE), Q("x", "select_one", calculate="'a'", **ONE), "a"),
        (None, Q("x"), "chữ"),
    ],
)
def test_what_has_no_place(old: Question | None, new: Question, value: Any) -> None:
    assert not carry(old, new, value, same).has_place


def test_codes_are_renamed_and_merged() -> None:
    old = Q("x", "select_multiple", choices=choices("a", "b", "c"))
    new = Q("x", "select_multiple", choices=choices("b", "c2"))
    renamed = {"a": "b", "c": "c2"}
    carried = carry(old, new, ["a", "b", "c"], lambda code: renamed.get(code, code))
    assert carried == Carried(["b", "c2"])


# --- lineage


def test_codes_are_read_along_the_chain_and_back() -> None:
    two = FormMapping((H[0], H[1]), choices=({"q": {"a": "x"}},))
    three = FormMapping((H[0], H[1], H[2]), choices=({"q": {"a": "x"}}, {"q": {"x": "y"}}))
    forward = Lineage(H[0], three, [two, three])
    assert [forward.recode(form, "q", code) for form, code in zip(H, "axy", strict=False)] == [
        "y",
        "y",
        "y",
    ]
    undone = Lineage(H[0], None, [two, three])
    assert undone.form == H[0]
    assert undone.recode(H[2], "q", "y") == "a"
    assert undone.recode(H[2], "other", "y") == "y"
    assert undone.mapping_of(H[2]) == three
    assert undone.recode(H[5], "q", "y") == "y", "a form of another chain"


def test_the_way_back_of_merged_choices_is_not_guessed() -> None:
    old = numbered(0, question("q", "select_one", choices=choices("a", "b")))
    new = numbered(1, question("q", "select_one", choices=choices("b")))
    mapping = plan(old, new, choices={"q": {"a": "b"}}).mapping
    assert Lineage(H[0], mapping, [mapping]).recode(H[0], "q", "a") == "b"
    assert Lineage(H[0], None, [mapping]).recode(H[1], "q", "b") == "b"


def test_a_mapping_survives_the_log() -> None:
    mapping = FormMapping((H[0], H[1]), {"b": "a"}, {"u": "t"}, ({"q": {"a": "x"}},), "phiếu · 2")
    assert decode(mapping.encode()) == mapping


@pytest.mark.parametrize(
    "broken",
    [
        None,
        "x",
        {},
        {"forms": [H[0]], "choices": [], "questions": {}, "tables": {}},
        {"forms": [H[0], "x"], "choices": [{}], "questions": {}, "tables": {}},
        {"forms": [H[0], H[1]], "choices": [], "questions": {}, "tables": {}},
        {"forms": [H[0], H[1]], "choices": [{}], "questions": {"a": "c", "b": "c"}, "tables": {}},
        {"forms": [H[0], H[1]], "choices": [{"q": 1}], "questions": {}, "tables": {}},
        {"forms": [H[0], H[1]], "choices": [{}], "questions": {}, "tables": {"a": 1}},
    ],
)
def test_what_is_no_mapping_counts_for_nothing(broken: Any) -> None:
    assert decode(broken) is None


def test_choices_with_the_same_label_are_suggested_and_never_renamed() -> None:
    def labelled(**labels: str) -> tuple[Choice, ...]:
        return tuple(Choice(name, Text({"vi": label})) for name, label in labels.items())

    old = numbered(
        1,
        question("a", "select_one", choices=labelled(dat="Đạt", mp="Một phần", kd="Không đạt")),
        question("b", "select_one", choices=labelled(x="Cũ", y="Cũ")),
        question("c", "select_multiple", choices=labelled(m="Tốt", n="Khá")),
    )
    new = numbered(
        2,
        question("a", "select_one", choices=labelled(dat="Đạt", motp=" một phần", khac="Khác")),
        question("b", "select_one", choices=labelled(z="Cũ")),
        question("moi", "select_multiple", choices=labelled(tot="Tốt", n="Khá")),
    )
    found = plan(old, new, names={"c": "moi"})
    pairs = [(one.question, one.old, one.new) for one in found.choice_suggestions]
    assert pairs == [("a", "mp", "motp"), ("moi", "m", "tot")]
    assert found.mapping.choices == ({},)
    again = plan(old, new, names={"c": "moi"}, choices={"a": {"mp": "motp"}})
    assert [one.question for one in again.choice_suggestions] == ["moi"]
