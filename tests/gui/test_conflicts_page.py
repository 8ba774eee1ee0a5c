"""Screen 7: every kind of conflict, decided by keyboard alone; filters, batches, taking back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Side
from inspector_app.gui.dialogs.conflict_batch import ConflictBatchDialog
from inspector_app.gui.models.conflict_words import place_of, side_text
from inspector_app.gui.pages.conflicts import ConflictsPage
from inspector_app.gui.pages.decision import OTHER
from inspector_app.gui.shell_bars import Place
from inspector_app.services.conflict_views import ConflictKind, ConflictState
from tests.gui.test_every_focusable_named import unnamed
from tests.kit.conflicts import disagreeing_team
from tests.kit.screens import shoot
from tests.kit.window import Opened, focusable, opened_window, settle

REASON = "đã xem tài liệu gốc"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, EntityId]:
    """A disagreeing team's folder, made once, and its commune."""
    team = disagreeing_team(tmp_path_factory.mktemp("disagree"))
    commune = team.commune()
    team.close()
    return team.folder, commune


@pytest.fixture
def folder(made: tuple[Path, EntityId], tmp_path: Path) -> Path:
    """A copy that the test may change."""
    return Path(shutil.copytree(made[0], tmp_path / "team"))


@pytest.fixture
def leader(folder: Path) -> Iterator[Opened]:
    """The window over the leader's vault, at the conflicts."""
    with opened_window() as window:
        window.unlock(str(folder / "truong-doan"))
        window.shell.go(Place.CONFLICTS)
        window.idle()
        yield window


def page_of(opened: Opened) -> ConflictsPage:
    """The page."""
    return opened.shell.conflicts


def show(opened: Opened, kind: ConflictKind) -> None:
    """Go to the conflict of a kind."""
    page = page_of(opened)
    at = next(n for n, one in enumerate(page.model.entries) if one.kind is kind)
    page.list.setCurrentIndex(page.model.index(at))
    settle()


def kind_shown(opened: Opened) -> ConflictKind:
    """Of the conflict in the comparison."""
    conflict = page_of(opened).panel.conflict
    assert conflict is not None
    return conflict.kind


def test_every_kind_is_listed_and_named(leader: Opened) -> None:
    page = page_of(leader)
    kinds = {one.kind for one in page.model.entries}
    assert kinds == {
        ConflictKind.ANSWER,
        ConflictKind.NOTE,
        ConflictKind.FINDING,
        ConflictKind.EVIDENCE,
        ConflictKind.REMOVAL,
    }
    assert page._count.text() == "6 xung đột · 0 đã xử lý"
    for kind in kinds:
        show(leader, kind)
        assert unnamed(leader.window) == []
        shoot(leader.window, f"conflict-{kind}")
    show(leader, ConflictKind.REMOVAL)
    texts = [card.text_shown() for card in page.panel.cards]
    assert any("Gỡ bỏ" in one for one in texts)
    assert any("nội bộ năm 2019" in one for one in texts)
    assert not page.panel._other_row.isVisible()


def test_an_answer_of_three_people_shows_all_of_them(leader: Opened) -> None:
    page = page_of(leader)
    show(leader, ConflictKind.ANSWER)
    shown = next(one for one in page.model.entries if len(one.heads) == 3)
    page.list.setCurrentIndex(page.model.index(page.model.find(shown)))
    assert len(page.panel.cards) == 2
    text = "".join(card.text_shown() for card in page.panel.cards)
    assert all(head.author in text for head in shown.heads)
    assert "ke-hoach-2019.pdf" in text
    assert "Một phần" in page.panel._base.text()


def test_decided_by_keyboard_alone_and_taken_back(leader: Opened) -> None:
    page = page_of(leader)
    show(leader, ConflictKind.FINDING)
    decided = page.panel.conflict
    assert decided is not None
    page.list.setFocus()
    QTest.keyClick(page.list, Qt.Key.Key_Right)
    QTest.keyClick(page.list, Qt.Key.Key_Left)
    assert page.panel.cards[0].isChecked()
    QTest.keyClick(page.list, Qt.Key.Key_B)
    assert page.panel.both.isChecked()
    QTest.keyClick(page.list, Qt.Key.Key_Left)
    QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert "lý do" in page.panel.reason.field.error()
    assert page.panel.reason.line.hasFocus() or not leader.window.isActiveWindow()
    page.panel.reason.chips[0].click()
    assert page.panel.reason.value
    shoot(leader.window, "conflict-deciding")
    QTest.keyClick(page.panel.reason.line, Qt.Key.Key_Return)
    leader.idle()
    entry = page.model.entries[page.model.find(decided)]
    assert entry.state is ConflictState.DECIDED
    assert page._count.text() == "6 xung đột · 1 đã xử lý"
    assert page.panel.conflict is not None
    assert page.panel.conflict.state is ConflictState.OPEN, "the next open one is shown"

    page.undo_last()
    leader.idle()
    entry = page.model.entries[page.model.find(decided)]
    assert entry.state is ConflictState.REOPENED
    assert page.panel.conflict == entry
    assert "lấy lại" in page.panel._earlier.title()
    assert [side_text(entry, one) for one in entry.sides] == [
        side_text(decided, one) for one in decided.sides
    ]
    shoot(leader.window, "conflict-reopened")


def test_a_decided_one_shows_how_and_by_whom(leader: Opened) -> None:
    page = page_of(leader)
    show(leader, ConflictKind.REMOVAL)
    conflict = page.panel.conflict
    assert conflict is not None
    gone = next(n for n, one in enumerate(conflict.sides) if one.is_deletion)
    page.panel.cards[gone].click()
    page.panel.reason.take(REASON)
    page.panel.decide()
    leader.idle()
    page.list.setCurrentIndex(page.model.index(page.model.find(conflict)))
    settle()
    assert "Gỡ bỏ" in page.panel._readonly.title()
    assert REASON in page.panel._readonly.accessibleDescription()
    assert not page.panel._form.isVisible()
    assert page.panel._undo.isVisible()
    shoot(leader.window, "conflict-decided")
    page.panel._undo.click()
    leader.idle()
    assert page.model.waiting == 6


def test_a_value_of_ones_own_starts_from_the_side(leader: Opened) -> None:
    page = page_of(leader)
    show(leader, ConflictKind.NOTE)
    QTest.keyClick(page.list, Qt.Key.Key_Left)
    QTest.keyClick(page.list, Qt.Key.Key_E)
    assert page.panel._group.checkedId() == OTHER
    conflict = page.panel.conflict
    assert conflict is not None
    assert page.panel.editor.value == conflict.sides[0].value
    page.panel.editor.lines.setPlainText("Kế hoạch ban hành ngày 14/01")
    page.panel.reason.take(REASON)
    page.panel.decide()
    leader.idle()
    entry = page.model.entries[page.model.find(conflict)]
    assert entry.decision is not None
    assert entry.decision.value == "Kế hoạch ban hành ngày 14/01"
    assert page.panel.reason.chips[0].toolTip() == REASON, "the last used reason stands first"


def test_next_and_previous_go_over_open_ones(leader: Opened) -> None:
    page = page_of(leader)
    page.list.setCurrentIndex(page.model.index(0))
    page.go_next()
    assert page.list.currentIndex().row() == 1
    page.go_next(-1)
    page.go_next(-1)
    assert page.list.currentIndex().row() == 5


def test_filters(leader: Opened) -> None:
    page = page_of(leader)
    filters = page.filters
    filters.kind.setCurrentIndex(filters.kind.findData("removal"))
    filters.kind.activated.emit(0)
    assert [one.kind for one in page.model.entries] == [ConflictKind.REMOVAL]
    filters.chips[3].click()  # decided
    assert page.model.rowCount() == 0
    assert page._stack.currentIndex() == 2
    shoot(leader.window, "conflicts-nothing-found")
    filters.reset()
    assert page.model.rowCount() == 6
    assert [chip._count for chip in filters.chips] == [6, 6, 0, 0, 6]


def test_all_values_of_one_person_after_a_confirmation(leader: Opened) -> None:
    page = page_of(leader)
    page.batch.click()
    settle()
    dialog = next(one for one in page.findChildren(QDialog) if isinstance(one, ConflictBatchDialog))
    assert not dialog.confirm.isEnabled()
    names = [dialog.person.itemText(n) for n in range(1, dialog.person.count())]
    assert len(names) == 3
    name = next(one.heads[0].author for one in page.model.entries if one.kind is ConflictKind.NOTE)
    dialog.person.setCurrentIndex(dialog.person.findData(name))
    dialog.person.activated.emit(0)
    assert dialog._lines.rowCount() == 6
    assert all(one.accessibleName() for one in focusable(dialog))
    dialog.confirm.click()
    assert dialog.isVisible(), "a reason is missing"
    dialog.reason.take(REASON)
    shoot(dialog, "conflict-batch")
    dialog.confirm.click()
    leader.idle()
    assert page.model.waiting == 0
    assert "6 xung đột" in page.banner.title()
    assert page._count.text() == "6 xung đột · 6 đã xử lý"
    assert leader.shell.rail.items[Place.CONFLICTS]._badge == ""
    shoot(leader.window, "conflicts-all-decided")


def test_the_sheet_opens_at_the_question_in_conflict(leader: Opened) -> None:
    page = page_of(leader)
    for kind in (ConflictKind.NOTE, ConflictKind.REMOVAL):
        leader.shell.go(Place.CONFLICTS)
        leader.idle()
        show(leader, kind)
        conflict = page.panel.conflict
        assert conflict is not None
        asked = conflict.question or conflict.asked
        assert asked is not None
        page.panel._open.click()
        leader.idle()
        assert leader.shell.inspection.selected == asked.name
    leader.shell.inspection.back_requested.emit()
    leader.idle()
    assert page.isVisible(), "back leads to where one came from"


def test_after_a_merge_the_first_new_one_is_shown(leader: Opened) -> None:
    page = page_of(leader)
    late = page.model.entries[3]
    page._on_remembered(tuple(one for one in page.model.entries if one.id != late.id))
    page.reload()
    leader.idle()
    assert page.panel.conflict is not None
    assert page.panel.conflict.id == late.id


def test_clauses_are_sorted_as_people_count(leader: Opened) -> None:
    model = page_of(leader).model
    question = next(one.question for one in model.known if one.question)
    assert question is not None
    first = next(one for one in model.known if one.question)
    made = []
    for clause in ("1.11", "1.2", "1.1", ""):
        insp = {**question.insp, "clause": clause}
        made.append(replace(first, question=replace(question, insp=insp), asked=None))
    model.show_conflicts(made)
    assert [one.question.clause for one in model.entries if one.question] == [
        *("1.1", "1.2", "1.11", "")
    ]


def test_the_value_stands_first_on_a_card(leader: Opened) -> None:
    page = page_of(leader)
    show(leader, ConflictKind.ANSWER)
    conflict = page.panel.conflict
    assert conflict is not None
    for card, side in zip(page.panel.cards, conflict.sides, strict=True):
        assert card.text_shown().startswith(side_text(conflict, side))


def test_only_figures_are_called_so(leader: Opened) -> None:
    for one in page_of(leader).model.entries:
        if one.question is not None and one.side is Side.VERIFIED:
            assert ("số đoàn xác minh" in place_of(one)) == one.question.is_figure


def test_others_read_and_decide_nothing(folder: Path) -> None:
    with opened_window() as member:
        member.unlock(str(folder / "thanh-vien"))
        member.shell.go(Place.CONFLICTS)
        member.idle()
        page = page_of(member)
        assert len(page.model.entries) == 6
        QTest.keyClick(page.list, Qt.Key.Key_Left)
        assert not any(card.isChecked() for card in page.panel.cards)
        assert not page.panel._form.isVisible()
        assert not page.batch.isVisible()
        assert "trưởng đoàn" in page.panel._readonly.title()
        assert unnamed(member.window) == []
        shoot(member.window, "conflicts-member")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_in_a_small_window(folder: Path, scheme: str) -> None:
    with opened_window(scheme, size=(1093, 574)) as small:
        small.unlock(str(folder / "truong-doan"))
        small.shell.go(Place.CONFLICTS)
        small.idle()
        show(small, ConflictKind.FINDING)
        panel = page_of(small).panel
        panel.choose_side(-1)
        assert panel.geometry().right() <= page_of(small).width()
        assert panel.button.visibleRegion().boundingRect().height() > 30, "the button is in sight"
        shoot(small.window, f"conflict-small-{scheme}")
        show(small, ConflictKind.ANSWER)
        shoot(small.window, f"conflict-small-answer-{scheme}")
