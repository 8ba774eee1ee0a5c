"""All expressions of a form to rules, actions, offered choices and outputs of texts.

Everything that can be wrong with an expression is found here, when a form is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from inspector_app.domain.errors import ExpressionError, FormError
from inspector_app.domain.form.definition import ActionEvent, Form, Text
from inspector_app.domain.form.expression.compiler import Compiled, compile_expression
from inspector_app.domain.form.expression.places import Instances
from inspector_app.domain.form.instance.rules import (
    COLUMNS,
    CompiledAction,
    CompiledForm,
    Rule,
    RuleKind,
    index_rules,
    ordered,
)
from inspector_app.domain.form.problems import Problem, Problems
from inspector_app.domain.form.schema import Schema, SchemaNode, build_schema
from inspector_app.domain.saying import said

_kept: list[CompiledForm] = []


def compiled_form(form: Form) -> CompiledForm:
    """The compiled rules of a form; the last eight forms are kept.

    Raises:
        FormError: expressions that cannot be read or name what does not exist, and cycles.
    """
    for compiled in _kept:
        if compiled.form is form:
            return compiled
    compiled = compile_form(form)
    _kept.append(compiled)
    del _kept[:-8]
    return compiled


def compile_form(form: Form) -> CompiledForm:
    """Compile all expressions of a form.

    Raises:
        FormError: as ``compiled_form``.
    """
    schema = build_schema(form)
    work = _Work(form, schema, columns_of(form))
    itemsets = dict(work.itemsets())
    rules = [*work.rules(), *work.choices(itemsets)]
    outputs = dict(work.outputs())
    actions = tuple(work.actions())
    if not work.problems:
        rules, work.problems = ordered(rules)
    if work.problems:
        found = Problems(work.problems)
        raise FormError(path=form.form_id, count=len(found), problems=found)
    for order, rule in enumerate(rules):
        rule.order = order
    once = frozenset(rule.node.name for rule in rules if rule.is_once)
    compiled = CompiledForm(
        form, schema, tuple(rules), once=once, outputs=outputs, itemsets=itemsets, actions=actions
    )
    index_rules(compiled)
    return compiled


def columns_of(form: Form) -> Instances:
    """The columns of each secondary instance."""
    return {
        name: frozenset(column for item in items for column in item)
        for name, items in form.instances.items()
    }


@dataclass(slots=True)
class _Work:
    form: Form
    schema: Schema
    instances: Instances
    problems: list[Problem] = field(default_factory=list)

    def compiled(self, node: SchemaNode, source: str, column: str) -> Compiled | None:
        try:
            return compile_expression(source, self.schema, node, self.instances)
        except ExpressionError as error:
            what = said(
                "biểu thức «{source}» sai: {what}",
                source=source.strip(),
                what=error.details["what"],
            )
            self.problems.append(Problem(what, column=column, question=node.name))
            return None

    def rules(self) -> Iterator[Rule]:
        for kind, node, source in self._sources():
            expression = self.compiled(node, source, COLUMNS[kind])
            if expression is not None:
                is_once = kind is RuleKind.CALCULATE and "once" in expression.calls
                yield Rule(kind, node, expression, is_once=is_once)

    def _sources(self) -> Iterator[tuple[RuleKind, SchemaNode, str]]:
        form, schema = self.form, self.schema
        relevant: dict[str, str] = dict(form.group_relevant)
        relevant |= {one.path: one.relevant for one in form.repeats.values() if one.relevant}
        for section in form.sections:
            path = f"{schema.root.path}/{section.name}"
            if section.relevant and path in schema.by_path:
                relevant.setdefault(path, section.relevant)
        for path, source in relevant.items():
            if _says_something(source, "true()"):
                yield RuleKind.RELEVANT, schema.by_path[path], source
        for path, source in form.group_readonly.items():
            if _says_something(source, "false()"):
                yield RuleKind.READONLY, schema.by_path[path], source
        for repeat in form.repeats.values():
            if repeat.count.strip():
                yield RuleKind.COUNT, schema.repeats[repeat.name], repeat.count
        for question in form.questions.values():
            leaf = schema.leaves[question.name]
            for kind, source, idle in (
                (RuleKind.RELEVANT, question.relevant, "true()"),
                (RuleKind.CALCULATE, question.calculate, ""),
                (RuleKind.REQUIRED, question.required, "false()"),
                (RuleKind.CONSTRAINT, question.constraint, "true()"),
                (RuleKind.READONLY, question.readonly, "false()"),
            ):
                if _says_something(source, idle):
                    yield kind, leaf, source

    def outputs(self) -> Iterator[tuple[tuple[SchemaNode, str], Compiled]]:
        for node, text, column in self._texts():
            for source in text.outputs:
                expression = self.compiled(node, source, column)
                if expression is not None:
                    yield (node, source), expression

    def _texts(self) -> Iterator[tuple[SchemaNode, Text, str]]:
        for question in self.form.questions.values():
            leaf = self.schema.leaves[question.name]
            yield leaf, question.label, "label"
            yield leaf, question.hint, "hint"
            yield leaf, question.guidance, "guidance_hint"
            yield leaf, question.constraint_message, "constraint_message"
            yield leaf, question.required_message, "required_message"
            for choice in question.choices:
                yield leaf, choice.label, "label"
        for path, text in self.form.group_labels.items():
            if path in self.schema.by_path:
                yield self.schema.by_path[path], text, "label"
        for repeat in self.form.repeats.values():
            yield self.schema.repeats[repeat.name], repeat.label, "label"
        for section in self.form.sections:
            node = self.schema.by_path.get(f"{self.schema.root.path}/{section.name}")
            if node is not None:
                yield node, section.label, "label"

    def choices(self, itemsets: Mapping[str, Compiled]) -> Iterator[Rule]:
        for name, expression in itemsets.items():
            yield Rule(RuleKind.CHOICES, self.schema.leaves[name], expression)

    def itemsets(self) -> Iterator[tuple[str, Compiled]]:
        for question in self.form.questions.values():
            if question.itemset is not None:
                leaf = self.schema.leaves[question.name]
                compiled = self.compiled(leaf, question.itemset.nodeset, "choice_filter")
                if compiled is not None:
                    yield question.name, compiled

    def actions(self) -> Iterator[CompiledAction]:
        for action in self.form.actions:
            target = self.schema.leaves.get(action.target)
            if target is None:
                what = said("không có câu «{target}» để ghi giá trị", target=action.target)
                self.problems.append(Problem(what, column="trigger", question=action.target))
                continue
            expression = None
            if action.expression.strip():
                is_trigger = action.event is ActionEvent.VALUE_CHANGED
                column = "calculation" if is_trigger else "default"
                expression = self.compiled(target, action.expression, column)
                if expression is None:
                    if is_trigger:
                        what = said(
                            "câu kích hoạt (trigger) và câu được ghi phải cùng một nhóm, cùng một bảng"
                        )
                        self.problems.append(Problem(what, column="trigger", question=target.name))
                    continue
            yield CompiledAction(action, target, expression)


def _says_something(source: str, idle: str) -> bool:
    return source.strip() not in ("", idle)
