"""Attacks that need real vaults: re-addressed bundles, forged runs under a right signature, rollback.

The container's own attacks are files in ``tests/vectors/bundles``; those of age's header are in
``tests/unit/crypto``. ``docs/formats/bundle.md`` has the table of all.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from inspector_app.domain.log.change import Segment
from inspector_app.domain.log.ids import NO_CHANGE
from inspector_app.domain.trip.values import Side
from inspector_app.store.log import Log
from tests.kit.team import Team

V = Side.VERIFIED


def test_a_colleagues_bundle_sealed_again_to_somebody_else(team: Team) -> None:
    """The leader opens what was sent to him and passes it on as if it had been sent there."""
    rooms = team.leader.services.bundles._vault.rooms
    leader = team.leader.services.bundles._vault.identity
    secretary = team.secretary.services.bundles._vault.identity
    plain = io.BytesIO()
    with team.member.send("m.inspb").open("rb") as source:
        rooms.sealer.open(source, plain, leader.secret.age_identity, "")
    again = team.folder / "again.inspb"
    with again.open("wb") as sink:
        plain.seek(0)
        rooms.sealer.seal(plain, sink, [secretary.public.age_recipient])
    before = team.secretary.digest()
    refused = team.secretary.take(again)[0]
    assert (refused.status, refused.error) == ("refused", "bundle.damaged")
    assert team.secretary.digest() == before


def _swapped(run: Segment) -> Segment:
    return replace(run, frames=(*run.frames[:-2], run.frames[-1], run.frames[-2]))


def _dropped(run: Segment) -> Segment:
    return replace(run, frames=run.frames[:-1])


def _unsealed(run: Segment) -> Segment:
    return replace(run, seal=replace(run.seal, signature=bytes(64)))


def _rehung(run: Segment) -> Segment:
    return replace(run, first=2, previous=run.seal.id)


def _renamed(run: Segment) -> Segment:
    return replace(run, seal=replace(run.seal, seq=run.seal.seq + 1))


@pytest.mark.parametrize("forge", [_swapped, _dropped, _unsealed, _rehung, _renamed])
def test_a_forged_run_in_a_rightly_signed_bundle(
    team: Team, forge: Callable[[Segment], Segment], monkeypatch: pytest.MonkeyPatch
) -> None:
    ent = team.commune()
    for number, value in enumerate(("yes", "no", "partial")):
        team.member.services.inspections.answer(ent, f"c1_{number % 2 + 1}", V, value)
    whole = Log.segments
    own = team.member.services.bundles._vault.identity.dev

    def forged(log: Log, after: object = None) -> Iterator[Segment]:
        for one in whole(log):
            yield forge(one) if one.seal.dev == own else one

    with monkeypatch.context() as patch:
        patch.setattr(Log, "segments", forged)
        try:
            bad = team.member.send("bad.inspb")
        except Exception:  # noqa: BLE001 (the writer itself may notice)
            return
    before = (team.leader.digest(), team.leader.services.vault.info().changes)
    refused = team.leader.take(bad)[0]
    assert refused.status == "refused"
    assert refused.error in ("log.refused", "bundle.damaged")
    assert (team.leader.digest(), team.leader.services.vault.info().changes) == before
    assert team.leader.services.handovers.received() == ()
    assert team.leader.take(team.member.send("good.inspb"))[0].status in ("new", "updated")


def test_a_base_that_the_receiver_never_had_is_held_not_believed(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A sender who claims a base out of thin air gets his bundle held, and nothing else."""
    from inspector_app.services import exporting

    ent = team.commune()
    team.member.services.inspections.answer(ent, "c1_1", V, "yes")
    own = team.member.services.bundles._vault.identity.dev
    with team.member.services.bundles._vault.store.read() as log:
        end = log.chain_end(own)
    assert end is not None
    assert end.id != NO_CHANGE
    with monkeypatch.context() as patch:
        patch.setattr(exporting, "common_base", lambda log, peers: {own: (end.seq, end.id)})
        bundle = team.member.send("m.inspb")
    held = team.leader.take(bundle)[0]
    assert held.status == "held"
    assert held.missing[0].up_to == end.seq
    assert team.leader.services.handovers.received() == ()


def test_an_older_bundle_after_a_newer_one_takes_nothing_back(team: Team) -> None:
    ent = team.commune()
    team.member.services.inspections.answer(ent, "c1_1", V, "yes")
    first = team.member.send("1.inspb")
    team.member.services.inspections.answer(ent, "c1_1", V, "no")
    second = team.member.send("2.inspb")
    team.leader.take(second)
    state = team.leader.digest()
    assert team.leader.take(first)[0].status == "known"
    assert team.leader.digest() == state
    # what is known of the sender does not go back either
    receipt = str(Path(team.folder) / "r.insprcpt")
    team.leader.services.handovers.write_receipt(receipt)
    assert team.member.services.handovers.import_receipt(receipt).is_up_to_date
