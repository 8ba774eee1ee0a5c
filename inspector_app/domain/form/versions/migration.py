"""What a corrected form does to an inspection that was begun with an earlier one.

``plan_migration`` compares two forms and says for every question what becomes of its answers. It
decides nothing that a person did not write down: names change only by ``insp:was`` (in the form
itself), by the choices column ``was``, or by an explicit wish; likely renames are suggestions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from inspector_app.domain.form.definition import Choice, Form, Question, Text
from inspector_app.domain.form.versions.carrying import is_same_kind, takes_no_answer
from inspector_app.domain.form.versions.mapping import Codes, FormMapping, table_path
from inspector_app.domain.form.versions.renaming import Names, Wanted, match_names, renamed_choices
from inspector_app.domain.text import fold


class Fate(StrEnum):
    """What happens to a question; the most important first where several do."""

    DELETED = "deleted"
    TABLE_DELETED = "table-deleted"
    OTHER_TABLE = "other-table"
    RETYPED = "retyped"
    RECODED = "choices"
    RENAMED = "renamed"
    RELABELLED = "relabelled"
    MOVED = "moved"
    NEW = "new"
    CARRIED = "carried"


@dataclass(frozen=True, slots=True)
class QuestionPlan:
    """One question: as it was, as it will be, and what that means for its answers.

    ``recoded`` are choices that get other names, ``lost`` those that disappear (an answer with one
    of them is kept and marked), ``relabelled`` what is worded otherwise under the same name: the
    question's own label, then those of its choices, each as it was and as it will be.
    """

    key: str
    old: Question | None
    new: Question | None
    fates: tuple[Fate, ...]
    recoded: Mapping[str, str] = field(default_factory=dict)
    lost: tuple[str, ...] = ()
    relabelled: tuple[tuple[Text, Text], ...] = ()

    @property
    def fate(self) -> Fate:
        """The most important fate."""
        return self.fates[0]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Two questions that may be one: same type, and the same label or clause. Never done by itself."""

    old: str
    new: str
    by_label: bool


@dataclass(frozen=True, slots=True)
class ChoiceSuggestion:
    """Two choices that may be one: the same label under another name. Never done by itself.

    ``question`` is the question's name in the new form.
    """

    question: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class MigrationPlan:
    """The comparison of two forms; with ``problems`` (in words) it cannot be carried out."""

    old: Form
    new: Form
    mapping: FormMapping
    questions: tuple[QuestionPlan, ...]
    suggestions: tuple[Suggestion, ...]
    problems: tuple[str, ...]
    choice_suggestions: tuple[ChoiceSuggestion, ...] = ()

    def counts(self) -> dict[Fate, int]:
        """Questions by their most important fate; fates of none are left out."""
        found = [one.fate for one in self.questions]
        return {fate: found.count(fate) for fate in Fate if fate in found}


def plan_migration(old: Form, new: Form, mapping: FormMapping, wanted: Wanted) -> MigrationPlan:
    """Compare two forms.

    Args:
        old: the present form.
        new: the corrected form.
        mapping: the mapping in force; its last form is ``old``.
        wanted: what a person wrote down beside the form.
    """
    names = match_names(old, new, mapping, wanted)
    choices, more = renamed_choices(old, new, mapping, names, wanted)
    following = FormMapping(
        forms=(*mapping.forms, new.sha256),
        questions=names.question_keys(),
        tables=names.table_keys(),
        choices=(*mapping.choices, choices),
        name=f"{new.form_id} · {new.version}",
    )
    plans = tuple(_plans(old, new, mapping, following, names, choices))
    return MigrationPlan(
        old=old,
        new=new,
        mapping=following,
        questions=plans,
        suggestions=tuple(_suggestions(plans)),
        problems=(*names.problems, *more),
        choice_suggestions=tuple(_choice_suggestions(plans)),
    )


def _plans(
    old: Form,
    new: Form,
    before: FormMapping,
    after: FormMapping,
    names: Names,
    choices: Codes,
) -> Iterator[QuestionPlan]:
    matched = names.questions
    for name, question in new.questions.items():
        former = old.questions.get(matched.get(name, ""))
        key = after.key(name)
        if former is None:
            if not takes_no_answer(question):
                yield QuestionPlan(key, None, question, (Fate.NEW,))
        elif not (takes_no_answer(question) and takes_no_answer(former)):
            renamed = choices.get(key, {})
            lost = _lost(former, question, renamed)
            fates = _fates((old, before, former), (new, after, question))
            if lost or any(one != other for one, other in renamed.items()):
                fates.append(Fate.RECODED)
            if former.name != name:
                fates.append(Fate.RENAMED)
            reworded = tuple(_reworded(former, question, renamed))
            if reworded:
                fates.append(Fate.RELABELLED)
            ordered = tuple(fate for fate in Fate if fate in fates) or (Fate.CARRIED,)
            yield QuestionPlan(key, former, question, ordered, renamed, lost, reworded)
    tables = {after.table_key(table) for table in new.repeats}
    kept = set(matched.values())
    for name, question in old.questions.items():
        if name not in kept and not takes_no_answer(question):
            is_gone = bool(question.repeat) and before.table_key(question.repeat) not in tables
            fate = Fate.TABLE_DELETED if is_gone else Fate.DELETED
            yield QuestionPlan(before.key(name), question, None, (fate,))


_Place = tuple[Form, FormMapping, Question]


def _fates(before: _Place, after: _Place) -> list[Fate]:
    """What changed of a question that both forms have, but for names and choices."""
    fates = []
    (old, old_names, former), (new, new_names, question) = before, after
    was, now = (
        table_path(old, old_names, former.repeat),
        table_path(new, new_names, question.repeat),
    )
    if was != now:
        is_gone = bool(was) and was[-1] not in {new_names.table_key(one) for one in new.repeats}
        fates.append(Fate.TABLE_DELETED if is_gone else Fate.OTHER_TABLE)
    elif former.section != question.section or _groups(*before) != _groups(*after):
        fates.append(Fate.MOVED)
    if not is_same_kind(former, question):
        fates.append(Fate.RETYPED)
    return fates


def _groups(form: Form, mapping: FormMapping, question: Question) -> tuple[str, ...]:
    """The groups around a question without the root's name; tables by their keys."""
    steps = question.path.split("/")[2:-1]
    return tuple(mapping.table_key(step) if step in form.repeats else step for step in steps)


def _reworded(
    old: Question, new: Question, renamed: Mapping[str, str]
) -> Iterator[tuple[Text, Text]]:
    """Labels that changed under what is taken to be the same: a person sees whether it still is."""
    labels = {choice.name: choice.label for choice in new.choices}
    pairs = [(old.label, new.label)]
    pairs += [
        (one.label, labels[code])
        for one in old.choices
        if (code := renamed.get(one.name, one.name)) in labels
    ]
    for before, after in pairs:
        if _plain(before) != _plain(after):
            yield before, after


def _plain(label: Text) -> str:
    return " ".join(fold(label.in_("vi")).split())


def _lost(old: Question, new: Question, renamed: Mapping[str, str]) -> tuple[str, ...]:
    if not (old.choices and new.choices):
        return ()
    offered = {choice.name for choice in new.choices}
    return tuple(
        choice.name
        for choice in old.choices
        if renamed.get(choice.name, choice.name) not in offered
    )


def _suggestions(plans: tuple[QuestionPlan, ...]) -> Iterator[Suggestion]:
    """Pairs of a question that disappears and a new one, each used once."""
    fresh = [one.new for one in plans if one.fate is Fate.NEW and one.new]
    gone = [one.old for one in plans if one.new is None and one.old]
    for by_label in (True, False):
        for old in list(gone):
            alike = [one for one in fresh if _is_alike(old, one, by_label=by_label)]
            if len(alike) == 1:
                gone.remove(old)
                fresh.remove(alike[0])
                yield Suggestion(old.name, alike[0].name, by_label)


def _is_alike(old: Question, new: Question, *, by_label: bool) -> bool:
    if old.type is not new.type or bool(old.repeat) != bool(new.repeat):
        return False
    if not by_label:
        return bool(old.clause) and old.clause == new.clause
    one, other = fold(old.label.in_("vi")).strip(), fold(new.label.in_("vi")).strip()
    return bool(one) and one == other


def _choice_suggestions(plans: tuple[QuestionPlan, ...]) -> Iterator[ChoiceSuggestion]:
    """Pairs of a choice that disappears and a new one of the same question; none where unclear."""
    for plan in plans:
        if plan.old is None or plan.new is None or not plan.lost:
            continue
        before = {choice.name for choice in plan.old.choices}
        gone = _by_label(one for one in plan.old.choices if one.name in plan.lost)
        fresh = _by_label(
            one
            for one in plan.new.choices
            if one.name not in before and one.name not in plan.recoded.values()
        )
        for label, names in gone.items():
            others = fresh.get(label, [])
            if label and len(names) == len(others) == 1:
                yield ChoiceSuggestion(plan.new.name, names[0], others[0])


def _by_label(choices: Iterable[Choice]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for one in choices:
        found.setdefault(fold(one.label.in_("vi")).strip(), []).append(one.name)
    return found
