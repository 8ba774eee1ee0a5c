"""What is wrong with a form, said so that the clerk who wrote it can mend it."""

from __future__ import annotations

from collections.abc import Iterable


class Problem(str):
    """One problem of a form: a Vietnamese sentence that knows its place.

    ``sheet``, ``row`` (as the spreadsheet counts, the header is row 1; 0 = unknown) and ``column``
    say where in the workbook; ``question`` is the name concerned, when there is one.
    """

    __slots__ = ("column", "question", "row", "sheet", "what")

    sheet: str
    row: int
    column: str
    question: str
    what: str

    def __new__(
        cls, what: str, *, sheet: str = "", row: int = 0, column: str = "", question: str = ""
    ) -> Problem:
        """Put the place before the sentence."""
        places = [f"trang «{sheet}»"] if sheet else []
        places += [f"dòng {row}"] if row else []
        places += [f"cột «{column}»"] if column else []
        places += [f"câu «{question}»"] if question else []
        problem = super().__new__(cls, ", ".join(places) + (": " if places else "") + what)
        problem.sheet, problem.row, problem.column = sheet, row, column
        problem.question, problem.what = question, what
        return problem

    def placed(self, *, sheet: str, row: int) -> Problem:
        """The same problem in a sheet and row."""
        return Problem(self.what, sheet=sheet, row=row, column=self.column, question=self.question)


class Problems(tuple[Problem, ...]):
    """Problems in order; as text, one line each."""

    __slots__ = ()

    def __new__(cls, problems: Iterable[Problem]) -> Problems:
        """Keep the first of equal problems."""
        return super().__new__(cls, dict.fromkeys(problems))

    def __str__(self) -> str:
        """One line per problem, at most 50."""
        lines = [f"- {problem}" for problem in self[:50]]
        if len(self) > 50:
            lines.append(f"- … và {len(self) - 50} lỗi khác")
        return "\n".join(lines)
