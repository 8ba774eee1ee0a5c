"""Which register holds which side of which answer: the names of their paths.

The *key* of an answer is the key of its question. What is kept of a whole table (where its figures
are from, and their period) has the key ``t/<key of the table>``, as if the table were a question.
"""

from __future__ import annotations

from typing import Final

from inspector_app.domain.form.definition import Form, Question, QuestionType
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.trip.values import Side

METADATA: Final = "meta/"
ASSIGNED: Final = "assigned/"
"""Who is to fill a section (``assignment_registers``); never a matter to decide between people."""
TABLE: Final = "t/"
ANSWERS: Final = ("q/", TABLE, METADATA)
"""How the paths of answers begin."""


def answer_path(key: str, side: Side) -> str:
    """The register path of one side of an answer; the key is the question's name in most forms."""
    return f"{key}/{side}" if key.startswith(TABLE) else f"q/{key}/{side}"


def metadata_path(key: str) -> str:
    """The register path of what a form notes by itself: who began, when, on which machine.

    Two people who fill the same form note different things and both are right, so such registers
    are never a conflict; the first note counts.
    """
    return METADATA + key


def row_type(key: str) -> str:
    """The entity type of a table's rows."""
    return f"{EntityType.ROW}/{key}"


def answer_of(path: str) -> tuple[str, Side] | None:
    """Key and side of an answer's register; None for any other path."""
    if path.startswith(METADATA):
        return path.removeprefix(METADATA), Side.VERIFIED
    parts = path.split("/")
    if len(parts) != 3 or parts[2] not in list(Side):
        return None
    side = Side(parts[2])
    if parts[0] == "q":
        return parts[1], side
    is_of_table = path.startswith(TABLE) and side.is_about_figure
    return (TABLE + parts[1], side) if is_of_table else None


def table_question(form: Form, table: str) -> Question:
    """A table as the question that its source and period belong to: a number when it has figures."""
    repeat = form.repeats[table]
    kind = QuestionType.INTEGER if has_figures(form, table) else QuestionType.NOTE
    return Question(
        table,
        kind,
        repeat.path,
        repeat.section,
        repeat.label,
        repeat=repeat.parent,
        insp=repeat.insp,
    )


def has_figures(form: Form, table: str) -> bool:
    """Whether numbers are typed into a table or into those inside its rows."""
    return any(
        has_figures(form, name)
        if name in form.repeats
        else name in form.questions and form.questions[name].is_figure
        for name in form.repeats[table].items
    )
