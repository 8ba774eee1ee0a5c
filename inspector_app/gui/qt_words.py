"""Qt's own words in Vietnamese: the wheels ship no ``qtbase_vi``."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QObject, QTranslator

_WORDS: Final[dict[str, str]] = {
    "OK": "Đồng ý",
    "&OK": "Đồng ý",
    "Cancel": "Hủy",
    "&Cancel": "Hủy",
    "Close": "Đóng",
    "&Close": "Đóng",
    "Save": "Lưu",
    "&Save": "Lưu",
    "Open": "Mở",
    "&Open": "Mở",
    "&Yes": "Có",
    "&No": "Không",
    "Yes": "Có",
    "No": "Không",
    "Yes to &All": "Có cho tất cả",
    "N&o to All": "Không cho tất cả",
    "Abort": "Dừng hẳn",
    "Retry": "Thử lại",
    "Ignore": "Bỏ qua",
    "Discard": "Không lưu",
    "Close without Saving": "Đóng mà không lưu",
    "Don't Save": "Không lưu",
    "Help": "Trợ giúp",
    "Apply": "Áp dụng",
    "Reset": "Đặt lại",
    "Restore Defaults": "Khôi phục mặc định",
    "&Undo": "Hoàn tác",
    "&Redo": "Làm lại",
    "Cu&t": "Cắt",
    "&Copy": "Chép",
    "&Paste": "Dán",
    "Delete": "Xóa",
    "&Delete": "Xóa",
    "Select All": "Chọn tất cả",
    "Copy &Link Location": "Chép địa chỉ liên kết",
    "Look in:": "Tìm trong:",
    "Directories": "Thư mục",
    "Files": "Tệp",
    "Sidebar": "Lối tắt",
    "Save As": "Lưu thành",
    "Open ": "Mở ",
    "Directory:": "Thư mục:",
    "File &name:": "Tên tệp:",
    "Files of type:": "Kiểu tệp:",
    "&Choose": "Chọn",
    "Choose": "Chọn",
    "&Rename": "Đổi tên",
    "&New Folder": "Thư mục mới",
    "New Folder": "Thư mục mới",
    "Create New Folder": "Tạo thư mục mới",
    "Create a New Folder": "Tạo thư mục mới",
    "Parent Directory": "Thư mục cha",
    "Go to the parent directory": "Lên thư mục cha",
    "Back": "Lùi",
    "Go back": "Lùi lại",
    "Forward": "Tiến",
    "Go forward": "Tiến tới",
    "List View": "Dạng danh sách",
    "Change to list view mode": "Chuyển sang dạng danh sách",
    "Detail View": "Dạng chi tiết",
    "Change to detail view mode": "Chuyển sang dạng chi tiết",
    "Show &hidden files": "Hiện tệp ẩn",
    "Find Directory": "Tìm thư mục",
    "Recent Places": "Nơi vừa mở",
    "Computer": "Máy tính",
    "My Computer": "Máy tính",
    "Drive": "Ổ đĩa",
    "Folder": "Thư mục",
    "File Folder": "Thư mục",
    "File": "Tệp",
    "Name": "Tên",
    "Size": "Kích thước",
    "Type": "Kiểu",
    "Kind": "Kiểu",
    "Date Modified": "Ngày sửa",
    "All Files (*)": "Mọi tệp (*)",
    "%1\nFile not found.\nPlease verify the correct file name was given.": (
        "%1\nKhông tìm thấy tệp.\nKiểm tra lại tên tệp."
    ),
    "%1\nDirectory not found.\nPlease verify the correct directory name was given.": (
        "%1\nKhông tìm thấy thư mục.\nKiểm tra lại tên thư mục."
    ),
    "%1 already exists.\nDo you want to replace it?": "%1 đã có.\nBạn có muốn thay thế không?",
    "Print": "In",
    "&Print": "In",
    "Printer": "Máy in",
    "Print range": "Phạm vi in",
    "Print all": "In tất cả",
    "Pages from": "Từ trang",
    "Current Page": "Trang hiện tại",
    "Copies": "Số bản",
    "Copies:": "Số bản:",
    "Collate": "Xếp theo bộ",
    "Options": "Tùy chọn",
    "&Options >>": "Tùy chọn >>",
    "&Options <<": "Tùy chọn <<",
    "Properties": "Thuộc tính",
    "P&roperties": "Thuộc tính",
    "Output &file:": "Ghi ra tệp:",
    "Preview": "Xem trước",
    "Location:": "Vị trí:",
    "&Name:": "Tên:",
    "Color": "Màu",
    "Grayscale": "Thang xám",
    "Color Mode": "Chế độ màu",
    "Duplex Printing": "In hai mặt",
    "None": "Không",
    "Long side": "Cạnh dài",
    "Short side": "Cạnh ngắn",
    "Portrait": "Dọc",
    "Landscape": "Ngang",
    "Paper": "Giấy",
    "Page size:": "Khổ giấy:",
}


class VietnameseQt(QTranslator):
    """Answers what Qt's dialogs and menus ask for; anything else stays as it is."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def isEmpty(self) -> bool:
        return False

    def translate(
        self,
        context: str,
        source_text: str,
        disambiguation: str | None = None,
        n: int = -1,
    ) -> str | None:
        # None, not an empty text: Qt would show that, and an empty name of A4 breaks printing
        found = _WORDS.get(source_text)
        if found is None and "&" in source_text:
            # Qt moves its mnemonics from release to release
            found = _WORDS.get(source_text.replace("&", ""))
        return found
