"""The summary tables from the list of units to a workbook on disk."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.kit.screens import shoot
from tests.kit.window import Opened


def test_the_tables_are_written_and_nothing_is_overwritten(leader: Opened, tmp_path: Path) -> None:
    shell = leader.shell
    path = tmp_path / "bang.xlsx"
    shell.tables.write(str(path.with_suffix("")))
    leader.idle()
    shoot(leader.window, "summary-tables")
    assert "Đã lưu «bang.xlsx»" in shell.units.banner.title()
    assert "Theo đơn vị" in openpyxl.load_workbook(path).sheetnames
    kept = path.read_bytes()
    shell.tables.write(str(path))
    leader.idle()
    assert "đã có" in shell.units.banner.title()
    assert path.read_bytes() == kept
    assert not shell.units.side.tables_button.is_busy
