"""The form's rules on a question as formulas of the unit's workbook."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from inspector_app.domain.form.definition import Question, QuestionType
from inspector_app.domain.form.expression.spreadsheet.cells import CellKind, cell_kind, quoted
from inspector_app.domain.form.expression.spreadsheet.formulas import (
    condition_formula,
    number_formula,
    value_formula,
)
from inspector_app.domain.form.schema import Schema
from inspector_app.formats.self_report_layout import Layout, SheetCells

RIGHT: Final = "✓"
WRONG: Final = "✗"
NEEDED: Final = "Cần điền"
UNFINISHED: Final = "Chưa đủ số liệu"
NOT_ASKED: Final = "Không phải trả lời"
NOTHING: Final = "–"
"""What stands for a rate whose denominator is zero."""
_KINDS: Final = {CellKind.NUMBER: "cần nhập số", CellKind.DATE: "cần nhập ngày dd/mm/yyyy"}
_COMPUTED_KINDS: Final = frozenset(
    (QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.TEXT, QuestionType.CALCULATE)
)


@dataclass(frozen=True, slots=True)
class Rules:
    """Formulas, without ``=``, for questions of the form in one place of the workbook."""

    layout: Layout
    schema: Schema
    cells: SheetCells

    def relevant(self, question: Question) -> str:
        """Whether the question is asked; TRUE where a spreadsheet cannot tell."""
        form = self.layout.form
        node = self.schema.leaves[question.name]
        tests = [condition_formula(question.relevant, self.schema, node, self.cells)]
        for above in node.ancestors():
            condition = form.group_relevant.get(above.path, "")
            tests.append(condition_formula(condition, self.schema, above, self.cells))
        known = list(dict.fromkeys(one for one in tests if one))
        return f"AND({','.join(known)})" if len(known) > 1 else known[0] if known else "TRUE"

    def required(self, question: Question) -> str:
        """Whether an answer is required; FALSE where a spreadsheet cannot tell."""
        return self._condition(question, question.required) or "FALSE"

    def computed(self, question: Question) -> str | None:
        """The value of a computed question, – for a zero denominator; None: the program computes it."""
        if question.type not in _COMPUTED_KINDS:
            return None
        node = self.schema.leaves[question.name]
        made = value_formula(
            question.calculate, self.schema, node, self.cells, is_whole=question.is_whole
        )
        if made is None:
            return None
        denominator = self._term(question, "denominator")
        if denominator is not None:
            made = f'IF(IFERROR({denominator}=0,FALSE),"{NOTHING}",{made})'
        relevant = self.relevant(question)
        return made if relevant == "TRUE" else f'IF({relevant},{made},"")'

    def ratio(self, question: Question) -> str | None:
        """``numerator / denominator`` as a text, empty while one is missing."""
        parts = [self._term(question, name) for name in ("numerator", "denominator")]
        if None in parts:
            return None
        shown = '&" / "&'.join(f"FIXED({part},{self._places(question)})" for part in parts)
        return f'IFERROR({shown},"")'

    def check(self, question: Question) -> str | None:
        """What is wrong with the cell of a question, ✓ when nothing is; None without any rule."""
        cell = self.cells.cell(question.name)
        address = cell.address if cell else None
        holds = self._condition(question, question.constraint)
        if question.calculate:
            if holds is None or address is None:
                return None
            return f'IF({address}="","",IF({holds},"{RIGHT}",{self._message(question)}))'
        if address is None:
            return None
        made = f'IF({holds},"{RIGHT}",{self._message(question)})' if holds else f'"{RIGHT}"'
        kind = cell_kind(question)
        if kind in _KINDS:
            made = f'IF(ISNUMBER({address}),{made},"{WRONG} {_KINDS[kind]}")'
        empty = f'IF({self.required(question)},"{NEEDED}","")'
        made = f'IF({address}="",{empty},{made})'
        relevant = self.relevant(question)
        return made if relevant == "TRUE" else f'IF({relevant},{made},"{NOT_ASKED}")'

    def _message(self, question: Question) -> str:
        text = question.constraint_message.in_("vi") or "trái quy tắc của phiếu"
        return quoted(f"{WRONG} {text}") or f'"{WRONG} trái quy tắc của phiếu"'

    def _condition(self, question: Question, source: str) -> str | None:
        if not source:
            return None
        node = self.schema.leaves[question.name]
        return condition_formula(source, self.schema, node, self.cells)

    def _term(self, question: Question, attribute: str) -> str | None:
        """The numerator or denominator of a rate: a question, or several added up."""
        names = [name.strip() for name in question.insp.get(attribute, "").split("+")]
        asked = [self.layout.form.questions.get(name) for name in names]
        if not all(asked):
            return None
        source = " + ".join(one.path for one in asked if one)
        node = self.schema.leaves[question.name]
        return number_formula(source, self.schema, node, self.cells)

    def _places(self, question: Question) -> int:
        """Decimal places of the parts of a rate."""
        names = f"{question.insp.get('numerator', '')}+{question.insp.get('denominator', '')}"
        asked = [self.layout.form.questions.get(name.strip()) for name in names.split("+")]
        is_money = any(one is not None and one.insp.get("unit") == "đồng" for one in asked)
        return 0 if is_money or all(one is not None and one.is_whole for one in asked) else 2
