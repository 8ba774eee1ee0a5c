"""What a command says: text for people, or one JSON document; progress only for eyes."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Mapping
from typing import Final, TextIO

from inspector_app.cli.tables import pad, width
from inspector_app.domain.errors import InspectorError
from inspector_app.host.i18n import _
from inspector_app.host.wording import error_details, error_texts, number

Json = Mapping[str, object]

_REDRAW_SECONDS: Final = 0.1


class Screen:
    """Standard output and standard error of one command."""

    def __init__(
        self,
        *,
        is_json: bool,
        is_quiet: bool,
        out: TextIO | None = None,
        err: TextIO | None = None,
    ) -> None:
        self.is_json = is_json
        self.is_quiet = is_quiet
        self._out = out or sys.stdout
        self._err = err or sys.stderr
        self._has_answered = False
        self._progress = _ProgressLine(self._err)

    def answer(self, data: Json, text: str) -> None:
        """What was asked for; shown also with ``--quiet``."""
        self._progress.clear()
        if self.is_json:
            self._write_document(data)
        elif text:
            self._out.write(text.rstrip("\n") + "\n")

    def done(self, data: Json, text: str) -> None:
        """A confirmation; ``--quiet`` keeps it back."""
        self.answer(data, "" if self.is_quiet else text)

    def error(self, error: InspectorError) -> None:
        """What went wrong and what to do next."""
        self._progress.clear()
        message, remedy = error_texts(error)
        if self.is_json:
            if not self._has_answered:
                self._write_document({"error": error_document(error)})
            return
        self._err.write(f"{_('Lỗi')}: {message}\n")
        if remedy:
            self._err.write(f"→ {remedy}\n")

    def say(self, text: str) -> None:
        """One line of a command that goes on, on standard output at once; not with ``--json``."""
        self._progress.clear()
        if not self.is_json:
            self._out.write(text.rstrip("\n") + "\n")
            self._out.flush()

    def remark(self, text: str) -> None:
        """Something worth saying beside the answer, on standard error."""
        self._progress.clear()
        if not self.is_json and not self.is_quiet:
            self._err.write(text + "\n")

    def progress(self, done: int, total: int, what: str) -> None:
        """A ``services.ports.host.Progress``; drawn only on a terminal."""
        if not self.is_quiet:
            self._progress.show(done, total, _(what))

    def step(self, index: int, count: int, what: str) -> None:
        """A step of a long command begins; a line of its own, drawn only on a terminal."""
        if not self.is_quiet:
            self._progress.step(f"[{index + 1}/{count}] {_(what)}")

    def close(self) -> None:
        """Leave the terminal clean."""
        self._progress.clear()
        self._out.flush()

    def _write_document(self, data: Json) -> None:
        if self._has_answered:
            raise RuntimeError("a command says one JSON document")
        self._has_answered = True
        json.dump(data, self._out, ensure_ascii=False, indent=2)
        self._out.write("\n")


def error_document(error: InspectorError) -> dict[str, object]:
    """An error as it stands in JSON."""
    message, remedy = error_texts(error)
    details = {
        key: value if _is_plain(value) else str(value)
        for key, value in error_details(error).items()
    }
    return {"code": error.code, "message": message, "remedy": remedy, "details": details}


def _is_plain(value: object) -> bool:
    if isinstance(value, list | tuple):
        return all(_is_plain(one) for one in value)
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_plain(one) for key, one in value.items())
    return value is None or isinstance(value, str | int | float | bool)


class _ProgressLine:
    """One line that is drawn over and over."""

    def __init__(self, err: TextIO) -> None:
        self._err = err
        self._is_terminal = err.isatty()
        self._shown = 0
        self._last = 0.0

    def show(self, done: int, total: int, what: str) -> None:
        if not self._is_terminal:
            return
        now = time.monotonic()
        if done < total and now - self._last < _REDRAW_SECONDS:
            return
        self._last = now
        share = f"{number(100 * done // total)} %" if total > 0 else ""
        line = f"{what} … {share}"
        self._err.write("\r" + pad(line, self._shown))
        self._err.flush()
        self._shown = width(line)

    def step(self, line: str) -> None:
        if self._is_terminal:
            self.clear()
            self._err.write(line + "\n")
            self._err.flush()

    def clear(self) -> None:
        if self._shown:
            self._err.write("\r" + " " * self._shown + "\r")
            self._err.flush()
            self._shown = 0
