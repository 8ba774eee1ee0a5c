"""Which form an inspection is filled with after corrections, and whose answers stand where in it.

An answer's register is named after its question's *key*: the name that the question had in the
first form of its chain. A mapping gives every later name its key, so that nothing is copied when a
form is corrected: late answers of colleagues who still fill the old form arrive in the right place,
and going back is going back to the former mapping.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from inspector_app.domain.form.definition import Form
from inspector_app.domain.log.change import Value

_SHA256: Final = re.compile(r"[0-9a-f]{64}")

Codes = Mapping[str, Mapping[str, str]]
"""Choice names that became others, by question key: old name to new name."""


@dataclass(frozen=True, slots=True)
class FormMapping:
    """The chain of forms up to the present one.

    ``forms`` are hashes, the first pinned form first; ``questions`` and ``tables`` give the key of
    each name of the last form that is not its own key; ``choices`` holds the renamed choices of each
    step from one form to the next. ``name`` says which form it is to a person who does not have it.
    """

    forms: tuple[str, ...]
    questions: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[Codes, ...] = ()
    name: str = ""

    @property
    def form(self) -> str:
        """The hash of the present form."""
        return self.forms[-1]

    def key(self, question: str) -> str:
        """The key of a question of the present form."""
        return self.questions.get(question, question)

    def table_key(self, table: str) -> str:
        """The key of a table of the present form."""
        return self.tables.get(table, table)

    def name_of(self, key: str) -> str:
        """The present name of a question's key; the key itself where the form has no such question.

        A key that has become another question's name is marked as an old one.
        """
        found = next((name for name, one in self.questions.items() if one == key), None)
        if found is not None:
            return found
        return f"{key} (cũ)" if key in self.questions else key

    def encode(self) -> dict[str, Value]:
        """As it stands in the log (``docs/formats/change.md``)."""
        return {
            "choices": [{key: dict(codes) for key, codes in step.items()} for step in self.choices],
            "forms": list(self.forms),
            "name": self.name,
            "questions": dict(self.questions),
            "tables": dict(self.tables),
        }


def decode(value: Value) -> FormMapping | None:
    """The mapping that a register holds; None for anything that is none, whoever wrote it."""
    if not isinstance(value, Mapping):
        return None
    forms, steps = value.get("forms"), value.get("choices")
    questions, tables = _names(value.get("questions")), _names(value.get("tables"))
    if not isinstance(forms, list | tuple) or not isinstance(steps, list | tuple):
        return None
    if len(forms) < 2 or len(steps) != len(forms) - 1 or questions is None or tables is None:
        return None
    hashes = tuple(one for one in forms if isinstance(one, str) and _SHA256.fullmatch(one))
    choices = tuple(found for step in steps if (found := _codes(step)) is not None)
    if len(hashes) != len(forms) or len(choices) != len(steps):
        return None
    name = value.get("name")
    return FormMapping(hashes, questions, tables, choices, name if isinstance(name, str) else "")


def names_by_key(names: Mapping[str, str], own: Iterable[str]) -> dict[str, str]:
    """The present name of each key.

    Args:
        names: ``FormMapping.questions`` or ``tables``.
        own: all names of the present form.
    """
    return {names.get(name, name): name for name in own}


def table_path(form: Form, mapping: FormMapping, table: str) -> tuple[str, ...]:
    """The keys of a table and those around it, outermost first; empty for no table of the form."""
    keys: list[str] = []
    while table in form.repeats:
        keys.insert(0, mapping.table_key(table))
        table = form.repeats[table].parent
    return tuple(keys)


def _names(value: Value) -> dict[str, str] | None:
    """Text to text, no two the same; None for anything else."""
    if not isinstance(value, Mapping):
        return None
    found = {name: key for name, key in value.items() if isinstance(key, str)}
    if len(found) != len(value) or len(set(found.values())) != len(found):
        return None
    return found


def _codes(value: Value) -> dict[str, dict[str, str]] | None:
    if not isinstance(value, Mapping):
        return None
    found = {}
    for key, codes in value.items():
        if not isinstance(codes, Mapping):
            return None
        found[key] = {old: new for old, new in codes.items() if isinstance(new, str)}
    return found


class Lineage:
    """All that the log says about the forms of one inspection.

    Args:
        first: the hash of the form that was pinned when the inspection was planned.
        current: the mapping in force; None where no form was ever corrected.
        known: every mapping that was ever written for this inspection, oldest first.
    """

    def __init__(
        self, first: str, current: FormMapping | None = None, known: Iterable[FormMapping] = ()
    ) -> None:
        self._first = first
        self.mapping = current or FormMapping((first,))
        self._known = tuple(one for one in known if one.forms[0] == first)
        newest_first = [self.mapping, *reversed(self._known)]
        self._mappings: dict[str, FormMapping] = {first: FormMapping((first,))}
        for one in reversed(newest_first):
            self._mappings[one.form] = one
        self._steps = _steps(newest_first)
        self._routes: dict[str, tuple[Codes, ...]] = {self.form: ()}

    @property
    def form(self) -> str:
        """The hash of the present form."""
        return self.mapping.form

    @property
    def forms(self) -> tuple[str, ...]:
        """Every form that answers may have been written in, the present one first."""
        return tuple(dict.fromkeys((self.form, *self._mappings, *self._steps)))

    def following(self, mapping: FormMapping) -> Lineage:
        """The lineage once another mapping is in force."""
        return Lineage(self._first, mapping, (*self._known, mapping))

    def former(self) -> Lineage | None:
        """The lineage before the last form of the chain; None where there is nothing to go back to.

        What was recorded in the last form stays known, so that it is read in the former one.
        """
        chain = self.mapping.forms[:-1]
        if not chain:
            return None
        if len(chain) == 1:
            return Lineage(self._first, None, self._known)
        found = [one for one in self._known if one.forms == chain]
        return Lineage(self._first, found[-1], self._known) if found else None

    def mapping_of(self, form: str) -> FormMapping:
        """The mapping under which a form was filled."""
        return self._mappings.get(form) or FormMapping((form,))

    def recode(self, form: str, key: str, code: str) -> str:
        """The present name of a choice that was taken in another form of the chain."""
        if form not in self._routes:
            self._routes[form] = self._route(form)
        for step in self._routes[form]:
            code = step.get(key, {}).get(code, code)
        return code

    def _route(self, start: str) -> tuple[Codes, ...]:
        """The renamed choices on the shortest way to the present form; empty if there is none."""
        waiting: deque[tuple[str, tuple[Codes, ...]]] = deque([(start, ())])
        seen = {start}
        while waiting:
            form, way = waiting.popleft()
            if form == self.form:
                return way
            for other, codes in self._steps.get(form, ()):
                if other not in seen:
                    seen.add(other)
                    waiting.append((other, (*way, codes)))
        return ()


def _steps(mappings: list[FormMapping]) -> dict[str, list[tuple[str, Codes]]]:
    """Neighbours of each form with the choices that changed; ways forward stand before ways back."""
    steps: dict[str, list[tuple[str, Codes]]] = {}
    pairs = [
        (before, after, codes)
        for mapping in mappings
        for before, after, codes in zip(
            mapping.forms, mapping.forms[1:], mapping.choices, strict=False
        )
    ]
    for before, after, codes in pairs:
        steps.setdefault(before, []).append((after, codes))
    for before, after, codes in pairs:
        back = {key: _backwards(renamed) for key, renamed in codes.items()}
        steps.setdefault(after, []).append((before, back))
    return steps


def _backwards(renamed: Mapping[str, str]) -> dict[str, str]:
    """New names to old ones, where only one became the new one (a plan lists what stayed, too)."""
    targets = list(renamed.values())
    return {new: old for old, new in renamed.items() if targets.count(new) == 1}
