"""Many bundles at once: looked at, merged one by one, stopped at any moment, typing saved between."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtTest import QTest

from inspector_app.domain.trip.values import Side
from inspector_app.gui.inspection.saving import SavingState
from inspector_app.gui.inspection.slots import AnswerSlot
from inspector_app.gui.models.receipts import ReceiptColumn, Stage
from inspector_app.gui.shell_bars import Place
from inspector_app.services.bundles import BundleService
from inspector_app.services.exchange import BundleReceipt, ExportOptions
from inspector_app.services.ports.host import Progress
from tests.gui.conftest import Field
from tests.kit.screens import shoot
from tests.kit.team import PASSPHRASE, workshop
from tests.kit.window import Opened, opened_window, wait_until


def drop_folder(field: Field) -> Path:
    """A folder as it comes on a stick: two bundles, one of them below, and a broken file."""
    folder = field.folder / "usb"
    (folder / "to 2").mkdir(parents=True)
    shutil.copy(field.bundles[0], folder)
    shutil.copy(field.bundles[1], folder / "to 2")
    (folder / "anh.inspb").write_bytes(b"no bundle")
    (folder / "ghi chu.docx").write_bytes(b"x")
    return folder


def dropped(opened: Opened, path: Path) -> None:
    """Let go of a folder over the window."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy = Qt.DropAction.CopyAction
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    opened.shell.dropEvent(QDropEvent(QPointF(300, 300), copy, data, left, none))
    wait_until(lambda: opened.shell.merge.model.rowCount() > 0, "the files are listed")
    wait_until(lambda: not opened.shell.merge.is_running, "the files are looked at")
    opened.idle()


def digest(opened: Opened) -> str:
    services = opened.window.services
    assert services is not None
    found: list[str] = []
    opened.tasks.run(lambda: services.vault.info().state_digest, found.append)
    opened.idle()
    return found[0]


def test_a_folder_is_dropped_anywhere_and_nothing_is_written_yet(
    leader: Opened, field: Field
) -> None:
    before = digest(leader)
    dropped(leader, drop_folder(field))
    page = leader.shell.merge
    assert page.isVisible()
    stages = {Path(one.path).name: one.stage for one in page.model.entries}
    assert stages == {
        "anh.inspb": Stage.REFUSED,
        "thu-ky.inspb": Stage.READY,
        "thanh-vien.inspb": Stage.READY,
    }
    looks = [one.look for one in page.model.entries if one.look]
    assert all(look.changes_new > 0 and look.units for look in looks)
    assert digest(leader) == before
    assert page.steps.now == 0
    assert page.merge_button.text() == "Gộp 2 gói"
    assert leader.window.focusWidget() is page.merge_button
    shoot(leader.window, "merge-looked")
    QTest.keyClick(page.merge_button, Qt.Key.Key_Space)
    wait_until(lambda: not page.is_running, "the bundles are merged")
    leader.idle()
    assert page.steps.now == 2
    assert "1 xung đột" in page.banner.title()
    assert digest(leader) != before
    shoot(leader.window, "merge-summed-up")


def test_what_is_known_already_is_not_offered_and_ends_as_done(
    leader: Opened, field: Field
) -> None:
    dropped(leader, drop_folder(field))
    page = leader.shell.merge
    page.merge_all()
    wait_until(lambda: not page.is_running, "the bundles are merged")
    leader.idle()
    page.clear_button.click()
    again = shutil.copy(field.bundles[0], field.folder / "lai.inspb")
    page.add([str(again)])
    wait_until(lambda: page.model.rowCount() == 1 and not page.is_running, "it is looked at")
    assert not page.merge_button.isEnabled(), "there is nothing to merge"
    assert page._hint.text() == "Kho đã có đủ mọi thay đổi của 1 gói; không cần gộp."


def test_one_merged_beside_one_known_is_done(leader: Opened, field: Field) -> None:
    page = leader.shell.merge
    page.add(field.bundles[:1])
    wait_until(lambda: page.model.rowCount() == 1 and not page.is_running, "it is looked at")
    page.merge_all()
    wait_until(lambda: not page.is_running, "it is merged")
    again = shutil.copy(field.bundles[0], field.folder / "lai.inspb")
    page.add([str(again), field.bundles[1]])
    wait_until(lambda: page.model.rowCount() == 3 and not page.is_running, "they are looked at")
    assert page.merge_button.text() == "Gộp 1 gói"
    assert "Chưa ghi gì" not in page._hint.text()
    page.merge_all()
    wait_until(lambda: not page.is_running, "it is merged")
    leader.idle()
    assert page.steps.now == 2
    assert "Chưa ghi gì" not in page._hint.text()
    assert not page.merge_button.isVisible()
    page.banner.action("Xem xung đột").click()
    leader.idle()
    shown = leader.shell.conflicts.panel.conflict
    assert shown is not None


def test_what_is_not_wanted_is_taken_off_the_list(leader: Opened, field: Field) -> None:
    dropped(leader, drop_folder(field))
    page = leader.shell.merge
    page.table.setCurrentIndex(page.model.index(0, 0))
    gone = page.model.entries[0].path
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Delete)
    assert gone not in {one.path for one in page.model.entries}
    assert Path(gone).exists()
    page.clear_button.click()
    assert page.model.rowCount() == 0


def test_typing_during_a_merge_is_saved_between_two_bundles(
    leader: Opened, field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The order of what reached the vault: bundle, answer, bundle."""
    shell = leader.shell
    shell.open_inspection(field.commune)
    leader.idle()
    desk = shell.inspection.desk
    services = leader.window.services
    assert services is not None
    question = next(
        one.name
        for one in desk.view.form.questions.values()
        if one.is_answerable and not one.repeat and not one.choices and one.type == "text"
    )
    order: list[str] = []
    states: list[SavingState] = []
    merge_one = BundleService.merge_one

    def watched(
        self: BundleService, path: str, progress: Progress | None = None, *, passphrase: str = ""
    ) -> BundleReceipt:
        if not order:
            order.append("typing")
            wait_until_typed.append(True)
            started.wait(10)
        receipt = merge_one(self, path, progress)
        order.append(Path(path).name)
        return receipt

    started = threading.Event()
    wait_until_typed: list[bool] = []
    monkeypatch.setattr(BundleService, "merge_one", watched)
    real_answer = services.inspections.answer

    def answered(*values: object, **named: object) -> object:
        order.append("answer")
        return real_answer(*values, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(
        type(services.inspections), "answer", lambda _self, *v, **n: answered(*v, **n)
    )
    shell.merge.merge(field.bundles)
    wait_until(lambda: bool(wait_until_typed), "the first bundle is being merged")
    slot = AnswerSlot((question, None), Side.VERIFIED)
    desk.type_text(slot, "gõ trong lúc gộp")
    desk.leave(slot)
    states.append(desk.saving().state)
    started.set()
    leader.idle()
    wait_until(lambda: not shell.merge.is_running, "all is merged")
    leader.idle()
    assert order == ["typing", "thu-ky.inspb", "answer", "thanh-vien.inspb"]
    assert states == [SavingState.HELD]
    assert desk.saving().state is SavingState.SAVED
    assert slot.value(desk.view) == "gõ trong lúc gộp"


def test_stopping_takes_the_bundle_in_progress_back_and_keeps_the_others(
    leader: Opened, field: Field, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = leader.shell.merge
    third = field.folder / "thu-ky-2.inspb"
    shutil.copy(field.bundles[0], third)
    merge_one = BundleService.merge_one

    is_half_read, goes_on = threading.Event(), threading.Event()

    def held(
        self: BundleService, path: str, progress: Progress | None = None, *, passphrase: str = ""
    ) -> BundleReceipt:
        def report(done: int, total: int, what: str) -> None:
            if path == field.bundles[1] and done > total // 2:
                is_half_read.set()
                goes_on.wait(10)
            assert progress is not None
            progress(done, total, what)

        return merge_one(self, path, report)

    monkeypatch.setattr(BundleService, "merge_one", held)
    leader.shell.go(Place.MERGE)
    page.merge([*field.bundles, str(third)])
    wait_until(is_half_read.is_set, "the second bundle is half read")
    page.cancel_button.click()
    goes_on.set()
    wait_until(lambda: not page.is_running, "it has stopped")
    leader.idle()
    stages = [one.stage for one in page.model.entries]
    assert stages == [Stage.MERGED, Stage.STOPPED, Stage.STOPPED]
    assert "1 gói đã gộp xong được giữ" in page.banner.title()
    assert str(page.model.data(page.model.index(1, ReceiptColumn.RESULT))) == "Chưa gộp"
    shoot(leader.window, "merge-stopped")
    after_one = digest(leader)
    monkeypatch.undo()
    page.merge_button.click()
    wait_until(lambda: not page.is_running, "the rest is merged")
    leader.idle()
    assert [one.stage for one in page.model.entries] == [Stage.MERGED] * 3
    assert page.model.entries[2].receipt is not None
    assert page.model.entries[2].receipt.status == "known"
    assert digest(leader) != after_one


def test_locking_during_a_merge_loses_nothing(leader: Opened, field: Field) -> None:
    leader.shell.go(Place.MERGE)
    leader.shell.merge.merge(field.bundles)
    leader.window.lock()
    wait_until(lambda: leader.window.services is None, "the vault is closed")
    leader.idle()
    leader.unlock(field.leader)
    leader.shell.go(Place.MERGE)
    leader.shell.merge.merge(field.bundles)
    wait_until(lambda: not leader.shell.merge.is_running, "all is merged")
    assert all(one.stage is Stage.MERGED for one in leader.shell.merge.model.entries)


def stage(opened: Opened) -> Stage:
    return opened.shell.merge.model.entries[0].stage


def test_a_locked_bundle_asks_for_its_passphrase(leader: Opened, field: Field) -> None:
    locked = field.folder / "khoa.inspb"
    member = workshop().open_vault(field.member, PASSPHRASE)
    member.bundles.export_parts(str(locked), ExportOptions(passphrase="mưa thuận gió hòa năm nay"))
    member.close()
    dropped(leader, locked)
    page = leader.shell.merge
    assert stage(leader) == Stage.LOCKED
    shoot(leader.window, "merge-locked")
    page.detail.unlock_asked.emit(str(locked), "sai mất rồi nhé")
    wait_until(lambda: not page.is_running, "it was tried")
    assert stage(leader) == Stage.LOCKED
    page.detail.unlock_asked.emit(str(locked), "mưa thuận gió hòa năm nay")
    wait_until(lambda: not page.is_running, "it was tried again")
    assert stage(leader) == Stage.READY
    page.merge_all()
    wait_until(lambda: not page.is_running, "it is merged")
    leader.idle()
    assert stage(leader) == Stage.MERGED


def test_the_receipt_is_written_and_read_and_words_agree(
    leader: Opened, field: Field, tmp_path: Path
) -> None:
    page = leader.shell.merge
    leader.shell.go(Place.MERGE)
    page.merge(field.bundles)
    wait_until(lambda: not page.is_running, "all is merged")
    leader.idle()
    page.table.setCurrentIndex(page.model.index(1, 0))
    receipt = page.model.entries[1].receipt
    assert receipt is not None
    assert len(receipt.words.split()) == 8
    assert receipt.words.split()[0] in page.detail.accessibleName()
    shoot(leader.window, "merge-receipt-words")
    page.write_receipt(str(tmp_path))
    leader.idle()
    assert "Đã ghi biên nhận" in page.banner.title()
    (written,) = tmp_path.glob("*.insprcpt")
    with opened_window() as member:
        member.unlock(field.member)
        member.shell.go(Place.MERGE)
        member.shell.merge.add([str(written)])
        wait_until(lambda: "biên nhận" in member.shell.merge.banner.title(), "it is read")
        shoot(member.window, "receipt-read")


def test_a_bundle_that_waits_for_another_goes_in_after_it(leader: Opened, field: Field) -> None:
    """The second export goes on from the first, which a receipt confirmed; a vault without it waits."""
    shop = workshop()
    member, first, second = (
        shop.open_vault(field.member, PASSPHRASE),
        str(field.folder / "1.inspb"),
        str(field.folder / "0-sau.inspb"),
    )
    copy = field.folder / "truong-doan-2"
    leader.window.lock()
    wait_until(lambda: leader.window.services is None, "the vault is closed")
    leader.idle()
    shutil.copytree(field.leader, copy)
    member.findings.add(field.commune, text="Thiếu kế hoạch")
    member.bundles.export(first)
    other = shop.open_vault(str(copy), PASSPHRASE)
    other.bundles.merge_one(first)
    member.handovers.import_receipt(other.handovers.write_receipt(str(field.folder)).path)
    other.close()
    member.findings.add(field.commune, text="Thiếu biên bản")
    member.bundles.export(second)
    member.close()
    leader.unlock(field.leader)
    page = leader.shell.merge
    leader.shell.go(Place.MERGE)
    page.add([second])
    wait_until(lambda: page.model.rowCount() == 1 and not page.is_running, "it is looked at")
    assert page.model.entries[0].stage is Stage.HELD
    shoot(leader.window, "merge-held")
    page.merge([second, first])
    wait_until(lambda: not page.is_running, "both are merged")
    leader.idle()
    receipts = [one.receipt for one in page.model.entries]
    assert [one.status for one in receipts if one] == ["updated", "updated"]
