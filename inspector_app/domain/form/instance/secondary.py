"""The secondary instances of a running form: choice lists and lookup tables, with their indexes."""

from __future__ import annotations

from collections.abc import Sequence

from inspector_app.domain.form.definition import Form
from inspector_app.domain.form.expression.values import Item


class Lists:
    """Items by instance, and by the text of a column once somebody has asked for it."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._items: dict[str, tuple[Item, ...]] = {}
        self._indexes: dict[tuple[str, str], dict[str, list[Item]]] = {}

    def items(self, instance: str) -> tuple[Item, ...]:
        """The items in order. Raises: KeyError."""
        if instance not in self._items:
            lines = self._form.instances[instance]
            self._items[instance] = tuple(
                Item(instance, index, line) for index, line in enumerate(lines)
            )
        return self._items[instance]

    def where(self, instance: str, column: str, text: str) -> Sequence[Item]:
        """The items whose column is exactly that text (empty: or not there). Raises: KeyError."""
        key = (instance, column)
        index = self._indexes.get(key)
        if index is None:
            index = self._indexes[key] = {}
            for item in self.items(instance):
                # a blank cell is no node, and no node compares as the empty text
                index.setdefault(item.columns.get(column, ""), []).append(item)
        return index.get(text, ())
