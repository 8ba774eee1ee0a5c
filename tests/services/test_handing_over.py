"""Bundles by passphrase, in parts, for the head office, for a replacement laptop."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from inspector_app.domain.errors import (
    BundleDamagedError,
    BundlePassphraseError,
    BundleRecipientError,
    BundleSenderError,
    FileExistsAlreadyError,
    FingerprintError,
    InputValueError,
    NoRecipientError,
    PartSizeError,
    WeakPassphraseError,
)
from inspector_app.domain.trip.plan import PlannedMember
from inspector_app.domain.trip.values import Role, Side
from inspector_app.services.exchange import MIN_PART_BYTES, ExportOptions
from tests.kit.team import Colleague, Team, colleague, sample_trip

V = Side.VERIFIED
SECRET = "một câu chỉ hai người biết"
LOCKED = ExportOptions(passphrase=SECRET)


def photo(seed: int, size: int) -> bytes:
    """Bytes that are a picture by their beginning."""
    return b"\x89PNG\r\n\x1a\n" + random.Random(seed).randbytes(size)


def newcomer(team: Team, name: str, who: str) -> Colleague:
    """Somebody with a new vault whose card nobody has."""
    return colleague(team.folder, name, PlannedMember(1, who, "Chuyên viên", "Sở", Role.MEMBER))


# --- passphrases


def test_a_bundle_locked_by_a_passphrase(team: Team) -> None:
    ent = team.commune()
    team.member.services.inspections.answer(ent, "c1_1", V, "yes")
    path = team.folder / "locked.inspb"
    sent = team.member.services.bundles.export(str(path), options=LOCKED)
    assert (sent.is_locked, sent.recipients, sent.is_whole) == (True, (), True)
    bundles = team.leader.services.bundles
    assert bundles.is_locked(str(path))
    assert not bundles.is_locked(str(team.member.send("plain.inspb")))
    with pytest.raises(BundlePassphraseError, match="chưa có"):
        bundles.merge_one(str(path))
    with pytest.raises(BundlePassphraseError, match="không đúng"):
        bundles.merge_one(str(path), passphrase=SECRET + "!")
    assert team.leader.services.handovers.received() == ()
    assert bundles.inspect(str(path), SECRET).changes == sent.changes
    assert bundles.look(str(path), passphrase=SECRET).changes_new > 0
    taken = bundles.merge_one(str(path), passphrase=SECRET)
    assert taken.words == sent.words
    assert team.leader.digest() == team.member.digest()


def test_a_weak_passphrase_locks_nothing(team: Team) -> None:
    path = team.folder / "x.inspb"
    with pytest.raises(WeakPassphraseError):
        team.member.services.bundles.export(str(path), options=ExportOptions(passphrase="123456"))
    assert not path.exists()
    assert team.member.services.handovers.sent() == ()


def test_cards_were_never_exchanged(team: Team) -> None:
    """The pack goes out and the work comes back by passphrases and eight words read aloud."""
    plan = team.leader.services.trips.show()
    name = next(
        member.name
        for one in plan.teams
        for member in one.members
        if member.role is Role.MEMBER and member.name != team.member.services.cards.own().name
    )
    other = newcomer(team, "moi", name)
    pack, work = str(team.folder / "p.inspb"), str(team.folder / "w.inspb")
    team.leader.services.trips.export_pack(pack, passphrase=SECRET)
    with pytest.raises(BundleSenderError):
        other.services.trips.import_pack(pack, passphrase=SECRET)
    other.services.trips.import_pack(pack, team.leader.created.fingerprint, passphrase=SECRET)
    other.services.inspections.answer(team.commune(), "c1_1", V, "yes")
    other.services.bundles.export(work, options=LOCKED)
    leader = team.leader.services.bundles
    with pytest.raises(BundleSenderError) as unknown:
        leader.merge_one(work, passphrase=SECRET)
    assert unknown.value.details["fingerprint"] == other.created.fingerprint
    with pytest.raises(FingerprintError):
        leader.merge_one(work, passphrase=SECRET, fingerprint=team.member.created.fingerprint)
    before = {one.device_id for one in team.leader.services.cards.list()}
    assert other.created.device_id not in before
    taken = leader.merge_one(work, passphrase=SECRET, fingerprint=other.created.fingerprint)
    assert taken.changes_new > 0
    enrolled = {one.device_id: one for one in team.leader.services.cards.list()}
    found = enrolled[other.created.device_id]
    assert found.member is not None
    assert found.member.name == name, "bound to the member of the same name, as a card is"
    # from now on cards are enough
    back = team.leader.services.bundles.export(str(team.folder / "back.inspb"))
    assert not back.is_locked
    assert other.take(team.folder / "back.inspb")[0].status in ("new", "updated")
    assert other.digest() == team.leader.digest()
    other.services.close()


def test_a_confirmed_stranger_vouches_for_nobody(team: Team) -> None:
    """Eight words admit one device; whom that device enrolled stays outside."""
    other = newcomer(team, "moi", "Người Mới")
    third = newcomer(team, "ba", "Người Thứ Ba")
    pack = str(team.folder / "p.inspb")
    team.leader.services.trips.export_pack(pack, passphrase=SECRET)
    for one in (other, third):
        one.services.trips.import_pack(pack, team.leader.created.fingerprint, passphrase=SECRET)
    third.services.inspections.answer(team.commune(), "c1_2", V, "no")
    third.services.bundles.export(str(team.folder / "t.inspb"), options=LOCKED)
    other.services.bundles.merge_one(
        str(team.folder / "t.inspb"), passphrase=SECRET, fingerprint=third.created.fingerprint
    )
    other.services.bundles.export(str(team.folder / "o.inspb"), options=LOCKED)
    before = team.leader.digest()
    with pytest.raises(BundleSenderError) as unknown:
        team.leader.services.bundles.merge_one(
            str(team.folder / "o.inspb"), passphrase=SECRET, fingerprint=other.created.fingerprint
        )
    assert unknown.value.details["fingerprint"] == third.created.fingerprint
    assert team.leader.digest() == before
    for one in (other, third):
        one.services.close()


def test_a_bundle_to_people_is_not_locked_again_and_the_reverse(team: Team) -> None:
    """Opened by one way, a bundle must be addressed that way: nobody re-seals it unseen."""
    rooms = team.member.services.bundles._vault.rooms
    plain = team.member.send("plain.inspb")
    locked = team.folder / "locked.inspb"
    team.member.services.bundles.export(str(locked), options=LOCKED)
    leader = team.leader.services.bundles._vault.identity
    opened, again = team.folder / "opened", team.folder / "again.inspb"
    with plain.open("rb") as source, opened.open("wb") as sink:
        rooms.sealer.open(source, sink, leader.secret.age_identity, "")
    with opened.open("rb") as source, again.open("wb") as sink:
        rooms.sealer.lock(source, sink, SECRET)
    with pytest.raises(BundleDamagedError, match="người nhận"):
        team.leader.services.bundles.merge_one(str(again), passphrase=SECRET)
    with locked.open("rb") as source, opened.open("wb") as sink:
        rooms.sealer.unlock(source, sink, SECRET, "")
    with opened.open("rb") as source, again.open("wb") as sink:
        rooms.sealer.seal(source, sink, [leader.public.age_recipient])
    with pytest.raises(BundleDamagedError, match="người nhận"):
        team.leader.services.bundles.merge_one(str(again))


# --- parts


def test_an_export_in_parts_merges_in_any_order(team: Team) -> None:
    ent = team.commune()
    team.member.services.inspections.answer(ent, "c1_1", V, "yes")
    data = [photo(one, 120_000) for one in range(6)]
    for number, one in enumerate(data):
        team.member.services.evidence.add_bytes(ent, f"a{number}.png", one)
    options = ExportOptions(max_bytes=300_000)
    out = str(team.folder / "goi.inspb")
    written = team.member.services.bundles.export_parts(out, options)
    assert len(written) == 3
    assert [Path(one.path).name for one in written] == [
        f"goi-{number}-3.inspb" for number in (1, 2, 3)
    ]
    assert all(one.size <= 300_000 for one in written)
    assert [one.changes > 0 for one in written] == [True, False, False]
    assert sum(one.evidence for one in written) == 6
    assert len({one.export_number for one in written}) == 3
    leader = team.leader.services.bundles
    third = leader.merge_one(written[2].path)
    assert (third.part, third.parts, third.missing_parts) == (3, 3, (1, 2))
    first = leader.merge_one(written[0].path)
    assert first.missing_parts == (2,)
    assert first.words != written[0].words, "a photo is still missing"
    second = leader.merge_one(written[1].path)
    assert second.missing_parts == ()
    assert second.words == written[0].words
    assert leader.merge_one(written[2].path).missing_parts == ()
    held = team.leader.services.evidence.list(ent)
    assert sorted(team.leader.services.evidence.read(one.id) for one in held) == sorted(data)
    assert team.leader.services.vault.check().problems == ()
    # the receipt of all parts confirms the set
    path = str(team.folder / "r.insprcpt")
    team.leader.services.handovers.write_receipt(path)
    assert team.member.services.handovers.import_receipt(path).agrees
    assert all(one.confirmed_by for one in team.member.services.handovers.sent())


def test_parts_are_all_written_or_none(team: Team) -> None:
    ent = team.commune()
    for number in range(3):
        team.member.services.evidence.add_bytes(ent, f"{number}.png", photo(number, 200_000))
    taken = team.folder / "goi-2-3.inspb"
    taken.write_bytes(b"somebody's")
    options = ExportOptions(max_bytes=300_000)
    with pytest.raises(FileExistsAlreadyError):
        team.member.services.bundles.export_parts(str(team.folder / "goi.inspb"), options)
    assert sorted(one.name for one in team.folder.glob("goi*")) == ["goi-2-3.inspb"]
    assert taken.read_bytes() == b"somebody's"
    assert team.member.services.handovers.sent() == ()


def test_a_photo_larger_than_a_part_is_named(team: Team) -> None:
    ent = team.commune()
    team.member.services.evidence.add_bytes(ent, "toàn cảnh.png", photo(1, 400_000))
    options = ExportOptions(max_bytes=MIN_PART_BYTES)
    with pytest.raises(PartSizeError) as refused:
        team.member.services.bundles.export_parts(str(team.folder / "goi.inspb"), options)
    assert refused.value.details["name"] == "toàn cảnh.png"
    assert list(team.folder.glob("goi*")) == []


def test_what_fits_into_one_part_keeps_its_name(team: Team) -> None:
    options = ExportOptions(max_bytes=10**7)
    written = team.member.services.bundles.export_parts(str(team.folder / "goi.inspb"), options)
    assert [Path(one.path).name for one in written] == ["goi.inspb"]


# --- the head office


def test_the_head_office_gets_everything_too(team: Team) -> None:
    office = newcomer(team, "so", "Sở Nội vụ")
    card = str(team.folder / "so.inspcard")
    office.services.cards.export(card)
    with pytest.raises(InputValueError):
        team.leader.services.cards.import_(card, is_office=True)
    view = team.leader.services.cards.import_(
        card, fingerprint=office.created.fingerprint, is_office=True
    ).value
    assert view.is_office
    team.member.take(team.leader.send("l.inspb"))
    name = office.services.cards.own().name
    found = {one.name: one.is_office for one in team.member.services.cards.list()}
    assert found[name] is True, "the leader's word travels"
    team.member.services.inspections.answer(team.commune(), "c1_1", V, "yes")
    sent = team.member.send("m.inspb")
    assert name in team.member.services.handovers.sent()[0].recipients
    pack = str(team.folder / "p.inspb")
    team.leader.services.trips.export_pack(pack)
    office.services.trips.import_pack(pack, team.leader.created.fingerprint)
    assert office.take(sent)[0].changes_new > 0
    assert not office.services.trips.show().is_leader, "it reads; it decides nothing"
    with pytest.raises(BundleRecipientError):
        team.secretary.services.bundles.merge_one(str(sent))
    office.services.close()


def test_without_a_leaders_card_only_a_passphrase_helps(team: Team) -> None:
    lonely = newcomer(team, "moi", "Người Mới")
    pack = str(team.folder / "p.inspb")
    team.leader.services.trips.export_pack(pack, passphrase=SECRET)
    lonely.services.trips.import_pack(pack, team.leader.created.fingerprint, passphrase=SECRET)
    assert lonely.services.bundles.export(str(team.folder / "a.inspb")).recipients
    stranger = newcomer(team, "la", "Người Lạ")
    with pytest.raises(NoRecipientError):
        stranger.services.trips.create(str(sample_trip()))
        stranger.send("b.inspb")
    stranger.services.bundles.export(str(team.folder / "c.inspb"), options=LOCKED)
    for one in (lonely, stranger):
        one.services.close()


# --- a new laptop for somebody who is known


def test_a_replacement_laptop_goes_on_where_the_stolen_one_stopped(team: Team) -> None:
    ent = team.commune()
    picture = photo(7, 50_000)
    team.member.services.inspections.answer(ent, "c1_1", V, "yes")
    team.member.services.evidence.add_bytes(ent, "a.png", picture, "c1_1")
    finding = team.member.services.findings.add(ent, "c1_1", text="Ban hành chậm").value.id
    team.leader.take(team.member.send("m.inspb"))
    me = team.member.services.trips.show().me
    assert me is not None
    team.member.services.close()  # stolen

    fresh = newcomer(team, "may-moi", me.name)
    card = str(team.folder / "may-moi.inspcard")
    fresh.services.cards.export(card)
    team.leader.services.cards.import_(card, member=me.id, fingerprint=fresh.created.fingerprint)
    pack = str(team.folder / "p.inspb")
    team.leader.services.trips.export_pack(pack)
    fresh.services.trips.import_pack(pack, team.leader.created.fingerprint)
    back = team.leader.services.bundles.export(str(team.folder / "back.inspb"))
    assert back.is_whole, "nothing is known yet of what the new laptop holds"
    taken = fresh.take(team.folder / "back.inspb")[0]
    assert taken.words == back.words

    own = fresh.services.trips.show().me
    assert own is not None
    assert own.id == me.id
    view = fresh.services.inspections.show(ent).question(("c1_1", None))
    assert view is not None
    assert view.verified.value == "yes"
    photos = fresh.services.evidence.list(ent)
    assert [fresh.services.evidence.read(one.id) for one in photos] == [picture]
    fresh.services.inspections.answer(ent, "c1_1", V, "no")
    fresh.services.inspections.answer(ent, "c1_2", V, "partial")
    fresh.services.findings.edit(finding, "text", "Ban hành chậm 12 ngày")
    merged = team.leader.take(fresh.send("f.inspb"))[0]
    assert merged.status == "updated"
    assert (merged.conflicts_new, merged.forks, merged.gaps) == (0, 0, 0)
    assert team.leader.services.conflicts.list() == ()
    view = team.leader.services.inspections.show(ent).question(("c1_1", None))
    assert view is not None
    assert view.verified.value == "no"
    assert team.leader.digest() == fresh.digest()
    # from the new laptop's own bundle on, the leader's is incremental again for it
    team.leader.take(team.secretary.send("s.inspb"))
    fresh.services.close()
    team.member.reopen()
