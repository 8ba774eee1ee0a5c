"""Screen 7: receipts, a conflict side by side, the leader's decision; others only read."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inspector_app.gui.models.receipts import ReceiptColumn
from inspector_app.gui.shell_bars import Place
from tests.gui.conftest import Field
from tests.kit.screens import shoot
from tests.kit.window import Opened, opened_window


def merged(opened: Opened, field: Field) -> None:
    """Merge what both people sent."""
    opened.shell.go(Place.MERGE)
    opened.shell.merge.merge(field.bundles)
    opened.idle()


def test_receipts_of_both_bundles(leader: Opened, field: Field) -> None:
    merged(leader, field)
    merge = leader.shell.merge
    shoot(leader.window, "merged")
    assert [one.receipt.status for one in merge.model.entries if one.receipt] == ["updated"] * 2
    assert "1 xung đột" in merge.banner.title()
    merge.merge(field.bundles)
    leader.idle()
    assert [one.receipt.status for one in merge.model.entries if one.receipt][2:] == ["known"] * 2
    assert str(merge.model.data(merge.model.index(2, ReceiptColumn.RESULT))) == "Đã có đủ"


def test_a_bad_bundle_is_refused_and_the_others_go_in(
    leader: Opened, field: Field, tmp_path: Path
) -> None:
    bad = tmp_path / "hong.inspb"
    bad.write_bytes(Path(field.bundles[0]).read_bytes()[:-100])
    leader.shell.go(Place.MERGE)
    leader.shell.merge.merge([str(bad), field.bundles[1]])
    leader.idle()
    entries = leader.shell.merge.model.entries
    assert entries[0].receipt is None
    assert "bị hỏng" in entries[0].message
    assert entries[1].receipt is not None
    shoot(leader.window, "refused")


def test_a_cancelled_merge_changes_nothing(leader: Opened, field: Field) -> None:
    leader.shell.go(Place.MERGE)
    leader.shell.merge.merge(field.bundles)
    leader.shell.merge.cancel()
    leader.idle()
    entries = leader.shell.merge.model.entries
    assert all(one.is_finished for one in entries)
    assert "Đã dừng" in entries[-1].message
    assert not leader.shell.merge.is_running


def test_the_leader_decides_with_a_reason(leader: Opened, field: Field) -> None:
    merged(leader, field)
    leader.shell.merge.banner._action.click()
    leader.idle()
    page = leader.shell.conflicts
    assert page.isVisible()
    assert page.model.rowCount() == 1
    QTest.keyClick(page.list, Qt.Key.Key_Right)
    QTest.keyClick(page.list, Qt.Key.Key_Left)
    assert page.panel._group.checkedId() == 0
    wanted = page.panel._options[0].text()
    page.panel.button.click()
    assert "lý do" in page.panel.reason_field.error()
    page.panel.reason.setPlainText("Đã xem quyết định ban hành kế hoạch")
    shoot(leader.window, "deciding")
    page.panel.button.click()
    leader.idle()
    assert page.model.entries[0].decision.endswith(wanted)
    assert leader.shell.rail.items[Place.CONFLICTS]._badge == ""
    shoot(leader.window, "decided")
    page.refresh()
    leader.shell.go(Place.CONFLICTS)
    leader.idle()


def test_a_third_value(leader: Opened, field: Field) -> None:
    merged(leader, field)
    leader.shell.go(Place.CONFLICTS)
    leader.idle()
    panel = leader.shell.conflicts.panel
    other = panel.choice.findText("Không")
    panel.choice.setCurrentIndex(other)
    panel.choice.activated.emit(other)
    assert panel.other.isChecked()
    panel.reason.setPlainText("Cả hai đều nhầm năm")
    QTest.keyClick(panel.reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    panel._on_decide()
    leader.idle()
    assert "Không" in leader.shell.conflicts.model.entries[0].decision


def test_others_read_only(field: Field) -> None:
    with opened_window() as member:
        member.unlock(field.member)
        member.shell.go(Place.MERGE)
        member.shell.merge.merge(field.bundles)
        member.idle()
        # the secretary's bundle is sealed to the leader; the own one opens and is known
        entries = member.shell.merge.model.entries
        assert entries[0].message
        assert entries[1].receipt is not None
        member.shell.go(Place.CONFLICTS)
        member.idle()
        assert not member.shell.conflicts.panel._form.isVisible()
        shoot(member.window, "member-conflicts")
