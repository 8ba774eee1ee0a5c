"""Words that differ."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.text_changes import MOST_PIECES, word_changes


@pytest.mark.parametrize(
    ("before", "after", "marked"),
    [
        ("Ban hành chậm 12 ngày", "Ban hành chậm 15 ngày", ["15"]),
        ("Ban hành chậm", "Ban hành quá chậm", ["quá "]),
        ("a b c", "a x y", ["x y"]),
        ("", "mới hẳn", ["mới hẳn"]),
        ("như cũ", "như cũ", []),
        ("hết chữ", "", []),
    ],
)
def test_changed_words_are_marked(before: str, after: str, marked: list[str]) -> None:
    assert [text for text, is_changed in word_changes(before, after) if is_changed] == marked


@given(st.text(max_size=60), st.text(max_size=60))
def test_the_parts_are_the_text(before: str, after: str) -> None:
    parts = word_changes(before, after)
    assert "".join(text for text, _is_changed in parts) == after
    assert all(one[1] != other[1] for one, other in itertools.pairwise(parts))
    assert all(not changed for _text, changed in word_changes(after, after))


def test_a_text_beyond_measure_is_not_compared() -> None:
    text = "a " * MOST_PIECES
    assert word_changes("b", text) == ((text, False),)
