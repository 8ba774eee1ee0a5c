"""Histories of a real team: in words, with what each change replaced, whose it was, and if it counts."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.domain.errors import AmbiguousNameError, NotAllowedError, NotFoundError
from inspector_app.domain.log.change import Kind, Register
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.history import Deed, HistoryLine, Standing
from inspector_app.domain.trip.values import Severity, Side
from inspector_app.host import history_wording as words
from inspector_app.services.history import HistoryFilter
from inspector_app.services.workshop import Services
from tests.kit.tampering import attacked
from tests.kit.team import PASSPHRASE, Team, workshop

V, R = Side.VERIFIED, Side.REPORTED


def lines(services: Services, ent: EntityId, **fields: object) -> tuple[HistoryLine, ...]:
    wanted = HistoryFilter(inspection=ent, limit=500, **fields)  # type: ignore[arg-type]
    return services.log.lines(wanted, words.line_text).lines


def test_an_answer_tells_its_whole_story(team: Team) -> None:
    services, ent = team.secretary.services, team.commune()
    for text in ("yes", "no", ""):
        services.inspections.answer(ent, "c1_1", V, text)
    services.inspections.answer(ent, "c1_1", Side.NOTE, "xem lại")
    told = lines(services, ent, question="c1_1")
    assert [one.deed for one in told] == [Deed.WRITE, Deed.CLEAR, Deed.EDIT, Deed.WRITE]
    assert [one.standing for one in told] == [Standing.CURRENT] * 2 + [Standing.REPLACED] * 2
    edit = told[2]
    assert (words.before_text(edit), words.after_text(edit)) == ("Có", "Không")
    assert words.subject_text(edit.subject).endswith(" · câu 1.1 · đoàn xác minh")
    assert words.subject_text(told[0].subject).endswith(" · câu 1.1 · ghi chú")
    assert edit.author == team.secretary.services.trips.show().me.name  # type: ignore[union-attr]
    assert edit.device == "Máy thu-ky"
    assert edit.took_over == ()
    assert [one.register.path for one in lines(services, ent, question="c1_1", side=V)] == [
        "q/c1_1/verified"
    ] * 3


def test_a_colleagues_value_that_was_replaced_is_said(team: Team) -> None:
    ent = team.commune()
    team.secretary.services.inspections.answer(ent, "c1_1", V, "yes")
    team.leader.take(team.secretary.send("s.inspb"))
    team.member.take(team.leader.send("l0.inspb"))
    team.member.services.inspections.answer(ent, "c1_1", V, "no")
    newest = lines(team.member.services, ent, question="c1_1")[0]
    secretary = team.secretary.services.trips.show().me
    assert secretary is not None
    assert newest.took_over == (secretary.name,)
    assert not newest.is_breach
    assert words.deed_text(newest) == f"sửa, thay giá trị của {secretary.name}"


def test_a_decision_with_its_reason_and_who_was_overruled(team: Team) -> None:
    ent = team.commune()
    team.secretary.services.inspections.answer(ent, "c1_1", V, "yes")
    team.member.services.inspections.answer(ent, "c1_1", V, "no")
    leader = team.leader
    leader.take(team.secretary.send("s.inspb"), team.member.send("m.inspb"))
    told = lines(leader.services, ent, question="c1_1")
    assert {one.standing for one in told} == {Standing.CONFLICT}
    conflict = leader.services.conflicts.list()[0]
    kept = next(head for head in conflict.heads if head.value == "no")
    leader.services.conflicts.resolve(conflict.id, kept.change, reason="đã xem hồ sơ gốc")
    told = lines(leader.services, ent, question="c1_1")
    decided = told[0]
    assert (decided.deed, decided.standing) == (Deed.DECIDE, Standing.CURRENT)
    assert decided.reason == "đã xem hồ sơ gốc"
    assert decided.took_over == ()
    assert len(decided.before) == 2
    by_value = {one.value: one.standing for one in told[1:]}
    assert by_value == {"yes": Standing.OVERRULED, "no": Standing.REPLACED}


def test_a_forged_set_over_several_peoples_values_is_a_breach(team: Team) -> None:
    ent = team.commune()
    team.secretary.services.inspections.answer(ent, "c1_1", V, "yes")
    team.member.services.inspections.answer(ent, "c1_1", V, "no")
    team.leader.take(team.secretary.send("s.inspb"))
    team.member.take(team.leader.send("l.inspb"))
    register = Register(ent, "q/c1_1/verified")
    with team.member.services.inspections._journal.write() as pen:  # a changed program
        refs = tuple(head.ref for head in pen.log.heads(register))
        assert len(refs) == 2
        pen._add(Kind.SET, register, "partial", b"", refs)
    newest = lines(team.member.services, ent, question="c1_1")[0]
    assert newest.is_breach
    assert words.warning_text(newest)


def test_findings_rows_evidence_and_sessions_have_names(team: Team) -> None:
    services, ent = team.secretary.services, team.commune()
    finding = services.findings.add(
        ent, "c1_1", Severity.SERIOUS, "Ban hành kế hoạch chậm"
    ).value.id
    services.findings.edit(finding, "text", "Ban hành kế hoạch chậm 10 ngày")
    services.findings.remove(finding)
    services.findings.restore(finding)
    services.requirements.add(ent, "Rút kinh nghiệm", due="31/12/2026", finding=finding)
    told = services.log.lines(HistoryFilter(entity=finding, limit=100)).lines
    assert {one.register.ent for one in told} == {finding}
    assert told[0].deed is Deed.RESTORE
    assert told[1].deed is Deed.REMOVE
    edit = next(one for one in told if one.deed is Deed.EDIT)
    subject = words.subject_text(edit.subject, with_unit=False)
    assert subject == "tồn tại «Ban hành kế hoạch chậm 10 ngày» · câu 1.1 · nội dung"
    severity = next(one for one in told if one.register.path == "severity")
    assert words.after_text(severity) == "Nặng"
    every = lines(services, ent)
    due = next(one for one in every if one.register.path == "due")
    assert words.after_text(due) == "31/12/2026"
    linked = next(
        one for one in every if one.register.path == "finding" and one.subject.type == "requirement"
    )
    assert words.after_text(linked) == "Ban hành kế hoạch chậm 10 ngày"
    assert all(words.subject_text(one.subject) for one in every)


def test_pages_people_machines_days_and_search(team: Team) -> None:
    leader, ent = team.leader, team.commune()
    for number, name in enumerate(("c1_1", "c1_2", "c2_3", "c2_4", "c2_6")):
        team.secretary.services.inspections.answer(ent, name, Side.NOTE, f"ghi{number}x")
    leader.take(team.secretary.send("s.inspb"))
    leader.services.inspections.answer(ent, "c1_1", V, "yes")
    log = leader.services.log
    everything = log.lines(HistoryFilter(limit=10_000))
    assert everything.total == len(everything.lines) == leader.services.vault.info().changes
    seen = [
        one.change
        for offset in range(0, everything.total, 100)
        for one in log.lines(HistoryFilter(limit=100, offset=offset)).lines
    ]
    assert seen == [one.change for one in everything.lines]
    mine = log.lines(HistoryFilter(device="may thu-ky", limit=1000)).lines
    assert {one.device for one in mine} == {"Máy thu-ky"}
    person = team.secretary.services.trips.show().me
    assert person is not None
    assert log.lines(HistoryFilter(person=person.name.lower(), limit=1000)).lines == mine
    with pytest.raises(NotFoundError):
        log.lines(HistoryFilter(person="không có ai"))
    newest = max(one.wall for one in everything.lines)
    assert log.lines(HistoryFilter(since=newest + 1)).lines == ()
    assert log.lines(HistoryFilter(until=newest + 1, limit=10_000)).total == everything.total
    found = log.lines(HistoryFilter(inspection=ent, text="GHI3X"), words.line_text)
    assert [one.value for one in found.lines] == ["ghi3x"]


def test_a_former_value_comes_back_as_undo(team: Team) -> None:
    services, ent = team.secretary.services, team.commune()
    for text in ("yes", "no"):
        services.inspections.answer(ent, "c1_1", V, text)
    current, former = lines(services, ent, question="c1_1")
    assert (current.can_return, former.can_return) == (False, True)
    view = services.returns.preview(former.change[:12])
    assert view.current is not None
    assert (view.current.value, view.former.value) == ("no", "yes")
    with pytest.raises(NotAllowedError):
        services.returns.preview(current.change)
    made = services.returns.bring_back(former.change).value
    assert (made.deed, made.kind, made.value, made.standing) == (
        Deed.UNDO,
        Kind.UNDO,
        "yes",
        Standing.CURRENT,
    )
    shown = services.inspections.show(ent).question(("c1_1", None))
    assert shown is not None
    assert shown.verified.value == "yes"
    assert len(lines(services, ent, question="c1_1")) == 3, "nothing goes away"
    assert services.vault.check().problems == ()
    assert services.verification.own().is_sound


def test_what_is_in_conflict_is_not_brought_back_by_a_member(team: Team) -> None:
    ent = team.commune()
    for text in ("partial", "yes"):
        team.secretary.services.inspections.answer(ent, "c1_1", V, text)
    team.member.services.inspections.answer(ent, "c1_1", V, "no")
    team.leader.take(team.secretary.send("s.inspb"), team.member.send("m.inspb"))
    old = next(
        one
        for one in lines(team.leader.services, ent, question="c1_1")
        if one.standing is Standing.REPLACED
    )
    with pytest.raises(NotAllowedError):
        team.leader.services.returns.bring_back(old.change)


def test_a_change_is_found_by_its_beginning(team: Team) -> None:
    services, ent = team.secretary.services, team.commune()
    services.inspections.answer(ent, "c1_1", V, "yes")
    line = lines(services, ent, question="c1_1")[0]
    assert services.log.find(line.change[:10].upper()).change == line.change
    for text in ("", "abc", "0" * 64):
        with pytest.raises((NotFoundError, AmbiguousNameError)):
            services.log.find(text)


def test_what_is_stored_and_does_not_count_is_said(team: Team) -> None:
    """As a revocation leaves it: the change is in the log, and in no register."""
    services, ent = team.secretary.services, team.commune()
    services.inspections.answer(ent, "c1_1", V, "yes")
    services.inspections.answer(ent, "c1_1", V, "no")
    held = lines(services, ent, question="c1_1")[0]
    services.close()
    with attacked(Path(team.secretary.created.path)) as driver:
        (n,) = driver.execute(
            "SELECT n FROM change WHERE h = ?", (bytes.fromhex(held.change),)
        ).fetchone()
        (former,) = driver.execute("SELECT max(n) FROM change WHERE n < ?", (n,)).fetchone()
        driver.execute("UPDATE head SET n = ? WHERE n = ?", (former, n))
    team.secretary.services = workshop().open_vault(team.secretary.created.path, PASSPHRASE)
    told = lines(team.secretary.services, ent, question="c1_1")
    assert [one.standing for one in told] == [Standing.QUARANTINED, Standing.CURRENT]
    assert words.standing_text(told[0].standing) == "cách ly"
