"""A legal basis that its form's author did not check is known in any spelling."""

from __future__ import annotations

import pytest

from inspector_app.domain.form.definition import Form
from inspector_app.domain.trip.suggestions import is_unchecked_basis
from tests.unit.domain.form.forms import form, question


@pytest.fixture
def checklist() -> Form:
    unchecked = {
        "clause": "3.1",
        "legal-basis": "Luật Tiếp công dân năm 2013; Nghị định 61/2018/NĐ-CP",
    }
    return form(
        question("a", "text", insp={**unchecked, "legal-verified": "no"}),
        question("same_clause", "text", insp={"clause": "3.1"}),
        question(
            "b",
            "text",
            insp={"clause": "3.2", "legal-basis": "Nghị quyết 30c/NQ-CP", "legal-verified": "yes"},
        ),
    )


@pytest.mark.parametrize(
    "basis",
    [
        "Luật Tiếp công dân năm 2013; Nghị định 61/2018/NĐ-CP",
        "Nghị định 61/2018/NĐ-CP",
        "nghị định số 61/2018/NĐ-CP",
        "Điều 5 Nghị định  số 61/2018/NĐ‑CP ngày 23/4/2018.",
        "NĐ 61/2018/NĐ-CP",
        "Luật tiếp công dân 2013",
    ],
)
@pytest.mark.parametrize("name", ["a", "same_clause", ""])
def test_other_spellings_are_the_same_basis(checklist: Form, basis: str, name: str) -> None:
    assert is_unchecked_basis(checklist, name, basis)


@pytest.mark.parametrize(
    ("name", "basis"),
    [
        ("b", "Nghị quyết 30c/NQ-CP"),
        ("b", "Nghị định 61/2018/NĐ-CP"),
        ("a", "Nghị định 161/2018/NĐ-CP"),
        ("a", "Kế hoạch 12/KH-UBND của tỉnh"),
        ("a", ""),
        ("a", " . "),
    ],
)
def test_what_the_form_does_not_leave_unchecked_is_the_persons_word(
    checklist: Form, name: str, basis: str
) -> None:
    assert not is_unchecked_basis(checklist, name, basis)
