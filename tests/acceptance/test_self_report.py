"""The unit's report by way of Excel, through the real command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from tests.kit.program import Program
from tests.kit.trip_files import workbook

UNIT, OTHER = "UBND xã An Khê", "UBND huyện Phú Bình"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A trip with the shipped checklists, made once."""
    folder = tmp_path_factory.mktemp("report")
    (folder / "trip.xlsx").write_bytes(workbook())
    program = Program(folder, folder / "kho", "mật khẩu dài của kho này")
    program.run("vault", "create", "--name", "Nguyễn Văn A", "--device", "Máy 1")
    program.run("trip", "create", "--from", folder / "trip.xlsx")
    return folder


@pytest.fixture
def leader(made: Path, tmp_path: Path) -> Program:
    """Its author with a vault to write to."""
    shutil.copytree(made / "kho", tmp_path / "kho")
    return Program(tmp_path, tmp_path / "kho", "mật khẩu dài của kho này")


def fill(path: Path, **values: str | int | None) -> None:
    """Type into the answer cells of questions outside tables."""
    book = openpyxl.load_workbook(path)
    for sheet in book.worksheets:
        for cells in sheet.iter_rows(min_row=5, max_col=1):
            if (name := str(cells[0].value)) in values:
                sheet[f"E{cells[0].row}"] = values[name]
    book.save(path)


def test_a_report_goes_out_comes_back_and_is_recorded(leader: Program, tmp_path: Path) -> None:
    unit, path = UNIT, tmp_path / "báo cáo.xlsx"
    made = leader.run("form", "workbook", "--unit", unit, "--out", path, "--json").json
    assert made["size"] == path.stat().st_size
    names = openpyxl.load_workbook(path).sheetnames
    assert names[0] == "Hướng dẫn"
    assert names[-1] == "inspector"
    fill(path, c1_6_due=4, c1_6_resolved=3, c5_3_budget="1.234.567,5")
    seen = leader.run("inspection", "import-report", path, "--json").json
    assert seen["recorded"] is None
    assert (seen["counts"]["new"], seen["problems"]) == (3, [])
    line = seen["differences"][0]
    assert (line["kind"], line["question"], line["before"], line["after"]) == (
        ("new", "c1_6_due", None, 4)
    )
    assert leader.run("inspection", "import-report", path, "--json").json == seen
    done = leader.run("inspection", "import-report", path, "--apply", "--json").json
    assert done["recorded"]["written"] == 3
    shown = leader.run("inspection", "show", unit, "--json").json
    items = {one.get("question"): one for part in shown["sections"] for one in part["items"]}
    assert items["c5_3_budget"]["reported"] == "1234567.5"
    assert items["c5_3_budget"]["verified"] is None
    again = leader.run("inspection", "import-report", path).out
    assert "0 mới, 0 thay đổi, 3 như cũ" in again
    assert "Không có gì để ghi." in again


def test_problems_stop_the_recording_and_name_their_cells(leader: Program, tmp_path: Path) -> None:
    unit, path = UNIT, tmp_path / "a.xlsx"
    leader.run("form", "workbook", "--unit", unit, "--out", path)
    fill(path, c1_6_due=4, c1_6_resolved=5, c1_3_planned="mười")
    seen = leader.run("inspection", "import-report", path, status=1)
    assert "không phải số nguyên" in seen.out or "«mười»" in seen.out
    assert "!E" in seen.out
    refused = leader.run("inspection", "import-report", path, "--apply", "--json", status=1).json
    assert refused["recorded"] is None
    assert [one["is_rule"] for one in refused["problems"]] == [False, True]
    done = leader.run(
        "inspection", "import-report", path, "--apply", "--skip-problems", "--json"
    ).json
    register = done["recorded"].pop("register")
    assert register.startswith("report/")
    assert done["recorded"] == {"written": 2, "rows_added": [], "skipped": 1, "kept": 0}


def test_what_is_no_report_of_this_unit_is_refused(leader: Program, tmp_path: Path) -> None:
    unit, other, path = UNIT, OTHER, tmp_path / "a.xlsx"
    leader.run("form", "workbook", "--unit", unit, "--out", path)
    wrong = leader.run("inspection", "import-report", path, "--unit", other, "--json", status=None)
    assert wrong.error["code"] == "report.workbook"
    assert unit in wrong.error["message"]
    text = tmp_path / "b.xlsx"
    text.write_text("không phải Excel", encoding="utf-8")
    broken = leader.run("inspection", "import-report", text, "--json", status=wrong.status)
    assert broken.error["code"] == "report.workbook"
    leader.run("form", "workbook", "--unit", unit, "--out", tmp_path / "c.ods", status=2)
    leader.run("inspection", "import-report", path, "--erase", status=2)
    leader.run("inspection", "import-report", path, "--overwrite", status=2)
    assert not (tmp_path / "c.ods").exists()
