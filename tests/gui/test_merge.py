"""Screen 7: receipts; whoever is no leader only reads conflicts."""

from __future__ import annotations

from pathlib import Path

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
