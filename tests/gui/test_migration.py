"""The page that changes forms in the middle of a trip, over a real vault."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtTest import QTest

from inspector_app.domain.form.versions.mapping import decode
from inspector_app.domain.log.change import Register
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Side
from inspector_app.gui.dialogs.migration import ConfirmMigrationDialog
from inspector_app.gui.inspection.leftover_rows import LeftoverCard
from inspector_app.gui.inspection.rail import OVERVIEW
from inspector_app.gui.models.units import Column
from inspector_app.gui.pages.migration import MigrationPage
from inspector_app.gui.shell_bars import Place
from inspector_app.services.lineages import MAPPING
from tests.kit.corrections import SECOND, keep_form, small_checklist, write_form
from tests.kit.screens import shoot
from tests.kit.team import PASSPHRASE, gather, workshop
from tests.kit.window import Opened, focusable, opened_window


@dataclass(frozen=True)
class Office:
    """A closed vault of a leader whose commune has answers, and the corrected form as a file."""

    vault: str
    member: str
    commune: EntityId
    form: str


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Office:
    folder = tmp_path_factory.mktemp("office")
    with small_checklist():
        team = gather(folder)
    services, commune = team.leader.services, team.commune()
    for name, text in (
        ("nguoi", "Ông An"),
        ("ke_hoach", "12"),
        ("muc_do", "good"),
        ("nam", "năm ngoái"),
        ("bo", "còn lại"),
    ):
        services.inspections.answer(commune, name, Side.VERIFIED, text)
    row = services.inspections.add_row(commune, "bang").value
    services.inspections.answer(commune, "so_hs", Side.VERIFIED, "12", row)
    keep_form(services, SECOND)
    team.close()
    form = write_form(folder, SECOND, "phieu-2")
    return Office(team.leader.created.path, team.member.created.path, commune, form)


@pytest.fixture
def office(made: Office, tmp_path: Path) -> Office:
    """A copy that the test may change."""
    folder = tmp_path / "office"
    shutil.copytree(Path(made.vault).parent, folder)
    return Office(
        str(folder / Path(made.vault).name), str(folder / Path(made.member).name),
        made.commune, str(folder / "phieu-2.md"),
    )  # fmt: skip


@pytest.fixture
def opened(office: Office) -> Iterator[Opened]:
    with opened_window() as window:
        window.unlock(office.vault)
        yield window


def page_of(opened: Opened) -> MigrationPage:
    """Go to the page by its button."""
    opened.shell.go(Place.DETAILS)
    opened.idle()
    assert opened.shell.details.migrate.isVisible()
    opened.shell.details.migrate.click()
    opened.idle()
    page = opened.shell.migration
    assert page is not None
    assert page.isVisible()
    return page


def choose(opened: Opened, page: MigrationPage) -> None:
    """Choose the corrected form of the vault."""
    forms = page.chooser.forms
    place = next(n for n in range(forms.count()) if "phiên bản 2" in forms.itemText(n))
    forms.setCurrentIndex(place)
    forms.activated.emit(place)
    opened.idle()


def dialog_of(page: MigrationPage) -> ConfirmMigrationDialog:
    dialog = page.findChild(ConfirmMigrationDialog)
    assert dialog is not None
    return dialog


def cells(page: MigrationPage, which: str) -> list[list[str]]:
    table = getattr(page.comparison, which)
    return [[cell.text for cell in row] for row in table.cells.rows]


def test_preview_apply_undo(opened: Opened, office: Office) -> None:
    page = page_of(opened)
    shoot(opened.window, "migration-empty")
    assert not page.apply_button.isEnabled()
    choose(opened, page)
    shoot(opened.window, "migration-questions")
    texts = cells(page, "questions")
    assert ["1.6. Câu sẽ bỏ", "Bỏ", "–"] in texts
    assert ["1.1. Người chỉ đạo", "Đổi tên", "1.1. Người chỉ đạo trực tiếp"] in texts
    page.comparison.show_answers()
    shoot(opened.window, "migration-answers")
    answers = cells(page, "answers")
    assert ["1.6. Câu sẽ bỏ", "còn lại", "Giữ riêng", "–"] in answers
    assert ["1.3. Mức độ hoàn thành", "Tốt", "Đọc theo phiếu mới", "Tốt"] in answers
    assert "18" in page.apply_button.text()

    page.apply_button.click()
    dialog = dialog_of(page)
    shoot(dialog, "migration-confirm")
    assert "2 trả lời không còn chỗ: được giữ riêng, liệt kê và in được" in dialog.lines
    dialog.reject()
    opened.idle()
    assert page.preview is not None
    assert not any(one.is_same for one in page.preview.inspections)

    page.ask_apply()
    dialog_of(page).agree.click()
    opened.idle()
    assert "18" in page.banner.title()
    shoot(opened.window, "migration-applied")
    assert all(one.is_same for one in page.preview.inspections)
    services = opened.window.services
    assert services is not None
    assert not page.apply_button.isEnabled()

    opened.shell.open_inspection(office.commune)
    opened.idle()
    inspection = opened.shell.inspection
    inspection.show_place(OVERVIEW)
    opened.idle()
    leftovers = inspection.findChild(LeftoverCard)
    assert leftovers is not None
    assert leftovers.isVisible()
    assert set(leftovers.lines) == {"Đoàn xác minh: còn lại", "Đoàn xác minh: năm ngoái"}
    shoot(opened.window, "migration-leftovers")
    opened.shell.open_migration()
    opened.idle()

    page.undo_button.click()
    opened.idle()
    shoot(dialog_of(page), "migration-undo")
    dialog_of(page).agree.click()
    opened.idle()
    assert "trở lại" in page.banner.title()
    assert not any(one.is_same for one in page.preview.inspections)
    page.undo_button.click()
    opened.idle()
    assert "Chưa cuộc kiểm tra nào" in page.banner.title()
    page.back_requested.emit()
    assert opened.shell.details.isVisible()


def test_joining_an_old_question_with_a_new_one(opened: Opened) -> None:
    page = page_of(opened)
    choose(opened, page)
    texts = cells(page, "questions")
    place = texts.index(["1.6. Câu sẽ bỏ", "Bỏ", "–"])
    page.comparison.questions.selectRow(place)
    join = page.comparison.join
    assert join.isVisible()
    assert not join.check.isChecked()
    assert join.candidates.count() == 1
    shoot(opened.window, "migration-join")
    assert join.check.isEnabled()
    join.check.click()
    opened.idle()
    assert ["1.6. Câu sẽ bỏ", "Đổi tên", "1.8. Câu mới"] in cells(page, "questions")
    kept = page.comparison.questions
    renamed = cells(page, "questions").index(["1.6. Câu sẽ bỏ", "Đổi tên", "1.8. Câu mới"])
    kept.selectRow(renamed)
    assert join.check.isChecked()
    join.check.click()
    opened.idle()
    assert ["1.6. Câu sẽ bỏ", "Bỏ", "–"] in cells(page, "questions")
    said = [row[1] for row in cells(page, "questions")].index("Đổi tên")
    kept.selectRow(said)
    assert join.isVisible()
    assert not join.check.isEnabled(), "the form itself says so"


def test_only_ticked_units_change_and_filters_narrow(opened: Opened, office: Office) -> None:
    page = page_of(opened)
    choose(opened, page)
    units = page.units
    for place in range(units.cells.rowCount()):
        assert page.preview is not None
        if page.preview.inspections[place].inspection.id != office.commune:
            units.selectRow(place)
            QTest.keyClick(units, Qt.Key.Key_Space)
    assert "1 đơn vị" in page.apply_button.text()
    comparison = page.comparison
    everything = comparison.filter.findData("all")
    comparison.filter.setCurrentIndex(everything)
    comparison.filter.activated.emit(everything)
    assert any(row[1] == "Giữ nguyên" for row in cells(page, "questions"))
    deleted = comparison.filter.findData("deleted")
    comparison.filter.setCurrentIndex(deleted)
    comparison.filter.activated.emit(deleted)
    assert {row[1] for row in cells(page, "questions")} == {"Bỏ"}
    page.ask_apply()
    dialog_of(page).agree.click()
    opened.idle()
    assert page.preview is not None
    same = [one.inspection.id for one in page.preview.inspections if one.is_same]
    assert same == [office.commune]
    shoot(opened.window, "migration-one")


def test_a_form_from_a_file(opened: Opened, office: Office, tmp_path: Path) -> None:
    page = page_of(opened)
    bad = tmp_path / "hong.xlsx"
    bad.write_bytes(b"no workbook")
    page.read_file(str(bad))
    opened.idle()
    assert page.banner.isVisible()
    assert not page.apply_button.isEnabled()
    page.read_file(office.form)
    opened.idle()
    assert "phieu-2.md" in page.chooser.forms.currentText()
    assert page.apply_button.isEnabled()
    shoot(opened.window, "migration-file")


def test_everything_can_be_reached_and_has_a_name(opened: Opened) -> None:
    page = page_of(opened)
    choose(opened, page)
    page.comparison.questions.selectRow(0)
    widgets = focusable(page)
    assert page.apply_button in widgets
    assert all(one.accessibleName() for one in widgets), [type(one) for one in widgets]


def test_the_keyboard_alone(opened: Opened) -> None:
    page = page_of(opened)
    choose(opened, page)
    questions = page.comparison.questions
    questions.setFocus()
    QTest.keyClick(questions, Qt.Key.Key_Down)
    assert questions.currentIndex().isValid()
    # without a window manager no window is active, and keys find no shortcut: press them by name
    keys = {one.key().toString(): one for one in page.findChildren(QShortcut)}
    keys["Ctrl+Return"].activated.emit()
    dialog_of(page).reject()
    opened.idle()
    keys["Esc"].activated.emit()
    assert opened.shell.details.isVisible()


def test_a_unit_without_its_form_says_so_and_half_typed_texts_stay_in_sight(
    office: Office,
) -> None:
    services = workshop().open_vault(office.vault, PASSPHRASE)
    services.inspections.draft(office.commune, ("bo", None), Side.REPORTED, "đang viết")
    second = next(one for one in services.forms.list() if one.version == "2")
    services.migrations.apply(second.sha256, [office.commune])
    services.close()
    with opened_window() as opened:
        opened.unlock(office.vault)
        opened.shell.open_inspection(office.commune)
        opened.idle()
        opened.shell.inspection.show_place(OVERVIEW)
        opened.idle()
        card = opened.shell.inspection.findChild(LeftoverCard)
        assert card is not None
        assert "Đoàn xác minh: còn lại\nĐơn vị báo cáo: đang gõ dở: đang viết" in card.lines
    services = workshop().open_vault(office.vault, PASSPHRASE)
    with services.inspections._journal.write() as pen:
        head = pen.log.heads(Register(office.commune, MAPPING))[0]
        mapping = decode(head.value)
        assert mapping is not None
        gone = replace(mapping, forms=(mapping.forms[0], "ab" * 32))
        pen.set(office.commune, MAPPING, gone.encode(), bytes.fromhex("ab" * 32))
    services.close()
    with opened_window() as opened:
        opened.unlock(office.vault)
        model = opened.shell.units.model
        place = model.number_of(office.commune)
        assert str(model.data(model.index(place, Column.STATE))) == "Thiếu phiếu"
        tip = str(model.data(model.index(place, Column.STATE), Qt.ItemDataRole.ToolTipRole))
        assert "gói mới nhất" in tip
        shoot(opened.window, "units-form-missing")
        page = page_of(opened)
        choose(opened, page)
        assert "17" in page.apply_button.text()


def test_a_member_is_not_offered_it(office: Office) -> None:
    with opened_window() as opened:
        opened.unlock(office.member)
        opened.shell.go(Place.DETAILS)
        opened.idle()
        assert not opened.shell.details.migrate.isVisible()


@pytest.mark.parametrize(("scheme", "size"), [("dark", (1366, 698)), ("light", (960, 540))])
def test_other_looks(office: Office, scheme: str, size: tuple[int, int]) -> None:
    with opened_window(scheme, size=size) as opened:
        opened.unlock(office.vault)
        page = page_of(opened)
        choose(opened, page)
        page.comparison.questions.selectRow(0)
        shoot(opened.window, f"migration-{scheme}-{size[0]}")
        page.comparison.show_answers()
        shoot(opened.window, f"migration-answers-{scheme}-{size[0]}")
        assert page.comparison.width() > 400
