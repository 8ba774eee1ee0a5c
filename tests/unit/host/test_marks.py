"""The high-water mark on disk, and what tells computers apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.domain.log.ids import ChangeId, DeviceId
from inspector_app.domain.log.mark import Mark
from inspector_app.host import machine
from inspector_app.host.marks import HostMarks
from inspector_app.services.ports.host import Marks
from tests.kit.marks import MemoryMarks

DEV, OTHER = DeviceId(b"d" * 16), DeviceId(b"e" * 16)


def id_of(number: int) -> ChangeId:
    return ChangeId(bytes([number]) * 32)


@pytest.mark.parametrize("kind", ["memory", "host"])
def test_a_mark_is_what_was_put_last(kind: str, tmp_path: Path) -> None:
    marks: Marks = MemoryMarks() if kind == "memory" else HostMarks(tmp_path / "marks")
    assert marks.read(DEV) is None
    for number in (1, 2, 3):
        marks.put(DEV, number, id_of(number))
        assert marks.read(DEV) == Mark(number, id_of(number), marks.machine())
    assert marks.read(OTHER) is None
    assert marks.is_here(marks.machine())


def test_a_mark_outlives_the_program_and_a_slot_that_was_cut_off(tmp_path: Path) -> None:
    HostMarks(tmp_path).put(DEV, 1, id_of(1))
    marks = HostMarks(tmp_path)
    marks.put(DEV, 7, id_of(7))
    file = next(tmp_path.glob("*.mark"))
    whole = file.read_bytes()
    assert HostMarks(tmp_path).read(DEV) == Mark(7, id_of(7), marks.machine())
    for at in range(0, len(whole), 7):  # a crash in the middle of a slot leaves the other one
        torn = bytearray(whole)
        torn[at] ^= 1
        file.write_bytes(torn)
        found = HostMarks(tmp_path).read(DEV)
        assert found is not None
        assert found.seq in (1, 7)
    file.write_bytes(b"nothing of ours")
    assert HostMarks(tmp_path).read(DEV) is None


def test_a_mark_that_cannot_be_written_does_no_harm(tmp_path: Path) -> None:
    (tmp_path / "marks").write_bytes(b"a file where the folder should be")
    marks = HostMarks(tmp_path / "marks")
    marks.put(DEV, 1, id_of(1))
    assert marks.read(DEV) is None


NONE = bytes(8)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (b"board--A" + b"system-A", b"board--A" + b"system-B", True),  # installed anew
        (b"board--A" + b"system-A", b"board--B" + b"system-A", False),  # a disk image elsewhere
        (NONE + b"system-A" + b"card---1", NONE + b"system-A" + b"card---2", False),
        (NONE + b"system-A" + b"card---1card---2", NONE + b"system-B" + b"card---2", True),
        (NONE + b"system-A", NONE + b"system-A" + b"card---1", True),
        (NONE + b"system-A", NONE + b"system-B", False),
        (NONE + NONE, NONE + b"system-B", True),  # nothing tells them apart
        (b"", b"board--A" + b"system-A", True),
    ],
)
def test_which_computers_are_the_same(one: bytes, other: bytes, same: bool) -> None:
    assert machine.is_same(one, other) is same
    assert machine.is_same(other, one) is same


def test_the_fingerprint_is_steady_and_tells_no_numbers() -> None:
    found = machine.fingerprint()
    assert found == machine.fingerprint()
    assert 16 <= len(found) <= 48
    for file in ("/etc/machine-id", "/sys/class/dmi/id/product_uuid"):
        path = Path(file)
        try:
            number = path.read_text(encoding="ascii").strip()
        except OSError:
            continue
        assert number.encode() not in found
