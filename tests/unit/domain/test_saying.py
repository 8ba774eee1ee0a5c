"""Sentences with values in them: Vietnamese as they stand, translatable with what is in them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from inspector_app.domain.errors import AnswerError, ExpressionError, FormError, UsageError
from inspector_app.domain.form.problems import Problem, Problems, warning
from inspector_app.domain.saying import Saying, joined, said
from inspector_app.host.i18n import gettext, set_language
from inspector_app.host.wording import error_details, error_texts


@pytest.fixture
def english() -> Iterator[None]:
    """The edge speaks English."""
    set_language("en")
    yield
    set_language("vi")


def test_a_saying_is_its_sentence_and_knows_its_parts() -> None:
    saying = said("dòng {row}", row=7)
    assert saying == "dòng 7"
    assert (saying.template, saying.values) == ("dòng {row}", {"row": 7})
    assert said("viết ${{{word}}}", word="a{b}") == "viết ${a{b}}"


def test_a_saying_survives_being_raised() -> None:
    what = str(ValueError(said("dòng {row}", row=7)))
    assert isinstance(what, Saying)
    assert what.template == "dòng {row}"


@pytest.mark.usefixtures("english")
def test_a_sentence_in_a_sentence_is_translated_too_and_names_are_not() -> None:
    inner = said("không có câu hỏi hay nhóm «{path}»", path="tệp trống")
    outer = said("hàm «{name}()»: {problem}", name="sum", problem=inner)
    assert gettext(outer) == "function “sum()”: there is no question or group “tệp trống”"
    assert gettext(joined("; ", [inner, "tệp trống"])).endswith("“tệp trống”; tệp trống")


@pytest.mark.usefixtures("english")
def test_a_problem_is_said_with_its_place_and_remedy() -> None:
    one = Problem(
        said("câu hỏi chưa có nhãn"),
        sheet="survey",
        row=3,
        column="nhãn",
        question="câu",
        remedy=said("ghi nhãn vào cột label"),
    )
    assert one == (
        "trang «survey», dòng 3, cột «nhãn», câu «câu»: câu hỏi chưa có nhãn."
        " Cách sửa: ghi nhãn vào cột label"
    )
    place = "sheet “survey”, row 3, column “nhãn”, question “câu”"
    said_there = f"{place}: the question has no label"
    assert gettext(one) == f"{said_there}. Remedy: write a label in the column label"
    assert gettext(one.placed_what) == said_there
    assert gettext(one.placed(row=4)).startswith("sheet “survey”, row 4, ")


@pytest.mark.usefixtures("english")
def test_errors_carry_their_details_in_the_language_spoken() -> None:
    what = said("«{text}» không phải số nguyên", text="một")
    message, _ = error_texts(AnswerError(question="tong", what=what))
    assert message == "Question tong: “một” is not a whole number"
    error = ExpressionError(expression="f(", what=said("biểu thức bị thiếu phần cuối"))
    assert error_details(error)["what"] == "the end of the expression is missing"
    found = [Problem("x", row=number) for number in range(1, 52)]
    found.append(warning(said("tệp trống")))
    message, _ = error_texts(FormError(path="a", count=52, problems=Problems(found)))
    assert message.startswith("Errors in the form “a” (52):\n- row 1: x\n- row 2: x\n")
    assert message.endswith("\n- … and 2 more errors")
    error_list = error_details(FormError(path="a", count=52, problems=Problems(found)))["problems"]
    assert isinstance(error_list, list)
    assert error_list[-1] == "the file is empty"


def test_a_usage_error_says_where_help_is() -> None:
    assert error_texts(UsageError(what="x", command=""))[1] == "Xem «inspector --help»."
    error = UsageError(what="x", command="form check")
    assert error_texts(error)[1] == "Xem «inspector form check --help»."
