"""Pairing units and questions of two trips; where a requirement stands; what an answer suggests."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from inspector_app.domain.form.definition import Choice, Question, QuestionType, Repeat, Text
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.follow_up import RequirementState, is_late, state_on
from inspector_app.domain.trip.previous import (
    Asked,
    Match,
    Places,
    PreviousAnswer,
    PreviousInspection,
    match_units,
    only_clauses,
)
from inspector_app.domain.trip.suggestions import is_below_full, suggestions
from inspector_app.domain.trip.values import (
    Finding,
    Remediation,
    RemediationState,
    Severity,
    Unit,
    UnitKind,
)
from tests.unit.domain.form.forms import form

DAY = date(2019, 9, 16)


def ent(number: int) -> EntityId:
    return EntityId(bytes([number]) * 16)


def unit(name: str, parent: str = "", kind: UnitKind = UnitKind.COMMUNE) -> Unit:
    return Unit(ent(99), name, kind, parent, "", is_invented=False)


def past(number: int, name: str, parent: str = "") -> PreviousInspection:
    kind = UnitKind.COMMUNE
    return PreviousInspection(
        ent(number), name, kind, parent, "", DAY, DAY, "", (), (), (), closed=0
    )


def asked(name: str, clause: str = "", **insp: str) -> Question:
    words = {"clause": clause, **insp} if clause else dict(insp)
    return Question(name, QuestionType.TEXT, f"/data/{name}", "", Text({"vi": name}), insp=words)


def test_units_are_paired_by_kind_and_name_without_accents_and_blanks() -> None:
    present = [
        (ent(1), unit("Xã  An Khê")),
        (ent(2), unit("Phường Đông")),
        (ent(3), unit("Xã An Khê", kind=UnitKind.DISTRICT)),
    ]
    found = match_units(present, [past(11, "xã an khe"), past(12, "Xã Khác")])
    assert [(one, former.id) for one, former in found.matched] == [(ent(1), ent(11))]
    assert found.new == ("Phường Đông", "Xã An Khê")
    assert found.gone == ("Xã Khác",)
    assert found.ambiguous == ()


def test_twins_are_told_apart_by_the_body_above_them_or_not_at_all() -> None:
    present = [(ent(1), unit("Tân Lập", "Phú Bình")), (ent(2), unit("Tân Lập", "Đại Từ"))]
    found = match_units(present, [past(11, "Tân Lập", "Đại Từ"), past(12, "Tân Lập", "Phú Bình")])
    assert [(one, former.id) for one, former in found.matched] == [
        (ent(1), ent(12)),
        (ent(2), ent(11)),
    ]
    vague = match_units(present, [past(11, "Tân Lập", ""), past(12, "Tân Lập", "")])
    assert (vague.matched, vague.new, vague.gone) == ((), (), ())
    assert vague.ambiguous == ("Tân Lập",)
    twice = [(ent(1), unit("Tân Lập", "Đại Từ")), (ent(2), unit("Tân Lập", "Đại Từ"))]
    assert match_units(twice, [past(11, "Tân Lập", "Đại Từ")]).matched == ()


def test_questions_are_found_by_name_former_name_or_lonely_clause() -> None:
    table = Repeat("bang", "/data/bang", "", Text(), ())
    questions = {
        one.name: one
        for one in (
            asked("a", "1.1"),
            asked("b_moi", "1.2", was="b"),
            asked("c_moi", "1.3"),
            asked("d", "1.4"),
            asked("e", "1.4"),
        )
    }
    present = replace(form(), questions=questions, repeats={"bang": table})
    places = Places(present, {"c_moi": "c_khoa"})
    cases = {
        Asked("a", "9.9", is_only=True): ("a", Match.NAME),
        Asked("b", "9.9", is_only=True): ("b_moi", Match.NAME),
        Asked("c_khoa"): ("c_moi", Match.NAME),
        Asked("bang"): ("bang", Match.NAME),
        Asked("x", "1.3", is_only=True): ("c_moi", Match.CLAUSE),
        Asked("x", "1.3", is_only=False): ("", None),
        Asked("x", "1.4", is_only=True): ("", None),
        Asked("x", "", is_only=True): ("", None),
    }
    assert {one: places.find(one) for one in cases} == cases
    assert only_clauses(present) == {"1.1": "a", "1.2": "b_moi", "1.3": "c_moi"}
    by_clause = PreviousAnswer(Asked("x", "1.1", is_only=True), "", "một", None, "", None)
    by_name = PreviousAnswer(Asked("a"), "", "hai", None, "", None)
    for order in ((by_clause, by_name), (by_name, by_clause)):
        assert places.answers(order)["a"].verified == "hai", "the name goes before the clause"


def done(state: RemediationState) -> Remediation:
    return Remediation(ent(1), ent(2), ent(3), "", None, (), state, "")


@pytest.mark.parametrize(
    ("states", "due", "expected"),
    [
        ("", None, RequirementState.OPEN),
        ("", DAY, RequirementState.OPEN),
        ("", date(2019, 9, 15), RequirementState.OVERDUE),
        ("p", date(2019, 9, 15), RequirementState.REPORTED),
        ("r", None, RequirementState.REJECTED),
        ("rp", None, RequirementState.REPORTED),
        ("pr", None, RequirementState.REJECTED),
        ("ra", None, RequirementState.CLOSED),
        ("ar", None, RequirementState.CLOSED),
    ],
)
def test_where_a_requirement_stands(
    states: str, due: date | None, expected: RequirementState
) -> None:
    letters = {
        "p": RemediationState.PENDING,
        "r": RemediationState.REJECTED,
        "a": RemediationState.ACCEPTED,
    }
    found = state_on(DAY, due, [done(letters[one]) for one in states])
    assert found is expected
    assert found.is_open is (expected is not RequirementState.CLOSED)
    assert is_late(DAY, due) is (due == date(2019, 9, 15))


def select(marks: dict[str, str]) -> Question:
    choices = tuple(
        Choice(name, Text(), {"score": mark} if mark else {}) for name, mark in marks.items()
    )
    insp = {"favourable": "yes", "shortcoming": "chậm; thiếu ; chậm;", "legal-basis": "QĐ 1"}
    return replace(asked("q", "1.1"), type=QuestionType.SELECT_ONE, choices=choices, insp=insp)


def test_what_is_below_full_marks() -> None:
    marked = select({"yes": "1", "partial": "0,5", "no": "0", "good": "1", "other": "", "na": ""})
    below = {one for one in ("yes", "partial", "no", "good", "other", "na", "", None, "zz")
             if is_below_full(marked, one)}  # fmt: skip
    assert below == {"partial", "no", "zz"}
    unmarked = select({"yes": "", "no": "", "na": ""})
    assert [one for one in ("yes", "no", "na") if is_below_full(unmarked, one)] == ["no"]
    assert not is_below_full(asked("t"), "anything")
    assert is_below_full(asked("t"), "5", Decimal("0.75"))
    assert not is_below_full(select({"yes": "1", "no": "0"}), "no", Decimal(1))


def test_each_typical_shortcoming_is_suggested_once_and_not_again_when_recorded() -> None:
    question = select({"yes": "1", "no": "0"})
    found = suggestions(question, ())
    assert [(one.text, one.legal_basis, one.is_verified) for one in found] == [
        ("Chậm", "QĐ 1", False),
        ("Thiếu", "QĐ 1", False),
    ]
    known = Finding(ent(1), ent(2), "q", Severity.MINOR, "CHẬM.", "", "")
    assert [one.text for one in suggestions(question, [known])] == ["Thiếu"]
    elsewhere = replace(known, question="khac")
    assert len(suggestions(question, [elsewhere])) == 2
