"""``inspector form try``: a form tried out line by line, by its author or by a script.

The protocol is in ``docs/authoring.md``. One JSON object per line goes out at once, so that a
program can hold the command open as a pipe and ask one thing after another.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, tzinfo
from typing import Final

from inspector_app.cli.context import Context
from inspector_app.cli.parser import Words
from inspector_app.cli.zones import offset, zone
from inspector_app.domain.errors import UsageError
from inspector_app.domain.form.instance.dry_run import DryRun, Reply
from inspector_app.domain.form.surroundings import Surroundings
from inspector_app.host.i18n import _, gettext, language

_MAX_LINE: Final = 1_000_000
_NOON: Final = time(12)


def add(group: Words) -> None:
    """Add the command to ``inspector form``."""
    parser = group.command(
        "try", _("chạy thử một phiếu: đọc từng lệnh ở đầu vào, trả lời từng dòng JSON"), _try
    )
    parser.add_argument(
        "file", metavar=_("TỆP"), help=_("XLSForm (.xlsx, .xls, .csv, .md) hoặc XForm (.xml)")
    )
    moment = parser.add_mutually_exclusive_group()
    moment.add_argument(
        "--today",
        default="",
        metavar=_("NGÀY"),
        help=_("coi hôm nay là ngày này (2026-01-31), lúc 12 giờ"),
    )
    moment.add_argument(
        "--now",
        default="",
        metavar=_("THỜI_ĐIỂM"),
        help=_("coi bây giờ là lúc này (2026-01-31T09:30)"),
    )
    parser.add_argument(
        "--tz",
        default="",
        metavar=_("MÚI_GIỜ"),
        help=_("múi giờ, ví dụ Asia/Ho_Chi_Minh; mặc định theo máy này"),
    )


def _try(context: Context) -> int:
    surroundings = _surroundings(context)
    form = context.workshop.read_form(context.text("file"))
    run = DryRun(form, surroundings, language(), gettext)
    out = sys.stdout
    for line in _lines():
        replies = [_unreadable()] if line is None else run.line(line)
        for reply in replies:
            out.write(json.dumps(reply, ensure_ascii=False) + "\n")
        out.flush()
    return 0


def _lines() -> Iterator[str | None]:
    """The lines of standard input as they come; None for one that is no text or has no end."""
    source = sys.stdin.buffer
    while line := source.readline(_MAX_LINE):
        is_whole = line.endswith(b"\n") or len(line) < _MAX_LINE
        while not is_whole and (rest := source.readline(_MAX_LINE)):
            is_whole = rest.endswith(b"\n")
            line = b"\xff"
        try:
            yield line.decode("utf-8").removeprefix("\ufeff")
        except UnicodeDecodeError:
            yield None


def _unreadable() -> Reply:
    return {"error": _("dòng này không phải văn bản UTF-8, hoặc dài quá mức")}


def _surroundings(context: Context) -> Surroundings:
    """The moment and zone asked for. Raises: UsageError."""
    where = zone(context.text("tz"), context.place)
    fixed = _moment(context)
    if fixed is None:
        now, chance = datetime.now(UTC), os.urandom
    else:
        now = fixed if fixed.tzinfo else _in_zone(fixed, where)
        chance = _repeatable()
    return Surroundings(
        now_ms=round(now.timestamp() * 1000),
        offset=lambda moment: offset(moment, where),
        random_bytes=chance,
    )


def _moment(context: Context) -> datetime | None:
    day, moment = context.text("today"), context.text("now")
    try:
        if day:
            return datetime.combine(date.fromisoformat(day), _NOON)
        return datetime.fromisoformat(moment) if moment else None
    except ValueError:
        raise UsageError(
            what=_("«{text}» không phải ngày hoặc thời điểm, ví dụ 2026-01-31").format(
                text=day or moment
            ),
            command=context.place,
        ) from None


def _in_zone(moment: datetime, where: tzinfo | None) -> datetime:
    return moment.replace(tzinfo=where) if where else moment.astimezone()


def _repeatable() -> Callable[[int], bytes]:
    """Chance that falls the same way in every run with a fixed moment."""
    drawn = 0

    def draw(length: int) -> bytes:
        nonlocal drawn
        drawn += 1
        return hashlib.shake_256(drawn.to_bytes(8, "big")).digest(length)

    return draw
