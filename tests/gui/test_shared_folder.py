"""The shared folder in the window: off at first, then quiet; refusals are said once for each file."""

from __future__ import annotations

import shutil
from pathlib import Path

from inspector_app.gui.dialogs.shared_folder import SharedFolderDialog, state_text
from inspector_app.gui.folder_watcher import WatchState
from inspector_app.gui.shell_bars import Place
from tests.gui.conftest import Field
from tests.kit.screens import shoot
from tests.kit.window import Opened, focusable, wait_until


def asked(opened: Opened) -> SharedFolderDialog:
    """The window of the shared folder."""
    opened.shell.go(Place.MERGE)
    opened.shell.merge.shared_button.click()
    found = opened.shell.findChildren(SharedFolderDialog)[-1]
    assert isinstance(found, SharedFolderDialog)
    return found


def watching(opened: Opened, folder: Path) -> SharedFolderDialog:
    """Turn the watch on for a folder, with short pauses between the looks."""
    opened.shell.shared.watcher._timer.setInterval(40)
    dialog = asked(opened)
    dialog.folder.show_value(str(folder))
    dialog.is_on.setChecked(True)
    dialog.save_button.click()
    wait_until(lambda: opened.shell.shared.watcher.looked_at != "", "it has looked")
    return dialog


def test_it_is_off_until_somebody_turns_it_on(leader: Opened, tmp_path: Path) -> None:
    watcher = leader.shell.shared.watcher
    assert watcher.state is WatchState.OFF
    assert not leader.shell.rail.watch.isVisible()
    dialog = asked(leader)
    assert not dialog.is_on.isChecked()
    dialog.is_on.setChecked(True)
    dialog.save_button.click()
    assert "Chưa chọn" in dialog.field.error()
    dialog.folder.show_value(str(tmp_path / "khong-co"))
    dialog.save_button.click()
    wait_until(lambda: "khong-co" in dialog.field.error(), "the missing folder is said")
    assert watcher.state is WatchState.OFF
    assert all(one.accessibleName() for one in focusable(dialog))
    dialog.reject()


def test_what_arrives_is_merged_and_what_is_broken_is_said_once(
    leader: Opened, field: Field, tmp_path: Path
) -> None:
    folder = tmp_path / "dung chung"
    folder.mkdir()
    said: list[str] = []
    watcher = leader.shell.shared.watcher
    watcher.refused.connect(lambda message, _remedy: said.append(message))
    dialog = watching(leader, folder)
    (folder / "hong.inspb").write_bytes(b"no bundle")
    shutil.copy(field.bundles[0], folder)
    wait_until(lambda: len(watcher.news) >= 3 and watcher.waiting == 0, "both are done")
    for _look in range(3):
        watcher.look()
        wait_until(lambda: watcher.state is WatchState.FINE, "it has looked again")
    assert len(said) == 1
    assert "hong.inspb" in said[0]
    assert "hong.inspb" in leader.shell.merge.banner.title()
    assert "mọi gói đã gộp" in state_text(watcher)
    assert leader.shell.rail.watch.isVisible()
    shoot(dialog, "shared-folder")
    shoot(leader.window, "shared-folder-rail")
    dialog.reject()
    receipt, *others = sorted(one.name for one in folder.iterdir())
    assert (receipt[:9], others) == ("bien-nhan", ["hong.inspb", "thu-ky.inspb"])
    news = [one.result.receipt for one in watcher.news if one.result and one.result.receipt]
    assert [one.changes_new > 0 for one in news] == [True]


def test_a_share_that_goes_away_is_waited_for(leader: Opened, field: Field, tmp_path: Path) -> None:
    folder = tmp_path / "dung chung"
    folder.mkdir()
    watcher = leader.shell.shared.watcher
    watching(leader, folder).reject()
    folder.rename(tmp_path / "mat mang")
    wait_until(lambda: watcher.state is WatchState.AWAY, "the share is missed")
    assert leader.shell.rail.watch.text() == "Chưa thấy thư mục"
    shutil.copy(field.bundles[0], tmp_path / "mat mang")
    (tmp_path / "mat mang").rename(folder)
    wait_until(lambda: bool(watcher.news), "the bundle is merged after all")


def test_it_goes_on_after_the_vault_was_locked(
    leader: Opened, field: Field, tmp_path: Path
) -> None:
    folder = tmp_path / "dung chung"
    folder.mkdir()
    watching(leader, folder).reject()
    leader.window.lock()
    wait_until(lambda: leader.window.services is None, "the vault is closed")
    leader.idle()
    leader.unlock(field.leader)
    wait_until(lambda: leader.shell.shared.watcher.state is not WatchState.OFF, "it is on again")
    assert leader.shell.shared.watcher.settings.folder == str(folder)
