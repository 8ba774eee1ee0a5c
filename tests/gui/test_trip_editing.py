"""Editing the trip, assigning, packs and cards in the real window; each step leaves a picture."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from inspector_app.gui.dialogs.assign import AssignDialog
from inspector_app.gui.dialogs.card_qr import CardQrDialog
from inspector_app.gui.dialogs.cards import ImportCardDialog
from inspector_app.gui.dialogs.pack import PackDialog
from inspector_app.gui.dialogs.trip_differences import DifferencesDialog
from inspector_app.gui.dialogs.trip_header import HeaderDialog
from inspector_app.gui.dialogs.trip_member import REPLACE as REPLACE_MEMBER
from inspector_app.gui.dialogs.trip_member import MemberDialog
from inspector_app.gui.dialogs.trip_unit import REPLACE, UnitDialog
from inspector_app.gui.shell_bars import Place
from inspector_app.services.vaults import Person
from tests.gui.conftest import Field
from tests.kit.screens import shoot
from tests.kit.team import PASSPHRASE, workshop
from tests.kit.window import Opened, focusable, opened_window

T = TypeVar("T", bound=QWidget)
SIZES = {"light": (1366, 698), "dark": (1093, 574)}


def dialog_of(opened: Opened, kind: type[T]) -> T:
    opened.idle()
    found = [one for one in opened.shell.findChildren(kind) if one.isVisible()]
    assert len(found) == 1, found
    for one in focusable(found[0]):
        assert one.accessibleName() or getattr(one, "text", lambda: "")(), one
    return found[0]


@pytest.mark.parametrize("scheme", SIZES)
def test_a_unit_is_replaced_and_the_edit_undone(field: Field, scheme: str) -> None:
    with opened_window(scheme, recent=(field.leader,), size=SIZES[scheme]) as opened:
        opened.unlock(field.leader)
        units = opened.shell.units
        units.table.selectRow(1)
        name = units.model.row_at(1).inspection.unit.name
        units._on_edit()
        dialog = dialog_of(opened, UnitDialog)
        shoot(dialog, f"trip-unit-change-{scheme}")
        dialog.act.box.setCurrentIndex(1)
        dialog.act.box.activated.emit(1)
        assert dialog.act.value == REPLACE
        dialog.save.click()
        assert dialog.name.error(), "a name is asked for before anything is written"
        dialog.name.line.setText("UBND xã Thay Thế")
        dialog.save.click()
        assert dialog.reason.error(), "and a reason"
        dialog.reason.line.setText("sáp nhập xã")
        shoot(dialog, f"trip-unit-replace-{scheme}")
        dialog.save.click()
        opened.idle()
        assert "thay 1 đơn vị" in units.banner.title()
        assert units.chips[5].isVisible()
        shoot(opened.window, f"trip-units-replaced-{scheme}")
        units.chips[5].click()
        assert [units.model.row_at(0).inspection.unit.name] == [name]
        shoot(opened.window, f"trip-units-withdrawn-{scheme}")
        units.editing._undo.click()
        opened.idle()
        trip = opened.shell.units._trip
        assert trip is not None
        assert name in [one.inspection.unit.name for one in trip.inspections]


@pytest.mark.parametrize("scheme", SIZES)
def test_header_members_assignments_and_the_pack(field: Field, scheme: str, tmp_path: Path) -> None:
    with opened_window(scheme, recent=(field.leader,), size=SIZES[scheme]) as opened:
        opened.unlock(field.leader)
        shell = opened.shell
        shell.go(Place.DETAILS)
        opened.idle()
        shoot(opened.window, f"trip-people-{scheme}")
        shown = shell.details.own_card
        edge = shown.mapTo(opened.window, shown.rect().bottomRight()).x()
        assert edge <= opened.window.width() - 20, "the QR code is whole at the least width"
        shell.details.edit.click()
        header = dialog_of(opened, HeaderDialog)
        header.days["ends"].line.setText("hôm kia")
        header.save.click()
        assert header.days["ends"].error()
        header.days["ends"].line.setText("01/09/2019")
        header.save.click()
        opened.idle()
        assert "sớm hơn" in header.banner.title(), "the trip's own rules are told"
        shoot(header, f"trip-header-{scheme}")
        header.days["ends"].line.setText("21/09/2019")
        header.save.click()
        opened.idle()
        assert "sửa 1 mục" in shell.details.banner.title()

        trip = shell.units._trip
        assert trip is not None
        secretary = next(one for one in trip.teams[0].members if one.role == "secretary")
        shell.details.editing.edit_member(secretary.id)
        member = dialog_of(opened, MemberDialog)
        member.act.box.setCurrentIndex(1)
        member.act.box.activated.emit(1)
        assert member.act.value == REPLACE_MEMBER
        member.name.line.setText("Bà Thư Ký Mới")
        shoot(member, f"trip-member-{scheme}")
        member.save.click()
        opened.idle()
        assert "thay 1 thành viên" in shell.details.banner.title()

        shell.details.editing.assign_team(trip.teams[0].team)
        assign = dialog_of(opened, AssignDialog)
        next(iter(assign.boxes.values())).setChecked(True)
        shoot(assign, f"trip-assign-{scheme}")
        assign.save.click()
        opened.idle()
        shell.go(Place.UNITS)
        opened.idle()
        assert shell.units.chips[4].isVisible(), "the leader was given a section"
        shoot(opened.window, f"trip-units-assigned-{scheme}")

        shell.go(Place.DETAILS)
        opened.idle()
        assert "phiên bản 2" in shell.details.export_pack.text()
        shell.details.export_pack.click()
        pack = dialog_of(opened, PackDialog)
        shoot(pack, f"trip-pack-{scheme}")
        pack.next_button.click()
        pack.content.folder.setText(str(tmp_path))
        shoot(pack, f"trip-pack-place-{scheme}")
        pack.start_button.click()
        opened.idle()
        assert pack.summary is not None
        pack.accept()


def test_the_rail_says_which_sections_are_mine(field: Field) -> None:
    with opened_window(recent=(field.leader,)) as opened:
        services = workshop().open_vault(field.leader, PASSPHRASE)
        me = services.trips.show().me
        assert me is not None
        services.assignments.assign(me.team, ["s2", "s3"], [me.id])
        services.close()
        opened.unlock(field.leader)
        opened.shell.open_inspection(field.commune)
        opened.idle()
        rail = opened.shell.inspection.rail
        assert rail.mine.isVisible()
        shoot(opened.window, "trip-rail-mine")
        rail.mine.click()
        shown = [name for name, item in rail.items.items() if item.isVisible() and name[0] == "s"]
        assert shown == ["s2", "s3"]
        shoot(opened.window, "trip-rail-mine-only")
        rail.mine.click()
        assert rail.items["s1"].isVisible()


@pytest.mark.parametrize("scheme", SIZES)
def test_cards_are_dropped_scanned_and_shown(field: Field, scheme: str, tmp_path: Path) -> None:
    shop = workshop()
    made = shop.create_vault(
        str(tmp_path / "moi"), PASSPHRASE, Person("Bà Mới", "Chuyên viên", "Sở Nội vụ", "Máy mới")
    )
    services = shop.open_vault(made.path, PASSPHRASE)
    card = str(tmp_path / "moi.inspcard")
    code = services.cards.export(card).code
    services.close()
    with opened_window(scheme, recent=(field.leader,), size=SIZES[scheme]) as opened:
        opened.unlock(field.leader)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(card)])
        event = QDropEvent(
            QPointF(9, 9),
            Qt.DropAction.CopyAction,
            data,
            Qt.MouseButton.LeftButton,
            Qt.KeyboardModifier.NoModifier,
        )
        opened.shell.dropEvent(event)
        dialog = dialog_of(opened, ImportCardDialog)
        own = opened.shell.details._cards[0].code
        dialog.scanned.setText(own)
        dialog.scanned.edited.emit(own)
        assert "KHÔNG" in dialog._scan.error()
        assert not dialog.accept_button.isEnabled()
        dialog.scanned.setText(code)
        dialog.scanned.edited.emit(code)
        assert dialog.accept_button.isEnabled(), "a scanned code is the comparison"
        shoot(dialog, f"card-import-{scheme}")
        dialog.accept_button.click()
        opened.idle()
        assert "Bà Mới" in opened.shell.details.banner.title()
        opened.shell.details.own_card.show_large()
        shoot(dialog_of(opened, CardQrDialog), f"card-qr-{scheme}")


def test_a_pack_for_nobody_says_what_to_do(tmp_path: Path) -> None:
    from tests.kit.team import sample_trip

    shop = workshop()
    made = shop.create_vault(
        str(tmp_path / "mot"), PASSPHRASE, Person("Nguyễn Văn A", "Giám đốc", "Sở Nội vụ", "Máy 1")
    )
    services = shop.open_vault(made.path, PASSPHRASE)
    services.trips.create(str(sample_trip()))
    book = str(tmp_path / "dot.xlsx")
    services.trip_edits.export(book)
    services.close()
    with opened_window(recent=(made.path,), size=(1093, 574)) as opened:
        opened.unlock(made.path)
        opened.shell.sending.ask_pack()
        pack = dialog_of(opened, PackDialog)
        assert not pack.next_button.isEnabled()
        assert pack.cards_button.isVisible()
        shoot(pack, "trip-pack-nobody")
        pack.reject()
        opened.shell.details.editing.read_workbook(book)
        same = dialog_of(opened, DifferencesDialog)
        assert not same.apply.isVisible()
        shoot(same, "trip-excel-same")
