"""Every attack on the log that is kept as a file gets the verdict it was kept for."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.domain.errors import ChangeRefusedError
from inspector_app.domain.log.change import Kind, Register
from inspector_app.formats.segments import SegmentRefused
from tests.kit.change_vectors import ENT, FOLDER, PATH, REFUSED, VICTIM, read_vector, refs, vectors
from tests.kit.laptops import everything, export, facts, memory_store, problems, take
from tests.proof.oracle import meaning
from tests.proof.tampers import repacked

PATHS = sorted(FOLDER.glob("*.vector"))
VICTIM_ID = refs(1)[0].h16


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_vector(path: Path) -> None:
    vector = read_vector(path)
    store = memory_store()
    take(store, [VICTIM])
    before = facts(store)
    try:
        take(store, [repacked(raw).open() for raw in vector.runs], probe=False)
        verdict = "taken"
    except (ChangeRefusedError, SegmentRefused):
        verdict = REFUSED
    assert vector.expect.startswith(verdict), vector.about
    assert problems(store) == []
    after = facts(store)
    if verdict == REFUSED:
        assert after == before
        return
    with store.read() as log:
        changes = everything(log)
        heads = log.heads(Register(ENT, PATH))
        second = [head.value for head in log.heads(Register(ENT, "q/cau_2/verified"))]
    said = dict(part.split("=") for part in vector.expect.split()[1:])
    assert {name: int(number) for name, number in said.items()} == {
        "new": len(after.ids - before.ids),
        "heads": len(heads),
        "forks": len(after.forks),
        "gaps": len(after.gaps),
        "conflicts": len(after.conflicts),
    }
    assert "không" in second, "an answer of the victim's that nobody may touch"
    replaced = any(
        ref.seq == 1 and one.change.path == PATH and one.change.kind in set(Kind)
        for one in changes
        for ref in one.change.sup
        if ref.h16 == VICTIM_ID
    )
    assert replaced or "có" in [head.value for head in heads]
    assert after.digest == meaning(changes).digest
    copy = memory_store()
    take(copy, export(store))
    assert facts(copy) == after, "what was taken travels on as it is"


def test_the_files_are_all_there() -> None:
    kept = [read_vector(path) for path in PATHS]
    assert {one.name: one for one in kept} == {one.name: one for one in vectors()}
    assert len(kept) > 80
