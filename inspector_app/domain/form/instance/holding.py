"""What a running instance holds: answers, values, rows, what is hidden; what expressions see of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from inspector_app.domain.form.answers import Value, is_of_type
from inspector_app.domain.form.definition import Choice, Form, Question
from inspector_app.domain.form.expression.values import Item, Place, RowId, Scope
from inspector_app.domain.form.instance.compilation import compiled_form
from inspector_app.domain.form.instance.computed import default_value, value_text
from inspector_app.domain.form.instance.row_tables import RowTables
from inspector_app.domain.form.instance.rules import RuleKind
from inspector_app.domain.form.instance.secondary import Lists
from inspector_app.domain.form.schema import SchemaKind, SchemaNode
from inspector_app.domain.form.states import Node
from inspector_app.domain.form.surroundings import Surroundings


class Holding:
    """The values, rows and hidden places of a running instance.

    It is the ``values.Environment`` of its own expressions. Arguments: see ``engine.Instance``.
    """

    def __init__(
        self,
        form: Form,
        answers: Mapping[Node, Value],
        rows: Mapping[str, Sequence[RowId]],
        surroundings: Surroundings,
        parents: Mapping[RowId, RowId],
        language: str,
    ) -> None:
        self.form = form
        self.language = language or form.default_language
        self.surroundings = surroundings
        self._compiled = compiled_form(form)
        self._schema = self._compiled.schema
        counted = {name for name, repeat in form.repeats.items() if repeat.count.strip()}
        free = {name: ids for name, ids in rows.items() if name not in counted}
        self._tables = RowTables(self._schema, free, parents)
        self.outer_rows = self._tables.outer_rows
        self.hidden: set[Place] = set()
        self._own_hidden: set[Place] = set()
        self._flags: dict[RuleKind, set[Place]] = {
            RuleKind.REQUIRED: set(),
            RuleKind.CONSTRAINT: set(),
            RuleKind.READONLY: set(),
        }
        self._answers: dict[Node, Value] = {
            node: value for node, value in answers.items() if node[0] in form.questions
        }
        self._values: dict[Node, Value] = {}
        self.texts: dict[Node, str] = {}
        self._odd: set[Node] = set()
        self._takes_defaults = True
        self._born: list[tuple[str, RowId]] = []
        self._is_bearing = False
        self._scopes: dict[SchemaNode, Scope] = {}
        self._written: dict[Node, Value] = {}
        self._lists = Lists(form)
        self._drawn: dict[tuple[Node, frozenset[int]], tuple[Choice, ...]] = {}

    # -- values.Environment --

    @property
    def form_version(self) -> str:
        """The version of the form."""
        return self.form.version

    def text(self, leaf: SchemaNode, row: RowId | None) -> str:
        """The value of a leaf as XPath text."""
        return self.texts.get((leaf.name, row), "")

    def row_ids(self, repeat: str, outer: RowId | None) -> Sequence[RowId]:
        """The rows of a repeat within a row of the outer one."""
        return self._tables.of(repeat, outer)

    def row_number(self, repeat: str, row: RowId) -> int:
        """Which row it is within the row around it, from 1; 0 for a row that is gone."""
        return self._tables.number(repeat, row)

    def items(self, instance: str) -> tuple[Item, ...]:
        """The items of a secondary instance."""
        return self._lists.items(instance)

    def items_where(self, instance: str, column: str, text: str) -> Sequence[Item]:
        """The items whose column is exactly that text."""
        return self._lists.where(instance, column, text)

    def choice_label(self, leaf: SchemaNode, name: str) -> str | None:
        """The label of a choice in the language of the instance."""
        for choice in self.form.questions[leaf.name].choices:
            if choice.name == name:
                return choice.label.in_(self.language)
        return None

    def itext(self, id_: str) -> str | None:
        """The text of that id in the language of the instance."""
        text = self.form.texts.get(id_)
        return None if text is None else text.in_(self.language)

    # -- loading --

    def _load(self) -> None:
        """Take the values of all nodes that are there, then evaluate every rule."""
        for question in self.form.questions.values():
            leaf = self._schema.leaves[question.name]
            for row in self._tables.all(leaf.repeats):
                self._take(question, leaf, row)

    def _take(self, question: Question, leaf: SchemaNode, row: RowId | None) -> None:
        """The stored value of a node, or its default."""
        node = (question.name, row)
        if question.calculate and question.name not in self._compiled.once:
            return
        if node in self._answers:
            self._store(question, node, self._answers[node])
        elif question.default and self._takes_defaults:
            self._store(question, node, default_value(question))

    def _store(self, question: Question, node: Node, value: Value) -> bool:
        """Keep a node's value; whether it is another than before."""
        before = self._values.get(node)
        if before == value and type(before) is type(value):
            return False
        if value is None:
            del self._values[node]
            self.texts.pop(node, None)
            self._odd.discard(node)
            return True
        self._values[node] = value
        self.texts[node] = value_text(value)
        if is_of_type(question, value):
            self._odd.discard(node)
        else:
            self._odd.add(node)
        return True

    def _place_above(self, node: SchemaNode, row: RowId | None) -> Place | None:
        above = node.parent
        if above is None:
            return None
        if node.kind is SchemaKind.REPEAT and row is not None:
            row = self.outer_rows.get(row)
        return (above, row)

    def _leaves_in(self, node: SchemaNode, row: RowId | None) -> Iterator[Node]:
        for here, at in self._tables.inside(node, row):
            if here.kind is SchemaKind.LEAF:
                yield (here.name, at)
