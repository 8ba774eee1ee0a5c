"""The minutes carry the table of points where the trip asks for it, and not a word of them otherwise."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.report.blocks import Heading, Recipients, iter_text
from inspector_app.domain.report.minutes import compose_minutes
from inspector_app.domain.report.minutes_scores import ScoreFacts
from inspector_app.domain.trip.values import Side, UnitKind
from inspector_app.services.facts import minutes_facts
from inspector_app.services.score_facts import score_facts
from inspector_app.services.workshop import Services
from tests.kit.scored_form import write_scored
from tests.kit.team import Team, gather
from tests.services.conftest import copied

ANSWERS = {
    "ke_hoach": "na", "ke_hoach_na": "Mới thành lập", "so_cham": "1", "kin": "5", "mau": "0",
    "dat": "0", "co_mc": "yes", "so_ngay": "4",
}  # fmt: skip


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """A team whose communes are filled with the checklist of points; closed."""
    folder = tmp_path_factory.mktemp("scored")
    made = gather(folder, {UnitKind.COMMUNE: str(write_scored(folder))})
    made.close()
    return made


@pytest.fixture
def desk(scored: Team, tmp_path: Path) -> Iterator[tuple[Services, EntityId]]:
    """The leader at a unit whose criteria all have points or do not apply."""
    folder = tmp_path / "team"
    shutil.copytree(scored.folder, folder)
    copy = Team(folder, *(copied(one, folder) for one in scored.people))
    services, ent = copy.leader.services, copy.commune()
    for name, text in ANSWERS.items():
        services.inspections.answer(ent, name, Side.VERIFIED, text)
    services.scores.appraise(ent, "sang_kien", "0,5")
    yield services, ent
    copy.close()


def printed(services: Services, ent: EntityId) -> list[str]:
    """The text of the minutes, in reading order."""
    facts = minutes_facts(services.inspections.show(ent), 0)
    scores = score_facts(services.scores.show(ent))
    return list(iter_text(compose_minutes(replace(facts, scores=scores))))


def told(services: Services, ent: EntityId) -> ScoreFacts:
    found = score_facts(services.scores.show(ent))
    assert found is not None
    return found


def test_not_a_word_of_points_unless_the_trip_asks(desk: tuple[Services, EntityId]) -> None:
    services, ent = desk
    assert score_facts(services.scores.show(ent)) is None
    before = printed(services, ent)
    assert not any("điểm đạt" in text.lower() or "BẢNG ĐIỂM" in text for text in before)
    pdf = services.reports.preview(ent)
    services.scores.configure(is_printed=True)
    services.scores.configure(is_on=False)
    assert printed(services, ent) == before
    assert services.reports.preview(ent).data == pdf.data, "byte for byte as without points"


def test_points_by_section_index_band_and_what_does_not_apply(
    desk: tuple[Services, EntityId],
) -> None:
    services, ent = desk
    services.scores.configure(is_printed=True)
    facts = told(services, ent)
    # ke_hoach 2 and ty_le 3 and so_phong 1 do not apply; kin is kept out of documents
    assert [(one.title, one.points, one.applicable) for one in facts.sections] == [
        ("Chỉ đạo", Decimal("0.75"), Decimal("1.5")),
        ("Một cửa", Decimal("2.1"), Decimal(3)),
    ]
    assert (facts.total.points, facts.total.applicable) == (Decimal("2.85"), Decimal("4.5"))
    assert (facts.band, facts.pending, facts.unprinted) == ("Trung bình", 0, 1)
    texts = printed(services, ent)
    annex = texts[texts.index("PHỤ LỤC: BẢNG ĐIỂM") :]
    assert annex[1:] == [
        "STT", "Nội dung", "Điểm tối đa áp\u00a0dụng", "Điểm đạt", "Tỷ lệ",
        "1", "Chỉ đạo", "1,5", "0,75", "50,00\u00a0%",
        "2", "Một cửa", "3", "2,1", "70,00\u00a0%",
        "Tổng cộng", "4,5", "2,85", "63,33\u00a0%",
        "Không gồm 1 tiêu chí mà phiếu không đưa vào văn bản.",
        "Xếp loại: Trung bình.",
        "Tiêu chí không áp dụng, không tính vào điểm tối đa:",
        "- 1.1 Có kế hoạch năm?: Mới thành lập;",
        "- 2.1 Tỷ lệ đúng hạn: không phát sinh (mẫu số bằng 0);",
        "- 2.3 Riêng cho sở: phiếu không đặt câu hỏi này cho đơn vị.",
    ]  # fmt: skip
    assert not any("kín" in text for text in annex)


def test_pending_criteria_leave_the_index_open(desk: tuple[Services, EntityId]) -> None:
    services, ent = desk
    services.scores.configure(is_printed=True)
    services.scores.appraise(ent, "sang_kien", "-")
    facts = told(services, ent)
    assert (facts.pending, facts.total.index, facts.band) == (1, None, "")
    texts = printed(services, ent)
    assert any("Còn 1 tiêu chí chưa có điểm" in text for text in texts)
    assert not any(text.startswith("Xếp loại") for text in texts)


def test_a_trip_words_its_own_bands(desk: tuple[Services, EntityId]) -> None:
    services, ent = desk
    services.scores.configure(is_printed=True, bands="60=Nhóm B;0=Nhóm C")
    assert told(services, ent).band == "Nhóm B"


def test_a_form_without_printed_criteria_has_no_annex(desk: tuple[Services, EntityId]) -> None:
    services, ent = desk
    services.scores.configure(is_printed=True)
    scores = services.scores.show(ent)
    hidden = tuple(
        replace(
            section,
            criteria=tuple(
                replace(one, criterion=replace(one.criterion, is_printed=False))
                for one in section.criteria
            ),
        )
        for section in scores.sections
    )
    assert score_facts(replace(scores, sections=hidden)) is None


def test_the_annex_is_the_last_page_and_below_the_signatures(
    desk: tuple[Services, EntityId],
) -> None:
    services, ent = desk
    without = services.reports.preview(ent).pages
    services.scores.configure(is_printed=True)
    assert services.reports.preview(ent).pages == without + 1
    facts = replace(minutes_facts(services.inspections.show(ent), 0), scores=told(services, ent))
    blocks = compose_minutes(facts).blocks
    heads = [one for one in blocks if isinstance(one, Heading) and one.new_page]
    place = next(number for number, one in enumerate(blocks) if isinstance(one, Recipients))
    assert [blocks.index(one) for one in heads] == [place + 1]
