"""Answers, both sides, drafts, tables, the session: through the services on a real vault."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.domain.errors import (
    AmbiguousNameError,
    AnswerError,
    EvidenceError,
    InputValueError,
    NotAllowedError,
    NotFoundError,
    WeakPassphraseError,
    WrongPassphraseError,
)
from inspector_app.domain.form.instance.engine import ViolationKind
from inspector_app.domain.trip.values import Severity, Side
from inspector_app.services.vaults import Person
from inspector_app.services.views import QuestionView, TypedAnswer
from inspector_app.services.workshop import Services
from tests.kit.team import PASSPHRASE, Team, workshop


def _question(services: Services, ent: bytes, name: str) -> QuestionView:
    view = services.inspections.show(ent).question((name, None))  # type: ignore[arg-type]
    assert view is not None
    return view


def test_both_sides_are_kept_apart_and_compared(team: Team) -> None:
    services, ent = team.member.services, team.commune()
    services.inspections.answer(ent, "c2_8_in_force", Side.REPORTED, "1.234")
    services.inspections.answer(ent, "c2_8_in_force", Side.VERIFIED, "1230")
    view = _question(services, ent, "c2_8_in_force")
    assert (view.reported.value, view.verified.value, view.differs) == (1234, 1230, True)
    services.inspections.answer(ent, "c2_8_in_force", Side.VERIFIED, "1234")
    assert not _question(services, ent, "c2_8_in_force").differs


def test_a_violation_is_kept_shown_and_goes_away(team: Team) -> None:
    services, ent = team.member.services, team.commune()
    services.inspections.answer(ent, "c1_3_planned", Side.VERIFIED, "10")
    outcome = services.inspections.answer(ent, "c1_3_done", Side.VERIFIED, "12")
    assert [one.kind for one in outcome.violations] == [ViolationKind.CONSTRAINT]
    assert outcome.value.verified.value == 12, "validation never blocks what was typed"
    outcome = services.inspections.answer(ent, "c1_3_done", Side.VERIFIED, "9")
    assert outcome.violations == ()
    assert _question(services, ent, "c1_3_rate").state.value == "90"


def test_what_cannot_be_an_answer_changes_nothing(team: Team) -> None:
    services, ent = team.member.services, team.commune()
    services.inspections.answer(ent, "c1_3_planned", Side.VERIFIED, "10")
    changes = services.vault.info().changes
    for question, side, text in (
        ("c1_3_planned", Side.VERIFIED, "mười"),
        ("c1_1", Side.VERIFIED, "maybe"),
        ("c1_3_rate", Side.VERIFIED, "50"),
        ("c1_1_date", Side.VERIFIED, "31/02/2019"),
        ("c1_1_number", Side.REPORTED, "12/KH-UBND"),
        ("t1_a1", Side.VERIFIED, "5"),
    ):
        with pytest.raises(AnswerError):
            services.inspections.answer(ent, question, side, text)
    with pytest.raises(NotFoundError):
        services.inspections.answer(ent, "no_such", Side.VERIFIED, "1")
    assert services.vault.info().changes == changes
    assert _question(services, ent, "c1_3_planned").verified.value == 10


def test_repeating_an_answer_writes_nothing_and_clearing_is_history(team: Team) -> None:
    services, ent = team.member.services, team.commune()
    services.inspections.answer(ent, "c1_1", Side.VERIFIED, "yes")
    changes = services.vault.info().changes
    services.inspections.answer(ent, "c1_1", Side.VERIFIED, "yes")
    assert services.vault.info().changes == changes
    services.inspections.answer(ent, "c1_1", Side.VERIFIED, "")
    history = services.inspections.history(ent, "c1_1", Side.VERIFIED)
    assert [(one.before, one.value) for one in history] == [(None, "yes"), ("yes", None)]
    assert {one.author for one in history} == {"Hoàng Văn E"}
    assert {one.device for one in history} == {"Máy thanh-vien"}


def test_the_dossier_table_balances_and_feeds_the_rate(team: Team) -> None:
    services, ent = team.member.services, team.commune()
    row = services.inspections.add_row(ent, "t1").value
    for cell, text in (("t1_field", "land"), ("t1_a2", "1168"), ("t1_b2", "1163")):
        services.inspections.answer(ent, cell, Side.VERIFIED, text, row)
    for cell in ("a1", "a3", "a4", "b1", "c1", "c2", "d1", "d2"):
        services.inspections.answer(ent, f"t1_{cell}", Side.VERIFIED, "0", row)
    services.inspections.answer(ent, "t1_b3", Side.VERIFIED, "4", row)
    table = services.inspections.show(ent).table("t1")
    assert table is not None
    assert table.rows[0].cells["t1_balance"].state.violations, "1168 in, 1167 out"
    services.inspections.answer(ent, "t1_b3", Side.VERIFIED, "5", row)
    assert _question(services, ent, "c3_8_rate").state.value == "99.57"
    assert services.inspections.remove_row(ent, row).value
    assert _question(services, ent, "c3_8_rate").state.value is None
    assert services.inspections.restore_row(ent, row).value
    assert _question(services, ent, "c3_8_rate").state.value == "99.57"


def test_a_draft_survives_and_becomes_a_change(team: Team) -> None:
    services, ent = team.member.services, team.commune()
    services.inspections.draft(ent, ("c1_1", None), Side.NOTE, "Kế hoạch số 0")
    team.member.reopen()
    services = team.member.services
    assert services.inspections.drafts(ent) == {(("c1_1", None), Side.NOTE): "Kế hoạch số 0"}
    services.inspections.answer(ent, "c1_1", Side.NOTE, "Kế hoạch số 05/KH-UBND")
    assert services.inspections.drafts(ent) == {}
    assert _question(services, ent, "c1_1").note.value == "Kế hoạch số 05/KH-UBND"


def test_units_are_found_without_accents(team: Team) -> None:
    services = team.member.services
    wanted = services.inspections.show(team.commune()).inspection
    assert services.inspections.find(wanted.id.hex()[:8]).id == wanted.id
    assert services.inspections.find(wanted.unit.name.upper()).id == wanted.id
    with pytest.raises(AmbiguousNameError):
        services.inspections.find("xa")
    with pytest.raises(NotFoundError):
        services.inspections.find("")


def test_the_session_and_who_may_conclude(team: Team) -> None:
    ent = team.commune()
    member, leader = team.member.services, team.leader.services
    session = member.sessions.record(ent, "started", "16/09/2019 08:05").value
    assert session.started == "2019-09-16T08:05"
    with pytest.raises(InputValueError):
        member.sessions.record(ent, "ended", "hôm qua")
    with pytest.raises(NotAllowedError):
        member.sessions.record(ent, "conclusion", "Tốt")
    assert leader.sessions.record(ent, "conclusion", "Cơ bản đạt.").value.conclusion
    other_team = next(
        row.inspection.id for row in leader.inspections.list() if row.inspection.team.number == 2
    )
    with pytest.raises(NotAllowedError):
        leader.sessions.record(other_team, "conclusion", "Không phải đoàn tôi")
    person = member.sessions.add_attendee(ent, False, "Lê Văn B", "Chủ tịch").value
    member.sessions.edit_attendee(person, "Lê Văn Bình", "Chủ tịch UBND xã")
    assert [one.name for one in member.inspections.show(ent).session.attendees] == ["Lê Văn Bình"]
    assert member.sessions.remove_attendee(person).value
    assert member.inspections.show(ent).session.attendees == ()


def test_findings_requirements_and_their_dates(team: Team) -> None:
    services, ent = team.member.services, team.commune()
    finding = services.findings.add(ent, "c3_9", Severity.SERIOUS, "Không xin lỗi công dân").value
    services.findings.edit(finding.id, "cause", "Chưa phân công")
    requirement = services.requirements.add(
        ent, "Ban hành phiếu xin lỗi", "Chủ tịch UBND xã", "30/09/2019", finding.id
    ).value
    assert requirement.due is not None
    assert requirement.due.isoformat() == "2019-09-30"
    assert services.findings.list(ent)[0].cause == "Chưa phân công"
    with pytest.raises(InputValueError):
        services.requirements.edit(requirement.id, "due", "31/09/2019")
    assert services.requirements.list(ent)[0].due == requirement.due
    services.findings.remove(finding.id)
    assert services.findings.list(ent) == ()
    services.findings.restore(finding.id)
    assert len(services.findings.list(ent)) == 1


def test_evidence_is_refused_empty_and_found_by_check_when_damaged(
    team: Team, tmp_path: Path
) -> None:
    services, ent = team.member.services, team.commune()
    empty = tmp_path / "rỗng.txt"
    empty.write_bytes(b"")
    with pytest.raises(EvidenceError):
        services.evidence.add(ent, str(empty))
    photo = tmp_path / "ảnh.jpg"
    photo.write_bytes(b"\xff\xd8\xff" + b"p" * 200_000)
    seen: list[int] = []
    one = services.evidence.add(
        ent, str(photo), "c1_1", progress=lambda done, total, what: seen.append(done)
    ).value
    assert (one.media_type, one.name, seen[-1]) == ("image/jpeg", "ảnh.jpg", 200_003)
    assert services.vault.check().problems == ()
    stored = [
        file for file in (Path(team.member.created.path) / "evidence").rglob("*") if file.is_file()
    ]
    data = bytearray(stored[0].read_bytes())
    data[1000] ^= 1
    stored[0].write_bytes(bytes(data))
    with pytest.raises(EvidenceError):
        services.evidence.read(one.id)
    assert services.vault.check().problems


def test_passphrases(team: Team) -> None:
    services = team.member.services
    with pytest.raises(WeakPassphraseError):
        services.vault.change_passphrase(PASSPHRASE, "ngắn")
    with pytest.raises(WrongPassphraseError):
        services.vault.change_passphrase("sai hoàn toàn", "một câu dài mới tinh")
    services.vault.change_passphrase(PASSPHRASE, "một câu dài mới tinh")
    services.close()
    path = team.member.created.path
    with pytest.raises(WrongPassphraseError):
        workshop().open_vault(path, PASSPHRASE)
    workshop().open_vault(path, team.member.created.recovery_code).close()
    team.member.services = workshop().open_vault(path, "một câu dài mới tinh")


def test_a_vault_needs_a_name_and_a_strong_passphrase(tmp_path: Path) -> None:
    for passphrase, name, error in (
        ("ngắn", "Nguyễn Văn A", WeakPassphraseError),
        (PASSPHRASE, "  ", InputValueError),
    ):
        with pytest.raises(error):
            workshop().create_vault(str(tmp_path / "kho"), passphrase, Person(name, "", "", ""))
    assert list(tmp_path.iterdir()) == []


def test_a_block_of_answers_is_recorded_whole_or_not_at_all(team: Team) -> None:
    services, ent = team.member.services, team.commune()
    good = TypedAnswer("c1_3_planned", Side.VERIFIED, None, "10")
    bad = TypedAnswer("c1_3_done", Side.VERIFIED, None, "chín")
    changes = services.vault.info().changes
    with pytest.raises(AnswerError):
        services.inspections.answer_many(ent, [good, bad])
    assert services.vault.info().changes == changes
    assert services.inspections.answer_many(ent, [good, bad], is_lenient=True).value == (
        True,
        False,
    )
    assert _question(services, ent, "c1_3_planned").verified.value == 10
