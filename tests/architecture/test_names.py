"""Names say what a module is about."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SAY_NOTHING = {
    "util",
    "utils",
    "helper",
    "helpers",
    "manager",
    "managers",
    "common",
    "misc",
    "base_classes",
}


@pytest.mark.parametrize("folder", ["inspector_app", "build_scripts", "tests"])
def test_no_module_has_a_name_that_says_nothing(folder: str) -> None:
    modules = list((ROOT / folder).rglob("*.py"))
    assert modules
    assert [
        path for path in modules if SAY_NOTHING & set(path.relative_to(ROOT).with_suffix("").parts)
    ] == []


def test_every_package_has_its_init() -> None:
    folders = {path.parent for path in (ROOT / "inspector_app").rglob("*.py")}
    assert [folder for folder in folders if not (folder / "__init__.py").is_file()] == []
