"""A form that has every type and appearance, pinned in a real vault, for tests of the page."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPointF, QRectF
from PySide6.QtGui import QColor, QImage, QImageWriter, QLinearGradient, QPainter

from inspector_app.bootstrap import make_workshop
from inspector_app.domain.form.instance.engine import Node
from inspector_app.domain.log.change import Value
from inspector_app.domain.trip.values import Side, UnitKind
from inspector_app.gui.inspection.sides import SideField
from inspector_app.services.vaults import Person
from tests.kit.inspection_views import PASSPHRASE, SAMPLE_TRIP, Hand, wait_until

_L = "label::Tiếng Việt (vi)"
_COLUMNS = (
    "type",
    "name",
    _L,
    "hint::Tiếng Việt (vi)",
    "guidance_hint::Tiếng Việt (vi)",
    "media::image::Tiếng Việt (vi)",
    "appearance",
    "parameters",
    "readonly",
    "required",
    "relevant",
    "choice_filter",
    "repeat_count",
    "constraint",
    "calculation",
    "bind::insp:clause",
    "bind::insp:reported",
    "bind::insp:unit",
)


def _row(type_: str, name: str = "", label: str = "", **cells: str) -> dict[str, str]:
    names = {
        "hint": "hint::Tiếng Việt (vi)",
        "guidance": "guidance_hint::Tiếng Việt (vi)",
        "image": "media::image::Tiếng Việt (vi)",
        "clause": "bind::insp:clause",
        "reported": "bind::insp:reported",
        "unit": "bind::insp:unit",
    }
    found = {names.get(key, key): value for key, value in cells.items()}
    return {"type": type_, "name": name, _L: label, **found}


SURVEY = (
    _row("begin_group", "so", "1. Con số, thời gian", clause="1"),
    _row(
        "range",
        "hai_long",
        "Mức hài lòng chung của người dân đến giao dịch",
        parameters="start=1 end=5 step=1",
        clause="1.1",
        guidance="Hỏi ít nhất 10 người đang chờ tại bộ phận một cửa; ghi mức trung bình, làm tròn."
        " Không hỏi người nhà của cán bộ.",
    ),
    _row(
        "range",
        "ty_le",
        "Tỷ lệ hồ sơ giải quyết đúng hạn",
        parameters="start=0 end=100 step=5",
        clause="1.2",
        reported="yes",
        unit="%",
    ),
    _row("range", "nhiet", "Nhiệt độ kho", parameters="start=-2 end=2 step=0.5", clause="1.3"),
    _row("dateTime", "luc", "Thời điểm bắt đầu kiểm tra hiện trường", required="yes", clause="1.4"),
    _row("integer", "dan_so", "Dân số", clause="1.5", reported="yes", unit="người"),
    _row("date", "thang", "Tháng được kiểm tra", appearance="month-year", clause="1.5"),
    _row("calculate", "an", "", calculation="${dan_so} * 2"),
    _row("barcode", "ma", "Mã vạch của hồ sơ lưu", clause="1.6"),
    _row("text", "mo_ta", "Mô tả hiện trạng", appearance="multiline", clause="1.7"),
    _row(
        "rank uu_tien",
        "thu_tu",
        "Xếp thứ tự ưu tiên khắc phục",
        clause="1.8",
        hint="Việc cần làm trước xếp trên.",
    ),
    _row(
        "acknowledge",
        "cam_ket",
        "Đoàn đã phổ biến nội quy bảo vệ bí mật nhà nước trước khi kiểm tra.",
        clause="1.9",
    ),
    _row("end_group"),
    _row("begin_group", "chon", "2. Lựa chọn", clause="2"),
    _row("select_one tinh", "tinh", "Tỉnh, thành phố", appearance="minimal", clause="2.1"),
    _row(
        "select_one huyen",
        "huyen",
        "Quận, huyện",
        appearance="autocomplete",
        choice_filter="tinh = ${tinh}",
        clause="2.2",
    ),
    _row("select_multiple kenh", "kenh", "Kênh tiếp nhận", appearance="minimal", clause="2.3"),
    _row(
        "select_one thai_do",
        "thai_do",
        "Thái độ phục vụ của công chức",
        appearance="likert",
        clause="2.4",
        reported="yes",
    ),
    _row("select_one muc", "muc", "Loại hình", appearance="columns-3", clause="2.5"),
    _row("select_one bien", "bien", "Biển báo tại cổng", clause="2.6"),
    _row("begin_group", "bang_diem", "Cơ sở vật chất", appearance="table-list"),
    _row("select_one dat", "ghe", "Ghế ngồi chờ đủ cho người dân", clause="2.7"),
    _row("select_one dat", "quat", "Quạt, điều hòa nhiệt độ", clause="2.8"),
    _row(
        "select_one dat", "nuoc", "Nước uống, nơi để xe, lối đi cho người khuyết tật", clause="2.9"
    ),
    _row("end_group"),
    _row("end_group"),
    _row("begin_group", "tep", "3. Tệp đính kèm", clause="3"),
    _row("image", "anh", "Ảnh toàn cảnh", parameters="max-pixels=1024", clause="3.1"),
    _row("image", "chu_ky", "Chữ ký của người chứng kiến", appearance="signature", clause="3.2"),
    _row("audio", "ghi_am", "Ghi âm buổi làm việc", clause="3.3"),
    _row("file", "quy_che", "Quy chế làm việc", clause="3.4"),
    _row("end_group"),
    _row("begin_group", "dieu_kien", "4. Điều kiện", clause="4"),
    _row("select_one co_khong", "chot", "Đã chốt số liệu?", clause="4.1"),
    _row("text", "nguoi", "Người chốt số liệu", readonly="${chot} = 'yes'", clause="4.2"),
    _row("select_one muc", "loai", "Loại chốt", readonly="${chot} = 'yes'", clause="4.3"),
    _row("range", "do_tin", "Độ tin cậy", readonly="${chot} = 'yes'", clause="4.4"),
    _row("integer", "so_do", "Số phòng theo sơ đồ", image="so-do.png", clause="4.5"),
    _row("note", "ket", "Người chốt: ${nguoi}."),
    _row("end_group"),
    _row("begin_group", "bang", "5. Bảng", clause="5"),
    _row("begin_repeat", "ho", "Hộ được khảo sát", clause="5.1"),
    _row("text", "chu_ho", "Chủ hộ"),
    _row("decimal", "dat_o", "Diện tích đất ở", unit="m²"),
    _row("select_one co_khong", "ngheo", "Hộ nghèo?"),
    _row("image", "anh_nha", "Ảnh nhà"),
    _row("begin_repeat", "nguoi_nha", "Thành viên"),
    _row("text", "ho_ten", "Họ và tên"),
    _row("integer", "tuoi", "Tuổi", constraint=". <= 120"),
    _row("select_multiple kenh", "kenh_dung", "Kênh đã dùng"),
    _row("end_repeat"),
    _row("calculate", "so_nguoi", "", calculation="count(${nguoi_nha})"),
    _row("end_repeat"),
    _row("integer", "so_quy", "Số quý báo cáo", clause="5.2"),
    _row("begin_repeat", "quy", "Số liệu từng quý", repeat_count="${so_quy}", clause="5.3"),
    _row("integer", "nhan", "Tiếp nhận", reported="yes"),
    _row("dateTime", "nop", "Nộp lúc"),
    _row("rank uu_tien", "xep", "Xếp hạng"),
    _row("acknowledge", "da_xem", "Đã xem"),
    _row("end_repeat"),
    _row("begin_repeat", "von", "Nguồn vốn", clause="5.4"),
    _row("text", "ten_von", "Tên nguồn", required="yes"),
    _row("decimal", "giao", "Vốn giao", reported="yes", required="yes", unit="đồng"),
    _row("text", "ghi", "Diễn giải", reported="yes"),
    _row("end_repeat"),
    _row("end_group"),
)

CHOICES = (
    ("tinh", "bn", "Bắc Ninh"),
    ("tinh", "hn", "Hà Nội"),
    ("tinh", "dn", "Đà Nẵng"),
    ("huyen", "hk", "Hoàn Kiếm", "hn"),
    ("huyen", "dd", "Đống Đa", "hn"),
    ("huyen", "hbt", "Hai Bà Trưng", "hn"),
    ("huyen", "hc", "Hải Châu", "dn"),
    ("huyen", "lc", "Liên Chiểu", "dn"),
    ("huyen", "ts", "Từ Sơn", "bn"),
    ("kenh", "web", "Cổng dịch vụ công trực tuyến"),
    ("kenh", "bd", "Bưu điện"),
    ("kenh", "tt", "Trực tiếp tại bộ phận một cửa"),
    ("kenh", "dt", "Điện thoại đường dây nóng"),
    ("thai_do", "1", "Rất không hài lòng"),
    ("thai_do", "2", "Không hài lòng"),
    ("thai_do", "3", "Bình thường"),
    ("thai_do", "4", "Hài lòng"),
    ("thai_do", "5", "Rất hài lòng"),
    ("muc", "xa", "Xã"),
    ("muc", "phuong", "Phường"),
    ("muc", "tt", "Thị trấn"),
    ("muc", "dk", "Đặc khu hành chính - kinh tế đặc biệt trực thuộc tỉnh"),
    ("bien", "cam", "Cấm vào", "", "cam.png"),
    ("bien", "cd", "Chỉ dẫn", "", "chi-dan.png"),
    ("bien", "kc", "Không có biển"),
    ("dat", "d", "Đạt"),
    ("dat", "mp", "Đạt một phần"),
    ("dat", "kd", "Không đạt"),
    ("co_khong", "yes", "Có"),
    ("co_khong", "no", "Không"),
    ("uu_tien", "hs", "Số hóa hồ sơ"),
    ("uu_tien", "nx", "Niêm yết thủ tục"),
    ("uu_tien", "dt", "Đào tạo công chức"),
    ("uu_tien", "csvc", "Cơ sở vật chất"),
)


def _sheet(name: str, columns: tuple[str, ...], rows: list[list[str]]) -> str:
    lines = [f"| {name} |", "| | " + " | ".join(columns) + " |"]
    lines += ["| | " + " | ".join(cells) + " |" for cells in rows]
    return "\n".join(lines)


def form_source() -> bytes:
    """The form as an author's table in Markdown."""
    choices = [[*row, *[""] * (5 - len(row))] for row in CHOICES]
    sheets = (
        _sheet("survey", _COLUMNS, [[row.get(key, "") for key in _COLUMNS] for row in SURVEY]),
        _sheet(
            "choices",
            ("list_name", "name", _L, "tinh", "media::image::Tiếng Việt (vi)"),
            choices,
        ),
        _sheet(
            "settings",
            ("form_title", "form_id", "version", "default_language", "namespaces"),
            [["Mọi kiểu câu hỏi", "moi-kieu", "1", "Tiếng Việt (vi)", _NAMESPACE]],
        ),
    )
    return "\n".join(sheets).encode()


_NAMESPACE = 'insp="http://inspector-app.vn/xforms"'


def picture(color: str, size: tuple[int, int] = (320, 200), mark: str = "") -> bytes:
    """A small picture, PNG."""
    image = QImage(*size, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    shade = QLinearGradient(QPointF(0, 0), QPointF(*size))
    shade.setColorAt(0, QColor(color).lighter(150))
    shade.setColorAt(1, QColor(color))
    painter.fillRect(image.rect(), shade)
    painter.setPen(QColor("white"))
    painter.drawRect(QRectF(12, 12, size[0] - 24, size[1] - 24))
    painter.drawText(QRectF(image.rect()), 0x84, mark)
    painter.end()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(data.data())


def pictures() -> dict[str, bytes]:
    """The pictures that belong to the form."""
    return {
        "cam.png": picture("#b3221f", (200, 200)),
        "chi-dan.png": picture("#1b54a6", (260, 160)),
        "so-do.png": picture("#156a3a", (640, 300)),
    }


def make_form_vault(folder: Path) -> Path:
    """A new vault whose inspections pin the form with every type."""
    source = folder.parent / "moi-kieu"
    source.mkdir(parents=True)
    form = source / "moi-kieu.md"
    form.write_bytes(form_source())
    for name, data in pictures().items():
        (source / name).write_bytes(data)
    workshop = make_workshop(work_factor=10)
    person = Person("Nguyễn Văn A", "Giám đốc", "Sở Nội vụ", "Máy thử")
    workshop.create_vault(str(folder), PASSPHRASE, person)
    services = workshop.open_vault(str(folder), PASSPHRASE)
    services.trips.create(str(SAMPLE_TRIP), dict.fromkeys(UnitKind, str(form)))
    services.close()
    return folder


def stored(hand: Hand, name: str, side: Side = Side.VERIFIED) -> Value:
    """What the vault holds, read anew."""
    node: Node = (name, None)
    service = hand.bench.services.inspections
    view = hand.bench.call(lambda: service.show(hand.inspection.id)).question(node)
    assert view is not None
    return (view.reported if side is Side.REPORTED else view.verified).value


def write(hand: Hand, name: str, value: Value) -> None:
    """Answer past the page, which then reads it."""
    service, ent = hand.bench.services.inspections, hand.inspection.id
    hand.bench.call(lambda: service.set_value(ent, name, Side.VERIFIED, value))
    hand.page.desk.reload()
    hand.settle()


def side(hand: Hand, name: str) -> SideField:
    """The verified side of a question, with the keyboard."""
    hand.go(name)
    return hand.card(name).sides[-1]


def at(hand: Hand, section: int, name: str) -> SideField:
    """As ``side``, in a section."""
    hand.page.show_section_number(section)
    return side(hand, name)


def comes(hand: Hand, name: str, value: Value) -> None:
    """Wait until the page shows a verified value (after undo)."""

    def is_there() -> bool:
        view = hand.page.desk.question((name, None))
        return view is not None and view.verified.value == value

    wait_until(is_there)
    hand.saved()
