"""The columns of a form's sheets: which are known, which are refused, and our ``bind::insp:*`` ones."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from inspector_app.domain.form.problems import Problem, Severity
from inspector_app.domain.saying import said
from inspector_app.domain.scoring.criteria import MAXIMUM
from inspector_app.domain.trip.values import UnitKind
from inspector_app.formats.form_rows import TRANSLATED, Row, closest, list_of, standard_column
from inspector_app.formats.sheet_tables import Sheets

INSP_COLUMNS = frozenset(
    (
        "assignee", "clause", "denominator", "evidence", "evidence-en", "favourable", "legal-basis",
        "legal-note", "legal-verified", "na", "numerator", "par-index", "print", "reported",
        "sample-size", "score", "score-max", "score-rule", "section", "short", "short-en",
        "shortcoming", "shortcoming-en", "unit", "unit-kinds", "verb", "was",
    )
)  # fmt: skip
"""Local names of our columns on the survey sheet."""

_SURVEY = frozenset(
    (
        "type", "name", "relevant", "constraint", "calculation", "required", "default", "readonly",
        "choice_filter", "trigger", "repeat_count", "parameters", "appearance", "disabled", "rows",
        "autoplay", "no_app_error_string", "note", "notes", "comment", "comments", "ghi chú",
    )
)  # fmt: skip
_SETTINGS = frozenset(
    (
        "form_title", "form_id", "id_string", "title", "version", "default_language", "instance_name",
        "namespaces", "style", "allow_choice_duplicates", "public_key", "submission_url", "auto_send",
        "auto_delete", "instance_xmlns", "omit_instanceid", "clean_text_values", "name",
    )
)  # fmt: skip
_REFUSED_SURVEY = {
    "save_to": (said("lưu vào thực thể (entity)"), said("xóa cột save_to và trang entities")),
    "compact_tag": (said("gửi bằng tin nhắn SMS"), said("xóa cột này")),
    "sms_field": (said("gửi bằng tin nhắn SMS"), said("xóa cột này")),
    "sms_option": (said("gửi bằng tin nhắn SMS"), said("xóa cột này")),
    "control::intent": (said("gọi ứng dụng ngoài (intent)"), said("xóa cột này; người kiểm tra nhập thẳng giá trị")),
    "intent": (said("gọi ứng dụng ngoài (intent)"), said("xóa cột này; người kiểm tra nhập thẳng giá trị")),
    "query": ("select_one_external", said("dùng select_one_from_file với choice_filter")),
}  # fmt: skip
_REFUSED_SETTINGS = {
    "public_key": (
        said("mã hóa theo khóa riêng (public_key)"),
        said("xóa cột này; kho dữ liệu và gói đồng bộ luôn được mã hóa"),
    ),
    "sms_keyword": (said("gửi bằng tin nhắn SMS"), said("xóa cột này")),
    "sms_separator": (said("gửi bằng tin nhắn SMS"), said("xóa cột này")),
    "prefix": (said("gửi bằng tin nhắn SMS"), said("xóa cột này")),
    "delimiter": (said("gửi bằng tin nhắn SMS"), said("xóa cột này")),
}
_YES_NO = frozenset(("yes", "no"))
_BUILT_IN = frozenset((*_SURVEY, *TRANSLATED))


def column_problems(sheets: Sheets) -> Iterator[Problem]:
    """Headings that nobody knows, with the closest one that somebody does."""
    for heading in sheets.headings.get("survey", ()):
        yield from _survey_heading(heading)
    for heading in sheets.headings.get("settings", ()):
        column = standard_column(heading)
        is_other = column.startswith("attribute::") or column.partition("::")[0] in _SETTINGS
        if not is_other and column not in _REFUSED_SETTINGS:
            yield _unknown("settings", heading, column, _SETTINGS)


def _survey_heading(heading: str) -> Iterator[Problem]:
    column = standard_column(heading)
    if column.startswith("bind::insp:"):
        local = column.removeprefix("bind::insp:")
        if local not in INSP_COLUMNS:
            yield _unknown("survey", heading, local, INSP_COLUMNS, "bind::insp:")
    elif column.startswith("insp:"):
        yield Problem(
            said("cột này thiếu «bind::» ở đầu nên không có tác dụng"),
            sheet="survey",
            row=1,
            column=heading,
            remedy=said("đổi tên cột thành «bind::{heading}»", heading=heading),
            code="column-unknown",
            severity=Severity.WARNING,
        )
    elif (
        column.partition("::")[0] not in _BUILT_IN
        and column not in _REFUSED_SURVEY
        and not re.match(r"(bind|control|body|instance|media|sms_)", column)
    ):
        yield _unknown("survey", heading, column.partition("::")[0], _BUILT_IN)


def _unknown(
    sheet: str, heading: str, column: str, known: Iterable[str], prefix: str = ""
) -> Problem:
    close = closest(column, known)
    remedy = (
        said("có lẽ là «{prefix}{close}»", prefix=prefix, close=close)
        if close
        else said("xóa cột nếu không dùng")
    )
    return Problem(
        said("không biết cột này; nội dung của nó bị bỏ qua"),
        sheet=sheet,
        row=1,
        column=heading,
        remedy=remedy,
        code="column-unknown",
        severity=Severity.WARNING,
    )


def refused_columns(row: Row) -> Iterator[Problem]:
    """Cells in columns of features that the program does not have."""
    known = _REFUSED_SETTINGS if row.sheet == "settings" else _REFUSED_SURVEY
    for column, (what, remedy) in known.items():
        if row.get(column):
            yield row.problem(
                said("phần mềm không hỗ trợ {what}", what=what),
                column,
                remedy=remedy,
                code="unsupported",
            )


def insp_problems(
    rows: Sequence[Row], names: frozenset[str], choices: Mapping[str, Collection[str]]
) -> Iterator[Problem]:
    """Values of our columns that mean nothing.

    Args:
        rows: the survey sheet.
        names: names of all questions, for the columns that name some.
        choices: names of the choices of each list of the choices sheet.
    """
    for row in rows:
        for key, cell in row.cells.items():
            if key.startswith("bind::insp:") and cell.strip():
                what, remedy = _insp_value(key.removeprefix("bind::insp:"), cell.strip(), names)
                if what:
                    yield row.problem(what, key, remedy=remedy, code="insp-value")
        yield from _favourable(row, choices)
        yield from _was(row, names)


def _favourable(row: Row, choices: Mapping[str, Collection[str]]) -> Iterator[Problem]:
    """Names of choices that the question's list does not have; a choice of ``or_other`` is there."""
    column = "bind::insp:favourable"
    known = choices.get(list_of(row), ())
    wrong = [one for one in row.get(column).split() if one not in known and one != "other"]
    if known and wrong:
        what = said(
            "danh sách «{group}» không có lựa chọn «{name}»", group=list_of(row), name=wrong[0]
        )
        remedy = said("dùng một trong: {listed}", listed=", ".join(sorted(known)[:8]))
        yield row.problem(what, column, remedy=remedy, code="insp-value")


def _was(row: Row, names: Collection[str]) -> Iterator[Problem]:
    """A former name that the form still has: nothing would be carried from it."""
    column = "bind::insp:was"
    for name in row.get(column).split():
        if name in names:
            what = said("«{name}» vẫn là một câu hỏi hay bảng của phiếu này", name=name)
            remedy = said("ghi tên mà chính câu này có ở bản trước, hoặc xóa ô này")
            if name == row.get("name"):
                remedy = said("xóa ô này: tên câu không đổi")
            yield row.warning(what, column, remedy=remedy, code="was-present")


def _insp_value(local: str, cell: str, names: frozenset[str]) -> tuple[str, str]:
    """What is wrong with a value of the column ``local`` and how to mend it; empty when nothing is."""
    what = remedy = ""
    if local in ("reported", "legal-verified") and cell not in _YES_NO:
        what = said("giá trị «{cell}» phải là yes hoặc no", cell=cell)
        remedy = said("ghi yes hoặc no")
    elif local == "score-max" and not (MAXIMUM.fullmatch(cell) and float(cell) > 0):
        what = said("điểm tối đa «{cell}» phải là số dương", cell=cell)
        remedy = said("ghi số, phần thập phân dùng dấu chấm: 2.5")
    elif local == "sample-size" and not (cell.isascii() and cell.isdigit() and int(cell) > 0):
        what = said("cỡ mẫu «{cell}» phải là số nguyên dương", cell=cell)
        remedy = said("ghi số nguyên, ví dụ 30")
    elif local == "unit-kinds":
        kinds = [str(kind) for kind in UnitKind]
        wrong = [one for one in re.split(r"[\s,;]+", cell) if one not in kinds]
        if wrong:
            what = said("không có loại đơn vị «{name}»", name=wrong[0])
            remedy = said("dùng: {listed}", listed=", ".join(kinds))
    elif local in ("numerator", "denominator"):
        wrong = [one for one in re.split(r"\s*\+\s*", cell) if one not in names]
        if wrong:
            what = said("không có câu hỏi tên «{name}»", name=wrong[0])
            remedy = said("ghi tên câu hỏi, không có ${{}}; cộng nhiều câu bằng dấu +")
    return what, remedy
