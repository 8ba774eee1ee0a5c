"""A look at the sheets of a workbook before conversion: mistakes said with sheet, row and column.

What another tool would accept and our engine would not is refused here by name and row; so are the
commonest slips, in the clerk's language. ``form_hints`` looks beyond validity.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from inspector_app.domain.form.problems import Problem
from inspector_app.formats.form_choices import choice_problems
from inspector_app.formats.form_columns import column_problems, insp_problems, refused_columns
from inspector_app.formats.form_hints import hints
from inspector_app.formats.form_parameters import parameter_problems
from inspector_app.formats.form_rows import EXPRESSIONS, Row, base_type, closest, list_of, rows_of
from inspector_app.formats.sheet_tables import Sheets

PLAIN_TYPES = frozenset(
    (
        "text", "integer", "decimal", "date", "time", "dateTime", "note", "calculate", "range",
        "acknowledge", "image", "audio", "video", "file", "barcode", "hidden", "start", "end",
        "today", "username", "deviceid", "phonenumber", "email", "audit", "csv-external",
        "xml-external", "begin_group", "end_group", "begin_repeat", "end_repeat",
    )
)  # fmt: skip
"""Types of the survey sheet that stand alone."""
SELECTS = ("select_one", "select_multiple", "rank")
"""Types that need a list of the choices sheet."""
FILE_SELECTS = ("select_one_from_file", "select_multiple_from_file")
"""Types that need a list file."""

MAX_PROBLEMS = 300
"""Most problems of one kind of check; nobody mends more at once."""
MAX_NESTING = 20
"""Most groups and tables inside each other."""

_ALL_TYPES = PLAIN_TYPES.union(SELECTS, FILE_SELECTS)
_PLACE = ("tọa độ, bản đồ", "dùng câu hỏi chữ (text) để ghi địa điểm, ví dụ tên xã, số nhà")
_DEVICE = ("số hiệu thẻ điện thoại", "xóa dòng này")
_REFUSED_TYPES = {
    "background-audio": ("ghi âm ngầm", "xóa dòng này; ghi âm có chủ ý thì dùng loại audio"),
    "background-geopoint": _PLACE,
    "begin_loop": ("vòng lặp theo danh sách (loop)", "dùng begin_repeat"),
    "end_loop": ("vòng lặp theo danh sách (loop)", "dùng end_repeat"),
    "geopoint": _PLACE,
    "geoshape": _PLACE,
    "geotrace": _PLACE,
    "osm": _PLACE,
    "select_one_external": ("select_one_external", "dùng select_one_from_file với choice_filter"),
    "simserial": _DEVICE,
    "start-geopoint": _PLACE,
    "subscriberid": _DEVICE,
}
_APPEARANCES = (
    ("ex:", "gọi ứng dụng ngoài", "bỏ «ex:…»; người kiểm tra nhập thẳng giá trị"),
    ("search(", "search() trong appearance", "dùng select_one_from_file với choice_filter"),
    ("printer:", "in tem nhãn", "bỏ appearance này"),
)
_NAME = re.compile(r"[^\W\d][\w.\-]*")
_REFERENCE = re.compile(r"\$\{([^{}]*)\}")
_UNNAMED = frozenset(("end_group", "end_repeat", "end_loop", ""))
RESERVED_NAMES = frozenset(("meta", "data", "instanceID", "instanceName", "__version__"))
"""Names that the XForm itself uses."""


def rows_by_name(sheets: Sheets) -> dict[str, int]:
    """The row of the survey sheet that defines each name."""
    found: dict[str, int] = {}
    for row in rows_of("survey", sheets.survey):
        kind = base_type(row.get("type"))[0]
        name = row.get("name") or ("audit" if kind == "audit" else "")
        if name and kind not in _UNNAMED:
            found.setdefault(name, row.number)
    return found


def lint(sheets: Sheets) -> list[Problem]:
    """Everything wrong that the sheets alone show, in the order of the rows."""
    survey = rows_of("survey", sheets.survey)
    choices = rows_of("choices", sheets.choices)
    problems = [*_settings(sheets), *column_problems(sheets), *_other_sheets(sheets)]
    problems += islice(choice_problems(choices, survey, sheets), MAX_PROBLEMS)
    problems += islice(_survey(survey, choices), MAX_PROBLEMS)
    problems += islice(hints(survey, choices), MAX_PROBLEMS)
    return problems


def _survey(survey: Sequence[Row], choices: Sequence[Row]) -> Iterator[Problem]:
    lists = {row.get("list_name") for row in choices}
    known = frozenset(row.get("name") for row in survey if row.get("name"))
    names: dict[str, int] = {}
    lowered: dict[str, str] = {}
    open_blocks: list[tuple[str, int, str]] = []
    for row in survey:
        yield from _type(row, lists)
        yield from _blocks(row, open_blocks)
        yield from _name(row, names, lowered)
        yield from _references(row, known)
        yield from _appearance(row)
        yield from parameter_problems(row)
        yield from refused_columns(row)
    for kind, number, _ in open_blocks:
        yield Problem(
            f"«begin_{kind}» không có «end_{kind}»",
            sheet="survey",
            row=number,
            column="type",
            remedy=f"thêm một dòng loại end_{kind} sau câu cuối của khối",
            code="block-open",
        )
    yield from insp_problems(survey, known)


def _settings(sheets: Sheets) -> Iterator[Problem]:
    rows = rows_of("settings", sheets.settings)
    first = rows[0] if rows else Row("settings", 2, {}, {})
    for column, what, example in (
        ("form_id", "chưa ghi mã biểu mẫu, tạm lấy tên tệp", "cchc-xa-2026"),
        ("version", "chưa ghi phiên bản, tạm lấy «1»", "2026.1"),
    ):
        if not first.get(column) and not (column == "form_id" and first.get("id_string")):
            remedy = f"ghi ở trang settings, ví dụ {example}"
            yield first.warning(what, column, remedy=remedy, code="settings-missing")
    yield from refused_columns(first)
    if first.get("submission_url"):
        yield first.warning(
            "địa chỉ gửi dữ liệu bị bỏ qua: phần mềm không gửi gì lên mạng",
            "submission_url",
            remedy="có thể xóa cột này",
            code="submission-ignored",
        )
    uses = any(one.lower().startswith("bind::insp:") for one in sheets.headings.get("survey", ()))
    if uses and "insp=" not in first.get("namespaces"):
        yield first.problem(
            'thiếu khai báo insp="http://inspector-app.vn/xforms" cho các cột bind::insp:…',
            "namespaces",
            remedy='ghi vào cột namespaces: insp="http://inspector-app.vn/xforms"',
            code="namespace",
        )


def _other_sheets(sheets: Sheets) -> Iterator[Problem]:
    for name, lines in sheets.others.items():
        if any(lines):
            remedies = {
                "entities": "xóa trang này và cột save_to",
                "external_choices": "chép danh sách sang trang choices hoặc ra tệp .csv",
            }
            yield Problem(
                f"phần mềm không hỗ trợ trang «{name}»",
                sheet=name,
                remedy=remedies.get(name, "xóa trang này"),
                code="unsupported",
            )
    present = {name.lower() for name in sheets.names}
    for wanted in ("survey", "choices", "settings"):
        close = closest(wanted, present - {wanted}, cutoff=0.8)
        if wanted not in present and close:
            yield Problem(
                f"không có trang «{wanted}», nhưng có trang tên gần giống «{close}»",
                sheet=close,
                remedy=f"đổi tên trang thành «{wanted}»",
                code="sheet-name",
            )


def _type(row: Row, lists: set[str]) -> Iterator[Problem]:
    cell = row.get("type")
    kind, rest = base_type(cell)
    if not cell and not row.get("name") and not any(row.all_of("label")):
        what = "dòng không có loại, tên và nhãn nên bị bỏ qua"
        yield row.warning(
            what, "type", remedy="xóa dòng, hoặc ghi loại câu hỏi", code="row-skipped"
        )
    elif not cell:
        remedy = "ghi loại câu hỏi, ví dụ text, integer, select_one; hoặc xóa cả dòng"
        yield row.problem("chưa ghi loại câu hỏi", "type", remedy=remedy, code="type-missing")
    elif kind in _REFUSED_TYPES:
        what, remedy = _REFUSED_TYPES[kind]
        yield row.problem(
            f"phần mềm không hỗ trợ {what} (loại «{cell}»)",
            "type",
            remedy=remedy,
            code="unsupported",
        )
    elif kind in _ALL_TYPES and _written(cell, rest) not in (kind, _written(cell, rest).lower()):
        what = f"loại câu hỏi «{cell}» phải viết chữ thường"
        yield row.problem(what, "type", remedy=f"viết «{kind}»", code="type-unknown")
    elif kind in SELECTS:
        yield from _select(row, kind, rest, lists)
    elif kind in FILE_SELECTS:
        if not re.search(r"\.(csv|xml)(\s|$)", rest.lower()):
            what = f"«{kind}» cần tên tệp danh sách .csv hoặc .xml"
            remedy = f"ví dụ: {kind} xa.csv"
            yield row.problem(what, "type", remedy=remedy, code="list-missing")
    elif kind not in PLAIN_TYPES:
        close = closest(kind, {*PLAIN_TYPES, *SELECTS})
        remedy = f"có lẽ là «{close}»" if close else "xem danh sách loại câu hỏi trong hướng dẫn"
        what = f"phần mềm không hỗ trợ loại câu hỏi «{cell}»"
        yield row.problem(what, "type", remedy=remedy, code="type-unknown")
    elif kind == "calculate" and not (row.get("calculation") or row.get("default")):
        yield row.problem(
            "câu tính toán chưa có công thức",
            "calculation",
            remedy="ghi công thức vào cột calculation",
            code="calculation-missing",
        )


def _written(cell: str, rest: str) -> str:
    """The type as the author wrote it, without the name of a list."""
    return cell.removesuffix(rest).strip() if rest else cell


def _select(row: Row, kind: str, rest: str, lists: set[str]) -> Iterator[Problem]:
    name, _, after = rest.partition(" ")
    if not name:
        what = f"«{kind}» cần tên danh sách lựa chọn, ví dụ «{kind} co_khong»"
        yield row.problem(what, "type", remedy="thêm tên danh sách", code="list-missing")
    elif "${" in name:
        what = "phần mềm không hỗ trợ danh sách lựa chọn lấy từ câu trả lời khác"
        remedy = "lập danh sách ở trang choices, lọc bằng choice_filter"
        yield row.problem(what, "type", remedy=remedy, code="unsupported")
    elif name not in lists:
        close = closest(name, lists - {""})
        remedy = f"có lẽ là «{close}»" if close else "thêm danh sách vào trang choices"
        what = f"trang choices không có danh sách «{name}»"
        yield row.problem(what, "type", remedy=remedy, code="list-unknown")
    elif after and after.replace(" ", "_").lower() not in ("or_other", "or_specify_other"):
        what = f"không hiểu «{after}» sau tên danh sách"
        yield row.problem(what, "type", remedy="chỉ có thể thêm or_other", code="type-unknown")
    elif after and row.get("choice_filter"):
        what = "or_other không dùng được cùng choice_filter"
        remedy = "thêm lựa chọn «khác» vào trang choices và một câu hỏi chữ sau câu này"
        yield row.problem(what, "type", remedy=remedy, code="or-other")


def _blocks(row: Row, stack: list[tuple[str, int, str]]) -> Iterator[Problem]:
    verb, _, kind = base_type(row.get("type"))[0].partition("_")
    if kind not in ("group", "repeat") or verb not in ("begin", "end"):
        return
    if verb == "begin":
        stack.append((kind, row.number, row.get("name")))
        if len(stack) == MAX_NESTING + 1:
            what = f"khối lồng nhau quá {MAX_NESTING} tầng"
            yield row.problem(what, "type", remedy="giảm số tầng nhóm", code="too-deep")
    elif not stack or stack[-1][0] != kind:
        what = f"«end_{kind}» không khớp với khối đang mở"
        remedy = "xóa dòng này hoặc thêm dòng begin tương ứng phía trên"
        if stack:
            what += f" (đang mở «begin_{stack[-1][0]}» ở dòng {stack[-1][1]})"
            remedy = f"đóng khối đang mở bằng end_{stack[-1][0]} trước"
        yield row.problem(what, "type", remedy=remedy, code="block-crossed")
    else:
        stack.pop()


def _name(row: Row, names: dict[str, int], lowered: dict[str, str]) -> Iterator[Problem]:
    kind, name = base_type(row.get("type"))[0], row.get("name")
    if kind in _UNNAMED:
        return
    if not name:
        if kind not in ("note", "audit"):
            remedy = "đặt tên ngắn không dấu, ví dụ ty_le_dung_han"
            yield row.problem("chưa ghi tên", "name", remedy=remedy, code="name-missing")
        return
    if not _NAME.fullmatch(name):
        what = (
            f"tên «{name[:60]}» không dùng được: phải bắt đầu bằng chữ cái, "
            "chỉ gồm chữ cái, chữ số, gạch dưới, gạch nối, dấu chấm"
        )
        yield row.problem(
            what, "name", remedy=f"ví dụ «{suggested_name(name)}»", code="name-invalid"
        )
    elif name in RESERVED_NAMES:
        what = f"tên «{name}» dành riêng cho hệ thống"
        yield row.problem(what, "name", remedy=f"ví dụ «{name}_1»", code="name-reserved")
    elif name in names:
        what = f"tên «{name}» đã dùng ở dòng {names[name]}; mỗi tên chỉ dùng một lần trong biểu mẫu"
        yield row.problem(what, "name", remedy="đặt tên khác", code="name-duplicate")
    else:
        yield from _name_advice(row, name, lowered)
    lowered.setdefault(name.lower(), name)
    names.setdefault(name, row.number)


def _name_advice(row: Row, name: str, lowered: Mapping[str, str]) -> Iterator[Problem]:
    if not name.isascii():
        yield row.warning(
            f"tên «{name}» có dấu; nhiều công cụ khác không đọc được",
            "name",
            remedy=f"đặt tên không dấu, ví dụ «{suggested_name(name)}»",
            code="name-accents",
        )
    twin = lowered.get(name.lower())
    if twin is not None:
        what = f"tên «{name}» chỉ khác «{twin}» ở chữ hoa, chữ thường"
        yield row.warning(what, "name", remedy="đặt hai tên khác hẳn nhau", code="name-case")


def suggested_name(name: str) -> str:
    """A name that may be used, made of one that may not."""
    bare = unicodedata.normalize("NFD", name.replace("đ", "d").replace("Đ", "D"))
    plain = "".join(one for one in bare if not unicodedata.combining(one))
    plain = re.sub(r"[^A-Za-z0-9_]+", "_", plain).strip("_").lower()[:40] or "cau"
    return plain if plain[0].isalpha() else f"c_{plain}"


def _references(row: Row, known: frozenset[str]) -> Iterator[Problem]:
    for key, cell in row.cells.items():
        base = key.partition("::")[0]
        is_text = base in ("label", "hint", "guidance_hint") or base.endswith("_message")
        if not is_text and key not in EXPRESSIONS and key != "trigger":
            continue
        if "$" not in cell:
            continue
        for found in _REFERENCE.findall(cell):
            name = found.strip()
            if name.startswith("last-saved#"):
                what = "phần mềm không hỗ trợ trả lời của lần trước (last-saved)"
                yield row.problem(
                    what, key, remedy="dùng giá trị mặc định khác", code="unsupported"
                )
            elif name not in known:
                close = closest(name, known)
                remedy = f"có lẽ là ${{{close}}}" if close else "ghi đúng tên ở cột name"
                what = f"không có câu hỏi tên «{name[:60]}»"
                yield row.problem(what, key, remedy=remedy, code="reference-unknown")
        outside = re.sub(r"'[^']*'|\"[^\"]*\"", "''", cell)  # '^[0-9]+$' in regex() is no reference
        if not is_text and re.search(r"\$(?!\{)|\$\{[^{}]*(?:\{|$)", outside):
            what = "viết sai tham chiếu câu hỏi"
            yield row.problem(what, key, remedy="đúng là ${tên_câu_hỏi}", code="reference-broken")


def _appearance(row: Row) -> Iterator[Problem]:
    cell = row.get("appearance")
    for prefix, what, remedy in _APPEARANCES if cell else ():
        if any(word.startswith(prefix) for word in cell.split()):
            what = f"phần mềm không hỗ trợ {what} («{cell[:60]}»)"
            yield row.problem(what, "appearance", remedy=remedy, code="unsupported")
    if list_of(row) and {"map", "image-map"} & set(cell.split()):
        what = f"phần mềm không hỗ trợ chọn trên bản đồ («{cell}»)"
        remedy = "bỏ appearance này; danh sách vẫn chọn được"
        yield row.problem(what, "appearance", remedy=remedy, code="unsupported")
