"""Index, rank and band in the tables: ties, what does not apply, what is not judged yet."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from inspector_app.domain.report.worksheets import Book
from inspector_app.domain.scoring.arithmetic import sum_of
from inspector_app.domain.trip.values import Side, UnitKind
from tests.kit.team import gather
from tests.kit.trip_tables import column, computed_anew, differences, line, sheet

FORM = """
| survey |
| | type | name | label::Tiếng Việt (vi) | relevant | calculation | readonly | bind::insp:clause | bind::insp:numerator | bind::insp:denominator | bind::insp:score-max | bind::insp:score | bind::insp:unit |
| | begin_group | s1 | 1. Một | | | | | | | | | |
| | select_one muc | a | Tiêu chí a | | | | 1.1 | | | 3 | | |
| | text | a_na | Lý do không áp dụng | ${a} = 'na' | | | 1.1 | | | | | |
| | end_group | | | | | | | | | | | |
| | begin_group | s2 | 2. Hai | | | | | | | | | |
| | integer | tu | Tử số | | | | 2.1 | | | | | |
| | integer | mau | Mẫu số | | | | 2.1 | | | | | |
| | decimal | b | Tiêu chí b | | 100 * ${tu} div ${mau} | yes | 2.1 | tu | mau | 2 | linear 0 100 | % |
| | end_group | | | | | | | | | | | |
| choices |
| | list_name | name | label::Tiếng Việt (vi) | score |
| | muc | co | Có | 1 |
| | muc | mot_phan | Một phần | 0.5 |
| | muc | khong | Không | 0 |
| | muc | na | Không áp dụng | |
| settings |
| | form_title | form_id | version | default_language | namespaces |
| | P | p | 1 | Tiếng Việt (vi) | insp="http://inspector-app.vn/xforms" |
"""
# the communes in the order of the plan: choice, numerator, denominator
ANSWERS = (
    ("co", "2", "3"),  # (3 + 4/3) / 5 = 86,67 %
    ("na", "1", "3"),  # (2/3) / 2 = 33,33 %
    ("co", "4", "6"),  # the same share in other figures: a shared rank
    ("khong", "1", "1"),  # 2 / 5 = 40 %
    ("co", "0", "0"),  # the rate does not apply: 3 / 3 = 100 %
    ("mot_phan", "", ""),  # not judged yet
)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    folder = tmp_path_factory.mktemp("points")
    file = folder / "p.md"
    file.write_text(FORM, encoding="utf-8")
    team = gather(folder, {UnitKind.COMMUNE: str(file)})
    services = team.leader.services
    services.scores.configure(bands='80=Tốt "A"; 35=Khá; 0=Yếu')
    rows = [row.inspection for row in services.inspections.list()]
    communes = [one.id for one in rows if one.unit.kind is UnitKind.COMMUNE][: len(ANSWERS)]
    for ent, (choice, above, below) in zip(communes, ANSWERS, strict=True):
        services.inspections.answer(ent, "a", Side.VERIFIED, choice)
        if choice == "na":
            services.inspections.answer(ent, "a_na", Side.VERIFIED, "chưa đến kỳ")
        if above:
            services.inspections.answer(ent, "tu", Side.VERIFIED, above)
            services.inspections.answer(ent, "mau", Side.VERIFIED, below)
    yield services.tables.book(communes)
    team.close()


def test_index_rank_and_band(book: Book) -> None:
    units = sheet(book, "Theo đơn vị")
    index, rank, band = (column(units, title) for title in ("Chỉ số", "Hạng", "Xếp loại"))
    found = [[one.cells[place].value for place in (index, rank, band)] for one in units.lines[:-1]]
    assert [one[1:] for one in found] == [
        [2, 'Tốt "A"'],
        [5, "Yếu"],
        [2, 'Tốt "A"'],
        [4, "Khá"],
        [1, 'Tốt "A"'],
        ["", ""],
    ]
    shown = [round(one[0], 4) if isinstance(one[0], Decimal) else one[0] for one in found]
    assert shown == [
        Decimal("0.8667"), Decimal("0.3333"), Decimal("0.8667"), Decimal("0.4"), Decimal(1), "",
    ]  # fmt: skip


def test_sections_add_up_to_the_whole(book: Book) -> None:
    sections = sheet(book, "Theo phần")
    for one in sections.lines:
        values = [cell.value for cell in one.cells]
        applicable = [value for value in (values[3], values[7]) if isinstance(value, Decimal)]
        assert values[11] == sum(applicable)
        points = [value for value in (values[2], values[6]) if isinstance(value, Decimal)]
        assert values[10] == sum_of(points)
    second = sections.lines[1].cells  # nothing applies in its first section
    assert second[2].value is None
    assert second[5].value == "–"


def test_what_is_not_judged_is_neither_nothing_nor_inapplicable(book: Book) -> None:
    criteria = sheet(book, "Theo tiêu chí")
    unit = sheet(book, "Theo đơn vị").lines[5].cells[0].value
    place = column(criteria, "Điểm", str(unit))
    assert line(criteria, "2.1")[place].value is None
    other = column(criteria, "Điểm", str(sheet(book, "Theo đơn vị").lines[4].cells[0].value))
    assert line(criteria, "2.1")[other].value == "KAD: không phát sinh (mẫu số bằng 0)"
    assert line(criteria, "2.1")[other + 2].value == "–"


def test_a_spreadsheet_ranks_alike(book: Book, tmp_path: Path) -> None:
    assert list(differences(book, computed_anew(book, tmp_path))) == []
