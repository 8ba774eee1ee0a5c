"""The one door of the project: set up, start, check.

python3 build_scripts/dev.py run      set everything up and start the program
python3 build_scripts/dev.py test     the same set-up, then every check
python3 build_scripts/dev.py --help   all commands
"""

import os
import sys

OLDEST = (3, 11)

if __name__ == "__main__":
    # Before anything newer than this file's own syntax is read.
    if sys.version_info[:2] < OLDEST:
        sys.exit(
            "PAR Inspector needs Python %d.%d or newer; this is Python %d.%d (%s).\n"  # noqa: UP031
            "Install a newer Python and call it by its name, for example:\n"
            "  python3.11 build_scripts/dev.py run"
            % (OLDEST + sys.version_info[:2] + (sys.executable,))
        )
    # Called as a file, the first entry is build_scripts/; the package is found from the root.
    sys.path[0] = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120
    from build_scripts.commands import main

    sys.exit(main(sys.argv[1:]))
