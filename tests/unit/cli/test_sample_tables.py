"""The tables of the sample trip as people edit them: what a cell says, and where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from inspector_app.cli.answer_files import Entry, parse_answers
from inspector_app.cli.sample_recording import answer_table
from inspector_app.cli.sample_tables import entries, read_cells
from inspector_app.cli.sample_units import read_units
from inspector_app.domain.errors import InputValueError
from inspector_app.domain.form.definition import Choice, Form, Text
from inspector_app.domain.trip.values import Side
from tests.unit.domain.form.forms import form, question

UNIT = "UBND xã Thử"
ANSWER = (Choice("yes", Text({"vi": "Có"})), Choice("na", Text({"vi": "Không áp dụng"})))
HEAD = f"Câu,Nội dung,{UNIT}\n"


@pytest.fixture
def checklist() -> Form:
    return form(
        question("plan", "select_one", choices=ANSWER, insp={"reported": "yes", "na": "plan_na"}),
        question("plan_na", "text"),
        question("count", insp={"reported": "yes"}),
        question("seen"),
        question("t1_a1", repeat="t1", insp={"reported": "yes"}),
    )


def folder_of(path: Path, **tables: str) -> Path:
    """A folder of tables; what is not given has headings only."""
    empty = dict.fromkeys(("departments", "districts"), "Câu,Nội dung\n")
    empty |= {"communes": HEAD, "notes": "Đơn vị,Câu,Dòng,Ghi chú\n"}
    empty["sources"] = "Câu,Nội dung,Nguồn,Kỳ số liệu\n"
    for name, text in (empty | tables).items():
        (path / f"{name}.csv").write_text(text, encoding="utf-8-sig")
    return path


def read(path: Path, checklist: Form, **tables: str) -> list[Entry]:
    return list(entries(read_cells(folder_of(path, **tables))[UNIT], checklist))


def test_a_cell_says_both_sides(tmp_path: Path, checklist: Form) -> None:
    table = f"{HEAD}plan,Kế hoạch,Có\ncount,Số,14 → 12\nseen,Đếm,3\n"
    assert read(tmp_path, checklist, communes=table) == [
        Entry("plan", "", Side.REPORTED, "Có"),
        Entry("plan", "", Side.VERIFIED, "Có"),
        Entry("count", "", Side.REPORTED, "14"),
        Entry("count", "", Side.VERIFIED, "12"),
        Entry("seen", "", Side.VERIFIED, "3"),  # the unit does not report it
    ]


@pytest.mark.parametrize(
    "words", ["Không áp dụng: chưa phát sinh: lần đầu", "na: chưa phát sinh: lần đầu"]
)
def test_not_applicable_carries_its_reason(tmp_path: Path, checklist: Form, words: str) -> None:
    found = read(tmp_path, checklist, communes=f"{HEAD}plan,Kế hoạch,{words}\n")
    assert found[-1] == Entry("plan_na", "", Side.VERIFIED, "chưa phát sinh: lần đầu")
    assert {one.text for one in found[:-1]} == {words.partition(":")[0]}


def test_rows_and_notes(tmp_path: Path, checklist: Form) -> None:
    found = read(
        tmp_path,
        checklist,
        communes=HEAD,
        t1=f"Đơn vị;Dòng;t1_a1\n;;Nhãn\n{UNIT};1;7\n{UNIT};2;9 → 8\n",
        notes=f"Đơn vị,Câu,Dòng,Ghi chú\n{UNIT},t1_a1,2,đếm lại\n",
    )
    assert found[-2:] == [
        Entry("t1_a1", "2", Side.VERIFIED, "8"),
        Entry("t1_a1", "2", Side.NOTE, "đếm lại"),
    ]


def test_sources_are_those_of_the_figures_that_a_unit_has(tmp_path: Path, checklist: Form) -> None:
    found = read(
        tmp_path,
        checklist,
        communes=f"{HEAD}count,Số,7\n",
        t1=f"Đơn vị,Dòng,t1_a1\n{UNIT},1,7\n",
        sources="Câu,Nguồn,Kỳ số liệu\nt1,màn hình phần mềm,01/01/2019 – 15/09/2019\n"
        "count,kiểm đếm tại chỗ,\nseen,kiểm đếm tại chỗ,\n",
    )
    assert [one for one in found if one.side.is_about_figure] == [
        Entry("t1", "", Side.SOURCE, "màn hình phần mềm"),
        Entry("t1", "", Side.PERIOD, "01/01/2019 – 15/09/2019"),
        Entry("count", "", Side.SOURCE, "kiểm đếm tại chỗ"),
    ]


@pytest.mark.parametrize(
    ("table", "says"),
    [
        (f"{HEAD}plan,Kế hoạch,Có\nnone,Không có,1\n", ["communes.csv", "3", "none"]),
        (f"{HEAD}count,Số,mười\n", ["communes.csv", "2", "mười"]),
        (f"{HEAD}count,Số\n", ["communes.csv", "2"]),
        ("Nội dung,x\n", ["communes.csv", "Câu"]),
        (f'{HEAD}count,Số,"7\n', ["communes.csv"]),
    ],
)
def test_what_is_wrong_is_named_with_its_line(
    tmp_path: Path, checklist: Form, table: str, says: list[str]
) -> None:
    with pytest.raises(InputValueError) as caught:
        read(tmp_path, checklist, communes=table)
    for one in says:
        assert one in str(caught.value)


def test_a_unit_that_was_not_visited_is_refused(tmp_path: Path) -> None:
    for name in ("answers", "visits"):
        (tmp_path / name).mkdir()
    folder_of(tmp_path / "answers", communes=f"{HEAD}plan,Kế hoạch,Có\n")
    heads = {
        "sessions": "Đơn vị,Bắt đầu,Kết thúc,Địa điểm,Ý kiến của đơn vị,Kết luận của trưởng đoàn",
        "attendees": "Đơn vị,Bên,Họ và tên,Chức vụ",
        "findings": "Đơn vị,Câu,Mức độ,Nội dung,Căn cứ,Nguyên nhân,Minh chứng khắc phục,Yêu cầu,"
        "Trách nhiệm,Thời hạn",
        "evidence": "Đơn vị,Câu,Tên tệp,Chú thích,Số tờ trong ảnh,Nội dung tệp",
    }
    for name, head in heads.items():
        (tmp_path / "visits" / f"{name}.csv").write_text(head + "\n", encoding="utf-8")
    with pytest.raises(InputValueError, match=UNIT):
        read_units(tmp_path)
    for line, wrong in (("đoàn nào,A,B", "đoàn nào"), ("đoàn,A", "3")):
        path = tmp_path / "visits" / "attendees.csv"
        path.write_text(f"{heads['attendees']}\n{UNIT},{line}\n", encoding="utf-8")
        session = f"{heads['sessions']}\n{UNIT},,,,,\n"
        (tmp_path / "visits" / "sessions.csv").write_text(session, encoding="utf-8")
        with pytest.raises(InputValueError, match=r"attendees\.csv"):
            read_units(tmp_path)
        assert wrong


def test_the_table_of_answers_reads_back(checklist: Form, tmp_path: Path) -> None:
    found = read(tmp_path, checklist, communes=f"{HEAD}count,Số,14 → 12\nseen,Đếm,3\n")
    assert list(parse_answers(answer_table(found), "a.csv")) == found
