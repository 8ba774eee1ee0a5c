"""Bundles of any content come out as they went in, in pieces of any length."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.domain.errors import BundleDamagedError, BundleSenderError
from inspector_app.formats.bundle_reader import BundleReader
from tests.kit.bundle_files import Sink, form_file, honest, sha256, verify
from tests.kit.records import sealed_run

VALUES = st.lists(
    st.one_of(st.none(), st.booleans(), st.just("Đã có"), st.integers(0, 9)), min_size=1, max_size=6
)


@settings(max_examples=60, deadline=None)
@given(
    runs=st.dictionaries(st.integers(1, 4), VALUES, max_size=4),
    photos=st.lists(st.binary(max_size=1500), max_size=4, unique=True),
    forms=st.lists(st.sampled_from(["<a/>", "<b/>", "<c/>"]), max_size=3, unique=True),
    steps=st.lists(st.integers(1, 5000), min_size=1, max_size=5),
)
def test_round_trip(
    runs: dict[int, list[str | int | None]],
    photos: list[bytes],
    forms: list[str],
    steps: list[int],
) -> None:
    segments = [sealed_run(values, number) for number, values in runs.items()]
    data = honest(segments, photos, dict(map(form_file, forms)))
    sink = Sink()
    reader = BundleReader(sink, verify, "x")
    at = turn = 0
    while at < len(data):
        step = steps[turn % len(steps)]
        reader.write(data[at : at + step])
        at, turn = at + step, turn + 1
    assert reader.finish() == sink.manifests[0]
    assert sorted(s.seal.id for s in sink.segments) == sorted(s.seal.id for s in segments)
    assert {bytes(staged.data) for staged in sink.files.values()} == set(photos)
    assert all(sha256(bytes(staged.data)) == name for name, staged in sink.files.items())
    assert set(sink.metas.values()) == {text.encode() for text in forms}


GOOD = honest()


@settings(max_examples=150, deadline=None)
@given(
    at=st.integers(0, len(GOOD) - 1),
    length=st.integers(0, 2000),
    patch=st.binary(max_size=2000),
)
def test_any_patch_is_noticed(at: int, length: int, patch: bytes) -> None:
    data = GOOD[:at] + patch + GOOD[at + length :]
    if data == GOOD:
        return
    reader = BundleReader(Sink(), verify, "x")
    try:
        reader.write(data)
        reader.finish()
    except (BundleDamagedError, BundleSenderError):
        return
    msg = f"a patch went through: {at}, {length}, {patch!r}"
    raise AssertionError(msg)
