"""A form's expressions as formulas of a spreadsheet, where a spreadsheet can say the same.

The two worlds differ in what an empty answer is: nothing at all (NaN) in an expression, 0 in a
spreadsheet. So every number read from a cell becomes an error when the cell is empty, errors go
through arithmetic as NaN does, and comparisons catch them: a comparison with NaN is false.
What cannot be said exactly is not said: the functions here return None.

Known to differ: an infinity (a division by zero) is a very large number where something is compared
with it, and nothing where it is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from inspector_app.domain.errors import ExpressionError
from inspector_app.domain.form.expression.operators import ARITHMETIC
from inspector_app.domain.form.expression.parser import (
    Call,
    Chain,
    Expression,
    Negation,
    NumberLiteral,
    Path,
    StringLiteral,
    parse,
)
from inspector_app.domain.form.expression.spreadsheet.cells import (
    EPOCH,
    NOTHING,
    CellKind,
    Cells,
    number_in,
    quoted,
    text_in,
)
from inspector_app.domain.form.expression.spreadsheet.locating import (
    Impossible,
    Kind,
    Locator,
    possible,
)
from inspector_app.domain.form.numbers import canonical_number, format_double, parse_double
from inspector_app.domain.form.schema import Schema, SchemaNode

LONGEST: Final = 8000
"""Most characters of a formula; spreadsheets take 8192."""
_VERY_LARGE: Final = "1E+200"


_WRAPPED: Final = {
    "abs": "ABS({})",
    "floor": "INT({})",
    "ceiling": "-INT(-{})",
    "int": "TRUNC({})",
    "sqrt": "SQRT({})",
}
_COMPARISONS: Final = {"=": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}


def value_formula(
    source: str, schema: Schema, node: SchemaNode, cells: Cells, *, is_whole: bool = False
) -> str | None:
    """What an expression of ``node`` computes, as a formula without ``=``; empty text for NaN.

    Args:
        source: the expression as the form has it.
        schema: the form's tree.
        node: the question that the expression belongs to.
        cells: where the spreadsheet keeps what it reads.
        is_whole: cut a fraction off, as the form does for a whole number.

    Returns:
        None where a spreadsheet cannot say the same.
    """
    return _made(source, schema, node, cells, lambda one, tree: one.shown(tree, is_whole))


def number_formula(source: str, schema: Schema, node: SchemaNode, cells: Cells) -> str | None:
    """As ``value_formula``, for a number in a longer formula: an error stands for NaN."""
    return _made(source, schema, node, cells, lambda one, tree: one.number(tree))


def condition_formula(source: str, schema: Schema, node: SchemaNode, cells: Cells) -> str | None:
    """Whether a condition of ``node`` holds, as a formula that is TRUE or FALSE and never an error."""
    return _made(source, schema, node, cells, lambda one, tree: one.boolean(tree))


def _made(
    source: str,
    schema: Schema,
    node: SchemaNode,
    cells: Cells,
    write: Callable[[_Writer, Expression], str],
) -> str | None:
    try:
        formula = write(_Writer(schema, node, cells), parse(source))
    except (Impossible, ExpressionError, RecursionError):
        return None
    return formula if len(formula) <= LONGEST else None


class _Writer(Locator):
    """Writes one expression; each method gives the formula of a tree as one type of value."""

    def __init__(self, schema: Schema, node: SchemaNode, cells: Cells) -> None:
        super().__init__(schema, node, cells)
        self._minds_infinity = False

    # --- as a value of any type

    def shown(self, tree: Expression, is_whole: bool) -> str:
        """For a cell that shows it."""
        return f'IFERROR({self._value(tree, is_whole)},"")'

    def _value(self, tree: Expression, is_whole: bool) -> str:
        match tree, self.kind(tree):
            case Call(name="if", arguments=(test, one, other)), _:
                chosen = self._value(one, is_whole), self._value(other, is_whole)
                return f"IF({self.boolean(test)},{chosen[0]},{chosen[1]})"
            case Call(name="coalesce", arguments=(one, other)), _:
                chosen = self._value(other, is_whole), self._value(one, is_whole)
                return f"IF({self._is_empty(one)},{chosen[0]},{chosen[1]})"
            case Path(), _:
                cell = self.cell(tree)
                if cell.kind is CellKind.NUMBER:
                    return self._whole(self.number(tree), is_whole)
                return self.text(tree)
            case _, Kind.NUMBER:
                return self._whole(self.number(tree), is_whole)
            case _:
                return self.text(tree)

    @staticmethod
    def _whole(formula: str, is_whole: bool) -> str:
        # 100*0.29 is a little less than 29 and is 29 for the form, which looks at 15 digits
        return f"TRUNC(ROUND({formula},9))" if is_whole else formula

    # --- as a number; an error is NaN

    def number(self, tree: Expression) -> str:
        """The number of a tree."""
        match tree:
            case NumberLiteral(value=number):
                return format_double(number)
            case StringLiteral(value=text):
                read = parse_double(text)
                return NOTHING if read != read else format_double(read)
            case Negation(operand=operand):
                return f"(-{self.number(operand)})"
            case Chain(first=first, rest=rest) if rest[0][0] in ARITHMETIC:
                return self._arithmetic(first, rest)
            case Path():
                return possible(number_in(self.cell(tree)))
            case Call(name="if", arguments=(test, one, other)):
                return f"IF({self.boolean(test)},{self.number(one)},{self.number(other)})"
            case Call(name="coalesce", arguments=(one, other)):
                return f"IF({self._is_empty(one)},{self.number(other)},{self.number(one)})"
            case Call() if self.kind(tree) is Kind.NUMBER:
                return self._number_call(tree)
        if self.kind(tree) is Kind.BOOLEAN:
            return f"IF({self.boolean(tree)},1,0)"
        raise Impossible

    def _arithmetic(self, first: Expression, rest: tuple[tuple[str, Expression], ...]) -> str:
        formula = self.number(first)
        for name, operand in rest:
            if name in ("div", "mod"):
                other = self._minding(self.number, operand)
                formula = self._quotient(name, formula, other)
            else:
                formula = f"({formula}{name}{self.number(operand)})"
        return formula

    def _quotient(self, name: str, one: str, other: str) -> str:
        if name == "mod":  # the sign of the first, as the remainder has in an expression
            return f"({one}-{other}*TRUNC({one}/{other}))"
        if not self._minds_infinity:
            return f"({one}/{other})"
        large = f"IF({one}=0,{NOTHING},SIGN({one})*{_VERY_LARGE})"
        return f"IF({other}=0,{large},{one}/{other})"

    def _number_call(self, tree: Call) -> str:
        match tree.name, tree.arguments:
            case name, (one,) if name in _WRAPPED:
                return _WRAPPED[name].format(f"({self.number(one)})")
            case "number", (one,):
                return self.number(one)
            case "round", (one,):
                return f"ROUND({self.number(one)},0)"
            case "round", (one, places):
                return f"ROUND({self.number(one)},TRUNC({self.number(places)}))"
            case "pow", (one, power):
                return f"POWER({self.number(one)},{self.number(power)})"
            case "today", ():
                return f"(TODAY()-{EPOCH})"
            case "string-length", (one,):
                return f"LEN({self.text(one)})"
            case (("sum" | "count" | "count-non-empty" | "min" | "max"), _):
                return self._of_column(tree)
        raise Impossible

    def _of_column(self, tree: Call) -> str:
        """``sum(${column})`` and its kin."""
        if tree.name in ("min", "max"):
            listed = ",".join(self._countable(one) for one in tree.arguments)
            return f"IF(COUNT({listed})=0,{NOTHING},{tree.name.upper()}({listed}))"
        match tree.arguments:
            case (Path() as path,):
                place, is_filtered = self.place(path)
                if tree.name == "count" and not is_filtered:
                    return self.rows(place)
                if tree.name != "sum":
                    return f'SUMPRODUCT(--({self.range_of(path).address}<>""))'
                return f"SUM({self._countable(path)})"
        raise Impossible

    def _countable(self, tree: Expression) -> str:
        """Cells that hold numbers, or one number."""
        if not isinstance(tree, Path):
            return self.number(tree)
        found = self.range_of(tree)
        if found.kind is not CellKind.NUMBER:
            raise Impossible
        return found.address

    # --- as a text

    def text(self, tree: Expression) -> str:
        """The text of a tree, never an error."""
        match tree:
            case StringLiteral(value=text):
                return possible(quoted(text))
            case Path():
                return possible(text_in(self.cell(tree)))
            case Call(name="concat", arguments=arguments) if arguments:
                return "(" + "&".join(self.text(one) for one in arguments) + ")"
            case Call(name="string", arguments=(one,)):
                return self.text(one)
            case Call(name="if", arguments=(test, one, other)):
                return f"IF({self.boolean(test)},{self.text(one)},{self.text(other)})"
            case Call(name="coalesce", arguments=(one, other)):
                return f"IF({self._is_empty(one)},{self.text(other)},{self.text(one)})"
        if self.kind(tree) is Kind.BOOLEAN:
            return f'IF({self.boolean(tree)},"true","false")'
        raise Impossible

    def _is_empty(self, tree: Expression) -> str:
        if isinstance(tree, Path):
            return f'({self.cell(tree).address}="")'
        if self.kind(tree) is Kind.NUMBER:
            return f"ISERROR({self.number(tree)})"
        return f'({self.text(tree)}="")'

    # --- as a truth value

    def boolean(self, tree: Expression) -> str:
        """Whether a tree is true, never an error."""
        match tree:
            case Chain(first=first, rest=rest) if rest[0][0] in ("and", "or"):
                tests = ",".join(self.boolean(one) for one in (first, *(one for _, one in rest)))
                return f"{rest[0][0].upper()}({tests})"
            case Chain(first=first, rest=((name, other),)) if name in _COMPARISONS:
                return self._minding(lambda _: self._comparison(name, first, other), tree)
            case Path():
                return f'({self.cell(tree).address}<>"")'
            case Call(name="true" | "false" as name, arguments=()):
                return name.upper() + "()"
            case Call(name="not", arguments=(one,)):
                return f"NOT({self.boolean(one)})"
            case Call(name="boolean", arguments=(one,)):
                return self.boolean(one)
            case Call(name="selected", arguments=(Path() as path, StringLiteral() as choice)):
                if self.cell(path).kind is CellKind.CHOICE:
                    return self._comparison("=", path, choice)
            case Call(name="if", arguments=(test, one, other)):
                return f"IF({self.boolean(test)},{self.boolean(one)},{self.boolean(other)})"
        kind = self.kind(tree)
        if kind is Kind.NUMBER:
            return f"IFERROR({self.number(tree)}<>0,FALSE)"
        if kind is Kind.TEXT:
            return f'({self.text(tree)}<>"")'
        raise Impossible

    def _minding(self, write: Callable[[Expression], str], tree: Expression) -> str:
        """Write where an infinity makes a difference."""
        before, self._minds_infinity = self._minds_infinity, True
        try:
            return write(tree)
        finally:
            self._minds_infinity = before

    def _comparison(self, name: str, left: Expression, right: Expression) -> str:
        kinds = {self.kind(left), self.kind(right)}
        if name in ("=", "!="):
            if Kind.BOOLEAN in kinds:
                return f"({self.boolean(left)}{_COMPARISONS[name]}{self.boolean(right)})"
            if kinds <= {Kind.CELL, Kind.TEXT}:
                same = self._is_same(left, right)
                return same if name == "=" else f"NOT({same})"
            if Kind.MIXED in kinds and not kinds <= {Kind.MIXED, Kind.NUMBER}:
                raise Impossible
        of_nothing = "TRUE" if name == "!=" else "FALSE"
        sides = f"{self.number(left)}{_COMPARISONS[name]}{self.number(right)}"
        return f"IFERROR({sides},{of_nothing})"

    def _is_same(self, left: Expression, right: Expression) -> str:
        """Two texts; an answered number is the text of its digits."""
        if isinstance(left, StringLiteral):
            left, right = right, left
        if isinstance(left, Path):
            cell = self.cell(left)
            if right == StringLiteral(""):
                return f'({cell.address}="")'
            if isinstance(right, Path) and self.cell(right).kind is cell.kind is CellKind.NUMBER:
                return f"EXACT({cell.address},{self.cell(right).address})"
            if cell.kind is CellKind.NUMBER and isinstance(right, StringLiteral):
                if canonical_number(right.value) != right.value:
                    return "FALSE"
                return f"IFERROR({self.number(left)}={right.value},FALSE)"
        return f"EXACT({self.text(left)},{self.text(right)})"
