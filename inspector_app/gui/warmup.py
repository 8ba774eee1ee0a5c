"""Loads the heavy half of the program after the first paint, in the background.

Before the unlock page is on the screen nothing here is imported: SQLAlchemy alone doubles the time
to the first paint. While the person types the passphrase a thread loads all that opening a vault
and showing an inspection needs.
"""

from __future__ import annotations

import importlib
import threading
from functools import lru_cache
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from inspector_app.services.workshop import Workshop

_MODULES: Final = (
    "sqlcipher3",
    "sqlalchemy",
    "inspector_app.bootstrap",
    "inspector_app.gui.shell",
    "inspector_app.gui.inspection.page",
    "reportlab.platypus",
    "pypdfium2",
)


@lru_cache(maxsize=1)
def workshop() -> Workshop:
    """The services that need no open vault; call it on the vault worker only."""
    from inspector_app.bootstrap import make_workshop

    return make_workshop()


def begin() -> threading.Thread:
    """Start loading; returns the thread."""
    thread = threading.Thread(target=_load, name="warm-up", daemon=True)
    thread.start()
    return thread


def _load() -> None:
    for name in _MODULES:
        importlib.import_module(name)
