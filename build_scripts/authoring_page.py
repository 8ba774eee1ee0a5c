"""Keeps the tables of ``docs/authoring.md`` what ``resources/authoring`` says.

python -m build_scripts.authoring_page           write the generated parts of the page
python -m build_scripts.authoring_page --check   exit 1 when the page is not what the texts say

The prose of the page is written by hand; between ``<!-- columns -->`` and ``<!-- /columns -->`` stands
the table of columns, between ``<!-- patterns -->`` and ``<!-- /patterns -->`` every pattern.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable

from build_scripts.layout import ROOT, say
from inspector_app.formats.authoring_texts import AuthoringTexts, Pattern, Table, read_texts

PAGE = ROOT / "docs" / "authoring.md"
TEXTS = ROOT / "resources" / "authoring"


def texts() -> AuthoringTexts:
    """What the resources say."""
    files = {
        path.relative_to(TEXTS).as_posix(): path.read_bytes()
        for path in TEXTS.rglob("*")
        if path.is_file()
    }
    return read_texts(files)


def page(now: str) -> str:
    """The whole page with its generated parts made anew."""
    found = texts()
    for name, part in (("columns", _columns(found)), ("patterns", _patterns(found))):
        pattern = re.compile(f"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
        if not pattern.search(now):
            raise SystemExit(f"docs/authoring.md has no place for {name}")
        now = pattern.sub(lambda match, part=part: match[1] + part + match[2], now)  # type: ignore[misc]
    return now


def main(arguments: list[str]) -> int:
    """Write or check the page; return the exit status."""
    if arguments not in ([], ["--check"]):
        say(__doc__ or "")
        return 2
    now = PAGE.read_text(encoding="utf-8")
    wanted = page(now)
    if not arguments:
        PAGE.write_text(wanted, encoding="utf-8", newline="\n")
    elif now != wanted:
        say("docs/authoring.md is stale; run: python -m build_scripts.authoring_page")
        return 1
    return 0


def _columns(found: AuthoringTexts) -> str:
    head = ("Trang", "Cột", "Tên", "Ghi gì", "Ví dụ")
    rows = [
        (
            note.sheet,
            f"`{note.column}`",
            note.title,
            note.note,
            note.example and f"`{note.example}`",
        )
        for note in found.columns
    ]
    return _table([head, *rows])


def _patterns(found: AuthoringTexts) -> str:
    parts: list[str] = []
    group = ""
    for pattern in found.patterns:
        if pattern.group != group:
            group = pattern.group
            parts.append(f"### {group}\n")
        parts.append(_pattern(pattern))
    return "\n".join(parts)


def _pattern(pattern: Pattern) -> str:
    parts = [f"#### {pattern.title}\n", f"{pattern.text}\n"]
    for sheet, rows in pattern.sheets.items():
        parts += [f"Trang `{sheet}`:\n", _table([rows[0], *(_quoted(row) for row in rows[1:])])]
    for name, data in pattern.files.items():
        parts.append(f"Tệp `{name}` đặt cạnh phiếu:\n\n```csv\n{data.decode('utf-8')}```\n")
    return "\n".join(parts)


def _quoted(row: Iterable[str]) -> list[str]:
    """Cells in code type, so that a viewer shows every character as it is."""
    return [f"`{cell}`" if cell else "" for cell in row]


def _table(rows: Table) -> str:
    head, *body = rows
    lines = [" | ".join(head), "|".join("---" for _ in head), *(" | ".join(row) for row in body)]
    return "".join(f"| {line} |\n" if "---" not in line else f"|{line}|\n" for line in lines)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
