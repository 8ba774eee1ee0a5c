"""Long work over many plain objects, without the cyclic garbage collector in between."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def undisturbed() -> Iterator[None]:
    """Hold the collector back.

    A run of changes becomes a hundred thousand objects that hold no cycles. The collector would walk
    over them, and over the whole program, again and again, and find nothing: a tenth of a merge.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
