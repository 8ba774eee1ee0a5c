"""Facts of one invented commune inspection, shaped like a real one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal

from inspector_app.domain.form.rates import Rate
from inspector_app.domain.report.blocks import Document
from inspector_app.domain.report.facts import (
    CriterionFacts,
    Decision,
    FigureFacts,
    FindingFacts,
    FlowRow,
    MinutesFacts,
    Person,
    RequirementFacts,
    SectionFacts,
    TableFacts,
    flow_table,
)
from inspector_app.domain.report.minutes import compose_minutes

VIETNAM = timezone(timedelta(hours=7))
SECRETARY, UNIT_HEAD, LEADER = "Trần Thị Bích Ngọc", "Lương Hữu Nghĩa", "Nguyễn Văn Thưởng"
UNIT = "UBND xã Hòa Bình (đơn vị giả định), huyện Phú Bình"

_QUESTIONS = (
    "Xây dựng và ban hành kế hoạch cải cách hành chính năm; kế hoạch xác định rõ kết quả, thời gian, trách nhiệm và kinh phí",
    "Tỷ lệ nhiệm vụ trong kế hoạch cải cách hành chính đã hoàn thành đúng tiến độ",
    "Niêm yết công khai đầy đủ thủ tục hành chính thuộc thẩm quyền tại Bộ phận Tiếp nhận và Trả kết quả",
    "Số hồ sơ thủ tục hành chính tiếp nhận trong kỳ",
    "Thực hiện thư xin lỗi và hẹn lại ngày trả kết quả đối với hồ sơ quá hạn",
    "Số tiền phí, lệ phí đã thu theo biên lai",
)
_TITLES = (
    "Công tác chỉ đạo, điều hành cải cách hành chính",
    "Cải cách thể chế; kiểm soát thủ tục hành chính",
    "Thực hiện cơ chế một cửa, một cửa liên thông",
    "Tổ chức bộ máy, biên chế, cán bộ, công chức",
    "Cải cách tài chính công",
    "Ứng dụng công nghệ thông tin, hiện đại hóa hành chính",
    "Kỷ luật, kỷ cương hành chính, đạo đức công vụ",
)


def sections() -> tuple[SectionFacts, ...]:
    made = []
    for number, title in enumerate(_TITLES, start=1):
        answers = (
            ("Có", "Một phần", "Kế hoạch chưa phân bổ kinh phí"),
            ("95,8 %", "95,8 %", ""),
            ("Có", "Có", "Kiểm tra tại trụ sở"),
            ("1.168", "1.168", ""),
            ("Không phát sinh", None, ""),
            ("12.450.000 đồng", "12.430.000 đồng", "Lệch 01 biên lai"),
        )
        criteria = tuple(
            CriterionFacts(f"{number}.{i}", question, reported, verified, note)
            for i, (question, (reported, verified, note)) in enumerate(
                zip(_QUESTIONS, answers, strict=True), start=1
            )
        )
        figures: tuple[FigureFacts, ...] = ()
        tables: tuple[TableFacts, ...] = ()
        if number == 3:
            figures = (
                FigureFacts("Tỷ lệ hồ sơ giải quyết đúng hạn", Rate(Decimal(1163), Decimal(1168))),
                FigureFacts(
                    "Tỷ lệ hồ sơ tiếp nhận trực tuyến",
                    Rate(Decimal(214), Decimal(1168)),
                    verb="chiếm",
                ),
            )
            tables = (
                flow_table(
                    (
                        FlowRow("Đất đai", (12, 310, 84, 6, 120, 270, 4, 14, 1, 2, 1)),
                        FlowRow("Hộ tịch, chứng thực", (0, 512, 98, 0, 601, 9, 0, 0, 0, 0, 0)),
                        FlowRow(
                            "Lao động - Thương binh và Xã hội",
                            (3, 110, 32, 1, 0, 143, 1, 2, 0, 0, 0),
                        ),
                    )
                ),
            )
        made.append(SectionFacts(title, criteria, figures, tables))
    return tuple(made)


def facts() -> MinutesFacts:
    return MinutesFacts(
        parent_body="Ủy ban nhân dân tỉnh Thái Nguyên",
        team_name="Đoàn kiểm tra công tác cải cách hành chính số 1",
        unit_name=UNIT,
        decision=Decision(
            "2874/QĐ-UBND",
            date(2019, 9, 9),
            "Chủ tịch Ủy ban nhân dân tỉnh Thái Nguyên",
            "về việc thành lập các Đoàn kiểm tra công tác cải cách hành chính năm 2019",
        ),
        bases=("Nghị định số 61/2018/NĐ-CP ngày 23 tháng 4 năm 2018 của Chính phủ",),
        period=(date(2019, 1, 1), date(2019, 9, 15)),
        started=datetime(2019, 9, 17, 8, 0, tzinfo=VIETNAM),
        ended=datetime(2019, 9, 17, 11, 30, tzinfo=VIETNAM),
        place="trụ sở Ủy ban nhân dân xã Hòa Bình",
        team=(
            Person(LEADER, "Phó Giám đốc Sở Nội vụ", "leader", "Ông"),
            Person(
                SECRETARY, "Chuyên viên Phòng Cải cách hành chính, Sở Nội vụ", "secretary", "Bà"
            ),
            Person("Đỗ Quý Hợi", "Chuyên viên Sở Tư pháp", "member", "Ông"),
        ),
        unit_people=(
            Person(UNIT_HEAD, "Chủ tịch UBND xã", "", "Ông"),
            Person("Vũ Thị Hạnh", "Công chức Tư pháp - Hộ tịch", "", "Bà"),
        ),
        sections=sections(),
        strengths=("Ban hành đủ kế hoạch cải cách hành chính, kế hoạch tuyên truyền năm 2019.",),
        findings=(
            FindingFacts(
                "Kế hoạch cải cách hành chính chưa sát thực tế, chưa bố trí kinh phí thực hiện",
                severity="moderate",
                basis="Điều 5 Quyết định số 225/QĐ-TTg",
                basis_verified=True,
                cause="Công chức phụ trách kiêm nhiệm, chưa tham mưu kịp thời",
            ),
            FindingFacts(
                "Còn 05 hồ sơ đất đai quá hạn, chưa có thư xin lỗi",
                basis="Nghị định số 61/2018/NĐ-CP",
                basis_verified=False,
            ),
        ),
        requirements=(
            RequirementFacts(
                "Bổ sung kinh phí vào kế hoạch cải cách hành chính năm 2020",
                "Chủ tịch UBND xã",
                date(2019, 10, 15),
            ),
            RequirementFacts(
                "Gửi thư xin lỗi đối với 05 hồ sơ quá hạn", "Công chức Địa chính", "Ngay"
            ),
        ),
        opinion="Nhất trí với nội dung biên bản. Đề nghị tỉnh hỗ trợ máy quét.",
        conclusion="Đơn vị cơ bản thực hiện tốt công tác cải cách hành chính.\nTồn tại cần khắc phục trước khi chấm điểm Chỉ số cải cách hành chính.",
    )


def minutes(**changes: object) -> Document:
    return compose_minutes(replace(facts(), **changes))  # type: ignore[arg-type]
