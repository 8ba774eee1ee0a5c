"""QR codes: squares for a screen, and files for paper."""

from __future__ import annotations

from io import BytesIO
from typing import Final

import segno

from inspector_app.domain.report.values import QrMatrix

LEVEL: Final = "m"  # 15 % of the squares may be unreadable: a scratched screen, a folded print
QUIET: Final = 4
PIXELS: Final = 8
"""Along one square of a PNG: sharp when printed at the width of a business card."""


class QrCodes:
    """Implements ``services.ports.documents.QrCodes``."""

    def matrix(self, text: str) -> QrMatrix:
        """The squares of a text's code."""
        rows = _code(text).matrix
        return QrMatrix(len(rows), b"".join(bytes(row) for row in rows), QUIET)

    def picture(self, text: str, kind: str) -> bytes:
        """A PNG or SVG, black on white with its border; the same text gives the same bytes."""
        file = BytesIO()
        _code(text).save(
            file, kind=kind, scale=PIXELS, border=QUIET, dark="#000000", light="#ffffff"
        )
        return file.getvalue()


def _code(text: str) -> segno.QRCode:
    return segno.make_qr(text, error=LEVEL, boost_error=False)
