"""Pictures of every page, for the eye, the README and the regression tests.

``python -m tests.kit.screens FOLDER`` takes them all, light and dark; with ``QT_SCALE_FACTOR=1.5``
at 150 per cent.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from inspector_app.domain.log.ids import EntityId
from inspector_app.gui.dialogs.export import ExportDialog
from inspector_app.gui.inspection.rail import POINTS
from inspector_app.gui.shell_bars import Place
from tests.kit.scored_trip import fill_trip
from tests.kit.team import Team
from tests.kit.window import Opened, opened_window, settle, wait_until, worked_team

OUT = Path(__file__).resolve().parents[2] / "out" / "screens"
"""Ignored by git."""


def shoot(widget: QWidget, name: str, folder: Path = OUT) -> Path:
    """Save a picture of a widget as PNG."""
    settle()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.png"
    assert widget.grab().save(str(path)), path
    return path


class Walk:
    """One walk through all pages in one scheme."""

    def __init__(
        self, opened: Opened, team: Team, folder: Path, mark: str, commune: EntityId
    ) -> None:
        self.opened, self.team, self.folder, self.mark = opened, team, folder, mark
        self.commune = commune

    def shoot(self, name: str, widget: QWidget | None = None) -> None:
        """A picture of the window or of a dialog."""
        shoot(widget or self.opened.window, f"{name}-{self.mark}", self.folder)

    def all(self) -> None:
        """Every page."""
        self.unlock()
        self.home()
        self.summary()
        self.merge()
        self.conflicts()
        self.inspection()
        self.minutes()
        self.dialogs()

    def unlock(self) -> None:
        """Unlock, wrong passphrase, new vault."""
        card = self.opened.window.unlock.card
        self.shoot("01-unlock")
        card.secret.setText("sai mat khau roi")
        card.open_button.click()
        wait_until(lambda: bool(card.secret_field.error()), "the error shows")
        self.shoot("02-wrong-passphrase")
        card.create_asked.emit()
        self.shoot("03-create-vault")
        self.opened.window.unlock._on_back()
        self.opened.unlock(self.team.leader.created.path)

    def home(self) -> None:
        """Units, people."""
        self.shoot("04-units")
        self.opened.shell.go(Place.DETAILS)
        self.opened.idle()
        self.shoot("05-people")

    def summary(self) -> None:
        """The trip side by side, its settings, the points of one unit."""
        shell = self.opened.shell
        shell.go(Place.SUMMARY)
        self.opened.idle()
        page = shell.summary
        for number, (view, chip) in enumerate(page.chips.items()):
            chip.click()
            self.opened.idle()
            self.shoot(f"15-summary-{number}-{view.name.lower()}")
        page.show_settings()
        dialog = page.findChildren(QDialog)[-1]
        self.shoot("16-scoring", dialog)
        dialog.reject()
        shell.open_inspection(page.standings.unit_at(0).inspection.id, "s3", "c3_8_rate")
        self.opened.idle()
        self.shoot("17-points-on-cards")
        shell.inspection.show_place(POINTS)
        self.opened.idle()
        self.shoot("18-points")

    def merge(self) -> None:
        """Both bundles and a file that is none."""
        shell = self.opened.shell
        shell.go(Place.MERGE)
        self.shoot("06-merge-empty")
        bad = self.team.folder / "anh-chup.inspb"
        bad.write_bytes(b"not a bundle")
        names = ("thu-ky.inspb", "thanh-vien.inspb", bad.name)
        shell.merge.add([str(self.team.folder / name) for name in names])
        wait_until(lambda: shell.merge.model.rowCount() == len(names), "the files are listed")
        wait_until(lambda: not shell.merge.is_running, "they are looked at")
        self.shoot("07-looked-at")
        shell.merge.merge_all()
        wait_until(lambda: not shell.merge.is_running, "they are merged")
        self.opened.idle()
        self.shoot("07-merged")

    def conflicts(self) -> None:
        """The comparison."""
        shell = self.opened.shell
        shell.go(Place.CONFLICTS)
        self.opened.idle()
        shell.conflicts.panel.choose_side(-1)
        self.shoot("08-conflict")

    def inspection(self) -> None:
        """The commune."""
        self.opened.shell.open_inspection(self.commune)
        self.opened.idle()
        self.shoot("09-inspection")

    def minutes(self) -> None:
        """The pages of the minutes."""
        minutes = self.opened.shell.minutes
        self.opened.shell.open_minutes(self.commune)
        self.opened.idle()
        wait_until(minutes.pdf.is_drawn, "the pages are drawn")
        self.shoot("10-minutes")
        self.opened.shell.go(Place.UNITS)
        self.opened.idle()
        self.shoot("11-units-after-merge")

    def dialogs(self) -> None:
        """Export with its result, settings."""
        shell, window = self.opened.shell, self.opened.window
        shell.ask_export()
        dialog = shell.findChildren(QDialog)[-1]
        assert isinstance(dialog, ExportDialog)
        self.opened.idle()
        self.shoot("12-export-checks", dialog)
        dialog.next_button.click()
        self.shoot("12-export-content", dialog)
        dialog.content.folder.setText(str(self.team.folder))
        dialog.start_button.click()
        self.opened.idle()
        self.shoot("13-exported", dialog)
        dialog.reject()
        settle()
        window.show_settings()
        settings = window.findChildren(QDialog)[-1]
        self.shoot("14-settings", settings)
        settings.reject()
        settle()


def main(folder: Path) -> None:
    """Take all pictures."""
    scale = os.environ.get("QT_SCALE_FACTOR", "1").replace(".", "")
    for scheme in ("light", "dark"):
        with tempfile.TemporaryDirectory() as place:
            team = worked_team(Path(place))
            recent = (team.leader.created.path, "/media/usb/kho-doan-2")
            commune = team.commune()
            fill_trip(team.leader.services, besides=commune)
            team.leader.services.close()
            size = (1366, 698) if scale == "1" else (1093, 574)
            with opened_window(scheme, recent=recent, size=size) as opened:
                Walk(opened, team, folder, f"{scheme}-{scale}", commune).all()
            team.secretary.services.close()
            team.member.services.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else OUT)
