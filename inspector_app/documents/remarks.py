"""Words for what a verification finds."""

from __future__ import annotations

from pyhanko.sign.ades.report import AdESIndeterminate, AdESSubIndic

from inspector_app.domain.report.values import NOTICE_TEXTS, PROBLEM_TEXTS, Remark

# No path to a given root, or one that only shares the name of the real issuer.
_NO_CHAIN = (
    AdESIndeterminate.NO_CERTIFICATE_CHAIN_FOUND,
    AdESIndeterminate.CERTIFICATE_CHAIN_GENERAL_FAILURE,
)
_CHAIN_FAULTS = {
    "EXPIRED": "chứng thư trong chuỗi đã hết hạn",
    "NOT_YET_VALID": "chứng thư trong chuỗi chưa có hiệu lực",
    "CHAIN_CONSTRAINTS_FAILURE": "mục đích sử dụng không cho phép ký văn bản",
    "SIG_CONSTRAINTS_FAILURE": "mục đích sử dụng không cho phép ký văn bản",
    "CRYPTO_CONSTRAINTS_FAILURE": "thuật toán không còn an toàn",
    "CRYPTO_CONSTRAINTS_FAILURE_NO_POE": "thuật toán không còn an toàn",
}


def remark(code: str, field: str = "", **details: str) -> Remark:
    """A problem or notice with its message id."""
    message = PROBLEM_TEXTS.get(code) or NOTICE_TEXTS[code]
    return Remark(code, message, field, tuple(details.items()))


def chain_fault(problem: AdESSubIndic | None) -> str:
    """What is wrong with a chain of certificates; empty when there simply is none to a root."""
    if problem is None or problem in _NO_CHAIN:
        return ""
    return _CHAIN_FAULTS.get(problem.standard_name, str(problem.standard_name))
