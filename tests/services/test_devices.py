"""Devices: who is trusted and why, what is held and what is missing."""

from __future__ import annotations

from inspector_app.domain.trip.values import Role, Side
from inspector_app.services.device_views import DeviceView, Trust
from tests.kit.team import Colleague, Team


def seen(by: Colleague, of: Colleague) -> DeviceView:
    """What a person's list says of somebody's device."""
    views = by.services.devices.list()
    return next(one for one in views if one.id == of.created.device_id)


def test_the_list_tells_why_each_device_is_trusted(team: Team) -> None:
    own, member = seen(team.leader, team.leader), seen(team.leader, team.member)
    assert team.leader.services.devices.list()[0] == own
    assert own.trust is Trust.OWN
    assert own.is_author
    assert own.role is Role.LEADER
    assert member.trust is Trust.ENROLLED
    assert member.trusted_by == own.person
    assert member.fingerprint == team.member.created.fingerprint
    assert member.last_seq == 0  # nothing of it has arrived yet

    team.member.services.inspections.answer(team.commune(), "c1_1", Side.VERIFIED, "no")
    bundle = team.member.send("member.inspb")
    team.leader.take(bundle)
    member = seen(team.leader, team.member)
    assert member.last_seq == seen(team.member, team.member).last_seq > 0
    assert not member.missing
    assert not member.forks
    assert not member.is_revoked
