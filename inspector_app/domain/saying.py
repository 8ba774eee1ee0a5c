"""Sentences with values in them: Vietnamese as they stand, and still translatable at the edge.

The core speaks codes and values, the edge speaks a language. A ``Saying`` is the Vietnamese
sentence, so that everything that takes a text takes it; it remembers the template that it was made
of and the values put in, from which ``host.i18n`` makes the sentence of another language. A value
may be a ``Saying`` itself: a sentence in a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Self


class Saying(str):
    """A Vietnamese sentence that knows its template and values.

    Args:
        template: the sentence with ``{name}`` fields; it is what translations are looked up by.
        values: of the fields; plain data or sayings.
    """

    __slots__ = ("template", "values")

    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, values: Mapping[str, object]) -> Self:
        """Put the values into the template."""
        saying = super().__new__(cls, template.format_map(values))
        saying.template, saying.values = template, values
        return saying

    def __str__(self) -> Self:
        """Itself, so that it stays what it is on its way through ``str(error)``."""
        return self


def said(template: str, /, **values: object) -> Saying:
    """A sentence; the build script collects the templates, so write them out in full here."""
    return Saying(template, values)


def joined(separator: str, parts: Iterable[str]) -> Saying:
    """Sentences one after another; the separator is punctuation, the same in every language."""
    values = {f"part{number}": part for number, part in enumerate(parts)}
    return Saying(separator.join(f"{{{name}}}" for name in values), values)
