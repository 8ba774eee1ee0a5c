"""Receipts: small signed text files (``docs/formats/receipt.md``)."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Annotated, Any, Final, NoReturn

import msgspec

from inspector_app.domain.errors import InputValueError, ReceiptError
from inspector_app.domain.log.change import MAX_INTEGER, pae
from inspector_app.domain.log.ids import ChangeId, DeviceId
from inspector_app.domain.saying import said
from inspector_app.formats.texts import canonical_json, is_short_text
from inspector_app.services.ports.receipts import MergedBundle, Receipt

MAX_RECEIPT_BYTES: Final = 4 * 1024 * 1024
MAX_BUNDLES: Final = 1_000
MAX_ENDS: Final = 1_024
MAX_WANTS: Final = 20_000
RECEIPT_TYPE: Final = b"insp-receipt-v1"
RECEIPT_FORMAT: Final = "insp-receipt"
RECEIPT_VERSION: Final = 1

_Hex16 = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{32}\Z")]
_Hex32 = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{64}\Z")]
_Hex64 = Annotated[str, msgspec.Meta(pattern=r"\A[0-9a-f]{128}\Z")]
_Account = Annotated[str, msgspec.Meta(pattern=r"\A([0-9a-f]{64})?\Z")]
_Natural = Annotated[int, msgspec.Meta(ge=0, le=MAX_INTEGER)]
_Positive = Annotated[int, msgspec.Meta(ge=1, le=MAX_INTEGER)]
_Signed = Annotated[int, msgspec.Meta(ge=-MAX_INTEGER, le=MAX_INTEGER)]


class _Bundle(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    account: _Account
    changes_known: _Natural
    changes_new: _Natural
    device: _Hex16
    evidence_known: _Natural
    evidence_new: _Natural
    export_number: _Positive
    manifest: _Hex32
    merged_ms: _Signed


class _Claims(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the device signs."""

    actor: _Hex16
    bundles: Annotated[list[_Bundle], msgspec.Meta(max_length=MAX_BUNDLES)]
    created_ms: _Signed
    device_key: _Hex32
    ends: Annotated[list[tuple[_Hex16, _Positive, _Hex32]], msgspec.Meta(max_length=MAX_ENDS)]
    format: str
    gaps: Annotated[list[tuple[_Hex16, _Positive]], msgspec.Meta(max_length=MAX_ENDS)]
    name: str
    number: _Positive
    trip: _Hex16
    version: int
    wants: Annotated[list[_Hex32], msgspec.Meta(max_length=MAX_WANTS)]


class _File(_Claims, frozen=True, forbid_unknown_fields=True):
    signature: _Hex64


class _Preface(msgspec.Struct, frozen=True):
    format: str
    version: int


class ReceiptCodec:
    """Implements ``services.ports.receipts.ReceiptCodec``."""

    def encode(self, receipt: Receipt, sign: Callable[[bytes], bytes]) -> bytes:
        """The receipt file.

        Args:
            receipt: in any order; it is sorted here.
            sign: makes the Ed25519 signature (64 bytes) of the receipt's own device key.

        Raises:
            InputValueError: something that no reader would accept.
        """
        plain = {
            "actor": receipt.actor.hex(),
            "bundles": [_plain_bundle(one) for one in _sorted_bundles(receipt.bundles)],
            "created_ms": receipt.created_ms,
            "device_key": receipt.device_key.hex(),
            "ends": sorted((dev.hex(), seq, id_.hex()) for dev, seq, id_ in set(receipt.ends)),
            "format": RECEIPT_FORMAT,
            "gaps": sorted((dev.hex(), seq) for dev, seq in set(receipt.gaps)),
            "name": receipt.name,
            "number": receipt.number,
            "trip": receipt.trip.hex(),
            "version": RECEIPT_VERSION,
            "wants": sorted(set(receipt.wants)),
        }
        try:
            claims = msgspec.convert(plain, _Claims)
        except msgspec.ValidationError as error:
            raise InputValueError(
                field=said("biên nhận"), what=said("một mục trên biên nhận không hợp lệ")
            ) from error
        if not is_short_text(claims.name, 1):
            raise InputValueError(field=said("biên nhận"), what=said("tên người nhận không hợp lệ"))
        signature = sign(pae(RECEIPT_TYPE, canonical_json(claims)))
        data = canonical_json({**plain, "signature": signature.hex()}) + b"\n"
        if len(data) > MAX_RECEIPT_BYTES:
            raise InputValueError(field=said("biên nhận"), what=said("quá nhiều mục"))
        return data

    def decode(
        self, data: bytes, verify: Callable[[bytes, bytes, bytes], bool], path: str
    ) -> Receipt:
        """Read a receipt and check its signature.

        Args:
            data: the whole file.
            verify: ``verify(public_key, message, signature)``.
            path: names the file in the error.

        Raises:
            ReceiptError: not a receipt, damaged, or signed by another key.
        """
        file = _read(data, path)
        claims = _Claims(*(getattr(file, name) for name in _Claims.__struct_fields__))
        key = bytes.fromhex(file.device_key)
        if not verify(
            key, pae(RECEIPT_TYPE, canonical_json(claims)), bytes.fromhex(file.signature)
        ):
            _refuse(path, said("chữ ký trên biên nhận không đúng"))
        return Receipt(
            trip=bytes.fromhex(file.trip),
            device_key=key,
            actor=bytes.fromhex(file.actor),
            name=file.name,
            number=file.number,
            created_ms=file.created_ms,
            ends=tuple(
                (DeviceId(bytes.fromhex(dev)), seq, ChangeId(bytes.fromhex(id_)))
                for dev, seq, id_ in file.ends
            ),
            gaps=tuple((DeviceId(bytes.fromhex(dev)), seq) for dev, seq in file.gaps),
            wants=tuple(file.wants),
            bundles=tuple(_bundle(one) for one in file.bundles),
        )


def _read(data: bytes, path: str) -> _File:
    if len(data) > MAX_RECEIPT_BYTES:
        _refuse(path, said("tệp quá lớn"))
    try:
        preface = msgspec.json.decode(data, type=_Preface)
        if preface.format == RECEIPT_FORMAT and preface.version > RECEIPT_VERSION:
            _refuse(path, said("biên nhận do phiên bản chương trình mới hơn tạo ra"))
        file = msgspec.json.decode(data, type=_File)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise ReceiptError(path=path, what=said("tệp không phải biên nhận")) from error
    if canonical_json(file) + b"\n" != data:
        _refuse(path, said("tệp đã bị sửa sau khi tạo"))
    listed: tuple[Sequence[Any], ...] = (
        file.ends,
        file.gaps,
        file.wants,
        [(one.device, one.export_number, one.manifest) for one in file.bundles],
    )
    is_fit = file.format == RECEIPT_FORMAT and file.version == RECEIPT_VERSION
    is_sorted = all(a < b for items in listed for a, b in itertools.pairwise(items))
    if not (is_fit and is_sorted and is_short_text(file.name, 1)):
        _refuse(path, said("một mục trên biên nhận không hợp lệ"))
    return file


def _sorted_bundles(bundles: Sequence[MergedBundle]) -> list[MergedBundle]:
    return sorted(bundles, key=lambda one: (one.device, one.export_number, one.manifest))


def _plain_bundle(one: MergedBundle) -> dict[str, object]:
    return {
        "account": one.account,
        "changes_known": one.changes_known,
        "changes_new": one.changes_new,
        "device": one.device.hex(),
        "evidence_known": one.evidence_known,
        "evidence_new": one.evidence_new,
        "export_number": one.export_number,
        "manifest": one.manifest,
        "merged_ms": one.merged_ms,
    }


def _bundle(one: _Bundle) -> MergedBundle:
    return MergedBundle(
        device=DeviceId(bytes.fromhex(one.device)),
        export_number=one.export_number,
        manifest=one.manifest,
        merged_ms=one.merged_ms,
        changes_new=one.changes_new,
        changes_known=one.changes_known,
        evidence_new=one.evidence_new,
        evidence_known=one.evidence_known,
        account=one.account,
    )


def _refuse(path: str, what: str) -> NoReturn:
    raise ReceiptError(path=path, what=what)
