"""Identity cards: small signed text files (``docs/formats/card.md``)."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Final, NoReturn

import msgspec

from inspector_app.domain.errors import CardError, InputValueError
from inspector_app.domain.log.change import pae
from inspector_app.domain.saying import said
from inspector_app.formats.texts import canonical_json, is_short_text
from inspector_app.services.ports.crypto import PublicKeys
from inspector_app.services.ports.formats import Card

MAX_CARD_BYTES: Final = 8 * 1024
CARD_TYPE: Final = b"insp-card-v1"
CARD_FORMAT: Final = "insp-card"
CARD_VERSION: Final = 1
KEY_BYTES: Final = 32
SIGNATURE_BYTES: Final = 64

_REMEMBERED: Final = 256
"""Cards that are not verified again."""
Verify = Callable[[bytes, bytes, bytes], bool]
_BECH32: Final = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_BECH32_GENERATOR: Final = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)
_RECIPIENT_LETTERS: Final = 58


class _Claims(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the device signs."""

    age_recipient: str
    agency: str
    device: str
    device_key: str
    format: str
    name: str
    person_key: str
    post: str
    version: int


class _File(_Claims, frozen=True, forbid_unknown_fields=True):
    signature: str


class _Preface(msgspec.Struct, frozen=True):
    format: str
    version: int


class CardCodec:
    """Implements ``services.ports.formats.CardCodec``."""

    def __init__(self) -> None:
        # Who is trusted is asked at every step, and a signature that held goes on holding.
        self._known: dict[tuple[bytes, Verify], Card] = {}

    def encode(self, card: Card, sign: Callable[[bytes], bytes]) -> bytes:
        """The card file.

        Args:
            card: texts in NFC.
            sign: makes the Ed25519 signature (64 bytes) of the card's own device key.

        Raises:
            InputValueError: a text or key is out of bounds.
        """
        claims = _Claims(
            age_recipient=card.keys.age_recipient,
            agency=card.agency,
            device=card.device,
            device_key=card.keys.device.hex(),
            format=CARD_FORMAT,
            name=card.name,
            person_key=card.keys.person.hex(),
            post=card.post,
            version=CARD_VERSION,
        )
        field = _unfit_field(claims)
        if field:
            raise InputValueError(
                field=field, what=said("giá trị không dùng được trên thẻ nhận diện")
            )
        signature = sign(pae(CARD_TYPE, canonical_json(claims)))
        return canonical_json(_signed(claims, signature.hex())) + b"\n"

    def decode(self, data: bytes, verify: Verify, path: str) -> Card:
        """Read a card and check its own signature.

        Args:
            data: the whole file.
            verify: ``verify(public_key, message, signature)``.
            path: names the file in the error.

        Raises:
            CardError: not a card, damaged, or signed by another key.
        """
        known = self._known.get((data, verify))
        if known is not None:
            return known
        card = self._read(data, verify, path)
        if len(self._known) < _REMEMBERED:
            self._known[data, verify] = card
        return card

    @staticmethod
    def _read(data: bytes, verify: Verify, path: str) -> Card:
        file = _read(data, path)
        claims = _claims(file)
        if _unfit_field(claims) or not _is_hex(file.signature, SIGNATURE_BYTES):
            _refuse(path, said("một mục trên thẻ không hợp lệ"))
        device = bytes.fromhex(file.device_key)
        message = pae(CARD_TYPE, canonical_json(claims))
        if not verify(device, message, bytes.fromhex(file.signature)):
            _refuse(path, said("chữ ký trên thẻ không đúng"))
        return Card(
            name=file.name,
            post=file.post,
            agency=file.agency,
            device=file.device,
            keys=PublicKeys(
                device=device,
                person=bytes.fromhex(file.person_key),
                age_recipient=file.age_recipient,
            ),
        )


def _read(data: bytes, path: str) -> _File:
    if len(data) > MAX_CARD_BYTES:
        _refuse(path, said("tệp quá lớn"))
    try:
        preface = msgspec.json.decode(data, type=_Preface)
        if preface.format == CARD_FORMAT and preface.version > CARD_VERSION:
            _refuse(path, said("thẻ do phiên bản chương trình mới hơn tạo ra"))
        file = msgspec.json.decode(data, type=_File)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise CardError(path=path, what=said("tệp không phải thẻ nhận diện")) from error
    if canonical_json(file) + b"\n" != data:
        _refuse(path, said("tệp đã bị sửa sau khi tạo"))
    return file


def _claims(file: _File) -> _Claims:
    return _Claims(*(getattr(file, name) for name in _Claims.__struct_fields__))


def _signed(claims: _Claims, signature: str) -> _File:
    fields = {name: getattr(claims, name) for name in _Claims.__struct_fields__}
    return _File(**fields, signature=signature)


def _unfit_field(claims: _Claims) -> str:
    """The first field that is out of bounds, or nothing."""
    fits = {
        "format": claims.format == CARD_FORMAT and claims.version == CARD_VERSION,
        "name": is_short_text(claims.name, 1),
        "post": is_short_text(claims.post),
        "agency": is_short_text(claims.agency),
        "device": is_short_text(claims.device, 1),
        "device_key": _is_hex(claims.device_key, KEY_BYTES),
        "person_key": _is_hex(claims.person_key, KEY_BYTES)
        and claims.person_key != claims.device_key,
        "age_recipient": is_recipient(claims.age_recipient),
    }
    return next((field for field, is_fit in fits.items() if not is_fit), "")


def _is_hex(text: str, length: int) -> bool:
    return len(text) == 2 * length and not set(text) - set("0123456789abcdef")


@lru_cache(maxsize=256)
def is_recipient(text: str) -> bool:
    """Whether a text is an X25519 recipient of age: Bech32 with the prefix ``age`` (BIP 173)."""
    prefix, _, rest = text.partition("1")
    if prefix != "age" or len(rest) != _RECIPIENT_LETTERS or set(rest) - set(_BECH32):
        return False
    expanded = [ord(letter) >> 5 for letter in prefix] + [0] + [ord(c) & 31 for c in prefix]
    check = 1
    for value in expanded + [_BECH32.index(letter) for letter in rest]:
        top = check >> 25
        check = (check & 0x1FFFFFF) << 5 ^ value
        for bit, term in enumerate(_BECH32_GENERATOR):
            if top >> bit & 1:
                check ^= term
    return check == 1


def _refuse(path: str, what: str) -> NoReturn:
    raise CardError(path=path, what=what)
