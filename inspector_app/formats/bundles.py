"""Writing bundles: a stream that is made while it is read (``docs/formats/bundle.md``)."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from inspector_app.domain.errors import EvidenceError, InputValueError
from inspector_app.domain.log.change import Segment
from inspector_app.domain.saying import said
from inspector_app.formats.bundle_reader import BundleReader
from inspector_app.formats.manifests import ManifestRefused, count_members, write_manifest
from inspector_app.formats.segments import pack_segment, segment_name
from inspector_app.formats.ustar import END, header, padding
from inspector_app.services.ports.formats import (
    BundleManifest,
    BundleMember,
    BundleSink,
    EvidenceSource,
)

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

STREAM_BUFFER = 64 * 1024
End = tuple[bytes, int, bytes]


class BundleCodec:
    """Implements ``services.ports.formats.BundleCodec``."""

    def packed_size(self, segments: Sequence[Segment]) -> int:
        """Bytes of the members that runs of changes become."""
        return sum(len(pack_segment(one)[0]) for one in segments)

    def write(
        self,
        manifest: BundleManifest,
        segments: Sequence[Segment],
        evidence: Sequence[EvidenceSource],
        meta: Mapping[str, bytes],
        sign: Callable[[bytes], bytes],
    ) -> BinaryIO:
        """A readable stream of the plain container.

        Runs of changes are compressed here and now, for the manifest names their sizes and comes
        first; evidence is read only when its turn comes, so memory does not grow with it.

        Args:
            manifest: ``members``, ``heads`` and the counts of members are filled in here.
            segments: sealed runs, in any order.
            evidence: each file once or several times; it travels once.
            meta: forms and cards by their full member names.
            sign: makes the armoured SSHSIG over the manifest bytes.

        Raises:
            InputValueError: something that no reader would accept.
            EvidenceError: while reading: evidence is not what its source announced.
        """
        members: dict[str, tuple[BundleMember, Callable[[], Iterator[bytes]]]] = {}
        for source in evidence:
            name = f"att/{source.sha256}"
            member = BundleMember(name, source.size, source.sha256, source.size)
            members[name] = (member, _checked(source))
        for segment in segments:
            packed, raw_size = pack_segment(segment)
            members[segment_name(segment)] = _kept(segment_name(segment), packed, raw_size)
        for name, data in meta.items():
            members[name] = _kept(name, data, len(data))
        parts = [members[name] for name in sorted(members)]
        listed = tuple(member for member, _ in parts)
        full = replace(
            manifest,
            members=listed,
            heads=chain_ends(segments),
            counts={**manifest.counts, **count_members(listed)},
        )
        try:
            signed = write_manifest(full)
        except ManifestRefused as error:
            raise InputValueError(field="manifest", what=str(error)) from error
        signature = sign(signed)
        stream = _Stream(_container(signed, signature, parts))
        return io.BufferedReader(stream, STREAM_BUFFER)

    def reader(
        self, sink: BundleSink, verify: Callable[[bytes, bytes], bytes | None], path: str
    ) -> BundleReader:
        """A push parser for the plain container.

        Args:
            sink: takes the verified content; it publishes nothing before ``finish`` returned.
            verify: ``verify(message, armoured signature)`` gives the signer's key or None.
            path: names the file in errors.
        """
        return BundleReader(sink, verify, path)


def chain_ends(segments: Sequence[Segment]) -> tuple[End, ...]:
    """The runs' ends that no other run continues: (device, seq, id), sorted."""
    continued = {(s.seal.dev, s.first - 1, bytes(s.previous)) for s in segments}
    ends = {(bytes(s.seal.dev), s.seal.seq, bytes(s.seal.id)) for s in segments}
    return tuple(sorted(ends - continued))


def _kept(
    name: str, data: bytes, raw_size: int
) -> tuple[BundleMember, Callable[[], Iterator[bytes]]]:
    member = BundleMember(name, len(data), hashlib.sha256(data).hexdigest(), raw_size)
    return member, lambda: iter((data,))


def _checked(source: EvidenceSource) -> Callable[[], Iterator[bytes]]:
    """The pieces of an evidence file; the bundle is not finished if they are not what was said."""

    def pieces() -> Iterator[bytes]:
        digest, size = hashlib.sha256(), 0
        for piece in source.read():
            digest.update(piece)
            size += len(piece)
            if size > source.size:
                break
            yield piece
        if size != source.size or digest.hexdigest() != source.sha256:
            raise EvidenceError(
                name=source.sha256, what=said("nội dung trong kho không còn nguyên vẹn")
            )

    return pieces


def _container(
    manifest: bytes,
    signature: bytes,
    parts: Sequence[tuple[BundleMember, Callable[[], Iterator[bytes]]]],
) -> Iterator[bytes]:
    for name, data in (("manifest.json", manifest), ("manifest.sig", signature)):
        yield header(name, len(data)) + data + bytes(padding(len(data)))
    for member, pieces in parts:
        yield header(member.name, member.size)
        yield from pieces()
        yield bytes(padding(member.size))
    yield END


class _Stream(io.RawIOBase):
    """A raw stream over pieces of any length."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: WriteableBuffer) -> int:
        target = memoryview(buffer).cast("B")
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = memoryview(piece)
        count = min(len(target), len(self._rest))
        target[:count] = self._rest[:count]
        self._rest = self._rest[count:]
        return count

    def close(self) -> None:
        close = getattr(self._pieces, "close", None)
        if close is not None:
            close()
        super().close()
