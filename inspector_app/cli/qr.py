"""A QR code in a terminal: two rows of squares in one line of half blocks."""

from __future__ import annotations

from typing import Final

from inspector_app.domain.report.values import QrMatrix

_HALVES: Final = {(0, 0): " ", (1, 0): "▀", (0, 1): "▄", (1, 1): "█"}
_BLACK_ON_WHITE: Final = "\x1b[30;107m"
_RESET: Final = "\x1b[0m"


def qr_lines(matrix: QrMatrix, *, is_terminal: bool) -> str:
    """The code with its light border.

    Args:
        matrix: the squares.
        is_terminal: whether colours are understood; cameras want dark squares on a light ground,
            and most terminals are dark. Without colours the blocks are the dark squares, as on paper.
    """
    edge = range(-matrix.quiet, matrix.size + matrix.quiet)
    lines = [
        "".join(_HALVES[int(matrix.is_dark(x, y)), int(matrix.is_dark(x, y + 1))] for x in edge)
        for y in edge[::2]
    ]
    if is_terminal:
        lines = [f"{_BLACK_ON_WHITE}{line}{_RESET}" for line in lines]
    return "\n".join(lines)
