"""Typing in the grid of a table: as in a spreadsheet."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Side
from inspector_app.gui.inspection.grid import Grid
from inspector_app.gui.inspection.items import Filter, Tone
from inspector_app.gui.inspection.table_sheet import TableSheet
from inspector_app.services.views import HeadView, RegisterView
from tests.kit.form_types import make_form_vault, write
from tests.kit.inspection_views import Bench, Hand, wait_until

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture(scope="module")
def bench(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    qapp.setStyle("Fusion")
    made = Bench(make_form_vault(tmp_path_factory.mktemp("vault") / "kho"))
    yield made
    made.close()


@pytest.fixture
def hand(bench: Bench, qtbot: QtBot) -> Iterator[Hand]:
    made = Hand(bench, bench.next_inspection(), (1366, 698))
    made.page.show_section_number(5)
    yield made
    made.close()


def quarters(hand: Hand, count: int) -> Grid:
    """The table with a fixed number of rows, its first cell clicked."""
    write(hand, "so_quy", count)
    grid = hand.table("quy").grid
    hand.settle()
    click(grid, 0, 0)
    return grid


def click(grid: Grid, row: int, column: int) -> None:
    """Click a cell with the mouse."""
    area = grid.visualRect(grid.rows_model.index(row, column))
    QTest.mouseClick(grid.viewport(), Qt.MouseButton.LeftButton, pos=area.center())


def column(grid: Grid, place: int) -> list[str]:
    """What the cells of a column show."""
    model = grid.rows_model
    return [str(model.data(model.index(row, place))) for row in range(model.rowCount())]


def here(grid: Grid) -> tuple[int, int]:
    """Row and column of the current cell."""
    found: QModelIndex = grid.currentIndex()
    return found.row(), found.column()


def test_typing_down_a_column_as_in_a_spreadsheet(hand: Hand) -> None:
    grid = quarters(hand, 4)
    for text in ("10", "20", "30", "40"):
        hand.type(text)
        hand.press(KEY.Key_Return)
    hand.saved()
    assert column(grid, 0) == ["10", "20", "30", "40"]
    assert here(grid) == (0, 1), "after the last row of a fixed table the next column begins"


def test_shift_enter_goes_up_and_tab_goes_right(hand: Hand) -> None:
    grid = quarters(hand, 3)
    click(grid, 2, 0)
    for text in ("3", "2", "1"):
        hand.type(text)
        hand.press(KEY.Key_Enter, SHIFT)
    hand.saved()
    assert column(grid, 0) == ["1", "2", "3"]
    hand.type("7")
    hand.press(KEY.Key_Tab)
    assert here(grid) == (0, 1)
    hand.type("16/9/2019 8:05")
    hand.press(KEY.Key_Tab, SHIFT)
    hand.saved()
    assert here(grid) == (0, 0)
    assert column(grid, 0)[0] == "7"
    assert column(grid, 1)[0] == "16/09/2019 08:05"


def test_enter_in_the_last_row_leads_to_a_new_row(hand: Hand) -> None:
    card = hand.table("ho")
    card._add.click()
    hand.saved()
    grid = card.grid
    assert grid.hasFocus(), "a new row is typed into at once"
    assert here(grid) == (0, 0)
    for name in ("Pao", "Mai", "Sinh"):
        hand.type(name)
        hand.press(KEY.Key_Return)
        hand.saved()
        assert card._add.hasFocus(), "what is typed next overwrites nothing"
        hand.type("x")
        hand.press(KEY.Key_Return)
        hand.saved()
    assert column(grid, 0) == ["Pao", "Mai", "Sinh", ""]
    assert here(grid) == (3, 0)


def test_tab_leaves_the_grid_after_its_last_cell(hand: Hand) -> None:
    grid = quarters(hand, 2)
    click(grid, 1, 3)
    hand.press(KEY.Key_Tab)
    assert not grid.hasFocus()
    click(grid, 0, 0)
    hand.type("5")
    hand.press(KEY.Key_Tab, SHIFT)
    hand.saved()
    assert column(grid, 0)[0] == "5"
    assert here(grid) == (0, 0)


def test_escape_takes_back_what_was_typed_into_a_cell(hand: Hand) -> None:
    grid = quarters(hand, 2)
    hand.type("10")
    hand.press(KEY.Key_Return)
    hand.saved()
    click(grid, 0, 0)
    hand.type("99")
    hand.press(KEY.Key_Escape)
    hand.saved()
    assert column(grid, 0)[0] == "10"


def test_a_cell_that_is_being_edited_survives_what_is_saved_meanwhile(hand: Hand) -> None:
    grid = quarters(hand, 3)
    hand.page.overlays.expand("quy")
    wide = hand.page.overlays.sheet
    assert isinstance(wide, TableSheet)
    grid = wide.grid
    click(grid, 0, 0)
    hand.type("1")
    hand.press(KEY.Key_Return)
    hand.type("2")
    wait_until(lambda: column(grid, 0)[0] == "1")
    hand.settle()
    editor = hand.focus
    assert isinstance(editor, QLineEdit)
    assert editor.text() == "2"
    hand.press(KEY.Key_Return)
    hand.saved()
    assert column(grid, 0) == ["1", "2", ""]
    hand.press(KEY.Key_Escape)


def tone(hand: Hand, name: str) -> Tone | None:
    """How the badge of a table reads."""
    return hand.table(name).badge_tone


def sources(hand: Hand, count: int) -> list[EntityId]:
    """Rows of the table with cells that must be filled in, added past the page."""
    service, ent = hand.bench.services.inspections, hand.inspection.id
    rows = [hand.bench.call(lambda: service.add_row(ent, "von")).value for _number in range(count)]
    hand.page.desk.reload()
    hand.settle()
    return rows


def answer(hand: Hand, row: EntityId, name: str, side: Side, text: str) -> None:
    """Answer a cell past the page."""
    service, ent = hand.bench.services.inspections, hand.inspection.id
    hand.bench.call(lambda: service.answer(ent, name, side, text, row))
    hand.page.desk.reload()
    hand.settle()


def test_cells_that_must_be_filled_in_are_seen_everywhere(hand: Hand) -> None:
    def is_listed() -> bool:
        menu = hand.page.finder.menu()
        return menu is not None and any("Nguồn vốn" in one.text() for one in menu.actions())

    open_before = hand.page.centre.chips[Filter.UNANSWERED]._count or 0
    first, second = sources(hand, 2)
    card = hand.table("von")
    assert [line.text for line in card.lines] == [
        "Dòng 1: còn thiếu «Tên nguồn», «Vốn giao»",
        "Dòng 2: còn thiếu «Tên nguồn», «Vốn giao»",
    ]
    assert tone(hand, "von") is Tone.WARN
    assert hand.page.centre.chips[Filter.UNANSWERED]._count == open_before
    assert is_listed()
    assert card.model.headerData(0, Qt.Orientation.Horizontal) == "Tên nguồn *"
    assert card.model.is_missing_at(card.model.index(0, 0))
    hand.page.show_section_number(1)
    for _number in range(40):
        hand.press(KEY.Key_F8)
        if hand.page.selected == "von":
            break
    assert hand.page.selected == "von"
    for row in (first, second):
        answer(hand, row, "ten_von", Side.VERIFIED, "Ngân sách tỉnh")
        answer(hand, row, "giao", Side.VERIFIED, "1000")
    assert card.lines == ()
    assert tone(hand, "von") is Tone.GOOD
    assert hand.page.centre.chips[Filter.UNANSWERED]._count == open_before - 1
    assert not is_listed()


def test_reported_values_stand_beside_the_verified_ones(hand: Hand) -> None:
    (row,) = sources(hand, 1)
    answer(hand, row, "giao", Side.REPORTED, "1500")
    answer(hand, row, "ghi", Side.REPORTED, "theo nghị quyết")
    answer(hand, row, "giao", Side.VERIFIED, "1250,5")
    model = hand.table("von").model
    assert model.data(model.index(0, 1)) == "1.250,5"
    assert model.reported_text(model.index(0, 1)) == "1.500"
    assert model.reported_text(model.index(0, 2)) == "theo nghị quyết"
    assert model.reported_text(model.index(0, 0)) == ""
    tip = Qt.ItemDataRole.ToolTipRole
    assert model.data(model.index(0, 1), tip) == "Đơn vị báo cáo: 1.500"
    spoken = model.data(model.index(0, 1), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken == "1.250,5; Đơn vị báo cáo: 1.500"
    before = hand.table("von").grid.grab().toImage()
    answer(hand, row, "giao", Side.REPORTED, "9")
    assert hand.table("von").grid.grab().toImage() != before, "it is painted"
    model.set_side(Side.REPORTED)
    assert model.data(model.index(0, 1)) == "9"
    assert model.reported_text(model.index(0, 1)) == ""


def test_a_cell_opened_over_a_conflict_and_left_decides_nothing(hand: Hand) -> None:
    grid = quarters(hand, 4)
    hand.type("10")
    hand.press(KEY.Key_Return)
    hand.saved()
    model = grid.rows_model
    index = model.index(0, 0)
    cell = model.cell(index)
    heads = tuple(
        HeadView(change=author, value=value, is_deletion=False, author=author, device="", wall=1)
        for author, value in (("Nguyễn Văn A", 10), ("Trần Thị B", 12))
    )
    disputed = dataclasses.replace(cell, verified=RegisterView(10, heads, is_conflict=True))
    row = model.table.rows[0]
    cells = {**row.cells, cell.question.name: disputed}
    rows = (dataclasses.replace(row, cells=cells), *model.table.rows[1:])
    model.table = dataclasses.replace(model.table, rows=rows)
    assert model.data(index) == "xung đột: 10 / 12"
    assert model.data(index, Qt.ItemDataRole.EditRole) == ""
    before = hand.bench.call(hand.bench.services.vault.info).state_digest
    model.setData(index, "")
    hand.settle()
    assert hand.bench.call(hand.bench.services.vault.info).state_digest == before
