"""pyxform's messages, said in Vietnamese with sheet, row and column.

The codes and their fields are pyxform 4.5.0's (``pyxform.errors.ErrorCode``). A message without a
translation is passed on in English, with its row, rather than swallowed.
"""

from __future__ import annotations

import re

from pyxform.errors import PyXFormError

from inspector_app.domain.form.problems import Problem

_BY_CODE = {
    "HEADER_001": "thiếu dòng tiêu đề cột",
    "HEADER_002": "hai cột «{other}» và «{header}» là một; hãy bỏ bớt một cột",
    "HEADER_003": "thiếu cột bắt buộc: {missing}",
    "HEADER_004": "tên cột trống hoặc có dấu cách",
    "LABEL_001": "lựa chọn chưa có nhãn",
    "NAMES_001": "tên «{value}» bị trùng",
    "NAMES_003": "tên «{value}» trùng với tên gốc của biểu mẫu",
    "NAMES_004": "tên bảng lặp «{value}» bị trùng",
    "NAMES_005": "tên «meta» dành riêng cho hệ thống",
    "NAMES_006": "lựa chọn chưa có tên",
    "NAMES_007": "tên lựa chọn bị trùng trong danh sách",
    "NAMES_008": "tên phải bắt đầu bằng chữ cái hoặc gạch dưới, không có dấu cách",
    "NAMES_009": "tên «{name}» không dùng được",
    "NAMES_013": "không có trang «{sheet}»; có trang tên gần giống: {candidates}",
    "PYREF_001": "viết sai tham chiếu; đúng là ${tên_câu_hỏi}",
    "PYREF_002": "thiếu dấu phẩy giữa các tham chiếu",
    "PYREF_003": "không có câu hỏi tên «{q}»",
    "PYREF_004": "tên «{q}» có ở nhiều nơi",
    "SURVEY_001": "«end_{type}» không có «begin_{type}» đi trước",
    "SURVEY_002": "«begin_{type}» không có «end_{type}»",
    "SURVEY_004": "cột parameters phải có dạng khoá=giá_trị",
    "SURVEY_005": "tham số {rejected} không dùng được cho loại câu hỏi này",
}
_ROW = re.compile(r"\[row : (\d+)\]\s*")
_SHEET = re.compile(r"[Oo]n the '(\w+)' sheet")
_COLUMN = re.compile(r"the '([^']+)' value is")
_PLAIN = (
    (re.compile(r"sheet named 'survey'|must have a sheet"), "không có trang «survey»"),
    (re.compile(r"Question with no type"), "chưa ghi loại câu hỏi"),
    (re.compile(r"with no name"), "chưa ghi tên"),
    (re.compile(r"Missing calculation"), "câu tính toán chưa có công thức"),
    (re.compile(r"List name not in choices sheet"), "trang choices không có danh sách này"),
    (re.compile(r"Unknown question type '?([^'.]*)"), "không biết loại câu hỏi «{0}»"),
    (re.compile(r"no label or hint|has no label"), "câu hỏi chưa có nhãn"),
)


class _Fields(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "…"


def translate(error: PyXFormError) -> Problem:
    """One problem for one error of pyxform."""
    text = str(error)
    row, sheet, column = _ROW.search(text), _SHEET.search(text), _COLUMN.search(text)
    code = error.code.name if error.code else ""
    what = ""
    if code in _BY_CODE:
        what = re.sub(
            r"(?<!\$)\{(\w+)\}",
            lambda found: str(_Fields(error.context)[found.group(1)]),
            _BY_CODE[code],
        )
    else:
        for pattern, vietnamese in _PLAIN:
            match = pattern.search(text)
            if match:
                what = vietnamese.format(*match.groups())
                break
    return Problem(
        what or _ROW.sub("", " ".join(text.split()))[:300],
        sheet=sheet.group(1) if sheet else "survey" if row else "",
        row=int(row.group(1)) if row else 0,
        column=column.group(1) if column else "",
    )
