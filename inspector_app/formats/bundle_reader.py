"""Reading bundles: a push parser that trusts nothing it has not verified.

The order of the checks is the order in ``docs/formats/bundle.md``, "Reading". Tar is never parsed:
each header is made from the signed manifest and compared with the bytes that arrived.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator
from typing import NoReturn

from inspector_app.domain.errors import BundleDamagedError, BundleSenderError, BundleVersionError
from inspector_app.domain.log.change import device_id
from inspector_app.domain.saying import said
from inspector_app.formats.manifests import (
    EVIDENCE,
    MAX_MANIFEST_BYTES,
    MAX_SIGNATURE_BYTES,
    SEGMENT,
    ManifestRefused,
    ManifestTooNew,
    read_manifest,
)
from inspector_app.formats.segments import SegmentRefused, unpack_segment
from inspector_app.formats.ustar import BLOCK, END, claimed_size, header, padding
from inspector_app.services.ports.formats import BundleManifest, BundleMember, BundleSink

_Steps = Generator[tuple[int, bool], bytes, None]
"""Asks for (bytes, whether exactly so many); is sent what it asked for."""


class BundleReader:
    """Takes plain container bytes as they are decrypted, in pieces of any length.

    Nothing that the sink received counts before ``finish`` has returned.
    """

    def __init__(
        self, sink: BundleSink, verify: Callable[[bytes, bytes], bytes | None], path: str
    ) -> None:
        self._sink = sink
        self._verify = verify
        self._path = path
        self._buffer = bytearray()
        self._manifest: BundleManifest | None = None
        self._ended = False
        self._dead = False
        self._steps = self._read()
        self._wanted = next(self._steps)

    def write(self, data: bytes) -> int:
        """Take the next bytes.

        Raises:
            BundleDamagedError: the container is not what the format asks for.
            BundleSenderError: a valid signature by a device that the sink does not trust.
            BundleVersionError: written by a later version of the program.
            Whatever the sink raises. After any error the reader is dead.
        """
        if self._dead:
            self._damaged(said("đã bị từ chối trước đó"))
        try:
            self._buffer += data
            self._advance()
        except BaseException:
            self._die()
            raise
        return len(data)

    def finish(self) -> BundleManifest:
        """Close the reading: the end was there and every member before it.

        Raises:
            BundleDamagedError: cut off, or refused before.
        """
        manifest = self._manifest
        if self._dead or not self._ended or manifest is None:
            self._die()
            self._damaged(said("thiếu phần cuối, tệp bị cắt cụt"))
        self._die()
        return manifest

    def _die(self) -> None:
        self._dead = True
        self._buffer.clear()
        self._steps.close()

    def _advance(self) -> None:
        at = 0
        while True:
            length, is_exact = self._wanted
            have = len(self._buffer) - at
            if have < (length if is_exact else min(length, 1)):
                break
            taken = bytes(memoryview(self._buffer)[at : at + min(length, have)])
            at += len(taken)
            self._wanted = self._steps.send(taken)
        del self._buffer[:at]

    def _read(self) -> _Steps:
        manifest_bytes = yield from self._first("manifest.json", MAX_MANIFEST_BYTES)
        signature = yield from self._first("manifest.sig", MAX_SIGNATURE_BYTES)
        manifest = self._verified(manifest_bytes, signature)
        ends: set[tuple[bytes, int, bytes]] = set()
        continued: set[tuple[bytes, int, bytes]] = set()
        for member in manifest.members:
            if (yield BLOCK, True) != header(member.name, member.size):
                self._damaged(said("phần đầu của một thành phần không khớp bảng kê"), member.name)
            if EVIDENCE.fullmatch(member.name):
                yield from self._evidence(member)
                continue
            data = yield member.size, True
            yield from self._padding(member.size)
            if hashlib.sha256(data).hexdigest() != member.sha256:
                self._damaged(said("mã băm của một thành phần không khớp"), member.name)
            if SEGMENT.fullmatch(member.name):
                previous, end = self._segment(member, data)
                continued.add(previous)
                ends.add(end)
            else:
                self._sink.meta(member.name, data)
        if (yield len(END), True) != END:
            self._damaged(said("thiếu dấu kết thúc"))
        if tuple(sorted(ends - continued)) != manifest.heads:
            self._damaged(said("danh sách thay đổi mới nhất không khớp bảng kê"))
        self._ended = True
        yield 1, True
        self._damaged(said("có dữ liệu thừa sau phần kết"))

    def _first(self, name: str, limit: int) -> Generator[tuple[int, bool], bytes, bytes]:
        """Manifest and signature: the only members whose size is read from their header."""
        block = yield BLOCK, True
        size = claimed_size(block)
        if size is None or size > limit or block != header(name, size):
            self._damaged(said("phần đầu tệp không đúng quy cách"), name)
        data = yield size, True
        yield from self._padding(size)
        return data

    def _verified(self, data: bytes, signature: bytes) -> BundleManifest:
        signer = self._verify(data, signature)
        if signer is None:
            self._damaged(said("chữ ký trên bảng kê không đúng"))
        device = device_id(signer)
        if not self._sink.trusts(signer, device):
            raise BundleSenderError(path=self._path, fingerprint=signer.hex())
        try:
            manifest = read_manifest(data)
        except ManifestTooNew as error:
            raise BundleVersionError(path=self._path, found=str(error)) from error
        except ManifestRefused as error:
            raise BundleDamagedError(path=self._path, what=str(error)) from error
        if manifest.device != device:
            self._damaged(said("máy ghi trên bảng kê không phải máy đã ký"))
        self._sink.manifest(manifest, signer)
        self._manifest = manifest
        return manifest

    def _evidence(self, member: BundleMember) -> _Steps:
        writer = self._sink.evidence(member.sha256)
        digest, left = hashlib.sha256(), member.size
        while left:
            piece = yield left, False
            left -= len(piece)
            digest.update(piece)
            writer.write(piece)
        yield from self._padding(member.size)
        if digest.hexdigest() != member.sha256:
            self._damaged(said("mã băm của một minh chứng không khớp"), member.name)

    def _segment(
        self, member: BundleMember, data: bytes
    ) -> tuple[tuple[bytes, int, bytes], tuple[bytes, int, bytes]]:
        try:
            segment = unpack_segment(data, member.raw_size, member.name)
        except SegmentRefused as error:
            raise BundleDamagedError(
                path=self._path, what=str(error), member=member.name
            ) from error
        self._sink.segment(segment)
        seal = segment.seal
        return (seal.dev, segment.first - 1, segment.previous), (seal.dev, seal.seq, seal.id)

    def _padding(self, size: int) -> _Steps:
        length = padding(size)
        if length and (yield length, True) != bytes(length):
            self._damaged(said("phần đệm không trống"))

    def _damaged(self, what: str, member: str = "") -> NoReturn:
        raise BundleDamagedError(path=self._path, what=what, member=member)
