"""The evidence folder: durable under its name or not there at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from inspector_app.crypto.vault_keys import VaultKeys
from inspector_app.domain.errors import EvidenceError
from inspector_app.store.evidence import EvidenceStore

PHOTO = bytes(range(256)) * 1000
NAME = hashlib.sha256(PHOTO).hexdigest()


@pytest.fixture
def store(tmp_path: Path) -> EvidenceStore:
    found = EvidenceStore(tmp_path / "evidence", VaultKeys().evidence(b"k" * 32))
    found.clean_up()
    return found


def files(tmp_path: Path) -> list[Path]:
    return sorted(path for path in (tmp_path / "evidence").rglob("*") if path.is_file())


def add(store: EvidenceStore, data: bytes = PHOTO) -> str:
    with store.stage() as writer:
        for at in range(0, len(data), 70_000):
            assert writer.write(data[at : at + 70_000]) == len(data[at : at + 70_000])
        return writer.publish()


def test_what_was_published_is_there(store: EvidenceStore, tmp_path: Path) -> None:
    assert add(store) == NAME
    assert store.has(NAME)
    assert store.size(NAME) == len(PHOTO)
    assert b"".join(store.open(NAME)) == PHOTO
    assert add(store) == NAME
    (file,) = files(tmp_path)
    assert NAME not in file.name
    assert PHOTO[:64] not in file.read_bytes()


def test_an_empty_file(store: EvidenceStore) -> None:
    name = add(store, b"")
    assert b"".join(store.open(name)) == b""
    assert store.size(name) == 0


def test_without_publish_nothing_remains(store: EvidenceStore, tmp_path: Path) -> None:
    with store.stage() as writer:
        writer.write(PHOTO)
        assert len(files(tmp_path)) == 1
    assert files(tmp_path) == []
    with pytest.raises(KeyError), store.stage() as writer:
        writer.write(PHOTO)
        raise KeyError
    assert files(tmp_path) == []
    assert not store.has(NAME)


def test_two_writers_at_once(store: EvidenceStore) -> None:
    with store.stage() as one, store.stage() as two:
        one.write(PHOTO)
        two.write(b"other")
        assert two.publish() != one.publish() == NAME
    assert store.has(NAME)


def test_writing_after_publishing_is_a_defect(store: EvidenceStore) -> None:
    with store.stage() as writer:
        writer.publish()
        with pytest.raises(RuntimeError):
            writer.write(b"more")


def test_what_a_crash_left_is_cleared_away(store: EvidenceStore, tmp_path: Path) -> None:
    add(store)
    (tmp_path / "evidence" / ".staging" / "left").write_bytes(b"half a photo")
    store.clean_up()
    assert len(files(tmp_path)) == 1


@pytest.mark.parametrize("name", ["", "0" * 64, "../" * 20, NAME.upper(), NAME + "0"])
def test_absent_evidence(store: EvidenceStore, name: str) -> None:
    add(store)
    assert not store.has(name)
    with pytest.raises(EvidenceError):
        list(store.open(name))
    with pytest.raises(EvidenceError):
        store.size(name)


def test_damage_and_swapped_files_are_noticed(store: EvidenceStore, tmp_path: Path) -> None:
    add(store)
    (photo,) = files(tmp_path)
    other = add(store, b"other")
    (other_file,) = set(files(tmp_path)) - {photo}
    good = photo.read_bytes()
    for bad in (good[:-1], good[:40], b"", good[:100] + b"\0\0" + good[102:]):
        photo.write_bytes(bad)
        with pytest.raises(EvidenceError):
            list(store.open(NAME))
    photo.write_bytes(other_file.read_bytes())
    with pytest.raises(EvidenceError):
        list(store.open(NAME))
    assert b"".join(store.open(other)) == b"other"
    # Adding the photo again heals it.
    add(store)
    assert b"".join(store.open(NAME)) == PHOTO
