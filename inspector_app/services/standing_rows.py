"""The rows of an inspection's tables: those recorded, those that forms fix, those removed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from inspector_app.domain.form.definition import Form
from inspector_app.domain.form.versions.mapping import Lineage, table_path
from inspector_app.domain.log.entity import MAX_FIXED_ROWS, fixed_row
from inspector_app.domain.log.ids import EntityId
from inspector_app.services.answer_paths import row_type
from inspector_app.services.ports.store import Log

Tables = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: the tables around it by key, outermost first, and the row it belongs to."""

    id: EntityId
    tables: Tables
    outer: EntityId | None
    is_fixed: bool = False
    """Whether it is one of those that a form fixes in number (``repeat_count``)."""


class StandingRows:
    """Every row that has its answers shown or listed, also in tables that the present form lacks.

    A row that a form fixes in number is there because the form says so. Nobody removes one with an
    honest program, so a removal counts only where the present form leaves the number of rows free;
    anywhere else it would hide other people's answers.
    """

    def __init__(
        self, log: Log, lineage: Lineage, form_of: Callable[[str], Form | None], present: Form
    ) -> None:
        """Learn the tables of all forms of the inspection.

        Args:
            log: the running transaction.
            lineage: the inspection's forms.
            form_of: a form by its hash; None where it is not in this vault.
            present: the form in force.
        """
        self._log = log
        self._below: dict[Tables, list[Tables]] = {}
        self._counted: set[Tables] = set()
        for sha256 in lineage.forms:
            form = form_of(sha256)
            if form is not None:
                self._learn(form, lineage, sha256)
        self._free = {
            table_path(present, lineage.mapping, name)
            for name, table in present.repeats.items()
            if not table.count
        }

    def _learn(self, form: Form, lineage: Lineage, sha256: str) -> None:
        mapping = lineage.mapping_of(sha256)
        for name in form.repeats:
            tables = table_path(form, mapping, name)
            known = self._below.setdefault(tables[:-1], [])
            if tables not in known:
                known.append(tables)
            if form.repeats[name].count:
                self._counted.add(tables)

    def of(self, inspection: EntityId) -> tuple[Row, ...]:
        """The rows, each followed by those of the tables inside it."""
        return tuple(self._in(inspection, None, ()))

    def _in(self, inspection: EntityId, outer: EntityId | None, tables: Tables) -> Iterator[Row]:
        for inner in self._below.get(tables, ()):
            type_, parent = row_type(inner[-1]), outer or inspection
            found = self._log.entities(type_, parent)
            is_given = inner in self._counted and inner not in self._free
            removed = self._log.removed(type_, parent) if is_given else ()
            is_counted = inner in self._counted and bool(found or removed)
            fixed = _fixed(inspection, outer, inner[-1]) if is_counted else frozenset()
            for ent in (*found, *(one for one in removed if one in fixed)):
                yield Row(ent, inner, outer, ent in fixed)
                yield from self._in(inspection, ent, inner)


def _fixed(inspection: EntityId, outer: EntityId | None, key: str) -> frozenset[bytes]:
    """The ids of all rows that a form could fix in a table."""
    return frozenset(fixed_row(inspection, outer, key, index) for index in range(MAX_FIXED_ROWS))
