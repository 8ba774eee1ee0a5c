"""Small modules, small functions, and few doors that catch everything."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MODULE_LINES = 350
FUNCTION_LINES = 60

# The doors that may catch every exception, each with its reason. A door that no longer does so is
# struck from the list; a new one is a decision, not a habit.
DOORS: dict[str, str] = {
    "inspector_app/cli/main.py": "a command ends with an error of the catalogue, never a traceback",
    "inspector_app/documents/wall.py": "foreign parsers of PDF and keys raise anything",
    "inspector_app/formats/foreign.py": "foreign parsers of spreadsheets raise anything",
    "inspector_app/gui/tasks.py": "a defect in the background reaches the person as an error",
}
MOST_DOORS = (
    5  # command line, task runner, Qt's exception hook, one wall each in formats, documents
)


def sources() -> list[Path]:
    return sorted(
        path
        for folder in ("inspector_app", "build_scripts")
        for path in (ROOT / folder).rglob("*.py")
    )


def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def is_broad(handler: ast.ExceptHandler) -> bool:
    """Whether a handler catches ``Exception`` or more and does not pass it on as it was."""
    last = handler.body[-1]
    if isinstance(last, ast.Raise) and last.exc is None:
        return False  # clears up and raises again: nothing is swallowed
    if handler.type is None:
        return True
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(
        isinstance(kind, ast.Name) and kind.id in ("Exception", "BaseException") for kind in kinds
    )


def broad_handlers() -> Iterator[tuple[str, int]]:
    for path in sources():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ExceptHandler) and is_broad(node):
                yield name(path), node.lineno


def test_there_is_something_to_measure() -> None:
    assert len(sources()) > 20


def test_modules_are_small() -> None:
    lengths = {name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in sources()}
    assert {file: lines for file, lines in lengths.items() if lines > MODULE_LINES} == {}


def test_functions_are_small() -> None:
    long = {
        f"{name(path)}:{node.lineno} {node.name}": lines
        for path in sources()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES
    }
    assert long == {}


def test_only_the_doors_catch_everything() -> None:
    assert sorted({file for file, _ in broad_handlers()} ^ set(DOORS)) == [], list(broad_handlers())
    assert len(list(broad_handlers())) <= MOST_DOORS
