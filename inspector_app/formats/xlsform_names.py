"""The names that XLSForm has for a column or a type, as pyxform knows them, and ours for each.

XLSForm has many names for one thing (``relevance`` and ``relevant``, ``select one from`` and
``select_one``). What pyxform takes for the same is read from its own tables, so that a new version
of it brings its new names along.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from pyxform import aliases, constants
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

TRANSLATED: Final = frozenset(
    (
        "label", "hint", "guidance_hint", "constraint_message", "required_message",
        "image", "big-image", "audio", "video",
    )
)  # fmt: skip
"""Columns that may stand once per language."""

_COLUMNS: Final[Mapping[tuple[str, ...], str]] = {
    ("bind", "calculate"): "calculation",
    ("bind", "constraint"): "constraint",
    ("bind", "entities:saveto"): "save_to",
    ("bind", "jr:constraintmsg"): "constraint_message",
    ("bind", "jr:noapperrorstring"): "no_app_error_string",
    ("bind", "jr:requiredmsg"): "required_message",
    ("bind", "readonly"): "readonly",
    ("bind", "relevant"): "relevant",
    ("bind", "required"): "required",
    ("control", "appearance"): "appearance",
    ("control", "autoplay"): "autoplay",
    ("control", "jr:count"): "repeat_count",
    ("control", "rows"): "rows",
    ("instance", "odk:tag"): "compact_tag",
    ("list name",): "list_name",
    ("media", "audio"): "audio",
    ("media", "big-image"): "big-image",
    ("media", "image"): "image",
    ("media", "video"): "video",
}
"""Our names of what pyxform writes in two parts."""
_PLAIN: Final = frozenset(
    (
        "allow_choice_duplicates", "auto_delete", "auto_send", "choice_filter", "clean_text_values",
        "default", "default_language", "form_id", "form_title", "id_string", "instance_name",
        "instance_xmlns", "list_name", "name", "namespaces", "omit_instanceid", "parameters", "public_key",
        "style", "submission_url", "title", "trigger", "type", "version", *TRANSLATED,
    )
)  # fmt: skip
"""Columns of one word or with underscores, for which blanks will do as well."""

_TYPES: Final = (
    "acknowledge", "audio", "barcode", "calculate", "date", "dateTime", "decimal", "deviceid", "email",
    "end", "geopoint", "geoshape", "geotrace", "image", "integer", "note", "phonenumber", "range",
    "simserial", "start", "subscriberid", "text", "time", "today", "username", "video",
)  # fmt: skip
"""Types whose other names are told by what pyxform makes of them."""
_NO_ALIASES: Final = frozenset((*_TYPES, "hidden", "select one external"))
"""Types in their own right, although pyxform makes the same of them as of another."""


def _other_types() -> Iterator[tuple[str, str]]:
    """Other names of types as pyxform writes them, each with ours."""
    own = {_made_of(QUESTION_TYPE_DICT[name]): name for name in _TYPES}
    for name, made in QUESTION_TYPE_DICT.items():
        if name in _NO_ALIASES:
            continue
        if _made_of(made) in own:
            yield name, own[_made_of(made)]
        elif "constraint" in made.get("bind", {}):
            # a percentage, a number of days, a telephone number: with a constraint of its own
            yield name, "integer" if made["bind"]["type"] == "int" else "text"
    for name, target in aliases._type_alias_map.items():
        yield name, {"photo": "image"}.get(target, target)
    selects = {
        constants.SELECT_ONE: "select_one",
        constants.SELECT_ALL_THAT_APPLY: "select_multiple",
    }
    for name, target in aliases.select.items():
        ours = selects.get(target, target.replace(" ", "_"))
        yield name, f"{ours}_from_file" if name in aliases.select_from_file else ours
    for name, target in aliases.control.items():
        for verb in ("begin", "end"):
            for between in (" ", "_"):
                yield f"{verb}{between}{name}", f"{verb}_{target}"
    yield "trigger", "acknowledge"


def _made_of(entry: Mapping[str, Any]) -> str:
    """What a type is in the XForm, without the hint that a person may be shown."""
    return json.dumps({key: one for key, one in entry.items() if key != "hint"}, sort_keys=True)


WRITTEN_TYPES: Final[Mapping[str, str]] = {
    name: ours for name, ours in _other_types() if name != ours and name != "image"
}
"""Other names of types, in the capitals that pyxform wants, each with ours."""
TYPE_ALIASES: Final[Mapping[str, str]] = {key.lower(): one for key, one in WRITTEN_TYPES.items()}
"""The same in small letters."""

_SETTINGS: Final = {constants.ID_STRING: "form_id", constants.TITLE: "form_title"}
_ALIASES: Final[Mapping[str, str | tuple[str, ...]]] = {
    **{name: _SETTINGS.get(one, name) for name, one in aliases.settings_header.items()},
    **aliases.list_header,
    **aliases.survey_header,
}


def standard_column(heading: str) -> str:
    """The standard name of a column; its language is kept: ``label::English (en)``."""
    words = _snake(heading)
    if words in _PLAIN:
        return words
    parts = _parts(heading)
    first = _ALIASES.get(_snake(parts[0]), _snake(parts[0]))
    tokens = [first, *parts[1:]] if isinstance(first, str) else [*first, *parts[1:]]
    lowered = [one.lower() for one in tokens]
    for count in (2, 1):
        column = _COLUMNS.get(tuple(lowered[:count]), lowered[0] if count == 1 else "")
        if column in TRANSLATED:
            return "::".join([column, *tokens[count:]])
        if column and len(tokens) == count and (column in _PLAIN or (*lowered,) in _COLUMNS):
            return column
    if len(tokens) == 1 and _snake(parts[0]) in _ALIASES:
        return lowered[0]
    if len(tokens) == 2 and lowered[0] in ("bind", "control", "instance"):
        return "::".join(lowered)
    return heading.strip().lower() if len(parts) == 1 else "::".join(one.lower() for one in parts)


def _parts(heading: str) -> list[str]:
    """The parts between ``::``, or between single colons as in former times; ``jr:`` is no part."""
    if "::" in heading:
        return [part.strip() for part in heading.split("::")]
    parts = [part.strip() for part in heading.split(":")]
    if "jr" in parts[:-1]:
        at = parts.index("jr")
        parts[at : at + 2] = [f"jr:{parts[at + 1]}"]
    is_known = _snake(parts[0]) in (*_ALIASES, *TRANSLATED, "bind", "control", "media", "instance")
    return parts if is_known else [heading.strip()]


def _snake(text: str) -> str:
    return "_".join(text.split()).lower()
