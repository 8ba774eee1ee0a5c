"""Functions that encode and decode: ``digest``, ``base64-decode``.

Source: XForms 1.1 section 7.11.1 (digest) and the ODK XForms specification. The digests are check
sums that a form computes, nothing rests on them.
"""

from __future__ import annotations

import base64
import binascii
import hashlib

from inspector_app.domain.form.expression.functions.function import Function, eager, of_value
from inspector_app.domain.form.expression.parser import Expression, StringLiteral
from inspector_app.domain.form.expression.values import XValue, to_text
from inspector_app.domain.saying import said

_ALGORITHMS = {
    "MD5": "md5",
    "SHA1": "sha1",
    "SHA256": "sha256",
    "SHA384": "sha384",
    "SHA512": "sha512",
}
_NAMES = "MD5, SHA-1, SHA-256, SHA-384, SHA-512"
_ENCODINGS = ("hex", "base64")


def _algorithm(name: str) -> str:
    return _ALGORITHMS.get(name.upper().replace("-", ""), "")


def _digest(values: list[XValue]) -> XValue:
    """The digest of a text's UTF-8; empty for an algorithm or encoding that does not exist."""
    algorithm = _algorithm(to_text(values[1]))
    encoding = to_text(values[2]).lower() if len(values) > 2 else "base64"
    if not algorithm or encoding not in _ENCODINGS:
        return ""
    content = to_text(values[0]).encode("utf-8", "replace")
    made = hashlib.new(algorithm, content, usedforsecurity=False)
    return made.hexdigest() if encoding == "hex" else base64.b64encode(made.digest()).decode()


def _digest_check(arguments: tuple[Expression, ...]) -> str:
    algorithm = arguments[1]
    if isinstance(algorithm, StringLiteral) and not _algorithm(algorithm.value):
        return said(
            "không có thuật toán «{value}»; dùng được {names}", value=algorithm.value, names=_NAMES
        )
    encoding = arguments[2] if len(arguments) > 2 else None
    if isinstance(encoding, StringLiteral) and encoding.value.lower() not in _ENCODINGS:
        return said("không có cách ghi «{value}»; dùng được hex, base64", value=encoding.value)
    return ""


def _base64_decode(value: XValue) -> XValue:
    """The UTF-8 text of base64; empty when it is no base64."""
    text = "".join(to_text(value).split())
    try:
        return base64.b64decode(text, validate=True).decode("utf-8", "replace")
    except (binascii.Error, ValueError):
        return ""


CODE_FUNCTIONS: dict[str, Function] = {
    "digest": eager(_digest, 2, 3, check=_digest_check),
    "base64-decode": of_value(_base64_decode),
}
"""Functions that encode and decode, by name."""
