"""Cards: the public part of a person on a device, handed over by file and compared by voice."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from inspector_app.domain.errors import FingerprintError, InputValueError, NoTripError
from inspector_app.domain.log.change import Register, actor_id, device_id
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import DeviceId, EntityId
from inspector_app.domain.log.quarantine import REVOKE
from inspector_app.domain.report.values import QrMatrix
from inspector_app.domain.saying import said
from inspector_app.domain.text import fold
from inspector_app.domain.trip.card_codes import CardCode, CardMatch, read_card_code
from inspector_app.domain.trip.values import Member, Role
from inspector_app.services.directory import Directory
from inspector_app.services.entering import require_lawful
from inspector_app.services.journal import Journal, Pen
from inspector_app.services.outcomes import Outcome, Touched
from inspector_app.services.ports.formats import Card
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import current_trip, has_role, read_member, read_members
from inspector_app.services.rooms import OpenVault, Rooms
from inspector_app.services.views import CardView

MAX_CARD_BYTES: Final = 64 * 1024
LEADER_WORDS: Final = said("thẻ của trưởng đoàn phải được đối chiếu đủ tám từ trước khi nhập")
OFFICE_WORDS: Final = said("thẻ của cơ quan cấp trên phải được đối chiếu đủ tám từ trước khi nhập")
OWN_CARD_NOTE: Final = "card/own"
REENROLLED: Final = "thẻ mới đã được đối chiếu"
PICTURES: Final = ("png", "svg")


@dataclass(frozen=True, slots=True)
class CardComparison:
    """What a scanned QR code says.

    ``card`` is the card that was compared; without a file the known card of that device, or None.
    """

    match: CardMatch
    card: CardView | None

    @property
    def is_same(self) -> bool:
        """Whether the code belongs to exactly this card."""
        return self.match is CardMatch.SAME


class CardService:
    """The own card, and the cards of the people one works with."""

    def __init__(self, vault: OpenVault, journal: Journal) -> None:
        self._vault = vault
        self._journal = journal

    def own(self) -> CardView:
        """The own card."""
        with self._vault.store.read() as log:
            member = Directory(self._vault, log).own_member()
            data = self._own_bytes(log)
            return self._view(log, self._decode(data, ""), data, member)

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
                self._view(log, one.card, one.card_bytes, one.member, is_office=one.is_office)
                for one in enrolled
            ]
        return tuple(sorted(views, key=lambda view: (not view.is_own, view.name)))

    def peek(self, path: str) -> CardView:
        """Read a card file without enrolling it. Raises: CardError, FileAccessError."""
        data = self._read(path)
        card = self._decode(data, path)
        with self._vault.store.read() as log:
            return self._view(log, card, data, _named(log, card.name))

    def qr(self, code: str) -> QrMatrix:
        """The squares of a card's code (``CardView.code``)."""
        return self._vault.rooms.qr_codes.matrix(code)

    def export_qr(self, path: str) -> CardView:
        """Write the own card's QR code as a picture.

        Raises:
            InputValueError: the name ends neither in .png nor in .svg; nothing is written.
            FileExistsAlreadyError, FileAccessError, DiskFullError
        """
        kind = path.rpartition(".")[2].lower()
        if kind not in PICTURES:
            raise InputValueError(
                field=path, what=said("tên tệp phải kết thúc bằng .png hoặc .svg")
            )
        view = self.own()
        data = self._vault.rooms.qr_codes.picture(view.code, kind)
        with self._vault.rooms.files.create(path) as sink:
            sink.write(data)
        return view

    def compare_qr(self, text: str, path: str = "") -> CardComparison:
        """Compare a scanned QR code with a card.

        Args:
            text: what the scanner or camera read.
            path: a card file; by default the known card of the device that the code names.

        Raises:
            InputValueError: the text is no code of a card.
            CardError, FileAccessError
        """
        if path:
            return compare_card(self._vault.rooms, text, path)
        code = _scanned(text)
        for card in (self.own(), *self.list()):
            if card.device_id == code.device:
                known = read_card_code(card.code)
                return CardComparison(code.compared(known) if known else CardMatch.SAME, card)
        return CardComparison(CardMatch.OTHER_DEVICE, None)

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
            fingerprint: the eight words heard from the owner, or the text of the QR code scanned
                from the owner's screen or paper; compared when given.
            is_office: the head office's card; every bundle of the team will be sealed to it too.

        Raises:
            CardError, FileAccessError
            FingerprintError: the words are another's.
            InputValueError: a team leader's or the head office's card came without the words; or what
                the device wrote since its predecessor was revoked is not its to write.
        """
        data = self._read(path)
        card = self._decode(data, path)
        words = self._vault.rooms.keys.fingerprint_words(card.keys.device)
        if fingerprint and not _is_compared(fingerprint, words, code_of(card, data)):
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
            is_fallen = any(cut.inherited_from for cut in pen.log.cuts().get(DeviceId(dev), ()))
            if is_fallen and directory.may_manage():
                # the device that vouched for it was revoked: now somebody speaks of it by itself
                pen.control(Register(dev, REVOKE), {"reason": REENROLLED})
                persons = {DeviceId(dev): actor_id(card.keys.person)}
                require_lawful(pen.log, directory, pen.collected, persons)
        with self._vault.store.read() as log:
            view = self._view(log, card, data, bound, is_office=is_office)
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
        self,
        log: Log,
        card: Card,
        data: bytes,
        member: EntityId | None,
        *,
        is_office: bool = False,
    ) -> CardView:
        view = _told(self._vault.rooms, card, data)
        return replace(
            view,
            member=read_member(log, member) if member else None,
            is_own=device_id(card.keys.device) == self._vault.identity.dev,
            is_office=is_office,
        )


def compare_card(rooms: Rooms, text: str, path: str) -> CardComparison:
    """Compare a scanned QR code with a card file; no vault is needed.

    Raises:
        InputValueError: the text is no code of a card.
        CardError, FileAccessError
    """
    code = _scanned(text)
    data = rooms.files.read(path, limit=MAX_CARD_BYTES)
    card = rooms.cards.decode(data, rooms.keys.verify, path)
    return CardComparison(code.compared(code_of(card, data)), _told(rooms, card, data))


def _scanned(text: str) -> CardCode:
    code = read_card_code(text)
    if code is None:
        raise InputValueError(field=said("Mã QR"), what=said("không phải mã QR của thẻ nhận diện"))
    return code


def _told(rooms: Rooms, card: Card, data: bytes) -> CardView:
    """What a card says of itself."""
    return CardView(
        name=card.name,
        post=card.post,
        agency=card.agency,
        device=card.device,
        device_id=device_id(card.keys.device).hex(),
        fingerprint=rooms.keys.fingerprint_words(card.keys.device),
        age_recipient=card.keys.age_recipient,
        member=None,
        is_own=False,
        code=code_of(card, data).text,
    )


def guess_member(log: Log, directory: Directory, name: str, dev: EntityId) -> EntityId | None:
    """The member of the same name as a new card's.

    A name binds a member's first device, and one that comes in place of a revoked one; a second one
    needs a person's decision.
    """
    member = _named(log, name)
    is_free = all(
        one.member != member or one.dev == DeviceId(dev) or directory.is_revoked(one.dev)
        for one in directory.enrolled.values()
    )
    return member if is_free else None


def code_of(card: Card, data: bytes) -> CardCode:
    """What the QR code of a card file says."""
    return CardCode(device_id(card.keys.device).hex(), hashlib.sha256(data).hexdigest())


def _is_compared(heard: str, words: str, code: CardCode) -> bool:
    """Whether what was heard or scanned belongs to a card."""
    scanned = read_card_code(heard)
    return same_words(heard, words) if scanned is None else scanned == code


def same_words(heard: str, words: str) -> bool:
    """Whether two fingerprints say the same: only their letters, without accents or case, matter.

    So it may be typed as it is printed, or as it is spoken (``Cúc trắng, Ống tre``).
    """
    return _letters(heard) == _letters(words)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text)))


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
