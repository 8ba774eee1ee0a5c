"""Findings, requirements and remediations: links, suggestions, who closed what, two who disagree."""

from __future__ import annotations

from datetime import date

import pytest

from inspector_app.domain.errors import InputValueError, NotFoundError
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.follow_up import RequirementState, state_on
from inspector_app.domain.trip.values import RemediationState, Requirement, Side
from inspector_app.services.facts import minutes_facts
from inspector_app.services.suggested import suggested_findings
from inspector_app.services.workshop import Services
from tests.kit.team import Team

V = Side.VERIFIED
DAY = date(2019, 9, 30)


def state(services: Services, one: Requirement, on: date = DAY) -> RequirementState:
    mine = [
        each for each in services.remediations.list(one.inspection) if each.requirement == one.id
    ]
    return state_on(on, one.due, mine)


def test_answers_below_full_marks_suggest_what_the_form_lists_and_record_nothing(
    team: Team,
) -> None:
    services, ent = team.member.services, team.commune()
    assert suggested_findings(services.inspections.show(ent)) == ()
    services.inspections.answer(ent, "c1_1", V, "no")
    services.inspections.answer(ent, "c1_2", V, "yes")
    services.inspections.answer(ent, "c1_5", V, "na")
    view = services.inspections.show(ent)
    found = suggested_findings(view)
    assert [(one.question, one.clause, one.text) for one in found] == [
        ("c1_1", "1.1", "Ban hành kế hoạch chậm"),
        ("c1_1", "1.1", "Sao chép kế hoạch của cấp trên"),
    ]
    assert {one.legal_basis for one in found} == {"Nghị quyết 30c/NQ-CP; Quyết định 225/QĐ-TTg"}
    assert view.findings == ()
    first = found[0]
    services.findings.add(
        ent, first.question, text="  ban hành kế hoạch chậm. ", legal_basis=first.legal_basis
    )
    left = suggested_findings(services.inspections.show(ent))
    assert [one.text for one in left] == ["Sao chép kế hoạch của cấp trên"], "taken over already"


def test_a_rate_below_full_marks_suggests_too(team: Team) -> None:
    services, ent = team.member.services, team.commune()

    def at(name: str) -> list[str]:
        found = suggested_findings(services.inspections.show(ent))
        return [one.text for one in found if one.question == name]

    services.inspections.answer(ent, "c1_6_due", V, "4")
    assert at("c1_6_rate") == [], "nothing is known yet"
    services.inspections.answer(ent, "c1_6_resolved", V, "4")
    assert at("c1_6_rate") == [], "full marks"
    services.inspections.answer(ent, "c1_6_resolved", V, "3")
    assert at("c1_6_rate")[0] == "Tồn tại của năm trước lặp lại"
    services.inspections.answer(ent, "c1_6_resolved", V, "0")
    services.inspections.answer(ent, "c1_6_due", V, "0")
    assert at("c1_6_rate") == [], "no base: the criterion does not apply"
    services.inspections.answer(ent, "c7_5_disciplined", V, "0")
    assert at("c7_5_disciplined") == []
    services.inspections.answer(ent, "c7_5_disciplined", V, "2")
    assert at("c7_5_disciplined"), "fewer is better"


def test_a_basis_that_nobody_compared_is_offered_and_not_printed(team: Team) -> None:
    services, ent = team.leader.services, team.commune()
    services.inspections.answer(ent, "c1_1", V, "partial")
    services.inspections.answer(ent, "c2_3", V, "partial")
    found = suggested_findings(services.inspections.show(ent))
    assert [one.is_verified for one in found] == [True, True, False, False, False]
    for one in suggested_findings(services.inspections.show(ent)):
        assert one.legal_basis
        services.findings.add(ent, one.question, text=one.text, legal_basis=one.legal_basis)
    facts = minutes_facts(services.inspections.show(ent), 0).findings
    assert [one.basis_verified for one in facts] == [True, True, False, False, False]


def test_findings_and_requirements_lead_back_to_answers_and_evidence(team: Team) -> None:
    services, ent = team.member.services, team.commune()
    photo = team.folder / "anh.txt"
    photo.write_text("biên bản", encoding="utf-8")
    evidence = services.evidence.add(ent, str(photo), "c1_1").value
    made = services.findings.add(
        ent, "c1_1", text="Chậm", evidence=[evidence.id, evidence.id]
    ).value
    assert made.evidence == (evidence.id,)
    required = services.requirements.add(ent, "Ban hành lại", finding=made.id).value
    assert required.question == "c1_1", "that of the finding"
    services.findings.edit(made.id, "question", "c1_2")
    assert services.requirements.list(ent)[0].question == "c1_2"
    assert services.requirements.edit(required.id, "question", "c1_5").value.question == "c1_5"
    assert services.findings.edit(made.id, "evidence", "").value.evidence == ()
    before = services.vault.info().changes
    stranger = EntityId(b"x" * 16)
    other = services.findings.add(team.commune(1), text="Ở xã khác").value
    with pytest.raises(NotFoundError):
        services.findings.edit(made.id, "evidence", stranger.hex())
    with pytest.raises(InputValueError):
        services.findings.edit(made.id, "evidence", "zz")
    with pytest.raises(NotFoundError):
        services.requirements.edit(required.id, "finding", other.id.hex())
    with pytest.raises(NotFoundError):
        services.findings.add(ent, text="x", evidence=[stranger])
    assert services.vault.info().changes - before <= 7, "only the other finding was written"
    assert [one.text for one in services.findings.list(ent)] == ["Chậm"]


def test_a_requirement_goes_from_open_to_closed_and_a_rejection_closes_nothing(team: Team) -> None:
    services, ent = team.member.services, team.commune()
    one = services.requirements.add(ent, "Niêm yết đủ thủ tục", due="25/09/2019").value
    assert state(services, one, date(2019, 9, 25)) is RequirementState.OPEN
    assert state(services, one) is RequirementState.OVERDUE
    first = services.remediations.record(ent, one.id, "Đã niêm yết", "24/09/2019").value
    assert (first.state, first.decided_by) == (RemediationState.PENDING, "")
    assert state(services, one) is RequirementState.REPORTED
    with pytest.raises(InputValueError, match="lý do"):
        services.remediations.decide(first.id, RemediationState.REJECTED, "  ")
    rejected = services.remediations.decide(first.id, RemediationState.REJECTED, "Thiếu 3 thủ tục")
    assert rejected.value.reason == "Thiếu 3 thủ tục"
    assert rejected.value.decided_by == services.cards.own().name
    assert rejected.value.decided_wall > 0
    assert state(services, one) is RequirementState.REJECTED
    second = services.remediations.record(ent, one.id, "Đã niêm yết bổ sung").value
    assert state(services, one) is RequirementState.REPORTED
    services.remediations.decide(second.id, RemediationState.ACCEPTED)
    assert state(services, one) is RequirementState.CLOSED
    services.remediations.remove(second.id)
    assert state(services, one) is RequirementState.REJECTED
    services.remediations.restore(second.id)
    assert state(services, one) is RequirementState.CLOSED
    with pytest.raises(NotFoundError):
        services.remediations.record(team.commune(1), one.id, "nhầm xã")
    with pytest.raises(InputValueError):
        services.remediations.record(ent, one.id, "x", "32/13/2019")


def test_two_people_who_close_differently_are_a_conflict_that_the_leader_ends(team: Team) -> None:
    leader, secretary, member, ent = team.leader, team.secretary, team.member, team.commune()
    one = leader.services.requirements.add(ent, "Trả lời kiến nghị").value
    done = leader.services.remediations.record(ent, one.id, "Đã trả lời").value
    for person in (secretary, member):
        person.take(leader.send(f"{person.created.device_id[:6]}.inspb"))
    secretary.services.remediations.decide(done.id, RemediationState.ACCEPTED, "Đủ")
    member.services.remediations.decide(done.id, RemediationState.REJECTED, "Chưa đủ")
    leader.take(secretary.send("1.inspb"), member.send("2.inspb"))
    conflicts = {one.register.path: one for one in leader.services.conflicts.list()}
    assert set(conflicts) == {"state", "reason"}
    assert conflicts["state"].inspection is not None
    head = next(h for h in conflicts["state"].heads if h.value == "rejected")
    leader.services.conflicts.resolve(conflicts["state"].id, choose=head.change, reason="Xem lại")
    reason = next(h for h in conflicts["reason"].heads if h.value == "Chưa đủ")
    leader.services.conflicts.resolve(conflicts["reason"].id, choose=reason.change, reason="x")
    found = leader.services.remediations.list(ent)[0]
    assert (found.state, found.reason) == (RemediationState.REJECTED, "Chưa đủ")
    assert state(leader.services, one) is RequirementState.REJECTED
    assert leader.services.vault.check().problems == ()
