"""Measures rendered PDFs with foreign programs and libraries, not with our own numbers."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
import unicodedata
from dataclasses import dataclass
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c
import pytest

MM = 72 / 25.4


@dataclass(frozen=True)
class Word:
    page: int
    left: float
    top: float
    right: float
    bottom: float
    text: str


def _tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is missing: install poppler-utils, these measurements need it")
    return path


def _run(name: str, data: bytes, *options: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "document.pdf"
        file.write_bytes(data)
        command = [_tool(name), *options, str(file)]
        if name == "pdftotext":
            command.append("-")
        done = subprocess.run(command, capture_output=True, check=True)
    return done.stdout.decode("utf-8")


def words(data: bytes) -> list[Word]:
    found: list[Word] = []
    page = -1
    for line in _run("pdftotext", data, "-bbox").splitlines():
        if "<page " in line:
            page += 1
        match = re.search(
            r'<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">(.*)</word>',
            line,
        )
        if match:
            left, top, right, bottom = (float(match.group(i)) for i in range(1, 5))
            found.append(Word(page, left, top, right, bottom, match.group(5)))
    return found


def text(data: bytes) -> str:
    return _run("pdftotext", data, "-raw")


def fonts(data: bytes) -> list[list[str]]:
    """Rows of pdffonts: name, …, emb, sub, uni, object, generation."""
    return [line.split() for line in _run("pdffonts", data).splitlines()[2:]]


def squeeze(value: str) -> str:
    """Without any white space: lines break where they will."""
    return "".join(unicodedata.normalize("NFC", value).split())


def rules(data: bytes, page: int = 0) -> list[tuple[float, float, float]]:
    """Horizontal lines of a page: (left, right, distance from the top), in points."""
    document = pdfium.PdfDocument(data)
    try:
        opened = document[page]
        height = opened.get_height()
        lines = []
        for item in opened.get_objects(filter=(pdfium_c.FPDF_PAGEOBJ_PATH,)):
            left, bottom, right, top = item.get_bounds()
            if top - bottom < 2 and right - left > 10:
                lines.append((left, right, height - (top + bottom) / 2))
        return sorted(lines, key=lambda line: line[2])
    finally:
        document.close()
