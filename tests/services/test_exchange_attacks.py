"""What a member, or only time, must not do to the exchange between honest vaults."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from inspector_app.domain.errors import FileExistsAlreadyError
from inspector_app.domain.log.change import Register, Segment
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Side
from inspector_app.services import exporting
from inspector_app.services.directory import Directory
from inspector_app.services.exchange import BundleSummary, ExportOptions
from inspector_app.services.exporting import Exporter
from inspector_app.services.journal import Journal
from inspector_app.services.renewal import Why, renew
from inspector_app.store.log import Log
from tests.kit.laptops import tail
from tests.kit.team import PASSPHRASE, Colleague, Team, workshop

V = Side.VERIFIED
WHOLE = ExportOptions(is_whole=True)


def photo(seed: int, size: int = 5_000) -> bytes:
    """Bytes that are a picture by their beginning."""
    return b"\x89PNG\r\n\x1a\n" + random.Random(seed).randbytes(size)


def forge(one: Colleague, ent: EntityId, path: str, value: object) -> None:
    """Write what no screen offers, with the person's own keys."""
    vault = one.services.bundles._vault
    with Journal(vault.rooms, vault.store, vault.identity).write() as pen:
        pen.set(ent, path, value)  # type: ignore[arg-type]


def export(one: Colleague, name: str, options: ExportOptions | None = None) -> BundleSummary:
    return one.services.bundles.export(str(one.folder / name), options=options or ExportOptions())


def test_a_photo_travels_whatever_a_colleague_names_in_its_place(team: Team) -> None:
    inspection = team.commune()
    team.secretary.services.evidence.add_bytes(inspection, "a.png", photo(1))
    team.leader.take(team.secretary.send("s.inspb"))
    # the member's vault knows the change that names the photo
    team.member.take(team.leader.send("l.inspb"))
    with team.member.services.bundles._vault.store.read() as log:
        (ent,) = log.entities("evidence")
        (head,) = log.heads(Register(ent, "file"))
    assert isinstance(head.value, dict)
    forge(team.member, ent, "file", {**head.value, "sha256": "00" * 32, "size": 1})
    team.leader.take(team.member.send("m.inspb"))
    sent = export(team.leader, "whole.inspb", WHOLE)
    assert sent.evidence == 1
    assert sent.absent == 1, "what nobody has is said to be missing"
    Path(sent.path).unlink()


def exchange(giver: Colleague, taker: Colleague, number: int) -> BundleSummary:
    """Answer, hand a bundle over and get a receipt for it."""
    team_unit = giver.services.inspections.list()[0].inspection.id
    giver.services.inspections.answer(team_unit, "c1_1", V, ("yes", "no")[number % 2])
    sent = export(giver, f"{number}-x.inspb")
    taker.take(Path(sent.path))
    path = taker.services.handovers.write_receipt(str(taker.folder / f"{number}-x.insprcpt")).path
    giver.services.handovers.import_receipt(path)
    return sent


def test_exports_do_not_grow_after_a_colleague_goes_on_under_a_new_key(team: Team) -> None:
    for number in range(2):
        exchange(team.member, team.leader, number)
    team.leader.services.devices.renew("máy cài lại")
    team.leader.reopen()
    team.member.take(team.leader.send("renewed.inspb"))
    sent = [exchange(team.member, team.leader, number).changes for number in range(2, 6)]
    assert max(sent[1:]) <= 3, "each export carries only what is new"
    assert team.leader.digest() == team.member.digest()


def test_an_original_beside_its_copy_is_still_written_to(team: Team, tmp_path: Path) -> None:
    """A copied vault goes on under a new key; the original may live on and must not be left behind."""
    exchange(team.member, team.leader, 0)
    copy = copied_elsewhere(team.leader, tmp_path / "copy")
    team.member.take(copy.send("copy.inspb"))
    devices = team.member.services.bundles._vault
    original = bytes.fromhex(team.leader.created.device_id)
    with devices.store.read() as log:
        directory = Directory(devices, log)
        address = Exporter(devices).address(log, directory, leaders_only=False)
        assert original not in address.devices, "not heard of since"
    team.leader.services.inspections.answer(team.commune(), "c2_6", V, "yes")
    team.member.take(team.leader.send("original.inspb"))
    with devices.store.read() as log:
        directory = Directory(devices, log)
        address = Exporter(devices).address(log, directory, leaders_only=False)
        assert original in address.devices, "it writes on"
    team.member.services.inspections.answer(team.commune(), "c1_1", V, "yes")
    sent = team.member.send("both.inspb")
    assert team.leader.take(sent)[0].status == "updated"
    assert copy.take(sent)[0].status == "updated"
    copy.services.close()


def copied_elsewhere(one: Colleague, folder: Path) -> Colleague:
    """The person's vault opened from a copy on another computer."""
    one.services.close()
    shutil.copytree(one.created.path, folder / "vault")
    one.reopen()
    created = replace(one.created, path=str(folder / "vault"))
    other = workshop().open_vault(created.path, PASSPHRASE)
    vault = other.bundles._vault
    renew(vault, Why.COPIED)
    other.close()
    return Colleague(workshop().open_vault(created.path, PASSPHRASE), created, one.folder)


def test_a_taken_file_name_does_not_stop_receipts_for_ever(team: Team, tmp_path: Path) -> None:
    team.leader.take(team.member.send("a.inspb"))
    first = Path(team.leader.services.handovers.write_receipt(str(tmp_path)).path)
    for number in (2, 3):
        (tmp_path / first.name.replace("001", f"{number:03d}")).write_bytes(b"x")
    view = team.leader.services.handovers.write_receipt(str(tmp_path))
    assert Path(view.path).name == first.name.replace("001", "004")
    assert view.number == 4
    with pytest.raises(FileExistsAlreadyError):
        team.leader.services.handovers.write_receipt(view.path)
    assert team.leader.services.handovers.write_receipt(str(tmp_path)).number > 4


def test_the_name_of_a_bundle_names_nobody(team: Team, tmp_path: Path) -> None:
    made = {
        team.member.services.bundles.export(str(tmp_path)).path,
        team.leader.services.trips.export_pack(str(tmp_path)).path,
    }
    names = {Path(path).name for path in made}
    member, leader = team.member.created.device_id[:8], team.leader.created.device_id[:8]
    assert any(re.fullmatch(rf"goi-{member}-\d{{3}}\.inspb", name) for name in names), names
    assert any(re.fullmatch(rf"goi-dot-{leader}-\d{{3}}\.inspb", name) for name in names), names


def test_a_bundle_is_held_while_something_before_its_base_is_missing(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    inspection = team.commune()
    for value in ("yes", "no", "yes"):
        team.member.services.inspections.answer(inspection, "c1_1", V, value)
    vault = team.member.services.bundles._vault
    own, whole = vault.identity.dev, Log.segments

    def last_alone(log: Log, after: object = None) -> Iterator[Segment]:
        for one in whole(log):
            yield tail(one, len(one.frames) - 1) if one.seal.dev == own else one

    with monkeypatch.context() as patch:
        patch.setattr(Log, "segments", last_alone)
        assert team.leader.take(team.member.send("tail.inspb"))[0].status == "updated"
    with vault.store.read() as log:
        end = log.chain_end(own)
    assert end is not None
    team.member.services.inspections.answer(inspection, "c1_1", V, "no")
    with monkeypatch.context() as patch:
        patch.setattr(exporting, "common_base", lambda log, peers: {own: (end.seq, end.id)})
        next_one = team.member.send("next.inspb")
    held = team.leader.take(next_one)[0]
    assert (held.status, held.missing[0].up_to, held.missing[0].held) == ("held", end.seq, 0)
    done = team.leader.take(team.member.send("all.inspb"), next_one)
    assert "held" not in [one.status for one in done]
    assert team.leader.digest() == team.member.digest()
