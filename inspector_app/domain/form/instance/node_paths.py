"""Paths of nodes as people write them: ``/data/s/hồ_sơ[2]/mã``, rows counted from 1.

Source: ODK XForms specification, XPath paths with positions of repeats.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final

from inspector_app.domain.form.definition import Form, Repeat
from inspector_app.domain.form.instance.engine import Node, RowId

RowsOf = Callable[[str, RowId | None], tuple[RowId, ...]]
"""The rows of a repeat (by name) in an outer row."""

_STEP: Final = re.compile(r"([^\s/\[\]]+)(?:\[(\d{1,9})\])?")


class NodePaths:
    """Between paths with positions and nodes, for one running instance.

    Args:
        form: the definition.
        rows: tells the present rows.
    """

    def __init__(self, form: Form, rows: RowsOf) -> None:
        self._form = form
        self._rows = rows
        self._questions = {one.path: one for one in form.questions.values()}
        self._repeats = {one.path: one for one in form.repeats.values()}
        # most paths hold no position: nothing to take apart
        self._plain = {path for path, one in self._questions.items() if not one.repeat}
        first = next(iter([*self._questions, *self._repeats]), "/data")
        self._root = "/" + first.split("/")[1]

    def is_root(self, path: str) -> bool:
        """Whether a path is that of the whole instance."""
        return path in ("/", self._root)

    def node(self, path: str) -> Node | None:
        """The node at a path, None when the form has no such question or row.

        A repeat without a position means its first row.
        """
        found = self._walk(path)
        if found is None or found[0] not in self._questions:
            return None
        generic, rows, _ = found
        question = self._questions[generic]
        return (question.name, rows[-1] if rows else None)

    def repeat(self, path: str) -> tuple[Repeat, RowId | None, int] | None:
        """The repeat at a path, the outer row it is in, and the position at the end (or 1)."""
        head, _, last = path.rpartition("/")
        step = _STEP.fullmatch(last)
        if step is None:
            return None
        found = self._walk(head) if head and not self.is_root(head) else (head, (), 1)
        if found is None:
            return None
        repeat = self._repeats.get(f"{found[0]}/{step.group(1)}")
        if repeat is None:
            return None
        rows = found[1]
        return repeat, rows[-1] if rows else None, int(step.group(2) or 1)

    def places(self) -> Mapping[RowId, tuple[int, ...]]:
        """For every row its positions, the outermost first."""
        found: dict[RowId, tuple[int, ...]] = {}

        def visit(repeat: Repeat, outer: RowId | None) -> None:
            above = found[outer] if outer is not None else ()
            for position, row in enumerate(self._rows(repeat.name, outer), 1):
                found[row] = (*above, position)
                for inner in self._form.repeats.values():
                    if inner.parent == repeat.name:
                        visit(inner, row)

        for repeat in self._form.repeats.values():
            if not repeat.parent:
                visit(repeat, None)
        return found

    def of_node(self, node: Node, places: Mapping[RowId, tuple[int, ...]] | None = None) -> str:
        """The path of a node, with the position of every repeat on it.

        Args:
            node: question name and row.
            places: what ``places`` said, when many paths are asked for.
        """
        path = self._form.questions[node[0]].path
        return self._positioned(path, node[1], places)

    def of_row(self, repeat: Repeat, row: RowId) -> str:
        """The path of a row."""
        return self._positioned(repeat.path, row, None)

    def _positioned(
        self, path: str, row: RowId | None, places: Mapping[RowId, tuple[int, ...]] | None
    ) -> str:
        if row is None:
            return path
        positions = iter((self.places() if places is None else places)[row])
        text = here = ""
        for step in path.strip("/").split("/"):
            here += f"/{step}"
            text += f"/{step}[{next(positions)}]" if here in self._repeats else f"/{step}"
        return text

    def _walk(self, path: str) -> tuple[str, tuple[RowId, ...], int] | None:
        """The path without positions, the rows on it, and the last position."""
        if path in self._plain:
            return path, (), 1
        if not path.startswith("/"):
            return None
        generic, position = "", 1
        rows: tuple[RowId, ...] = ()
        for step in path[1:].split("/"):
            parts = _STEP.fullmatch(step)
            if parts is None:
                return None
            generic += f"/{parts.group(1)}"
            position = int(parts.group(2) or 1)
            repeat = self._repeats.get(generic)
            if repeat is None:
                if position != 1:
                    return None
                continue
            present = self._rows(repeat.name, rows[-1] if rows else None)
            if not 1 <= position <= len(present):
                return None
            rows = (*rows, present[position - 1])
        return generic, rows, position
