"""What a running instance says about its nodes."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from inspector_app.domain.form.answers import Value
from inspector_app.domain.form.definition import Text
from inspector_app.domain.form.expression.values import RowId

Node: TypeAlias = tuple[str, RowId | None]
"""Question name and row; the row is None outside repeats."""


class ViolationKind(StrEnum):
    """Which rule an answer breaks; balance checks are constraints.

    TYPE: it is no value of the question's type, or a choice that is not offered (any more).
    """

    REQUIRED = "required"
    CONSTRAINT = "constraint"
    TYPE = "type"


@dataclass(frozen=True, slots=True)
class Violation:
    """What a rule says about an answer; an empty ``message`` means the standard one of the kind."""

    kind: ViolationKind
    node: Node
    message: Text


@dataclass(frozen=True, slots=True)
class NodeState:
    """A node now: its value (computed ones too), and what the rules say.

    ``is_required`` and ``is_readonly`` are false where the node is not relevant. ``is_asked`` is false
    for a blank reason why a criterion does not apply that nobody must give: nothing is missing there.
    """

    value: Value
    is_relevant: bool
    is_required: bool
    violations: tuple[Violation, ...]
    is_readonly: bool = False
    is_asked: bool = True


@dataclass(frozen=True, slots=True)
class Progress:
    """Counts of relevant answerable questions.

    Cells of rows do not count; a relevant repeat counts as one item, answered when it has a row, or,
    where the form fixes its rows, when a cell of it is answered (without rows it does not count).
    A default that stands counts as an answer.
    ``violations`` counts all violations but REQUIRED of the relevant nodes, cells included;
    ``reported_violations`` those that only what the unit reported has.
    """

    answered: int
    total: int
    violations: int
    reported_violations: int = 0

    @property
    def all_violations(self) -> int:
        """The errors of both sides."""
        return self.violations + self.reported_violations
