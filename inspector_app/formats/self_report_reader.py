"""What a unit has filled into its workbook, wherever its rows stand now.

The workbook comes from outside: it was opened in several programs, sorted, copied, or made to do
harm. It is read within the bounds of ``workbook_files`` and ``xlsx_cells``; nothing of it is run.
"""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Final

from inspector_app.domain.errors import InspectorError, SelfReportError
from inspector_app.domain.form.answers import Value
from inspector_app.domain.form.problems import Problem, warning
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.saying import Saying, said
from inspector_app.domain.trip.self_reports import (
    FORMAT_VERSION,
    MAX_BYTES,
    FilledCell,
    FilledReport,
    Part,
    Target,
    base_value,
    plain,
)
from inspector_app.formats.foreign import foreign_parser
from inspector_app.formats.self_report_layout import FORMAT, MAP_SHEET
from inspector_app.formats.self_report_marks import Marks
from inspector_app.formats.sheet_tables import Grid, RawCell, TooMuch, address, composed
from inspector_app.formats.workbook_files import container_problem
from inspector_app.formats.xlsx_cells import column_number, xlsx_grids

MAX_SHEETS: Final = 100
_ADDRESS: Final = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})", re.ASCII)
_ROW_ID: Final = re.compile(r"[0-9a-f]{32}", re.ASCII)
_MOST_FAULTS: Final = 10
"""Of the marks of one sheet are told."""
_MAP_CHANGED: Final = said("trang nhận dạng của mẫu đã bị sửa")
_HEAD: Final = ("inspection", "form", "unit", "made", "book")


def read_self_report(data: bytes, path: str) -> FilledReport:
    """The filled cells of a workbook.

    Args:
        data: the whole file.
        path: names the file in the error.

    Raises:
        SelfReportError: it is no such workbook, cannot be read, or is of another version.
    """
    grids, notes = _grids(data, path)
    found = [grid for grid in grids if grid.name.casefold() == MAP_SHEET]
    if len(found) != 1 or _text(found[0], 1, 1) != FORMAT:
        what = said("không phải mẫu báo cáo do phần mềm lập (thiếu trang nhận dạng)")
        raise SelfReportError(path=path, what=what)
    head = found[0]
    version = _text(head, 1, 2)
    if version != str(FORMAT_VERSION):
        what = said(
            "mẫu phiên bản {version}, phần mềm này đọc phiên bản {wanted}",
            version=version[:20] or "?",
            wanted=FORMAT_VERSION,
        )
        raise SelfReportError(path=path, what=what)
    values = {_text(head, row, 1): _text(head, row, 2) for row in range(2, 2 + len(_HEAD))}
    reading = _Reading([grid for grid in grids if grid is not head])
    cells = tuple(reading.cells(head))
    return FilledReport(
        version=FORMAT_VERSION,
        inspection=values.get("inspection", ""),
        form=values.get("form", ""),
        unit=values.get("unit", ""),
        made=values.get("made", ""),
        book=values.get("book", ""),
        cells=cells,
        problems=(*notes, *reading.problems),
    )


def _grids(data: bytes, path: str) -> tuple[list[Grid], list[Problem]]:
    def unreadable(error: Exception) -> InspectorError:
        what = said("không đọc được; tệp hỏng hoặc không phải .xlsx")
        return SelfReportError(path=path, what=what, reason=str(error))

    if len(data) > MAX_BYTES:
        raise SelfReportError(path=path, what=said("tệp lớn hơn {most} MiB", most=MAX_BYTES >> 20))
    with foreign_parser(unreadable):
        unfit = container_problem(data)
        if unfit:
            raise SelfReportError(path=path, what=unfit)
        notes = _members(data, path)
        try:
            grids, names = xlsx_grids(data, lambda _: True)
        except TooMuch as error:
            raise SelfReportError(path=path, what=error.what) from error
    if len(names) > MAX_SHEETS:
        raise SelfReportError(path=path, what=said("có quá nhiều trang"))
    return grids, notes


def _members(data: bytes, path: str) -> list[Problem]:
    """Refuse macros; what links to other files is only mentioned, for nothing follows it."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = [name.casefold() for name in archive.namelist()]
    if any(name.endswith("vbaproject.bin") for name in names):
        what = said("tệp có macro; hãy lưu lại dạng .xlsx không có macro")
        raise SelfReportError(path=path, what=what)
    sheets = sum(name.startswith("xl/worksheets/") and name.endswith(".xml") for name in names)
    if sheets > MAX_SHEETS:
        raise SelfReportError(path=path, what=said("có quá nhiều trang"))
    if any(name.startswith("xl/externallinks/") for name in names):
        what = said("tệp có liên kết đến tệp khác; chỉ lấy giá trị đã lưu trong tệp này")
        return [warning(what, code="report-links")]
    return []


@dataclass(frozen=True, slots=True)
class _Entry:
    """A line of the map; row and column are where the cell was put, its marks where it is."""

    at: int
    code: str
    name: str
    target: Target
    row: int
    column: int
    base: Value

    @property
    def row_mark(self) -> str:
        """What stands in column A."""
        return self.target.row.hex() if self.target.row else self.target.question

    @property
    def column_mark(self) -> str:
        """What stands in row 1; reasons stand among the values."""
        if self.target.row:
            return self.target.question
        return Part.VALUE if self.target.part is Part.REASON else self.target.part


class _Reading:
    """Finds the cells of the map in the sheets as they are now."""

    def __init__(self, grids: list[Grid]) -> None:
        self.problems: list[Problem] = []
        self._by_code: dict[str, list[Grid]] = {}
        for grid in grids:
            code = _text(grid, 1, 1)
            if code[:2] in ("s:", "t:"):
                self._by_code.setdefault(code, []).append(grid)
            elif code[:2] not in ("g:", "l:") and grid.cells:
                what = said("trang lạ, không thuộc mẫu; bỏ qua")
                self.problems.append(warning(what, sheet=grid.name, code="report-sheet"))
        self._told: set[tuple[str, str]] = set()

    def cells(self, head: Grid) -> Iterator[FilledCell]:
        """Every cell that the map names, of the sheets whose marks are whole."""
        entries = list(self._entries(head))
        doubled = {
            one for one, count in Counter(one.target for one in entries).items() if count > 1
        }
        for one in entries:
            if one.target in doubled:
                self._tell(one.code, "map", _MAP_CHANGED, MAP_SHEET, one.at)
        entries = [one for one in entries if one.target not in doubled]
        by_sheet: dict[str, list[_Entry]] = {}
        for one in entries:
            by_sheet.setdefault(one.code, []).append(one)
        read = {code: self._marks(listed) for code, listed in by_sheet.items()}
        for one in entries:
            found = read[one.code]
            if found is not None:
                grid, marks = found
                row, column = marks.row(one.row_mark), marks.column(one.column_mark)
                yield self._filled(grid, row, column, one)

    def _marks(self, listed: Sequence[_Entry]) -> tuple[Grid, Marks] | None:
        """The sheet of some entries, if it is there and its marks are whole; else says why not."""
        grid = self._sheet(listed[0].code, listed[0].name)
        if grid is None:
            return None
        rows = {one.row_mark: one.row for one in listed}
        marks = Marks(grid, rows, {one.column_mark: one.column for one in listed})
        for fault in marks.faults[:_MOST_FAULTS]:
            what = said("{what}; không đọc trang này", what=fault.what)
            place = address(fault.row, fault.column)
            self.problems.append(_layout(what, grid.name, fault.row, place))
        return None if marks.faults else (grid, marks)

    def _entries(self, head: Grid) -> Iterator[_Entry]:
        """What the map says, as far as it makes sense."""
        for at in sorted(head.cells):
            if at <= 1 + len(_HEAD):
                continue
            code, name, place, part, question, row_id = (
                _text(head, at, one) for one in range(1, 7)
            )
            match = _ADDRESS.fullmatch(place)
            is_row_id = not row_id or _ROW_ID.fullmatch(row_id)
            if match is None or part not in list(Part) or not is_row_id or not question:
                self._tell(code, "map", _MAP_CHANGED, MAP_SHEET, at)
                continue
            try:
                base = base_value(_text(head, at, 7))
            except ValueError:
                self._tell(code, "map", _MAP_CHANGED, MAP_SHEET, at)
                continue
            row = EntityId(bytes.fromhex(row_id)) if row_id else None
            target = Target(question, row, Part(part))
            yield _Entry(at, code, name, target, int(match[2]), column_number(match[1]), base)

    def _sheet(self, code: str, name: str) -> Grid | None:
        """The one sheet with that code; of several the one that kept its name."""
        grids = self._by_code.get(code, [])
        if len(grids) == 1:
            return grids[0]
        kept = [grid for grid in grids if composed(grid.name) == composed(name)]
        if not grids:
            self._tell(code, "", said("thiếu trang này"), name)
        else:
            copies = ", ".join(f"«{grid.name}»" for grid in grids if grid not in kept)
            what = said("có bản sao: {copies}; chỉ đọc trang gốc", copies=copies)
            self._tell(code, "", what, name)
        return kept[0] if len(kept) == 1 else None

    def _filled(self, grid: Grid, row: int, column: int, entry: _Entry) -> FilledCell:
        cell = grid.cells.get(row, {}).get(column, RawCell(""))
        where = address(row, column)
        text = plain(cell.text)
        is_unreadable = cell.is_error or (cell.is_formula and not text)
        if is_unreadable:
            what: Saying = said("công thức trong ô chưa có giá trị")
            if cell.is_error:
                what = said("ô có lỗi công thức {text}", text=text[:20])
            remedy = said("sửa công thức, hoặc dán lại dạng giá trị (Paste values)")
            self.problems.append(
                Problem(
                    what,
                    sheet=grid.name,
                    row=row,
                    column=where,
                    question=entry.target.question,
                    remedy=remedy,
                    code="report-formula",
                )
            )
            text = ""
        return FilledCell(
            entry.target,
            grid.name,
            where,
            row,
            text,
            cell.is_number,
            is_unreadable,
            cell.is_formula and not is_unreadable,
            entry.base,
        )

    def _tell(self, code: str, marker: str, what: str, sheet: str, row: int = 0) -> None:
        """Say once what is wrong with a sheet or row."""
        if (code, marker) not in self._told:
            self._told.add((code, marker))
            self.problems.append(_layout(what, sheet, row))


def _layout(what: str, sheet: str, row: int, place: str = "") -> Problem:
    remedy = said("dùng lại mẫu gốc, chép số liệu sang")
    return Problem(what, sheet=sheet, row=row, column=place, remedy=remedy, code="report-layout")


def _text(grid: Grid, row: int, column: int) -> str:
    cells: Mapping[int, RawCell] = grid.cells.get(row, {})
    return composed(cells[column].text).strip() if column in cells else ""
