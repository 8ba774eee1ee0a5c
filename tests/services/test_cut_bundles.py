"""A bundle that does not end as it should leaves nothing of itself in the vault."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from inspector_app.domain.log.change import Register
from inspector_app.domain.trip.values import Evidence
from tests.kit.team import Colleague, Team

PHOTO_BYTES = 200_000


def photos(team: Team, count: int) -> list[Evidence]:
    """So many photos of the member, in the order in which a bundle carries them."""
    found = [
        team.member.services.evidence.add_bytes(
            team.commune(),
            f"ảnh-{number}.png",
            b"\x89PNG\r\n\x1a\n" + random.Random(number).randbytes(PHOTO_BYTES),
        ).value
        for number in range(count)
    ]
    return sorted(found, key=lambda one: one.sha256)


def files(one: Colleague) -> set[str]:
    """The names in the evidence folder, staged ones too."""
    return {path.name for path in Path(one.created.path, "evidence").rglob("*") if path.is_file()}


@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_evidence_of_a_bundle_that_was_cut_is_not_there(team: Team, part: float) -> None:
    photos(team, 3)
    bundle = team.member.send("m.inspb")
    whole = bundle.read_bytes()
    before, digest = files(team.leader), team.leader.digest()
    bundle.write_bytes(whole[: int(len(whole) * part)])
    assert team.leader.take(bundle)[0].status == "refused"
    assert files(team.leader) == before
    assert team.leader.digest() == digest
    bundle.write_bytes(whole)
    assert team.leader.take(bundle)[0].evidence_new == 3
    assert len(files(team.leader)) == len(before) + 3


def test_evidence_of_a_bundle_with_a_forged_change_is_not_there(team: Team) -> None:
    photos(team, 2)
    with team.member.services.inspections._journal.write() as pen:
        pen.resolve(Register(team.commune(), "q/c1_1/verified"), "no", b"", ())
    before = files(team.leader)
    assert team.leader.take(team.member.send("m.inspb"))[0].error == "log.refused"
    assert files(team.leader) == before
