"""What is wrong with the expressions of a form, said of the cells as their author wrote them.

Asked only where a form is refused anyway: the engine decides what is wrong, this says it better, and
says it of all cells at once, those included that the engine never saw because an earlier mistake
kept the form from being converted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Final

from pyxform.aliases import BINDING_CONVERSIONS
from pyxform.utils import default_is_dynamic

from inspector_app.domain.errors import ExpressionError
from inspector_app.domain.form.expression.compiler import Compiled
from inspector_app.domain.form.expression.functions.table import FUNCTIONS
from inspector_app.domain.form.expression.parser import MAX_DEPTH, Call, StringLiteral
from inspector_app.domain.form.instance.rules import COLUMNS, Rule, ordered
from inspector_app.domain.form.problems import Problem, Severity
from inspector_app.domain.saying import joined, said
from inspector_app.formats.cell_expressions import Outline, calls, compiled_cell, outline, tree_of
from inspector_app.formats.form_rows import (
    EXPRESSIONS,
    Row,
    base_type,
    closest,
    rows_of,
    standard_column,
)
from inspector_app.formats.form_slips import mended
from inspector_app.formats.sheet_tables import Sheets
from inspector_app.formats.slip_words import CALLABLE, Words, meant, usage

MAX_PROBLEMS: Final = 300
"""Most cells that are explained; nobody mends more at once."""

MAX_QUOTED: Final = 500
"""Longest cell that is quoted whole."""

_KINDS: Final = {column: kind for kind, column in COLUMNS.items()}
_CONDITIONS: Final = ("required", "readonly")
_TRUE: Final = frozenset(
    ("có", "co", "x", "y", "ok", "v", "✓", "✔", "đúng", "bắt buộc", "bat buoc", "1.0")
)
_FALSE: Final = frozenset(("không", "khong", "k", "n", "sai", "ko"))
_BROKEN_BLOCKS: Final = frozenset(("block-open", "block-crossed", "too-deep", "name-duplicate"))
EXPRESSION_CODES: Final = frozenset(("expression", "circle"))
"""Codes of what is wrong with an expression."""


def explained(
    problems: Sequence[Problem], sheets: Sheets, columns: Mapping[str, frozenset[str]]
) -> list[Problem]:
    """The problems of a refused form with what is to be said of its expressions.

    Args:
        problems: what is known so far; the engine's words about a cell give way to better ones.
        sheets: the sheets of the workbook.
        columns: of the lists in files beside the form.
    """
    if not any(one.is_error for one in problems) or not any(sheets.survey):
        return list(problems)
    said_before = {
        _cell(one) for one in problems if one.is_error and one.code not in EXPRESSION_CODES
    }
    own = [
        one
        for one in islice(_expression_problems(problems, sheets, columns), MAX_PROBLEMS)
        if _cell(one) not in said_before
    ]
    better = said_before | {_cell(one) for one in own}
    # one circle may be told from any of its questions
    circles = {"circle"} & {one.code for one in own}
    kept = [
        one
        for one in problems
        if not (one.code in circles or (_gives_way(one) and _cell(one) in better))
    ]
    return [*kept, *own]


def _cell(problem: Problem) -> tuple[str, int, str]:
    return problem.sheet, problem.row, standard_column(problem.column)


def _gives_way(problem: Problem) -> bool:
    is_advice = problem.severity is Severity.WARNING and problem.code in (
        "reference-bare",
        "date-as-text",
    )
    return is_advice or problem.code in EXPRESSION_CODES


def _expression_problems(
    problems: Sequence[Problem], sheets: Sheets, columns: Mapping[str, frozenset[str]]
) -> Iterator[Problem]:
    survey = rows_of("survey", sheets.survey)
    form = outline(survey, rows_of("choices", sheets.choices), columns)
    words = _words(form)
    rules: list[Rule] = []
    rows: dict[str, Row] = {}
    for row in survey:
        for column in EXPRESSIONS:
            cell = row.get(column)
            if not cell or _is_constant(row, column, cell):
                continue
            problem, compiled = _checked(row, column, cell, form, words)
            if problem is not None:
                yield problem
            elif compiled is not None and row.number in form.nodes:
                node = form.nodes[row.number]
                rows.setdefault(node.name, row)
                if column in _KINDS and not row.get("trigger"):
                    rules.append(Rule(_KINDS[column], node, compiled))
    if not any(one.code in _BROKEN_BLOCKS for one in problems):
        for one in ordered(rules)[1]:
            place = rows[one.question]
            what = said(
                "{what} (trong ô ghi: {cell})", what=one.what, cell=_short(place.get(one.column))
            )
            yield _problem(place, one.column, what, one.remedy, "circle")


def _problem(row: Row, column: str, what: str, remedy: str, code: str) -> Problem:
    return Problem(
        what,
        sheet=row.sheet,
        row=row.number,
        column=row.headings.get(column, column),
        question=row.get("name"),
        remedy=remedy,
        code=code,
    )


def _words(form: Outline) -> Words:
    choices = {name: form.choices.get(group, {}) for name, group in form.lists.items()}
    return Words(frozenset(form.by_name), choices, frozenset(form.instances))


def _is_constant(row: Row, column: str, cell: str) -> bool:
    """Whether the cell holds a value, not an expression."""
    if column == "default":
        return not default_is_dynamic(cell, base_type(row.get("type"))[0])
    return column != "repeat_count" and cell in BINDING_CONVERSIONS


def _checked(
    row: Row, column: str, cell: str, form: Outline, words: Words
) -> tuple[Problem | None, Compiled | None]:
    try:
        compiled = compiled_cell(cell, column, row, form)
    except ExpressionError as error:
        words = Words(words.names, words.choices, words.lists, row.get("name"))
        what, remedy = _advice(row, column, cell, form, words)
        what = what or str(error.details["what"])
        remedy = remedy or _general(cell, form)
        told = said("biểu thức «{source}» sai: {what}", source=_short(cell), what=what)
        return _problem(row, column, told, remedy, "expression"), None
    return None, compiled


def _advice(row: Row, column: str, cell: str, form: Outline, words: Words) -> tuple[str, str]:
    """What is wrong, in words about the cell, and how it is mended; empty where nothing is known."""
    if column in _CONDITIONS and cell not in words.names:
        if cell.casefold() in _TRUE:
            what = said("cột {column} không nhận chữ «{cell}»", column=column, cell=cell)
            return what, said("ghi yes")
        if cell.casefold() in _FALSE:
            what = said("cột {column} không nhận chữ «{cell}»", column=column, cell=cell)
            return what, said("để trống ô, hoặc ghi no")
    if column == "repeat_count" and cell.isalpha() and cell not in words.names:
        what = said("số dòng của bảng phải là một số hoặc một câu hỏi")
        return what, said("ghi số bằng chữ số, ví dụ 4, hoặc ${{tên_câu_hỏi}}")
    found = mended(cell, column, words)
    if found is None:
        return "", ""
    whole = found.whole(found.text)
    what = joined("; ", found.whats)
    if found.is_whole and whole != cell and _is_good(whole, column, row, form):
        return what, said("viết {mended}", mended=whole)
    return what, joined("; ", found.remedies)


def _is_good(cell: str, column: str, row: Row, form: Outline) -> bool:
    try:
        compiled_cell(cell, column, row, form)
    except ExpressionError:
        return False
    return len(cell) <= MAX_QUOTED


def _general(cell: str, form: Outline) -> str:
    """What to do about a cell without one of the usual slips."""
    tree = tree_of(cell)
    if tree is None:
        if cell.count("'") % 2 or cell.count('"') % 2:
            return said("đóng dấu nháy đã mở")
        if cell.count("(") > MAX_DEPTH:
            return said("tách bớt ra các câu calculate")
        last = re.search(r"(?:[=<>+*,-]|\b(?:and|or|div|mod))\s*$", cell)
        if last:
            return said("ghi nốt phần đứng sau «{sign}»", sign=last[0].strip())
        return said("xem lại chỗ đã nêu; mẫu viết sẵn có trong hướng dẫn soạn phiếu")
    for call in calls(tree):
        remedy = _about_call(call, form)
        if remedy:
            return remedy
    return said("xem lại tên và công thức; mẫu viết sẵn có trong hướng dẫn soạn phiếu")


def _about_call(call: Call, form: Outline) -> str:
    """What to do about a call that is wrong; empty for one that is right."""
    name, arguments = call.name, call.arguments
    if name not in CALLABLE:
        right, remedy = meant(name)
        close = right or closest(name, CALLABLE)
        if remedy or close:
            return remedy or said("có lẽ là {close}()", close=close)
        return said("danh sách hàm có trong hướng dẫn soạn phiếu")
    match arguments:
        case (StringLiteral(value=group), *_) if name in ("instance", "pulldata"):
            if group not in form.instances:
                close = closest(group, form.instances)
                if close:
                    return said("có lẽ là «{close}»", close=close)
                return said("ghi tên một danh sách ở trang choices hoặc tên tệp danh sách")
            known = form.instances[group]
            wrong = [
                one.value
                for one in arguments[1:3]
                if isinstance(one, StringLiteral) and known and one.value not in known
            ]
            if name == "pulldata" and wrong:
                return columns_remedy(wrong[0], known)
    function = FUNCTIONS.get(name)
    count = len(arguments)
    is_wrong = function is not None and (
        count < function.least or (function.most is not None and count > function.most)
    )
    if is_wrong or name in ("jr:choice-name", "indexed-repeat", "pulldata"):
        known_usage = usage(name)
        if known_usage:
            return said("viết {usage}", usage=known_usage)
        return said("xem lại các tham số, cách nhau bằng dấu phẩy") if is_wrong else ""
    return ""


def columns_remedy(column: str, known: Iterable[str]) -> str:
    """What to do about a column that a list does not have."""
    own = sorted(set(known) - {"itextId"})  # where pyxform keeps the labels of several languages
    close = closest(column, own)
    if close:
        return said("có lẽ là «{close}»", close=close)
    return said("dùng một trong các cột: {listed}", listed=", ".join(own[:8]))


def _short(cell: str) -> str:
    """A cell as quoted in a message; of a very long one the beginning and the end."""
    return cell if len(cell) <= MAX_QUOTED else f"{cell[:300]} … {cell[-200:]}"
