"""The front door: ``inspector`` opens the window, ``inspector WORDS…`` does what the words say.

``inspector --vault FOLDER`` without further words opens the window at that vault.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Hand over to the window or to the command line; returns the exit status.

    Both are imported only when they are wanted: an office server without Qt still runs commands,
    and the window does not wait for the command line.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or _named_vault(words):
        from inspector_app.gui.app import main as open_window

        folder = _named_vault(words)
        return open_window([folder] if folder else words)
    from inspector_app.cli.main import main as obey

    return obey(words)


def _named_vault(words: Sequence[str]) -> str:
    """The folder in ``--vault FOLDER`` where these are all the words; else empty."""
    if len(words) == 2 and words[0] == "--vault":
        return words[1]
    is_one = len(words) == 1 and words[0].startswith("--vault=")
    return words[0].partition("=")[2] if is_one else ""


if __name__ == "__main__":
    sys.exit(main())
