"""The checked definition of a form: what an XForm says, as frozen values.

Source of the terms: XLSForm and the ODK XForms specification. A form is read once
(``formats.xlsforms``) and never changed; an inspection pins it by the SHA-256 of its XForm bytes.
Question names are unique in a form, so that an answer's register (``q/<name>/<side>``) survives a
move to another group.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class QuestionType(StrEnum):
    """The XLSForm types that this engine fills."""

    TEXT = "text"
    INTEGER = "integer"
    DECIMAL = "decimal"
    DATE = "date"
    TIME = "time"
    SELECT_ONE = "select_one"
    SELECT_MULTIPLE = "select_multiple"
    NOTE = "note"
    CALCULATE = "calculate"


@dataclass(frozen=True, slots=True)
class Text:
    """A text in several languages, keyed by BCP 47 code (``vi``, ``en``); empty key = any."""

    by_language: Mapping[str, str] = field(default_factory=dict)

    def in_(self, language: str) -> str:
        """The text in ``language``, else Vietnamese, else whatever there is, else empty."""
        for key in (language, "vi", ""):
            if key in self.by_language:
                return self.by_language[key]
        return next(iter(self.by_language.values()), "")

    def __bool__(self) -> bool:
        return any(self.by_language.values())


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice of a list: its stored name, its label, and extra columns such as ``score``."""

    name: str
    label: Text
    extra: Mapping[str, str] = field(default_factory=dict)


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
    ``choices`` come from.
    """

    name: str
    type: QuestionType
    path: str
    section: str
    label: Text
    hint: Text = field(default_factory=Text)
    repeat: str = ""
    choices: tuple[Choice, ...] = ()
    appearance: str = ""
    required: str = ""
    required_message: Text = field(default_factory=Text)
    constraint: str = ""
    constraint_message: Text = field(default_factory=Text)
    relevant: str = ""
    calculate: str = ""
    default: str = ""
    is_readonly: bool = False
    choice_list: str = ""
    group: str = ""
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
            self.type not in (QuestionType.NOTE, QuestionType.CALCULATE)
            and not self.calculate
            and not self.is_readonly
        )


@dataclass(frozen=True, slots=True)
class Repeat:
    """A repeating table: its rows are entities of their own."""

    name: str
    path: str
    section: str
    label: Text
    questions: tuple[str, ...]
    relevant: str = ""
    count: str = ""
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
