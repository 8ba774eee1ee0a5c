"""Numbers, dates and errors as people read them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from inspector_app.domain.errors import FileAccessError
from inspector_app.host import i18n, wording


@pytest.fixture(autouse=True)
def _vietnamese_afterwards() -> Iterator[None]:
    yield
    i18n.set_language("vi")


@pytest.mark.parametrize(
    ("value", "places", "vietnamese", "english"),
    [
        (1234, None, "1.234", "1,234"),
        (-1234567, None, "-1.234.567", "-1,234,567"),
        (1234.5, None, "1.234,5", "1,234.5"),
        (0.1, None, "0,1", "0.1"),
        (1e21, None, "1.000.000.000.000.000.000.000", "1,000,000,000,000,000,000,000"),
        (Decimal("97.60"), None, "97,6", "97.6"),
        (97.605, 2, "97,60", "97.60"),
        (100, 1, "100,0", "100.0"),
    ],
)
def test_numbers(
    value: int | float | Decimal, places: int | None, vietnamese: str, english: str
) -> None:
    assert wording.number(value, places) == vietnamese
    i18n.set_language("en")
    assert wording.number(value, places) == english


def test_days_and_sizes() -> None:
    assert wording.day(date(2019, 9, 6)) == "06/09/2019"
    assert wording.day(None) == "–"
    assert wording.local_moment("2019-09-16T08:00") == "16/09/2019 08:00"
    assert wording.moment(0) == "–"
    assert [wording.size(count) for count in (812, 1000, 1_234_567)] == [
        "812 B",
        "1,0 KB",
        "1,2 MB",
    ]


def test_an_error_names_its_details() -> None:
    message, remedy = wording.error_texts(FileAccessError(path="a.pdf", reason="không có"))
    assert message == "Không đọc hoặc ghi được «a.pdf»: không có"
    assert remedy
