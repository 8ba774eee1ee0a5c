"""The columns of the survey sheets that are made from ``forms/source``."""

from __future__ import annotations

from typing import Final

VI, EN = "::Tiếng Việt (vi)", "::English (en)"
INSP: Final = (
    "clause", "short", "short-en", "unit", "reported", "favourable", "numerator", "denominator", "verb",
    "score-max", "score", "na", "sample-size", "evidence", "evidence-en", "shortcoming",
    "shortcoming-en", "legal-basis", "legal-verified", "legal-note", "par-index", "print",
)  # fmt: skip
COLUMNS: Final = (
    "type", "name", f"label{VI}", f"label{EN}", f"hint{VI}", f"hint{EN}", "required",
    f"required_message{VI}", f"required_message{EN}", "relevant", "constraint",
    f"constraint_message{VI}", f"constraint_message{EN}", "calculation", "readonly", "appearance",
    "repeat_count", *(f"bind::insp:{one}" for one in INSP),
)  # fmt: skip
