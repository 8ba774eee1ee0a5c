"""The error catalogue: nothing twice, nothing empty, everything on the generated page."""

from __future__ import annotations

import re
from collections import Counter
from string import Formatter

import pytest

from build_scripts.errors_page import PAGE, page
from inspector_app.domain.errors import InspectorError, UsageError, catalogue

KINDS = list(catalogue())


def test_the_catalogue_is_complete() -> None:
    def below(kind: type[InspectorError]) -> set[type[InspectorError]]:
        return {kind}.union(*(below(child) for child in kind.__subclasses__()))

    assert len(KINDS) > 20
    assert below(InspectorError) - {InspectorError} == set(KINDS)


@pytest.mark.parametrize("attribute", ["code", "exit_status", "message"])
def test_nothing_stands_twice(attribute: str) -> None:
    counted = Counter(getattr(kind, attribute) for kind in KINDS)
    assert {value: count for value, count in counted.items() if count > 1} == {}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: str(kind.code))
def test_each_error_says_what_to_do_next(kind: type[InspectorError]) -> None:
    assert re.fullmatch(r"[a-z]+(\.[a-z]+(-[a-z]+)*)?", kind.code)
    assert kind.exit_status == 2 if kind is UsageError else 3 <= kind.exit_status <= 125
    for text in (kind.message, kind.remedy):
        assert text.strip()
        assert all(field != "" for _, field, _, _ in Formatter().parse(text)), text


def test_the_page_is_what_the_catalogue_says() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), "run: python -m build_scripts.errors_page"
