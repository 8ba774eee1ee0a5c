"""Debian and Ubuntu packages: installed as root, unpacked into a cache folder without root."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from build_scripts.layout import CACHE, LINUX, SetupError, say
from build_scripts.process import answer, quietly

SYSROOT = CACHE / "sysroot"
_APT = CACHE / "apt"
_DEBS = CACHE / "debs"
_SYSTEM_LISTS = Path("/var/lib/apt/lists")

# Only Mesa's drivers need these; our widgets are painted without OpenGL, and they weigh 150 MB.
_HEAVY = re.compile(r"libllvm|libgl1-mesa-dri|libz3-|mesa-vulkan|libgallium")


def is_debian() -> bool:
    """Whether apt and dpkg are here."""
    return all(shutil.which(name) for name in ("apt-get", "dpkg-deb"))


def is_root() -> bool:
    """Whether packages may be installed for the whole machine."""
    return LINUX and os.geteuid() == 0


def install_command(packages: list[str]) -> str:
    """What a person with the right to do so would type."""
    return f"sudo apt-get install -y --no-install-recommends {' '.join(packages)}"


def install(packages: list[str]) -> None:
    """Install packages for the whole machine; only as root.

    Raises:
        SetupError: apt refuses or fails.
    """
    say(f"  Installing {len(packages)} system package(s): {' '.join(packages)}")
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}
    command = ["apt-get", "-o", "DPkg::Lock::Timeout=120"]
    install_them = [*command, "install", "-y", "--no-install-recommends", *packages]
    if any(_SYSTEM_LISTS.glob("*Packages*")):
        try:
            quietly(install_them, "apt", env)
            return
        except SetupError:
            say("  … apt's lists may be old: refreshing them")
    quietly([*command, "update"], "apt", env)
    quietly(install_them, "apt", env)


def unpack(packages: list[str]) -> None:
    """Download packages with what they need and unpack them into the sysroot; needs no root.

    Raises:
        SetupError: apt knows no such package or nothing can be downloaded.
    """
    say(f"  Without root: unpacking into .cache/sysroot: {' '.join(packages)}")
    _unpack(packages, SYSROOT)


def unpack_apart(package: str) -> Path:
    """Download one package alone and unpack it into a folder of its own; return the folder.

    Raises:
        SetupError: apt knows no such package or it cannot be downloaded.
    """
    folder = CACHE / "unpacked" / package
    _unpack([package], folder, alone=True)
    return folder


def _unpack(packages: list[str], target: Path, *, alone: bool = False) -> None:
    options = _own_lists()
    chosen = packages if alone else _with_dependencies(packages, options)
    _DEBS.mkdir(parents=True, exist_ok=True)
    for old in _DEBS.glob("*.deb"):
        old.unlink()
    # apt writes downloads into the working folder, so a shell changes into it first.
    script = 'cd "$0" && exec apt-get "$@"'
    quietly(["sh", "-c", script, str(_DEBS), *options, "download", *chosen], "apt")
    target.mkdir(parents=True, exist_ok=True)
    for deb in sorted(_DEBS.glob("*.deb")):
        quietly(["dpkg-deb", "-x", str(deb), str(target)], "apt")
        deb.unlink()


def _own_lists() -> list[str]:
    """The options that let apt work without root, with lists of our own when it has none."""
    options = [
        "-o",
        "APT::Sandbox::User=",
        "-o",
        "Dir::Cache::pkgcache=",
        "-o",
        "Dir::Cache::srcpkgcache=",
    ]
    if any(_SYSTEM_LISTS.glob("*Packages*")):
        return options
    for folder in ("lists/partial", "archives/partial"):
        (_APT / folder).mkdir(parents=True, exist_ok=True)
    options += [
        "-o",
        f"Dir::State::lists={_APT / 'lists'}",
        "-o",
        f"Dir::Cache::archives={_APT / 'archives'}",
    ]
    if not any((_APT / "lists").glob("*Packages*")):
        quietly(["apt-get", *options, "update"], "apt")
    return options


def _with_dependencies(packages: list[str], options: list[str]) -> list[str]:
    """What apt would newly install for these packages; real names for virtual ones."""
    env = {**os.environ, "LC_ALL": "C"}
    command = ["apt-get", *options, "--no-install-recommends", "-s", "install", *packages]
    plan = answer(command, env)
    if plan is None:
        raise SetupError(
            f"apt finds no way to install {' '.join(packages)}.\n  Ask an administrator for:\n"
            f"    sudo apt-get update && {install_command(packages)}"
        )
    # "Inst name [installed] (new …)": an upgrade of something installed is never unpacked aside.
    new = re.findall(r"^Inst (\S+) \(", plan, re.MULTILINE)
    # Nothing new although files are missing: installed, but damaged; then the packages themselves.
    return [name for name in new if not _HEAVY.match(name)] or packages
