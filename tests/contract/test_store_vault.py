"""The vault folder on a real disk with real SQLCipher."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.crypto.vault_keys import VaultKeys
from inspector_app.domain.errors import (
    DiskFullError,
    FileAccessError,
    InspectorError,
    NotAVaultError,
    VaultDamagedError,
    VaultExistsError,
    VaultLockedError,
    VaultVersionError,
    WrongPassphraseError,
)
from inspector_app.domain.log.change import Register
from inspector_app.store.engine import Database, open_database
from inspector_app.store.vault_store import Store
from inspector_app.store.vaults import OpenStore, Vaults
from tests.kit.laptops import CODEC, KEYS, Edit, birth, entity, export, facts, take, write

KEY = b"k" * 32
OTHER_KEY = b"o" * 32
SEED = (1).to_bytes(32, "big")
ANSWER = Register(entity(1), "q/a/reported")
VAULTS = Vaults(CODEC.decode, VaultKeys())


def fill(store: Store) -> None:
    write(store, SEED, [birth(entity(1)), Edit(ANSWER, "có")])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "kho của An"
    VAULTS.create(str(path), KEY, b"slots", fill)
    return path


@pytest.fixture
def vault(folder: Path) -> Iterator[OpenStore]:
    opened = VAULTS.open(str(folder), KEY)
    yield opened
    opened.close()


def database(folder: Path) -> Database:
    return open_database(folder / "vault.db", VaultKeys().database_key(KEY))


def test_what_was_written_is_there_after_opening_again(folder: Path) -> None:
    opened = VAULTS.open(str(folder), KEY)
    write(opened.store, SEED, [Edit(ANSWER, "không")])
    before = facts(opened.store)
    opened.close()
    again = VAULTS.open(str(folder), KEY)
    assert facts(again.store) == before
    assert again.store.check(KEYS.verify).problems == ()
    assert again.store.check(KEYS.verify).changes == 3
    again.close()


def test_nothing_in_the_folder_can_be_read_without_the_key(folder: Path) -> None:
    opened = VAULTS.open(str(folder), KEY)
    write(opened.store, SEED, [Edit(ANSWER, "bí mật của xã")])
    with opened.evidence.stage() as writer:
        writer.write("ảnh chụp bí mật của xã".encode())
        writer.publish()
    files = {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    opened.close()
    assert len(files) >= 6  # with the write-ahead log
    for name, data in files.items():
        assert "bí mật".encode() not in data, name
        assert b"q/a/reported" not in data, name
        assert not data.startswith(b"SQLite format 3"), name


def test_settings_forms_and_their_limits(vault: OpenStore) -> None:
    with vault.store.write() as log:
        log.put_note("key/device", b"1")
        log.put_note("key/device", b"2")
        log.put_note("keys", b"3")
        log.put_note("key/%", b"4")
        log.put_form_file("ab" * 32, b"<xform/>")
        log.put_form_file("ab" * 32, b"other")
    with vault.store.read() as log:
        assert log.note("key/device") == b"2"
        assert log.note("none") is None
        assert log.notes("key/") == {"key/%": b"4", "key/device": b"2"}
        assert log.notes("key/%") == {"key/%": b"4"}
        assert log.form_file("ab" * 32) == b"<xform/>"
        assert log.form_files() == ("ab" * 32,)
        with pytest.raises(RuntimeError):
            log.put_note("a", b"reading")
    with vault.store.write() as log:
        log.drop_note("keys")
    with vault.store.read() as log:
        assert log.note("keys") is None
    with pytest.raises(RuntimeError):
        log.put_note("a", b"after the transaction")


def test_a_transaction_is_whole_or_nothing(vault: OpenStore) -> None:
    before = facts(vault.store)
    new = Register(entity(50), "a path nobody wrote")
    with pytest.raises(KeyError), vault.store.write() as log:
        log.put_note("half", b"done")
        with pytest.raises(RuntimeError, match="nest"):
            write(vault.store, SEED, [Edit(new, "x")])
        raise KeyError
    assert facts(vault.store) == before
    write(vault.store, SEED, [Edit(new, "x")])
    with vault.store.read() as log:
        assert log.note("half") is None
        assert [head.value for head in log.heads(new)] == ["x"]


@pytest.mark.parametrize("table", ["change", "ent", "path"])
@pytest.mark.parametrize("statement", ["DELETE FROM {}", "UPDATE {} SET rowid = rowid + 100"])
def test_the_database_forbids_changing_the_log(folder: Path, table: str, statement: str) -> None:
    opened = database(folder)
    with pytest.raises(Exception, match="append-only"):
        opened.driver.execute(statement.format(table))
    opened.close()


def test_wrong_key_damage_and_strangers_are_told_apart(
    folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(WrongPassphraseError):
        VAULTS.open(str(folder), OTHER_KEY)
    with pytest.raises(WrongPassphraseError):
        open_database(folder / "vault.db", OTHER_KEY)
    for stranger in (tmp_path, tmp_path / "none", folder / "vault.db"):
        with pytest.raises(NotAVaultError):
            VAULTS.open(str(stranger), KEY)
        with pytest.raises(NotAVaultError):
            VAULTS.slots(str(stranger))
    good = (folder / "vault.db").read_bytes()
    for bad in (b"", b"x" * 100, b"SQLite format 3\0" + good[16:], b"\0" * 4096 + good[4096:]):
        (folder / "vault.db").write_bytes(bad)
        with pytest.raises(VaultDamagedError):
            VAULTS.open(str(folder), KEY)
    (folder / "vault.db").unlink()
    with pytest.raises(VaultDamagedError):
        VAULTS.open(str(folder), KEY)
    assert not (folder / "vault.db").exists()
    (folder / "vault.db").write_bytes(good)
    VAULTS.open(str(folder), KEY).close()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    ("mark", "error"),
    [
        (b"", NotAVaultError),
        (b"[]", NotAVaultError),
        (b'{"format": "insp-vault", "version": 2}', VaultVersionError),
        (b'{"format": "insp-vault", "version": 1}', VaultDamagedError),
        (b'{"format": "insp-vault", "version": 1, "key_check": "00"}', WrongPassphraseError),
        (b"x" * 100_000, VaultDamagedError),
    ],
)
def test_the_mark_file(folder: Path, mark: bytes, error: type[Exception]) -> None:
    (folder / "vault.json").write_bytes(mark)
    with pytest.raises(error):
        VAULTS.open(str(folder), KEY)


def test_a_newer_schema_is_left_alone(folder: Path) -> None:
    opened = database(folder)
    opened.driver.execute("PRAGMA user_version = 99")
    opened.close()
    with pytest.raises(VaultVersionError):
        VAULTS.open(str(folder), KEY)


def test_create_never_touches_what_is_there(folder: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    with pytest.raises(VaultExistsError):
        VAULTS.create(str(folder), KEY, b"slots", fill)
    with pytest.raises(VaultExistsError):
        VAULTS.create(str(folder / "vault.db"), KEY, b"slots", fill)
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    (tmp_path / "empty").mkdir()
    VAULTS.create(str(tmp_path / "empty"), KEY, b"slots", fill)
    VAULTS.open(str(tmp_path / "empty"), KEY).close()


def test_a_failed_create_leaves_nothing(tmp_path: Path) -> None:
    def fail(store: Store) -> None:
        fill(store)
        raise DiskFullError(path="x")

    with pytest.raises(DiskFullError):
        VAULTS.create(str(tmp_path / "kho"), KEY, b"slots", fail)
    assert list(tmp_path.iterdir()) == []


def test_slots_are_replaced_whole(folder: Path) -> None:
    assert VAULTS.slots(str(folder)) == b"slots"
    VAULTS.replace_slots(str(folder), b"new slots")
    assert VAULTS.slots(str(folder)) == b"new slots"
    assert [path.name for path in folder.glob("*.part")] == []


def test_the_second_process_is_told_who_has_the_vault(folder: Path, vault: OpenStore) -> None:
    with pytest.raises(VaultLockedError) as told:
        VAULTS.open(str(folder), KEY)
    assert told.value.details["pid"] == str(os.getpid())
    assert told.value.details["host"]
    write(vault.store, SEED, [Edit(ANSWER, "vẫn ghi được")])


HOLDER = textwrap.dedent(
    """
    import sys, time
    from tests.contract.test_store_vault import ANSWER, KEY, SEED, VAULTS
    from tests.kit.laptops import Edit, write
    opened = VAULTS.open(sys.argv[1], KEY)
    number = 0
    while True:
        with opened.evidence.stage() as writer:
            writer.write(b"x" * 200_000)
            number += 1
            write(opened.store, SEED, [Edit(ANSWER, number), Edit(ANSWER, -number)])
            print(number, flush=True)
    """
)


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_after_kill_9_the_lock_is_free_and_nothing_acknowledged_is_lost(folder: Path) -> None:
    for _ in range(3):
        holder = subprocess.Popen(
            [sys.executable, "-c", HOLDER, str(folder)], stdout=subprocess.PIPE, text=True
        )
        assert holder.stdout is not None
        for _ in range(4):
            acknowledged = int(holder.stdout.readline())
        with pytest.raises(VaultLockedError) as told:
            VAULTS.open(str(folder), KEY)
        assert told.value.details["pid"] == str(holder.pid)
        holder.send_signal(signal.SIGKILL)
        rest = holder.stdout.read().split()
        holder.wait()
        acknowledged = int(rest[-1]) if rest else acknowledged
        opened = VAULTS.open(str(folder), KEY)
        with opened.store.read() as log:
            newest, before = log.newest(2)
        # Whole transactions only, and every one that was reported as saved.
        assert newest.change.value == -int(str(before.change.value))
        assert int(str(before.change.value)) in (acknowledged, acknowledged + 1)
        assert opened.store.check(KEYS.verify).problems == ()
        assert list((folder / "evidence" / ".staging").iterdir()) == []
        opened.close()


def test_a_full_disk_is_told_and_the_vault_goes_on(vault: OpenStore) -> None:
    before = facts(vault.store)
    driver = vault.store._database.driver
    pages = driver.execute("PRAGMA page_count").fetchone()[0]
    driver.execute(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(DiskFullError):
        write(vault.store, SEED, [Edit(ANSWER, "x" * 60_000)])
    assert facts(vault.store) == before
    driver.execute("PRAGMA max_page_count = 1000000")
    write(vault.store, SEED, [Edit(ANSWER, "x" * 60_000)])
    assert vault.store.check(KEYS.verify).problems == ()


FILLER = textwrap.dedent(
    """
    import resource, signal, sys
    from inspector_app.domain.errors import DiskFullError
    from tests.contract.test_store_vault import ANSWER, KEY, SEED, VAULTS
    from tests.kit.laptops import Edit, write
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    opened = VAULTS.open(sys.argv[1], KEY)
    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, resource.RLIM_INFINITY))
    saved = 0
    try:
        while saved < 100:
            write(opened.store, SEED, [Edit(ANSWER, str(saved) + "x" * 60_000)])
            saved += 1
    except DiskFullError:
        print("full", saved)
    except Exception as error:
        print(type(error).__name__, error, saved)
    try:
        with opened.evidence.stage() as writer:
            for _ in range(20):
                writer.write(b"x" * 100_000)
            writer.publish()
    except DiskFullError:
        print("full")
    opened.close()
    """
)


@pytest.mark.skipif(sys.platform != "linux", reason="file size limit")
def test_a_file_that_may_not_grow(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FILLER, str(folder)], capture_output=True, text=True, check=True
    )
    lines = done.stdout.splitlines()
    assert lines[0].split()[0] in ("full", "FileAccessError")
    saved = int(lines[0].split()[-1])
    assert lines[1] == "full"
    assert 1 <= saved < 100
    opened = VAULTS.open(str(folder), KEY)
    with opened.store.read() as log:
        assert log.count() == 2 + saved
    assert opened.store.check(KEYS.verify).problems == ()
    assert [path.name for path in (folder / "evidence").iterdir()] == [".staging"]
    opened.close()


def tampered(folder: Path, *statements: str) -> tuple[str, ...]:
    opened = database(folder)
    opened.driver.execute("PRAGMA foreign_keys = OFF")
    for table in ("change", "ent", "path"):
        for verb in ("update", "delete"):
            opened.driver.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}")
    for statement in statements:
        assert opened.driver.execute(statement).rowcount != 0, statement
    opened.close()
    again = VAULTS.open(str(folder), KEY)
    problems = again.store.check(KEYS.verify).problems
    again.close()
    return problems


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE change SET raw = CAST(raw || x'00' AS BLOB) WHERE n = 2",
        "UPDATE change SET raw = CAST(replace(raw, 'ba', 'ca') AS BLOB) WHERE n = 3",
        "UPDATE change SET h = randomblob(32) WHERE n = 1",
        "UPDATE change SET cell = cell + 1 WHERE n = 2",
        "UPDATE change SET seq = 5 WHERE n = 4",
        "DELETE FROM change WHERE n = 4",
        "DELETE FROM change WHERE n = 2",
        "DELETE FROM change WHERE n = 1",
        "UPDATE leaf SET sig = zeroblob(64)",
        "DELETE FROM leaf",
        "UPDATE device SET pub = zeroblob(32)",
        "UPDATE path SET path = 'q/a/verified' WHERE path = 'q/a/reported'",
        "DELETE FROM head",
        "UPDATE head SET n = 1 WHERE n = 4",
        "UPDATE head SET kind = 1",
        "INSERT INTO multi VALUES (1, 2, 2, 1)",
        "INSERT INTO pend VALUES (zeroblob(16), 1, zeroblob(16), 1)",
        "INSERT INTO fork VALUES (1, 1)",
        "UPDATE entity SET is_hidden = 1",
        "DELETE FROM entity",
    ],
)
def test_check_finds_every_tampered_row(folder: Path, statement: str) -> None:
    opened = VAULTS.open(str(folder), KEY)
    write(opened.store, SEED, [Edit(ANSWER, "ba")])
    write(opened.store, SEED, [Edit(ANSWER, "bốn")])
    assert opened.store.check(KEYS.verify).problems == ()
    opened.close()
    assert tampered(folder, statement) != ()


def test_check_finds_rotten_pages(folder: Path) -> None:
    opened = VAULTS.open(str(folder), KEY)
    for number in range(200):
        write(opened.store, SEED, [Edit(Register(entity(number), "note"), "x" * 300)])
    opened.close()
    data = bytearray((folder / "vault.db").read_bytes())
    data[len(data) // 2] ^= 1
    (folder / "vault.db").write_bytes(data)
    try:
        opened = VAULTS.open(str(folder), KEY)
    except VaultDamagedError:
        return
    assert opened.store.check(KEYS.verify).problems != ()
    opened.close()


def test_rebuild_heals_projections(folder: Path) -> None:
    opened = VAULTS.open(str(folder), KEY)
    write(opened.store, SEED, [Edit(Register(entity(2), "x"), 1), Edit(ANSWER, "xung đột")])
    before = facts(opened.store)
    opened.close()
    wipe = [f"DELETE FROM {table}" for table in ("head", "multi", "entity")]
    assert tampered(folder, *wipe) != ()
    opened = VAULTS.open(str(folder), KEY)
    assert opened.store.rebuild() == len(before.heads)
    assert facts(opened.store) == before
    assert opened.store.check(KEYS.verify).problems == ()
    opened.close()


def test_a_disk_store_and_its_export_meet(folder: Path, tmp_path: Path, vault: OpenStore) -> None:
    VAULTS.create(str(tmp_path / "hai"), OTHER_KEY, b"slots", lambda store: None)
    other = VAULTS.open(str(tmp_path / "hai"), OTHER_KEY)
    take(other.store, export(vault.store))
    assert facts(other.store) == facts(vault.store)
    other.close()


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_folder_without_permission(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0o500)
    with pytest.raises(FileAccessError):
        VAULTS.create(str(tmp_path / "locked" / "kho"), KEY, b"slots", fill)


def test_every_error_is_of_the_catalogue_when_the_folder_goes_away(folder: Path) -> None:
    opened = VAULTS.open(str(folder), KEY)
    shutil.rmtree(folder / "evidence")
    with pytest.raises(InspectorError), opened.evidence.stage():
        pass
    opened.close()
    assert json.loads((folder / "vault.json").read_bytes())["format"] == "insp-vault"
