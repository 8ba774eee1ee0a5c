"""What may enter a vault, and what may leave quarantine.

The one is asked of every bundle; the other of whatever makes quarantined changes count: revoking at
another place, taking a revocation back, enrolling a card, adopting, and a bundle that does so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from inspector_app.domain.errors import ChangeRefusedError, InputValueError
from inspector_app.domain.log.change import DEVICE_KINDS, Kind, StoredChange
from inspector_app.domain.log.ids import ActorId, DeviceId
from inspector_app.domain.log.outlook import Outlook
from inspector_app.domain.log.quarantine import GENESIS
from inspector_app.domain.log.runs import Run, Verify
from inspector_app.domain.saying import said
from inspector_app.services.directory import Directory
from inspector_app.services.judging import Known, breach
from inspector_app.services.ports.store import Log
from inspector_app.services.vouching import vouch_in


def require_genesis(run: Run, verify: Verify) -> None:
    """Refuse a chain that does not begin by saying whose it is, or goes on for another unproven.

    Raises: ChangeRefusedError
    """
    if run.segment.first > 1:
        return
    change = run[0].change
    value = change.value
    is_genesis = (change.kind, change.path) == (Kind.GENESIS, GENESIS)
    if not is_genesis or bytes(change.ent) != change.dev or not isinstance(value, Mapping):
        raise ChangeRefusedError(what=said("chuỗi không bắt đầu bằng lời khai của chính máy đó"))
    if value.get("old") is None:
        return
    vouch = vouch_in(value)
    if vouch is None or vouch.new != change.dev or not vouch.holds(verify):
        raise ChangeRefusedError(
            what=said("máy tự nhận thay máy khác mà không có chữ ký bảo chứng")
        )


def freed(before: Outlook, after: Outlook, held: Iterable[StoredChange]) -> list[StoredChange]:
    """What lay in quarantine and begins to do something: nobody has judged it so far."""
    return [one for one in held if before.is_idle(one) and not after.is_idle(one)]


def breach_among(
    log: Log,
    directory: Directory,
    found: Iterable[StoredChange],
    persons: Mapping[DeviceId, ActorId] | None = None,
) -> tuple[StoredChange, str] | None:
    """The first of stored changes that breaks a rule, and which; None where all may stand.

    Args:
        log: the running transaction.
        directory: who is enrolled.
        found: what begins to count (``freed``).
        persons: whose name the changes of devices must carry that are being enrolled just now.
    """
    found = tuple(found)
    known = Known(log, told=found)
    for one in found:
        dev = one.change.dev
        person = (persons or {}).get(dev) or directory.person_of(dev)
        what = breach(log, directory, dev, person, one.change, known)
        if what:
            return one, what
    return None


def told(runs: Iterable[Run]) -> Iterator[StoredChange]:
    """What runs say of devices."""
    for run in runs:
        for at, one in enumerate(run.records.fields):
            if one.kind in DEVICE_KINDS:
                yield run[at]


def entering(directory: Directory, runs: Iterable[Run], outlook: Outlook) -> set[DeviceId]:
    """The devices whose runs may be stored: to count, or else whole, to stay in quarantine.

    A revocation lets nobody in: of an unknown device nothing may lie below the cut.
    """
    found: dict[DeviceId, bool] = {}
    for run in runs:
        dev = run.segment.seal.dev
        if found.get(dev, True):
            is_held = dev in outlook.cuts and all(outlook.is_beyond(one) for one in run)
            found[dev] = directory.is_trusted(dev) or is_held
    return {dev for dev, may_enter in found.items() if may_enter}


def require_lawful(
    log: Log,
    directory: Directory,
    controls: Iterable[StoredChange],
    persons: Mapping[DeviceId, ActorId] | None = None,
) -> None:
    """Refuse to write what would free something from quarantine that nobody may write.

    Args:
        log: the running transaction, which does not know of ``controls`` yet.
        directory: who is enrolled.
        controls: what is being written of devices.
        persons: as for ``breach_among``.

    Raises: InputValueError
    """
    held = log.quarantined()
    if not held:
        return
    found = freed(log.foresee(), log.foresee(controls), held)
    broken = breach_among(log, directory, found, persons)
    if broken is not None:
        raise InputValueError(
            field="Máy",
            what=said(
                "việc này làm thay đổi {seq} của {device} có hiệu lực, mà thay đổi đó trái quyền"
                " ({what}); hãy nhận lại từng thay đổi đúng, hoặc để máy ấy đổi danh tính rồi nhập"
                " thẻ mới",
                seq=broken[0].change.seq,
                device=directory.device(broken[0].change.dev),
                what=broken[1],
            ),
        )
