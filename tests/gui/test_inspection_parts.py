"""What stands around the answers: findings, evidence, tables, session, search, layout."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QRadioButton, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.gui.inspection import rail
from inspector_app.gui.inspection.editors import AnswerText
from inspector_app.gui.inspection.grid_cells import _ChoiceBox
from inspector_app.gui.inspection.items import Filter
from tests.kit.inspection_views import (
    Bench,
    Hand,
    focusables_without_name,
    make_vault,
)

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


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


def test_finding_by_f4_with_requirement_and_escape_loses_nothing(hand: Hand) -> None:
    hand.page.show_section_number(1)
    hand.press(KEY.Key_F4)
    drawer = hand.page.overlays.drawer
    assert drawer.isVisible()
    hand.type("Kế hoạch ban hành chậm")
    drawer.fields["cause"].setFocus()
    hand.type("Thiếu người")
    hand.saved()
    drawer.requirements.add.click()
    hand.settle()
    row = drawer.requirements.rows[0]
    row.fields["text"].setFocus()
    hand.type("Ban hành đúng hạn")
    row.fields["due"].setFocus()
    hand.type("31/12/2019")
    hand.shot("inspection-04-finding")
    hand.press(KEY.Key_Escape)
    hand.saved()
    assert not drawer.isVisible()
    view = hand.page.desk.view
    assert [(one.text, one.cause, one.question) for one in view.findings] == [
        ("Kế hoạch ban hành chậm", "Thiếu người", "c1_1")
    ]
    requirement = view.requirements[0]
    assert (requirement.text, str(requirement.due)) == ("Ban hành đúng hạn", "2019-12-31")
    assert requirement.finding == view.findings[0].id
    assert any("Tồn tại" in line.text for line in hand.card("c1_1").lines)
    hand.page.show_place(rail.OVERVIEW)
    assert len(hand.page.centre.overview.rows) == 1
    hand.shot("inspection-05-overview")


def test_new_finding_typed_without_pause_is_kept_by_escape(hand: Hand) -> None:
    hand.page.show_section_number(1)
    hand.press(KEY.Key_F4)
    hand.page.overlays.drawer.fields["legal_basis"].setFocus()
    hand.type("Nghị định 61")
    hand.press(KEY.Key_Escape)
    hand.saved()
    assert [one.legal_basis for one in hand.page.desk.view.findings] == ["Nghị định 61"]


def test_evidence_by_file_and_by_paste(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "biên bản.pdf"
    file.write_bytes(b"%PDF-1.4 thu")
    hand.page.show_section_number(1)
    monkeypatch.setattr(hand.page, "ask_files", lambda: [str(file)])
    hand.press(KEY.Key_F6)
    hand.saved()
    image = QImage(320, 200, QImage.Format.Format_RGB32)
    image.fill(QColor("#4477aa"))
    mime = QMimeData()
    mime.setImageData(image)
    QGuiApplication.clipboard().setMimeData(mime)
    hand.page.paste_evidence()
    hand.saved()
    names = [(one.name, one.media_type, one.question) for one in hand.page.desk.view.evidence]
    assert names == [
        ("biên bản.pdf", "application/pdf", "c1_1"),
        ("anh-dan-2.png", "image/png", "c1_1"),
    ]
    assert hand.card("c1_1").view.evidence == 2
    hand.shot("inspection-06-evidence")
    hand.page.desk.undo()
    hand.saved()
    assert len(hand.page.desk.view.evidence) == 1


def test_table_takes_a_block_from_a_spreadsheet_and_shows_what_does_not_balance(
    hand: Hand,
) -> None:
    hand.page.show_section_number(3)
    QGuiApplication.clipboard().setText(
        "Đất đai\t\t10\t100\t20\t5\t30\t80\t5\t10\t5\t3\t2\n"
        "Hộ tịch\t\t1\t50\t20\t5\t30\t40\t5\t0\t0\t0\t9\n"
    )
    hand.go("t1")
    table = hand.table("t1")
    table.grid.paste()
    hand.saved()
    assert table.model.rowCount() == 2
    assert [line.text for line in table.lines if "Dòng 2" in line.text]
    assert not [line.text for line in table.lines if "Dòng 1" in line.text]
    hand.shot("inspection-07-table")
    hand.page.overlays.expand("t1")
    hand.shot("inspection-08-table-full")
    hand.page.overlays.close_table()
    hand.page.desk.undo()
    hand.saved()
    assert table.model.rowCount() == 0
    hand.page.desk.redo()
    hand.saved()
    assert table.model.rowCount() == 2
    assert table.model.data(table.model.index(1, 3)) == "50"


def test_session_is_recorded(hand: Hand) -> None:
    session = hand.page.centre.session
    hand.page.show_place(rail.SESSION)
    session.now_buttons["started"].click()
    hand.saved()
    session.fields["place"].setFocus()
    hand.type("Phòng họp UBND xã")
    session.people[True].offer.click()
    hand.saved()
    people = session.people[False]
    people.name.setFocus()
    hand.type("Lê Văn X")
    people.post.setFocus()
    hand.type("Chủ tịch")
    hand.press(KEY.Key_Return)
    hand.saved()
    stored = hand.page.desk.view.session
    assert stored.started
    assert stored.place == "Phòng họp UBND xã"
    assert len([one for one in stored.attendees if one.is_team]) == len(hand.page.desk.view.members)
    unit = [one for one in stored.attendees if not one.is_team]
    assert [(one.name, one.post) for one in unit] == [("Lê Văn X", "Chủ tịch")]
    conclusion = session.fields["conclusion"]
    assert isinstance(conclusion, AnswerText)
    assert conclusion.isReadOnly() is not hand.page.desk.can_conclude
    hand.shot("inspection-09-session")


def test_filters_and_search(hand: Hand) -> None:
    hand.page.show_section_number(1)
    hand.press(KEY.Key_3)
    hand.saved()
    hand.page.centre.set_filter(Filter.UNMET)
    column = hand.page.centre.column
    assert column is not None
    assert column.visible_names == ["c1_1"]
    hand.press(KEY.Key_K, CTRL)
    hand.type("niem yet thu tuc")
    results = hand.page.finder.results
    assert results.results
    assert all("niem yet" in one.folded for one in results.results)
    hand.shot("inspection-10-search")
    wanted = results.results[0].place
    hand.press(KEY.Key_Return)
    assert (hand.page.centre.place, hand.page.selected) == (wanted.section, wanted.item)


def test_sections_switch_fast_and_every_focusable_is_named(hand: Hand) -> None:
    for number in range(1, 8):
        hand.page.show_section_number(number)
    hand.settle()
    begun = time.process_time()
    for number in range(1, 8):
        hand.page.show_section_number(number)
    assert (time.process_time() - begun) / 7 < 0.15
    hand.page.new_finding()
    hand.settle()
    assert focusables_without_name(hand.page) == []
    hand.page.overlays.drawer.close_drawer()


def test_choices_have_the_radio_role_and_one_tab_stop_a_side(hand: Hand) -> None:
    hand.page.show_section_number(1)
    hand.settle()
    buttons = hand.card("c1_1").findChildren(QRadioButton)
    assert len(buttons) == 8  # four on each side
    stops = [one for one in buttons if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(stops) == 2


def test_side_panel_becomes_a_drawer_in_a_narrow_window(bench: Bench, qtbot: QtBot) -> None:
    hand = Hand(bench, bench.next_inspection(), (1093, 574))
    hand.page.show_section_number(1)
    hand.settle()
    assert hand.page.width() == 1093
    assert not hand.page.panel.isVisible()
    hand.press(KEY.Key_F7)
    assert hand.page.panel.isVisible()
    hand.shot("inspection-11-narrow")
    hand.close()


def test_changing_theme_repaints_everything(bench: Bench, qtbot: QtBot) -> None:
    hand = Hand(bench, bench.next_inspection(), (1366, 698))
    hand.page.show_section_number(1)
    hand.settle()
    light = hand.page.grab().toImage()
    bench.theme.set("dark")
    hand.settle()
    dark = hand.page.grab().toImage()
    for x, y in ((700, 200), (100, 300), (1200, 500), (600, 690)):
        assert dark.pixelColor(x, y).lightness() < 90 < light.pixelColor(x, y).lightness()
    hand.shot("inspection-14-dark")
    bench.theme.set("light")
    hand.close()


def test_a_choice_in_a_table_is_typed_without_accents(qapp: QApplication) -> None:
    host = QWidget()
    box = _ChoiceBox(host)
    box.addItem("", "")
    for label, name in (("Hộ tịch", "civil"), ("Đất đai", "land"), ("Địa chính", "cadastre")):
        box.addItem(label, name)
    QTest.keyClicks(box, "dat d")
    assert box.currentData() == "land"
    assert not box.view().isVisible(), "the space is part of the word and opens no list"
