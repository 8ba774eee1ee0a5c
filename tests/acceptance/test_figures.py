"""Source and period of figures, and rates with their base, by commands."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

from tests.kit.program import Program

ROOT = Path(__file__).resolve().parents[2]
TRIP = ROOT / "resources" / "trips" / "sample-trip-2019.xlsx"
PASSPHRASE = "mot mat khau du dai 2026"
UNIT = "an khe"
FORM = """\
| survey |
| | type | name | label | calculation | readonly | bind::insp:reported | bind::insp:unit | bind::insp:numerator | bind::insp:denominator | constraint |
| | begin_group | s3 | 3. Một cửa | | | | | | | |
| | text | c3_1 | Quy chế | | | | | | | |
| | integer | c3_3_total | Số thủ tục | | | yes | thủ tục | | | |
| | begin_repeat | t1 | Bảng luân chuyển | | | | | | | |
| | integer | t1_a1 | Kỳ trước | | | yes | hồ sơ | | | |
| | end_repeat | | | | | | | | | |
| | integer | t1_total | Tổng kỳ trước | if(count(${t1_a1}[. != '']) > 0, sum(${t1_a1}[. != '']), '') | yes | yes | hồ sơ | | | |
| | end_group | | | | | | | | | |
| | begin_group | s5 | 5. Tài chính | | | | | | | |
| | decimal | c5_3_budget | Kinh phí tự chủ | | | yes | đồng | | | |
| | decimal | c5_3_saved | Tiết kiệm được | | | yes | đồng | | | . <= ${c5_3_budget} |
| | decimal | c5_3_rate | Tỷ lệ tiết kiệm | 100 * ${c5_3_saved} div ${c5_3_budget} | yes | yes | % | c5_3_saved | c5_3_budget | |
| | end_group | | | | | | | | | |
| settings |
| | form_id | version | namespaces |
| | so-lieu | 1 | insp="http://inspector-app.vn/xforms" |
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with the trip, every unit pinned to the form."""
    folder = tmp_path_factory.mktemp("figures")
    (folder / "phieu.md").write_text(FORM, encoding="utf-8")
    program = Program(folder, folder / "kho", PASSPHRASE)
    program.run("vault", "create", "--name", "Nguyễn Văn A", "--device", "Máy 1")
    program.run("trip", "create", "--from", TRIP, "--form", folder / "phieu.md")
    return folder


@pytest.fixture
def leader(made: Path, tmp_path: Path) -> Program:
    """A copy that the test may write to."""
    folder = tmp_path / "office"
    shutil.copytree(made, folder)
    return Program(folder, folder / "kho", PASSPHRASE)


def item(program: Program, name: str) -> Any:
    """A question or table as ``inspection show --json`` has it."""
    shown = program.json("inspection", "show", UNIT)
    items = [one for section in shown["sections"] for one in section["items"]]
    return next(one for one in items if name in (one.get("question"), one.get("table")))


def test_a_figure_has_a_source_and_a_period(leader: Program) -> None:
    before = item(leader, "c5_3_budget")
    assert (before["source"], before["period"]) == (None, None)
    said = leader.run("inspection", "source", UNIT, "c5_3_budget", "software").out
    assert "màn hình phần mềm" in said
    leader.run("inspection", "period", UNIT, "c5_3_budget", "1/1/2019", "30/6/2019")
    found = item(leader, "c5_3_budget")
    assert (found["source"], found["period"]) == (
        "màn hình phần mềm",
        "01/01/2019 – 30/06/2019",
    )
    shown = leader.run("inspection", "show", UNIT, "--section", "s5").out
    assert "Kỳ số liệu     : 01/01/2018 – 15/09/2019" in shown, "the usual one, in the head"
    assert "nguồn: màn" in shown
    english = leader.run("--lang", "en", "inspection", "source", UNIT, "c5_3_budget", "on-site").out
    assert "source = counted on site" in english
    logged = leader.run("log", "show", "--limit", "1").out
    assert "c5_3_budget · nguồn" in logged
    leader.run("inspection", "source", UNIT, "c5_3_budget", "")
    assert item(leader, "c5_3_budget")["source"] is None


def test_one_source_for_a_table_and_for_a_section(leader: Program) -> None:
    leader.run("inspection", "source", UNIT, "t1", "Sổ theo dõi")
    assert item(leader, "t1")["source"] == "Sổ theo dõi"
    document = leader.json("inspection", "source", UNIT, "--section", "s3", "report")
    assert {"t1", "c3_3_total"} <= set(document["items"])
    assert document["value"] == "báo cáo của đơn vị"
    assert item(leader, "t1")["source"] == item(leader, "c3_3_total")["source"] == document["value"]
    assert item(leader, "c5_3_budget")["source"] is None
    leader.run("inspection", "period", UNIT, "--section", "s3", "cả năm")
    assert item(leader, "t1")["period"] == "cả năm"


def test_what_is_refused_changes_nothing(leader: Program) -> None:
    changes = leader.json("vault", "info")["changes"]
    for words, status in (
        (("source", UNIT, "t1_a1", "x"), 20),
        (("source", UNIT, "c3_1", "x"), 20),
        (("source", UNIT, "khong_co", "x"), 15),
        (("source", UNIT, "--section", "s99", "x"), 15),
        (("source", UNIT, "x"), 2),
        (("period", UNIT, "c5_3_budget", "1/7/2019", "30/6/2019"), 20),
        (("period", UNIT, "c5_3_budget", "31/4/2019", "30/6/2019"), 20),
        (("period", UNIT, "c5_3_budget", "mai", "kia"), 2),
    ):
        error = leader.json("inspection", *words, status=status)["error"]
        assert error["message"], words
        assert error["remedy"], words
    assert leader.json("vault", "info")["changes"] == changes


def test_figures_of_a_file_bring_their_source(leader: Program, tmp_path: Path) -> None:
    path = tmp_path / "so-lieu.csv"
    path.write_text(
        "câu;báo cáo;xác minh;nguồn;kỳ số liệu\n"
        "c5_3_budget;2.000.000.000;2.000.000.000;report;6 tháng\n"
        "c5_3_saved;100.000.000;90.500.000;software;\n"
        "t1;;;Sổ gốc;\n",
        encoding="utf-8",
    )
    leader.run("inspection", "answer", UNIT, "--file", path)
    assert item(leader, "c5_3_saved")["source"] == "màn hình phần mềm"
    assert item(leader, "t1")["source"] == "Sổ gốc"
    shown = leader.run("inspection", "show", UNIT, "--section", "s5").out.replace("\u00a0", " ")
    flat = " ".join(shown.split())
    assert "= 5 %" in flat
    assert "= 4,53 %" in flat
    assert "lệch −0,48" in flat  # 4.525 − 5 = −0.475
    rate = item(leader, "c5_3_rate")["rate"]
    assert rate["verified"] == {
        "numerator": "90500000",
        "denominator": "2000000000",
        "percent": "4.525",
        "text": "90.500.000 / 2.000.000.000 = 4,53\u00a0%",
    }
    assert rate["reported"]["percent"] == "5"
    assert rate["points"] == "-0.475"


def test_a_total_of_some_rows_is_marked_and_one_of_none_is_empty(leader: Program) -> None:
    for row, count in (("1", "10"), ("2", "0")):
        leader.run("inspection", "row", "add", UNIT, "t1")
        words = ("--side", "reported", "--row", row)
        leader.run("inspection", "answer", UNIT, "t1_a1", count, *words)
    total = item(leader, "t1_total")
    assert total["verified"] is None
    assert total["coverage"]["verified"] == {"done": 0, "rows": 2, "is_partial": False}
    leader.run("inspection", "answer", UNIT, "t1_a1", "9", "--row", "1")
    assert item(leader, "t1_total")["coverage"]["verified"]["is_partial"]
    shown = leader.run("inspection", "show", UNIT, "--section", "s3").out
    assert "xác minh chưa đủ: 1/2 dòng" in " ".join(shown.split())
    assert "báo cáo chưa đủ" not in shown
    leader.run("inspection", "answer", UNIT, "t1_a1", "0", "--row", "2")
    assert "chưa đủ" not in leader.run("inspection", "show", UNIT, "--section", "s3").out


def test_errors_of_what_the_unit_reported_are_counted_and_said_apart(leader: Program) -> None:
    words = ("c5_3_budget", "10", "c5_3_saved", "20", "--side", "reported")
    leader.run("inspection", "answer", UNIT, *words)
    checked = leader.json("inspection", "check", UNIT, status=None)
    assert checked["violations"] == []
    assert [one["question"] for one in checked["reported_violations"]] == ["c5_3_saved"]
    assert checked["progress"]["reported_violations"] == 1
    text = leader.run("inspection", "check", UNIT, status=None).out
    assert "1 (1 ở số báo cáo) lỗi" in text
    assert "không có lỗi" not in text
    assert "1 (1 ở số báo cáo)" in leader.run("inspection", "show", UNIT).out
    leader.run("inspection", "answer", UNIT, "c5_3_budget", "10", "c5_3_saved", "30")
    checked = leader.json("inspection", "check", UNIT, status=None)
    assert len(checked["violations"]) == 1
    assert checked["reported_violations"] == [], "one place, counted once"


def test_the_minutes_print_money_rates_and_where_figures_are_from(
    leader: Program, tmp_path: Path
) -> None:
    leader.run(
        "inspection", "answer", UNIT, "c5_3_budget", "2.000.000.000", "c5_3_saved", "90.500.000,5"
    )
    leader.run("inspection", "source", UNIT, "c5_3_saved", "software")
    pdf = tmp_path / "bien-ban.pdf"
    leader.run("report", "build", UNIT, "--out", pdf)
    pages = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf))
    text = " ".join(" ".join(pages).split()).replace("\u00a0", " ")
    assert "90.500.000,5/2.000.000.000 đồng, đạt 4,53 %" in text
    assert "Nguồn: màn hình" in text
