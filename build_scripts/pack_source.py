"""Reads ``forms/source``: the one text from which every shipped checklist is made.

A pack is one checklist: an edition of the law (``2019``, ``2025``) at one level (``S`` provincial
department, ``H`` district, ``X`` commune). What differs between packs stands in the text itself:

* ``for`` names the packs that have a criterion, question, column or choice: ``"S H"``, ``"2025"``, ``"2019-X"``;
* any value may be a table of values: ``{ 2019 = …, 2025-X = …, default = … }``; the closest key counts;
* ``{unit}``, ``{counter}`` … in a text are the pack's own words (``packs.toml``); ``{Unit}`` begins a sentence.

A text is a pair: Vietnamese, English.
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from build_scripts.layout import ROOT

FORMS = ROOT / "forms"
SOURCE = FORMS / "source"
SECTIONS = tuple(sorted(SOURCE.glob("section-*.toml")))

Node = Mapping[str, Any]
_KEY = re.compile(r"(?:\d{4}|[SHX]|\d{4}-[SHX]|default)")
_TERM = re.compile(r"(?<!\$)\{(\w+)\}")


class SourceError(Exception):
    """Something in ``forms/source`` cannot be read; the text says where."""


@dataclass(frozen=True, slots=True)
class Pack:
    """One checklist and the words that are its own, by language (0 Vietnamese, 1 English)."""

    form_id: str
    folder: str
    edition: str
    level: str
    version: str
    title: tuple[str, str]
    terms: Mapping[str, tuple[str, str]]

    @property
    def keys(self) -> tuple[str, ...]:
        """What a ``for`` or a table of values may call this pack, closest first."""
        return (f"{self.edition}-{self.level}", self.level, self.edition, "default")

    def has(self, node: Node) -> bool:
        """Whether something of the source belongs to this pack."""
        wanted = str(node.get("for", "")).split()
        unknown = [one for one in wanted if not _KEY.fullmatch(one)]
        if unknown:
            raise SourceError(f"for = {node['for']!r}: no pack is called {unknown[0]}")
        return not wanted or any(key in wanted for key in self.keys)

    def pick(self, value: object) -> Any:
        """The value of this pack where a table of values stands."""
        if isinstance(value, Mapping) and value and all(_KEY.fullmatch(key) for key in value):
            return next((value[key] for key in self.keys if key in value), None)
        return value

    def text(self, node: Node, key: str) -> tuple[str, str]:
        """A text of a node in both languages, filled with the pack's words; empty where there is none."""
        value = self.pick(node.get(key, ""))
        if not value:
            return ("", "")
        if not (isinstance(value, list) and len(value) == 2):
            raise SourceError(f"{key} = {value!r}: a text is a pair, Vietnamese and English")
        return (self.fill(value[0], 0), self.fill(value[1], 1))

    def fill(self, text: str, language: int) -> str:
        """A text with the pack's own words in it."""

        def word(match: re.Match[str]) -> str:
            name = match[1]
            if name.lower() not in self.terms:
                raise SourceError(f"{text!r}: no word is called {{{name}}}")
            found = self.terms[name.lower()][language]
            return found[:1].upper() + found[1:] if name[0].isupper() else found

        return _TERM.sub(word, text)


def packs() -> tuple[Pack, ...]:
    """Every pack of ``packs.toml``."""
    read = _toml(SOURCE / "packs.toml")
    return tuple(
        Pack(
            form_id=one["form_id"],
            folder=one["folder"],
            edition=one["edition"],
            level=one["level"],
            version=one["version"],
            title=(one["title"][0], one["title"][1]),
            terms={name: (pair[0], pair[1]) for name, pair in one["terms"].items()},
        )
        for one in read["pack"]
    )


def sections() -> Iterator[Node]:
    """The seven sections as the source has them; one that is not written yet is an error."""
    for path in SECTIONS:
        yield _toml(path)


def choice_rows() -> list[dict[str, str]]:
    """All choice lists, with their ``for`` column."""
    with (SOURCE / "choices.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _toml(path: Path) -> Node:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SourceError(f"{path.name}: {error}") from error
