"""A real spreadsheet program that works formulas out, where this machine has one."""

from __future__ import annotations

import io
import shutil
import subprocess
from pathlib import Path
from typing import Final

import openpyxl
import pytest
from openpyxl import Workbook

PROGRAM: Final = shutil.which("soffice")

needs_office = pytest.mark.skipif(
    PROGRAM is None, reason="LibreOffice (soffice) is not installed: formulas are not recalculated"
)


def converted(data: bytes, folder: Path, ending: str) -> bytes:
    """A workbook as the spreadsheet program saves it: ``xlsx`` (recalculated) or ``pdf``."""
    assert PROGRAM is not None
    source, target = folder / "in" / "book.xlsx", folder / "out"
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_bytes(data)
    command = [PROGRAM, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += ["--convert-to", ending, "--outdir", str(target), str(source)]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
    return (target / f"book.{ending}").read_bytes()


def recalculated(data: bytes, folder: Path) -> Workbook:
    """A workbook with the values that the spreadsheet program works out for its formulas."""
    return openpyxl.load_workbook(io.BytesIO(converted(data, folder, "xlsx")), data_only=True)
