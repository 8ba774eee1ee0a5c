"""The shipped checklists: whole, bilingual, numbered, and computing what the seed's trip printed."""

from __future__ import annotations

import dataclasses
import hashlib
import re
from pathlib import Path

import pytest

from inspector_app.domain.form.definition import Form, QuestionType
from inspector_app.domain.form.instance.engine import Instance, ViolationKind, display_value
from inspector_app.formats.xlsforms import (
    FormFile,
    parse_form,
    parse_xform,
    read_form_file,
    read_pack,
)
from tests.kit.days import on_day

FORMS = Path(__file__).parents[3] / "forms"
ROW = b"r" * 16


@pytest.fixture(scope="module")
def pack() -> FormFile:
    folder = FORMS / "commune-2019"
    return read_pack(
        {path.name: path.read_bytes() for path in folder.glob("*.csv")}, "commune-2019"
    )


@pytest.fixture(scope="module")
def commune(pack: FormFile) -> Form:
    return pack.form


def test_seven_sections_of_real_content(commune: Form) -> None:
    assert [section.insp["clause"] for section in commune.sections] == list("1234567")
    for number, section in enumerate(commune.sections, 1):
        assert section.label.in_("vi").startswith(f"{number}. ")
        assert len(section.label.in_("vi")) <= 34
    content = [
        one
        for one in commune.questions.values()
        if one.is_answerable and not one.repeat and not one.name.endswith("_na")
    ]
    assert len(content) >= 80
    assert len({one.clause for one in content}) >= 40
    assert (commune.form_id, commune.default_language) == ("cchc-xa-2019", "vi")


def test_every_question_has_a_clause_and_both_languages(commune: Form) -> None:
    for one in commune.questions.values():
        number = one.section.removeprefix("s")
        assert re.fullmatch(rf"{number}\.\d{{1,2}}", one.clause), one.name
        texts = [one.label, one.hint, one.required_message, one.constraint_message]
        texts += [choice.label for choice in one.choices]
        assert one.label, one.name
        for text in filter(None, texts):
            assert {"vi", "en"} <= set(text.by_language), one.name


def test_not_applicable_needs_its_reason(commune: Form) -> None:
    asked = [one for one in commune.questions.values() if one.choice_list == "answer"]
    assert asked
    for one in asked:
        assert [choice.name for choice in one.choices] == ["yes", "partial", "no", "na"]
        assert [choice.extra.get("score") for choice in one.choices][:3] == ["1", "0.5", "0"]
        assert commune.questions[one.name + "_na"].required == "true()"
    instance = Instance(commune, {}, {}, on_day("2019-09-16"))
    instance.set(("c1_2", None), "na")
    reason = instance.state(("c1_2_na", None))
    assert reason.violations[0].kind is ViolationKind.REQUIRED


def test_legal_bases_say_whether_they_were_verified(commune: Form) -> None:
    based = [one for one in commune.questions.values() if one.insp.get("legal-basis")]
    assert len(based) > 15
    assert {one.insp.get("legal-verified") for one in based} == {"yes", "no"}


def test_percentages_name_their_parts_and_never_divide_by_zero(commune: Form) -> None:
    rates = [one for one in commune.questions.values() if one.insp.get("unit") == "%"]
    assert len(rates) > 20
    instance = Instance(commune, {}, {}, on_day("2019-09-16"))
    for one in rates:
        parts = [*one.insp["numerator"].split(" + "), *one.insp["denominator"].split(" + ")]
        assert all(part in commune.questions for part in parts), one.name
        for part in parts:
            if commune.questions[part].is_answerable:
                instance.set((part, None), 0)
    assert {instance.state((one.name, None)).value for one in rates} == {None}


def test_the_dossier_table_balances_and_gives_both_on_time_rates(commune: Form) -> None:
    instance = Instance(commune, {}, {}, on_day("2019-09-16"))
    assert not instance.state(("t1_total_in", None)).is_relevant
    instance.add_row("t1", ROW)
    flow = {"a1": 10, "a2": 200, "a3": 20, "a4": 5, "b1": 100, "b2": 131, "b3": 1, "c1": 2}
    flow |= {"c2": 0, "d1": 1, "d2": 1}
    for name, count in flow.items():
        instance.set((f"t1_{name}", ROW), count)
    (violation,) = instance.state(("t1_balance", ROW)).violations
    assert violation.kind is ViolationKind.CONSTRAINT
    assert "không cân đối" in violation.message.in_("vi")
    instance.set(("t1_d2", ROW), 0)
    assert instance.state(("t1_balance", ROW)).violations == ()
    rate = instance.state(("c3_8_rate", None)).value
    assert display_value(commune.questions["c3_8_rate"], rate, "vi") == "99,57"
    assert instance.state(("c3_8_rate_766", None)).value == "99.57"
    assert instance.state(("t1_total_overdue", None)).value == 1
    assert instance.state(("c3_9_apologies", None)).is_required
    instance.set(("t1_b3", ROW), 0)
    assert not instance.state(("c3_9_apologies", None)).is_relevant
    assert instance.state(("c3_8_rate", None)).value == "100"


def test_days_late_come_from_the_two_dates(commune: Form) -> None:
    instance = Instance(commune, {}, {}, on_day("2019-09-16"))
    instance.set(("c1_1", None), "yes")
    instance.set(("c1_1_date", None), "2019-02-28")
    assert instance.state(("c1_1_late", None)).value is None
    instance.set(("c1_1_due", None), "2019-01-31")
    assert instance.state(("c1_1_late", None)).value == 28
    instance.set(("c1_1_date", None), "2019-09-17")
    (violation,) = instance.state(("c1_1_date", None)).violations
    assert "hôm nay" in violation.message.in_("vi")


def test_reading_is_reproducible_and_the_workbook_is_a_valid_form(pack: FormFile) -> None:
    folder = FORMS / "commune-2019"
    again = read_pack({path.name: path.read_bytes() for path in folder.glob("*.csv")}, "x")
    assert (again.workbook, again.xform, again.sha256) == (pack.workbook, pack.xform, pack.sha256)
    assert read_form_file(pack.workbook, "x.xlsx").sha256 == pack.sha256
    from_xform = read_form_file(pack.xform, "x.xml")
    assert dataclasses.replace(from_xform.form, sha256=pack.sha256) == pack.form
    assert (from_xform.workbook, from_xform.xform) == (b"", pack.xform)
    bare = parse_xform(pack.xform)
    assert dataclasses.replace(bare, sha256=pack.sha256) == pack.form
    assert bare.sha256 == hashlib.sha256(pack.xform).hexdigest()
    assert parse_form(pack.data) == pack.form
    assert pack.form.sha256 == pack.sha256 == hashlib.sha256(pack.data).hexdigest()
    assert pack.warnings == ()


def test_computed_figures_are_not_typed(commune: Form) -> None:
    for one in commune.questions.values():
        if one.calculate:
            assert one.is_readonly
            assert one.type in (QuestionType.INTEGER, QuestionType.DECIMAL)
