"""What a running instance writes by itself: defaults, metadata, ``setvalue`` actions.

Written values are answers like typed ones: they stay when what they came from changes, so they have
to be stored. ``take_written`` hands them out. Source: ODK XForms specification, "Actions" and
"Preload attributes"; JavaRosa for the order (preloads, then actions, then calculations).
"""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.form.answers import Value
from inspector_app.domain.form.definition import ActionEvent, Form
from inspector_app.domain.form.expression.values import RowId
from inspector_app.domain.form.instance.computed import computed_value
from inspector_app.domain.form.instance.recalculation import Recalculation
from inspector_app.domain.form.instance.rules import CompiledAction
from inspector_app.domain.form.schema import SchemaNode
from inspector_app.domain.form.states import Node

MAX_CHAIN = 50
"""Most actions that may set one another off after one answer."""


def writes_by_itself(form: Form) -> bool:
    """Whether a form has anything that writes values: actions, metadata, ``once()``."""
    return bool(form.actions) or any(
        one.preload or "once(" in one.calculate for one in form.questions.values()
    )


class Acting(Recalculation):
    """Recalculation with actions."""

    def take_written(self) -> dict[Node, Value]:
        """The values that the form wrote since the last call; the caller stores them."""
        written, self._written = self._written, {}
        return written

    def finish(self) -> frozenset[Node]:
        """Write what is known only at the end (``end``); returns changed nodes."""
        changed: set[Node] = set()
        for name, question in self.form.questions.items():
            if question.preload == "end":
                leaf = self._schema.leaves[name]
                for row in self._tables.all(leaf.repeats):
                    changed |= self._write(leaf, row, self._preloaded("end"), MAX_CHAIN)
        return frozenset(changed)

    def _first_load(self) -> None:
        """Metadata and first-load actions of a new instance, before anything is calculated."""
        for leaf in self._schema.leaves.values():
            for row in self._tables.all(leaf.repeats):
                self._preload(leaf, row)
        self._on_load(ActionEvent.FIRST_LOAD)

    def _on_load(self, event: ActionEvent) -> None:
        for action in self._compiled.actions:
            if action.action.event is event:
                for row in list(self._tables.all(action.target.repeats)):
                    self._act(action, row, 0)

    def _preload(self, leaf: SchemaNode, row: RowId | None) -> None:
        preload = self.form.questions[leaf.name].preload
        if preload and preload != "end" and (leaf.name, row) not in self._answers:
            self._write(leaf, row, self._preloaded(preload), MAX_CHAIN)

    def _preloaded(self, kind: str) -> str | None:
        around = self.surroundings
        match kind:
            case "start" | "end":
                return around.moment()
            case "today":
                return around.today()
            case "uid":
                return "uuid:" + around.uuid()
            case "username":
                return around.username or None
            case "deviceid":
                return around.deviceid or None
            case "phonenumber":
                return around.phonenumber or None
            case "email":
                return around.email or None
        return None

    def _new_row(self, repeat: str, row: RowId) -> set[Node]:
        """Metadata and actions of a new row."""
        changed: set[Node] = set()
        node = self._schema.repeats[repeat]
        for leaf in node.leaves():
            if leaf.repeats == node.repeats:
                self._preload(leaf, row)
        for action in self._compiled.actions:
            if action.action.event is ActionEvent.NEW_ROW and action.action.source == repeat:
                for at in self._target_rows(action, node, row):
                    # a row that the form fixes comes again at each loading: what was said stays
                    if (action.target.name, at) not in self._answers:
                        changed |= self._act(action, at, 0)
        return changed

    def _fire(self, leaf: SchemaNode, row: RowId | None, chain: int) -> set[Node]:
        """The actions that wait for a change of this question."""
        changed: set[Node] = set()
        for action in self._compiled.actions:
            own = action.action
            if own.event is ActionEvent.VALUE_CHANGED and own.source == leaf.name:
                for at in self._target_rows(action, leaf, row):
                    changed |= self._act(action, at, chain)
        return changed

    def _target_rows(
        self, action: CompiledAction, source: SchemaNode, row: RowId | None
    ) -> Iterator[RowId | None]:
        """The row of the target that belongs to the source's row; none in a table elsewhere."""
        depth = action.target.depth
        if depth <= source.depth and action.target.repeats == source.repeats[:depth]:
            yield self._tables.sharing(row, source.depth, depth)

    def _act(self, action: CompiledAction, row: RowId | None, chain: int) -> set[Node]:
        value: Value = None
        if action.expression is not None:
            result = action.expression.evaluate(self._scope(action.target, row))
            value = computed_value(self.form.questions[action.target.name], result)
        return self._write(action.target, row, value, chain)

    def _write(self, leaf: SchemaNode, row: RowId | None, value: Value, chain: int) -> set[Node]:
        node = (leaf.name, row)
        if self._answers.get(node) == value and (value is not None or node not in self._values):
            return set()  # nothing to say
        self._answers[node] = self._written[node] = value
        if not self._store(self.form.questions[leaf.name], node, value):
            return set()
        changed = {node} | self._run(self._readers(leaf, row))
        if chain < MAX_CHAIN:
            changed |= self._fire(leaf, row, chain + 1)
        return changed
