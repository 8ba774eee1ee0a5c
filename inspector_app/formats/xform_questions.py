"""The questions of an XForm: bind, control, texts, choices and default of each leaf."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from inspector_app.domain.errors import AnswerError
from inspector_app.domain.form.answers import check_value, parse_value
from inspector_app.domain.form.definition import (
    CHOICES,
    UPLOADS,
    Action,
    Question,
    QuestionType,
)
from inspector_app.domain.form.problems import Problem
from inspector_app.domain.form.stored_values import stored_number
from inspector_app.domain.saying import said
from inspector_app.formats.xform_choices import ChoiceReader, Offer
from inspector_app.formats.xform_controls import parameters_of, preload_of, type_of
from inspector_app.formats.xform_tree import INSP, JAVAROSA, Leaf, Tree
from inspector_app.formats.xform_xml import clean

_NUMBERS = (QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE)


class QuestionReader:
    """Questions of one form; what is wrong goes to ``problems``."""

    def __init__(self, tree: Tree, problems: list[Problem]) -> None:
        self._tree = tree
        self._problems = problems
        self._choices = ChoiceReader(tree, problems)

    def questions(self) -> dict[str, Question]:
        """All questions by name, in document order."""
        found: dict[str, Question] = {}
        for leaf in self._tree.leaves:
            question = self._question(leaf)
            if question is None:
                continue
            if question.name in found:
                what = said(
                    "tên này có ở hai nơi: {path} và {path2}",
                    path=found[question.name].path,
                    path2=leaf.path,
                )
                self._note(what, "name", question.name, "name-duplicate")
            found[question.name] = question
        return found

    def settle_notes(self, questions: dict[str, Question], actions: Iterable[Action]) -> None:
        """A read-only text that nothing ever fills is a note."""
        filled = {action.target for action in actions}
        for name, one in questions.items():
            is_note = (
                one.type is QuestionType.TEXT
                and one.has_control
                and one.is_readonly
                and not (one.calculate or one.default or one.preload or name in filled)
            )
            if is_note:
                questions[name] = dataclasses.replace(one, type=QuestionType.NOTE)

    def _question(self, leaf: Leaf) -> Question | None:
        tree, name = self._tree, leaf.path.rpartition("/")[2]
        bind, control = tree.bind(leaf.path), tree.controls.get(leaf.path)
        kind = type_of(name, bind, control)
        if isinstance(kind, Problem):
            self._problems.append(kind)
            return None
        offer = self._offer(name, control, kind)
        parents = tree.parents(leaf.path)
        repeats = [path for path in parents if path in tree.repeats]
        label, hint = tree.texts.child(control, "label"), tree.texts.child(control, "hint")
        question = Question(
            name=name,
            type=kind,
            path=leaf.path,
            section=section_of(tree, leaf.path),
            label=label.text,
            hint=hint.text,
            repeat=repeats[-1].rpartition("/")[2] if repeats else "",
            choices=offer.choices,
            appearance=(control.get("appearance") or "").strip() if control is not None else "",
            required=condition(bind.get("required", "")),
            required_message=tree.texts.of(bind.get(JAVAROSA + "requiredMsg", "")),
            constraint=bind.get("constraint", "").strip(),
            constraint_message=tree.texts.of(bind.get(JAVAROSA + "constraintMsg", "")),
            relevant=bind.get("relevant", "").strip(),
            calculate=bind.get("calculate", "").strip(),
            default=leaf.default,
            readonly=condition(bind.get("readonly", "")),
            choice_list=offer.list_name,
            itemset=offer.itemset,
            group=parents[-1] if parents else "",
            parameters=parameters_of(bind, control),
            guidance=hint.guidance or label.guidance,
            media=label.media,
            preload=preload_of(bind) or "",
            has_control=control is not None,
            insp=insp_of(bind),
        )
        self._check_range(question)
        if kind in _NUMBERS:
            number = stored_number(question, leaf.default)
            if number is not None:
                question = dataclasses.replace(question, default=str(number))
        self._check_default(question)
        return question

    def _note(self, what: str, column: str, name: str, code: str) -> None:
        self._problems.append(Problem(what, column=column, question=name, code=code))

    def _offer(self, name: str, control: Element | None, kind: QuestionType) -> Offer:
        if control is None or kind not in CHOICES:
            return Offer()
        return self._choices.offer(name, control)

    def _check_range(self, question: Question) -> None:
        if question.type is not QuestionType.RANGE:
            return
        bounds = [question.parameters.get(key, "") for key in ("start", "end", "step")]
        try:
            start, end, step = map(float, bounds)
        except ValueError:
            self._note(
                said("thang đo cần start, end và step là số"), "parameters", question.name, "range"
            )
            return
        if not step or start == end:
            self._note(
                said("thang đo có bước 0 hoặc hai đầu bằng nhau"),
                "parameters",
                question.name,
                "range",
            )

    def _check_default(self, question: Question) -> None:
        default: object = question.default
        if not question.default or question.calculate or question.type in _UNCHECKED:
            return
        if question.type in _NUMBERS and re.fullmatch(r"-?\d{1,15}", question.default):
            default = int(question.default)
        elif question.type in (QuestionType.SELECT_MULTIPLE, QuestionType.RANK):
            default = question.default.split()
        try:
            check_value(question, default)  # type: ignore[arg-type]
        except AnswerError as error:
            what = said("giá trị mặc định sai: {what}", what=error.details["what"])
            self._problems.append(
                Problem(
                    what,
                    column="default",
                    question=question.name,
                    remedy=_default_remedy(question),
                    code="default",
                )
            )


_UNCHECKED = frozenset((QuestionType.NOTE, QuestionType.HIDDEN, *UPLOADS))


def _default_remedy(question: Question) -> str:
    """The default as the author meant it, where it can be read as what people type into a form."""
    try:
        value = parse_value(question, question.default)
    except AnswerError:
        if question.type is QuestionType.DATE:
            return said("ghi dạng năm-tháng-ngày, ví dụ 2026-12-31")
        names = [one.name for one in question.choices]
        if names:
            return said("dùng một trong: {listed}", listed=", ".join(names[:8]))
        return said("ghi giá trị đúng loại câu hỏi, hoặc xóa ô này")
    text = " ".join(value) if isinstance(value, list) else str(value)
    return said("ghi {value}", value=text)


def condition(source: str) -> str:
    """An expression; ``false()`` is as good as none."""
    source = source.strip()
    return "" if source.replace(" ", "") == "false()" else source


def insp_of(bind: dict[str, str]) -> dict[str, str]:
    """The ``bind::insp:*`` attributes by local name."""
    return {
        key.removeprefix(INSP): clean(value) for key, value in bind.items() if key.startswith(INSP)
    }


def section_of(tree: Tree, path: str) -> str:
    """The name of the top-level group; empty for what stands outside groups."""
    first = path[len(tree.root) + 1 :].split("/")[0]
    top = f"{tree.root}/{first}"
    return first if top in tree.known and top not in tree.repeats else ""
