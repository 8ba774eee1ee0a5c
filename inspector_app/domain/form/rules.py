"""A form's rules, compiled and put in order: the dependency graph.

A rule is one expression of one node: its calculation, relevance, required or constraint. Rules run
in topological order, so that each is evaluated once after a change, and only when something that it
reads has changed. A cycle is refused when the form is read, by the names on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from inspector_app.domain.errors import ExpressionError, FormError
from inspector_app.domain.form.compiler import Compiled, Reference, compile_expression
from inspector_app.domain.form.definition import Form
from inspector_app.domain.form.problems import Problem, Problems
from inspector_app.domain.form.schema import Schema, SchemaKind, SchemaNode, build_schema


class RuleKind(IntEnum):
    """What a rule decides."""

    RELEVANT = 0
    CALCULATE = 1
    REQUIRED = 2
    CONSTRAINT = 3


_COLUMNS = {
    RuleKind.RELEVANT: "relevant",
    RuleKind.CALCULATE: "calculation",
    RuleKind.REQUIRED: "required",
    RuleKind.CONSTRAINT: "constraint",
}


@dataclass(slots=True, eq=False)
class Rule:
    """One rule; ``order`` is its place in the evaluation order."""

    kind: RuleKind
    node: SchemaNode
    expression: Compiled
    order: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Dependent:
    """A rule that reads something; ``same_row``: only the rule's own row is concerned."""

    rule: Rule
    same_row: bool


@dataclass(slots=True, eq=False)
class CompiledForm:
    """A form with its schema, rules in evaluation order, and who reads what.

    ``by_value``: leaf name to the rules that read its value; ``by_rows``: repeat name to the rules
    that read its rows; ``by_relevance``: path to the rules that a change of that node's own
    relevance concerns (they read a leaf at or below it, or calculate one).
    """

    form: Form
    schema: Schema
    rules: tuple[Rule, ...]
    by_value: dict[str, list[Dependent]] = field(default_factory=dict)
    by_rows: dict[str, list[Dependent]] = field(default_factory=dict)
    by_relevance: dict[str, list[Dependent]] = field(default_factory=dict)
    by_target: dict[tuple[RuleKind, str], Rule] = field(default_factory=dict)


def compile_form(form: Form) -> CompiledForm:
    """Compile all rules of a form.

    Raises:
        FormError: expressions that cannot be read or name what does not exist, and cycles.
    """
    schema = build_schema(form)
    problems: list[Problem] = []
    rules: list[Rule] = []
    instances = frozenset(form.instances)
    for kind, node, source in _sources(form, schema):
        try:
            compiled = compile_expression(source, schema, node, instances)
        except ExpressionError as error:
            what = f"biểu thức «{source.strip()}» sai: {error.details['what']}"
            problems.append(Problem(what, column=_COLUMNS[kind], question=node.name))
        else:
            rules.append(Rule(kind, node, compiled))
    if not problems:
        rules, problems = _ordered(rules)
    if problems:
        found = Problems(problems)
        raise FormError(path=form.form_id, count=len(found), problems=found)
    for order, rule in enumerate(rules):
        rule.order = order
    compiled_form = CompiledForm(form, schema, tuple(rules))
    _index(compiled_form)
    return compiled_form


def _sources(form: Form, schema: Schema) -> Iterator[tuple[RuleKind, SchemaNode, str]]:
    relevant: dict[str, str] = dict(form.group_relevant)
    relevant |= {one.path: one.relevant for one in form.repeats.values() if one.relevant}
    names = {section.name: section.relevant for section in form.sections if section.relevant}
    for name, source in names.items():
        path = f"{schema.root.path}/{name}"
        if path in schema.by_path:
            relevant.setdefault(path, source)
    for path, source in relevant.items():
        if source.strip():
            yield RuleKind.RELEVANT, schema.by_path[path], source
    for question in form.questions.values():
        leaf = schema.leaves[question.name]
        sources = (
            (RuleKind.RELEVANT, question.relevant),
            (RuleKind.CALCULATE, question.calculate),
            (RuleKind.REQUIRED, question.required),
            (RuleKind.CONSTRAINT, question.constraint),
        )
        yield from ((kind, leaf, source) for kind, source in sources if source.strip())


def _index(compiled: CompiledForm) -> None:
    for rule in compiled.rules:
        compiled.by_target[(rule.kind, rule.node.path)] = rule
        for reference in rule.expression.references:
            node = reference.node
            entry = Dependent(rule, reference.same_row)
            if node.kind is SchemaKind.LEAF:
                compiled.by_value.setdefault(node.name, []).append(entry)
            elif node.kind is SchemaKind.REPEAT:
                compiled.by_rows.setdefault(node.repeat, []).append(entry)
            for place in (node, *node.ancestors()):
                compiled.by_relevance.setdefault(place.path, []).append(entry)
        if rule.kind is RuleKind.CALCULATE:
            for place in (rule.node, *rule.node.ancestors()):
                compiled.by_relevance.setdefault(place.path, []).append(Dependent(rule, True))


def _reads(rule: Rule, targets: Mapping[tuple[RuleKind, str], Rule]) -> Iterator[Rule]:
    """The rules that decide what a rule reads."""
    places: Iterable[Reference] = rule.expression.references
    for reference in sorted(places, key=lambda one: one.node.path):
        node = reference.node
        calculation = targets.get((RuleKind.CALCULATE, node.path))
        if calculation is not None:
            yield calculation
        yield from _relevance_of(node, targets)
    if rule.kind is RuleKind.CALCULATE:
        yield from _relevance_of(rule.node, targets)


def _relevance_of(node: SchemaNode, targets: Mapping[tuple[RuleKind, str], Rule]) -> Iterator[Rule]:
    for place in (node, *node.ancestors()):
        relevance = targets.get((RuleKind.RELEVANT, place.path))
        if relevance is not None:
            yield relevance


def _ordered(rules: list[Rule]) -> tuple[list[Rule], list[Problem]]:
    """Rules in an order in which each comes after what it reads; or the cycle found.

    Iterative depth-first search, so that a chain of any length is no matter of the stack.
    """
    targets = {(rule.kind, rule.node.path): rule for rule in rules}
    done: dict[Rule, bool] = {}
    ordered: list[Rule] = []
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
                ordered.append(rule)
            elif following not in done:
                done[following] = False
                stack.append((following, _reads(following, targets)))
            elif not done[following]:
                chain = [one for one, _ in stack]
                return [], [_cycle(chain[chain.index(following) :])]
    return ordered, []


def _cycle(chain: list[Rule]) -> Problem:
    names = list(dict.fromkeys(rule.node.name for rule in chain))
    first = chain[0]
    if len(names) == 1:
        what = "biểu thức dựa vào chính câu này"
    else:
        what = "các câu phụ thuộc vòng tròn: " + " → ".join([*names, names[0]])
    return Problem(what, column=_COLUMNS[first.kind], question=first.node.name)
