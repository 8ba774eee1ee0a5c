"""A bundle that comes again: known by its manifest, with the very words of reading it whole."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.trip.values import Side
from inspector_app.services import disagreements, tallies
from inspector_app.services.bundles import BundleService
from inspector_app.services.exchange import BundleReceipt, ExportOptions
from inspector_app.services.merging import Intake
from tests.kit.team import Team

V = Side.VERIFIED
SECRET = "sáu từ không ai đoán ra"


def photo(team: Team, number: int = 1) -> None:
    data = b"\x89PNG\r\n\x1a\n" + random.Random(number).randbytes(300_000)
    team.member.services.evidence.add_bytes(team.commune(), f"ảnh {number}.png", data)


def told_whole(
    monkeypatch: pytest.MonkeyPatch, take: Callable[[], BundleReceipt]
) -> tuple[BundleReceipt, BundleReceipt]:
    """The receipts of a bundle that is read to its end, and of the same one as it is read now."""
    with monkeypatch.context() as patch:
        patch.setattr(Intake, "_is_whole_wanted", True)
        whole = take()
    return replace(whole, clock_offset_ms=0), replace(take(), clock_offset_ms=0)


def reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Names of what the vault is given from bundles from now on."""
    seen: list[str] = []

    def watch(name: str) -> None:
        real = getattr(Intake, name)

        def watched(self: Intake, *given: object) -> object:
            seen.append(name)
            return real(self, *given)

        monkeypatch.setattr(Intake, name, watched)

    for name in ("segment", "evidence", "meta"):
        watch(name)
    return seen


def test_nothing_behind_the_manifest_is_read_again(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    team.member.services.inspections.answer(team.commune(), "c1_1", V, "yes")
    photo(team)
    bundle = team.member.send("1.inspb")
    team.leader.take(bundle)
    arrived = team.leader.services.handovers.received()
    seen = reads(monkeypatch)
    again = team.leader.take(bundle)[0]
    assert (again.status, again.evidence_known, again.changes_new) == ("known", 1, 0)
    assert again.changes_known > 0
    assert again.imported == arrived[0].merged
    assert seen == []
    assert team.leader.services.handovers.received() == arrived


def test_the_words_are_those_of_reading_it_whole(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    ent = team.commune()
    team.leader.services.inspections.answer(ent, "c1_1", V, "no")
    team.member.services.inspections.answer(ent, "c1_1", V, "yes")
    photo(team)
    first = team.member.send("1.inspb")
    team.leader.take(first)
    team.member.services.inspections.answer(ent, "c1_2", V, "yes")
    second = team.member.send("2.inspb")
    team.leader.take(second)
    for bundle in (first, second):
        whole, now = told_whole(monkeypatch, lambda path=bundle: team.leader.take(path)[0])  # type: ignore[misc]
        assert now == whole
        assert (now.status, now.conflicts_open, now.conflicts_new) == ("known", 1, 0)
        assert bool(now.words) == (bundle == second)


def test_parts_and_locked_bundles_are_known_too(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(3):
        photo(team, number)
    options = ExportOptions(max_bytes=400_000, is_whole=True)
    parts = team.member.services.bundles.export_parts(str(team.folder / "p.inspb"), options)
    locked = team.folder / "khoa.inspb"
    options = ExportOptions(passphrase=SECRET, is_whole=True)
    team.member.services.bundles.export(str(locked), options=options)
    merge = team.leader.services.bundles.merge_one
    seen = reads(monkeypatch)
    for path, secret in [*((one.path, "") for one in parts), (str(locked), SECRET)]:
        merge(path, passphrase=secret)
        seen.clear()
        whole, now = told_whole(monkeypatch, lambda p=path, s=secret: merge(p, passphrase=s))  # type: ignore[misc]
        assert seen, "read whole the first time"
        seen.clear()
        assert now == whole == replace(merge(path, passphrase=secret), clock_offset_ms=0)
        assert seen == []
        assert now.status == "known"


def test_what_a_revoked_device_sent_says_the_same_again(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    team.leader.take(team.member.send("1.inspb"))
    team.leader.services.devices.revoke(team.member.created.device_id, "mất máy")
    team.member.services.inspections.answer(team.commune(), "c1_1", V, "yes")
    late = team.member.send("2.inspb")
    assert team.leader.take(late)[0].status == "quarantined"
    digest = team.leader.digest()
    whole, now = told_whole(monkeypatch, lambda: team.leader.take(late)[0])
    assert now == whole
    assert team.leader.digest() == digest


def test_a_photo_that_was_lost_is_taken_again(team: Team) -> None:
    photo(team)
    bundle = team.member.send("1.inspb")
    team.leader.take(bundle)
    folder = Path(team.leader.created.path, "evidence")
    (stored,) = [path for path in folder.iterdir() if path.is_file()]
    stored.unlink()
    assert team.leader.take(bundle)[0].evidence_new == 1
    assert stored.is_file()
    assert team.leader.take(bundle)[0].evidence_known == 1


def test_a_cut_copy_of_a_known_bundle_takes_nothing_and_is_damaged_when_looked_at(
    team: Team,
) -> None:
    photo(team)
    bundle = team.member.send("1.inspb")
    cut = team.folder / "cut.inspb"
    cut.write_bytes(bundle.read_bytes()[:-40_000])
    assert team.leader.take(cut)[0].error == "bundle.damaged"
    team.leader.take(bundle)
    digest, arrived = team.leader.digest(), team.leader.services.handovers.received()
    assert team.leader.take(cut)[0].status == "known"
    assert (team.leader.digest(), team.leader.services.handovers.received()) == (digest, arrived)
    services: BundleService = team.leader.services.bundles
    for ask in (services.look, services.inspect):
        with pytest.raises(InspectorError) as told:
            ask(str(cut))
        assert told.value.code == "bundle.damaged"


def test_progress_ends_at_the_whole(team: Team) -> None:
    photo(team)
    bundle = str(team.member.send("1.inspb"))
    for _ in range(2):
        steps: list[tuple[int, int]] = []
        team.leader.services.bundles.merge(
            [bundle],
            lambda done, total, _what, to=steps: to.append((done, total)),  # type: ignore[misc]
        )
        assert steps[-1][0] >= steps[-1][1] * 0.9


def test_conflicts_are_counted_as_they_are_and_once_a_bundle(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts: list[int] = []
    real = disagreements.conflict_keys

    def counted(log, forms):  # type: ignore[no-untyped-def]
        found = real(log, forms)
        counts.append(len(found))
        return found

    monkeypatch.setattr(tallies, "conflict_keys", counted)
    ent = team.commune()
    bundles = []
    for number, question in enumerate(("c1_1", "c1_2", "c2_6")):
        team.leader.services.inspections.answer(ent, question, V, "no")
        team.member.services.inspections.answer(ent, question, V, "yes")
        bundles.append(team.member.send(f"{number}.inspb"))
    receipts = team.leader.take(*bundles)
    assert [(one.conflicts_new, one.conflicts_open) for one in receipts] == [(1, 1), (1, 2), (1, 3)]
    assert counts == [0, 1, 2, 3]
    # a decision between two bundles, and a bundle that is refused half-way, are noticed
    conflict = team.leader.services.conflicts.list()[0]
    team.leader.services.conflicts.resolve(conflict.id, conflict.heads[0].change, reason="đã xem")
    assert team.leader.take(bundles[0])[0].conflicts_open == 2
    team.secretary.services.inspections.answer(ent, "c3_1", V, "yes")
    team.leader.services.inspections.answer(ent, "c3_1", V, "no")
    fresh = team.secretary.send("s.inspb")
    assert team.leader.services.bundles.look(str(fresh)).conflicts_new == 1
    taken = team.leader.take(fresh)[0]
    assert (taken.conflicts_new, taken.conflicts_open) == (1, 3)
    assert len(team.leader.services.conflicts.list()) == 3
