"""What the demonstration of the whole trip leaves to read, and the table that it prints."""

from __future__ import annotations

import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Final

from inspector_app import __version__
from inspector_app.cli import documents
from inspector_app.cli.demo_scenario import FOLDER, Player
from inspector_app.cli.demo_summary import program_name
from inspector_app.cli.demo_trip import PlayedTrip, UnitStanding
from inspector_app.cli.naming import progress_text
from inspector_app.cli.tables import pairs, table
from inspector_app.domain.scoring.arithmetic import percentage
from inspector_app.host import resources
from inspector_app.host.files import HostFiles
from inspector_app.host.i18n import _
from inspector_app.host.wording import DASH, number

COMMANDS: Final = (
    "trip show",
    'inspection show "Phú Bình"',
    'inspection check "An Khê"',
    'finding list "Sông Trung"',
    'requirement list "Trung tâm"',
    'report build "Minh Trại" --out bien-ban-minh-trai.pdf',
)


def rate_text(part: int, whole: int) -> str:
    """A share as people write it: ``99,57 %``; a dash where nothing was counted."""
    found = percentage(Decimal(part), Decimal(whole))
    return DASH if found is None else f"{number(found, 2)} %"


def summary_document(
    leaders: Sequence[Player], played: PlayedTrip, folder: Path, seconds: float
) -> documents.Document:
    """Everything a program needs to go on playing."""
    return {
        "program": __version__,
        "folder": str(folder),
        "seconds": round(seconds, 1),
        "state_digest": played.digest,
        "changes": played.changes,
        "vaults": [
            {
                "key": one.key,
                "path": str(folder / one.folder),
                "name": one.person.name,
                "passphrase": one.passphrase,
                "recovery_code": played.vaults[one.key].recovery_code,
                "fingerprint": played.vaults[one.key].fingerprint,
            }
            for one in leaders
        ],
        "units": [_unit(one) for one in played.units],
        "on_time": {"numerator": played.in_time, "denominator": played.resolved},
    }


def write_trip_summary(
    leaders: Sequence[Player], played: PlayedTrip, built_in: Path, folder: Path, seconds: float
) -> documents.Document:
    """Write ``summary.json`` and ``TOM-TAT.md`` into ``built_in``; paths are those of ``folder``."""
    document = summary_document(leaders, played, folder, seconds)
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    readable = _readable(leaders, played, folder)
    for name, content in (("summary.json", text), ("TOM-TAT.md", readable)):
        with HostFiles().create(str(built_in / name)) as sink:
            sink.write(content.encode())
    return document


def trip_text(leaders: Sequence[Player], played: PlayedTrip, folder: Path, seconds: float) -> str:
    """What the command prints: every unit, the whole, and what to try next."""
    head = _("Đã dựng đợt kiểm tra mẫu trong {seconds} giây: {units} đơn vị, {changes} thay đổi.")
    rows = [_cells(one) for one in played.units]
    first = leaders[0]
    whole = f"{number(played.in_time)}/{number(played.resolved)}"
    return "\n\n".join(
        (
            head.format(
                seconds=number(seconds, 1),
                units=number(len(played.units)),
                changes=number(played.changes),
            ),
            table(_headings(), rows, right=(2, 3, 4, 5, 7)),
            pairs(
                [
                    (
                        _("Đúng hạn cả đợt"),
                        f"{whole} = {rate_text(played.in_time, played.resolved)}",
                    ),
                    (_("Đọc trước"), str(folder / "TOM-TAT.md")),
                    (_("Kho dữ liệu"), ", ".join(str(folder / one.folder) for one in leaders)),
                    (_("Mật khẩu"), first.passphrase),
                    (_("Mở cửa sổ"), f"{program_name()} --vault {folder / first.folder}"),
                ]
            ),
        )
    )


def _headings() -> tuple[str, ...]:
    return (
        _("Đoàn"),
        _("Đơn vị"),
        _("Đã trả lời"),
        _("Giải quyết đúng hạn"),
        _("Tỷ lệ"),
        _("Chỉ số"),
        _("Xếp loại"),
        _("Tồn tại"),
    )


def _cells(one: UnitStanding) -> tuple[str, ...]:
    return (
        str(one.inspection.team.number),
        one.inspection.unit.name,
        progress_text(one.progress),
        f"{number(one.in_time)}/{number(one.resolved)}",
        rate_text(one.in_time, one.resolved),
        DASH if one.index is None else number(one.index, 2),
        one.band or DASH,
        number(one.findings),
    )


def _unit(one: UnitStanding) -> documents.Document:
    return {
        "inspection": one.inspection.id.hex(),
        "unit": one.inspection.unit.name,
        "team": one.inspection.team.number,
        "progress": documents.progress(one.progress),
        "on_time": {"numerator": one.in_time, "denominator": one.resolved},
        "index": None if one.index is None else str(one.index),
        "band": one.band,
        "findings": one.findings,
        "requirements": one.requirements,
    }


def _readable(leaders: Sequence[Player], played: PlayedTrip, folder: Path) -> str:
    template = resources.resource(FOLDER, "tom-tat-dot.md").read_text(encoding="utf-8")
    vaults = [
        f"| {one.person.name} | `{one.folder}/` | `{one.passphrase}` |"
        f" `{played.vaults[one.key].recovery_code}` |"
        for one in leaders
    ]
    program = program_name()
    return template.format(
        units=len(played.units),
        folder=folder,
        vaults="\n".join(vaults),
        table="\n".join(f"| {' | '.join(_cells(one))} |" for one in played.units),
        in_time=number(played.in_time),
        resolved=number(played.resolved),
        rate=rate_text(played.in_time, played.resolved),
        digest=played.digest,
        leader_folder=leaders[0].folder,
        leader_passphrase=leaders[0].passphrase,
        commands="\n".join(f"    {program} {one}" for one in COMMANDS),
        program=program,
    )
