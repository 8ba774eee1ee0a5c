"""P1 to P9, P11 and P12, asked of a history that has ended."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Sequence

from inspector_app.domain.log.change import PROJECTED
from inspector_app.domain.log.register import provisional
from inspector_app.store.vault_store import Store
from tests.kit.laptops import Facts, everything, export, facts, memory_store, problems
from tests.proof.histories import History, is_refused, receive
from tests.proof.oracle import PROJECTED_KINDS, meaning
from tests.proof.tampers import Packed, pack, tampered


def judge(history: History, seed: int, *, tampers: bool = True) -> Counter[str]:
    """Merge what a team has in several ways and compare; returns what was counted.

    Args:
        seed: decides orders and repetitions.
        tampers: also try every tamper on one run (P8).
    """
    dice = random.Random(seed)
    pool = list(history.sent)
    for laptop in history.laptops:
        assert_sound(laptop.store)
        pool += [pack(run) for run in export(laptop.store)]
    one = merged_at_random(pool, dice)
    two = merged_at_random(pool, dice)
    found = facts(one)
    assert found == facts(two), "P1: another order or repetition, another state"
    assert_sound(one)
    assert_nothing_lost(history, pool, one)
    assert_halves_meet(pool, found, dice)
    receive(one, pool)
    receive(one, dice.sample(pool, k=len(pool)), probe=False)
    assert facts(one) == found, "P3: a second merge changed something"
    two.rebuild()
    assert facts(two) == found, "P4: rebuilt and live projections differ"
    assert_travels_whole(one, found)
    counted = Counter(history.counts)
    counted["histories"] += 1
    counted["changes"] += len(found.ids)
    counted["conflicts"] += len(found.conflicts)
    counted["forks"] += len(found.forks)
    with one.read() as log:
        counted["quarantined"] += len(log.quarantined())
    if tampers and pool:
        counted["tampers"] += assert_tampers_refused(one, dice)
    return counted


def merged_at_random(pool: Sequence[Packed], dice: random.Random) -> Store:
    """A vault that took everything in some order, some of it twice, in transactions of any size."""
    bundle = [*pool, *dice.choices(pool, k=len(pool) // 2)] if pool else []
    dice.shuffle(bundle)
    target = memory_store()
    while bundle:
        share = dice.randint(1, len(bundle))
        receive(target, bundle[:share], probe=dice.random() < 0.5)
        bundle = bundle[share:]
    return target


def assert_sound(store: Store) -> None:
    """P4, P6, P7, P9: what the store shows is what the set of its changes means."""
    with store.read() as log:
        changes = everything(log)
        quarantined = {one.id for one in log.quarantined()}
        hidden = {one for one in {c.change.ent for c in changes} if _is_hidden(log.entity(one))}
    found, wanted = facts(store), meaning(changes)
    heads = {(bytes(place.ent), place.path): ones for place, ones in found.heads.items()}
    assert {place: frozenset(h.id for h in ones) for place, ones in heads.items()} == wanted.heads
    assert len(found.conflicts) == len(set(found.conflicts))
    assert {(bytes(one.ent), one.path) for one in found.conflicts} == wanted.conflicts
    chosen = {place: provisional(ones) for place, ones in heads.items()}
    assert {place: one.id for place, one in chosen.items() if one} == wanted.provisional
    assert hidden == wanted.hidden
    assert {(leaf.dev, leaf.seal.seq, leaf.seal.id) for leaf in found.leaves} == wanted.leaves
    assert found.gaps == wanted.gaps
    assert set(found.forks) == wanted.forks
    assert found.digest == wanted.digest
    assert quarantined == wanted.quarantined, "P12: what a revocation keeps from counting"
    inside = {(ref, one.change.register) for one in changes for ref in one.change.sup}
    alive = frozenset[bytes]().union(*wanted.heads.values())
    for one in changes:
        if one.change.kind in PROJECTED and one.id not in alive | quarantined:
            assert (one.ref, one.change.register) in inside, "P6: dead without a successor"
    assert problems(store) == []


def _is_hidden(entity: object) -> bool:
    return bool(getattr(entity, "is_hidden", False))


def assert_nothing_lost(history: History, pool: Sequence[Packed], store: Store) -> None:
    """P5: what any laptop holds and what any bundle ever carried is in the merged vault."""
    ids = facts(store).ids
    for laptop in history.laptops:
        assert facts(laptop.store).ids <= ids
    carried = {frame for one in pool for frame in one.open().frames}
    assert carried == {frame for run in export(store) for frame in run.frames}


def assert_halves_meet(pool: Sequence[Packed], found: Facts, dice: random.Random) -> None:
    """P2: halves merged apart, exports exchanged: the same state on both sides."""
    mixed = dice.sample(pool, k=len(pool))
    left, right = memory_store(), memory_store()
    receive(left, mixed[::2])
    receive(right, mixed[1::2])
    receive(left, [pack(run) for run in export(right)])
    receive(right, [pack(run) for run in export(left)])
    assert facts(left) == facts(right) == found


def assert_travels_whole(store: Store, found: Facts) -> None:
    """P11: what a vault exports makes the same vault again, unknown kinds byte by byte."""
    copy = memory_store()
    receive(copy, [pack(run) for run in export(store)])
    assert facts(copy) == found
    assert _unknown(copy) == _unknown(store)


def _unknown(store: Store) -> set[bytes]:
    with store.read() as log:
        return {one.raw for one in everything(log) if one.change.kind not in PROJECTED_KINDS}


def assert_tampers_refused(store: Store, dice: random.Random) -> int:
    """P8 on the merged vault: nothing altered gets in; returns the number of tampers tried."""
    before = facts(store)
    count = 0
    for name, opened in tampered(dice.choice(export(store)), dice):
        assert is_refused(store, opened), f"the tamper «{name}» was taken"
        count += 1
    empty = memory_store()
    for name, opened in tampered(dice.choice(export(store)), dice):
        assert is_refused(empty, opened), f"the tamper «{name}» was taken"
        count += 1
    assert facts(store) == before
    assert facts(empty) == facts(memory_store())
    return count
