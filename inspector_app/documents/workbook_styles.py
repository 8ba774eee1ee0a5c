"""The looks of cells in workbooks: one format per place, or per kind of cell and of line."""

from __future__ import annotations

from enum import Enum, auto
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from inspector_app.domain.report.worksheets import CellKind, LineKind

_FONT: Final = {
    "font_name": "Times New Roman",
    "font_size": 11,
    "font_family": 1,
    "font_scheme": "none",  # otherwise Excel puts the font of its theme in its place
}
_FORMATS: Final = {
    CellKind.TEXT: 49,  # "@"; the built-in formats by number
    CellKind.WHOLE: 3,  # "#,##0"; the separators are those of the reader's system
    CellKind.NUMBER: "#,##0.######",
    CellKind.POINTS: 4,  # "#,##0.00"
    CellKind.PERCENT: "0.00 %",
    CellKind.DAY: "dd/mm/yyyy",
}
_ALIGN: Final[dict[CellKind, dict[str, Any]]] = {
    CellKind.TEXT: {"text_wrap": True},
    CellKind.DAY: {"align": "center"},
}
_FIGURE: Final[dict[str, Any]] = {"align": "right"}
_BOX: Final = {"border": 1, "border_color": "#808080"}


class Place(Enum):
    """What stands outside the lines of a table."""

    TITLE = auto()
    ABOUT = auto()
    HEAD = auto()


_PLACES: Final[dict[Place, dict[str, Any]]] = {
    Place.TITLE: {"bold": True, "font_size": 14},
    Place.ABOUT: {"italic": True},
    Place.HEAD: {
        **_BOX,
        "bold": True,
        "bg_color": "#DCE6F1",
        "align": "center",
        "valign": "vcenter",
        "text_wrap": True,
    },
}


def default_font() -> dict[str, Any]:
    """What every cell begins with; a new value each time, because the library adds to it."""
    return dict(_FONT)


class Styles:
    """The formats of one workbook, each made when it is first asked for."""

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._places: dict[Place, Format] = {}
        self._cells: dict[tuple[CellKind, LineKind, bool], Format] = {}

    def of_place(self, place: Place) -> Format:
        """The format of what stands outside the lines."""
        if place not in self._places:
            self._places[place] = self._workbook.add_format(_PLACES[place])
        return self._places[place]

    def of_cell(self, kind: CellKind, line: LineKind, *, is_quoted: bool = False) -> Format:
        """The format of a cell; ``is_quoted``: a text that must stay one when it is edited."""
        key = (kind, line, is_quoted)
        if key not in self._cells:
            looks: dict[str, Any] = {**_BOX, "valign": "top", "num_format": _FORMATS[kind]}
            looks |= _ALIGN.get(kind, _FIGURE)
            looks |= {"bold": line is not LineKind.PLAIN, "quote_prefix": is_quoted}
            if line is LineKind.TOTAL:
                looks["bg_color"] = "#F2F2F2"
            self._cells[key] = self._workbook.add_format(looks)
        return self._cells[key]
