"""What is imported at start: the core knows no Qt and no SQL, the window waits for no library."""

from __future__ import annotations

import importlib.util
import subprocess
import sys

import pytest

LIBRARIES = {
    "PySide6",
    "sqlalchemy",
    "sqlcipher3",
    "reportlab",
    "pyhanko",
    "pypdfium2",
    "pyxform",
    "openpyxl",
    "xlsxwriter",
    "cryptography",
    "pyrage",
}
# Module → what importing it must not pull in.
LIGHT = {
    "inspector_app.domain": LIBRARIES,
    "inspector_app.services": LIBRARIES,
    "inspector_app.__main__": LIBRARIES,
    # The window paints before the vault and the documents are needed (ratios 2.3 to 3.8 of a bare start).
    "inspector_app.gui.app": {"sqlalchemy", "reportlab", "pyhanko", "pyxform", "xlsxwriter"},
}


def is_there(module: str) -> bool:
    return importlib.util.find_spec(module) is not None


@pytest.mark.parametrize("module", [module for module in LIGHT if is_there(module)])
def test_importing_pulls_in_no_heavy_library(module: str) -> None:
    code = (
        f"import sys, {module}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "inspector_app" in loaded
    assert loaded & LIGHT[module] == set()
