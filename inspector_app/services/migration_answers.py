"""What becomes of every recorded answer of an inspection under another form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from inspector_app.domain.errors import AnswerError
from inspector_app.domain.form.answers import check_value
from inspector_app.domain.form.definition import Question, Text
from inspector_app.domain.form.versions.migration import Fate, MigrationPlan
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Side
from inspector_app.services.directory import Directory
from inspector_app.services.filling import load_sheet, section_label
from inspector_app.services.migration_views import AnswerPreview, AnswerState
from inspector_app.services.placing import Answer, Placing, as_answer
from inspector_app.services.ports.store import Log
from inspector_app.services.rooms import OpenVault, surroundings_of


def compare_answers(
    vault: OpenVault,
    log: Log,
    directory: Directory,
    inspection: EntityId,
    ways: tuple[Placing, Placing],
    plan: MigrationPlan | None,
) -> Iterator[AnswerPreview]:
    """Every recorded answer of an inspection, where it stands and where it would."""
    fates = {one.key: one.fate for one in plan.questions} if plan else {}
    sheets = [load_sheet(log, one, inspection, surroundings_of(vault, inspection)) for one in ways]
    now, then = (
        {_written(one): one for answer in sheet.placed() for one in _sides(way, answer)}
        for way, sheet in zip(ways, sheets, strict=True)
    )
    for written in dict.fromkeys((*now, *then)):
        # a table that only one of the forms knows: the other finds no answers in it
        before, after = now.get(written), then.get(written)
        known = [one for one in (before, after) if one is not None]
        if any(one.is_answered for one in known):
            fate = fates.get(known[0].key) if before and before.question else None
            asides = [_aside(one) for one in known]
            yield _answer(directory, ways, before or asides[0], after or asides[0], fate)


def _sides(way: Placing, answer: Answer) -> Iterator[Answer]:
    """The different values of one answer: people may have answered differently."""
    for head in answer.heads:
        if answer.question is None:
            yield replace(answer, head=head)
        elif not head.is_deletion:
            found = way.value(answer.key, answer.side, head)
            yield replace(answer, head=head, value=found.value if found else None)


_Written = tuple[EntityId | None, str, Side, bool, bytes, bytes]


def _written(one: Answer) -> _Written:
    """What was recorded where, whoever did; equal values are one."""
    row = one.row.id if one.row else None
    head = one.head
    return (row, one.key, one.side, one.is_note_register, head.form, head.value_key)


def _aside(one: Answer) -> Answer:
    """The same answer in a form that does not know its table."""
    return replace(one, question=None, value=None)


def _answer(
    directory: Directory,
    ways: tuple[Placing, Placing],
    before: Answer,
    after: Answer,
    fate: Fate | None,
) -> AnswerPreview:
    (now, then), head = ways, before.head
    found = then.question_in(head.form, before.key) or now.question_in(head.form, before.key)
    form, asked = found if found else (None, None)
    return AnswerPreview(
        state=_state(before, after),
        fate=fate,
        name=now.name_of(before.key),
        side=before.side,
        row=before.row.id if before.row else None,
        asked=asked,
        section=section_label(form, asked.section) if form and asked else Text(),
        recorded=as_answer(head.value),
        before=before.question,
        before_value=before.value,
        after=after.question,
        after_value=after.value,
        author=directory.author(head.actor),
        wall=head.wall,
    )


def _state(before: Answer, after: Answer) -> AnswerState:
    if after.question is None:
        return AnswerState.SET_ASIDE if before.question is not None else AnswerState.STAYS_ASIDE
    if not after.side.is_text and not _fits(after.question, after):
        return AnswerState.MARKED
    if before.question is None:
        return AnswerState.RETURNED
    return AnswerState.KEPT if before.value == after.value else AnswerState.CONVERTED


def _fits(question: Question, answer: Answer) -> bool:
    try:
        check_value(question, answer.value)
    except AnswerError:
        return False
    return True
