"""Settings survive damage; the log says nothing about people."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.host import logs, settings
from inspector_app.host.settings import Settings


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv(settings.FOLDER_VARIABLE, str(tmp_path / "config"))
    logger = logging.getLogger("inspector")
    kept, logger.handlers = logger.handlers, []
    yield
    for handler in logger.handlers:
        handler.close()
    logger.handlers = kept


def test_what_was_saved_comes_back() -> None:
    assert settings.load() == Settings()
    chosen = Settings("en", "dark", 130, 0).with_vault("/a").with_vault("/b").with_vault("/a")
    settings.save(chosen)
    assert settings.load() == chosen
    assert chosen.recent_vaults == ("/a", "/b")


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"language": "fr", "text_size": "115", "auto_lock": true, "theme": 1}'],
)
def test_damage_means_defaults(text: str) -> None:
    settings.config_folder().mkdir()
    settings.settings_file().write_text(text, encoding="utf-8")
    assert settings.load() == Settings()


def test_one_bad_value_does_not_spoil_the_rest() -> None:
    settings.config_folder().mkdir()
    found = {"theme": "dark", "recent_vaults": [1], "unknown": 5}
    settings.settings_file().write_text(json.dumps(found), encoding="utf-8")
    assert settings.load() == Settings(theme="dark")


def test_the_log_keeps_the_place_and_not_the_words() -> None:
    try:
        raise ValueError("Nguyễn Văn A")
    except ValueError as error:
        path = logs.record_failure(error, "command line")
    written = Path(path).read_text(encoding="utf-8")
    assert "ValueError" in written
    assert "test_settings.py:" in written
    assert "Nguyễn" not in written
