"""The door of the command line: words in, exit status out, no traceback ever."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

from inspector_app import __version__
from inspector_app.cli import (
    bundle,
    card,
    conflict,
    demo,
    device,
    doctor,
    evidence,
    finding,
    form,
    inspection,
    log,
    report,
    requirement,
    score,
    self_test,
    trip,
    vault,
)
from inspector_app.cli.context import Context
from inspector_app.cli.parser import Parser, Words, add_global_options, early_option
from inspector_app.cli.screen import Screen
from inspector_app.domain.errors import CancelledError, InspectorError, InternalError
from inspector_app.host import logs, settings
from inspector_app.host.i18n import _, set_language

GROUPS = (
    vault,
    card,
    device,
    trip,
    form,
    inspection,
    evidence,
    finding,
    requirement,
    score,
    bundle,
    conflict,
    log,
    report,
    demo,
    self_test,
    doctor,
)
BROKEN_PIPE = 141  # as a shell reports a process that SIGPIPE ended


def main(arguments: Sequence[str]) -> int:
    """Run one command; returns the exit status."""
    _speak_utf8()
    set_language(early_option(arguments, "lang") or settings.load().language)
    screen = Screen(is_json="--json" in arguments, is_quiet="--quiet" in arguments)
    try:
        return _run(arguments, screen)
    except InspectorError as error:
        screen.error(error)
        return error.exit_status
    except KeyboardInterrupt:
        screen.error(CancelledError())
        return CancelledError.exit_status
    except BrokenPipeError:
        # the reader has gone (``… | head``); nobody is left to tell, nor must Python try at exit
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except Exception as error:  # noqa: BLE001 (the one door of the command line)
        path = logs.record_failure(error, "command line")
        screen.error(InternalError(what=type(error).__name__, log=path))
        return InternalError.exit_status


def build_parser() -> Parser:
    """The whole grammar, in the language spoken now."""
    parser = Parser(
        prog="inspector",
        description=_(
            "PAR Inspector: kiểm tra cải cách hành chính, không cần mạng."
            " Không có lệnh nào thì mở cửa sổ chương trình."
        ),
        epilog=_(
            "Xem thêm: «inspector LỆNH --help». Thử ngay với dữ liệu mẫu:"
            " «inspector demo --out THƯ_MỤC»."
        ),
    )
    parser.add_argument(
        "--version",
        action="version",
        version=f"PAR Inspector {__version__}",
        help=_("xem phiên bản"),
    )
    add_global_options(parser)
    words = Words(parser, 1)
    for group in GROUPS:
        group.add(words)
    return parser


def _run(arguments: Sequence[str], screen: Screen) -> int:
    words = build_parser().parse_args(list(arguments))
    status: int = words.run(Context(words, screen))
    screen.close()
    return status


def _speak_utf8() -> None:
    """Vietnamese needs UTF-8, whatever the console of this computer was set to."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
