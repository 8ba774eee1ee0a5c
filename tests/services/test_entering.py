"""What enters a vault is judged, and so is what leaves quarantine, whoever frees it."""

from __future__ import annotations

import pytest

from inspector_app.domain.errors import InputValueError
from inspector_app.domain.log.change import MAX_INTEGER, Kind, Register
from inspector_app.domain.log.entity import LIFE, life_value
from inspector_app.domain.log.ids import NO_CHANGE, DeviceId, EntityId
from inspector_app.services.directory import Directory
from tests.kit.forging import (
    Forged,
    card_of,
    chained,
    forge,
    heir,
    new_identity,
    plant,
    refs,
    values,
    vault_of,
)
from tests.kit.laptops import KEYS
from tests.kit.team import Colleague, Team

OPINION = "session/conclusion"


def merged(receiver: Colleague, sender: Colleague, name: str) -> str:
    return receiver.take(sender.send(name))[0].status


def team_name(team: Team) -> Register:
    with vault_of(team.leader).store.read() as log:
        return Register(log.entities("team")[0], "name")


def revoke_member(team: Team) -> DeviceId:
    dev = vault_of(team.member).identity.dev
    team.leader.services.devices.revoke(dev.hex(), "mất máy")
    return dev


def as_leader(team: Team) -> tuple[Forged, ...]:
    """What only the leader may write, in the leader's name."""
    actor, place = vault_of(team.leader).identity.actor, team_name(team)
    decided = Register(team.commune(), OPINION)
    return (
        Forged(place, "ĐOÀN GIẢ", refs(team.member, place), actor=actor),
        Forged(decided, "giả", kind=Kind.RESOLVE, actor=actor),
    )


def test_a_revoked_key_vouches_for_nobody_without_a_genesis(team: Team) -> None:
    revoke_member(team)
    heir(team.member, "Kẻ trộm", *as_leader(team), genesis=False)
    before = team.leader.digest()
    assert merged(team.leader, team.member, "evil.inspb") == "refused"
    assert team.leader.digest() == before


def test_a_revocation_lets_no_unknown_device_in(team: Team) -> None:
    """A dishonest leader makes a device of nobody "revoked" at a number it never reaches."""
    ghost = new_identity(vault_of(team.secretary).identity)
    place = Register(EntityId(ghost.dev), "revoke")
    cut = Forged(place, {"id": b"z" * 32, "reason": "", "seq": MAX_INTEGER}, kind=Kind.TRUST)
    forge(team.leader, [cut])
    birth = Forged(Register(EntityId(ghost.dev), "genesis"), {"old": None}, kind=Kind.GENESIS)
    said = Forged(Register(team.commune(), OPINION), "giả")
    plant(team.leader, chained(ghost, (0, NO_CHANGE), [birth, said])[0])
    assert merged(team.member, team.leader, "ghost.inspb") == "refused"
    assert values(team.member, said.register) == []


def test_an_adoption_does_not_make_lawless_changes_count(team: Team) -> None:
    """Neither one that comes before them, nor one that comes after."""
    revoke_member(team)
    forge(team.member, as_leader(team)[:1])
    assert merged(team.leader, team.member, "m.inspb") == "quarantined"
    place = team_name(team)
    held = team.leader.services.devices.quarantine()
    change = next(one for one in held if one.register == place)
    with pytest.raises(InputValueError):
        team.leader.services.devices.adopt([change.change], "thử")
    assert merged(team.secretary, team.leader, "first.inspb") == "updated"
    name = Register(EntityId(bytes.fromhex(change.change)[:16]), "adopt")
    forge(team.leader, [Forged(name, {"reason": "thử"}, kind=Kind.TRUST)])
    before = values(team.secretary, place)
    assert merged(team.secretary, team.leader, "adopted.inspb") == "refused"
    assert values(team.secretary, place) == before


def test_what_an_heir_wrote_is_judged_before_it_counts(team: Team) -> None:
    dev = revoke_member(team)
    new = heir(team.member, "Hoàng Văn E", *as_leader(team))
    assert merged(team.leader, team.member, "heir.inspb") == "quarantined"
    before = values(team.leader, team_name(team))
    devices = team.leader.services.devices
    with pytest.raises(InputValueError):
        devices.restore(dev.hex(), "đã tìm thấy")
    with pytest.raises(InputValueError):
        devices.revoke(new.dev.hex(), "thử", at="2")
    card = team.folder / "heir.inspcard"
    card.write_bytes(card_of(team.member, new.dev))
    words = KEYS.fingerprint_words(new.public.device)
    with pytest.raises(InputValueError):
        team.leader.services.cards.import_(str(card), fingerprint=words)
    devices.revoke(new.dev.hex(), "máy của kẻ trộm")  # by itself: nothing of it is trusted
    assert values(team.leader, team_name(team)) == before
    assert values(team.leader, Register(team.commune(), OPINION)) == []


def test_an_honest_heir_comes_back_with_the_device_it_goes_on_for(team: Team) -> None:
    dev = revoke_member(team)
    note = Register(team.commune(), "q/c1_1/note")
    heir(team.member, "Hoàng Văn E", Forged(note, "đã xem"))
    assert merged(team.leader, team.member, "heir.inspb") == "quarantined"
    team.leader.services.devices.restore(dev.hex(), "đã tìm thấy")
    assert values(team.leader, note) == ["đã xem"]
    assert merged(team.secretary, team.leader, "back.inspb") == "updated"
    assert values(team.secretary, note) == ["đã xem"]


@pytest.mark.parametrize("kind", [Kind.SET, Kind.UNDO, Kind.DELETE])
def test_an_entity_is_born_as_one_thing(team: Team, kind: Kind) -> None:
    with vault_of(team.leader).store.read() as log:
        trip, units = log.entities("trip")[0], log.entities("unit")
    place = Register(EntityId(b"u" * 16), LIFE)
    claims = [
        Forged(place, life_value("finding", team.commune())),
        Forged(place, life_value("unit", trip), kind=kind),
    ]
    forge(team.member, claims)
    assert merged(team.leader, team.member, "born.inspb") == "refused"
    with vault_of(team.leader).store.read() as log:
        assert log.entities("unit") == units


def test_a_revoked_device_cannot_get_honest_bundles_refused(team: Team) -> None:
    """Its branches lie in quarantine; who brings them with the revocation is no breaker of rules."""
    own, ent = vault_of(team.member).identity, team.commune()
    forge(team.member, [Forged(Register(ent, f"session/x{n}"), "v") for n in range(6)])
    assert merged(team.leader, team.member, "m.inspb") == "updated"
    team.leader.services.devices.revoke(own.dev.hex(), "trái quyền")
    with vault_of(team.member).store.read() as log:
        base = next(one for one in log.walks.ids(own.dev) if one[0] == 2)
    fork = (base[0], type(NO_CHANGE)(base[1]))
    actor = vault_of(team.leader).identity.actor
    plain = [Forged(Register(ent, "session/f"), str(n)) for n in range(5)]
    plant(team.member, chained(own, fork, plain)[0])
    assert merged(team.leader, team.member, "f.inspb") == "quarantined"
    lawless = [Forged(Register(ent, "session/b"), str(n), actor=actor) for n in range(3)]
    plant(team.member, chained(own, fork, lawless)[0])
    assert merged(team.leader, team.member, "b.inspb") == "quarantined"
    assert merged(team.secretary, team.leader, "l.inspb") == "updated"
    assert team.secretary.digest() == team.leader.digest()
    assert team.secretary.services.vault.check().problems == ()


def test_a_renewal_gives_nobody_another_ones_name(team: Team) -> None:
    with vault_of(team.leader).store.read() as log:
        directory = Directory(vault_of(team.leader), log)
        leader = directory.author(vault_of(team.leader).identity.actor)
        member = directory.author(vault_of(team.member).identity.actor)
    new = heir(team.member, leader)
    assert merged(team.leader, team.member, "renamed.inspb") == "updated"
    with vault_of(team.leader).store.read() as log:
        directory = Directory(vault_of(team.leader), log)
        assert directory.author(new.actor) == member
        assert directory.person(new.dev) == member
    view = next(one for one in team.leader.services.devices.list() if one.id == new.dev.hex())
    assert view.claimed_name == leader
