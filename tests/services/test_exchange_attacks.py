"""What a member, or only time, must not do to the exchange between honest vaults."""

from __future__ import annotations

import random
from pathlib import Path

from inspector_app.domain.log.change import Register
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Side
from inspector_app.services.exchange import BundleSummary, ExportOptions
from inspector_app.services.journal import Journal
from tests.kit.team import Colleague, Team

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
