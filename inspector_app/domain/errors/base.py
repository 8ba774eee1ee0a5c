"""The base of the error catalogue."""

from __future__ import annotations

from typing import ClassVar


class InspectorError(Exception):
    """Base of the catalogue; never raised itself.

    Args:
        details: the values of the fields in ``message`` and ``remedy``; plain data, it also goes
            into the ``details`` of the JSON answer.
    """

    code: ClassVar[str] = ""
    exit_status: ClassVar[int] = 0
    message: ClassVar[str] = ""
    remedy: ClassVar[str] = ""

    def __init__(self, **details: object) -> None:
        self.details = details
        super().__init__(self.fill(self.message))

    def fill(self, text: str) -> str:
        """Put the details into a (translated) text; a missing field stays visible as ``{name}``."""
        return text.format_map(_Visible(self.details))


class _Visible(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "{" + key + "}"
