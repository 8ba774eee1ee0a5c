"""``log verify``: proving the own log, another vault's, or what a bundle carries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from inspector_app.domain.errors import ChangeRefusedError
from inspector_app.domain.log.chains import (
    ChainVerdict,
    Comparison,
    Fault,
    Finding,
    Remark,
    Row,
    StoredChain,
    Tools,
    compare_chains,
)
from inspector_app.domain.log.change import Ref, Segment
from inspector_app.domain.log.ids import ActorId, DeviceId, EntityId
from inspector_app.domain.log.runs import link
from inspector_app.domain.log.verification import verify_chain
from inspector_app.domain.saying import said
from inspector_app.services.bundles import BundleService
from inspector_app.services.directory import Directory
from inspector_app.services.glance import Glance
from inspector_app.services.ports.host import Progress
from inspector_app.services.ports.store import Log
from inspector_app.services.rooms import OpenVault, Rooms
from inspector_app.services.vaults import read_identity
from inspector_app.services.verdicts import ChainView, LogVerdict, VerdictLine, line_of

_WHAT: Final = said("Đang kiểm chứng nhật ký")


class VerificationService:
    """Judges logs; writes nothing, anywhere."""

    def __init__(self, vault: OpenVault, bundles: BundleService) -> None:
        self._vault, self._bundles = vault, bundles

    def own(self, progress: Progress | None = None) -> LogVerdict:
        """The log of the open vault. Raises: CancelledError."""
        with self._vault.store.read() as log:
            known = Known(self._vault, log)
            found = _walk(self._vault, log, known, progress)
            return _verdict(self._vault.path, "own", known, found)

    def of(self, path: str, secret: str, progress: Progress | None = None) -> LogVerdict:
        """What somebody hands over, compared with the own log.

        Args:
            path: the folder of another vault, or a bundle that this vault can open.
            secret: passphrase or recovery code of that vault; not looked at for a bundle.
            progress: hears of the records walked; may raise CancelledError.

        Raises:
            NotAVaultError, WrongPassphraseError, VaultDamagedError, VaultVersionError
            BundleDamagedError, BundleSenderError, BundleRecipientError, BundleVersionError
        """
        if self._vault.rooms.files.is_folder(path):
            return verify_vault(self._vault.rooms, path, secret, progress, self._vault)
        return self._bundle(path, progress)

    def _bundle(self, path: str, progress: Progress | None) -> LogVerdict:
        carried = _Carried(self._vault, path)
        self._bundles.read(path, carried, progress)
        with self._vault.store.read() as log:
            known = Known(self._vault, log)
            found = Walked()
            for dev, runs in carried.by_device().items():
                chain, broken = _chain_of(dev, runs, self._vault.rooms)
                found.extra += [
                    Finding(Fault.ALTERED, dev, one.first, one.seal.seq) for one in broken
                ]
                verdict = verify_chain(chain, tools_of(self._vault.rooms), known.person(dev))
                found.chains.append(_without_filled(verdict, runs, log))
                ids = [(seq, h) for piece in chain.pieces for seq, h, _raw in piece]
                result = compare_chains(log.walks.ids(dev), ids)
                last = ids[-1][0] if ids else 0  # a bundle need not carry what stood before
                after = tuple(seq for seq in result.only_here if seq > last or result.split)
                found.extra += _differences(dev, replace(result, only_here=after))
            return replace(_verdict(path, "bundle", known, found), is_compared=True)


def verify_vault(
    rooms: Rooms,
    path: str,
    secret: str,
    progress: Progress | None = None,
    own: OpenVault | None = None,
) -> LogVerdict:
    """Verify the log of a vault folder that somebody hands over; the folder stays as it is.

    Args:
        rooms: the rooms.
        path: the folder.
        secret: its passphrase or recovery code.
        progress: hears of the records walked.
        own: the vault to compare with, and whose word on trust counts.

    Raises:
        NotAVaultError, WrongPassphraseError, VaultDamagedError, VaultVersionError, CancelledError
    """
    key = rooms.slots.open(rooms.vaults.slots(path), secret)
    opened = rooms.vaults.open_copy(path, key)
    try:
        with opened.store.read() as log:
            identity = read_identity(rooms, log)
            copy = OpenVault(path, rooms, opened.store, opened.evidence, identity)
            if own is None:
                known = Known(copy, log)
                return _verdict(path, "vault", known, _walk(copy, log, known, progress))
            with own.store.read() as mine:
                known = Known(own, mine, Known(copy, log))
                found = _walk(copy, log, known, progress)
                found.extra += list(_compared(mine, log))
            verdict = _verdict(path, "vault", known, found, owner=copy.identity.actor)
            return replace(verdict, is_compared=True)
    finally:
        opened.close()


def tools_of(rooms: Rooms) -> Tools:
    """What walking a chain needs."""
    return Tools(rooms.keys.verify, rooms.changes.outline, rooms.changes.decode)


class Known:
    """Who is who: by the vault that judges, else by what the judged one says.

    Args:
        vault: whose word counts.
        log: its running transaction.
        other: what the vault that is judged knows.
    """

    def __init__(self, vault: OpenVault, log: Log, other: Known | None = None) -> None:
        self._directory = Directory(vault, log)
        self._claims = log.by_path("trust")
        self._own = vault.identity
        self._other = other

    def device(self, dev: DeviceId) -> str:
        """A machine's name, or the beginning of its id."""
        name = self._directory.device(dev)
        if name == dev.hex()[:8] and self._other is not None:
            return self._other.device(dev)
        return name

    def author(self, actor: ActorId) -> str:
        """A person's name, or the beginning of the id."""
        name = self._directory.author(actor)
        if name == actor.hex()[:8] and self._other is not None:
            return self._other.author(actor)
        return name

    def person(self, dev: DeviceId) -> ActorId | None:
        """Whose card a device has."""
        found = self._directory.person_of(dev)
        return found if found or self._other is None else self._other.person(dev)

    def is_own(self, dev: DeviceId) -> bool:
        """Whether it is the judging vault's own device."""
        return dev == self._own.dev

    @property
    def owner(self) -> ActorId:
        """The judging vault's person."""
        return self._own.actor

    def enroller(self, dev: DeviceId) -> str:
        """The trusted machine that recorded a device's card; empty where none did."""
        if self.is_own(dev):
            return ""
        for head in self._claims.get(EntityId(dev), ()):
            if head.dev != dev and self._directory.is_trusted(head.dev):
                return self.device(head.dev)
        return self._other.enroller(dev) if self._other is not None else ""

    def trust(self, dev: DeviceId) -> Fault | Remark | None:
        """What is to be said of a device's trust; None for nothing."""
        if self._directory.is_trusted(dev):
            return None
        is_claimed = any(head.dev != dev for head in self._claims.get(EntityId(dev), ()))
        further = self._other.trust(dev) if self._other is not None else Fault.STRANGER
        return Remark.UNTRUSTED if is_claimed or further is not Fault.STRANGER else Fault.STRANGER


class Walked:
    """What walking several chains gave."""

    def __init__(self) -> None:
        self.chains: list[ChainVerdict] = []
        self.extra: list[Finding] = []


def _walk(vault: OpenVault, log: Log, known: Known, progress: Progress | None) -> Walked:
    total, done, found = log.count(), 0, Walked()

    def tick(rows: int) -> None:
        nonlocal done
        done += rows
        if progress is not None:
            progress(min(done, total), total, _WHAT)

    for chain in log.walks.chains():
        is_foreign = chain.dev != vault.identity.dev
        chain = replace(chain, own_end=0) if is_foreign else chain
        found.chains.append(
            verify_chain(chain, tools_of(vault.rooms), known.person(chain.dev), tick)
        )
    waiting: dict[DeviceId, int] = {}
    for dev, _seq in log.walks.waiting():
        waiting[dev] = waiting.get(dev, 0) + 1
    found.extra += [Finding(Remark.WAITING, dev, 0, 0, count=n) for dev, n in waiting.items()]
    return found


def _compared(mine: Log, theirs: Log) -> Iterator[Finding]:
    devices = {one.dev: None for one in mine.walks.chains()} | {
        one.dev: None for one in theirs.walks.chains()
    }
    for dev in devices:
        yield from _differences(dev, compare_chains(mine.walks.ids(dev), theirs.walks.ids(dev)))


def _differences(dev: DeviceId, result: Comparison) -> Iterator[Finding]:
    ours, theirs = result.only_here, result.only_there
    if result.split:
        yield Finding(Fault.SPLIT, dev, result.split, max(ours[-1], theirs[-1]), count=len(theirs))
        return
    if ours:
        yield Finding(Remark.BEHIND, dev, ours[0], ours[-1], count=len(ours))
    if theirs:
        yield Finding(Remark.AHEAD, dev, theirs[0], theirs[-1], count=len(theirs))


def _verdict(
    path: str, kind: str, known: Known, found: Walked, owner: ActorId | None = None
) -> LogVerdict:
    trust = [(one.dev, known.trust(one.dev)) for one in found.chains]
    findings = [one for chain in found.chains for one in chain.findings]
    findings += [Finding(code, dev, 0, 0) for dev, code in trust if code is not None]
    findings += found.extra
    lines = [(one, line_of(one, known.device, known.author)) for one in findings]
    bad = {one.dev for one in findings if isinstance(one.code, Fault)}
    return LogVerdict(
        path=path,
        kind=kind,
        owner=known.author(owner or known.owner),
        changes=sum(one.changes for one in found.chains),
        chains=tuple(_chain_view(one, known, is_sound=one.dev not in bad) for one in found.chains),
        problems=tuple(_only(lines, Fault)),
        remarks=tuple(_only(lines, Remark)),
    )


def _only(
    lines: Sequence[tuple[Finding, VerdictLine]], kind: type[Fault] | type[Remark]
) -> Iterator[VerdictLine]:
    return (line for one, line in lines if isinstance(one.code, kind))


def _chain_view(one: ChainVerdict, known: Known, *, is_sound: bool) -> ChainView:
    return ChainView(
        device=known.device(one.dev),
        device_id=one.dev.hex(),
        person=", ".join(sorted(known.author(actor) for actor in one.people)),
        enrolled_by=known.enroller(one.dev),
        is_own=known.is_own(one.dev),
        changes=one.changes,
        first=one.first,
        last=one.last,
        sessions=one.sessions,
        is_sound=is_sound,
    )


class _Carried(Glance):
    """A ``BundleSink`` that keeps the runs."""

    def __init__(self, vault: OpenVault, path: str) -> None:
        super().__init__(vault, path)
        self._runs: list[Segment] = []

    def segment(self, segment: Segment) -> None:
        """Keep a run."""
        super().segment(segment)
        self._runs.append(segment)

    def by_device(self) -> Mapping[DeviceId, list[Segment]]:
        """The runs of each device, by number."""
        found: dict[DeviceId, list[Segment]] = {}
        for one in sorted(self._runs, key=lambda run: run.first):
            found.setdefault(one.seal.dev, []).append(one)
        return found


def _without_filled(verdict: ChainVerdict, runs: Sequence[Segment], log: Log) -> ChainVerdict:
    """Without the gaps in front of runs whose predecessor this vault has."""
    here = {
        run.first - 1
        for run in runs
        if log.change(Ref(run.seal.dev, run.first - 1, run.previous[:16])) is not None
    }
    kept = (one for one in verdict.findings if one.code is not Remark.GAP or one.last not in here)
    return replace(verdict, findings=tuple(kept))


def _chain_of(
    dev: DeviceId, runs: Sequence[Segment], rooms: Rooms
) -> tuple[StoredChain, list[Segment]]:
    """The runs of a bundle as a stored chain, and those whose seal or hashes do not fit."""
    rows: dict[bytes, Row] = {}
    gaps: dict[bytes, bytes] = {}
    broken = []
    for run in runs:
        try:
            ids = link(run, rooms.keys.verify)
        except ChangeRefusedError:
            broken.append(run)
            continue
        for seq, (id_, raw) in enumerate(zip(ids, run.frames, strict=True), run.first):
            rows[id_] = (seq, id_, raw)
        if run.first > 1:
            gaps[ids[0]] = run.previous
    gaps = {h: base for h, base in gaps.items() if base not in rows}
    whole = [run for run in runs if run not in broken]
    chain = StoredChain(
        dev, runs[0].public_key, tuple(one.seal for one in whole), gaps, (sorted(rows.values()),)
    )
    return chain, broken
