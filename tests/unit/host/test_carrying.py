"""Copies to a stick: proved by reading back, or not there at all."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import BinaryIO

import pytest

from inspector_app.domain.errors import (
    CancelledError,
    CopyDiffersError,
    DiskFullError,
    FileAccessError,
    FileExistsAlreadyError,
    MediumLimitError,
    MediumLostError,
)
from inspector_app.host.files import HostFiles
from inspector_app.host.media import HostMedia
from inspector_app.services.carrying import Carrier
from tests.kit.small_disk import pull_out, small_disk

BUNDLE = os.urandom(3_000_000)


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    path = tmp_path / "goi-an-003.inspb"
    path.write_bytes(BUNDLE)
    return path


def carrier(media: HostMedia | None = None) -> Carrier:
    return Carrier(HostFiles(), media or HostMedia())


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def test_a_copy_is_read_back_and_the_same_one_again_is_no_error(
    bundle: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "usb"
    stick.mkdir()
    seen: list[tuple[int, int, str]] = []
    copy = carrier().copy(str(bundle), str(stick), lambda *step: seen.append(step))
    assert copy.sha256 == hashlib.sha256(BUNDLE).hexdigest()
    assert Path(copy.path).read_bytes() == BUNDLE
    assert (copy.size, copy.was_there, copy.is_settled) == (len(BUNDLE), False, True)
    assert seen[-1][:2] == (2 * len(BUNDLE), 2 * len(BUNDLE))
    assert {step[2] for step in seen} == {"Đang chép", "Đang đọc lại từ thiết bị"}
    again = carrier().copy(str(bundle), str(stick))
    assert again.was_there
    assert names(stick) == [bundle.name]


@pytest.mark.skipif(not hasattr(os, "posix_fadvise"), reason="no such call here")
def test_reading_back_asks_the_disk_and_not_the_memory(bundle: Path) -> None:
    with bundle.open("rb") as file:
        os.fsync(file.fileno())
    file_, is_past_memory = HostMedia().reread(str(bundle))
    with file_:
        assert is_past_memory
        assert file_.read() == BUNDLE


def test_another_file_of_that_name_stays_as_it_is(bundle: Path, tmp_path: Path) -> None:
    stick = tmp_path / "usb"
    stick.mkdir()
    for other in (b"another's", BUNDLE[:-1] + bytes([BUNDLE[-1] ^ 1])):
        (stick / bundle.name).write_bytes(other)
        with pytest.raises(FileExistsAlreadyError):
            carrier().copy(str(bundle), str(stick))
        assert (stick / bundle.name).read_bytes() == other
        assert names(stick) == [bundle.name]


def test_a_medium_that_gives_other_bytes_back(bundle: Path, tmp_path: Path) -> None:
    stick = tmp_path / "usb"
    stick.mkdir()

    class Forgetful(HostMedia):
        def reread(self, path: str) -> tuple[BinaryIO, bool]:
            with Path(path).open("r+b") as file:  # a worn-out cell
                file.seek(2_000_000)
                file.write(bytes([BUNDLE[2_000_000] ^ 0x10]))
            return super().reread(path)

    with pytest.raises(CopyDiffersError):
        carrier(Forgetful()).copy(str(bundle), str(stick))
    assert names(stick) == []
    assert bundle.read_bytes() == BUNDLE


@pytest.mark.parametrize("stops_in", ["Đang chép", "Đang đọc lại từ thiết bị"])
def test_stopping_leaves_nothing(bundle: Path, tmp_path: Path, stops_in: str) -> None:
    stick = tmp_path / "usb"
    stick.mkdir()

    def stop(_done: int, _total: int, what: str) -> None:
        if what == stops_in:
            raise CancelledError

    with pytest.raises(CancelledError):
        carrier().copy(str(bundle), str(stick), stop)
    assert names(stick) == []


def test_a_full_stick_is_refused_before_anything_is_written(bundle: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "usb", 2048) as stick:
        steps: list[int] = []
        with pytest.raises(DiskFullError):
            carrier().copy(str(bundle), str(stick), lambda done, *_rest: steps.append(done))
        assert steps == []
        assert names(stick) == []


def test_a_stick_that_fills_up_on_the_way(bundle: Path, tmp_path: Path) -> None:
    class Hopeful(HostMedia):
        def free(self, folder: str) -> int | None:
            return None  # some file systems do not tell

    with small_disk(tmp_path / "usb", 2048) as stick:
        with pytest.raises(DiskFullError):
            carrier(Hopeful()).copy(str(bundle), str(stick))
        assert names(stick) == []


def test_a_read_only_stick(bundle: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path / "usb", 8192, "ro") as stick:
        with pytest.raises(FileAccessError) as caught:
            carrier().copy(str(bundle), str(stick))
        assert "chỉ cho đọc" in str(caught.value)


@pytest.mark.parametrize("when", ["Đang chép", "Đang đọc lại từ thiết bị"])
def test_a_stick_that_is_pulled_on_the_way(bundle: Path, tmp_path: Path, when: str) -> None:
    """The medium goes while it is written, and while it is read back."""
    with small_disk(tmp_path / "cam" / "usb", 8192) as mounted:
        stick = mounted / "goi"
        stick.mkdir()

        def pull(_done: int, _total: int, what: str) -> None:
            if what == when:
                pull_out(mounted)

        with pytest.raises(MediumLostError) as caught:
            carrier().copy(str(bundle), str(stick), pull)
        assert "rút ra" in str(caught.value)
    assert bundle.read_bytes() == BUNDLE


def test_a_missing_folder_and_a_file_in_its_place(bundle: Path, tmp_path: Path) -> None:
    for folder in (tmp_path / "usb", bundle):
        with pytest.raises(FileAccessError):
            carrier().copy(str(bundle), str(folder))
    assert names(tmp_path) == [bundle.name]


def test_a_file_beyond_what_fat_takes(tmp_path: Path) -> None:
    class Fat(HostMedia):
        def largest_file(self, folder: str) -> int | None:
            return 100

    (tmp_path / "usb").mkdir()
    (tmp_path / "a.inspb").write_bytes(b"x" * 101)
    with pytest.raises(MediumLimitError):
        carrier(Fat()).copy(str(tmp_path / "a.inspb"), str(tmp_path / "usb"))
    assert names(tmp_path / "usb") == []
