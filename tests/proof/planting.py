"""Plants the bugs of ``planted.py`` one by one into a copy of the program and runs their tests.

python -m tests.proof.planting            all bugs, with a table
python -m tests.proof.planting WORD …     those whose name holds one of the words
python -m tests.proof.planting --share 1/3  those that need a team of vaults; 2/3, 3/3: half of the others
                                            (the test command runs their tests without a bug)

Foreign libraries are imported once; each bug then has a process of its own, forked from that.
Nothing of the program may be imported here. Exit status: 0 all killed, 1 one survived.
"""

from __future__ import annotations

import importlib
import io
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from pathlib import Path

from tests.proof.planted import BUGS, Bug

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = "inspector_app"
FOREIGN = (
    "pytest",
    "hypothesis",
    "sqlalchemy",
    "sqlcipher3.dbapi2",
    "msgspec",
    "zstandard",
    "pyrage",
)
FOREIGN_TOO = ("cryptography.hazmat.primitives.asymmetric.ed25519", "openpyxl")
PLUGINS_OFF = ("randomly", "xdist", "cacheprovider", "pytest-qt", "timeout", "pytest_cov")
SERVICES = "tests/services"
PASSED, FAILED = 0, 1


class NotPlanted(Exception):
    """The text that a bug replaces is not there exactly once."""


def planted(source: str, bug: Bug) -> str:
    """The text of a module with the bug in it. Raises: NotPlanted."""
    for old, new in bug.edits:
        if source.count(old) != 1:
            raise NotPlanted(
                f"«{bug.name}» (tests/proof/planted.py): the text to replace stands"
                f" {source.count(old)} times in {PACKAGE}/{bug.path}: {old!r}"
            )
        source = source.replace(old, new)
    compile(source, bug.path, "exec")
    return source


def main(arguments: Sequence[str]) -> int:
    """Plant, test, print; the exit status."""
    for name in (*FOREIGN, *FOREIGN_TOO):
        importlib.import_module(name)
    with program_copy() as folder:
        chosen = choose(arguments)
        if any(bug.killer.startswith(SERVICES) for bug in chosen):
            prepare_team(folder)
        print(f"{len(chosen)} planted bugs", flush=True)
        survived, idle = [], []
        for killer in sorted({bug.killer for bug in chosen}) if not is_share(arguments) else ():
            words = [bug.only for bug in chosen if bug.killer == killer]
            only = "" if "" in words else " or ".join(f"({word})" for word in words)
            status, said = tests_in_fork(folder, Bug("", "", (), killer, only))
            if status != PASSED:  # a test that fails anyway kills nothing
                print(said)
                print(f"  FAILS WITHOUT A BUG  {killer} {only}")
                idle.append(killer)
        for bug in chosen:
            started = time.monotonic()
            with patched(folder, bug):
                status, said = tests_in_fork(folder, bug)
            seconds = time.monotonic() - started
            verdict = "killed" if status == FAILED else "SURVIVED"
            print(f"  {verdict}  {seconds:5.1f} s  {bug.name}", flush=True)
            if status != FAILED:
                print(said)
                survived.append(bug.name)
    print(f"{len(chosen) - len(survived)} of {len(chosen)} killed")
    return 1 if survived or idle else 0


def choose(arguments: Sequence[str]) -> tuple[Bug, ...]:
    """The bugs that the command line asks for; those with one killer stand together."""
    bugs = tuple(sorted(BUGS, key=lambda bug: bug.killer))
    if is_share(arguments):
        number, of = (int(part) for part in arguments[1].split("/"))
        if number == 1:
            return tuple(bug for bug in bugs if bug.killer.startswith(SERVICES))
        others = [bug for bug in bugs if not bug.killer.startswith(SERVICES)]
        return tuple(others[number - 2 :: of - 1])
    return tuple(bug for bug in bugs if not arguments or any(one in bug.name for one in arguments))


def is_share(arguments: Sequence[str]) -> bool:
    """Whether the command line asks for one share of the bugs."""
    return bool(arguments) and arguments[0] == "--share"


@contextmanager
def program_copy() -> Iterator[Path]:
    """A folder with the package to plant in; texts, pictures and forms are those of the checkout."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        shutil.copytree(ROOT / PACKAGE, folder / PACKAGE)
        for beside in ("resources", "forms"):
            (folder / beside).symlink_to(ROOT / beside)
        (folder / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
        yield folder


@contextmanager
def patched(folder: Path, bug: Bug) -> Iterator[None]:
    """The bug stands in the copy. Raises: NotPlanted."""
    file, original = folder / PACKAGE / bug.path, ROOT / PACKAGE / bug.path
    source = planted(original.read_text(encoding="utf-8"), bug)
    file.write_text(source, encoding="utf-8")
    try:
        yield
    finally:
        shutil.copy2(original, file)


def prepare_team(folder: Path) -> None:
    """One team for all tests of services; each takes copies of its vaults."""
    team = folder / "team"
    team.mkdir()
    code = f"from pathlib import Path; from tests.kit.team import keep_team; keep_team(Path({str(team)!r}))"
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, check=True)
    os.environ["INSPECTOR_TESTS_TEAM"] = str(team)


def tests_in_fork(folder: Path, bug: Bug) -> tuple[int, str]:
    """pytest's exit status and output for the bug's directed tests, over the copy."""
    said = folder / "said.txt"
    child = os.fork()
    if child == 0:
        status = 99
        try:
            text = io.StringIO()
            with redirect_stdout(text), redirect_stderr(text):
                status = run_tests(folder, bug)
            said.write_text(text.getvalue(), encoding="utf-8")
        finally:
            os._exit(status)
    _, ended = os.waitpid(child, 0)
    return os.waitstatus_to_exitcode(ended), said.read_text(encoding="utf-8")


def run_tests(folder: Path, bug: Bug) -> int:
    """In the forked process: import the copy, run the tests until the first failure."""
    import pytest

    assert PACKAGE not in sys.modules
    sys.dont_write_bytecode = True
    sys.path.insert(0, str(folder))
    assert Path(str(importlib.import_module(PACKAGE).__file__)).is_relative_to(folder)
    os.chdir(ROOT)
    options = [part for name in PLUGINS_OFF for part in ("-p", f"no:{name}")]
    options += ["-x", "-q", "--tb=line", "--import-mode=append", "-W", "ignore"]
    options += ["-c", str(folder / "pytest.ini"), "--rootdir", str(ROOT)]
    options += [f"--basetemp={folder / 'pytest'}"]
    chosen = ["-k", bug.only] if bug.only else []
    return int(pytest.main([*options, *chosen, str(ROOT / bug.killer)]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
