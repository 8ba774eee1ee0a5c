"""A screen reader can name whatever the keyboard reaches, on every page and dialog."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QWidget

from inspector_app.gui.shell_bars import Place
from tests.gui.conftest import Field
from tests.kit.window import Opened, focusable, settle, wait_until


def unnamed(root: QWidget) -> list[str]:
    """Classes of focusable widgets without a name."""
    return [type(one).__name__ for one in focusable(root) if not one.accessibleName().strip()]


def test_unlock_and_new_vault(opened: Opened) -> None:
    assert unnamed(opened.window) == []
    assert len(focusable(opened.window)) >= 6
    opened.window.unlock.card.create_asked.emit()
    settle()
    assert unnamed(opened.window) == []


def test_all_pages_over_a_vault(leader: Opened, field: Field) -> None:
    shell = leader.shell
    shell.merge.merge(field.bundles)
    leader.idle()
    for place in Place:
        shell.go(place)
        leader.idle()
        assert unnamed(leader.window) == [], place
    shell.open_minutes(field.commune)
    leader.idle()
    wait_until(shell.minutes.pdf.is_drawn)
    assert unnamed(leader.window) == []


def test_dialogs(leader: Opened) -> None:
    leader.shell.ask_export()
    leader.window.show_settings()
    settle()
    dialogs = leader.window.findChildren(QDialog)
    assert len(dialogs) == 2
    for dialog in dialogs:
        assert unnamed(dialog) == []
        dialog.reject()
