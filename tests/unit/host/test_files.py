"""Files appear whole or not at all."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app.domain.errors import DiskFullError, FileAccessError, FileExistsAlreadyError
from inspector_app.host.files import HostFiles

FILES = HostFiles()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_file_appears_when_the_block_ends(tmp_path: Path) -> None:
    target = tmp_path / "biên bản.pdf"
    with FILES.create(str(target)) as sink:
        sink.write(b"abc")
        assert not target.exists()
    assert target.read_bytes() == b"abc"
    assert names(tmp_path) == ["biên bản.pdf"]


@pytest.mark.parametrize("kind", [ValueError, KeyboardInterrupt, FileNotFoundError])
def test_an_error_in_the_block_leaves_nothing(tmp_path: Path, kind: type[BaseException]) -> None:
    with pytest.raises(kind), FILES.create(str(tmp_path / "a")) as sink:
        sink.write(b"abc")
        raise kind
    assert names(tmp_path) == []


def test_no_file_is_replaced_unasked(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"old")
    with pytest.raises(FileExistsAlreadyError), FILES.create(str(target)) as sink:
        sink.write(b"new")
    assert target.read_bytes() == b"old"
    with FILES.create(str(target), replace=True) as sink:
        sink.write(b"new")
    assert target.read_bytes() == b"new"
    assert names(tmp_path) == ["a"]


def test_a_file_that_appears_meanwhile_is_kept(tmp_path: Path) -> None:
    target = tmp_path / "a"
    with pytest.raises(FileExistsAlreadyError), FILES.create(str(target)) as sink:
        sink.write(b"new")
        target.write_bytes(b"theirs")
    assert target.read_bytes() == b"theirs"
    assert names(tmp_path) == ["a"]


def test_disks_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def link(_source: Path, _target: Path) -> None:
        raise OSError(errno.EPERM, "no links on FAT")

    monkeypatch.setattr("inspector_app.host.files.os.link", link)
    target = tmp_path / "a"
    with FILES.create(str(target)) as sink:
        sink.write(b"abc")
    assert target.read_bytes() == b"abc"
    with pytest.raises(FileExistsAlreadyError), FILES.create(str(target)):
        pass
    assert names(tmp_path) == ["a"]


def test_a_part_of_a_killed_writer_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".a.part").write_bytes(b"half")
    with FILES.create(str(tmp_path / "a")) as sink:
        sink.write(b"whole")
    assert names(tmp_path) == ["a"]
    assert (tmp_path / "a").read_bytes() == b"whole"


def test_two_writers_of_one_name(tmp_path: Path) -> None:
    target = str(tmp_path / "a")
    with FILES.create(target) as first:
        first.write(b"first")
        with pytest.raises(FileAccessError), FILES.create(target):
            pass
    assert (tmp_path / "a").read_bytes() == b"first"


def test_a_missing_folder_and_a_folder_as_target(tmp_path: Path) -> None:
    for path in (tmp_path / "none" / "a", tmp_path, tmp_path / "a\0b"):
        with pytest.raises(FileAccessError) as caught, FILES.create(str(path)):
            pass
        assert caught.value.details["reason"]
    assert names(tmp_path) == []


LIMITED = """
import resource, sys
from inspector_app.domain.errors import DiskFullError
from inspector_app.host.files import HostFiles
resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))
try:
    with HostFiles().create(sys.argv[1]) as sink:
        for _ in range(int(sys.argv[2])):
            sink.write(bytes(50_000))
except DiskFullError:
    sys.exit(10)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="no size limits on Windows")
@pytest.mark.parametrize("pieces", [3, 60])  # noticed when flushed at the end, and while writing
def test_a_full_disk_leaves_nothing(tmp_path: Path, pieces: int) -> None:
    command = [sys.executable, "-c", LIMITED, str(tmp_path / "a"), str(pieces)]
    assert subprocess.run(command, check=False).returncode == 10
    assert names(tmp_path) == []


def test_a_wrapped_write_error_is_still_a_full_disk(tmp_path: Path) -> None:
    class WrappedError(Exception):
        pass

    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full")
    with pytest.raises(DiskFullError), FILES.create(str(tmp_path / "a")) as sink:
        raw = sink.raw  # type: ignore[attr-defined]
        full = os.open("/dev/full", os.O_WRONLY)
        os.dup2(full, raw.fileno())
        os.close(full)
        try:
            sink.write(bytes(3 << 20))
        except OSError as error:
            raise WrappedError from error
    assert names(tmp_path) == []


def test_reading_is_bounded(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"12345")
    assert FILES.read(str(target), limit=5) == b"12345"
    assert FILES.size(str(target)) == 5
    for path, limit in ((target, 4), (tmp_path, 9), (tmp_path / "none", 9)):
        with pytest.raises(FileAccessError):
            FILES.read(str(path), limit=limit)
    with pytest.raises(FileAccessError):
        FILES.size(str(tmp_path))
    with pytest.raises(DiskFullError):
        FILES.require_space(str(tmp_path / "x" / "y"), 1 << 60)
    FILES.require_space(str(tmp_path / "x"), 1)
