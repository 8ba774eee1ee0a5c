"""The virtual environment ``.venv/``: made once, filled from the lock files, known by its stamp."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
import platform
import shutil
import sys
import time
import tomllib
from pathlib import Path

from build_scripts import debian
from build_scripts.layout import CACHE, LINUX, ROOT, VENV, SetupError, program, say
from build_scripts.process import answer, quietly

RUN_LOCK = ROOT / "requirements.lock"
DEV_LOCK = ROOT / "requirements-dev.lock"
STAMP = VENV / "setup-stamp.json"
PIP = ["-m", "pip", "--disable-pip-version-check", "--no-input"]
FROM_LOCK = ["--require-hashes", "--only-binary", ":all:", "--progress-bar", "off"]


def prepare(*, dev: bool) -> None:
    """Make ``.venv/`` hold exactly what the lock files say; nothing to do when it already does.

    Args:
        dev: also the tools that check the project.

    Raises:
        SetupError: something cannot be had; the text says what to do.
    """
    wanted = _wanted()
    stamp = _stamp()
    if all(stamp.get(key) == value for key, value in wanted.items()) and stamp.get("dev") in (
        dev,
        True,
    ):
        return
    started = time.monotonic()
    same_place = all(stamp.get(key) == wanted[key] for key in ("python", "root"))
    dev = dev or (same_place and stamp.get("dev") is True)
    if same_place:
        same_content = stamp.get("content") == wanted["content"]
        say(
            "  Adding the tools for the checks"
            if same_content
            else "  The lock has changed: bringing .venv up to date"
        )
        STAMP.unlink()
    else:
        _create()
    lock = DEV_LOCK if dev else RUN_LOCK
    say(f"  Installing the dependencies of {lock.name} (some 150 MB the first time)")
    _pip(["install", *FROM_LOCK, "-r", str(lock)])
    _pip(["install", "--no-deps", "--no-build-isolation", "--no-index", "-e", str(ROOT)])
    STAMP.write_text(json.dumps({**wanted, "dev": dev}, indent=1), encoding="utf-8")
    say(f"  .venv is ready ({time.monotonic() - started:.0f} s)")


def child_environment() -> dict[str, str]:
    """The variables for programs of the environment: its own commands first, UTF-8 everywhere."""
    env = {
        key: value for key, value in os.environ.items() if key not in ("PYTHONHOME", "PYTHONPATH")
    }
    env["VIRTUAL_ENV"] = str(VENV)
    env["PATH"] = os.pathsep.join([str(program("python").parent), env.get("PATH", os.defpath)])
    env["PYTHONUTF8"] = "1"
    return env


def _wanted() -> dict[str, object]:
    """What makes two environments the same: interpreter, place, locks, packaging data."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        data = tomllib.load(file)
    packaging = {key: data[key] for key in ("project", "build-system")}
    digest = hashlib.sha256(json.dumps(packaging, sort_keys=True).encode())
    for lock in (RUN_LOCK, DEV_LOCK):
        digest.update(lock.read_bytes().replace(b"\r\n", b"\n"))
    return {
        "python": f"{sys.implementation.name} {platform.python_version()} {platform.machine()}",
        "root": str(ROOT),
        "content": digest.hexdigest(),
    }


def _stamp() -> dict[str, object]:
    """What the environment was made for; empty when it is missing, broken or half made."""
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    whole = isinstance(stamp, dict) and answer([str(program("python")), "-c", ""]) is not None
    return stamp if whole else {}


def _create() -> None:
    if VENV.is_symlink():
        raise SetupError(f"{VENV} is a link to another folder. Remove the link and call again.")
    if VENV.exists():
        say("  .venv is not whole, or was made for another Python: making it anew")
        try:
            shutil.rmtree(VENV)
        except OSError as error:
            raise SetupError(
                f"{VENV} cannot be removed ({error}).\n"
                "  Close every program that was started from it and call again."
            ) from error
    say(f"  Making .venv with Python {platform.python_version()} ({sys.executable})")
    command = [sys.executable, "-m", "venv"]
    # Debian's python3 comes without ensurepip unless python3-venv is installed.
    if importlib.util.find_spec("ensurepip") is not None:
        quietly([*command, str(VENV)], "venv")
        return
    quietly([*command, "--without-pip", str(VENV)], "venv")
    say("  This Python has no ensurepip: fetching pip as a wheel")
    locked = _locked_pip()
    wheel = _pip_wheel(locked)
    python = str(program("python"))
    quietly([python, f"{wheel}/pip", "install", *FROM_LOCK, "-r", str(locked)], "pip")


def _locked_pip() -> Path:
    """A requirements file with the line of pip in the lock, hash and all."""
    lines = RUN_LOCK.read_text(encoding="utf-8").splitlines()
    begin = next(number for number, line in enumerate(lines) if line.startswith("pip=="))
    end = begin + 1
    while lines[end - 1].endswith("\\"):
        end += 1
    path = CACHE / "pip" / "requirements.txt"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines[begin:end]) + "\n", encoding="utf-8")
    return path


def _pip_wheel(locked: Path) -> Path:
    """Some pip as a wheel that can be run from the file, to install the locked one with.

    Raises:
        SetupError: neither another pip nor Debian's wheel of it is within reach.
    """
    folder = locked.parent
    for pip in ([sys.executable, "-m", "pip"], ["pip3"], ["pip"]):
        if answer([*pip, "--version"]) is None:
            continue
        quietly(
            [*pip, "download", "--no-deps", *FROM_LOCK, "-d", str(folder), "-r", str(locked)], "pip"
        )
        break
    else:
        if LINUX and debian.is_debian():
            folder = debian.unpack_apart("python3-pip-whl") / "usr/share/python-wheels"
    wheels = sorted(folder.glob("pip-*.whl"))
    if not wheels:
        raise SetupError(
            "This Python has neither ensurepip nor pip. Install them and call again"
            " (Debian, Ubuntu: sudo apt-get install -y python3-venv)."
        )
    return wheels[-1]


def _pip(arguments: list[str]) -> None:
    # A user-wide "install for the user" setting contradicts a virtual environment.
    env = {**child_environment(), "PIP_USER": "0"}
    quietly([str(program("python")), *PIP, *arguments], "pip", env)
