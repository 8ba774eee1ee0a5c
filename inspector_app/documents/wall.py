"""The one wall around foreign parsers: whatever hostile bytes break, one error comes out."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from inspector_app.domain.errors import InspectorError, PdfError


@contextmanager
def wall() -> Iterator[None]:
    """Turn any exception of a PDF or certificate parser into a :class:`PdfError`.

    Errors of our own catalogue pass unchanged. The message of the foreign exception is dropped:
    it can quote bytes of the file.
    """
    try:
        yield
    except InspectorError:
        raise
    except Exception as error:
        raise PdfError(path="", what=type(error).__name__) from error
