"""A checklist corrected in the middle of a trip, by the commands an office would type."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.test_main_job import TRIP, UNIT, create
from tests.kit.corrections import FIRST, SECOND, THIRD, write_form
from tests.kit.program import Program


@pytest.fixture
def office(tmp_path: Path) -> Program:
    """A leader whose trip is filled with the first edition; one unit has answers."""
    leader, _ = create(tmp_path, "leader", "Nguyễn Văn A", "Giám đốc")
    first = write_form(tmp_path, FIRST, "phieu-1")
    leader.run("trip", "create", "--from", TRIP, "--form", first)
    answers = tmp_path / "tra-loi.csv"
    answers.write_text(
        "question,row,reported,verified,note\n"
        "nguoi,,,Ông An,\nke_hoach,,,12,\nmuc_do,,,good,\nnam,,,năm ngoái,\nbo,,,còn lại,\n",
        encoding="utf-8",
    )
    leader.run("inspection", "answer", UNIT, "--file", answers)
    return leader


def shown(program: Program) -> dict[str, Any]:
    """Question to verified value of the unit, outside tables."""
    view = program.json("inspection", "show", UNIT)
    return {
        item["question"]: item["value"]
        for section in view["sections"]
        for item in section["items"]
        if "question" in item
    }


def test_preview_apply_undo(office: Program, tmp_path: Path) -> None:
    second = write_form(tmp_path, SECOND, "phieu-2")
    before = office.json("vault", "info")
    preview = office.json("form", "migrate", second)
    assert office.json("vault", "info") == before, "a preview writes nothing"
    assert not preview["is_applied"]
    assert len(preview["inspections"]) == 18
    assert preview["counts"] == {"set-aside": 2, "converted": 2, "kept": 1}
    fates = {one["new"] or one["old"]: one["fate"] for one in preview["plans"][0]["questions"]}
    assert fates["nguoi_chi_dao"] == "renamed"
    assert fates["bo"] == "deleted"
    one = next(one for one in preview["inspections"] if one["answers"])
    kept = next(answer for answer in one["answers"] if answer["question"] == "bo")
    assert (kept["state"], kept["recorded"], kept["after"]) == ("set-aside", "còn lại", None)
    assert kept["author"] == "Nguyễn Văn A"
    text = office.run("form", "migrate", second).out
    assert "Chưa có gì thay đổi" in text
    assert "còn lại" in text

    done = office.json("form", "migrate", second, "--all", "--apply")
    assert done["is_applied"]
    view = office.json("inspection", "show", UNIT)
    assert view["form"] == done["form"]["sha256"] != one["form"]
    assert shown(office)["nguoi_chi_dao"] == "Ông An"
    assert shown(office)["muc_do"] == "tot"
    assert shown(office)["ke_hoach"] == "12"
    assert {left["question"]: left["verified"] for left in view["leftovers"]} == {
        "nam": "năm ngoái",
        "bo": "còn lại",
    }
    assert "Trả lời không còn chỗ" in office.run("inspection", "show", UNIT).out
    logged = office.json("log", "show")["changes"]
    assert any(change["path"] == "form/mapping" for change in logged)
    office.run("report", "build", UNIT, "--out", tmp_path / "bien-ban.pdf")
    assert (tmp_path / "bien-ban.pdf").read_bytes().startswith(b"%PDF")

    undone = office.json("form", "migrate", "--undo", "--all")
    assert undone["counts"]["returned"] == 2
    office.run("form", "migrate", "--undo", "--all", "--apply")
    view = office.json("inspection", "show", UNIT)
    assert (view["form"], view["leftovers"]) == (one["form"], [])
    assert shown(office)["bo"] == "còn lại"
    assert office.json("vault", "check")
    nothing = office.json("form", "migrate", "--undo", "--all", "--apply", status=22)
    assert nothing["error"]["code"] == "input.value"


def test_an_explicit_mapping_and_one_unit(office: Program, tmp_path: Path) -> None:
    third = write_form(tmp_path, THIRD, "phieu-3")
    pairs = tmp_path / "noi.txt"
    pairs.write_text("# câu cũ = câu mới\nnguoi=lanh_dao\nmuc_do:bad=fair\n", encoding="utf-8")
    asked = office.json("form", "migrate", third, "--inspection", UNIT)
    assert asked["plans"][0]["questions"]
    office.json(
        "form", "migrate", third, "--inspection", UNIT, "--map", f"@{pairs}", "--map", "bo=moi",
        "--apply",
    )  # fmt: skip
    now = shown(office)
    assert (now["lanh_dao"], now["moi"]) == ("Ông An", "còn lại")
    listed = office.json("inspection", "list")["inspections"]
    assert len({one["form"] for one in listed}) == 2


LEVELS = """
| survey |
| | type | name | label |
| | select_one muc | b | Mức |
| choices |
| | list_name | name | label | was |
{choices}
| settings |
| | form_title | form_id | version |
| | Mức | muc | {version} |
"""


def levels(folder: Path, version: int, *rows: str) -> str:
    """A form of one question; its file name has a sign that ``--form`` also uses."""
    choices = "\n".join(f"| | muc | {row} |" for row in rows)
    return write_form(folder, LEVELS.format(choices=choices, version=version), f"muc={version}")


def test_levels_that_are_numbered_anew_never_change_a_verdict(tmp_path: Path) -> None:
    leader, _ = create(tmp_path, "leader", "Nguyễn Văn A", "Giám đốc")
    first = levels(tmp_path, 1, "1 | Đạt | ", "2 | Kém | ")
    leader.run("trip", "create", "--from", TRIP, "--form", first)
    leader.run("inspection", "answer", UNIT, "b", "Đạt")
    moved = levels(tmp_path, 2, "1 | Tốt | ", "2 | Đạt | 1", "3 | Kém | 2")
    assert "«1» vẫn là một lựa chọn của danh sách này" in leader.run("form", "check", moved).out
    refused = leader.run("form", "migrate", moved, "--inspection", UNIT, status=1).out
    assert "lựa chọn «2» ghi «was» là «1»" in refused
    before = leader.json("vault", "info")
    leader.run("form", "migrate", moved, "--inspection", UNIT, "--apply", status=None)
    assert shown(leader) == {"b": "1"}
    assert leader.json("vault", "info")["changes"] == before["changes"]
    silent = levels(tmp_path, 3, "1 | Tốt | ", "2 | Đạt | ", "3 | Kém | ")
    preview = leader.run("form", "migrate", silent, "--inspection", UNIT).out
    assert "«Đạt» → «Tốt»" in " ".join(preview.split())
    fresh = levels(tmp_path, 4, "0 | Tốt | ", "1 | Đạt | ", "2 | Kém | ")
    leader.run("form", "migrate", fresh, "--inspection", UNIT, "--apply")
    assert shown(leader) == {"b": "1"}


def test_bad_words_change_nothing(office: Program, tmp_path: Path) -> None:
    second = write_form(tmp_path, SECOND, "phieu-2")
    before = office.json("vault", "info")
    for words, status, code in (
        ((), 2, "usage"),
        ((second, "--undo"), 2, "usage"),
        ((second, "--apply"), 2, "usage"),
        ((second, "--map-choice", ":a=b"), 2, "usage"),
        ((second, "--all", "--apply", "--map", "khong=moi"), 22, "input.value"),
        ((str(tmp_path / "khong-co.xlsx"),), 15, "input.not-found"),
        ((second, "--inspection", "khong co"), 15, "input.not-found"),
    ):
        error = office.json("form", "migrate", *words, status=status)["error"]
        assert error["code"] == code, words
    said = office.json("form", "migrate", second, "--map", "khong=moi", status=1)
    assert said["problems"] == ["phiếu hiện hành không có câu hay bảng «khong»"]
    assert office.json("vault", "info")["changes"] == before["changes"]
