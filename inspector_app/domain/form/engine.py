"""A running instance of a form: answers in, states out.

Three steps (house rule): text, checked definition, running instance; this is the last. It evaluates
only what a change concerns, in the order that ``rules`` worked out. The same answers in any order
give the same state as a fresh instance.
Sources: XForms 1.1 processing model (recalculate, revalidate), ODK XForms specification.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from inspector_app.domain.errors import AnswerError
from inspector_app.domain.form.answers import Value, check_value, display_value, parse_value
from inspector_app.domain.form.compiler import compile_expression
from inspector_app.domain.form.definition import Question, Text
from inspector_app.domain.form.recalculation import Recalculation, compiled_form
from inspector_app.domain.form.rules import Rule, RuleKind
from inspector_app.domain.form.schema import SchemaNode
from inspector_app.domain.form.states import Node, NodeState, Progress, Violation, ViolationKind
from inspector_app.domain.form.values import PrimaryNode, RowId, Scope, XValue

__all__ = [
    "Instance",
    "Node",
    "NodeState",
    "Progress",
    "RowId",
    "Value",
    "Violation",
    "ViolationKind",
    "check_value",
    "compiled_form",
    "display_value",
    "parse_value",
]


class Instance(Recalculation):
    """One side (verified or reported) of one inspection's form.

    Args:
        form: the checked definition.
        answers: stored values by node; a node that is absent takes the question's default.
        rows: row ids by repeat name, in order.
        today: ISO date of the day, for ``today()``.

    Raises:
        FormError: the form's rules do not compile (they were checked when the form was read).
    """

    # -- what pages and services see --

    def state(self, node: Node) -> NodeState:
        """A node now.

        Raises:
            KeyError: the form has no such question, or the repeat no such row.
        """
        question, leaf, row = self._find(node)
        is_relevant = self.is_relevant(leaf, row)
        value = self._value(node)
        is_required = self._flags.get((RuleKind.REQUIRED, leaf.path, row), False)
        violations = self._violations_of(question, leaf, row, value) if is_relevant else ()
        return NodeState(value, is_relevant, is_required and is_relevant, violations)

    def rows(self, repeat: str) -> tuple[RowId, ...]:
        """The rows of a repeat in order.

        Raises:
            KeyError: the form has no such repeat.
        """
        return tuple(self._rows[repeat])

    def set(self, node: Node, value: Value) -> frozenset[Node]:
        """Store a value (already checked by ``check_value``); returns nodes whose state changed.

        Raises:
            KeyError: as ``state``.
        """
        question, leaf, row = self._find(node)
        before = self._value(node)
        self._answers[node] = value
        if question.calculate or self._value(node) == before:
            return frozenset()
        readers = self._compiled.by_value.get(leaf.name, ())
        return self._run(self._affected(readers, leaf, row)) | {node}

    def add_row(self, repeat: str, row: RowId) -> frozenset[Node]:
        """Append a row; returns nodes whose state changed, the new row's cells included."""
        if row in self._rows[repeat]:
            return frozenset()
        self._rows[repeat].append(row)
        schema = self._schema.repeats[repeat]
        jobs: list[tuple[Rule, RowId | None]] = [
            (rule, row) for rule in self._compiled.rules if rule.node.repeat == repeat
        ]
        jobs += self._affected(self._compiled.by_rows.get(repeat, ()), schema, None)
        cells = {(leaf.name, row) for leaf in schema.leaves()}
        return self._run(jobs) | cells

    def remove_row(self, repeat: str, row: RowId) -> frozenset[Node]:
        """Take a row away; returns nodes of the rest whose state changed."""
        if row not in self._rows[repeat]:
            return frozenset()
        self._rows[repeat].remove(row)
        schema = self._schema.repeats[repeat]
        for leaf in schema.leaves():
            self._answers.pop((leaf.name, row), None)
            self._calculated.pop((leaf.name, row), None)
        for key in [key for key in self._flags if key[2] == row]:
            del self._flags[key]
        dependents = self._compiled.by_rows.get(repeat, ())
        return self._run(self._affected(dependents, schema, None))

    def violations(self) -> tuple[Violation, ...]:
        """All violations of relevant nodes, in document order."""
        nodes = (node for section in self.form.sections for node in self._nodes(section.items))
        return tuple(one for node in nodes for one in self.state(node).violations)

    def progress(self, section: str | None = None) -> Progress:
        """Counts of one section (by name) or of the whole form."""
        answered = total = violations = 0
        for name in self._item_names(section):
            if name in self.form.repeats:
                if self.is_relevant_repeat(name):
                    total += 1
                    answered += bool(self._rows[name])
            elif self.form.questions[name].is_answerable and self.state((name, None)).is_relevant:
                total += 1
                answered += self._value((name, None)) is not None
            for node in self._nodes((name,)):
                found = self.state(node).violations
                violations += sum(one.kind is not ViolationKind.REQUIRED for one in found)
        return Progress(answered, total, violations)

    def unanswered(self, section: str | None = None) -> tuple[Node, ...]:
        """Relevant answerable nodes without a value, in document order, cells of rows included."""
        found: list[Node] = []
        for node in self._nodes(self._item_names(section)):
            if self.form.questions[node[0]].is_answerable and self._value(node) is None:
                _, leaf, row = self._find(node)
                if self.is_relevant(leaf, row):
                    found.append(node)
        return tuple(found)

    def evaluate(self, expression: str, node: Node | None = None) -> XValue:
        """The value of an expression of one's own, at a question or at the root.

        Raises:
            ExpressionError: it cannot be read, or names what does not exist.
        """
        schema, row = (self._schema.root, None) if node is None else self._find(node)[1:]
        instances = frozenset(self.form.instances)
        compiled = compile_expression(expression, self._schema, schema, instances)
        here = PrimaryNode(self, schema, row)
        return compiled.evaluate(Scope(self, here, here))

    # -- inside --

    def _item_names(self, section: str | None) -> tuple[str, ...]:
        sections = (one for one in self.form.sections if section in (None, one.name))
        return tuple(name for one in sections for name in one.items)

    def _nodes(self, items: Iterable[str]) -> Iterator[Node]:
        for name in items:
            if name not in self.form.repeats:
                yield (name, None)
                continue
            for row in self._rows[name]:
                yield from ((cell, row) for cell in self.form.repeats[name].questions)

    def _violations_of(
        self, question: Question, leaf: SchemaNode, row: RowId | None, value: Value
    ) -> tuple[Violation, ...]:
        node = (question.name, row)
        if value is None:
            is_required = self._flags.get((RuleKind.REQUIRED, leaf.path, row), False)
            if is_required and question.is_answerable:
                return (Violation(ViolationKind.REQUIRED, node, question.required_message),)
            return ()
        found: list[Violation] = []
        try:
            check_value(question, value)
        except AnswerError:
            found.append(Violation(ViolationKind.TYPE, node, Text()))
        if not self._flags.get((RuleKind.CONSTRAINT, leaf.path, row), True):
            found.append(Violation(ViolationKind.CONSTRAINT, node, question.constraint_message))
        return tuple(found)
