"""A form's rules, compiled and put in order: the dependency graph.

A rule is one expression of one node: its calculation, relevance, required, read-only or constraint
condition, or the number of rows of a repeat. Rules run in topological order, so that each is
evaluated once after a change, and only when something that it reads has changed. A cycle is refused
when the form is read, by the names on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from inspector_app.domain.form.definition import Action, Form
from inspector_app.domain.form.expression.compiler import Compiled
from inspector_app.domain.form.problems import Problem
from inspector_app.domain.form.schema import Schema, SchemaKind, SchemaNode
from inspector_app.domain.saying import said


class RuleKind(IntEnum):
    """What a rule decides; CHOICES are worked out when asked for, the rule says that they changed."""

    RELEVANT = 0
    CALCULATE = 1
    REQUIRED = 2
    CONSTRAINT = 3
    READONLY = 4
    COUNT = 5
    CHOICES = 6


COLUMNS = {
    RuleKind.RELEVANT: "relevant",
    RuleKind.CALCULATE: "calculation",
    RuleKind.REQUIRED: "required",
    RuleKind.CONSTRAINT: "constraint",
    RuleKind.READONLY: "readonly",
    RuleKind.COUNT: "repeat_count",
    RuleKind.CHOICES: "choice_filter",
}
"""The column of the survey sheet that a kind of rule stands in."""


@dataclass(slots=True, eq=False)
class Rule:
    """One rule; ``order`` is its place in the evaluation order.

    ``is_once``: a calculation that keeps its first result (``once()``), which is stored therefore.
    """

    kind: RuleKind
    node: SchemaNode
    expression: Compiled
    order: int = 0
    is_once: bool = False

    @property
    def depth(self) -> int:
        """How many repeats a rule runs in; the number of rows is decided once per outer row."""
        return self.node.depth - (self.kind is RuleKind.COUNT)


@dataclass(frozen=True, slots=True, eq=False)
class Dependent:
    """A rule that reads something; ``pinned``: how many repeats it shares with what it reads."""

    rule: Rule
    pinned: int


@dataclass(frozen=True, slots=True, eq=False)
class CompiledAction:
    """A ``setvalue`` with its expression; None clears the target."""

    action: Action
    target: SchemaNode
    expression: Compiled | None


@dataclass(slots=True, eq=False)
class CompiledForm:
    """A form with its schema, rules in evaluation order, and who reads what.

    ``readers``: node to the rules that read its value, rows or existence; ``plain``: the same where
    none of them runs in rows, ready to be evaluated; ``in_repeat``: repeat
    name to the rules of nodes in its rows; ``once``: leaves whose calculation keeps its first
    result; ``outputs``: (node, expression) of the values that stand in texts; ``itemsets``:
    question name to the choices it offers now; ``constraints``: leaf name to its constraint.
    """

    form: Form
    schema: Schema
    rules: tuple[Rule, ...]
    readers: dict[SchemaNode, list[Dependent]] = field(default_factory=dict)
    plain: dict[SchemaNode, tuple[tuple[Rule, None], ...]] = field(default_factory=dict)
    in_repeat: dict[str, list[Rule]] = field(default_factory=dict)
    once: frozenset[str] = frozenset()
    outputs: dict[tuple[SchemaNode, str], Compiled] = field(default_factory=dict)
    itemsets: dict[str, Compiled] = field(default_factory=dict)
    actions: tuple[CompiledAction, ...] = ()
    constraints: dict[str, Rule] = field(default_factory=dict)


def index_rules(compiled: CompiledForm) -> None:
    """Fill in who reads what, and the rules of each repeat."""
    for rule in compiled.rules:
        if rule.kind is RuleKind.CONSTRAINT:
            compiled.constraints[rule.node.name] = rule
        for reference in rule.expression.references:
            entry = Dependent(rule, min(reference.pinned, rule.depth))
            compiled.readers.setdefault(reference.node, []).append(entry)
        for name in rule.node.repeats[: rule.depth]:
            compiled.in_repeat.setdefault(name, []).append(rule)
    for node, readers in compiled.readers.items():
        if not any(one.rule.node.repeats for one in readers):
            compiled.plain[node] = tuple(dict.fromkeys((one.rule, None) for one in readers))


def ordered(rules: list[Rule]) -> tuple[list[Rule], list[Problem]]:
    """Rules in an order in which each comes after what it reads; or the cycle found.

    Iterative depth-first search, so that a chain of any length is no matter of the stack.
    """
    targets = {(rule.kind, rule.node): rule for rule in rules}
    done: dict[Rule, bool] = {}
    found: list[Rule] = []
    for start in rules:
        if start in done:
            continue
        stack: list[tuple[Rule, Iterator[Rule]]] = [(start, _reads(start, targets))]
        done[start] = False
        while stack:
            rule, pending = stack[-1]
            following = next(pending, None)
            if following is None:
                stack.pop()
                done[rule] = True
                found.append(rule)
            elif following not in done:
                done[following] = False
                stack.append((following, _reads(following, targets)))
            elif not done[following]:
                chain = [one for one, _ in stack]
                return [], [_cycle(chain[chain.index(following) :])]
    return found, []


def _reads(rule: Rule, targets: Mapping[tuple[RuleKind, SchemaNode], Rule]) -> Iterator[Rule]:
    """The rules that decide what a rule reads."""
    nodes = {reference.node for reference in rule.expression.references}
    for node in sorted(nodes, key=lambda one: one.order):
        calculation = targets.get((RuleKind.CALCULATE, node))
        if calculation is not None:
            yield calculation
        yield from _existence(node, targets)


def _existence(
    node: SchemaNode, targets: Mapping[tuple[RuleKind, SchemaNode], Rule]
) -> Iterator[Rule]:
    """What decides whether a node is there: relevance of all around it, numbers of rows."""
    places: Iterable[SchemaNode] = (node, *node.ancestors())
    for place in places:
        relevance = targets.get((RuleKind.RELEVANT, place))
        if relevance is not None:
            yield relevance
        if place.kind is SchemaKind.REPEAT:
            count = targets.get((RuleKind.COUNT, place))
            if count is not None:
                yield count


def _cycle(chain: list[Rule]) -> Problem:
    names = list(dict.fromkeys(rule.node.name for rule in chain))
    first = chain[0]
    if len(names) == 1:
        what = said("biểu thức dựa vào chính câu này")
    else:
        circle = " → ".join([*names, names[0]])
        what = said("các câu phụ thuộc vòng tròn: {circle}", circle=circle)
    remedy = said("bỏ bớt một tham chiếu ${{…}} trong vòng, để không câu nào tính từ chính nó")
    column, question = COLUMNS[first.kind], first.node.name
    return Problem(what, column=column, question=question, remedy=remedy, code="circle")
