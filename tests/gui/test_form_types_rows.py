"""Tables in tables: grids, sheets of rows, fixed numbers of rows."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from inspector_app.domain.log.ids import EntityId
from inspector_app.gui.inspection.ranking import RankEditor
from inspector_app.gui.inspection.row_sheet import RowSheet
from inspector_app.gui.inspection.table_card import TableCard
from inspector_app.gui.inspection.table_sheet import TableSheet
from inspector_app.services.views import TableView
from tests.kit.form_types import make_form_vault, write
from tests.kit.inspection_views import Bench, Hand, focusables_without_name, wait_until

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
FREE = Qt.ItemFlag.ItemIsEditable


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


def table(hand: Hand, name: str) -> TableView:
    """A table of the fifth section, read anew."""
    service = hand.bench.services.inspections
    view = hand.bench.call(lambda: service.show(hand.inspection.id))
    items = [item for item in view.sections[4].items if isinstance(item, TableView)]
    return next(item for item in items if item.repeat.name == name)


def households(hand: Hand, count: int) -> list[EntityId]:
    """So many rows of the outer table, added by its button."""
    for _number in range(count):
        hand.table("ho")._add.click()
        hand.saved()
    return [row.id for row in table(hand, "ho").rows]


def sheet(hand: Hand) -> RowSheet:
    """The row on top."""
    row = hand.page.overlays.row
    assert row is not None
    return row


def inner(hand: Hand) -> TableCard:
    """The inner table in the sheet on top."""
    card = sheet(hand).column.cards["nguoi_nha"]
    assert isinstance(card, TableCard)
    return card


def test_a_row_opens_with_every_cell_as_a_question(hand: Hand) -> None:
    rows = households(hand, 2)
    grid = hand.table("ho").grid
    grid.setFocus()
    grid.setCurrentIndex(grid.rows_model.index(1, 0))
    hand.press(KEY.Key_Return, CTRL)
    assert sheet(hand).row == rows[1]
    assert list(sheet(hand).column.cards) == ["chu_ho", "dat_o", "ngheo", "anh_nha", "nguoi_nha"]
    hand.type("Lo Van Pao")
    hand.press(KEY.Key_Tab)
    hand.type("86,5")
    hand.press(KEY.Key_Return)
    hand.saved()
    cells = table(hand, "ho").rows[1].cells
    assert cells["chu_ho"].verified.value == "Lo Van Pao"
    assert cells["dat_o"].verified.value == "86.5"
    assert "dòng 2 › Lo Van Pao" in sheet(hand)._title.text()
    assert hand.page.selected == "ngheo", "Enter goes on inside the row"
    hand.press(KEY.Key_1)
    hand.saved()
    assert table(hand, "ho").rows[1].cells["ngheo"].verified.value == "yes"
    hand.press(KEY.Key_PageUp, CTRL)
    assert sheet(hand).row == rows[0]
    hand.press(KEY.Key_Escape)
    assert hand.page.overlays.sheets == []


def test_inner_tables_take_rows_and_show_what_is_wrong_in_the_outer_one(hand: Hand) -> None:
    rows = households(hand, 2)
    hand.page.overlays.open_row(rows[1])
    inner(hand)._add.click()
    hand.saved()
    inner(hand)._add.click()
    hand.saved()
    first, second = table(hand, "ho").rows
    assert (len(first.tables[0].rows), len(second.tables[0].rows)) == (0, 2)
    model = inner(hand).model
    assert model.setData(model.index(0, 1), "134")
    hand.saved()
    assert any("Dòng 1" in line.text for line in inner(hand).lines)
    outer = hand.table("ho")
    assert any("Thành viên – 1 lỗi" in line.text for line in outer.lines)
    assert outer.model.data(outer.model.index(1, 4)) == "2 dòng  ›"
    inner(hand).grid.setCurrentIndex(model.index(0, 1))
    inner(hand).grid.open_row()
    assert len(hand.page.overlays.sheets) == 2
    assert "Hộ được khảo sát › dòng 2 › Thành viên › dòng 1" in sheet(hand)._title.text()
    hand.page.desk.undo()
    wait_until(lambda: not outer.lines)
    hand.saved()
    assert len(hand.page.overlays.sheets) == 2, "undo in a row stays in the row"
    hand.press(KEY.Key_Escape)
    assert sheet(hand).row == rows[1]


def test_a_block_is_pasted_into_an_inner_table(hand: Hand) -> None:
    rows = households(hand, 1)
    hand.page.overlays.open_row(rows[0])
    inner(hand).model.paste("Mai\t34\nSinh\t6\n", 0, 0)
    hand.saved()
    people = table(hand, "ho").rows[0].tables[0].rows
    assert [row.cells["ho_ten"].verified.value for row in people] == ["Mai", "Sinh"]
    hand.page.desk.undo()
    wait_until(lambda: inner(hand).model.rowCount() == 0)


def test_a_removed_row_closes_its_sheet_and_undo_brings_all_back(hand: Hand) -> None:
    rows = households(hand, 1)
    hand.page.overlays.open_row(rows[0])
    inner(hand)._add.click()
    hand.saved()
    sheet(hand)._remove.click()
    hand.saved()
    assert hand.page.overlays.sheets == []
    assert table(hand, "ho").rows == ()
    hand.page.desk.undo()
    wait_until(lambda: hand.table("ho").model.rowCount() == 1)
    hand.saved()
    assert len(table(hand, "ho").rows[0].tables[0].rows) == 1


def test_a_new_row_from_the_sheet_is_shown_at_once(hand: Hand) -> None:
    rows = households(hand, 1)
    hand.page.overlays.open_row(rows[0])
    sheet(hand)._add.click()
    hand.saved()
    assert [row.id for row in table(hand, "ho").rows][-1] == sheet(hand).row != rows[0]
    assert sheet(hand)._count.text() == "2/2"


def test_a_fixed_table_takes_values_and_no_rows(hand: Hand) -> None:
    card = hand.table("quy")
    assert card._add.isHidden()
    assert card.model.rowCount() == 0
    write(hand, "so_quy", 2)
    assert card.model.rowCount() == 2
    assert card._add.isHidden()
    card.model.paste("10\n20\n30\n", 0, 0)
    hand.saved()
    values = [row.cells["nhan"].verified.value for row in table(hand, "quy").rows]
    assert values == [10, 20], "a third line has no place"
    assert "1 ô" in hand.page.toast.text()
    card.model.remove_rows([0])
    hand.saved()
    assert len(table(hand, "quy").rows) == 2
    hand.page.overlays.expand("quy")
    wide = hand.page.overlays.sheet
    assert isinstance(wide, TableSheet)
    texts = [one.text() for one in wide.findChildren(type(card._add))]
    assert "Mở dòng" in texts
    assert "Xóa dòng" not in texts
    assert "Thêm dòng" not in texts
    hand.press(KEY.Key_Escape)


def test_cells_of_every_type_are_edited_in_place_or_in_the_row(hand: Hand) -> None:
    write(hand, "so_quy", 1)
    card = hand.table("quy")
    model = card.model
    assert model.setData(model.index(0, 1), "16/9/2019 8:05")
    hand.saved()
    cells = table(hand, "quy").rows[0].cells
    assert cells["nop"].verified.value == "2019-09-16T08:05"
    assert model.data(model.index(0, 1)) == "16/09/2019 08:05"
    card.grid.setFocus()
    card.grid.setCurrentIndex(model.index(0, 3))
    hand.press(KEY.Key_F2)
    box = card.grid.findChild(QComboBox)
    assert isinstance(box, QComboBox)
    box.setCurrentIndex(1)
    card.grid.commitData(box)
    card.grid.closeEditor(box, card.grid.itemDelegate().EndEditHint.NoHint)
    hand.saved()
    assert table(hand, "quy").rows[0].cells["da_xem"].verified.value == "OK"
    card.grid.setFocus()
    card.grid.setCurrentIndex(model.index(0, 2))
    hand.press(KEY.Key_Return)
    rank = sheet(hand).column.cards["xep"]
    editor = rank.findChild(RankEditor)
    assert isinstance(editor, RankEditor), "what is too large for a cell opens the row"
    editor.take.click()
    hand.saved()
    assert table(hand, "quy").rows[0].cells["xep"].verified.value == ["hs", "nx", "dt", "csvc"]
    assert not model.flags(model.index(0, 9)) & FREE


def test_the_panel_follows_the_cells_of_a_row(hand: Hand) -> None:
    rows = households(hand, 1)
    hand.page.overlays.open_row(rows[0])
    sheet(hand).column.focus("dat_o")
    assert hand.page.selected == "dat_o"
    assert hand.page.panel.isVisible()
    hand.page.panel.note.setFocus()
    hand.type("Do lai bang thuoc")
    hand.page.panel.note.left.emit()
    hand.saved()
    assert table(hand, "ho").rows[0].cells["dat_o"].note.value == "Do lai bang thuoc"
    assert focusables_without_name(hand.page) == []


def test_going_elsewhere_closes_the_sheets(hand: Hand) -> None:
    rows = households(hand, 1)
    hand.page.overlays.open_row(rows[0])
    hand.press(KEY.Key_F8)
    assert hand.page.overlays.sheets == []
