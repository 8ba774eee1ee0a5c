"""Who is who: names behind device and person ids, and which devices are trusted."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

from inspector_app.domain.errors import CardError
from inspector_app.domain.log.change import (
    Register,
    StoredChange,
    Value,
    actor_id,
    device_id,
)
from inspector_app.domain.log.ids import ActorId, DeviceId, EntityId
from inspector_app.domain.log.quarantine import predecessor_of
from inspector_app.domain.log.register import Head, is_conflict, provisional
from inspector_app.domain.trip.values import Role
from inspector_app.services.clock_offsets import clocks_ahead
from inspector_app.services.editions import current_member, held_role
from inspector_app.services.ports.formats import Card
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import author_devices, has_role
from inspector_app.services.restored import first_written
from inspector_app.services.rooms import OpenVault
from inspector_app.services.views import HeadView, RegisterView
from inspector_app.services.vouching import Vouch, former, is_void, predecessors, vouch_in


@dataclass(frozen=True, slots=True)
class Enrolment:
    """A device that this vault accepts changes from."""

    dev: DeviceId
    card: Card
    card_bytes: bytes
    member: EntityId | None
    by: DeviceId
    """Who enrolled it, or vouched for it."""
    is_vouched: bool = False
    is_office: bool = False
    """The head office's: everything the team sends goes to it too."""


class Directory:
    """Names and trust as one transaction's log tells them.

    A device is trusted when this vault enrolled it, when a trusted team leader's device did, or when
    a trusted device that nobody revoked vouches for it.
    """

    def __init__(
        self,
        vault: OpenVault,
        log: Log,
        also: DeviceId | None = None,
        births: Iterable[StoredChange] = (),
    ) -> None:
        """Read the directory.

        Args:
            vault: the open vault.
            log: the running transaction.
            also: a device to treat as if this vault had enrolled it (a confirmed sender).
            births: first changes of chains that are not stored yet; their vouches are looked at.
        """
        self._vault = vault
        self._log = log
        self._also = also
        self._own = frozenset((vault.identity.dev, *former(log, vault.identity.dev)))
        self._claims = log.by_path("trust")
        self._births = log.by_path("genesis")
        values = [(ent, head.value) for ent, heads in self._births.items() for head in heads]
        values += [(one.change.ent, one.change.value) for one in births if predecessor_of(one)]
        self._vouches = self._verified(values)
        self.enrolled = self._closure()
        self._ahead = clocks_ahead(log)
        self._people = self._read_people()

    def author(self, actor: ActorId) -> str:
        """The person's name, or the beginning of the id when no card tells it."""
        return self._people.get(actor, actor.hex()[:8])

    def device(self, dev: DeviceId) -> str:
        """The laptop's name, or the beginning of its id."""
        enrolment = self.enrolled.get(dev)
        if enrolment is not None:
            return enrolment.card.device
        genesis = self._genesis(dev)
        name = genesis.get("device")
        return name if isinstance(name, str) else dev.hex()[:8]

    def person(self, dev: DeviceId) -> str:
        """The name of the person who writes on a device, or the beginning of its id."""
        enrolment = self.enrolled.get(dev)
        if enrolment is not None:
            return enrolment.card.name
        if dev == self._vault.identity.dev:
            return self.author(self._vault.identity.actor)
        name = self._genesis(dev).get("name")
        return name if isinstance(name, str) else dev.hex()[:8]

    def claimed_name(self, dev: DeviceId) -> str:
        """What a renewed device's new card calls its person, if not as the one compared before."""
        one, new = self.enrolled.get(dev), self._vouches.get(dev)
        is_other = one and new and one.is_vouched and new[1].name != one.card.name
        return new[1].name if new and is_other else ""

    def readers(self, keys: Collection[str], sender: DeviceId) -> tuple[str, ...]:
        """Names of those who can open what is sealed to these age recipients, without its sender."""
        found = [
            one.card.name
            for one in self.enrolled.values()
            if one.card.keys.age_recipient in keys and one.dev != sender
        ]
        own = self._vault.identity
        if own.public.age_recipient in keys and own.dev not in (sender, *self.enrolled):
            found.append(self.person(own.dev))
        return tuple(sorted(found))

    def is_trusted(self, dev: DeviceId) -> bool:
        """Whether changes of this device may enter."""
        return dev in self._own or dev == self._also or dev in self.enrolled

    def is_vouched(self, dev: DeviceId, vouches: Iterable[Vouch]) -> bool:
        """Whether a trusted device that nobody revoked says that another goes on for it.

        Args:
            dev: the device that goes on, unknown here.
            vouches: verified ones, the oldest first.
        """
        known: set[DeviceId] = set()
        for vouch in vouches:
            is_known = vouch.old in known or self.is_trusted(vouch.old)
            if is_known and not is_void(self._log, vouch.new, vouch.old):
                known.add(vouch.new)
        return dev in known

    def is_revoked(self, dev: DeviceId) -> bool:
        """Whether a revocation of the device is in force."""
        return dev in self._log.cuts()

    def is_author(self, dev: DeviceId | None = None) -> bool:
        """Whether a device (this vault's by default) made the trip, or goes on for the one that did."""
        return (dev or self._vault.identity.dev) in author_devices(self._log)

    def is_same(self, dev: DeviceId, former_dev: DeviceId) -> bool:
        """Whether one device goes on for the other."""
        return dev == former_dev or former_dev in former(self._log, dev)

    def may_manage(self) -> bool:
        """Whether this vault may revoke and adopt: a team leader's, or the trip author's."""
        own = self._vault.identity.dev
        return not self.is_revoked(own) and (self.is_author(own) or self.may_decide(own))

    def leads(self, enrolment: Enrolment) -> bool:
        """Whether the device's person leads a team."""
        return self._is_leader(enrolment.member)

    def person_of(self, dev: DeviceId) -> ActorId | None:
        """The person whose name a device's changes must carry; None before a card told."""
        if dev in self._own:
            return self._vault.identity.actor
        one = self.enrolled.get(self.speaker(dev))
        return actor_id(one.card.keys.person) if one else None

    def speaker(self, dev: DeviceId) -> DeviceId:
        """The device by whose enrolment another one's words are judged: itself, if it is enrolled.

        Else the last before it: a revoked device's word makes nobody trusted, but tells whose work it is.
        """
        if self.is_trusted(dev):
            return dev
        told = {new: one.old for new, (one, *_) in self._vouches.items()} | predecessors(self._log)
        found = [dev]
        while (old := told.get(found[-1])) is not None and old not in found:
            if old in self.enrolled:
                return old
            found.append(old)
        return dev

    def may_decide(self, dev: DeviceId) -> bool:
        """Whether decisions of this device count: a team leader's, or the confirmed sender's.

        A leader's of any edition: what was decided before the team got another one still merges.
        """
        one = self.enrolled.get(dev)
        return dev == self._also or (one is not None and self._ever_led(one.member))

    def own_member(self) -> EntityId | None:
        """The member this vault's person is in the trip, if a card was bound to one."""
        own = self.enrolled.get(self._vault.identity.dev)
        return own.member if own else None

    def head_view(self, head: Head) -> HeadView:
        """A head with names in place of ids."""
        return HeadView(
            change=head.id.hex(),
            value=head.value,
            is_deletion=head.is_deletion,
            author=self.author(head.actor),
            device=self.device(head.dev),
            wall=head.wall,
            ahead_ms=self._ahead.get(head.dev, 0),
        )

    def register_view(self, heads: tuple[Head, ...]) -> RegisterView:
        """A register for a screen; the value of a conflict is provisional."""
        top = provisional(heads)
        if top is None:
            return RegisterView(None)
        value = None if top.is_deletion else top.value
        views = tuple(self._first_view(head) for head in heads)
        return RegisterView(value, views, is_conflict(heads))

    def _first_view(self, head: Head) -> HeadView:
        """Who first wrote it: whoever took a decision back did not say what came back."""
        first = first_written(self._log, head)
        view = self.head_view(first)
        return view if first is head else replace(view, change=head.id.hex())

    def _closure(self) -> dict[DeviceId, Enrolment]:
        enrolled: dict[DeviceId, Enrolment] = {}
        enrollers = set(self._own)
        if self._also is not None:
            enrollers.add(self._also)
        while True:
            fresh = self._enrolled_by(enrollers, enrolled)
            fresh |= self._vouched(enrolled) | self._gone_before(enrolled)
            if not fresh:
                return enrolled
            enrolled.update(fresh)
            # whom a former leader enrolled stays known: their work is no less theirs
            enrollers |= {one.dev for one in fresh.values() if self._ever_led(one.member)}

    def _enrolled_by(
        self, enrollers: set[DeviceId], known: Mapping[DeviceId, Enrolment]
    ) -> dict[DeviceId, Enrolment]:
        """Devices that the enrollers add, or whose member they tell where nobody had."""
        fresh: dict[DeviceId, Enrolment] = {}
        for ent, heads in self._claims.items():
            dev = DeviceId(ent)
            former = known.get(dev)
            if former is not None and former.member is not None:
                continue
            claims = [self._claim(dev, head) for head in heads if head.dev in enrollers]
            found = [one for one in claims if one is not None]
            # one that says who the person is counts before one that does not
            best = next((one for one in found if one.member is not None), None)
            if best is None and former is None and found:
                best = found[0]
            if best is not None:
                fresh[dev] = best
        return fresh

    def _vouched(self, known: Mapping[DeviceId, Enrolment]) -> dict[DeviceId, Enrolment]:
        """Devices for which known ones vouch: the same person, in the same place of the trip."""
        fresh: dict[DeviceId, Enrolment] = {}
        for dev, (vouch, card, data) in self._vouches.items():
            old, former_ = known.get(vouch.old), known.get(dev)
            if old is None or is_void(self._log, dev, vouch.old):
                continue
            if card.keys.person != old.card.keys.person:
                continue
            if former_ is None:
                same = card.named_as(old.card)
                fresh[dev] = Enrolment(dev, same, data, old.member, vouch.old, is_vouched=True)
            elif former_.member is None and old.member is not None:
                fresh[dev] = replace(former_, member=old.member)
        return fresh

    def _gone_before(self, known: Mapping[DeviceId, Enrolment]) -> dict[DeviceId, Enrolment]:
        """What known devices were before: whoever trusts the new key may have the old one's work."""
        fresh: dict[DeviceId, Enrolment] = {}
        for dev, (vouch, _card, _data) in self._vouches.items():
            new = known.get(dev)
            if new is None or vouch.old in known:
                continue
            for head in self._claims.get(EntityId(vouch.old), ()):
                claim = self._enrolment(vouch.old, head) if head.dev in (dev, vouch.old) else None
                if claim is not None and claim.card.keys.person == new.card.keys.person:
                    same = claim.card.named_as(new.card)
                    fresh[vouch.old] = replace(claim, card=same, member=new.member, by=dev)
        return fresh

    def _verified(
        self, births: Iterable[tuple[EntityId, Value]]
    ) -> dict[DeviceId, tuple[Vouch, Card, bytes]]:
        """The vouches that hold, with the cards of those they are for; births by their device."""
        found: dict[DeviceId, tuple[Vouch, Card, bytes]] = {}
        verify = self._vault.rooms.keys.verify
        for dev, value in births:
            vouch = vouch_in(value)
            data = value.get("card") if isinstance(value, Mapping) else None
            if vouch is None or vouch.new != DeviceId(dev) or not isinstance(data, bytes):
                continue
            if not vouch.holds(verify):
                continue
            card = self._card(data)
            if card is not None and card.keys.device == vouch.new_key:
                found[vouch.new] = (vouch, card, data)
        return found

    def _card(self, data: bytes) -> Card | None:
        rooms = self._vault.rooms
        try:
            return rooms.cards.decode(data, rooms.keys.verify, "")
        except CardError:
            return None

    def _claim(self, dev: DeviceId, head: Head) -> Enrolment | None:
        """An enrolment; who the person of this vault is, others say: nobody appoints himself."""
        claim = self._enrolment(dev, head)
        is_own_word = dev in self._own and head.dev in self._own and not self.is_author(dev)
        return replace(claim, member=None) if claim is not None and is_own_word else claim

    def _enrolment(self, dev: DeviceId, head: Head) -> Enrolment | None:
        value = head.value
        if not isinstance(value, Mapping) or not isinstance(value.get("card"), bytes):
            return None
        data = value["card"]
        member = value.get("member")
        card = self._card(bytes(data))  # type: ignore[arg-type]
        if card is None or device_id(card.keys.device) != dev:
            return None
        bound = current_member(self._log, EntityId(member)) if isinstance(member, bytes) else None
        is_office = value.get("office") is True
        return Enrolment(dev, card, bytes(data), bound, head.dev, is_office=is_office)  # type: ignore[arg-type]

    def _is_leader(self, member: EntityId | None) -> bool:
        return member is not None and has_role(self._log, member, Role.LEADER)

    def _ever_led(self, member: EntityId | None) -> bool:
        return member is not None and held_role(self._log, member, Role.LEADER)

    def _genesis(self, dev: DeviceId) -> Mapping[str, Value]:
        head = provisional(self._log.heads(Register(EntityId(dev), "genesis")))
        return head.value if head is not None and isinstance(head.value, Mapping) else {}

    def _read_people(self) -> dict[ActorId, str]:
        people: dict[ActorId, str] = {}
        for heads in self._births.values():
            for head in heads:
                value = head.value
                if isinstance(value, Mapping) and isinstance(value.get("name"), str):
                    people[head.actor] = str(value["name"])
        for enrolment in reversed(self.enrolled.values()):  # the name on the first card counts
            people[actor_id(enrolment.card.keys.person)] = enrolment.card.name
        return people
