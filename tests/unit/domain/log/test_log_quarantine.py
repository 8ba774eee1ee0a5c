"""Which revocations are in force, and what lies beyond them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from inspector_app.domain.log.change import (
    Change,
    Kind,
    Register,
    StoredChange,
    Value,
    chain_id,
)
from inspector_app.domain.log.ids import ActorId, ChangeId, DeviceId, EntityId
from inspector_app.domain.log.quarantine import ADOPT, REVOKE, quarantined
from inspector_app.domain.log.register import alive, project
from tests.kit.laptops import CODEC

A, B, C = (DeviceId(bytes([n]) * 16) for n in (1, 2, 3))


class Chain:
    """One device that writes."""

    def __init__(self, dev: DeviceId) -> None:
        self.dev, self.ids, self.changes = dev, [ChangeId(bytes(32))], list[StoredChange]()

    def write(
        self, register: Register, value: Value, sup: Iterable[StoredChange] = (), kind: int = 0
    ) -> StoredChange:
        change = Change(
            version=1,
            dev=self.dev,
            seq=len(self.ids),
            lam=len(self.ids),
            wall=0,
            actor=ActorId(bytes(self.dev)),
            kind=kind,
            ent=register.ent,
            path=register.path,
            form=b"",
            value=value,
            sup=tuple(one.ref for one in sup),
        )
        raw = CODEC.encode(change)
        stored = CODEC.decode(raw, chain_id(self.ids[-1], raw))
        self.ids.append(stored.id)
        self.changes.append(stored)
        return stored

    def says(self, text: str) -> StoredChange:
        return self.write(Register(EntityId(b"e" * 16), "text"), text)

    def revokes(self, dev: DeviceId, last: StoredChange | None, *sup: StoredChange) -> StoredChange:
        value: Value = {"reason": "rút lại"}
        if last is not None:
            value = {"id": last.id, "reason": "mất máy", "seq": last.change.seq}
        return self.write(Register(EntityId(dev), REVOKE), value, sup, Kind.TRUST)

    def branch(self) -> Chain:
        """A copy of the vault that goes on by itself."""
        copy = Chain(self.dev)
        copy.ids, copy.changes = list(self.ids), list(self.changes)
        return copy


def held(*chains: Chain) -> set[ChangeId]:
    return set(quarantined(one for chain in chains for one in chain.changes))


def test_what_is_later_is_beyond_and_what_is_adopted_counts() -> None:
    a, b = Chain(A), Chain(B)
    one, two, three = (b.says(text) for text in "123")
    a.revokes(B, one)
    assert held(a, b) == {two.id, three.id}
    a.write(Register(EntityId(two.id[:16]), ADOPT), {"reason": "đúng"}, (), Kind.TRUST)
    assert held(a, b) == {three.id}
    heads = project([*a.changes, *b.changes])[Register(EntityId(b"e" * 16), "text")]
    assert {head.value for head in heads} == {"1", "2"}


def test_a_revocation_taken_back_does_nothing_and_a_concurrent_one_stays() -> None:
    a, b, c = Chain(A), Chain(B), Chain(C)
    one, two = b.says("1"), b.says("2")
    first = a.revokes(B, one)
    a.revokes(B, None, first)
    assert held(a, b) == set()
    c.revokes(B, two)
    assert held(a, b, c) == set()
    c.revokes(B, one)  # not naming what it corrects: both apply, the earliest cut counts
    assert held(a, b, c) == {two.id}


def test_a_revoked_device_revokes_and_adopts_nothing() -> None:
    a, b, c = Chain(A), Chain(B), Chain(C)
    good = b.says("1")
    bad = b.says("2")
    answer = c.says("3")
    theirs = b.revokes(C, None)
    cut = b.write(Register(EntityId(C), REVOKE), {"id": bytes(32), "seq": 0}, (theirs,), Kind.TRUST)
    own = b.write(Register(EntityId(bad.id[:16]), ADOPT), {"reason": "thử"}, (), Kind.TRUST)
    assert answer.id in held(b, c)
    a.revokes(B, good)
    assert held(a, b, c) == {bad.id, theirs.id, cut.id, own.id}


def test_leaders_who_revoke_each_other_are_both_cut_off_until_a_third_decides() -> None:
    a, b, c = Chain(A), Chain(B), Chain(C)
    last_a, last_b = a.says("a"), b.says("b")
    by_a, by_b = a.revokes(B, last_b), b.revokes(A, last_a)
    late_a, late_b = a.says("a2"), b.says("b2")
    assert held(a, b) == {by_a.id, late_a.id, by_b.id, late_b.id}
    c.revokes(A, None, by_b)
    assert held(a, b, c) == {by_b.id, late_b.id}


def test_another_branch_is_beyond_where_it_is_proven() -> None:
    a, b = Chain(A), Chain(B)
    b.says("1")
    thief = b.branch()
    b.says("2")
    last = b.says("3")
    theirs = [thief.says("x"), thief.says("y"), thief.says("z")]
    a.revokes(B, last)
    assert held(a, b, thief) == {one.id for one in theirs}
    # without the trusted branch nothing proves that the other one is not it, below the last change
    a_only = Chain(A)
    a_only.changes = a.changes
    assert held(a_only, thief) == {theirs[1].id, theirs[2].id}


def test_who_a_revoked_device_vouches_for_is_cut_off_unless_somebody_speaks_of_it() -> None:
    a, b, c = Chain(A), Chain(B), Chain(C)
    last = b.says("1")
    c.write(Register(EntityId(C), "genesis"), {"old": {"dev": B}}, (), Kind.GENESIS)
    c.says("2")
    a.revokes(B, last)
    assert held(a, b, c) == {one.id for one in c.changes}
    b.revokes(C, None)  # the revoked device itself cannot clear its heir
    assert {one.id for one in c.changes} <= held(a, b, c)
    a.revokes(C, None)
    assert not {one.id for one in c.changes} & held(a, b, c)


def test_many_ways_between_few_devices_cost_no_time() -> None:
    """Forty pairs of devices, each going on for both before it: 2^40 ways, 80 devices."""
    a, b = Chain(A), Chain(B)
    last, before, chains = b.says("1"), [B], [a, b]
    for number in range(40):
        pair = [DeviceId(bytes([10 + number, side]) * 8) for side in (0, 1)]
        for dev in pair:
            chain = Chain(dev)
            chains.append(chain)
            for old in before:  # forked first changes: each names one
                chain.ids = [ChangeId(bytes(32))]
                place = Register(EntityId(dev), "genesis")
                chain.write(place, {"old": {"dev": old}}, (), Kind.GENESIS)
        before = pair
    assert held(*chains) == set()
    a.revokes(B, last)
    heirs = {one.id for chain in chains[2:] for one in chain.changes}
    assert held(*chains) == heirs
    a.revokes(chains[2].dev, None)  # one way is spoken of; whoever goes on for it is, too
    assert held(*chains) == {one.id for one in chains[3].changes}


def test_several_ordinary_references_replace_only_the_own_ones() -> None:
    a, b = Chain(A), Chain(B)
    one, other = a.says("1"), b.says("2")
    both = a.write(Register(EntityId(b"e" * 16), "text"), "3", (one, other))
    assert alive([one, other, both]) == {other.id, both.id}
    single = a.write(Register(EntityId(b"e" * 16), "text"), "4", (other,))
    assert alive([other, single]) == {single.id}
    decided = a.write(Register(EntityId(b"e" * 16), "text"), "5", (both, other), Kind.RESOLVE)
    assert alive([other, both, decided]) == {decided.id}
    assert alive([other, replace(both)]) == {other.id, both.id}
