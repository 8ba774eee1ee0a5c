"""The typeface of official documents: found, checked, registered.

Decree 30/2020 asks for Times New Roman. No font file is shipped with the source, so the faces of
the computer are used: Times New Roman where Windows or macOS has it, else Liberation Serif, whose
letters have the same widths. A family is accepted only when all four faces hold every Vietnamese
letter; and every text is checked against the faces before it is drawn, because the PDF library
would drop unknown characters without a word.
"""

from __future__ import annotations

import hashlib
import os
import sys
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from inspector_app.domain.errors import FontError
from inspector_app.domain.report.wording import clean_text
from inspector_app.domain.saying import said

_PLAIN: Final = "aăâbcdđeêghiklmnoôơpqrstuưvxyfjwz"
_TONED: Final = "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
_SIGNS: Final = "0123456789“”‘’\"'–—-…•°§₫%/()[]{}.,;:!?&+=<>×«»\u00a0"
REQUIRED: Final = _PLAIN + _PLAIN.upper() + _TONED + _TONED.upper() + _SIGNS

_FACES: Final = ("regular", "bold", "italic", "bold_italic")
_TIMES: Final = (
    ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf"),
    (
        "Times New Roman.ttf",
        "Times New Roman Bold.ttf",
        "Times New Roman Italic.ttf",
        "Times New Roman Bold Italic.ttf",
    ),
)
_LIBERATION: Final = (
    (
        "LiberationSerif-Regular.ttf",
        "LiberationSerif-Bold.ttf",
        "LiberationSerif-Italic.ttf",
        "LiberationSerif-BoldItalic.ttf",
    ),
)
_FREE_TO_EMBED: Final = 0x0002  # OS/2 fsType: "restricted licence embedding"
_registering = threading.Lock()
_faces: dict[str, TTFont] = {}  # what was registered with ReportLab, by its name there


@dataclass(frozen=True, slots=True)
class FontFamily:
    """Four registered faces.

    ``regular`` … ``bold_italic`` are the names that ReportLab knows them by; ``digests`` pairs
    each file's name with its SHA-256.
    """

    name: str
    regular: str
    bold: str
    italic: str
    bold_italic: str
    digests: tuple[tuple[str, str], ...]

    def face(self, *, bold: bool = False, italic: bool = False) -> str:
        """The registered name of the face for an emphasis."""
        if bold:
            return self.bold_italic if italic else self.bold
        return self.italic if italic else self.regular


def _windows_fonts() -> Path:
    return Path(os.environ.get("WINDIR", r"C:\Windows")) / "Fonts"


def _times_folders() -> tuple[Path, ...]:
    return {
        "win32": (_windows_fonts(),),
        "darwin": (Path("/System/Library/Fonts/Supplemental"), Path("/Library/Fonts")),
    }.get(sys.platform, ())


def _liberation_folders() -> Iterator[Path]:
    chosen = os.environ.get("INSPECTOR_FONT_DIR")
    if chosen:
        yield Path(chosen)
    bundle = getattr(sys, "_MEIPASS", None)
    if bundle:
        yield Path(bundle) / "fonts"
    yield Path("/usr/share/fonts/truetype/liberation2")
    yield Path("/usr/share/fonts/truetype/liberation")
    yield Path("/usr/share/fonts/truetype")
    yield Path("/usr/share/fonts/liberation-serif")
    yield Path.home() / ".fonts"
    yield Path.home() / ".local/share/fonts"
    yield Path.home() / "Library/Fonts"
    yield _windows_fonts()


def _find(folder: Path, names: Sequence[str]) -> tuple[Path, ...] | None:
    """The files of one family below a folder, or ``None`` unless all four are there."""
    try:
        if not folder.is_dir():
            return None
        flat = tuple(folder / name for name in names)
        if all(path.is_file() for path in flat):
            return flat
        first = sorted(path for path in folder.rglob(names[0]) if path.is_file())
        for path in first:
            beside = tuple(path.parent / name for name in names)
            if all(other.is_file() for other in beside):
                return beside
    except OSError:
        return None
    return None


def _load(paths: Sequence[Path]) -> list[TTFont] | None:
    """The four faces when each passes the gate: readable outlines, embeddable, all letters."""
    fonts: list[TTFont] = []
    for path in paths:
        try:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            font = TTFont(f"{path.stem.replace(' ', '')}-{digest[:12]}", str(path))
        except (OSError, TTFError):
            return None
        face = font.face
        known = face.charToGlyph
        restricted = getattr(face, "fsType", 0) & 0x000F == _FREE_TO_EMBED
        if restricted or any(ord(char) not in known for char in REQUIRED):
            return None
        fonts.append(font)
    return fonts


def _register(name: str, paths: Sequence[Path], fonts: Sequence[TTFont]) -> FontFamily:
    names = dict(zip(_FACES, (font.fontName for font in fonts), strict=True))
    digests = tuple((path.name, hashlib.sha256(path.read_bytes()).hexdigest()) for path in paths)
    with _registering:
        for font in fonts:
            pdfmetrics.registerFont(font)
            _faces[font.fontName] = font
        pdfmetrics.registerFontFamily(
            names["regular"],
            normal=names["regular"],
            bold=names["bold"],
            italic=names["italic"],
            boldItalic=names["bold_italic"],
        )
    return FontFamily(name=name, digests=digests, **names)


@lru_cache(maxsize=8)
def load_family(*, prefer_times: bool = True, folder: str | None = None) -> FontFamily:
    """The family that documents are set in.

    Args:
        prefer_times: take the system's Times New Roman when it is complete; tests pass False, so
            that their pages break alike on every computer.
        folder: look for Liberation Serif only here (below this folder).

    Raises:
        FontError: no complete family; the remedy names the package to install.
    """
    if prefer_times and folder is None:
        for place in _times_folders():
            for names in _TIMES:
                found = _find(place, names)
                fonts = _load(found) if found else None
                if found and fonts:
                    return _register("Times New Roman", found, fonts)
    for place in [Path(folder)] if folder else list(_liberation_folders()):
        for names in _LIBERATION:
            found = _find(place, names)
            fonts = _load(found) if found else None
            if found and fonts:
                return _register("Liberation Serif", found, fonts)
    raise FontError(
        what="máy này không có phông chữ đủ chữ tiếng Việt (Times New Roman hoặc Liberation Serif)",
        how=(
            "Cài gói phông: «sudo apt install fonts-liberation2» (Debian, Ubuntu), hoặc đặt biến"
            " INSPECTOR_FONT_DIR đến thư mục có các tệp LiberationSerif-*.ttf."
        ),
    )


def missing_characters(family: FontFamily, texts: Iterable[str]) -> tuple[str, ...]:
    """The characters of the texts that some face of the family cannot draw, in code order."""
    wanted = {char for text in texts for char in clean_text(text) if char != "\n"}
    lacking: set[str] = set()
    for name in (family.regular, family.bold, family.italic, family.bold_italic):
        known = _faces[name].face.charToGlyph
        lacking.update(char for char in wanted if ord(char) not in known)
    return tuple(sorted(lacking))


def ensure_printable(family: FontFamily, texts: Sequence[str]) -> None:
    """Refuse texts that the family cannot print in full.

    Raises:
        FontError: names each character and the first text that holds one.
    """
    lacking = missing_characters(family, texts)
    if not lacking:
        return
    named = ", ".join(f"«{char}» (U+{ord(char):04X})" for char in lacking[:20])
    first = next(text for text in texts if any(char in clean_text(text) for char in lacking))
    excerpt = clean_text(first)[:80]
    raise FontError(
        what=said("phông {name} không có ký tự {named}", name=family.name, named=named),
        how=said(
            "Sửa hoặc xóa ký tự đó trong đoạn «{excerpt}» rồi tạo lại tài liệu.", excerpt=excerpt
        ),
    )
