"""A leader's real vault that knows every laptop of the workload, and real bundles for it."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inspector_app.crypto.sealing import Sealer
from inspector_app.crypto.slots import KeySlots
from inspector_app.crypto.vault_keys import VaultKeys
from inspector_app.domain.log.change import Register, Segment
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.plan import PlannedMember
from inspector_app.domain.trip.values import Role
from inspector_app.formats.bundles import BundleCodec
from inspector_app.formats.cards import CardCodec
from inspector_app.formats.manifests import NAMESPACE
from inspector_app.services.ports.formats import BundleManifest, Card, EvidenceSource
from inspector_app.services.workshop import Services
from tests.bench.merge_workload import Device, Portion
from tests.kit.records import KEYS
from tests.kit.team import PASSPHRASE, Colleague, colleague, sample_trip, workshop


@dataclass
class Leader:
    """A closed vault with a trip, its inspections and the enrolled laptops; copied for each run."""

    folder: Path
    path: Path
    recipient: str
    trip: bytes
    form: bytes
    inspections: tuple[EntityId, ...]
    real: EntityId
    """An inspection whose form has real questions."""

    def open(self, name: str) -> Services:
        """A fresh copy of the vault, open."""
        copy = self.folder / name
        shutil.copytree(self.path, copy)
        return workshop().open_vault(str(copy), PASSPHRASE)


def make_leader(folder: Path, devices: Sequence[Device], inspections: int) -> Leader:
    """Create the vault through the services; inspections are added as the trip's author adds them."""
    plan = workshop().read_trip(str(sample_trip()))
    who = next(one for one in plan.members if one.team == 1 and one.role is Role.LEADER)
    one = colleague(folder, "truong-doan", PlannedMember(1, who.name, "", "", Role.LEADER))
    one.services.trips.create(str(sample_trip()))
    for laptop in devices:
        card = folder / f"may-{laptop.number}.inspcard"
        card.write_bytes(_card(laptop))
        one.services.cards.import_(str(card))
    leader = _with_inspections(one, folder, inspections)
    one.services.close()
    return leader


def _card(laptop: Device) -> bytes:
    card = Card(f"Người thử {laptop.number}", "", "", f"Máy thử {laptop.number}", laptop.public)
    return CardCodec().encode(card, lambda text: KEYS.sign(laptop.secret.device_seed, text))


def _with_inspections(one: Colleague, folder: Path, inspections: int) -> Leader:
    services = one.services
    rows = services.inspections.list()
    real = next(row.inspection for row in rows if row.inspection.unit.kind == "commune")
    store = services.bundles._vault.store
    with store.read() as log:
        trip = log.entities(EntityType.TRIP)[0]
        frame = {
            path: log.heads(Register(real.id, path))[0].value for path in ("unit", "team", "form")
        }
    made = []
    with services.bundles._journal.write() as pen:
        for _ in range(inspections):
            made.append(pen.create(EntityType.INSPECTION, trip, frame))
    vault = services.bundles._vault
    return Leader(
        folder=folder,
        path=Path(one.created.path),
        recipient=vault.identity.public.age_recipient,
        trip=trip,
        form=bytes.fromhex(real.form_sha256),
        inspections=tuple(made),
        real=real.id,
    )


def write_bundle(
    leader: Leader,
    portion: Portion,
    path: Path,
    number: int = 1,
    evidence: Sequence[EvidenceSource] = (),
) -> Path:
    """A portion as the bundle that its device would hand over."""
    laptop, seal = portion.device, portion.segment.seal
    manifest = BundleManifest(
        purpose="changes",
        created_ms=1_568_600_000_000,
        export_number=number,
        trip=leader.trip,
        device=laptop.dev,
        actor=laptop.actor,
        sender=f"Người thử {laptop.number}",
        recipients=tuple(sorted({leader.recipient, laptop.public.age_recipient})),
        heads=((seal.dev, seal.seq, seal.id),),
        absent=(),
        counts={},
        members=(),
    )

    def sign(message: bytes) -> bytes:
        return KEYS.ssh_sign(laptop.secret.device_seed, message, NAMESPACE)

    container = BundleCodec().write(manifest, [portion.segment], evidence, {}, sign)
    with path.open("wb") as sink:
        Sealer().seal(container, sink, manifest.recipients)
    return path


class Nothing:
    """A sink and a file at once that everything goes into and nothing comes out of."""

    def trusts(self, public_key: bytes, manifest_device: bytes) -> bool:
        return True

    def manifest(self, manifest: BundleManifest, signer: bytes) -> None:
        pass

    def segment(self, segment: Segment) -> None:
        pass

    def evidence(self, sha256: str) -> Nothing:
        return self

    def meta(self, name: str, data: bytes) -> None:
        pass

    def write(self, data: bytes) -> int:
        return len(data)

    def complete(self) -> None:
        pass

    def publish(self) -> str:
        return ""


def database_key(vault: Path) -> bytes:
    """The raw key of a vault's database."""
    key = KeySlots().open((vault / "slots.json").read_bytes(), PASSPHRASE)
    return VaultKeys().database_key(key)
