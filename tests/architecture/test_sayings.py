"""The core's sentences can be translated: each is a ``said()`` whose template has its fields."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

from inspector_app.formats.xform_messages import TEMPLATES

ROOT = Path(__file__).resolve().parents[2] / "inspector_app"
VIETNAMESE = re.compile("[à-ãè-êìíò-õùúýăđĩũơưạ-ỹ]", re.IGNORECASE)
SENTENCES = sorted(
    path
    for folder in ("domain/form", "formats")
    for path in (ROOT / folder).rglob("*.py")
    if not path.name.startswith(("authoring", "template_", "trip_", "xform_messages"))
    and (not path.name.startswith("self_report_") or path.name == "self_report_reader.py")
)
"""Modules whose Vietnamese is what they say, not what stands in files of the user."""
NO_SENTENCES = {
    "answers.py": {r"(\d{1,2})(?::|h|g|giờ )(\d{2})(?::\d{2})?", "có", "đã đọc", "đã xác nhận"}
    | {"Đúng", "tệp", "Đã xác nhận"},
    "form_columns.py": {"ghi chú"},
    "form_expressions.py": {"có", "đúng", "bắt buộc", "không"},
    "form_names.py": {"đ", "Đ"},
    "mapping.py": {" (cũ)"},
    "slip_words.py": {"và", "VÀ", "hoặc", "HOẶC"},
}
"""What people type and what stands in answers, headings and names."""
KEYWORDS = frozenset(("what", "how", "remedy", "obstacle"))


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    """The calls of ``said`` in a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "said":
            yield node


def fields(template: str) -> set[str]:
    """The names of a template's fields."""
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=lambda path: path.stem)
def test_every_template_stands_in_full_and_has_its_fields(path: Path) -> None:
    for call in calls(ast.parse(path.read_text(encoding="utf-8"))):
        assert len(call.args) == 1, f"{path}:{call.lineno}"
        (template,) = call.args
        assert isinstance(template, ast.Constant), f"{path}:{call.lineno}"
        assert isinstance(template.value, str)
        given = {keyword.arg for keyword in call.keywords}
        assert fields(template.value) == given, f"{path}:{call.lineno}: {template.value}"


def test_the_tables_of_another_tools_messages_have_fields_and_no_bare_braces() -> None:
    assert len(TEMPLATES) > 100
    for template in TEMPLATES:
        assert all(name.isidentifier() for name in fields(template)), template


@pytest.mark.parametrize("path", SENTENCES, ids=lambda path: path.stem)
def test_no_sentence_of_forms_is_said_past_translation(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    known = {id(call.args[0]) for call in calls(tree)}
    known |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    found = [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in known
        and VIETNAMESE.search(node.value)
    ]
    assert [one for one in found if one not in NO_SENTENCES.get(path.name, set())] == []


@pytest.mark.parametrize(
    "room", ["crypto", "documents", "domain/form", "formats", "services", "store"]
)
def test_what_an_error_says_is_no_f_string_and_no_text_kept_in_a_variable(room: str) -> None:
    found = []
    for path in sorted((ROOT / room).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            values: list[ast.expr] = []
            if (
                isinstance(node, ast.Assign)
                and {getattr(target, "id", "") for target in node.targets} & KEYWORDS
            ):
                values = [node.value]
            elif isinstance(node, ast.keyword) and node.arg in KEYWORDS:
                values = [node.value] if isinstance(node.value, ast.JoinedStr) else []
            found += [
                f"{path.relative_to(ROOT)}:{value.lineno}"
                for value in values
                if VIETNAMESE.search(_text(value))
            ]
    assert found == []


def _text(value: ast.expr) -> str:
    parts = value.values if isinstance(value, ast.JoinedStr) else [value]
    return "".join(
        one.value for one in parts if isinstance(one, ast.Constant) and isinstance(one.value, str)
    )
