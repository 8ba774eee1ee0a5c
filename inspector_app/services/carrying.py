"""Carrying a file away on a stick or a share: room first, written whole, read back, settled."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import BinaryIO, Final

from inspector_app.domain.errors import (
    CopyDiffersError,
    DiskFullError,
    FileAccessError,
    FileExistsAlreadyError,
    MediumLimitError,
    MediumLostError,
)
from inspector_app.domain.media import Drive
from inspector_app.domain.saying import said
from inspector_app.services.ports.host import Files, Media, Progress

_PIECE: Final = 1 << 20
_COPYING: Final = said("Đang chép")
_READING: Final = said("Đang đọc lại từ thiết bị")


@dataclass(frozen=True, slots=True)
class CarriedFile:
    """A copy whose bytes were read back and are the original's.

    Args:
        path: the copy.
        size: bytes.
        sha256: of original and copy, lower-case hex.
        was_there: the same file had been copied before; it was read and compared only.
        is_past_memory: read from the medium itself, not from this computer's memory.
        is_settled: everything of the medium has been forced out: it may be pulled.
    """

    path: str
    size: int
    sha256: str
    was_there: bool
    is_past_memory: bool
    is_settled: bool


class Carrier:
    """Copies files to sticks and shares; needs no open vault: what it carries is sealed."""

    def __init__(self, files: Files, media: Media) -> None:
        self._files = files
        self._media = media

    def drives(self) -> tuple[Drive, ...]:
        """Removable drives that are plugged in, by path."""
        return self._media.drives()

    def free(self, folder: str) -> int | None:
        """Bytes that fit into a folder's file system; None where nobody can tell."""
        return self._media.free(folder)

    def gather(self, paths: Sequence[str]) -> tuple[str, ...]:
        """The files meant by what a person dropped or named: folders stand for the bundles in them.

        A file counts whatever its name; of a folder, and the folders in it, only bundles
        (``domain.media.is_bundle_name``). In the order given, each file once.

        Raises:
            FileAccessError: a folder that cannot be read.
        """
        found: dict[str, None] = {}
        for path in paths:
            if self._files.is_folder(path):
                found |= {one.path: None for one in self._media.bundles(path)}
            else:
                found[path] = None
        return tuple(found)

    def copy(self, path: str, folder: str, progress: Progress | None = None) -> CarriedFile:
        """Copy a file into a folder under its own name, read the copy back and compare.

        Args:
            path: the original.
            folder: an existing folder, of a stick for instance.
            progress: counts the bytes twice: written, then read back.

        Raises:
            FileAccessError: the original cannot be read, or the folder is missing or read-only.
            DiskFullError, MediumLimitError: before anything is written, where it can be known.
            FileExistsAlreadyError: another file of this name is there; it stays as it is.
            MediumLostError: pulled out on the way.
            CopyDiffersError: the medium gave other bytes back; the bad copy was removed.
            CancelledError: nothing is left on the medium.
        """
        target = self._media.join(folder, file_name(path))
        self._require_fit(path, folder)
        try:
            return self._copy(path, target, folder, progress)
        except FileAccessError as error:
            if not self._files.is_folder(folder):
                raise MediumLostError(path=folder) from error
            raise

    def prove(self, path: str, sha256: str, progress: Progress | None = None) -> CarriedFile:
        """Read a file that was just written, a bundle on a stick, back from the medium.

        Args:
            path: the file, whole under its own name.
            sha256: what was written, lower-case hex.
            progress: counts the bytes read.

        Raises:
            CopyDiffersError: the medium gave other bytes back; the bad file was removed.
            MediumLostError, FileAccessError, CancelledError: the file stays.
        """
        folder = path[: -len(file_name(path))] or "."
        try:
            steps = _Steps(progress, self._files.size(path))
            (read, size), is_past_memory = self._read_back(path, steps)
            if read != sha256:
                self._media.remove(path)
                raise CopyDiffersError(path=path)
            is_settled = self._media.settle(folder)
        except FileAccessError as error:
            if not self._files.is_folder(folder):
                raise MediumLostError(path=folder) from error
            raise
        return CarriedFile(path, size, sha256, False, is_past_memory, is_settled)

    def _copy(self, path: str, target: str, folder: str, progress: Progress | None) -> CarriedFile:
        size = self._files.size(path)
        steps = _Steps(progress, 2 * size)
        there = self._same_name(path, target, steps)
        if there is not None:
            sha256, is_past_memory = there
            is_settled = self._media.settle(folder)
            return CarriedFile(target, size, sha256, True, is_past_memory, is_settled)
        sha256 = self._write(path, target, steps)
        try:
            written, is_past_memory = self._read_back(target, steps)
            if written != (sha256, size):
                raise CopyDiffersError(path=target)
            is_settled = self._media.settle(folder)
        except BaseException:
            self._media.remove(target)  # nobody takes an unproved copy for a good one
            raise
        return CarriedFile(target, size, sha256, False, is_past_memory, is_settled)

    def _require_fit(self, path: str, folder: str) -> None:
        size = self._files.size(path)
        if not self._files.is_folder(folder):
            self._files.size(folder)  # says that it is missing, or why it cannot be seen
            raise FileAccessError(path=folder, reason=said("đây là tệp, không phải thư mục"))
        limit = self._media.largest_file(folder)
        if limit is not None and size > limit:
            raise MediumLimitError(path=path)
        free = self._media.free(folder)
        if free is not None and size > free and not self._is_there(path, folder):
            raise DiskFullError(path=self._media.join(folder, file_name(path)))

    def _is_there(self, path: str, folder: str) -> bool:
        try:
            return self._files.size(self._media.join(folder, file_name(path))) > 0
        except FileAccessError:
            return False

    def _same_name(self, path: str, target: str, steps: _Steps) -> tuple[str, bool] | None:
        """A file of this name that holds the same: its hash, and whether it was read past memory.

        None when the name is free.

        Raises: FileExistsAlreadyError.
        """
        try:
            size = self._files.size(target)
        except FileAccessError:
            return None
        if size != self._files.size(path):
            raise FileExistsAlreadyError(path=target)
        ours = self._digest(self._files.open(path), steps, _COPYING)
        theirs, is_past_memory = self._read_back(target, steps)
        if ours != theirs:
            raise FileExistsAlreadyError(path=target)
        return ours[0], is_past_memory

    def _write(self, path: str, target: str, steps: _Steps) -> str:
        digest = hashlib.sha256()
        with self._files.open(path) as source, self._files.create(target) as sink:
            while piece := source.read(_PIECE):
                digest.update(piece)
                sink.write(piece)
                steps.take(len(piece), _COPYING)
        return digest.hexdigest()

    def _read_back(self, target: str, steps: _Steps) -> tuple[tuple[str, int], bool]:
        source, is_past_memory = self._media.reread(target)
        return self._digest(source, steps, _READING), is_past_memory

    def _digest(self, source: BinaryIO, steps: _Steps, what: str) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        with source:
            while piece := source.read(_PIECE):
                digest.update(piece)
                size += len(piece)
                steps.take(len(piece), what)
        return digest.hexdigest(), size


class _Steps:
    """Adds bytes up for whoever watches."""

    def __init__(self, progress: Progress | None, total: int) -> None:
        self._progress = progress
        self._total = total
        self._done = 0

    def take(self, count: int, what: str) -> None:
        """Raises: CancelledError when somebody asked to stop."""
        self._done += count
        if self._progress is not None:
            self._progress(min(self._done, self._total), self._total, what)


def file_name(path: str) -> str:
    """The last part of a path, with either kind of slash."""
    return path.replace("\\", "/").rstrip("/").rpartition("/")[2]
