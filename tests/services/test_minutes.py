"""From answers to signed minutes, through the services."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.domain.errors import (
    FileExistsAlreadyError,
    KeyFileError,
    PdfError,
    SignOrderError,
)
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Side
from inspector_app.services.facts import minutes_facts
from inspector_app.services.workshop import Services
from tests.kit.team import Team, workshop


def _hold_session(services: Services, ent: EntityId) -> None:
    for field, text in (
        ("started", "16/09/2019 08:00"),
        ("ended", "16/09/2019 11:30"),
        ("place", "Trụ sở UBND xã"),
        ("unit_opinion", "Nhất trí với biên bản"),
        ("conclusion", "Đơn vị cơ bản thực hiện tốt."),
    ):
        services.sessions.record(ent, field, text)
    services.sessions.add_attendee(ent, False, "Lê Thị Bình", "Chủ tịch UBND xã")


def test_minutes_with_an_open_conflict_cannot_be_signed(team: Team) -> None:
    ent = team.commune()
    _hold_session(team.leader.services, ent)
    team.leader.services.inspections.answer(ent, "c1_1", Side.VERIFIED, "yes")
    team.member.services.inspections.answer(ent, "c1_1", Side.VERIFIED, "no")
    team.leader.take(team.member.send("m.inspb"))
    assert team.leader.services.reports.preview(ent, digital=True).fields == ()
    conflict = team.leader.services.conflicts.list()[0]
    team.leader.services.conflicts.resolve(conflict.id, text="partial", reason="đối chiếu lại")
    fields = team.leader.services.reports.preview(ent, digital=True).fields
    assert {one.name for one in fields} == {"secretary", "unit", "leader"}


def test_three_signatures_verify_and_one_byte_breaks_them(team: Team, tmp_path: Path) -> None:
    services, ent = team.leader.services, team.commune()
    _hold_session(services, ent)
    services.inspections.answer(ent, "c1_1", Side.VERIFIED, "yes")
    names = {"secretary": "Phạm Thị D", "unit": "Lê Thị Bình", "leader": "Nguyễn Văn A"}
    keys = workshop().practice_keys(names)
    root = tmp_path / "root.pem"
    root.write_bytes(keys.root)
    pdf = tmp_path / "bien-ban.pdf"
    services.reports.build(ent, str(pdf), digital=True)
    with pytest.raises(FileExistsAlreadyError):
        services.reports.build(ent, str(pdf))
    unsigned = pdf.read_bytes()
    for field in ("secretary", "unit", "leader"):
        (tmp_path / f"{field}.p12").write_bytes(keys.key_files[field])

    key = str(tmp_path / "leader.p12")
    with pytest.raises(SignOrderError):
        services.reports.sign(str(pdf), str(tmp_path / "x.pdf"), "leader", key, keys.password)
    with pytest.raises(KeyFileError):
        services.reports.sign(str(pdf), str(tmp_path / "x.pdf"), "secretary", key, "sai")
    assert not (tmp_path / "x.pdf").exists()

    for field in ("secretary", "unit", "leader"):
        key = str(tmp_path / f"{field}.p12")
        services.reports.sign(str(pdf), str(pdf), field, key, keys.password, replace=True)
    signed = pdf.read_bytes()
    assert signed.startswith(unsigned), "signatures only ever add"
    verdict = workshop().verify_report(str(pdf), [str(root)])
    assert verdict.is_valid, verdict.problems
    assert [one.signer.split(" (")[0] for one in verdict.signatures][-1].startswith("Nguyễn Văn A")

    broken = bytearray(signed)
    broken[len(unsigned) // 2] ^= 1
    pdf.write_bytes(bytes(broken))
    assert not workshop().verify_report(str(pdf), [str(root)]).is_valid
    pdf.write_bytes(b"no document")
    with pytest.raises(PdfError):
        workshop().verify_report(str(pdf), [str(root)])


def test_an_undecided_row_prints_both_values_and_who_wrote_them(team: Team) -> None:
    ent = team.commune()
    team.secretary.services.inspections.answer(ent, "c1_1", Side.VERIFIED, "yes")
    team.member.services.inspections.answer(ent, "c1_1", Side.VERIFIED, "no")
    team.leader.take(team.secretary.send("s.inspb"), team.member.send("m.inspb"))
    view = team.leader.services.inspections.show(ent)
    rows = [row for one in minutes_facts(view, 1).sections for row in one.criteria]
    (row,) = (one for one in rows if one.code == "1.1")
    assert row.verified == "đang xung đột: «Không» (Hoàng Văn E); «Có» (Phạm Thị D)"
