"""Frozen values about rendered, signed and verified documents that cross the floors."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

# Fields that are signed after all others of the document: the leader concludes on what the
# secretary recorded and the unit (or a witness) acknowledged. The others sign in any order.
LAST_FIELDS: Final[frozenset[str]] = frozenset({"leader"})

# The usual order in the room, for lists and prompts.
USUAL_ORDER: Final[tuple[str, ...]] = ("secretary", "unit", "witness", "leader")


def fields_before(field: str, present: tuple[str, ...]) -> tuple[str, ...]:
    """The fields among ``present`` that must be signed before ``field``."""
    if field not in LAST_FIELDS:
        return ()
    return tuple(name for name in present if name not in LAST_FIELDS)


@dataclass(frozen=True, slots=True)
class SignatureField:
    """A pre-placed signature field.

    Args:
        name: the field's name in the PDF (/T), ASCII.
        page: counted from 0.
        box: left, bottom, right, top in points from the lower left corner of the page.
        title: who signs here, for people (part of /TU).
        accepted: names that a certificate may carry here; empty accepts any.
    """

    name: str
    page: int
    box: tuple[float, float, float, float]
    title: str
    accepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RenderedPdf:
    """A rendered document; ``fonts`` pairs each embedded face's file name with its SHA-256.

    ``turned`` are the pages that lie on their side, counted from 0.
    """

    data: bytes
    pages: int
    fields: tuple[SignatureField, ...]
    font_family: str = ""
    fonts: tuple[tuple[str, str], ...] = ()
    turned: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class QrMatrix:
    """A QR code as squares, without the light border that must stand around it.

    Args:
        size: squares along one side.
        dark: ``size`` times ``size`` bytes, row by row; 1 is dark.
        quiet: squares of light border that readers of the code need on every side.
    """

    size: int
    dark: bytes
    quiet: int = 4

    def is_dark(self, x: int, y: int) -> bool:
        """Whether a square is dark; outside the code everything is light."""
        is_inside = 0 <= x < self.size and 0 <= y < self.size
        return is_inside and self.dark[y * self.size + x] == 1


@dataclass(frozen=True, slots=True)
class PageImage:
    """One page as pixels: 4 bytes per pixel in the order blue, green, red, alpha, no padding."""

    width: int
    height: int
    bgra: bytes


class VerdictKind(StrEnum):
    """The three answers of a verification."""

    VALID = "valid"
    VALID_UNCHECKED = "valid-revocation-unchecked"
    INVALID = "invalid"


VERDICT_WORDS: Final[dict[VerdictKind, str]] = {
    VerdictKind.VALID: "HỢP LỆ",
    VerdictKind.VALID_UNCHECKED: "HỢP LỆ (chưa kiểm tra thu hồi chứng thư)",
    VerdictKind.INVALID: "KHÔNG HỢP LỆ",
}


class Revocation(StrEnum):
    """What is known about the revocation of a certificate."""

    CHECKED = "checked"
    UNCHECKED = "unchecked"
    REVOKED = "revoked"


class ChangesAfter(StrEnum):
    """What was added to the file after a signature."""

    NONE = "none"
    SIGNATURES = "signatures"  # later signatures in fields that stood there before
    OTHER = "other"


# Message ids of problems (each makes the document invalid) and notices (which do not).
PROBLEM_TEXTS: Final[dict[str, str]] = {
    "unreadable": "Tệp không phải PDF đọc được hoặc đã hỏng ({what}).",
    "unsigned": "Tệp chưa có chữ ký số nào.",
    "missing": "Thiếu chữ ký: {role}.",
    "content-changed": "Nội dung đã bị thay đổi sau khi ký: {role}.",
    "changed-after": "Tệp có thay đổi không được phép sau chữ ký: {role}.",
    "bytes-after": "Có {count} byte nằm sau phần được ký cuối cùng.",
    "extra-revision": "Giữa hai chữ ký liền nhau có phần thay đổi không được ký.",
    "not-covered": "Không chữ ký nào bao phủ toàn bộ tệp.",
    "bad-signature": "Chữ ký không đọc được hoặc sai mật mã: {role}.",
    "wrong-person": "Ô «{role}» do «{signer}» ký, không phải người có tên trong biên bản.",
    "same-person": "Một chứng thư ký nhiều ô: {role}.",
    "order": "Chữ ký của trưởng đoàn đứng trước chữ ký của người khác: {role}.",
    "root-unknown": (
        "Chưa xác nhận được «{signer}»: không có chứng thư gốc tin cậy nào bảo đảm chứng thư này"
        "; cần chỉ ra chứng thư gốc."
    ),
    "chain-invalid": "Chứng thư của «{signer}» không dùng được để ký: {what}.",
    "not-valid-then": "Chứng thư của «{signer}» không có hiệu lực vào thời điểm ký.",
    "revoked": "Chứng thư của «{signer}» đã bị thu hồi.",
    "future": "Thời điểm ký ghi trong chữ ký ở tương lai: {role}.",
    "no-time": "Chữ ký không ghi thời điểm ký: {role}.",
}
NOTICE_TEXTS: Final[dict[str, str]] = {
    "intact": "Nội dung còn nguyên vẹn từ khi ký.",
    "revocation-unchecked": "Chưa kiểm tra được chứng thư có bị thu hồi hay không.",
    "claimed-time": "Thời điểm ký do máy người ký tự khai, không có dấu thời gian.",
    "expired-since": "Chứng thư của «{signer}» nay đã hết hạn (còn hiệu lực khi ký).",
    "practice-key": "Ký bằng KHÓA THỰC HÀNH, không có giá trị pháp lý: «{signer}».",
}


@dataclass(frozen=True, slots=True)
class Remark:
    """A problem or a notice: a code, its message id and the values of the message's fields."""

    code: str
    message: str
    field: str = ""
    details: tuple[tuple[str, str], ...] = ()

    def text(self, message: str | None = None) -> str:
        """The message (or its translation) with the values filled in."""
        return (message or self.message).format_map(dict(self.details))


@dataclass(frozen=True, slots=True)
class SignatureFacts:
    """One signature as found in a file.

    Args:
        order: position in time, counted from 1; equals the signed revision's rank.
        field: name of the field.
        role: the field's reading name ("TRƯỞNG ĐOÀN KIỂM TRA").
        signer: common name in the certificate; ``organisation`` likewise.
        claimed_time: as the signer's computer said; no time-stamp authority stands behind it
            unless ``timestamped``.
        covers: bytes of the file, from its beginning, that this signature covers.
        passed: nothing at all is wrong with this signature.
    """

    order: int
    field: str
    role: str
    signer: str
    organisation: str
    issuer: str
    serial: str
    certificate_sha256: str
    valid_from: datetime | None
    valid_until: datetime | None
    claimed_time: datetime | None
    timestamped: bool
    algorithm: str
    covers: int
    intact: bool
    trusted: bool
    revocation: Revocation
    changes_after: ChangesAfter
    certifies: bool
    practice: bool
    passed: bool


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer of a verification.

    Args:
        kind: see :class:`VerdictKind`; ``words`` is what is shown first.
        size: of the file in bytes; ``sha256`` of the whole file, hex.
        intact: every signature's content is unchanged and nothing unsigned was added; says
            nothing about who signed.
        complete: every expected field and every field of the document is signed.
        compatible: consecutive signed revisions hold one change each and the last signature covers
            the whole file; some Vietnamese verifiers reject everything else.
        roots: names of the trust roots that were used.
        readable: False when the bytes could not be parsed as a PDF at all.
    """

    kind: VerdictKind
    size: int
    sha256: str
    signatures: tuple[SignatureFacts, ...]
    missing: tuple[str, ...]
    problems: tuple[Remark, ...]
    notices: tuple[Remark, ...]
    roots: tuple[str, ...]
    intact: bool
    complete: bool
    compatible: bool
    readable: bool = True

    @property
    def words(self) -> str:
        """The verdict in words (message id)."""
        return VERDICT_WORDS[self.kind]

    @property
    def is_valid(self) -> bool:
        """Whether the answer is yes (exit status 0)."""
        return self.kind is not VerdictKind.INVALID

    @property
    def codes(self) -> frozenset[str]:
        """The codes of all problems."""
        return frozenset(problem.code for problem in self.problems)
