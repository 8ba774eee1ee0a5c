"""Real vaults of a team, and the real window over them."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from inspector_app.domain.log.ids import EntityId
from inspector_app.host import i18n
from inspector_app.host.settings import FOLDER_VARIABLE
from tests.kit.window import Opened, application, opened_window, worked_team


@dataclass(frozen=True)
class Field:
    """Closed vaults and bundles on disk, and the commune that two people filled."""

    folder: Path
    commune: EntityId

    @property
    def leader(self) -> str:
        """The leader's vault: the trip, nothing merged."""
        return str(self.folder / "truong-doan")

    @property
    def member(self) -> str:
        """The member's vault: the trip and some answers."""
        return str(self.folder / "thanh-vien")

    @property
    def bundles(self) -> list[str]:
        """What secretary and member sent."""
        return [str(self.folder / name) for name in ("thu-ky.inspb", "thanh-vien.inspb")]


@pytest.fixture(scope="session")
def made_field(tmp_path_factory: pytest.TempPathFactory) -> Field:
    """Made once; copied for every test."""
    folder = tmp_path_factory.mktemp("field")
    team = worked_team(folder)
    commune = team.commune()
    team.close()
    return Field(folder, commune)


@pytest.fixture
def field(made_field: Field, tmp_path: Path) -> Field:
    """A copy that the test may change."""
    folder = tmp_path / "field"
    shutil.copytree(made_field.folder, folder)
    return Field(folder, made_field.commune)


@pytest.fixture(autouse=True)
def _own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Settings and logs of the tests lie in the test's folder; the language is Vietnamese."""
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path / "config"))
    i18n.set_language("vi")
    application()
    yield
    # What a test copied outlives it in the clipboard, and Qt would free it after Python has ended.
    QGuiApplication.clipboard().clear()
    i18n.set_language("vi")


@pytest.fixture
def opened(field: Field) -> Iterator[Opened]:
    """The window at the unlock page; the leader's vault is the recent one."""
    with opened_window(recent=(field.leader,)) as window:
        yield window


@pytest.fixture
def leader(opened: Opened, field: Field) -> Opened:
    """The window over the leader's vault."""
    opened.unlock(field.leader)
    return opened
