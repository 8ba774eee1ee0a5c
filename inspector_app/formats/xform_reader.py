"""An XForm to a checked definition (``domain.form.definition``).

Source: the ODK XForms specification. Everything that the engine does not fill is refused here, by
the name of the node; ``xlsforms`` adds the row of the workbook.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from inspector_app.domain.errors import FormError
from inspector_app.domain.form.definition import Form, Text
from inspector_app.domain.form.instance.compilation import compiled_form
from inspector_app.domain.form.problems import Problem, Problems
from inspector_app.domain.saying import Saying, said
from inspector_app.formats.external_lists import ListError, list_file, read_list
from inspector_app.formats.repeated_values import repeated_values
from inspector_app.formats.xform_actions import read_actions
from inspector_app.formats.xform_blocks import BlockReader
from inspector_app.formats.xform_questions import QuestionReader
from inspector_app.formats.xform_refusals import document_problems, take_files
from inspector_app.formats.xform_tree import Tree, read_tree
from inspector_app.formats.xform_xml import XFormError

MAX_SENTENCE = 600
"""Longest sentence about one problem, or longest part quoted in one, in characters."""


@dataclass(frozen=True, slots=True)
class Opened:
    """An XForm taken apart with the files beside it; ``tree`` is None when it is no XForm."""

    tree: Tree | None
    media: Mapping[str, bytes]
    problems: tuple[Problem, ...] = ()

    def columns(self) -> dict[str, frozenset[str]]:
        """The columns of each list that was read."""
        instances = self.tree.instances if self.tree is not None else {}
        return {
            name: frozenset(key for row in rows for key in row) for name, rows in instances.items()
        }


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read: the form, or None when a problem is an error; and all problems."""

    form: Form | None
    problems: Problems


def parse_xform(
    xform: bytes, name: str = "", files: Mapping[str, bytes] | None = None, sha256: str = ""
) -> Form:
    """Read and check an XForm.

    Args:
        xform: the document.
        name: names the file in messages.
        files: lists and pictures beside the form, by file name.
        sha256: the hash that the form goes by; by default that of the document.

    Raises:
        FormError: not an XForm, outside the subset, or with rules that do not compile.
    """
    reading = define(open_xform(xform, files or {}), sha256 or hashlib.sha256(xform).hexdigest())
    if reading.form is None:
        raise form_error(name or "XForm", reading.problems.errors)
    return reading.form


def open_xform(xform: bytes, files: Mapping[str, bytes]) -> Opened:
    """Take an XForm apart, and take of the files beside it those that it names."""
    try:
        tree = read_tree(xform)
    except XFormError as error:
        problem = Problem(error.what, remedy=error.remedy, code="xform")
        return Opened(None, {}, (problem,))
    media, problems = take_files(tree, files)
    tree.problems += document_problems(tree)
    tree.problems += problems
    _read_lists(tree, media)
    return Opened(tree, media, tuple(tree.problems))


def define(opened: Opened, sha256: str) -> Reading:
    """The definition of an XForm that goes by a hash, and everything that is wrong with it."""
    tree = opened.tree
    if tree is None:
        return Reading(None, Problems(opened.problems))
    problems = tree.problems
    form = _form(tree, opened.media, sha256)
    if not any(one.is_error for one in problems):
        try:
            problems += repeated_values(compiled_form(form))
        except FormError as error:
            found_by_engine: Problems = error.details["problems"]  # type: ignore[assignment]
            problems += (
                one.placed(
                    code="expression" if one.code == "form" else one.code, what=_short(one.what)
                )
                for one in found_by_engine
            )
    found = Problems(problems)
    return Reading(None if found.errors else form, found)


def _short(what: str) -> str:
    """A sentence that quotes a very long expression, with the middle of that left out."""
    if len(what) <= MAX_SENTENCE:
        return what
    if isinstance(what, Saying):
        parts = what.values.items()
        return Saying(
            what.template,
            {name: _short(part) if isinstance(part, str) else part for name, part in parts},
        )
    return f"{what[:300]} … {what[-200:]}"


def form_error(path: str, problems: Problems) -> FormError:
    """The error of the catalogue that lists problems."""
    return FormError(path=path, count=len(problems), problems=problems)


def _read_lists(tree: Tree, files: Mapping[str, bytes]) -> None:
    """Lists beside the form; a missing file was noted already."""
    for instance, source in tree.sources.items():
        file = list_file(source)
        if file not in files:
            continue
        try:
            tree.instances[instance] = read_list(file, files[file])
        except ListError as error:
            what = said("tệp danh sách «{file}»: {what}", file=file, what=error.what)
            tree.problems.append(Problem(what, remedy=error.remedy, code="list-file"))


def _form(tree: Tree, files: Mapping[str, bytes], sha256: str) -> Form:
    problems = tree.problems
    reader = QuestionReader(tree, problems)
    questions = reader.questions()
    names = {question.path: question.name for question in questions.values()}
    actions = read_actions(tree, names, problems)
    reader.settle_notes(questions, actions)
    blocks = BlockReader(tree, problems, questions)
    repeats = blocks.repeats()
    languages = tree.texts.languages or ("",)
    if not questions and not any(one.is_error for one in problems):
        problems.append(
            Problem(said("biểu mẫu không có câu hỏi nào"), sheet="survey", code="empty")
        )
    name = tree.bind(f"{tree.root}/meta/instanceName").get("calculate", "").strip()
    return Form(
        form_id=tree.form_id,
        version=tree.version,
        title=Text({"": tree.title}) if tree.title else Text(),
        sha256=sha256,
        default_language=languages[0],
        languages=tuple(dict.fromkeys(languages)),
        sections=blocks.sections(repeats),
        questions=questions,
        repeats=repeats,
        group_relevant=blocks.relevant(),
        group_labels=blocks.labels(),
        instances=tree.instances,
        actions=tuple(actions),
        group_readonly=blocks.readonly(),
        group_appearance=blocks.appearance(),
        texts=tree.texts.plain(),
        instance_name=name,
        media=files,
    )
