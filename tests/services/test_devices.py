"""Devices: who is trusted and why, what is held and what is missing."""

from __future__ import annotations

import pytest

from inspector_app.domain.errors import InputValueError, NotAllowedError
from inspector_app.domain.log.change import Register
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.log.register import provisional
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


def answer(who: Colleague, ent: EntityId, value: str, question: str = "c1_1") -> None:
    who.services.inspections.answer(ent, question, Side.VERIFIED, value)


def held(who: Colleague, ent: EntityId, question: str = "c1_1") -> object:
    """What a person's vault says was verified."""
    with who.services.vault._vault.store.read() as log:
        top = provisional(log.heads(Register(ent, f"q/{question}/verified")))
    return top.value if top else None


def passed(sender: Colleague, name: str, *receivers: Colleague) -> None:
    """A bundle from one to others, whoever its recipients are by the rules."""
    bundle = sender.send(name)
    for one in receivers:
        receipt = one.take(bundle)[0]
        assert receipt.status not in ("refused",), receipt


def test_a_revoked_device_is_trusted_up_to_its_last_known_change(team: Team) -> None:
    ent = team.commune()
    answer(team.member, ent, "no")
    passed(team.member, "one.inspb", team.leader)
    view = team.leader.services.devices.revoke(team.member.created.device_id, "mất máy").value
    assert view.revocations[0].reason == "mất máy"
    assert held(team.leader, ent) == "no"  # what was known stays

    answer(team.member, ent, "yes")
    receipt = team.leader.take(team.member.send("two.inspb"))[0]
    assert receipt.status != "refused"
    assert held(team.leader, ent) == "no"
    assert seen(team.leader, team.member).quarantined == 1
    kept = team.leader.services.devices.quarantine()
    change = next(one for one in kept if one.register.path == "q/c1_1/verified")
    assert (change.value, change.current) == ("yes", "no")
    assert change.place
    assert team.leader.services.vault.check().problems == ()

    # the secretary gets the answer before she hears of the revocation, and shows the same after it
    passed(team.member, "three.inspb", team.leader)
    passed(team.leader, "back.inspb", team.secretary)
    assert held(team.secretary, ent) == "no"
    assert team.secretary.digest() == team.leader.digest()

    team.leader.services.devices.adopt([change.change[:12]], "đã gọi điện xác nhận")
    assert held(team.leader, ent) == "yes"
    passed(team.leader, "adopted.inspb", team.secretary)
    assert held(team.secretary, ent) == "yes"
    assert team.secretary.digest() == team.leader.digest()


def test_a_revocation_can_be_taken_back(team: Team) -> None:
    ent = team.commune()
    answer(team.member, ent, "no")
    bundle = team.member.send("one.inspb")
    team.leader.services.devices.revoke(team.member.created.device_id, "nhầm", at="0")
    team.leader.take(bundle)
    assert held(team.leader, ent) is None
    view = team.leader.services.devices.restore(
        team.member.created.device_id, "máy đã tìm thấy"
    ).value
    assert not view.is_revoked
    assert view.quarantined == 0
    assert held(team.leader, ent) == "no"


def test_who_may_revoke(team: Team) -> None:
    with pytest.raises(NotAllowedError):
        team.member.services.devices.revoke(team.secretary.created.device_id, "không ưa")
    with pytest.raises(InputValueError):
        team.leader.services.devices.revoke(team.leader.created.device_id, "chính mình")
    with pytest.raises(InputValueError):
        team.leader.services.devices.revoke(team.member.created.device_id, " ")
    # a changed program writes it all the same: the whole bundle is refused
    before = team.leader.digest()
    with team.member.services.inspections._journal.write() as pen:
        pen.control(
            Register(EntityId(bytes.fromhex(team.secretary.created.device_id)), "revoke"),
            {"seq": 0, "id": bytes(32)},
        )
    receipt = team.leader.take(team.member.send("forged.inspb"))[0]
    assert (receipt.status, receipt.error) == ("refused", "log.refused")
    assert team.leader.digest() == before


def test_a_revoked_device_writes_no_more_and_is_sent_nothing(team: Team) -> None:
    ent = team.commune()
    answer(team.member, ent, "no")
    passed(team.member, "one.inspb", team.leader)
    before = team.leader.send("before.inspb")
    team.leader.services.devices.revoke(team.member.created.device_id, "mất máy")
    after = team.leader.send("after.inspb")
    assert team.member.take(before)[0].status != "refused"
    assert team.member.take(after)[0].error == "bundle.other-recipient"
    # it hears of the revocation from somebody who did not know of it when he sent
    passed(team.leader, "to-secretary.inspb", team.secretary)


def test_what_a_revoked_leader_does_afterwards_gives_no_trust(team: Team) -> None:
    """The author revokes another leader; enrolments and revocations by him do nothing."""
    ent = team.commune()
    leader, secretary = team.leader, team.secretary
    card = secretary.services.cards.own()
    assert card.member is not None
    leader.services.devices.revoke(secretary.created.device_id, "mất máy")
    answer(secretary, ent, "no")
    with secretary.services.inspections._journal.write() as pen:
        pen.control(
            Register(EntityId(bytes.fromhex(team.member.created.device_id)), "revoke"),
            {"seq": 0, "id": bytes(32)},
        )
    passed(secretary, "after.inspb", leader)
    assert not seen(leader, team.member).is_revoked
    kept = leader.services.devices.quarantine()
    forged = next(one for one in kept if one.register.path == "revoke")
    assert not forged.can_adopt
    with pytest.raises(InputValueError):
        leader.services.devices.adopt([forged.change], "thử")
    with pytest.raises(InputValueError):  # it may not be revived with the rest either
        leader.services.devices.restore(secretary.created.device_id, "đã tìm thấy")
