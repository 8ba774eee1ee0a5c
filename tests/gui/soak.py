"""Run by ``test_soak.py`` in a bare interpreter: 2,000 actions, then the counts of None and True.

PySide6 6.12.0 on Python before 3.12 loses one reference with every call that returns None or True;
the process aborts when they run out. pytest hides it, for it holds thousands of references.
"""

from __future__ import annotations

import json
import sys
from dataclasses import asdict, dataclass

from PySide6.QtWidgets import QApplication

from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button
from inspector_app.gui.widgets.fields import LineEdit
from inspector_app.gui.widgets.frames import Banner, Card
from inspector_app.gui.widgets.indicators import Chip, Pill, Ring, SaveState
from inspector_app.gui.widgets.layouts import column

ACTIONS = 2000


@dataclass
class Result:
    """What the test reads."""

    actions: int
    none_lost: int
    true_lost: int


def main() -> Result:
    """Click, type, repaint, emit, resize, run tasks."""
    app = QApplication(["soak"])
    app.setStyle("Fusion")
    theme = Theme()
    tasks = Tasks()
    card = Card(theme)
    button, chip, ring = Button(theme, "Lưu"), Chip(theme, "Có lỗi", 3), Ring(theme)
    field, pill, banner = LineEdit(theme, "Ô"), Pill(theme), Banner(theme, "Đóng")
    column(button, chip, ring, field, pill, banner, on=card)
    clicks: list[int] = []
    button.clicked.connect(lambda: clicks.append(1))
    card.show()
    app.processEvents()
    none_before, true_before = sys.getrefcount(None), sys.getrefcount(True)
    for number in range(ACTIONS):
        button.click()
        chip.click()
        field.setText(f"câu {number}")
        field.edited.emit(field.text())
        ring.set_progress(number % 7, 7)
        pill.show_state(SaveState.SAVED, f"Đã lưu {number}")
        card.resize(300 + number % 50, 300)
        card.update()
        if number % 50 == 0:
            banner.show_message("Thông báo")
            tasks.run(lambda: None, lambda _none: None)
            theme.set("dark" if theme.scheme == "light" else "light")
        app.processEvents()
    clicks.clear()
    result = Result(
        ACTIONS,
        none_before - sys.getrefcount(None),
        true_before - sys.getrefcount(True),
    )
    tasks.close()
    return result


if __name__ == "__main__":
    sys.stdout.write(json.dumps(asdict(main())))
