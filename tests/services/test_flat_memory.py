"""Memory of export and import does not grow with the photos (target T13: at most 64 MiB more)."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from inspector_app.domain.log.change import Value
from inspector_app.domain.log.ids import EntityId
from tests.kit.team import PASSPHRASE, Team, workshop

ROOT = Path(__file__).resolve().parents[2]
MIB = 1024 * 1024
PHOTO = 10 * MIB
FEW, MANY = 2, 16

WORK = """
import json, sys
from pathlib import Path
from tests.kit.team import workshop

vault, passphrase, act, path = sys.argv[1:]
services = workshop().open_vault(vault, passphrase)

def resident() -> int:
    # getrusage would tell the peak of the process that started this one
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(one for one in lines if one.startswith("VmHWM")).split()[1]) * 1024

services.vault.info()
before = resident()
if act == "export":
    told = services.bundles.export(path).evidence
else:
    told = services.bundles.merge_one(path).evidence_new
print(json.dumps({"grown": resident() - before, "evidence": told}))
services.close()
"""


def add(vault: Path, count: int, unit: EntityId) -> None:
    """Put generated photos into a vault, in pieces."""
    services = workshop().open_vault(str(vault), PASSPHRASE)
    block = random.Random(count).randbytes(MIB)
    with services.inspections._journal.write() as pen:
        for number in range(count):
            with services.bundles._vault.evidence.stage() as writer:
                writer.write(number.to_bytes(8, "big"))
                for _ in range(PHOTO // MIB):
                    writer.write(block)
                writer.complete()
                sha256 = writer.publish()
            file: dict[str, Value] = {"sha256": sha256, "name": f"{number}.jpg"}
            pen.create("evidence", unit, {"file": file})
    services.close()


def run(vault: Path, act: str, path: Path) -> dict[str, int]:
    """Do it in a process of its own; returns what it measured."""
    done = subprocess.run(
        [sys.executable, "-c", WORK, str(vault), PASSPHRASE, act, str(path)],
        cwd=ROOT,
        capture_output=True,
        check=False,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    found: dict[str, int] = json.loads(done.stdout.splitlines()[-1])
    return found


@pytest.mark.skipif(sys.platform != "linux", reason="peaks are read from /proc")
@pytest.mark.timeout(180)
def test_peak_memory_does_not_grow_with_photos(team: Team) -> None:
    unit = team.commune()
    for one in (team.leader, team.member):
        one.services.close()
    grown: dict[tuple[str, int], int] = {}
    for count in (FEW, MANY):
        member, leader = team.folder / f"member-{count}", team.folder / f"leader-{count}"
        shutil.copytree(team.member.created.path, member)
        shutil.copytree(team.leader.created.path, leader)
        bundle = team.folder / f"{count}.inspb"
        add(member, count, unit)
        sent = run(member, "export", bundle)
        assert bundle.stat().st_size > count * PHOTO
        taken = run(leader, "merge", bundle)
        assert sent["evidence"] == taken["evidence"] == count
        grown["export", count], grown["merge", count] = sent["grown"], taken["grown"]
        for folder in (member, leader):
            shutil.rmtree(folder)
        bundle.unlink()
    for act in ("export", "merge"):
        assert grown[act, FEW] > 0, "the measure measures"
        assert grown[act, MANY] < 64 * MIB, grown
        assert grown[act, MANY] - grown[act, FEW] < 16 * MIB, grown
    for one in (team.leader, team.member):
        one.reopen()
