"""PAR Inspector: offline inspection of public administration reform (CCHC)."""

from __future__ import annotations

from typing import Final

__version__: Final = "0.1.0"
"""As in ``pyproject.toml``; written here too because a frozen build carries no metadata."""
