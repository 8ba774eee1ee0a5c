"""Appearances and parameters of a form as the page understands them; no window."""

from __future__ import annotations

from decimal import Decimal

import pytest

from inspector_app.domain.form.definition import Choice, Question, QuestionType, Text
from inspector_app.gui.inspection.looks import (
    MANY,
    ChoiceLook,
    Look,
    Scale,
    is_matrix_row,
    look_of,
    media_name,
    offers,
    scale_of,
)
from inspector_app.gui.inspection.moments import parted


def question(kind: QuestionType, appearance: str = "", count: int = 3, **parts: str) -> Question:
    """A question with so many choices; ``parts`` are its parameters."""
    choices = tuple(Choice(f"c{n}", Text({"vi": f"Số {n}"})) for n in range(count))
    return Question(
        name="q",
        type=kind,
        path="/data/q",
        section="s",
        label=Text({"vi": "Câu hỏi"}),
        choices=choices,
        appearance=appearance,
        parameters=parts,
    )


@pytest.mark.parametrize(
    ("kind", "appearance", "count", "look"),
    [
        ("select_one", "", 3, Look(ChoiceLook.BUTTONS)),
        ("select_one", "", MANY, Look(ChoiceLook.BUTTONS)),
        ("select_one", "", MANY + 1, Look(ChoiceLook.FINDER)),
        ("select_one", "minimal", 3, Look(ChoiceLook.COMBO)),
        ("select_multiple", "minimal", 3, Look(ChoiceLook.FINDER)),
        ("select_one", "minimal autocomplete", 3, Look(ChoiceLook.COMBO)),
        ("select_one", "autocomplete", 3, Look(ChoiceLook.FINDER)),
        ("select_one", "search", 3, Look(ChoiceLook.FINDER)),
        ("select_one", "likert", 5, Look(ChoiceLook.LIKERT)),
        ("select_multiple", "likert", 5, Look(ChoiceLook.BUTTONS)),
        ("select_one", "columns", 5, Look(ChoiceLook.COLUMNS)),
        ("select_one", "columns-pack", 5, Look(ChoiceLook.BUTTONS)),
        ("select_multiple", "columns-4 no-buttons", 5, Look(ChoiceLook.COLUMNS, 4, False)),
        ("select_one", "columns-0", 5, Look(ChoiceLook.BUTTONS)),
        ("select_one", "quick w2 image-map", 5, Look(ChoiceLook.BUTTONS)),
    ],
)
def test_the_look_of_a_select(kind: str, appearance: str, count: int, look: Look) -> None:
    assert look_of(question(QuestionType(kind), appearance, count)) == look


def test_lines_of_a_matrix() -> None:
    assert is_matrix_row(question(QuestionType.SELECT_ONE, "list-nolabel"))
    assert is_matrix_row(question(QuestionType.SELECT_MULTIPLE, "w4 list"))
    assert not is_matrix_row(question(QuestionType.SELECT_ONE, "label"))
    assert not is_matrix_row(question(QuestionType.TEXT, "list"))


@pytest.mark.parametrize(
    ("start", "end", "step", "steps", "last"),
    [
        ("1", "5", "1", 4, "5"),
        ("0", "1", "0.1", 10, "1"),
        ("0", "10", "3", 3, "9"),
        ("5", "1", "1", 4, "1"),
        ("-2", "2", "0.5", 8, "2"),
        ("2", "2", "1", 0, "2"),
    ],
)
def test_a_scale_goes_from_its_start_in_steps(
    start: str, end: str, step: str, steps: int, last: str
) -> None:
    scale = Scale(Decimal(start), Decimal(end), Decimal(step))
    assert scale.steps == steps
    assert scale.at(steps) == last
    for place in range(steps + 1):
        assert scale.place_of(Decimal(scale.at(place))) == place
    assert scale.place_of(Decimal(10**9)) in (0, steps)


def test_a_scale_has_at_most_21_marks_and_never_fails() -> None:
    for end in (1, 20, 21, 100, 9_999, 10**6):
        scale = Scale(Decimal(0), Decimal(end), Decimal(1))
        assert scale.steps // scale.ticks <= 21 or scale.ticks == 100_000
    odd = question(QuestionType.RANGE, start="chín", end="NaN", step="0")
    assert scale_of(odd) == Scale(Decimal(0), Decimal(10), Decimal(1))


def test_what_is_recorded_and_no_longer_offered_is_offered_as_itself() -> None:
    asked = question(QuestionType.SELECT_MULTIPLE)
    every = (*asked.choices, Choice("old", Text({"vi": "Cũ"})))
    found = offers(asked, ["c1", "old", "ma-la"], every, "vi")
    assert [(one.name, one.label, one.is_stray) for one in found] == [
        ("c0", "Số 0", False),
        ("c1", "Số 1", False),
        ("c2", "Số 2", False),
        ("old", "Cũ", True),
        ("ma-la", "ma-la", True),
    ]


def test_the_file_behind_a_media_text() -> None:
    assert media_name(Text({"vi": "jr://images/so-do.png"}), "vi") == "so-do.png"
    assert media_name(Text({"vi": "so-do.png"}), "en") == "so-do.png"
    assert media_name(None, "vi") == ""


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("16/09/2019 08:05", ("16/09/2019", "08:05")),
        ("16/9/2019", ("16/9/2019", "")),
        ("08:05", ("", "08:05")),
        ("  16-9-2019   8h05 ", ("16-9-2019", "8h05")),
        ("8", ("8", "")),
        ("", ("", "")),
    ],
)
def test_the_parts_of_a_typed_moment(text: str, parts: tuple[str, str]) -> None:
    assert parted(text) == parts
