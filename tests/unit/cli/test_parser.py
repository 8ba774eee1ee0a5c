"""The grammar: every command has its help, options stand anywhere, errors speak our words."""

from __future__ import annotations

import argparse
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app import __version__
from inspector_app.cli.main import build_parser
from inspector_app.cli.parser import Parser, early_option
from inspector_app.domain.errors import UsageError
from inspector_app.host.i18n import set_language

WANTED = {
    "vault": {"create", "info", "check", "rebuild", "passphrase"},
    "card": {"import", "list", "show", "verify-qr"},
    "trip": {
        "assign",
        "assignments",
        "create",
        "edit",
        "editions",
        "export",
        "export-pack",
        "import-pack",
        "import-previous",
        "show",
    },
    "form": {
        "blank",
        "check",
        "eval",
        "export",
        "import",
        "list",
        "migrate",
        "shipped",
        "show",
        "template",
        "try",
        "workbook",
    },
    "inspection": {"list", "show", "answer", "note", "source", "period", "check", "session"}
    | {"attendee", "import-report", "row", "table"},
    "evidence": {"add", "list", "export", "remove"},
    "finding": {"add", "list", "edit", "remove", "suggest"},
    "requirement": {"accept", "add", "count", "edit", "list", "reject", "remediate", "remove"},
    "bundle": {
        "copy",
        "drives",
        "export",
        "inspect",
        "merge",
        "plan",
        "receipt",
        "received",
        "sent",
        "watch",
    },
    "conflict": {"list", "reasons", "resolve", "undo"},
    "log": {"export-audit", "return", "show", "verify"},
    "report": {"build", "sign", "verify"},
    "score": {"mapping", "recount", "set", "settings", "show"},
}


def below(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            return dict(action.choices)
    return {}


def all_parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for one in below(parser).values():
        yield from all_parsers(one)


def test_arguments_of_open_number_may_stand_after_an_option() -> None:
    def pairs(*words: str) -> list[str]:
        read = build_parser().parse_args(["inspection", "answer", *words])
        assert (read.inspection, read.row, read.side) == ("An Khê", "1", "verified")
        return list(read.pairs)

    for words in (
        ("An Khê", "--row", "1", "t1_a1", "-1,5"),
        ("An Khê", "t1_a1", "-1,5", "--row", "1"),
        ("--row", "1", "An Khê", "t1_a1", "-1,5"),
        ("An Khê", "t1_a1", "--row=1", "-1,5"),
    ):
        assert pairs(*words) == ["t1_a1", "-1,5"], words
    with pytest.raises(UsageError, match="--rou"):
        pairs("An Khê", "--rou", "1", "t1_a1", "10")


def test_every_word_is_there() -> None:
    words = below(build_parser())
    assert {name: set(below(words[name])) for name in WANTED} == WANTED
    assert {"verify", "demo", "self-test", "doctor"} <= set(words)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_command_explains_itself(language: str) -> None:
    set_language(language)
    try:
        for parser in all_parsers(build_parser()):
            text = parser.format_help()
            assert "--json" in text
            for action in parser._actions:
                assert action.help or isinstance(action, argparse._SubParsersAction), parser.prog
    finally:
        set_language("vi")


def test_options_stand_anywhere() -> None:
    parser = build_parser()
    for words in (
        ["--json", "--vault", "x", "trip", "show"],
        ["trip", "--json", "show", "--vault", "x"],
        ["trip", "show", "--vault=x", "--json"],
    ):
        found = parser.parse_args(words)
        assert (found.json, found.vault) == (True, "x")
    assert not hasattr(parser.parse_args(["trip", "show"]), "json")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["trip", "create"], "thiếu --from"),
        (["trip", "create", "--from"], "--from cần một giá trị"),
        (["trip", "show", "more"], "không hiểu «more»"),
        (["finding", "add", "x", "--text", "y", "--severity", "z"], "không có «z»"),
        (["log", "show", "--limit", "ba"], "«ba» không phải số nguyên"),
        (
            ["conflict", "resolve", "x", "--reason", "y", "--choose", "1", "--value", "2"],
            "không dùng --value cùng với --choose",
        ),
        (["bundle", "merge"], "thiếu TỆP"),
    ],
)
def test_errors_speak_our_words(words: list[str], says: str) -> None:
    with pytest.raises(UsageError) as caught:
        build_parser().parse_args(words)
    assert says in str(caught.value)


def test_the_language_is_known_before_parsing() -> None:
    assert early_option(["trip", "--lang", "en", "show"], "lang") == "en"
    assert early_option(["--lang=en", "--lang", "vi"], "lang") == "vi"
    assert early_option(["trip", "--lang"], "lang") is None


def test_one_version() -> None:
    project = Path(__file__).resolve().parents[3] / "pyproject.toml"
    assert tomllib.loads(project.read_text("utf-8"))["project"]["version"] == __version__


def test_parsers_of_ours_all_the_way_down() -> None:
    assert all(isinstance(one, Parser) for one in all_parsers(build_parser()))
