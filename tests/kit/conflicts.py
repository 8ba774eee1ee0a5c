"""Conflicts for tests: a bare view, and a team that disagrees in every way."""

from __future__ import annotations

from pathlib import Path

from inspector_app.domain.form.definition import Question, Text
from inspector_app.domain.log.change import Register
from inspector_app.domain.trip.values import Side
from inspector_app.services.conflict_views import ConflictKind, ConflictState, ConflictView
from tests.kit.team import Team, gather


def conflict_view(register: Register, *, criterion: Question | None = None) -> ConflictView:
    """A conflict of a register outside any inspection; nobody wrote anything."""
    return ConflictView(
        id="00",
        register=register,
        kind=ConflictKind.POINTS if criterion else ConflictKind.FRAME,
        state=ConflictState.OPEN,
        inspection=None,
        section="",
        section_label=Text(),
        question=None,
        side=None,
        label=register.path,
        subject="",
        sides=(),
        base=None,
        criterion=criterion,
    )


def disagreeing_team(folder: Path) -> Team:
    """A team whose leader's vault holds six conflicts of as many kinds; all vaults are open.

    An answer of three people, a note, a number, a finding's text, a file's caption, and a finding
    that one removed and another edited.
    """
    team = gather(folder)
    ent = team.commune()
    first, second, third = team.secretary.services, team.member.services, team.leader.services
    first.inspections.answer(ent, "c1_1", Side.VERIFIED, "partial")
    first.inspections.answer(ent, "c1_1", Side.NOTE, "Kế hoạch ban hành ngày 12/01, chậm 12 ngày")
    text = "UBND xã ban hành kế hoạch cải cách hành chính chậm so với quy định"
    finding = first.findings.add(ent, "c1_1", text=text).value.id
    gone = first.findings.add(ent, "c1_2", text="Chưa có kế hoạch kiểm tra").value.id
    photo = first.evidence.add_bytes(ent, "ke-hoach-2019.pdf", b"%PDF-1.4 x", "c1_1").value.id
    _share(team, "one")
    first.inspections.answer(ent, "c1_1", Side.VERIFIED, "yes")
    second.inspections.answer(ent, "c1_1", Side.VERIFIED, "no")
    third.inspections.answer(ent, "c1_1", Side.VERIFIED, "no")
    first.inspections.answer(
        ent, "c1_1", Side.NOTE, "Kế hoạch ban hành ngày 15/01, chậm 15 ngày so với quy định"
    )
    second.inspections.answer(
        ent, "c1_1", Side.NOTE, "Kế hoạch ban hành ngày 12/01, chưa gửi Sở Nội vụ"
    )
    figure = next(
        one
        for one in first.inspections.show(ent).form.questions.values()
        if one.is_figure and one.is_answerable and not one.repeat
    )
    first.inspections.answer(ent, figure.name, Side.VERIFIED, "1248")
    second.inspections.answer(ent, figure.name, Side.VERIFIED, "1284")
    first.findings.edit(finding, "text", f"{text} 15 ngày")
    second.findings.edit(finding, "text", f"{text} do thiếu người phụ trách")
    second.findings.remove(gone)
    first.findings.edit(gone, "text", "Chưa có kế hoạch kiểm tra nội bộ năm 2019")
    first.evidence.describe(photo, "bản ký số")
    second.evidence.describe(photo, "bản giấy, trang 2")
    _share(team, "two")
    return team


def _share(team: Team, name: str) -> None:
    team.leader.take(team.secretary.send(f"s-{name}.inspb"), team.member.send(f"m-{name}.inspb"))
    back = team.leader.send(f"l-{name}.inspb")
    team.secretary.take(back)
    team.member.take(back)
