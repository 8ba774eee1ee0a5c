"""Key slots: passphrase, recovery code, damage."""

from __future__ import annotations

import base64
import json
import unicodedata
from contextlib import suppress

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.crypto import age_scrypt
from inspector_app.crypto.recovery import ALPHABET, normal_code, recovery_code
from inspector_app.crypto.slots import WORK_FACTOR, KeySlots
from inspector_app.domain.errors import (
    VaultDamagedError,
    VaultVersionError,
    WeakPassphraseError,
    WrongPassphraseError,
)
from inspector_app.domain.log.ids import EntityId

KEY = bytes(range(32))
PASSPHRASE = "mưa thuận gió hòa"
QUICK = KeySlots(work_factor=10)


class Counting:
    """Randomness that tests can foresee."""

    def token(self, length: int) -> bytes:
        return bytes(range(7, 7 + length))

    def new_id(self) -> EntityId:
        return EntityId(bytes(16))


CODE = QUICK.recovery_code(Counting())
SLOTS = QUICK.make(KEY, {"passphrase": PASSPHRASE, "recovery": CODE})


@pytest.mark.parametrize(
    "secret",
    [
        PASSPHRASE,
        unicodedata.normalize("NFD", PASSPHRASE),
        CODE,
        CODE.lower().replace("-", " "),
        CODE.replace("-", "").replace("0", "O").replace("1", "l"),
    ],
)
def test_each_secret_opens(secret: str) -> None:
    assert QUICK.open(SLOTS, secret) == KEY


@pytest.mark.parametrize(
    "secret", ["", "mưa thuận gió hoà", PASSPHRASE + " ", CODE[:-1], "x" * 5000]
)
def test_other_secrets_do_not(secret: str) -> None:
    with pytest.raises(WrongPassphraseError):
        QUICK.open(SLOTS, secret)


@pytest.mark.parametrize("weak", ["", "mật khẩu", "x" * 40, "           x"])
def test_weak_passphrases_are_refused(weak: str) -> None:
    with pytest.raises(WeakPassphraseError):
        QUICK.make(KEY, {"passphrase": weak, "recovery": CODE})
    with pytest.raises(WeakPassphraseError):
        QUICK.replace(SLOTS, KEY, "passphrase", weak)


def test_a_new_passphrase_keeps_the_recovery_slot_byte_for_byte() -> None:
    fresh = QUICK.replace(SLOTS, KEY, "passphrase", "một câu khác hẳn")
    assert QUICK.open(fresh, "một câu khác hẳn") == QUICK.open(fresh, CODE) == KEY
    with pytest.raises(WrongPassphraseError):
        QUICK.open(fresh, PASSPHRASE)
    assert json.loads(fresh)["slots"][1] == json.loads(SLOTS)["slots"][1]


def test_the_program_itself_uses_the_factor_that_the_format_states() -> None:
    made = KeySlots().make(KEY, {"recovery": CODE})
    wrapped = base64.b64decode(json.loads(made)["slots"][0]["wrapped"])
    assert age_scrypt.work_factor(wrapped) == WORK_FACTOR == 18


def test_slots_are_plain_age_files() -> None:
    wrapped = base64.b64decode(json.loads(SLOTS)["slots"][0]["wrapped"])
    assert pyrage.passphrase.decrypt(wrapped, PASSPHRASE) == KEY


@settings(max_examples=300, deadline=None)
@given(at=st.integers(0, len(SLOTS) - 1), bit=st.integers(0, 7))
def test_a_flipped_bit_gives_the_key_or_an_error_of_the_catalogue(at: int, bit: int) -> None:
    flipped = bytearray(SLOTS)
    flipped[at] ^= 1 << bit
    for secret in (PASSPHRASE, CODE):
        with suppress(WrongPassphraseError, VaultDamagedError, VaultVersionError):
            assert QUICK.open(bytes(flipped), secret) == KEY


def test_a_damaged_passphrase_slot_is_named_and_the_recovery_code_still_opens() -> None:
    content = json.loads(SLOTS)
    wrapped = bytearray(base64.b64decode(content["slots"][0]["wrapped"]))
    wrapped[60] ^= 1
    content["slots"][0]["wrapped"] = base64.b64encode(bytes(wrapped)).decode()
    damaged = json.dumps(content).encode()
    with pytest.raises(VaultDamagedError):
        QUICK.open(damaged, PASSPHRASE)
    assert QUICK.open(damaged, CODE) == KEY


@pytest.mark.parametrize(
    ("data", "error"),
    [
        (b"", VaultDamagedError),
        (b"{" * 5000, VaultDamagedError),
        (b'{"format": "insp-slots"}', VaultDamagedError),
        (b'{"format": "insp-slots", "version": 2}', VaultVersionError),
        (b'{"format": "insp-slots", "version": 1, "slots": []}', VaultDamagedError),
        (b"x" * 100_000, VaultDamagedError),
    ],
)
def test_what_is_no_slot_file(data: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        QUICK.open(data, PASSPHRASE)


def test_a_slot_that_asks_for_all_memory_is_not_tried() -> None:
    locked = age_scrypt.lock(KEY, "bí mật", 10).replace(b" 10\n", b" 30\n", 1)
    assert age_scrypt.work_factor(locked) is None
    assert age_scrypt.unlock(locked, "bí mật") is None


def test_recovery_code_has_130_bits_and_its_own_check() -> None:
    code = recovery_code(b"\xff" * 17)
    assert code.startswith("ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZ")
    assert len(code.replace("-", "")) == 28


@settings(max_examples=200)
@given(
    random=st.binary(min_size=17, max_size=17),
    at=st.integers(0, 27),
    letter=st.sampled_from(ALPHABET),
)
def test_a_wrong_letter_or_a_swap_is_noticed(random: bytes, at: int, letter: str) -> None:
    letters = recovery_code(random).replace("-", "")
    assert normal_code(letters) == letters
    wrong = letters[:at] + letter + letters[at + 1 :]
    assert normal_code(wrong) == (letters if wrong == letters else None)
    if at < 25:
        swapped = letters[:at] + letters[at + 1] + letters[at] + letters[at + 2 :]
        assert normal_code(swapped) == (letters if swapped == letters else None)
