"""JavaRosa as a program that speaks the protocol of ``inspector form try``."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import threading
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType

SOURCE = Path(__file__).with_name("Referee.java")
CACHE = Path(__file__).resolve().parents[2] / ".cache" / "referee"
ZONE = "Asia/Ho_Chi_Minh"
PATIENCE = 120.0
"""Seconds after which a silent driver is killed; one answer takes milliseconds."""


def missing() -> str:
    """What this machine lacks to run the referee; empty when nothing."""
    absent = [name for name in ("java", "javac") if shutil.which(name) is None]
    return f"no {' and no '.join(absent)} on the path (a JDK 17 has both)" if absent else ""


def compiled() -> Path:
    """The folder with the driver's classes, compiled once for each state of its source and jar."""
    jar = _jar()
    key = hashlib.sha256(SOURCE.read_bytes() + str(jar.stat().st_size).encode()).hexdigest()[:16]
    folder = CACHE / key
    if not folder.exists():
        fresh = CACHE / f"{key}.{os.getpid()}"
        fresh.mkdir(parents=True, exist_ok=True)
        command = ["javac", "-nowarn", "-encoding", "UTF-8", "-cp", str(jar), "-d", str(fresh)]
        done = subprocess.run(
            [*command, str(SOURCE)], capture_output=True, text=True, timeout=300, check=False
        )
        if done.returncode != 0:
            raise RuntimeError(f"javac refused {SOURCE.name}:\n{done.stderr}")
        try:
            fresh.rename(folder)
        except OSError:  # another process was first; its classes are the same
            shutil.rmtree(fresh)
    return folder


class JavaRosa:
    """One running driver; it can load one form after another.

    Raises:
        RuntimeError: javac or java refuses.
    """

    def __init__(self) -> None:
        path = os.pathsep.join((str(_jar()), str(compiled())))
        self._process = subprocess.Popen(
            [
                "java",
                "-Xss8m",
                "-XX:+UseSerialGC",
                "-Dfile.encoding=UTF-8",
                f"-Duser.timezone={ZONE}",
                "-cp",
                path,
                "Referee",
            ],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )

    def __enter__(self) -> JavaRosa:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def load(self, form: Path) -> None:
        """Start over with another form; files that it names lie beside it.

        Raises:
            RuntimeError: JavaRosa refuses the form.
        """
        reply = self.line(f"FORM\t{form}")[0]
        if "error" in reply:
            raise RuntimeError(f"JavaRosa refuses {form.name}: {reply['error']}")

    def line(self, text: str) -> list[dict[str, object]]:
        """Send one line; all objects that answer it.

        Raises:
            RuntimeError: the driver died or was silent for too long.
        """
        assert self._process.stdin is not None
        watchdog = threading.Timer(PATIENCE, self._process.kill)
        watchdog.start()
        try:
            self._process.stdin.write(text + "\n")
            self._process.stdin.flush()
            replies = [self._reply(text)]
            while text == "DUMP" and "end" not in replies[-1] and "error" not in replies[-1]:
                replies.append(self._reply(text))
            return replies
        finally:
            watchdog.cancel()

    def close(self) -> None:
        """End the driver, whatever it is doing."""
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream is not None:
                stream.close()

    def _reply(self, text: str) -> dict[str, object]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the driver ended while it answered {text[:200]!r}")
        reply: dict[str, object] = json.loads(line)
        return reply


def _jar() -> Path:
    spec = find_spec("pyxform")
    assert spec is not None
    assert spec.origin is not None
    return Path(spec.origin).parent / "validators" / "odk_validate" / "bin" / "ODK_Validate.jar"
