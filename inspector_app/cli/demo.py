"""``inspector demo``: the whole main job, played by three people in a minute."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

from inspector_app.cli.context import Context
from inspector_app.cli.demo_play import Play
from inspector_app.cli.demo_scenario import read_scenario
from inspector_app.cli.demo_summary import write_summary
from inspector_app.cli.parser import Words
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


def _run(context: Context) -> int:
    started = time.monotonic()
    folder = Path(context.text("out")).absolute()
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
