"""A restored vault in the window: told once, with the new card at hand."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from inspector_app.bootstrap import make_workshop
from inspector_app.domain.trip.values import Side
from inspector_app.gui.dialogs.renewed import RenewedDialog
from tests.gui.conftest import Field
from tests.kit.screens import shoot
from tests.kit.team import PASSPHRASE
from tests.kit.window import Opened, opened_window, wait_until


def restored(field: Field) -> str:
    """The member's vault as it was before the last answer; this computer remembers that."""
    backup = shutil.copytree(field.member, f"{field.member}-copy")
    services = make_workshop().open_vault(field.member, PASSPHRASE)
    services.inspections.answer(field.commune, "c1_1", Side.VERIFIED, "no")
    services.inspections.answer(field.commune, "c1_1", Side.VERIFIED, "yes")
    services.close()
    shutil.rmtree(field.member)
    shutil.move(backup, field.member)
    return field.member


def dialog(opened: Opened) -> RenewedDialog | None:
    found = [one for one in opened.shell.findChildren(RenewedDialog) if one.isVisible()]
    return found[0] if found else None


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_a_restored_vault_says_so_once(field: Field, scheme: str, tmp_path: Path) -> None:
    path = restored(field)
    with opened_window(scheme, size=(1093, 574)) as opened:
        opened.unlock(path)
        wait_until(lambda: dialog(opened) is not None)
        shown = dialog(opened)
        assert shown is not None
        shoot(shown, f"renewed-{scheme}")
        assert shown.height() <= 574
        assert shown.done_button.hasFocus()
        shown.done_button.click()
        opened.idle()
        assert dialog(opened) is None
        opened.window.lock()
        wait_until(lambda: opened.window.shell is None)
        opened.unlock(path)
        assert dialog(opened) is None
