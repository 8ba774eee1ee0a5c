"""The first window imports nothing heavy, and speaks Vietnamese in Qt's own dialogs too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from inspector_app.gui.qt_words import VietnameseQt

ROOT = Path(__file__).resolve().parents[2]
HEAVY = (
    "sqlalchemy",
    "sqlcipher3",
    "reportlab",
    "pyhanko",
    "pypdfium2",
    "lxml",
    "aiohttp",
    "cryptography",
    "pyrage",
    "msgspec",
    "pyxform",
    "openpyxl",
)
PROGRAM = """
import json, sys
from PySide6.QtWidgets import QApplication
from inspector_app.gui import app
from inspector_app.gui.main_window import MainWindow
from inspector_app.gui.preferences import Preferences
from inspector_app.gui.tasks import Tasks
application = QApplication(["start"])
preferences = Preferences.read()
window = MainWindow(app.dress(application, preferences), Tasks(), preferences, warms_up=False)
window.show()
application.processEvents()
json.dump(sorted({name.split(".")[0] for name in sys.modules}), sys.stdout)
sys.stdout.flush()
import os
os._exit(0)
"""


def test_nothing_heavy_before_the_first_paint(tmp_path: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env={
            **os.environ,
            "QT_QPA_PLATFORM": "offscreen",
            "INSPECTOR_CONFIG_DIR": str(tmp_path),
        },
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    assert set(json.loads(run.stdout)).isdisjoint(HEAVY)


def test_qt_speaks_vietnamese() -> None:
    words = VietnameseQt()
    assert QCoreApplication.installTranslator(words)
    translate = QCoreApplication.translate
    assert translate("QPlatformTheme", "Cancel") == "Hủy"
    assert translate("QFileDialog", "Look in:") == "Tìm trong:"
    assert translate("QFileDialog", "never translated") == "never translated"
    QCoreApplication.removeTranslator(words)
