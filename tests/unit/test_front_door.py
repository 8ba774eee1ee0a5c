"""What the words after ``inspector`` lead to: the window or a command."""

from __future__ import annotations

import sys
from types import ModuleType

import pytest

from inspector_app import __main__


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Words that the window was opened with, instead of a window."""
    calls: list[list[str]] = []
    window = ModuleType("inspector_app.gui.app")

    def main(words: list[str]) -> int:
        calls.append(list(words))
        return 0

    monkeypatch.setattr(window, "main", main, raising=False)
    monkeypatch.setitem(sys.modules, "inspector_app.gui.app", window)
    return calls


@pytest.mark.parametrize(
    ("words", "folders"),
    [
        ([], []),
        (["--vault", "K"], ["K"]),
        (["--vault=K"], ["K"]),
    ],
)
def test_the_window_opens(opened: list[list[str]], words: list[str], folders: list[str]) -> None:
    assert __main__.main(words) == 0
    assert opened == [folders]


def test_words_of_a_command_stay_commands(
    opened: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    assert __main__.main(["--vault"]) == 2
    assert __main__.main(["--vault", "K", "--quiet"]) == 2
    assert __main__.main(["--vault", "K", "no-such-word"]) == 2
    for words in (["gui"], ["gui", "--help"], ["gui", "--vault", "K"]):
        assert __main__.main(words) == 2, "no word that the help does not name"
    assert opened == []
