"""Devices: why each is trusted, what is held and missing of it; revoking, adopting, renewing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from inspector_app.domain.errors import (
    AmbiguousNameError,
    InputValueError,
    NotAllowedError,
    NotFoundError,
)
from inspector_app.domain.log.change import Register, StoredChange, Value
from inspector_app.domain.log.ids import NO_CHANGE, ChangeId, DeviceId, EntityId
from inspector_app.domain.log.quarantine import ADOPT, REVOKE, is_control
from inspector_app.domain.saying import said
from inspector_app.domain.text import clean, fold
from inspector_app.services.cards import CardService
from inspector_app.services.device_views import DeviceView, QuarantinedView, Trust
from inspector_app.services.device_watch import DeviceWatch
from inspector_app.services.directory import Directory
from inspector_app.services.entering import require_lawful
from inspector_app.services.forms import FormService
from inspector_app.services.journal import Journal, Pen
from inspector_app.services.outcomes import Outcome, Touched
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import author_devices
from inspector_app.services.renewal import RENEWED_NOTE, RenewalView, Why, renew, untold
from inspector_app.services.rooms import OpenVault
from inspector_app.services.views import CardView
from inspector_app.services.vouching import predecessors

DEVICE: Final = "device"
"""What ``Touched.kind`` says of a device."""


class DeviceService:
    """The devices whose changes this vault holds or would take in."""

    def __init__(
        self, vault: OpenVault, journal: Journal, cards: CardService, forms: FormService
    ) -> None:
        self._vault = vault
        self._forms = forms
        self._journal = journal
        self._cards = cards

    # --- looking

    def list(self) -> tuple[DeviceView, ...]:
        """Every known device: the own one, then by person and name."""
        with self._vault.store.read() as log:
            watch = DeviceWatch(self._vault, log, self._forms)
            views = [watch.view(dev) for dev in watch.devices()]
        return tuple(
            sorted(views, key=lambda one: (one.trust is not Trust.OWN, one.person, one.name))
        )

    def find(self, text: str) -> DeviceView:
        """The device with that name, or whose id begins so.

        Raises: NotFoundError, AmbiguousNameError.
        """
        wanted, views = clean(text), self.list()
        found = [one for one in views if wanted and one.id.startswith(wanted.lower())]
        found = found or [one for one in views if fold(one.name) == fold(wanted)]
        if not found:
            raise NotFoundError(kind="máy", name=text)
        if len(found) > 1:
            ids = ", ".join(f"{one.name} ({one.id[:8]})" for one in found)
            raise AmbiguousNameError(kind="máy", name=text, matches=ids)
        return found[0]

    def quarantine(self, device: str = "") -> tuple[QuarantinedView, ...]:
        """The changes that are held and do not count, by device and number.

        Args: ``device``: ``DeviceView.id`` of one; all by default.
        """
        with self._vault.store.read() as log:
            watch = DeviceWatch(self._vault, log, self._forms)
            held = [one for one in log.quarantined() if device in ("", one.change.dev.hex())]
            views = [watch.held_view(one) for one in held]
        return tuple(sorted(views, key=lambda one: (one.device, one.seq, one.change)))

    def may_manage(self) -> bool:
        """Whether this vault's person may revoke and adopt: a team leader, or the trip's author."""
        with self._vault.store.read() as log:
            return Directory(self._vault, log).may_manage()

    # --- revoking

    def revoke(self, device: str, reason: str, at: str = "") -> Outcome[DeviceView]:
        """Trust a device only up to one of its changes; the rest goes into quarantine everywhere.

        Args:
            device: ``DeviceView.id``.
            reason: why; mandatory.
            at: the last change to trust: its number, 0 for none, or the beginning of its id; by
                default the newest held, or none where the device is cut off with one before it.

        Raises:
            NotAllowedError: neither a team leader nor the trip's author; or the author's own device.
            NotFoundError: no such device or change.
            InputValueError: no reason; the present device itself; a forked chain without ``at``; a
                later cut than before, and between the two something that nobody may write.
        """
        dev = DeviceId(bytes.fromhex(device))
        with self._journal.write() as pen:
            directory = self._require_manager(pen.log, reason)
            if dev == self._vault.identity.dev:
                raise InputValueError(field="Máy", what="không thu hồi được chính máy đang dùng")
            if directory.is_author(dev) and not directory.is_author(self._vault.identity.dev):
                raise NotAllowedError(what="thu hồi máy của người lập đợt")
            seq, id_ = _last_trusted(pen.log, dev, at)
            self._keep_heirs(pen, directory, dev, reason)
            pen.control(_revocations(dev), {"id": id_, "reason": clean(reason), "seq": seq})
            require_lawful(pen.log, directory, pen.collected)
        return self._outcome(dev)

    def restore(self, device: str, reason: str) -> Outcome[DeviceView]:
        """Take a revocation back: everything that the device wrote counts again.

        Raises:
            NotAllowedError: neither a team leader nor the trip's author.
            InputValueError: no reason; the device is not revoked; among what it wrote there is
                something it must not write: only single changes can be adopted then.
        """
        dev = DeviceId(bytes.fromhex(device))
        with self._journal.write() as pen:
            directory = self._require_manager(pen.log, reason)
            if not directory.is_revoked(dev):
                raise InputValueError(field="Máy", what="máy này không bị thu hồi")
            pen.control(_revocations(dev), {"reason": clean(reason)})
            require_lawful(pen.log, directory, pen.collected)
        return self._outcome(dev)

    def adopt(self, changes: Sequence[str], reason: str) -> Outcome[tuple[QuarantinedView, ...]]:
        """Make single changes in quarantine count, in every vault.

        Args:
            changes: ``QuarantinedView.change``, or the beginning of one.
            reason: why; mandatory.

        Raises:
            NotAllowedError: neither a team leader nor the trip's author.
            NotFoundError, AmbiguousNameError
            InputValueError: no reason, no change, or one that its device may not write.
        """
        with self._journal.write() as pen:
            directory = self._require_manager(pen.log, reason)
            watch = DeviceWatch(self._vault, pen.log, self._forms)
            found = [_held(pen.log, text) for text in dict.fromkeys(changes)]
            if not found:
                raise InputValueError(field="Thay đổi", what="chưa chọn thay đổi nào")
            views = tuple(watch.held_view(one) for one in found)
            for one in found:
                if is_control(one):
                    raise InputValueError(
                        field="Thay đổi",
                        what="không nhận lại được một lần thu hồi hay một lần nhận",
                    )
                value: Value = {
                    "dev": one.change.dev,
                    "id": one.id,
                    "reason": clean(reason),
                    "seq": one.change.seq,
                }
                pen.control(Register(EntityId(one.id[:16]), ADOPT), value)
            require_lawful(pen.log, directory, pen.collected)
        touched = [Touched(DEVICE, EntityId(one.change.dev)) for one in found]
        touched += [Touched("change", one.change.ent) for one in found]
        return Outcome(views, tuple(dict.fromkeys(touched)))

    # --- the own identity

    def renew(self, reason: str) -> CardView:
        """Give this device a new identity; the vault must be opened anew afterwards.

        Raises:
            InputValueError: no reason.
            DiskFullError: nothing was changed.
        """
        if not clean(reason):
            raise InputValueError(field="Lý do", what="chưa nhập")
        renewed = renew(self._vault, Why.ASKED, reason=clean(reason))
        self._journal.retire()
        return CardService(renewed, self._journal).own()

    def renewed(self) -> RenewalView | None:
        """The renewal at an opening that the person is still to be told of."""
        with self._vault.store.read() as log:
            return untold(log)

    def dismiss(self) -> None:
        """The person was told of the renewal."""
        with self._vault.store.write() as log:
            log.drop_note(RENEWED_NOTE)

    def _require_manager(self, log: Log, reason: str) -> Directory:
        directory = Directory(self._vault, log)
        if not directory.may_manage():
            raise NotAllowedError(what="thu hồi hay nhận lại thay đổi của máy khác")
        if not clean(reason):
            raise InputValueError(field="Lý do", what="chưa nhập; mỗi lần thu hồi cần một lý do")
        return directory

    def _keep_heirs(self, pen: Pen, directory: Directory, dev: DeviceId, reason: str) -> None:
        """Whoever goes on for a revoked device falls with it, but not who was enrolled by itself."""
        authors, own = author_devices(pen.log), self._vault.identity.dev
        for new, old in predecessors(pen.log).items():
            enrolment = directory.enrolled.get(new)
            is_known = enrolment is not None and not enrolment.is_vouched
            if old != dev or not (is_known or new == own or (dev in authors and own in authors)):
                continue
            if enrolment is not None and new != own:
                pen.trust(EntityId(new), enrolment.card_bytes, enrolment.member)
            pen.control(_revocations(new), {"reason": clean(reason)})

    def _outcome(self, dev: DeviceId) -> Outcome[DeviceView]:
        with self._vault.store.read() as log:
            view = DeviceWatch(self._vault, log, self._forms).view(dev)
        return Outcome(view, (Touched(DEVICE, EntityId(dev)), Touched("card", EntityId(dev))))


def _revocations(dev: DeviceId) -> Register:
    """The register that says up to where a device is trusted."""
    return Register(EntityId(dev), REVOKE)


def _last_trusted(log: Log, dev: DeviceId, at: str) -> tuple[int, ChangeId]:
    """Number and id of the last change to trust. Raises: NotFoundError, InputValueError."""
    ends = [leaf.seal for leaf in log.leaves() if leaf.dev == dev]
    text = clean(at).lower()
    has_fallen = any(cut.inherited_from for cut in log.cuts().get(dev, ()))
    if text == "0" or (not text and (has_fallen or not ends)):
        return 0, NO_CHANGE
    if not text and len(ends) > 1:
        listed = ", ".join(f"{end.seq} ({end.id.hex()[:8]})" for end in ends)
        raise InputValueError(
            field="Tin đến thay đổi",
            what=said("máy có nhiều nhánh, kết thúc tại {ends}; hãy chọn một", ends=listed),
        )
    if not text:
        return ends[0].seq, ends[0].id
    found = [(seq, ChangeId(id_)) for seq, id_ in log.walks.ids(dev) if _is_called(seq, id_, text)]
    if not found:
        raise NotFoundError(kind="thay đổi của máy", name=at)
    if len(found) > 1:
        listed = ", ".join(id_.hex()[:8] for _seq, id_ in found)
        raise AmbiguousNameError(kind="thay đổi của máy", name=at, matches=listed)
    return found[0]


def _is_called(seq: int, id_: bytes, text: str) -> bool:
    if text.isdecimal() and len(text) < 8:
        return seq == int(text)
    return len(text) >= 4 and id_.hex().startswith(text)


def _held(log: Log, text: str) -> StoredChange:
    """A change in quarantine by the beginning of its id. Raises: NotFoundError, AmbiguousNameError."""
    wanted = clean(text).lower()
    found = [one for one in log.quarantined() if wanted and one.id.hex().startswith(wanted)]
    if not found:
        raise NotFoundError(kind="thay đổi bị cách ly", name=text)
    if len(found) > 1:
        ids = ", ".join(one.id.hex()[:12] for one in found)
        raise AmbiguousNameError(kind="thay đổi bị cách ly", name=text, matches=ids)
    return found[0]
