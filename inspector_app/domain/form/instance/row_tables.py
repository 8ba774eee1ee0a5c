"""The rows of an instance's repeats: which belong to which, in what order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from inspector_app.domain.form.expression.values import RowId
from inspector_app.domain.form.schema import Schema, SchemaKind, SchemaNode

_PROMPT = b"\0prompt\0"


def prompt_row(repeat: str, outer: RowId | None) -> RowId:
    """Stands for the row that could be added: where a repeat's own relevance is asked without rows."""
    return _PROMPT + repeat.encode() + b"\0" + (outer or b"")


class RowTables:
    """Rows by repeat and outer row.

    ``outer_rows`` maps every row, prompts included, to the row of the outer repeat (or None).
    """

    def __init__(
        self, schema: Schema, rows: Mapping[str, Sequence[RowId]], outer: Mapping[RowId, RowId]
    ) -> None:
        self._schema = schema
        self._rows: dict[tuple[str, RowId | None], list[RowId]] = {}
        self._numbers: dict[tuple[str, RowId | None], dict[RowId, int]] = {}
        self.outer_rows: dict[RowId, RowId | None] = {}
        # A row is there while the row around it is; rows inside a fixed row wait for it.
        self._waiting: dict[RowId, list[tuple[str, RowId]]] = {}
        for name, node in schema.repeats.items():
            for row in dict.fromkeys(rows.get(name, ())) if node.depth > 1 else ():
                if row in outer:
                    self._waiting.setdefault(outer[row], []).append((name, row))
        for name, node in schema.repeats.items():
            for row in dict.fromkeys(rows.get(name, ())) if node.depth == 1 else ():
                self.add(name, row, None)

    def of(self, repeat: str, outer: RowId | None) -> list[RowId]:
        """The rows within one row of the outer repeat, in order."""
        return self._rows.get((repeat, outer), [])

    def number(self, repeat: str, row: RowId) -> int:
        """Which row it is within the row around it, from 1; 0 for one that is not there."""
        key = (repeat, self.outer_rows.get(row))
        if key not in self._numbers:
            self._numbers[key] = {one: place for place, one in enumerate(self.of(*key), 1)}
        return self._numbers[key].get(row, 0)

    def has(self, repeat: str, row: RowId) -> bool:
        """Whether a row is there."""
        return row in self.of(repeat, self.outer_rows.get(row))

    def add(self, repeat: str, row: RowId, outer: RowId | None) -> None:
        """Append a row, with the rows that are known to be inside it."""
        self._rows.setdefault((repeat, outer), []).append(row)
        self._numbers.pop((repeat, outer), None)
        self.outer_rows[row] = outer
        for name, inner in self._waiting.pop(row, ()):
            self.add(name, inner, row)

    def remove(self, repeat: str, row: RowId) -> None:
        """Take a row away, with the rows inside it, which wait for its return."""
        self._rows[repeat, self.outer_rows[row]].remove(row)
        self._numbers.pop((repeat, self.outer_rows[row]), None)
        for key in [key for key in self._rows if key[1] == row]:
            for inner in list(self._rows[key]):
                self.remove(key[0], inner)
                self._waiting.setdefault(row, []).append((key[0], inner))

    def prompt(self, repeat: str, outer: RowId | None) -> RowId:
        """The prompt of a repeat, known as a row from now on."""
        row = prompt_row(repeat, outer)
        self.outer_rows[row] = outer
        return row

    def all(self, repeats: Sequence[str], around: RowId | None = None) -> Iterator[RowId | None]:
        """The innermost rows of a chain of repeats, in order; ``around``: inside that row only."""
        if not repeats:
            yield around
            return
        for row in self.of(repeats[0], around):
            yield from self.all(repeats[1:], row)

    def sharing(self, row: RowId | None, depth: int, pinned: int) -> RowId | None:
        """The row around ``row`` (which is ``depth`` repeats deep) that is ``pinned`` repeats deep."""
        while depth > pinned and row is not None:
            row = self.outer_rows.get(row)
            depth -= 1
        return row if pinned else None

    def inside(
        self, node: SchemaNode, row: RowId | None
    ) -> Iterator[tuple[SchemaNode, RowId | None]]:
        """A node in a row and all that is below it, rows of inner repeats included."""
        yield node, row
        for child in node.children.values():
            if child.kind is SchemaKind.REPEAT:
                for inner in self.of(child.repeat, row):
                    yield from self.inside(child, inner)
            else:
                yield from self.inside(child, row)
