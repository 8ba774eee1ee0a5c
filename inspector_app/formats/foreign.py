"""The one wall around parsers that other people wrote.

A foreign parser may raise anything at all on a damaged or hostile file. Here, and nowhere else in
this room, every exception becomes the error that the caller names; the cause stays attached for the
log file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from inspector_app.domain.errors import InspectorError


@contextmanager
def foreign_parser(refusal: Callable[[Exception], InspectorError]) -> Iterator[None]:
    """Turn whatever a foreign parser raises into an error of the catalogue.

    Args:
        refusal: makes the error from the parser's exception.

    Raises:
        InspectorError: what ``refusal`` made; errors of the catalogue pass through unchanged.
    """
    try:
        yield
    except InspectorError:
        raise
    except Exception as error:
        raise refusal(error) from error
