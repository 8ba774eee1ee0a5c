"""What conflicts, their sides and decisions are called on the screen."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from inspector_app.domain.form.definition import NUMBERS, UPLOADS
from inspector_app.domain.form.instance.engine import display_value
from inspector_app.domain.log.change import Value
from inspector_app.domain.log.entity import LIFE
from inspector_app.domain.scoring.arithmetic import number_of
from inspector_app.domain.trip.values import RemediationState, Severity, Side
from inspector_app.gui import words
from inspector_app.host import wording
from inspector_app.host.i18n import N_, _, language
from inspector_app.host.wording import claimed, source_text
from inspector_app.services.conflict_views import (
    ConflictKind,
    ConflictSide,
    ConflictState,
    ConflictView,
    DecisionView,
)

LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
KINDS: Final = {
    ConflictKind.ANSWER: N_("Trả lời"),
    ConflictKind.NOTE: N_("Ghi chú"),
    ConflictKind.POINTS: N_("Điểm"),
    ConflictKind.FINDING: N_("Tồn tại"),
    ConflictKind.REQUIREMENT: N_("Yêu cầu"),
    ConflictKind.REMEDIATION: N_("Kết quả khắc phục"),
    ConflictKind.EVIDENCE: N_("Minh chứng"),
    ConflictKind.SESSION: N_("Buổi làm việc"),
    ConflictKind.FRAME: N_("Thông tin đợt"),
    ConflictKind.FORM: N_("Phiếu"),
    ConflictKind.PREVIOUS: N_("Kỳ trước"),
    ConflictKind.REMOVAL: N_("Gỡ bỏ và sửa"),
}
_LABELS: Final[dict[str, str]] = {
    "started": N_("Giờ bắt đầu làm việc"),
    "ended": N_("Giờ kết thúc"),
    "place": N_("Địa điểm làm việc"),
    "unit_opinion": N_("Ý kiến của đơn vị"),
    "conclusion": N_("Kết luận của trưởng đoàn"),
    "refusal": N_("Lý do không ký"),
    "name": N_("Họ và tên"),
    "post": N_("Chức vụ"),
    "text": N_("Nội dung"),
    "severity": N_("Mức độ"),
    "legal_basis": N_("Căn cứ"),
    "cause": N_("Nguyên nhân"),
    "responsible": N_("Người chịu trách nhiệm"),
    "due": N_("Thời hạn"),
    "caption": N_("Chú thích minh chứng"),
    "question": N_("Câu hỏi"),
    "finding": N_("Tồn tại được xử lý"),
    "evidence": N_("Minh chứng kèm theo"),
    "done": N_("Ngày khắc phục"),
    "state": N_("Kết quả khắc phục: chấp nhận hay không"),
    "reason": N_("Lý do chấp nhận hay không"),
    "last": N_("Kỳ kiểm tra trước"),
    "_": N_("Xóa hay giữ"),
    "mapping": N_("Phiếu của cuộc kiểm tra"),
    "on": N_("Có chấm điểm"),
    "print": N_("In bảng điểm trong biên bản"),
    "bands": N_("Mức xếp loại"),
}
_POINTS: Final[dict[str, str]] = {
    "self": N_("điểm tự đánh giá"),
    "appraised": N_("điểm thẩm định"),
    "reason": N_("lý do lệch điểm"),
}
"""What registers ``score/<criterion>/…`` hold."""


_PARTS: Final = {
    "last/answer/": N_("Trả lời kỳ trước"),
    "last/finding/": N_("Tồn tại kỳ trước"),
    "last/requirement/": N_("Yêu cầu kỳ trước"),
}


def title_of(conflict: ConflictView) -> str:
    """What the register is called."""
    asked = conflict.question or conflict.criterion
    if asked is not None:
        clause = asked.clause
        label = asked.label.in_(language())
        return f"{clause}. {label}" if clause else label
    for prefix, part in _PARTS.items():
        if conflict.label.startswith(prefix):
            return f"{_(part)} {conflict.label[len(prefix) :][:32]}"
    name = label_of(conflict.label)
    if conflict.subject and conflict.kind is not ConflictKind.SESSION:
        return conflict.subject
    if conflict.subject:
        return f"{name}: {conflict.subject}"
    is_of_record = conflict.kind in (ConflictKind.FINDING, ConflictKind.REQUIREMENT)
    return f"{_(KINDS[conflict.kind])}: {name}" if is_of_record else name


def label_of(path: str) -> str:
    """What the field behind a register's path is called."""
    name = path.rsplit("/", 1)[-1]
    return _(_LABELS[name]) if name in _LABELS else _(path)


def place_of(conflict: ConflictView) -> str:
    """Unit and side of a conflict; only figures are called so."""
    is_figure = conflict.question is not None and conflict.question.is_figure
    sides = {
        Side.REPORTED: _("số đơn vị báo cáo") if is_figure else _("đơn vị báo cáo"),
        Side.VERIFIED: _("số đoàn xác minh") if is_figure else _("đoàn xác minh"),
        Side.NOTE: _("ghi chú của đoàn"),
        Side.SOURCE: _("nguồn số liệu"),
        Side.PERIOD: _("kỳ số liệu"),
    }
    parts = [conflict.inspection.unit.name] if conflict.inspection else []
    if conflict.asked is not None and conflict.asked.clause and conflict.side is None:
        parts.append(_("câu {clause}").format(clause=conflict.asked.clause))
    if conflict.side is not None:
        parts.append(sides[conflict.side])
    if conflict.label.startswith("score/"):
        parts.append(_(_POINTS.get(conflict.label.rsplit("/", 1)[-1], conflict.label)))
    elif conflict.subject and conflict.kind is not ConflictKind.SESSION:
        name = label_of(conflict.label)
        is_removal = conflict.kind is ConflictKind.REMOVAL
        parts.append(name if is_removal else f"{_(KINDS[conflict.kind])}: {name}")
    return " · ".join(parts)


def value_text(conflict: ConflictView, value: Value, *, is_deletion: bool = False) -> str:
    """A value as people read it."""
    if is_deletion:
        return _("Đã xóa")
    if value is None or value == "":
        return _("(để trống)")
    if conflict.side is Side.SOURCE:
        return source_text(str(value))
    if conflict.question is None and isinstance(value, bool):
        return _("Có") if value else _("Không")
    if conflict.label.startswith("score/") and not conflict.label.endswith("/reason"):
        points = number_of(value)
        return str(value) if points is None else wording.number(points)
    if conflict.question is not None and conflict.side is not None and not conflict.side.is_text:
        if conflict.question.type in UPLOADS and isinstance(value, str):
            name, _dot, ending = value.rpartition(".")
            return _("tệp {ending} {code}…").format(ending=ending.upper(), code=name[:8])
        plain = value if not isinstance(value, bytes) else value.hex()
        if plain is None or isinstance(plain, bool | int | str):
            shown = display_value(conflict.question, plain, language())
            is_number = conflict.question.type in NUMBERS
            unit = conflict.question.insp.get("unit", "") if is_number else ""
            return f"{shown} {unit}".strip()
        if isinstance(plain, list | tuple):
            names = [str(one) for one in plain]
            return display_value(conflict.question, names, language())
    return _record_text(conflict.register.path, value)


def _record_text(path: str, value: Value) -> str:
    """A value of a finding, requirement, remediation or of last time."""
    if path == "state" and value in list(RemediationState):
        return words.remediation_state(RemediationState(str(value)))
    if path == "severity" and value in list(Severity):
        return words.severity(Severity(str(value)))
    if isinstance(value, bytes):
        return value.hex()[:16]
    if isinstance(value, list | tuple):
        shown = (one.hex()[:8] if isinstance(one, bytes) else str(one) for one in value)
        return "; ".join(shown) or _("(để trống)")
    if isinstance(value, dict):
        said = value.get("text") or value.get("verified") or value.get("title")
        return str(said) if said else _("Giữ lại")
    return str(value)


def side_text(conflict: ConflictView, side: ConflictSide) -> str:
    """A side's value as people read it."""
    if conflict.is_removal:
        return _("Gỡ bỏ") if side.is_deletion else _("Giữ lại")
    words = _(side.words) if conflict.register.path == LIFE and side.words else side.words
    return words or value_text(conflict, side.value, is_deletion=side.is_deletion)


def is_text(conflict: ConflictView) -> bool:
    """Whether the sides are texts, whose words can be compared."""
    values = [side.value for side in conflict.sides]
    if conflict.kind in (ConflictKind.FORM, ConflictKind.PREVIOUS):
        return False
    asked, side = conflict.question, conflict.side
    if asked is not None and side is not None and not side.is_text:
        return asked.type == "text"
    codes = ("severity", "state", "due", "done", "session/started", "session/ended")
    is_points = conflict.kind is ConflictKind.POINTS and not conflict.label.endswith("/reason")
    is_plain = conflict.register.path not in codes and not is_points and not conflict.is_removal
    return is_plain and all(isinstance(one, str) for one in values)


def when_text(wall: int, ahead_ms: int, device: str) -> str:
    """When something was written, by whose clock, on which machine."""
    return f"{claimed(wall, ahead_ms)} · {device}"


def decision_text(conflict: ConflictView) -> str:
    """How a conflict was decided, in one line; empty while it is open."""
    if conflict.state is not ConflictState.DECIDED or conflict.decision is None:
        return ""
    return _("Đã quyết định: {value}").format(value=chosen_text(conflict, conflict.decision))


def chosen_text(conflict: ConflictView, one: DecisionView) -> str:
    """What a decision wrote, in words."""
    if conflict.register.path == LIFE:
        return _("Gỡ bỏ") if one.is_deletion else _("Giữ lại")
    kept = next((side for side in conflict.sides if side.value == one.value), None)
    if kept is not None and one.how == "side":
        return side_text(conflict, kept)
    return value_text(conflict, one.value, is_deletion=one.is_deletion)


def decided_texts(conflict: ConflictView, one: DecisionView) -> tuple[str, str]:
    """What was decided, by whom, why."""
    how = {"both": _("lấy cả hai"), "other": _("giá trị khác")}.get(one.how, "")
    value = chosen_text(conflict, one).replace("\n", " / ")
    title = _("Đã quyết định: {value}").format(value=f"{value} ({how})" if how else value)
    about = _("{who}, {when}. Lý do: {reason}.").format(
        who=one.head.author,
        when=when_text(one.head.wall, one.head.ahead_ms, one.head.device),
        reason=one.reason.rstrip("."),
    )
    if not one.is_current and one.undone is None:
        about += " " + _("Ô này đã được sửa sau quyết định.")
    return title, about


def reopened_texts(conflict: ConflictView, one: DecisionView) -> tuple[str, str]:
    """The earlier decision, and what opened it again."""
    value, about = decided_texts(conflict, one)
    if one.undone is not None:
        title = _("Quyết định đã được lấy lại; cần quyết định lại.")
        when = when_text(one.undone.wall, one.undone.ahead_ms, one.undone.device)
        back = _("Lấy lại: {who}, {when}.").format(who=one.undone.author, when=when)
        reason = f" {one.undone_reason}" if one.undone_reason else ""
        return title, f"{value}. {about} {back}{reason}"
    title = _("Đã từng được quyết định; gói đến sau mang thêm giá trị khác.")
    seen = _("Lúc quyết định thấy {count} giá trị.").format(count=len(one.seen))
    return title, f"{value}. {about} {seen}"


def authors(known: Iterable[ConflictView]) -> list[str]:
    """Everybody who wrote a side of these conflicts."""
    return sorted({head.author for one in known for head in one.heads})
