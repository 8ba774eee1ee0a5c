"""Directed tests of single rules that random histories meet seldom or never."""

from __future__ import annotations

from contextlib import suppress

from inspector_app.domain.log.change import Kind, Register, Segment, Value
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.log.register import conflict_id, provisional
from inspector_app.store.vault_store import Store
from tests.kit.laptops import Edit, entity, export, memory_store, problems, take, write, write_into

ONE, TWO, THREE = (bytes([number]) * 32 for number in (1, 2, 3))
PLACE = Register(entity(1), "q/a/verified")
EVENING = 24 * 3600 * 1000


def test_long_values_are_compared_to_their_end() -> None:
    long = "Đã ban hành kế hoạch cải cách hành chính năm 2019 " * 3
    store, other = memory_store(), memory_store()
    write(store, ONE, [Edit(PLACE, long + "A")])
    write(other, TWO, [Edit(PLACE, long + "B")])
    take(store, export(other))
    with store.read() as log:
        assert log.conflicts() == (PLACE,)
    assert problems(store) == []


def test_no_clock_decides_anything() -> None:
    """Whoever followed more changes is shown first, whatever the clocks say."""
    for walls in ((0, EVENING), (EVENING, 0), (-EVENING, 2**53), (2**53, -(2**53))):
        store, other = memory_store(), memory_store()
        write(store, ONE, [Edit(PLACE, "một", wall=walls[0])])
        write(other, TWO, [Edit(Register(entity(2), "x"), 0), Edit(PLACE, "hai", wall=walls[1])])
        take(store, export(other))
        with store.read() as log:
            heads = log.heads(PLACE)
        assert [head.wall for head in heads if head == provisional(heads)] == [walls[1]]
        assert {head.value for head in heads} == {"một", "hai"}


def test_a_late_head_makes_another_conflict() -> None:
    stores = [memory_store() for _ in range(3)]
    for store, seed, value in zip(stores, (ONE, TWO, THREE), ("một", "hai", "ba"), strict=True):
        write(store, seed, [Edit(PLACE, value)])
    names = set()
    for first, late in ((1, 2), (2, 1)):
        store = memory_store()
        take(store, export(stores[0]) + export(stores[first]))
        with store.read() as log:
            before = conflict_id(log.heads(PLACE))
        take(store, export(stores[late]))
        with store.read() as log:
            after = conflict_id(log.heads(PLACE))
        assert before != after
        names |= {before, after}
    assert len(names) == 3, "two pairs and one three of them"


def test_a_rollback_takes_its_new_names_back() -> None:
    """Local numbers given in a transaction that failed must not stick to what came in it."""
    first, second = (Register(entity(number), f"path {number}") for number in (10, 11))
    store = memory_store()
    with suppress(KeyError), store.write() as log:
        write_into(log, ONE, [Edit(first, "mất")])
        raise KeyError
    write(store, ONE, [Edit(second, "hai")])
    write(store, ONE, [Edit(first, "một")])
    with store.read() as log:
        assert [head.value for head in log.heads(first)] == ["một"]
        assert [head.value for head in log.heads(second)] == ["hai"]
        assert log.conflicts() == ()
    assert problems(store) == []


def test_a_reference_that_was_waited_for_is_struck_off() -> None:
    store, other = memory_store(), memory_store()
    early = export_after(store, Edit(PLACE, "một"))
    take(other, early)
    with other.read() as log:
        refs = tuple(head.ref for head in log.heads(PLACE))
    late = memory_store()
    write(late, TWO, [Edit(PLACE, "hai", refs)])
    take(late, early)
    with late.read() as log:
        assert [head.value for head in log.heads(PLACE)] == ["hai"]
    assert problems(late) == []
    forger = memory_store()
    write(forger, TWO, [Edit(Register(entity(4), "x"), "hai", refs)])  # of another register
    take(forger, early)
    with forger.read() as log:
        assert [head.value for head in log.heads(PLACE)] == ["một"]
    assert problems(forger) == []


def export_after(store: Store, edit: Edit) -> list[Segment]:
    """What a vault exports after one more change."""
    write(store, ONE, [edit])
    return export(store)


def test_what_a_revoked_device_wrote_stays_out_whenever_it_arrives() -> None:
    """The revocation is known, the device had been trusted, and its later change comes afterwards."""
    theirs, leader = memory_store(), memory_store()
    trusted = export_after(theirs, Edit(PLACE, "một"))
    later = export_after(theirs, Edit(Register(entity(3), "x"), "sau khi mất máy"))
    take(leader, trusted)
    dev, seq, id_ = trusted[0].seal.dev, trusted[0].seal.seq, trusted[0].seal.id
    revocation: Value = {"id": id_, "seq": seq, "reason": "mất máy"}
    write(leader, TWO, [Edit(Register(EntityId(dev), "revoke"), revocation, kind=Kind.TRUST)])
    take(leader, later)
    with leader.read() as log:
        assert log.heads(Register(entity(3), "x")) == ()
        assert [head.value for head in log.heads(PLACE)] == ["một"]
    assert problems(leader) == []
