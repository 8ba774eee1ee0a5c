"""The criteria of a form as items to fill in by hand: one item for the questions of one clause."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from inspector_app.domain.errors import ExpressionError
from inspector_app.domain.form.definition import Form, Question, QuestionType
from inspector_app.domain.form.expression.parser import children, parse
from inspector_app.domain.report.blank_phrases import BlankPhrases
from inspector_app.domain.report.blank_scores import points_text, rule_text
from inspector_app.domain.report.conditions import condition_words, conditions_of
from inspector_app.domain.report.handwriting import (
    Advice,
    Entry,
    Gap,
    Item,
    Place,
    Ticks,
    WriteIn,
)
from inspector_app.domain.report.wording import clause, sentence
from inspector_app.domain.scoring.arithmetic import number_of, sum_of
from inspector_app.domain.scoring.criteria import NOT_APPLICABLE, criterion_of, reason_question

LANGUAGE: Final = "vi"  # of the document
MOST_TICKS: Final = 15  # more choices are written, not ticked
_SCREEN_ONLY: Final = ("thường gặp", "phần mềm", "hệ thống tự")
_NUMBERS: Final = (QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE)
_SENTENCES: Final = re.compile(r"(?<=[.!?])\s+")


def is_asked(question: Question) -> bool:
    """Whether a question has a place on paper: notes and visible results have, headings have none."""
    return question.has_control and not question.is_heading and bool(question.label)


def is_rate(question: Question) -> bool:
    """Whether it is a share whose base the form names."""
    return bool(question.insp.get("numerator") and question.insp.get("denominator"))


class Entries:
    """Writes the questions of one form.

    Args:
        form: the form.
        words: the phrases.
        annexes: in which annex a table stands, by the table's name.
    """

    def __init__(self, form: Form, words: BlankPhrases, annexes: dict[str, str]) -> None:
        self._form, self._words, self._annexes = form, words, annexes
        self._reasons = dict(self._reason_names())

    def items(self, names: Iterable[str]) -> Iterator[Item]:
        """The items of consecutive questions and tables, in the order of the form."""
        shown = [name for name in names if self._is_shown(name)]
        for _, group in groupby(enumerate(shown), lambda one: self._clause(one[1]) or one[0]):
            yield self._item([name for _, name in group])

    def _is_shown(self, name: str) -> bool:
        if name in self._form.repeats:
            return bool(self._form.repeats[name].label)
        question = self._form.questions[name]
        return (
            is_asked(question)
            and name not in self._reasons.values()
            and not self._is_table_total(question)
        )

    def _reason_names(self) -> Iterator[tuple[str, str]]:
        """By criterion the question whose text says why it does not apply."""
        for name, question in self._form.questions.items():
            reason = reason_question(self._form, question)
            if reason and is_asked(self._form.questions[reason]):
                yield name, reason

    def _is_table_total(self, question: Question) -> bool:
        """Whether it only sums a table up: the table has a row for that."""
        if not question.calculate or is_rate(question):
            return False
        try:
            pending = [parse(question.calculate)]
        except ExpressionError:
            return False
        names = set()
        while pending:
            tree = pending.pop()
            steps = getattr(tree, "steps", ())
            names |= {step.name for step in steps[-1:] if step.axis == "child"}
            inside = {one for step in steps for one in step.predicates}
            pending += [one for one in children(tree) if one not in inside]
        asked = [self._form.questions[name] for name in names if name in self._form.questions]
        return bool(asked) and all(one.repeat for one in asked)

    def _clause(self, name: str) -> str:
        if name in self._form.repeats:
            return self._form.repeats[name].insp.get("clause", "")
        return self._form.questions[name].clause

    def _item(self, names: Sequence[str]) -> Item:
        entries: list[Entry] = []
        above = note = ""
        for name, after in zip(names, (*names[1:], ""), strict=True):
            if name in self._form.repeats:
                entries.append(self._table_entry(name, note, is_lower=bool(entries)))
                note = ""
                continue
            if after in self._form.repeats and not self._is_answered(name):
                note = self._form.questions[name].label.in_(LANGUAGE)  # it is about the table
                continue
            entries.append(self._entry(name, above, names))
            above = above or name
        return Item(
            code=self._clause(names[0]),
            entries=tuple(entries),
            advice=tuple(self._advice(names)),
            lines=tuple(self._lines(names)),
        )

    def _table_entry(self, name: str, note: str, *, is_lower: bool) -> Entry:
        """A table; ``note`` is what the form says right before it."""
        repeat = self._form.repeats[name]
        annex = self._annexes.get(name, "")
        where = self._words.in_annex.format(annex=annex) if annex else self._words.in_table
        hint = " ".join(one for one in (note, where) if one)
        conditions = (repeat.relevant,) if repeat.relevant else ()
        condition = self._condition(conditions, "", self._clause(name))
        return Entry(repeat.label.in_(LANGUAGE), condition, hint, is_lower=is_lower)

    def _entry(self, name: str, above: str, beside: Sequence[str]) -> Entry:
        """One question; ``beside`` are all names of its criterion, it stands below the first."""
        question = self._form.questions[name]
        is_lower = name != beside[0]
        label = question.label.in_(LANGUAGE)
        criterion = criterion_of(self._form, question)
        if criterion is not None and is_lower:
            points = self._words.maximum.format(points=points_text(criterion.maximum))
            label = f"{clause(label)} ({points})"
        place = self.place(question)
        places = (place, place) if question.is_reported else (place,)
        return Entry(
            label=label,
            condition=self._condition(conditions_of(self._form, question), above, question.clause),
            hint=self._hint(question, beside),
            places=places if place else (),
            is_lower=is_lower,
        )

    def _condition(self, conditions: Sequence[str], above: str, within: str) -> str:
        """All conditions in words, or the general words where one cannot be told."""
        told = [
            condition_words(self._form, one, self._words, about=above, within=within)
            for one in conditions
        ]
        known = [one for one in told if one is not None]
        if len(known) < len(told):
            return self._words.sometimes
        return self._words.both.join(one for one in known if one)

    def _hint(self, question: Question, beside: Sequence[str]) -> str:
        """How to look and what to write, without what is meant for the screen."""
        said = [self._rate_hint(question, beside)] if is_rate(question) else []
        said += [
            one
            for one in _SENTENCES.split(question.hint.in_(LANGUAGE).strip())
            if one and not one.lower().startswith(_SCREEN_ONLY)
        ]
        if question.type is QuestionType.SELECT_MULTIPLE:
            said.append(self._words.many)
        if question.type is QuestionType.RANK:
            said.append(self._words.rank)
        start, end = question.parameters.get("start"), question.parameters.get("end")
        if question.type is QuestionType.RANGE and start and end:
            ends = (number_of(start), number_of(end))
            if ends[0] is not None and ends[1] is not None:
                shown = self._words.from_to.format(
                    start=points_text(ends[0]), end=points_text(ends[1])
                )
                said.append(shown)
        return " ".join(one for one in said if one)

    def _rate_hint(self, question: Question, beside: Sequence[str]) -> str:
        """What the base of a rate is; nothing where both figures stand above, one of each."""
        keys = ("numerator", "denominator")
        bases = [self._sum_words(question.insp[key]) for key in keys]
        if not all(bases) or all(question.insp[key].strip() in beside for key in keys):
            return ""
        return self._words.rate_hint.format(numerator=bases[0], denominator=bases[1])

    def _sum_words(self, names: str) -> str:
        """The labels of ``a + b``; empty when one is not a question with a label."""
        found = [self._form.questions.get(name.strip()) for name in names.split("+")]
        labels = [self._bare(one) for one in found if one is not None]
        return " + ".join(labels) if len(labels) == len(found) and all(labels) else ""

    def _bare(self, question: Question) -> str:
        """A label that stands inside a sentence: no "trong đó:", no capital at its beginning."""
        label = clause(question.label.in_(LANGUAGE))
        head, colon, rest = label.partition(":")
        if colon and head.strip().lower() == self._words.within:
            label = rest.strip()
        is_name = label[1:2].isupper()  # an abbreviation keeps its capitals
        return label if is_name else label[:1].lower() + label[1:]

    def place(self, question: Question) -> Place:
        """Where the answer is written."""
        if question.choices:
            return self._choice_place(question)
        unit = question.insp.get("unit", "")
        match question.type:
            case QuestionType.NOTE:
                return ()
            case QuestionType.INTEGER | QuestionType.DECIMAL | QuestionType.RANGE:
                if is_rate(question):
                    return (WriteIn((Gap(5), " / ", Gap(5), " = ", Gap(5), f" {unit or '%'}")),)
                return (WriteIn((Gap(5), f" {unit}") if unit else (Gap(5),)),)
            case QuestionType.DATE:
                return (WriteIn((Gap(2), " / ", Gap(2), " / ", Gap(3))),)
            case QuestionType.TIME:
                return (WriteIn((Gap(2), self._words.hour, Gap(2), self._words.minute)),)
            case QuestionType.DATETIME:
                clock = (Gap(2), self._words.hour, Gap(2), self._words.minute)
                return WriteIn(clock), WriteIn((Gap(2), " / ", Gap(2), " / ", Gap(3)))
            case QuestionType.ACKNOWLEDGE:
                return (Ticks((self._words.agreed,)),)
            case QuestionType.IMAGE:
                return (Ticks((self._words.seen_photo,)),)
            case QuestionType.FILE:
                return (Ticks((self._words.seen_file,)),)
            case QuestionType.AUDIO | QuestionType.VIDEO:
                return (Ticks((self._words.seen_record,)),)
        is_long = "multiline" in question.appearance.split()
        return (WriteIn((Gap(8),), lines=3 if is_long else 1),)

    def _choice_place(self, question: Question) -> Place:
        labels = tuple(one.label.in_(LANGUAGE) or one.name for one in question.choices)
        if question.type is QuestionType.RANK:
            return tuple(WriteIn((Gap(3, is_fixed=True), f" {label}")) for label in labels)
        if len(labels) > MOST_TICKS:
            return (WriteIn((Gap(8),), lines=2),)
        return (Ticks(labels),)

    # --- below the questions of a criterion

    def _advice(self, names: Sequence[str]) -> Iterator[Advice]:
        words, told = self._words, [self._insp(name) for name in names]
        asked = [self._form.questions[name] for name in names if name in self._form.questions]
        for title, key in ((words.evidence, "evidence"), (words.sample, "sample-size")):
            if text := _each_once(insp.get(key, "") for insp in told):
                yield Advice(title, sentence(text))
        if rule := _each_once(rule_text(one, words) for one in asked):
            yield Advice(words.rule, sentence(rule))
        verified = (
            insp.get("legal-basis", "") for insp in told if insp.get("legal-verified") == "yes"
        )
        if text := _each_once(verified):
            yield Advice(words.legal, sentence(text))
        if text := _each_once(insp.get("shortcoming", "") for insp in told):
            yield Advice(words.shortcoming, sentence(text), is_quiet=True)

    def _insp(self, name: str) -> dict[str, str]:
        has = self._form.repeats.get(name) or self._form.questions[name]
        return dict(has.insp)

    def _lines(self, names: Sequence[str]) -> Iterator[WriteIn]:
        criteria = [
            found
            for name in names
            if name in self._form.questions
            and (found := criterion_of(self._form, self._form.questions[name])) is not None
        ]
        if criteria:
            points = points_text(sum_of(one.maximum for one in criteria))
            text = self._words.points.format(points=points)
            yield WriteIn((text, Gap(4), self._words.appraised, Gap(4)))
        if any(self._may_not_apply(name) for name in names):
            yield WriteIn((self._words.reason, Gap(8)))
        if any(self._is_answered(name) for name in names):
            yield WriteIn((self._words.remark, Gap(8)))

    def _is_answered(self, name: str) -> bool:
        question = self._form.questions.get(name)
        return question is None or question.type is not QuestionType.NOTE

    def _may_not_apply(self, name: str) -> bool:
        if name in self._reasons:
            return True
        question = self._form.questions.get(name)
        return question is not None and any(one.name == NOT_APPLICABLE for one in question.choices)


def _each_once(texts: Iterable[str]) -> str:
    """Texts one after another, none twice."""
    return "; ".join(dict.fromkeys(clause(text) for text in texts if text.strip()))
