"""A vault has room for a million names of registers; no single bundle may use them up."""

from __future__ import annotations

import pytest

from inspector_app.domain.errors import ChangeRefusedError
from inspector_app.domain.log.change import Register
from inspector_app.store import merging
from tests.kit.laptops import Edit, entity, export, facts, memory_store, problems, take, write

HONEST, HOSTILE, THIRD = (number.to_bytes(32, "big") for number in (1, 2, 3))
BOUND = 50


def edits(prefix: str, count: int) -> list[Edit]:
    return [Edit(Register(entity(1), f"q/{prefix}{at}/note"), "1") for at in range(count)]


def test_a_bundle_with_too_many_new_names_is_refused_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(merging, "MAX_NEW_PATHS", BOUND)
    honest, hostile, store = memory_store(), memory_store(), memory_store()
    write(honest, HONEST, edits("a", BOUND))
    # two runs of one bundle: neither alone brings too many
    write(hostile, HOSTILE, edits("b", BOUND))
    write(hostile, THIRD, edits("c", 1))
    take(store, export(honest))
    before = facts(store)
    with pytest.raises(ChangeRefusedError):
        take(store, export(hostile))
    assert facts(store) == before
    assert problems(store) == []
    # names that are here already cost nothing, and one's own work is not bounded
    again = memory_store()
    write(again, HOSTILE, [*edits("a", BOUND), *edits("d", BOUND)])
    take(store, export(again))
    write(store, THIRD, edits("e", 2 * BOUND))
    assert problems(store) == []
