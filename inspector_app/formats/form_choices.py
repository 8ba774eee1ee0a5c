"""The choices sheet: names, duplicates, labels, scores, lists that nobody uses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from inspector_app.domain.form.problems import Problem
from inspector_app.domain.saying import said
from inspector_app.formats.form_rows import (
    EXPRESSIONS,
    Row,
    base_type,
    list_of,
    rows_of,
    standard_column,
)
from inspector_app.formats.sheet_tables import Sheets

_SCORE = re.compile(r"-?\d+(?:\.\d+)?")
NO_SCORE = frozenset(("na", "n_a", "khong_ap_dung", "kad", "other", "khac"))
"""Choices that take a question out of the score."""


def choice_problems(
    choices: Sequence[Row], survey: Sequence[Row], sheets: Sheets
) -> Iterator[Problem]:
    """Everything about the choices sheet."""
    for heading in sheets.headings.get("choices", ()):
        if re.search(r"\s", heading) and standard_column(heading) == heading.lower():
            yield Problem(
                said("tên cột có dấu cách nên biểu thức không dùng được"),
                sheet="choices",
                row=1,
                column=heading,
                remedy=said("đặt tên cột không có dấu cách"),
                code="column-name",
            )
    settings = rows_of("settings", sheets.settings)
    allows = bool(settings) and settings[0].get("allow_choice_duplicates").lower() in (
        "yes",
        "true",
    )
    several = {
        list_of(row)
        for row in survey
        if base_type(row.get("type"))[0] in ("select_multiple", "rank")
    }
    yield from _names(choices, several, allows_twice=allows)
    yield from _scores(choices, survey)
    yield from _unused(choices, survey)
    yield from _former_names(choices)


def _former_names(choices: Sequence[Row]) -> Iterator[Problem]:
    """A former code that the list still has: which choice recorded answers mean is not clear then."""
    known = {(row.get("list_name"), row.get("name")) for row in choices}
    for row in choices:
        for was in row.get("was").split():
            if (row.get("list_name"), was) in known:
                what = said("«{name}» vẫn là một lựa chọn của danh sách này", name=was)
                remedy = said("đặt cho lựa chọn này một mã chưa từng dùng, hoặc xóa ô này")
                if was == row.get("name"):
                    remedy = said("xóa ô này: mã lựa chọn không đổi")
                yield row.warning(what, "was", remedy=remedy, code="was-present")


def _names(choices: Sequence[Row], several: set[str], *, allows_twice: bool) -> Iterator[Problem]:
    """Names of choices; ``several`` are the lists of which more than one choice can be taken."""
    seen: dict[tuple[str, str], int] = {}
    labels: dict[tuple[str, str, str, str], tuple[int, str]] = {}
    for row in choices:
        name, group = row.get("name"), row.get("list_name")
        if not group:
            remedy = said("ghi tên danh sách vào cột list_name")
            yield row.problem(
                said("chưa ghi tên danh sách"), "list_name", remedy=remedy, code="list-missing"
            )
        if not name:
            remedy = said("đặt tên ngắn không dấu, ví dụ co, khong")
            yield row.problem(
                said("lựa chọn chưa có tên"), "name", remedy=remedy, code="name-missing"
            )
        elif re.search(r"\s", name):
            what = said("tên lựa chọn «{name}» có dấu cách", name=name[:60])
            remedy = said("thay dấu cách bằng gạch dưới")
            if group in several:  # such an answer is its names with blanks between them
                yield row.problem(what, "name", remedy=remedy, code="name-invalid")
            else:
                yield row.warning(what, "name", remedy=remedy, code="name-blanks")
        elif (group, name) in seen and not allows_twice:
            what = said(
                "lựa chọn «{name}» đã có ở dòng {row} của danh sách «{group}»",
                name=name,
                row=seen[group, name],
                group=group,
            )
            remedy = said("đặt tên khác, hoặc ghi allow_choice_duplicates = yes ở trang settings")
            yield row.problem(what, "name", remedy=remedy, code="name-duplicate")
        seen.setdefault((group, name), row.number)
        yield from _labels(row, labels)


def _labels(
    row: Row, labels: dict[tuple[str, str, str, str], tuple[int, str]]
) -> Iterator[Problem]:
    """Two choices of one list that a person cannot tell apart."""
    others = tuple(
        cell
        for key, cell in row.cells.items()
        if key.partition("::")[0] not in ("label", "name", "score", "image", "audio", "video")
    )
    for heading, label in row.all_of("label"):
        key = (row.get("list_name"), heading, label.strip().lower(), "\n".join(others))
        if key in labels:
            number, name = labels[key]
            if name != row.get("name"):
                what = said(
                    "nhãn «{label}» trùng với lựa chọn ở dòng {number}",
                    label=label[:60],
                    number=number,
                )
                remedy = said("đặt nhãn khác để phân biệt được")
                yield row.warning(what, heading, remedy=remedy, code="label-duplicate")
                return
        labels.setdefault(key, (row.number, row.get("name")))
    if not any(label.strip() for _, label in row.all_of("label")) and not any(row.all_of("image")):
        remedy = said("ghi nhãn vào cột label")
        yield row.warning(
            said("lựa chọn chưa có nhãn"), "label", remedy=remedy, code="label-missing"
        )


def _scores(choices: Sequence[Row], survey: Sequence[Row]) -> Iterator[Problem]:
    """Scores that are no numbers; a maximum without scores; scores without a maximum."""
    scored: dict[str, dict[str, float]] = {}
    sizes: dict[str, list[str]] = {}
    for row in choices:
        sizes.setdefault(row.get("list_name"), []).append(row.get("name"))
        cell = row.get("score")
        if not cell:
            continue
        if not _SCORE.fullmatch(cell):
            what = said("điểm «{cell}» không phải là số", cell=cell[:40])
            remedy = said("ghi số, phần thập phân dùng dấu chấm: 0.5")
            yield row.problem(what, "score", remedy=remedy, code="score")
            continue
        scored.setdefault(row.get("list_name"), {})[row.get("name")] = float(cell)
    has_maximum = any(row.get("bind::insp:score-max") for row in survey)
    for row in survey:
        group, maximum = list_of(row), row.get("bind::insp:score-max")
        if not group:
            continue
        if maximum:
            yield from _against_maximum(row, scored.get(group, {}), sizes.get(group, []))
        elif group in scored and has_maximum:
            what = said(
                "danh sách «{group}» có cột score nhưng câu này chưa có điểm tối đa", group=group
            )
            remedy = said("ghi điểm tối đa vào cột bind::insp:score-max")
            yield row.warning(what, "bind::insp:score-max", remedy=remedy, code="score-no-maximum")


def _against_maximum(
    row: Row, scored: Mapping[str, float], names: Sequence[str]
) -> Iterator[Problem]:
    column = "bind::insp:score-max"
    missing = [name for name in names if name not in scored and name not in NO_SCORE]
    if row.get("bind::insp:score-rule"):
        return
    if missing:
        what = said("câu có điểm tối đa nhưng lựa chọn «{name}» chưa có điểm", name=missing[0])
        remedy = said("ghi điểm của từng lựa chọn vào cột score ở trang choices")
        yield row.warning(what, column, remedy=remedy, code="maximum-no-score")


def _unused(choices: Sequence[Row], survey: Sequence[Row]) -> Iterator[Problem]:
    used = {list_of(row) for row in survey}
    texts = "\n".join(
        cell
        for row in survey
        for key, cell in row.cells.items()
        if key in (*EXPRESSIONS, "parameters")
    )
    for group, row in {one.get("list_name"): one for one in reversed(choices)}.items():
        if group and group not in used and group not in texts:
            what = said("danh sách «{group}» không câu hỏi nào dùng", group=group)
            remedy = said("xóa danh sách hoặc sửa tên danh sách ở cột type")
            yield row.warning(what, "list_name", remedy=remedy, code="list-unused")
