"""pyxform's messages, said in Vietnamese with sheet, row, column and what to do.

The codes and their fields are pyxform 4.5.0's (``pyxform.errors.ErrorCode``). A message without a
translation is passed on in English, with its row, rather than swallowed.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from string import Formatter

from pyxform.errors import ErrorCode, PyXFormError

from inspector_app.domain.form.problems import Problem, Severity
from inspector_app.domain.saying import Saying

_BY_CODE = {
    "ENTITY": ("phần mềm không hỗ trợ thực thể (entities)", "xóa trang entities và cột save_to"),
    "HEADER_001": ("thiếu dòng tiêu đề cột", "dòng 1 phải ghi tên các cột"),
    "HEADER_002": ("hai cột «{other}» và «{header}» là một", "bỏ bớt một cột"),
    "HEADER_003": ("thiếu cột bắt buộc: {missing}", "thêm cột đó vào dòng 1"),
    "HEADER_004": ("tên cột trống hoặc có dấu cách", "đặt tên cột không có dấu cách"),
    "HEADER_005": ("phần mềm không hỗ trợ thực thể (entities)", "xóa trang entities"),
    "LABEL_001": ("lựa chọn chưa có nhãn", "ghi nhãn vào cột label"),
    "NAMES_001": ("tên «{value}» bị trùng", "đặt tên khác"),
    "NAMES_002": ("tên «{value}» chỉ khác tên khác ở chữ hoa, chữ thường", "đặt tên khác hẳn"),
    "NAMES_003": ("tên «{value}» trùng với tên gốc của biểu mẫu", "đặt tên khác"),
    "NAMES_004": ("tên bảng lặp «{value}» bị trùng", "đặt tên khác"),
    "NAMES_005": ("tên «meta» dành riêng cho hệ thống", "đặt tên khác"),
    "NAMES_006": ("lựa chọn chưa có tên", "ghi tên vào cột name"),
    "NAMES_007": ("tên lựa chọn bị trùng trong danh sách", "đặt tên khác"),
    "NAMES_008": (
        "tên phải bắt đầu bằng chữ cái hoặc gạch dưới, không có dấu cách",
        "đặt tên ngắn không dấu, ví dụ ty_le_dung_han",
    ),
    "NAMES_009": ("tên «{name}» không dùng được", "đặt tên ngắn không dấu"),
    "NAMES_013": ("không có trang «{sheet}»; có trang tên gần giống: {candidates}", "đổi tên trang"),
    "PYREF_001": ("viết sai tham chiếu", "đúng là ${{tên_câu_hỏi}}"),
    "PYREF_002": ("thiếu dấu phẩy giữa các tham chiếu", "viết ${{a}}, ${{b}}"),
    "PYREF_003": ("không có câu hỏi tên «{q}»", "ghi đúng tên ở cột name"),
    "PYREF_004": ("tên «{q}» có ở nhiều nơi", "đặt tên khác nhau"),
    "RANGE_001": ("tham số «{name}» của thang đo phải là số", "ví dụ: start=0 end=10 step=1"),
    "RANGE_002": ("tham số «{name}» của thang đo không được bằng 0", "ví dụ: step=1"),
    "RANGE_003": ("tham số «{name}» lớn hơn cả thang đo", "giảm {name} hoặc tăng end"),
    "RANGE_004": ("tham số «{name}» phải là bội số của step", "sửa {name}"),
    "RANGE_005": ("tham số «{name}» nằm ngoài thang đo", "đặt trong khoảng start đến end"),
    "RANGE_006": ("tick_labelset phải là tên một danh sách ở trang choices", "sửa tên danh sách"),
    "RANGE_007": ("với no-ticks, danh sách nhãn chỉ được có 2 mục", "bỏ bớt mục"),
    "RANGE_008": ("tham số vạch chia không dùng được với appearance này", "bỏ tham số"),
    "RANGE_009": ("tên lựa chọn của tick_labelset phải là số", "sửa tên lựa chọn"),
    "RANGE_010": ("nhãn vạch chia nằm ngoài thang đo", "sửa tên lựa chọn"),
    "RANGE_011": ("nhãn vạch chia không rơi vào vạch nào", "sửa tên lựa chọn"),
    "RANGE_012": ("với no-ticks, nhãn chỉ được đặt ở hai đầu thang đo", "sửa tên lựa chọn"),
    "SURVEY_001": ("«end_{type}» không có «begin_{type}» đi trước", "xóa dòng hoặc thêm dòng begin"),
    "SURVEY_002": ("«begin_{type}» không có «end_{type}»", "thêm dòng end"),
    "SURVEY_004": ("cột parameters phải có dạng khóa=giá_trị", "ví dụ: start=0 end=10 step=1"),
    "SURVEY_005": ("tham số {rejected} không dùng được cho loại câu hỏi này", "bỏ tham số này"),
}  # fmt: skip
_ROW = re.compile(r"\[row : (\d+)\]\s*")
_SHEET = re.compile(r"[Oo]n the '(\w+)' sheet|sheet: '(\w+)'")
_QUESTION = re.compile(
    r"(?:element|elements|Question) named? ?'([^']+)'|trigger for question \$\{([^}]+)\}"
)
_COLUMN = re.compile(r"the '([^']+)' value is")
_PLAIN = (
    (r"sheet named 'survey'|must have a sheet|no sheet", "không có trang «survey»", "đặt tên trang chính là survey"),
    (r"Question with no type", "chưa ghi loại câu hỏi", "ghi vào cột type"),
    (r"with no name", "chưa ghi tên", "ghi vào cột name"),
    (r"Missing calculation", "câu tính toán chưa có công thức", "ghi vào cột calculation"),
    (r"List name not in choices sheet: (.*)", "trang choices không có danh sách «{first}»", "thêm danh sách này"),
    (r"should be a choices sheet", "chưa có trang choices", "thêm trang choices: list_name, name, label"),
    (r"Unknown question type '?([^'.]*)", "không biết loại câu hỏi «{first}»", "xem danh sách loại câu hỏi"),
    (r"survey element named '([^']*)' has no label or hint", "câu «{first}» chưa có nhãn", "ghi vào cột label"),
    (r"no label or hint|has no label", "chưa có nhãn", "ghi vào cột label"),
    (r"no survey element named '([^']*)'", "không có câu hỏi tên «{first}»", "ghi đúng tên ở cột name"),
    (r"multiple survey elements named '([^']*)'", "tên «{first}» có ở nhiều nơi", "đặt tên khác nhau"),
    (r"Duplicate column header: (.*)", "hai cột cùng tên «{first}»", "xóa hoặc đổi tên một cột"),
    (r"Audits must always be named", "dòng audit phải để trống tên", "xóa tên, hoặc xóa cả dòng"),
    (r"Choice names with spaces.*\[(.*)\] in \[(.*)\]", "tên lựa chọn «{first}» của «{second}» có dấu cách", "thay dấu cách bằng gạch dưới"),
    (r"Choice filter not supported with or_other", "or_other không dùng được cùng choice_filter", "thêm lựa chọn «khác» vào danh sách"),
    (r"specify choices for this 'or other'", "or_other cần danh sách ở trang choices", "thêm danh sách này"),
    (r"randomize must be set to true or false", "tham số randomize phải là true hoặc false", "ghi randomize=true"),
    (r"seed value must be a number", "tham số seed phải là số hoặc ${{tên_câu}}", "ghi seed=7"),
    (r"Parameters must include randomize=true", "seed chỉ dùng cùng randomize=true", "thêm randomize=true"),
    (r"Choice filter not supported for table-list", "table-list không dùng được cùng choice_filter", "bỏ một trong hai"),
    (r"Badly formatted table list", "các câu trong table-list phải dùng cùng một danh sách", "tách thành nhóm khác"),
    (r"Parameter (\S+) must have an integer value", "tham số {first} phải là số nguyên", "sửa tham số"),
    (r"Invalid value for (\S+)\.", "giá trị của {first} không dùng được", "sửa tham số"),
    (r"File name for 'select_\w+_from_file", "tên tệp danh sách phải có đuôi .csv hoặc .xml", "ví dụ: select_one_from_file xa.csv"),
    (r"same instance id will be generated.*Instance name: '([^']*)'", "hai danh sách cùng tên «{first}» từ hai nguồn khác nhau", "đổi tên tệp hoặc danh sách"),
    (r"question \$\{{?([^}]*)\}}? is not user-visible.*trigger for question \$\{{?([^}]*)\}", "câu «{first}» không hiện ra nên không làm trigger cho «{second}» được", "chọn câu hiện ra ở cột trigger"),
    (r"[Tt]rigger", "cột trigger phải ghi ${{tên_câu}} của câu có trong biểu mẫu", "sửa cột trigger"),
    (r"big-image, you must also specify an image", "big-image cần có thêm cột image", "ghi cột image"),
    (r"'search\(\)'", "phần mềm không hỗ trợ search()", "dùng select_one_from_file với choice_filter"),
    (r"[Nn]amespace", "khai báo namespaces sai", 'ví dụ: insp="http://inspector-app.vn/xforms"'),
    (r"not well-formed|invalid token|mismatched tag", "nhãn có ký tự hoặc thẻ mà XML không nhận", "bỏ ký tự lạ, thẻ <…> dở dang"),
)  # fmt: skip
_WARNINGS = (
    (r"or_other and translations", "or_other sinh nhãn tiếng Anh («Other», «Specify other.»)", "thêm lựa chọn «Khác» và một câu hỏi chữ thay cho or_other", "or-other"),
    (r"not contain valid machine-readable codes: (.*?)\. Learn", "tên ngôn ngữ chưa có mã: {first}", "viết tên kèm mã, ví dụ: Tiếng Việt (vi)", "language-code"),
    (r"form_id and id_string", "trang settings có cả form_id và id_string", "xóa cột id_string", "settings"),
    (r"'disabled' column", "cột disabled không thuộc XLSForm", "dùng relevant thay cho disabled", "column-unknown"),
    (r"Repeat has no label", "bảng lặp chưa có nhãn", "ghi vào cột label", "label-missing"),
)  # fmt: skip
TEMPLATES = tuple(
    text
    for table in (
        _BY_CODE.values(),
        (row[1:3] for row in _PLAIN),
        (row[1:3] for row in _WARNINGS),
    )
    for pair in table
    for text in pair
)
"""Every sentence of the tables, for the translators."""

_SAID_BETTER = re.compile(
    "Column headers must not|Choices should have a label|case-insensitive match|is missing the"
    "|sheets with similar names|being skipped|max-pixels|no longer supported on most devices"
    "|only meant for filtered"
)
"""Warnings that our own checks give with the place, or that mean nothing on a computer."""


def translate(error: PyXFormError) -> Problem:
    """One problem for one error of pyxform."""
    text = str(error)
    code, context = (error.code.name, error.context) if error.code else _code_of(text)
    what, remedy = _BY_CODE.get(code.partition("_")[0]) or _BY_CODE.get(code) or ("", "")
    question = ""
    if what:
        question = str(context.get("value", ""))
        what, remedy = _said(what, context), _said(remedy, context)
    else:
        for pattern, vietnamese, mend in _PLAIN:
            match = re.search(pattern, text, re.DOTALL)
            if match:
                what, remedy = _said(vietnamese, _groups(match)), _said(mend, {})
                named = _QUESTION.search(text)
                question = (named.group(1) or named.group(2)) if named else ""
                break
    return _placed(text, what, remedy, "pyxform", Severity.ERROR, question)


def _said(template: str, context: Mapping[str, object]) -> Saying:
    """A sentence of the tables; a field that the message has no value for is an ellipsis."""
    names = {name for _, name, _, _ in Formatter().parse(template) if name}
    return Saying(template, {name: str(context.get(name, "…")) for name in names})


def _groups(match: re.Match[str]) -> dict[str, object]:
    return dict(zip(("first", "second"), match.groups(), strict=False))


def _template(message: str) -> re.Pattern[str]:
    """A pattern that takes the fields out of a message that was made of a template."""
    parts = re.split(r"\{(\w+)\}", message.replace("{{", "\x00").replace("}}", "\x01"))
    seen: set[str] = set()
    pattern = ""
    for index, part in enumerate(parts):
        if index % 2 == 0:
            pattern += re.escape(part.replace("\x00", "{").replace("\x01", "}"))
        else:
            pattern += f"(?P<{part}>.*?)" if part not in seen else ".*?"
            seen.add(part)
    return re.compile(pattern + r"\Z", re.DOTALL)


_TEMPLATES = {code.name: _template(code.value.msg) for code in ErrorCode}


def _code_of(text: str) -> tuple[str, dict[str, str]]:
    """Code and fields of a message whose error lost them: some are formatted before they are raised."""
    for code, pattern in _TEMPLATES.items():
        match = pattern.match(text)
        if match:
            return code, match.groupdict()
    return "", {}


def translate_warning(text: str) -> Problem | None:
    """One warning of pyxform; None when our own checks say it better."""
    if _SAID_BETTER.search(text):
        return None
    for pattern, vietnamese, remedy, code in _WARNINGS:
        match = re.search(pattern, text, re.DOTALL)
        if match:
            what = _said(vietnamese, _groups(match))
            return _placed(text, what, _said(remedy, {}), code, Severity.WARNING)
    return _placed(text, "", "", "pyxform", Severity.WARNING)


def _placed(
    text: str, what: str, remedy: str, code: str, severity: Severity, question: str = ""
) -> Problem:
    row, sheet, column = _ROW.search(text), _SHEET.search(text), _COLUMN.search(text)
    return Problem(
        what or _ROW.sub("", " ".join(text.split()))[:300],
        sheet=(sheet.group(1) or sheet.group(2)) if sheet else "survey" if row else "",
        row=int(row.group(1)) if row else 0,
        column=column.group(1) if column else "",
        question="" if row else question,
        remedy=remedy,
        code=code,
        severity=severity,
    )
