"""The unit's report in the window: out, in, looked at, recorded, taken back; over a real vault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest

from inspector_app.gui import files
from inspector_app.gui.dialogs.self_report import SelfReportDialog, file_name
from inspector_app.gui.widgets.indicators import Tone
from tests.gui.conftest import Field
from tests.kit.screens import shoot
from tests.kit.window import Opened, focusable, opened_window, settle


def dialog_of(opened: Opened) -> SelfReportDialog:
    found = opened.shell.findChildren(SelfReportDialog)
    assert len(found) == 1
    return found[0]


def open_dialog(opened: Opened, field: Field) -> SelfReportDialog:
    """By the keyboard, from the inspection."""
    opened.shell.open_inspection(field.commune)
    opened.idle()
    keys = opened.shell.inspection.findChildren(QShortcut)
    wanted = QKeySequence("Ctrl+Shift+B")
    next(one for one in keys if one.key() == wanted).activated.emit()
    opened.idle()
    return dialog_of(opened)


@pytest.fixture
def dialog(leader: Opened, field: Field) -> Iterator[SelfReportDialog]:
    yield open_dialog(leader, field)
    for one in leader.shell.findChildren(SelfReportDialog):
        one.close()
    leader.idle()


def fill(path: Path, **values: str | int | None) -> None:
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for cells in sheet.iter_rows(min_row=5, max_col=1):
            if (name := str(cells[0].value)) in values:
                sheet[f"E{cells[0].row}"] = values[name]
    book.save(path)


def exported(
    opened: Opened, dialog: SelfReportDialog, path: Path, **values: str | int | None
) -> None:
    dialog.export(str(path))
    opened.idle()
    assert path.is_file()
    fill(path, **values)


def test_the_workbook_is_written_where_the_person_says(
    leader: Opened, dialog: SelfReportDialog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mẫu.xlsx"
    asked: list[str] = []

    def choose(_parent: object, _title: str, _patterns: str, name: str) -> str:
        asked.append(name)
        return str(path)

    monkeypatch.setattr(files, "choose_save", choose)
    shoot(dialog, "self-report-1-first")
    dialog.export_button.click()
    leader.idle()
    assert path.is_file()
    assert asked[0].startswith("bao-cao-")
    assert dialog.banner.isVisible()
    dialog.export_button.click()
    leader.idle()
    assert "mẫu.xlsx" in dialog.banner.title(), "a file is never replaced unasked"
    assert file_name("UBND xã Đại Từ (mới)") == "bao-cao-ubnd-xa-dai-tu-moi.xlsx"


def test_problems_come_first_and_nothing_is_written_before_a_yes(
    leader: Opened, dialog: SelfReportDialog, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    exported(leader, dialog, path, c1_6_due=4, c1_6_resolved=5, c1_3_planned="mười")
    dialog.read(str(path))
    leader.idle()
    tones = [row[4].tone for row in dialog.model.rows]
    assert tones == [Tone.BAD, Tone.BAD, Tone.GOOD, Tone.GOOD]
    assert dialog.model.rows[0][0].text.startswith("E")
    assert not dialog.record_button.isEnabled()
    shoot(dialog, "self-report-2-problems")
    dialog.skip.click()
    assert dialog.record_button.isEnabled()
    assert "2" in dialog.record_button.text()
    dialog.record_button.click()
    leader.idle()
    due = leader.shell.inspection.desk.view.question(("c1_6_due", None))
    assert due is not None
    assert due.reported.value == 4
    shoot(dialog, "self-report-3-recorded")
    assert dialog.undo_button.isVisible()
    dialog.undo_button.click()
    leader.idle()
    due = leader.shell.inspection.desk.view.question(("c1_6_due", None))
    assert due is not None
    assert due.reported.value is None
    assert dialog.record_button.isVisible(), "the file is compared again"


def test_the_page_shows_what_was_recorded_at_once(
    leader: Opened, dialog: SelfReportDialog, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    exported(leader, dialog, path, c1_6_due=4)
    dialog.read(str(path))
    leader.idle()
    dialog.record_button.click()
    leader.idle()
    item = leader.shell.inspection.desk.view.question(("c1_6_due", None))
    assert item is not None
    assert item.reported.value == 4


def test_a_strange_file_says_so_and_the_dialog_stays(
    leader: Opened, dialog: SelfReportDialog, tmp_path: Path
) -> None:
    path = tmp_path / "b.xlsx"
    path.write_bytes(b"PK\x03\x04 no workbook")
    dialog.read(str(path))
    leader.idle()
    assert dialog.isVisible()
    assert "b.xlsx" in dialog.banner.title()
    assert dialog.found is None


def test_everything_is_reached_by_keyboard_and_named(
    leader: Opened, dialog: SelfReportDialog, tmp_path: Path
) -> None:
    path = tmp_path / "a.xlsx"
    exported(leader, dialog, path, c1_6_due=4)
    dialog.read(str(path))
    leader.idle()
    for one in focusable(dialog):
        assert one.accessibleName() or getattr(one, "text", str)(), one
    assert dialog.table in focusable(dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    settle()
    assert not leader.shell.findChildren(SelfReportDialog)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_a_small_screen_in_both_colours(field: Field, tmp_path: Path, scheme: str) -> None:
    with opened_window(scheme=scheme, text_size=130, size=(1093, 574)) as opened:
        opened.unlock(field.leader)
        dialog = open_dialog(opened, field)
        shoot(opened.window, f"self-report-page-{scheme}")
        path = tmp_path / "a.xlsx"
        exported(opened, dialog, path, c1_6_due=4, c1_6_resolved=5, c1_3_planned="mười")
        dialog.read(str(path))
        opened.idle()
        assert dialog.width() <= opened.window.width()
        assert dialog.height() <= opened.window.height()
        assert dialog.table.viewport().height() > 60, "some rows are in sight"
        shoot(dialog, f"self-report-small-{scheme}")
        dialog.close()
        opened.idle()
