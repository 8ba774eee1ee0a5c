"""A throw-away certificate authority and keys of invented people, for practice and for tests.

Every name carries "KHÓA THỰC HÀNH", so that nobody takes such a signature for a real one; the
verifier says it too.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from inspector_app.documents.certificates import PRACTICE, PRACTICE_SUFFIX

_WORTHLESS = f"{PRACTICE} - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
_LONGEST = 64
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class PracticeKeys:
    """The root certificate (PEM) and, per field, a ``.p12`` file's bytes."""

    root: bytes
    key_files: Mapping[str, bytes]
    password: str


class PracticeKeyMaker:
    """Makes practice keys, as services see it."""

    def make(self, names: Mapping[str, str], now: datetime) -> PracticeKeys:
        """Keys for names by field (``secretary``, ``unit``, ``leader``)."""
        return make_practice_authority(now, names)


def _common_name(name: str) -> str:
    """The name with the mark, within the 64 bytes of a common name (RFC 5280, ub-common-name).

    A longer name loses the mark; organisation and issuer still carry it.
    """
    marked = name + PRACTICE_SUFFIX
    return marked if len(marked.encode("utf-8")) <= _LONGEST else name


def _name(common: str, organisation: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "VN"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, _WORTHLESS),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def _draft(
    subject: x509.Name, issuer: x509.Name, key: rsa.RSAPublicKey, *, authority: bool
) -> x509.CertificateBuilder:
    """A certificate of an authority or a person, without its dates."""
    constraints = x509.BasicConstraints(ca=authority, path_length=0 if authority else None)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .add_extension(constraints, critical=True)
        .add_extension(_usage(authority=authority), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def make_practice_authority(
    now: datetime,
    names: Mapping[str, str],
    *,
    password: str = "thuc-hanh",  # noqa: S107 - keys of invented people, worthless by design
    organisation: str = "Đơn vị giả định",
    days: int = 3650,
    bits: int = 2048,
) -> PracticeKeys:
    """A fresh root and one RSA key per field.

    Args:
        now: aware time; certificates run from a minute before it.
        names: field → person's name; the certificate's common name is the name with the mark.
        password: protects every ``.p12``.
        days: validity; negative makes certificates that have already expired.
        bits: size of the persons' keys.

    Raises:
        ValueError: a name of more than 64 bytes.
    """
    start = now - _MINUTE if days > 0 else now + timedelta(days=2 * days)
    end = now + timedelta(days=days)
    root_key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    root_name = _name(f"Gốc thực hành PAR Inspector{PRACTICE_SUFFIX}", "PAR Inspector")
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key())
    draft = _draft(root_name, root_name, root_key.public_key(), authority=True)
    root = (
        draft.not_valid_before(start - _MINUTE)
        .not_valid_after(max(end, now + timedelta(days=1)) + _MINUTE)
        .sign(root_key, hashes.SHA256())
    )
    made: dict[str, bytes] = {}
    for field, name in names.items():
        key = rsa.generate_private_key(public_exponent=65537, key_size=bits)
        subject = _name(_common_name(name), organisation)
        certificate = (
            _draft(subject, root_name, key.public_key(), authority=False)
            .not_valid_before(start)
            .not_valid_after(end)
            .add_extension(identifier, critical=False)
            .sign(root_key, hashes.SHA256())
        )
        made[field] = pkcs12.serialize_key_and_certificates(
            name.encode("utf-8"),
            key,
            certificate,
            [root],
            serialization.BestAvailableEncryption(password.encode("utf-8")),
        )
    return PracticeKeys(root.public_bytes(serialization.Encoding.PEM), made, password)
