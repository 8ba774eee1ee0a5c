"""The history in the window: drawer, search, chips, a value brought back; the log proved."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app.domain.log.change import Kind
from inspector_app.domain.trip.values import Side
from inspector_app.gui.dialogs.bringing_back import BringBackDialog
from inspector_app.gui.dialogs.verification import VerificationDialog
from inspector_app.gui.inspection.history_drawer import HistoryDrawer
from inspector_app.gui.inspection.page import InspectionPage
from inspector_app.gui.models.history import spoken
from tests.gui.conftest import Field
from tests.kit.tampering import attacked, record
from tests.kit.team import PASSPHRASE
from tests.kit.window import Opened, wait_until


@pytest.fixture
def page(leader: Opened, field: Field) -> InspectionPage:
    """A commune of the leader's vault in which one answer was edited."""
    services = leader.shell.inspection.desk.services
    call = services.inspections.answer
    for text in ("yes", "no"):
        leader.tasks.run(lambda text=text: call(field.commune, "c1_1", Side.VERIFIED, text))
    leader.idle()
    leader.shell.open_inspection(field.commune)
    leader.idle()
    found = leader.shell.inspection
    found.show_place(next(one.section.name for one in found.desk.view.sections if one.is_relevant))
    found.activateWindow()
    wait_until(lambda: QApplication.focusWidget() is not None, "the window has the keyboard")
    return found


def opened(page: InspectionPage, window: Opened) -> HistoryDrawer:
    target = QApplication.focusWidget() or page
    QTest.keyClick(target, Qt.Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    window.idle()
    assert page.histories.drawer.isVisible()
    return page.histories.drawer


def test_the_selected_answers_history_by_keyboard(page: InspectionPage, leader: Opened) -> None:
    assert page.selected == "c1_1"
    drawer = opened(page, leader)
    lines = drawer.model.lines
    assert [one.value for one in lines] == ["no", "yes"]
    assert "Có → Không" in spoken(lines[0])
    assert not drawer.back.isEnabled(), "the present value is no former one"
    QTest.keyClick(drawer.list, Qt.Key.Key_Down)
    assert drawer.back.isEnabled()
    QTest.keyClick(drawer.list, Qt.Key.Key_Return)
    leader.idle()
    dialog = next(one for one in drawer.findChildren(BringBackDialog) if one.isVisible())
    dialog.accept()
    leader.idle()
    newest = drawer.model.lines[0]
    assert (newest.kind, newest.value) == (Kind.UNDO, "yes")
    shown = page.desk.view.question(("c1_1", None))
    assert shown is not None
    assert shown.verified.value == "yes"
    page.desk.undo()
    leader.idle()
    again = page.desk.view.question(("c1_1", None))
    assert again is not None
    assert again.verified.value == "no"
    QTest.keyClick(drawer, Qt.Key.Key_Escape)
    assert not drawer.isVisible()


def test_the_whole_inspection_with_search_and_chips(page: InspectionPage, leader: Opened) -> None:
    drawer = opened(page, leader)
    drawer.scope[1].click()
    leader.idle()
    everything = len(drawer.model.lines)
    assert everything > 2
    drawer.search.setText("khong")
    drawer.search.edited.emit("khong")
    wait_until(lambda: 0 < len(drawer.model.lines) < everything, "the search is shown")
    drawer.search.edited.emit("không có ai ghi thế này")
    wait_until(lambda: drawer.model.lines == (), "nothing fits")
    drawer.search.edited.emit("")
    wait_until(lambda: len(drawer.model.lines) == everything, "all again")
    list(drawer.focus_chips.values())[2].click()
    leader.idle()
    assert drawer.model.lines == (), "nobody has decided anything"


def test_a_findings_history_while_its_drawer_is_open(page: InspectionPage, leader: Opened) -> None:
    service = page.desk.services.findings
    page.desk.act(lambda: service.add(page.desk.id, "c1_1", text="Chậm 10 ngày"))
    leader.idle()
    finding = page.desk.view.findings[-1]
    page.overlays.open_finding(finding)
    page.histories.open()
    leader.idle()
    assert {one.register.ent for one in page.histories.drawer.model.lines} == {finding.id}


def test_the_log_is_proved_in_the_window(leader: Opened, field: Field, tmp_path: Path) -> None:
    services = leader.shell.inspection.desk.services
    dialog = VerificationDialog(leader.theme, leader.tasks, services, leader.window)
    dialog.open()
    leader.idle()
    assert ": đúng." in dialog.verdict.text()
    dialog.verify(field.bundles[0])
    leader.idle()
    assert ": đúng." in dialog.verdict.text()
    dialog.ask_secret(field.member)
    dialog.secret.setText("mật khẩu sai rồi nhé")
    dialog.check_copy.click()
    leader.idle()
    assert dialog.banner.isVisible()
    with attacked(Path(field.member)) as driver:
        (dev,) = driver.execute("SELECT dev FROM device WHERE own_seq > 0").fetchone()
        n, _h, raw = record(driver, dev, 7)
        driver.execute("UPDATE change SET raw = ? WHERE n = ?", (raw[:-1] + b"\x91", n))
    dialog.secret.setText(PASSPHRASE)
    dialog.check_copy.click()
    leader.idle()
    assert ": có vấn đề" in dialog.verdict.text()
    dialog._begin(services.verification.own)
    dialog.cancel.click()
    leader.idle()
    assert "Đã dừng" in dialog.verdict.text() or ": đúng." in dialog.verdict.text()
    dialog.close()
