"""Screen 5: real pages, the check, saving, signing with practice keys, printing to a file."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtPrintSupport import QPrinter

from inspector_app.gui import printing
from tests.gui.conftest import Field
from tests.kit.screens import shoot
from tests.kit.team import workshop
from tests.kit.window import Opened, wait_until


@pytest.fixture
def complete(leader: Opened) -> Opened:
    """The window at minutes that may be signed: another commune, its session recorded."""
    services = leader.window.services
    assert services is not None
    rows = leader.shell.units.model
    commune = next(
        row.inspection.id
        for row in (rows.row_at(number) for number in range(rows.rowCount()))
        if row.inspection.unit.kind == "commune" and row.conflicts == 0
    )
    sessions = services.sessions
    for name, text in (
        ("started", "2019-09-17T08:00"),
        ("ended", "2019-09-17T11:30"),
        ("place", "UBND xã"),
        ("unit_opinion", "Nhất trí với kết quả kiểm tra."),
        ("conclusion", "Đề nghị khắc phục trong tháng 10/2019."),
    ):
        leader.tasks.run(partial(sessions.record, commune, name, text))
    for is_team, name in ((True, "Nguyễn Văn A"), (True, "Phạm Thị D"), (False, "Trần Văn X")):
        leader.tasks.run(partial(sessions.add_attendee, commune, is_team, name, "Chuyên viên"))
    leader.shell.open_minutes(commune)
    leader.idle()
    wait_until(leader.shell.minutes.pdf.is_drawn)
    return leader


@pytest.fixture
def minutes(leader: Opened, field: Field) -> Opened:
    """The window at the minutes of the commune."""
    leader.shell.open_minutes(field.commune)
    leader.idle()
    wait_until(leader.shell.minutes.pdf.is_drawn)
    return leader


def dark_share(opened: Opened) -> float:
    """How much of the preview is ink."""
    view = opened.shell.minutes.pdf.viewport()
    image = view.grab().toImage()
    points = [
        QColor(image.pixel(x, y)).lightness()
        for x in range(60, image.width() - 60, 3)
        for y in range(60, image.height() - 20, 3)
    ]
    return sum(one < 110 for one in points) / len(points)


def test_the_preview_shows_real_pages(minutes: Opened) -> None:
    page = minutes.shell.minutes
    shoot(minutes.window, "minutes")
    assert page.pdf.pages >= 2
    assert 0.005 < dark_share(minutes) < 0.3
    page.pdf.go_to(1)
    wait_until(page.pdf.is_drawn)
    assert page.pdf.page == 1
    before = page.pdf.zoom
    page.pdf.zoom_by(-1)
    wait_until(page.pdf.is_drawn)
    assert page.pdf.zoom < before
    shoot(minutes.window, "minutes-second-page")


def test_the_check_names_what_is_missing(minutes: Opened) -> None:
    page = minutes.shell.minutes
    box = page._remarks
    texts = []
    for number in range(box.count()):
        item = box.itemAt(number)
        widget = item.widget() if item is not None else None
        assert widget is not None
        texts.append(widget.accessibleName())
    assert any("chưa trả lời" in text for text in texts)
    assert any("chưa kết luận" in text for text in texts)


def test_saving_never_overwrites(minutes: Opened, tmp_path: Path) -> None:
    page = minutes.shell.minutes
    path = tmp_path / "bien-ban.pdf"
    page.save_to(str(path))
    minutes.idle()
    assert path.read_bytes().startswith(b"%PDF")
    assert "Đã lưu" in page.banner.title()
    kept = path.read_bytes()
    page.save_to(str(path))
    minutes.idle()
    assert "đã có" in page.banner.title()
    assert path.read_bytes() == kept


def test_unfinished_minutes_cannot_be_signed(minutes: Opened) -> None:
    assert minutes.shell.minutes.signing._not_final.isVisible()


def test_signing_shows_the_verdict(complete: Opened, tmp_path: Path) -> None:
    minutes = complete
    page = minutes.shell.minutes
    page.digital.click()
    minutes.idle()
    path = tmp_path / "bien-ban-so.pdf"
    page.save_to(str(path))
    minutes.idle()
    names = {"secretary": "Phạm Thị D", "unit": "Trần Văn X", "leader": "Nguyễn Văn A"}
    keys = workshop().practice_keys(names)
    key = tmp_path / "thu-ky.p12"
    key.write_bytes(keys.key_files["secretary"])
    signing = page.signing
    signing.key_file.setText(str(key))
    signing.password.setText("sai")
    signing.button.click()
    minutes.idle()
    assert "Không mở được tệp chữ ký số" in signing.banner.title()
    unsigned = path.stat().st_size
    signing.password.setText(keys.password)
    signing.button.click()
    minutes.idle()
    assert signing.banner.title() == ""
    assert path.stat().st_size > unsigned
    assert signing._verdict_box.count() >= 2
    assert signing.field.currentData() == "unit"
    wait_until(page.pdf.is_drawn)
    shoot(minutes.window, "signed")


def test_printing_to_a_file_has_every_page(minutes: Opened, tmp_path: Path) -> None:
    page = minutes.shell.minutes
    assert page._rendered is not None
    printer = printing.a4_printer()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "in.pdf"))
    printer.setResolution(150)
    run = printing.PrintRun(
        minutes.tasks,
        page._services.reports.page_image,
        printer,
        page._rendered.data,
        page._rendered.pages,
    )
    done: list[bool] = []
    run.finished.connect(lambda: done.append(True))
    failures: list[object] = []
    run.failed.connect(failures.append)
    run.start()
    wait_until(lambda: bool(done or failures))
    assert failures == []
    assert (tmp_path / "in.pdf").read_bytes().count(b"/Type /Page\n") == page._rendered.pages
