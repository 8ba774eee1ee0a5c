"""Screen 2 with the sample trip."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inspector_app.gui.dialogs.cards import ImportCardDialog, ImportPackDialog
from inspector_app.gui.dialogs.create_trip import CreateTripDialog
from inspector_app.gui.dialogs.export import ExportDialog
from inspector_app.gui.dialogs.settings import SettingsDialog
from inspector_app.gui.models.units import Column
from inspector_app.gui.shell_bars import Place
from inspector_app.services.vaults import Person
from tests.gui.conftest import Field
from tests.kit.screens import shoot
from tests.kit.team import PASSPHRASE, sample_trip, workshop
from tests.kit.window import Opened, opened_window, settle, wait_until


def names(opened: Opened) -> list[str]:
    model = opened.shell.units.model
    return [model.row_at(number).inspection.unit.name for number in range(model.rowCount())]


def test_own_team_comes_first_by_day(leader: Opened) -> None:
    model = leader.shell.units.model
    teams = [model.row_at(number).inspection.team.number for number in range(18)]
    assert teams == sorted(teams)
    days = [model.row_at(n).inspection.planned for n in range(18) if teams[n] == 1]
    assert days == sorted(days, key=str)
    shoot(leader.window, "units")


def test_search_needs_no_accents(leader: Opened) -> None:
    units = leader.shell.units
    QTest.keyClicks(units.search, "an khe")
    assert names(leader) == ["UBND xã An Khê (giả định)"]
    units.search.selectAll()
    QTest.keyClicks(units.search, "khong co don vi nay")
    assert names(leader) == []
    assert not units.table.isVisible()


def test_filters_combine(leader: Opened) -> None:
    units = leader.shell.units
    units.team.setCurrentIndex(2)
    units.team.activated.emit(2)
    shown = [units.model.row_at(n).inspection for n in range(units.model.rowCount())]
    assert shown
    assert {one.team.number for one in shown} == {2}
    units.day.setCurrentIndex(1)
    units.day.activated.emit(1)
    narrowed = [units.model.row_at(n).inspection for n in range(units.model.rowCount())]
    assert narrowed
    assert len({one.planned for one in narrowed}) == 1
    assert len(narrowed) < len(shown)


def test_cells_speak(leader: Opened) -> None:
    model = leader.shell.units.model
    assert "Cấp" in str(model.data(model.index(0, Column.UNIT)))
    assert str(model.data(model.index(0, Column.STATE))) == "Chưa bắt đầu"


def test_enter_opens_the_inspection(leader: Opened) -> None:
    units = leader.shell.units
    heard: list[object] = []
    units.inspection_opened.connect(heard.append)
    units.table.selectRow(1)
    QTest.keyClick(units.table, Qt.Key.Key_Return)
    assert heard == [units.model.row_at(1).inspection.id]
    leader.idle()
    assert leader.shell.inspection.isVisible()


def test_export_shows_what_was_written(leader: Opened, tmp_path: Path) -> None:
    leader.shell.ask_export()
    dialog = leader.shell.findChild(ExportDialog)
    assert dialog is not None
    leader.idle()
    dialog.next_button.click()
    dialog.content.folder.setText(str(tmp_path / "không có"))
    dialog.start_button.click()
    assert dialog.content.field.error() == "Không có thư mục này."
    dialog.content.folder.setText(str(tmp_path))
    dialog.start_button.click()
    wait_until(lambda: dialog.open_folder.isVisible())
    assert dialog.summary is not None
    assert Path(dialog.summary.path).stat().st_size == dialog.summary.size
    shoot(dialog, "exported")
    dialog.reject()


def test_a_member_takes_the_pack_in_after_comparing_words(field: Field, tmp_path: Path) -> None:
    shop = workshop()
    person = Person("Vũ Thị G", "Phó Trưởng phòng", "Sở Tư pháp", "Máy G")
    created = shop.create_vault(str(tmp_path / "g"), PASSPHRASE, person)
    services = shop.open_vault(created.path, PASSPHRASE)
    card = str(tmp_path / "g.inspcard")
    services.cards.export(card)
    services.close()
    with opened_window() as leader:
        leader.unlock(field.leader)
        leader.shell.go(Place.DETAILS)
        leader.idle()
        leader.shell.details.show_card(card)
        leader.idle()
        dialog = leader.shell.findChild(ImportCardDialog)
        assert dialog is not None
        shoot(dialog, "import-card")
        assert not dialog.accept_button.isEnabled()
        dialog.check.click()
        dialog.accept_button.click()
        leader.idle()
        assert "Vũ Thị G" in leader.shell.details.banner.title()
        leader.shell.sending.ask_pack()
        leader.idle()
        export = leader.shell.findChild(ExportDialog)
        assert export is not None
        leader.idle()
        export.next_button.click()
        export.content.folder.setText(str(tmp_path))
        export.start_button.click()
        wait_until(lambda: export.open_folder.isVisible())
        assert export.summary is not None
        pack = export.summary.path
        export.reject()
    with opened_window() as member:
        member.unlock(created.path)
        assert member.shell.no_trip.isVisible()
        member.shell.ask_pack_import(pack)
        asked = member.shell.findChild(ImportPackDialog)
        assert asked is not None
        member.idle()
        assert asked.check.isVisible()
        shoot(asked, "first-contact")
        asked.check.click()
        asked.accept_button.click()
        member.idle()
        assert member.shell.units.isVisible()
        assert member.shell.units.model.rowCount() == 18


def test_a_trip_from_the_workbook(tmp_path: Path) -> None:
    shop = workshop()
    person = Person("Nguyễn Văn A", "Giám đốc", "Sở Nội vụ", "Máy A")
    created = shop.create_vault(str(tmp_path / "a"), PASSPHRASE, person)
    bad = tmp_path / "khong-phai.xlsx"
    bad.write_bytes(b"x")
    with opened_window() as opened:
        opened.unlock(created.path)
        opened.shell.create_trip(str(bad))
        opened.idle()
        assert opened.shell.no_trip.banner.isVisible()
        opened.shell.create_trip(str(sample_trip()))
        opened.idle()
        dialog = opened.shell.findChild(CreateTripDialog)
        assert dialog is not None
        dialog.create_button.click()
        opened.idle()
        assert opened.shell.units.model.rowCount() == 18


def test_settings_change_look_at_once(leader: Opened) -> None:
    leader.window.show_settings()
    dialog = leader.window.findChild(SettingsDialog)
    assert dialog is not None
    dialog.scheme.setCurrentIndex(dialog.scheme.findData("dark"))
    dialog.scheme.activated.emit(2)
    assert leader.theme.is_dark
    dialog.text_size.setCurrentIndex(dialog.text_size.findData(130))
    dialog.text_size.activated.emit(2)
    assert leader.theme.px(10) == 13
    shoot(leader.window, "dark-130")
    dialog.reject()
    settle()
    assert leader.preferences.now.theme == "dark"
