"""Words of the domain as a terminal shows them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from inspector_app.domain.form.answers import Value, display_value
from inspector_app.domain.form.definition import Question
from inspector_app.domain.form.states import Node, Progress, Violation, ViolationKind
from inspector_app.domain.log.change import Value as LogValue
from inspector_app.domain.scoring.arithmetic import number_of
from inspector_app.domain.trip.follow_up import RequirementState
from inspector_app.domain.trip.previous import Match
from inspector_app.domain.trip.values import RemediationState, Role, Severity, Side, UnitKind
from inspector_app.host import wording
from inspector_app.host.history_wording import FIELDS, SCORES
from inspector_app.host.i18n import N_, _, language
from inspector_app.host.wording import DASH, source_text
from inspector_app.services.disputed_values import sides_of
from inspector_app.services.views import InspectionView, QuestionView, RegisterView, TableView

ROLES: Final = {
    Role.LEADER: N_("Trưởng đoàn"),
    Role.DEPUTY: N_("Phó trưởng đoàn"),
    Role.SECRETARY: N_("Thư ký"),
    Role.MEMBER: N_("Thành viên"),
}
UNIT_KINDS: Final = {
    UnitKind.DEPARTMENT: N_("Sở, ngành"),
    UnitKind.SUBORDINATE: N_("Đơn vị trực thuộc"),
    UnitKind.DISTRICT: N_("Cấp huyện"),
    UnitKind.COMMUNE: N_("Cấp xã"),
}
SEVERITIES: Final = {
    Severity.MINOR: N_("Nhẹ"),
    Severity.MODERATE: N_("Vừa"),
    Severity.SERIOUS: N_("Nặng"),
}
REMEDIATION_STATES: Final = {
    RemediationState.PENDING: N_("chờ đoàn xem xét"),
    RemediationState.ACCEPTED: N_("chấp nhận"),
    RemediationState.REJECTED: N_("không chấp nhận"),
}
REQUIREMENT_STATES: Final = {
    RequirementState.OPEN: N_("chưa báo cáo"),
    RequirementState.OVERDUE: N_("quá hạn"),
    RequirementState.REPORTED: N_("đã báo cáo, chờ xem xét"),
    RequirementState.REJECTED: N_("khắc phục chưa đạt"),
    RequirementState.CONFLICT: N_("xung đột, chờ trưởng đoàn quyết định"),
    RequirementState.CLOSED: N_("đã khắc phục"),
}
MATCHES: Final = {Match.NAME: N_("tên câu"), Match.CLAUSE: N_("mục")}
SIDES: Final = {
    Side.REPORTED: N_("báo cáo"),
    Side.VERIFIED: N_("xác minh"),
    Side.NOTE: N_("ghi chú"),
    Side.SOURCE: N_("nguồn"),
    Side.PERIOD: N_("kỳ số liệu"),
}
HALF_DAYS: Final = {"morning": N_("sáng"), "afternoon": N_("chiều")}
VIOLATIONS: Final = {
    ViolationKind.REQUIRED: N_("chưa trả lời câu bắt buộc"),
    ViolationKind.CONSTRAINT: N_("giá trị không hợp quy tắc"),
    ViolationKind.TYPE: N_("giá trị sai kiểu"),
}
RECEIPTS: Final = {
    "new": N_("mới"),
    "updated": N_("cập nhật"),
    "known": N_("đã có"),
    "held": N_("chờ phần thiếu"),
    "quarantined": N_("bị cách ly"),
    "refused": N_("bị từ chối"),
}
REGISTERS: Final = {
    **FIELDS,
    "_": N_("tồn tại hay đã gỡ"),
    "genesis": N_("khởi tạo máy"),
    "session": N_("mở phiên"),
    "trust": N_("ghi nhận thẻ"),
    "record": N_("quyết định"),
}


_PARTS: Final = {
    "last/answer/": N_("trả lời kỳ trước"),
    "last/finding/": N_("tồn tại kỳ trước"),
    "last/requirement/": N_("yêu cầu kỳ trước"),
}
_SHOWN_NAME: Final = 32
_TELLING: Final = ("name", "text", "verified", "title")


def register_name(path: str) -> str:
    """What a register's path is called."""
    parts = path.split("/")
    if len(parts) == 3 and parts[0] in ("q", "t") and parts[2] in list(Side):
        return f"{parts[1]} ({_(SIDES[Side(parts[2])])})"
    if len(parts) == 3 and parts[0] == "score" and parts[2] in SCORES:
        return f"{parts[1]} ({_(SCORES[parts[2]])})"
    for prefix, name in _PARTS.items():
        if path.startswith(prefix):
            return f"{_(name)} {path[len(prefix) :][:_SHOWN_NAME]}"
    return _(REGISTERS[path]) if path in REGISTERS else path


def log_value(value: LogValue, question: Question | None = None) -> str:
    """A stored value in one line; a dash for nothing."""
    if value is None or value == "":
        return DASH
    if isinstance(value, bytes):
        return value.hex()[:8]
    if question is None and isinstance(value, bool):
        return _("có") if value else _("không")
    if question is not None and isinstance(value, bool | int | str | list):
        return display_value(question, _answer(value), language()) or DASH
    if isinstance(value, dict):  # a file, a device's card or session: its name says enough
        return str(next(filter(None, (value.get(key) for key in _TELLING)), "…"))
    if isinstance(value, list | tuple):
        return "; ".join(log_value(one) for one in value)
    return str(value)


def text_of(side: Side, text: str) -> str:
    """A text about an answer; the usual sources in the reader's language, all else as it was typed."""
    return source_text(text) if side is Side.SOURCE else text


def side_value(side: Side, value: LogValue, question: Question | None) -> str:
    """What is stored on one side of an answer, in one line; a dash for nothing."""
    if side.is_text:
        return log_value(text_of(side, value) if isinstance(value, str) else value)
    return log_value(value, question)


def side_text(register: RegisterView, question: Question, value: LogValue) -> str:
    """What holds on one side of an answer; in dispute every value with who wrote it."""
    if not register.is_conflict:
        return log_value(value, question)
    sides = sides_of(question, register, language(), _("(đã xoá)"))
    texts = (f"«{text}» ({', '.join(authors)})" for text, authors in sides.items())
    return _("đang xung đột: {sides}").format(sides="; ".join(texts))


def register_value(path: str, value: LogValue, question: Question | None = None) -> str:
    """What a register holds, in one line; states by their words, a dash for nothing."""
    if path == "state" and value in list(RemediationState):
        return _(REMEDIATION_STATES[RemediationState(str(value))])
    if path == "severity" and value in list(Severity):
        return _(SEVERITIES[Severity(str(value))])
    side = path.rpartition("/")[2]
    if path.startswith("score/") and side != "reason":
        points = number_of(value)
        return log_value(value) if points is None else wording.number(points)
    is_of_answer = path.startswith(("q/", "t/")) and side in list(Side)
    return side_value(Side(side), value, question) if is_of_answer else log_value(value, question)


def reported_value(view: QuestionView) -> LogValue:
    """What the unit reported, computed values too; None for nothing."""
    if view.question.calculate:
        value: LogValue = view.reported_state.value if view.reported_state is not None else None
    else:
        value = view.reported.value
    return None if value == "" else value


def _answer(value: object) -> Value:
    if isinstance(value, list):
        return [str(one) for one in value]
    return value if isinstance(value, bool | int | str) else None


def violation_text(violation: Violation) -> str:
    """What a rule says about an answer."""
    return violation.message.in_(language()) or _(VIOLATIONS[violation.kind])


def row_numbers(view: InspectionView) -> dict[bytes, str]:
    """The number of every row as ``--row`` takes it: ``2``, and ``2.1`` inside row 2."""
    found: dict[bytes, str] = {}

    def count(table: TableView, around: str) -> None:
        for number, row in enumerate(table.rows, 1):
            found[row.id] = f"{around}{number}"
            for inner in row.tables:
                count(inner, f"{around}{number}.")

    for section in view.sections:
        for item in section.items:
            if isinstance(item, TableView):
                count(item, "")
    return found


def row_text(row: bytes | None, numbers: Mapping[bytes, str]) -> str:
    """``dòng 2.1``; empty outside tables."""
    return "" if row is None else _("dòng {number}").format(number=numbers.get(row, "?"))


def node_name(node: Node, numbers: Mapping[bytes, str]) -> str:
    """A question's name, and its row where it has one."""
    name, row = node
    return name if row is None else f"{name} ({row_text(row, numbers)})"


def progress_text(progress: Progress) -> str:
    """``12/45``."""
    return f"{progress.answered}/{progress.total}"


def short(identity: bytes) -> str:
    """The beginning of an id, enough to name it in a command."""
    return identity.hex()[:8]


def fingerprint(words: str) -> str:
    """Eight words with a mark in the middle, easier to read aloud."""
    parts = words.replace("-", " ").split()
    return " ".join(parts[:4]) + "  ·  " + " ".join(parts[4:])
