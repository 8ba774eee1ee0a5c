"""Every name that pyxform has for a column or a type is known to the checks of the sheets."""

from __future__ import annotations

import pytest
from pyxform import aliases
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

from inspector_app.formats.form_columns import column_problems
from inspector_app.formats.form_lint import FILE_SELECTS, PLAIN_TYPES, REFUSED_TYPES, SELECTS
from inspector_app.formats.form_rows import TRANSLATED, base_type, standard_column
from inspector_app.formats.sheet_tables import Sheets
from inspector_app.formats.xlsforms import check_form_file

BROKEN_IN_PYXFORM = {"q select", "q select1", "select one using", "select multiple using"}
"""Selects that pyxform's grammar gives no list to."""
UNKNOWN = {"select multiple from"} | {one for one in QUESTION_TYPE_DICT if one.startswith("uri:")}
"""What the program does not have, and says so by the name."""


def unknown(sheet: str, heading: str) -> list[str]:
    """What the checks say of a heading."""
    return [str(one) for one in column_problems(Sheets((), (), (), {sheet: (heading,)}))]


@pytest.mark.parametrize("heading", sorted(aliases.survey_header))
def test_every_heading_of_the_survey_sheet_is_known(heading: str) -> None:
    for written in (heading, heading.upper(), heading.replace("_", " ").capitalize()):
        assert unknown("survey", written) == []


@pytest.mark.parametrize("heading", sorted(aliases.list_header))
def test_every_heading_of_the_choices_sheet_is_known(heading: str) -> None:
    assert standard_column(heading) in {*TRANSLATED, "list_name", "name"}
    assert standard_column(heading.replace("_", " ").upper()) == standard_column(heading)


@pytest.mark.parametrize("heading", sorted(aliases.TRANSLATABLE_SURVEY_COLUMNS))
def test_every_text_may_stand_once_per_language(heading: str) -> None:
    prefix = "bind::" if heading.startswith("jr:") else ""
    column = standard_column(f"{prefix}{heading}::English (en)")
    assert column.endswith("::English (en)")
    assert column == f"{standard_column(prefix + heading)}::English (en)"


@pytest.mark.parametrize("heading", sorted(aliases.settings_header))
def test_every_heading_of_the_settings_sheet_is_known(heading: str) -> None:
    for written in (heading, heading.replace("_", " ").title()):
        assert unknown("settings", written) == []


@pytest.mark.parametrize(
    "name", sorted({*QUESTION_TYPE_DICT, *aliases.select, *aliases._type_alias_map})
)
def test_every_type_is_known_or_refused_by_name(name: str) -> None:
    known = {*PLAIN_TYPES, *SELECTS, *FILE_SELECTS, *REFUSED_TYPES}
    is_known = base_type(name)[0] in known
    assert is_known or name in BROKEN_IN_PYXFORM | UNKNOWN


@pytest.mark.parametrize("name", sorted(aliases.control))
def test_every_block_begins_and_ends(name: str) -> None:
    for verb in ("begin", "end"):
        assert base_type(f"{verb} {name}")[0] in {*PLAIN_TYPES, *REFUSED_TYPES}


@pytest.mark.parametrize(
    ("constraint", "required"),
    [
        ("constraint message", "required message"),
        ("Constraint_Message::Tiếng Việt (vi)", "Required Message::Tiếng Việt (vi)"),
        ("bind::jr:constraintMsg", "bind::jr:requiredMsg"),
        ("constraining message", "requiredMsg"),
    ],
)
def test_messages_are_found_under_any_name(constraint: str, required: str) -> None:
    text = (
        f"| survey |\n| | type | name | label | constraint | {constraint} | required | {required} |\n"
        "| | add dateTime prompt | a | A | . < now() | Chưa tới | yes | Cần có |\n"
        "| | percentage | b | B | | | | |\n"
        "| settings |\n| | Form ID | Version | form title |\n| | thu | 2 | Thử |\n"
    )
    check = check_form_file(text.encode(), "x.md")
    assert [str(one) for one in check.problems] == []
    assert check.file is not None
    form = check.file.form
    assert (form.form_id, form.version) == ("thu", "2")
    assert form.questions["a"].constraint_message.in_("vi") == "Chưa tới"
    assert form.questions["a"].required_message.in_("vi") == "Cần có"
    assert form.questions["b"].constraint == "0 <= . and . <= 100"
