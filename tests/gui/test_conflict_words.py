"""How conflicts about remediations and findings read."""

from __future__ import annotations

import pytest

from inspector_app.domain.log.change import Register, Value
from inspector_app.domain.log.ids import EntityId
from inspector_app.gui.models.conflict_words import title_of, value_text
from inspector_app.services.conflict_views import ConflictView
from tests.kit.conflicts import conflict_view


def conflict(path: str) -> ConflictView:
    register = Register(EntityId(bytes(16)), path)
    return conflict_view(register)


@pytest.mark.parametrize(
    ("path", "title", "value", "text"),
    [
        ("state", "Kết quả khắc phục: chấp nhận hay không", "rejected", "Không chấp nhận"),
        ("state", "Kết quả khắc phục: chấp nhận hay không", "accepted", "Chấp nhận"),
        ("reason", "Lý do chấp nhận hay không", "Thiếu", "Thiếu"),
        ("severity", "Mức độ", "serious", "Nặng"),
        ("evidence", "Minh chứng kèm theo", [b"\xab" * 16], "abababab"),
        ("evidence", "Minh chứng kèm theo", [], "(để trống)"),
        ("last/answer/c1_1", "Trả lời kỳ trước c1_1", {"verified": "Có"}, "Có"),
        ("_", "Xóa hay giữ", {"of": None, "type": "finding"}, "Giữ lại"),
    ],
)
def test_titles_and_values(path: str, title: str, value: Value, text: str) -> None:
    one = conflict(path)
    assert title_of(one) == title
    assert value_text(one, value) == text
