"""The commands of ``dev.py``: run, test, soak, plant, lock, bench, and the door of build."""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stdout

from build_scripts import bench, checks, display, environment, lock, proof, system
from build_scripts.layout import ROOT, SetupError, program, say
from build_scripts.process import openly

WRONG_USAGE = 2
SETUP_FAILED = 3
INTERRUPTED = 130
DEMO_FOLDER = os.path.join("out", "demo")  # noqa: PTH118  # shown as typed, relative to the root

USAGE = """\
usage: python3 build_scripts/dev.py COMMAND [ARGUMENTS]

  run    set everything up and start the program; ARGUMENTS go to the program.
         Without a display and without arguments: inspector demo --out out/demo (out/demo-2 …)
  test   the same set-up, then every check; ARGUMENTS go to pytest
  soak   the long proof: 10,000 histories, 100 kills, fuzzing, forty laptops (soak --help)
  plant  plant every known bug in a copy of the program; directed tests must kill it (WORD …)
  lock   make the lock files anew from pyproject.toml (--upgrade: the newest versions allowed)
  bench  measure speed beside another program: bench form [--json]
  build  make the installers: not here yet"""


def main(arguments: list[str]) -> int:
    """Do what the command line says; return the exit status."""
    command, rest = (arguments[0], arguments[1:]) if arguments else ("", [])
    if command in ("-h", "--help", "help"):
        say(USAGE)
        return 0
    commands = {
        "run": _run,
        "test": _test,
        "soak": _soak,
        "plant": _plant,
        "lock": _lock,
        "bench": _bench,
        "build": _not_yet,
    }
    if command not in commands:
        say(USAGE)
        return WRONG_USAGE
    try:
        return commands[command](rest)
    except SetupError as error:
        say(f"\nThe set-up stopped: {error}")
        return SETUP_FAILED
    except KeyboardInterrupt:
        say("\nStopped.")
        return INTERRUPTED


def _not_yet(_: list[str]) -> int:
    say("This command is not part of this version yet; nothing was done.")
    return WRONG_USAGE


def _set_up(*, dev: bool) -> dict[str, str]:
    """Everything a machine needs; return the environment for what is started then."""
    say("Setting up" + (" for the checks" if dev else ""))
    system.prepare(display=dev)
    environment.prepare(dev=dev)
    env = environment.child_environment()
    system.add_to(env)
    return env


def _run(rest: list[str]) -> int:
    env = _set_up(dev=False)
    inspector = str(program("inspector"))
    if display.has_display(env) or (rest and not rest[0].startswith("-")):
        say("Starting PAR Inspector")
        return openly([inspector, *rest], env)
    say("No display here (neither DISPLAY nor WAYLAND_DISPLAY is set): running the demo instead.")
    demo = [*rest, "demo", "--out", _free_folder()]
    say(f"  inspector {' '.join(demo)}")
    return openly([inspector, *demo], env)


def _free_folder() -> str:
    """Where the next demo goes: nobody's earlier vaults are touched."""
    number = 1
    folder = DEMO_FOLDER
    while (ROOT / folder).exists():
        number += 1
        folder = f"{DEMO_FOLDER}-{number}"
    return folder


def _test(rest: list[str]) -> int:
    env = _set_up(dev=True)
    say("Checking")
    return checks.run_all(env, rest)


def _soak(rest: list[str]) -> int:
    return proof.run(proof.SOAK, _set_up(dev=True), rest)


def _plant(rest: list[str]) -> int:
    return proof.run(proof.PLANT, _set_up(dev=True), rest)


def _bench(rest: list[str]) -> int:
    if not rest or rest[0] not in bench.MEASUREMENTS:
        say(bench.USAGE)
        return WRONG_USAGE
    # One JSON document on standard output, nothing else there.
    with redirect_stdout(sys.stderr if "--json" in rest else sys.stdout):
        env = _set_up(dev=True)
    return bench.run(env, rest)


def _lock(rest: list[str]) -> int:
    if rest not in ([], ["--upgrade"]):
        say(USAGE)
        return WRONG_USAGE
    _set_up(dev=False)
    say("Locking")
    lock.make(upgrade=bool(rest))
    return 0
