"""The trip workbook: read in two languages, every problem at once, no hostile ZIP."""

from __future__ import annotations

import io
import struct
import unicodedata
import zipfile
from collections import Counter
from datetime import date
from typing import Any

import pytest

from build_scripts import sample_trip
from inspector_app.domain.errors import TripFileError
from inspector_app.domain.trip.plan import TripPlan
from inspector_app.domain.trip.values import Role, UnitKind
from inspector_app.formats.trip_workbooks import TripReader
from inspector_app.services.ports import formats as ports
from tests.kit.trip_files import (
    GOOD,
    MEMBERS,
    TEAMS,
    TRIP,
    UNITS,
    Cell,
    Table,
    edited,
    replaced,
    workbook,
)

READER: ports.TripReader = TripReader()


def read(data: bytes) -> TripPlan:
    return READER.read(data, "đợt.xlsx")


def problems(data: bytes) -> list[str]:
    with pytest.raises(TripFileError) as caught:
        read(data)
    details: dict[str, Any] = caught.value.details
    lines = details["problems"].splitlines()
    assert details["count"] >= len(details["rows"]) >= 1
    assert details["path"] == "đợt.xlsx"
    return [line.removeprefix("- ") for line in lines]


def test_a_good_workbook() -> None:
    plan = read(workbook())
    assert (plan.title, plan.agency) == ("Kiểm tra năm 2019", "UBND tỉnh Thái Nguyên")
    assert (plan.decision_number, plan.decision_date) == ("12/QĐ-UBND", date(2019, 8, 30))
    assert (plan.period_from, plan.period_to) == (date(2018, 1, 1), date(2019, 9, 15))
    assert (plan.starts, plan.ends) == (date(2019, 9, 16), date(2019, 9, 20))
    assert (plan.place, plan.copies) == ("Thái Nguyên", 2)
    assert plan.teams == ((1, "Đoàn kiểm tra số 1"), (2, "Đoàn kiểm tra số 2"))
    assert [member.role for member in plan.members] == [Role.LEADER, Role.SECRETARY] * 2
    assert [unit.kind for unit in plan.units] == [
        UnitKind.DISTRICT,
        UnitKind.COMMUNE,
        UnitKind.DEPARTMENT,
        UnitKind.SUBORDINATE,
    ]
    assert [unit.half_day for unit in plan.units] == ["morning", "afternoon", "", "morning"]
    assert [unit.is_invented for unit in plan.units] == [False, True, False, True]
    assert plan.units[2].address == "Số 1, đường A"
    assert plan.units[1].day == date(2019, 9, 16)


def test_english_words_read_the_same() -> None:
    english: dict[str, Table] = {
        "Trip": [
            [label, row[1]]
            for label, row in zip(
                ["Title", "Agency", "Decision number", "Decision date", "Period from",
                 "Period to", "Starts", "Ends", "Place", "Copies"],
                TRIP, strict=True,
            )
        ],
        "Teams": [["Team", "Name"], *TEAMS[1:]],
        "Members": [["Team", "Name", "Post", "Agency", "Role"], *(
            [*row[:4], {"Trưởng đoàn": "Leader", "Thư ký": "secretary"}[str(row[4])]]
            for row in MEMBERS[1:]
        )],
        "Units": [["Team", "Name", "Kind", "Parent", "Address", "Day", "Half day", "Invented"], *(
            [*row[:2], kind, *row[3:6], {"Sáng": "Morning", "Chiều": "afternoon"}.get(str(row[6])),
             {"có": "yes", "không": "No"}.get(str(row[7]))]
            for kind, row in zip(
                ["District", "commune", "Department", "Subordinate"], UNITS[1:], strict=True
            )
        )],
        "Help": [["anything"]],
    }  # fmt: skip
    assert read(workbook(english)) == read(workbook())


def test_spelling_does_not_matter() -> None:
    def loose(cell: Cell) -> Cell:
        if not isinstance(cell, str):
            return cell
        return unicodedata.normalize("NFD", f"  {cell.upper()} ")

    loosened = {title: [[loose(c) for c in rows[0]], *rows[1:]] for title, rows in GOOD.items()}
    loosened["Đợt kiểm tra"] = [[loose(row[0]), row[1]] for row in TRIP]
    titles = dict(zip(GOOD, ("DOT KIEM TRA", "đoàn ", "Thanh vien", "ĐƠN VỊ"), strict=True))
    assert read(workbook({titles[k]: v for k, v in loosened.items()})) == read(workbook())


def test_text_becomes_nfc_and_one_line() -> None:
    name = unicodedata.normalize("NFD", " UBND  xã\nAn Khê ")
    assert read(edited("Đơn vị", 3, 2, name)).units[1].name == "UBND xã An Khê"


@pytest.mark.parametrize(
    ("sheet", "row", "column", "value", "said"),
    [
        ("Đợt kiểm tra", 1, 2, None, "dòng 1, cột «Tên đợt kiểm tra»: chưa điền"),
        ("Đợt kiểm tra", 4, 2, "31/02/2019", "dòng 4, cột «Ngày quyết định»"),
        ("Đợt kiểm tra", 4, 2, "2019-08-30", "dòng 4, cột «Ngày quyết định»"),
        ("Đợt kiểm tra", 4, 2, 43707, "không phải ngày"),
        ("Đợt kiểm tra", 4, 2, "30/08/0019", "không hợp lý"),
        ("Đợt kiểm tra", 4, 2, "17/09/2019", "sớm hơn «Ngày quyết định»"),
        ("Đợt kiểm tra", 6, 2, "31/12/2017", "sớm hơn «Thời kỳ kiểm tra từ»"),
        ("Đợt kiểm tra", 10, 2, 0, "số nguyên từ 1 đến 20"),
        ("Đợt kiểm tra", 10, 2, "hai", "số nguyên từ 1 đến 20"),
        ("Đợt kiểm tra", 10, 1, "Số bản in", "không có mục «Số bản in»"),
        ("Đoàn", 3, 1, 1, "dòng 3, cột «Đoàn số»: đoàn số 1 đã có"),
        ("Đoàn", 3, 2, " ", "dòng 3, cột «Tên đoàn»: chưa điền"),
        ("Đoàn", 1, 2, "Tên", "dòng 1, cột «Tên»: cột không có trong mẫu"),
        ("Thành viên", 2, 5, "Thành viên", "đoàn số 1 có 0 Trưởng đoàn"),
        ("Thành viên", 3, 5, "Trưởng đoàn", "đoàn số 1 có 2 Trưởng đoàn"),
        ("Thành viên", 5, 5, "Thành viên", "đoàn số 2 chưa có Thư ký"),
        ("Thành viên", 5, 5, "Lái xe", "dòng 5, cột «Vai trò»: «Lái xe» không hợp lệ"),
        ("Thành viên", 5, 1, 9, "dòng 5, cột «Đoàn số»: không có đoàn số 9"),
        ("Thành viên", 5, 2, None, "dòng 5, cột «Họ và tên»: chưa điền"),
        ("Đơn vị", 3, 3, "Thôn", "dòng 3, cột «Loại»: «Thôn» không hợp lệ"),
        ("Đơn vị", 3, 3, None, "dòng 3, cột «Loại»"),
        ("Đơn vị", 3, 1, 3, "dòng 3, cột «Đoàn số»: không có đoàn số 3"),
        ("Đơn vị", 3, 1, 1.5, "dòng 3, cột «Đoàn số»"),
        ("Đơn vị", 3, 2, "ubnd huyện phú bình", "cột «Tên đơn vị»"),
        ("Đơn vị", 3, 6, "21/09/2019", "21/09/2019 nằm ngoài đợt kiểm tra"),
        ("Đơn vị", 3, 6, None, "dòng 3, cột «Ngày kiểm tra»: chưa điền"),
        ("Đơn vị", 3, 7, "Tối", "dòng 3, cột «Buổi»"),
        ("Đơn vị", 3, 8, "chắc vậy", "dòng 3, cột «Giả định»"),
        ("Đơn vị", 3, 2, "x" * 301, "dài quá 300 ký tự"),
        ("Đơn vị", 3, 2, "A\u202eB", "ký tự ẩn"),
        ("Đơn vị", 3, 2, "#REF!", "lỗi công thức"),
        ("Đơn vị", 1, 6, "Ngay kiem", "cột «Ngày kiểm tra»: thiếu cột này"),
    ],
)
def test_each_problem_is_named_with_its_place(
    sheet: str, row: int, column: int, value: Cell, said: str
) -> None:
    if said == "cột «Tên đơn vị»":  # the same name under the same parent
        units = [list(cells) for cells in UNITS]
        units[2] = [1, value, "Xã", "ubnd TỈNH", "", "16/09/2019", "", ""]
        found = problems(replaced(units=units))
        assert any("«ubnd huyện phú bình» đã có ở dòng 2" in line for line in found)
        return
    found = problems(edited(sheet, row, column, value))
    assert any(line.startswith(f"Trang «{sheet}»") and said in line for line in found), found


def test_one_mistake_is_one_problem() -> None:
    for data in (
        edited("Thành viên", 5, 5, "Lái xe"),
        edited("Đợt kiểm tra", 7, 2, "16.09.2019"),
        edited("Đơn vị", 3, 6, "21/09/2019"),
        edited("Đợt kiểm tra", 1, 2, None),
    ):
        assert len(problems(data)) == 1


def test_all_problems_come_at_once_with_rows_for_programs() -> None:
    units: Table = [UNITS[0]]
    for n in range(50):
        units.append([9, f"Đơn vị {n}", "Thôn", "", "", "1/1/2019", "", ""])
    with pytest.raises(TripFileError) as caught:
        read(replaced(units=units))
    details: dict[str, Any] = caught.value.details
    assert details["count"] == 150
    assert len(details["rows"]) == 100
    assert details["rows"][0]["row"] == 2
    assert details["rows"][0]["sheet"] == "Đơn vị"
    assert "và 50 chỗ khác" in details["problems"]


def test_missing_and_double_sheets() -> None:
    assert problems(workbook({"Đoàn": TEAMS})) == [
        "Trang «Đợt kiểm tra»: thiếu trang này",
        "Trang «Thành viên»: thiếu trang này",
        "Trang «Đơn vị»: thiếu trang này",
    ]
    assert "Trang «Đoàn»: trang bị trùng" in problems(workbook({**GOOD, "Teams": TEAMS}))
    assert any("trang trống" in line for line in problems(replaced(units=[])))
    assert any("chưa có dòng nào" in line for line in problems(replaced(units=UNITS[:1])))


def test_empty_rows_notes_and_blank_lines_do_not_matter() -> None:
    blank: list[Cell] = [None, None, None]
    units: list[list[Cell]] = [blank, [*UNITS[0], "Ghi chú"]]
    for row in UNITS[1:]:
        units += [blank, [*row, "gì cũng được"]]
    trip: list[list[Cell]] = [["Mục", "Giá trị", "Ghi chú"], blank, *TRIP]
    assert read(replaced(units=units, trip=trip)) == read(workbook())


def test_too_many_rows() -> None:
    units: Table = [UNITS[0]]
    for n in range(2001):
        units.append([1, f"Đơn vị {n}", "Xã", "", "", "16/09/2019", "", ""])
    assert any("quá nhiều dòng" in line for line in problems(replaced(units=units)))


# --- the container


def test_files_that_are_no_workbook() -> None:
    for data in (b"", b"hello", b"PK\x03\x04", b"PK\x03\x04" + bytes(100), workbook()[:-30]):
        assert len(problems(data)) == 1
    assert "mật khẩu" in problems(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600))[0]
    assert "20 MiB" in problems(b"PK\x03\x04" + bytes(21 * 1024 * 1024))[0]


def test_every_cut_of_a_workbook_is_one_problem() -> None:
    data = workbook()
    for end in range(0, len(data), 97):
        assert len(problems(data[:end])) == 1


def rezipped(change: dict[str, bytes], extra: tuple[str, bytes] | None = None) -> bytes:
    """The good workbook with entries replaced (empty = left out) or one added."""
    result = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook())) as source,
        zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            content = change.get(name, source.read(name))
            if content:
                target.writestr(name, content)
        if extra:
            target.writestr(*extra)
    return result.getvalue()


def test_the_rezipper_in_this_test_zips_well() -> None:
    assert read(rezipped({})) == read(workbook())


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_hostile_containers() -> None:
    assert "không phải" in problems(rezipped({"xl/workbook.xml": b""}))[0]
    assert "trùng" in problems(rezipped({}, ("xl/workbook.xml", b"x")))[0]
    bomb = ("xl/media/image1.png", bytes(70 * 1024 * 1024))
    assert "quá lớn" in problems(rezipped({}, bomb))[0]
    for encoding in ("utf-8", "utf-16"):
        text = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'.encode(encoding)
        assert "không an toàn" in problems(rezipped({"xl/workbook.xml": text}))[0]


def test_overlapping_entries_are_refused() -> None:
    """CVE-2024-0450: two directory entries that point to the same bytes."""
    data = bytearray(workbook())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
        first, second = archive.infolist()[:2]
        directory = archive.start_dir
    at = data.index(second.filename.encode(), directory) - 46
    assert data[at : at + 4] == b"PK\x01\x02"
    assert struct.unpack_from("<I", data, at + 42)[0] == second.header_offset
    struct.pack_into("<I", data, at + 42, first.header_offset)
    assert "chồng lên nhau" in problems(bytes(data))[0]


def test_an_entry_that_reaches_into_the_next_is_refused() -> None:
    for which in (0, -1):
        data = bytearray(workbook())
        with zipfile.ZipFile(io.BytesIO(bytes(data))) as archive:
            entry, directory = archive.infolist()[which], archive.start_dir
        at = data.index(entry.filename.encode(), directory) - 46
        struct.pack_into("<I", data, at + 20, entry.compress_size + 30)
        assert "chồng lên nhau" in problems(bytes(data))[0]


# --- the sample


def test_the_sample_is_fresh() -> None:
    def parts(data: bytes) -> dict[str, bytes]:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}

    assert parts(sample_trip.TARGET.read_bytes()) == parts(sample_trip.build())


def test_the_sample_is_the_trip_of_2019() -> None:
    plan = read(sample_trip.TARGET.read_bytes())
    assert Counter(unit.kind for unit in plan.units) == {
        UnitKind.DEPARTMENT: 7,
        UnitKind.SUBORDINATE: 1,
        UnitKind.DISTRICT: 2,
        UnitKind.COMMUNE: 8,
    }
    assert (plan.starts, plan.ends) == (date(2019, 9, 16), date(2019, 9, 20))
    assert len(plan.teams) == 2
    slots = Counter((unit.team, unit.day, unit.half_day) for unit in plan.units)
    assert set(slots.values()) == {1}
    assert all(unit.half_day and unit.day and unit.day.weekday() < 5 for unit in plan.units)
    assert [unit.name for unit in plan.units if not unit.is_invented] == ["UBND huyện Phú Bình"]
    assert all("giả định" in unit.name for unit in plan.units if unit.is_invented)
    leaders = [member for member in plan.members if member.role is Role.LEADER]
    assert leaders[0].post == "Giám đốc"
    assert leaders[0].agency == "Sở Nội vụ"
    assert Counter(member.team for member in plan.members) == {1: 6, 2: 6}
