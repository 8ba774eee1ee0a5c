"""``inspector form blank``: of a unit, of a form in the vault, of a file, of a shipped checklist."""

from __future__ import annotations

import re
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from inspector_app.host import resources
from tests.kit.blank_forms import form_text
from tests.kit.program import Program

TRIP = resources.resource("trips") / "sample-trip-2019.xlsx"
POINTS = r"\d điểm|[Đđ]iểm tối đa|tự đánh giá: |thẩm định: "
ANSWER = "Chưa đến kỳ ban hành theo hướng dẫn mới"


def pages_text(path: Path) -> str:
    document = pdfium.PdfDocument(path)
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.fixture(scope="module")
def leader(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """Somebody with a trip in which one answer is recorded; nothing here writes into the vault."""
    folder = tmp_path_factory.mktemp("leader")
    person = Program(folder, folder / "vault", "mot hai ba bon nam sau bay")
    person.json("vault", "create", "--name", "Nguyễn Văn A", "--post", "Giám đốc")
    person.json("trip", "create", "--from", TRIP)
    person.json("inspection", "answer", "an khe", "c1_1", "na")
    person.json("inspection", "answer", "an khe", "c1_1_na", ANSWER)
    return person


def test_the_checklist_of_a_unit_names_the_visit_and_no_answer(
    leader: Program, tmp_path: Path
) -> None:
    out = tmp_path / "an-khe.pdf"
    said = leader.json("form", "blank", "--unit", "an khe", "--out", out)
    assert said["path"] == str(out)
    assert said["unit"] == "UBND xã An Khê (giả định)"
    assert said["pages"] == len(pdfium.PdfDocument(out))
    text = pages_text(out)
    assert "UBND xã An Khê" in text
    trip = leader.json("trip", "show")
    assert trip["title"].split()[-1] in text
    assert ANSWER in str(leader.json("inspection", "show", "an khe"))
    assert ANSWER not in text


def test_what_exists_is_not_overwritten_unasked(leader: Program, tmp_path: Path) -> None:
    out = tmp_path / "phieu.pdf"
    out.write_bytes(b"kept")
    refused = leader.json("form", "blank", "--unit", "an khe", "--out", out, status=12)
    assert refused["error"]["code"] == "file.exists"
    assert out.read_bytes() == b"kept"
    leader.json("form", "blank", "--unit", "an khe", "--out", out, "--replace")
    assert out.read_bytes().startswith(b"%PDF")


def test_a_trip_without_points_prints_none(tmp_path: Path) -> None:
    person = Program(tmp_path, tmp_path / "vault", "mot hai ba bon nam sau bay")
    person.json("vault", "create", "--name", "Nguyễn Văn A", "--post", "Giám đốc")
    person.json("trip", "create", "--from", TRIP)
    before, after, bare = (tmp_path / name for name in ("co.pdf", "khong.pdf", "phieu.pdf"))
    person.json("form", "blank", "--unit", "an khe", "--out", before)
    assert re.search(POINTS, " ".join(pages_text(before).split()))
    person.json("score", "settings", "--off")
    form = person.json("form", "list")["forms"][0]["sha256"]
    person.json("form", "blank", "--unit", "an khe", "--out", after)
    person.json("form", "blank", form[:12], "--out", bare)
    for out in (after, bare):
        text = " ".join(pages_text(out).split())
        assert not re.search(POINTS, text)


def test_a_file_and_a_shipped_checklist_need_no_vault(tmp_path: Path) -> None:
    bare = Program(tmp_path)
    file = tmp_path / "phieu-rieng.md"
    file.write_text(form_text(), encoding="utf-8")
    out = tmp_path / "rieng.pdf"
    said = bare.json("form", "blank", file, "--out", out)
    assert (said["form"], said["unit"]) == ("in-thu", None)
    assert "Kế hoạch ban hành đúng hạn?" in pages_text(out)
    said = bare.json("form", "blank", "commune-2025", "--out", tmp_path / "xa.pdf")
    assert said["pages"] > 3


@pytest.mark.parametrize(
    ("words", "status", "code"),
    [
        (("--out", "x.docx"), 2, "usage"),
        (("cchc-khong-co", "--out", "x.pdf"), 15, "input.not-found"),
        (("--unit", "Xã Không Có", "--out", "x.pdf"), 15, "input.not-found"),
        (("khong-co.xlsx", "--out", "x.pdf"), 11, "file.access"),
        (("cchc-xa-2019", "--unit", "an khe", "--out", "x.pdf"), 2, "usage"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, tuple) else str(value),
)
def test_a_refusal_says_why_and_leaves_no_file(
    leader: Program, words: tuple[str, ...], status: int, code: str
) -> None:
    ran = leader.run("--json", "form", "blank", *words, status=None)
    assert ran.status == status
    error = ran.json["error"]
    assert error["code"] == code
    assert error["message"]
    assert error["remedy"]
    assert not list(leader.folder.glob("x.*"))
