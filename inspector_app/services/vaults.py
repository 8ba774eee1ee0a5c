"""Vaults: made, opened, described, checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from inspector_app.domain.errors import (
    EvidenceError,
    InputValueError,
    NoTripError,
    VaultDamagedError,
)
from inspector_app.domain.log.change import Value
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.passphrase import require_strong
from inspector_app.domain.saying import said
from inspector_app.domain.text import clean
from inspector_app.services.cards import OWN_CARD_NOTE, CardService
from inspector_app.services.device_words import fork_alarms
from inspector_app.services.directory import Directory
from inspector_app.services.disagreements import open_conflicts
from inspector_app.services.forms import FormService
from inspector_app.services.journal import Journal
from inspector_app.services.ports.crypto import SecretKeys
from inspector_app.services.ports.formats import Card
from inspector_app.services.ports.store import Log, Store, StoreReport
from inspector_app.services.reading import current_trip, evidence_hashes, read_trip
from inspector_app.services.renewal import MACHINE_NOTE
from inspector_app.services.rooms import Identity, OpenVault, Rooms
from inspector_app.services.views import VaultView

KEY_LENGTH: Final = 32
_KEY_NOTES: Final = ("key/device", "key/person", "key/age")


@dataclass(frozen=True, slots=True)
class Person:
    """Who a new vault belongs to, and what they call the laptop."""

    name: str
    post: str
    agency: str
    device: str


@dataclass(frozen=True, slots=True)
class CreatedVault:
    """A new vault; the recovery code exists nowhere else and is shown once."""

    path: str
    recovery_code: str
    fingerprint: str
    device_id: str


def create_vault(rooms: Rooms, path: str, passphrase: str, person: Person) -> CreatedVault:
    """Make a vault: its folder, key slots, device identity and first change.

    Raises:
        WeakPassphraseError, InputValueError, VaultExistsError, DiskFullError, FileAccessError:
        nothing is left behind.
    """
    passphrase = require_strong(passphrase)
    person = _checked(person)
    key = rooms.randomness.token(KEY_LENGTH)
    recovery = rooms.slots.recovery_code(rooms.randomness)
    slots = rooms.slots.make(key, {"passphrase": passphrase, "recovery": recovery})
    secret = rooms.keys.make()
    identity = Identity(secret, rooms.keys.public(secret))
    card = Card(person.name, person.post, person.agency, person.device, identity.public)
    card_bytes = rooms.cards.encode(
        card, lambda message: rooms.keys.sign(secret.device_seed, message)
    )

    def fill(store: Store) -> None:
        with store.write() as log:
            log.put_note(_KEY_NOTES[0], secret.device_seed)
            log.put_note(_KEY_NOTES[1], secret.person_seed)
            log.put_note(_KEY_NOTES[2], secret.age_identity.encode())
            log.put_note(OWN_CARD_NOTE, card_bytes)
            log.put_note(MACHINE_NOTE, rooms.marks.machine())
        _write_genesis(rooms, store, identity, person, card_bytes)

    rooms.vaults.create(path, key, slots, fill)
    words = rooms.keys.fingerprint_words(identity.public.device)
    return CreatedVault(path, recovery, words, identity.dev.hex())


def _checked(person: Person) -> Person:
    name = clean(person.name)
    if not name:
        raise InputValueError(field="Họ và tên", what="chưa nhập")
    device = clean(person.device) or "máy tính"
    return Person(name, clean(person.post), clean(person.agency), device)


def _write_genesis(
    rooms: Rooms, store: Store, identity: Identity, person: Person, card: bytes
) -> None:
    journal = Journal(rooms, store, identity)
    genesis: dict[str, Value] = {
        "age": identity.public.age_recipient,
        "agency": person.agency,
        "device": person.device,
        "name": person.name,
        "old": None,
        "person": identity.public.person,
        "post": person.post,
        "pub": identity.public.device,
    }
    with journal.write() as pen:
        pen.found(genesis)
        pen.trust(EntityId(identity.dev), card, None)


def read_identity(rooms: Rooms, log: Log) -> Identity:
    """The keys inside an open vault. Raises: VaultDamagedError when one is missing."""
    found = [log.note(name) for name in _KEY_NOTES]
    if any(part is None for part in found):
        raise VaultDamagedError(what="thiếu khóa của máy")
    device, person, age = (part or b"" for part in found)
    secret = SecretKeys(device, person, age.decode())
    return Identity(secret, rooms.keys.public(secret))


class VaultService:
    """What a person asks about the open vault itself."""

    def __init__(self, vault: OpenVault, cards: CardService, forms: FormService) -> None:
        self._vault = vault
        self._cards = cards
        self._forms = forms

    def info(self) -> VaultView:
        """The vault in figures."""
        card = self._cards.own()
        with self._vault.store.read() as log:
            directory = Directory(self._vault, log)
            try:
                trip = read_trip(log, current_trip(log)).title
            except NoTripError:
                trip = ""
            gaps = tuple(
                said(
                    "thiếu thay đổi {first}–{last} của «{device}»",
                    first=one.after + 1,
                    last=one.seq - 1,
                    device=directory.device(one.dev),
                )
                for one in log.gaps()
            )
            forks = fork_alarms(log, directory)
            return VaultView(
                path=self._vault.path,
                card=card,
                changes=log.count(),
                devices=len({leaf.dev for leaf in log.leaves()}),
                conflicts=len(open_conflicts(log, self._forms)),
                gaps=gaps,
                forks=forks,
                trip=trip,
                state_digest=log.state_digest(),
                forms=log.form_files(),
            )

    def check(self, progress: Callable[[int, int, str], None] | None = None) -> StoreReport:
        """Compare projections with a rebuild, verify chains, seals and every evidence file.

        The report says what is wrong; nothing is changed.
        """
        report = self._vault.store.check(self._vault.rooms.keys.verify)
        problems = list(report.problems) + self._lost_evidence()
        with self._vault.store.read() as log:
            names = [one for one in evidence_hashes(log) if self._vault.evidence.has(one)]
        for done, sha256 in enumerate(names, 1):
            if progress is not None:
                progress(done, len(names), "Đang kiểm tra minh chứng")
            problems += self._evidence_problem(sha256)
        return StoreReport(report.changes, report.devices, tuple(problems))

    def rebuild(self) -> int:
        """Make all projections anew from the log; returns the number of registers."""
        return self._vault.store.rebuild()

    def change_passphrase(self, old: str, new: str) -> None:
        """Replace the passphrase slot; the recovery code stays.

        Raises:
            WrongPassphraseError: ``old`` opens no slot.
            WeakPassphraseError, DiskFullError
        """
        new = require_strong(new)
        rooms = self._vault.rooms
        slots = rooms.vaults.slots(self._vault.path)
        key = rooms.slots.open(slots, old)
        rooms.vaults.replace_slots(
            self._vault.path, rooms.slots.replace(slots, key, "passphrase", new)
        )

    def _lost_evidence(self) -> list[str]:
        """Evidence that this device took in itself and that is gone; others' may be on its way."""
        own = self._vault.identity.dev
        with self._vault.store.read() as log:
            named = evidence_hashes(log, own)
        return [
            said("minh chứng {sha256}: không còn trong kho", sha256=one[:16])
            for one in named
            if not self._vault.evidence.has(one)
        ]

    def _evidence_problem(self, sha256: str) -> list[str]:
        try:
            for _ in self._vault.evidence.open(sha256):
                pass
        except EvidenceError as error:
            return [str(error)]
        return []
