"""``bundle copy``: onto a stick, proved, or not there at all."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from tests.kit.program import Program
from tests.kit.small_disk import small_disk


def test_a_bundle_goes_onto_a_stick_without_any_vault(program: Program, tmp_path: Path) -> None:
    bundle, stick = tmp_path / "goi-an-003.inspb", tmp_path / "usb"
    bundle.write_bytes(os.urandom(200_000))
    stick.mkdir()
    found = program.json("bundle", "copy", bundle, "--to", stick)
    (copy,) = found["copies"]
    assert copy["sha256"] == hashlib.sha256(bundle.read_bytes()).hexdigest()
    assert (stick / bundle.name).read_bytes() == bundle.read_bytes()
    assert found["is_safe_to_remove"] is (os.name != "nt")
    said = program.run("bundle", "copy", bundle, "--to", stick).out
    assert "đã có sẵn trên thiết bị, đọc lại giống hệt tệp gốc" in said
    assert "rút USB" in said
    (stick / bundle.name).write_bytes(b"another")
    refused = program.json("bundle", "copy", bundle, "--to", stick, status=12)
    assert refused["error"]["code"] == "file.exists"
    assert (stick / bundle.name).read_bytes() == b"another"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such limit")
def test_a_stick_that_is_full_keeps_nothing(program: Program, tmp_path: Path) -> None:
    bundle, stick = tmp_path / "goi.inspb", tmp_path / "usb"
    bundle.write_bytes(os.urandom(200_000))
    stick.mkdir()
    full = program.run("bundle", "copy", bundle, "--to", stick, status=10, file_limit=100_000)
    assert "Không đủ chỗ trống" in full.err
    assert list(stick.iterdir()) == []
    with small_disk(tmp_path / "nho", 64) as small:
        refused = program.json("bundle", "copy", bundle, "--to", small, status=10)
        assert refused["error"]["code"] == "file.disk-full"
        assert list(small.iterdir()) == []


def test_drives_can_be_listed(program: Program) -> None:
    assert isinstance(program.json("bundle", "drives")["drives"], list)
    gone = program.json("bundle", "copy", "x.inspb", "--to", "khong-co", status=11)
    assert gone["error"]["code"] == "file.access"
