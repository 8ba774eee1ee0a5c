"""Devices: why each is trusted, what is held and missing of it."""

from __future__ import annotations

from collections.abc import Iterable

from inspector_app.domain.log.change import Ref, device_id
from inspector_app.domain.log.ids import DeviceId
from inspector_app.services.device_views import DeviceView, MissingView, Trust
from inspector_app.services.directory import Directory
from inspector_app.services.ports.store import Leaf, Log
from inspector_app.services.reading import AUTHOR_NOTE, read_member
from inspector_app.services.rooms import OpenVault


class DeviceService:
    """The devices whose changes this vault holds or would take in."""

    def __init__(self, vault: OpenVault) -> None:
        self._vault = vault

    def list(self) -> tuple[DeviceView, ...]:
        """Every known device: the own one, then by person and name."""
        with self._vault.store.read() as log:
            sight = _Sight(self._vault, log)
            views = [sight.view(dev) for dev in sight.devices()]
        return tuple(
            sorted(views, key=lambda one: (one.trust is not Trust.OWN, one.person, one.name))
        )


class _Sight:
    """What one transaction's log tells of devices."""

    def __init__(self, vault: OpenVault, log: Log) -> None:
        self._vault, self._log = vault, log
        self._directory = Directory(vault, log)
        self._leaves: dict[DeviceId, list[Leaf]] = {}
        for leaf in log.leaves():
            self._leaves.setdefault(leaf.dev, []).append(leaf)
        self._gaps = log.gaps()
        self._forks = log.forks()

    def devices(self) -> Iterable[DeviceId]:
        """Whoever wrote something that is here, or was enrolled."""
        return {*self._leaves, *self._directory.enrolled, self._vault.identity.dev}

    def view(self, dev: DeviceId) -> DeviceView:
        """One device."""
        enrolment = self._directory.enrolled.get(dev)
        trust, by = self._trust(dev)
        last = max(self._leaves.get(dev, ()), key=lambda leaf: leaf.seal.seq, default=None)
        newest = self._log.change(Ref(dev, last.seal.seq, last.seal.id[:16])) if last else None
        member = (
            read_member(self._log, enrolment.member) if enrolment and enrolment.member else None
        )
        return DeviceView(
            id=dev.hex(),
            name=self._directory.device(dev),
            person=self._directory.person(dev),
            role=member.role if member else None,
            fingerprint=self._words(dev),
            trust=trust,
            trusted_by=by,
            is_author=dev == self._log.note(AUTHOR_NOTE),
            revocations=(),
            forks=tuple(seq for one, seq in self._forks if one == dev),
            missing=tuple(
                MissingView(one.after + 1, one.seq - 1) for one in self._gaps if one.dev == dev
            ),
            last_seq=last.seal.seq if last else 0,
            last_wall=newest.change.wall if newest else None,
            quarantined=0,
        )

    def _trust(self, dev: DeviceId) -> tuple[Trust, str]:
        if dev == self._vault.identity.dev:
            return Trust.OWN, ""
        enrolment = self._directory.enrolled.get(dev)
        if enrolment is None:
            return Trust.NONE, ""
        return Trust.ENROLLED, self._directory.person(enrolment.by)

    def _words(self, dev: DeviceId) -> str:
        enrolment = self._directory.enrolled.get(dev)
        keys = [leaf.public_key for leaf in self._leaves.get(dev, ())]
        if enrolment is not None:
            keys.append(enrolment.card.keys.device)
        known = next((key for key in keys if device_id(key) == dev), None)
        return self._vault.rooms.keys.fingerprint_words(known) if known else ""
