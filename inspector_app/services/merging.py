"""Taking a bundle in: staged while it streams, judged whole, applied in one transaction."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from typing import NoReturn, Self

from inspector_app.domain.errors import (
    BundleDamagedError,
    BundleHeldError,
    BundleSenderError,
    BundleTripError,
    ChangeRefusedError,
    FingerprintError,
)
from inspector_app.domain.log.change import Register, Segment, actor_id, device_id
from inspector_app.domain.log.entity import LIFE, EntityType
from inspector_app.domain.log.ids import ActorId, DeviceId, EntityId
from inspector_app.domain.log.register import Head
from inspector_app.domain.log.runs import Run, link, read_run
from inspector_app.services.admissions import Admission, Merged
from inspector_app.services.arrivals import (
    base_ends,
    learn,
    missing_changes,
    note_arrival,
    sender_state,
    waited_for,
)
from inspector_app.services.cards import guess_member, same_words
from inspector_app.services.clock_offsets import note_clock
from inspector_app.services.device_words import fork_alarms
from inspector_app.services.directory import Directory
from inspector_app.services.entering import breach_among, entering, freed, require_genesis, told
from inspector_app.services.exchange import MissingChanges
from inspector_app.services.glance import Nowhere
from inspector_app.services.journal import Journal, Pen
from inspector_app.services.judging import Known, judge
from inspector_app.services.lineages import keep_forms
from inspector_app.services.ports.formats import BundleManifest
from inspector_app.services.ports.store import EvidenceWriter, Log
from inspector_app.services.reading import TRIP_NOTE, author_devices, work_on
from inspector_app.services.repeats import RepeatError, is_repeat
from inspector_app.services.rooms import OpenVault
from inspector_app.services.tallies import Tally
from inspector_app.services.undisturbed import undisturbed
from inspector_app.services.vouching import Vouch, keep_vouches


class Intake:
    """A ``BundleSink``: collects one bundle's verified content; ``apply`` makes it count.

    Use as a context manager: staged evidence that was not applied disappears.
    """

    _is_whole_wanted = False

    def __init__(self, vault: OpenVault, tally: Tally, path: str, admission: Admission) -> None:
        self._vault = vault
        self._tally = tally
        self._path = path
        self._admission = admission
        self._stack = ExitStack()
        self._segments: list[Segment] = []
        self._evidence: dict[str, EvidenceWriter] = {}
        self._current: EvidenceWriter | None = None
        self._known_evidence: set[str] = set()
        self._meta: dict[str, bytes] = {}
        self._manifest: BundleManifest | None = None
        self._signer = b""
        self._vouches: tuple[Vouch, ...] = ()
        self.device = ""
        """The sending laptop's name, when it is enrolled."""
        self.is_locked = False
        """A passphrase opened it, so that it is addressed to nobody by name."""
        self.missing: tuple[MissingChanges, ...] = ()

    @property
    def held(self) -> BundleManifest:
        """The manifest of a bundle that waits for others, or was here before."""
        return self._told

    def __enter__(self) -> Self:
        self._stack.__enter__()
        return self

    def __exit__(self, *exc: object) -> None:
        self._stack.close()

    # --- BundleSink

    def trusts(self, public_key: bytes, manifest_device: bytes) -> bool:
        """Whether the signer may send to this vault.

        Raises:
            BundleSenderError: a stranger; the error tells the fingerprint to compare.
            FingerprintError: the words that were typed are not the signer's.
        """
        dev = device_id(public_key)
        with self._vault.store.read() as log:
            self.device = self._tally.laptops(log).get(dev, "")
            if self.device:
                return True
            directory = Directory(self._vault, log)
            if directory.is_trusted(dev) or directory.is_vouched(dev, self._vouches):
                return True
        if not self._admission.fingerprint:
            self._refuse_stranger(public_key)
        words = self._vault.rooms.keys.fingerprint_words(public_key)
        if not same_words(self._admission.fingerprint, words):
            raise FingerprintError(path=self._path, fingerprint=words)
        return True

    def vouched(self, vouches: tuple[Vouch, ...]) -> None:
        """Verified words of older keys for the signer's, that came with the signature."""
        self._vouches = vouches

    def manifest(self, manifest: BundleManifest, signer: bytes) -> None:
        """Refuse what is not meant for this vault before anything is staged.

        Raises:
            BundleDamagedError, BundleTripError, BundleHeldError
            RepeatError: it was merged before, and nothing in it is lacking.
        """
        if device_id(signer) != manifest.device:
            raise BundleDamagedError(path=self._path, what="chữ ký không thuộc máy gửi")
        own = self._vault.identity.public.age_recipient
        if bool(manifest.recipients) == self.is_locked or not (
            self.is_locked or own in manifest.recipients
        ):
            # sealed to us by somebody who received it: forwarding under a false address
            raise BundleDamagedError(path=self._path, what="gói không đề tên người nhận này")
        if self._admission.is_pack and manifest.purpose != "trip":
            raise BundleDamagedError(path=self._path, what="không phải gói đợt kiểm tra")
        with self._vault.store.read() as log:
            trips = log.entities(EntityType.TRIP)
            missing = missing_changes(log, self._vault, manifest)
            may_end = bool(self.device) and not self._is_whole_wanted
            is_known = may_end and is_repeat(log, self._vault.evidence, manifest)
        if manifest.purpose != "trip" and manifest.trip not in trips:
            raise BundleTripError(path=self._path)
        self._manifest, self._signer, self.missing = manifest, signer, missing
        if missing:
            raise BundleHeldError(path=self._path, missing=waited_for(missing))
        if is_known:
            raise RepeatError

    def segment(self, segment: Segment) -> None:
        """Keep one chain segment for ``apply``."""
        self._settle()
        self._segments.append(segment)

    def evidence(self, sha256: str) -> EvidenceWriter:
        """A staging file; evidence that is here already goes nowhere (its bytes are checked)."""
        self._settle()
        if self._vault.evidence.has(sha256):
            self._known_evidence.add(sha256)
            return Nowhere()
        writer = self._stack.enter_context(self._vault.evidence.stage())
        self._current = self._evidence[sha256] = writer
        return writer

    def meta(self, name: str, data: bytes) -> None:
        """Keep a form or a card for ``apply``."""
        self._settle()
        self._meta[name] = data

    def _settle(self) -> None:
        """Give the last evidence file's handle back: a bundle may hold a thousand photos."""
        if self._current is not None:
            self._current.complete()
            self._current = None

    # --- applying

    @undisturbed()
    def apply(self, journal: Journal) -> Merged:
        """Verify every chain and seal, then store everything in one transaction.

        A confirmed signer whom nobody enrolled yet is enrolled in the same transaction.

        Raises:
            ChangeRefusedError, BundleSenderError, DiskFullError: nothing was applied.
        """
        runs = [self._verified(segment) for segment in self._unknown()]
        state = sender_state(base_ends(self._told), self._segments)
        self._settle()
        merged = Merged(
            evidence_new=len(self._evidence),
            evidence_known=len(self._known_evidence),
            known=sum(len(one.frames) for one in self._segments) - sum(map(len, runs)),
            is_continued=bool(self._told.base),
        )
        with journal.write() as pen:
            before = self._tally.before(pen.log)
            held = len(pen.log.quarantined())
            if self._admission.is_pack:
                self._take_up(pen.log, runs)
            self._store(pen.log, runs, merged)
            keep_forms(pen.log, self._vault.rooms, self._meta)
            if not Directory(self._vault, pen.log).is_trusted(device_id(self._signer)):
                if not self._admission.fingerprint:
                    self._refuse_stranger(self._signer)
                self._enrol_signer(pen)
            self._publish()
            now = self._vault.rooms.clock.now_ms()
            note_clock(pen.log, DeviceId(self._told.device), self._told.created_ms, now)
            merged.imported = note_arrival(pen.log, self._told, merged, self._path, now)
            learn(pen.log, self._told, state)
            after = self._tally.after(pen.log)
            self._tally.tell(pen.log, before, after, runs, merged)
            merged.quarantined = max(len(pen.log.quarantined()) - held, 0)
            if merged.forks:
                merged.alarms = fork_alarms(pen.log, Directory(self._vault, pen.log))
            self._conclude(pen.log, runs, merged)
        self._tally.keep(after)
        return merged

    @property
    def _told(self) -> BundleManifest:
        if self._manifest is None:
            msg = "the manifest has not been read"
            raise RuntimeError(msg)
        return self._manifest

    def _conclude(self, log: Log, runs: list[Run], merged: Merged) -> None:
        """The last word inside the transaction; a rehearsal takes everything back here."""

    def _take_up(self, log: Log, runs: list[Run]) -> None:
        """The person opened this pack, so its trip is what the vault works on from now on."""
        trip = EntityId(self._told.trip)
        births = {
            DeviceId(one.dev)
            for run in runs
            for one in run.records.fields
            if one.ent == trip and one.path == LIFE and not one.sup
        }
        signer = device_id(self._signer)
        if not births:
            raise BundleDamagedError(path=self._path, what="gói không có đợt kiểm tra")
        if len(births) > 1 and signer not in births:
            # somebody claims to have created another one's trip: only its author can tell whose
            raise BundleDamagedError(path=self._path, what="hai máy cùng nhận là người lập đợt")
        author = signer if signer in births else births.pop()
        if log.note(TRIP_NOTE) != trip:
            work_on(log, trip, author)

    def _publish(self) -> None:
        """The files are durable before the transaction that names them commits."""
        with self._vault.evidence.together():
            for sha256, writer in self._evidence.items():
                if writer.publish() != sha256:
                    raise BundleDamagedError(path=self._path, what="minh chứng không khớp mã băm")

    def _unknown(self) -> list[Segment]:
        """The segments that are not here yet: of the others nothing is read, whatever they hold.

        A pack is read whole: its changes tell whose trip it is.
        """
        if self._admission.is_pack:
            return self._segments
        with self._vault.store.read() as log:
            return [
                one
                for one in self._segments
                if not log.has_run(one.seal.dev, one.seal.seq, one.seal.id, one.first)
            ]

    def _verified(self, segment: Segment) -> Run:
        rooms = self._vault.rooms
        return read_run(segment, link(segment, rooms.keys.verify), rooms.changes.decode_many)

    def _store(self, log: Log, runs: list[Run], merged: Merged) -> None:
        """Trusted devices first: what they enrol may make the others trusted.

        What will be in quarantine once all is here is not judged; what leaves it now is.
        """
        signer, verify = device_id(self._signer), self._vault.rooms.keys.verify
        for run in runs:
            require_genesis(run, verify)
        births = [run[0] for run in runs if run.segment.first == 1]
        is_new = not Directory(self._vault, log, births=births).is_trusted(signer)
        # only a person's own comparison of the fingerprint lets a stranger vouch for others
        also = signer if is_new and self._admission.is_pack else None
        guest = signer if is_new else None
        authors = author_devices(log)
        waiting = sorted(runs, key=lambda run: run.segment.seal.dev not in authors)
        before, held = log.foresee(), log.quarantined()
        outlook = log.foresee(told(runs), runs)
        known = Known(log, waiting, outlook)
        while waiting:
            directory = Directory(self._vault, log, also=also, births=births)
            taken = {guest, *entering(directory, waiting, outlook)}
            accepted = [run for run in waiting if run.segment.seal.dev in taken]
            if not accepted:
                self._refuse_stranger(waiting[0].segment.public_key)
            waiting = [run for run in waiting if run.segment.seal.dev not in taken]
            for run in accepted:
                seal = run.segment.seal
                if log.has_run(seal.dev, seal.seq, seal.id, run.segment.first):
                    merged.known += len(run)
                    continue
                person = self._person_of(directory, seal.dev)
                judge(log, directory, seal.dev, person, run, known)
                merged.count(log.store_run(run))
                keep_vouches(log, run[:1], verify)
        left = freed(before, log.foresee(), held)
        if left and (broken := breach_among(log, Directory(self._vault, log, also=also), left)):
            raise ChangeRefusedError(what=broken[1])

    def _person_of(self, directory: Directory, dev: DeviceId) -> ActorId | None:
        person = directory.person_of(dev)
        data = self._meta.get(f"meta/cards/{dev.hex()}.inspcard")
        if person is not None or data is None:
            return person
        rooms = self._vault.rooms
        return actor_id(rooms.cards.decode(data, rooms.keys.verify, self._path).keys.person)

    def _refuse_stranger(self, public_key: bytes) -> NoReturn:
        words = self._vault.rooms.keys.fingerprint_words(public_key)
        raise BundleSenderError(path=self._path, fingerprint=words)

    def _enrol_signer(self, pen: Pen) -> None:
        """Remember the confirmed signer with the card that travels in the pack."""
        dev = EntityId(device_id(self._signer))
        data = self._meta.get(f"meta/cards/{dev.hex()}.inspcard")
        if data is None:
            raise BundleDamagedError(path=self._path, what="thiếu thẻ nhận diện của người gửi")
        rooms = self._vault.rooms
        card = rooms.cards.decode(data, rooms.keys.verify, self._path)
        if card.keys.device != self._signer:
            raise BundleDamagedError(path=self._path, what="thẻ nhận diện không thuộc người gửi")
        # who the signer is, as the trip's author says, or else as the signer says
        authors, signer = author_devices(pen.log), device_id(self._signer)
        heads = [head for head in pen.log.heads(Register(dev, "trust")) if _member(head)]
        told = [head for head in heads if head.dev in authors]
        told += [head for head in heads if head.dev == signer]
        member = _member(told[0]) if told else None
        if not self._admission.is_pack:
            # who a stranger is, the own vault says: the member of the same name, as at a card
            member = guess_member(pen.log, Directory(self._vault, pen.log), card.name, dev)
        pen.trust(dev, data, member)


def _member(head: Head) -> EntityId | None:
    """The member that an enrolment binds its device to."""
    said = head.value.get("member") if isinstance(head.value, Mapping) else None
    return EntityId(said) if isinstance(said, bytes) else None
