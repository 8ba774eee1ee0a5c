"""Receipt files: what is read back, and everything that must not be."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from inspector_app.domain.errors import InputValueError, ReceiptError
from inspector_app.domain.log.accounts import account_digest
from inspector_app.domain.log.change import pae
from inspector_app.domain.log.ids import ChangeId, DeviceId
from inspector_app.formats.receipts import MAX_RECEIPT_BYTES, ReceiptCodec
from inspector_app.services.ports import receipts as ports
from inspector_app.services.ports.receipts import MergedBundle, Receipt
from tests.kit.records import KEYS, device_key, secret_keys

CODEC: ports.ReceiptCodec = ReceiptCodec()
A, B = DeviceId(b"a" * 16), DeviceId(b"b" * 16)
BUNDLES = (
    MergedBundle(A, 1, "11" * 32, 5, 3, 0, 1, 0),
    MergedBundle(A, 2, "22" * 32, 6, 1, 3, 0, 1, "ab" * 32),
)
RECEIPT = Receipt(
    trip=b"t" * 16,
    device_key=device_key(1),
    actor=b"p" * 16,
    name="Nguyễn Văn A",
    number=3,
    created_ms=1_568_600_000_000,
    ends=((A, 7, ChangeId(b"x" * 32)), (B, 2, ChangeId(b"y" * 32))),
    gaps=((B, 9),),
    wants=("cd" * 32,),
    bundles=BUNDLES,
)


def sign(message: bytes) -> bytes:
    return KEYS.sign(secret_keys(1).device_seed, message)


def written(receipt: Receipt = RECEIPT) -> bytes:
    return CODEC.encode(receipt, sign)


def canonical(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def forged(change: Callable[[dict[str, Any]], object], kind: bytes = b"insp-receipt-v1") -> bytes:
    """A receipt with other fields whose signature is right for them."""
    fields = json.loads(written())
    change(fields)
    fields.pop("signature", None)
    fields["signature"] = sign(pae(kind, canonical(fields))).hex()
    return canonical(fields) + b"\n"


def refused(data: bytes) -> None:
    with pytest.raises(ReceiptError):
        CODEC.decode(data, KEYS.verify, "x.insprcpt")


def test_a_receipt_comes_back() -> None:
    assert CODEC.decode(written(), KEYS.verify, "x") == RECEIPT
    empty = replace(RECEIPT, ends=(), gaps=(), wants=(), bundles=())
    assert CODEC.decode(written(empty), KEYS.verify, "x") == empty


def test_any_order_writes_the_same_bytes() -> None:
    other = replace(RECEIPT, ends=RECEIPT.ends[::-1], bundles=BUNDLES[::-1])
    assert written(other) == written()


def test_every_byte_counts() -> None:
    data = written()
    for at in range(0, len(data), 7):
        flipped = bytearray(data)
        flipped[at] ^= 1
        refused(bytes(flipped))
    for keep in range(0, len(data), 101):
        refused(data[:keep])
    refused(data + b"\n")
    refused(data + data)
    refused(b" " + data)
    refused(b"[" * 100_000)
    refused(data[:-1] + b" " * MAX_RECEIPT_BYTES)


@pytest.mark.parametrize(
    "change",
    [
        lambda plain: plain.update(more=1),
        lambda plain: plain.pop("wants"),
        lambda plain: plain.update(format="insp-card"),
        lambda plain: plain.update(version=2),
        lambda plain: plain.update(number=0),
        lambda plain: plain.update(number=2**60),
        lambda plain: plain.update(trip="ab"),
        lambda plain: plain.update(name=""),
        lambda plain: plain.update(name="A\u202eB"),
        lambda plain: plain["ends"].reverse(),
        lambda plain: plain["ends"].append(plain["ends"][-1]),
        lambda plain: plain.update(ends=[["ab" * 16, 0, "cd" * 32]]),
        lambda plain: plain.update(gaps=[["ab" * 16]]),
        lambda plain: plain.update(wants=["CD" * 32]),
        lambda plain: plain.update(wants=["cd" * 32] * 2),
        lambda plain: plain.update(wants=[f"{one:064x}" for one in range(20_001)]),
        lambda plain: plain["bundles"].reverse(),
        lambda plain: plain["bundles"][0].update(account="zz"),
        lambda plain: plain["bundles"][0].update(note="x"),
        lambda plain: plain["bundles"][0].update(changes_new=-1),
    ],
)
def test_what_the_format_forbids_is_refused_though_signed(
    change: Callable[[dict[str, Any]], object],
) -> None:
    refused(forged(change))


@pytest.mark.parametrize("kind", [b"insp-card-v1", b"insp-seal-v1", b"insp-session-v1"])
def test_a_signature_of_another_kind_of_file_does_not_hold(kind: bytes) -> None:
    assert CODEC.decode(forged(lambda plain: None), KEYS.verify, "x") == RECEIPT
    refused(forged(lambda plain: None, kind))


def test_another_device_cannot_sign_it() -> None:
    fields = json.loads(written())
    fields["device_key"] = device_key(2).hex()
    refused(canonical(fields) + b"\n")


def test_what_no_reader_would_take_is_not_written() -> None:
    for bad in (
        replace(RECEIPT, name=""),
        replace(RECEIPT, number=0),
        replace(RECEIPT, wants=("no hash",)),
    ):
        with pytest.raises(InputValueError):
            written(bad)


def test_the_account_names_exactly_ends_and_files() -> None:
    ends = RECEIPT.ends
    files = ("cd" * 32, "ef" * 32)
    whole = account_digest(b"t" * 16, ends, files)
    assert account_digest(b"t" * 16, ends[::-1], files[::-1]) == whole
    others = [
        account_digest(b"u" * 16, ends, files),
        account_digest(b"t" * 16, ends[:1], files),
        account_digest(b"t" * 16, ends, files[:1]),
        account_digest(b"t" * 16, ((A, 8, ends[0][2]), ends[1]), files),
        account_digest(b"t" * 16, ((A, 7, ChangeId(b"z" * 32)), ends[1]), files),
        account_digest(b"t" * 16, (), ()),
    ]
    assert len({whole, *others}) == 1 + len(others)
