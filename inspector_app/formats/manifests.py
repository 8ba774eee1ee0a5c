"""The signed manifest of a bundle: canonical JSON and every bound of it (``docs/formats/bundle.md``)."""

from __future__ import annotations

import hashlib
import itertools
import re
from collections.abc import Sequence
from typing import Annotated, Any, Final, Literal

import msgspec

from inspector_app.domain.log.change import MAX_INTEGER
from inspector_app.domain.saying import said
from inspector_app.formats.cards import MAX_CARD_BYTES, is_recipient
from inspector_app.formats.segments import MAX_RATIO, MAX_SEGMENT_BYTES
from inspector_app.formats.texts import canonical_json, is_short_text
from inspector_app.services.ports.formats import BundleManifest, BundleMember

FORMAT: Final = "insp-bundle"
VERSION: Final = 1
NAMESPACE: Final = "insp-bundle-v1"
"""What the SSHSIG over the manifest names."""

MIB: Final = 1024 * 1024
MAX_MANIFEST_BYTES: Final = 8 * MIB
MAX_SIGNATURE_BYTES: Final = 4 * 1024
MAX_MEMBERS: Final = 20_000
MAX_HEADS: Final = 1024
MAX_RECIPIENTS: Final = 64
MAX_COUNTS: Final = 32
MAX_PARTS: Final = 1000
PART_COUNTS: Final = ("part", "parts", "part_of")
MAX_EVIDENCE_BYTES: Final = 2 * 1024 * MIB
MAX_FORM_BYTES: Final = 32 * MIB
MAX_RAW_BYTES: Final = 1024 * MIB
MAX_TOTAL_BYTES: Final = 16 * 1024 * MIB

EVIDENCE: Final = re.compile(r"att/([0-9a-f]{64})")
SEGMENT: Final = re.compile(r"changes/([0-9a-f]{32})-([0-9]{16})-([0-9]{16})-([0-9a-f]{16})\.zst")
CARD: Final = re.compile(r"meta/cards/([0-9a-f]{32})\.inspcard")
FORM: Final = re.compile(r"meta/forms/([0-9a-f]{64})\.(?:inspform|xml)")

_Hex16 = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{32}\Z")]
_Hex32 = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
_Team = Annotated[str, msgspec.Meta(pattern=r"\A([0-9a-f]{32})?\Z")]
_CountName = Annotated[str, msgspec.Meta(pattern=r"\A[a-z_]{1,32}\Z")]
_Size = Annotated[int, msgspec.Meta(ge=0, le=MAX_TOTAL_BYTES)]
_Natural = Annotated[int, msgspec.Meta(ge=0, le=MAX_INTEGER)]
_Positive = Annotated[int, msgspec.Meta(ge=1, le=MAX_INTEGER)]
_Signed = Annotated[int, msgspec.Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)]
_Ends = Annotated[list[tuple[_Hex16, _Positive, _Hex32]], msgspec.Meta(max_length=MAX_HEADS)]


class ManifestRefused(Exception):
    """Bytes that are no manifest; the argument says why, in Vietnamese."""


class ManifestTooNew(Exception):
    """A manifest of a later version; the argument names it."""


class _Preface(msgspec.Struct, frozen=True):
    format: str
    version: int


class _Member(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    raw_size: _Size
    sha256: _Hex32
    size: _Size


class _Manifest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    absent: Annotated[list[_Hex32], msgspec.Meta(max_length=MAX_MEMBERS)]
    actor: _Hex16
    base: _Ends
    counts: Annotated[dict[_CountName, _Natural], msgspec.Meta(max_length=MAX_COUNTS)]
    created_ms: _Signed
    device: _Hex16
    export_number: _Positive
    format: Literal["insp-bundle"]
    heads: _Ends
    members: Annotated[list[_Member], msgspec.Meta(max_length=MAX_MEMBERS)]
    purpose: Literal["changes", "trip"]
    recipients: Annotated[list[str], msgspec.Meta(max_length=MAX_RECIPIENTS)]
    sender: str
    team: _Team
    trip: _Hex16
    version: Literal[1]


def write_manifest(manifest: BundleManifest) -> bytes:
    """The manifest's canonical bytes.

    Raises:
        ManifestRefused: a value that no reader would accept.
    """
    plain = {
        "absent": sorted(set(manifest.absent)),
        "actor": manifest.actor.hex(),
        "base": sorted((dev.hex(), seq, id_.hex()) for dev, seq, id_ in manifest.base),
        "counts": dict(manifest.counts),
        "created_ms": manifest.created_ms,
        "device": manifest.device.hex(),
        "export_number": manifest.export_number,
        "format": FORMAT,
        "heads": sorted((dev.hex(), seq, id_.hex()) for dev, seq, id_ in manifest.heads),
        "members": [
            {"name": m.name, "raw_size": m.raw_size, "sha256": m.sha256, "size": m.size}
            for m in manifest.members
        ],
        "purpose": manifest.purpose,
        "recipients": sorted(set(manifest.recipients)),
        "sender": manifest.sender,
        "team": manifest.team.hex(),
        "trip": manifest.trip.hex(),
        "version": VERSION,
    }
    data = canonical_json(plain)
    read_manifest(data)
    return data


def read_manifest(data: bytes) -> BundleManifest:
    """Read manifest bytes whose signature was right, and check everything they say.

    Raises:
        ManifestTooNew: written by a later version of the program.
        ManifestRefused: anything else that the format does not allow.
    """
    try:
        preface = msgspec.json.decode(data, type=_Preface)
        if preface.format == FORMAT and preface.version > VERSION:
            raise ManifestTooNew(f"{FORMAT} {preface.version}")
        plain = msgspec.json.decode(data, type=_Manifest)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ManifestRefused(said("bảng kê không đúng quy cách")) from error
    if canonical_json(plain) != data:
        raise ManifestRefused(said("bảng kê không ở dạng chuẩn tắc"))
    _check(plain)
    return BundleManifest(
        purpose=plain.purpose,
        created_ms=plain.created_ms,
        export_number=plain.export_number,
        trip=bytes.fromhex(plain.trip),
        device=bytes.fromhex(plain.device),
        actor=bytes.fromhex(plain.actor),
        sender=plain.sender,
        recipients=tuple(plain.recipients),
        heads=_ends(plain.heads),
        absent=tuple(plain.absent),
        counts=plain.counts,
        members=tuple(BundleMember(m.name, m.size, m.sha256, m.raw_size) for m in plain.members),
        base=_ends(plain.base),
        team=bytes.fromhex(plain.team),
        sha256=hashlib.sha256(data).hexdigest(),
    )


def count_members(members: Sequence[BundleMember]) -> dict[str, int]:
    """The counts that the members themselves prove."""
    segments = [match for member in members if (match := SEGMENT.fullmatch(member.name))]
    return {
        "changes": sum(int(match[3]) - int(match[2]) + 1 for match in segments),
        "evidence": sum(1 for member in members if EVIDENCE.fullmatch(member.name)),
        "forms": sum(1 for member in members if FORM.fullmatch(member.name)),
        "cards": sum(1 for member in members if CARD.fullmatch(member.name)),
    }


def _check(plain: _Manifest) -> None:
    ordered: tuple[Sequence[Any], ...] = (
        plain.absent,
        plain.base,
        plain.heads,
        plain.recipients,
        [member.name for member in plain.members],
    )
    if not all(_is_ascending(items) for items in ordered):
        raise ManifestRefused(said("bảng kê không được sắp xếp hoặc có mục trùng"))
    if not is_short_text(plain.sender, 1):
        raise ManifestRefused(said("tên người gửi không hợp lệ"))
    if not all(is_recipient(recipient) for recipient in plain.recipients):
        raise ManifestRefused(said("danh sách người nhận không hợp lệ"))
    for member in plain.members:
        _check_member(member)
    if sum(member.size for member in plain.members) > MAX_TOTAL_BYTES:
        raise ManifestRefused(said("gói quá lớn"))
    runs = [member for member in plain.members if SEGMENT.fullmatch(member.name)]
    if sum(member.raw_size for member in runs) > MAX_RAW_BYTES:
        raise ManifestRefused(said("thay đổi trong gói quá lớn"))
    members = [BundleMember(m.name, m.size, m.sha256, m.raw_size) for m in plain.members]
    if any(plain.counts.get(name) != count for name, count in count_members(members).items()):
        raise ManifestRefused(said("số lượng trong bảng kê không khớp"))
    _check_part(plain)


def _check_part(plain: _Manifest) -> None:
    """A part of a split export says which one of how many, and with what number the first went."""
    told = [plain.counts.get(name) for name in PART_COUNTS]
    if told == [None, None, None]:
        return
    part, parts, first = (one or 0 for one in told)
    if not 1 <= part <= parts <= MAX_PARTS or first != plain.export_number - part + 1 or first < 1:
        raise ManifestRefused(said("số phần của gói không hợp lệ"))


def _check_member(member: _Member) -> None:
    name, size = member.name, member.size
    if match := SEGMENT.fullmatch(name):
        if not 1 <= int(match[2]) <= int(match[3]) <= MAX_INTEGER:
            raise ManifestRefused(said("tên thành phần trong gói không hợp lệ"))
        if max(member.raw_size, size) > MAX_SEGMENT_BYTES or member.raw_size > MAX_RATIO * size:
            raise ManifestRefused(said("thành phần nén có tỷ lệ hoặc kích thước bất thường"))
        return
    if match := EVIDENCE.fullmatch(name):
        limit, hash_ = MAX_EVIDENCE_BYTES, match[1]
    elif match := FORM.fullmatch(name):
        limit, hash_ = MAX_FORM_BYTES, match[1]
    elif CARD.fullmatch(name):
        limit, hash_ = MAX_CARD_BYTES, member.sha256
    else:
        raise ManifestRefused(said("tên thành phần trong gói không hợp lệ"))
    if size > limit or member.raw_size != size or hash_ != member.sha256:
        raise ManifestRefused(said("kích thước hoặc mã băm của thành phần không hợp lệ"))


def _is_ascending(items: Sequence[Any]) -> bool:
    return all(a < b for a, b in itertools.pairwise(items))


def _ends(ends: Sequence[tuple[str, int, str]]) -> tuple[tuple[bytes, int, bytes], ...]:
    return tuple((bytes.fromhex(dev), seq, bytes.fromhex(id_)) for dev, seq, id_ in ends)
