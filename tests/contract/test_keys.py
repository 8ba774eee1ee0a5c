"""Keys: signatures that other programs accept, fingerprints that people can compare."""

from __future__ import annotations

import base64
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector_app.crypto.keys import Keys
from inspector_app.crypto.words import WORDS
from tests.kit.records import public_keys, secret_keys

KEYS = Keys()
SEED = secret_keys().device_seed
PUBLIC = public_keys().device
MESSAGE = b'{"format":"insp-bundle"}'
NAMESPACE = "insp-bundle-v1"


def test_made_keys_fit_together() -> None:
    secret = KEYS.make()
    public = KEYS.public(secret)
    assert KEYS.verify(public.device, MESSAGE, KEYS.sign(secret.device_seed, MESSAGE))
    assert KEYS.verify(public.person, MESSAGE, KEYS.sign(secret.person_seed, MESSAGE))
    assert public.age_recipient.startswith("age1")
    assert KEYS.make() != secret


@pytest.mark.parametrize(
    ("key", "message", "signature"),
    [
        (PUBLIC, MESSAGE + b" ", KEYS.sign(SEED, MESSAGE)),
        (PUBLIC, MESSAGE, bytes(64)),
        (PUBLIC, MESSAGE, b""),
        (PUBLIC[:31], MESSAGE, KEYS.sign(SEED, MESSAGE)),
        (b"", MESSAGE, KEYS.sign(SEED, MESSAGE)),
        (bytes(32), MESSAGE, bytes(64)),
        (b"\xff" * 32, MESSAGE, KEYS.sign(SEED, MESSAGE)),
    ],
    ids=["message", "zero", "empty", "short key", "no key", "zero key", "no point"],
)
def test_what_does_not_verify_is_false_not_an_error(
    key: bytes, message: bytes, signature: bytes
) -> None:
    assert KEYS.verify(key, message, signature) is False


@pytest.mark.parametrize("y", [0, 1, 2**255 - 20, 2**255 - 19, 2**255 - 18])
@pytest.mark.parametrize("sign", [0, 1])
def test_keys_that_sign_everything_are_none(y: int, sign: int) -> None:
    key = (y | sign << 255).to_bytes(32, "little")
    for signature in (bytes(64), b"\1" + bytes(63), key + bytes(32)):
        for message in (b"", b"a", b"b", b"c", MESSAGE):
            assert not KEYS.verify(key, message, signature)


def test_ssh_signature_names_its_key_and_its_purpose() -> None:
    signature = KEYS.ssh_sign(SEED, MESSAGE, NAMESPACE)
    assert KEYS.ssh_verify(MESSAGE, signature, NAMESPACE) == PUBLIC
    assert KEYS.ssh_verify(MESSAGE, signature, "insp-card-v1") is None
    assert KEYS.ssh_verify(MESSAGE + b"\n", signature, NAMESPACE) is None


@settings(max_examples=300, deadline=None)
@given(at=st.integers(0, 293), bit=st.integers(0, 7))
def test_every_flipped_bit_of_the_armour_is_refused(at: int, bit: int) -> None:
    signature = bytearray(KEYS.ssh_sign(SEED, MESSAGE, NAMESPACE))
    signature[at % len(signature)] ^= 1 << bit
    assert KEYS.ssh_verify(MESSAGE, bytes(signature), NAMESPACE) is None


def test_only_the_canonical_armour_is_accepted() -> None:
    armour = KEYS.ssh_sign(SEED, MESSAGE, NAMESPACE)
    body = base64.b64decode(b"".join(armour.splitlines()[1:-1]))
    lines = armour.splitlines(keepends=True)
    begin, end = lines[0], lines[-1]
    for other in (
        armour + b"\n",
        b"\n" + armour,
        armour.replace(b"\n", b"\r\n"),
        begin + base64.b64encode(body) + b"\n" + end,
        begin + base64.encodebytes(body + b"\0") + end,
        begin + b"".join(lines[1:-1]).replace(b"\n", b" \n") + end,
        b"".join(lines[:-1]) + end.rstrip(b"\n"),
        begin + end,
        b"",
    ):
        assert KEYS.ssh_verify(MESSAGE, other, NAMESPACE) is None


def test_ssh_keygen_accepts_and_makes_our_signatures(tmp_path: Path) -> None:
    ssh_keygen = shutil.which("ssh-keygen")
    if ssh_keygen is None:
        pytest.skip("ssh-keygen is not installed: nobody else has looked at our SSHSIG here")
    blob = b"\0\0\0\x0bssh-ed25519\0\0\0 " + PUBLIC
    line = f"ssh-ed25519 {base64.b64encode(blob).decode()}"
    (tmp_path / "signers").write_text(f"máy-1 {line}\n", encoding="utf-8")
    (tmp_path / "manifest.sig").write_bytes(KEYS.ssh_sign(SEED, MESSAGE, NAMESPACE))

    def verify(message: bytes) -> int:
        where = ["-f", "signers", "-I", "máy-1", "-n", NAMESPACE, "-s", "manifest.sig"]
        command = [ssh_keygen, "-Y", "verify", *where]
        return subprocess.run(
            command, input=message, cwd=tmp_path, capture_output=True, check=False
        ).returncode

    assert verify(MESSAGE) == 0
    assert verify(MESSAGE + b" ") != 0

    subprocess.run(
        [ssh_keygen, "-q", "-t", "ed25519", "-N", "", "-f", "theirs"], cwd=tmp_path, check=True
    )
    (tmp_path / "message").write_bytes(MESSAGE)
    subprocess.run(
        [ssh_keygen, "-q", "-Y", "sign", "-f", "theirs", "-n", NAMESPACE, "message"],
        cwd=tmp_path,
        check=True,
        capture_output=True,
    )
    theirs = base64.b64decode((tmp_path / "theirs.pub").read_text().split()[1])[-32:]
    armour = (tmp_path / "message.sig").read_bytes()
    assert KEYS.ssh_verify(MESSAGE, armour, NAMESPACE) == theirs


def test_fingerprint_words_are_pinned() -> None:
    assert KEYS.fingerprint_words(b"\0" * 32) == (
        "halong hatinh khoimay nuocmam vuontre hagiang quangnam khivang"
    )


def test_no_two_words_can_be_mistaken() -> None:
    assert len(set(WORDS)) == 256
    assert all(word.isascii() and word.islower() and 4 <= len(word) <= 10 for word in WORDS)
    near = [(one, two) for one in WORDS for two in WORDS if one < two and distance(one, two) < 2]
    assert near == []


def distance(one: str, two: str) -> int:
    """Levenshtein's."""
    row = list(range(len(two) + 1))
    for at, letter in enumerate(one, 1):
        above, row[0] = row[0], at
        for column, other in enumerate(two, 1):
            above, row[column] = (
                row[column],
                min(row[column] + 1, row[column - 1] + 1, above + (letter != other)),
            )
    return row[-1]
