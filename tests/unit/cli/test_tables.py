"""Tables are aligned by what is seen."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector_app.cli.tables import pad, pairs, table, width, wrap


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("Thái Nguyên", 11), (unicodedata.normalize("NFD", "Thái Nguyễn"), 11), ("漢字", 4)],
)
def test_width(text: str, columns: int) -> None:
    assert width(text) == columns
    assert width(pad(text, 12)) == 12


def test_a_table_stands_in_columns() -> None:
    text = table(("Đơn vị", "Số"), [("Xã An Khê", "7"), ("Sở", "1.234")], right=(1,))
    assert text.splitlines() == [
        "Đơn vị        Số",
        "─────────  ─────",
        "Xã An Khê      7",
        "Sở         1.234",
    ]


def test_the_widest_columns_give_way_together() -> None:
    rows = [("một hai ba bốn năm sáu bảy tám", "chín mười mười một mười hai mười ba", "x")]
    lines = table(("A", "B", "C"), rows, columns=40).splitlines()
    assert all(width(line) <= 40 for line in lines)
    sizes = [len(part) for part in lines[1].split()]
    assert abs(sizes[0] - sizes[1]) <= 1


def test_pairs_leave_out_what_is_empty() -> None:
    assert pairs([("Tên", "A"), ("Chức vụ", ""), ("Nơi", "B\nC")]).splitlines() == [
        "Tên : A",
        "Nơi : B",
        "      C",
    ]
    assert pairs([("Tên", "")]) == ""


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "Zs"))), st.integers(4, 60))
def test_wrapping_loses_no_word(text: str, columns: int) -> None:
    lines = wrap(text, columns)
    assert all(width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_a_file_name_that_does_not_fit_stands_whole_below_its_row() -> None:
    path = "/usb/goi-" + "a" * 60 + ".inspb"
    rows = [("Phạm Thị D", "1", path), ("Hoàng Văn E", "2", "b.inspb")]
    lines = table(("Người", "Lần", "Tệp"), rows, columns=60, last_whole=True).splitlines()
    assert lines[2].split() == ["Phạm", "Thị", "D", "1"]
    assert lines[3].strip() == path
    assert lines[5].strip() == "b.inspb"
