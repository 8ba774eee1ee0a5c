"""One demonstration for the whole run; stories that write take a copy of its vaults."""

from __future__ import annotations

import json
import os
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.kit.program import Program, Ran


@dataclass(frozen=True)
class Demo:
    """A played demonstration."""

    folder: Path
    summary: Any
    ran: Ran

    def passphrase(self, key: str) -> str:
        """Of ``leader``, ``secretary`` or ``member``."""
        found: str = self.vault(key)["passphrase"]
        return found

    def vault(self, key: str) -> Any:
        """What the summary says about a vault."""
        return next(one for one in self.summary["vaults"] if one["key"] == key)

    def copy(self, key: str, folder: Path) -> Program:
        """The program with a copy of a vault that may be written to."""
        target = folder / key
        shutil.copytree(self.vault(key)["path"], target)
        return Program(folder, target, self.passphrase(key))


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demonstration, as ``inspector demo`` makes it."""
    folder = shared_folder(tmp_path_factory)
    try:
        (folder / "taken").mkdir(parents=True)
    except FileExistsError:  # another worker of this run plays it
        wait_for(folder / "said.json")
    else:
        ran = Program(folder).run("demo", "--out", folder / "out")
        said = json.dumps({"out": ran.out, "err": ran.err})
        (folder / "said.part").write_text(said, encoding="utf-8")
        (folder / "said.part").rename(folder / "said.json")
    said = json.loads((folder / "said.json").read_text(encoding="utf-8"))
    summary = json.loads((folder / "out" / "summary.json").read_text(encoding="utf-8"))
    return Demo(folder / "out", summary, Ran(("demo",), 0, said["out"], said["err"]))


def shared_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of one test run share."""
    base = tmp_path_factory.getbasetemp()
    return (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "demo-of-all"


def wait_for(path: Path, seconds: float = 240) -> None:
    """Wait until a file exists."""
    end = time.monotonic() + seconds
    while not path.exists():
        assert time.monotonic() < end, f"{path} never appeared"
        time.sleep(0.2)


@pytest.fixture
def program(tmp_path: Path) -> Program:
    """The program in an empty folder."""
    return Program(tmp_path)


@pytest.fixture
def leader(demo: Demo, tmp_path: Path) -> Program:
    """The leader with a vault of their own to write to."""
    return demo.copy("leader", tmp_path)
