"""What the demonstration plays: people, units, answers, findings, one conflict; read from files."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from inspector_app.cli.answer_files import Entry, read_answers
from inspector_app.host import resources
from inspector_app.services.vaults import Person

FOLDER: Final = "demo"


@dataclass(frozen=True, slots=True)
class Player:
    """A person with a vault of their own."""

    key: str
    folder: str
    person: Person
    passphrase: str


@dataclass(frozen=True, slots=True)
class PlannedRequirement:
    """What the unit must do about a finding."""

    text: str
    responsible: str
    due: str


@dataclass(frozen=True, slots=True)
class PlannedFinding:
    """A finding, who writes it down, and perhaps its requirement."""

    by: str
    question: str
    severity: str
    text: str
    basis: str
    cause: str
    requirement: PlannedRequirement | None


@dataclass(frozen=True, slots=True)
class PlannedEvidence:
    """A file made on the fly: a picture with so many sheets of paper on it, or a text."""

    by: str
    question: str
    name: str
    caption: str
    sheets: int
    text: str


@dataclass(frozen=True, slots=True)
class PlannedUnit:
    """One unit with everything that is recorded there."""

    folder: str
    name: str
    represented_by: str
    answers: Mapping[str, list[Entry]]
    session: Mapping[str, str]
    attendees: tuple[tuple[bool, str, str], ...]
    """(of the team, name, post)"""
    findings: tuple[PlannedFinding, ...]
    evidence: tuple[PlannedEvidence, ...]
    conclusion: str


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

    workbook: str
    players: tuple[Player, ...]
    units: tuple[PlannedUnit, ...]
    conflict: PlannedConflict

    def player(self, key: str) -> Player:
        """A player by key."""
        return next(one for one in self.players if one.key == key)


def read_scenario() -> Scenario:
    """The scenario that the program ships. Raises: PlatformError when it is missing."""
    with resources.resource(FOLDER, "scenario.toml").open("rb") as file:
        said = tomllib.load(file)
    return Scenario(
        workbook=str(resources.resource("trips", said["trip"])),
        players=tuple(_player(one) for one in said["people"]),
        units=tuple(_unit(one) for one in said["units"]),
        conflict=PlannedConflict(**said["conflict"]),
    )


def _player(said: Mapping[str, str]) -> Player:
    person = Person(said["name"], said["post"], said["agency"], said["device"])
    return Player(said["key"], said["folder"], person, said["passphrase"])


def _unit(said: Mapping[str, Any]) -> PlannedUnit:
    return PlannedUnit(
        folder=said["folder"],
        name=said["name"],
        represented_by=said["represented_by"],
        answers={
            key: read_answers(str(resources.resource(FOLDER, name)))
            for key, name in said["answers"].items()
        },
        session=dict(said["session"]),
        attendees=tuple(
            (one["side"] == "team", one["name"], one["post"]) for one in said["attendees"]
        ),
        findings=tuple(_finding(one) for one in said["findings"]),
        evidence=tuple(
            PlannedEvidence(
                one["by"],
                one["question"],
                one["name"],
                one["caption"],
                int(one.get("sheets", 0)),
                str(one.get("text", "")),
            )
            for one in said["evidence"]
        ),
        conclusion=said["conclusion"],
    )


def _finding(said: Mapping[str, Any]) -> PlannedFinding:
    requirement = said.get("requirement")
    return PlannedFinding(
        by=said["by"],
        question=said["question"],
        severity=said["severity"],
        text=said["text"],
        basis=said.get("basis", ""),
        cause=said.get("cause", ""),
        requirement=PlannedRequirement(**requirement) if requirement else None,
    )
