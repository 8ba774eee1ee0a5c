"""Running other programs: quiet with a log and a sign of life, or with their own output."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence

from build_scripts.layout import LOGS, ROOT, SetupError, say

SIGN_OF_LIFE_SECONDS = 15
LOG_LINES_SHOWN = 25


def quietly(command: Sequence[str], log: str, env: Mapping[str, str] | None = None) -> None:
    """Run a command with its output in a log file; every 15 seconds a line says it still works.

    Raises:
        SetupError: the command failed; the end of its log is in the text.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    path = LOGS / f"{log}.log"
    started = time.monotonic()
    with path.open("ab") as out:
        out.write(f"\n$ {' '.join(command)}\n".encode())
        out.flush()
        begin = out.tell()
        try:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env=dict(env) if env is not None else None,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        except OSError as error:
            raise SetupError(f"{command[0]} cannot be started: {error}") from error
        with process:
            while True:
                try:
                    status = process.wait(SIGN_OF_LIFE_SECONDS)
                    break
                except subprocess.TimeoutExpired:
                    say(f"      … still at it ({time.monotonic() - started:.0f} s)")
    if status != 0:
        with path.open("rb") as written:
            written.seek(begin)
            lines = written.read().decode("utf-8", "replace").splitlines()
        tail = "\n".join("    " + line for line in lines[-LOG_LINES_SHOWN:])
        raise SetupError(
            f"{' '.join(command[:4])} … failed ({status}).\n{tail}\n  Whole log: {path}"
        )


def answer(command: Sequence[str], env: Mapping[str, str] | None = None) -> str | None:
    """What a command prints, or None when it is missing or fails."""
    try:
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=dict(env) if env is not None else None,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            check=False,
        )
    except OSError:
        return None
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else None


def openly(command: Sequence[str], env: Mapping[str, str]) -> int:
    """Run a command with the console as it is; return its exit status."""
    try:
        return subprocess.run(command, cwd=ROOT, env=dict(env), check=False).returncode
    except OSError as error:
        say(f"  {command[0]} cannot be started: {error}")
        return 127
    except KeyboardInterrupt:
        return 130


def with_front(variable: str, folders: Sequence[str], env: dict[str, str]) -> None:
    """Put folders in front of a list variable such as PATH."""
    before = env.get(variable)
    env[variable] = os.pathsep.join([*folders, *([before] if before else [])])
