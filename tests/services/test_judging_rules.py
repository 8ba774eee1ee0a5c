"""Replacing what several people wrote needs a leader's decision, whenever it is brought."""

from __future__ import annotations

from inspector_app.domain.log.change import Kind, Ref, Register
from inspector_app.domain.log.ids import EntityId
from inspector_app.services.journal import Pen
from tests.kit.team import Colleague, Team
from tests.services.test_devices import answer, passed

PATH = "q/c1_1/verified"


def refs_of(who: Colleague, ent: EntityId) -> tuple[Ref, ...]:
    with who.services.vault._vault.store.read() as log:
        return tuple(head.ref for head in log.heads(Register(ent, PATH)))


def forge(who: Colleague, ent: EntityId, refs: tuple[Ref, ...]) -> None:
    """What a changed program writes: an ordinary answer that names everybody's values."""
    with who.services.inspections._journal.write() as pen:
        write = Pen._add
        write(pen, Kind.SET, Register(ent, PATH), "partial", b"", refs)


def test_an_ordinary_answer_over_several_peoples_values_is_refused(team: Team) -> None:
    ent = team.commune()
    answer(team.secretary, ent, "yes")
    answer(team.leader, ent, "no")
    passed(team.secretary, "s.inspb", team.leader)
    passed(team.leader, "l.inspb", team.member)
    refs = refs_of(team.member, ent)
    assert len(refs) == 2
    forge(team.member, ent, refs)
    before = team.leader.digest()
    receipt = team.leader.take(team.member.send("forged.inspb"))[0]
    assert (receipt.status, receipt.error) == ("refused", "log.refused")
    assert team.leader.digest() == before
    assert len(team.leader.services.conflicts.list()) == 1
    # nor does it win in the forger's own vault
    assert len(refs_of(team.member, ent)) == 3


def test_it_does_nothing_either_where_the_values_arrive_later(team: Team) -> None:
    ent = team.commune()
    answer(team.secretary, ent, "yes")
    (theirs,) = refs_of(team.secretary, ent)
    nobody = Ref(theirs.dev, 999, bytes(16))
    forge(team.member, ent, (theirs, nobody))  # knows of it from elsewhere
    (forged,) = refs_of(team.member, ent)
    passed(team.member, "forged.inspb", team.leader)  # nothing is known of the secretary's value
    assert refs_of(team.leader, ent) == (forged,)
    passed(team.secretary, "s.inspb", team.leader)
    assert set(refs_of(team.leader, ent)) == {forged, theirs}
    assert len(team.leader.services.conflicts.list()) == 1
    assert team.leader.services.vault.check().problems == ()
