"""Automerge as an oracle of the merge: the same histories, the same registers with several values.

Automerge names what a write supersedes as we do (``pred`` and ``sup``), keeps every concurrent
value, and is another people's program in another language. Compared is what both mean alike: writes
that saw all heads, bundles taken late, twice and in any order. Automerge calls equal concurrent values
a conflict and we do not, so heads are counted, not conflicts; it has no removal that stands against an
edit, and refuses clones.
"""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from pathlib import Path
from typing import Any

from inspector_app.domain.log.change import Kind, Register
from inspector_app.store.vault_store import Store
from tests.kit.laptops import Edit, entity, export, facts, memory_store, take, write

SOURCE = Path(__file__).with_name("automerge")
CACHE = Path(__file__).resolve().parents[2] / ".cache" / "automerge"
MODULE = Path("node_modules", "@automerge", "automerge")
REGISTERS = 8

Step = list[Any]
Held = dict[str, list[str]]


def missing() -> str:
    """What this machine lacks to ask the oracle; empty when nothing."""
    if shutil.which("node") is None:
        return "no node on the path (Node 18 or newer)"
    if not (CACHE / MODULE).is_dir():
        return "Automerge is not in .cache/automerge (dev.py test fetches it with npm)"
    return ""


def history(seed: int) -> dict[str, Any]:
    """A random history that both engines can play."""
    dice = random.Random(seed)
    laptops = dice.randint(2, 6)
    steps: list[Step] = []
    sent = 0
    for number in range(dice.randint(20, 80)):
        who = dice.randrange(laptops)
        act = dice.random()
        if act < 0.5:
            value = (
                f"v{number}" if dice.random() < 0.8 else f"same {dice.randrange(2)} {number // 9}"
            )
            steps.append(["put", who, f"r{dice.randrange(REGISTERS)}", value])
        elif act < 0.75 or not sent:
            steps.append(["send", who])
            sent += 1
        else:
            steps.append(["take", who, dice.randrange(sent)])
    return {"laptops": laptops, "steps": steps}


def automerges(histories: list[dict[str, Any]]) -> list[list[Held]]:
    """What Automerge's laptops hold at the end of each history."""
    shutil.copyfile(SOURCE / "oracle.mjs", CACHE / "oracle.mjs")
    done = subprocess.run(
        ["node", str(CACHE / "oracle.mjs")],
        input=json.dumps(histories),
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    found: list[list[Held]] = json.loads(done.stdout)
    return found


def ours(one: dict[str, Any]) -> list[Held]:
    """What our laptops hold at the end of the same history."""
    stores = [memory_store() for _ in range(one["laptops"])]
    bundles = []
    for what, who, *rest in one["steps"]:
        if what == "put":
            place = Register(entity(1), rest[0])
            with stores[who].read() as log:
                refs = tuple(head.ref for head in log.heads(place))
            write(stores[who], bytes([who + 1]) * 32, [Edit(place, rest[1], refs, Kind.RESOLVE)])
        elif what == "send":
            bundles.append(export(stores[who]))
        else:
            take(stores[who], bundles[rest[0]])
    return [_held(store) for store in stores]


def _held(store: Store) -> Held:
    return {
        place.path: sorted(str(head.value) for head in heads)
        for place, heads in facts(store).heads.items()
    }


def several(held: Held) -> int:
    """Registers with several values."""
    return sum(len(values) > 1 for values in held.values())
