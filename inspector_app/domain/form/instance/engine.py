"""A running instance of a form: answers in, states out.

Three steps (house rule): text, checked definition, running instance; this is the last. It evaluates
only what a change concerns, in the order that ``rules`` worked out. The same answers in any order
give the same state as a fresh instance.
Sources: XForms 1.1 processing model (recalculate, revalidate), ODK XForms specification.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from inspector_app.domain.form.answers import (
    Value,
    check_value,
    display_value,
    is_of_type,
    parse_value,
)
from inspector_app.domain.form.definition import ActionEvent, Form, Question, Text
from inspector_app.domain.form.expression.compiler import compile_expression
from inspector_app.domain.form.expression.values import RowId, XValue, to_boolean
from inspector_app.domain.form.instance.acting import Acting
from inspector_app.domain.form.instance.compilation import columns_of, compiled_form
from inspector_app.domain.form.instance.computed import value_text
from inspector_app.domain.form.instance.offering import Offering
from inspector_app.domain.form.instance.recalculation import Job
from inspector_app.domain.form.instance.rules import RuleKind
from inspector_app.domain.form.schema import SchemaNode
from inspector_app.domain.form.states import Node, NodeState, Progress, Violation, ViolationKind
from inspector_app.domain.form.surroundings import Surroundings

__all__ = [
    "Instance",
    "Node",
    "NodeState",
    "Progress",
    "RowId",
    "Surroundings",
    "Value",
    "Violation",
    "ViolationKind",
    "check_value",
    "compiled_form",
    "display_value",
    "parse_value",
]


class Instance(Offering, Acting):
    """One side (verified or reported) of one inspection's form.

    Args:
        form: the checked definition.
        answers: stored values by node; a node that is absent takes the question's default.
        rows: row ids by repeat name, in order; those of a repeat with a fixed number are not taken
            from here but made (``row_tables.fixed_row``).
        surroundings: time, zone, chance, names.
        parents: the row of the outer repeat of each row of an inner one.
        is_new: nobody has answered anything yet: metadata and first-load actions write their values.
        follows: take relevance and rows from this instance (the verified side) instead of deciding
            them; it must hold the same rows.
        language: of choice labels in expressions; by default the form's.

    Raises:
        FormError: the form's rules do not compile (they were checked when the form was read).
    """

    def __init__(
        self,
        form: Form,
        answers: Mapping[Node, Value],
        rows: Mapping[str, Sequence[RowId]],
        surroundings: Surroundings | None = None,
        *,
        parents: Mapping[RowId, RowId] | None = None,
        is_new: bool = False,
        follows: Instance | None = None,
        language: str = "",
    ) -> None:
        super().__init__(
            form, answers, rows, surroundings or Surroundings(), parents or {}, language
        )
        if follows is not None:
            self._tables, self.hidden = follows._tables, follows.hidden
            self.outer_rows = self._tables.outer_rows
            self._decides = False
            self._takes_defaults = False  # a default of the form is nothing that a unit reported
        self._load()
        if is_new:
            self._first_load()
        self._on_load(ActionEvent.LOAD)
        rules = self._compiled.rules
        self._run((rule, row) for rule in rules for row in self._rows_of_rule(rule, None, 0))

    # -- what pages and services see --

    def state(self, node: Node) -> NodeState:
        """A node now.

        Raises:
            KeyError: the form has no such question, or the repeat no such row.
        """
        question, leaf, row = self._find(node)
        value = self._values.get(node)
        if (leaf, row) in self.hidden:
            return NodeState(value, False, False, (), False)
        return NodeState(
            value,
            is_relevant=True,
            is_required=(leaf, row) in self._flags[RuleKind.REQUIRED],
            violations=self._violations_of(question, leaf, row, value),
            is_readonly=self._is_readonly(leaf, row),
            is_asked=not self._is_idle(node),
        )

    def flags(self, node: Node) -> tuple[bool, bool, bool]:
        """Relevant (all around it too), required and read-only (inherited too), each by itself.

        Raises:
            KeyError: as ``state``.
        """
        _, leaf, row = self._find(node)
        required = (leaf, row) in self._flags[RuleKind.REQUIRED]
        return (leaf, row) not in self.hidden, required, self._is_readonly(leaf, row)

    def text_of(self, node: Node) -> str:
        """The value of a node as XForms text; empty when unanswered."""
        return self.texts.get(node, "")

    def rows(self, repeat: str, outer: RowId | None = None) -> tuple[RowId, ...]:
        """The rows of a repeat within a row of the outer one, in order.

        Raises:
            KeyError: the form has no such repeat.
        """
        self._schema.repeats[repeat]
        return tuple(self._tables.of(repeat, outer))

    def has_row(self, repeat: str, row: RowId) -> bool:
        """Whether a row is in the form now, and all rows around it. Raises: KeyError for no repeat."""
        self._schema.repeats[repeat]
        return row in self.outer_rows and self._tables.has(repeat, row)

    def outer(self, row: RowId) -> RowId | None:
        """The row around a row. Raises: KeyError."""
        return self.outer_rows[row]

    def set(self, node: Node, value: Value) -> frozenset[Node]:
        """Store a value (already checked by ``check_value``); returns nodes whose state changed.

        Raises:
            KeyError: as ``state``.
        """
        question, leaf, row = self._find(node)
        self._answers[node] = value
        if question.calculate or not self._store(question, node, value):
            return frozenset()
        changed = {node} | self._run(self._readers(leaf, row))
        return frozenset(changed | self._fire(leaf, row, 0))

    def decide(self, node: Node, value: Value) -> frozenset[Node]:
        """As ``set`` by somebody's decision: actions that wait for it run though the value stays.

        Raises:
            KeyError: as ``state``.
        """
        changed = self.set(node, value)
        if changed:
            return changed
        _, leaf, row = self._find(node)
        return frozenset(self._fire(leaf, row, 0))

    def add_row(self, repeat: str, row: RowId, outer: RowId | None = None) -> frozenset[Node]:
        """Append a row; returns nodes whose state changed, the new row's cells included.

        Raises:
            KeyError: no such repeat, or the row around it is not there.
        """
        node = self._schema.repeats[repeat]
        if node.depth > 1 and (outer is None or not self._tables.has(node.repeats[-2], outer)):
            raise KeyError(outer)
        if row in self.outer_rows and self._tables.has(repeat, row):
            return frozenset()
        changed: set[Node] = set()
        jobs: list[Job] = self._insert(node, row, outer, changed)
        changed |= self._new_row(repeat, row)
        return frozenset(changed | self._run(jobs))

    def remove_row(self, repeat: str, row: RowId) -> frozenset[Node]:
        """Take a row away; returns nodes of the rest whose state changed."""
        if row not in self.outer_rows or not self._tables.has(repeat, row):
            return frozenset()
        gone: set[Node] = set()
        jobs = self._drop(self._schema.repeats[repeat], row, gone)
        return frozenset(self._run(jobs) - gone)

    def candidate(self, node: Node, value: Value) -> Violation | None:
        """What a value would break if it were the answer; nothing is stored.

        As JavaRosa, a constraint sees the new value of its own question and the present ones of all
        others. Raises: KeyError as ``state``.
        """
        question, leaf, row = self._find(node)
        if value is None:
            is_required = (leaf, row) in self._flags[RuleKind.REQUIRED]
            message = self.label(question.required_message, node)
            return Violation(ViolationKind.REQUIRED, node, message) if is_required else None
        if not is_of_type(question, value) or not self._is_offered(question, leaf, row, value):
            return Violation(ViolationKind.TYPE, node, Text())
        rule = self._compiled.constraints.get(leaf.name)
        if rule is None:
            return None
        before = self.texts.get(node)
        self.texts[node] = value_text(value)
        holds = to_boolean(rule.expression.evaluate(self._scope(leaf, row)))
        if before is None:
            del self.texts[node]
        else:
            self.texts[node] = before
        message = self.label(question.constraint_message, node)
        return None if holds else Violation(ViolationKind.CONSTRAINT, node, message)

    def evaluate(self, expression: str, node: Node | None = None) -> XValue:
        """The value of an expression of one's own, at a question or at the root.

        Raises:
            ExpressionError: it cannot be read, or names what does not exist.
        """
        schema, row = (self._schema.root, None) if node is None else self._find(node)[1:]
        compiled = compile_expression(expression, self._schema, schema, columns_of(self.form))
        return compiled.evaluate(self._scope(schema, row))

    # -- inside --

    def _find(self, node: Node) -> tuple[Question, SchemaNode, RowId | None]:
        name, row = node
        leaf = self._schema.leaves[name]
        if leaf.repeats:
            is_there = row in self.outer_rows and self._tables.has(leaf.repeat, row or b"")
        else:
            is_there = row is None
        if not is_there:
            raise KeyError(node)
        return self.form.questions[name], leaf, row
