"""Screen 1 with real vaults: open, wrong passphrase, not a vault, new vault, lock, close."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget

from inspector_app.gui.shell_bars import Place
from tests.gui.conftest import Field
from tests.kit.screens import shoot
from tests.kit.team import PASSPHRASE, workshop
from tests.kit.window import Opened, wait_until


def test_the_recent_vault_waits_for_its_passphrase(opened: Opened, field: Field) -> None:
    card = opened.window.unlock.card
    assert card.folder.value == field.leader
    assert opened.window.focusWidget() is card.secret
    shoot(opened.window, "unlock")


def test_open_and_lock(leader: Opened, field: Field) -> None:
    shoot(leader.window, "opened")
    assert "2019" in leader.window.windowTitle()
    leader.window.lock()
    wait_until(lambda: leader.window.services is None and leader.window.shell is None)
    assert leader.window.unlock.isVisible()
    assert leader.window.unlock.card.secret.text() == ""
    leader.unlock(field.leader)
    assert leader.shell.units.model.rowCount() == 18


def test_a_wrong_passphrase_says_so_under_the_field(opened: Opened, field: Field) -> None:
    card = opened.window.unlock.card
    card.secret.setText("sai bét nhè rồi nhé")
    card.open_button.click()
    assert not card.open_button.isEnabled()
    wait_until(lambda: bool(card.secret_field.error()))
    assert "không đúng" in card.secret_field.error()
    assert card.open_button.isEnabled()
    assert card.secret.selectedText() != ""
    assert opened.window.services is None


def test_a_folder_that_is_no_vault(opened: Opened, tmp_path: Path) -> None:
    card = opened.window.unlock.card
    card.folder.setText(str(tmp_path))
    card.secret.setText(PASSPHRASE)
    card.open_button.click()
    wait_until(lambda: bool(card.folder_field.error()))
    assert "không phải là kho" in card.folder_field.error()


def press(widget: QWidget, letter: str, modifiers: Qt.KeyboardModifier) -> None:
    """A key as the keyboard sends it."""
    key = QKeyEvent(QKeyEvent.Type.KeyPress, ord(letter.upper()), modifiers, letter)
    QApplication.sendEvent(widget, key)


def test_caps_lock_is_noticed(opened: Opened) -> None:
    card = opened.window.unlock.card
    press(card.secret, "A", Qt.KeyboardModifier.ShiftModifier)
    press(card.secret, "b", Qt.KeyboardModifier.NoModifier)
    assert not shown(card.caps)
    press(card.secret, "C", Qt.KeyboardModifier.NoModifier)
    assert shown(card.caps)
    press(card.secret, "d", Qt.KeyboardModifier.NoModifier)
    assert not shown(card.caps)


def shown(widget: QWidget) -> bool:
    return widget.isVisible()


def test_new_vault_shows_its_code_once_and_opens(opened: Opened, tmp_path: Path) -> None:
    page = opened.window.unlock
    page.card.create_button.click()
    form = page._create_card
    assert form is not None
    form.folder.setText(str(tmp_path / "kho"))
    form.create_button.click()
    assert "Nhập họ và tên" in form.name_field.error()
    form.name.setText("Lê Thị Ước")
    form.passphrase.setText("ngắn")
    form.create_button.click()
    assert "12" in form.passphrase_field.error()
    form.passphrase.setText(PASSPHRASE)
    form.again.setText(PASSPHRASE + "x")
    form.create_button.click()
    assert "chưa giống nhau" in form.again_field.error()
    form.again.setText(PASSPHRASE)
    form.create_button.click()
    wait_until(lambda: page._code_card is not None and bool(page._code_card.code.text()))
    card = page._code_card
    assert card is not None
    code = card.code.text()
    shoot(opened.window, "recovery-code")
    assert not card.done_button.isEnabled()
    card.check.click()
    card.done_button.click()
    wait_until(lambda: opened.window.shell is not None)
    opened.idle()
    assert card.code.text() == ""
    assert opened.shell.no_trip.isVisible()
    shoot(opened.window, "no-trip")
    opened.window.lock()
    wait_until(lambda: opened.window.shell is None)
    page.card.mode_button.click()
    opened.unlock(str(tmp_path / "kho"), code)
    assert opened.preferences.now.recent_vaults[0] == str(tmp_path / "kho")


def test_a_vault_in_use_elsewhere(opened: Opened, field: Field) -> None:
    other = workshop().open_vault(field.leader, PASSPHRASE)
    card = opened.window.unlock.card
    card.secret.setText(PASSPHRASE)
    card.open_button.click()
    wait_until(lambda: bool(card.folder_field.error()))
    assert "đang được mở" in card.folder_field.error()
    other.close()


def test_closing_the_window_closes_the_vault(leader: Opened, field: Field) -> None:
    leader.shell.go(Place.DETAILS)
    leader.window.close()
    wait_until(lambda: not leader.window.isVisible())
    workshop().open_vault(field.leader, PASSPHRASE).close()
