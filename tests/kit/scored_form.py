"""A small checklist with points of every kind: choices, shares, counts, by hand, kept out of documents."""

from __future__ import annotations

from pathlib import Path
from typing import Final

SCORED: Final = """
| survey |
| | type | name | label::Tiếng Việt (vi) | relevant | calculation | readonly | bind::insp:clause | bind::insp:reported | bind::insp:score-max | bind::insp:score | bind::insp:na | bind::insp:numerator | bind::insp:denominator | bind::insp:unit | bind::insp:print | bind::insp:unit-kinds | bind::insp:par-index | bind::insp:legal-basis | bind::insp:legal-verified | bind::insp:legal-note |
| | begin_group | i | 1. Chỉ đạo | | | | | | | | | | | | | | | | | |
| | select_one danh_gia | ke_hoach | Có kế hoạch năm? | | | | 1.1 | yes | 2 | | | | | | | | 1.1.1 1.1.2 | Nghị quyết 76/NQ-CP | no | |
| | text | ke_hoach_na | Lý do không áp dụng | ${ke_hoach} = 'na' | | | | | | | | | | | | | | | | |
| | integer | so_cham | Số báo cáo gửi chậm | | | | 1.2 | yes | 1.5 | at-most 0=1 2=0.5 | so_cham_vi | | | báo cáo | | | 1.1.2 | | | Tiêu chí của tỉnh |
| | text | so_cham_vi | Vì sao không áp dụng | | | | | | | | | | | | | | | | | |
| | integer | kin | Số vụ việc kín | | | | 1.3 | | 1 | at-most 0=1 | | | | | no | | | | | |
| | end_group | | | | | | | | | | | | | | | | | | | |
| | begin_group | ii | 2. Một cửa | | | | | | | | | | | | | | | | | |
| | integer | mau | Số hồ sơ đã giải quyết | | | | 2.1 | yes | | | | | | hồ sơ | | | | | | |
| | integer | dat | Trong đó đúng hạn | | | | 2.1 | yes | | | | | | hồ sơ | | | | | | |
| | decimal | ty_le | Tỷ lệ đúng hạn | | if(${mau} > 0, round(100 * ${dat} div ${mau}, 2), '') | yes | 2.1 | yes | 3 | at-least 95=1 90=0.75 80=0.5 | | dat | mau | % | | | 3.2 | Nghị định 61/2018/NĐ-CP | yes | |
| | select_one danh_gia | co_mc | Có bộ phận một cửa? | | | | | | | | | | | | | | | | | |
| | integer | so_ngay | Số ngày trực | ${co_mc} = 'yes' | | | 2.2 | | 2 | linear 0 5 | | | | ngày | | | | | | |
| | select_one danh_gia | so_phong | Riêng cho sở | | | | 2.3 | | 1 | | | | | | | department | | | | |
| | text | sang_kien | Sáng kiến | | | | 2.4 | | 1 | | | | | | | | | | | |
| | end_group | | | | | | | | | | | | | | | | | | | |
| choices |
| | list_name | name | label::Tiếng Việt (vi) | score |
| | danh_gia | yes | Có | 1 |
| | danh_gia | partial | Một phần | 0.5 |
| | danh_gia | no | Không | 0 |
| | danh_gia | na | Không áp dụng | |
| settings |
| | form_title | form_id | version | default_language | namespaces |
| | Phiếu chấm điểm | cham-diem | 1 | Tiếng Việt (vi) | insp="http://inspector-app.vn/xforms" |
"""
"""Maximum 11.5; for communes ``so_phong`` does not apply. ``sang_kien`` is scored by hand."""

RENAMED: Final = (
    SCORED.replace("| cham-diem | 1 |", "| cham-diem | 2 |")
    .replace("bind::insp:legal-note |", "bind::insp:legal-note | bind::insp:was |")
    .replace("integer | so_cham | ", "integer | bao_cao_cham | ")
    .replace("| | | Tiêu chí của tỉnh |", "| | | Tiêu chí của tỉnh | so_cham |")
    .replace("| 1.5 | at-most", "| 1 | at-most")
)
"""The same with ``so_cham`` renamed and its maximum lowered to 1."""


def write_scored(folder: Path, text: str = SCORED, name: str = "cham-diem") -> Path:
    """Write a checklist as a file that ``trip create`` and ``form migrate`` take."""
    path = folder / f"{name}.md"
    path.write_text(text, encoding="utf-8")
    return path
