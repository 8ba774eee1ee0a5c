"""Every shipped checklist: each criterion of the inspection at its levels, with all that belongs to it."""

from __future__ import annotations

import csv
import re
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from build_scripts import packs as pack_builder
from build_scripts.pack_source import packs
from build_scripts.pack_texts import HINT_LENGTH
from inspector_app.domain.form.definition import Form, Question, QuestionType
from inspector_app.domain.form.instance.engine import Instance, ViolationKind
from inspector_app.domain.scoring.criteria import Criterion, criteria_of
from inspector_app.domain.scoring.rules import ChoiceRule, LinearRule, StepRule, reach
from inspector_app.formats.xlsforms import FormFile, read_pack
from tests.kit.days import on_day

ROOT = Path(__file__).parents[3]
PACKS = {one.folder: one for one in packs()}
TABLES = {f"t{number}" for number in range(1, 11)}
FORMER_TERMS = re.compile(
    r"mức độ [34]|level[- ][34]\b|Bộ phận Một cửa|UBND huyện|cấp huyện", re.IGNORECASE
)
PRESENT_TERMS = re.compile(
    r"toàn trình|phi địa giới|Trung tâm Phục vụ hành chính công cấp xã|\bphường\b"
)
DOUBLED = re.compile(r"\b(\w+ \w+|của|thuộc|tại|các|số|the|of|and|in) \1\b", re.IGNORECASE)
SECTION_POINTS = {"1": 10, "2": 16, "3": 20, "4": 18, "5": 10, "6": 16, "7": 10}


@cache
def shipped(folder: str) -> FormFile:
    files = {path.name: path.read_bytes() for path in (ROOT / "forms" / folder).glob("*.csv")}
    return read_pack(files, folder)


@cache
def expected() -> tuple[dict[str, str], ...]:
    path = ROOT / "tests" / "vectors" / "packs" / "criteria.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def wanted(folder: str) -> dict[str, Decimal]:
    """The clauses that a pack must have, with their maximum."""
    pack = PACKS[folder]
    return {
        one["code"]: Decimal(one["maximum"])
        for one in expected()
        if pack.level in one["levels"].split() and pack.edition in one["editions"].split()
    }


@pytest.fixture(params=sorted(PACKS))
def folder(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def form(folder: str) -> Form:
    return shipped(folder).form


def test_the_checklists_are_what_the_source_says() -> None:
    for name, text in pack_builder.tables().items():
        assert (ROOT / "forms" / name).read_text(encoding="utf-8") == text, name


def test_all_sections_hold_a_hundred_points_between_them() -> None:
    sums: dict[str, Decimal] = {}
    for one in expected():
        section = one["code"].partition(".")[0]
        sums[section] = sums.get(section, Decimal(0)) + Decimal(one["maximum"])
    assert sums == SECTION_POINTS
    assert sum(sums.values()) == 100


def test_each_criterion_stands_at_its_levels_with_its_maximum(folder: str, form: Form) -> None:
    points: dict[str, Decimal] = {}
    for question in form.questions.values():
        points.setdefault(question.clause, Decimal(0))
    for one in criteria_of(form):
        points[one.clause] += one.maximum
    assert points == wanted(folder)
    assert form.form_id == PACKS[folder].form_id
    assert [section.insp["clause"] for section in form.sections] == list("1234567")
    assert max(len(section.label.in_("vi")) for section in form.sections) <= 34


def test_nothing_is_left_for_the_author_to_mend(folder: str) -> None:
    assert [str(one) for one in shipped(folder).warnings] == []


def test_both_languages_everywhere(form: Form) -> None:
    texts = [
        text
        for one in form.questions.values()
        for text in (one.label, one.hint, one.required_message, one.constraint_message)
    ]
    texts += [one.label for one in form.sections] + [one.label for one in form.repeats.values()]
    texts += [choice.label for one in form.questions.values() for choice in one.choices]
    for text in filter(None, texts):
        assert {"vi", "en"} <= set(text.by_language), text
        assert "{" not in text.raw("vi").replace("${", "")
    for one in form.questions.values():
        for column in ("evidence", "shortcoming"):
            assert bool(one.insp.get(column)) == bool(one.insp.get(f"{column}-en")), one.name


def test_each_criterion_has_its_grounds(folder: str, form: Form) -> None:
    """Evidence, typical shortcomings, codes of the index; a legal basis or why there is none."""
    for clause, maximum in wanted(folder).items():
        asked = [one for one in form.questions.values() if one.clause == clause]
        asked_insp = [one.insp for one in asked]
        asked_insp += [
            one.insp for one in form.repeats.values() if one.insp.get("clause") == clause
        ]
        assert any(one.get("evidence") for one in asked_insp), clause
        assert any(one.get("shortcoming") for one in asked_insp), clause
        based = [one for one in asked_insp if one.get("legal-basis")]
        assert based or any(one.get("legal-note") for one in asked_insp), clause
        assert all(one.get("legal-verified") in ("yes", "no") for one in based), clause
        if maximum:
            assert any(one.get("par-index") for one in asked_insp), clause


def test_each_rule_reaches_nothing_and_everything(form: Form) -> None:
    for one in criteria_of(form):
        assert _reach(one) == (Decimal(0), Decimal(1)), one.name
        question = form.questions[one.name]
        if one.is_rate:
            parts = {*one.numerator, *one.denominator}
            assert parts <= set(form.questions), one.name
        elif not isinstance(one.rule, ChoiceRule):
            assert question.type in (QuestionType.INTEGER, QuestionType.DECIMAL), one.name


def _reach(one: Criterion) -> tuple[Decimal, Decimal]:
    if isinstance(one.rule, ChoiceRule):
        return min(one.rule.factors.values()), max(one.rule.factors.values())
    assert isinstance(one.rule, StepRule | LinearRule), one.name
    is_share = one.is_rate and not _may_exceed(one)
    return reach(one.rule, Decimal(0), Decimal(100) if is_share else None)


def _may_exceed(one: Criterion) -> bool:
    """Rates that can exceed 100 %: spending beyond a budget, staff beyond a quota, revenue beyond cost."""
    return one.clause in {"4.4", "4.5", "5.4", "5.5", "6.12"}


def test_what_is_scored_is_only_left_out_for_a_reason(form: Form) -> None:
    """Unanswered figures must not look as if the criterion did not apply."""
    for one in criteria_of(form):
        assert one.na, one.name
        relevant = form.questions[one.name].relevant
        others = set(re.findall(r"/(c\d+_\d+\w*|t\d+\w*)", relevant))
        answer = one.na.removesuffix("_na")
        assert others <= {one.na, answer}, (one.name, relevant)
        assert answer not in others or "!= 'na'" in relevant, (one.name, relevant)


def test_not_applicable_always_needs_its_reason(form: Form) -> None:
    instance = Instance(form, {}, {}, on_day("2019-09-16"))
    answers = [
        one for one in form.questions.values() if one.choice_list == "answer" and not one.repeat
    ]
    assert len(answers) >= 25
    for one in answers:
        instance.set((one.name, None), "na")
        reason = instance.state((f"{one.name}_na", None))
        assert reason.violations[0].kind is ViolationKind.REQUIRED, one.name
    fresh = Instance(form, {}, {}, on_day("2019-09-16"))
    for each in criteria_of(form):
        if form.questions[each.name].type is QuestionType.SELECT_ONE:
            continue
        is_told = fresh.state((each.na, None)).value is not None
        assert fresh.state((each.name, None)).is_relevant != is_told, each.name
        answer = each.na.removesuffix("_na")
        if answer in form.questions:
            assert not instance.state((each.name, None)).is_relevant, each.name
            continue
        fresh.set((each.na, None), "Đơn vị không có nhiệm vụ này")
        assert not fresh.state((each.name, None)).is_relevant, each.name


def test_rates_are_empty_for_a_zero_denominator(form: Form) -> None:
    rates = [
        one for one in form.questions.values() if one.insp.get("unit") == "%" and not one.repeat
    ]
    assert len(rates) >= 35
    instance = Instance(form, {}, {}, on_day("2019-09-16"))
    for one in rates:
        for part in (*one.insp["numerator"].split(" + "), *one.insp["denominator"].split(" + ")):
            if form.questions[part].is_answerable:
                instance.set((part, None), 0)
    assert {instance.state((one.name, None)).value for one in rates} == {None}


def test_a_sum_of_nothing_answered_is_empty_and_one_zero_is_a_zero(form: Form) -> None:
    """Rows that stand there only because the unit reported them are no verified 0."""
    rows = {name: bytes([place]) * 16 for place, name in enumerate(form.repeats, 1)}
    tables = {name: [row] for name, row in rows.items()}
    instance = Instance(form, {}, tables, on_day("2019-09-16"))
    for one in form.questions.values():
        if one.choice_list == "answer" and not one.repeat:
            instance.set((one.name, None), "yes")
    typed = {one.name for one in form.questions.values() if _is_typed_number(one)}
    for name in sorted(typed):  # what a table is compared with is answered
        if not form.questions[name].repeat:
            instance.set((name, None), 5)
    sums = {
        one.name: set(re.findall(r"(?:count|sum)\(\s*/[^)]*?/(\w+)\s*\[", one.calculate))
        for one in form.questions.values()
        if not one.repeat and "[" in one.calculate
    }
    assert len(sums) >= 18
    assert all(sums.values())
    states = {name: instance.state((name, None)) for name in sums}
    assert {name for name, one in states.items() if one.value is not None} == set()
    assert {name for name, one in states.items() if one.violations} == set()
    for column in sorted(typed & set().union(*sums.values())):
        instance.set((column, rows[form.questions[column].repeat]), 0)
    counted = {name for name, columns in sums.items() if columns & typed}
    assert len(counted) >= 14
    assert {name for name in counted if instance.state((name, None)).value is None} == set()


def _is_typed_number(question: Question) -> bool:
    is_number = question.type in (QuestionType.INTEGER, QuestionType.DECIMAL)
    return is_number and question.is_answerable


def test_the_ten_tables_stand_in_every_checklist(folder: str, form: Form) -> None:
    missing = TABLES - set(form.repeats)
    assert missing == ({"t7"} if PACKS[folder].level == "X" else set())


def test_how_a_table_is_filled_in_is_told_before_it(form: Form) -> None:
    """An XForm keeps no hint of a repeat, so a note says it; no document prints the note."""
    for name in TABLES & set(form.repeats):
        note = form.questions[f"{name}_note"]
        assert note.type is QuestionType.NOTE
        assert note.insp["print"] == "no"
        section = next(one for one in form.sections if one.name == form.repeats[name].section)
        assert section.items.index(note.name) + 1 == section.items.index(name)
    assert "không ghi họ tên" in form.questions["t9_note"].label.raw("vi")


def test_terms_are_those_of_the_edition(folder: str, form: Form) -> None:
    texts = [one.label.raw("vi") for one in form.questions.values()]
    texts += [one.hint.raw("vi") for one in form.questions.values()]
    pattern = PRESENT_TERMS if PACKS[folder].edition == "2019" else FORMER_TERMS
    assert [text for text in texts if pattern.search(text)] == []


def test_texts_are_read_at_a_glance(form: Form) -> None:
    for one in form.questions.values():
        for language in ("vi", "en"):
            assert len(one.label.raw(language)) <= 140, one.name
            assert len(one.hint.raw(language)) <= HINT_LENGTH, one.name


def test_words_of_the_pack_do_not_meet_their_double(form: Form) -> None:
    """What {unit} and its like are filled into must not say the same word before or after it."""
    for one in form.questions.values():
        texts = (one.label, one.hint, one.constraint_message)
        for text in filter(None, texts):
            for language in ("vi", "en"):
                assert not DOUBLED.search(text.raw(language)), (one.name, text.raw(language))


def test_each_shortcoming_stands_in_both_languages(form: Form) -> None:
    for one in form.questions.values():
        pair = [one.insp.get(f"shortcoming{end}", "").split("; ") for end in ("", "-en")]
        assert len(pair[0]) == len(pair[1]), one.name


def test_a_unit_where_nothing_arose_can_finish(form: Form) -> None:
    """Zeros, and «no» to every question of yes or no, leave no violation that nobody could mend."""
    instance = Instance(form, {}, {}, on_day("2026-09-16"))
    asked = [one for one in form.questions.values() if one.is_answerable and not one.repeat]
    for one in asked:
        if not instance.state((one.name, None)).is_relevant:
            continue
        if one.choice_list == "answer":
            instance.set((one.name, None), "no")
        elif one.type in (QuestionType.INTEGER, QuestionType.DECIMAL) and one.required:
            instance.set((one.name, None), 0)
    left = {
        one.name: instance.state((one.name, None)).violations
        for one in form.questions.values()
        if not one.repeat and instance.state((one.name, None)).is_relevant
    }
    assert [name for name, found in left.items() if found] == ["c7_3_time"]


def test_no_checklist_asks_for_secrets_or_names(form: Form) -> None:
    for one in form.questions.values():
        assert "họ và tên" not in one.label.raw("vi").lower(), one.name
