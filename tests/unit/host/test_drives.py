"""Sticks are told from built-in disks by what the kernel says of them."""

from __future__ import annotations

from pathlib import Path

from inspector_app.domain.media import is_bundle_name
from inspector_app.host import drives
from inspector_app.host.media import HostMedia


def disk(system: Path, place: str, name: str, removable: str, partition: str = "") -> None:
    """A disk as it stands under ``/sys``, with a partition on it."""
    real = system / "devices" / place / name
    real.mkdir(parents=True)
    (real / "removable").write_text(removable + "\n")
    block = system / "class" / "block"
    block.mkdir(parents=True, exist_ok=True)
    (block / name).symlink_to(real)
    if partition:
        (real / partition).mkdir()
        (real / partition / "partition").write_text("1\n")
        (block / partition).symlink_to(real / partition)


def test_sticks_are_found_and_built_in_disks_are_not(tmp_path: Path) -> None:
    system, mounts = tmp_path / "sys", tmp_path / "mounts"
    stick, reader, inside = (tmp_path / name for name in ("USB của An", "the-nho", "noi-bo"))
    for folder in (stick, reader, inside):
        folder.mkdir()
    disk(system, "pci0000:00/usb1/1-2/host6/block", "sdx", "0", "sdx1")  # a disk on a USB port
    disk(system, "pci0000:00/mmc/block", "mmcblk7", "1", "mmcblk7p1")
    disk(system, "pci0000:00/ata1/block", "sda", "0", "sda1")
    escaped = str(stick).replace(" ", "\\040")
    mounts.write_text(
        f"/dev/sdx1 {escaped} vfat rw,nosuid 0 0\n"
        f"/dev/mmcblk7p1 {reader} exfat ro,relatime 0 0\n"
        f"/dev/sda1 {inside} ext4 rw 0 0\n"
        "proc /proc proc rw 0 0\n"
        "/dev/sdx1 /gone vfat rw 0 0\n"
    )
    found = {one.name: one for one in drives._linux(mounts, system)}
    assert sorted(found) == ["USB của An", "the-nho"]
    assert (found["USB của An"].kind, found["USB của An"].is_read_only) == ("vfat", False)
    assert found["the-nho"].is_read_only
    assert 0 < found["the-nho"].free <= found["the-nho"].total


def test_the_drives_of_this_computer_can_be_asked_for() -> None:
    assert isinstance(drives.drives(), tuple)
    assert drives.largest_file("/") is None


def test_what_is_a_bundle_and_what_somebody_is_still_writing(tmp_path: Path) -> None:
    good = ("goi-an-003.inspb", "goi-an-003 (1).inspb", "goi-an-003-DESKTOP-7.INSPB")
    bad = (
        ".goi.inspb.part",
        ".goi.inspb",
        "~goi.inspb",
        "goi.inspb.tmp",
        "goi.inspb.part",
        "a.zip",
    )
    assert all(is_bundle_name(name) for name in good)
    assert not any(is_bundle_name(name) for name in bad)
    (tmp_path / "doan 2" / "sau").mkdir(parents=True)
    (tmp_path / ".stversions").mkdir()
    for folder in (tmp_path, tmp_path / "doan 2" / "sau", tmp_path / ".stversions"):
        for name in (*good, *bad):
            (folder / name).write_bytes(b"x" * 3)
    found = HostMedia().bundles(str(tmp_path))
    assert len(found) == 2 * len(good)
    assert {one.size for one in found} == {3}
    (tmp_path / "bien-nhan-001.insprcpt").write_bytes(b"x")
    assert len(HostMedia().bundles(str(tmp_path))) == len(found)
    assert len(HostMedia().bundles(str(tmp_path), receipts=True)) == len(found) + 1
    assert not any(".stversions" in one.path for one in found)
