"""What is wrong with a form, said so that the clerk who wrote it can mend it."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from inspector_app.domain.saying import Saying, joined, said


class Severity(StrEnum):
    """Whether a problem keeps the form from being used."""

    ERROR = "error"
    WARNING = "warning"


class Problem(Saying):
    """One problem of a form: a Vietnamese sentence that knows its place and can be translated.

    ``sheet``, ``row`` (as the spreadsheet counts, the header is row 1; 0 = unknown) and ``column``
    say where in the workbook; ``question`` is the name concerned, when there is one. ``what`` is
    wrong (``placed_what`` says it with the place), ``remedy`` is how to mend it, ``code`` names the
    kind of problem for programs. An error refuses the form, a warning does not.
    """

    __slots__ = (
        "code",
        "column",
        "placed_what",
        "question",
        "remedy",
        "row",
        "severity",
        "sheet",
        "what",
    )

    sheet: str
    row: int
    column: str
    question: str
    what: str
    placed_what: Saying
    remedy: str
    code: str
    severity: Severity

    def __new__(
        cls,
        what: str,
        *,
        sheet: str = "",
        row: int = 0,
        column: str = "",
        question: str = "",
        remedy: str = "",
        code: str = "form",
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """Put the place before the sentence and the remedy after it."""
        places = [said("trang «{sheet}»", sheet=sheet)] if sheet else []
        places += [said("dòng {row}", row=row)] if row else []
        places += [said("cột «{column}»", column=column)] if column else []
        places += [said("câu «{question}»", question=question)] if question else []
        placed = joined(": ", [joined(", ", places), what] if places else [what])
        whole = (
            said("{problem}. Cách sửa: {remedy}", problem=placed, remedy=remedy)
            if remedy
            else placed
        )
        problem = super().__new__(cls, whole.template, whole.values)
        problem.placed_what = placed
        problem.sheet, problem.row, problem.column = sheet, row, column
        problem.question, problem.what, problem.remedy = question, what, remedy
        problem.code, problem.severity = code, severity
        return problem

    @property
    def is_error(self) -> bool:
        """Whether the form cannot be used."""
        return self.severity is Severity.ERROR

    def placed(
        self, *, sheet: str = "", row: int = 0, column: str = "", what: str = "", code: str = ""
    ) -> Problem:
        """The same problem in a sheet and row, perhaps with another column, sentence or code."""
        return Problem(
            what or self.what,
            sheet=sheet or self.sheet,
            row=row or self.row,
            column=column or self.column,
            question=self.question,
            remedy=self.remedy,
            code=code or self.code,
            severity=self.severity,
        )


def warning(
    what: str,
    *,
    sheet: str = "",
    row: int = 0,
    column: str = "",
    question: str = "",
    remedy: str = "",
    code: str = "form",
) -> Problem:
    """A problem that does not keep the form from being used."""
    return Problem(
        what,
        sheet=sheet,
        row=row,
        column=column,
        question=question,
        remedy=remedy,
        code=code,
        severity=Severity.WARNING,
    )


class Problems(tuple[Problem, ...]):
    """Problems in order; as text, one line each."""

    __slots__ = ()

    def __new__(cls, problems: Iterable[Problem]) -> Problems:
        """Keep the first of equal problems."""
        return super().__new__(cls, dict.fromkeys(problems))

    @property
    def errors(self) -> Problems:
        """Those that keep the form from being used."""
        return Problems(one for one in self if one.is_error)

    @property
    def warnings(self) -> Problems:
        """Those that do not."""
        return Problems(one for one in self if not one.is_error)

    def __str__(self) -> str:
        """One line per problem, at most 50."""
        lines = [said("- {problem}", problem=problem) for problem in self[:50]]
        if len(self) > 50:
            lines.append(said("- … và {count} lỗi khác", count=len(self) - 50))
        return joined("\n", lines)
