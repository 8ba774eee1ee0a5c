"""Answering on the inspection page, with real services and a real encrypted vault."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.domain.errors import DiskFullError
from inspector_app.domain.trip.values import Side
from inspector_app.gui.inspection import desk
from inspector_app.gui.inspection.choices import ChoiceRow, OneButton
from inspector_app.gui.inspection.editors import AnswerLine, AnswerText
from inspector_app.gui.inspection.items import Filter, is_different, is_unmet
from inspector_app.gui.inspection.rail import badge_of
from inspector_app.gui.inspection.saving import SavingState
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.services.views import HeadView, RegisterView
from tests.kit.inspection_views import (
    Bench,
    Hand,
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
    hand.go("c1_2")
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
    hand.go("c1_3_planned")
    hand.shot("inspection-02-difference")


def test_violation_is_shown_at_the_card_and_goes_when_corrected(hand: Hand) -> None:
    hand.page.show_section_number(1)
    hand.fill("c1_3_planned", "30", "28")
    hand.fill("c1_3_done", "28", "29")
    hand.saved()
    card = hand.card("c1_3_done")
    assert any("không lớn hơn" in line.text for line in card.lines)
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


def test_typed_text_is_a_draft_before_it_is_a_change_and_survives_a_kill(
    qapp: QApplication, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    # a long pause before the draft becomes a change: a busy machine must not skip what is looked at
    monkeypatch.setattr(desk, "IDLE_MS", 60_000)
    folder = make_vault(tmp_path / "kho")
    bench = Bench(folder)
    inspection = bench.next_inspection()
    hand = Hand(bench, inspection, (1366, 698))
    hand.page.show_section_number(1)
    hand.press(KEY.Key_1)
    hand.type("Dang go do")
    services = bench.services
    wait_until(lambda: hand.page.desk.saving().state is SavingState.DRAFTED)
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

    def stands() -> object:
        view = hand.page.desk.question(("c1_1", None))
        assert view is not None
        return view.verified.value

    hand.press(KEY.Key_Z, CTRL)
    wait_until(lambda: stands() is None)
    hand.saved()
    assert hand.page.centre.place == hand.page.desk.view.sections[0].section.name
    assert hand.page.selected == "c1_1"
    assert hand.card("c1_1").view.verified.value is None
    hand.press(KEY.Key_Y, CTRL)
    wait_until(lambda: stands() == "partial")
    hand.saved()
    assert hand.card("c1_1").view.verified.value == "partial"


def test_what_the_vault_cannot_store_is_kept_said_in_red_and_tried_again(
    hand: Hand, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand.page.show_section_number(1)
    hand.press(KEY.Key_1)
    hand.saved()

    def full(*_values: object) -> None:
        raise DiskFullError(path="D:/")

    service = hand.bench.services.inspections
    with monkeypatch.context() as disk:
        disk.setattr(service, "draft", full)
        disk.setattr(service, "answer", full)
        hand.type("Ke hoach 5")
        wait_until(lambda: hand.page.desk.saving().state is SavingState.FAILED)
        assert "Không lưu được" in hand.page.top.pill.text()
        wait_until(lambda: not hand.bench.tasks.is_busy)
        assert hand.page.desk.saving().state is SavingState.FAILED
        hand.shot("inspection-12-disk-full")
    wait_until(lambda: hand.page.desk.saving().state is SavingState.SAVED, 8)
    view = hand.page.desk.question(("c1_1_number", None))
    assert view is not None
    assert view.verified.value == "Ke hoach 5"


def test_conflict_shows_both_values_with_their_authors(hand: Hand) -> None:
    hand.page.show_section_number(1)
    hand.settle()
    card = hand.card("c1_2")
    heads = tuple(
        HeadView(change=author, value=value, is_deletion=False, author=author, device="", wall=1)
        for author, value in (("Nguyễn Văn A", "yes"), ("Trần Thị B", "partial"))
    )
    register = RegisterView("yes", heads, is_conflict=True)
    card.apply(dataclasses.replace(card.view, verified=register))
    texts = [line.text for line in card.lines]
    assert any("Nguyễn Văn A: «Có»" in text and "Trần Thị B: «Một phần»" in text for text in texts)
    assert card.edge == "warn"
    assert card.disputed == "xung đột: Có / Một phần"
    widget = card.sides[-1].widget
    assert isinstance(widget, ChoiceRow)
    assert widget.names == [], "an undecided choice is ticked"
    hand.shot("inspection-13-conflict")


def test_what_is_in_conflict_is_neither_unmet_nor_different_nor_an_error(hand: Hand) -> None:
    hand.page.show_section_number(1)
    hand.settle()
    view = hand.card("c1_2").view
    disputed = RegisterView("no", is_conflict=True)
    whole = dataclasses.replace(view, verified=disputed, differs=True)
    assert is_unmet(dataclasses.replace(view, verified=RegisterView("no")))
    assert not is_unmet(whole)
    assert not is_different(whole)
    section = hand.page.desk.view.sections[0]
    section = dataclasses.replace(section, items=(whole,))
    assert badge_of(section) == ("1 xung đột", Tone.WARN)


def test_a_number_in_conflict_leaves_its_field_empty_and_is_not_written_over(hand: Hand) -> None:
    hand.page.show_section_number(1)
    hand.settle()
    card = hand.card("c1_3_planned")
    heads = tuple(
        HeadView(change=author, value=value, is_deletion=False, author=author, device="", wall=1)
        for author, value in (("Nguyễn Văn A", 1248), ("Trần Thị B", 1284))
    )
    register = RegisterView(1248, heads, is_conflict=True)
    card.apply(dataclasses.replace(card.view, verified=register))
    widget = card.sides[-1].widget
    assert isinstance(widget, AnswerLine)
    assert widget.value == ""
    assert card.disputed == "xung đột: 1.248 nhiệm vụ / 1.284 nhiệm vụ"
    before = hand.bench.call(hand.bench.services.vault.info).state_digest
    card.take_focus()
    hand.press(KEY.Key_Tab)
    hand.settle()
    assert hand.bench.call(hand.bench.services.vault.info).state_digest == before
    hand.shot("inspection-14-conflict-number")
