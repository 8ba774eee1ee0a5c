"""An office's checklist: checked, mended, put into the vault, taken out again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from inspector_app.host import resources
from tests.kit.program import Program

TRIP = resources.resource("trips") / "sample-trip-2019.xlsx"
VIETNAMESE = re.compile("[à-ãè-êìíò-õùúýăđĩũơưạ-ỹ]", re.IGNORECASE)
BROKEN = (
    "| survey |\n"
    "| | type | name | label | relevant |\n"
    "| | select_one yn | co | Có kế hoạch? | |\n"
    "| | text | so | Số kế hoạch | ${co} = 'yes' |\n"
    "| | geopoint | noi | Nơi họp | |\n"
    "| choices |\n| | list_name | name | label |\n| | yn | co | Có |\n| | yn | khong | Không |\n"
    "| settings |\n| | form_id | version |\n| | phieu-huyen | 1 |\n"
)


@pytest.fixture
def office(tmp_path: Path) -> Program:
    """A vault, and an author's form beside it."""
    made = Program(tmp_path, tmp_path / "kho", "mot mat khau du dai 2026")
    made.run(
        "vault", "create", "--name", "Nguyễn Văn A", "--post", "Giám đốc", "--agency", "Sở Nội vụ",
        "--device", "Máy 1",
    )  # fmt: skip
    (tmp_path / "phieu.md").write_text(BROKEN, encoding="utf-8")
    return made


def test_another_form_of_the_same_id_and_version_is_told_apart(office: Program) -> None:
    form = office.folder / "phieu.md"
    whole = BROKEN.replace("'yes'", "'co'").replace("geopoint", "text")
    form.write_text(whole, encoding="utf-8")
    first = office.run("form", "import", form)
    assert "bản khác" not in first.out + first.err
    assert "bản khác" not in office.run("form", "import", form).err, "the very same one"
    form.write_text(whole.replace("Nơi họp", "Nơi họp ở đâu"), encoding="utf-8")
    second = office.run("form", "import", form)
    assert "đã có bản khác cùng mã và phiên bản: phieu-huyen" in second.out + second.err
    assert all(one["has_twin"] for one in office.json("form", "list")["forms"])
    assert office.run("form", "list").out.count("≠") == 3
    made = office.run("trip", "create", "--from", TRIP, "--form", f"commune={form}")
    assert "đã có bản khác cùng mã và phiên bản: phieu-huyen" in made.out + made.err
    shipped = office.json("form", "import", "commune-2025")
    assert "commune-2025" not in shipped["form_id"]
    assert shipped["sha256"] in {one["sha256"] for one in office.json("form", "list")["forms"]}


def test_from_the_first_check_to_the_exported_workbook(office: Program) -> None:
    form = office.folder / "phieu.md"
    checked = office.json("form", "check", form, status=1)
    assert checked["valid"] is False
    assert [(one["severity"], one["row"], one["code"]) for one in checked["problems"]] == [
        ("error", 4, "unsupported"),
        ("warning", 3, "choice-unknown"),
    ]
    assert set(checked["problems"][0]) == {
        "severity", "code", "sheet", "row", "column", "question", "what", "remedy",
    }  # fmt: skip
    shown = office.run("form", "check", form, status=1).out
    assert "chưa dùng được: 1 lỗi, 1 cảnh báo" in shown
    assert "→ dùng câu hỏi chữ (text)" in shown
    mended = BROKEN.replace("'yes'", "'co'").replace("geopoint", "text")
    form.write_text(mended, encoding="utf-8")
    assert office.json("form", "check", form)["problems"] == []

    kept = office.json("form", "import", form)
    assert not office.json("form", "list")["forms"][0]["has_twin"]
    (listed,) = office.json("form", "list")["forms"]
    assert listed["sha256"] == kept["sha256"]
    out = office.folder / "ra"
    out.mkdir()
    office.run("form", "export", "phieu-huyen", "--out", out / "phieu.inspform")
    office.run("form", "export", "phieu-huyen", "--xform", "--out", out / "phieu.xml")
    office.run("form", "workbook", "phieu-huyen", "--out", out / "phieu.md")
    assert (out / "phieu.md").read_text(encoding="utf-8") == mended
    assert b"<h:html" in (out / "phieu.xml").read_bytes()
    assert office.json("form", "check", out / "phieu.inspform")["sha256"] == kept["sha256"]
    assert office.json("form", "import", out / "phieu.inspform")["sha256"] == kept["sha256"]
    bad = bytearray((out / "phieu.inspform").read_bytes())
    bad[len(bad) // 2] ^= 1
    (out / "bad.inspform").write_bytes(bad)
    office.run("form", "check", out / "bad.inspform", status=1)
    refused = office.run("form", "import", out / "bad.inspform", "--json", status=18)
    assert refused.error["code"] == "form.invalid"


def test_a_person_who_asks_for_english_reads_english(office: Program) -> None:
    form = office.folder / "phieu.md"
    more = BROKEN.replace("| geopoint | noi |", "| integer | họ tên |").replace("'yes'", "'yes")
    form.write_text(more, encoding="utf-8")
    for words in (("form", "check", form), ("form", "import", form), ("form", "eval", "f(")):
        ran = office.run("--lang", "en", *words, status=None)
        assert ran.status != 0
        text = re.sub("“[^”]*”", "", ran.out + ran.err)
        assert not VIETNAMESE.search(text), text
    checked = office.json("--lang", "en", "form", "check", form, status=1)
    assert checked["problems"][0]["what"] == (
        "the name “họ tên” cannot be used: it must begin with a letter and have only letters,"
        " digits, underscores, hyphens and dots"
    )
    refused = office.json("--lang", "en", "form", "eval", "f(", status=29)["error"]
    assert refused["details"]["what"] == "the end of the expression is missing"
