"""Words for what the page shows: sides, violations, conflicts, differences, moments."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.form.definition import CHOICES, UPLOADS, Question, QuestionType
from inspector_app.domain.form.instance.engine import Violation, ViolationKind, display_value
from inspector_app.domain.log.change import Value
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Side
from inspector_app.gui.inspection.items import Filter, find_row
from inspector_app.host import wording
from inspector_app.host.i18n import _
from inspector_app.services.views import HeadView, InspectionView, QuestionView, RegisterView


def side_name(side: Side) -> str:
    """The column heading of a side."""
    return {
        Side.REPORTED: _("Đơn vị báo cáo"),
        Side.VERIFIED: _("Đoàn xác minh"),
        Side.NOTE: _("Ghi chú của đoàn"),
        Side.SOURCE: _("Nguồn số liệu"),
        Side.PERIOD: _("Kỳ số liệu"),
    }[side]


def filter_name(chosen: Filter) -> str:
    """The text of a chip."""
    return {
        Filter.ALL: _("Tất cả"),
        Filter.UNANSWERED: _("Chưa trả lời"),
        Filter.VIOLATED: _("Có lỗi"),
        Filter.UNMET: _("Không đạt"),
        Filter.DIFFERENT: _("Lệch số liệu"),
        Filter.CONFLICT: _("Xung đột"),
    }[chosen]


def violation_text(violation: Violation, language: str, question: Question | None = None) -> str:
    """The form's own message, or a standard sentence for its kind and type of question."""
    own = violation.message.in_(language) if violation.message else ""
    if own:
        return own
    if violation.kind is ViolationKind.TYPE and question is not None and question.type in CHOICES:
        return _("Lựa chọn đã ghi không còn trong danh sách của câu này: chọn lại, hoặc xóa.")
    return {
        ViolationKind.REQUIRED: _("Câu này bắt buộc trả lời."),
        ViolationKind.CONSTRAINT: _("Giá trị không thỏa điều kiện của phiếu."),
        ViolationKind.TYPE: _("Giá trị không đúng kiểu của câu hỏi."),
    }[violation.kind]


def refusal_text(error: InspectorError) -> str:
    """Why typed text was not taken, without the question's internal name."""
    what = error.details.get("what")
    return _(str(what)) if what else wording.error_texts(error)[0]


def value_text(question: Question, value: Value, language: str) -> str:
    """A stored value with its unit of measure."""
    if isinstance(value, list | tuple):
        value = [item for item in value if isinstance(item, str)]
    if not isinstance(value, str | int | bool | list) or value in ("", []):
        return "–"
    if question.type in UPLOADS and isinstance(value, str):
        name, _dot, ending = value.rpartition(".")
        return _("tệp {ending} {code}…").format(ending=ending.upper(), code=name[:8])
    if question.type is QuestionType.ACKNOWLEDGE:
        return _("Đã đọc và xác nhận")
    unit = question.insp.get("unit", "")
    return f"{display_value(question, value, language)} {unit}".rstrip()


def side_text(side: Side, question: Question | None, value: Value, language: str) -> str:
    """What is stored on a side; texts about an answer stand as they are."""
    if side.is_text or question is None:
        text = value if isinstance(value, str) and value else "–"
        return wording.source_text(text) if side is Side.SOURCE else text
    return value_text(question, value, language)


def conflict_text(
    side: Side, question: Question | None, heads: tuple[HeadView, ...], language: str
) -> str:
    """The values of a conflict with who stands behind each."""
    sides = []
    for head in heads:
        what = side_text(side, question, head.value, language)
        what = _("đã xóa") if head.is_deletion else what
        sides.append(f"{head.author}: «{what}»")
    return " · ".join(sides)


def disputed_text(question: Question, register: RegisterView, language: str) -> str:
    """The values that stand against each other, without who wrote them; empty when they agree."""
    if not register.is_conflict:
        return ""
    found = (
        _("đã xóa") if head.is_deletion else value_text(question, head.value, language)
        for head in register.heads
    )
    return _("xung đột: {values}").format(values=" / ".join(dict.fromkeys(found)))


def trail(view: InspectionView, language: str, row: EntityId | None, last: str) -> str:
    """Where a table or a row stands: the tables and rows around it, from the outermost on."""
    words = [last] if last else []
    while row is not None:
        found = find_row(view, row)
        if found is None:
            break
        table, _row, place = found
        words.insert(0, _("dòng {number}").format(number=place))
        words.insert(0, table.repeat.label.in_(language))
        row = table.parent_row
    return " › ".join(word for word in words if word)


def difference(view: QuestionView, language: str) -> str:
    """By how much the verified number differs from the reported one; empty for other types."""
    try:
        gap = Decimal(str(view.verified.value)) - Decimal(str(view.reported.value))
    except InvalidOperation:
        return ""
    if view.question.type not in ("integer", "decimal", "range"):
        return ""
    sign = "+" if gap > 0 else "−"
    size: Value = int(abs(gap)) if gap == gap.to_integral() else str(abs(gap).normalize())
    return sign + value_text(view.question, size, language)
