"""The English translation: finds the Vietnamese texts of the program and keeps ``en.po`` whole.

python -m build_scripts.translations update    put new texts into en.po, drop old ones, compile
python -m build_scripts.translations check     exit 1 when a text has no good English yet
python -m build_scripts.translations compile   en.po → en/LC_MESSAGES/inspector.mo

A text of the program is the first argument of ``_()``, ``gettext()``, ``N_()`` or ``said()``, both
arguments of ``ngettext()``, a sentence of the tables of pyxform's messages, a message or remedy of the error catalogue, a plain text that an error is raised with
(``what=``, ``how=`` …), what a long task says it is doing, or a verdict about a signed document. The compiled file is committed, so a
checkout, a wheel and a frozen build need no step of their own; ``check`` also notices a stale one.
"""

from __future__ import annotations

import ast
import gettext
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from build_scripts.layout import ROOT, say
from inspector_app.domain.errors import catalogue
from inspector_app.domain.report.values import NOTICE_TEXTS, PROBLEM_TEXTS, VERDICT_WORDS
from inspector_app.formats.xform_messages import TEMPLATES

PACKAGE = ROOT / "inspector_app"
PO = ROOT / "resources" / "locale" / "en.po"
MO = ROOT / "resources" / "locale" / "en" / "LC_MESSAGES" / "inspector.mo"
SINGLE = frozenset({"_", "N_", "gettext", "said"})
PLURAL = frozenset({"ngettext"})
# The core marks no texts: these details of an error are shown, and translated where they are shown.
DETAILS = frozenset({"what", "how", "kind", "field", "whom"})
PROGRESS = frozenset({"progress"})


@dataclass(frozen=True)
class Text:
    """One Vietnamese text: its singular, its plural when it has one, and the file it stands in."""

    singular: str
    plural: str | None
    file: str


def texts() -> list[Text]:
    """Every text of the program, in the order of files and lines."""
    found = [text for path in sorted(PACKAGE.rglob("*.py")) for text in _texts_of(path)]
    for kind in catalogue():
        file = kind.__module__.replace(".", "/") + ".py"
        found += [Text(kind.message, None, file), Text(kind.remedy, None, file)]
    for words in (VERDICT_WORDS, PROBLEM_TEXTS, NOTICE_TEXTS):
        found += [
            Text(text, None, "inspector_app/domain/report/values.py") for text in words.values()
        ]
    file = "inspector_app/formats/xform_messages.py"
    return found + [Text(text, None, file) for text in TEMPLATES]


def english(text: str) -> str | None:
    """The English of one text, or None while there is none."""
    return next(iter(_strings(translation().get(text))), None)


def translation() -> Catalog:
    """The catalogue of ``en.po``; empty while the file is missing."""
    if not PO.is_file():
        return Catalog(locale="en", domain="inspector", charset="utf-8", fuzzy=False)
    with PO.open("rb") as file:
        return read_po(file, locale="en", domain="inspector", charset="utf-8")


def problems() -> list[str]:
    """What is missing or wrong in the English translation, one line each."""
    known = translation()
    found = {text.singular: text for text in texts()}
    lines = [line for text in found.values() if (line := _problem(text, known.get(text.singular)))]
    lines += [
        f"no longer in the program: {message.id!r}"
        for message in known
        if message.id and _key(message) not in found
    ]
    if _compiled() != _wanted():
        lines.append("inspector.mo is not made from en.po: run the command 'compile'")
    return lines


def update() -> None:
    """Put new texts into ``en.po`` with an empty translation and drop what is gone."""
    known = translation()
    fresh = Catalog(
        locale="en",
        project="PAR Inspector",
        version="1",
        domain="inspector",
        msgid_bugs_address="see README.md",
        last_translator="PAR Inspector",
        language_team="English",
        charset="utf-8",
        fuzzy=False,
    )
    fresh.header_comment = "# English of PAR Inspector. The message ids are the Vietnamese texts."
    fresh.creation_date, fresh.revision_date = known.creation_date, known.creation_date
    for text in texts():
        ids = (text.singular, text.plural) if text.plural is not None else text.singular
        old = known.get(text.singular)
        string = old.string if old is not None else None
        if isinstance(string, str) == (text.plural is not None):
            string = None  # the text has become a plural, or is one no longer
        fresh.add(ids, string, locations=[(text.file, 0)], flags=[])
    PO.parent.mkdir(parents=True, exist_ok=True)
    with PO.open("wb") as file:
        write_po(file, fresh, width=100, include_lineno=False, sort_output=False, omit_header=False)


def compile_catalogue() -> None:
    """Write the compiled file that the program reads."""
    MO.parent.mkdir(parents=True, exist_ok=True)
    with MO.open("wb") as file:
        write_mo(file, translation())


def main(arguments: list[str]) -> int:
    """Do what the command says; return the exit status."""
    if arguments == ["update"]:
        update()
        compile_catalogue()
        say(
            f"{sum(1 for line in problems() if line.startswith('no English'))} texts have no English yet."
        )
        return 0
    if arguments == ["compile"]:
        compile_catalogue()
        return 0
    if arguments != ["check"]:
        say(__doc__ or "")
        return 2
    lines = problems()
    for line in lines:
        say(line)
    return 1 if lines else 0


def _texts_of(path: Path) -> Iterator[Text]:
    file = path.relative_to(ROOT).as_posix()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"), filename=file)):
        if not isinstance(node, ast.Call):
            continue
        called = (
            node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        )
        yield from _details(node, called, file)
        if called not in SINGLE | PLURAL:
            continue
        if not node.args:
            continue
        if any(isinstance(argument, ast.JoinedStr) for argument in node.args[:2]):
            raise SystemExit(
                f"{file}:{node.lineno}: an f-string cannot be translated; use {{name}} fields"
            )
        strings = [_constant(argument) for argument in node.args[: 2 if called in PLURAL else 1]]
        if strings[0] is not None:
            yield Text(strings[0], strings[1] if len(strings) > 1 else None, file)


def _details(node: ast.Call, called: str, file: str) -> Iterator[Text]:
    """Texts that travel inside errors and progress from the core to the edge."""
    shown: list[ast.expr] = []
    if called.endswith("Error"):
        shown += [keyword.value for keyword in node.keywords if keyword.arg in DETAILS]
    if called in PROGRESS:
        shown += node.args[2:3]
    texts_ = (_constant(one) for one in shown)
    yield from (Text(text, None, file) for text in texts_ if text)


def _constant(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _strings(message: Message | None) -> list[str]:
    """The translations of a message: one, or one per English plural form; empty when not done."""
    if message is None or message.fuzzy or not message.string:
        return []
    strings = [message.string] if isinstance(message.string, str) else list(message.string)
    return strings if all(strings) else []


def _problem(text: Text, message: Message | None) -> str | None:
    strings = _strings(message)
    if not strings:
        return f"no English: {text.file}: {text.singular!r}"
    if (text.plural is not None) != (len(strings) > 1):
        return f"plural and singular differ: {text.file}: {text.singular!r}"
    allowed = _fields(text.singular) | _fields(text.plural or "")
    # A plural's "one …" may leave the number out.
    if any(not _fields(string) <= allowed for string in strings) or _fields(strings[-1]) != allowed:
        return f"other {{fields}}: {text.file}: {text.singular!r} → {strings!r}"
    return None


def _fields(text: str) -> set[str]:
    return {field for _, field, _, _ in Formatter().parse(text) if field is not None}


def _key(message: Message) -> str:
    return message.id if isinstance(message.id, str) else message.id[0]


def _wanted() -> dict[str, list[str]]:
    """Text → English, one per plural form, as the compiled file has to answer."""
    return {
        _key(message): _strings(message)
        for message in translation()
        if message.id and _strings(message)
    }


def _compiled() -> dict[str, list[str]]:
    """Text → English, as the compiled file answers for the texts of ``en.po``."""
    if not MO.is_file():
        return {}
    with MO.open("rb") as file:
        answers = gettext.GNUTranslations(file)
    return {
        text: [answers.ngettext(text, text, 1), answers.ngettext(text, text, 2)]
        if len(strings) > 1
        else [answers.gettext(text)]
        for text, strings in _wanted().items()
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
