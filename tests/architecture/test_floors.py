"""The floors hold, and the contracts in pyproject.toml notice when they do not."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# One deliberate breach per rule: the module that gets the line, the line, the contract that breaks.
BREACHES = [
    ("domain/breach.py", "import os", "The domain does no I/O"),
    ("domain/breach.py", "from inspector_app import services", "Floors"),
    (
        "services/breach.py",
        "from inspector_app import host",
        "Services get what is of this computer",
    ),
    ("services/breach.py", "import PySide6", "Qt and the interface font only in gui"),
    ("store/breach.py", "from inspector_app import formats", "Floors"),
    ("cli/breach.py", "from inspector_app import gui", "Floors"),
    ("gui/breach.py", "from inspector_app import store", "Only bootstrap knows the rooms"),
    ("gui/breach.py", "import sqlalchemy", "SQL only in store"),
    ("crypto/breach.py", "import reportlab", "Document libraries only in documents"),
    ("formats/breach.py", "import xlsxwriter", "Document libraries only in documents"),
    ("store/breach.py", "import msgspec", "Format libraries only in formats"),
    ("formats/breach.py", "import pyrage", "pyrage only in crypto"),
    ("formats/breach.py", "import cryptography", "cryptography only in crypto"),
    ("thirteenth/__init__.py", "", "Floors"),
]


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts over the package that stands in a folder."""
    command = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True))"
    return subprocess.run(
        [sys.executable, "-c", command],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_the_package_keeps_every_contract() -> None:
    done = lint(ROOT)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(("module", "line", "contract"), BREACHES)
def test_a_breach_is_noticed(tmp_path: Path, module: str, line: str, contract: str) -> None:
    shutil.copytree(
        ROOT / "inspector_app",
        tmp_path / "inspector_app",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    target = tmp_path / "inspector_app" / module
    target.parent.mkdir(exist_ok=True)
    target.write_text(line + "\n", encoding="utf-8")
    done = lint(tmp_path)
    assert done.returncode != 0
    broken = [text for text in done.stdout.splitlines() if text.rstrip().endswith("BROKEN")]
    assert any(text.startswith(contract) for text in broken), done.stdout + done.stderr
