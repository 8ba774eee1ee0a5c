"""Two changes of one place whose ids begin alike: whoever searches long enough finds such a pair."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from inspector_app.domain.log.change import Kind, Ref, Register
from inspector_app.store.batches import Batch
from tests.kit.laptops import Edit, entity, export, facts, memory_store, problems, take, write

MEMBER, OTHERS = (number.to_bytes(32, "big") for number in (1, 2))
ANSWER = Register(entity(1), "q/a/reported")
LARGEST = 2**63 - 1


@pytest.fixture(autouse=True)
def _found(monkeypatch: pytest.MonkeyPatch) -> None:
    """All ids begin with the same 8 bytes, the largest number that SQLite stores."""

    def alike(batch: Batch) -> Iterator[int]:
        return iter([LARGEST] * len(batch.ids))

    monkeypatch.setattr(Batch, "short_ids", alike)


def test_a_pair_of_ids_that_begin_alike_does_not_split_the_team() -> None:
    """A member hands each half of the team another change at the same place."""
    one, two = memory_store(), memory_store()
    first = write(one, MEMBER, [Edit(ANSWER, "chung")])[0]
    take(two, export(one))
    here = write(one, MEMBER, [Edit(ANSWER, "bản này", (first.ref,))])[0]
    there = write(two, MEMBER, [Edit(ANSWER, "bản kia", (first.ref,))])[0]
    take(one, export(two))
    take(two, export(one))
    assert facts(one) == facts(two)
    assert [seq for _, seq in facts(one).forks] == [2]
    with one.read() as log:
        assert {head.value for head in log.heads(ANSWER)} == {"bản này", "bản kia"}
        for stored in (here, there):
            found = log.change(stored.ref)
            assert found is not None
            assert found.id == stored.id
            assert log.has(stored.change.dev, stored.change.seq, stored.id)
        assert log.change(Ref(first.change.dev, 2, first.id[:16])) is None
    write(two, OTHERS, [Edit(ANSWER, "bản kia", (here.ref, there.ref), Kind.RESOLVE)])
    take(one, export(two))
    with one.read() as log:
        assert [head.value for head in log.heads(ANSWER)] == ["bản kia"]
    assert facts(one) == facts(two)
    assert problems(one) == problems(two) == []


def test_a_branch_written_here_may_collide_too() -> None:
    one, two = memory_store(), memory_store()
    write(one, MEMBER, [Edit(ANSWER, "chung")])
    take(two, export(one))
    write(one, MEMBER, [Edit(ANSWER, "bản này")])
    write(two, MEMBER, [Edit(ANSWER, "bản kia"), Edit(ANSWER, "nữa")])
    take(one, export(two))
    write(one, MEMBER, [Edit(ANSWER, "tiếp, ở số mà bản kia đã dùng")])
    take(two, export(one))
    assert facts(one) == facts(two)
    assert problems(one) == problems(two) == []
