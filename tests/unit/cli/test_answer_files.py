"""Answers as a table in text, as spreadsheet programs write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.cli.answer_files import Entry, parse_answers, read_answers
from inspector_app.domain.errors import InputValueError
from inspector_app.domain.trip.values import Side

TABLE = """question,row,reported,verified,note
c1,,10,9,"hai dòng, một dấu phẩy"

# a remark
t1_a1,2,,"1.234,5",
"""


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_all_separators(separator: str) -> None:
    text = TABLE.replace('"hai dòng, một dấu phẩy"', "x").replace('"1.234,5"', "5")
    entries = list(parse_answers(text.replace(",", separator), "a.csv"))
    assert entries == [
        Entry("c1", "", Side.REPORTED, "10"),
        Entry("c1", "", Side.VERIFIED, "9"),
        Entry("c1", "", Side.NOTE, "x"),
        Entry("t1_a1", "2", Side.VERIFIED, "5"),
    ]


def test_source_and_period_have_columns() -> None:
    text = "câu,nguồn,kỳ số liệu\nt1,software,\nc1,,6 tháng\n"
    assert list(parse_answers(text, "a.csv")) == [
        Entry("t1", "", Side.SOURCE, "software"),
        Entry("c1", "", Side.PERIOD, "6 tháng"),
    ]


def test_vietnamese_headings_and_quotes(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    text = TABLE.replace("question,row,reported,verified,note", "Câu,Dòng,Báo cáo,Xác minh,Ghi chú")
    path.write_bytes(text.encode("utf-8-sig"))
    entries = read_answers(str(path))
    assert entries[2] == Entry("c1", "", Side.NOTE, "hai dòng, một dấu phẩy")
    assert entries[3].text == "1.234,5"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "rỗng"),
        ("question,verifed\nc1,1\n", "verifed"),
        ("verified\n1\n", "question"),
        ("question,verified\nc1,1\nc2\n", "dòng 3"),
        ("question,verified\nc1,1\n,2\n", "dòng 3"),
        ("question,question\nc1,1\n", "question"),
        ('question,verified\nc1,"1\n', "a.csv"),
    ],
)
def test_errors_name_the_line(text: str, says: str) -> None:
    with pytest.raises(InputValueError) as caught:
        list(parse_answers(text, "a.csv"))
    assert says in str(caught.value)


def test_other_encodings_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("question,note\nc1,ghi chú\n".encode("utf-16"))
    with pytest.raises(InputValueError):
        read_answers(str(path))
