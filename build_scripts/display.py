"""Displays: whether there is one to open windows on, and a virtual one for the tests."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from build_scripts.debian import SYSROOT
from build_scripts.layout import CACHE, LINUX, LOGS, say
from build_scripts.worker_display import DISPLAYS

SCREEN = "1366x768x24"  # the smallest screen the program is made for
_COMPILED_FOLDER = b"\0/usr/bin\0"


def has_display(env: Mapping[str, str]) -> bool:
    """Whether a window can be opened; Windows and macOS always have a desk."""
    return not LINUX or bool(env.get("DISPLAY") or env.get("WAYLAND_DISPLAY"))


@contextlib.contextmanager
def virtual_displays(env: dict[str, str], count: int) -> Iterator[dict[str, str]]:
    """The environment for window tests: for each worker an X server with a window manager.

    Where there is no Xvfb the tests draw on Qt's offscreen platform, and that is said aloud.
    """
    env = {key: value for key, value in env.items() if key not in ("WAYLAND_DISPLAY", "DISPLAY")}
    server = shutil.which("Xvfb", path=env.get("PATH")) if LINUX else None
    with contextlib.ExitStack() as running:
        displays = _start_displays(server, count, env, running) if server else []
        if not displays:
            if LINUX:
                say(
                    "  ! No virtual display: window tests draw offscreen (sudo apt-get install -y xvfb openbox)"
                )
            yield {**env, "QT_QPA_PLATFORM": "offscreen"}
            return
        yield env | {
            "DISPLAY": displays[0],
            DISPLAYS: " ".join(displays),
            "QT_QPA_PLATFORM": "xcb",
        }


def _start_displays(
    server: str, count: int, env: dict[str, str], running: contextlib.ExitStack
) -> list[str]:
    """The displays that came up; none as soon as one does not."""
    displays: list[str] = []
    for _each in range(count):
        number = _start_server(server, env, running)
        if number is None:
            return []
        displays.append(f":{number}")
        _start_window_manager({**env, "DISPLAY": displays[-1]}, running)
    return displays


def _start_server(server: str, env: dict[str, str], running: contextlib.ExitStack) -> str | None:
    """Start Xvfb on a free number; return the number, or None when it does not come up."""
    command, folder = [server], None
    if server.startswith(str(SYSROOT)):
        folder = SYSROOT / "usr/bin"
        keyboards = SYSROOT / "usr/share/X11/xkb"
        command = [str(_movable_server(Path(server)))]
        command += ["-xkbdir", str(keyboards)] if keyboards.exists() else []
    reading, writing = os.pipe()
    command += ["-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"]
    LOGS.mkdir(parents=True, exist_ok=True)
    log = running.enter_context((LOGS / "xvfb.log").open("ab"))
    try:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=env,
            pass_fds=[writing],
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
        )
    except OSError as error:
        say(f"  ! {server} cannot be started: {error}")
        os.close(reading)
        return None
    finally:
        os.close(writing)
    running.callback(_stop, process)
    with os.fdopen(reading, encoding="ascii") as pipe:
        number = pipe.readline().strip()  # ends when the server is ready, or has ended
    if not number:
        say(f"  ! Xvfb did not come up; see {LOGS / 'xvfb.log'}")
    return number or None


def _movable_server(server: Path) -> Path:
    """A copy of an unpacked Xvfb that finds ``xkbcomp`` in the folder it is started in.

    The folder of xkbcomp is compiled in as "/usr/bin" and has no option; where nobody could install
    the package there is no such file. The copy has "." in its place, with zeros up to the old length.
    """
    if Path("/usr/bin/xkbcomp").exists():
        return server
    copy = server.with_name("Xvfb-movable")
    if not copy.exists():
        data = server.read_bytes()
        copy.write_bytes(data.replace(_COMPILED_FOLDER, b"\0." + bytes(len(_COMPILED_FOLDER) - 2)))
        copy.chmod(0o755)
    return copy


def _start_window_manager(env: dict[str, str], running: contextlib.ExitStack) -> None:
    manager = shutil.which("openbox", path=env.get("PATH"))
    if manager is None:
        return
    # A home of its own: no settings of the person who runs the tests, no menu files looked for.
    CACHE.mkdir(parents=True, exist_ok=True)
    home = running.enter_context(tempfile.TemporaryDirectory(dir=CACHE, ignore_cleanup_errors=True))
    own = {
        **env,
        "HOME": home,
        "XDG_CONFIG_HOME": home,
        "XDG_CACHE_HOME": home,
        "XDG_DATA_HOME": home,
    }
    if manager.startswith(str(SYSROOT)):
        own["XDG_CONFIG_DIRS"] = str(SYSROOT / "etc/xdg")
        own["XDG_DATA_DIRS"] = str(SYSROOT / "usr/share")
    with (LOGS / "openbox.log").open("ab") as log:
        process = subprocess.Popen(
            [manager, "--sm-disable"], env=own, stdout=log, stderr=log, stdin=subprocess.DEVNULL
        )
    running.callback(_stop, process)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
