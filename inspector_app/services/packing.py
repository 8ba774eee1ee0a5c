"""Packs by edition: what the next one is, to whom it goes, and who cannot get it yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from inspector_app.domain.log.ids import DeviceId, EntityId
from inspector_app.domain.trip.trip_changes import TripChange, differences
from inspector_app.domain.trip.values import Member
from inspector_app.services.cards import CardService
from inspector_app.services.directory import Directory
from inspector_app.services.editions import (
    EDITION,
    TripEdition,
    current_edition,
    edition_value,
    editions,
)
from inspector_app.services.journal import Journal
from inspector_app.services.outlines import read_outline
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import current_trip, read_members, read_teams
from inspector_app.services.rooms import OpenVault
from inspector_app.services.views import CardView


@dataclass(frozen=True, slots=True)
class PackPlan:
    """The pack as it would be written now."""

    edition: int
    """0 in the vault of somebody else where the author recorded none."""
    is_new: bool
    """Whether writing it records a new edition."""
    day: date | None
    changes: tuple[TripChange, ...]
    """Since the edition before (of a new one), or that the edition brought."""
    recipients: tuple[CardView, ...]
    """Who can open it, the own card left out."""
    missing: tuple[Member, ...]
    """Members without a card: the pack will not open for them."""
    left: tuple[CardView, ...]
    """People who left their team: they get none."""


class EditionService:
    """Records editions and says what the next pack is."""

    def __init__(self, vault: OpenVault, journal: Journal, cards: CardService) -> None:
        self._vault = vault
        self._journal = journal
        self._cards = cards

    def list(self) -> tuple[TripEdition, ...]:
        """Every edition, oldest first. Raises: NoTripError."""
        with self._vault.store.read() as log:
            return editions(log, current_trip(log))

    def plan(self) -> PackPlan:
        """What a pack written now would be. Raises: NoTripError."""
        cards = [one for one in self._cards.list() if not one.is_own]
        own = self._cards.own().member
        with self._vault.store.read() as log:
            trip = current_trip(log)
            last = current_edition(log, trip)
            is_author = Directory(self._vault, log).is_author()
            changes = self._changes(log, trip, last) if is_author else ()
            directory = Directory(self._vault, log)
            # a revoked laptop gets nothing; its person does by the one that came in its place
            cards = [
                one
                for one in cards
                if not directory.is_revoked(DeviceId(bytes.fromhex(one.device_id)))
            ]
            members = [one for team in read_teams(log, trip) for one in read_members(log, team.id)]
        is_new = is_author and (last is None or bool(changes))
        known = {one.member.id for one in cards if one.member} | ({own.id} if own else set())
        return PackPlan(
            edition=(last.number if last else 0) + is_new,
            is_new=is_new,
            day=None if is_new or last is None else last.day,
            changes=changes if is_new or last is None else last.changes,
            recipients=tuple(one for one in cards if not has_left(one)),
            missing=tuple(one for one in members if one.id not in known),
            left=tuple(one for one in cards if has_left(one)),
        )

    def issue(self) -> int:
        """Record a new edition if the trip is no more as the last one had it.

        Returns:
            the number of the edition that the vault is at; 0 when there is none and this vault
            did not make the trip.
        """
        with self._journal.write() as pen:
            trip = current_trip(pen.log)
            last = current_edition(pen.log, trip)
            number = last.number if last else 0
            if not Directory(self._vault, pen.log).is_author():
                return number
            changes = self._changes(pen.log, trip, last)
            if last is not None and not changes:
                return number
            today = self._vault.rooms.clock.today()
            pen.set(trip, EDITION, edition_value(number + 1, today, changes))
            return number + 1

    def _changes(
        self, log: Log, trip: EntityId, last: TripEdition | None
    ) -> tuple[TripChange, ...]:
        if last is None:
            return ()
        return differences(read_outline(log, trip, last.lam), read_outline(log, trip))


def has_left(card: CardView) -> bool:
    """Whether a card's owner left the team."""
    return card.member is not None and card.member.left is not None
