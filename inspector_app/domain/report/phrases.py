"""Standing phrases of the inspection minutes: template data, Vietnamese only.

Form: Decree 30/2020/NĐ-CP, Appendix III, sample 1.9 (biên bản), in the variant that inspection
teams use. A province or a sector that words its minutes differently replaces single fields
(``dataclasses.replace``); the composing code stays the same. Fields in braces are filled in by
``domain.report.minutes``.
"""

from __future__ import annotations

from dataclasses import dataclass, field

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"


@dataclass(frozen=True, slots=True)
class MinutesPhrases:
    """The phrases of one variant of the minutes."""

    kind: str = "BIÊN BẢN"
    # no-break spaces: a title is not broken inside the name of its matter
    subject: str = "Kiểm tra công tác cải\u00a0cách\u00a0hành\u00a0chính tại\u00a0{unit}"
    number: str = "Số: {number}/{symbol}"
    number_blank: str = "\u00a0" * 6  # the clerk writes the number after signing
    decision: str = "Căn cứ Quyết định số {number} {date} của {issuer}{subject}"
    number_dots: str = "……"
    date_dots: str = "ngày …… tháng …… năm ………"
    basis: str = "Căn cứ {text}"
    opening: str = "Hôm nay, hồi {clock}, {date}, tại {place}, {team} tiến hành kiểm tra công tác cải cách hành chính đối với {unit}."  # fmt: skip
    opening_blank: str = "Hôm nay, hồi …… giờ …… phút, ngày …… tháng …… năm ………, tại {place}, {team} tiến hành kiểm tra công tác cải cách hành chính đối với {unit}."  # fmt: skip
    place_blank: str = "……………………"

    part_people: str = "THÀNH PHẦN"
    team_side: str = "Đoàn kiểm tra"
    unit_side: str = "Đơn vị được kiểm tra"
    chair: str = "Chủ trì: {chair}. Người ghi biên bản: {secretary}."
    people_blank: str = "Chưa ghi nhận."

    part_content: str = "NỘI DUNG KIỂM TRA"
    period: str = "Thời kỳ kiểm tra: từ {start} đến {end}."
    content_intro: str = "Đoàn kiểm tra đối chiếu số liệu đơn vị báo cáo với hồ sơ, tài liệu và thực tế tại đơn vị. Kết quả theo từng nội dung như sau:"  # fmt: skip
    section_empty: str = "Không có số liệu ghi nhận."
    sections_empty: str = "Chưa có nội dung kiểm tra nào được ghi nhận."
    head_number: str = "Mã"
    head_question: str = "Nội dung kiểm tra"
    head_reported: str = "Đơn vị báo\u00a0cáo"
    head_verified: str = "Đoàn xác\u00a0minh"
    head_note: str = "Ghi chú"
    blank: str = "–"
    see_below: str = "(xem dưới)"
    remark: str = "{code} – {head}: "
    part_of: str = "{title} (phần {part}/{count})"
    figure_base_empty: str = "không phát sinh {noun}"
    figure_reported: str = " (đơn vị báo cáo: {what})"
    unanswered: str = (
        "Còn {count} nội dung trong phiếu chưa được kiểm tra, không nêu trong biên bản này."
    )
    required: str = "Còn {count} câu, ô bắt buộc trong phiếu chưa có trả lời."
    findings_partial: str = "Chưa ghi nhận tồn tại, hạn chế trong các nội dung đã kiểm tra."
    figures_intro: str = "Số liệu chính:"

    part_assessment: str = "NHẬN XÉT, ĐÁNH GIÁ"
    strengths: str = "Kết quả đạt được"
    strengths_default: str = "Kết quả thực hiện từng nội dung được ghi tại Mục II biên bản này."
    findings: str = "Tồn tại, hạn chế"
    findings_empty: str = "Đoàn kiểm tra không ghi nhận tồn tại, hạn chế tại thời điểm kiểm tra."
    finding_severity: str = "mức độ: {severity}"
    finding_basis: str = "căn cứ: {basis}"
    causes: str = "Nguyên nhân"
    cause: str = "Đối với tồn tại, hạn chế nêu tại điểm {letter}: {cause}"
    causes_empty: str = "Không có."
    causes_unknown: str = "Chưa xác định nguyên nhân cụ thể."

    part_opinion: str = "Ý KIẾN CỦA ĐƠN VỊ ĐƯỢC KIỂM TRA"
    opinion_empty: str = "Đơn vị được kiểm tra không có ý kiến khác."
    opinion_blank: str = "Chưa ghi nhận."

    part_conclusion: str = "KẾT LUẬN, YÊU CẦU CỦA TRƯỞNG ĐOÀN"
    conclusion: str = "Kết luận"
    conclusion_blank: str = "Chưa ghi nhận."
    requirements: str = "Yêu cầu đối với đơn vị được kiểm tra"
    requirements_empty: str = "Không có yêu cầu."
    head_order: str = "TT"
    head_task: str = "Việc phải thực hiện"
    head_duty: str = "Trách nhiệm"
    head_due: str = "Thời hạn"

    unmerged: str = "Tại thời điểm lập biên bản, chưa tổng hợp: {what}. Lý do: {reason}"
    refusal: str = "Đại diện đơn vị được kiểm tra không ký biên bản. Lý do: {reason}"
    refusal_no_reason: str = "Đại diện đơn vị được kiểm tra không ký biên bản và không nêu lý do."
    witness: str = "Biên bản được lập với sự chứng kiến của {witness}."
    closing: str = "Buổi kiểm tra kết thúc hồi {clock} {day}. Biên bản đã được đọc lại cho những người có mặt cùng nghe, {agreed}; {copies}./."  # fmt: skip
    closing_blank: str = "Buổi kiểm tra kết thúc hồi …… giờ …… phút {day}. Biên bản đã được đọc lại cho những người có mặt cùng nghe, {agreed}; {copies}./."  # fmt: skip
    same_day: str = "cùng ngày"
    agreed: str = "thống nhất nội dung và cùng ký tên dưới đây"
    not_agreed: str = "Đoàn kiểm tra và người chứng kiến ký tên dưới đây"
    not_agreed_alone: str = "Đoàn kiểm tra ký tên dưới đây"
    copies_two: str = "biên bản được lập thành 02 bản có giá trị như nhau, mỗi bên giữ 01 bản"
    copies_more: str = "biên bản được lập thành {count} bản có giá trị như nhau, Đoàn kiểm tra giữ {team} bản, đơn vị được kiểm tra giữ 01 bản"  # fmt: skip
    copies_digital: str = (
        "biên bản được lập dưới dạng điện tử, ký số, mỗi bên lưu giữ một bản có giá trị như nhau"
    )

    sign_unit: tuple[str, ...] = ("ĐẠI DIỆN ĐƠN VỊ", "ĐƯỢC KIỂM TRA")
    sign_leader: tuple[str, ...] = ("TRƯỞNG ĐOÀN KIỂM TRA",)
    sign_deputy: tuple[str, ...] = ("KT. TRƯỞNG ĐOÀN", "PHÓ TRƯỞNG ĐOÀN")
    sign_secretary: tuple[str, ...] = ("NGƯỜI GHI BIÊN BẢN",)
    sign_witness: tuple[str, ...] = ("NGƯỜI CHỨNG KIẾN",)
    hint_sign: str = "(Ký, ghi rõ họ tên)"
    hint_stamp: str = "(Ký, ghi rõ họ tên, đóng dấu)"
    hint_digital: str = "(Chữ ký số)"

    recipients: str = "Nơi nhận:"
    recipients_default: tuple[str, ...] = ("{unit}", "Lưu: VT, Hồ sơ ĐKT")

    mark: str = "CHƯA HOÀN TẤT – {gaps}"
    gap_conflicts: str = "còn {count} xung đột"
    gap_violations: str = "còn {count} số liệu chưa hợp lệ"
    gap_unmerged: str = "chưa tổng hợp: {what}"
    gap_decision: str = "chưa ghi số, ngày quyết định"
    gap_times: str = "chưa ghi thời gian bắt đầu, kết thúc"
    gap_start: str = "chưa ghi thời gian bắt đầu"
    gap_end: str = "chưa ghi thời gian kết thúc"
    gap_people: str = "chưa ghi thành phần dự"
    gap_opinion: str = "chưa ghi ý kiến của đơn vị"
    gap_conclusion: str = "chưa có kết luận của Trưởng đoàn"

    roles: dict[str, str] = field(
        default_factory=lambda: {
            "leader": "Trưởng đoàn",
            "deputy": "Phó Trưởng đoàn",
            "secretary": "Thư ký",
            "member": "Thành viên",
        }
    )
    severities: dict[str, str] = field(
        default_factory=lambda: {
            "minor": "nhẹ",
            "moderate": "vừa",
            "serious": "nặng",
        }
    )


MINUTES = MinutesPhrases()


@dataclass(frozen=True, slots=True)
class FlowPhrases:
    """Words of the dossier flow table (T1, bảng luân chuyển hồ sơ)."""

    title: str = "Bảng luân chuyển hồ sơ"
    field: str = "Lĩnh vực"
    groups: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("Tiếp nhận", ("Kỳ trước chuyển qua", "Trực tiếp", "Trực tuyến", "Bưu chính")),
        ("Đã giải quyết", ("Trước hạn", "Đúng hạn", "Quá hạn")),
        ("Đang giải quyết", ("Trong hạn", "Quá hạn")),
        ("Khác", ("Chờ bổ sung", "Từ chối, rút")),
    )
    total: str = "Tổng số"
    balanced: str = "Số tiếp nhận bằng tổng số đã giải quyết, đang giải quyết và khác."
    unbalanced: str = "Số liệu chưa khớp: tiếp nhận {received}, tổng các cột còn lại {handled}."
    incomplete: str = "Còn {count} ô chưa ghi số liệu."
    blank: str = "–"


FLOW = FlowPhrases()
