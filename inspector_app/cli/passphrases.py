"""Secrets never stand among the words of a command: file, environment, or keyboard without echo."""

from __future__ import annotations

import getpass
import os
import sys
from typing import Final

from inspector_app.domain.errors import CancelledError, UsageError
from inspector_app.host.files import HostFiles
from inspector_app.host.i18n import _

_MOST_BYTES: Final = 64 * 1024


def read_secret(
    question: str, path: str | None, variable: str, option: str, place: str, *, is_new: bool = False
) -> str:
    """A secret from a file (its first line; ``-`` is standard input), a variable, or a person.

    Args:
        question: what to ask at the keyboard.
        path: of the file, or None.
        variable: name of the environment variable.
        option: what the file's option is called, for the advice.
        place: the words of the command, for the advice.
        is_new: ask twice at the keyboard.

    Raises:
        UsageError: nobody said it and nobody can be asked.
        FileAccessError, CancelledError
    """
    if path == "-":
        return sys.stdin.readline().rstrip("\r\n")
    if path:
        data = HostFiles().read(path, limit=_MOST_BYTES)
        return data.decode("utf-8-sig", "replace").split("\n", 1)[0].rstrip("\r")
    said = os.environ.get(variable)
    if said is not None:
        return said
    if not is_interactive():
        raise UsageError(
            what=_("chưa có mật khẩu: đặt biến {variable} hoặc thêm {option} TỆP").format(
                variable=variable, option=option
            ),
            command=place,
        )
    typed = _ask(question)
    if is_new and _ask(_("Nhập lại một lần nữa: ")) != typed:
        raise UsageError(what=_("hai lần nhập không giống nhau"), command=place)
    return typed


def is_interactive() -> bool:
    """Whether there is a person at the keyboard."""
    return sys.stdin is not None and sys.stdin.isatty() and sys.stderr.isatty()


def confirm(question: str) -> bool:
    """A yes-or-no question to the person; no person means no."""
    if not is_interactive():
        return False
    sys.stderr.write(question)
    sys.stderr.flush()
    try:
        said = sys.stdin.readline()
    except KeyboardInterrupt as error:
        raise CancelledError from error
    return said.strip().casefold() in ("c", "có", "co", "y", "yes")


def _ask(question: str) -> str:
    try:
        return getpass.getpass(question, stream=sys.stderr)
    except (EOFError, KeyboardInterrupt) as error:
        raise CancelledError from error
