"""Points on the inspection page: chips, the rail, the table of both sides with the team's own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from inspector_app.domain.trip.values import Side
from inspector_app.gui.inspection import rail
from inspector_app.gui.inspection.editors import AnswerLine
from inspector_app.gui.inspection.items import Tone
from inspector_app.gui.inspection.points_model import Filter
from inspector_app.gui.inspection.points_page import PointsPage
from inspector_app.gui.inspection.points_texts import Column
from inspector_app.gui.inspection.saving import SavingState
from inspector_app.gui.inspection.slots import score_slot
from inspector_app.services.score_views import CriterionScore, ScoreField
from inspector_app.services.views import TypedAnswer
from tests.kit.inspection_views import Bench, Hand, make_vault, wait_until
from tests.kit.window import focusable

KEY = Qt.Key


@pytest.fixture(scope="module")
def bench(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    qapp.setStyle("Fusion")
    made = Bench(make_vault(tmp_path_factory.mktemp("vault") / "kho"))
    yield made
    made.close()


@pytest.fixture
def hand(bench: Bench, qtbot: QtBot) -> Iterator[Hand]:
    """A unit that reports a full plan; the team found half of it."""
    inspection = bench.next_inspection()
    answers = [
        TypedAnswer("c1_1", Side.REPORTED, None, "yes"),
        TypedAnswer("c1_1", Side.VERIFIED, None, "partial"),
        TypedAnswer("c1_2", Side.REPORTED, None, "yes"),
        TypedAnswer("c1_2", Side.VERIFIED, None, "yes"),
        TypedAnswer("c1_3_planned", Side.VERIFIED, None, "0"),
        TypedAnswer("c1_3_done", Side.VERIFIED, None, "0"),
    ]
    fill = partial(bench.services.inspections.answer_many, inspection.id, answers, is_lenient=True)
    bench.call(fill)
    made = Hand(bench, inspection, (1366, 698))
    yield made
    made.close()


def points(hand: Hand) -> PointsPage:
    """The table of points, on screen."""
    if hand.page.centre.place != rail.POINTS:
        hand.page.show_place(rail.POINTS)
        hand.settle()
    return hand.page.centre.points


def stand_at(hand: Hand, criterion: str, column: Column) -> PointsPage:
    page = points(hand)
    page.table.choose(page.model.number_of(criterion), column)
    page.table.setFocus()
    hand.settle()
    return page


def stored(hand: Hand, criterion: str) -> CriterionScore:
    """The points as the vault has them."""
    scores = hand.bench.call(lambda: hand.bench.services.scores.show(hand.inspection.id))
    return next(one for one in scores.criteria() if one.criterion.name == criterion)


def shown(hand: Hand, criterion: str, column: Column) -> str:
    model = points(hand).model
    return str(model.data(model.index(model.number_of(criterion), column)))


def editor(hand: Hand) -> AnswerLine:
    """The open editor of a cell."""
    wait_until(lambda: isinstance(QApplication.focusWidget(), AnswerLine))
    found = QApplication.focusWidget()
    assert isinstance(found, AnswerLine)
    return found


def write(hand: Hand, text: str, key: Qt.Key = KEY.Key_Return) -> None:
    """Enter opens the editor; the text; a key that ends it."""
    hand.press(KEY.Key_Return)
    line = editor(hand)
    for letter in text:
        QTest.keyClicks(line, letter) if letter.isascii() else line.insert(letter)
    if not text.isascii():
        line.edited.emit(line.value)
    QTest.keyClick(line, key)
    hand.settle()


def test_an_answer_shows_its_points_on_the_card_and_in_the_rail(hand: Hand) -> None:
    hand.page.show_section_number(1)
    hand.settle()
    chip = hand.card("c1_1").chip
    assert chip is not None
    assert (chip.text, chip.tone) == ("0,5/1 đ", Tone.WARN)
    assert "Thiếu lý do" in hand.card("c1_1").accessibleDescription()
    assert hand.card("c1_1_na").chip is None
    rate = hand.card("c1_3_rate").chip
    assert rate is not None
    assert rate.text == "KAD"
    waiting = hand.card("c1_5").chip
    assert waiting is not None
    assert waiting.text == "– /1 đ"
    hand.press(KEY.Key_1)
    hand.saved()
    now = hand.card("c1_1").chip
    assert now is not None
    assert (now.text, now.tone) == ("1/1 đ", None)
    assert hand.page.rail.items["s1"].accessibleDescription().endswith(" · 1,5/8,5 đ")
    hand.shot("points-01-chips")


def test_points_of_the_team_wait_for_their_reason(hand: Hand) -> None:
    page = stand_at(hand, "c1_1", Column.OWN)
    write(hand, "0,75")
    assert hand.page.desk.saving().state in (SavingState.REFUSED, SavingState.TYPING)
    assert stored(hand, "c1_1").own.points is None
    line = editor(hand)
    assert page.table.currentIndex().column() == Column.REASON
    assert "cần một lý do" in page.detail.text()
    hand.shot("points-02-reason-wanted")
    line.insert("ban hành chậm 3 ngày")
    line.edited.emit(line.value)
    QTest.keyClick(line, KEY.Key_Return)
    hand.saved()
    now = stored(hand, "c1_1")
    assert (str(now.own.points), now.reason_text) == ("0.75", "ban hành chậm 3 ngày")
    assert shown(hand, "c1_1", Column.OWN) == "0,75"
    assert shown(hand, "c1_1", Column.RULE) == "0,5"
    assert shown(hand, "c1_1", Column.DIFFERENCE) == "−0,25"
    page.table.choose(page.model.number_of("c1_1"), Column.OWN)
    hand.settle()
    who = page.history.accessibleName()
    assert "Nguyễn Văn A" in who
    assert "0,75" in who
    tip = page.model.data(page.table.currentIndex(), Qt.ItemDataRole.ToolTipRole)
    assert "Nguyễn Văn A" in str(tip)
    hand.shot("points-03-own")
    hand.page.desk.undo()
    hand.saved()
    assert stored(hand, "c1_1").own.points is None
    hand.page.desk.undo()
    hand.saved()
    assert stored(hand, "c1_1").reason_text == ""
    hand.page.desk.redo()
    hand.page.desk.redo()
    hand.saved()
    assert str(stored(hand, "c1_1").own.points) == "0.75"


def test_what_is_no_points_stays_red_and_is_not_stored(hand: Hand) -> None:
    page = stand_at(hand, "c1_2", Column.OWN)
    write(hand, "7")
    hand.settle()
    index = page.model.index(page.model.number_of("c1_2"), Column.OWN)
    assert "0 đến 0,5" in page.model.refusal(index)
    assert page.model.cell(index).mark == "alert"
    assert hand.page.desk.saving().state is SavingState.REFUSED
    assert stored(hand, "c1_2").own.points is None
    page.table.setCurrentIndex(index)
    hand.press(KEY.Key_Delete)
    hand.saved()
    assert page.model.refusal(index) == ""
    assert shown(hand, "c1_2", Column.OWN) == "0,5"


def test_escape_takes_back_what_was_typed(hand: Hand) -> None:
    page = stand_at(hand, "c1_2", Column.SELF)
    write(hand, "0,1", KEY.Key_Escape)
    hand.saved()
    assert stored(hand, "c1_2").claimed.points is None
    assert not hand.bench.call(lambda: hand.bench.services.inspections.drafts(hand.inspection.id))
    assert not page.table.is_editing


def test_points_that_the_unit_claims_are_compared(hand: Hand) -> None:
    page = stand_at(hand, "c1_2", Column.SELF)
    before = page.chips[Filter.MISSING]._count
    assert before is not None
    write(hand, "0,25", KEY.Key_Tab)
    hand.saved()
    assert page.table.currentIndex().column() == Column.OWN
    assert str(stored(hand, "c1_2").self_assessed.points) == "0.25"
    assert shown(hand, "c1_2", Column.DIFFERENCE) == "+0,25"
    assert page.chips[Filter.MISSING]._count == before + 1
    page.chips[Filter.MISSING].click()
    hand.settle()
    listed = [page.model.row(n) for n in range(page.model.rowCount())]
    scores = [one for one in listed if isinstance(one, CriterionScore)]
    assert {one.criterion.name for one in scores} == {"c1_1", "c1_2"}
    stand_at(hand, "c1_2", Column.REASON)
    write(hand, "tinh lai")
    hand.saved()
    assert stored(hand, "c1_2").reason_text == "tinh lai"
    assert page.model.number_of("c1_2") == -1
    page.chips[Filter.ALL].click()


def test_what_does_not_apply_says_why_and_takes_no_points(hand: Hand) -> None:
    page = stand_at(hand, "c1_3_rate", Column.OWN)
    index = page.table.currentIndex()
    assert not page.model.flags(index) & Qt.ItemFlag.ItemIsEditable
    assert shown(hand, "c1_3_rate", Column.OWN) == "KAD"
    assert "mẫu số bằng 0" in shown(hand, "c1_3_rate", Column.REASON)
    page.chips[Filter.NOT_APPLICABLE].click()
    hand.settle()
    assert page.model.number_of("c1_3_rate") >= 0
    assert page.model.number_of("c1_1") == -1
    page.chips[Filter.ALL].click()


def test_enter_on_a_computed_cell_opens_the_question(hand: Hand) -> None:
    stand_at(hand, "c1_2", Column.RULE)
    hand.press(KEY.Key_Return)
    assert (hand.page.centre.place, hand.page.selected) == ("s1", "c1_2")


def test_arrows_and_tab_walk_the_cells(hand: Hand) -> None:
    page = stand_at(hand, "c1_1", Column.SELF)
    hand.press(KEY.Key_Down)
    assert page.model.score(page.table.currentIndex()) is not None
    page.table.choose(page.model.number_of("c1_1"), Column.OWN)
    write(hand, "", KEY.Key_Tab)
    assert page.table.currentIndex().column() == Column.REASON
    write(hand, "", KEY.Key_Tab)
    here = page.model.score(page.table.currentIndex())
    assert here is not None
    assert (here.criterion.name, page.table.currentIndex().column()) == ("c1_2", Column.SELF)


def test_a_reason_that_was_half_typed_comes_back(bench: Bench, hand: Hand) -> None:
    slot = score_slot("c1_2", ScoreField.REASON)
    draft = partial(
        bench.services.inspections.draft, hand.inspection.id, slot.node, slot.side, "đang gõ"
    )
    bench.call(draft)
    hand.page.open(hand.inspection.id)
    hand.saved()
    assert stored(hand, "c1_2").reason_text == "đang gõ"


def test_switched_off_there_is_nothing_of_points(bench: Bench, hand: Hand) -> None:
    points(hand)
    off = partial(bench.services.scores.configure, is_on=False)
    bench.broadcast.send(bench.call(off))
    hand.page.desk.reload()
    hand.settle()
    assert hand.page.centre.place == rail.SESSION
    assert not hand.page.rail.items[rail.POINTS].isVisible()
    hand.page.show_section_number(1)
    hand.settle()
    assert hand.card("c1_1").chip is None
    assert " đ" not in hand.page.rail.items["s1"].accessibleDescription()
    bench.broadcast.send(bench.call(partial(bench.services.scores.configure, is_on=True)))
    hand.page.desk.reload()
    hand.settle()
    assert hand.card("c1_1").chip is not None


@pytest.mark.parametrize("size", [(1366, 698), (1093, 574)])
def test_everything_is_named_and_the_columns_fit(hand: Hand, size: tuple[int, int]) -> None:
    hand.page.resize(*size)
    page = stand_at(hand, "c1_1", Column.OWN)
    hand.shot(f"points-{size[0]}")
    assert [one for one in focusable(hand.page) if not one.accessibleName().strip()] == []
    header = page.table.horizontalHeader()
    assert header.length() <= page.table.viewport().width()
    assert page.table.visualRect(page.table.currentIndex()).bottom() < page.table.height()
    hand.press(KEY.Key_Return)
    assert "Thẩm định" in editor(hand).accessibleName()
    assert isinstance(page, QWidget)
