"""The export window: pre-flight, content, result; onto a stick and read back; in parts; locked."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.domain.media import Drive
from inspector_app.gui.dialogs.export import ExportDialog
from inspector_app.host import drives
from inspector_app.services.exchange import EMAIL_PART_BYTES
from inspector_app.services.export_plans import ExportCheck, ExportPlan, Weight
from tests.gui.conftest import Field
from tests.kit.screens import shoot
from tests.kit.small_disk import small_disk
from tests.kit.window import Opened, focusable, opened_window, wait_until


def asked(opened: Opened) -> ExportDialog:
    """The window with its plan."""
    opened.shell.ask_export()
    dialog = opened.shell.findChildren(ExportDialog)[-1]
    assert isinstance(dialog, ExportDialog)
    wait_until(dialog.next_button.isEnabled, "the plan is there")
    opened.idle()
    return dialog


def exported(opened: Opened, folder: Path) -> ExportDialog:
    """A bundle in a folder."""
    dialog = asked(opened)
    dialog.next_button.click()
    dialog.content.folder.show_value(str(folder))
    dialog.start_button.click()
    wait_until(lambda: dialog.summary is not None, "it is written")
    opened.idle()
    return dialog


@pytest.fixture
def plugged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stick that the computer shows, as a small disk of its own where one may be mounted."""
    stick = tmp_path / "KINGSTON"
    stick.mkdir()
    shown = Drive(str(stick), "KINGSTON", 12_000_000_000, 16_000_000_000, "vfat")
    monkeypatch.setattr(drives, "drives", lambda: (shown,))
    return stick


def test_pre_flight_content_and_result(leader: Opened, tmp_path: Path) -> None:
    dialog = asked(leader)
    shoot(dialog, "export-checks")
    assert dialog.steps.now == 0
    assert "Chưa có thẻ của" in dialog.checks.accessibleName()
    assert all(one.accessibleName() for one in focusable(dialog))
    dialog.next_button.click()
    assert "Phạm Thị D" in dialog.content.receiver_card.accessibleName()
    assert "thay đổi" in dialog.content.room.text()
    assert all(one.accessibleName() for one in focusable(dialog))
    shoot(dialog, "export-content")
    dialog.content.folder.show_value(str(tmp_path))
    dialog.start_button.click()
    wait_until(lambda: dialog.summary is not None, "it is written")
    shoot(dialog, "export-result")
    assert dialog.summary is not None
    assert len(dialog.summary.words.split()) == 8
    assert all(one.accessibleName() for one in focusable(dialog))
    dialog.reject()


def test_without_anybodys_card_nothing_is_written(field: Field, tmp_path: Path) -> None:
    """A vault that took the pack in, and whose person has enrolled nobody who leads."""
    with opened_window() as member:
        member.unlock(field.member)
        services = member.window.services
        assert services is not None
        plan = services.export_plans
        none = ExportPlan(
            "changes", (), (), True, 0, 0, 0, (ExportCheck(Weight.MUST, "Không ai."),)
        )
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(type(plan), "plan", lambda *_values, **_named: none)
            member.shell.ask_export()
            dialog = member.shell.findChildren(ExportDialog)[-1]
            assert isinstance(dialog, ExportDialog)
            member.idle()
            assert not dialog.next_button.isEnabled()
            assert "Không ai." in dialog.checks.accessibleName()
            shoot(dialog, "export-must")
            dialog.reject()


def test_copied_to_a_stick_and_read_back(leader: Opened, tmp_path: Path, plugged: Path) -> None:
    dialog = exported(leader, tmp_path)
    stick, _other = dialog.copies.buttons
    assert "KINGSTON · còn 12" in stick.text()
    stick.click()
    wait_until(dialog.proof.isVisible, "the copy is proved")
    assert "Có thể rút USB an toàn" in dialog.proof.accessibleName()
    assert dialog.summary is not None
    copy = plugged / Path(dialog.summary.path).name
    assert copy.read_bytes() == Path(dialog.summary.path).read_bytes()
    shoot(dialog, "export-copied")
    dialog.reject()


def test_written_straight_to_a_stick_is_proved_too(leader: Opened, plugged: Path) -> None:
    dialog = asked(leader)
    dialog.next_button.click()
    dialog.content.drives.buttons[0].click()
    assert dialog.content.folder.value == str(plugged)
    dialog.start_button.click()
    wait_until(dialog.proof.isVisible, "what was written is proved")
    assert "Có thể rút USB an toàn" in dialog.proof.accessibleName()
    dialog.reject()


def test_a_stick_that_is_full_is_said_and_another_may_be_chosen(
    leader: Opened, tmp_path: Path
) -> None:
    dialog = exported(leader, tmp_path)
    with small_disk(tmp_path / "nho", 8) as stick:
        dialog.copy_to(str(stick))
        wait_until(lambda: "Không đủ chỗ" in dialog.banner.title(), "the full stick is said")
        assert list(stick.iterdir()) == []
    assert dialog.copies.isEnabled()
    shoot(dialog, "export-stick-full")
    other = tmp_path / "khac"
    other.mkdir()
    dialog.copy_to(str(other))
    wait_until(dialog.proof.isVisible, "the other one is proved")
    dialog.reject()


def test_locked_by_a_passphrase_and_in_parts(leader: Opened, tmp_path: Path) -> None:
    dialog = asked(leader)
    dialog.next_button.click()
    content = dialog.content
    content.folder.show_value(str(tmp_path))
    content.in_parts.click()
    assert content.options().max_bytes == EMAIL_PART_BYTES
    content.is_locked.click()
    leader.idle()
    assert not content.receiver_card.isVisible()
    dialog.start_button.click()
    assert "Chưa nhập mật khẩu" in content._secret.error()
    content.passphrase.setText("mưa thuận gió hòa năm nay")
    dialog.start_button.click()
    wait_until(lambda: dialog.summary is not None, "it is written")
    assert dialog.summary is not None
    assert dialog.summary.is_locked
    shoot(dialog, "export-locked")
    dialog.reject()
