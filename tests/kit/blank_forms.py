"""A form that has all that matters on paper: points, rates, conditions, a dossier flow, lists."""

from __future__ import annotations

from typing import Final

from inspector_app.domain.form.definition import Form
from inspector_app.formats import xlsforms

_CODES: Final = ("A1", "A2", "A3", "A4", "B1", "B2", "B3", "C1", "C2", "D1", "D2")
_SUM_IN: Final = " + ".join(f"${{t1_{code.lower()}}}" for code in _CODES[:4])
_SUM_OUT: Final = " + ".join(f"${{t1_{code.lower()}}}" for code in _CODES[4:])
_COLUMNS: Final = (
    "type",
    "name",
    "label::Tiếng Việt (vi)",
    "hint::Tiếng Việt (vi)",
    "relevant",
    "constraint",
    "calculation",
    "readonly",
    "appearance",
    *(
        f"bind::insp:{name}"
        for name in (
            "clause",
            "reported",
            "unit",
            "score-max",
            "numerator",
            "denominator",
            "evidence",
            "sample-size",
            "shortcoming",
            "legal-basis",
            "legal-verified",
        )
    ),
)


def _line(type_: str, name: str = "", label: str = "", **cells: str) -> str:
    found = {"type": type_, "name": name, "label::Tiếng Việt (vi)": label}
    for key, value in cells.items():
        column = {"hint": "hint::Tiếng Việt (vi)"}.get(key, key)
        if column not in _COLUMNS:
            column = f"bind::insp:{key.replace('_', '-')}"
        found[column] = value
    return "| | " + " | ".join(found.get(column, "") for column in _COLUMNS) + " |"


_SURVEY: Final = (
    _line("start", "luc_dau"),
    _line("begin_group", "s1", "1. Chỉ đạo", clause="1"),
    _line(
        "select_one muc",
        "c1_1",
        "Kế hoạch ban hành đúng hạn?",
        hint="Xem ngày ban hành. Thường gặp: ban hành chậm.",
        clause="1.1",
        score_max="2",
        evidence="Kế hoạch năm",
        shortcoming="ban hành chậm; sao chép cấp trên",
        legal_basis="Nghị quyết 76/NQ-CP",
        legal_verified="yes",
    ),
    _line("text", "c1_1_na", "Lý do không áp dụng", relevant="${c1_1} = 'na'", clause="1.1"),
    _line(
        "date",
        "c1_1_ngay",
        "Ngày ban hành",
        relevant="${c1_1} = 'co' or ${c1_1} = 'mot_phan'",
        clause="1.1",
    ),
    _line(
        "integer",
        "c1_1_nv",
        "Số nhiệm vụ",
        relevant="${c1_1} = 'co' or ${c1_1} = 'mot_phan' or ${c1_1} = 'khong'",
        clause="1.1",
    ),
    _line(
        "integer", "c1_2_tong", "Số báo cáo phải gửi", clause="1.2", reported="yes", unit="báo cáo"
    ),
    _line(
        "integer", "c1_2_dung", "Trong đó: đúng hạn", clause="1.2", reported="yes", unit="báo cáo"
    ),
    _line(
        "decimal",
        "c1_2_tl",
        "Tỷ lệ đúng hạn",
        hint="Phần mềm tự tính.",
        calculation="round(100 * ${c1_2_dung} div ${c1_2_tong}, 2)",
        readonly="yes",
        clause="1.2",
        reported="yes",
        unit="%",
        numerator="c1_2_dung",
        denominator="c1_2_tong",
        legal_basis="Nghị định 09/2019/NĐ-CP",
        legal_verified="no",
        sample_size="12",
    ),
    _line(
        "text",
        "c1_2_vi_sao",
        "Nguyên nhân gửi chậm",
        relevant="${c1_2_dung} < 5 and count(${t1}) > 0",
        appearance="multiline",
        clause="1.2",
    ),
    _line("calculate", "an", "Không ai thấy", calculation="1 + 1"),
    _line("end_group"),
    _line("begin_group", "s2", "2. Một cửa", clause="2", relevant="${c1_1} != 'na'"),
    _line("begin_repeat", "t1", "Bảng luân chuyển hồ sơ", clause="2.1"),
    _line("select_one linh_vuc", "t1_lv", "Lĩnh vực"),
    _line("text", "t1_khac", "Tên lĩnh vực khác", relevant="${t1_lv} = 'khac'"),
    *(
        _line("integer", f"t1_{code.lower()}", f"{code}. Cột {code}", reported="yes")
        for code in _CODES
    ),
    _line(
        "integer",
        "t1_lech",
        "Chênh lệch",
        constraint=". = 0",
        calculation=f"({_SUM_IN}) - ({_SUM_OUT})",
        readonly="yes",
    ),
    _line("end_repeat"),
    _line(
        "integer",
        "tong_vao",
        "Tổng số hồ sơ vào",
        calculation="sum(${t1_a1}[. != ''])",
        readonly="yes",
        clause="2.1",
    ),
    _line("begin_repeat", "ds", "Danh sách sáng kiến", clause="2.2", relevant="${c1_2_tong} > 0"),
    _line("text", "ds_ten", "Tên sáng kiến"),
    _line("select_one muc", "ds_muc", "Công nhận"),
    _line("end_repeat"),
    _line("note", "luu_y", "Chỉ kiểm tra tại quầy.", clause="2.3"),
    _line("end_group"),
)
_CHOICES: Final = """
| choices |
| | list_name | name | label::Tiếng Việt (vi) | score |
| | muc | co | Có | 1 |
| | muc | mot_phan | Một phần | 0.5 |
| | muc | khong | Không | 0 |
| | muc | na | Không áp dụng | |
| | linh_vuc | dat | Đất đai | |
| | linh_vuc | ho_tich | Hộ tịch | |
| | linh_vuc | khac | Lĩnh vực khác | |
| settings |
| | form_title | form_id | version | default_language | namespaces |
| | Phiếu kiểm tra thử việc in | in-thu | 3 | Tiếng Việt (vi) | insp="http://inspector-app.vn/xforms" |
"""


def form_text(*lines: str) -> str:
    """The form as a Markdown table; further lines stand in a section of their own."""
    more = (_line("begin_group", "s9", "9. Thêm"), *lines, _line("end_group")) if lines else ()
    head = "| | " + " | ".join(_COLUMNS) + " |"
    return "\n".join(("| survey |", head, *_SURVEY, *more)) + _CHOICES


def line(type_: str, name: str, label: str, **cells: str) -> str:
    """One line of a survey sheet; ``score_max`` and the like name columns ``bind::insp:``."""
    return _line(type_, name, label, **cells)


def form(*lines: str) -> Form:
    """The checked form."""
    return xlsforms.read_form_file(form_text(*lines).encode(), "in-thu.md").form
