"""Merging real bundles of real vaults: order, repetition, conflicts, strangers, damage."""

from __future__ import annotations

import itertools
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from inspector_app.domain.errors import (
    BundleDamagedError,
    BundleRecipientError,
    BundleSenderError,
    BundleTripError,
    ConflictError,
    FingerprintError,
    InputValueError,
    InspectorError,
    NoRecipientError,
    NotAllowedError,
)
from inspector_app.domain.log.change import Kind, Register
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.plan import PlannedMember
from inspector_app.domain.trip.values import Role, Side
from inspector_app.services.journal import Pen
from inspector_app.services.ports.crypto import PublicKeys, SecretKeys
from inspector_app.services.rooms import Identity
from tests.kit.team import PASSPHRASE, Colleague, Team, colleague, sample_trip, workshop


def test_any_order_and_repetition_give_the_same_state(team: Team) -> None:
    ent = team.commune()
    team.secretary.services.inspections.answer(ent, "c1_1", Side.VERIFIED, "yes")
    first = team.secretary.send("s1.inspb")
    team.member.services.inspections.answer(ent, "c1_1", Side.VERIFIED, "no")
    team.member.services.inspections.answer(ent, "c1_2", Side.VERIFIED, "partial")
    other = team.member.send("m1.inspb")
    team.secretary.services.inspections.answer(ent, "c1_1", Side.VERIFIED, "partial")
    second = team.secretary.send("s2.inspb")
    bundles = [first, other, second]
    digests = set()
    for number, order in enumerate(itertools.permutations(bundles)):
        fresh = _twin_of_leader(team, f"twin-{number}")
        fresh.take(*order)
        fresh.take(*reversed(order))
        digests.add((fresh.digest(), len(fresh.services.conflicts.list())))
        assert fresh.services.vault.check().problems == ()
        fresh.services.close()
    assert len(digests) == 1
    assert next(iter(digests))[1] == 1


@pytest.mark.parametrize("seed", range(6))
def test_a_team_that_works_at_random_ends_with_one_state(team: Team, seed: int) -> None:
    dice = random.Random(seed)
    ent = team.commune()
    questions = ["c1_1", "c1_2", "c2_6", "c3_1", "c7_1"]
    sent: list[Path] = []
    for step in range(25):
        who = dice.choice(team.people)
        act = dice.random()
        if act < 0.6:
            choice = dice.choice(["yes", "partial", "no", "na", ""])
            who.services.inspections.answer(ent, dice.choice(questions), Side.VERIFIED, choice)
        elif act < 0.8:
            sent.append(who.send(f"b{step}.inspb"))
        elif sent:
            _take_if_addressed(who, dice.choice(sent))
    last = [one.send(f"last-{number}.inspb") for number, one in enumerate(team.people)]
    team.leader.take(*dice.sample(last + sent, len(last + sent)))
    everything = team.leader.send("everything.inspb")
    for one in (team.secretary, team.member):
        one.take(everything)
    assert len({one.digest() for one in team.people}) == 1
    for one in team.people:
        assert one.services.vault.check().problems == ()
        assert one.take(everything)[0].status == "known"


def test_equal_answers_agree_and_keep_both_authors(team: Team) -> None:
    ent = team.commune()
    for one in (team.secretary, team.member):
        one.services.inspections.answer(ent, "c1_1", Side.VERIFIED, "yes")
    team.leader.take(team.secretary.send("s.inspb"), team.member.send("m.inspb"))
    assert team.leader.services.conflicts.list() == ()
    view = team.leader.services.inspections.show(ent).question(("c1_1", None))
    assert view is not None
    assert not view.verified.is_conflict
    assert len({head.author for head in view.verified.heads}) == 2


def test_a_conflict_waits_for_the_leader_and_a_late_answer_reopens_it(team: Team) -> None:
    ent = team.commune()
    team.secretary.services.inspections.answer(ent, "c1_1", Side.VERIFIED, "yes")
    team.member.services.inspections.answer(ent, "c1_1", Side.VERIFIED, "no")
    both = (team.secretary.send("s.inspb"), team.member.send("m.inspb"))
    receipts = team.leader.take(*both)
    assert [one.conflicts_new for one in receipts] == [0, 1]
    conflict = team.leader.services.conflicts.list()[0]
    assert {head.value for head in conflict.heads} == {"yes", "no"}

    with pytest.raises(InputValueError):
        team.leader.services.conflicts.resolve(conflict.id, conflict.heads[0].change, reason=" ")
    chosen = next(head for head in conflict.heads if head.value == "no")
    team.leader.services.conflicts.resolve(conflict.id, chosen.change, reason="đã xem văn bản")
    assert team.leader.services.conflicts.list() == ()
    history = team.leader.services.inspections.history(ent, "c1_1", Side.VERIFIED)
    assert [one.value for one in history].count("yes") == 1, "the losing value stays in the history"

    team.secretary.services.inspections.answer(ent, "c1_1", Side.VERIFIED, "partial")
    team.leader.take(team.secretary.send("late.inspb"))
    again = team.leader.services.conflicts.list()[0]
    assert again.id != conflict.id
    assert again.earlier == "đã xem văn bản"
    with pytest.raises(ConflictError):
        team.leader.services.conflicts.resolve(conflict.id, chosen.change, reason="x")


def test_only_a_leader_decides(team: Team) -> None:
    ent = team.commune()
    team.leader.services.inspections.answer(ent, "c1_1", Side.VERIFIED, "yes")
    team.member.services.inspections.answer(ent, "c1_1", Side.VERIFIED, "no")
    team.member.take(team.leader.send("l.inspb"))
    conflict = team.member.services.conflicts.list()[0]
    with pytest.raises(NotAllowedError):
        team.member.services.conflicts.resolve(conflict.id, conflict.heads[0].change, reason="x")


def test_an_edit_the_remover_had_not_seen_keeps_the_finding(team: Team) -> None:
    ent = team.commune()
    finding = team.secretary.services.findings.add(ent, "c1_1", text="Ban hành chậm").value.id
    shared = team.secretary.send("s1.inspb")
    team.leader.take(shared)
    team.member.take(team.leader.send("l1.inspb"))
    team.member.services.findings.remove(finding)
    team.secretary.services.findings.edit(finding, "text", "Ban hành chậm 12 ngày")
    team.leader.take(team.member.send("m.inspb"), team.secretary.send("s2.inspb"))
    found = team.leader.services.findings.list(ent)
    assert [one.text for one in found] == ["Ban hành chậm 12 ngày"]


def test_evidence_travels_and_reads_back(team: Team, tmp_path: Path) -> None:
    ent = team.commune()
    data = b"\x89PNG\r\n\x1a\n" + random.Random(1).randbytes(300_000)
    evidence = team.member.services.evidence.add_bytes(ent, "ảnh.png", data, "c1_1").value
    receipt = team.leader.take(team.member.send("m.inspb"))[0]
    assert (receipt.evidence_new, receipt.evidence_known) == (1, 0)
    assert team.leader.services.evidence.read(evidence.id) == data
    vault = Path(team.leader.created.path)
    for file in (vault / "evidence").rglob("*"):
        assert evidence.sha256 not in file.name, "a plain hash would tell a thief what is inside"
        if file.is_file():
            assert data[1000:1100] not in file.read_bytes()


def test_first_contact_needs_the_right_fingerprint(team: Team) -> None:
    stranger = _outsider(team, "moi")
    card = str(team.folder / "moi.inspcard")
    stranger.services.cards.export(card)
    team.leader.services.cards.import_(card)
    pack = str(team.folder / "pack-2.inspb")
    team.leader.services.trips.export_pack(pack)
    with pytest.raises(BundleSenderError) as unknown:
        stranger.services.trips.import_pack(pack)
    assert unknown.value.details["fingerprint"] == team.leader.created.fingerprint
    with pytest.raises(FingerprintError):
        stranger.services.trips.import_pack(pack, stranger.created.fingerprint)
    assert not stranger.services.trips.has_trip()
    stranger.services.trips.import_pack(pack, team.leader.created.fingerprint.upper())
    assert stranger.services.trips.show().trip.title
    stranger.services.close()


def test_bundles_that_must_not_enter_change_nothing(team: Team) -> None:
    ent = team.commune()
    team.member.services.inspections.answer(ent, "c1_1", Side.VERIFIED, "yes")
    good = team.member.send("m.inspb")
    before = (team.leader.digest(), team.leader.services.vault.info().changes)
    data = good.read_bytes()
    cases: list[tuple[bytes, type[InspectorError]]] = [
        (data[: len(data) // 2], BundleDamagedError),
        (data[:-1], BundleDamagedError),
        (data + b"x", BundleDamagedError),
        (data[:-40] + bytes([data[-40] ^ 1]) + data[-39:], BundleDamagedError),
        (b"", BundleDamagedError),
        (b"PK\x03\x04 not a bundle", BundleDamagedError),
    ]
    for content, expected in cases:
        bad = team.folder / "bad.inspb"
        bad.write_bytes(content)
        with pytest.raises(expected):
            team.leader.services.bundles.merge_one(str(bad))
        assert (team.leader.digest(), team.leader.services.vault.info().changes) == before
    with pytest.raises(BundleRecipientError):
        team.secretary.services.bundles.merge_one(str(good))
    assert team.leader.take(good)[0].status == "updated"


def test_a_stranger_and_another_trip_are_refused(team: Team) -> None:
    stranger = _outsider(team, "la")
    with pytest.raises(NoRecipientError):
        stranger.services.trips.create(str(sample_trip()))
        stranger.send("x.inspb")
    leader_card = str(team.folder / "leader.inspcard")
    team.leader.services.cards.export(leader_card)
    with pytest.raises(InputValueError):
        stranger.services.cards.import_(leader_card)  # a leader's card needs the eight words
    stranger.services.cards.import_(leader_card, fingerprint=team.leader.created.fingerprint)
    bundle = str(team.folder / "stranger.inspb")
    stranger.services.bundles.export(bundle)
    with pytest.raises(BundleSenderError):
        team.leader.services.bundles.merge_one(bundle)
    card = str(team.folder / "stranger.inspcard")
    stranger.services.cards.export(card)
    team.leader.services.cards.import_(card)
    with pytest.raises(BundleTripError):
        team.leader.services.bundles.merge_one(bundle)
    stranger.services.close()


def test_a_lost_vault_comes_back_from_the_leader(team: Team) -> None:
    """A restored older copy of a vault takes back what it had sent."""
    ent = team.commune()
    team.member.services.close()
    saved = {
        path: path.read_bytes()
        for path in Path(team.member.created.path).iterdir()
        if path.is_file()
    }
    team.member.reopen()
    team.member.services.inspections.answer(ent, "c1_1", Side.VERIFIED, "no")
    team.leader.take(team.member.send("m.inspb"))
    team.member.services.close()
    for path in Path(team.member.created.path).glob("vault.db*"):
        path.unlink()
    for path, data in saved.items():
        path.write_bytes(data)
    team.member.reopen()
    team.member.take(team.leader.send("l.inspb"))
    view = team.member.services.inspections.show(ent).question(("c1_1", None))
    assert view is not None
    assert view.verified.value == "no"
    team.member.services.inspections.answer(ent, "c1_2", Side.VERIFIED, "yes")
    assert team.member.services.vault.check().problems == ()
    assert team.member.services.vault.info().forks == ()


def _take_if_addressed(who: Colleague, bundle: Path) -> None:
    receipt = who.take(bundle)[0]
    assert receipt.status in ("new", "updated", "known") or receipt.error == (
        "bundle.other-recipient"
    )


def _outsider(team: Team, name: str) -> Colleague:
    who = PlannedMember(2, "Người Ngoài", "Chuyên viên", "Cơ quan khác", Role.MEMBER)
    return colleague(team.folder, name, who)


def _twin_of_leader(team: Team, name: str) -> Colleague:
    """Another open copy of the leader's vault as it stands on disk."""
    team.leader.services.close()
    shutil.copytree(team.leader.created.path, team.folder / name)
    team.leader.reopen()
    created = team.leader.created
    path = str(team.folder / name)
    twin = Colleague(
        team.leader.services,
        type(created)(path, created.recovery_code, created.fingerprint, created.device_id),
        team.folder,
    )
    twin.services = workshop().open_vault(path, PASSPHRASE)
    return twin


def test_nobody_makes_himself_a_leader(team: Team) -> None:
    """A program that was tampered with may write anything; only the trip's author assigns roles."""
    forger = team.member.services
    me = forger.trips.show().me
    assert me is not None
    with forger.inspections._journal.write() as pen:  # what a forged program would write
        pen.set(me.id, "role", "leader")
    assert not forger.trips.show().is_leader
    ent = team.commune()
    team.leader.services.inspections.answer(ent, "c1_1", Side.VERIFIED, "yes")
    forger.inspections.answer(ent, "c1_1", Side.VERIFIED, "no")
    team.member.take(team.leader.send("l.inspb"))
    conflict = forger.conflicts.list()[0]
    with pytest.raises(NotAllowedError):
        forger.conflicts.resolve(conflict.id, conflict.heads[0].change, reason="x")
    assert team.leader.take(team.member.send("m.inspb"))[0].error == "log.refused"
    assert team.leader.services.trips.show().is_leader


def test_a_trip_inside_a_bundle_does_not_take_the_place_of_ours(team: Team) -> None:
    forger = team.member.services
    before = team.leader.services.trips.show().trip.id
    with forger.inspections._journal.write() as pen:
        pen.create("trip", None, {"title": "Đợt giả"})
    team.leader.take(team.member.send("m.inspb"))
    assert team.leader.services.trips.show().trip.id == before


def test_two_leaders_enrol_their_own_members(team: Team) -> None:
    """What the second leader vouches for counts for the first one, once his word has arrived."""
    plan = workshop().read_trip(str(sample_trip()))
    second = [one for one in plan.members if one.team == 2]
    head = next(one for one in second if one.role is Role.LEADER)
    other = next(one for one in second if one.role is Role.MEMBER)
    leader, member = colleague(team.folder, "td2", head), colleague(team.folder, "tv2", other)
    _hand_over(team.leader, leader, "pack-to-2.inspb")
    _hand_over(leader, member, "pack-of-2.inspb")
    assert leader.services.trips.show().is_leader
    assert not member.services.trips.show().is_leader

    ent = leader.services.inspections.list()[-1].inspection.id
    member.services.inspections.answer(ent, "c1_1", Side.VERIFIED, "yes")
    work = member.send("tv2.inspb")
    with pytest.raises(BundleSenderError):
        team.leader.services.bundles.merge_one(str(work))
    team.leader.take(leader.send("td2.inspb"))
    assert team.leader.services.bundles.merge_one(str(work)).changes_new > 0
    leader.take(work)
    view = team.leader.services.inspections.show(ent).question(("c1_1", None))
    assert view is not None
    assert view.verified.heads[0].author == other.name
    leader.take(team.leader.send("td1.inspb"))
    assert leader.digest() == team.leader.digest()
    for one in (leader, member):
        one.services.close()


def _hand_over(giver: Colleague, taker: Colleague, name: str) -> None:
    """Card one way, trip pack the other, fingerprints compared."""
    card = str(giver.folder / f"{name}.inspcard")
    taker.services.cards.export(card)
    giver.services.cards.import_(card, fingerprint=taker.created.fingerprint)
    pack = str(giver.folder / name)
    giver.services.trips.export_pack(pack)
    taker.services.trips.import_pack(pack, giver.created.fingerprint)


def test_nobody_binds_himself_to_the_leader(team: Team) -> None:
    """The unmodified program: ``card import`` of one's own card with the leader as its member."""
    leader = team.leader.services.trips.show().me
    assert leader is not None
    card = str(team.folder / "own.inspcard")
    team.member.services.cards.export(card)
    team.member.services.cards.import_(card, member=leader.id)
    trip = team.member.services.trips.show()
    assert not trip.is_leader
    assert trip.me is not None
    assert trip.me.id != leader.id


def test_a_cloned_laptops_conflict_is_not_decided_by_an_ordinary_answer(team: Team) -> None:
    ent = team.commune()
    team.member.services.close()
    shutil.copytree(team.member.created.path, team.folder / "clone")
    team.member.reopen()
    clone = workshop().open_vault(str(team.folder / "clone"), PASSPHRASE)
    team.member.services.inspections.answer(ent, "c1_1", Side.VERIFIED, "yes")
    clone.inspections.answer(ent, "c1_1", Side.VERIFIED, "no")
    clone.bundles.export(str(team.folder / "clone.inspb"))
    team.leader.take(team.folder / "clone.inspb", team.member.send("m.inspb"))
    team.secretary.take(team.leader.send("l.inspb"))
    assert len(team.secretary.services.conflicts.list()) == 1
    team.secretary.services.inspections.answer(ent, "c1_1", Side.VERIFIED, "partial")
    conflict = team.secretary.services.conflicts.list()[0]
    assert {head.value for head in conflict.heads} == {"yes", "no", "partial"}
    for number in range(3):  # both go on working
        team.member.services.inspections.answer(ent, "c1_2", Side.VERIFIED, "yes")
        clone.inspections.answer(ent, "c2_6", Side.VERIFIED, "no" if number % 2 else "yes")
        clone.bundles.export(str(team.folder / f"c{number}.inspb"))
        team.leader.take(team.folder / f"c{number}.inspb", team.member.send(f"m{number}.inspb"))
        back = team.leader.send(f"l{number}.inspb")
        team.member.take(back)
        clone.bundles.merge([str(back)])
    digests = {team.leader.digest(), team.member.digest(), clone.vault.info().state_digest}
    assert len(digests) == 1
    for services in (team.leader.services, team.member.services, clone):
        assert services.vault.check().problems == ()
        assert services.vault.info().forks
    clone.close()


def test_removal_and_return_of_a_finding_at_once_wait_for_the_leader(team: Team) -> None:
    ent = team.commune()
    finding = team.secretary.services.findings.add(ent, "c1_1", text="x").value.id
    team.secretary.services.findings.remove(finding)
    team.leader.take(team.secretary.send("s.inspb"))
    team.leader.services.findings.restore(finding)
    team.secretary.services.findings.restore(finding)
    team.secretary.services.findings.remove(finding)
    team.leader.take(team.secretary.send("s2.inspb"))
    team.secretary.take(team.leader.send("l.inspb"))
    for one in (team.leader, team.secretary):
        assert len(one.services.conflicts.list()) == 1
        assert len(one.services.findings.list(ent)) == 1, "what somebody wants stays visible"
    with pytest.raises(NotAllowedError):
        team.secretary.services.findings.remove(finding)
    assert len(team.secretary.services.conflicts.list()) == 1, "no member decides it"
    team.leader.take(team.secretary.send("s3.inspb"))
    conflict = team.leader.services.conflicts.list()[0]
    gone = next(head for head in conflict.heads if head.is_deletion)
    team.leader.services.conflicts.resolve(conflict.id, gone.change, reason="đã thống nhất bỏ")
    assert team.leader.services.conflicts.list() == ()
    assert team.leader.services.findings.list(ent) == ()


def _forge_role(team: Team, pen: Pen) -> None:
    secretary = team.secretary.services.trips.show().me
    assert secretary is not None
    pen.set(secretary.id, "role", "leader")


def _forge_trust(team: Team, pen: Pen) -> None:
    dev = EntityId(bytes.fromhex(team.leader.created.device_id))
    register = Register(dev, "trust")
    # the leader's own word about his device; the forger still knows whom to write to
    theirs = [head.ref for head in pen.log.heads(register) if bytes(head.dev) == bytes(dev)]
    pen._add(Kind.TRUST, register, {"card": b"", "member": None}, b"", tuple(theirs))


def _forge_kind(team: Team, pen: Pen) -> None:
    register = Register(team.commune(), "q/c1_1/verified")
    pen._add(Kind.TRUST, register, "no", b"", ())


def _forge_decision(team: Team, pen: Pen) -> None:
    pen.resolve(Register(team.commune(), "q/c1_1/verified"), "no", b"", ())


def _forge_frame(team: Team, pen: Pen) -> None:
    pen.set(team.commune(), "form", "0" * 64)


def _forge_parent(team: Team, pen: Pen) -> None:
    ent = team.commune()
    pen.set(ent, "_", {"type": "inspection", "of": b"x" * 16})


def _forge_unit(team: Team, pen: Pen) -> None:
    pen.create("unit", team.leader.services.trips.show().trip.id, {"name": "Xã ma"})


@pytest.mark.parametrize(
    "forge",
    [
        _forge_role,
        _forge_trust,
        _forge_kind,
        _forge_decision,
        _forge_frame,
        _forge_parent,
        _forge_unit,
    ],
)
def test_what_no_honest_program_writes_is_refused_whole(
    team: Team, forge: Callable[[Team, Pen], None]
) -> None:
    before = team.leader.digest()
    with team.member.services.inspections._journal.write() as pen:
        forge(team, pen)
    receipt = team.leader.take(team.member.send("m.inspb"))[0]
    assert (receipt.status, receipt.error) == ("refused", "log.refused")
    assert team.leader.digest() == before
    assert team.leader.take(team.secretary.send("s.inspb"))[0].error == ""


def test_another_persons_name_is_refused(team: Team) -> None:
    journal = team.member.services.inspections._journal
    own = journal._identity
    leader = team.leader.services.inspections._journal._identity
    journal._identity = Identity(
        SecretKeys(own.secret.device_seed, leader.secret.person_seed, own.secret.age_identity),
        PublicKeys(own.public.device, leader.public.person, own.public.age_recipient),
    )
    team.member.services.inspections.answer(team.commune(), "c1_1", Side.VERIFIED, "no")
    assert team.leader.take(team.member.send("m.inspb"))[0].error == "log.refused"


def test_evidence_named_by_nonsense_blocks_nobody(team: Team) -> None:
    with team.member.services.inspections._journal.write() as pen:
        pen.create("evidence", team.commune(), {"file": {"sha256": "../../x", "name": "x"}})
    team.leader.take(team.member.send("m.inspb"))
    assert team.leader.send("l.inspb").exists()
