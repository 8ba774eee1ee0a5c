"""Everything the services were handed by ``bootstrap``, and the parts of one open vault."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.form.surroundings import Surroundings
from inspector_app.domain.log.change import actor_id, device_id
from inspector_app.domain.log.ids import ActorId, DeviceId, EntityId
from inspector_app.services.ports.crypto import Keys, KeySlots, PublicKeys, Sealer, SecretKeys
from inspector_app.services.ports.documents import (
    MinutesRenderer,
    PagePreview,
    PdfSigner,
    PdfVerifier,
    QrCodes,
    WorkbookWriter,
)
from inspector_app.services.ports.formats import (
    BundleCodec,
    CardCodec,
    ChangeCodec,
    FormReader,
    SelfReportBooks,
    TripReader,
)
from inspector_app.services.ports.host import Clock, Files, Marks, Media, Randomness
from inspector_app.services.ports.receipts import ReceiptCodec
from inspector_app.services.ports.store import EvidenceStore, Store, Vaults


@dataclass(frozen=True, slots=True)
class Rooms:
    """The implementations of all ports."""

    clock: Clock
    randomness: Randomness
    marks: Marks
    files: Files
    media: Media
    vaults: Vaults
    slots: KeySlots
    keys: Keys
    sealer: Sealer
    changes: ChangeCodec
    cards: CardCodec
    bundles: BundleCodec
    receipts: ReceiptCodec
    forms: FormReader
    trips: TripReader
    self_reports: SelfReportBooks
    renderer: MinutesRenderer
    workbooks: WorkbookWriter
    signer: PdfSigner
    verifier: PdfVerifier
    preview: PagePreview
    qr_codes: QrCodes


@dataclass(frozen=True, slots=True)
class Identity:
    """Who writes in this vault: one person on one device."""

    secret: SecretKeys
    public: PublicKeys

    @property
    def dev(self) -> DeviceId:
        """The device's id."""
        return device_id(self.public.device)

    @property
    def actor(self) -> ActorId:
        """The person's id."""
        return actor_id(self.public.person)


@dataclass(frozen=True, slots=True)
class OpenVault:
    """The parts of one open vault that services share."""

    path: str
    rooms: Rooms
    store: Store
    evidence: EvidenceStore
    identity: Identity


def surroundings_of(vault: OpenVault, inspection: EntityId, username: str = "") -> Surroundings:
    """What the forms of an inspection are told of time, chance and who is writing."""
    clock = vault.rooms.clock
    return Surroundings(
        now_ms=clock.now_ms(),
        offset=clock.offset_minutes,
        random_bytes=vault.rooms.randomness.token,
        instance_id=bytes(inspection),
        username=username,
        deviceid=vault.identity.dev.hex(),
    )
