"""The rules of registers, one by one, on the real store; the property tests mix them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector_app.domain.errors import ChangeRefusedError
from inspector_app.domain.log.change import MAX_FOLLOWED_LAMPORT, Kind, Ref, Register, Seal, Segment
from inspector_app.domain.log.entity import LIFE, life_value
from inspector_app.domain.log.ids import DeviceId
from inspector_app.domain.log.register import conflict_id
from inspector_app.store.vault_store import Store
from tests.kit.laptops import (
    Edit,
    Facts,
    birth,
    entity,
    export,
    facts,
    memory_store,
    problems,
    removal,
    tail,
    take,
    write,
)

ONE, TWO, THREE = (number.to_bytes(32, "big") for number in (1, 2, 3))
ANSWER = Register(entity(1), "q/a/reported")
OTHER = Register(entity(1), "q/a/verified")


def put(store: Store, seed: bytes, register: Register, value: str, *sup: Ref) -> Ref:
    return write(store, seed, [Edit(register, value, sup)])[0].ref


def values(store: Store, register: Register) -> list[object]:
    with store.read() as log:
        return sorted((head.value for head in log.heads(register)), key=str)


def test_a_change_replaces_what_its_author_saw() -> None:
    store = memory_store()
    first = put(store, ONE, ANSWER, "có")
    put(store, ONE, ANSWER, "không", first)
    assert values(store, ANSWER) == ["không"]
    with store.read() as log:
        assert [one.change.value for one in log.history(ANSWER)] == ["có", "không"]
        assert log.conflicts() == ()


def test_two_answers_stay_side_by_side_and_two_equal_ones_agree() -> None:
    one, two = memory_store(), memory_store()
    put(one, ONE, ANSWER, "có")
    put(two, TWO, ANSWER, "không")
    put(one, ONE, OTHER, "5")
    put(two, TWO, OTHER, "5")
    take(one, export(two))
    assert values(one, ANSWER) == ["có", "không"]
    assert values(one, OTHER) == ["5", "5"]
    with one.read() as log:
        assert log.conflicts() == (ANSWER,)


def test_a_late_head_opens_a_decided_conflict_again() -> None:
    one, two, three = memory_store(), memory_store(), memory_store()
    put(one, ONE, ANSWER, "có")
    put(two, TWO, ANSWER, "không")
    put(three, THREE, ANSWER, "một phần")
    take(one, export(two))
    with one.read() as log:
        heads = log.heads(ANSWER)
        before = conflict_id(heads)
    write(one, ONE, [Edit(ANSWER, "có", tuple(head.ref for head in heads), Kind.RESOLVE)])
    assert values(one, ANSWER) == ["có"]
    take(one, export(two))
    assert values(one, ANSWER) == ["có"]
    take(one, export(three))
    with one.read() as log:
        assert log.conflicts() == (ANSWER,)
        assert conflict_id(log.heads(ANSWER)) != before


@pytest.mark.parametrize("forger_first", [False, True])
def test_a_reference_into_another_register_hides_nothing(forger_first: bool) -> None:
    honest, forger, store = memory_store(), memory_store(), memory_store()
    victim = put(honest, ONE, ANSWER, "có")
    take(forger, export(honest))
    put(forger, TWO, OTHER, "x", victim)
    theirs = [one for one in export(forger) if one.seal.dev != victim.dev]
    runs = [theirs, export(honest)] if forger_first else [export(honest), theirs]
    for run in runs:
        take(store, run)
    assert values(store, ANSWER) == ["có"]
    assert problems(store) == []


def test_neither_does_one_within_a_single_transaction() -> None:
    store = memory_store()
    first = write(store, ONE, [Edit(ANSWER, "có")])[0]
    both = write(store, ONE, [Edit(OTHER, "1"), Edit(ANSWER, "không")])
    assert values(store, ANSWER) == ["có", "không"]
    # the run as a whole, taken in one batch, where the third names the second's register wrongly
    write(store, ONE, [Edit(OTHER, "2", (first.ref, both[1].ref))])
    copy = memory_store()
    take(copy, export(store))
    assert values(copy, ANSWER) == ["có", "không"]
    assert values(copy, OTHER) == ["1", "2"]
    assert problems(copy) == []


def test_a_reference_to_a_change_that_comes_later() -> None:
    one, two, store = memory_store(), memory_store(), memory_store()
    first = put(one, ONE, ANSWER, "có")
    take(two, export(one))
    put(two, TWO, ANSWER, "không", first)
    theirs = [run for run in export(two) if run.seal.dev != first.dev]
    take(store, theirs)
    assert problems(store) == []
    take(store, export(one))
    assert values(store, ANSWER) == ["không"]
    assert problems(store) == []


def test_an_unknown_kind_is_kept_passed_on_and_does_nothing() -> None:
    store, copy = memory_store(), memory_store()
    first = put(store, ONE, ANSWER, "có")
    future = write(store, ONE, [Edit(ANSWER, "tương lai", (first,), kind=99)])[0]
    take(copy, export(store))
    for one in (store, copy):
        assert values(one, ANSWER) == ["có"]
        with one.read() as log:
            assert log.change(future.ref) == future
            assert log.count() == 2
        assert problems(one) == []


def rows(store: Store) -> tuple[object, ...]:
    with store.read() as log:
        return log.entities("row")


def test_a_removal_hides_what_its_author_saw_and_nothing_more() -> None:
    one, two = memory_store(), memory_store()
    ent = entity(7)
    write(one, ONE, [birth(ent), Edit(Register(ent, "text"), "a")])
    take(two, export(one))
    with one.read() as log:
        remove = removal(log, ent)
    write(one, ONE, [remove])
    assert rows(one) == ()
    with two.read() as log:
        seen = tuple(head.ref for head in log.heads(Register(ent, "text")))
    write(two, TWO, [Edit(Register(ent, "text"), "b", seen)])
    take(one, export(two))
    take(two, export(one))
    assert rows(one) == rows(two) == (ent,)
    with two.read() as log:
        again = removal(log, ent)
        entity_view = log.entity(ent)
    assert entity_view is not None
    assert not entity_view.is_hidden
    write(two, TWO, [again])
    assert rows(two) == ()
    with two.read() as log:
        life = tuple(head.ref for head in log.heads(Register(ent, LIFE)))
    write(two, TWO, [Edit(Register(ent, LIFE), life_value("row", None), life, Kind.UNDO)])
    assert rows(two) == (ent,)
    assert problems(one) == problems(two) == []


def test_entities_come_by_type_parent_and_creation() -> None:
    store = memory_store()
    parent, others = entity(1), [entity(number) for number in (5, 3, 4)]
    for ent in others:
        write(store, ONE, [birth(ent, parent)])
    write(store, ONE, [birth(entity(9), entity(2))])
    with store.read() as log:
        assert log.entities("row", parent) == tuple(others)
        assert log.entities("row") == (*others, entity(9))
        assert log.entities("finding") == ()


def test_a_forged_lamport_number_does_not_use_up_the_numbers() -> None:
    honest, forger = memory_store(), memory_store()
    write(forger, TWO, [Edit(ANSWER, "x", lam=2**53)])
    take(honest, export(forger))
    with honest.read() as log:
        assert log.lamport() == 0
    put(honest, ONE, ANSWER, "có")
    with honest.read() as log:
        assert log.lamport() == 1
    other = memory_store()
    write(other, THREE, [Edit(OTHER, "x", lam=MAX_FOLLOWED_LAMPORT)])
    take(honest, export(other))
    with honest.read() as log:
        assert log.lamport() == MAX_FOLLOWED_LAMPORT
    put(honest, ONE, OTHER, "y")
    put(honest, ONE, OTHER, "z")
    assert problems(honest) == []


def chain(length: int) -> tuple[Store, Segment]:
    store = memory_store()
    for number in range(length):
        put(store, ONE, Register(entity(number % 3), "q/a/reported"), str(number))
    return store, export(store)[0]


def test_a_gap_is_named_and_closes() -> None:
    whole, run = chain(10)
    store = memory_store()
    (counts,) = take(store, [tail(run, 6)])
    assert (counts.new, counts.gaps) == (4, 1)
    with store.read() as log:
        assert [(gap.dev, gap.seq) for gap in log.gaps()] == [(run.seal.dev, 7)]
        assert not log.has_run(run.seal.dev, 10, run.seal.id, 1)
        assert log.has_run(run.seal.dev, 10, run.seal.id, 7)
    # What has a hole travels on with its hole.
    copy = memory_store()
    take(copy, export(store))
    assert facts(copy) == facts(store)
    take(store, [tail(run, 2)])
    take(store, [run])
    with store.read() as log:
        assert log.gaps() == ()
        assert log.has_run(run.seal.dev, 10, run.seal.id, 1)
    assert facts(store) == facts(whole)
    assert problems(store) == []


def test_a_known_run_inside_a_new_one_and_several_runs_at_once() -> None:
    short, early = chain(4)
    middle = tail(early, 1)
    write(short, ONE, [Edit(ANSWER, "mới")])
    (long,) = export(short)
    for order in (
        [early, long, middle],
        [middle, long, early],
        [tail(long, 3), middle, early, long],
    ):
        store = memory_store()
        take(store, order)
        assert facts(store) == facts(short)
        assert len(facts(store).leaves) == 1


def forked() -> tuple[Store, Store]:
    one, two = memory_store(), memory_store()
    put(one, ONE, ANSWER, "chung")
    take(two, export(one))
    put(one, ONE, OTHER, "bản này")
    put(two, ONE, OTHER, "bản kia")
    put(two, ONE, OTHER, "bản kia nữa")
    return one, two


def test_a_cloned_laptop_keeps_both_branches_and_says_so() -> None:
    one, two = forked()
    take(one, export(two))
    take(two, export(one))
    found: list[Facts] = [facts(one), facts(two)]
    assert found[0] == found[1]
    assert [seq for _, seq in found[0].forks] == [2]
    assert len(found[0].leaves) == 2
    assert len(values(one, OTHER)) == 3
    assert sum(len(run.frames) for run in export(one)) == len(found[0].ids)
    assert problems(one) == problems(two) == []


def test_in_a_fork_each_copy_goes_on_from_its_own_end() -> None:
    one, two = forked()
    own = put(one, ONE, OTHER, "trước khi gộp")
    take(one, export(two))
    put(one, ONE, OTHER, "sau khi gộp")
    with one.read() as log:
        end = log.chain_end(own.dev)
    assert end is not None
    assert end.seq == own.seq + 1
    assert len(facts(one).leaves) == 2


def test_a_branch_that_grows_into_numbers_of_the_other_forks_there_too() -> None:
    one, two = forked()
    take(one, export(two))
    put(one, ONE, OTHER, "ở số mà bản kia đã dùng")
    assert [seq for _, seq in facts(one).forks] == [2, 3]
    assert problems(one) == []
    take(two, export(one))
    assert facts(two).forks == facts(one).forks


def test_a_restored_backup_finds_its_lost_end_again() -> None:
    live, _ = chain(3)
    backup = memory_store()
    take(backup, export(live))
    put(live, ONE, ANSWER, "sau bản sao lưu")
    take(backup, export(live))
    put(backup, ONE, ANSWER, "tiếp")
    assert facts(backup).forks == ()
    assert len(facts(backup).leaves) == 1


def test_a_transaction_must_continue_the_own_chain() -> None:
    store, run = chain(2)
    with pytest.raises(ValueError, match="own chain"), store.write() as log:
        changes = log.newest(1)
        log.append(changes, run.seal, run.public_key)
    assert facts(store).ids == facts(chain(2)[0]).ids


@pytest.mark.parametrize(
    "tamper",
    [
        lambda run: replace(run, frames=run.frames[:-1]),
        lambda run: replace(run, frames=(*run.frames, run.frames[-1])),
        lambda run: replace(run, frames=run.frames[::-1]),
        lambda run: replace(run, frames=(run.frames[0], run.frames[0], run.frames[2])),
        lambda run: replace(run, first=run.first + 1),
        lambda run: replace(run, previous=run.seal.id),
        lambda run: replace(run, seal=replace(run.seal, signature=bytes(64))),
        lambda run: replace(run, seal=replace(run.seal, seq=run.seal.seq + 1)),
        lambda run: replace(run, seal=replace(run.seal, id=run.previous)),
        lambda run: replace(run, seal=replace(run.seal, dev=DeviceId(bytes(16)))),
        lambda run: replace(run, public_key=bytes(32)),
        lambda run: replace(run, frames=(), seal=Seal(run.seal.dev, 0, run.previous, bytes(64))),
        lambda run: replace(run, frames=(run.frames[0][:-1] + b"\1", *run.frames[1:])),
    ],
)
def test_a_tampered_run_is_refused_and_changes_nothing(tamper: object) -> None:
    assert callable(tamper)
    _, run = chain(3)
    store = memory_store()
    put(store, TWO, ANSWER, "có")
    before = facts(store)
    with pytest.raises(ChangeRefusedError):
        take(store, [run, tamper(run)])
    assert facts(store) == before
    assert problems(store) == []
