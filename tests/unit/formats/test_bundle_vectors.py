"""Every bundle vector gets the verdict it was kept for, and only errors of the catalogue."""

from __future__ import annotations

import tracemalloc
from pathlib import Path

import pytest

from inspector_app.domain.errors import InspectorError
from tests.kit.bundle_files import Sink, read
from tests.kit.bundle_vectors import FOLDER, read_vector, vectors

PATHS = sorted(FOLDER.glob("*.vector"))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
@pytest.mark.parametrize("step", [8192, 4096 * 1024])
def test_vector(path: Path, step: int) -> None:
    vector = read_vector(path)
    sink = Sink()
    verdict, text = "ok", ""
    try:
        read(vector.data, sink, step)
    except InspectorError as error:
        verdict, text = error.code, str(error)
    assert "{" not in text
    assert verdict == vector.expect, vector.about
    assert not any(staged.is_published for staged in sink.files.values())
    if verdict == "bundle.unknown-sender":
        assert not sink.manifests


def test_the_files_are_all_there() -> None:
    kept = {path.stem: read_vector(path).expect for path in PATHS}
    assert kept == {vector.name: vector.expect for vector in vectors()}


@pytest.mark.parametrize("path", [p for p in PATHS if "bomb" in p.stem], ids=lambda path: path.stem)
def test_bombs_do_not_unfold(path: Path) -> None:
    data = read_vector(path).data
    tracemalloc.start()
    try:
        with pytest.raises(InspectorError):
            read(data)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 16 * 1024 * 1024
