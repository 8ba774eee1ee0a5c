"""Tables to an Excel workbook: formulas beside the values that the program computed.

Each formula keeps its computed value: viewers that compute nothing show the same numbers. Texts are
stored as texts, whatever they begin with. The same book gives the same bytes.
"""

from __future__ import annotations

from datetime import UTC, datetime, time
from io import BytesIO
from typing import Any, Final

from xlsxwriter import Workbook

from inspector_app.documents.workbook_sheets import write_sheet
from inspector_app.documents.workbook_styles import Styles, default_font
from inspector_app.domain.report.wording import clean_text
from inspector_app.domain.report.worksheets import Book

_OPTIONS: Final[dict[str, Any]] = {
    "in_memory": True,  # no figure of the trip lies in a temporary file, not even for a moment
    "strings_to_formulas": False,
    "strings_to_numbers": False,
    "strings_to_urls": False,
}


class WorkbookWriter:
    """Books as .xlsx files."""

    def write(self, book: Book) -> bytes:
        """The bytes of the workbook."""
        output = BytesIO()
        options = {**_OPTIONS, "default_format_properties": default_font()}
        with Workbook(output, options) as workbook:
            workbook.set_properties(
                {
                    "title": clean_text(book.title),
                    "author": "PAR Inspector",
                    # the day of the tables, not the clock: the same book gives the same bytes
                    "created": datetime.combine(book.day, time(), UTC),
                }
            )
            styles = Styles(workbook)
            for sheet in book.sheets:
                write_sheet(workbook.add_worksheet(sheet.name), styles, book, sheet)
        return output.getvalue()
