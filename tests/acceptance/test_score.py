"""Points by the commands an office would type: show, claim, appraise, configure, map, recount."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Final

import pytest

from tests.acceptance.test_main_job import TRIP, UNIT, create
from tests.kit.program import Program
from tests.kit.scored_form import write_scored

ANSWERS = (
    "question,row,reported,verified,note\n"
    "ke_hoach,,yes,partial,\nso_cham,,0,1,\nkin,,,0,\nmau,,100,1168,\ndat,,100,1063,\n"
    "co_mc,,,yes,\nso_ngay,,,5,\n"
)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """A leader whose communes are filled with the checklist of points; one unit has answers."""
    folder = tmp_path_factory.mktemp("office")
    leader, _ = create(folder, "leader", "Nguyễn Văn A", "Giám đốc")
    form = write_scored(folder)
    leader.run("trip", "create", "--from", TRIP, "--form", f"commune={form}")
    answers = folder / "tra-loi.csv"
    answers.write_text(ANSWERS, encoding="utf-8")
    leader.run("inspection", "answer", UNIT, "--file", answers)
    return leader


@pytest.fixture
def office(prepared: Program, tmp_path: Path) -> Program:
    """A copy of that vault, to be written into."""
    shutil.copytree(prepared.folder, tmp_path, dirs_exist_ok=True)
    return Program(tmp_path, tmp_path / "leader", prepared.passphrase)


def test_from_answers_to_points(office: Program) -> None:
    text = office.run("score", "show", UNIT).out
    assert "Tự đánh giá : 6,5/6,5 = 100,00 %" in text
    assert "không gồm 3 tiêu chí đơn vị không tự chấm (4 điểm)" in " ".join(text.split())
    assert "còn 1 tiêu chí chưa có điểm" in text
    row = next(line for line in text.splitlines() if line.startswith("2.1"))
    assert row.split() == ["2.1", "Tỷ", "lệ", "đúng", "hạn", "3", "3", "2,25", "−0,75", "Thiếu", "lý", "do", "lệch", "điểm"]  # fmt: skip
    data = office.json("score", "show", UNIT)
    rate = data["sections"][1]["criteria"][0]
    assert rate["appraised"]["value"] == "91.01027397260273972602739726"
    assert (rate["appraised"]["points"], rate["self"]["points"]) == ("2.25", "3")
    assert data["appraised"]["index"] is None
    assert set(data["missing_reasons"]) == {"ke_hoach", "so_cham", "ty_le"}
    one = office.json("score", "show", UNIT, "--section", "2")
    assert [part["name"] for part in one["sections"]] == ["ii"]
    english = office.run("score", "show", UNIT, "--lang", "en").out
    assert "Self-assessed : 6.5/6.5 = 100.00 %" in english
    assert "No reason for the difference" in english


def test_claiming_and_appraising(office: Program) -> None:
    done = office.json("score", "set", UNIT, "1.1", "--self", "1,5", "--reason", "thiếu tài liệu")
    assert (done["claimed"]["points"], done["reason"], done["needs_reason"]) == (
        "1.5",
        "thiếu tài liệu",
        False,
    )
    assert done["claimed"]["heads"][0]["author"] == "Nguyễn Văn A"
    refused = office.json("score", "set", UNIT, "ty_le", "--appraised", "3", status=22)
    assert refused["error"]["code"] == "input.value"
    assert "Lý do" in refused["error"]["message"]
    office.run("score", "set", UNIT, "ty_le", "--appraised", "3", "--reason", "hồ sơ lỗi phần mềm")
    office.run("score", "set", UNIT, "sang_kien", "--appraised", "1")
    data = office.json("score", "show", UNIT)
    assert data["appraised"]["index"] == "83.33333333333333333333333333"
    assert (data["appraised"]["index_rounded"], data["appraised"]["band"]) == ("83.33", "Tốt")
    assert "83,33 % · Tốt" in office.run("score", "show", UNIT).out
    back = office.json("score", "set", UNIT, "ty_le", "--appraised", "-")
    assert back["appraised"]["points"] == "2.25"


BAD: Final = (
    (("set", UNIT, "1.1", "--self", "2,5"), 22),
    (("set", UNIT, "1.1", "--self", "ba"), 22),
    (("set", UNIT, "9.9", "--self", "1"), 15),
    (("set", UNIT, "1.1"), 2),
    (("set", UNIT, "1.1", "--self", "1", "--appraised", "1"), 2),
    (("set", "không có", "1.1", "--self", "1"), 15),
    (("settings", "--bands", "10=a;90=b"), 22),
    (("settings", "--on", "--off"), 2),
    (("show", UNIT, "--section", "9"), 15),
    (("mapping", "không có"), 15),
)


def test_bad_input_changes_nothing(office: Program) -> None:
    before = office.json("vault", "info")
    for words, status in BAD:
        failed = office.json("score", *words, status=status)
        assert failed["error"]["message"], words
        assert failed["error"]["remedy"], words
    assert office.json("vault", "info") == before


def test_the_trip_by_rank(office: Program) -> None:
    other = "binh lung"
    for unit in (UNIT, other):
        office.run("score", "set", unit, "sang_kien", "--appraised", "1")
    answers = office.folder / "tra-loi.csv"
    office.run("inspection", "answer", other, "--file", answers)
    office.run("inspection", "answer", other, "ke_hoach", "yes")
    units = office.json("score", "show")["units"]
    assert len(units) == 18
    assert [one["rank"] for one in units[:3]] == [1, 2, None]
    assert "Bình Lũng" in units[0]["inspection"]["unit"]
    lines = office.run("score", "show").out.splitlines()
    assert lines[2].split()[:2] == ["1", "1"]
    assert "Bình Lũng" in lines[2]
    section = office.run("score", "show", "--section", "ii").out.splitlines()
    assert [line.split()[0] for line in section[2:4]] == ["1", "1"], "equal sections share a rank"


def test_settings_and_the_annex(office: Program, tmp_path: Path) -> None:
    assert office.json("score", "settings")["is_printed"] is False
    first = tmp_path / "khong-diem.pdf"
    office.run("report", "build", UNIT, "--out", first)
    shown = office.run("score", "settings", "--print", "yes", "--bands", "90=A;0=B").out
    assert "In trong biên bản : có" in shown
    second = tmp_path / "co-diem.pdf"
    office.run("report", "build", UNIT, "--out", second)
    assert second.stat().st_size > first.stat().st_size
    office.run("score", "settings", "--off")
    assert "không chấm điểm" in office.run("score", "show", UNIT).out
    assert office.json("score", "show")["units"] == []
    third = tmp_path / "tat.pdf"
    office.run("report", "build", UNIT, "--out", third)
    assert third.read_bytes() == first.read_bytes()


def test_mapping_to_the_index_both_ways(office: Program, tmp_path: Path) -> None:
    data = office.json("score", "mapping", "cham-diem")
    codes = {one["name"]: one["par_index"] for one in data["criteria"]}
    assert codes["ke_hoach"] == ["1.1.1", "1.1.2"]
    assert codes["so_cham"] == ["1.1.2"]
    every = office.json("score", "mapping")["forms"]
    assert data in every
    assert len(every) > 1, "all forms of the vault where none is named"
    assert all(f"[{one['form_id']}, " in office.run("score", "mapping").out for one in every)
    unnamed = office.json("score", "mapping", "--out", tmp_path / "khong.csv", status=72)["error"]
    assert all(one["form_id"] in unnamed["message"] for one in every)
    assert "*" not in unnamed["message"]
    text = office.run("score", "mapping", "cham-diem").out
    assert any(line.split() == ["1.1.2", "1.1,", "1.2"] for line in text.splitlines())
    out = tmp_path / "anh-xa.csv"
    office.run("score", "mapping", "cham-diem", "--out", out)
    with out.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    pairs = [(row["par_index"], row["name"]) for row in rows]
    assert pairs[:3] == [("1.1.1", "ke_hoach"), ("1.1.2", "ke_hoach"), ("1.1.2", "so_cham")]
    assert ("", "sang_kien") in pairs
    assert office.json("score", "mapping", "cham-diem", "--out", out, status=None)["error"]


def test_the_form_says_maximum_rule_and_grounds(office: Program) -> None:
    text = " ".join(office.run("form", "show", "cham-diem").out.split())
    assert "Tối đa 3 điểm. ≥ 95 %: đủ điểm; ≥ 90 %: 75 % số điểm" in text
    assert "Căn cứ: Nghị quyết 76/NQ-CP (chưa đối chiếu)" in text
    assert "Căn cứ: Nghị định 61/2018/NĐ-CP " in text
    assert "Căn cứ: Tiêu chí của tỉnh" in text
    questions = {one["name"]: one for one in office.json("form", "show", "cham-diem")["questions"]}
    rate = questions["ty_le"]
    assert rate["criterion"]["rule"]["steps"] == [["95", "1"], ["90", "0.75"], ["80", "0.5"]]
    assert (rate["legal_verified"], questions["ke_hoach"]["legal_verified"]) == (True, False)
    assert questions["so_cham"]["legal_note"] == "Tiêu chí của tỉnh"
    assert questions["mau"]["criterion"] is None


def test_published_totals_are_added_up_again(tmp_path: Path) -> None:
    program = Program(tmp_path)
    wrong = program.json(
        "score", "recount", "57,04", "8,19", "18,34", "4,32", "--total", "86,89", status=1
    )
    assert (wrong["computed"], wrong["difference"], wrong["agrees"]) == ("87.89", "-1", False)
    said = program.run("score", "recount", "62,62", "--of", "66,27").out
    assert "62,62/66,27 = 94,49 %" in said
    assert "54,14/65,26 = 82,96 %" in program.run("score", "recount", "54,14", "--of", "65,26").out
    assert program.json("score", "recount", "1", "2", "--total", "3")["agrees"]
    assert program.json("score", "recount", "1", "x", status=22)["error"]["remedy"]


def test_the_log_names_what_was_written(office: Program) -> None:
    office.run("score", "set", UNIT, "1.1", "--self", "1,5")
    shown = office.run("log", "show", "--limit", "3")
    assert "điểm tự đánh giá" in shown.out
