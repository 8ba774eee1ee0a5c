"""The front door: ``inspector`` opens the window, ``inspector WORDS…`` does what the words say."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Hand over to the window or to the command line; returns the exit status.

    Both are imported only when they are wanted: an office server without Qt still runs commands,
    and the window does not wait for the command line.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    if not words or words[0] == "gui":
        from inspector_app.gui.app import main as open_window

        return open_window(words[1:])
    from inspector_app.cli.main import main as obey

    return obey(words)


if __name__ == "__main__":
    sys.exit(main())
