"""Bundles: what goes in comes out, in flat memory; whatever was touched is refused."""

from __future__ import annotations

import hashlib
import io
import random
import tarfile
import tracemalloc
from collections.abc import Iterator
from dataclasses import replace

import pytest

from inspector_app.domain.errors import (
    BundleDamagedError,
    BundleSenderError,
    EvidenceError,
    InputValueError,
    InspectorError,
)
from inspector_app.formats.bundle_reader import BundleReader
from inspector_app.formats.ustar import BLOCK, END, header, padding
from inspector_app.services.ports.formats import EvidenceSource
from tests.kit.bundle_files import (
    CODEC,
    Sink,
    card_file,
    evidence,
    forged,
    form_file,
    honest,
    join,
    manifest,
    read,
    sha256,
    sign,
    split,
    verify,
)
from tests.kit.records import device_key, sealed_run

MIB = 1024 * 1024


def refused(data: bytes) -> None:
    with pytest.raises((BundleDamagedError, BundleSenderError)):
        read(data)


def test_everything_comes_out() -> None:
    run = sealed_run(["có", None])
    later = sealed_run([["x"]], first=3, previous=run.seal.id)
    meta = dict([card_file(), form_file()])
    photos = (b"one" * 999, b"", b"two")
    sink = Sink()
    bundle = honest([later, run], photos, meta, export_number=7)
    found = read(bundle, sink)
    written = bundle[BLOCK : BLOCK + int(bundle[124:135], 8)]
    assert sink.segments == [run, later]
    assert {name: bytes(staged.data) for name, staged in sink.files.items()} == {
        sha256(photo): photo for photo in photos
    }
    assert sink.metas == meta
    assert sink.manifests == [found]
    assert found == replace(
        manifest(export_number=7),
        members=found.members,
        heads=((later.seal.dev, 3, later.seal.id),),
        counts={"inspections": 2, "changes": 3, "evidence": 3, "forms": 1, "cards": 1},
        sha256=sha256(written),
    )


@pytest.mark.parametrize("step", [1, 7, 511, 512, 513, 8192, 10**6])
def test_pieces_of_any_length(step: int) -> None:
    data = honest()
    sink = Sink()
    assert read(data, sink, step) == read(data)
    assert len(sink.files) == 2


def test_the_same_content_gives_the_same_bytes() -> None:
    assert honest() == honest()
    one, other = sealed_run(["a"]), sealed_run(["b"], number=2)
    assert honest([one, other], (b"x", b"y")) == honest([other, one], (b"y", b"x", b"y"))


def test_standard_tools_read_it() -> None:
    with tarfile.open(fileobj=io.BytesIO(honest())) as archive:
        for member in archive.getmembers():
            assert (member.mode, member.uid, member.mtime, member.type) == (0o644, 0, 0, b"0")
        names = archive.getnames()
        photo = archive.extractfile(names[2])
        assert photo is not None
        assert f"att/{sha256(photo.read())}" == names[2]
    assert names[:2] == ["manifest.json", "manifest.sig"]
    assert names[2:] == sorted(names[2:])


def test_our_headers_are_those_of_tarfile() -> None:
    data = honest()
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for member in archive.getmembers():
            plain = tarfile.TarInfo(member.name)
            plain.size, plain.mode = member.size, 0o644
            start = member.offset
            assert data[start : start + BLOCK] == plain.tobuf(tarfile.USTAR_FORMAT)


def test_every_byte_of_every_header_counts() -> None:
    data = honest()
    at, starts = 0, []
    for _, content in split(data):
        starts.append(at)
        at += BLOCK + len(content) + padding(len(content))
    starts += [at, at + BLOCK]
    for start in starts:
        for offset in range(start, start + BLOCK):
            for bits in (0x01, 0xFF):
                changed = bytes([data[offset] ^ bits])
                refused(data[:offset] + changed + data[offset + 1 :])


def test_every_cut_is_noticed() -> None:
    data = honest()
    at, borders = 0, [0]
    for _, content in split(data):
        at += BLOCK
        borders += [at, at + len(content), at + len(content) + padding(len(content))]
        at = borders[-1]
    for border in {b + d for b in (*borders, len(data)) for d in (-1, 0, 1)}:
        if 0 <= border < len(data):
            refused(data[:border])


def test_random_flips_are_noticed() -> None:
    data = honest()
    chance = random.Random(20190916)
    for _ in range(400):
        at, bit = chance.randrange(len(data)), 1 << chance.randrange(8)
        refused(data[:at] + bytes([data[at] ^ bit]) + data[at + 1 :])


def test_random_flips_under_a_valid_signature_end_in_the_catalogue() -> None:
    """The signer is a colleague whose program went mad."""
    chance = random.Random(24092019)
    for _ in range(200):

        def spell(text: bytes) -> bytes:
            at = chance.randrange(len(text))
            return text[:at] + bytes([chance.randrange(256)]) + text[at + 1 :]

        sink = Sink()
        try:
            read(forged(spell=spell), sink)
        except InspectorError:
            continue
        assert len(sink.files) == 2  # the flip hit a field that may say anything


def test_after_an_error_the_reader_is_dead() -> None:
    data = honest()
    reader = BundleReader(Sink(), verify, "x")
    with pytest.raises(BundleDamagedError):
        reader.write(b"x" * BLOCK)
    with pytest.raises(BundleDamagedError):
        reader.write(data)
    with pytest.raises(BundleDamagedError):
        reader.finish()


def test_what_the_sink_raises_comes_through_and_kills_the_reader() -> None:
    class Refusing(Sink):
        def trusts(self, public_key: bytes, manifest_device: bytes) -> bool:
            raise BundleSenderError(path="x", fingerprint="tám từ")

    reader = BundleReader(Refusing(), verify, "x")
    with pytest.raises(BundleSenderError, match="tám từ"):
        reader.write(honest())
    with pytest.raises(BundleDamagedError):
        reader.write(b"")


def test_a_stranger_is_told_before_the_manifest_is_read() -> None:
    sink = Sink(trusted=())
    with pytest.raises(BundleSenderError) as caught:
        read(honest(), sink)
    assert caught.value.details["fingerprint"] == device_key(1).hex()
    assert sink.asked == [device_key(1)]
    assert not sink.manifests


@pytest.mark.parametrize(("name", "limit"), [("manifest.json", 8 * MIB), ("manifest.sig", 4096)])
def test_the_unsigned_part_is_bounded_before_it_is_kept(name: str, limit: int) -> None:
    manifest_part = header("manifest.json", 0)
    before = b"" if name == "manifest.json" else manifest_part
    BundleReader(Sink(), verify, "x").write(before + header(name, limit))
    with pytest.raises(BundleDamagedError):
        BundleReader(Sink(), verify, "x").write(before + header(name, limit + 1))


def test_a_stripped_bundle_is_refused() -> None:
    parts = split(honest())
    refused(join([parts[0], ("manifest.sig", sign(parts[0][1], 2)), *parts[2:]]))
    refused(join(parts[1:]))
    refused(join(parts[2:]))


def big_evidence(size: int) -> EvidenceSource:
    piece = bytes(range(256)) * 256

    def pieces() -> Iterator[bytes]:
        left = size
        while left:
            taken = piece[: min(left, len(piece))]
            left -= len(taken)
            yield taken

    digest = hashlib.sha256()
    for taken in pieces():
        digest.update(taken)
    return EvidenceSource(digest.hexdigest(), size, pieces)


def test_memory_stays_flat() -> None:
    class Discarding(Sink):
        class Writer:
            total = 0

            def write(self, data: bytes) -> int:
                self.total += len(data)
                return len(data)

            def complete(self) -> None:
                pass

            def publish(self) -> str:
                raise AssertionError

        writer = Writer()

        def evidence(self, sha256: str) -> Writer:  # type: ignore[override]
            return self.writer

    source = big_evidence(200 * MIB + 1)
    sink = Discarding()
    reader = BundleReader(sink, verify, "x")
    tracemalloc.start()
    try:
        with CODEC.write(manifest(), [], [source], {}, sign) as stream:
            while data := stream.read(64 * 1024):
                reader.write(data)
        reader.finish()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sink.writer.total == 200 * MIB + 1
    assert peak < 4 * MIB


@pytest.mark.parametrize(
    "pieces", [[b"photo"], [b"photo one", b"x"], [b"Photo one"], [b"photo one" * 99], []]
)
def test_evidence_that_is_not_what_it_should_be_stops_the_writing(pieces: list[bytes]) -> None:
    source = replace(evidence(b"photo one"), read=lambda: iter(pieces))
    with (
        CODEC.write(manifest(), [], [source], {}, sign) as stream,
        pytest.raises(EvidenceError),
    ):
        stream.read()


def test_a_stream_left_early_closes_its_source() -> None:
    closed: list[bool] = []

    def pieces() -> Iterator[bytes]:
        try:
            while True:
                yield b"x" * 1000
        finally:
            closed.append(True)

    source = EvidenceSource("a" * 64, 10**9, pieces)
    with CODEC.write(manifest(), [], [source], {}, sign) as stream:
        stream.read(200_000)
    assert closed == [True]


def test_what_no_reader_would_take_is_not_written() -> None:
    for fields in (
        {"sender": ""},
        {"trip": b""},
        {"purpose": "x"},
        {"export_number": 0},
        {"recipients": ("age1",)},
    ):
        with pytest.raises(InputValueError):
            honest(**fields)
    with pytest.raises(InputValueError):
        honest(meta={"meta/forms/x.xml": b""})
    with pytest.raises(InputValueError):
        honest(meta={f"meta/forms/{'a' * 64}.xml": b"other"})


def test_the_end_is_two_empty_blocks() -> None:
    assert honest().endswith(END)
    assert len(honest()) % BLOCK == 0
