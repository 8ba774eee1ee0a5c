"""Text as it enters the log."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.domain.text import clean, fold


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("e\x00\u0301", "é"),
        ("Ve\u200e\u0302", "Vê"),
        ("e\u0301", "é"),
        ("a\ud800b", "ab"),
        ("\u202eabc", "abc"),
        (" dòng 1\r\ndòng 2\t ", "dòng 1\ndòng 2"),
    ],
)
def test_controls_go_and_letters_are_composed(typed: str, kept: str) -> None:
    assert clean(typed) == kept


@given(st.text())
def test_cleaning_once_is_enough(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert unicodedata.is_normalized("NFC", clean(text))


def test_search_needs_no_accents() -> None:
    assert fold("Đơn vị Tân Hòa") == "don vi tan hoa"
