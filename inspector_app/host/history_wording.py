"""Lines of a history as people read them: what was done, to what, before and after, and if it counts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from inspector_app.domain.form.answers import display_value
from inspector_app.domain.form.definition import Question
from inspector_app.domain.log.change import Value
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.scoring.arithmetic import number_of
from inspector_app.domain.trip.history import Deed, Former, HistoryLine, Standing, Subject
from inspector_app.domain.trip.values import RemediationState, Role, Severity, Side, UnitKind
from inspector_app.host.i18n import N_, gettext, language
from inspector_app.host.wording import DASH, claimed, number, source_text

BETWEEN: Final = " · "
DEEDS: Final = {
    Deed.ADD: N_("thêm"),
    Deed.REMOVE: N_("gỡ bỏ"),
    Deed.RESTORE: N_("khôi phục"),
    Deed.WRITE: N_("ghi"),
    Deed.EDIT: N_("sửa"),
    Deed.CLEAR: N_("xóa"),
    Deed.BLANK: N_("để trống"),
    Deed.DECIDE: N_("quyết định xung đột"),
    Deed.UNDO: N_("hoàn tác"),
    Deed.RECORD: N_("ghi lý do quyết định"),
    Deed.SESSION: N_("mở phiên"),
    Deed.GENESIS: N_("khởi tạo máy"),
    Deed.ENROL: N_("ghi nhận thẻ"),
    Deed.REVOKE: N_("thu hồi máy"),
    Deed.TRUST_AGAIN: N_("rút lại việc thu hồi máy"),
    Deed.ADOPT: N_("nhận lại thay đổi"),
    Deed.WITHDRAW: N_("rút đơn vị"),
    Deed.BRING_BACK: N_("đưa đơn vị trở lại"),
    Deed.LEAVE: N_("cho thành viên thôi tham gia"),
    Deed.COME_BACK: N_("đưa thành viên trở lại"),
    Deed.TAKE_BACK: N_("lấy lại quyết định"),
    Deed.OTHER: N_("việc của phiên bản mới hơn"),
}
STANDINGS: Final = {
    Standing.CURRENT: N_("đang dùng"),
    Standing.AGREED: N_("đang dùng, trùng với người khác"),
    Standing.CONFLICT: N_("đang xung đột"),
    Standing.REPLACED: N_("đã thay"),
    Standing.OVERRULED: N_("bị loại khi quyết định"),
    Standing.QUARANTINED: N_("cách ly"),
    Standing.UNREAD: N_("không dùng đến"),
}
_TYPES: Final = {
    EntityType.TRIP: N_("đợt kiểm tra"),
    EntityType.TEAM: N_("đoàn"),
    EntityType.MEMBER: N_("thành viên"),
    EntityType.UNIT: N_("đơn vị"),
    EntityType.FINDING: N_("tồn tại"),
    EntityType.REQUIREMENT: N_("yêu cầu"),
    EntityType.REMEDIATION: N_("kết quả khắc phục"),
    EntityType.PREVIOUS: N_("kết quả kỳ trước"),
    EntityType.EVIDENCE: N_("minh chứng"),
    EntityType.ATTENDEE: N_("người dự"),
    EntityType.DECISION: N_("quyết định xung đột"),
    "device": N_("máy"),
}
_SIDES: Final = {
    Side.REPORTED: N_("số đơn vị báo cáo"),
    Side.VERIFIED: N_("số đoàn xác minh"),
    Side.NOTE: N_("ghi chú"),
    Side.SOURCE: N_("nguồn"),
    Side.PERIOD: N_("kỳ số liệu"),
}
_CHOICE_SIDES: Final = {
    Side.REPORTED: N_("đơn vị báo cáo"),
    Side.VERIFIED: N_("đoàn xác minh"),
}
SCORES: Final = {
    "self": N_("điểm tự đánh giá"),
    "appraised": N_("điểm thẩm định"),
    "reason": N_("lý do lệch điểm"),
}
FIELDS: Final = {
    "text": N_("nội dung"),
    "question": N_("câu hỏi"),
    "severity": N_("mức độ"),
    "legal_basis": N_("căn cứ"),
    "cause": N_("nguyên nhân"),
    "responsible": N_("người chịu trách nhiệm"),
    "due": N_("thời hạn"),
    "caption": N_("chú thích"),
    "finding": N_("tồn tại được xử lý"),
    "evidence": N_("minh chứng"),
    "requirement": N_("yêu cầu được khắc phục"),
    "done": N_("ngày khắc phục"),
    "state": N_("đoàn chấp nhận hay không"),
    "reason": N_("lý do chấp nhận hay không"),
    "file": N_("tệp"),
    "name": N_("tên"),
    "post": N_("chức vụ"),
    "agency": N_("cơ quan"),
    "role": N_("vai trò"),
    "kind": N_("loại đơn vị"),
    "side": N_("bên"),
    "unit": N_("đơn vị"),
    "team": N_("đoàn"),
    "planned": N_("ngày theo lịch"),
    "half_day": N_("buổi"),
    "form": N_("phiếu"),
    "form/mapping": N_("phiếu của cuộc kiểm tra"),
    "title": N_("tên đợt"),
    "number": N_("số"),
    "address": N_("địa chỉ"),
    "parent_name": N_("trực thuộc"),
    "place": N_("địa điểm"),
    "decision_number": N_("số quyết định"),
    "decision_date": N_("ngày quyết định"),
    "period_from": N_("kỳ số liệu từ ngày"),
    "period_to": N_("kỳ số liệu đến ngày"),
    "starts": N_("bắt đầu"),
    "ends": N_("kết thúc"),
    "copies": N_("số bản"),
    "session/started": N_("bắt đầu phiên làm việc"),
    "session/ended": N_("kết thúc phiên làm việc"),
    "session/place": N_("địa điểm"),
    "session/unit_opinion": N_("ý kiến của đơn vị"),
    "session/conclusion": N_("kết luận của trưởng đoàn"),
    "session/refusal": N_("lý do đơn vị không ký"),
    "scoring/on": N_("có chấm điểm"),
    "scoring/print": N_("in bảng điểm trong biên bản"),
    "scoring/bands": N_("mức xếp loại"),
    "last": N_("kỳ kiểm tra trước"),
}
_ENUMERATIONS: Final[Mapping[str, Mapping[str, str]]] = {
    "severity": {
        Severity.MINOR: N_("Nhẹ"),
        Severity.MODERATE: N_("Vừa"),
        Severity.SERIOUS: N_("Nặng"),
    },
    "state": {
        RemediationState.PENDING: N_("chờ đoàn xem xét"),
        RemediationState.ACCEPTED: N_("chấp nhận"),
        RemediationState.REJECTED: N_("không chấp nhận"),
    },
    "role": {
        Role.LEADER: N_("Trưởng đoàn"),
        Role.DEPUTY: N_("Phó trưởng đoàn"),
        Role.SECRETARY: N_("Thư ký"),
        Role.MEMBER: N_("Thành viên"),
    },
    "kind": {
        UnitKind.DEPARTMENT: N_("Sở, ngành"),
        UnitKind.SUBORDINATE: N_("Đơn vị trực thuộc"),
        UnitKind.DISTRICT: N_("Cấp huyện"),
        UnitKind.COMMUNE: N_("Cấp xã"),
    },
    "half_day": {"morning": N_("sáng"), "afternoon": N_("chiều")},
    "side": {"team": N_("đoàn"), "unit": N_("đơn vị")},
}
_LAST: Final = {
    "last/answer/": N_("trả lời kỳ trước"),
    "last/finding/": N_("tồn tại kỳ trước"),
    "last/requirement/": N_("yêu cầu kỳ trước"),
    "report/": N_("báo cáo Excel của đơn vị"),
    "meta/": N_("phiếu tự ghi"),
    "form/": N_("phiếu"),
}


_SAID_BY_DEED: Final = frozenset(
    ("_", "record", "genesis", "session", "trust", "revoke", "adopt", "withdrawn", "left", "undone")
)


def deed_text(line: HistoryLine) -> str:
    """What a change did; a value of somebody else that it replaced is always said."""
    text = gettext(DEEDS[line.deed])
    if line.took_over:
        names = ", ".join(line.took_over)
        over = gettext("thay giá trị của {names}").format(names=names)
        return f"{text}, {over}"
    return text


def warning_text(line: HistoryLine) -> str:
    """What no honest program does; empty for nothing."""
    if not line.is_breach:
        return ""
    return gettext("Thay giá trị của nhiều người mà không qua quyết định của trưởng đoàn")


def standing_text(standing: Standing) -> str:
    """Whether a value still counts."""
    return gettext(STANDINGS[standing])


def subject_text(subject: Subject, *, with_unit: bool = True, longest: int = 0) -> str:
    """``Xã A · câu 3.2 · số đoàn xác minh``; names cut to ``longest`` letters where that is given."""
    parts = [subject.unit] if with_unit and subject.unit else []
    kind = gettext(_TYPES[subject.type]) if subject.type in _TYPES else ""
    if subject.table or subject.row:
        parts.append(subject.table)
        row = gettext("dòng {number}").format(number=subject.row)
        parts.append(row if subject.row else gettext("dòng đã gỡ"))
    if kind:
        name = "" if subject.type == EntityType.UNIT else subject.name
        if 0 < longest < len(name):
            name = name[: longest - 1].rstrip() + "…"
        parts.append(f"{kind} «{name}»" if name else kind)
    asked = _asked(subject)
    if (asked and (subject.side is not None or subject.path.startswith("score/"))) or (
        asked and subject.path != "question" and kind
    ):
        parts.append(asked)
    place = _place(subject)
    if place:
        parts.append(place)
    return BETWEEN.join(dict.fromkeys(filter(None, parts)))


def place_text(subject: Subject) -> str:
    """Which side or field of its entity: ``số đoàn xác minh``, ``mức độ``."""
    return _place(subject)


def _asked(subject: Subject) -> str:
    if subject.clause:
        return gettext("câu {code}").format(code=subject.clause)
    return subject.question


def _place(subject: Subject) -> str:
    path = subject.path
    if subject.side is not None:
        words = _SIDES if subject.is_figure else _SIDES | _CHOICE_SIDES
        return gettext(words[subject.side])
    if path.startswith("score/"):
        return gettext(SCORES.get(path.rpartition("/")[2], "")) or path
    if path in _SAID_BY_DEED:
        return ""
    if path in FIELDS:
        return gettext(FIELDS[path])
    for prefix, name in _LAST.items():
        if path.startswith(prefix):
            return gettext(name)
    return path


def value_text(line: HistoryLine, value: Value) -> str:
    """A value of a line's register in words, with its unit of measure; a dash for nothing."""
    path, subject = line.register.path, line.subject
    if value in (None, "", []):
        return DASH
    told = _ENUMERATIONS.get(path, {}).get(str(value))
    if told is not None:
        return gettext(told)
    if subject.side is not None and subject.side.is_text:
        return source_text(str(value)) if subject.side is Side.SOURCE else str(value)
    if path.startswith("score/") and not path.endswith("/reason"):
        points = number_of(value)
        return plain_text(value) if points is None else number(points)
    if line.question is not None and subject.side is not None:
        return answer_text(line.question, value)
    return plain_text(value)


def answer_text(question: Question, value: Value) -> str:
    """An answer as its question calls it, with its unit of measure."""
    if isinstance(value, list | tuple):
        value = [str(one) for one in value]
    if not isinstance(value, bool | int | str | list):
        return plain_text(value)
    text = display_value(question, value, language()) or DASH
    measure = question.insp.get("unit", "")
    return f"{text} {measure}" if measure else text


def plain_text(value: Value) -> str:
    """A value that belongs to no question."""
    if value in (None, ""):
        return DASH
    if isinstance(value, bool):
        return gettext("có") if value else gettext("không")
    if isinstance(value, bytes):
        return value.hex()[:8]
    if isinstance(value, list | tuple):
        return "; ".join(plain_text(one) for one in value) or DASH
    text = str(value)
    is_day = len(text) == 10 and text[4::3] == "--" and text.replace("-", "").isdigit()
    return f"{text[8:]}/{text[5:7]}/{text[:4]}" if is_day else text


def before_text(line: HistoryLine) -> str:
    """What stood there; several values with their authors; empty where nothing did."""
    if not line.before:
        return ""
    if len(line.before) == 1:
        return former_text(line, line.before[0])
    return "; ".join(f"{one.author}: {former_text(line, one)}" for one in line.before)


def former_text(line: HistoryLine, former: Former) -> str:
    """A replaced value."""
    return gettext("đã gỡ") if former.is_deletion else value_text(line, former.value)


def after_text(line: HistoryLine) -> str:
    """What stands there since; empty where the deed says all."""
    if line.deed in (Deed.ADD, Deed.RESTORE, Deed.SESSION, Deed.GENESIS, Deed.BLANK):
        return ""
    if line.register.path in _SAID_BY_DEED and line.value in (None, ""):
        return ""
    text = gettext("đã gỡ") if line.deed is Deed.REMOVE else value_text(line, line.value)
    if line.brought_back:
        return gettext("{value} (giá trị của {author})").format(
            value=text, author=line.brought_back
        )
    return text


def when_text(line: HistoryLine) -> str:
    """The claimed time, and how wrong the clock that claimed it is known to be."""
    return claimed(line.wall, line.ahead_ms)


def line_text(line: HistoryLine) -> str:
    """Everything of a line in one text, for searching."""
    subject = line.subject
    parts = (
        subject_text(subject),
        subject.label,
        subject.question,
        deed_text(line),
        before_text(line),
        after_text(line),
        line.author,
        line.device,
        line.reason,
        standing_text(line.standing),
    )
    return " ".join(parts)
