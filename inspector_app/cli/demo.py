"""``inspector demo``: the whole main job, played by three people; or a whole trip (``--trip``)."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from inspector_app.cli.context import Context
from inspector_app.cli.demo_play import Play
from inspector_app.cli.demo_scenario import read_leaders, read_scenario
from inspector_app.cli.demo_summary import write_summary
from inspector_app.cli.demo_trip import TripPlay
from inspector_app.cli.demo_trip_summary import trip_text, write_trip_summary
from inspector_app.cli.parser import Words
from inspector_app.cli.sample_units import read_units
from inspector_app.cli.tables import pairs
from inspector_app.domain.errors import VaultExistsError
from inspector_app.host.i18n import _
from inspector_app.host.os_errors import file_error
from inspector_app.host.wording import number

STEPS = 11


def add(words: Words) -> None:
    """Add the command."""
    demo = words.command("demo", _("dựng một buổi kiểm tra mẫu trọn vẹn để xem và thử"), _run)
    demo.add_argument(
        "--out", required=True, metavar=_("THƯ_MỤC"), help=_("thư mục mới hoặc còn trống")
    )
    demo.add_argument(
        "--trip",
        action="store_true",
        help=_(
            "dựng cả đợt kiểm tra mẫu: kho của hai trưởng đoàn có đủ 18 đơn vị đã ghi xong (trả lời,"
            " bảng số liệu, tồn tại, yêu cầu, kết luận); không có thì ba người kiểm tra hai xã, gộp"
            " gói, quyết định xung đột, ký biên bản"
        ),
    )


def _run(context: Context) -> int:
    folder = Path(context.text("out")).absolute()
    return _run_trip(context, folder) if context.get("trip") else _run_meeting(context, folder)


def _run_trip(context: Context, folder: Path) -> int:
    started = time.monotonic()
    built_in = _prepare(folder)
    leaders = read_leaders()
    play = TripPlay(context.workshop, leaders, read_units(), built_in)
    try:
        for index, (step, unit) in enumerate(play.steps()):
            context.screen.step(index, play.count, f"{_(step)}: {unit}" if unit else step)
        play.close()
        seconds = time.monotonic() - started
        document = write_trip_summary(leaders, play.played, built_in, folder, seconds)
        _publish(built_in, folder)
    finally:
        play.close()
        shutil.rmtree(built_in, ignore_errors=True)
    context.screen.answer(document, trip_text(leaders, play.played, folder, seconds))
    return 0


def _run_meeting(context: Context, folder: Path) -> int:
    started = time.monotonic()
    built_in = _prepare(folder)
    scenario = read_scenario()
    play = Play(context.workshop, scenario, built_in)
    try:
        for index, step in enumerate(play.steps()):
            context.screen.step(index, STEPS, step)
        play.close()
        seconds = time.monotonic() - started
        document = write_summary(scenario, play.played, built_in, folder, seconds)
        _publish(built_in, folder)
    finally:
        play.close()
        shutil.rmtree(built_in, ignore_errors=True)
    text = pairs(
        [
            (_("Đọc trước"), str(folder / "TOM-TAT.md")),
            (_("Biên bản"), str(folder / "bien-ban")),
            (_("Kho dữ liệu"), ", ".join(str(folder / one.folder) for one in scenario.players)),
            (_("Gói, biên nhận"), f"{folder / 'goi'}, {folder / 'bien-nhan'}"),
            (_("Mã trạng thái"), str(document["state_digest"])),
        ]
    )
    head = _(
        "Đã dựng buổi kiểm tra mẫu trong {seconds} giây; chữ ký, chuỗi thay đổi và ba kho khớp."
    )
    context.screen.answer(document, head.format(seconds=number(seconds, 1)) + "\n\n" + text)
    return 0


def _prepare(folder: Path) -> Path:
    """A new folder beside the wanted one, so that a failure leaves no half of a demonstration.

    Raises:
        VaultExistsError: something stands there already.
        FileAccessError, DiskFullError
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise VaultExistsError(path=str(folder))
    built_in = folder.with_name(f".{folder.name}.part")
    try:
        shutil.rmtree(built_in, ignore_errors=True)  # of a demonstration that was killed
        built_in.mkdir(parents=True)
    except OSError as error:
        raise file_error(str(folder), error) from error
    return built_in


def _publish(built_in: Path, folder: Path) -> None:
    try:
        if folder.exists():
            folder.rmdir()  # it was empty; Windows renames onto nothing that exists
        built_in.rename(folder)
    except OSError as error:
        raise file_error(str(folder), error) from error
