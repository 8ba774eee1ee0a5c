"""The layout of Decree 30/2020, measured from the PDF with poppler and PDFium."""

from __future__ import annotations

from dataclasses import replace

import pytest

from inspector_app.documents.pdf import MinutesRenderer
from inspector_app.domain.report.blocks import Document, Paragraph, Run, Signatures
from inspector_app.domain.report.facts import (
    FlowRow,
    Person,
    RefusalFacts,
    SectionFacts,
    flow_table,
)
from inspector_app.domain.report.minutes import compose_minutes
from inspector_app.domain.report.values import RenderedPdf
from tests.documents.measure import MM, Word, rules, words
from tests.documents.sample import LEADER, SECRETARY, UNIT_HEAD, facts, minutes

A4 = (210 * MM, 297 * MM)


def _is_page_number(word: Word) -> bool:
    return word.bottom < 20 * MM


def test_margins_lie_in_the_ranges_of_the_decree(rendered: RenderedPdf) -> None:
    text = [word for word in words(rendered.data) if not _is_page_number(word)]
    assert 30 <= min(word.left for word in text) / MM <= 35
    assert 15 <= (A4[0] - max(word.right for word in text)) / MM <= 20
    assert 20 <= min(word.top for word in text) / MM <= 25
    assert (A4[1] - max(word.bottom for word in text)) / MM >= 20


def test_page_number_stands_centred_in_the_top_margin_from_page_2(rendered: RenderedPdf) -> None:
    numbers = [word for word in words(rendered.data) if _is_page_number(word)]
    assert [word.text for word in numbers] == [str(n) for n in range(2, rendered.pages + 1)]
    assert [word.page for word in numbers] == list(range(1, rendered.pages))
    text = [word for word in words(rendered.data) if not _is_page_number(word)]
    centre = (min(w.left for w in text) + max(w.right for w in text)) / 2
    for word in numbers:
        assert abs((word.left + word.right) / 2 - centre) <= 1 * MM
        assert 0 < word.top < word.bottom < 20 * MM


def _line_of(rendered: RenderedPdf, first: str, last: str) -> tuple[float, float]:
    page = [word for word in words(rendered.data) if word.page == 0]
    start = next(word for word in page if word.text == first)
    end = next(w for w in page if w.text == last and abs(w.top - start.top) < 3)
    return start.left, end.right


def test_rule_below_the_motto_is_as_long_as_the_motto(rendered: RenderedPdf) -> None:
    left, right = _line_of(rendered, "Độc", "phúc")
    matching = [rule for rule in rules(rendered.data) if abs(rule[0] - left) < 1 * MM]
    assert any(abs((rule[1] - rule[0]) - (right - left)) <= 1 * MM for rule in matching)


def test_rules_below_agency_and_title_are_a_third_to_a_half(rendered: RenderedPdf) -> None:
    agency = _line_of(rendered, "CẢI", "1")
    title = _line_of(rendered, "Kiểm", "UBND")
    found = rules(rendered.data)[:3]
    for left, right in (agency, title):
        centre = (left + right) / 2
        rule = next(r for r in found if abs((r[0] + r[1]) / 2 - centre) < 4 * MM)
        assert 1 / 3 <= (rule[1] - rule[0]) / (right - left) <= 1 / 2


def test_head_has_no_place_and_date_line(rendered: RenderedPdf) -> None:
    title = next(w for w in words(rendered.data) if w.text == "BIÊN")
    head = [w.text for w in words(rendered.data) if w.page == 0 and w.top < title.top - 5]
    assert "Số:" in head
    assert "ngày" not in head


def _signature_pages(data: bytes, names: list[str]) -> set[int]:
    found = words(data)
    pages = set()
    for name in names:
        last = name.split()[-1]
        pages.add(max(w.page for w in found if w.text == last))
    pages.add(max(w.page for w in found if w.text.endswith("./.")))
    return pages


def _padded(document: Document, lines: int) -> Document:
    """The document with paragraphs put before its closing sentence."""
    index = next(
        i for i, b in enumerate(document.blocks) if isinstance(b, Paragraph) and b.keep_with_next
        and "kết thúc" in b.runs[0].text
    )  # fmt: skip
    filler = tuple(Paragraph((Run("Dòng nội dung thêm."),)) for _ in range(lines))
    return replace(document, blocks=document.blocks[:index] + filler + document.blocks[index:])


@pytest.mark.parametrize("lines", range(0, 30, 2))
def test_signature_block_never_splits(renderer: MinutesRenderer, lines: int) -> None:
    rendered = renderer.render(_padded(minutes(), lines))
    pages = {field.page for field in rendered.fields}
    assert len(rendered.fields) == 3
    assert len(pages) == 1
    assert _signature_pages(rendered.data, [SECRETARY, UNIT_HEAD, LEADER]) == pages


@pytest.mark.parametrize("lines", [0, 8, 16, 24])
@pytest.mark.parametrize("witness", [None, Person("Phạm Văn Chứng", "Công an viên", "", "Ông")])
def test_refusal_leaves_out_the_unit(
    renderer: MinutesRenderer, lines: int, witness: Person | None
) -> None:
    refused = minutes(refusal=RefusalFacts("Không nhất trí với số liệu", witness))
    rendered = renderer.render(_padded(refused, lines))
    names = {field.name for field in rendered.fields}
    assert names == ({"leader", "secretary", "witness"} if witness else {"leader", "secretary"})
    assert len({field.page for field in rendered.fields}) == 1


def test_single_signatory_stays_with_the_closing_sentence(renderer: MinutesRenderer) -> None:
    document = minutes()
    one = tuple(
        Signatures((block.rows[0][1:],)) if isinstance(block, Signatures) else block
        for block in document.blocks
    )
    rendered = renderer.render(_padded(replace(document, blocks=one), 13))
    assert [field.name for field in rendered.fields] == ["leader"]
    pages = {rendered.fields[0].page}
    assert _signature_pages(rendered.data, [LEADER]) == pages


def test_fields_have_their_own_room(rendered: RenderedPdf) -> None:
    fields = rendered.fields
    for field in fields:
        left, bottom, right, top = field.box
        assert right - left >= 60 * MM
        assert top - bottom >= 20 * MM
        assert left >= 30 * MM
        assert right <= A4[0] - 15 * MM
        inside = [
            w for w in words(rendered.data)
            if w.page == field.page and w.right > left and w.left < right
            and A4[1] - w.top > bottom + 2 and A4[1] - w.bottom < top - 2
        ]  # fmt: skip
        assert inside == []
    stamped = next(field for field in fields if field.name == "unit")
    leader = next(field for field in fields if field.name == "leader")
    # A 36 mm seal over the left third of a centred 36 mm signature touches no neighbour.
    centre = (stamped.box[0] + stamped.box[2]) / 2
    assert centre - 42 * MM > 25 * MM
    assert centre - 6 * MM < leader.box[0]


def test_long_names_wrap_inside_the_margins(renderer: MinutesRenderer) -> None:
    long = replace(
        facts(),
        parent_body="Ủy ban nhân dân thành phố trực thuộc Trung ương có tên gọi rất dài để thử",
        team_name="Đoàn kiểm tra liên ngành công tác cải cách hành chính và kiểm soát thủ tục",
        unit_name="Trung tâm Phục vụ hành chính công xã Đại Phúc thuộc " + "Ủy ban nhân dân " * 12,
    )
    data = renderer.render(compose_minutes(long)).data
    text = [word for word in words(data) if not _is_page_number(word)]
    assert min(word.left for word in text) >= 30 * MM
    assert max(word.right for word in text) <= A4[0] - 15 * MM


def test_draft_is_marked_on_every_page_and_has_no_fields(renderer: MinutesRenderer) -> None:
    rendered = renderer.render(minutes(open_conflicts=2))
    assert rendered.fields == ()
    marks = [w for w in words(rendered.data) if w.text == "CHƯA"]
    assert {w.page for w in marks} == set(range(rendered.pages))


@pytest.mark.parametrize("lines", range(0, 36, 3))
def test_a_caption_and_its_heading_stay_with_the_head_and_first_row(
    renderer: MinutesRenderer, lines: int
) -> None:
    flow = flow_table((FlowRow("Đấtđai", (1000, *[0] * 9, 1000)),), "Captionlonely")
    filler = SectionFacts("Một", remark="\n".join(["Dòng nội dung thêm."] * lines))
    section = SectionFacts("Headinglonely", tables=(flow,))
    data = renderer.render(minutes(sections=(filler, section))).data
    pages = {
        word.text: word.page
        for word in words(data)
        if word.text in ("Captionlonely", "Headinglonely", "Đấtđai")
    }
    assert len(set(pages.values())) == 1, pages
