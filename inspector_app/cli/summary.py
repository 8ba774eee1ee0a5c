"""``inspector inspection table``: the summary tables of the trip as a workbook or as JSON."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from inspector_app.cli.context import Context
from inspector_app.cli.parser import Words
from inspector_app.domain.errors import UsageError
from inspector_app.domain.form.numbers import plain_decimal
from inspector_app.domain.report.worksheets import Book, Cell, Line, Sheet
from inspector_app.host.i18n import _
from inspector_app.host.wording import number

_ENDING: Final = ".xlsx"


def add(group: Words) -> None:
    """Add the command to ``inspector inspection``."""
    parser = group.command(
        "table", _("bảng tổng hợp của đợt (Excel): đơn vị, phần, tiêu chí, số liệu, T1"), _table
    )
    parser.add_argument(
        "units",
        nargs="*",
        default=[],
        metavar=_("ĐƠN_VỊ"),
        help=_("chỉ các đơn vị này; không ghi là cả đợt"),
    )
    parser.add_argument(
        "--out",
        default="",
        metavar=_("TỆP.xlsx"),
        help=_("tệp đích; không cần khi có --json, khi đó chỉ in số liệu"),
    )
    parser.add_argument("--replace", action="store_true", help=_("ghi đè tệp đã có"))


def _table(context: Context) -> int:
    out = context.text("out")
    if out and not out.lower().endswith(_ENDING):
        raise UsageError(
            what=_("tệp đích phải có đuôi .xlsx, nếu không Excel sẽ không mở"),
            command=context.place,
        )
    if not out and not context.screen.is_json:
        raise UsageError(
            what=_("ghi --out TỆP.xlsx, hoặc --json để chỉ in số liệu"), command=context.place
        )
    with context.vault() as services:
        names: list[str] = context.get("units")
        units = [services.inspections.find(name).id for name in names]
        if not out:
            context.screen.answer(book_document(services.tables.book(units)), "")
            return 0
        book = services.tables.build(out, units, replace=bool(context.get("replace"))).value
    sheets = [{"name": sheet.name, "lines": len(sheet.lines)} for sheet in book.sheets]
    listed = "\n".join(
        _("  {name}: {count} dòng").format(name=sheet.name, count=number(len(sheet.lines)))
        for sheet in book.sheets
    )
    text = _("Đã ghi bảng tổng hợp vào «{path}».").format(path=out)
    context.screen.done({"path": out, "sheets": sheets}, f"{text}\n{listed}")
    return 0


def book_document(book: Book) -> dict[str, object]:
    """All tables; whole numbers as numbers, decimals as exact texts, shares as fractions."""
    return {
        "title": book.title,
        "day": book.day.isoformat(),
        "sheets": [_sheet(one) for one in book.sheets],
    }


def _sheet(sheet: Sheet) -> dict[str, object]:
    return {
        "name": sheet.name,
        "title": sheet.title,
        "note": sheet.note,
        "columns": [
            {"title": column.title, "group": column.group or None} for column in sheet.columns
        ],
        "lines": [_line(one) for one in sheet.lines],
    }


def _line(line: Line) -> dict[str, object]:
    return {"kind": str(line.kind), "cells": [_value(cell) for cell in line.cells]}


def _value(cell: Cell) -> str | int | None:
    match cell.value:
        case None | "":
            return None
        case Decimal():
            return plain_decimal(cell.value)
        case date():
            return cell.value.isoformat()
        case _:
            return cell.value
