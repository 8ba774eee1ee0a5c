"""Advice beyond validity: what an author probably did not mean. Warnings only, but for broken quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from inspector_app.domain.form.problems import Problem
from inspector_app.domain.saying import said
from inspector_app.formats.form_rows import (
    EXPRESSIONS,
    TRANSLATED,
    Row,
    base_type,
    list_of,
)

_COMPARISON = re.compile(
    r"(?:\$\{\s*(?P<left>[^{}\s]{1,100})\s*\}|(?P<self>(?<![\w.$/}])\.(?![\w./])))"
    r"\s*(?P<operator>!=|<=|>=|=|<|>)\s*(?P<quote>['\"])(?P<text>[^'\"]*)(?P=quote)"
)
_SELECTED = re.compile(r"selected\(\s*\$\{\s*([^{}\s]{1,100})\s*\}\s*,\s*(['\"])([^'\"]*)\2\s*\)")
_SMART = re.compile("[\u2018\u2019\u201c\u201d\u00ab\u00bb]")
_LITERAL = re.compile(r"'[^']*'|\"[^\"]*\"")
_REFERENCE = re.compile(r"\$\{\s*([^{}\s]{1,100})\s*\}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:T.*)?")
_THOUSAND = re.compile(r"(?<![\w.])([1-9]\d{0,2})\.000(?![\w.])")
_WORD = re.compile(r"[^\W\d]\w*")
_FALSE = frozenset(("false()", "false", "no", "0", "1=0", "0=1", "'a'='b'"))
_SILENT = frozenset(
    (
        "calculate", "hidden", "start", "end", "today", "username", "deviceid", "phonenumber", "email",
        "audit", "csv-external", "xml-external",
    )
)  # fmt: skip


def hints(survey: Sequence[Row], choices: Sequence[Row]) -> Iterator[Problem]:
    """All advice, in the order of the checks."""
    kinds = {row.get("name"): base_type(row.get("type"))[0] for row in survey if row.get("name")}
    lists = {row.get("name"): list_of(row) for row in survey if list_of(row)}
    names: dict[str, set[str]] = {}
    for row in choices:
        names.setdefault(row.get("list_name"), set()).add(row.get("name"))
    for row in survey:
        for column in EXPRESSIONS:
            cell = row.get(column)
            if cell:
                yield from _quotes(row, column, cell)
                yield from _comparisons(row, column, cell, kinds, lists, names)
                yield from _braces(row, column, cell, kinds)
                yield from _thousands(row, column, cell)
        yield from _pointless(row)
    yield from _labels(survey)
    yield from _translations(survey, "survey")
    yield from _translations(choices, "choices")
    yield from _unused(survey)


def _quotes(row: Row, column: str, cell: str) -> Iterator[Problem]:
    if _SMART.search(_LITERAL.sub("", cell)):
        what = said("biểu thức có dấu nháy cong (‘ ’ “ ” « ») do Word hay Excel tự đổi")
        yield row.problem(
            what, column, remedy=said("gõ lại bằng dấu nháy thẳng '"), code="smart-quotes"
        )


def _comparisons(
    row: Row,
    column: str,
    cell: str,
    kinds: Mapping[str, str],
    lists: Mapping[str, str],
    names: Mapping[str, set[str]],
) -> Iterator[Problem]:
    for match in _COMPARISON.finditer(cell):
        name = match["left"] or row.get("name")
        operator, text = match["operator"], match["text"]
        kind = kinds.get(name, "")
        if not text:
            continue
        if kind == "select_multiple" and operator in ("=", "!="):
            what = said(
                "«{name}» cho chọn nhiều nên không so sánh bằng «{operator} '{text}'» được",
                name=name,
                operator=operator,
                text=text,
            )
            remedy = said("dùng selected(${{{name}}}, '{text}')", name=name, text=text)
            yield row.warning(what, column, remedy=remedy, code="select-multiple-equals")
        elif kind in ("date", "dateTime"):
            if not _DATE.fullmatch(text):
                what = said(
                    "«{name}» là ngày nhưng được so sánh với «{text}»", name=name, text=text
                )
                remedy = said("viết ngày dạng date('2026-12-31')")
                yield row.warning(what, column, remedy=remedy, code="date-as-text")
            elif operator in ("=", "!=") and kind == "date":
                what = said("ngày «{name}» được so sánh với chữ '{text}'", name=name, text=text)
                remedy = said("dùng date('{text}')", text=text)
                yield row.warning(what, column, remedy=remedy, code="date-as-text")
        elif kind == "select_one" and operator in ("=", "!="):
            yield from _unknown_choice(row, column, name, text, lists, names)
    for match in _SELECTED.finditer(cell):
        yield from _unknown_choice(row, column, match[1], match[3], lists, names)


def _unknown_choice(
    row: Row,
    column: str,
    name: str,
    text: str,
    lists: Mapping[str, str],
    names: Mapping[str, set[str]],
) -> Iterator[Problem]:
    known = names.get(lists.get(name, ""))
    if known is None or text in known or text == "other":
        return
    listed = ", ".join(sorted(known)[:8])
    what = said("danh sách của «{name}» không có lựa chọn «{text}»", name=name, text=text)
    if column == "relevant":
        what = said("{what} nên câu này có thể không bao giờ hiện", what=what)
    code = "choice-unknown"
    yield row.warning(
        what, column, remedy=said("dùng một trong: {listed}", listed=listed), code=code
    )


def _braces(row: Row, column: str, cell: str, kinds: Mapping[str, str]) -> Iterator[Problem]:
    """The name of a question without ``${}`` around it."""
    if column == "default" or "{" in cell.replace("${", ""):
        return
    bare = _REFERENCE.sub(" ", _LITERAL.sub(" ", cell))
    if column == "choice_filter" or "[" in bare:
        return
    for match in _WORD.finditer(bare):
        word, after = match[0], bare[match.end() : match.end() + 1]
        before = bare[max(match.start() - 1, 0) : match.start()]
        if (
            word in kinds
            and after not in ("(", ":", "/", "-")
            and before not in ("/", ":", "@", "-")
        ):
            what = said("tên câu hỏi «{word}» thiếu dấu ${{}}", word=word)
            yield row.warning(
                what, column, remedy=said("viết ${{{word}}}", word=word), code="reference-bare"
            )
            return


def _thousands(row: Row, column: str, cell: str) -> Iterator[Problem]:
    """``1.000``, which reads as one."""
    match = _THOUSAND.search(_REFERENCE.sub(" ", _LITERAL.sub(" ", cell)))
    if match:
        whole, plain = match[1], match[0].replace(".", "")
        what = said(
            "«{text}» được hiểu là {whole}: dấu chấm là dấu thập phân", text=match[0], whole=whole
        )
        remedy = said("nếu là hàng nghìn thì viết liền: {text}", text=plain)
        yield row.warning(what, column, remedy=remedy, code="number-thousands")


def _pointless(row: Row) -> Iterator[Problem]:
    kind = base_type(row.get("type"))[0]
    relevant = row.get("relevant").replace(" ", "").lower()
    is_silent = kind in _SILENT
    if relevant in _FALSE:
        what = said("điều kiện hiện câu hỏi luôn sai nên câu này không bao giờ hiện")
        yield row.warning(
            what, "relevant", remedy=said("sửa điều kiện hoặc xóa câu"), code="unreachable"
        )
    readonly = row.get("readonly").lower() in ("yes", "true", "true()")
    if row.get("required").lower() in ("yes", "true", "true()"):
        if is_silent or row.get("calculation") or kind == "note":
            what = said("câu tự tính hoặc không hiện thì không bắt buộc trả lời được")
            yield row.warning(what, "required", remedy=said("xóa ô này"), code="required-computed")
        elif readonly:
            what = said("câu chỉ đọc thì không ai trả lời được nên không thể bắt buộc")
            yield row.warning(what, "required", remedy=said("xóa ô này"), code="required-readonly")
    if is_silent and row.get("constraint"):
        what = said("ràng buộc của câu không hiện ra thì không ai thấy thông báo")
        remedy = said("chuyển ràng buộc sang câu hiện ra, hoặc dùng integer chỉ đọc có calculation")
        yield row.warning(what, "constraint", remedy=remedy, code="constraint-silent")
    if row.get("constraint") and not any(row.all_of("constraint_message")) and not is_silent:
        remedy = said("ghi vào cột constraint_message: sai gì, sửa thế nào")
        yield row.warning(
            said("ràng buộc chưa có thông báo"), "constraint", remedy=remedy, code="message-missing"
        )


def _labels(survey: Sequence[Row]) -> Iterator[Problem]:
    """Questions of one section that a person cannot tell apart."""
    section, depth = "", 0
    seen: dict[tuple[str, ...], int] = {}
    for row in survey:
        kind = base_type(row.get("type"))[0]
        if kind.startswith("begin_"):
            depth += 1
            section = row.get("name") if depth == 1 else section
        elif kind.startswith("end_"):
            depth -= 1
            section = "" if depth <= 0 else section
        if kind.startswith(("begin_", "end_")) or kind in _SILENT or kind == "note":
            continue
        for heading, label in row.all_of("label"):
            told_apart = (row.get("bind::insp:clause"), row.get("relevant"))
            key = (section, heading, label.strip().lower(), *told_apart)
            if key in seen:
                what = said(
                    "nhãn «{label}» trùng với câu ở dòng {row} cùng phần",
                    label=label[:60],
                    row=seen[key],
                )
                remedy = said("thêm chữ để phân biệt hai câu")
                yield row.warning(what, heading, remedy=remedy, code="label-duplicate")
                break
            seen[key] = row.number
        yield from _no_label(row)


def _no_label(row: Row) -> Iterator[Problem]:
    has_text = any(
        cell.strip() for column in ("label", "hint", "image") for _, cell in row.all_of(column)
    )
    if not has_text and row.get("type"):
        remedy = said("ghi nhãn vào cột label")
        yield row.problem(
            said("câu hỏi chưa có nhãn"), "label", remedy=remedy, code="label-missing"
        )


def _translations(rows: Sequence[Row], sheet: str) -> Iterator[Problem]:
    """A text that stands in one language and not in another."""
    columns: dict[str, dict[str, None]] = {}
    for row in rows:
        for key in row.cells:
            base, _, language = key.partition("::")
            if base in TRANSLATED and language:
                columns.setdefault(base, {})[language] = None
    languages = dict.fromkeys(one for known in columns.values() for one in known)
    if len(languages) < 2:
        return
    for row in rows:
        for base in columns:
            if base in ("image", "big-image", "audio", "video"):
                continue
            present = [one for one in languages if row.get(f"{base}::{one}")]
            missing = [one for one in languages if one not in present]
            if present and missing:
                what = said(
                    "thiếu bản dịch «{language}» của cột {base}", language=missing[0], base=base
                )
                heading = f"{base}::{missing[0]}"
                remedy = said("ghi vào cột {heading}", heading=heading)
                yield row.warning(what, heading, remedy=remedy, code="translation-missing")


def _unused(survey: Sequence[Row]) -> Iterator[Problem]:
    """Calculations that nothing reads: no expression, no text, no column of ours."""
    read: set[str] = set()
    for row in survey:
        for key, cell in row.cells.items():
            if key in ("type", "name"):
                continue
            read.update(one for one in _REFERENCE.findall(cell))
            if key.startswith("bind::insp:") or key in ("relevant", "calculation", "constraint"):
                read.update(_WORD.findall(cell) if key != "bind::insp:clause" else ())
    for row in survey:
        kind, _ = base_type(row.get("type"))
        keeps = any(key.startswith("bind::insp:") and cell for key, cell in row.cells.items())
        if kind == "calculate" and not keeps and row.get("name") not in read:
            what = said("không chỗ nào dùng kết quả tính «{name}»", name=row.get("name"))
            remedy = said("xóa dòng, hoặc bỏ qua nếu chỉ cần lưu lại")
            yield row.warning(what, "name", remedy=remedy, code="calculation-unused")
