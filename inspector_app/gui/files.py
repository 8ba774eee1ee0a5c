"""The system's dialogs for files and folders, and opening a folder for the person."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from inspector_app.host.i18n import _


def documents_folder() -> str:
    """Where a person's documents live on this computer."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return place or str(Path.home())


def choose_open(parent: QWidget, title: str, patterns: str, start: str = "") -> str:
    """One existing file, or empty. ``patterns`` is a Qt filter such as ``Excel (*.xlsx)``."""
    path, _filter = QFileDialog.getOpenFileName(
        parent, title, start or documents_folder(), patterns
    )
    return path


def choose_many(parent: QWidget, title: str, patterns: str) -> list[str]:
    """Existing files, or none."""
    paths, _filter = QFileDialog.getOpenFileNames(parent, title, documents_folder(), patterns)
    return paths


def choose_save(parent: QWidget, title: str, patterns: str, name: str) -> str:
    """A path to write to, or empty.

    The dialog does not ask about replacing: files are never overwritten unasked by the services,
    and their error says so.
    """
    start = name if Path(name).is_absolute() else str(Path(documents_folder()) / name)
    path, _filter = QFileDialog.getSaveFileName(parent, title, start, patterns)
    return path


def choose_folder(parent: QWidget, title: str, start: str = "") -> str:
    """A folder, or empty."""
    return QFileDialog.getExistingDirectory(parent, title, start or documents_folder())


def show_folder(path: str) -> None:
    """Open the folder that holds ``path`` in the system's file browser."""
    place = Path(path)
    folder = place if place.is_dir() else place.parent
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def evidence_patterns() -> str:
    """Files that usually prove an answer."""
    return _("Minh chứng (*.jpg *.jpeg *.png *.heic *.pdf *.docx *.xlsx *.mp3 *.mp4);;Mọi tệp (*)")


def bundle_patterns() -> str:
    """The filter for bundles and packs."""
    return _("Gói đồng bộ (*.inspb);;Mọi tệp (*)")


def card_patterns() -> str:
    """The filter for cards."""
    return _("Thẻ nhận diện (*.inspcard);;Mọi tệp (*)")


def workbook_patterns() -> str:
    """The filter for a trip's workbook."""
    return _("Tệp Excel (*.xlsx)")


def form_patterns() -> str:
    """The filter for checklists."""
    return _("Phiếu (*.xlsx *.xls *.inspform *.xml *.md *.csv);;Mọi tệp (*)")


def csv_patterns() -> str:
    """The filter for tables of text."""
    return _("Bảng CSV (*.csv)")


def pdf_patterns() -> str:
    """The filter for documents."""
    return _("Tài liệu PDF (*.pdf)")


def key_patterns() -> str:
    """The filter for signing keys."""
    return _("Tệp chữ ký số (*.p12 *.pfx)")
