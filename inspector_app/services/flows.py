"""The dossier flow T1 (bảng luân chuyển hồ sơ): which table of a form it is, and which column is which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from inspector_app.domain.form.definition import Question
from inspector_app.domain.text import fold

# the columns of T1 by code, each with the words (one of them) that tell it from another author's
_FLOW: Final = (
    ("A1", ("kỳ trước",)), ("A2", ("trực tiếp",)), ("A3", ("trực tuyến",)),
    ("A4", ("bưu chính", "bcci")), ("B1", ("trước hạn",)), ("B2", ("đúng hạn",)),
    ("B3", ("quá hạn",)), ("C1", ("trong hạn",)), ("C2", ("quá hạn",)), ("D1", ("bổ sung",)),
    ("D2", ("từ chối",)),
)  # fmt: skip
CODES: Final = tuple(code for code, _ in _FLOW)
"""The columns in their order."""
RECEIVED: Final = 4
"""So many of the first columns are what came in (A1 to A4); the others are where it is now."""
_LANGUAGE: Final = "vi"


def flow_columns(questions: Mapping[str, Question]) -> tuple[str, ...]:
    """The names of the eleven columns of T1 in their order; nothing for any other table."""
    found = []
    for code, words in _FLOW:
        names = [
            name
            for name, asked in questions.items()
            if asked.is_whole and _is_label(asked.label.in_(_LANGUAGE), code, words)
        ]
        if len(names) != 1:
            return ()
        found += names
    return tuple(found)


def _is_label(label: str, code: str, words: tuple[str, ...]) -> bool:
    return label.startswith(f"{code}.") and any(fold(one) in fold(label) for one in words)
