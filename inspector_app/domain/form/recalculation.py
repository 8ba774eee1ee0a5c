"""The part of a running instance that recalculates: answers, computed values, flags, and the queue.

Only what a change concerns is evaluated, in the order that ``rules`` worked out; a rule runs at most
once per change and row.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence

from inspector_app.domain.form.answers import Value
from inspector_app.domain.form.computed import computed_value, default_value
from inspector_app.domain.form.definition import Form, Question
from inspector_app.domain.form.rules import CompiledForm, Dependent, Rule, RuleKind, compile_form
from inspector_app.domain.form.schema import SchemaKind, SchemaNode
from inspector_app.domain.form.states import Node
from inspector_app.domain.form.values import Item, PrimaryNode, RowId, Scope, to_boolean

_compiled: list[CompiledForm] = []


def compiled_form(form: Form) -> CompiledForm:
    """The compiled rules of a form; the last eight forms are kept.

    Raises:
        FormError: see ``rules.compile_form``.
    """
    for compiled in _compiled:
        if compiled.form is form:
            return compiled
    compiled = compile_form(form)
    _compiled.append(compiled)
    del _compiled[:-8]
    return compiled


class Recalculation:
    """Answers of an instance and all that follows from them.

    It is the ``values.Environment`` of its own expressions. Arguments: see ``engine.Instance``.
    """

    def __init__(
        self,
        form: Form,
        answers: Mapping[Node, Value],
        rows: Mapping[str, Sequence[RowId]],
        *,
        today: str,
    ) -> None:
        self.form = form
        self._today = today
        self._compiled = compiled_form(form)
        self._schema = self._compiled.schema
        self._rows: dict[str, list[RowId]] = {
            name: list(dict.fromkeys(rows.get(name, ()))) for name in form.repeats
        }
        self._answers: dict[Node, Value] = {
            node: value for node, value in answers.items() if node[0] in form.questions
        }
        self._calculated: dict[Node, Value] = {}
        self._flags: dict[tuple[RuleKind, str, RowId | None], bool] = {}
        self._items: dict[str, tuple[Item, ...]] = {}
        self._run(
            (rule, row) for rule in self._compiled.rules for row in self._instances(rule.node)
        )

    @property
    def today(self) -> str:
        """The ISO date of the day."""
        return self._today

    def text(self, leaf: SchemaNode, row: RowId | None) -> str:
        """The value of a leaf as XPath text."""
        value = self._value((leaf.name, row))
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        return " ".join(value) if isinstance(value, list) else str(value)

    def is_relevant(self, node: SchemaNode, row: RowId | None) -> bool:
        """Whether a node and all its groups are relevant."""
        place: SchemaNode | None = node
        while place is not None:
            here = row if place.repeat else None
            if not self._flags.get((RuleKind.RELEVANT, place.path, here), True):
                return False
            place = place.parent
        return True

    def row_ids(self, repeat: str) -> Sequence[RowId]:
        """The rows of a repeat in order."""
        return self._rows[repeat]

    def items(self, instance: str) -> tuple[Item, ...]:
        """The items of a secondary instance."""
        if instance not in self._items:
            lines = self.form.instances[instance]
            self._items[instance] = tuple(
                Item(instance, index, line) for index, line in enumerate(lines)
            )
        return self._items[instance]

    def choice_label(self, leaf: SchemaNode, name: str) -> str | None:
        """The label of a choice in the form's default language."""
        question = self.form.questions[leaf.name]
        labels = (one.label for one in question.choices if one.name == name)
        label = next(labels, None)
        return None if label is None else label.in_(self.form.default_language)

    def is_relevant_repeat(self, repeat: str) -> bool:
        """Whether a repeating table itself is to be filled (its groups and its own condition)."""
        schema = self._schema.repeats[repeat]
        flag = self._flags.get((RuleKind.RELEVANT, schema.path, None), True)
        parent = schema.parent
        return flag and (parent is None or self.is_relevant(parent, None))

    def _find(self, node: Node) -> tuple[Question, SchemaNode, RowId | None]:
        name, row = node
        leaf = self._schema.leaves[name]
        is_there = row in self._rows[leaf.repeat] if leaf.repeat else row is None
        if not is_there:
            raise KeyError(node)
        return self.form.questions[name], leaf, row

    def _value(self, node: Node) -> Value:
        question = self.form.questions[node[0]]
        if question.calculate:
            return self._calculated.get(node)
        if node in self._answers:
            return self._answers[node]
        return default_value(question)

    def _instances(self, node: SchemaNode) -> Iterator[RowId | None]:
        """The rows in which a node's rules run; a repeat's own relevance also runs without row."""
        if node.repeat:
            yield from self._rows[node.repeat]
        if not node.repeat or node.kind is SchemaKind.REPEAT:
            yield None

    def _affected(
        self, dependents: Iterable[Dependent], source: SchemaNode, row: RowId | None
    ) -> list[tuple[Rule, RowId | None]]:
        jobs: list[tuple[Rule, RowId | None]] = []
        for dependent in dependents:
            target = dependent.rule.node
            if dependent.same_row and row is not None and target.repeat == source.repeat:
                jobs.append((dependent.rule, row))
            else:
                jobs.extend((dependent.rule, one) for one in self._instances(target))
        return jobs

    def _run(self, jobs: Iterable[tuple[Rule, RowId | None]]) -> frozenset[Node]:
        """Evaluate rules and, in order, all that their results concern; returns changed nodes."""
        queue: list[tuple[int, bytes]] = []
        waiting: set[tuple[int, bytes]] = set()
        changed: set[Node] = set()

        def push(pending: Iterable[tuple[Rule, RowId | None]]) -> None:
            for rule, row in pending:
                key = (rule.order, row or b"")
                if key not in waiting:
                    waiting.add(key)
                    heapq.heappush(queue, key)

        push(jobs)
        while queue:
            key = heapq.heappop(queue)
            waiting.discard(key)
            rule, row = self._compiled.rules[key[0]], key[1] or None
            if not self._apply(rule, row):
                continue
            if rule.kind is RuleKind.RELEVANT:
                changed.update(self._below(rule.node, row))
                readers = self._compiled.by_relevance.get(rule.node.path, ())
                push(self._affected(readers, rule.node, row))
                continue
            changed.add((rule.node.name, row))
            if rule.kind is RuleKind.CALCULATE:
                readers = self._compiled.by_value.get(rule.node.name, ())
                push(self._affected(readers, rule.node, row))
        return frozenset(changed)

    def _below(self, node: SchemaNode, row: RowId | None) -> Iterator[Node]:
        for leaf in node.leaves():
            if not leaf.repeat:
                yield (leaf.name, None)
            elif row is not None:
                yield (leaf.name, row)
            else:
                yield from ((leaf.name, one) for one in self._rows[leaf.repeat])

    def _apply(self, rule: Rule, row: RowId | None) -> bool:
        """Evaluate one rule; whether its result is another than before."""
        here = PrimaryNode(self, rule.node, row)
        if rule.kind is RuleKind.CALCULATE:
            node = (rule.node.name, row)
            after: Value = None
            if self.is_relevant(rule.node, row):
                result = rule.expression.evaluate(Scope(self, here, here))
                after = computed_value(self.form.questions[node[0]], result)
            before, self._calculated[node] = self._calculated.get(node), after
            return before != after or type(before) is not type(after)
        key = (rule.kind, rule.node.path, row)
        flag = to_boolean(rule.expression.evaluate(Scope(self, here, here)))
        previous = self._flags.get(key, rule.kind is not RuleKind.REQUIRED)
        self._flags[key] = flag
        return flag is not previous
