"""A look at a bundle tells what its merge will do, and does none of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.domain.errors import BundleDamagedError
from tests.kit.window import worked_team


def test_a_look_says_what_the_merge_then_does(tmp_path: Path) -> None:
    team = worked_team(tmp_path)
    leader = team.leader
    photo = tmp_path / "anh.png"
    photo.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(4000))
    unit = team.commune()
    team.member.services.evidence.add(unit, str(photo))
    second = team.member.send("thanh-vien-2.inspb")
    bundles = leader.services.bundles
    before = leader.digest()
    first_look = bundles.look(str(tmp_path / "thu-ky.inspb"))
    assert leader.digest() == before
    assert (first_look.conflicts_new, first_look.evidence_new) == (0, 0)
    assert leader.services.inspections.show(unit).inspection.unit.name in first_look.units
    (receipt,) = leader.take(tmp_path / "thu-ky.inspb")
    assert (receipt.changes_new, receipt.changes_known) == (
        first_look.changes_new,
        first_look.changes_known,
    )
    look = bundles.look(str(second))
    assert (look.conflicts_new, look.evidence_new) == (1, 1)
    assert look.sender == leader.take(second)[0].sender
    again = bundles.look(str(second))
    assert again.is_known
    assert (again.conflicts_new, again.units, again.evidence_known) == (0, (), 1)
    damaged = tmp_path / "hong.inspb"
    damaged.write_bytes(second.read_bytes()[:-20])
    digest = leader.digest()
    with pytest.raises(BundleDamagedError):
        bundles.look(str(damaged))
    assert leader.digest() == digest
    assert leader.services.vault.check().problems == ()
    team.close()
