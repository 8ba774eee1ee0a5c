"""Many evidence files at once: the disk is waited for together, and always before a name."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from inspector_app.crypto.vault_keys import VaultKeys
from inspector_app.domain.errors import DiskFullError
from inspector_app.store import evidence
from inspector_app.store.evidence import EvidenceStore

COUNT = 70


@pytest.fixture
def store(tmp_path: Path) -> EvidenceStore:
    found = EvidenceStore(tmp_path / "evidence", VaultKeys().evidence(b"k" * 32))
    found.clean_up()
    return found


@pytest.fixture
def events(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What was asked of the disk, in order: the inode of a forced file or folder, of a renamed file."""
    seen: list[tuple[str, int]] = []
    fsync, replace = os.fsync, Path.replace

    def forced(descriptor: int) -> None:
        fsync(descriptor)
        seen.append(("forced", os.fstat(descriptor).st_ino))

    def renamed(path: Path, target: Path) -> Path:
        seen.append(("named", path.stat().st_ino))
        return replace(path, target)

    monkeypatch.setattr(os, "fsync", forced)
    monkeypatch.setattr(Path, "replace", renamed)
    return seen


def staged(store: EvidenceStore, count: int, stack: list[object]) -> list[evidence.EvidenceWriter]:
    writers = []
    for number in range(count):
        context = store.stage()
        stack.append(context)
        writer = context.__enter__()
        writer.write(b"photo %d" % number)
        writer.complete()
        writers.append(writer)
    return writers


def test_each_file_is_forced_before_its_name_and_the_folder_last(
    store: EvidenceStore, events: list[tuple[str, int]], tmp_path: Path
) -> None:
    stack: list[object] = []
    writers = staged(store, COUNT, stack)
    with store.together():
        names = [writer.publish() for writer in writers]
    named = [inode for what, inode in events if what == "named"]
    assert len(named) == COUNT
    for inode in named:
        assert events.index(("forced", inode)) < events.index(("named", inode))
    folder = (tmp_path / "evidence").stat().st_ino
    assert events.count(("forced", folder)) == 1
    assert events[-1] == ("forced", folder)
    assert all(store.has(name) for name in names)
    assert b"".join(store.open(names[-1])) == b"photo %d" % (COUNT - 1)


def test_a_single_file_needs_no_block(
    store: EvidenceStore, events: list[tuple[str, int]], tmp_path: Path
) -> None:
    with store.stage() as writer:
        writer.write(b"photo")
        writer.publish()
    assert [what for what, _inode in events] == ["forced", "named", "forced"]
    assert events[0][1] == events[1][1]
    assert events[2][1] == (tmp_path / "evidence").stat().st_ino


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="counts open files")
def test_few_handles_stay_open(store: EvidenceStore) -> None:
    before = sum(1 for _ in Path("/proc/self/fd").iterdir())
    stack: list[object] = []
    staged(store, COUNT, stack)
    assert sum(1 for _ in Path("/proc/self/fd").iterdir()) - before <= evidence._TOGETHER


def test_what_was_given_up_is_not_waited_for(
    store: EvidenceStore, events: list[tuple[str, int]]
) -> None:
    with store.stage() as given_up:
        given_up.write(b"half")
        given_up.complete()
    with store.together(), store.stage() as writer:
        writer.write(b"photo")
        writer.publish()
    assert [what for what, _inode in events] == ["forced", "named", "forced"]


def test_a_file_that_the_disk_does_not_take_gets_no_name(
    store: EvidenceStore, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with store.stage() as one, store.stage() as two:
        for writer in (one, two):
            writer.write(b"photo")
            writer.complete()
        monkeypatch.setattr(os, "fsync", full)
        with pytest.raises(DiskFullError), store.together():
            one.publish()
    assert [path for path in (tmp_path / "evidence").rglob("*") if path.is_file()] == []
