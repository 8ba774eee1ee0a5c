"""Restored backups and copied vaults: noticed at opening, a new identity, nothing lost, still trusted."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from inspector_app.domain.errors import DeviceRenewedError, DeviceRevokedError
from inspector_app.domain.log.ids import DeviceId
from inspector_app.domain.log.runs import link, read_run
from inspector_app.domain.trip.values import Role, Side
from inspector_app.services.device_views import Trust
from inspector_app.services.exporting import Address
from inspector_app.services.renewal import Why
from inspector_app.services.vaults import CreatedVault
from tests.kit.marks import MemoryMarks
from tests.kit.team import PASSPHRASE, Colleague, Team, workshop
from tests.services.test_devices import answer, held, passed

OFFICE, HOME = b"board--1" + bytes(8), b"board--2" + bytes(8)


def opened(one: Colleague, path: Path, marks: MemoryMarks) -> Colleague:
    """A vault folder as a computer with these marks opens it."""
    created = CreatedVault(str(path), "", one.created.fingerprint, one.created.device_id)
    return Colleague(workshop(marks).open_vault(str(path), PASSPHRASE), created, one.folder)


def device(who: Colleague) -> str:
    return who.services.cards.own().device_id


def settled(team: Team, one: Colleague, marks: MemoryMarks) -> Colleague:
    """A colleague whose computer remembers the vault from now on."""
    one.services.close()
    again = opened(one, Path(one.created.path), marks)
    assert again.services.devices.renewed() is None
    assert device(again) == one.created.device_id
    return again


def test_a_restored_backup_goes_on_as_a_new_device(team: Team) -> None:
    ent, marks = team.commune(), MemoryMarks(OFFICE)
    member = settled(team, team.member, marks)
    answer(member, ent, "no")
    backup = shutil.copytree(member.created.path, team.folder / "backup")
    answer(member, ent, "yes", "c1_2")
    passed(member, "later.inspb", team.leader)
    member.services.close()

    restored = opened(member, backup, marks)
    told = restored.services.devices.renewed()
    assert told is not None
    assert told.why is Why.RESTORED
    assert told.former == member.created.device_id
    assert told.marked > told.seq
    assert told.device.endswith("(2)")
    assert device(restored) != member.created.device_id
    assert held(restored, ent) == "no"  # the backup's work is there
    own = restored.services.cards.own()
    assert own.member is not None
    assert own.member.role is Role.MEMBER

    # goes on with the old answer: replaces its own person's, no conflict; the leader knows him
    answer(restored, ent, "partial")
    passed(restored, "renewed.inspb", team.leader)
    assert held(team.leader, ent) == "partial"
    assert held(team.leader, ent, "c1_2") == "yes"  # lost here, not there
    assert team.leader.services.conflicts.list() == ()
    views = {one.id: one for one in team.leader.services.devices.list()}
    new = views[device(restored)]
    assert new.trust is Trust.VOUCHED
    assert new.role is Role.MEMBER
    assert not new.forks
    assert not views[member.created.device_id].forks
    # what was lost comes back with the leader's bundle
    passed(team.leader, "back.inspb", restored)
    assert held(restored, ent, "c1_2") == "yes"
    assert restored.services.vault.check().problems == ()
    restored.services.devices.dismiss()
    restored.services.close()
    again = opened(member, backup, marks)
    assert again.services.devices.renewed() is None
    assert device(again) == new.id
    again.services.close()


def test_a_copied_vault_goes_on_as_a_new_device_and_nobody_sees_a_fork(team: Team) -> None:
    ent, office = team.commune(), MemoryMarks(OFFICE)
    member = settled(team, team.member, office)
    answer(member, ent, "no")
    member.services.close()
    copy = shutil.copytree(member.created.path, team.folder / "copy")
    member = opened(member, Path(member.created.path), office)
    home = opened(member, copy, MemoryMarks(HOME))
    told = home.services.devices.renewed()
    assert told is not None
    assert told.why is Why.COPIED

    answer(member, ent, "yes")
    answer(home, ent, "partial")
    passed(member, "office.inspb", team.leader)
    passed(home, "home.inspb", team.leader)
    assert len(team.leader.services.conflicts.list()) == 1  # both answers, as for two people
    assert team.leader.services.vault.info().forks == ()
    member.services.close()
    home.services.close()


def test_two_copies_on_one_computer(team: Team) -> None:
    """The copy that writes first leaves its mark; the other one notices."""
    ent, marks = team.commune(), MemoryMarks(OFFICE)
    member = settled(team, team.member, marks)
    member.services.close()
    copy = shutil.copytree(member.created.path, team.folder / "copy")
    first = opened(member, Path(member.created.path), marks)
    answer(first, ent, "no")
    first.services.close()
    second = opened(member, copy, marks)
    told = second.services.devices.renewed()
    assert told is not None
    assert told.why is Why.RESTORED
    second.services.close()


def test_the_author_restored_goes_on_editing_the_trip(team: Team) -> None:
    marks = MemoryMarks(OFFICE)
    ent = team.commune()
    leader = settled(team, team.leader, marks)
    backup = shutil.copytree(leader.created.path, team.folder / "backup")
    answer(leader, ent, "no")
    leader.services.close()
    restored = opened(leader, backup, marks)
    assert device(restored) != leader.created.device_id
    own = restored.services.cards.own()
    assert own.member is not None
    assert own.member.role is Role.LEADER
    assert restored.services.devices.may_manage()
    # still leads: sends to everybody, and his word on the trip counts with them
    passed(restored, "from-restored.inspb", team.member)
    assert restored.services.devices.find(device(restored)).is_author
    assert team.member.services.devices.find(device(restored)).is_author
    restored.services.devices.revoke(leader.created.device_id, "bản cũ còn ở máy khác")
    assert not restored.services.devices.find(device(restored)).is_revoked
    passed(restored, "revoked.inspb", team.member)
    assert team.member.services.devices.find(device(restored)).is_author
    restored.services.close()


def test_a_revoked_device_vouches_for_nobody(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    """A thief with the old key makes a new device; everybody who knows of the theft refuses it."""
    ent, office = team.commune(), MemoryMarks(OFFICE)
    member = settled(team, team.member, office)
    answer(member, ent, "no")
    passed(member, "before.inspb", team.leader)
    member.services.close()
    stolen = shutil.copytree(member.created.path, team.folder / "stolen")
    thief = opened(member, stolen, MemoryMarks(HOME))
    answer(thief, ent, "partial")
    devices = (DeviceId(bytes.fromhex(team.leader.created.device_id)),)
    people = {
        one.services.cards.own().age_recipient for one in (thief, team.leader, team.secretary)
    }
    everybody = Address(tuple(sorted(people)))  # a changed program seals to whom it likes
    exporter = thief.services.bundles._exporter
    monkeypatch.setattr(exporter, "address", lambda *_a, **_k: replace(everybody, devices=devices))
    loot = thief.send("loot.inspb")
    # the secretary has not heard of the theft: he takes it in and carries it on
    passed(team.leader, "hello.inspb", team.secretary)
    team.leader.services.devices.revoke(member.created.device_id, "mất trộm")
    refused = team.leader.take(loot)[0]
    assert (refused.status, refused.error) == ("refused", "bundle.unknown-sender")
    with team.secretary.services.vault._vault.store.read() as log:
        assert log.cuts() == {}
    assert team.secretary.take(loot)[0].status != "refused"
    carried = team.secretary.send("carried.inspb")
    receipt = team.leader.take(carried)[0]
    assert receipt.status != "refused"  # an honest carrier is not punished
    assert held(team.leader, ent) == "no"
    view = team.leader.services.devices.find(device(thief))
    assert view.revocations[0].inherited_from
    assert view.quarantined > 0
    assert team.leader.services.vault.check().problems == ()
    # once the secretary hears of it he shows the same
    passed(team.leader, "news.inspb", team.secretary)
    assert team.secretary.digest() == team.leader.digest()
    thief.services.close()


def card_of(who: Colleague) -> str:
    path = str(who.folder / f"{device(who)}.inspcard")
    who.services.cards.export(path)
    return path


@pytest.mark.parametrize("is_first_enrolled", [True, False])
def test_a_renewed_device_whose_card_was_compared_stands_for_itself(
    team: Team, is_first_enrolled: bool
) -> None:
    """The old copy is revoked; the new card is compared before or after."""
    ent, leader = team.commune(), team.leader
    member = settled(team, team.member, MemoryMarks(OFFICE))
    answer(member, ent, "no")
    passed(member, "before.inspb", leader)
    member.services.close()
    home = opened(member, Path(member.created.path), MemoryMarks(HOME))
    answer(home, ent, "partial")
    passed(home, "home.inspb", leader)
    words = home.services.cards.own().fingerprint
    card, old = card_of(home), member.created.device_id
    if is_first_enrolled:
        leader.services.cards.import_(card, fingerprint=words)
        leader.services.devices.revoke(old, "bản cũ còn ở cơ quan")
    else:
        leader.services.devices.revoke(old, "bản cũ còn ở cơ quan")
        assert held(leader, ent) == "no"  # what the vouched device wrote fell with it
        leader.services.cards.import_(card, fingerprint=words)
    assert held(leader, ent) == "partial"
    view = leader.services.devices.find(device(home))
    assert not view.is_revoked
    assert view.trust is Trust.ENROLLED
    assert view.role is Role.MEMBER
    answer(home, ent, "yes")
    passed(home, "later.inspb", leader)
    assert held(leader, ent) == "yes"
    passed(leader, "back.inspb", team.secretary, home)
    assert team.secretary.digest() == leader.digest() == home.digest()
    home.services.close()


def test_a_revoked_vault_goes_on_under_an_identity_of_its_own(team: Team) -> None:
    """Its owner works on, others see it once its card is compared."""
    ent, leader, member = team.commune(), team.leader, team.member
    answer(member, ent, "no")
    passed(member, "before.inspb", leader)
    leader.services.devices.revoke(member.created.device_id, "mất máy")
    passed(leader, "news.inspb", team.secretary)
    passed(team.secretary, "carried.inspb", leader)
    _tell(leader, member)
    with pytest.raises(DeviceRevokedError):
        answer(member, ent, "yes")
    member.services.devices.renew("máy bị thu hồi")
    member.reopen()
    answer(member, ent, "yes")
    bundle = member.send("new.inspb")
    assert leader.take(bundle)[0].error == "bundle.unknown-sender"
    words = member.services.cards.own().fingerprint
    leader.services.cards.import_(card_of(member), fingerprint=words)
    assert leader.take(bundle)[0].status != "refused"
    assert held(leader, ent) == "yes"
    assert leader.services.devices.find(device(member)).role is Role.MEMBER


def _tell(leader: Colleague, member: Colleague) -> None:
    """Somebody who had not heard of the revocation when he sent: the runs go over as they are."""
    with leader.services.vault._vault.store.read() as log:
        runs = list(log.segments())
    rooms = leader.services.vault._vault.rooms
    with member.services.vault._vault.store.write() as log:
        for run in runs:
            ids = link(run, rooms.keys.verify)
            log.store_run(read_run(run, ids, rooms.changes.decode_many))


def test_a_new_identity_on_request(team: Team) -> None:
    old = device(team.member)
    card = team.member.services.devices.renew("máy bị nhân bản")
    assert card.device_id != old
    with pytest.raises(DeviceRenewedError):
        answer(team.member, team.commune(), "no")
    team.member.reopen()
    assert device(team.member) == card.device_id
    assert team.member.services.devices.renewed() is None  # whoever asked knows
    answer(team.member, team.commune(), "no")
    passed(team.member, "one.inspb", team.leader)
    assert held(team.leader, team.commune()) == "no"


def test_old_vaults_just_get_a_mark(team: Team) -> None:
    with team.member.services.vault._vault.store.write() as log:
        log.drop_note("identity/machine")
    marks = MemoryMarks(OFFICE)
    team.member.services.close()
    again = opened(team.member, Path(team.member.created.path), marks)
    assert again.services.devices.renewed() is None
    with again.services.vault._vault.store.read() as log:
        assert log.note("identity/machine") == OFFICE
    again.services.inspections.answer(team.commune(), "c1_1", Side.VERIFIED, "no")
    again.services.close()
