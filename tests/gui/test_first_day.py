"""What a first day with a team showed: nothing cut, nothing half said, the right reader addressed."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QScrollArea

from inspector_app.domain.trip.values import Side
from inspector_app.gui.dialogs.assign import AssignDialog
from inspector_app.gui.dialogs.devices import DevicesDialog
from inspector_app.gui.dialogs.export import ExportDialog
from inspector_app.gui.models.history import content
from inspector_app.gui.shell_bars import Place
from inspector_app.gui.widgets.frames import Label
from inspector_app.gui.widgets.heads import PageHead
from inspector_app.gui.widgets.indicators import Pill
from inspector_app.services.devices import DeviceService
from inspector_app.services.history import Focus, HistoryFilter
from tests.gui.conftest import Field
from tests.kit.conflicts import disagreeing_team
from tests.kit.screens import shoot
from tests.kit.window import Opened, opened_window, wait_until


def texts(widget: object) -> list[str]:
    """All labels under a widget."""
    assert hasattr(widget, "findChildren")
    return [one.text() for one in widget.findChildren(Label)]


def revoke_member(opened: Opened) -> None:
    """Revoke the member's laptop."""
    services = opened.window.services
    assert services is not None
    devices: DeviceService = services.devices
    opened.tasks.run(lambda: devices.revoke(devices.find("Máy thanh-vien").id, "Máy bị mất"))
    opened.idle()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1366, 698), (1093, 574)])
def test_people_page_and_devices(field: Field, scheme: str, size: tuple[int, int]) -> None:
    with opened_window(scheme, size=size) as leader:
        leader.unlock(field.leader)
        mark = f"{scheme}-{size[0]}"
        units = leader.shell.units
        right = units.search.mapTo(units, units.search.rect().bottomRight()).x()
        edge = units.side.x() if units.side.isVisible() else units.width()
        assert right < edge, "the search field is whole"
        shoot(leader.window, f"first-units-{mark}")
        leader.shell.go(Place.DETAILS)
        leader.idle()
        revoke_member(leader)
        page = leader.shell.details
        page._is_stale = True
        page.refresh()
        leader.idle()
        assert "đã thu hồi" in [one.text() for one in page.findChildren(Pill)]
        assert any("cho từng thành viên" in one for one in texts(page.own_card))
        head = page.findChildren(PageHead)[0]
        for one in (head._title, *page._head_buttons):
            if one.isVisible():
                assert one.width() >= one.sizeHint().width(), "nothing is cut"
                assert one.mapTo(page, one.rect().bottomRight()).x() < page.width()
        assert head.height() <= 2 * page.devices_button.height() + 16, "no hole in the page"
        shoot(leader.window, f"first-people-{mark}")
        page.devices_button.click()
        dialog = leader.shell.findChildren(DevicesDialog)[-1]
        leader.idle()
        shown = texts(dialog)
        assert sum(one.startswith("Vân tay: ") for one in shown) >= 2
        assert any(one.startswith("Chỉ tin đến thay đổi ") for one in shown)
        shoot(dialog, f"first-devices-{mark}")
        dialog.reject()


def test_assignments_name_people_in_full(leader: Opened) -> None:
    leader.shell.go(Place.DETAILS)
    leader.idle()
    trip = leader.shell.details._trip
    assert trip is not None
    leader.shell.details.editing.assign_team(trip.teams[0].team)
    leader.idle()
    dialog = leader.shell.findChildren(AssignDialog)[-1]
    assert "Phạm Thị D" in texts(dialog)
    area = dialog.findChildren(QScrollArea)[0]
    inside = area.widget()
    assert inside is not None
    assert inside.width() <= area.viewport().width(), "nobody is cut off"
    shoot(dialog, "first-assign")
    dialog.reject()


def test_the_export_says_why_everything_goes_and_all_eight_words(
    leader: Opened, tmp_path: Path
) -> None:
    leader.shell.ask_export()
    dialog = leader.shell.findChildren(ExportDialog)[-1]
    wait_until(dialog.next_button.isEnabled, "the plan is there")
    leader.idle()
    dialog.next_button.click()
    assert dialog.content.only_new.isChecked()
    assert "vì chưa biết" in dialog.content.room.text()
    assert not any("…" in one for one in texts(dialog.content.receiver_card))
    shoot(dialog, "first-export-content")
    dialog.content.folder.show_value(str(tmp_path))
    dialog.start_button.click()
    wait_until(lambda: dialog.summary is not None, "it is written")
    leader.idle()
    if not dialog._drives:
        assert dialog._copy_title.text() == "Chưa thấy USB nào đang cắm."
    shoot(dialog, "first-export-result")
    dialog.reject()


def test_a_decision_is_told_by_its_result_first(tmp_path: Path) -> None:
    team = disagreeing_team(tmp_path)
    services = team.leader.services
    conflict = next(
        one
        for one in services.conflicts.list()
        if one.side is Side.VERIFIED and one.question and one.question.name == "c1_1"
    )
    yes = next(one for one in conflict.sides if one.value == "yes")
    services.conflicts.resolve(conflict.id, yes.change, None, "đã hỏi lại")
    commune, path = team.commune(), str(team.leader.created.path)
    lines = services.log.lines(HistoryFilter(inspection=commune, focus=Focus.DECIDED)).lines
    assert any(content(one).startswith("Có ← ") for one in lines)
    team.close()
    for size in ((1366, 698), (1093, 574)):
        with opened_window(size=size) as window:
            window.unlock(path)
            window.shell.open_inspection(commune)
            window.idle()
            page = window.shell.inspection
            page.show_at("s1", "c1_1")
            page.histories.open()
            window.idle()
            shoot(window.window, f"first-history-{size[0]}")


def test_nothing_is_cut_in_the_smallest_window(leader: Opened) -> None:
    """960 × 540: an old laptop's screen at 150 %; what two people read aloud stands whole."""
    leader.window.resize(960, 540)
    leader.shell.go(Place.DETAILS)
    leader.idle()
    area = leader.shell.details.findChildren(QScrollArea)[0]
    inside = area.widget()
    assert inside is not None
    assert inside.width() <= area.viewport().width()
    leader.shell.go(Place.UNITS)
    leader.idle()
    table = leader.shell.units.table
    assert table.columnWidth(0) >= 180, "a unit is known by its name"
