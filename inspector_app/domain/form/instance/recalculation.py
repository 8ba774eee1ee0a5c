"""The part of a running instance that recalculates: values, flags, and the queue.

Only what a change concerns is evaluated, in the order that ``rules`` worked out; a rule runs at most
once per change and row. Sources: XForms 1.1 processing model; ODK XForms specification.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator

from inspector_app.domain.form.expression.values import (
    PrimaryNode,
    RowId,
    Scope,
    XValue,
    to_boolean,
    to_number,
)
from inspector_app.domain.form.instance.computed import computed_value
from inspector_app.domain.form.instance.holding import Holding
from inspector_app.domain.form.instance.rules import Dependent, Rule, RuleKind
from inspector_app.domain.form.schema import SchemaKind, SchemaNode
from inspector_app.domain.form.states import Node
from inspector_app.domain.log.entity import MAX_FIXED_ROWS, fixed_row

# looked up in every evaluation, and a member of an enumeration is slow to look up
RELEVANT, CALCULATE, CONSTRAINT = RuleKind.RELEVANT, RuleKind.CALCULATE, RuleKind.CONSTRAINT
COUNT, CHOICES = RuleKind.COUNT, RuleKind.CHOICES

Job = tuple[Rule, "RowId | None"]
MAX_ROWS = MAX_FIXED_ROWS
"""Most rows that a form may fix for one repeat; a mistyped number must not stop the program."""
MAX_ALL_ROWS = 20_000
"""Most rows of all repeats together that are made by themselves."""


class Recalculation(Holding):
    """Holding with rules: what follows from the answers."""

    _decides = True
    """Whether relevance and fixed rows are worked out here, not taken from another instance."""

    def _scope(self, node: SchemaNode, row: RowId | None) -> Scope:
        if row is None:
            scope = self._scopes.get(node)
            if scope is None:
                here = PrimaryNode(self, node, None)
                scope = self._scopes[node] = Scope(self, here, here)
            return scope
        here = PrimaryNode(self, node, row)
        return Scope(self, here, here)

    def _rows_of_rule(
        self, rule: Rule, around: RowId | None, pinned: int
    ) -> Iterator[RowId | None]:
        """The rows in which a rule runs, inside one row; prompts of repeats included."""
        node = rule.node
        if rule.kind is COUNT:
            for outer in self._tables.all(node.repeats[pinned:-1], around):
                yield self._tables.prompt(node.repeat, outer)
            return
        yield from self._tables.all(node.repeats[pinned:], around)
        if node.kind is SchemaKind.REPEAT and pinned < node.depth:
            for outer in self._tables.all(node.repeats[pinned:-1], around):
                yield self._tables.prompt(node.repeat, outer)

    def _affected(
        self, readers: Iterable[Dependent], source: SchemaNode, row: RowId | None
    ) -> Iterator[Job]:
        """The rules, and their rows, that a change of one node concerns."""
        for reader in readers:
            pinned = reader.pinned
            if pinned == 0 and not reader.rule.node.repeats:
                yield reader.rule, None
                continue
            around = self._tables.sharing(row, source.depth, pinned)
            for one in self._rows_of_rule(reader.rule, around, pinned):
                yield reader.rule, one

    def _readers(self, node: SchemaNode, row: RowId | None) -> Iterable[Job]:
        plain = self._compiled.plain.get(node)
        if plain is not None:
            return plain
        readers = self._compiled.readers.get(node)
        return self._affected(readers, node, row) if readers else ()

    def _run(self, jobs: Iterable[Job]) -> set[Node]:
        """Evaluate rules and all that follows, rows that come into being included.

        Returns:
            changed nodes.
        """
        changed = self._evaluated(jobs)
        if self._is_bearing:
            return changed  # the outermost run sees to new rows
        self._is_bearing = True
        while self._born:
            repeat, row = self._born.pop(0)
            if self._tables.has(repeat, row):
                changed |= self._new_row(repeat, row)
        self._is_bearing = False
        return changed

    def _new_row(self, _repeat: str, _row: RowId) -> set[Node]:
        """What a form writes into a row that it has made (``acting``)."""
        return set()

    def _evaluated(self, jobs: Iterable[Job]) -> set[Node]:
        """Evaluate rules and, in order, all that their results concern; returns changed nodes."""
        queue: list[tuple[int, bytes]] = []
        waiting: set[tuple[int, bytes]] = set()
        changed: set[Node] = set()
        rules = self._compiled.rules

        def push(pending: Iterable[Job]) -> None:
            for rule, row in pending:
                key = (rule.order, row or b"")
                if key not in waiting:
                    waiting.add(key)
                    heapq.heappush(queue, key)

        push(jobs)
        while queue:
            key = heapq.heappop(queue)
            waiting.discard(key)
            pending = self._apply(rules[key[0]], key[1] or None, changed)
            if pending:
                push(pending)
        return changed

    def _apply(self, rule: Rule, row: RowId | None, changed: set[Node]) -> Iterable[Job]:
        """Evaluate one rule, keep its result, and say which rules that concerns."""
        node, kind = rule.node, rule.kind
        if kind is CHOICES:
            changed.add((node.name, row))
            return ()
        if not self._decides and kind in (RELEVANT, COUNT):
            return ()  # what is hidden is shared with the side that decides it
        result = rule.expression.evaluate(self._scope(node, row))
        if kind is CALCULATE:
            return self._calculated(rule, row, result, changed)
        if kind is RELEVANT:
            return self._set_relevant(node, row, to_boolean(result), changed)
        if kind is COUNT:
            return self._set_count(node, row, to_number(result), changed)
        places = self._flags[kind]
        # What is kept is the exception: required, read-only, constraint broken.
        is_set = to_boolean(result) is (kind is not CONSTRAINT)
        place = (node, row)
        if is_set is not (place in places):
            (places.add if is_set else places.discard)(place)
            if node.kind is SchemaKind.LEAF:
                changed.add((node.name, row))
            else:
                changed.update(self._leaves_in(node, row))
        return ()

    def _calculated(
        self, rule: Rule, row: RowId | None, result: XValue, changed: set[Node]
    ) -> Iterable[Job]:
        node = (rule.node.name, row)
        question = self.form.questions[node[0]]
        value = computed_value(question, result)
        if not self._store(question, node, value):
            return ()
        if rule.is_once:
            self._answers[node] = self._written[node] = value
        changed.add(node)
        return self._readers(rule.node, row)

    def _set_relevant(
        self, node: SchemaNode, row: RowId | None, is_relevant: bool, changed: set[Node]
    ) -> Iterable[Job]:
        place = (node, row)
        if is_relevant is not (place in self._own_hidden):
            return ()
        (self._own_hidden.discard if is_relevant else self._own_hidden.add)(place)
        return self._spread(node, row, changed)

    def _spread(self, node: SchemaNode, row: RowId | None, changed: set[Node]) -> list[Job]:
        """Work out anew which nodes at and below one are hidden; the rules that this concerns."""
        jobs: list[Job] = []
        parent = self._place_above(node, row)
        stack = [(node, row, parent is not None and parent in self.hidden)]
        while stack:
            here, at, is_inherited = stack.pop()
            place = (here, at)
            is_hidden = is_inherited or place in self._own_hidden
            if is_hidden is (place in self.hidden):
                continue  # nothing below changes either
            (self.hidden.add if is_hidden else self.hidden.discard)(place)
            jobs += self._readers(here, at)
            if here.kind is SchemaKind.LEAF:
                changed.add((here.name, at))
            for child in here.children.values():
                if child.kind is SchemaKind.REPEAT:
                    inner = self._tables.of(child.repeat, at)
                    prompt = self._tables.prompt(child.repeat, at)
                    stack += [(child, one, is_hidden) for one in (*inner, prompt)]
                else:
                    stack.append((child, at, is_hidden))
        return jobs

    # -- rows --

    def _set_count(
        self, node: SchemaNode, prompt: RowId | None, number: float, changed: set[Node]
    ) -> list[Job]:
        """As many rows as the form says, with ids that are the same on every machine."""
        outer = self.outer_rows[prompt] if prompt is not None else None
        wanted = int(min(max(number, 0.0), MAX_ROWS)) if number == number else 0
        now = self._tables.of(node.repeat, outer)
        key = self.surroundings.table_keys.get(node.repeat, node.repeat)
        jobs: list[Job] = []
        while len(now) > wanted:
            jobs += self._drop(node, now[-1], changed)
            now = self._tables.of(node.repeat, outer)
        for index in range(len(now), wanted):
            if len(self.outer_rows) > MAX_ALL_ROWS:
                break
            row = fixed_row(self.surroundings.instance_id, outer, key, index)
            jobs += self._insert(node, row, outer, changed)
            self._born.append((node.repeat, row))
        return jobs

    def _insert(
        self, node: SchemaNode, row: RowId, outer: RowId | None, changed: set[Node]
    ) -> list[Job]:
        """Append a row; the rules that run in it or read the rows."""
        self._tables.add(node.repeat, row, outer)
        parent = self._place_above(node, row)
        if parent is not None and parent in self.hidden:
            self.hidden.update(self._tables.inside(node, row))
        for leaf, at in list(self._tables.inside(node, row)):
            if leaf.kind is SchemaKind.LEAF:
                self._take(self.form.questions[leaf.name], leaf, at)
                changed.add((leaf.name, at))
        jobs: list[Job] = []
        for rule in self._compiled.in_repeat.get(node.repeat, ()):
            jobs += [(rule, one) for one in self._rows_of_rule(rule, row, node.depth)]
        jobs += self._row_readers(node, row)
        return jobs

    def _drop(self, node: SchemaNode, row: RowId, changed: set[Node]) -> list[Job]:
        """Take a row away with all that is known of it; its answers are kept for its return."""
        places = list(self._tables.inside(node, row))
        jobs = self._row_readers(node, row)
        self._tables.remove(node.repeat, row)
        for place in places:
            here, at = place
            for flagged in (self.hidden, self._own_hidden, *self._flags.values()):
                flagged.discard(place)
            if here.kind is SchemaKind.LEAF:
                self._values.pop((here.name, at), None)
                self.texts.pop((here.name, at), None)
                self._odd.discard((here.name, at))
                changed.add((here.name, at))
        gone = {at for _, at in places}
        return [(rule, at) for rule, at in jobs if at is None or at not in gone]

    def _row_readers(self, node: SchemaNode, row: RowId) -> list[Job]:
        """The rules that read the rows of a repeat, or cells of them without naming one row."""
        jobs: list[Job] = []
        for below in node.below():
            readers = self._compiled.readers.get(below, ())
            wide = [one for one in readers if one.pinned < node.depth]
            jobs += self._affected(wide, node, row)
        return jobs
