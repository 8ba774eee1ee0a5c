"""The long proofs of ``dev.py``: modules of ``tests/proof`` that print what held and what did not."""

from __future__ import annotations

from build_scripts.layout import program
from build_scripts.process import openly

SOAK = "tests.proof.soak"
PLANT = "tests.proof.planting"


def run(module: str, env: dict[str, str], arguments: list[str]) -> int:
    """Run a proof with the console as it is; the arguments are for it."""
    return openly([str(program("python")), "-m", module, *arguments], env)
