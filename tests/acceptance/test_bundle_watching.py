"""``bundle watch``: a shared folder looked through once, and for as long as one likes."""

from __future__ import annotations

import signal
import sys
import time
from pathlib import Path

import pytest

from tests.acceptance.conftest import Demo
from tests.kit.program import Program


def test_a_shared_folder_is_looked_through_once(
    demo: Demo, leader: Program, tmp_path: Path
) -> None:
    folder = tmp_path / "dung chung"
    folder.mkdir()
    member = demo.copy("member", tmp_path)
    member.json("finding", "add", "an khe", "--text", "Tồn tại mới", "--severity", "minor")
    member.json("bundle", "export", "--out", folder / "thanh-vien.inspb")
    first = leader.json("bundle", "watch", folder, "--once", "--send")
    (result,) = first["results"]
    assert result["changes_new"] > 0
    assert Path(first["sent"]["path"]).parent == folder
    assert first["waiting"] == 0
    again = leader.json("bundle", "watch", folder, "--once", "--send")
    assert (again["results"], again["sent"]) == ([], None)
    (folder / "hong.inspb").write_bytes(b"x")
    refused = leader.json("bundle", "watch", folder, "--once", status=30)
    assert refused["results"][0]["error"]["code"] == "bundle.damaged"
    assert leader.run("bundle", "watch", folder, "--once").out == "Không có gói mới.\n"
    assert Path(first["receipt"]).exists()
    names = {one.name.partition("-")[0].partition(".")[0] for one in folder.iterdir()}
    assert names == {"bien", "goi", "hong", "thanh"}
    missing = leader.json("bundle", "watch", folder / "khong-co", "--once", status=11)
    assert missing["error"]["code"] == "file.access"
    usage = leader.json("bundle", "watch", folder, status=2)
    assert "--once" in usage["error"]["message"]


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for one process there")
def test_watching_goes_on_until_it_is_stopped(demo: Demo, leader: Program, tmp_path: Path) -> None:
    folder = tmp_path / "dung chung"
    folder.mkdir()
    running = leader.start("bundle", "watch", folder, "--interval", "2")
    member = demo.copy("member", tmp_path)
    member.json("finding", "add", "an khe", "--text", "Tồn tại mới", "--severity", "minor")
    member.json("bundle", "export", "--out", folder / "thanh-vien.inspb")
    assert running.stdout is not None
    line = running.stdout.readline().decode()
    assert "thanh-vien.inspb" in line
    assert "biên nhận" in running.stdout.readline().decode()
    time.sleep(0.5)  # until it rests between two looks
    running.send_signal(signal.SIGINT)
    out, err = running.communicate(timeout=60)
    assert (running.returncode, out) == (0, b"")
    assert "Đã thôi theo dõi" in err.decode()
