"""The devices in the window: revoked with a reason, its later changes adopted one by one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inspector_app.gui.dialogs.device_deciding import AdoptDialog, ReasonDialog
from inspector_app.gui.dialogs.devices import DevicesDialog
from inspector_app.gui.shell_bars import Place
from inspector_app.services.device_views import DeviceView, Trust
from tests.gui.conftest import Field
from tests.kit.screens import shoot
from tests.kit.team import PASSPHRASE, workshop
from tests.kit.window import Opened, focusable, opened_window, wait_until


def asked(opened: Opened) -> DevicesDialog:
    """The window of the devices, filled."""
    opened.shell.go(Place.DETAILS)
    opened.idle()
    opened.shell.details.devices_button.click()
    dialog = opened.shell.findChildren(DevicesDialog)[-1]
    assert isinstance(dialog, DevicesDialog)
    opened.idle()
    return dialog


def device_of(opened: Opened, name: str) -> DeviceView:
    services = opened.window.services
    assert services is not None
    found: list[DeviceView] = []
    opened.tasks.run(lambda: services.devices.find(name), found.append)
    opened.idle()
    return found[0]


def test_revoked_and_adopted_one_by_one(leader: Opened, field: Field) -> None:
    late = str(field.folder / "muon.inspb")
    leader.shell.go(Place.MERGE)
    leader.shell.merge.merge(field.bundles)
    wait_until(lambda: not leader.shell.merge.is_running, "all is merged")
    leader.idle()
    dialog = asked(leader)
    view = device_of(leader, "Máy thanh-vien")
    shoot(dialog, "devices")
    assert all(one.accessibleName() for one in focusable(dialog))
    revoke = next(one for one in dialog.buttons_of[view.id] if "Thu hồi" in one.text())
    revoke.click()
    sure = dialog.findChildren(ReasonDialog)[-1]
    assert isinstance(sure, ReasonDialog)
    assert "không còn mã hóa cho máy ấy" in sure.intro.text()
    sure.button.click()
    assert "Chưa nhập lý do" in sure.field.error()
    sure.reason.setText("Máy bị mất ở bến xe")
    shoot(sure, "device-revoking")
    QTest.keyClick(sure.reason, Qt.Key.Key_Return)
    leader.idle()
    assert device_of(leader, "Máy thanh-vien").is_revoked

    member = workshop().open_vault(field.member, PASSPHRASE)
    member.findings.add(field.commune, text="Ghi sau khi mất máy")
    member.bundles.export(late)
    member.close()
    dialog.reject()
    leader.shell.go(Place.MERGE)
    leader.shell.merge.merge([late])
    wait_until(lambda: not leader.shell.merge.is_running, "the late bundle is merged")
    leader.idle()
    receipt = leader.shell.merge.model.entries[-1].receipt
    assert receipt is not None
    assert (receipt.status, receipt.quarantined > 0) == ("quarantined", True)
    shoot(leader.window, "merge-quarantined")

    dialog = asked(leader)
    before = device_of(leader, "Máy thanh-vien").quarantined
    shoot(dialog, "devices-revoked")
    adopt = next(one for one in dialog.buttons_of[view.id] if "Nhận lại" in one.text())
    adopt.click()
    leader.idle()
    choosing = dialog.findChildren(AdoptDialog)[-1]
    assert isinstance(choosing, AdoptDialog)
    assert not choosing.button.isEnabled()
    box = next(one for one in choosing.boxes.values() if one.isEnabled())
    box.click()
    choosing.reason.setText("Đã hỏi người ghi")
    shoot(choosing, "device-adopting")
    choosing.button.click()
    leader.idle()
    assert device_of(leader, "Máy thanh-vien").quarantined < before
    dialog.reject()


def test_a_member_sees_and_cannot_revoke_and_renews_the_own_identity(field: Field) -> None:
    with opened_window() as member:
        member.unlock(field.member)
        dialog = asked(member)
        texts = {one.text() for buttons in dialog.buttons_of.values() for one in buttons}
        assert texts == {"Cấp định danh mới…"}
        own = device_of(member, "Máy thanh-vien")
        assert own.trust is Trust.OWN
        dialog.buttons_of[own.id][0].click()
        sure = dialog.findChildren(ReasonDialog)[-1]
        assert isinstance(sure, ReasonDialog)
        sure.reason.setText("Kho bị sao chép")
        sure.button.click()
        wait_until(lambda: member.window.services is None, "the vault is closed")
        member.idle()
        member.unlock(field.member)
        assert device_of(member, own.id[:4]).trust in (Trust.OWN, Trust.FORMER)
