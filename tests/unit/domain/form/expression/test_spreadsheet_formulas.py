"""Formulas of a spreadsheet say what the form's own engine says; what they cannot say is left out."""

from __future__ import annotations

import io
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from inspector_app.domain.form.definition import Form, QuestionType
from inspector_app.domain.form.expression.spreadsheet.cells import Cell, cell_kind
from inspector_app.domain.form.expression.spreadsheet.formulas import (
    LONGEST,
    condition_formula,
    number_formula,
    value_formula,
)
from inspector_app.domain.form.instance.computed import computed_value
from inspector_app.domain.form.instance.engine import Instance, Node, Value
from inspector_app.domain.form.schema import Schema, build_schema
from tests.kit.days import on_day
from tests.kit.spreadsheets import needs_office, recalculated
from tests.unit.domain.form.forms import form, question

ASKED = ("a", "b", "w", "t", "d", "e", "c")
ROWS = tuple(bytes([number]) * 16 for number in range(1, 5))
TABLE: Mapping[str, tuple[Value, ...]] = {
    "x": ("1.5", None, "-2", "40"),
    "y": ("đất đai", None, "hộ tịch", None),
}
P = "/data/s"
NUMBERS = (
    f"{P}/a + {P}/b",
    f"{P}/a - {P}/b * 3",
    f"- {P}/a",
    f"{P}/a div {P}/b",
    f"{P}/w mod 3",
    f"if({P}/b > 0, round(100 * ({P}/a) div ({P}/b), 2), '')",
    f"if({P}/b > 0, round(100 * ({P}/a + {P}/w) div {P}/b, 2), '')",
    f"if({P}/d != '' and {P}/e != '', if({P}/d > {P}/e, {P}/d - {P}/e, 0), '')",
    f"coalesce({P}/a, 0) + coalesce({P}/b, 99999)",
    f"coalesce({P}/a, {P}/b)",
    f"sum({P}/r/x[. != '']) + sum({P}/r/x)",
    f"count({P}/r)",
    f"count({P}/r/y[. != '']) + count-non-empty({P}/r/x)",
    f"min({P}/r/x) + max({P}/r/x)",
    f"min({P}/a, {P}/b)",
    f"floor({P}/a) + ceiling({P}/b) + int({P}/a) + abs({P}/b)",
    f"round({P}/a) + round({P}/a, 1) + round({P}/b, -1)",
    f"pow({P}/w, 2) + number({P}/a) + string-length({P}/t)",
    f"number({P}/a > {P}/b) + ({P}/c = 'yes')",
    f"if({P}/c = 'yes', {P}/a, {P}/b)",
)
CONDITIONS = (
    f"{P}/a = ''",
    f"{P}/a != ''",
    f"{P}/a = 5",
    f"{P}/a = '1.5'",
    f"{P}/a != 'không số'",
    f"{P}/a = {P}/b",
    f"{P}/a != {P}/b",
    f"{P}/a <= {P}/b",
    f"{P}/a > {P}/b or {P}/b = ''",
    f"not({P}/a >= 0 and ({P}/b = '' or {P}/a <= {P}/b))",
    f"{P}/c = 'yes' or {P}/c = 'no'",
    f"{P}/c != 'yes'",
    f"{P}/c = ''",
    f"selected({P}/c, 'no')",
    f"{P}/c",
    f"{P}/t = 'Phú Bình'",
    f"{P}/t != 'phú bình'",
    f"{P}/t = {P}/c",
    f"concat({P}/t, '-', {P}/c) = 'Phú Bình-yes'",
    f"{P}/d = '2019-09-16'",
    f"{P}/d < {P}/e",
    f"{P}/d = {P}/e",
    f"{P}/d <= today()",
    f"{P}/a div {P}/b >= 2",
    f"{P}/a",
    f"boolean({P}/a - {P}/b)",
    f"count({P}/r) > 3 and sum({P}/r/x) = 39.5",
    f"({P}/a > 0) = ({P}/b > 0)",
    f"if({P}/a > 0, {P}/b > 0, true())",
    f"coalesce({P}/t, 'x') = 'x'",
)
IMPOSSIBLE = (
    f"{P}/m = 'yes'",  # several choices in one cell
    f"selected({P}/m, 'yes')",
    f"sum({P}/r/x[../y = 'đất đai'])",
    f"{P}/r/x = 1",  # true for any row
    f"string({P}/a)",  # 1,5 in one country, 1.5 in another
    f"regex({P}/t, '[0-9]+')",
    f"if({P}/a > 0, 5, '') = '5'",
    "now()",
    f"position({P}/r)",
    f"{P}/nowhere + 1",
    f"{P}/a +",
    f"sum({P}/d)",
    "concat('" + "x" * 300 + "', 'y') = 'z'",
    " + ".join([f"{P}/a"] * (LONGEST // 20)),
)


@dataclass(frozen=True)
class Layout:
    """Each case in a row of its own; the table on a sheet of its own."""

    form: Form
    row: int = 1

    def cell(self, question: str) -> Cell | None:
        """``A``, ``B`` … of the row."""
        kind = cell_kind(self.form.questions[question])
        if question not in ASKED or kind is None:
            return None
        address = f"{'ABCDEFG'[ASKED.index(question)]}{self.row}"
        return Cell(address, kind, "Lists!$A$1:$A$2", "Lists!$B$1:$B$2")

    def column(self, question: str) -> Cell | None:
        """On the sheet ``T``."""
        kind = cell_kind(self.form.questions[question])
        letter = "AB"["xy".index(question)]
        return Cell(f"T!${letter}$1:${letter}$9", kind) if kind else None

    def row_count(self, repeat: str) -> str | None:
        """Rows are all there."""
        return str(len(ROWS))


@pytest.fixture(scope="module")
def asked() -> Form:
    kinds = {"a": "decimal", "b": "decimal", "w": "integer", "t": "text", "d": "date", "e": "date"}
    return form(
        *(question(name, kind) for name, kind in kinds.items()),
        question("c", "select_one"),
        question("m", "select_multiple"),
        question("x", "decimal", repeat="r"),
        question("y", "text", repeat="r"),
    )


@pytest.fixture(scope="module")
def schema(asked: Form) -> Schema:
    return build_schema(asked)


def cases() -> list[dict[str, Value]]:
    """Answers to the questions outside the table: nothing, zeros, and by chance."""
    chance = random.Random(7)
    numbers = (None, "0", "1.5", "-2.5", "5", "1168", "99.57", "1000000000000")
    some: dict[str, tuple[Value, ...]] = {
        "a": numbers,
        "b": numbers,
        "w": (None, 0, 7, -7, 12),
        "t": (None, "Phú Bình", "PHÚ BÌNH", "yes", "=1+1"),
        "d": (None, "2019-09-16", "2026-01-31", "2000-02-29"),
        "e": (None, "2019-09-16", "2019-08-30"),
        "c": (None, "yes", "no"),
    }
    drawn = [{name: chance.choice(values) for name, values in some.items()} for _ in range(60)]
    return [dict.fromkeys(some), dict.fromkeys(some, None) | {"a": "0", "b": "0", "w": 0}, *drawn]


def instance(asked: Form, answers: Mapping[str, Value]) -> Instance:
    nodes: dict[Node, Value] = {(name, None): value for name, value in answers.items()}
    for name, values in TABLE.items():
        nodes |= {(name, row): value for row, value in zip(ROWS, values, strict=True)}
    return Instance(asked, nodes, {"r": ROWS}, on_day(date.today().isoformat()))  # noqa: DTZ011


def put(book: Workbook, at: str, row: int, column: int, value: Value) -> None:
    if value is None:
        return
    cell = book[at].cell(row, column)
    text = str(value)
    if text[:1].isdigit() or text[:1] == "-":
        is_day = text.count("-") == 2
        cell.value = date.fromisoformat(text) if is_day else float(text)
    else:
        cell.value = {"yes": "Có", "no": "Không"}.get(text, text) if column == 7 else text
        cell.data_type = "s"


@needs_office
def test_a_spreadsheet_works_out_what_the_form_does(
    asked: Form, schema: Schema, tmp_path: Path
) -> None:
    book = Workbook()
    book.remove(book.worksheets[0])
    for name in ("Cases", "T", "Lists"):
        book.create_sheet(name)
    for row, (label, name) in enumerate((("Có", "yes"), ("Không", "no")), 1):
        book["Lists"].cell(row, 1).value = label
        book["Lists"].cell(row, 2).value = name
    for column, values in enumerate(TABLE.values(), 1):
        for row, value in enumerate(values, 1):
            put(book, "T", row, column, value)
    root = schema.root
    for row, answers in enumerate(cases(), 1):
        for column, name in enumerate(ASKED, 1):
            put(book, "Cases", row, column, answers[name])
        layout = Layout(asked, row)
        for column, source in enumerate(NUMBERS, 10):
            formula = value_formula(source, schema, root, layout)
            assert formula is not None, source
            book["Cases"].cell(row, column).value = "=" + formula
        for column, source in enumerate(CONDITIONS, 10 + len(NUMBERS)):
            formula = condition_formula(source, schema, root, layout)
            assert formula is not None, source
            book["Cases"].cell(row, column).value = "=" + formula
    buffer = io.BytesIO()
    book.save(buffer)
    sheet = recalculated(buffer.getvalue(), tmp_path)["Cases"]
    decimal = question("z", "decimal")
    wrong = []
    for row, answers in enumerate(cases(), 1):
        running = instance(asked, answers)
        for column, source in enumerate((*NUMBERS, *CONDITIONS), 10):
            found = sheet.cell(row, column).value
            wanted: object
            if source in NUMBERS:
                text = computed_value(decimal, running.evaluate(source))
                wanted = None if text is None else pytest.approx(float(str(text)), rel=1e-12)
            else:
                wanted = running.evaluate(f"boolean({source})")
            if found != wanted:
                wrong.append((source, answers, found, wanted))
    assert wrong == []


@pytest.mark.parametrize("source", IMPOSSIBLE)
def test_what_a_spreadsheet_cannot_say_is_not_said(
    asked: Form, schema: Schema, source: str
) -> None:
    for made in (value_formula, number_formula, condition_formula):
        assert made(source, schema, schema.root, Layout(asked)) is None


def test_a_row_reads_its_own_cells_and_whole_columns(asked: Form, schema: Schema) -> None:
    class InRow(Layout):
        def cell(self, question: str) -> Cell | None:
            kind = cell_kind(self.form.questions[question])
            return Cell(f"{'AB'['xy'.index(question)]}{self.row}", kind) if kind else None

    leaf = schema.leaves["x"]
    inside = number_formula("sum(/data/s/r/x)", schema, leaf, InRow(asked, 3))
    assert inside == "SUM(A3)", "inside its own table the path means this row"
    outside = number_formula("sum(/data/s/r/x)", schema, schema.root, InRow(asked, 3))
    assert outside == "SUM(T!$A$1:$A$9)"
    made = value_formula("../x * 2", schema, leaf, InRow(asked, 3))
    assert made == 'IFERROR((IF(ISNUMBER(A3),A3,NA())*2),"")'
    assert condition_formula(". >= 0", schema, leaf, InRow(asked, 3)) == (
        "IFERROR(IF(ISNUMBER(A3),A3,NA())>=0,FALSE)"
    )


def test_a_whole_number_is_cut_off_and_texts_are_quoted(asked: Form, schema: Schema) -> None:
    layout = Layout(asked)
    made = value_formula(f"{P}/a div 2", schema, schema.root, layout, is_whole=True)
    assert made == 'IFERROR(TRUNC(ROUND((IF(ISNUMBER(A1),A1,NA())/2),9)),"")'
    quoted = condition_formula(f"{P}/t = 'nói \"có\"'", schema, schema.root, layout)
    assert quoted == 'EXACT((D1&""),"nói ""có""")'
    assert {cell_kind(question("q", str(kind))) for kind in QuestionType} >= {None}
