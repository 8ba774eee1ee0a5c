"""A trip whose units are filled to different degrees, so that points, ranks and rates differ.

Everything follows from the place of the unit and the name of the question: the same every time.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from inspector_app.domain.form.definition import Form, Question, QuestionType
from inspector_app.domain.form.states import ViolationKind
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.scoring.criteria import criteria_of, names_of
from inspector_app.domain.scoring.points import PointState
from inspector_app.domain.trip.values import Side
from inspector_app.services.views import TypedAnswer
from inspector_app.services.workshop import Services

QUALITIES = (97, 91, 84, 76, 62, 41)
"""How good the units are, in turn, per cent."""
_NUMBERS = (QuestionType.INTEGER, QuestionType.DECIMAL)
FLOW = ("a1", "a2", "a3", "a4", "b1", "b2", "b3", "c1", "c2", "d1", "d2")


def fill_trip(
    services: Services, filled: int = 12, partly: int = 2, besides: EntityId | None = None
) -> list[EntityId]:
    """Fill the first units of the plan; of the last ``partly`` of them only some sections.

    Args: ``besides``: an inspection to leave as it is.

    Returns: the filled inspections.
    """
    rows = services.inspections.list()
    ents = [row.inspection.id for row in rows if row.inspection.id != besides][:filled]
    for place, ent in enumerate(ents):
        is_partly = place >= filled - partly
        quality = QUALITIES[place % len(QUALITIES)] - place // 6
        fill(services, ent, quality, is_partly=is_partly)
        if not is_partly:
            for score in services.scores.show(ent).criteria():
                if score.appraised.state is PointState.UNEXPLAINED:
                    services.scores.explain(ent, score.criterion.name, "chưa đến kỳ")
                elif score.appraised.is_pending:
                    points = round(score.criterion.maximum * quality / 100, 4)
                    text, why = f"{points}".replace(".", ","), "đếm tại chỗ, chưa lập bảng"
                    services.scores.appraise(ent, score.criterion.name, text, why)
    return ents


def fill(services: Services, ent: EntityId, quality: int, *, is_partly: bool = False) -> None:
    """Answer a unit's form as well as ``quality`` says; the unit reports a little better."""
    form = services.inspections.show(ent).form
    sections = {one.name for one in form.sections[: 3 if is_partly else None]}
    row = services.inspections.add_row(ent, "t1").value if "t1" in form.repeats else None
    answers = [*_answers(form, quality, sections)]
    if row is not None and "s3" in sections:
        answers += _flow(row, quality)
    services.inspections.answer_many(ent, answers, is_lenient=True)
    while faulty := _faulty(services, ent):
        services.inspections.answer_many(
            ent, [TypedAnswer(name, Side.VERIFIED, None, "") for name in faulty], is_lenient=True
        )


def _faulty(services: Services, ent: EntityId) -> list[str]:
    """The answers that the form does not accept beside the others: such figures earn no points."""
    return [
        one.question.name
        for one in services.inspections.show(ent).questions()
        if one.question.is_answerable
        and one.node[1] is None
        and one.state.value not in (None, "")
        and any(found.kind is not ViolationKind.REQUIRED for found in one.state.violations)
    ]


def _answers(form: Form, quality: int, sections: set[str]) -> Iterator[TypedAnswer]:
    below = {
        name
        for question in form.questions.values()
        for name in names_of(question.insp.get("denominator", ""))
    }
    above = {
        name
        for question in form.questions.values()
        for name in names_of(question.insp.get("numerator", ""))
    }
    fewer = _where_fewer_is_better(form)
    for question in form.questions.values():
        if question.repeat or question.section not in sections or not question.is_answerable:
            continue
        for side in (Side.VERIFIED, Side.REPORTED):
            if side is Side.REPORTED and not question.is_reported:
                continue
            boasts = side is Side.REPORTED and _chance(question.clause) < 18
            good = min(100, quality + 25) if boasts else quality
            if question.type in _NUMBERS and question.name in below:
                yield TypedAnswer(question.name, side, None, str(80 + _chance(question.name) // 2))
            elif question.type in _NUMBERS and question.name in above:
                share = 100 - good if question.name in fewer else good
                whole = 80 + _chance(question.name) // 2
                yield TypedAnswer(question.name, side, None, str(max(0, whole * share // 104)))
            else:
                text = _text(question, good)
                if text:
                    yield TypedAnswer(question.name, side, None, text)


def _text(question: Question, good: int) -> str:
    luck = _chance(question.name + str(good))
    if question.type is QuestionType.SELECT_ONE and question.insp.get("score-max"):
        names = [one.name for one in question.choices]
        wanted = "yes" if luck < good else "partial" if luck < good + 20 else "no"
        if luck % 41 == 7:
            wanted = "na"
        return wanted if wanted in names else names[0]
    if question.type in _NUMBERS:
        return "2" if luck < good else "1"
    if question.type is QuestionType.TEXT and question.name.endswith("_na"):
        return "" if luck % 37 != 3 else "đơn vị không được giao nhiệm vụ này"
    return ""


def _where_fewer_is_better(form: Form) -> set[str]:
    found: set[str] = set()
    for criterion in criteria_of(form):
        zero = getattr(criterion.rule, "zero", None)
        full = getattr(criterion.rule, "full", None)
        if str(getattr(criterion.rule, "direction", "")) == "at-most" or (
            zero is not None and full is not None and zero > full
        ):
            found.update(criterion.numerator)
    return found


def _flow(row: EntityId, quality: int) -> Iterator[TypedAnswer]:
    """A line of the dossier flow that balances."""
    late = 100 - quality
    numbers = dict.fromkeys(FLOW, 0)
    numbers.update(a1=40, a2=700, a3=200 + quality * 3, a4=60, b1=300, b3=late, c1=55, d1=6)
    numbers["c2"] = late // 4
    received = sum(numbers[one] for one in ("a1", "a2", "a3", "a4"))
    rest = ("b1", "b3", "c1", "c2", "d1", "d2")
    numbers["b2"] = received - sum(numbers[one] for one in rest)
    for name, count in numbers.items():
        for side in (Side.VERIFIED, Side.REPORTED):
            yield TypedAnswer(f"t1_{name}", side, row, str(count))


def _chance(text: str) -> int:
    """A number from 0 to 99 that belongs to a text."""
    return zlib.crc32(text.encode()) % 100
