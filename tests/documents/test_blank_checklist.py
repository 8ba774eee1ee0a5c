"""The printed checklist as it comes out of the renderer: pages, heads, places to write."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

import pypdfium2 as pdfium
import pytest

from inspector_app.documents.pdf import MinutesRenderer
from inspector_app.domain.form.definition import Form
from inspector_app.domain.report.blank_checklist import Visit, compose_blank
from inspector_app.domain.report.blocks import iter_text
from inspector_app.domain.report.values import RenderedPdf
from inspector_app.formats import xlsforms
from tests.documents.measure import MM, Word, fonts, words
from tests.kit.blank_forms import form, line

FORMS = Path(__file__).parents[2] / "forms"
PACKS = sorted(path.parent.name for path in FORMS.glob("*/survey.csv"))


def pack(name: str) -> Form:
    files = {path.name: path.read_bytes() for path in sorted((FORMS / name).glob("*.csv"))}
    return xlsforms.read_pack(files, name).form


@pytest.fixture(scope="module")
def rendered(renderer: MinutesRenderer) -> RenderedPdf:
    return renderer.render(compose_blank(form(), Visit(unit="UBND xã Tân Kim")))


def sizes(data: bytes) -> list[tuple[float, float]]:
    document = pdfium.PdfDocument(data)
    return [page.get_size() for page in document]


def is_furniture(word: Word, height: float) -> bool:
    return word.bottom < 20 * MM or word.top > height - 20 * MM


def test_there_are_packs_to_print() -> None:
    assert PACKS


@pytest.mark.parametrize("name", PACKS)
def test_every_shipped_form_prints_whole_within_the_margins(
    renderer: MinutesRenderer, name: str
) -> None:
    document = compose_blank(pack(name), Visit())
    began = time.process_time()
    made = renderer.render(document)
    assert time.process_time() - began < 10
    found = words(made.data)
    printed = {word.text for word in found}
    wanted = {word for text in iter_text(document) for word in text.split()}
    assert wanted - printed == set()
    for page, (width, height) in enumerate(sizes(made.data)):
        text = [w for w in found if w.page == page and not is_furniture(w, height)]
        assert min(word.left for word in text) >= 30 * MM
        assert max(word.right for word in text) <= width - 15 * MM
        assert max(word.bottom for word in text) <= height - 20 * MM


def test_wide_tables_lie_on_their_side_and_are_numbered_for_themselves(
    rendered: RenderedPdf,
) -> None:
    wide = [page for page, (width, height) in enumerate(sizes(rendered.data)) if width > height]
    assert wide
    assert tuple(wide) == rendered.turned
    numbers = {
        word.page: word.text
        for word in words(rendered.data)
        if word.bottom < 20 * MM and word.text.isdecimal()
    }
    first = wide[0]
    assert 0 not in numbers
    assert first not in numbers
    assert [numbers[page] for page in range(1, first)] == [str(n) for n in range(2, first + 1)]


def test_no_field_for_a_digital_signature(rendered: RenderedPdf) -> None:
    assert rendered.fields == ()


def test_every_page_says_which_form_and_unit(rendered: RenderedPdf) -> None:
    for page, (_, height) in enumerate(sizes(rendered.data)):
        foot = [w.text for w in words(rendered.data) if w.page == page and w.top > height - 20 * MM]
        assert foot[:4] == ["UBND", "xã", "Tân", "Kim"]
        assert "·" in foot


def _many(count: int) -> Form:
    lines = [
        line(
            "select_one muc",
            f"q{number}",
            f"Nội dung thứ {number} có được thực hiện đầy đủ theo quy định không?",
            clause=f"9.{number}",
            reported="yes",
            evidence="Sổ theo dõi, văn bản đã ban hành",
        )
        for number in range(1, count + 1)
    ]
    return form(*lines)


def test_criteria_stay_whole_and_heads_repeat(renderer: MinutesRenderer) -> None:
    """Each code stands on the page of the words and lines that belong to it: they are short."""
    made = renderer.render(compose_blank(_many(40), Visit()))
    found = words(made.data)
    heads = Counter(word.page for word in found if word.text == "Mục" and word.left < 45 * MM)
    checked = {word.page for word in found if word.text.startswith("9.") and word.left < 45 * MM}
    assert all(heads[page] >= 1 for page in checked)
    for page in checked:
        here = [word for word in found if word.page == page]
        codes = [w for w in here if w.text.startswith("9.") and w.text[2:].isdecimal()]
        remarks = [w for w in here if w.text == "xét:"]
        assert len(remarks) >= len(codes)
        assert max(w.top for w in remarks) > max(w.top for w in codes)
        first = min((w for w in here if w.text == "xét:"), key=lambda w: w.top)
        assert any(code.top < first.top for code in codes) or page == min(checked)


def test_a_tall_criterion_is_broken_before_a_question_and_named_again(
    renderer: MinutesRenderer,
) -> None:
    parts = [
        line("integer", f"x{number}", f"Con số thứ {number}", clause="9.1", unit="hồ sơ")
        for number in range(1, 31)
    ]
    first = line("integer", "dau", "Con số mở đầu", clause="9.1")
    made = renderer.render(compose_blank(form(first, *parts), Visit()))
    found = words(made.data)
    codes = [word for word in found if word.text == "9.1" and word.left < 45 * MM]
    pages = {word.page for word in found if word.text == "thứ"}
    assert len(pages) > 1
    assert {word.page for word in codes} == pages  # one code on each of them
    assert len(codes) == len(pages)
    last = max(pages)
    assert any(word.text == "xét:" and word.page == last for word in found)
    assert any(word.text == "thứ" and word.page == last for word in found)


def test_no_heading_stands_alone_at_the_foot_of_a_page(renderer: MinutesRenderer) -> None:
    for count in range(1, 9):
        made = renderer.render(compose_blank(_many(count), Visit()))
        heading = next(w for w in words(made.data) if w.text == "9." and w.left > 40 * MM)
        below = [
            w for w in words(made.data) if w.page == heading.page and w.top > heading.bottom + 5
        ]
        assert any(w.text == "9.1" for w in below), count


def test_three_hundred_questions_take_a_few_seconds(renderer: MinutesRenderer) -> None:
    document = compose_blank(_many(300), Visit())
    began = time.process_time()
    made = renderer.render(document)
    assert time.process_time() - began < 10
    assert made.pages > 20


def test_a_question_longer_than_a_page_is_printed_in_parts(renderer: MinutesRenderer) -> None:
    long = " ".join(f"đoạn{number}" for number in range(1500))
    token = "x" * 300
    odd = line("integer", "dai", f"{long} {token}", clause="9.1", unit="đơn_vị_tính_rất_dài")
    made = renderer.render(compose_blank(form(odd), Visit()))
    found = words(made.data)
    printed = {word.text for word in found}
    assert {"đoạn0", "đoạn749", "đoạn1499"} <= printed
    pages = {word.page for word in found if word.text.startswith("đoạn")}
    assert len(pages) > 1
    assert sum(len(w.text) for w in found if set(w.text) == {"x"}) == 300


def test_the_same_form_gives_the_same_bytes(renderer: MinutesRenderer) -> None:
    one, other = (renderer.render(compose_blank(form(), Visit())) for _ in range(2))
    assert one.data == other.data


def test_no_face_comes_from_elsewhere(rendered: RenderedPdf) -> None:
    used = fonts(rendered.data)
    assert used
    assert all("LiberationSerif" in one[0] for one in used)


def test_boxes_are_drawn(rendered: RenderedPdf) -> None:
    """A square of ink stands left of each choice."""
    document = pdfium.PdfDocument(rendered.data)
    choice = next(w for w in words(rendered.data) if w.text == "Có" and w.left > 110 * MM)
    scale = 4.0
    picture = document[choice.page].render(scale=scale).to_pil().convert("L")
    box = (choice.left - 5 * MM, choice.top, choice.left - 0.6 * MM, choice.bottom)
    cut = picture.crop(tuple(round(side * scale) for side in box))
    dark = sum(value < 128 for value in cut.tobytes())
    assert 0.02 < dark / (cut.width * cut.height) < 0.4
