"""What one transaction's log tells of devices, for lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from inspector_app.domain.errors import NotFoundError
from inspector_app.domain.log.change import Ref, StoredChange, Value, device_id
from inspector_app.domain.log.ids import DeviceId
from inspector_app.domain.log.quarantine import Cut, is_control, revocation_reason
from inspector_app.domain.log.register import provisional
from inspector_app.services.answer_paths import answer_of
from inspector_app.services.device_views import (
    DeviceView,
    MissingView,
    QuarantinedView,
    RevocationView,
    Trust,
)
from inspector_app.services.directory import Directory
from inspector_app.services.disagreements import inspection_of
from inspector_app.services.forms import FormService
from inspector_app.services.ports.store import Leaf, Log
from inspector_app.services.reading import read_inspection, read_member
from inspector_app.services.rooms import OpenVault
from inspector_app.services.subjects import Subjects
from inspector_app.services.vouching import former


class DeviceWatch:
    """Makes views; dead after its transaction."""

    def __init__(self, vault: OpenVault, log: Log, forms: FormService) -> None:
        self._vault, self._log = vault, log
        self._directory = Directory(vault, log)
        self._subjects = Subjects(log, forms, self._directory)
        self._leaves: dict[DeviceId, list[Leaf]] = {}
        for leaf in log.leaves():
            self._leaves.setdefault(leaf.dev, []).append(leaf)
        self._gaps = log.gaps()
        self._forks = log.forks()
        self._held = Counter(one.change.dev for one in log.quarantined())

    def devices(self) -> Iterable[DeviceId]:
        """Whoever wrote something that is here, was enrolled or revoked."""
        own = self._vault.identity.dev
        return {*self._leaves, *self._directory.enrolled, *self._log.cuts(), own}

    def view(self, dev: DeviceId) -> DeviceView:
        """One device."""
        enrolment = self._directory.enrolled.get(dev)
        trust, by = self._trust(dev)
        last = max(self._leaves.get(dev, ()), key=lambda leaf: leaf.seal.seq, default=None)
        newest = self._log.change(Ref(dev, last.seal.seq, last.seal.id[:16])) if last else None
        member = enrolment.member if enrolment else None
        bound = read_member(self._log, member) if member else None
        return DeviceView(
            id=dev.hex(),
            name=self._directory.device(dev),
            person=self._directory.person(dev),
            role=bound.role if bound else None,
            fingerprint=self._words(dev),
            trust=trust,
            trusted_by=by,
            is_author=self._directory.is_author(dev),
            revocations=tuple(self._revocation(cut) for cut in self._log.cuts().get(dev, ())),
            forks=tuple(seq for one, seq in self._forks if one == dev),
            missing=tuple(
                MissingView(one.after + 1, one.seq - 1) for one in self._gaps if one.dev == dev
            ),
            last_seq=last.seal.seq if last else 0,
            last_wall=newest.change.wall if newest else None,
            quarantined=self._held[dev],
            claimed_name=self._directory.claimed_name(dev),
        )

    def held_view(self, stored: StoredChange) -> QuarantinedView:
        """One change in quarantine."""
        change = stored.change
        top = provisional(self._log.heads(change.register))
        current: Value = None if top is None or top.is_deletion else top.value
        return QuarantinedView(
            change=stored.id.hex(),
            device=self._directory.device(change.dev),
            seq=change.seq,
            author=self._directory.author(change.actor),
            wall=change.wall,
            kind=change.kind,
            place=self._place(stored),
            register=change.register,
            value=change.value,
            current=current,
            can_adopt=not is_control(stored),
            subject=self._subjects.subject(change),
            question=self._subjects.question(change) if answer_of(change.path) else None,
        )

    def _place(self, stored: StoredChange) -> str:
        of = inspection_of(self._log, stored.change.ent)
        try:
            return read_inspection(self._log, of).unit.name if of else ""
        except NotFoundError:
            return ""

    def _revocation(self, cut: Cut) -> RevocationView:
        change = cut.revocation.change
        source = cut.inherited_from
        return RevocationView(
            seq=cut.seq,
            reason=revocation_reason(cut.revocation),
            author=self._directory.author(change.actor),
            wall=change.wall,
            inherited_from=self._directory.device(source) if source else "",
        )

    def _trust(self, dev: DeviceId) -> tuple[Trust, str]:
        own = self._vault.identity.dev
        enrolment = self._directory.enrolled.get(dev)
        if dev == own:
            return Trust.OWN, ""
        if dev in former(self._log, own):
            return Trust.FORMER, ""
        if enrolment is None:
            return Trust.NONE, ""
        if enrolment.is_vouched:
            return Trust.VOUCHED, self._directory.device(enrolment.by)
        return Trust.ENROLLED, self._directory.person(enrolment.by)

    def _words(self, dev: DeviceId) -> str:
        enrolment = self._directory.enrolled.get(dev)
        keys = [leaf.public_key for leaf in self._leaves.get(dev, ())]
        if enrolment is not None:
            keys.append(enrolment.card.keys.device)
        known = next((key for key in keys if device_id(key) == dev), None)
        return self._vault.rooms.keys.fingerprint_words(known) if known else ""
