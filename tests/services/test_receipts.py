"""Receipts and incremental bundles between real vaults."""

from __future__ import annotations

import dataclasses
import json
import random
import shutil
from pathlib import Path

import pytest

from inspector_app.domain.errors import (
    FileExistsAlreadyError,
    NotFoundError,
    ReceiptError,
)
from inspector_app.domain.trip.values import Side
from inspector_app.services.exchange import ExportOptions, ReceiptView
from tests.kit.team import PASSPHRASE, Colleague, Team, workshop

V = Side.VERIFIED
WHOLE = ExportOptions(is_whole=True)


def photo(seed: int, size: int = 40_000) -> bytes:
    """Bytes that are a picture by their beginning."""
    return b"\x89PNG\r\n\x1a\n" + random.Random(seed).randbytes(size)


def receipt(giver: Colleague, taker: Colleague, name: str) -> ReceiptView:
    """Hand a receipt over."""
    path = str(giver.folder / name)
    giver.services.handovers.write_receipt(path)
    return taker.services.handovers.import_receipt(path)


def test_words_are_the_same_on_both_sides_exactly_when_all_is_held(team: Team) -> None:
    ent = team.commune()
    team.member.services.inspections.answer(ent, "c1_1", V, "yes")
    team.member.services.evidence.add_bytes(ent, "a.png", photo(1), "c1_1")
    sent = team.member.services.bundles.export(str(team.folder / "1.inspb"))
    merged = team.leader.take(team.folder / "1.inspb")[0]
    assert merged.words == sent.words
    assert len(sent.words.split()) == 8
    assert team.member.services.handovers.sent()[0].words == sent.words
    view = receipt(team.leader, team.member, "1.insprcpt")
    assert view.agrees is True
    assert view.is_up_to_date
    assert view.is_trusted
    assert view.is_leader
    leader = team.leader.services.cards.own().name
    assert team.member.services.handovers.sent()[0].confirmed_by == (leader,)
    team.member.services.inspections.answer(ent, "c1_2", V, "yes")
    later = team.member.services.handovers.show_receipt(view.path)
    assert later.agrees is True, "of that export it still says all"
    assert not later.is_up_to_date
    assert later.own_changes - later.own_held == 1
    second = team.member.services.bundles.export(str(team.folder / "2.inspb"))
    assert second.words != sent.words
    assert second.changes < sent.changes + 1


def test_a_missing_photo_gives_other_words_and_is_wanted(team: Team) -> None:
    ent = team.commune()
    team.member.services.evidence.add_bytes(ent, "a.png", photo(1))
    sent = team.member.services.bundles.export(str(team.folder / "1.inspb"))
    assert team.leader.take(team.folder / "1.inspb")[0].words == sent.words
    for file in (Path(team.leader.created.path) / "evidence").rglob("*"):
        if file.is_file():
            file.unlink()
    view = receipt(team.leader, team.member, "1.insprcpt")
    assert view.agrees is False
    assert (view.wants, view.own_wanted) == (1, 1)
    assert not view.is_up_to_date
    again = team.member.services.bundles.export(str(team.folder / "2.inspb"))
    assert (again.evidence, again.is_whole) == (1, False)
    taken = team.leader.take(team.folder / "2.inspb")[0]
    assert (taken.evidence_new, taken.words) == (1, again.words)


def test_the_next_export_starts_at_the_receipt(team: Team) -> None:
    ent = team.commune()
    team.member.services.inspections.answer(ent, "c1_1", V, "yes")
    team.member.services.evidence.add_bytes(ent, "a.png", photo(1))
    first = team.member.services.bundles.export(str(team.folder / "1.inspb"), options=WHOLE)
    assert first.is_whole
    team.leader.take(team.folder / "1.inspb")
    receipt(team.leader, team.member, "1.insprcpt")
    nothing = team.member.services.bundles.export(str(team.folder / "2.inspb"))
    assert (nothing.changes, nothing.evidence, nothing.is_whole) == (0, 0, False)
    assert team.leader.take(team.folder / "2.inspb")[0].status == "known"
    team.member.services.inspections.answer(ent, "c1_2", V, "no")
    team.member.services.evidence.add_bytes(ent, "b.png", photo(2))
    third = team.member.services.bundles.export(str(team.folder / "3.inspb"))
    assert third.evidence == 1
    assert 0 < third.changes < first.changes
    assert third.size < first.size
    taken = team.leader.take(team.folder / "3.inspb")[0]
    assert taken.status == "updated"
    assert taken.changes_known == 0
    assert taken.words == third.words
    assert team.leader.digest() == team.member.digest()
    assert team.leader.services.vault.check().problems == ()


def test_an_incremental_bundle_without_its_base_is_held(team: Team) -> None:
    ent = team.commune()
    saved = team.folder / "leader-before"
    team.leader.services.close()
    shutil.copytree(team.leader.created.path, saved)
    team.leader.reopen()
    team.member.services.inspections.answer(ent, "c1_1", V, "yes")
    team.leader.take(team.member.send("1.inspb"))
    receipt(team.leader, team.member, "1.insprcpt")
    team.member.services.inspections.answer(ent, "c1_2", V, "no")
    second = team.member.send("2.inspb")
    # the leader goes back to a copy of yesterday
    team.leader.services.close()
    shutil.rmtree(team.leader.created.path)
    shutil.copytree(saved, team.leader.created.path)
    team.leader.reopen()
    before = team.leader.digest()
    held = team.leader.take(second)[0]
    assert (held.status, held.error) == ("held", "bundle.held")
    assert held.missing[0].up_to > held.missing[0].held == 0
    assert "Máy thanh-vien" in held.missing[0].device
    assert team.leader.digest() == before
    assert team.leader.services.handovers.received() == ()
    # in any order: what waits is tried again
    done = team.leader.take(second, team.folder / "1.inspb")
    assert [one.status for one in done] == ["updated", "updated"]
    assert team.leader.digest() == team.member.digest()


def test_a_whole_export_heals_a_restored_receiver(team: Team) -> None:
    ent = team.commune()
    saved = team.folder / "leader-before"
    team.leader.services.close()
    shutil.copytree(team.leader.created.path, saved)
    team.leader.reopen()
    team.member.services.inspections.answer(ent, "c1_1", V, "yes")
    team.leader.take(team.member.send("1.inspb"))
    receipt(team.leader, team.member, "1.insprcpt")
    team.leader.services.close()
    shutil.rmtree(team.leader.created.path)
    shutil.copytree(saved, team.leader.created.path)
    team.leader.reopen()
    assert team.leader.take(team.member.send("2.inspb"))[0].status == "held"
    whole = team.member.services.bundles.export(str(team.folder / "3.inspb"), options=WHOLE)
    assert whole.is_whole
    assert team.leader.take(team.folder / "3.inspb")[0].status == "updated"
    assert team.leader.digest() == team.member.digest()


def test_the_leaders_bundle_goes_on_from_what_members_showed(team: Team) -> None:
    ent = team.commune()
    everyone = (team.secretary, team.member)
    for number, one in enumerate(everyone):
        one.services.inspections.answer(ent, f"c1_{number + 1}", V, "yes")
        team.leader.take(one.send(f"a{number}.inspb"))
    back = team.leader.services.bundles.export(str(team.folder / "back1.inspb"))
    assert not back.is_whole
    for one in everyone:
        one.take(team.folder / "back1.inspb")
        assert one.digest() == team.leader.digest()
    for number, one in enumerate(everyone):
        one.services.inspections.answer(ent, ("c2_6", "c3_1")[number], V, "no")
        team.leader.take(one.send(f"b{number}.inspb"))
    again = team.leader.services.bundles.export(str(team.folder / "back2.inspb"))
    whole = team.leader.services.bundles.export(str(team.folder / "w.inspb"), options=WHOLE)
    assert again.changes < whole.changes / 4
    for one in everyone:
        assert one.take(team.folder / "back2.inspb")[0].status == "updated"
        assert one.digest() == team.leader.digest()


def test_somebody_new_makes_the_next_export_whole(team: Team) -> None:
    """Of several receivers only what all hold is left out."""
    ent = team.commune()
    team.member.services.inspections.answer(ent, "c1_1", V, "yes")
    team.leader.take(team.member.send("1.inspb"))
    team.leader.take(team.secretary.send("2.inspb"))
    assert not team.leader.services.bundles.export(str(team.folder / "3.inspb")).is_whole
    peers = team.leader.services.bundles._vault.store
    dev = bytes.fromhex(team.secretary.created.device_id)
    with peers.write() as log:
        log.drop_note(f"peer/{dev.hex()}")
    assert team.leader.services.bundles.export(str(team.folder / "4.inspb")).is_whole


def test_a_forked_chain_travels_whole(team: Team) -> None:
    ent = team.commune()
    team.member.services.close()
    shutil.copytree(team.member.created.path, team.folder / "clone")
    team.member.reopen()
    clone = workshop().open_vault(str(team.folder / "clone"), PASSPHRASE)
    team.member.services.inspections.answer(ent, "c1_1", V, "yes")
    clone.inspections.answer(ent, "c1_2", V, "no")
    clone.bundles.export(str(team.folder / "c.inspb"))
    team.leader.take(team.folder / "c.inspb", team.member.send("m.inspb"))
    team.secretary.take(team.leader.send("l.inspb"))
    receipt(team.secretary, team.leader, "s.insprcpt")
    receipt(team.leader, team.member, "l.insprcpt")
    assert team.secretary.digest() == team.leader.digest()
    clone.inspections.answer(ent, "c2_6", V, "no")
    clone.bundles.export(str(team.folder / "c2.inspb"))
    team.leader.take(team.folder / "c2.inspb")
    sent = team.leader.services.bundles.export(str(team.folder / "l2.inspb"))
    taken = team.secretary.take(team.folder / "l2.inspb")[0]
    assert taken.words == sent.words
    assert team.secretary.digest() == team.leader.digest()
    clone.close()


def test_receipts_that_do_not_fit_change_nothing(team: Team) -> None:
    team.leader.take(team.member.send("1.inspb"))
    handovers = team.member.services.handovers
    first = str(team.folder / "1.insprcpt")
    team.leader.services.handovers.write_receipt(first)
    with pytest.raises(FileExistsAlreadyError):
        team.leader.services.handovers.write_receipt(first)
    second = str(team.folder / "2.insprcpt")
    team.leader.services.handovers.write_receipt(second)
    handovers.import_receipt(second)
    with pytest.raises(ReceiptError, match="cũ hơn"):
        handovers.import_receipt(first)
    with pytest.raises(ReceiptError, match="chính máy này"):
        team.leader.services.handovers.import_receipt(first)
    with pytest.raises(NotFoundError):
        team.leader.services.handovers.write_receipt(str(team.folder / "x"), "Không Ai")
    assert not (team.folder / "x").exists()
    data = Path(second).read_bytes()
    forged = json.loads(data)
    forged["wants"] = ["ab" * 32]
    for number, bad in enumerate(
        (
            data[:-2],
            b"{}",
            b"",
            data.replace(b'"number":3', b'"number":9'),
            json.dumps(forged).encode(),
        )
    ):
        path = team.folder / f"bad{number}.insprcpt"
        path.write_bytes(bad)
        with pytest.raises(ReceiptError):
            handovers.import_receipt(str(path))
    # a whole receipt by somebody whom nobody enrolled, and one of another trip
    receipts = handovers._vault.rooms.receipts
    keys = handovers._vault.rooms.keys
    known = receipts.decode(data, keys.verify, "")
    stranger = keys.make()
    signed = receipts.encode(
        dataclasses.replace(known, device_key=keys.public(stranger).device),
        lambda message: keys.sign(stranger.device_seed, message),
    )
    (team.folder / "stranger.insprcpt").write_bytes(signed)
    with pytest.raises(ReceiptError, match="chưa được ghi nhận"):
        handovers.import_receipt(str(team.folder / "stranger.insprcpt"))
    leader = team.leader.services.bundles._vault.identity.secret
    other = receipts.encode(
        dataclasses.replace(known, trip=b"t" * 16),
        lambda message: keys.sign(leader.device_seed, message),
    )
    (team.folder / "other.insprcpt").write_bytes(other)
    with pytest.raises(ReceiptError, match="đợt kiểm tra khác"):
        handovers.import_receipt(str(team.folder / "other.insprcpt"))


def test_one_persons_receipt_names_only_their_bundles(team: Team) -> None:
    team.leader.take(team.member.send("1.inspb"), team.secretary.send("2.inspb"))
    name = team.member.services.cards.own().name
    view = team.leader.services.handovers.write_receipt(str(team.folder), name)
    assert view.path.endswith(".insprcpt")
    assert {one.sender for one in view.lines} == {name}
    everyone = team.leader.services.handovers.write_receipt(str(team.folder))
    assert len(everyone.lines) == 2
    assert everyone.path != view.path


def test_a_replay_says_when_it_was_merged_first(team: Team) -> None:
    bundle = team.member.send("1.inspb")
    first = team.leader.take(bundle)[0]
    assert first.imported == 0
    again = team.leader.take(bundle)[0]
    assert again.status == "known"
    log = team.leader.services.handovers.received()
    assert len(log) == 1, "a replay is no second arrival"
    assert again.imported == log[0].merged
    team.leader.take(team.member.send("2.inspb"))
    assert team.leader.take(bundle)[0].words == "", "words are of the newest bundle only"
    log = tuple(one for one in team.leader.services.handovers.received() if one.export_number == 1)
    assert (log[0].sender, log[0].export_number) == (first.sender, 1)
    assert log[0].file_name == "1.inspb"
    assert log[0].merged_by == team.leader.services.cards.own().name


def test_every_export_stands_in_the_ledger(team: Team) -> None:
    for number in (1, 2):
        path = team.member.send(f"{number}.inspb")
        assert path.exists()
    ledger = team.member.services.handovers.sent()
    assert [one.number for one in ledger] == [2, 1]
    assert ledger[0].recipients == (team.leader.services.cards.own().name,)
    assert {one.size for one in ledger} == {
        (team.folder / f"{number}.inspb").stat().st_size for number in (1, 2)
    }
