"""Files as answers: which files a question takes, and how its answer names one."""

from __future__ import annotations

import re
from typing import Final

from inspector_app.domain.form.definition import QuestionType
from inspector_app.domain.saying import Saying, said

_ENDING: Final = re.compile(r"[a-z0-9]{1,8}")
_KINDS: Final = {
    QuestionType.IMAGE: ("image/", ("jpg", "jpeg", "png", "gif", "webp", "heic", "bmp")),
    QuestionType.AUDIO: ("audio/", ("mp3", "m4a", "wav", "amr", "ogg", "aac", "flac", "3gp")),
    QuestionType.VIDEO: ("video/", ("mp4", "mov", "avi", "mkv", "3gp", "webm", "m4v")),
}
_OTHERS: Final = ("image/", "application/pdf", "text/")


def answer_naming(name: str, sha256: str) -> str:
    """The answer that names a file: its SHA-256 and the ending of its name."""
    ending = name.rsplit(".", 1)[-1].lower() if "." in name else ""
    return f"{sha256}.{ending if _ENDING.fullmatch(ending) else 'bin'}"


def endings_of(kind: QuestionType) -> tuple[str, ...]:
    """Usual endings of the files that a type of question takes; none where it takes any file."""
    return _KINDS[kind][1] if kind in _KINDS else ()


def refusal(kind: QuestionType, name: str, media_type: str) -> Saying | None:
    """Why a file is no answer to a type of question; None when it is one.

    Args:
        kind: of the question.
        name: of the file.
        media_type: what its bytes and name say it is (``media.media_type_of``).
    """
    if kind not in _KINDS:
        return None
    prefix, endings = _KINDS[kind]
    is_known_by_name = name.rsplit(".", 1)[-1].lower() in endings
    if media_type.startswith(prefix) or (is_known_by_name and not media_type.startswith(_OTHERS)):
        return None
    if kind is QuestionType.IMAGE:
        return said("câu này nhận ảnh (JPG, PNG, HEIC, WebP), tệp đã chọn không phải ảnh")
    if kind is QuestionType.AUDIO:
        return said("câu này nhận tệp ghi âm (MP3, M4A, WAV), tệp đã chọn không phải")
    return said("câu này nhận video (MP4, MOV), tệp đã chọn không phải")
