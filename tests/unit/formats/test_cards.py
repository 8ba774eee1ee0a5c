"""Identity cards: what is read back, and everything that must not be."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from inspector_app.domain.errors import CardError, InputValueError
from inspector_app.domain.log.change import pae
from inspector_app.formats.cards import CardCodec
from inspector_app.services.ports import formats as ports
from inspector_app.services.ports.formats import Card
from tests.kit.records import KEYS, public_keys, secret_keys

CARD = Card(
    name="Nguyễn Văn A",
    post="Giám đốc",
    agency="Sở Nội vụ",
    device="Máy tính số 1",
    keys=public_keys(1),
)
CODEC: ports.CardCodec = CardCodec()


def sign(message: bytes) -> bytes:
    return KEYS.sign(secret_keys(1).device_seed, message)


def written(card: Card = CARD) -> bytes:
    return CODEC.encode(card, sign)


def canonical(fields: dict[str, Any]) -> bytes:
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def forged(**changed: Any) -> bytes:
    """A card with other fields whose signature is right for them."""
    fields = {**json.loads(written()), **changed}
    fields = {key: value for key, value in fields.items() if value is not ...}
    fields.pop("signature", None)
    fields["signature"] = sign(pae(b"insp-card-v1", canonical(fields))).hex()
    return canonical(fields) + b"\n"


def refused(data: bytes) -> None:
    with pytest.raises(CardError):
        CODEC.decode(data, KEYS.verify, "thẻ.inspcard")


def test_a_card_comes_back() -> None:
    assert CODEC.decode(written(), KEYS.verify, "x") == CARD
    empty = replace(CARD, post="", agency="")
    assert CODEC.decode(written(empty), KEYS.verify, "x") == empty


def test_a_card_is_one_line_of_readable_text() -> None:
    text = written().decode()
    assert text.count("\n") == 1
    assert "Nguyễn Văn A" in text
    assert len(written()) < 1024


def test_the_forger_in_this_test_forges_well() -> None:
    assert CODEC.decode(forged(), KEYS.verify, "x") == CARD


def test_every_flipped_bit_is_noticed() -> None:
    good = written()
    for at in range(len(good)):
        for bit in (0x01, 0x20, 0x80):
            refused(good[:at] + bytes([good[at] ^ bit]) + good[at + 1 :])


@pytest.mark.parametrize(
    "changed",
    [
        {"extra": 1}, {"name": ...}, {"version": 2}, {"version": 0}, {"version": "1"},
        {"version": 1.0}, {"format": "insp-cart"}, {"name": ""}, {"name": "x" * 201},
        {"name": " A"}, {"name": "A\n"}, {"name": "A\u202eB"}, {"name": "A\u0301"},
        {"name": None}, {"post": "a\0"}, {"device": ""}, {"agency": ["x"]},
        {"person_key": public_keys(1).device.hex()}, {"person_key": "ab"},
        {"person_key": public_keys(1).person.hex().upper()},
        {"device_key": public_keys(2).device.hex()}, {"age_recipient": "age1"},
        {"age_recipient": public_keys(1).age_recipient[:-1] + "b"},
        {"age_recipient": public_keys(1).age_recipient.upper()},
        {"age_recipient": public_keys(1).age_recipient.translate(str.maketrans("qp", "pq"))},
        {"age_recipient": public_keys(1).age_recipient[:-2] + "qq"},
    ],
    ids=lambda changed: next(f"{k}={ascii(v)[:20]}" for k, v in changed.items()),
)  # fmt: skip
def test_signed_nonsense_is_refused(changed: dict[str, Any]) -> None:
    refused(forged(**changed))


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: b"\xff\xfe",
        lambda data: data[:-1],
        lambda data: data + b"\n",
        lambda data: b"\xef\xbb\xbf" + data,
        lambda data: data.replace(b"\n", b"\r\n"),
        lambda data: data.replace(b":1}", b": 1}"),
        lambda data: data.replace(b'{"age', b'{"version":1,"age'),
        lambda data: data.replace("ễ".encode(), b"\\u1ec5"),
        lambda data: json.dumps(json.loads(data)).encode() + b"\n",
        lambda data: data + b" " * 9000,
        lambda data: b"[" * 8000,
    ],
)
def test_another_spelling_is_refused(damage: Callable[[bytes], bytes]) -> None:
    refused(damage(written()))


def test_a_newer_card_is_named_as_such() -> None:
    with pytest.raises(CardError, match="phiên bản chương trình mới hơn"):
        CODEC.decode(forged(version=2, more="x"), KEYS.verify, "x")


def test_a_signature_of_another_kind_does_not_make_a_card() -> None:
    fields = json.loads(written())
    body = {key: value for key, value in fields.items() if key != "signature"}
    for message in (canonical(body), pae(b"insp-seal-v1", canonical(body))):
        refused(canonical({**fields, "signature": sign(message).hex()}) + b"\n")


@pytest.mark.parametrize("field", ["name", "device", "post"])
def test_what_no_reader_would_take_is_not_written(field: str) -> None:
    for text in ("x" * 201, "a\nb", "a\u0301", "a\u202eb", "\ud800"):
        card = replace(CARD, **{field: text})  # type: ignore[arg-type]
        with pytest.raises(InputValueError):
            written(card)
