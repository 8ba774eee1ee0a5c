"""The columns of points and their grounds: rules that mean nothing, or that cannot give what they promise."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Final

from inspector_app.domain.form.problems import Problem
from inspector_app.domain.saying import said
from inspector_app.domain.scoring.arithmetic import HUNDRED, ONE, ZERO, number_of
from inspector_app.domain.scoring.criteria import MAXIMUM, NOT_APPLICABLE
from inspector_app.domain.scoring.rules import (
    Fault,
    StepRule,
    is_rising,
    marks,
    reach,
    read_rule,
)
from inspector_app.formats.form_choices import NO_SCORE
from inspector_app.formats.form_rows import Row, base_type, closest, list_of

_PREFIX: Final = "bind::insp:"
SCORE: Final = _PREFIX + "score"
SCORE_MAX: Final = _PREFIX + "score-max"
NA: Final = _PREFIX + "na"
PAR_INDEX: Final = _PREFIX + "par-index"
LEGAL_BASIS: Final = _PREFIX + "legal-basis"
LEGAL_NOTE: Final = _PREFIX + "legal-note"

_NUMBERS: Final = frozenset(("integer", "decimal", "range", "calculate"))
_CODE: Final = re.compile(r"[\w.\-/]{1,30}")
Factors = Mapping[str, Decimal]


def score_problems(survey: Sequence[Row], choices: Sequence[Row]) -> Iterator[Problem]:
    """Everything about points and legal grounds on the survey sheet."""
    kinds = {row.get("name"): base_type(row.get("type"))[0] for row in survey if row.get("name")}
    factors: dict[str, dict[str, Decimal]] = {}
    for row in choices:
        factor = number_of(row.get("score"))
        if factor is not None and row.get("name") != NOT_APPLICABLE:
            factors.setdefault(row.get("list_name"), {})[row.get("name")] = factor
    unrated = {
        row.get("list_name")
        for row in choices
        if row.get("name") not in (*NO_SCORE, *factors.get(row.get("list_name"), {}))
    }
    depth = 0
    for row in survey:
        kind = base_type(row.get("type"))[0]
        depth += {"begin_repeat": 1, "end_repeat": -1}.get(kind, 0)
        if row.get(SCORE_MAX) and depth:
            what = said("câu trong bảng không phải là tiêu chí; điểm tối đa bị bỏ qua")
            remedy = said("ghi điểm tối đa ở một câu ngoài bảng, ví dụ câu tự tính từ bảng")
            yield row.warning(what, SCORE_MAX, remedy=remedy, code="score-in-table")
        elif row.get(SCORE):
            yield from _rule(row, kind)
        elif MAXIMUM.fullmatch(row.get(SCORE_MAX)):
            group = list_of(row)
            yield from _without_rule(
                row, kind, factors.get(group, {}), is_whole=group not in unrated
            )
        yield from _reason(row, kinds)
        yield from _codes(row)
        yield from _no_basis(row)
    yield from _unverified(survey)


def _rule(row: Row, kind: str) -> Iterator[Problem]:
    """A rule for numbers."""
    if kind == "select_one":
        what = said("câu lựa chọn không chấm theo quy tắc số")
        remedy = said("xóa ô này; ghi hệ số của từng lựa chọn vào cột score ở trang choices")
        yield row.problem(what, SCORE, remedy=remedy, code="score-type")
        return
    if kind not in _NUMBERS:
        what = said("quy tắc chấm điểm chỉ đọc được số, câu này có loại «{kind}»", kind=kind)
        remedy = said("chuyển quy tắc sang câu số hoặc câu lựa chọn")
        yield row.problem(what, SCORE, remedy=remedy, code="score-type")
        return
    rule = read_rule(row.get(SCORE))
    if isinstance(rule, Fault):
        yield row.problem(rule.what, SCORE, remedy=rule.remedy, code="score-rule")
        return
    if isinstance(rule, StepRule) and not rule.is_sorted:
        remedy = said("xếp ngưỡng từ tốt nhất đến kém nhất để người đọc dễ đối chiếu")
        yield row.warning(
            said("các ngưỡng chưa xếp theo thứ tự"), SCORE, remedy=remedy, code="score-unsorted"
        )
    if not row.get(SCORE_MAX):
        remedy = said("ghi điểm tối đa vào cột bind::insp:score-max")
        yield row.warning(
            said("có quy tắc chấm nhưng chưa có điểm tối đa"),
            SCORE_MAX,
            remedy=remedy,
            code="score-no-maximum",
        )
    is_share = bool(row.get(_PREFIX + "numerator")) or row.get(_PREFIX + "unit") == "%"
    # a share of which less is better may pass 100 % where the rule says so: more people than posts
    may_pass = not is_rising(rule) and max(marks(rule)) > HUNDRED
    least, most = reach(rule, ZERO, HUNDRED if is_share and not may_pass else None)
    yield from _reached(row, SCORE, least, most)


def _without_rule(row: Row, kind: str, factors: Factors, *, is_whole: bool) -> Iterator[Problem]:
    """A maximum whose points come from choices, or from nothing that a program could read."""
    if kind == "select_one":
        beyond = next((name for name, one in factors.items() if not ZERO <= one <= ONE), "")
        if beyond:
            what = said("hệ số của lựa chọn «{name}» phải từ 0 đến 1", name=beyond)
            remedy = said("ở trang choices, ghi phần của điểm tối đa: 1 là đủ điểm, 0.5 là một nửa")
            yield row.problem(what, SCORE_MAX, remedy=remedy, code="score-range")
        elif factors and is_whole:  # choices without a factor are told with the choices
            yield from _reached(row, SCORE_MAX, min(factors.values()), max(factors.values()))
    elif not row.get(_PREFIX + "score-rule"):
        what = said("câu có điểm tối đa nhưng chưa có quy tắc chấm, đoàn phải tự cho điểm")
        remedy = said(
            "ghi quy tắc vào cột bind::insp:score, hoặc cách chấm vào bind::insp:score-rule"
        )
        yield row.warning(what, SCORE_MAX, remedy=remedy, code="score-by-hand")


def _reached(row: Row, column: str, least: Decimal, most: Decimal) -> Iterator[Problem]:
    """Rules that nobody can get full points with, or nobody can fail."""
    if most < ONE:
        what = said("không giá trị nào được đủ điểm tối đa")
        remedy = said("cho mức tốt nhất hệ số 1, hoặc giảm điểm tối đa")
        yield row.warning(what, column, remedy=remedy, code="score-never-full")
    if least > ZERO:
        what = said("không giá trị nào bị 0 điểm")
        remedy = said("cho mức kém nhất hệ số 0")
        yield row.warning(what, column, remedy=remedy, code="score-never-zero")


def _reason(row: Row, kinds: Mapping[str, str]) -> Iterator[Problem]:
    """The question for why a criterion does not apply is a text of this form."""
    name = row.get(NA)
    if name and name not in kinds:
        close = closest(name, kinds)
        what = said("không có câu hỏi tên «{name}»", name=name[:60])
        remedy = (
            said("có lẽ là «{close}»", close=close)
            if close
            else said("ghi tên câu chữ hỏi lý do không áp dụng, hoặc xóa ô này")
        )
        yield row.problem(what, NA, remedy=remedy, code="na-unknown")
    elif name and kinds[name] != "text":
        what = said("câu «{name}» không phải câu chữ nên không ghi được lý do", name=name)
        remedy = said("ghi tên một câu loại text")
        yield row.problem(what, NA, remedy=remedy, code="na-type")


def _codes(row: Row) -> Iterator[Problem]:
    """Codes of the PAR Index stand between blanks."""
    codes = row.get(PAR_INDEX).split()
    wrong = next((one for one in codes if not _CODE.fullmatch(one)), "")
    if wrong:
        what = said("mã chỉ số «{name}» chưa đúng", name=wrong[:60])
        remedy = said("ghi các mã cách nhau bằng dấu cách, ví dụ: 1.1.2 3.2")
        yield row.problem(what, PAR_INDEX, remedy=remedy, code="par-index")
    elif len(set(codes)) < len(codes):
        what = said("một mã chỉ số được ghi hai lần")
        yield row.warning(what, PAR_INDEX, remedy=said("xóa mã thừa"), code="par-index")


def _no_basis(row: Row) -> Iterator[Problem]:
    if row.get(LEGAL_NOTE) and row.get(LEGAL_BASIS):
        what = said("câu vừa có căn cứ pháp lý vừa ghi lý do không có căn cứ")
        remedy = said("xóa một trong hai ô")
        yield row.warning(what, LEGAL_NOTE, remedy=remedy, code="legal-note")


def _unverified(survey: Sequence[Row]) -> Iterator[Problem]:
    """One note for all legal grounds of which nobody says whether they were checked."""
    column = _PREFIX + "legal-verified"
    rows = [row for row in survey if row.get(LEGAL_BASIS) and not row.get(column)]
    if rows:
        what = said("{count} căn cứ pháp lý chưa đối chiếu, không in", count=len(rows))
        remedy = said(
            "ghi yes vào cột bind::insp:legal-verified khi đã đối chiếu với văn bản gốc, no khi chưa"
        )
        yield rows[0].warning(what, LEGAL_BASIS, remedy=remedy, code="legal-unverified")
