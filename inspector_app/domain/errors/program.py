"""The program itself."""

from __future__ import annotations

from inspector_app.domain.errors.base import InspectorError


class InternalError(InspectorError):
    """A defect of the program, shown at the door instead of a traceback."""

    code = "internal"
    exit_status = 70
    message = "Chương trình gặp lỗi ngoài dự kiến: {what}"
    remedy = "Dữ liệu đã lưu vẫn nguyên vẹn. Gửi tệp nhật ký «{log}» cho người phụ trách kỹ thuật."


class CancelledError(InspectorError):
    """The person stopped a long task; nothing of it remains."""

    code = "cancelled"
    exit_status = 71
    message = "Đã dừng theo yêu cầu; chưa có gì thay đổi."
    remedy = "Làm lại khi cần."
