"""What a person typed or handed in."""

from __future__ import annotations

from inspector_app.domain.errors.base import InspectorError


class UsageError(InspectorError):
    """Words of a command that do not fit together."""

    code = "usage"
    exit_status = 2
    message = "Lệnh chưa đúng: {what}"
    remedy = "Xem «{help}»."

    def __init__(self, **details: object) -> None:
        words = ("inspector", str(details.get("command", "")), "--help")
        super().__init__(**{"help": " ".join(word for word in words if word), **details})


class NotFoundError(InspectorError):
    """A name or id that nothing in the vault answers to."""

    code = "input.not-found"
    exit_status = 15
    message = "Không có {kind} «{name}» trong kho."
    remedy = "Xem danh sách rồi nhập đúng tên hoặc mã."


class AmbiguousNameError(InspectorError):
    """A name or the beginning of an id that fits several things."""

    code = "input.ambiguous"
    exit_status = 16
    message = "«{name}» chỉ đến nhiều {kind}: {matches}."
    remedy = "Nhập mã đầy đủ hơn."


class UnnamedFormError(InspectorError):
    """A command needs one form, the vault holds several and none was named."""

    code = "input.form-unnamed"
    exit_status = 72
    message = "Kho có nhiều biểu mẫu mà lệnh chưa nêu biểu mẫu nào:\n{matches}"
    remedy = "Ghi mã phiếu hoặc tám chữ số đầu của mã băm."


class TripFileError(InspectorError):
    """The workbook of a trip has rows that cannot be read; ``rows`` names each of them."""

    code = "trip.file"
    exit_status = 17
    message = "Tệp đợt kiểm tra «{path}» có {count} chỗ chưa đúng:\n{problems}"
    remedy = "Sửa các dòng đã nêu trong tệp rồi tạo lại; chưa có gì được ghi vào kho."


class SelfReportError(InspectorError):
    """A unit's report workbook that cannot be read, or that is not for this inspection."""

    code = "report.workbook"
    exit_status = 61
    message = "Báo cáo «{path}»: {what}."
    remedy = "Xin đơn vị tệp được lưu từ đúng mẫu của đơn vị này; chưa có gì được ghi vào kho."


class FormError(InspectorError):
    """A form that cannot be used; the problems name sheet, row and column."""

    code = "form.invalid"
    exit_status = 18
    message = "Biểu mẫu «{path}» có {count} lỗi:\n{problems}"
    remedy = "Sửa các dòng đã nêu trong biểu mẫu rồi nhập lại; chưa có gì được ghi vào kho."


class ExpressionError(InspectorError):
    """An expression that the form engine cannot read or does not know."""

    code = "form.expression"
    exit_status = 29
    message = "Biểu thức «{expression}» sai: {what}"
    remedy = "Xem danh sách hàm và phép toán được hỗ trợ trong tài liệu về biểu mẫu."


class FormMissingError(InspectorError):
    """An inspection pins a form that is not in this vault."""

    code = "form.missing"
    exit_status = 19
    message = "Kho chưa có biểu mẫu {sha256} mà cuộc kiểm tra này dùng."
    remedy = "Nhập lại gói đợt kiểm tra từ trưởng đoàn (gói mang theo biểu mẫu)."


class NoChecklistError(InspectorError):
    """A kind of unit that the edition's shipped checklists do not know."""

    code = "form.no-checklist"
    exit_status = 25
    message = "Bộ phiếu {edition} kèm theo phần mềm không có phiếu cho: {units}."
    remedy = "Chọn bộ phiếu khác, chọn phiếu riêng cho loại đơn vị này, hoặc sửa tệp đợt kiểm tra."


class AnswerError(InspectorError):
    """A value that the question cannot hold."""

    code = "answer.invalid"
    exit_status = 20
    message = "Câu {question}: {what}"
    remedy = "Nhập giá trị đúng kiểu của câu hỏi; giá trị cũ vẫn được giữ."


class NotAllowedError(InspectorError):
    """The person's role does not permit the action."""

    code = "role.not-allowed"
    exit_status = 21
    message = "Vai trò của bạn không được {what}."
    remedy = "Đề nghị trưởng đoàn thực hiện."


class InputValueError(InspectorError):
    """A field that must have another shape."""

    code = "input.value"
    exit_status = 22
    message = "{field}: {what}"
    remedy = "Sửa giá trị đã nêu rồi làm lại; chưa có gì được ghi."


class AlreadyRecordedError(InspectorError):
    """Something other is recorded already, and nobody said that it is to be replaced."""

    code = "input.recorded"
    exit_status = 62
    message = "{field}: đã ghi {old}; nay sẽ là {new}."
    remedy = (
        "Chưa có gì được ghi. Nếu đúng là muốn thay: thêm --replace, hoặc xác nhận trên cửa sổ."
    )


class NoTripError(InspectorError):
    """The vault holds no trip yet."""

    code = "trip.none"
    exit_status = 23
    message = "Kho chưa có đợt kiểm tra nào."
    remedy = "Nhập gói đợt kiểm tra do trưởng đoàn gửi, hoặc tạo đợt mới từ tệp Excel."


class EvidenceError(InspectorError):
    """A file that cannot serve as evidence, or evidence whose bytes are absent or damaged."""

    code = "evidence.invalid"
    exit_status = 24
    message = "Minh chứng «{name}»: {what}"
    remedy = "Kiểm tra tệp gốc rồi thêm lại; kho chưa thay đổi."
