"""Printing a unit's checklist without answers: from the list of units to the paper."""

from __future__ import annotations

from pathlib import Path

import pypdfium2 as pdfium
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from inspector_app.bootstrap import make_workshop
from inspector_app.gui import printing
from inspector_app.gui.pages.blank_checklist import BlankChecklistPage
from tests.gui.conftest import Field
from tests.kit.blank_forms import form
from tests.kit.screens import shoot
from tests.kit.window import Opened, wait_until


def activate(opened: Opened) -> None:
    """Give the window the keyboard, as a window manager would: keys of a page need it."""
    opened.window.activateWindow()
    wait_until(lambda: QApplication.activeWindow() is opened.window)


@pytest.fixture
def page(leader: Opened, field: Field) -> BlankChecklistPage:
    """The page of the commune's checklist, reached as a person does."""
    units = leader.shell.units
    units.table.selectRow(units.model.number_of(field.commune))
    units.blank.click()
    leader.idle()
    found = leader.shell.blank
    assert found is not None
    wait_until(found.pdf.is_drawn)
    return found


def test_the_pages_are_shown_as_they_will_be_printed(
    leader: Opened, page: BlankChecklistPage
) -> None:
    shoot(leader.window, "blank-checklist")
    assert page.isVisible()
    assert page.pdf.pages >= 3
    assert page.save_button.isEnabled()
    assert page.print_button.isEnabled()
    assert page._unit.text() == "UBND xã An Khê (giả định)"
    last = page.pdf.pages - 1
    page.pdf.go_to(last)
    wait_until(page.pdf.is_drawn)
    assert page.pdf.page >= last - 1
    shoot(leader.window, "blank-checklist-last")


def test_escape_leads_back_to_the_units(leader: Opened, page: BlankChecklistPage) -> None:
    activate(leader)
    QTest.keyClick(page.pdf, Qt.Key.Key_Escape)
    leader.idle()
    assert leader.shell.units.isVisible()
    assert not page.isVisible()


def test_the_key_opens_it_from_the_list(leader: Opened) -> None:
    units = leader.shell.units
    units.table.selectRow(0)
    units.table.setFocus()
    activate(leader)
    QTest.keyClick(units.table, Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier)
    leader.idle()
    assert leader.shell.blank is not None
    wait_until(leader.shell.blank.pdf.is_drawn)


def test_saving_never_overwrites(leader: Opened, page: BlankChecklistPage, tmp_path: Path) -> None:
    path = tmp_path / "phieu-trang.pdf"
    page.save_to(str(path.with_suffix("")))
    leader.idle()
    assert "Đã lưu" in page.banner.title()
    assert len(pdfium.PdfDocument(path)) == page.pdf.pages
    kept = path.read_bytes()
    page.save_to(str(path))
    leader.idle()
    assert "đã có" in page.banner.title()
    assert path.read_bytes() == kept


def test_a_filter_without_units_leaves_nothing_to_print(leader: Opened) -> None:
    units = leader.shell.units
    units.search.setText("không có đơn vị này")
    units.search.edited.emit("không có đơn vị này")
    leader.idle()
    assert not units.blank.isEnabled()


def test_pages_on_their_side_are_turned_upright_on_paper(leader: Opened, tmp_path: Path) -> None:
    """A printer holds upright paper: nothing of a wide page may be squeezed."""
    shop = make_workshop(prefer_times=False)
    rendered = shop.blank_checklist(form())
    assert rendered.turned
    services = leader.window.services
    assert services is not None
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    path = tmp_path / "in.pdf"
    printer.setOutputFileName(str(path))
    printer.setPageSize(printing.a4_printer().pageLayout().pageSize())
    printer.setFullPage(True)
    printer.setResolution(96)
    run = printing.PrintRun(
        leader.tasks, services.reports.page_image, printer, rendered.data, rendered.pages
    )
    done: list[bool] = []
    run.finished.connect(lambda: done.append(True))
    run.start()
    wait_until(lambda: bool(done))
    printed = pdfium.PdfDocument(path)
    assert len(printed) == rendered.pages
    turned = printed[rendered.turned[0]]
    assert turned.get_width() < turned.get_height()
    picture = turned.render(scale=1).to_pil().convert("L")
    box = picture.point(lambda value: 255 if value < 128 else 0).getbbox()
    assert box is not None
    assert box[3] - box[1] > 0.7 * picture.height  # the table's length lies along the paper's
