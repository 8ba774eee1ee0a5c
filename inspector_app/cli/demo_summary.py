"""What the demonstration leaves to read: ``summary.json`` for programs, ``TOM-TAT.md`` for people."""

from __future__ import annotations

import json
import sys
from pathlib import Path

from inspector_app import __version__
from inspector_app.cli import documents
from inspector_app.cli.demo_play import Played
from inspector_app.cli.demo_scenario import FOLDER, Scenario
from inspector_app.host import resources
from inspector_app.host.files import HostFiles


def summary_document(
    scenario: Scenario, played: Played, folder: Path, seconds: float
) -> documents.Document:
    """Everything a program needs to go on playing."""
    return {
        "program": __version__,
        "folder": str(folder),
        "seconds": round(seconds, 1),
        "state_digest": next(iter(played.digests.values())),
        "vaults": [
            {
                "key": one.key,
                "path": str(folder / one.folder),
                "name": one.person.name,
                "passphrase": one.passphrase,
                "recovery_code": played.vaults[one.key].recovery_code,
                "fingerprint": played.fingerprints[one.key],
                "state_digest": played.digests[one.key],
                "changes": played.changes[one.key],
            }
            for one in scenario.players
        ],
        "bundles": [str(path) for path in _bundles(scenario, folder)],
        "receipts": [
            {
                "name": name,
                **documents.receipt(receipt),
                "path": str(folder / "goi" / Path(receipt.path).name),
            }
            for name, receipt in played.receipts
        ],
        "conflict": played.conflict,
        "minutes": [
            {
                **one,
                **{
                    name: str(folder / str(one[name]))
                    for name in ("paper", "digital", "signed", "root")
                },
            }
            for one in played.minutes
        ],
        "key_password": played.key_password,
    }


def write_summary(
    scenario: Scenario, played: Played, built_in: Path, folder: Path, seconds: float
) -> documents.Document:
    """Write both files into ``built_in``; paths in them are those of ``folder``."""
    document = summary_document(scenario, played, folder, seconds)
    text = json.dumps(document, ensure_ascii=False, indent=2) + "\n"
    files = HostFiles()
    for name, content in (
        ("summary.json", text),
        ("TOM-TAT.md", _readable(scenario, played, folder)),
    ):
        with files.create(str(built_in / name)) as sink:
            sink.write(content.encode())
    return document


def _bundles(scenario: Scenario, folder: Path) -> list[Path]:
    names = ["dot-kiem-tra", *(f"tu-{one.folder}" for one in scenario.players)]
    return [folder / "goi" / f"{name}.inspb" for name in names]


def _readable(scenario: Scenario, played: Played, folder: Path) -> str:
    template = resources.resource(FOLDER, "tom-tat.md").read_text(encoding="utf-8")
    conflict = scenario.conflict
    rows = [
        f"| {one.person.name} | `{one.folder}/` | `{one.passphrase}` |"
        f" `{played.vaults[one.key].recovery_code}` | {played.fingerprints[one.key]} |"
        for one in scenario.players
    ]
    minutes = [
        f"| {one['unit']} | [{one['paper']}]({one['paper']}) | [{one['signed']}]({one['signed']}) |"
        f" {', '.join(str(name) for name in one['signers'])} |"  # type: ignore[attr-defined]
        for one in played.minutes
    ]
    values = ", ".join(
        f"{scenario.player(key).person.name} ghi {value}" for key, value in conflict.values.items()
    )
    first = played.minutes[0]
    leader = scenario.players[0]
    return template.format(
        folder=folder,
        program=program_name(),
        vaults="\n".join(rows),
        minutes="\n".join(minutes),
        question=conflict.question,
        values=values,
        decided=conflict.values[conflict.choose],
        reason=conflict.reason,
        digest=next(iter(played.digests.values())),
        leader_folder=leader.folder,
        leader_passphrase=leader.passphrase,
        signed=first["signed"],
        root=first["root"],
        key_password=played.key_password,
    )


def program_name() -> str:
    """How this program was called, for the commands to try."""
    name = Path(sys.argv[0]).name
    return (
        "inspector" if name.startswith("inspector") else f"{Path(sys.executable)} -m inspector_app"
    )
