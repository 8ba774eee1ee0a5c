"""What kind of file a piece of evidence is, by its first bytes and its name."""

from __future__ import annotations

from typing import Final

_MAGIC: Final = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)
_BY_ENDING: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "txt": "text/plain",
    "csv": "text/csv",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "mp4": "video/mp4",
}
OTHER: Final = "application/octet-stream"


def media_type_of(name: str, start: bytes) -> str:
    """The media type of a file.

    Args:
        name: its name; trusted only where the bytes do not tell.
        start: its first bytes (16 are enough).
    """
    for magic, media_type in _MAGIC:
        if start.startswith(magic):
            return media_type
    if start[:4] == b"RIFF" and start[8:12] == b"WEBP":
        return "image/webp"
    if start[4:8] == b"ftyp" and start[8:12] in (b"heic", b"heix", b"mif1"):
        return "image/heic"
    return _BY_ENDING.get(name.rsplit(".", 1)[-1].lower(), OTHER)
