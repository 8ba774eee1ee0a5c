"""At the unit: suggestions taken over, ways from answers to findings and back, last time's results."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.bootstrap import make_workshop
from inspector_app.domain.trip.values import Finding, Remediation, RemediationState, Severity, Side
from inspector_app.gui.inspection import rail
from inspector_app.services.workshop import Services
from tests.kit.inspection_views import (
    PASSPHRASE,
    Bench,
    Hand,
    focusables_without_name,
    make_vault,
    wait_until,
)

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
V = Side.VERIFIED


def fill_last_year(services: Services) -> None:
    """Every commune has an answer, a finding and an open requirement."""
    for row in services.inspections.list():
        ent = row.inspection.id
        services.inspections.answer(ent, "c1_1", V, "partial")
        services.inspections.answer(ent, "c1_2", V, "yes")
        found = services.findings.add(
            ent, "c1_1", Severity.MODERATE, "Kế hoạch năm 2018 ban hành chậm 20 ngày"
        ).value
        services.requirements.add(
            ent, "Ban hành kế hoạch đúng hạn", "Chủ tịch UBND xã", "31/12/2018", found.id
        )


@pytest.fixture(scope="module")
def bench(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    qapp.setStyle("Fusion")
    folder = tmp_path_factory.mktemp("years")
    past = make_workshop().open_vault(str(make_vault(folder / "2018")), PASSPHRASE)
    fill_last_year(past)
    past.close()
    services = make_workshop().open_vault(str(make_vault(folder / "2019")), PASSPHRASE)
    services.previous.take_over(make_workshop().read_previous(str(folder / "2018"), PASSPHRASE))
    services.close()
    made = Bench(folder / "2019")
    yield made
    made.close()


@pytest.fixture
def hand(bench: Bench, qtbot: QtBot) -> Iterator[Hand]:
    made = Hand(bench, bench.next_inspection(), (1366, 698))
    yield made
    made.close()


def findings(hand: Hand) -> tuple[Finding, ...]:
    return hand.page.desk.view.findings


def done_about(hand: Hand) -> Remediation:
    return hand.page.desk.view.remediations[0]


def offered(hand: Hand) -> list[str]:
    return [one.text for one in hand.page.panel.box.suggestions]


def test_a_suggestion_becomes_a_finding_by_one_key_and_can_be_taken_back(hand: Hand) -> None:
    page = hand.page
    hand.go("c1_1")
    assert offered(hand) == []
    hand.press(KEY.Key_3)  # no
    hand.go("c1_1")
    assert offered(hand) == [
        "Ban hành kế hoạch chậm",
        "Sao chép kế hoạch của cấp trên",
    ]
    assert findings(hand) == (), "only offered"
    assert any(
        "Gợi ý tồn tại: Ban hành kế hoạch chậm" in line.text for line in hand.card("c1_1").lines
    )
    hand.shot("follow-up-1-suggestions")
    hand.press(KEY.Key_F4, SHIFT)
    hand.saved()
    drawer = page.overlays.drawer
    assert not drawer.isHidden()
    assert drawer.fields["text"].value == "Ban hành kế hoạch chậm"
    found = findings(hand)
    assert [(one.question, one.legal_basis[:9]) for one in found] == [("c1_1", "Nghị quyế")]
    drawer.fields["text"].setFocus()
    hand.press(KEY.Key_End)
    hand.type(" 15 ngày")
    hand.press(KEY.Key_Escape)
    hand.saved()
    assert findings(hand)[0].text == "Ban hành kế hoạch chậm 15 ngày"
    assert len(offered(hand)) == 2, "the words are the team's own now"
    page.panel.box.buttons[1].click()
    hand.saved()
    assert len(findings(hand)) == 2
    assert offered(hand) == ["Ban hành kế hoạch chậm"]
    hand.press(KEY.Key_Escape)
    hand.saved()
    page.desk.undo()
    hand.saved()
    assert len(findings(hand)) == 1


def test_evidence_is_picked_for_a_finding_and_links_lead_both_ways(
    hand: Hand, tmp_path: Path
) -> None:
    page = hand.page
    ent = hand.inspection.id
    services = hand.bench.services
    file = tmp_path / "kế hoạch.pdf"
    file.write_bytes(b"%PDF-1.4 thu")
    hand.bench.call(lambda: services.evidence.add(ent, str(file), "c1_2"))
    finding = hand.bench.call(lambda: services.findings.add(ent, "c1_2", text="Chưa sát")).value
    hand.bench.call(
        lambda: services.requirements.add(ent, "Sửa kế hoạch", "Chủ tịch", "1/12/2019", finding.id)
    )
    page.desk.reload()
    hand.settle()
    hand.go("c1_2")
    texts = [one.accessibleName() for one in page.panel.box.findChildren(type(page.panel.add))]
    assert "Yêu cầu: Sửa kế hoạch" in texts
    opened = next(
        one
        for one in page.panel.box.findChildren(type(page.panel.add))
        if one.accessibleName() == "Yêu cầu: Sửa kế hoạch"
    )
    opened.click()
    hand.settle()
    drawer = page.overlays.drawer
    assert drawer.finding == finding.id, "a requirement is shown at its finding"
    box = next(iter(drawer.evidence.boxes.values()))
    assert not box.isChecked()
    box.click()
    hand.saved()
    evidence = page.desk.view.evidence[0]
    assert findings(hand)[0].evidence == (evidence.id,)
    assert box.isChecked()
    row = drawer.requirements.rows[0]
    assert row.jump.text() == "Câu 1.2"
    assert not focusables_without_name(page)
    hand.shot("follow-up-2-drawer")
    hand.go("c1_5")
    page.overlays.open_finding(findings(hand)[0])
    drawer.jump.click()
    hand.settle()
    assert drawer.isHidden()
    assert page.selected == "c1_2"
    page.desk.undo()
    hand.saved()
    assert findings(hand)[0].evidence == ()


def test_a_basis_that_nobody_compared_is_marked_in_the_drawer(hand: Hand) -> None:
    page = hand.page
    ent, services = hand.inspection.id, hand.bench.services
    hand.bench.call(lambda: services.inspections.answer(ent, "c2_3", V, "no"))
    page.desk.reload()
    hand.settle()
    hand.go("c2_3")
    hand.press(KEY.Key_F4, SHIFT)
    hand.saved()
    drawer = page.overlays.drawer
    assert findings(hand)[0].legal_basis == "Nghị định 59/2012/NĐ-CP"
    assert drawer._unchecked.isVisible()
    drawer.fields["legal_basis"].setFocus()
    hand.press(KEY.Key_End)
    hand.type(", Điều 14")
    hand.saved()
    assert drawer._unchecked.isVisible(), "another article of the decree that nobody compared"
    drawer.fields["legal_basis"].selectAll()
    hand.type("Kết luận kiểm tra năm 2018")
    hand.saved()
    assert drawer._unchecked.isHidden(), "the team's own word"
    hand.press(KEY.Key_Escape)


def test_last_time_stands_beside_the_question_and_its_requirements_open_the_overview(
    hand: Hand,
) -> None:
    page = hand.page
    hand.go("c1_1")
    box = page.panel.box
    assert box.last.text() == "Kỳ trước (2019): Một phần"
    hand.go("c1_2")
    assert box.last.text() == "Kỳ trước (2019): Có"
    hand.go("c1_5")
    assert not box.last.isVisible()
    hand.go("c1_6_due")
    assert box.last.text() == "Yêu cầu kỳ trước: 1; đã khắc phục: 0."
    page.show_place(rail.OVERVIEW)
    card = page.centre.overview.previous
    assert card.isVisible()
    row = card.rows[0]
    assert row.state.text() == "Quá hạn"
    row.remediations.add.click()
    hand.saved()
    done = row.remediations.rows[0]
    assert hand.focus is done.fields["text"]
    hand.type("Ban hành ngày 10/01/2019")
    done.reject.click()
    hand.settle()
    assert hand.focus is done.fields["reason"], "a rejection needs a reason"
    assert done_about(hand).state is RemediationState.PENDING
    hand.type("Chậm 10 ngày")
    done.reject.click()
    hand.saved()
    found = done_about(hand)
    assert (found.state, found.reason, found.text) == (
        RemediationState.REJECTED,
        "Chậm 10 ngày",
        "Ban hành ngày 10/01/2019",
    )
    assert row.state.text() == "Khắc phục chưa đạt, quá hạn"
    assert not focusables_without_name(page)
    hand.shot("follow-up-3-overview")
    done.accept.click()
    hand.saved()
    assert row.state.text() == "Đã khắc phục"
    assert card.fill.text() == "Ghi 1/1 vào câu 1.6"
    card.fill.click()
    hand.saved()
    numbers = [page.desk.view.question((name, None)) for name in ("c1_6_resolved", "c1_6_due")]
    assert [one.verified.value for one in numbers if one is not None] == [1, 1]
    assert not card.fill.isVisible()
    page.desk.undo()
    hand.saved()
    assert card.fill.isVisible()
    assert done_about(hand).decided_by == "Nguyễn Văn A"
    assert "1/1" in card._counts.text()
    page.desk.undo()
    hand.saved()
    assert done_about(hand).state is RemediationState.REJECTED
    hand.go("c1_1")
    link = next(one for one in box.findChildren(type(page.panel.add)) if "Ban hành" in one.text())
    link.click()
    hand.settle()
    assert page.centre.place == rail.OVERVIEW
    wait_until(lambda: hand.focus is row.remediations.add)
