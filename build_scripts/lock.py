"""The lock files: exact versions with hashes, good for every system and Python we support."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from build_scripts.environment import DEV_LOCK, PIP, RUN_LOCK, child_environment
from build_scripts.layout import CACHE, ROOT, program, say
from build_scripts.process import quietly

# uv resolves for all systems at once and keeps the markers (colorama and tzdata on Windows);
# installing stays with pip.
UV = "uv==0.13.9"
PYTHONS = ("3.11", "3.12", "3.13")
SYSTEMS = (
    "x86_64-manylinux_2_34",  # the wheels of Qt: Debian 12, Ubuntu 22.04 and newer
    "x86_64-pc-windows-msvc",
    "aarch64-apple-darwin",  # cryptography 50 has no wheel for Macs with an Intel processor
)
HEADER = "# Made by: python3 build_scripts/dev.py lock\n"


def make(*, upgrade: bool) -> None:
    """Write both lock files anew and check that every system finds a wheel of every line.

    Args:
        upgrade: take the newest versions that pyproject.toml allows; otherwise keep what is locked.

    Raises:
        SetupError: no solution, or a version without a wheel for one of the systems.
    """
    uv = _uv()
    _compile(uv, RUN_LOCK, ["--extra", "setup"], upgrade=upgrade)
    # The runtime part of both files is the same, version for version.
    _compile(
        uv, DEV_LOCK, ["--extra", "setup", "--extra", "dev", "-c", RUN_LOCK.name], upgrade=upgrade
    )
    for system in SYSTEMS:
        for python in PYTHONS:
            _check(uv, system, python)
        say(f"  Every wheel is there for {system}, Python {', '.join(PYTHONS)}")


def _uv() -> list[str]:
    folder = CACHE / "tools"
    say(f"  Fetching {UV}")
    quietly(
        [str(program("python")), *PIP, "install", "--upgrade", "--target", str(folder), UV], "lock"
    )
    return [str(folder / "bin" / ("uv.exe" if os.name == "nt" else "uv")), "pip"]


def _environment() -> dict[str, str]:
    """Uv does not read pip's settings; the index of ``PIP_INDEX_URL`` is meant for both."""
    env = child_environment()
    if index := env.get("PIP_INDEX_URL"):
        env["UV_DEFAULT_INDEX"] = index
    return env


def _compile(uv: list[str], target: Path, options: list[str], *, upgrade: bool) -> None:
    say(f"  Solving {target.name}")
    command = [*uv, "compile", "--universal", "--python-version", PYTHONS[0], "--generate-hashes"]
    command += [
        "--only-binary",
        ":all:",
        "--no-header",
        # pip before 23.3 takes coverage[toml] of pytest-cov for a package of its own and unpinned.
        "--no-strip-extras",
        "--no-emit-index-url",
        "--no-emit-find-links",
    ]
    command += ["--upgrade"] if upgrade else []
    quietly([*command, *options, "pyproject.toml", "-o", str(target)], "lock", _environment())
    text = target.read_text(encoding="utf-8").removeprefix(HEADER).replace(str(ROOT) + os.sep, "")
    target.write_text(HEADER + text, encoding="utf-8", newline="\n")


def _check(uv: list[str], system: str, python: str) -> None:
    """Solve an installation for another system without downloading it."""
    with tempfile.TemporaryDirectory() as nowhere:
        command = [
            *uv,
            "install",
            "--dry-run",
            "--require-hashes",
            "--only-binary",
            ":all:",
            "--target",
            nowhere,
        ]
        command += ["--python-platform", system, "--python-version", python, "-r", str(DEV_LOCK)]
        quietly(command, "lock", _environment())
