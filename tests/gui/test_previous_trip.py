"""The button in the trip's details that takes last year's vault over."""

from __future__ import annotations

import shutil
from pathlib import Path

from inspector_app.gui.dialogs.previous import PreviousTripDialog
from inspector_app.gui.shell_bars import Place
from tests.gui.conftest import Field
from tests.kit.inspection_views import PASSPHRASE as PAST_PASSPHRASE
from tests.kit.inspection_views import make_vault
from tests.kit.screens import shoot
from tests.kit.team import PASSPHRASE, workshop
from tests.kit.window import Opened, focusable, wait_until


def dialog_of(opened: Opened) -> PreviousTripDialog:
    """The dialog, open over the trip's details."""
    opened.shell.go(Place.DETAILS)
    opened.idle()
    details = opened.shell.details
    assert details.previous.isVisible()
    details.previous.click()
    found = details.findChild(PreviousTripDialog)
    assert isinstance(found, PreviousTripDialog)
    return found


def test_the_leader_looks_first_and_then_takes_over(
    leader: Opened, field: Field, tmp_path: Path
) -> None:
    past = make_vault(tmp_path / "2018")
    dialog = dialog_of(leader)
    assert not dialog.take.isEnabled()
    dialog.folder.setText(str(past))
    dialog.secret.setText("một mật khẩu khác")
    dialog.look.click()
    leader.idle()
    assert dialog.banner.isVisible()
    assert not dialog.take.isEnabled()
    dialog.secret.setText(PAST_PASSPHRASE)
    dialog.look.click()
    leader.idle()
    assert dialog.found.isVisible()
    assert dialog.take.isEnabled()
    assert all(one.accessibleName() for one in focusable(dialog))
    shoot(dialog, "previous-trip-dialog")
    dialog.take.click()
    wait_until(leader.shell.details.banner.isVisible, "the page says what was taken over")
    leader.idle()
    assert leader.shell.details.findChild(PreviousTripDialog) is None
    shoot(leader.window, "previous-trip-done")
    shutil.copytree(field.leader, tmp_path / "copy")
    services = workshop().open_vault(str(tmp_path / "copy"), PASSPHRASE)
    view = services.inspections.show(field.commune)
    services.close()
    assert view.previous is not None


def test_another_trip_replaces_the_first_only_when_the_leader_says_so_again(
    leader: Opened, tmp_path: Path
) -> None:
    for name in ("2018", "khac"):
        past = make_vault(tmp_path / name)
        dialog = dialog_of(leader)
        dialog.folder.setText(str(past))
        dialog.secret.setText(PAST_PASSPHRASE)
        dialog.look.click()
        leader.idle()
        dialog.take.click()
        leader.idle()
    assert dialog.isVisible()
    assert dialog.banner.isVisible(), "both trips are named"
    assert "Thay" in dialog.take.text()
    shoot(dialog, "previous-trip-other")
    dialog.take.click()
    wait_until(lambda: leader.shell.details.findChild(PreviousTripDialog) is None, "replaced")


def test_this_very_trip_is_refused_with_its_reason(leader: Opened, field: Field) -> None:
    dialog = dialog_of(leader)
    dialog.folder.setText(field.leader)
    dialog.secret.setText(PASSPHRASE)
    dialog.look.click()
    leader.idle()
    dialog.take.click()
    leader.idle()
    assert dialog.isVisible()
    assert dialog.banner.isVisible()
    assert not dialog.take.is_busy
    dialog.reject()
