"""``inspector inspection table``: the trip's workbook, a choice of units, and the same as JSON."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from inspector_app.host import resources
from tests.kit.program import Program

TRIP = resources.resource("trips") / "sample-trip-2019.xlsx"


@pytest.fixture(scope="module")
def leader(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """Somebody with a trip and a few figures; nothing here writes into the vault."""
    folder = tmp_path_factory.mktemp("leader")
    person = Program(folder, folder / "vault", "mot hai ba bon nam sau bay")
    person.json("vault", "create", "--name", "Nguyễn Văn A", "--post", "Giám đốc")
    person.json("trip", "create", "--from", TRIP)
    person.json("inspection", "answer", "an khe", "c1_3_planned", "39", "c1_3_done", "37")
    return person


def test_the_workbook_holds_what_the_document_says(leader: Program, tmp_path: Path) -> None:
    out = tmp_path / "bang.xlsx"
    said = leader.json("inspection", "table", "--out", out)
    book = openpyxl.load_workbook(out, data_only=True)
    assert [one["name"] for one in said["sheets"]] == book.sheetnames
    document = leader.json("inspection", "table")
    assert [one["name"] for one in document["sheets"]] == book.sheetnames
    figures = next(one for one in document["sheets"] if one["name"] == "Số liệu")
    heads = [column["title"] for column in figures["columns"]]
    row = next(
        line["cells"] for line in figures["lines"]
        if line["cells"][0].startswith("UBND xã An Khê") and line["cells"][4] == "c1_3_rate"
    )  # fmt: skip
    assert row[heads.index("Tử số")] == "37"
    assert row[heads.index("Mẫu số")] == "39"
    assert row[heads.index("Tỷ lệ")].startswith("0.9487179487")
    tab = book["Số liệu"]
    shown = next(
        cells for cells in tab.iter_rows(values_only=True)
        if str(cells[0]).startswith("UBND xã An Khê") and cells[4] == "c1_3_rate"
    )  # fmt: skip
    assert float(str(shown[heads.index("Tỷ lệ")])) == pytest.approx(37 / 39, abs=1e-12)


def test_some_units_only(leader: Program) -> None:
    document = leader.json("inspection", "table", "an khe", "binh lung")
    units = document["sheets"][0]["lines"]
    assert [line["cells"][0] for line in units] == [
        "UBND xã An Khê (giả định)",
        "UBND xã Bình Lũng (giả định)",
        "Toàn đợt",
    ]
    assert units[-1]["kind"] == "total"


def test_the_text_names_file_and_tables(leader: Program, tmp_path: Path) -> None:
    out = tmp_path / "bang.xlsx"
    ran = leader.run("inspection", "table", "--out", out)
    assert str(out) in ran.out
    assert "Luân chuyển hồ sơ" in ran.out


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (("--out", "bang.csv"), 2, "usage"),
        (("Xã Không Có", "--out", "x.xlsx"), 15, "input.not-found"),
        (("--out", "thu-muc-khong-co/x.xlsx"), 11, "file.access"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_a_refusal_says_why_and_leaves_no_file(
    leader: Program, words: tuple[str, ...], status: int, code: str
) -> None:
    ran = leader.run("--json", "inspection", "table", *words, status=None)
    assert (ran.status, ran.json["error"]["code"]) == (status, code)
    assert ran.json["error"]["remedy"]
    assert not list(leader.folder.glob("*.xlsx"))


def test_without_a_file_only_json(leader: Program) -> None:
    ran = leader.run("inspection", "table", status=2)
    assert "--out" in ran.err
