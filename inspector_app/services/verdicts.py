"""What verifying a log found, in words: codes of the domain to sentences that name machines."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from inspector_app.domain.log.chains import Fault, Finding, Remark
from inspector_app.domain.log.ids import ActorId, DeviceId
from inspector_app.domain.saying import Saying, said


@dataclass(frozen=True, slots=True)
class VerdictLine:
    """One thing found."""

    code: str
    device: str
    device_id: str
    """Hexadecimal."""
    first: int
    last: int
    text: Saying
    """The sentence, without the machine's name."""


@dataclass(frozen=True, slots=True)
class ChainView:
    """One device's chain, verified."""

    device: str
    device_id: str
    """Hexadecimal."""
    person: str
    """Who opened the sessions; several names when it was not one person."""
    enrolled_by: str
    """The machine that recorded this one's card; empty where nobody did."""
    is_own: bool
    changes: int
    first: int
    last: int
    sessions: int
    is_sound: bool


@dataclass(frozen=True, slots=True)
class LogVerdict:
    """What verifying a vault, a copy or a bundle found; no problems = it proves what it says."""

    path: str
    kind: str
    """``own``, ``vault`` or ``bundle``."""
    owner: str
    changes: int
    chains: tuple[ChainView, ...]
    problems: tuple[VerdictLine, ...]
    remarks: tuple[VerdictLine, ...]
    is_compared: bool = False

    @property
    def is_sound(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.problems


NameOf = Callable[[ActorId], str]
_DAY_MS: Final = 86_400_000


def line_of(finding: Finding, device: Callable[[DeviceId], str], person: NameOf) -> VerdictLine:
    """A finding in words."""
    return VerdictLine(
        code=str(finding.code),
        device=device(finding.dev),
        device_id=finding.dev.hex(),
        first=finding.first,
        last=finding.last,
        text=_text(finding, person(finding.actor) if finding.actor is not None else "?"),
    )


def _text(one: Finding, person: str) -> Saying:
    if isinstance(one.code, Remark):
        return _remark(one)
    at = numbers(one.first, one.last)
    found: dict[Fault, Callable[[], Saying]] = {
        Fault.KEY: lambda: said("khóa công khai không phải của máy này (đã bị thay)"),
        Fault.ALTERED: lambda: said("bị sửa tại thay đổi {at}", at=at),
        Fault.MISPLACED: lambda: said(
            "ở chỗ thay đổi {at} lại là bản ghi mang số {found} hoặc của máy khác (bị đổi chỗ)",
            at=at,
            found=one.amount,
        ),
        Fault.UNREADABLE: lambda: said("bản ghi {at} không đọc được", at=at),
        Fault.MISSING: lambda: said("bị lấy mất thay đổi {at}", at=at),
        Fault.CUT: lambda: said(
            "bị cắt mất {count} thay đổi mới nhất ({at})", count=one.last - one.first + 1, at=at
        ),
        Fault.SEAL: lambda: said("chữ ký niêm phong tại thay đổi {at} không đúng", at=at),
        Fault.UNSEALED: lambda: said("chuỗi dừng ở thay đổi {at} mà không có niêm phong", at=at),
        Fault.GENESIS: lambda: said("thay đổi {at} không phải lời khởi tạo của máy này", at=at),
        Fault.SESSION: lambda: said(
            "phiên mở tại thay đổi {at} mang tên {person} nhưng không có chữ ký của người này",
            at=at,
            person=person,
        ),
        Fault.NAME: lambda: said(
            "thay đổi {at} mang tên {person}, người không mở phiên nào lúc đó",
            at=at,
            person=person,
        ),
        Fault.PERSON: lambda: said(
            "phiên tại thay đổi {at} do {person} mở, không phải người có thẻ trên máy này",
            at=at,
            person=person,
        ),
        Fault.STRANGER: lambda: said("máy lạ: không ai ghi nhận thẻ của máy này"),
        Fault.SPLIT: lambda: said(
            "cùng số nhưng khác nội dung, rẽ nhánh tại thay đổi {at} (bên kia có {count} thay đổi"
            " mà kho này không có)",
            at=one.first,
            count=one.count,
        ),
    }
    return found[one.code]()


def _remark(one: Finding) -> Saying:
    at = numbers(one.first, one.last)
    found: dict[Remark, Callable[[], Saying]] = {
        Remark.GAP: lambda: said("còn thiếu thay đổi {at}, sẽ đủ khi gộp gói mang chúng", at=at),
        Remark.FORK: lambda: said(
            "chuỗi rẽ nhánh từ thay đổi {at} (máy bị nhân bản hoặc khôi phục bản sao);"
            " cả hai nhánh đều được giữ",
            at=at,
        ),
        Remark.WAITING: lambda: said(
            "{count} thay đổi cũ của máy này được nhắc đến mà chưa nhận được", count=one.count
        ),
        Remark.CLOCK: lambda: said(
            "đồng hồ lùi {count} lần, nhiều nhất {much} tại thay đổi {at}; giờ ghi chỉ là giờ máy"
            " tự khai",
            count=one.count,
            much=duration(one.amount),
            at=one.first,
        ),
        Remark.UNTRUSTED: lambda: said("thẻ của máy này chưa được người đáng tin cậy ghi nhận"),
        Remark.BEHIND: lambda: said(
            "bên kia thiếu {count} thay đổi ({at})", count=one.count, at=at
        ),
        Remark.AHEAD: lambda: said(
            "bên kia có thêm {count} thay đổi mà kho này chưa có ({at})", count=one.count, at=at
        ),
    }
    return found[Remark(one.code)]()


def numbers(first: int, last: int) -> str:
    """``41`` or ``41–52``."""
    return str(first) if last <= first else f"{first}–{last}"


def duration(ms: int) -> Saying:
    """How much a clock is off, in the two largest measures."""
    minutes = abs(ms) // 60_000
    if minutes == 0:
        return said("{count} giây", count=abs(ms) // 1000)
    if minutes < 60:
        return said("{count} phút", count=minutes)
    if abs(ms) < _DAY_MS:
        return said("{hours} giờ {minutes} phút", hours=minutes // 60, minutes=minutes % 60)
    return said("{days} ngày", days=abs(ms) // _DAY_MS)
