"""The inspection page with real services and a real encrypted vault."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QRadioButton
from pytestqt.qtbot import QtBot

from inspector_app.domain.trip.values import Side
from inspector_app.gui.inspection import rail
from inspector_app.gui.inspection.choices import OneButton
from inspector_app.gui.inspection.editors import AnswerLine, AnswerText
from inspector_app.gui.inspection.items import Filter
from inspector_app.gui.inspection.saving import SavingState
from tests.kit.inspection_views import (
    Bench,
    Hand,
    focusables_without_name,
    make_vault,
    wait_until,
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


def test_digit_answers_the_verified_side_and_goes_on_to_the_follow_up(hand: Hand) -> None:
    hand.page.show_section_number(1)
    hand.settle()
    assert isinstance(hand.focus, OneButton)
    hand.press(KEY.Key_1)
    stored = hand.bench.call(lambda: hand.bench.services.inspections.show(hand.inspection.id))
    question = stored.question(("c1_1", None))
    assert question is not None
    assert question.verified.value == "yes"
    assert hand.page.selected == "c1_1_number"
    hand.shot("inspection-01-answered")


def test_arrows_never_answer_and_delete_clears(hand: Hand) -> None:
    hand.page.show_section_number(1)
    hand.page.go(next(iter(_places(hand, "c1_2"))))
    hand.settle()
    hand.press(KEY.Key_Right)
    assert hand.card("c1_2").view.verified.value is None
    hand.press(KEY.Key_3)
    assert hand.card("c1_2").view.verified.value == "no"
    hand.card("c1_2").take_focus()
    hand.press(KEY.Key_Delete)
    hand.saved()
    assert hand.card("c1_2").view.verified.value is None


def test_number_is_read_as_typed_and_the_difference_is_shown(hand: Hand) -> None:
    hand.page.show_section_number(1)
    hand.fill("c1_3_planned", "1.030", "1028")
    hand.saved()
    card = hand.card("c1_3_planned")
    assert card.view.reported.value == 1030
    assert card.view.verified.value == 1028
    assert card.view.differs
    line = card.sides[1].widget
    assert isinstance(line, AnswerLine)
    assert line.text() == "1.028"
    assert not hand.page.centre.chips[Filter.DIFFERENT].isHidden()
    hand.page.centre.column and hand.page.centre.column.focus("c1_3_planned")
    hand.shot("inspection-02-difference")


def test_violation_is_shown_at_the_card_and_goes_when_corrected(hand: Hand) -> None:
    hand.page.show_section_number(1)
    hand.fill("c1_3_planned", "30", "28")
    hand.fill("c1_3_done", "28", "29")
    hand.saved()
    card = hand.card("c1_3_done")
    assert any("Không được lớn hơn" in line.text for line in card.lines)
    assert card.edge == "bad"
    hand.shot("inspection-03-violation")
    card.sides[1].take_focus()
    hand.type("28")
    hand.press(KEY.Key_Return)
    hand.saved()
    assert not card.lines
    rate = hand.card("c1_3_rate")
    assert rate.view.state.value == "100"
    assert not rate.sides


def test_what_cannot_be_read_stays_in_the_field_and_is_said(hand: Hand) -> None:
    hand.page.show_section_number(1)
    hand.card("c1_3_planned").sides[1].take_focus()
    hand.type("mười")
    hand.press(KEY.Key_Return)
    wait_until(lambda: hand.page.desk.saving().state is SavingState.REFUSED)
    card = hand.card("c1_3_planned")
    line = card.sides[1].widget
    assert isinstance(line, AnswerLine)
    assert line.text() == "mười"
    assert any("không phải số nguyên" in shown.text for shown in card.lines)
    drafts = hand.bench.call(lambda: hand.bench.services.inspections.drafts(hand.inspection.id))
    assert drafts == {(("c1_3_planned", None), Side.VERIFIED): "mười"}
    card.sides[1].take_focus()
    hand.type("10")
    hand.press(KEY.Key_Return)
    hand.saved()
    assert card.view.verified.value == 10


def test_composed_word_is_not_saved_before_commit_and_not_lost_on_leaving(hand: Hand) -> None:
    hand.page.show_section_number(1)
    hand.press(KEY.Key_1)
    field = hand.card("c1_1_number").sides[0].widget
    assert isinstance(field, AnswerText)
    hand.type("Số 5 ")
    hand.compose("nghiêng")
    assert hand.page.desk.saving().state is SavingState.TYPING
    hand.page.show_section_number(2)
    hand.saved()
    view = hand.page.desk.question(("c1_1_number", None))
    assert view is not None
    assert view.verified.value == "Số 5 nghiêng"


def test_committed_word_is_nfc(hand: Hand) -> None:
    hand.page.show_section_number(1)
    hand.press(KEY.Key_1)
    event = QInputMethodEvent()
    event.setCommitString("Tie\u0302\u0301ng Vie\u0302\u0323t")
    QApplication.sendEvent(hand.focus, event)
    hand.page.show_section_number(2)
    hand.saved()
    view = hand.page.desk.question(("c1_1_number", None))
    assert view is not None
    assert view.verified.value == "Tiếng Việt"


def test_typed_text_is_a_draft_within_250_ms_and_survives_a_kill(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot
) -> None:
    folder = make_vault(tmp_path / "kho")
    bench = Bench(folder)
    inspection = bench.next_inspection()
    hand = Hand(bench, inspection, (1366, 698))
    hand.page.show_section_number(1)
    hand.press(KEY.Key_1)
    hand.type("Dang go do")
    begun = time.monotonic()
    services = bench.services
    wait_until(lambda: hand.page.desk.saving().state is SavingState.DRAFTED, 2)
    assert time.monotonic() - begun < 0.6  # 250 ms, with room for a busy machine
    drafts = bench.call(lambda: services.inspections.drafts(inspection.id))
    assert drafts == {(("c1_1_number", None), Side.VERIFIED): "Dang go do"}
    # the files as a kill would leave them: the text is no change yet
    left = tmp_path / "sau khi bi ngat"
    shutil.copytree(folder, left)
    again = Bench(left)
    back = Hand(again, inspection, (1366, 698))
    back.saved()
    view = back.page.desk.question(("c1_1_number", None))
    assert view is not None
    assert view.verified.value == "Dang go do"
    assert "khôi phục" in back.page.toast.text()
    back.close()
    hand.close()
    bench.close()
    again.close()


def test_f8_goes_to_problems_and_unanswered(hand: Hand) -> None:
    hand.page.show_section_number(1)
    assert hand.page.selected == "c1_1"
    hand.press(KEY.Key_F8)
    assert hand.page.selected == "c1_2"
    hand.press(KEY.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert hand.page.selected == "c1_1"
    hand.press(KEY.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert hand.page.centre.place == hand.page.desk.view.sections[-1].section.name


def test_undo_and_redo_go_through_the_services_and_show_the_place(hand: Hand) -> None:
    hand.page.show_section_number(1)
    hand.press(KEY.Key_2)
    hand.saved()
    hand.page.show_section_number(2)
    hand.settle()
    hand.press(KEY.Key_Z, CTRL)
    hand.saved()
    assert hand.page.centre.place == hand.page.desk.view.sections[0].section.name
    assert hand.page.selected == "c1_1"
    assert hand.card("c1_1").view.verified.value is None
    hand.press(KEY.Key_Y, CTRL)
    hand.saved()
    assert hand.card("c1_1").view.verified.value == "partial"


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
    hand.page.go(next(iter(_places(hand, "t1"))))
    table = hand.table("t1")
    table.grid.paste()
    hand.saved()
    assert table.model.rowCount() == 2
    assert [line.text for line in table.lines if "Dòng 2" in line.text]
    assert not [line.text for line in table.lines if "Dòng 1" in line.text]
    hand.shot("inspection-07-table")
    hand.page.expand_table("t1")
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
    begun = time.monotonic()
    for number in range(1, 8):
        hand.page.show_section_number(number)
    assert (time.monotonic() - begun) / 7 < 0.15
    hand.page.new_finding()
    hand.settle()
    assert focusables_without_name(hand.page) == []
    hand.page.overlays.drawer.close_drawer()


def test_choices_have_the_radio_role_and_one_tab_stop(hand: Hand) -> None:
    hand.page.show_section_number(1)
    hand.settle()
    buttons = hand.card("c1_1").findChildren(QRadioButton)
    assert len(buttons) == 4
    stops = [one for one in buttons if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    assert len(stops) == 1


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


def _places(hand: Hand, item: str) -> Iterator[object]:
    from inspector_app.gui.inspection.items import Place, name_of

    for section in hand.page.desk.view.sections:
        for one in section.items:
            if name_of(one) == item:
                yield Place(section.section.name, item)
