"""A small checklist and its correction in the middle of a trip, with every kind of change in it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from inspector_app.services.workshop import Services

FIRST = """
| survey |
| | type | name | label::Tiếng Việt (vi) | calculation | bind::insp:reported | bind::insp:clause |
| | begin_group | chi_dao | 1. Chỉ đạo, điều hành | | | |
| | text | nguoi | Người chỉ đạo | | | 1.1 |
| | integer | ke_hoach | Số kế hoạch đã ban hành | | yes | 1.2 |
| | select_one muc | muc_do | Mức độ hoàn thành | | | 1.3 |
| | select_multiple viec | viec | Việc đã làm | | | 1.4 |
| | text | nam | Năm thực hiện | | | 1.5 |
| | text | bo | Câu sẽ bỏ | | | 1.6 |
| | integer | chuyen | Số cuộc họp | | | 1.7 |
| | end_group | | | | | |
| | begin_group | ho_so | 2. Giải quyết hồ sơ | | | |
| | begin_repeat | bang | Bảng hồ sơ | | | |
| | text | linh_vuc | Lĩnh vực | | | |
| | integer | so_hs | Số hồ sơ | | | |
| | end_repeat | | | | | |
| | begin_repeat | lan | Các lần đến làm việc | | | |
| | text | ai | Ai đến | | | |
| | end_repeat | | | | | |
| | calculate | tong | | sum(${so_hs}) | | |
| | end_group | | | | | |
| choices |
| | list_name | name | label::Tiếng Việt (vi) |
| | muc | good | Tốt |
| | muc | fair | Khá |
| | muc | bad | Yếu |
| | viec | a | Tuyên truyền |
| | viec | b | Tập huấn |
| settings |
| | form_title | form_id | version | default_language | namespaces |
| | Phiếu thử | phieu-thu | 1 | Tiếng Việt (vi) | insp="http://inspector-app.vn/xforms" |
"""

SECOND = """
| survey |
| | type | name | label::Tiếng Việt (vi) | calculation | bind::insp:reported | bind::insp:clause | bind::insp:was |
| | begin_group | chi_dao | 1. Chỉ đạo, điều hành | | | | |
| | text | nguoi_chi_dao | Người chỉ đạo trực tiếp | | | 1.1 | nguoi |
| | text | ke_hoach | Kế hoạch đã ban hành | | yes | 1.2 | |
| | select_one muc | muc_do | Mức độ hoàn thành | | | 1.3 | |
| | select_multiple viec | viec | Việc đã làm | | | 1.4 | |
| | integer | nam | Năm thực hiện | | | 1.5 | |
| | text | moi | Câu mới | | | 1.8 | |
| | end_group | | | | | | |
| | begin_group | ho_so | 2. Giải quyết hồ sơ | | | | |
| | integer | chuyen | Số cuộc họp | | | 1.7 | |
| | begin_repeat | bang_hs | Bảng hồ sơ theo lĩnh vực | | | | bang |
| | text | linh_vuc | Lĩnh vực | | | | |
| | integer | so_luong | Số lượng hồ sơ | | | | so_hs |
| | end_repeat | | | | | | |
| | calculate | tong | | sum(${so_luong}) | | | |
| | end_group | | | | | | |
| choices |
| | list_name | name | label::Tiếng Việt (vi) | was |
| | muc | tot | Tốt | good |
| | muc | fair | Khá | |
| | viec | a | Tuyên truyền | |
| | viec | b | Tập huấn | |
| | viec | c | Kiểm tra | |
| settings |
| | form_title | form_id | version | default_language | namespaces |
| | Phiếu thử | phieu-thu | 2 | Tiếng Việt (vi) | insp="http://inspector-app.vn/xforms" |
"""

THIRD = SECOND.replace("| phieu-thu | 2 |", "| phieu-thu | 3 |").replace(
    "nguoi_chi_dao | Người chỉ đạo trực tiếp | | | 1.1 | nguoi |",
    "lanh_dao | Lãnh đạo phụ trách | | | 1.1 | nguoi_chi_dao |",
)


NESTED = """
| survey |
| | type | name | label::Tiếng Việt (vi) | repeat_count | bind::insp:was |
| | begin_group | phan | 1. Công việc | | |
| | begin_repeat | nhom | Nhóm việc | | |
| | text | ten | Tên nhóm | | |
| | begin_repeat | viec_con | Việc | | |
| | text | noi_dung | Nội dung | | |
| | end_repeat | | | | |
| | end_repeat | | | | |
| | begin_repeat | quy | Quý | 4 | |
| | integer | so_quy | Số hồ sơ trong quý | | |
| | end_repeat | | | | |
| | end_group | | | | |
| settings |
| | form_title | form_id | version | default_language | namespaces |
| | Phiếu bảng | phieu-bang | 1 | Tiếng Việt (vi) | insp="http://inspector-app.vn/xforms" |
"""

NESTED_SECOND = (
    NESTED.replace("nhom | Nhóm việc | | |", "to | Tổ việc | | nhom |")
    .replace("viec_con | Việc | | |", "dau_viec | Đầu việc | | viec_con |")
    .replace("quy | Quý | 4 | |", "ky | Kỳ | 2 | quy |")
    .replace("| phieu-bang | 1 |", "| phieu-bang | 2 |")
)


def write_form(folder: Path, text: str, name: str) -> str:
    """A checklist as a file that an author hands in."""
    path = folder / f"{name}.md"
    path.write_text(text, encoding="utf-8")
    return str(path)


def keep_form(services: Services, text: str) -> str:
    """Put a checklist into a vault; its hash."""
    return services.forms.add(write_form(Path(services.path).parent, text, "phieu")).sha256


@contextmanager
def small_checklist() -> Iterator[None]:
    """Trips that are created inside pin ``FIRST`` in place of the shipped checklist."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "inspector_app.bootstrap._FormReader.shipped",
            lambda self, name: self._xlsforms.read_form_file(FIRST.encode(), "phieu.md"),
        )
        yield
