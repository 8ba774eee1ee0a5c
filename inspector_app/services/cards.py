"""Cards: the public part of a person on a device, handed over by file and compared by voice."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from inspector_app.domain.errors import FingerprintError, InputValueError, NoTripError
from inspector_app.domain.log.change import device_id
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import DeviceId, EntityId
from inspector_app.domain.saying import said
from inspector_app.domain.text import fold
from inspector_app.domain.trip.values import Member, Role
from inspector_app.services.directory import Directory
from inspector_app.services.journal import Journal, Pen
from inspector_app.services.outcomes import Outcome, Touched
from inspector_app.services.ports.formats import Card
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import current_trip, has_role, read_member, read_members
from inspector_app.services.rooms import OpenVault
from inspector_app.services.views import CardView

MAX_CARD_BYTES: Final = 64 * 1024
LEADER_WORDS: Final = said("thẻ của trưởng đoàn phải được đối chiếu đủ tám từ trước khi nhập")
OFFICE_WORDS: Final = said("thẻ của cơ quan cấp trên phải được đối chiếu đủ tám từ trước khi nhập")
OWN_CARD_NOTE: Final = "card/own"


class CardService:
    """The own card, and the cards of the people one works with."""

    def __init__(self, vault: OpenVault, journal: Journal) -> None:
        self._vault = vault
        self._journal = journal

    def own(self) -> CardView:
        """The own card."""
        with self._vault.store.read() as log:
            member = Directory(self._vault, log).own_member()
            card = self._decode(self._own_bytes(log), "")
            return self._view(log, card, member)

    def export(self, path: str) -> CardView:
        """Write the own card to a file. Raises: the file's errors."""
        with self._vault.store.read() as log:
            data = self._own_bytes(log)
        with self._vault.rooms.files.create(path) as sink:
            sink.write(data)
        return self.own()

    def list(self) -> tuple[CardView, ...]:
        """Every enrolled card, by name."""
        with self._vault.store.read() as log:
            enrolled = Directory(self._vault, log).enrolled.values()
            views = [
                self._view(log, one.card, one.member, is_office=one.is_office) for one in enrolled
            ]
        return tuple(sorted(views, key=lambda view: (not view.is_own, view.name)))

    def peek(self, path: str) -> CardView:
        """Read a card file without enrolling it. Raises: CardError, FileAccessError."""
        card = self._decode(self._read(path), path)
        with self._vault.store.read() as log:
            return self._view(log, card, _named(log, card.name))

    def import_(
        self,
        path: str,
        member: EntityId | None = None,
        fingerprint: str = "",
        *,
        is_office: bool = False,
    ) -> Outcome[CardView]:
        """Enrol the device of a card.

        Args:
            path: the card file.
            member: who it is in the trip; guessed by an equal name when None.
            fingerprint: the eight words heard from the owner; compared when given.
            is_office: the head office's card; every bundle of the team will be sealed to it too.

        Raises:
            CardError, FileAccessError
            FingerprintError: the words are another's.
            InputValueError: a team leader's or the head office's card came without the words.
        """
        data = self._read(path)
        card = self._decode(data, path)
        words = self._vault.rooms.keys.fingerprint_words(card.keys.device)
        if fingerprint and same_words(fingerprint, words) is False:
            raise FingerprintError(path=path, fingerprint=words)
        dev = EntityId(device_id(card.keys.device))
        with self._journal.write() as pen:
            directory = Directory(self._vault, pen.log)
            bound = member or guess_member(pen.log, directory, card.name, dev)
            is_leader = bound is not None and has_role(pen.log, bound, Role.LEADER)
            is_other = dev != EntityId(self._vault.identity.dev)
            if (is_leader or is_office) and not fingerprint and is_other:
                raise InputValueError(
                    field="Vân tay", what=OFFICE_WORDS if is_office else LEADER_WORDS
                )
            pen.trust(dev, data, bound, is_office=is_office)
        with self._vault.store.read() as log:
            view = self._view(log, card, bound, is_office=is_office)
        return Outcome(view, (Touched("card", dev),))

    def bind_all(self, pen: Pen, members: Mapping[str, EntityId]) -> None:
        """Bind enrolled cards to the members of a new trip that carry the same name.

        Args:
            pen: the transaction that creates the trip.
            members: the new members by name.
        """
        by_name = {fold(name): ent for name, ent in members.items()}
        for one in Directory(self._vault, pen.log).enrolled.values():
            member = by_name.get(fold(one.card.name))
            if member is not None:
                pen.trust(EntityId(one.dev), one.card_bytes, member, is_office=one.is_office)

    def _own_bytes(self, log: Log) -> bytes:
        return log.note(OWN_CARD_NOTE) or b""

    def _read(self, path: str) -> bytes:
        return self._vault.rooms.files.read(path, limit=MAX_CARD_BYTES)

    def _decode(self, data: bytes, path: str) -> Card:
        return self._vault.rooms.cards.decode(data, self._vault.rooms.keys.verify, path)

    def _view(
        self, log: Log, card: Card, member: EntityId | None, *, is_office: bool = False
    ) -> CardView:
        dev = device_id(card.keys.device)
        return CardView(
            name=card.name,
            post=card.post,
            agency=card.agency,
            device=card.device,
            device_id=dev.hex(),
            fingerprint=self._vault.rooms.keys.fingerprint_words(card.keys.device),
            age_recipient=card.keys.age_recipient,
            member=read_member(log, member) if member else None,
            is_own=dev == self._vault.identity.dev,
            is_office=is_office,
        )


def guess_member(log: Log, directory: Directory, name: str, dev: EntityId) -> EntityId | None:
    """The member of the same name as a new card's.

    A name binds a member's first device; a second one needs a person's decision.
    """
    member = _named(log, name)
    is_free = all(
        one.member != member or one.dev == DeviceId(dev) for one in directory.enrolled.values()
    )
    return member if is_free else None


def same_words(said: str, words: str) -> bool:
    """Whether two fingerprints say the same; accents, case and separators do not matter."""
    return fold(said.replace("-", " ").replace(",", " ")).split() == fold(words).split()


def _trip_members(log: Log) -> list[Member]:
    try:
        trip = current_trip(log)
    except NoTripError:
        return []
    teams = log.entities(EntityType.TEAM, trip)
    return [member for team in teams for member in read_members(log, team)]


def _named(log: Log, name: str) -> EntityId | None:
    found = [member for member in _trip_members(log) if fold(member.name) == fold(name)]
    return found[0].id if len(found) == 1 else None
