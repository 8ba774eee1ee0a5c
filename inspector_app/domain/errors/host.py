"""Files and this computer."""

from __future__ import annotations

from inspector_app.domain.errors.base import InspectorError


class DiskFullError(InspectorError):
    """A file could not be written because the disk is full."""

    code = "file.disk-full"
    exit_status = 10
    message = "Không đủ chỗ trống để ghi «{path}»."
    remedy = "Giải phóng dung lượng hoặc chọn ổ đĩa khác rồi làm lại; chưa có tệp nào được tạo."


class FileAccessError(InspectorError):
    """A file could not be read or written."""

    code = "file.access"
    exit_status = 11
    message = "Không đọc hoặc ghi được «{path}»: {reason}"
    remedy = "Kiểm tra đường dẫn, quyền truy cập và thiết bị lưu trữ rồi thử lại."


class FileExistsAlreadyError(InspectorError):
    """An output file is never overwritten unasked."""

    code = "file.exists"
    exit_status = 12
    message = "Tệp «{path}» đã có."
    remedy = "Chọn tên khác, hoặc xóa tệp cũ nếu không cần nữa."


class MediumLostError(InspectorError):
    """A stick or share that was there is gone: pulled out, or no longer answering."""

    code = "medium.lost"
    exit_status = 26
    message = "«{path}» không còn đọc ghi được: thiết bị đã bị rút ra hoặc mất kết nối."
    remedy = "Cắm lại (hoặc nối lại) thiết bị rồi chép lại; tệp gốc ở máy này vẫn nguyên vẹn."


class CopyDiffersError(InspectorError):
    """What was read back from the medium is not what was written."""

    code = "medium.differs"
    exit_status = 27
    message = "Bản chép «{path}» đọc lại không giống tệp gốc; bản chép hỏng đã được xóa."
    remedy = (
        "Đừng dùng thiết bị này nữa: chép sang thiết bị khác. Tệp gốc ở máy này vẫn nguyên vẹn."
    )


class MediumLimitError(InspectorError):
    """The file is larger than the file system of the medium takes (FAT32: 4 GiB)."""

    code = "medium.limit"
    exit_status = 28
    message = "Tệp «{path}» lớn hơn mức mà thiết bị nhận được cho một tệp (4 GB, định dạng FAT32)."
    remedy = "Xuất gói thành nhiều phần, hoặc dùng thiết bị định dạng exFAT hay NTFS."


class PlatformError(InspectorError):
    """This computer lacks something the program needs."""

    code = "host.platform"
    exit_status = 13
    message = "Máy này chưa chạy được chương trình: {what}"
    remedy = "{how}"


class FontError(InspectorError):
    """No font with all Vietnamese letters, or a character that it cannot print."""

    code = "document.font"
    exit_status = 14
    message = "Không in được tài liệu: {what}"
    remedy = "{how}"
