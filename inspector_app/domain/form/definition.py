"""The checked definition of a form: what an XForm says, as frozen values.

Source of the terms: XLSForm and the ODK XForms specification. A form is read once
(``formats.xlsforms``) and never changed; an inspection pins it by the SHA-256 of its XForm bytes.
Question names are unique in a form, so that an answer's register (``q/<name>/<side>``) survives a
move to another group.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class QuestionType(StrEnum):
    """The XLSForm types that this engine fills; metadata (``start``, ``today``, …) is HIDDEN."""

    TEXT = "text"
    BARCODE = "barcode"
    INTEGER = "integer"
    DECIMAL = "decimal"
    RANGE = "range"
    DATE = "date"
    TIME = "time"
    DATETIME = "dateTime"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    RANK = "rank"
    ACKNOWLEDGE = "acknowledge"
    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"
    FILE = "file"
    NOTE = "note"
    CALCULATE = "calculate"
    HIDDEN = "hidden"


UPLOADS = frozenset((QuestionType.IMAGE, QuestionType.AUDIO, QuestionType.VIDEO, QuestionType.FILE))
"""Types whose value names an attached file: ``<sha256><.extension>`` of the evidence."""
CHOICES = frozenset((QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE, QuestionType.RANK))
"""Types whose value is one or several names of a choice list."""
NUMBERS = frozenset((QuestionType.INTEGER, QuestionType.DECIMAL, QuestionType.RANGE))
"""Types whose value is a number."""

OUTPUT = "\ufffc"
"""Stands around the number of an output in a text: ``Hộ \ufffc0\ufffc`` shows ``outputs[0]`` there."""
_OUTPUTS = re.compile(f"{OUTPUT}\\d+{OUTPUT}")


@dataclass(frozen=True, slots=True)
class Text:
    """A text in several languages, keyed by BCP 47 code (``vi``, ``en``); empty key = any.

    ``outputs`` are expressions whose values stand in the text (``${name}`` in a label), see
    ``OUTPUT``; ``engine.Instance.label`` fills them in.
    """

    by_language: Mapping[str, str] = field(default_factory=dict)
    outputs: tuple[str, ...] = ()

    def raw(self, language: str) -> str:
        """The text in ``language``, else Vietnamese, else whatever there is; marks kept."""
        for key in (language, "vi", ""):
            if key in self.by_language:
                return self.by_language[key]
        return next(iter(self.by_language.values()), "")

    def in_(self, language: str) -> str:
        """As ``raw``, with ``…`` where a computed value would stand."""
        text = self.raw(language)
        return _OUTPUTS.sub("…", text) if OUTPUT in text else text

    def filled(self, values: Sequence[str]) -> Text:
        """The text with the values of its outputs, in the order of ``outputs``."""
        if not self.outputs:
            return self
        texts = {
            code: _OUTPUTS.sub(lambda found: values[int(found.group()[1:-1])], text)
            for code, text in self.by_language.items()
        }
        return Text(texts)

    def __bool__(self) -> bool:
        return any(self.by_language.values())


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list: its stored name, its label, and extra columns such as ``score``."""

    name: str
    label: Text
    extra: Mapping[str, str] = field(default_factory=dict)
    media: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Itemset:
    """Choices that depend on answers: those items of a secondary instance that pass a filter.

    ``nodeset`` is the whole expression, such as ``instance('xa')/root/item[huyen = ../h]`` or
    ``randomize(instance('x')/root/item, 7)``; its context is the question. ``value`` and ``label``
    are the columns of an item that hold the choice's name and label (or its itext id).
    """

    nodeset: str
    instance: str
    value: str = "name"
    label: str = "label"


class ActionEvent(StrEnum):
    """When an action writes (ODK XForms specification, "Actions")."""

    FIRST_LOAD = "odk-instance-first-load"
    LOAD = "odk-instance-load"
    NEW_ROW = "odk-new-repeat"
    VALUE_CHANGED = "xforms-value-changed"


@dataclass(frozen=True, slots=True)
class Action:
    """A ``setvalue``: on ``event`` the question ``target`` gets the value of an expression.

    ``source`` is the name of the question whose change fires it (VALUE_CHANGED) or of the repeat
    whose new row does (NEW_ROW); ``expression`` is empty to clear the target. Dynamic defaults are
    FIRST_LOAD actions outside repeats and NEW_ROW actions inside; ``trigger`` with ``calculation``
    is VALUE_CHANGED.
    """

    event: ActionEvent
    target: str
    expression: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """One node that holds a value.

    ``path`` is the XPath of the node in the primary instance. ``section`` is the name of the
    top-level group, ``repeat`` the name of the repeat that holds the node (or empty).
    Expressions are source text (XPath as the ODK XForms specification has it); the engine
    compiles them. ``insp`` holds the ``bind::insp:*`` attributes by local name: ``clause``,
    ``legal-basis``, ``evidence``, ``reported`` (``yes`` = the unit reports it too), ``unit``
    (of measure: ``đồng``, ``%``, ``hồ sơ``), ``favourable`` (names of choices that are a full
    yes), ``shortcoming`` (typical shortcomings). ``group`` is the path of the innermost group that
    holds the node (its heading is ``Form.group_labels``), ``choice_list`` the name of the list that
    ``choices`` come from, ``former`` are choices that are not offered (any more), for their labels;
    ``itemset`` is set when the choices offered depend on answers or on
    chance, ``choices`` then are all that there could be. ``readonly`` is an expression.
    ``parameters``: ``start``, ``end``, ``step`` and ``kind`` (``integer`` or ``decimal``) of a range,
    ``max-pixels`` of an image. ``media`` maps ``image``, ``audio``, ``video`` to a file's name by language.
    ``preload``: ``start``, ``end``, ``today``, ``username``, ``deviceid``, ``phonenumber``, ``email``,
    ``uid``. ``has_control`` is false for what the form never shows (calculate, hidden, metadata).
    """

    name: str
    type: QuestionType
    path: str
    section: str
    label: Text
    hint: Text = field(default_factory=Text)
    repeat: str = ""
    choices: tuple[Choice, ...] = ()
    former: tuple[Choice, ...] = ()
    appearance: str = ""
    required: str = ""
    required_message: Text = field(default_factory=Text)
    constraint: str = ""
    constraint_message: Text = field(default_factory=Text)
    relevant: str = ""
    calculate: str = ""
    default: str = ""
    readonly: str = ""
    choice_list: str = ""
    itemset: Itemset | None = None
    group: str = ""
    parameters: Mapping[str, str] = field(default_factory=dict)
    guidance: Text = field(default_factory=Text)
    media: Mapping[str, Text] = field(default_factory=dict)
    preload: str = ""
    has_control: bool = True
    insp: Mapping[str, str] = field(default_factory=dict)

    @property
    def clause(self) -> str:
        """The criterion code printed before the question, such as ``3.8``; may be empty."""
        return self.insp.get("clause", "")

    @property
    def is_reported(self) -> bool:
        """Whether the unit reports a value of its own beside the team's verified one."""
        return self.insp.get("reported", "") == "yes"

    @property
    def is_answerable(self) -> bool:
        """Whether a person types the value (neither a note nor computed)."""
        return (
            self.has_control
            and not self.is_heading
            and self.type not in (QuestionType.NOTE, QuestionType.CALCULATE, QuestionType.HIDDEN)
            and not self.calculate
            and not self.is_readonly
        )

    @property
    def is_heading(self) -> bool:
        """Whether a select only carries the captions of the matrix below it (``label``)."""
        is_select = self.type in (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE)
        return is_select and "label" in self.appearance.lower().split()

    @property
    def is_readonly(self) -> bool:
        """Whether nobody can ever type it; a condition is a matter of the running instance."""
        return self.readonly.replace(" ", "") == "true()"

    @property
    def is_figure(self) -> bool:
        """Whether a person types a number: it has a source and a period."""
        return self.is_answerable and self.type in NUMBERS

    @property
    def is_whole(self) -> bool:
        """Whether its numbers are whole: an integer, or a range in whole steps."""
        return self.type is QuestionType.INTEGER or (
            self.type is QuestionType.RANGE and self.parameters.get("kind") == "integer"
        )


@dataclass(frozen=True, slots=True)
class Repeat:
    """A repeating table: its rows are entities of their own.

    ``questions`` are the cells of its own rows, without those of repeats inside it; ``items`` its
    questions and inner repeats in document order. ``parent`` is the name of the repeat around it
    (or empty), ``count`` the expression that fixes the number of rows (``repeat_count``; empty =
    people add rows), ``initial_rows`` how many rows the XForm's primary instance has.
    """

    name: str
    path: str
    section: str
    label: Text
    questions: tuple[str, ...]
    relevant: str = ""
    count: str = ""
    parent: str = ""
    items: tuple[str, ...] = ()
    initial_rows: int = 0
    appearance: str = ""
    insp: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Section:
    """A top-level group; ``items`` are names of questions and repeats in document order."""

    name: str
    label: Text
    items: tuple[str, ...]
    relevant: str = ""
    insp: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Form:
    """A whole checked form."""

    form_id: str
    version: str
    title: Text
    sha256: str
    default_language: str
    languages: tuple[str, ...]
    sections: tuple[Section, ...]
    questions: Mapping[str, Question]
    repeats: Mapping[str, Repeat]
    # relevance of all groups, by group path: a node is relevant only if all its groups are
    group_relevant: Mapping[str, str] = field(default_factory=dict)
    # headings of nested groups, by group path
    group_labels: Mapping[str, Text] = field(default_factory=dict)
    # secondary instances (choice lists) for instance('…')/root/item: id to items to columns
    instances: Mapping[str, tuple[Mapping[str, str], ...]] = field(default_factory=dict)
    # setvalue actions in document order
    actions: tuple[Action, ...] = ()
    # readonly of groups, by group path: inherited
    group_readonly: Mapping[str, str] = field(default_factory=dict)
    # appearance of groups (field-list, table-list), by group path
    group_appearance: Mapping[str, str] = field(default_factory=dict)
    # all texts by id, for jr:itext() in expressions and labels of filtered choices
    texts: Mapping[str, Text] = field(default_factory=dict)
    # the expression of instance_name, or empty
    instance_name: str = ""
    # media files by name, as the form file holds them
    media: Mapping[str, bytes] = field(default_factory=dict)
