"""Source and period of figures in the side panel, and the cards of rates, with a real vault."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Side
from inspector_app.gui.inspection.figure_box import FigureBox
from inspector_app.host import i18n
from inspector_app.services.views import QuestionView, TableView
from tests.kit.inspection_views import Bench, Hand, make_vault

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
PERIOD = "01/01/2018 – 15/09/2019"


@pytest.fixture(scope="module")
def bench(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    qapp.setStyle("Fusion")
    made = Bench(make_vault(tmp_path_factory.mktemp("vault") / "kho"))
    yield made
    made.close()


@pytest.fixture
def hand(bench: Bench, qtbot: QtBot) -> Iterator[Hand]:
    made = Hand(bench, bench.next_inspection(), (1366, 698))
    yield made
    made.close()


def box(hand: Hand) -> FigureBox:
    return hand.page.panel.figures


def stored(hand: Hand, name: str) -> tuple[Any, Any]:
    """Source and period as the vault has them."""
    view = hand.bench.call(lambda: hand.bench.services.inspections.show(hand.inspection.id))
    item: QuestionView | TableView | None = view.question((name, None)) or view.table(name)
    assert item is not None
    return item.source.value, item.period.value


def test_what_holds_while_nobody_says_otherwise_is_shown_and_not_stored(hand: Hand) -> None:
    hand.page.show_section_number(1)
    hand.go("c1_1")
    assert box(hand).isHidden(), "a choice is no figure"
    hand.go("c1_3_planned")
    assert not box(hand).isHidden()
    assert box(hand).source.placeholderText() == "chưa ghi"
    assert box(hand).period.placeholderText() == PERIOD
    hand.fill("c1_3_planned", "30", "28")
    hand.saved()
    hand.go("c1_3_planned")
    assert box(hand).source.placeholderText() == "báo cáo của đơn vị"
    assert not box(hand).whole.isEnabled()
    assert stored(hand, "c1_3_planned") == (None, None)


def test_a_source_is_chosen_by_keyboard_and_typed_freely_and_undone(hand: Hand) -> None:
    hand.page.show_section_number(1)
    hand.go("c1_3_planned")
    box(hand).source.setFocus()
    actions = box(hand).menu().actions()
    assert [one.text() for one in actions] == [
        "báo cáo của đơn vị",
        "màn hình phần mềm",
        "kiểm đếm tại chỗ",
    ]
    actions[1].trigger()
    hand.saved()
    assert stored(hand, "c1_3_planned") == ("màn hình phần mềm", None)
    assert hand.focus is box(hand).source
    hand.press(KEY.Key_A, CTRL)
    hand.type("Sổ theo dõi")
    hand.press(KEY.Key_Return)
    hand.saved()
    assert stored(hand, "c1_3_planned") == ("Sổ theo dõi", None)
    hand.press(KEY.Key_Tab)
    hand.press(KEY.Key_Tab)
    assert hand.focus is box(hand).period, "the button of the list stands between"
    hand.type("1/1/2019 - 30/6/2019")
    hand.press(KEY.Key_Return)
    hand.saved()
    assert stored(hand, "c1_3_planned")[1] == "01/01/2019 – 30/06/2019"
    assert box(hand).period.value == "01/01/2019 – 30/06/2019", "as it was read"
    hand.shot("figures-01-source")
    for left in (("Sổ theo dõi", None), ("màn hình phần mềm", None), (None, None)):
        hand.page.desk.undo()
        hand.saved()
        assert tuple(one or None for one in stored(hand, "c1_3_planned")) == left
    assert hand.page.selected == "c1_3_planned"


def test_a_period_that_ends_before_it_begins_stays_in_the_field(hand: Hand) -> None:
    hand.page.show_section_number(1)
    hand.go("c1_3_planned")
    box(hand).period.setFocus()
    hand.type("30/6/2019 - 1/1/2019")
    hand.press(KEY.Key_Return)
    assert "ngày cuối trước ngày đầu" in box(hand).problem.text()
    assert not box(hand).problem.isHidden()
    assert stored(hand, "c1_3_planned") == (None, None)
    hand.press(KEY.Key_A, CTRL)
    hand.type("cả năm")
    hand.press(KEY.Key_Return)
    hand.saved()
    assert box(hand).problem.isHidden()
    assert stored(hand, "c1_3_planned") == (None, "cả năm")


def test_one_source_for_the_whole_section_is_one_step_to_undo(hand: Hand) -> None:
    hand.page.show_section_number(3)
    hand.go("c3_2_area")
    box(hand).source.setFocus()
    hand.type("Biên bản đo")
    hand.press(KEY.Key_Return)
    hand.saved()
    hand.go("c3_3_total")
    box(hand).source.setFocus()
    hand.type("man hinh phan mem")
    box(hand).whole.click()
    hand.saved()
    for name in ("c3_3_total", "c3_2_area", "c3_3_counter", "t1"):
        assert stored(hand, name) == ("màn hình phần mềm", None), name
    assert stored(hand, "c1_3_planned") == (None, None), "another section"
    assert "số liệu, bảng khác" in hand.page.toast.text()
    hand.page.desk.undo()
    hand.saved()
    assert stored(hand, "c3_2_area") == ("Biên bản đo", None)
    assert stored(hand, "t1")[0] in (None, "")
    assert stored(hand, "c3_3_total") == ("màn hình phần mềm", None)
    hand.page.desk.redo()
    hand.saved()
    assert stored(hand, "t1")[0] == "màn hình phần mềm"


def test_a_table_has_one_source_for_all_its_cells(hand: Hand) -> None:
    hand.page.show_section_number(3)
    hand.go("t1")
    assert not box(hand).isHidden()
    box(hand).source.setFocus()
    hand.type("Báo cáo từ phần mềm")
    hand.press(KEY.Key_Return)
    hand.saved()
    assert stored(hand, "t1") == ("Báo cáo từ phần mềm", None)
    hand.shot("figures-02-table")
    row = hand.bench.call(
        lambda: hand.bench.services.inspections.add_row(hand.inspection.id, "t1").value
    )
    hand.page.desk.reload()
    hand.settle()
    hand.page.overlays.open_row(row)
    hand.settle()
    hand.page.select("t1_a1")
    assert box(hand).source.value == "Báo cáo từ phần mềm"


def test_in_english_the_usual_sources_are_stored_in_their_own_words(hand: Hand) -> None:
    hand.page.show_section_number(1)
    hand.go("c1_3_planned")
    i18n.set_language("en")
    box(hand).source.setFocus()
    hand.type("Counted on site")
    hand.press(KEY.Key_Return)
    hand.saved()
    assert stored(hand, "c1_3_planned") == ("kiểm đếm tại chỗ", None)
    hand.go("c1_3_done")
    hand.go("c1_3_planned")
    assert box(hand).source.value == "counted on site"


def test_the_card_of_a_rate_shows_both_sides_with_their_base(hand: Hand) -> None:
    hand.page.show_section_number(1)
    hand.go("c1_3_rate")
    rate = hand.card("c1_3_rate")._rate
    assert rate is not None
    assert (rate.percent, rate.gap) == ("–", "")
    assert rate.below.splitlines()[:2] == ["Đoàn xác minh: … / …", "Đơn vị báo cáo: … / …"]
    hand.fill("c1_3_planned", "1168", "1168")
    hand.fill("c1_3_done", "1165", "1163")
    hand.saved()
    hand.go("c1_3_rate")
    rate = hand.card("c1_3_rate")._rate
    assert rate is not None
    assert rate.percent.replace("\u00a0", " ") == "99,57 %"
    verified, reported, about = rate.below.replace("\u00a0", " ").splitlines()
    assert verified == "Đoàn xác minh: 1.163 / 1.168 = 99,57 %"
    assert reported == "Đơn vị báo cáo: 1.165 / 1.168 = 99,74 %"
    assert "hoàn thành" in about
    assert rate.gap == "Lệch −0,17 điểm %"
    hand.shot("figures-03-rate")


def test_the_card_of_a_rate_says_when_rows_are_lacking(hand: Hand) -> None:
    inspections, ent = hand.bench.services.inspections, hand.inspection.id
    rows = [hand.bench.call(lambda: inspections.add_row(ent, "t1").value) for _ in range(2)]

    def write(side: Side, row: EntityId, late: str) -> None:
        counts = dict.fromkeys(("a1", "a3", "a4", "b1", "c1", "c2", "d1", "d2"), "0")
        counts |= {"a2": "40", "b2": "38", "b3": late}
        for column, text in counts.items():
            hand.bench.call(partial(inspections.answer, ent, f"t1_{column}", side, text, row))

    for row in rows:
        write(Side.REPORTED, row, "2")
    write(Side.VERIFIED, rows[0], "2")
    hand.page.open(ent)
    hand.saved()
    hand.page.show_section_number(3)
    hand.go("c3_8_rate")
    rate = hand.card("c3_8_rate")._rate
    assert rate is not None
    verified, reported, _ = rate.below.replace("\u00a0", " ").splitlines()
    assert verified == "Đoàn xác minh: 38 / 40 = 95 %, chưa đủ: 1/2 dòng"
    assert reported == "Đơn vị báo cáo: 76 / 80 = 95 %"


def test_a_draft_of_a_source_comes_back(hand: Hand) -> None:
    inspection, services = hand.inspection.id, hand.bench.services
    node = ("t1", None)
    hand.bench.call(lambda: services.inspections.draft(inspection, node, Side.SOURCE, "Sổ gốc"))
    hand.page.open(inspection)
    hand.saved()
    assert stored(hand, "t1") == ("Sổ gốc", None)
    assert hand.page.desk.view.trip.period_to == date(2019, 9, 15)
