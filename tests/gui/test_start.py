"""The first window imports nothing heavy, and speaks Vietnamese in Qt's own dialogs too."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDir, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QFileDialog,
    QHeaderView,
    QLabel,
    QWidget,
)

from inspector_app.gui.qt_words import VietnameseQt
from tests.kit.window import application

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
PATTERN = "Excel (*.xlsx)"
MODES = (
    (QFileDialog.FileMode.ExistingFile, QFileDialog.AcceptMode.AcceptOpen),
    (QFileDialog.FileMode.Directory, QFileDialog.AcceptMode.AcceptOpen),
    (QFileDialog.FileMode.AnyFile, QFileDialog.AcceptMode.AcceptSave),
)


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
    assert translate("QFileDialog", "&Look in:") == "Tìm trong:", "wherever the mnemonic stands"
    assert translate("QFileDialog", "never translated") == "never translated"
    QCoreApplication.removeTranslator(words)


def test_no_english_is_left_in_the_dialogs_for_files() -> None:
    others = application().findChildren(VietnameseQt)  # of windows that other tests have opened
    for one in others:
        QCoreApplication.removeTranslator(one)
    spoken = [texts(mode) for mode in MODES]
    words = VietnameseQt()
    assert QCoreApplication.installTranslator(words)
    translated = [texts(mode) for mode in MODES]
    QCoreApplication.removeTranslator(words)
    for one in others:
        QCoreApplication.installTranslator(one)
    for before, after in zip(spoken, translated, strict=True):
        assert len(before) > 10
        assert before & after == set()


def texts(mode: tuple[QFileDialog.FileMode, QFileDialog.AcceptMode]) -> set[str]:
    """What one of Qt's own dialogs for files says, but for names of files and filters."""
    dialog = QFileDialog(None, "", QDir.tempPath(), PATTERN)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(mode[0])
    dialog.setAcceptMode(mode[1])
    dialog.show()
    found: set[str] = set()
    for widget in dialog.findChildren(QWidget):
        found |= {widget.accessibleName(), widget.toolTip()}
        if isinstance(widget, QLabel | QAbstractButton):
            found.add(widget.text())
        if isinstance(widget, QComboBox) and widget.objectName() == "fileTypeCombo":
            found |= {widget.itemText(place) for place in range(widget.count())}
        if isinstance(widget, QHeaderView) and widget.orientation() == Qt.Orientation.Horizontal:
            model = widget.model()
            found |= {
                str(model.headerData(place, widget.orientation()))
                for place in range(widget.count())
            }
    found |= {action.text() for action in dialog.findChildren(QAction)}
    dialog.close()
    return {text for text in found if text and text not in ("/tmp", QDir.tempPath(), PATTERN)}
