"""Praise in the minutes: only sections in which every criterion, rates too, is known and full."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain.report.blocks import iter_text
from inspector_app.domain.report.minutes import compose_minutes
from inspector_app.domain.trip.values import Side, UnitKind
from inspector_app.services.facts import minutes_facts
from tests.kit.team import Team, gather

FORM = """
| survey |
| | type | name | label::Tiếng Việt (vi) | calculation | readonly | bind::insp:favourable | bind::insp:numerator | bind::insp:denominator | bind::insp:score-max | bind::insp:score | bind::insp:na | required |
| | begin_group | s | 6. Tài chính công | | | | | | | | | |
| | select_one yn | c1 | Quy chế | | | yes | | | 1 | | | yes |
| | select_one yn | c2 | Công khai | | | yes | | | 1 | | | |
| | select_one yn | c3 | Báo cáo | | | yes | | | 1 | | c3_na | |
| | integer | tren | Đã giải ngân | | | | | | | | | |
| | integer | duoi | Kế hoạch | | | | | | | | | |
| | decimal | ty_le | Tỷ lệ giải ngân | 100 * ${tren} div ${duoi} | yes | | tren | duoi | 2 | at-least 95=1 80=0.5 | ty_le_na | |
| | text | ty_le_na | Lý do không áp dụng | | | | | | | | | |
| | text | c3_na | Lý do không áp dụng | | | | | | | | | |
| | end_group | | | | | | | | | | | |
| choices |
| | list_name | name | label::Tiếng Việt (vi) | score |
| | yn | yes | Có | 1 |
| | yn | partial | Một phần | 0.5 |
| | yn | no | Không | 0 |
| | yn | na | Không áp dụng | |
| settings |
| | form_title | form_id | version | default_language | namespaces |
| | P | p | 1 | Tiếng Việt (vi) | insp="http://inspector-app.vn/xforms" |
"""


@pytest.fixture
def team(tmp_path: Path) -> Iterator[Team]:
    (tmp_path / "p.md").write_text(FORM, encoding="utf-8")
    made = gather(tmp_path, {UnitKind.COMMUNE: str(tmp_path / "p.md")})
    yield made
    made.close()


def test_a_section_is_praised_when_everything_in_it_is_known_and_full(team: Team) -> None:
    services, ent = team.member.services, team.commune()

    def praised(**answers: str) -> tuple[str, ...]:
        for name, text in answers.items():
            services.inspections.answer(ent, name, Side.VERIFIED, text)
        return minutes_facts(services.inspections.show(ent), 0).strengths

    words = "Tài chính công: thực hiện đầy đủ {0}/{0} nội dung được kiểm tra."
    assert praised(c1="yes", c2="yes", c3="yes") == (), "nobody knows the rate yet"
    assert praised(tren="76", duoi="100") == (), "the rate gives no full points"
    assert praised(tren="96") == (words.format(4),)
    assert praised(c3="") == (), "not answered is not full"
    assert praised(c3="na") == (), "nobody says why it does not apply"
    assert praised(c3_na="không có dự án") == (words.format(3),), (
        "what does not apply counts for nothing"
    )
    assert praised(c3="partial") == ()
    assert praised(c3="yes", duoi="0", tren="0") == (words.format(3),), "nothing arose"


def test_what_is_left_is_counted_as_progress_and_check_count_it(team: Team) -> None:
    services, ent = team.member.services, team.commune()
    view = services.inspections.show(ent)
    facts = minutes_facts(view, 0)
    assert facts.unanswered == view.progress.total - view.progress.answered == 5
    assert facts.required == 1
    text = "\n".join(iter_text(compose_minutes(facts)))
    assert "Còn 5 nội dung trong phiếu chưa được kiểm tra" in text
    assert "Còn 1 câu, ô bắt buộc trong phiếu chưa có trả lời." in text
    services.inspections.answer(ent, "c1", Side.VERIFIED, "yes")
    assert minutes_facts(services.inspections.show(ent), 0).required == 0
