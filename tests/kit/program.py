"""Runs the real program in a process of its own, from source or frozen, and reads what it said."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Set to the path of a built program to run the same stories against it.
PROGRAM_VARIABLE = "INSPECTOR_PROGRAM"
TIMEOUT = 120


@dataclass(frozen=True)
class Ran:
    """A finished command."""

    words: tuple[str, ...]
    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on standard output."""
        return json.loads(self.out)

    @property
    def error(self) -> Any:
        """The error of a failed ``--json`` command."""
        return self.json["error"]


class Program:
    """The program with settings of its own; a vault and passphrase may be held for every command."""

    def __init__(self, folder: Path, vault: Path | None = None, passphrase: str = "") -> None:
        self.folder = folder
        self.vault = vault
        self.passphrase = passphrase

    def of(self, vault: Path, passphrase: str) -> Program:
        """The same program, used by another person."""
        return Program(self.folder, vault, passphrase)

    def run(
        self,
        *words: str | Path,
        status: int | None = 0,
        file_limit: int | None = None,
        **environment: str,
    ) -> Ran:
        """Run to the end and compare the exit status (None: any).

        Args:
            words: of the command.
            status: expected.
            file_limit: bytes that no file may exceed (a disk that is full).
            environment: further variables.
        """
        command = [*program(), *(str(word) for word in words)]
        done = subprocess.run(
            limited(command, file_limit),
            env=self.environment(**environment),
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
            timeout=TIMEOUT,
        )
        ran = Ran(
            tuple(str(word) for word in words),
            done.returncode,
            done.stdout.decode("utf-8"),
            done.stderr.decode("utf-8"),
        )
        assert status is None or ran.status == status, ran
        assert "Traceback" not in ran.err, ran
        return ran

    def json(self, *words: str | Path, status: int | None = 0, **environment: str) -> Any:
        """Run with ``--json``; returns the document."""
        ran = self.run(*words, "--json", status=status, file_limit=None, **environment)
        assert ran.err == "", ran
        return ran.json

    def start(self, *words: str | Path) -> subprocess.Popen[bytes]:
        """Start and do not wait."""
        return subprocess.Popen(
            [*program(), *(str(word) for word in words)],
            env=self.environment(),
            cwd=self.folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )

    def environment(self, **further: str) -> dict[str, str]:
        """The variables a command runs with."""
        found = {
            name: value for name, value in os.environ.items() if not name.startswith("INSPECTOR_")
        }
        found["INSPECTOR_CONFIG_DIR"] = str(self.folder / "config")
        found["PYTHONPATH"] = str(Path(__file__).resolve().parents[2])
        found["COLUMNS"] = "200"  # listings are read at one width, wherever the tests run
        if self.vault is not None:
            found["INSPECTOR_VAULT"] = str(self.vault)
            found["INSPECTOR_PASSPHRASE"] = self.passphrase
        return found | further


def program() -> list[str]:
    """The command that starts the program."""
    built = os.environ.get(PROGRAM_VARIABLE)
    return [built] if built else [sys.executable, "-m", "inspector_app"]


def limited(command: list[str], file_limit: int | None) -> list[str]:
    """A command that runs as if the disk ended after so many bytes of any one file."""
    if file_limit is None:
        return command
    code = (
        "import os, resource, sys; limit = int(sys.argv[1]);"
        " resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit));"
        " os.execvp(sys.argv[2], sys.argv[2:])"
    )
    return [sys.executable, "-c", code, str(file_limit), *command]
