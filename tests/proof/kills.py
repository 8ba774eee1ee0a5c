"""SIGKILL at random moments while the real program exports and merges (P10)."""

from __future__ import annotations

import random
import shutil
import subprocess
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from inspector_app.domain.trip.values import Side
from inspector_app.services.workshop import Services
from tests.kit.program import Program
from tests.kit.team import PASSPHRASE, Team, gather, workshop

BUNDLES = 8
PHOTO_BYTES = 400_000
QUESTIONS = ("c1_1", "c1_2", "c2_6", "c3_1", "c7_1")
CHOICES = ("yes", "partial", "no", "na")
PATIENCE = 60.0


@dataclass
class Ground:
    """Closed vaults and bundles to take copies of, and the states that they may lead to."""

    folder: Path
    leader: Path
    member: Path
    bundles: list[Path]
    states: list[tuple[str, int]]
    """Of the leader after 0, 1, 2 … bundles: state digest and number of evidence files."""
    merging: float = 1.0
    exporting: float = 1.0
    """Seconds from the first sign of work to the end."""


def prepare(folder: Path, seed: int = 0) -> Ground:
    """A leader who has not heard of two colleagues' work yet, and the eight bundles with it."""
    dice = random.Random(seed)
    team = gather(folder)
    paths: list[Path] = []
    for number in range(BUNDLES):
        _work(team, number, dice)
        who = (team.secretary, team.member)[number % 2]
        paths.append(who.send(f"bundle-{number}.inspb"))
    vaults = [Path(one.created.path) for one in (team.leader, team.member)]
    team.close()
    ground = Ground(folder, vaults[0], vaults[1], paths, [])
    with_all = copied(vaults[0], folder / "states")
    services = opened(with_all)
    ground.states.append(state(services))
    for path in paths:
        services.bundles.merge_one(str(path))
        ground.states.append(state(services))
    services.close()
    return ground


def _work(team: Team, number: int, dice: random.Random) -> None:
    who = (team.secretary, team.member)[number % 2]
    for question in dice.sample(QUESTIONS, 3):
        ent = team.commune(dice.randrange(2))
        who.services.inspections.answer(ent, question, Side.VERIFIED, dice.choice(CHOICES))
    photo = b"\x89PNG\r\n\x1a\n" + dice.randbytes(PHOTO_BYTES)
    who.services.evidence.add_bytes(team.commune(), f"ảnh-{number}.png", photo)


def opened(vault: Path) -> Services:
    """The vault in this process."""
    return workshop().open_vault(str(vault), PASSPHRASE)


def copied(vault: Path, folder: Path) -> Path:
    """A copy that may be written to."""
    target = folder / vault.name
    shutil.rmtree(target, ignore_errors=True)
    shutil.copytree(vault, target)
    return target


def state(services: Services) -> tuple[str, int]:
    """State digest and evidence that is listed; each file is read to its end."""
    count = 0
    for row in services.inspections.list():
        for one in services.evidence.list(row.inspection.id):
            assert services.evidence.read(one.id)
            count += 1
    return services.vault.info().state_digest, count


def kill(ground: Ground, count: int, seed: int = 0) -> Counter[str]:
    """Runs that are killed until ``count`` of them were; a run that ends before does not count."""
    counts: Counter[str] = Counter()
    while counts["kills"] < count:
        counts += kill_once(ground, seed)
        seed += 1
        assert counts["ended before the kill"] < 3 * count + 10, counts
    return counts


def kill_once(ground: Ground, seed: int) -> Counter[str]:
    """One run of the program, killed; everything that must hold then is asked."""
    dice = random.Random(seed)
    place = ground.folder / "killed"
    place.mkdir(exist_ok=True)
    return _kill_merge(ground, place, dice) if seed % 5 < 3 else _kill_export(ground, place, dice)


def _kill_merge(ground: Ground, place: Path, dice: random.Random) -> Counter[str]:
    vault = copied(ground.leader, place)
    order = list(ground.bundles)
    words = ["bundle", "merge", *(str(path) for path in order)]
    was_killed, ground.merging = _run(
        vault, place, words, vault / "evidence", dice.random() * 1.1, ground.merging
    )
    counts = Counter({"kills" if was_killed else "ended before the kill": 1})
    services = opened(vault)
    found = state(services)
    assert found in ground.states, "part of a bundle is in the vault, or evidence is missing"
    assert services.vault.check().problems == ()
    assert not any((vault / "evidence" / ".staging").iterdir())
    counts["merges cut between bundles"] += found not in (ground.states[0], ground.states[-1])
    services.bundles.merge([str(path) for path in order])
    assert state(services) == ground.states[-1], "finishing leads elsewhere"
    assert services.vault.check().problems == ()
    services.close()
    return counts


def _kill_export(ground: Ground, place: Path, dice: random.Random) -> Counter[str]:
    vault = copied(ground.member, place)
    out = place / "out"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir()
    bundle = out / "bundle.inspb"
    was_killed, ground.exporting = _run(
        vault, place, ["bundle", "export", "--out", str(bundle)], out, dice.random() * 1.1,
        ground.exporting,
    )  # fmt: skip
    counts = Counter({"kills" if was_killed else "ended before the kill": 1})
    whole = bundle.exists()
    counts["exports cut before their file"] += not whole
    leader = opened(copied(ground.leader, place / "receiver"))
    if whole:  # a file under its final name is a whole bundle
        assert leader.bundles.merge_one(str(bundle)).evidence_absent == 0
    services = opened(vault)
    assert services.vault.check().problems == ()
    again = out / "again.inspb"
    services.bundles.export(str(again))
    services.close()
    receipt = leader.bundles.merge_one(str(again))
    assert (receipt.status == "known") is whole
    assert state(leader)[1] == BUNDLES // 2
    leader.close()
    return counts


def _run(
    vault: Path, place: Path, words: list[str], sign: Path, part: float, expected: float
) -> tuple[bool, float]:
    """Start the program, wait for the first sign of its work, kill it after a part of the rest.

    Returns: whether it was still running, and how long the work takes, learnt from runs that ended.
    """
    program = Program(place, vault, PASSPHRASE)
    before = _stamp(vault, sign)
    process = program.start(*words)
    deadline = time.monotonic() + PATIENCE
    while _stamp(vault, sign) == before and process.poll() is None:
        assert time.monotonic() < deadline
        time.sleep(0.002)
    began = time.monotonic()
    try:
        process.wait(expected * part)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return True, expected
    process.communicate()
    assert process.returncode in (0, 1), process.returncode
    return False, max(0.05, (time.monotonic() - began) * 0.9)


def _stamp(vault: Path, sign: Path) -> tuple[object, ...]:
    """Changes as soon as the program writes something."""
    files = [*sign.rglob("*"), *vault.glob("vault.db-*")]
    found = []
    for path in files:
        try:
            found.append((path.name, path.stat().st_size))
        except FileNotFoundError:
            continue
    return tuple(sorted(found))
