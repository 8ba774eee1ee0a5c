"""Every check of the project, in order, with the time each one took."""

from __future__ import annotations

import os
import subprocess
import time
from dataclasses import dataclass

from build_scripts.display import virtual_displays
from build_scripts.layout import ROOT, program, say
from build_scripts.process import openly


@dataclass(frozen=True)
class Check:
    """One check: its name in the summary and its command."""

    name: str
    command: tuple[str, ...]


def static_checks() -> list[Check]:
    """The checks that read the source and run nothing of it."""
    python = str(program("python"))
    return [
        Check("format", (python, "-m", "ruff", "format", "--check", ".")),
        Check("lint", (python, "-m", "ruff", "check", ".")),
        Check("types", (python, "-m", "mypy")),
        Check("floors", (str(program("lint-imports")),)),
        Check("dependencies", (python, "-m", "deptry", ".")),
        Check("errors page", (python, "-m", "build_scripts.errors_page", "--check")),
        Check("authoring page", (python, "-m", "build_scripts.authoring_page", "--check")),
        Check("checklists", (python, "-m", "build_scripts.packs", "--check")),
    ]


def run_all(env: dict[str, str], pytest_arguments: list[str]) -> int:
    """Run every check to its end, tests last; return 0 when all passed, otherwise 1."""
    results = [(check.name, *_run(check, env)) for check in static_checks()]
    say("\ntests")
    started = time.monotonic()
    with virtual_displays(env, _workers()) as with_display:
        status = openly(_pytest(pytest_arguments), with_display)
    results.append(("tests", status == 0, time.monotonic() - started))
    say("")
    for name, good, seconds in results:
        say(f"  {'ok    ' if good else 'FAILED'}  {name:<14} {seconds:6.1f} s")
    failed = [name for name, good, _ in results if not good]
    say("All checks hold." if not failed else "Not good yet: " + ", ".join(failed))
    return 1 if failed else 0


def _run(check: Check, env: dict[str, str]) -> tuple[bool, float]:
    """One check; its output is shown only when it has something to say."""
    started = time.monotonic()
    done = subprocess.run(
        check.command,
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    seconds = time.monotonic() - started
    good = done.returncode == 0
    say(f"  {'ok    ' if good else 'FAILED'}  {check.name}  ({seconds:.1f} s)")
    if not good:
        say(done.stdout.decode("utf-8", "replace").rstrip())
    return good, seconds


def _pytest(arguments: list[str]) -> list[str]:
    """Spread over the cores; every worker has a display of its own."""
    spread = ["-n", str(_workers()), "-p", "build_scripts.worker_display"]
    return [str(program("python")), "-m", "pytest", *spread, *arguments]


def _workers() -> int:
    return min(4, os.cpu_count() or 1)
