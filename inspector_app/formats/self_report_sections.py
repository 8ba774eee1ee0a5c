"""The sheets of the unit's workbook that are filled in: sections and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from inspector_app.domain.form.definition import Question
from inspector_app.domain.form.expression.spreadsheet.cells import CellKind, cell_kind
from inspector_app.domain.form.expression.spreadsheet.formulas import LONGEST
from inspector_app.domain.form.schema import Schema, build_schema
from inspector_app.domain.trip.self_reports import (
    Part,
    SelfReport,
    Target,
)
from inspector_app.formats import self_report_style as style
from inspector_app.formats.self_report_layout import (
    CHECK,
    CLAUSE,
    FIRST_ROW,
    LABEL,
    RATIO,
    UNIT,
    VALUE,
    Layout,
    Line,
    SectionSheet,
    TableSheet,
    column_range,
    quoted_sheet,
)
from inspector_app.formats.self_report_marks import repeat_marks
from inspector_app.formats.self_report_rules import NEEDED, RIGHT, UNFINISHED, WRONG, Rules
from inspector_app.formats.template_style import FONT

_WIDTHS: Final = {CLAUSE: 7, LABEL: 46, UNIT: 11, VALUE: 18, RATIO: 20, CHECK: 40}
_HEADINGS: Final = {
    CLAUSE: "Mục",
    LABEL: "Nội dung báo cáo",
    UNIT: "Đơn vị tính",
    VALUE: "Đơn vị báo cáo",
    RATIO: "Tử số / mẫu số",
    CHECK: "Kiểm tra",
}
_PARTS: Final = {
    Part.PERIOD: "Kỳ số liệu (trống = kỳ kiểm tra)",
    Part.SOURCE: "Nguồn số liệu",
    Part.POINTS: "Điểm tự chấm",
}
_HINTS: Final = "Gợi ý và minh chứng cần chuẩn bị"


class SheetWriter:
    """Fills sheets; ``targets`` are what the unit may write, everything else is locked."""

    def __init__(self, report: SelfReport, layout: Layout, targets: frozenset[Target]) -> None:
        self._report, self._layout, self._targets = report, layout, targets
        self._schema: Schema = build_schema(report.form)

    # --- sections

    def section(self, sheet: Worksheet, plan: SectionSheet) -> None:
        """One section: a row for every question."""
        headings = dict(_HEADINGS)
        for part, column in plan.columns.items():
            code = style.cell_at(sheet, 1, column)
            style.write_text(code, part)
            if part is not Part.VALUE:
                headings[column] = _PARTS[part]
            if part is Part.POINTS:
                headings[column - 1] = "Điểm tối đa"
        headings[plan.hint_column] = _HINTS
        _begin(sheet, plan.code, plan.title, headings, _advice(plan))
        rules = Rules(self._layout, self._schema, self._layout.cells())
        for line in plan.lines:
            if line.question is not None:
                self._question(sheet, plan, line, line.question, rules)
            else:
                self._signpost(sheet, plan, line)
        for column in headings:
            width = _WIDTHS.get(column, 14 if column != plan.hint_column else 52)
            sheet.column_dimensions[get_column_letter(column)].width = width
        style.shade_checks(sheet, get_column_letter(CHECK), FIRST_ROW, plan.last_row)
        _finish(sheet, freeze=f"{get_column_letter(VALUE)}{FIRST_ROW}")
        repeat_marks(sheet, plan.last_row + 1, plan.hint_column + 1)

    def _signpost(self, sheet: Worksheet, plan: SectionSheet, line: Line) -> None:
        """The heading of a group, or the way to a table."""
        for column in range(CLAUSE, plan.hint_column + 1):
            style.locked(style.cell_at(sheet, line.row, column), is_bold=True)
        cell = style.cell_at(sheet, line.row, LABEL)
        if line.table is None:
            style.write_text(cell, line.heading)
            return
        table = self._layout.tables[line.table.name]
        style.write_text(style.cell_at(sheet, line.row, CLAUSE), line.table.insp.get("clause", ""))
        style.write_text(cell, f"{line.table.label.in_('vi')} → trang «{table.name}»")
        cell.hyperlink = f"#{quoted_sheet(table.name)}!C{FIRST_ROW}"
        cell.font = Font(name=FONT, size=10, bold=True, underline="single", color=style.DARK)

    def _question(
        self, sheet: Worksheet, plan: SectionSheet, line: Line, asked: Question, rules: Rules
    ) -> None:
        row = line.row
        style.write_text(style.cell_at(sheet, row, 1), asked.name)
        for column in range(CLAUSE, plan.hint_column + 1):
            style.locked(style.cell_at(sheet, row, column), is_grey=column == plan.hint_column)
        style.write_text(style.cell_at(sheet, row, CLAUSE), asked.clause)
        style.write_text(style.cell_at(sheet, row, LABEL), asked.label.in_("vi"))
        style.write_text(style.cell_at(sheet, row, UNIT), asked.insp.get("unit", ""))
        style.write_text(style.cell_at(sheet, row, plan.hint_column), _hint(asked))
        if asked.calculate:
            value = self._report.values.get(Target(asked.name))
            style.computed(style.cell_at(sheet, row, VALUE), asked, rules.computed(asked), value)
            _formula(style.cell_at(sheet, row, RATIO), rules.ratio(asked))
            style.cell_at(sheet, row, RATIO).alignment = Alignment(vertical="top", indent=1)
        part = self._layout.asked.part(asked)
        target = Target(asked.name, None, part or Part.VALUE)
        if target in self._targets:
            self._answer(sheet, row, VALUE, asked, target, rules)
        _formula(style.cell_at(sheet, row, CHECK), rules.check(asked))
        for extra, column in plan.columns.items():
            target = Target(asked.name, None, extra)
            if extra in (Part.PERIOD, Part.SOURCE) and target in self._targets:
                style.free_text(style.cell_at(sheet, row, column), self._text(target))
        maximum = self._layout.asked.maximum(asked)
        if Part.POINTS in plan.columns and maximum is not None:
            self._points(sheet, row, plan.columns[Part.POINTS], asked, str(maximum))

    def _points(self, sheet: Worksheet, row: int, column: int, asked: Question, most: str) -> None:
        style.write_text(style.cell_at(sheet, row, column - 1), most.replace(".", ","))
        cell = style.cell_at(sheet, row, column)
        style.free_text(cell, "")
        cell.number_format = "General"
        value = self._report.values.get(Target(asked.name, None, Part.POINTS))
        if value is not None:
            cell.value = float(str(value))
        rule = style.points_validation(most)
        rule.add(cell.coordinate)
        sheet.add_data_validation(rule)

    def _text(self, target: Target) -> str:
        value = self._report.values.get(target)
        return "" if value is None else str(value)

    # --- tables

    def table(self, sheet: Worksheet, plan: TableSheet) -> None:
        """One table: a row for every row, the sums below."""
        headings = {2: "STT"}
        for question in plan.questions:
            column = plan.column(question.name)
            style.write_text(style.cell_at(sheet, 1, column), question.name)
            unit = question.insp.get("unit", "")
            label = question.label.in_("vi")
            headings[column] = f"{label} ({unit})" if unit else label
        headings[plan.check_column] = "Kiểm tra"
        clause = plan.repeat.insp.get("clause", "")
        title = " ".join(filter(None, (clause and f"{clause}.", plan.repeat.label.in_("vi"))))
        evidence = plan.repeat.insp.get("evidence", "")
        advice = _ADVICE_OF_TABLES + (f" Minh chứng: {evidence}." if evidence else "")
        _begin(sheet, plan.code, title, headings, advice)
        for at, row in enumerate(plan.rows):
            self._row(sheet, plan, FIRST_ROW + at, at)
            style.write_text(style.cell_at(sheet, FIRST_ROW + at, 1), row.hex())
        self._sums(sheet, plan)
        sheet.column_dimensions["B"].width = 5
        for question in plan.questions:
            width = 13 if cell_kind(question) is CellKind.NUMBER else 24
            sheet.column_dimensions[get_column_letter(plan.column(question.name))].width = width
        check = get_column_letter(plan.check_column)
        sheet.column_dimensions[check].width = 72
        style.shade_checks(sheet, check, FIRST_ROW, plan.last_row)
        _finish(sheet, freeze=f"D{FIRST_ROW}")
        repeat_marks(sheet, plan.last_row + 2, plan.check_column + 1)  # below the sums

    def _row(self, sheet: Worksheet, plan: TableSheet, row: int, at: int) -> None:
        number = style.cell_at(sheet, row, 2)
        style.locked(number)
        number.value = at + 1
        rules = Rules(self._layout, self._schema, self._layout.cells(row))
        is_empty = f"{_filled(plan, row)}=0"
        state = _RowState(is_empty)
        for question in plan.questions:
            cell = style.cell_at(sheet, row, plan.column(question.name))
            target = Target(
                question.name, plan.rows[at], self._layout.asked.part(question) or Part.VALUE
            )
            if question.calculate:
                formula, value = rules.computed(question), self._report.values.get(target)
                if formula is not None and not plan.repeat.count:
                    formula = f'IF({is_empty},"",{formula})'
                style.computed(cell, question, formula, value)
            elif target in self._targets:
                self._answer(sheet, row, plan.column(question.name), question, target, rules)
                needed = (
                    rules.required(question),
                    rules.relevant(question),
                    f'{cell.coordinate}=""',
                )
                state.needed += [] if needed[0] == "FALSE" else [f"AND({','.join(needed)})"]
            else:
                style.locked(cell)
                style.put(cell, question, self._report.named.get(target))  # as the team has it
            check = rules.check(question)
            if check and (question.calculate or question.constraint):
                (state.balances if question.calculate else state.checks).append(check)
        check_cell = style.cell_at(sheet, row, plan.check_column)
        style.locked(check_cell)
        check_cell.alignment = Alignment(vertical="top")
        _formula(check_cell, state.formula())

    def _sums(self, sheet: Worksheet, plan: TableSheet) -> None:
        row = plan.last_row + 1
        for column in range(2, plan.check_column + 1):
            style.locked(style.cell_at(sheet, row, column), is_bold=True)
        style.write_text(style.cell_at(sheet, row, 3), "Tổng cộng")
        for question in plan.questions[1:]:
            if cell_kind(question) is CellKind.NUMBER and question.insp.get("unit") != "%":
                column = plan.column(question.name)
                cell = style.cell_at(sheet, row, column)
                cell.value = f"=SUM({column_range(plan, column)})"
                cell.number_format = style.number_format(question)

    def _answer(
        self,
        sheet: Worksheet,
        row: int,
        column: int,
        asked: Question,
        target: Target,
        rules: Rules,
    ) -> None:
        """An answer cell with what it takes, tinted while it is required and empty."""
        cell = style.cell_at(sheet, row, column)
        style.answer(cell, asked, self._report.values.get(target))
        found = self._layout.lists.get(asked.name)
        rule = style.validation(asked, (found[0], len(found[1])) if found else None)
        if rule is not None:
            rule.add(cell.coordinate)
            sheet.add_data_validation(rule)
        tests = [f'{cell.coordinate}=""', rules.required(asked), rules.relevant(asked)]
        table = self._layout.tables.get(asked.repeat)
        if table is not None and not table.repeat.count:  # spare rows are asked for nothing
            tests.append(f"{_filled(table, row)}>0")
        if tests[1] != "FALSE":
            style.shade_missing(sheet, cell.coordinate, f"AND({','.join(tests)})")


_ADVICE_OF_TABLES: Final = (
    "Mỗi dòng một mục; dòng không dùng thì để trống. Cột «Kiểm tra» báo ✓ khi dòng đúng và cân đối."
)


def _advice(plan: SectionSheet) -> str:
    text = (
        "Chỉ điền các ô trắng có khung; ô vàng là ô cần điền. Các ô khác tự tính hoặc chỉ để đọc."
    )
    return (
        text if Part.POINTS not in plan.columns else text + " Điểm tự chấm: từ 0 đến điểm tối đa."
    )


@dataclass(slots=True)
class _RowState:
    """What the last cell of a table's row tells: what is wrong, what is missing, or ✓."""

    is_empty: str
    checks: list[str] = field(default_factory=list)
    needed: list[str] = field(default_factory=list)
    balances: list[str] = field(default_factory=list)

    def formula(self) -> str | None:
        """The formula; without the checks of single cells where it would be too long."""
        if not (self.checks or self.needed or self.balances):
            return None
        made = self._made(self.checks)
        if len(made) > LONGEST:
            made = self._made(())
        return made if len(made) <= LONGEST else None

    def _made(self, checks: Sequence[str]) -> str:
        made = f'"{RIGHT}"'
        for balance in reversed(self.balances):
            other = f'IF({balance}="","{UNFINISHED}",{balance})'
            made = f'IF({balance}="{RIGHT}",{made},{other})'
        if self.needed:
            made = f'IF(OR({",".join(self.needed)}),"{NEEDED}",{made})'
        for check in reversed(checks):
            made = f'IF(LEFT({check},1)="{WRONG}",{check},{made})'
        return f'IF({self.is_empty},"",{made})'


def _filled(plan: TableSheet, row: int) -> str:
    """How many cells of a row the unit has filled."""
    columns = [plan.column(one.name) for one in plan.questions if not one.calculate]
    return f"COUNTA({','.join(f'${get_column_letter(one)}{row}' for one in columns)})"


def _hint(asked: Question) -> str:
    evidence = asked.insp.get("evidence", "")
    parts = (asked.hint.in_("vi"), f"Minh chứng: {evidence}" if evidence else "")
    return "\n".join(part for part in parts if part)


def _formula(cell: Cell, formula: str | None) -> None:
    if formula is not None:
        cell.value = "=" + formula


def _begin(sheet: Worksheet, code: str, title: str, headings: dict[int, str], advice: str) -> None:
    """Code, title, advice and headings; the codes are hidden."""
    style.write_text(style.cell_at(sheet, 1, 1), code)
    head = style.write_text(style.cell_at(sheet, 2, 2), title)
    head.font = Font(name=FONT, size=14, bold=True, color=style.DARK)
    note = style.write_text(style.cell_at(sheet, 3, 2), advice)
    style.grey(note)
    for column, text in headings.items():
        cell = style.write_text(style.cell_at(sheet, FIRST_ROW - 1, column), text)
        cell.font = Font(name=FONT, size=10, bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=style.DARK)
        cell.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
    sheet.row_dimensions[1].hidden = True
    sheet.column_dimensions["A"].hidden = True
    longest = max(len(text) for text in headings.values())
    sheet.row_dimensions[FIRST_ROW - 1].height = 32 if longest < 40 else 64


def _finish(sheet: Worksheet, freeze: str) -> None:
    sheet.freeze_panes = freeze
    sheet.sheet_view.showGridLines = False
    style.printed(sheet, FIRST_ROW - 1)
    style.protect(sheet)
