"""Choices of a form in all their appearances, over a real encrypted vault."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.domain.trip.values import Side
from inspector_app.gui.inspection.choices import ChoiceRow
from inspector_app.gui.inspection.combos import ChoiceCombo
from inspector_app.gui.inspection.finders import ChoiceFinder
from inspector_app.gui.inspection.matrix import MatrixCard, MatrixHead
from tests.kit.form_types import at, make_form_vault, side, stored, write
from tests.kit.inspection_views import Bench, Hand

KEY = Qt.Key


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


def test_a_drop_down_is_answered_by_typing_without_accents(hand: Hand) -> None:
    combo = at(hand, 2, "tinh").widget
    assert isinstance(combo, ChoiceCombo)
    hand.type("da n")
    hand.press(KEY.Key_Down)
    hand.saved()
    assert stored(hand, "tinh") == "dn"
    combo.take_focus()
    hand.press(KEY.Key_Delete)
    hand.saved()
    assert stored(hand, "tinh") is None


def test_a_cascade_offers_what_fits_and_says_what_no_longer_does(hand: Hand) -> None:
    write(hand, "tinh", "hn")
    finder = at(hand, 2, "huyen").widget
    assert isinstance(finder, ChoiceFinder)
    hand.type("dong")
    assert [one.name for one in finder.list.lines] == ["dd"]
    hand.press(KEY.Key_Return)
    hand.saved()
    assert stored(hand, "huyen") == "dd"
    assert finder.field.text() == "Đống Đa"
    write(hand, "tinh", "dn")
    card = hand.card("huyen")
    assert stored(hand, "huyen") == "dd", "nothing that was answered is dropped"
    assert finder.field.text() == "Đống Đa"
    assert card.edge == "bad"
    assert any("không còn trong danh sách" in line.text for line in card.lines)
    assert {one.name for one in finder.found("") if not one.is_stray} == {"hc", "lc"}
    finder.take_focus()
    finder.field.selectAll()
    hand.press(KEY.Key_Backspace)
    side(hand, "kenh")
    hand.saved()
    assert stored(hand, "huyen") is None
    assert card.edge == "border"


def test_escape_closes_the_list_and_brings_the_answer_back(hand: Hand) -> None:
    write(hand, "tinh", "hn")
    write(hand, "huyen", "hk")
    finder = at(hand, 2, "huyen").widget
    assert isinstance(finder, ChoiceFinder)
    hand.type("hai")
    assert finder.list.isVisible()
    hand.press(KEY.Key_Escape)
    assert not finder.list.isVisible()
    assert finder.field.text() == "Hoàn Kiếm"
    assert stored(hand, "huyen") == "hk"


def test_several_are_found_one_after_the_other_and_taken_off(hand: Hand) -> None:
    finder = at(hand, 2, "kenh").widget
    assert isinstance(finder, ChoiceFinder)
    tall = hand.card("kenh").height()
    hand.type("dien")
    hand.press(KEY.Key_Return)
    hand.type("cong")
    hand.press(KEY.Key_Return)
    hand.saved()
    assert stored(hand, "kenh") == ["web", "dt"], "in the order of the form"
    assert [tag.one.name for tag in finder.tags] == ["web", "dt"]
    assert hand.card("kenh").height() > tall
    finder.tags[0].click()
    hand.saved()
    assert stored(hand, "kenh") == ["dt"]
    finder.take_focus()
    hand.press(KEY.Key_Escape)
    hand.press(KEY.Key_Backspace)
    hand.saved()
    assert stored(hand, "kenh") is None


def test_a_scale_stands_in_one_line_for_both_sides(hand: Hand) -> None:
    hand.page.show_section_number(2)
    hand.go("thai_do")
    reported, verified = hand.card("thai_do").sides
    for one, key in ((reported, KEY.Key_5), (verified, KEY.Key_2)):
        one.take_focus()
        hand.press(key)
    hand.saved()
    assert (stored(hand, "thai_do", Side.REPORTED), stored(hand, "thai_do")) == ("5", "2")
    assert isinstance(verified.widget, ChoiceRow)
    places = [button.geometry() for button in verified.widget.buttons]
    assert len({place.y() for place in places}) == 1
    assert places[-1].right() <= verified.widget.width()
    assert any("«Rất hài lòng»" in line.text for line in hand.card("thai_do").lines)


def test_columns_are_as_many_as_the_form_says(hand: Hand) -> None:
    row = at(hand, 2, "muc").widget
    assert isinstance(row, ChoiceRow)
    tops = [button.y() for button in row.buttons]
    assert tops[0] == tops[1] == tops[2] < tops[3]
    assert row.buttons[3].height() > row.buttons[0].height(), "a long label takes two lines"


def test_choices_show_their_pictures(hand: Hand) -> None:
    row = at(hand, 2, "bien").widget
    assert isinstance(row, ChoiceRow)
    assert [button.face.picture is not None for button in row.buttons] == [True, True, False]


def test_questions_with_the_same_choices_are_a_matrix(hand: Hand) -> None:
    hand.page.show_section_number(2)
    hand.go("ghe")
    column = hand.page.centre.column
    assert column is not None
    names = ["ghe", "quat", "nuoc"]
    cards = [column.cards[name] for name in names]
    assert all(isinstance(card, MatrixCard) for card in cards)
    assert not [name for name in column.cards if "reserved_name" in name], "captions are no card"
    head = column.findChild(MatrixHead)
    assert isinstance(head, MatrixHead)
    ends = [head.y() + head.height(), *(card.y() + card.height() for card in cards)]
    assert [card.y() for card in cards] == ends[:3], "joined without a gap"
    for key in (KEY.Key_1, KEY.Key_2, KEY.Key_3):
        hand.press(key)
    hand.saved()
    assert [stored(hand, name) for name in names] == ["d", "mp", "kd"]


def test_a_cascade_without_its_first_answer_says_what_to_choose_first(hand: Hand) -> None:
    finder = at(hand, 2, "huyen").widget
    assert isinstance(finder, ChoiceFinder)
    first = "Chọn «Tỉnh, thành phố» trước: lựa chọn của câu này tùy theo đó."
    assert [line.text for line in hand.card("huyen").lines] == [first]
    hand.type("ho")
    assert finder.list.isVisible()
    assert finder.list.words == first
    write(hand, "tinh", "hn")
    assert hand.card("huyen").lines == ()
    hand.type("zzz")
    assert finder.list.words == "Không có lựa chọn nào chứa chữ đã gõ"


def test_the_bar_below_shows_only_keys_that_work_here(hand: Hand) -> None:
    def shown(section: int, name: str) -> dict[str, str]:
        at(hand, section, name).take_focus()
        hand.settle()
        return dict(hand.page.bottom.keys)

    assert shown(2, "muc")["1–4"] == "trả lời"
    assert shown(2, "thai_do")["1–5"] == "trả lời"
    combo = shown(2, "tinh")
    assert not [key for key in combo if "1" in key]
    assert combo["Enter"] == "mở danh sách"
    assert not [key for key in shown(1, "mo_ta") if "1" in key]
    assert shown(1, "hai_long")["←→"] == "đổi giá trị"
    assert shown(1, "cam_ket")["1"] == "xác nhận"
    assert shown(3, "anh")["F6"] == "chọn tệp"
    assert shown(2, "muc")["F6"] == "minh chứng"
    write(hand, "chot", "yes")
    hand.page.show_section_number(4)
    hand.go("loai")
    assert "1–4" not in dict(hand.page.bottom.keys), "what is only to be read takes no key"
    write(hand, "chot", None)
    assert "1–4" in dict(hand.page.bottom.keys)
    hand.page.show_place("@session")
    hand.settle()
    assert "Alt+↑↓" not in dict(hand.page.bottom.keys)
