"""An office's own form filled by commands: files as answers, rows of tables, both sides of cells."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import pytest

from tests.kit.program import Program

ROOT = Path(__file__).resolve().parents[2]
TRIP = ROOT / "resources" / "trips" / "sample-trip-2019.xlsx"
UNIT = "an khe"
PNG = b"\x89PNG\r\n\x1a\n" + b"p" * 40
FORM = """\
| survey |
| | type | name | label | required | repeat_count | bind::insp:reported |
| | image | anh | Ảnh trụ sở | | | |
| | file | quy_che | Quy chế | | | |
| | integer | so_quy | Số quý | | | |
| | begin_repeat | quy | Số liệu từng quý | | ${so_quy} | |
| | integer | hs | Hồ sơ tiếp nhận | | | yes |
| | end_repeat | | | | | |
| | begin_repeat | ho | Hộ được hỏi | | | |
| | text | chu_ho | Tên chủ hộ | yes | | |
| | begin_repeat | nguoi | Người trong hộ | | | |
| | text | ho_ten | Họ và tên | yes | | |
| | end_repeat | | | | | |
| | end_repeat | | | | | |
| settings |
| | form_id | version | namespaces |
| | phieu-xa | 1 | insp="http://inspector-app.vn/xforms" |
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A vault with the trip, every unit pinned to the form."""
    folder = tmp_path_factory.mktemp("own")
    (folder / "phieu.md").write_text(FORM, encoding="utf-8")
    program = Program(folder, folder / "kho", "mot mat khau du dai 2026")
    program.run("vault", "create", "--name", "Nguyễn Văn A", "--device", "Máy 1")
    program.run("trip", "create", "--from", TRIP, "--form", folder / "phieu.md")
    return folder


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Program:
    """A copy that the test may write to, with a photo and a document beside it."""
    folder = tmp_path / "office"
    shutil.copytree(made, folder)
    (folder / "anh.png").write_bytes(PNG)
    (folder / "quy-che.pdf").write_bytes(b"%PDF-1.7 quy che")
    return Program(folder, folder / "kho", "mot mat khau du dai 2026")


def answer(program: Program, name: str) -> object:
    """The verified answer of a question."""
    shown = program.json("inspection", "show", UNIT)
    items = [item for section in shown["sections"] for item in section["items"]]
    return next(one["verified"] for one in items if one.get("question") == name)


def test_a_file_on_disk_is_the_answer(office: Program) -> None:
    said = office.run("inspection", "answer", UNIT, "anh", "anh.png", "so_quy", "4").out
    digest = hashlib.sha256(PNG).hexdigest()
    assert answer(office, "anh") == f"{digest}.png"
    assert answer(office, "so_quy") == 4
    assert digest[:8] in said
    (kept,) = office.json("evidence", "list", UNIT)["evidence"]
    assert (kept["name"], kept["question"], kept["sha256"]) == ("anh.png", "anh", digest)
    office.run("inspection", "answer", UNIT, "anh", "anh.png")
    assert len(office.json("evidence", "list", UNIT)["evidence"]) == 1, "it is there already"
    office.run("inspection", "answer", UNIT, "anh", "")
    assert answer(office, "anh") is None


def test_evidence_that_is_there_is_the_answer_by_digest_or_name(office: Program) -> None:
    said = office.run("evidence", "add", UNIT, "anh.png", "--question", "anh").out
    digest = hashlib.sha256(PNG).hexdigest()
    assert answer(office, "anh") is None
    assert "chưa là trả lời" in said
    assert f"inspection answer ĐƠN_VỊ anh {digest[:8]}" in said
    (office.folder / "anh.png").unlink()
    office.run("inspection", "answer", UNIT, "anh", digest[:8])
    assert answer(office, "anh") == f"{digest}.png"
    office.run("inspection", "answer", UNIT, "anh", "")
    office.run("inspection", "answer", UNIT, "anh", "anh.png")
    assert answer(office, "anh") == f"{digest}.png"


def test_what_is_no_file_leaves_nothing_behind(office: Program) -> None:
    error = office.json("inspection", "answer", UNIT, "so_quy", "4", "anh", "x.png", status=20)
    assert "x.png" in error["error"]["message"]
    wrong = office.json("inspection", "answer", UNIT, "anh", "quy-che.pdf", status=24)
    assert "ảnh" in wrong["error"]["message"]
    # the file would do, but the other answer of the batch does not: nothing of it is kept
    office.json("inspection", "answer", UNIT, "anh", "anh.png", "so_quy", "bốn", status=20)
    assert answer(office, "so_quy") is None
    assert office.json("evidence", "list", UNIT)["evidence"] == []


def test_files_of_a_table_lie_beside_it(office: Program) -> None:
    folder = office.folder / "mang-ve"
    folder.mkdir()
    (folder / "dau.png").write_bytes(PNG + b"2")
    (folder / "tra-loi.csv").write_text("question,verified\nanh,dau.png\n", encoding="utf-8")
    office.run("inspection", "answer", UNIT, "--file", folder / "tra-loi.csv")
    assert str(answer(office, "anh")).endswith(".png")


def test_rows_that_the_form_fixes_are_not_added_to(office: Program) -> None:
    office.run("inspection", "answer", UNIT, "so_quy", "4")
    for words in (
        ("inspection", "row", "add", UNIT, "quy"),
        ("inspection", "answer", UNIT, "hs", "5", "--row", "5"),
    ):
        message = office.json(*words, status=22)["error"]["message"]
        assert "phiếu định" in message
        assert "4" in message
    office.run("inspection", "answer", UNIT, "hs", "5", "--row", "4")
    shown = office.run("inspection", "show", UNIT).out
    assert "quy_count" not in shown
    assert "Số liệu từng quý" in shown


def test_both_sides_of_cells_are_shown(office: Program) -> None:
    office.run("inspection", "answer", UNIT, "so_quy", "2")
    for side, row, text in (
        ("reported", "1", "25"),
        ("verified", "1", "24"),
        ("reported", "2", "9"),
    ):
        office.run("inspection", "answer", UNIT, "hs", text, "--side", side, "--row", row)
    shown = office.run("inspection", "show", UNIT).out
    assert "1. hs=24 (báo cáo: 25)" in shown
    assert "2. hs=– (báo cáo: 9)" in shown
    listed = office.run("inspection", "row", "list", UNIT, "quy").out
    head, _rule, first, second = listed.splitlines()
    assert "hs (báo cáo)" in head
    assert first.split()[-2:] == ["24", "25"]
    assert second.split()[-2:] == ["–", "9"]


def test_the_check_says_which_row(office: Program) -> None:
    for _number in range(2):
        office.run("inspection", "row", "add", UNIT, "ho")
    office.run("inspection", "row", "add", UNIT, "nguoi", "--in", "2")
    checked = office.run("inspection", "check", UNIT, status=1).out
    lines = [line for line in checked.splitlines() if "Tên chủ hộ" in line or "Họ và tên" in line]
    assert [("dòng 1" in lines[0]), ("dòng 2" in lines[1]), ("dòng 2.1" in lines[2])] == [True] * 3
    document = office.json("inspection", "check", UNIT, status=1)
    assert [one["row_number"] for one in document["missing"]] == ["1", "2", "2.1"]
    assert document["missing"][2]["label"] == {"": "Họ và tên"}
