"""Opens ``.p12`` files and signs with the key they hold."""

from __future__ import annotations

from dataclasses import dataclass

from asn1crypto import x509 as asn1_x509  # type: ignore[import-untyped]
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

from inspector_app.domain.errors import KeyFileError

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


@dataclass(frozen=True, slots=True)
class OpenKey:
    """An opened key: the key object, its certificate, the other certificates of the file."""

    key: PrivateKey
    certificate: asn1_x509.Certificate
    chain: tuple[asn1_x509.Certificate, ...]


def _plain(certificate: x509.Certificate) -> asn1_x509.Certificate:
    return asn1_x509.Certificate.load(certificate.public_bytes(Encoding.DER))


def open_key_file(p12: bytes, password: str, source: str) -> OpenKey:
    """The key of a ``.p12`` file.

    Args:
        source: the file's name, for the error.

    Raises:
        KeyFileError: wrong password, not a ``.p12`` file, or no usable key and certificate.
    """
    try:
        key, certificate, others = pkcs12.load_key_and_certificates(p12, password.encode("utf-8"))
    except (ValueError, TypeError) as error:
        raise KeyFileError(path=source, what="sai mật khẩu, hoặc tệp không phải .p12") from error
    if certificate is None or not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise KeyFileError(path=source, what="tệp không có khóa ký RSA hoặc EC kèm chứng thư")
    if key.public_key() != certificate.public_key():
        raise KeyFileError(path=source, what="khóa và chứng thư trong tệp không khớp nhau")
    return OpenKey(key, _plain(certificate), tuple(_plain(other) for other in others))


class KeySigner(Signer):
    """Signs with an opened key.

    The library's own signer parses the private key anew for each raw signature, which costs more
    than sixty signatures; this one keeps the key object.
    """

    def __init__(self, opened: OpenKey) -> None:
        store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        store.register_multiple(opened.chain)
        super().__init__(signing_cert=opened.certificate, cert_registry=store, embed_roots=True)
        self._key = opened.key

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """The raw signature: RSA with PKCS#1 v1.5 padding, or ECDSA."""
        if dry_run and isinstance(self._key, rsa.RSAPrivateKey):
            return bytes(self._key.key_size // 8)
        digest = get_pyca_cryptography_hash(digest_algorithm)
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), digest)
        if isinstance(self._key, ec.EllipticCurvePrivateKey):
            return self._key.sign(data, ec.ECDSA(digest))
        raise SigningError(type(self._key).__name__)
