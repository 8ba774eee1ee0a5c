"""What a running instance offers and counts: choices, texts, violations, progress."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property

from inspector_app.domain.form.answers import Value, display_value
from inspector_app.domain.form.definition import Choice, Question, QuestionType, Section, Text
from inspector_app.domain.form.expression.values import Item, PrimaryNode, RowId, XValue, to_text
from inspector_app.domain.form.instance.recalculation import Recalculation
from inspector_app.domain.form.instance.rules import RuleKind
from inspector_app.domain.form.schema import SchemaKind, SchemaNode
from inspector_app.domain.form.states import Node, Progress, Violation, ViolationKind

_SHOWN = (
    QuestionType.INTEGER,
    QuestionType.DECIMAL,
    QuestionType.RANGE,
    QuestionType.DATE,
    QuestionType.TIME,
    QuestionType.DATETIME,
)
"""Types whose values stand in labels as people write them; others stand as they are stored."""


class Offering(Recalculation):
    """Recalculation with what pages ask of it."""

    def choices(self, node: Node) -> tuple[Choice, ...]:
        """The choices a question offers now, in order.

        Raises:
            KeyError: the form has no such question.
        """
        question = self.form.questions[node[0]]
        if question.itemset is None:
            return question.choices
        compiled = self._compiled.itemsets[question.name]
        found = compiled.evaluate(self._scope(self._schema.leaves[question.name], node[1]))
        items = [one for one in found if isinstance(one, Item)] if isinstance(found, list) else []
        offered = tuple(question.choices[one.index] for one in items)
        if "randomize" not in compiled.calls:
            return offered
        # An order once drawn stays while the same choices are offered, or they would jump about.
        return self._drawn.setdefault((node, frozenset(one.index for one in items)), offered)

    def label(self, text: Text, node: Node) -> Text:
        """A text of a question with the values that stand in it."""
        if not text.outputs:
            return text
        return self._filled(text, self._schema.leaves[node[0]], node[1])

    def label_at(self, text: Text, path: str, row: RowId | None = None) -> Text:
        """A text of a group or repeat with the values that stand in it.

        Args: ``row``: the row that the group, or the whole table, stands in.
        """
        place = self._schema.by_path.get(path)
        if not text.outputs or place is None:
            return text
        if place.kind is SchemaKind.REPEAT:
            row = self._tables.prompt(place.repeat, row)
        return self._filled(text, place, row)

    def section_label(self, section: Section) -> Text:
        """The heading of a section with the values that stand in it."""
        return self.label_at(section.label, f"{self._schema.root.path}/{section.name}")

    def _filled(self, text: Text, place: SchemaNode, row: RowId | None) -> Text:
        scope = self._scope(place, row)
        found = [self._compiled.outputs[place, one].evaluate(scope) for one in text.outputs]
        return text.filled([self._shown(value) for value in found])

    def _shown(self, value: XValue) -> str:
        if isinstance(value, list) and len(value) == 1 and isinstance(value[0], PrimaryNode):
            node = value[0]
            question = self.form.questions.get(node.name)
            if question is not None and question.type in _SHOWN:
                stored = self._values.get((node.name, node.row))
                return display_value(question, stored, self.language)
        return to_text(value)

    # -- rows and nodes --

    def is_relevant_repeat(self, repeat: str, outer: RowId | None = None) -> bool:
        """Whether a repeating table itself is to be filled (its groups and its own condition)."""
        schema = self._schema.repeats[repeat]
        prompt = self._tables.prompt(repeat, outer)
        above = self._place_above(schema, prompt)
        return (schema, prompt) not in self.hidden and above not in self.hidden

    def nodes(self) -> Iterator[Node]:
        """All leaves in document order, rows in their order."""
        return self._leaves_in(self._schema.root, None)

    def _item_names(self, section: str | None) -> tuple[str, ...]:
        sections = (one for one in self.form.sections if section in (None, one.name))
        return tuple(name for one in sections for name in one.items)

    def _nodes(self, items: Iterable[str], row: RowId | None = None) -> Iterator[Node]:
        for name in items:
            repeat = self.form.repeats.get(name)
            if repeat is None:
                yield (name, row)
                continue
            for inner in self._tables.of(name, row):
                yield from self._nodes(repeat.items or repeat.questions, inner)

    # -- violations and progress --

    def violations(self, section: str | None = None) -> tuple[Violation, ...]:
        """All violations of relevant nodes, in document order; of one section by its name."""
        nodes = self.nodes() if section is None else self._nodes(self._item_names(section))
        return tuple(self._all_violations(nodes))

    def first_invalid(self) -> Violation | None:
        """The first violation in document order, or None."""
        return next(self._all_violations(self.nodes()), None)

    def _all_violations(self, nodes: Iterable[Node]) -> Iterator[Violation]:
        questions, leaves, hidden = self.form.questions, self._schema.leaves, self.hidden
        for node in nodes:
            leaf = leaves[node[0]]
            if (leaf, node[1]) not in hidden:
                question = questions[node[0]]
                yield from self._violations_of(question, leaf, node[1], self._values.get(node))

    def progress(self, section: str | None = None) -> Progress:
        """Counts of one section (by name) or of the whole form.

        Why a criterion does not apply is asked of nobody for whom it applies: such a reason counts
        only where it is given, or must be.
        """
        answered = total = violations = 0
        items = self._item_names(section)
        for name in items:
            if name in self.form.repeats:
                rows = self._tables.of(name, None)
                is_fixed = bool(self.form.repeats[name].count)
                if self.is_relevant_repeat(name) and (rows or not is_fixed):
                    total += 1
                    answered += self._has_answers(name) if is_fixed else bool(rows)
            elif self._is_asked((name, None)):
                total += 1
                answered += self._values.get((name, None)) is not None
        for one in self._all_violations(self._nodes(items)):
            violations += one.kind is not ViolationKind.REQUIRED
        return Progress(answered, total, violations)

    def _has_answers(self, repeat: str) -> bool:
        """Whether somebody has answered a cell of a table."""
        return any(self._answers.get(node) is not None for node in self._nodes((repeat,)))

    def unanswered(self, section: str | None = None) -> tuple[Node, ...]:
        """Relevant answerable nodes without a value, in document order, cells of rows included.

        Reasons why a criterion does not apply as in ``progress``.
        """
        return tuple(
            node
            for node in self._nodes(self._item_names(section))
            if self._values.get(node) is None and self._is_asked(node)
        )

    @cached_property
    def _reasons(self) -> frozenset[str]:
        """The questions whose text says why a criterion does not apply."""
        named = (one.insp.get("na", "").strip() for one in self.form.questions.values())
        return frozenset(name for name in named if name)

    def _is_asked(self, node: Node) -> bool:
        """Whether a node waits for an answer or has one."""
        question = self.form.questions[node[0]]
        return question.is_answerable and not self._is_hidden(node) and not self._is_idle(node)

    def _is_idle(self, node: Node) -> bool:
        """Whether a node is a blank reason that nobody must give."""
        if node[0] not in self._reasons or self._values.get(node) is not None:
            return False
        return (self._schema.leaves[node[0]], node[1]) not in self._flags[RuleKind.REQUIRED]

    def _is_hidden(self, node: Node) -> bool:
        return (self._schema.leaves[node[0]], node[1]) in self.hidden

    def _is_readonly(self, leaf: SchemaNode, row: RowId | None) -> bool:
        places = self._flags[RuleKind.READONLY]
        here: SchemaNode | None = leaf
        while here is not None and places:
            if (here, row) in places:
                return True
            if here.kind is SchemaKind.REPEAT and row is not None:
                row = self.outer_rows.get(row)
            here = here.parent
        return False

    def _is_offered(
        self, question: Question, leaf: SchemaNode, row: RowId | None, value: Value
    ) -> bool:
        if question.itemset is None:
            return True
        offered = {choice.name for choice in self.choices((leaf.name, row))}
        chosen = value if isinstance(value, list) else [value]
        return all(one in offered for one in chosen)

    def _violations_of(
        self, question: Question, leaf: SchemaNode, row: RowId | None, value: Value
    ) -> tuple[Violation, ...]:
        if not question.has_control:
            return ()
        node = (leaf.name, row)
        if value is None:
            if (leaf, row) in self._flags[RuleKind.REQUIRED]:
                return (
                    Violation(
                        ViolationKind.REQUIRED, node, self.label(question.required_message, node)
                    ),
                )
            return ()
        found: list[Violation] = []
        if node in self._odd or not self._is_offered(question, leaf, row, value):
            found.append(Violation(ViolationKind.TYPE, node, Text()))
        if (leaf, row) in self._flags[RuleKind.CONSTRAINT]:
            message = self.label(question.constraint_message, node)
            found.append(Violation(ViolationKind.CONSTRAINT, node, message))
        return tuple(found)
