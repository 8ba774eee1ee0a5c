"""Every type and appearance of a form, answered on the page over a real encrypted vault."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.domain.trip.values import Side
from inspector_app.gui.inspection.consents import ConsentBox
from inspector_app.gui.inspection.moments import MomentField
from inspector_app.gui.inspection.question_card import QuestionCard
from inspector_app.gui.inspection.ranges import RangeField
from inspector_app.gui.inspection.ranking import RankEditor
from inspector_app.gui.inspection.saving import SavingState
from tests.kit.form_types import at, comes, make_form_vault, side, stored, write
from tests.kit.inspection_views import Bench, Hand, focusables_without_name, wait_until

KEY = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def bench(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    qapp.setStyle("Fusion")
    made = Bench(make_form_vault(tmp_path_factory.mktemp("vault") / "kho"))
    yield made
    made.close()


@pytest.fixture
def hand(bench: Bench, qtbot: QtBot) -> Iterator[Hand]:
    made = Hand(bench, bench.next_inspection(), (1366, 698))
    yield made
    made.close()
    # what Python gave to the clipboard must not outlive Python
    QGuiApplication.clipboard().clear()


# --- numbers and times


def test_a_range_is_slid_by_keys_and_typed_in_its_box(hand: Hand) -> None:
    field = at(hand, 1, "nhiet").widget
    assert isinstance(field, RangeField)
    assert not field.slider.is_answered
    hand.press(KEY.Key_Right)
    assert field.value == "-2", "the first key answers with the start"
    for _step in range(3):
        hand.press(KEY.Key_Right)
    hand.press(KEY.Key_Left)
    assert field.value == "-1"
    hand.press(KEY.Key_Down)
    hand.saved()
    assert stored(hand, "nhiet") == "-1"
    assert hand.page.selected == "luc", "Down is the neighbour's"
    field.box.setFocus()
    field.box.selectAll()
    hand.type("1,5")
    assert field.slider.value() == 7
    hand.press(KEY.Key_Return)
    hand.saved()
    assert stored(hand, "nhiet") == "1.5"
    field.clear.click()
    hand.saved()
    assert stored(hand, "nhiet") is None
    assert not field.slider.is_answered
    assert field.clear.isHidden()


def test_a_slide_is_one_step_of_undo(hand: Hand) -> None:
    at(hand, 1, "hai_long")
    for _step in range(4):
        hand.press(KEY.Key_Right)
    hand.press(KEY.Key_Down)
    hand.saved()
    assert stored(hand, "hai_long") == 4
    hand.press(KEY.Key_Z, CTRL)
    comes(hand, "hai_long", None)


def test_both_sides_of_a_range_and_their_difference(hand: Hand) -> None:
    hand.page.show_section_number(1)
    hand.go("ty_le")
    for one, text in zip(hand.card("ty_le").sides, ("95", "70"), strict=True):
        field = one.widget
        assert isinstance(field, RangeField)
        field.box.setFocus()
        hand.type(text)
        hand.press(KEY.Key_Return)
    hand.saved()
    assert (stored(hand, "ty_le", Side.REPORTED), stored(hand, "ty_le")) == (95, 70)
    assert any("«95 %»" in line.text for line in hand.card("ty_le").lines)


def test_a_moment_is_typed_in_two_parts(hand: Hand) -> None:
    field = at(hand, 1, "luc").widget
    assert isinstance(field, MomentField)
    hand.type("16/9/2019")
    hand.press(KEY.Key_Return)
    assert hand.focus is field.time, "from the day Enter goes to the time"
    assert stored(hand, "luc") is None
    hand.type("8h05")
    hand.press(KEY.Key_Return)
    hand.saved()
    assert stored(hand, "luc") == "2019-09-16T08:05"
    assert (field.day.text(), field.time.text()) == ("16/09/2019", "08:05")


def test_half_a_moment_is_kept_and_said(hand: Hand) -> None:
    field = at(hand, 1, "luc").widget
    assert isinstance(field, MomentField)
    hand.type("16/9/2019")
    side(hand, "ma")
    wait_until(lambda: hand.page.desk.saving().state is SavingState.REFUSED)
    assert field.day.text() == "16/9/2019"
    assert any("ngày" in line.text for line in hand.card("luc").lines)


def test_now_fills_a_moment(hand: Hand) -> None:
    field = at(hand, 1, "luc").widget
    assert isinstance(field, MomentField)
    field.now.click()
    hand.saved()
    assert str(stored(hand, "luc")).startswith("20")


def test_a_month_is_its_first_day(hand: Hand) -> None:
    at(hand, 1, "thang")
    hand.type("9/2019")
    assert hand.card("thang").sides[-1].preview == "= 01/09/2019"
    hand.press(KEY.Key_Return)
    hand.saved()
    assert stored(hand, "thang") == "2019-09-01"


def test_what_the_form_computes_for_itself_is_no_card(hand: Hand) -> None:
    hand.page.show_section_number(1)
    column = hand.page.centre.column
    assert column is not None
    assert "an" not in column.visible_names
    assert "ma" in column.visible_names


# --- order and consent


def test_a_rank_is_unanswered_until_something_is_moved(hand: Hand) -> None:
    rank = at(hand, 1, "thu_tu").widget
    assert isinstance(rank, RankEditor)
    assert not rank.list.is_ranked
    assert hand.focus is rank.list
    hand.press(KEY.Key_Down)
    assert stored(hand, "thu_tu") is None, "walking answers nothing"
    hand.press(KEY.Key_Up, ALT)
    hand.saved()
    assert stored(hand, "thu_tu") == ["nx", "hs", "dt", "csvc"]
    assert hand.page.selected == "thu_tu", "Alt+Up is the list's here"
    hand.press(KEY.Key_4)
    hand.saved()
    assert stored(hand, "thu_tu") == ["hs", "dt", "csvc", "nx"]
    rank.up.click()
    hand.saved()
    assert stored(hand, "thu_tu") == ["hs", "dt", "nx", "csvc"]
    hand.press(KEY.Key_Z, CTRL)
    comes(hand, "thu_tu", ["hs", "dt", "csvc", "nx"])
    rank.take_focus()
    hand.press(KEY.Key_Delete)
    hand.saved()
    assert stored(hand, "thu_tu") is None
    assert not rank.list.is_ranked
    rank.take_focus()
    hand.press(KEY.Key_Return)
    hand.saved()
    assert stored(hand, "thu_tu") == ["hs", "nx", "dt", "csvc"], "Enter takes what it shows"


def test_a_consent_is_given_by_1_and_taken_back(hand: Hand) -> None:
    box = at(hand, 1, "cam_ket").widget
    assert isinstance(box, ConsentBox)
    hand.press(KEY.Key_1)
    hand.saved()
    assert stored(hand, "cam_ket") == "OK"
    assert box.box.isChecked()
    side(hand, "cam_ket")
    hand.press(KEY.Key_Delete)
    hand.saved()
    assert stored(hand, "cam_ket") is None


# --- what stands around an answer


def test_guidance_is_read_when_it_is_wanted(hand: Hand) -> None:
    hand.page.show_section_number(1)
    card = hand.card("hai_long")
    assert card.help is not None
    low = card.height()
    card.help.click()
    hand.settle()
    assert card.height() > low + 30
    card.help.click()
    hand.settle()
    assert card.height() == low
    assert hand.card("ty_le").help is None


def test_a_question_shows_its_picture_and_a_note_what_was_answered(hand: Hand) -> None:
    hand.page.show_section_number(4)
    assert hand.card("so_do").picture is not None
    write(hand, "nguoi", "Trần Thị B")
    column = hand.page.centre.column
    assert column is not None
    assert column.notes["ket"].accessibleName() == "Người chốt: Trần Thị B."


def test_read_only_by_condition_locks_the_editors_and_says_so(hand: Hand) -> None:
    write(hand, "loai", "xa")
    hand.page.show_section_number(4)
    locked = ("nguoi", "loai", "do_tin")
    assert all(hand.card(name).sides[0].widget.isEnabled() for name in locked)
    hand.press(KEY.Key_1)
    hand.saved()
    for name in locked:
        assert not hand.card(name).sides[0].widget.isEnabled(), name
        assert any("Chỉ đọc theo điều kiện" in line.text for line in hand.card(name).lines)
    hand.go("chot")
    hand.press(KEY.Key_F8)
    assert hand.page.selected == "so_do", "what is locked is not asked for"
    hand.go("chot")
    hand.press(KEY.Key_2)
    hand.saved()
    assert all(hand.card(name).sides[0].widget.isEnabled() for name in locked)


def test_every_focusable_is_named(hand: Hand) -> None:
    write(hand, "kenh", ["web"])
    for number in range(1, 6):
        hand.page.show_section_number(number)
        hand.settle()
    assert focusables_without_name(hand.page) == []


def test_a_pasted_picture_is_evidence_where_it_is_no_answer(hand: Hand, tmp_path: Path) -> None:
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    mime = QMimeData()
    mime.setImageData(image)
    QGuiApplication.clipboard().setMimeData(mime)
    at(hand, 1, "hai_long")
    hand.page.paste_evidence()
    hand.saved()
    assert [one.question for one in hand.page.desk.view.evidence] == ["hai_long"]
    card = hand.card("hai_long")
    assert isinstance(card, QuestionCard)
    assert stored(hand, "hai_long") is None
