"""The author's story: from the template to a form that was tried out, by the real program."""

from __future__ import annotations

import json
import os
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.kit.program import TIMEOUT, Program, program

DOCS = Path(__file__).resolve().parents[2] / "docs" / "authoring.md"
FIXED = ("--today", "2026-03-20", "--tz", "Asia/Ho_Chi_Minh")
FORM = """\
| survey |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | required | constraint | constraint_message::Tiếng Việt (vi) | constraint_message::English (en) |
| | integer | tong | Tổng | Total | yes | . >= 0 | Từ 0 trở lên. | Zero or more. |
| | dateTime | luc | Lúc | When | | | | |
| settings |
| | form_title | form_id | version | default_language |
| | Thử | thu | 1 | Tiếng Việt (vi) |
"""


@pytest.fixture
def author(tmp_path: Path) -> Program:
    """The program, and a small form beside it."""
    (tmp_path / "thu.md").write_text(FORM, encoding="utf-8")
    return Program(tmp_path)


@pytest.fixture
def template(author: Program) -> Path:
    """The template workbook, as the program writes it."""
    path = author.folder / "phieu.xlsx"
    author.run("form", "template", "--out", path)
    return path


def said(author: Program, lines: bytes | str, *words: str | Path, status: int = 0) -> list[Any]:
    """What ``form try`` says to all lines at once."""
    done = subprocess.run(
        [*program(), "form", "try", *(str(word) for word in words)],
        input=lines.encode() if isinstance(lines, str) else lines,
        env=author.environment(),
        cwd=author.folder,
        capture_output=True,
        timeout=TIMEOUT,
        check=False,
    )
    assert done.returncode == status, done
    assert b"Traceback" not in done.stderr
    return [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]


@contextmanager
def held_open(author: Program, *words: str | Path) -> Iterator[subprocess.Popen[bytes]]:
    """``form try`` with its pipes, as a script holds it; ended for sure."""
    with subprocess.Popen(
        [*program(), "form", "try", *(str(word) for word in words)],
        env=author.environment(),
        cwd=author.folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        alarm = threading.Timer(TIMEOUT, process.kill)  # a reply that never comes fails, not hangs
        alarm.start()
        try:
            yield process
        finally:
            alarm.cancel()
            process.kill()


def test_the_template_is_written_checked_and_never_written_over(
    author: Program, template: Path
) -> None:
    before = template.read_bytes()
    checked = author.json("form", "check", template)
    assert checked["form_id"] == "phieu-mau"
    assert checked.get("problems", []) == []
    error = author.json("form", "template", "--out", template, status=None)["error"]
    assert error["code"] == "file.exists"
    assert template.read_bytes() == before
    assert sorted(path.name for path in author.folder.glob("*.xlsx")) == ["phieu.xlsx"]


def test_the_template_needs_a_name_that_excel_opens(author: Program) -> None:
    error = author.json("form", "template", "--out", author.folder / "phieu.txt", status=2)["error"]
    assert ".xlsx" in error["message"]
    assert not (author.folder / "phieu.txt").exists()


def test_the_session_of_the_page_is_what_the_program_says(author: Program, template: Path) -> None:
    (session,) = re.findall(r"^```try\n(.*?)^```$", DOCS.read_text("utf-8"), re.M | re.S)
    lines = [line for line in session.splitlines() if line.startswith("> ")]
    expected = [json.loads(line) for line in session.splitlines() if not line.startswith("> ")]
    asked = "".join(f"{line.removeprefix('> ')}\n" for line in lines)
    assert said(author, asked, template, *FIXED) == expected


def test_one_reply_at_a_time_through_an_open_pipe(author: Program) -> None:
    with held_open(author, "thu.md") as run:
        assert run.stdin is not None
        assert run.stdout is not None
        for line, result in (
            ("ANSWER\t/data/tong\t\n", "required"),
            ("ANSWER\t/data/tong\t-1\n", "constraint"),
            ("ANSWER\t/data/tong\t12\r\n", "ok"),
        ):
            run.stdin.write(line.encode())
            run.stdin.flush()
            assert json.loads(run.stdout.readline())["result"] == result
        run.stdin.write(b"DUMP\n")
        run.stdin.flush()
        leaves = [json.loads(run.stdout.readline()) for _ in range(3)]
        assert [leaf.get("path") for leaf in leaves] == ["/data/tong", "/data/luc", None]
        assert leaves[0] == {
            "path": "/data/tong", "relevant": True, "required": True, "readonly": False,
            "value": "12",
        }  # fmt: skip
        assert leaves[2] == {"end": True}
        run.stdin.close()
        assert run.wait(TIMEOUT) == 0


def test_bad_lines_are_said_and_the_good_ones_go_on(author: Program) -> None:
    lines = b"\xef\xbb\xbfEVAL\t1 + 1\n\n# nothing\nEVAL\t\xff\xfe\nSING\nEVAL\t1 +\nEVAL\t2 + 2"
    first, *errors, last = said(author, lines, "thu.md")
    assert (first["value"], last["value"]) == (2, 4)
    assert [list(one) for one in errors] == [["error"]] * 3


def test_a_line_without_end_is_refused_and_the_next_one_read(author: Program) -> None:
    lines = "ANSWER\t/data/tong\t" + "1" * 3_000_000 + "\nEVAL\t1\n"
    refused, good = said(author, lines, "thu.md")
    assert "error" in refused
    assert good == {"type": "number", "value": 1}


def test_messages_in_the_language_asked_for(author: Program) -> None:
    line = "ANSWER\t/data/tong\t-1\n"
    for language, message in (("vi", "Từ 0 trở lên."), ("en", "Zero or more.")):
        (reply,) = said(author, line, "thu.md", "--lang", language)
        assert reply == {"result": "constraint", "message": message}


def test_the_day_the_moment_and_the_zone_are_those_asked_for(author: Program) -> None:
    lines = "EVAL\tstring(today())\nEVAL\tstring(now())\nEVAL\trandom()\n"
    (today, now, chance) = said(author, lines, "thu.md", *FIXED)
    assert today["value"] == "2026-03-20"
    assert now["value"].startswith("2026-03-20T12:00:00")
    assert now["value"].endswith("+07:00")
    assert 0 <= chance["value"] < 1
    assert said(author, lines, "thu.md", *FIXED) == [today, now, chance]
    late = ("--now", "2026-03-20T23:30+00:00", "--tz", "Asia/Ho_Chi_Minh")
    assert said(author, lines, "thu.md", *late)[0]["value"] == "2026-03-21"
    west = ("--now", "2026-03-20T23:30", "--tz", "America/New_York")
    assert said(author, lines, "thu.md", *west)[0]["value"] == "2026-03-20"


@pytest.mark.parametrize(
    "words",
    [("--tz", "Asia/Atlantis"), ("--today", "20/03/2026"), ("--now", "bây giờ"),
     ("--today", "2026-03-20", "--now", "2026-03-20")],
)  # fmt: skip
def test_options_that_mean_nothing_are_wrong_usage(author: Program, words: tuple[str, ...]) -> None:
    ran = author.run("form", "try", "thu.md", *words, status=2)
    assert ran.out == ""
    assert "Lỗi" in ran.err


def test_a_broken_form_is_refused_before_the_first_line(author: Program) -> None:
    path = author.folder / "hong.md"
    path.write_text(FORM.replace(". >= 0", "${la} >= 0"), encoding="utf-8")
    ran = author.run("form", "try", path, status=None)
    assert ran.status not in (0, 2)
    assert ran.out == ""
    assert "la" in ran.err
    assert author.run("form", "try", "khong-co.xlsx", status=None).status not in (0, 2)


@pytest.mark.skipif(os.name == "nt", reason="pipes close differently there")
def test_a_reader_that_goes_away_ends_the_program_quietly(author: Program) -> None:
    with held_open(author, "thu.md") as run:
        assert run.stdin is not None
        assert run.stdout is not None
        assert run.stderr is not None
        run.stdout.close()
        run.stdin.write(b"DUMP\n" * 5)
        run.stdin.close()
        assert run.wait(TIMEOUT) == 141
        assert run.stderr.read() == b""
