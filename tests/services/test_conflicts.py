"""Deciding conflicts in real vaults: one side, both, a third value, many at once, taking back, reopening."""

from __future__ import annotations

import pytest

from inspector_app.domain.errors import (
    AmbiguousNameError,
    AnswerError,
    ConflictError,
    DecisionPassedError,
    InputValueError,
    NotAllowedError,
    NotFoundError,
)
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Side
from inspector_app.services.conflict_views import (
    ConflictFilter,
    ConflictSide,
    ConflictState,
    ConflictView,
)
from tests.kit.team import Team

ALL = ConflictFilter().of_state()
DECIDED = ConflictFilter().of_state(ConflictState.DECIDED)


def differ(
    team: Team, *questions: str, side: Side = Side.VERIFIED, ent: EntityId | None = None
) -> EntityId:
    """Secretary and member answer questions differently; the leader merges both."""
    ent = ent or team.commune()
    first, second = ("yes", "no") if side is Side.VERIFIED else ("theo sổ", "theo phần mềm")
    for question in questions:
        team.secretary.services.inspections.answer(ent, question, side, first)
        team.member.services.inspections.answer(ent, question, side, second)
    meet(team)
    return ent


def meet(team: Team) -> None:
    """The leader takes what both have."""
    number = sum(1 for _ in team.folder.glob("*.inspb"))
    team.leader.take(team.secretary.send(f"s{number}.inspb"), team.member.send(f"m{number}.inspb"))


def only(team: Team) -> ConflictView:
    """The one open conflict."""
    (found,) = team.leader.services.conflicts.list()
    return found


def by_value(found: ConflictView, *values: str) -> list[ConflictSide]:
    """The sides with these values."""
    return [next(side for side in found.sides if side.value == value) for value in values]


def name_of(team: Team, index: int) -> str:
    """A person's name as the cards tell it."""
    card = team.people[index].services.vault.info().card
    return card.name


def test_each_side_is_shown_with_its_author_note_and_evidence(team: Team) -> None:
    ent = team.commune()
    services = team.secretary.services
    services.inspections.answer(ent, "c1_1", Side.VERIFIED, "partial")
    team.leader.take(team.secretary.send("base.inspb"))
    team.member.take(team.leader.send("l.inspb"))
    services.inspections.answer(ent, "c1_1", Side.NOTE, "thiếu kế hoạch quý")
    services.evidence.add_bytes(ent, "ke-hoach.pdf", b"%PDF-1.4 x", "c1_1")
    differ(team, "c1_1")
    found = only(team)
    first, second = by_value(found, "yes", "no")
    assert first.heads[0].author == name_of(team, 1)
    assert first.note == "thiếu kế hoạch quý"
    assert [one.name for one in first.evidence] == ["ke-hoach.pdf"]
    assert (second.note, second.evidence) == ("", ())
    assert found.base is not None
    assert found.base.value == "partial"
    assert not found.has_both, "nobody can take yes and no"


def test_filters(team: Team) -> None:
    differ(team, "c1_1", "c2_6")
    differ(team, "c1_1", side=Side.NOTE, ent=team.commune(1))
    conflicts = team.leader.services.conflicts
    assert len(conflicts.list()) == 3
    second = team.commune(1)
    assert {one.kind for one in conflicts.list(ConflictFilter(inspection=second))} == {"note"}
    sections = {one.question.name: one.section for one in conflicts.list() if one.question}
    assert sections["c1_1"] != sections["c2_6"]
    in_second = conflicts.list(ConflictFilter(section=sections["c2_6"]))
    assert [one.question.name for one in in_second if one.question] == ["c2_6"]
    title = in_second[0].section_label.in_("vi")
    assert conflicts.list(ConflictFilter(section=title[:12].upper())) == in_second
    assert len(conflicts.list(ConflictFilter(kind="answer"))) == 2
    assert len(conflicts.list(ConflictFilter(person=name_of(team, 1).upper()))) == 3
    assert conflicts.list(ConflictFilter(person=name_of(team, 0))) == ()
    assert len(conflicts.list(ConflictFilter(is_mine=True))) == 3
    team.member.take(team.leader.send("back.inspb"))
    assert team.member.services.conflicts.list(ConflictFilter(is_mine=True)) == ()
    assert len(team.member.services.conflicts.list()) == 3


def test_taking_both_notes_joins_them_in_a_stated_order(team: Team) -> None:
    ent = differ(team, "c1_1", side=Side.NOTE)
    found = only(team)
    both = "\n".join(str(side.value) for side in found.sides)
    assert sorted(both.splitlines()) == ["theo phần mềm", "theo sổ"]
    assert found.both == both
    team.leader.services.conflicts.resolve(found.id, both=True, reason="cả hai đúng")
    view = team.leader.services.inspections.show(ent).question(("c1_1", None))
    assert view is not None
    assert view.note.value == both
    (decided,) = team.leader.services.conflicts.list(DECIDED)
    assert decided.decision is not None
    assert decided.decision.how == "both"


def test_both_is_refused_where_it_means_nothing(team: Team) -> None:
    differ(team, "c1_1")
    before = team.leader.digest()
    with pytest.raises(InputValueError):
        team.leader.services.conflicts.resolve(only(team).id, both=True, reason="x")
    assert team.leader.digest() == before


def test_both_lists_of_evidence_are_united(team: Team) -> None:
    ent = team.commune()
    services = team.secretary.services
    files = [
        services.evidence.add_bytes(ent, f"{n}.pdf", b"%PDF " + n.encode()).value.id for n in "ab"
    ]
    finding = services.findings.add(ent, "c1_1", text="Chậm").value.id
    team.leader.take(team.secretary.send("first.inspb"))
    team.member.take(team.leader.send("l.inspb"))
    services.findings.edit(finding, "evidence", files[0].hex())
    team.member.services.findings.edit(finding, "evidence", files[1].hex())
    meet(team)
    found = only(team)
    team.leader.services.conflicts.resolve(found.id, both=True, reason="đủ cả hai")
    (kept,) = team.leader.services.findings.list(ent)
    assert sorted(kept.evidence) == sorted(files)


def test_a_third_value_follows_the_rules_of_its_place(team: Team) -> None:
    ent = differ(team, "c1_1")
    finding = team.secretary.services.requirements.add(ent, "Ban hành kế hoạch", due="01/12/2019")
    team.leader.take(team.secretary.send("r.inspb"))
    team.member.take(team.leader.send("l.inspb"))
    team.secretary.services.requirements.edit(finding.value.id, "due", "05/12/2019")
    team.member.services.requirements.edit(finding.value.id, "due", "10/12/2019")
    meet(team)
    conflicts = team.leader.services.conflicts
    by_path = {one.register.path: one for one in conflicts.list()}
    with pytest.raises(AnswerError):
        conflicts.resolve(by_path["q/c1_1/verified"].id, text="có lẽ", reason="x")
    with pytest.raises(InputValueError):
        conflicts.resolve(by_path["due"].id, text="giữa tháng", reason="x")
    conflicts.resolve(by_path["q/c1_1/verified"].id, text="partial", reason="xem lại")
    conflicts.resolve(by_path["due"].id, text="08/12/2019", reason="thống nhất")
    assert conflicts.list() == ()
    (kept,) = team.leader.services.requirements.list(ent)
    assert kept.due is not None
    assert kept.due.isoformat() == "2019-12-08", "stored as every day is"


def test_a_decision_is_taken_back_and_decided_again(team: Team) -> None:
    ent = differ(team, "c1_1")
    conflicts = team.leader.services.conflicts
    found = only(team)
    values = [one.value for one in found.sides]
    authors = [one.heads[0].author for one in found.sides]
    conflicts.resolve(found.id, found.sides[0].change, reason="theo biên bản giấy")
    (decided,) = conflicts.list(DECIDED)
    assert decided.id == found.id
    assert [one.value for one in decided.sides] == values

    again = conflicts.undo(found.id, "ghi nhầm").value
    assert again.state is ConflictState.REOPENED
    assert again.id != found.id, "other changes hold the values now"
    assert [one.value for one in again.sides] == values
    assert [one.heads[0].author for one in again.sides] == authors
    assert {one.restored_by for one in again.sides} == {name_of(team, 0)}
    assert again.decision is not None
    assert again.decision.undone_reason == "ghi nhầm"
    assert conflicts.list(DECIDED) == ()
    view = team.leader.services.inspections.show(ent)
    assert view.conflicts == 1
    with pytest.raises(DecisionPassedError):
        conflicts.undo(found.id)

    # typing an answer does not decide what was opened again
    team.leader.services.inspections.answer(ent, "c1_1", Side.VERIFIED, "partial")
    reopened = only(team)
    assert {one.value for one in reopened.sides} == {"yes", "no", "partial"}
    conflicts.resolve(reopened.id, reopened.sides[1].change, reason="đã hỏi lại")
    assert conflicts.list() == ()
    team.member.take(team.leader.send("after.inspb"))
    assert team.member.digest() == team.leader.digest()
    assert team.member.services.conflicts.list() == ()
    assert team.leader.services.vault.check().problems == ()


def test_taking_back_is_refused_after_an_edit_and_to_others(team: Team) -> None:
    ent = differ(team, "c1_1")
    conflicts = team.leader.services.conflicts
    found = only(team)
    conflicts.resolve(found.id, found.sides[0].change, reason="x")
    team.member.take(team.leader.send("l.inspb"))
    with pytest.raises(NotAllowedError):
        team.member.services.conflicts.undo(found.id)
    with pytest.raises(NotFoundError):
        conflicts.undo("abc")
    team.leader.services.inspections.answer(ent, "c1_1", Side.VERIFIED, "na")
    with pytest.raises(DecisionPassedError):
        conflicts.undo(found.id)
    (decided,) = conflicts.list(DECIDED)
    assert decided.decision is not None
    assert not decided.decision.is_current


def test_a_late_bundle_reopens_and_shows_the_earlier_decision(team: Team) -> None:
    ent = differ(team, "c1_1")
    conflicts = team.leader.services.conflicts
    found = only(team)
    conflicts.resolve(found.id, by_value(found, "no")[0].change, reason="đã xem văn bản")
    team.secretary.services.inspections.answer(ent, "c1_1", Side.VERIFIED, "partial")
    team.leader.take(team.secretary.send("late.inspb"))
    again = only(team)
    assert again.id != found.id
    assert again.state is ConflictState.REOPENED
    decision = again.decision
    assert decision is not None
    assert (decision.value, decision.reason) == ("no", "đã xem văn bản")
    assert decision.head.author == name_of(team, 0)
    assert len(decision.seen) == 2
    assert {one.value: one.is_new for one in again.sides} == {"no": False, "partial": True}
    with pytest.raises(ConflictError):
        conflicts.resolve(found.id, found.sides[0].change, reason="x")
    # what the decision had seen, exported again, opens nothing
    conflicts.resolve(again.id, again.sides[0].change, reason="vẫn thế")
    team.leader.take(team.member.send("m-again.inspb"))
    assert conflicts.list() == ()


def test_all_values_of_one_person_at_once(team: Team) -> None:
    ent = differ(team, "c1_1", "c1_2", "c2_6")
    team.leader.services.inspections.answer(ent, "c3_1", Side.VERIFIED, "yes")
    team.secretary.services.inspections.answer(ent, "c3_1", Side.VERIFIED, "no")
    meet(team)
    conflicts = team.leader.services.conflicts
    assert len(conflicts.list()) == 4
    section = next(
        one.section for one in conflicts.list() if one.question and one.question.name == "c1_1"
    )
    member = name_of(team, 2)
    before = team.leader.services.vault.info().changes
    plan = conflicts.plan(member, ConflictFilter(section=section))
    assert len(plan.taken) == 2
    assert team.leader.services.vault.info().changes == before, "a plan writes nothing"

    plan = conflicts.plan(member)
    assert [len(plan.taken), len(plan.left)] == [3, 1]
    ids = [one.id for one, _side in plan.taken] + [one.conflict.id for one in plan.left]
    done = conflicts.resolve_all(ids, member, "đã hỏi lại đơn vị").value
    assert [len(done.taken), len(done.left)] == [3, 1]
    (left,) = conflicts.list()
    assert left.question is not None
    assert left.question.name == "c3_1"
    values = [
        team.leader.services.inspections.show(ent).question((one, None)) for one in ("c1_1", "c2_6")
    ]
    assert [one.verified.value for one in values if one] == ["no", "no"]
    assert len(conflicts.list(DECIDED)) == 3
    assert conflicts.undo(conflicts.list(DECIDED)[0].id).value.state is ConflictState.REOPENED


def test_a_batch_that_is_not_as_it_was_seen_writes_nothing(team: Team) -> None:
    differ(team, "c1_1")
    conflicts = team.leader.services.conflicts
    before = team.leader.digest()
    shared = next(iter(set(name_of(team, 1).casefold()) & set(name_of(team, 2).casefold()) - {" "}))
    with pytest.raises(ConflictError):
        conflicts.resolve_all([only(team).id, "00" * 16], name_of(team, 2), "x")
    with pytest.raises(InputValueError):
        conflicts.resolve_all([only(team).id], name_of(team, 2), " ")
    with pytest.raises(InputValueError):
        conflicts.plan(" ")
    with pytest.raises(NotFoundError):
        conflicts.plan("không ai")
    with pytest.raises(AmbiguousNameError):
        conflicts.plan(shared)
    with pytest.raises(NotAllowedError):
        team.member.services.conflicts.resolve_all([only(team).id], name_of(team, 2), "x")
    assert team.leader.digest() == before


def test_three_people_and_equal_values_stand_on_one_side(team: Team) -> None:
    ent = team.commune()
    team.leader.services.inspections.answer(ent, "c1_1", Side.VERIFIED, "no")
    differ(team, "c1_1")
    found = only(team)
    assert len(found.heads) == 3
    authors = {side.value: {head.author for head in side.heads} for side in found.sides}
    assert authors == {"no": {name_of(team, 0), name_of(team, 2)}, "yes": {name_of(team, 1)}}


def test_a_fast_clock_is_told_beside_the_claimed_time(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = team.secretary.services.conflicts._vault.rooms.clock
    now = clock.now_ms
    monkeypatch.setattr(type(clock), "now_ms", lambda _self: now() + 3 * 3_600_000)
    team.secretary.services.inspections.answer(team.commune(), "c1_1", Side.VERIFIED, "yes")
    sent = team.secretary.send("fast.inspb")
    monkeypatch.undo()
    team.member.services.inspections.answer(team.commune(), "c1_1", Side.VERIFIED, "no")
    team.leader.take(sent, team.member.send("m.inspb"))
    ahead = {head.author: head.ahead_ms for head in only(team).heads}
    assert ahead[name_of(team, 2)] == 0
    assert 2.9 * 3_600_000 < ahead[name_of(team, 1)] <= 3 * 3_600_000
    team.leader.take(sent)  # later: the way took longer, the clock did not become better
    assert {head.ahead_ms for head in only(team).heads} == set(ahead.values())


def test_a_reason_too_long_for_its_record_decides_nothing(team: Team) -> None:
    """The decision and its reason stand or fall together, in a batch, too."""
    differ(team, "c1_1")
    conflicts = team.leader.services.conflicts
    before = team.leader.digest()
    with pytest.raises(InputValueError):
        conflicts.resolve_all([only(team).id], name_of(team, 2), "lý do " * 12_000)
    with pytest.raises(InputValueError):
        conflicts.resolve(only(team).id, text="no", reason="lý do " * 12_000)
    assert team.leader.digest() == before
    assert conflicts.list(DECIDED) == ()


def test_a_decision_that_was_written_in_part_takes_the_batch_with_it(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    differ(team, "c1_1")
    conflicts = team.leader.services.conflicts
    before = team.leader.digest()

    def refuses(*_given: object) -> None:
        raise InputValueError(field="Lý do", what="quá dài")

    monkeypatch.setattr("inspector_app.services.conflict_deciding.record_value", refuses)
    with pytest.raises(InputValueError):
        conflicts.resolve_all([only(team).id], name_of(team, 2), "x")
    assert team.leader.digest() == before
    assert len(conflicts.list()) == 1
