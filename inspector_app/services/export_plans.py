"""Before an export: what it would carry, who could open it, what speaks against it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from inspector_app.domain.log.ids import DeviceId, EntityId
from inspector_app.domain.saying import said
from inspector_app.domain.trip.values import Member, Role
from inspector_app.services.conflicts import is_leader
from inspector_app.services.directory import Directory
from inspector_app.services.disagreements import open_conflicts
from inspector_app.services.exchange import ExportOptions
from inspector_app.services.exporting import Address, Exporter, Load
from inspector_app.services.forms import FormService
from inspector_app.services.knowledge import read_peer, unheard_renewals
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import current_trip, read_member, read_members, read_teams
from inspector_app.services.rooms import OpenVault
from inspector_app.services.vouching import MAX_VOUCHES

_OVERHEAD: Final = 8192
"""Manifest, signature and seal, about."""


class Weight(StrEnum):
    """How much a finding of the pre-flight weighs."""

    MUST = "must"
    """Nothing is written before it is mended."""
    MAY = "may"
    """The export may go, with this known."""
    FINE = "fine"


@dataclass(frozen=True, slots=True)
class ExportCheck:
    """One finding; ``text`` is a sentence, translated at the edge."""

    weight: Weight
    text: str


@dataclass(frozen=True, slots=True)
class Receiver:
    """Somebody who can open the bundle."""

    name: str
    role: Role | None
    device: str
    fingerprint: str
    is_office: bool
    receipt_number: int
    """Of the newest receipt kept from this device; 0 = none."""
    export_number: int
    """Of the newest bundle merged from it; 0 = none."""


@dataclass(frozen=True, slots=True)
class ExportPlan:
    """What an export would be, now."""

    purpose: str
    receivers: tuple[Receiver, ...]
    lacking: tuple[str, ...]
    """Names of members whom the bundle is meant for and whose card is not here."""
    is_whole: bool
    changes: int
    evidence: int
    size: int
    """Bytes, near enough to ask for room."""
    checks: tuple[ExportCheck, ...]

    @property
    def may_go(self) -> bool:
        """Whether nothing has to be mended first."""
        return all(one.weight is not Weight.MUST for one in self.checks)


class ExportPlanService:
    """Reads only."""

    def __init__(self, vault: OpenVault, forms: FormService) -> None:
        self._vault = vault
        self._forms = forms
        self._exporter = Exporter(vault)

    def plan(self, purpose: str = "changes", options: ExportOptions | None = None) -> ExportPlan:
        """What an export would carry and who could open it; nothing is written.

        Args:
            purpose: ``changes``, or ``trip`` for a trip pack.
            options: as for the export itself.

        Raises: NoTripError.
        """
        options = options or ExportOptions()
        with self._vault.store.read() as log:
            directory = Directory(self._vault, log)
            to_all = purpose == "trip" or is_leader(log, directory)
            address = self._exporter.address(log, directory, leaders_only=not to_all)
            receivers = tuple(self._receiver(log, directory, dev) for dev in address.devices)
            lacking = self._lacking(log, directory, leaders_only=not to_all)
            conflicts = len(open_conflicts(log, self._forms))
            drafts, gaps = len(log.notes("draft/")), len(log.gaps())
            renewals = unheard_renewals(log, self._vault.identity.dev, address.devices)
        load = self._exporter.load(purpose, Address() if options.passphrase else address, options)
        checks = [_reach(receivers, to_all=to_all, is_locked=bool(options.passphrase))]
        if lacking and not options.passphrase:
            names = ", ".join(lacking)
            checks.append(_may(said("Chưa có thẻ của {names}: họ không mở được gói.", names=names)))
        checks += _identity_checks(renewals)
        checks += _content_checks(len(load.manifest.absent), conflicts, drafts, gaps)
        return ExportPlan(
            purpose=purpose,
            receivers=() if options.passphrase else receivers,
            lacking=lacking,
            is_whole=not load.manifest.base,
            changes=load.changes,
            evidence=len(load.photos),
            size=self._size(load),
            checks=tuple(checks),
        )

    def _size(self, load: Load) -> int:
        photos = sum(one.size for one in load.photos)
        meta = sum(len(data) for data in load.meta.values())
        packed = self._vault.rooms.bundles.packed_size(load.segments)
        return photos + packed + meta + _OVERHEAD + 128 * len(load.address.keys)

    def _receiver(self, log: Log, directory: Directory, dev: DeviceId) -> Receiver:
        enrolment = directory.enrolled[dev]
        member = read_member(log, enrolment.member) if enrolment.member else None
        peer = read_peer(log, dev)
        keys = self._vault.rooms.keys
        return Receiver(
            name=enrolment.card.name,
            role=member.role if member else None,
            device=enrolment.card.device,
            fingerprint=keys.fingerprint_words(enrolment.card.keys.device),
            is_office=enrolment.is_office,
            receipt_number=peer.receipt_number,
            export_number=peer.export_number,
        )

    def _lacking(self, log: Log, directory: Directory, *, leaders_only: bool) -> tuple[str, ...]:
        known: set[EntityId | None] = {one.member for one in directory.enrolled.values()}
        known.add(directory.own_member())
        members: list[Member] = []
        for team in read_teams(log, current_trip(log)):
            members += read_members(log, team.id)
        return tuple(
            one.name
            for one in members
            if one.id not in known and (not leaders_only or one.role is Role.LEADER)
        )


def _reach(receivers: tuple[Receiver, ...], *, to_all: bool, is_locked: bool) -> ExportCheck:
    if is_locked:
        return _fine(said("Ai biết mật khẩu của gói thì mở được."))
    if receivers:
        count = len(receivers)
        return _fine(said("{count} người nhận đã được ghi nhận thẻ.", count=count))
    if to_all:
        return _may(said("Chưa ghi nhận thẻ của ai: chỉ máy này mở được gói."))
    return ExportCheck(
        Weight.MUST, said("Chưa ghi nhận thẻ của trưởng đoàn: không ai mở được gói.")
    )


def _identity_checks(renewals: int) -> list[ExportCheck]:
    """Before a bundle can no longer say whom its device goes on for, and after."""
    if renewals > MAX_VOUCHES:
        text = said(
            "Máy này đã đổi định danh {count} lần mà có người nhận chưa biết: gói chỉ tự giới thiệu được"
            " {most} lần đổi gần nhất, họ sẽ coi là của người lạ. Hãy đưa họ thẻ mới của bạn để ghi nhận.",
            count=renewals,
            most=MAX_VOUCHES,
        )
        return [_may(text)]
    if renewals >= MAX_VOUCHES - 1:
        text = said(
            "Máy này đã đổi định danh {count} lần mà có người nhận chưa biết. Hãy gửi gói này và lấy biên nhận"
            " trước khi đổi nữa: quá {most} lần, họ sẽ coi gói là của người lạ.",
            count=renewals,
            most=MAX_VOUCHES,
        )
        return [_may(text)]
    return []


def _content_checks(absent: int, conflicts: int, drafts: int, gaps: int) -> list[ExportCheck]:
    found = []
    if absent:
        text = said("{count} minh chứng chưa có ở máy này: gói không mang theo.", count=absent)
        found.append(_may(text))
    else:
        found.append(_fine(said("Mọi minh chứng được nêu đều có ở máy này.")))
    if conflicts:
        text = said("Còn {count} xung đột chưa quyết định: gói mang cả hai bên.", count=conflicts)
        found.append(_may(text))
    else:
        found.append(_fine(said("Không có xung đột chờ quyết định.")))
    if drafts:
        text = said("{count} ô đang gõ dở, chưa hợp lệ: gói không mang theo.", count=drafts)
        found.append(_may(text))
    else:
        found.append(_fine(said("Mọi điều đã gõ đều đã lưu.")))
    if gaps:
        text = said("Còn thiếu {count} đoạn của máy khác: gói mang phần đang có.", count=gaps)
        found.append(_may(text))
    return found


def _may(text: str) -> ExportCheck:
    return ExportCheck(Weight.MAY, text)


def _fine(text: str) -> ExportCheck:
    return ExportCheck(Weight.FINE, text)
