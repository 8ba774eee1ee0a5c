"""Bundles for tests: honest ones through the codec, forged ones byte by byte."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from inspector_app.domain.log.change import Segment, actor_id, device_id
from inspector_app.formats.bundle_reader import BundleReader
from inspector_app.formats.bundles import BundleCodec
from inspector_app.formats.cards import CardCodec
from inspector_app.formats.manifests import NAMESPACE
from inspector_app.formats.ustar import BLOCK, END, header, padding
from inspector_app.services.ports import formats as ports
from inspector_app.services.ports.formats import BundleManifest, Card, EvidenceSource
from tests.kit.records import KEYS, device_key, public_keys, sealed_run, secret_keys

CODEC: ports.BundleCodec = BundleCodec()
Members = list[tuple[str, bytes]]


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def manifest(number: int = 1, **fields: Any) -> BundleManifest:
    """A manifest of person ``number`` without members."""
    plain: dict[str, Any] = {
        "purpose": "changes",
        "created_ms": 1_568_600_000_000,
        "export_number": 1,
        "trip": bytes([3]) * 16,
        "device": device_id(device_key(number)),
        "actor": actor_id(public_keys(number).person),
        "sender": "Nguyễn Văn A",
        "recipients": (public_keys(2).age_recipient,),
        "heads": (),
        "absent": (sha256(b"absent"),),
        "counts": {"inspections": 2},
        "members": (),
        "team": bytes([4]) * 16,
    }
    return BundleManifest(**{**plain, **fields})


def evidence(data: bytes, piece: int = 4096) -> EvidenceSource:
    """A source of evidence that yields pieces."""
    return EvidenceSource(
        sha256(data),
        len(data),
        lambda: (data[at : at + piece] for at in range(0, len(data), piece)),
    )


def card_file(number: int = 1) -> tuple[str, bytes]:
    """A card as a member: name and bytes."""
    keys = public_keys(number)
    card = Card("Nguyễn Văn A", "Giám đốc", "Sở Nội vụ", "Máy 1", keys)
    data = CardCodec().encode(card, lambda text: KEYS.sign(secret_keys(number).device_seed, text))
    return f"meta/cards/{device_id(keys.device).hex()}.inspcard", data


def form_file(text: str = "<h:html/>") -> tuple[str, bytes]:
    """A form as a member: name and bytes."""
    return f"meta/forms/{sha256(text.encode())}.xml", text.encode()


def sign(message: bytes, number: int = 1, namespace: str = NAMESPACE) -> bytes:
    return KEYS.ssh_sign(secret_keys(number).device_seed, message, namespace)


def verify(message: bytes, signature: bytes) -> bytes | None:
    return KEYS.ssh_verify(message, signature, NAMESPACE)


def honest(
    segments: Sequence[Segment] | None = None,
    photos: Sequence[bytes] = (b"photo one " * 100, b"photo two " * 60),
    meta: Mapping[str, bytes] | None = None,
    **fields: Any,
) -> bytes:
    """A whole good bundle of person 1."""
    runs = [sealed_run(["có", None, {"a": 1}])] if segments is None else segments
    extra = dict([card_file(), form_file()]) if meta is None else meta
    sources = [evidence(photo) for photo in photos]
    with CODEC.write(manifest(**fields), runs, sources, extra, sign) as stream:
        return stream.read()


@dataclass(slots=True)
class Staged:
    """A staging file in memory."""

    data: bytearray = field(default_factory=bytearray)
    is_published: bool = False

    def write(self, data: bytes) -> int:
        self.data += data
        return len(data)

    def complete(self) -> None:
        """Nothing to give back."""

    def publish(self) -> str:
        self.is_published = True
        return sha256(bytes(self.data))


@dataclass(slots=True)
class Sink:
    """Keeps what it is given; trusts the devices it is told."""

    trusted: Iterable[bytes] = field(default_factory=lambda: (device_key(1),))
    asked: list[bytes] = field(default_factory=list)
    manifests: list[BundleManifest] = field(default_factory=list)
    segments: list[Segment] = field(default_factory=list)
    files: dict[str, Staged] = field(default_factory=dict)
    metas: dict[str, bytes] = field(default_factory=dict)

    def trusts(self, public_key: bytes, manifest_device: bytes) -> bool:
        assert not self.manifests
        assert manifest_device == device_id(public_key)
        self.asked.append(public_key)
        return public_key in self.trusted

    def manifest(self, manifest: BundleManifest, signer: bytes) -> None:
        assert self.asked == [signer]
        self.manifests.append(manifest)

    def segment(self, segment: Segment) -> None:
        self.segments.append(segment)

    def evidence(self, sha256: str) -> Staged:
        assert sha256 not in self.files
        return self.files.setdefault(sha256, Staged())

    def meta(self, name: str, data: bytes) -> None:
        self.metas[name] = data


def read(data: bytes, sink: Sink | None = None, step: int = 8192) -> BundleManifest:
    """Push a container through the reader, ``step`` bytes at a time, to its end."""
    reader: ports.BundleReader = BundleReader(sink or Sink(), verify, "gói.inspb")
    for at in range(0, len(data), step):
        reader.write(data[at : at + step])
    return reader.finish()


def split(data: bytes) -> Members:
    """The members of a good container, manifest and signature among them."""
    members: Members = []
    at = 0
    while data[at : at + BLOCK] != bytes(BLOCK):
        name = data[at : at + 100].rstrip(b"\0").decode()
        size = int(data[at + 124 : at + 135], 8)
        members.append((name, data[at + BLOCK : at + BLOCK + size]))
        at += BLOCK + size + padding(size)
    return members


def join(members: Members) -> bytes:
    """A container in our spelling; ``split`` backwards."""
    parts = [header(name, len(data)) + data + bytes(padding(len(data))) for name, data in members]
    return b"".join(parts) + END


def canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def listed(members: Members) -> list[dict[str, Any]]:
    """Manifest lines for uncompressed members."""
    return [
        {"name": name, "raw_size": len(data), "sha256": sha256(data), "size": len(data)}
        for name, data in members
    ]


def forged(
    change: Callable[[dict[str, Any]], object] | None = None,
    members: Members | None = None,
    spell: Callable[[bytes], bytes] | None = None,
    base: bytes | None = None,
    number: int = 1,
) -> bytes:
    """A bundle that is validly signed over whatever it says.

    Args:
        change: edits the manifest's JSON in place.
        members: replaces the members' bytes (the manifest follows only through ``change``).
        spell: turns the canonical manifest bytes into other bytes, before they are signed.
        base: the good bundle to start from.
        number: who signs.
    """
    good = split(base or honest())
    plain = json.loads(good[0][1])
    if change is not None:
        change(plain)
    data = canonical(plain)
    if spell is not None:
        data = spell(data)
    rest = good[2:] if members is None else members
    return join([("manifest.json", data), ("manifest.sig", sign(data, number)), *rest])
