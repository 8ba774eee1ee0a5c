"""Fixtures: one team, made once and copied, because making keys is what takes the time."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kit.team import PASSPHRASE, PREPARED, Colleague, Team, gather, kept_team, workshop


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """A team whose vaults are closed; never write into it."""
    if PREPARED in os.environ:
        return kept_team(Path(os.environ[PREPARED]))
    team = gather(tmp_path_factory.mktemp("team"))
    team.close()
    return team


@pytest.fixture
def team(prepared: Team, tmp_path: Path) -> Iterator[Team]:
    """A fresh copy of the prepared team, open."""
    folder = tmp_path / "team"
    shutil.copytree(prepared.folder, folder)
    copy = Team(
        folder,
        copied(prepared.leader, folder),
        copied(prepared.secretary, folder),
        copied(prepared.member, folder),
    )
    yield copy
    copy.close()


def copied(one: Colleague, folder: Path) -> Colleague:
    """A colleague whose vault was copied into another folder, open."""
    path = str(folder / Path(one.created.path).name)
    created = type(one.created)(
        path, one.created.recovery_code, one.created.fingerprint, one.created.device_id
    )
    return Colleague(workshop().open_vault(path, PASSPHRASE), created, folder)
