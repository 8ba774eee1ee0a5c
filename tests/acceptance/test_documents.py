"""``--json`` everywhere: one document, also for errors; ``--lang en``; options before and after."""

from __future__ import annotations

import pytest

from tests.acceptance.conftest import Demo
from tests.kit.program import Program

READING = [
    ("vault", "info"),
    ("vault", "check"),
    ("card", "show"),
    ("card", "list"),
    ("trip", "show"),
    ("form", "list"),
    ("form", "show", "cchc-xa-2019"),
    ("inspection", "list"),
    ("inspection", "show", "an khe"),
    ("inspection", "session", "an khe"),
    ("inspection", "attendee", "list", "an khe"),
    ("inspection", "row", "list", "an khe", "t1"),
    ("evidence", "list", "an khe"),
    ("finding", "list", "an khe"),
    ("requirement", "list", "an khe"),
    ("conflict", "list"),
    ("log", "show", "--limit", "3"),
]


@pytest.mark.parametrize("words", READING, ids=" ".join)
def test_reading_says_one_document(reader: Program, words: tuple[str, ...]) -> None:
    assert isinstance(reader.json(*words), dict)


@pytest.mark.parametrize("words", [READING[4], READING[8], READING[16]], ids=" ".join)
def test_reading_says_readable_text(reader: Program, words: tuple[str, ...]) -> None:
    ran = reader.run("--quiet", *words)
    assert ran.out.strip()
    assert ran.err == ""
    assert max(len(line) for line in ran.out.splitlines()) <= 400


@pytest.fixture(scope="module")
def reader(demo: Demo, tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The leader with a copy that is only read."""
    return demo.copy("leader", tmp_path_factory.mktemp("reader"))


def test_options_stand_before_and_after_the_words(reader: Program) -> None:
    bare = Program(reader.folder)
    secret = reader.folder / "secret.txt"
    secret.write_text(reader.passphrase + "\nsecond line\n", encoding="utf-8")
    vault = str(reader.vault)
    one = bare.run("--json", "--vault", vault, "--passphrase-file", secret, "vault", "info").json
    two = bare.run("vault", "--json", "info", "--vault", vault, "--passphrase-file", secret).json
    assert one == two
    wrong = bare.json("vault", "info", "--vault", vault, status=2)
    assert wrong["error"]["code"] == "usage"
    wrong = bare.json("vault", "info", status=2)
    assert "INSPECTOR_VAULT" in wrong["error"]["message"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("vault",), "create"),
        (("vault", "creat"), "creat"),
        (("inspection", "answer"), "ĐƠN_VỊ"),
        (("vault", "info", "--nonsense"), "--nonsense"),
        (("log", "show", "--limit", "x"), "x"),
    ],
)
def test_wrong_usage_is_a_document_too(program: Program, words: tuple[str, ...], says: str) -> None:
    error = program.json(*words, status=2)["error"]
    assert error["code"] == "usage"
    assert says in error["message"]
    text = program.run(*words, status=2)
    assert text.out == ""
    assert text.err.startswith("Lỗi: Lệnh chưa đúng")


def test_english(program: Program) -> None:
    words = ("--lang", "en", "vault", "info", "--vault", program.folder)
    ran = program.run(*words, status=3, INSPECTOR_PASSPHRASE="none of it")
    assert "is not a vault" in ran.err
    ran = program.run(*words, status=2)
    assert "See “inspector vault info --help”." in ran.err
    ran = program.run("--help", "--lang", "en")
    assert "Usage:" in ran.out
    assert "Cách dùng" not in ran.out


def test_the_program_tests_itself(program: Program) -> None:
    found = program.json("self-test")
    assert found["is_sound"]
    assert all(one["passed"] for one in found["checks"])
    assert program.json("doctor")["missing"] == []


def test_the_passphrase_changes_and_the_recovery_code_stays(demo: Demo, leader: Program) -> None:
    leader.json("vault", "passphrase", INSPECTOR_NEW_PASSPHRASE="một mật khẩu khác hẳn")
    leader.json("vault", "info", status=4)
    leader.json("vault", "info", INSPECTOR_PASSPHRASE="một mật khẩu khác hẳn")
    code = demo.vault("leader")["recovery_code"]
    before = leader.json("vault", "info", INSPECTOR_PASSPHRASE=code)["state_digest"]
    rebuilt = leader.json("vault", "rebuild", INSPECTOR_PASSPHRASE=code.lower())
    assert rebuilt["state_digest"] == before
