"""What the demonstrations play: people, units, one conflict; read from files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from inspector_app.cli.sample_units import SampleUnit, read_units
from inspector_app.host import resources
from inspector_app.services.vaults import Person

FOLDER: Final = "demo"


@dataclass(frozen=True, slots=True)
class Player:
    """A person with a vault of their own; ``sections`` of the checklists are theirs to fill."""

    key: str
    folder: str
    person: Person
    passphrase: str
    sections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """A unit of the sample trip, and the name of its files."""

    folder: str
    sample: SampleUnit

    @property
    def name(self) -> str:
        """The unit's name in the trip."""
        return self.sample.name


@dataclass(frozen=True, slots=True)
class PlannedConflict:
    """A question that two people answer differently, and what the leader decides."""

    unit: str
    question: str
    values: Mapping[str, str]
    choose: str
    reason: str


@dataclass(frozen=True, slots=True)
class Scenario:
    """The whole play."""

    players: tuple[Player, ...]
    units: tuple[PlannedUnit, ...]
    conflict: PlannedConflict

    def player(self, key: str) -> Player:
        """A player by key."""
        return next(one for one in self.players if one.key == key)

    def owner(self, section: str) -> Player:
        """Who fills a section of the checklists."""
        return next(one for one in self.players if section in one.sections)


def read_scenario() -> Scenario:
    """The scenario that the program ships.

    Raises:
        PlatformError: it is missing.
        FileAccessError, InputValueError: as ``read_units``.
    """
    said = _said()
    units = read_units()
    return Scenario(
        players=tuple(_player(one) for one in said["people"]),
        units=tuple(PlannedUnit(one["folder"], units[one["name"]]) for one in said["units"]),
        conflict=PlannedConflict(**said["conflict"]),
    )


def read_leaders() -> tuple[Player, ...]:
    """The leaders of the trip's teams, in the order of the teams. Raises: PlatformError."""
    return tuple(_player(one) for one in _said()["leaders"])


def _said() -> dict[str, Any]:
    with resources.resource(FOLDER, "scenario.toml").open("rb") as file:
        return tomllib.load(file)


def _player(said: Mapping[str, Any]) -> Player:
    person = Person(said["name"], said["post"], said["agency"], said["device"])
    sections = tuple(said.get("sections", ()))
    return Player(said["key"], said["folder"], person, said["passphrase"], sections)
