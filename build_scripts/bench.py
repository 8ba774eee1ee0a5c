"""The measurements of ``dev.py bench``: each is a module of ``tests/bench`` that prints a table."""

from __future__ import annotations

from build_scripts.layout import program
from build_scripts.process import openly

MEASUREMENTS = {"form": "tests.bench.form_bench", "merge": "tests.bench.merge_bench"}
USAGE = """\
usage: python3 build_scripts/dev.py bench form [--json]
       python3 build_scripts/dev.py bench merge [--json] [--quick]

  form   the form engine beside JavaRosa on the same forms and answers: load, one answer with its
         consequences, validate all, and the growth from 100 to 5,000 questions
  merge  saving, merging and the bundle against bare SQLCipher, bare age, Loro and pycrdt; some ten
         minutes, with --quick some ten seconds (that it runs, not how fast)"""


def run(env: dict[str, str], arguments: list[str]) -> int:
    """Run the measurement that is named first; the rest of the arguments are for it."""
    module = MEASUREMENTS[arguments[0]]
    return openly([str(program("python")), "-m", module, *arguments[1:]], env)
