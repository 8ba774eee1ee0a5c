"""What the program needs from the system: libraries of Qt, fonts, and a display for the tests."""

from __future__ import annotations

import os
import re
import shutil
import struct
from pathlib import Path

from build_scripts import debian
from build_scripts.layout import CACHE, LINUX, ROOT, SetupError, say
from build_scripts.process import answer, quietly, with_front

# What Qt 6.11's libQt6Gui, xcb, offscreen, EGL and GLX plugins are linked with (readelf -d), beyond
# what PySide6 carries itself; beside each the Debian package that holds it.
QT_LIBRARIES = {
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libzstd.so.1": "libzstd1",
    "libstdc++.so.6": "libstdc++6",
}
FONT_PACKAGE = "fonts-liberation2"
FONT_FACES = tuple(
    f"LiberationSerif-{face}.ttf" for face in ("Regular", "Bold", "Italic", "BoldItalic")
)
FONT_ROOTS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    str(debian.SYSROOT / "usr/share/fonts"),
)
# A virtual display and a window manager, so that windows get the keyboard as on a desk.
TEST_COMMANDS = {
    "Xvfb": "xvfb",
    "xkbcomp": "x11-xkb-utils",
    "openbox": "openbox",
    "pdftotext": "poppler-utils",
    "xdotool": "xdotool",
}
# JavaRosa, the referee of the form engine (tests/referee): java runs it, javac compiles its driver.
JDK_COMMANDS = ("java", "javac")
JDK_PACKAGE = "default-jdk-headless"
# Automerge, the oracle of the merge (tests/proof): node runs it, npm fetches what its lock file names.
NODE_COMMANDS = ("node", "npm")
NODE_PACKAGES = ["nodejs", "npm"]
ORACLE = ROOT / "tests" / "proof" / "automerge"


def prepare(*, display: bool) -> None:
    """Install what is missing: Qt's libraries, the document fonts, for tests a virtual display.

    Only Linux needs any of it. As root Debian packages are installed; otherwise they are unpacked
    into ``.cache/sysroot``. What cannot be had is said aloud, with the command to type.
    """
    if not LINUX:
        return
    if display:
        _prepare_jdk()
        _prepare_oracle()
    packages = _missing(display=display)
    if not packages:
        return
    if not debian.is_debian():
        say("  This system has no apt. Missing here, by their Debian names: " + " ".join(packages))
        return
    try:
        if debian.is_root():
            debian.install(packages)
        else:
            debian.unpack(packages)
    except SetupError as error:
        say(f"  ! {error}")
    left = _missing(display=display)
    if left:
        say("  ! Still missing; with an administrator's rights:")
        say(f"      sudo apt-get update && {debian.install_command(left)}")


def _prepare_jdk() -> None:
    """Install a JDK as root on Debian; elsewhere the tests that need one say so and are skipped.

    Apart from the rest: it is large, and nothing else may fail for want of it. It is not unpacked
    without root: its commands are links that only an installation makes.
    """
    if all(shutil.which(name) for name in JDK_COMMANDS):
        return
    if not (debian.is_debian() and debian.is_root()):
        say("  No JDK here (java, javac): the form engine is not compared with JavaRosa.")
        return
    try:
        debian.install([JDK_PACKAGE])
    except SetupError as error:
        say(f"  ! {error}")


def _prepare_oracle() -> None:
    """Install Node as root on Debian and fetch Automerge into the cache; like the JDK otherwise."""
    if not all(shutil.which(name) for name in NODE_COMMANDS):
        if not (debian.is_debian() and debian.is_root()):
            say("  No Node here (node, npm): the merge is not compared with Automerge.")
            return
        try:
            debian.install(NODE_PACKAGES)
        except SetupError as error:
            say(f"  ! {error}")
            return
    folder = (CACHE / "automerge").resolve()  # npm is confused by a linked folder
    lock = ORACLE / "package-lock.json"
    kept = folder / "package-lock.json"
    if (folder / "node_modules").is_dir() and kept.read_bytes() == lock.read_bytes():
        return
    say("  Fetching Automerge for the tests")
    folder.mkdir(parents=True, exist_ok=True)
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(ORACLE / name, folder / name)
    npm = shutil.which("npm") or "npm"
    try:
        quietly([npm, "ci", "--prefix", str(folder), "--no-audit", "--no-fund"], "npm")
    except SetupError as error:
        shutil.rmtree(folder, ignore_errors=True)
        say(f"  ! {error}")


def add_to(env: dict[str, str]) -> None:
    """Let child processes find what was unpacked into the sysroot, and the document fonts."""
    fonts = font_folder()
    if fonts is not None:
        env.setdefault("INSPECTOR_FONT_DIR", str(fonts))
    if not LINUX or not debian.SYSROOT.exists():
        return
    with_front("LD_LIBRARY_PATH", [str(folder) for folder in _sysroot_library_folders()], env)
    env["PATH"] = os.pathsep.join([env.get("PATH", os.defpath), str(debian.SYSROOT / "usr/bin")])
    share = debian.SYSROOT / "usr/share"
    for variable, inside in (("XKB_CONFIG_ROOT", "X11/xkb"), ("XLOCALEDIR", "X11/locale")):
        if not Path("/usr/share", inside).exists() and (share / inside).exists():
            env.setdefault(variable, str(share / inside))
    if not Path("/etc/fonts/fonts.conf").exists():
        env.setdefault("FONTCONFIG_FILE", str(_font_configuration(fonts)))


def font_folder() -> Path | None:
    """The folder with the four faces of Liberation Serif 2, or None.

    Version 1 has the same file names but other outlines and no full Vietnamese.
    """
    for root in FONT_ROOTS if LINUX else ():
        for regular in sorted(Path(root).expanduser().rglob(FONT_FACES[0])):
            whole = all((regular.parent / face).is_file() for face in FONT_FACES)
            if whole and _font_revision(regular) >= 2:
                return regular.parent
    return None


def _missing(*, display: bool) -> list[str]:
    """The Debian packages of what is not here yet, each once."""
    known = _libraries()
    missing = [package for name, package in QT_LIBRARIES.items() if name not in known]
    if font_folder() is None:
        missing.append(FONT_PACKAGE)
    if display:
        path = os.pathsep.join(
            [os.environ.get("PATH", os.defpath), str(debian.SYSROOT / "usr/bin")]
        )
        missing += [
            pack for name, pack in TEST_COMMANDS.items() if not shutil.which(name, path=path)
        ]
    return list(dict.fromkeys(missing))


def _libraries() -> set[str]:
    """The names of the shared libraries that a program started by us would find."""
    ldconfig = shutil.which("ldconfig", path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin")
    printed = answer([ldconfig or "ldconfig", "-p"]) or ""
    known = set(re.findall(r"^\s+(\S+) \(", printed, re.MULTILINE))
    for folder in _sysroot_library_folders():
        known.update(entry.name for entry in folder.iterdir())
    return known


def _sysroot_library_folders() -> list[Path]:
    bases = [debian.SYSROOT / "usr/lib", debian.SYSROOT / "lib"]
    return [
        folder
        for base in bases
        for folder in (*sorted(base.glob("*-linux-gnu*")), base)
        if folder.is_dir()
    ]


def _font_revision(path: Path) -> float:
    """``head.fontRevision`` of a TrueType file (OpenType 1.9, "head": Fixed 16.16 at offset 4)."""
    data = path.read_bytes()[:4096]
    for index in range(struct.unpack_from(">H", data, 4)[0]):
        tag, _, offset, _ = struct.unpack_from(">4sLLL", data, 12 + 16 * index)
        if tag == b"head":
            with path.open("rb") as file:
                file.seek(offset + 4)
                return float(struct.unpack(">l", file.read(4))[0]) / 65536
    return 0.0


def _font_configuration(fonts: Path | None) -> Path:
    """A fontconfig file for a machine that has none."""
    path = CACHE / "fonts.conf"
    folder = f"<dir>{fonts}</dir>" if fonts else ""
    text = (
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "fonts.dtd">\n'
        f"<fontconfig><dir>/usr/share/fonts</dir>{folder}<cachedir>{CACHE / 'fontconfig'}</cachedir></fontconfig>\n"
    )
    if not path.exists() or path.read_text(encoding="utf-8") != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return path
