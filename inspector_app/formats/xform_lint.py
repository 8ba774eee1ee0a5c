"""A look at the sheets of a workbook before conversion: mistakes said with sheet, row and column.

What pyxform would accept and our engine would not is refused here by name and row; so are the
commonest slips, in the clerk's language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from inspector_app.domain.form.problems import Problem

Line = Mapping[str, str]
"""A row of a sheet: column heading to cell."""

SUPPORTED_TYPES = frozenset(
    (
        "text", "string", "integer", "int", "decimal", "date", "time", "select_one",
        "select_multiple", "note", "calculate", "begin_group", "end_group", "begin_repeat",
        "end_repeat", "range", "dateTime", "datetime", "rank", "select_one_from_file",
        "select_multiple_from_file", "acknowledge", "trigger", "image", "photo", "audio", "video",
        "file", "barcode", "hidden", "start", "end", "today", "username", "deviceid",
        "phonenumber", "email", "audit", "csv-external", "xml-external",
    )
)  # fmt: skip
"""Types of the survey sheet that the engine fills."""

_ALIASES = {
    "select one": "select_one",
    "select1": "select_one",
    "select one from": "select_one",
    "select all that apply from": "select_multiple",
    "select multiple": "select_multiple",
    "select all that apply": "select_multiple",
    "begin group": "begin_group",
    "end group": "end_group",
    "begin repeat": "begin_repeat",
    "end repeat": "end_repeat",
    "calculation": "calculate",
}
_COLUMNS_REFUSED = {
    "save_to": "lưu vào thực thể (entity)",
}
_NAME = re.compile(r"[^\W\d][\w.\-]*")
_REFERENCE = re.compile(r"\$\{\s*([^}]*?)\s*\}")
_EXPRESSIONS = (
    "relevant", "constraint", "calculation", "required", "default", "choice_filter", "readonly",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Sheets:
    """The three sheets; row ``n`` of a list is row ``n + 2`` of the sheet. Empty rows are ``{}``."""

    survey: Sequence[Line]
    choices: Sequence[Line]
    settings: Sequence[Line]


def base_type(text: str) -> tuple[str, str]:
    """The canonical type and the choice list of a cell of the ``type`` column."""
    words = " ".join(text.split())
    lowered = words.lower()
    for alias in sorted(_ALIASES, key=len, reverse=True):
        if lowered == alias or lowered.startswith(alias + " "):
            return _ALIASES[alias], words[len(alias) :].strip()
    first, _, rest = words.partition(" ")
    return first.lower(), rest.strip()


def rows_by_name(sheets: Sheets) -> dict[str, int]:
    """The row of the survey sheet that defines each name."""
    return {
        name: number
        for number, line in reversed(list(enumerate(sheets.survey, 2)))
        if (name := line.get("name", "").strip())
    }


def lint(sheets: Sheets) -> list[Problem]:
    """Everything wrong that the sheets alone show, in the order of the rows."""
    problems = [*_settings(sheets), *_choices(sheets.choices)]
    lists = {_list_of(line) for line in sheets.choices}
    names: dict[str, int] = {}
    open_blocks: list[tuple[str, int]] = []
    known = {line.get("name", "").strip() for line in sheets.survey}
    for number, line in enumerate(sheets.survey, 2):
        if not any(line.values()):
            continue
        problems += _type(line, number, lists)
        problems += _blocks(line, number, open_blocks)
        problems += _name(line, number, names)
        problems += _references(line, number, known)
        problems += [
            Problem(
                f"phần mềm chưa hỗ trợ cột này ({what})", sheet="survey", row=number, column=column
            )
            for column, what in _COLUMNS_REFUSED.items()
            if any(key == column or key.startswith(column + "::") for key, v in line.items() if v)
        ]
    problems += [
        Problem(f"«begin_{kind}» không có «end_{kind}»", sheet="survey", row=row, column="type")
        for kind, row in open_blocks
    ]
    return problems


def _settings(sheets: Sheets) -> Iterator[Problem]:
    first = sheets.settings[0] if sheets.settings else {}
    for column, what in (("form_id", "mã biểu mẫu"), ("version", "phiên bản")):
        if not first.get(column, "").strip() and not (
            column == "form_id" and first.get("id_string")
        ):
            yield Problem(f"chưa ghi {what}", sheet="settings", row=2, column=column)
    if first.get("public_key") or first.get("submission_url"):
        yield Problem(
            "biểu mẫu không được gửi ra ngoài hay mã hoá theo khoá riêng; hãy xoá cột này",
            sheet="settings",
            row=2,
            column="public_key" if first.get("public_key") else "submission_url",
        )
    uses = any(key.startswith("bind::insp:") for line in sheets.survey for key in line)
    if uses and "insp=" not in first.get("namespaces", ""):
        yield Problem(
            'thiếu khai báo insp="http://inspector-app.vn/xforms" cho các cột bind::insp:…',
            sheet="settings",
            row=2,
            column="namespaces",
        )


def _list_of(line: Line) -> str:
    return (line.get("list_name") or line.get("list name") or "").strip()


def _choices(lines: Sequence[Line]) -> Iterator[Problem]:
    seen: dict[tuple[str, str], int] = {}
    for number, line in enumerate(lines, 2):
        if not any(line.values()):
            continue
        name, group = line.get("name", "").strip(), _list_of(line)
        if not group:
            yield Problem("chưa ghi tên danh sách", sheet="choices", row=number, column="list_name")
        if not name:
            yield Problem("lựa chọn chưa có tên", sheet="choices", row=number, column="name")
        elif re.search(r"\s", name):
            yield Problem(
                f"tên lựa chọn «{name}» có dấu cách", sheet="choices", row=number, column="name"
            )
        elif (group, name) in seen:
            what = f"lựa chọn «{name}» đã có ở dòng {seen[group, name]} của danh sách «{group}»"
            yield Problem(what, sheet="choices", row=number, column="name")
        seen.setdefault((group, name), number)


def _type(line: Line, number: int, lists: set[str]) -> Iterator[Problem]:
    cell = line.get("type", "").strip()
    kind, rest = base_type(cell)
    if not cell:
        yield Problem("chưa ghi loại câu hỏi", sheet="survey", row=number, column="type")
    elif kind not in SUPPORTED_TYPES:
        what = f"phần mềm không hỗ trợ loại câu hỏi «{cell}»"
        yield Problem(what, sheet="survey", row=number, column="type")
    elif kind in ("select_one", "select_multiple"):
        name = rest.split(" ")[0] if rest else ""
        if not name:
            what = f"«{kind}» cần tên danh sách lựa chọn, ví dụ «{kind} co_khong»"
            yield Problem(what, sheet="survey", row=number, column="type")
        elif name not in lists:
            what = f"trang choices không có danh sách «{name}»"
            yield Problem(what, sheet="survey", row=number, column="type")
    elif kind == "calculate" and not line.get("calculation", "").strip():
        yield Problem(
            "câu tính toán chưa có công thức", sheet="survey", row=number, column="calculation"
        )


def _blocks(line: Line, number: int, stack: list[tuple[str, int]]) -> Iterator[Problem]:
    verb, _, kind = base_type(line.get("type", ""))[0].partition("_")
    if kind not in ("group", "repeat"):
        return
    if verb == "begin":
        stack.append((kind, number))
    elif not stack or stack[-1][0] != kind:
        what = f"«end_{kind}» không khớp với khối đang mở"
        if stack:
            what += f" (đang mở «begin_{stack[-1][0]}» ở dòng {stack[-1][1]})"
        yield Problem(what, sheet="survey", row=number, column="type")
    else:
        stack.pop()


def _name(line: Line, number: int, names: dict[str, int]) -> Iterator[Problem]:
    kind = base_type(line.get("type", ""))[0]
    name = line.get("name", "").strip()
    if kind in ("end_group", "end_repeat", ""):
        return
    if not name:
        if kind != "note":
            yield Problem("chưa ghi tên", sheet="survey", row=number, column="name")
    elif not _NAME.fullmatch(name):
        what = (
            f"tên «{name}» không dùng được: phải bắt đầu bằng chữ cái, "
            "chỉ gồm chữ cái, chữ số, gạch dưới, gạch nối, dấu chấm"
        )
        yield Problem(what, sheet="survey", row=number, column="name")
    elif name in names:
        what = f"tên «{name}» đã dùng ở dòng {names[name]}; mỗi tên chỉ dùng một lần trong biểu mẫu"
        yield Problem(what, sheet="survey", row=number, column="name")
    names.setdefault(name, number)


def _references(line: Line, number: int, known: set[str]) -> Iterator[Problem]:
    for column, cell in line.items():
        is_label = column.partition("::")[0] in ("label", "hint", "guidance_hint")
        if not is_label and column not in _EXPRESSIONS and not column.endswith("_message"):
            continue
        for name in _REFERENCE.findall(cell):
            if name not in known:
                what = f"không có câu hỏi tên «{name}»"
                yield Problem(what, sheet="survey", row=number, column=column)
