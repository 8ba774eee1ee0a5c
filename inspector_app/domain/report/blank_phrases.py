"""Standing phrases of the checklist that is filled in by hand: template data, Vietnamese only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class BlankPhrases:
    """The phrases of the printed checklist; fields in braces are filled in."""

    kind: str = "PHIẾU KIỂM TRA"
    opening: str = "phiếu kiểm tra"  # of a form's title, said by ``kind`` already
    team: str = "ĐOÀN KIỂM TRA"
    foot: str = "{unit}{title} · bản {version} · mã {sha256}"

    unit: str = "Đơn vị được kiểm tra: "
    trip: str = "Đợt kiểm tra: "
    period: str = "Thời kỳ kiểm tra: "
    period_value: str = "từ ngày {start} đến ngày {end}"
    period_from: str = "từ ngày "
    period_to: str = " đến ngày "
    day: str = "Ngày kiểm tra: "
    start: str = "bắt đầu lúc "
    inspector: str = "Người kiểm tra: "
    informant: str = "Người cung cấp thông tin: "
    post: str = "chức vụ: "
    guide: str = (
        "Cách ghi: đánh dấu × vào ô vuông của lựa chọn; ghi số bằng chữ số, số liệu không phát sinh"
        " ghi 0, chưa kiểm tra thì để trống. Ô trải qua cả hai cột chỉ do Đoàn kiểm tra ghi."
    )

    head_code: str = "Mục"
    head_question: str = "Nội dung kiểm tra"
    head_reported: str = "Đơn vị báo\u00a0cáo"
    head_verified: str = "Đoàn xác\u00a0minh"
    section_points: str = "{title} ({points} điểm)"
    section_condition: str = "{title} ({condition})"
    outside: str = "Nội dung khác"

    evidence: str = "Minh chứng"
    sample: str = "Cỡ mẫu"
    legal: str = "Căn cứ"
    rule: str = "Cách chấm"
    shortcoming: str = "Thường gặp"
    rule_choice: str = "{choice}: {points}"
    rule_at_least: str = "từ {number} trở lên: {points}"
    rule_at_most: str = "không quá {number}: {points}"
    rule_below: str = "dưới {number}: 0"
    rule_above: str = "trên {number}: 0"
    rule_linear: str = "tăng đều từ 0 (ở mức {zero}) đến {points} (ở mức {full})"
    maximum: str = "tối đa {points} điểm"
    points: str = "Điểm tối đa: {points}; tự đánh giá: "
    appraised: str = "; thẩm định: "
    not_applicable: str = "Không áp dụng"
    reason: str = "Lý do không áp dụng: "
    remark: str = "Nhận xét: "
    in_annex: str = "Ghi vào bảng ở {annex}."
    in_table: str = "Ghi vào bảng dưới đây."
    within: str = "trong đó"  # opens the label of a part; left out where a label stands alone
    rate_hint: str = "Tử số: {numerator}; mẫu số: {denominator}."
    many: str = "Chọn một hoặc nhiều."
    rank: str = "Ghi số thứ tự ưu tiên."
    seen_photo: str = "Đã chụp ảnh"
    seen_file: str = "Đã lấy bản sao"
    seen_record: str = "Đã ghi âm, ghi hình"
    agreed: str = "Xác nhận"
    hour: str = " giờ "
    minute: str = " phút"
    from_to: str = "Từ {start} đến {end}."

    annex: str = "Phụ lục"
    annex_number: str = "Phụ lục {number}"
    order: str = "TT"
    side: str = "Số liệu"
    side_reported: str = "Báo\u00a0cáo"
    side_verified: str = "Xác\u00a0minh"
    total: str = "Tổng số"
    of_row: str = "Thuộc dòng"
    named: str = "{choice} (ghi tên)"
    column_choices: str = "{column}: ghi {choices}."
    column_condition: str = "{column}: {condition}."
    balance: str = "Kiểm tra từng dòng: {column} = {formula}{must}."
    must_be: str = ", phải bằng {value}"
    both_sides: str = (
        "Mỗi dòng có hai hàng: hàng trên ghi số đơn vị báo cáo, hàng dưới ghi số đoàn xác minh."
    )

    closing: str = (
        "Kết thúc kiểm tra lúc …… giờ …… phút, ngày …… tháng …… năm ………; số tờ phụ lục, tài liệu kèm"
        " theo: ………"
    )
    sign_unit: tuple[str, ...] = ("NGƯỜI CUNG CẤP THÔNG TIN",)
    sign_inspector: tuple[str, ...] = ("NGƯỜI KIỂM TRA",)
    hint_sign: str = "(Ký, ghi rõ họ tên)"

    condition: str = "nếu {condition}"
    sometimes: str = "nếu có phát sinh"
    either: str = " hoặc "
    both: str = " và "
    is_choice: str = "«{choice}»"
    is_not_choice: str = "khác «{choice}»"
    is_empty: str = "để trống"
    is_answered: str = "đã ghi"
    has_rows: str = "có số liệu"
    comparisons: Mapping[str, str] = field(
        default_factory=lambda: {
            "=": "bằng {number}",
            "!=": "khác {number}",
            "<": "nhỏ hơn {number}",
            "<=": "không quá {number}",
            ">": "lớn hơn {number}",
            ">=": "từ {number} trở lên",
        }
    )


BLANK = BlankPhrases()
