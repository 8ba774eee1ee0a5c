"""A look at the sheets of a workbook before conversion: mistakes said with sheet, row and column.

What another tool would accept and our engine would not is refused here by name and row; so are the
commonest slips, in the clerk's language. ``form_hints`` looks beyond validity.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import islice

from inspector_app.domain.form.problems import Problem
from inspector_app.domain.saying import said
from inspector_app.formats.form_choices import choice_problems
from inspector_app.formats.form_columns import column_problems, insp_problems, refused_columns
from inspector_app.formats.form_hints import hints
from inspector_app.formats.form_names import UNNAMED, form_id_advice, name_problems
from inspector_app.formats.form_parameters import parameter_problems
from inspector_app.formats.form_rows import EXPRESSIONS, Row, base_type, closest, list_of, rows_of
from inspector_app.formats.form_scores import score_problems
from inspector_app.formats.sheet_tables import Sheets
from inspector_app.formats.xlsform_names import WRITTEN_TYPES

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

ALL_TYPES = PLAIN_TYPES.union(SELECTS, FILE_SELECTS)
"""Every type that the program fills."""
_PLACE = (
    said("tọa độ, bản đồ"),
    said("dùng câu hỏi chữ (text) để ghi địa điểm, ví dụ tên xã, số nhà"),
)
_DEVICE = (said("số hiệu thẻ điện thoại"), said("xóa dòng này"))
REFUSED_TYPES = {
    "background-audio": (
        said("ghi âm ngầm"),
        said("xóa dòng này; ghi âm có chủ ý thì dùng loại audio"),
    ),
    "background-geopoint": _PLACE,
    "begin_loop": (said("vòng lặp theo danh sách (loop)"), said("dùng begin_repeat")),
    "end_loop": (said("vòng lặp theo danh sách (loop)"), said("dùng end_repeat")),
    "geopoint": _PLACE,
    "geoshape": _PLACE,
    "geotrace": _PLACE,
    "osm": _PLACE,
    "select_one_external": (
        "select_one_external",
        said("dùng select_one_from_file với choice_filter"),
    ),
    "simserial": _DEVICE,
    "start-geopoint": _PLACE,
    "subscriberid": _DEVICE,
}
"""Types that the program does not have: what they do, and what to do instead."""
_APPEARANCES = (
    ("ex:", said("gọi ứng dụng ngoài"), said("bỏ «ex:…»; người kiểm tra nhập thẳng giá trị")),
    (
        "search(",
        said("search() trong appearance"),
        said("dùng select_one_from_file với choice_filter"),
    ),
    ("printer:", said("in tem nhãn"), said("bỏ appearance này")),
)
_BROKEN = re.compile(r"\$[{(\s]{0,3}([\w.\-]{1,100})(?!\})")
_REFERENCE = re.compile(r"\$\{([^{}]*)\}")


def rows_by_name(sheets: Sheets) -> dict[str, int]:
    """The row of the survey sheet that defines each name."""
    found: dict[str, int] = {}
    for row in rows_of("survey", sheets.survey):
        kind = base_type(row.get("type"))[0]
        name = row.get("name") or ("audit" if kind == "audit" else "")
        if name and kind not in UNNAMED:
            found.setdefault(name, row.number)
    return found


def lint(sheets: Sheets) -> list[Problem]:
    """Everything wrong that the sheets alone show, in the order of the rows."""
    survey = rows_of("survey", sheets.survey)
    choices = rows_of("choices", sheets.choices)
    problems = [*_settings(sheets), *column_problems(sheets), *_other_sheets(sheets)]
    problems += islice(choice_problems(choices, survey, sheets), MAX_PROBLEMS)
    problems += islice(_survey(survey, choices), MAX_PROBLEMS)
    problems += islice(score_problems(survey, choices), MAX_PROBLEMS)
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
        yield from name_problems(row, names, lowered)
        yield from _references(row, known)
        yield from _appearance(row)
        yield from parameter_problems(row)
        yield from refused_columns(row)
    for kind, number, _ in open_blocks:
        yield Problem(
            said("«begin_{kind}» không có «end_{kind}»", kind=kind),
            sheet="survey",
            row=number,
            column="type",
            remedy=said("thêm một dòng loại end_{kind} sau câu cuối của khối", kind=kind),
            code="block-open",
        )
    offered: dict[str, set[str]] = {}
    for row in choices:
        offered.setdefault(row.get("list_name"), set()).add(row.get("name"))
    yield from insp_problems(survey, known, offered)


def _settings(sheets: Sheets) -> Iterator[Problem]:
    rows = rows_of("settings", sheets.settings)
    first = rows[0] if rows else Row("settings", 2, {}, {})
    for column, what, example in (
        ("form_id", said("chưa ghi mã biểu mẫu, tạm lấy tên tệp"), "cchc-xa-2026"),
        ("version", said("chưa ghi phiên bản, tạm lấy «1»"), "2026.1"),
    ):
        if not first.get(column) and not (column == "form_id" and first.get("id_string")):
            remedy = said("ghi ở trang settings, ví dụ {example}", example=example)
            yield first.warning(what, column, remedy=remedy, code="settings-missing")
    yield from form_id_advice(first)
    yield from refused_columns(first)
    if first.get("submission_url"):
        yield first.warning(
            said("địa chỉ gửi dữ liệu bị bỏ qua: phần mềm không gửi gì lên mạng"),
            "submission_url",
            remedy=said("có thể xóa cột này"),
            code="submission-ignored",
        )
    uses = any(one.lower().startswith("bind::insp:") for one in sheets.headings.get("survey", ()))
    if uses and "insp=" not in first.get("namespaces"):
        yield first.problem(
            said('thiếu khai báo insp="http://inspector-app.vn/xforms" cho các cột bind::insp:…'),
            "namespaces",
            remedy=said('ghi vào cột namespaces: insp="http://inspector-app.vn/xforms"'),
            code="namespace",
        )


def _other_sheets(sheets: Sheets) -> Iterator[Problem]:
    for name, lines in sheets.others.items():
        if any(lines):
            remedies = {
                "entities": said("xóa trang này và cột save_to"),
                "external_choices": said("chép danh sách sang trang choices hoặc ra tệp .csv"),
            }
            yield Problem(
                said("phần mềm không hỗ trợ trang «{name}»", name=name),
                sheet=name,
                remedy=remedies.get(name, said("xóa trang này")),
                code="unsupported",
            )
    present = {name.lower() for name in sheets.names}
    for wanted in ("survey", "choices", "settings"):
        close = closest(wanted, present - {wanted}, cutoff=0.8)
        if wanted not in present and close:
            yield Problem(
                said(
                    "không có trang «{wanted}», nhưng có trang tên gần giống «{close}»",
                    wanted=wanted,
                    close=close,
                ),
                sheet=close,
                remedy=said("đổi tên trang thành «{wanted}»", wanted=wanted),
                code="sheet-name",
            )


def _type(row: Row, lists: set[str]) -> Iterator[Problem]:
    cell = row.get("type")
    kind, rest = base_type(cell)
    if not cell and not row.get("name") and not any(row.all_of("label")):
        what = said("dòng không có loại, tên và nhãn nên bị bỏ qua")
        yield row.warning(
            what, "type", remedy=said("xóa dòng, hoặc ghi loại câu hỏi"), code="row-skipped"
        )
    elif not cell:
        remedy = said("ghi loại câu hỏi, ví dụ text, integer, select_one; hoặc xóa cả dòng")
        yield row.problem(said("chưa ghi loại câu hỏi"), "type", remedy=remedy, code="type-missing")
    elif kind in REFUSED_TYPES:
        refused, instead = REFUSED_TYPES[kind]
        what = said("phần mềm không hỗ trợ {what} (loại «{cell}»)", what=refused, cell=cell)
        yield row.problem(what, "type", remedy=instead, code="unsupported")
    elif kind in ALL_TYPES and not _is_well_written(_written(cell, rest), kind):
        what = said("loại câu hỏi «{cell}» phải viết chữ thường", cell=cell)
        yield row.problem(
            what, "type", remedy=said("viết «{kind}»", kind=kind), code="type-unknown"
        )
    elif kind in SELECTS:
        yield from _select(row, kind, rest, lists)
    elif kind in FILE_SELECTS:
        if not re.search(r"\.(csv|xml)(\s|$)", rest.lower()):
            what = said("«{kind}» cần tên tệp danh sách .csv hoặc .xml", kind=kind)
            remedy = said("ví dụ: {kind} xa.csv", kind=kind)
            yield row.problem(what, "type", remedy=remedy, code="list-missing")
    elif kind not in PLAIN_TYPES:
        known = {*PLAIN_TYPES, *SELECTS, *FILE_SELECTS}
        close = closest("_".join(cell.lower().split()[:2]), known) or closest(kind, known)
        remedy = (
            said("có lẽ là «{close}»", close=close)
            if close
            else said("xem danh sách loại câu hỏi trong hướng dẫn")
        )
        what = said("phần mềm không hỗ trợ loại câu hỏi «{cell}»", cell=cell)
        yield row.problem(what, "type", remedy=remedy, code="type-unknown")
    elif kind == "calculate" and not (row.get("calculation") or row.get("default")):
        yield row.problem(
            said("câu tính toán chưa có công thức"),
            "calculation",
            remedy=said("ghi công thức vào cột calculation"),
            code="calculation-missing",
        )


def _is_well_written(written: str, kind: str) -> bool:
    """Whether pyxform knows the type in these capitals."""
    return written in (kind, written.lower()) or written in WRITTEN_TYPES


def _written(cell: str, rest: str) -> str:
    """The type as the author wrote it, without the name of a list."""
    return cell.removesuffix(rest).strip() if rest else cell


def _select(row: Row, kind: str, rest: str, lists: set[str]) -> Iterator[Problem]:
    name, _, after = rest.partition(" ")
    if not name:
        what = said("«{kind}» cần tên danh sách lựa chọn, ví dụ «{kind} co_khong»", kind=kind)
        yield row.problem(what, "type", remedy=said("thêm tên danh sách"), code="list-missing")
    elif "${" in name:
        what = said("phần mềm không hỗ trợ danh sách lựa chọn lấy từ câu trả lời khác")
        remedy = said("lập danh sách ở trang choices, lọc bằng choice_filter")
        yield row.problem(what, "type", remedy=remedy, code="unsupported")
    elif name not in lists:
        close = closest(name, lists - {""})
        remedy = (
            said("có lẽ là «{close}»", close=close)
            if close
            else said("thêm danh sách vào trang choices")
        )
        what = said("trang choices không có danh sách «{name}»", name=name)
        yield row.problem(what, "type", remedy=remedy, code="list-unknown")
    elif after and after.replace(" ", "_").lower() not in ("or_other", "or_specify_other"):
        what = said("không hiểu «{after}» sau tên danh sách", after=after)
        yield row.problem(
            what, "type", remedy=said("chỉ có thể thêm or_other"), code="type-unknown"
        )
    elif after and row.get("choice_filter"):
        what = said("or_other không dùng được cùng choice_filter")
        remedy = said("thêm lựa chọn «khác» vào trang choices và một câu hỏi chữ sau câu này")
        yield row.problem(what, "type", remedy=remedy, code="or-other")


def _blocks(row: Row, stack: list[tuple[str, int, str]]) -> Iterator[Problem]:
    verb, _, kind = base_type(row.get("type"))[0].partition("_")
    if kind not in ("group", "repeat") or verb not in ("begin", "end"):
        return
    if verb == "begin":
        stack.append((kind, row.number, row.get("name")))
        if len(stack) == MAX_NESTING + 1:
            what = said("khối lồng nhau quá {most} tầng", most=MAX_NESTING)
            yield row.problem(what, "type", remedy=said("giảm số tầng nhóm"), code="too-deep")
    elif not stack or stack[-1][0] != kind:
        what = said("«end_{kind}» không khớp với khối đang mở", kind=kind)
        remedy = said("xóa dòng này hoặc thêm dòng begin tương ứng phía trên")
        if stack:
            opened, number, _ = stack[-1]
            what = said(
                "«end_{kind}» không khớp với khối đang mở (đang mở «begin_{opened}» ở dòng {row})",
                kind=kind,
                opened=opened,
                row=number,
            )
            remedy = said("đóng khối đang mở bằng end_{opened} trước", opened=opened)
        yield row.problem(what, "type", remedy=remedy, code="block-crossed")
    else:
        stack.pop()


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
                what = said("phần mềm không hỗ trợ trả lời của lần trước (last-saved)")
                yield row.problem(
                    what, key, remedy=said("dùng giá trị mặc định khác"), code="unsupported"
                )
            elif name not in known:
                close = closest(name, known)
                remedy = (
                    said("có lẽ là ${{{close}}}", close=close)
                    if close
                    else said("ghi đúng tên ở cột name")
                )
                what = said("không có câu hỏi tên «{name}»", name=name[:60])
                yield row.problem(what, key, remedy=remedy, code="reference-unknown")
        outside = re.sub(r"'[^']*'|\"[^\"]*\"", "''", cell)  # '^[0-9]+$' in regex() is no reference
        if not is_text and re.search(r"\$(?!\{)|\$\{[^{}]*(?:\{|$)", outside):
            what = said("viết sai tham chiếu câu hỏi")
            names = (match[1] for match in _BROKEN.finditer(outside) if match[1] in known)
            name = next(names, said("tên_câu_hỏi"))
            yield row.problem(
                what, key, remedy=said("đúng là ${{{name}}}", name=name), code="reference-broken"
            )


def _appearance(row: Row) -> Iterator[Problem]:
    cell = row.get("appearance")
    for prefix, what, remedy in _APPEARANCES if cell else ():
        if any(word.startswith(prefix) for word in cell.split()):
            what = said("phần mềm không hỗ trợ {what} («{cell}»)", what=what, cell=cell[:60])
            yield row.problem(what, "appearance", remedy=remedy, code="unsupported")
    if list_of(row) and {"map", "image-map"} & set(cell.split()):
        what = said("phần mềm không hỗ trợ chọn trên bản đồ («{cell}»)", cell=cell)
        remedy = said("bỏ appearance này; danh sách vẫn chọn được")
        yield row.problem(what, "appearance", remedy=remedy, code="unsupported")
