"""A conflict of points in the list: which criterion, which points, with the marks of the language."""

from __future__ import annotations

import pytest

from inspector_app.domain.form.definition import Text
from inspector_app.domain.log.change import Register, Value
from inspector_app.domain.log.ids import EntityId
from inspector_app.gui.models.conflict_words import place_of, title_of, value_text
from inspector_app.host.i18n import set_language
from inspector_app.services.conflict_views import ConflictView
from tests.kit.conflicts import conflict_view
from tests.unit.domain.form.forms import question


def conflict(path: str, *, is_known: bool = True) -> ConflictView:
    asked = question("a", "decimal", label=Text({"vi": "Tỷ lệ đúng hạn"}), insp={"clause": "2.1"})
    register = Register(EntityId(bytes(16)), path)
    return conflict_view(register, criterion=asked if is_known else None)


@pytest.mark.parametrize(
    ("path", "place", "value", "text"),
    [
        ("score/a/self", "điểm tự đánh giá", "1.75", "1,75"),
        ("score/a/appraised", "điểm thẩm định", "0.5", "0,5"),
        ("score/a/reason", "lý do lệch điểm", "1.75 là quá cao", "1.75 là quá cao"),
        ("score/a/self", "điểm tự đánh giá", "hai", "hai"),
    ],
)
def test_points_are_named_by_their_criterion(
    path: str, place: str, value: Value, text: str
) -> None:
    one = conflict(path)
    assert title_of(one) == "2.1. Tỷ lệ đúng hạn"
    assert (place_of(one), value_text(one, value)) == (place, text)


def test_in_english() -> None:
    set_language("en")
    try:
        one = conflict("score/a/self")
        assert (place_of(one), value_text(one, "1.75")) == ("self-assessed points", "1.75")
    finally:
        set_language("vi")


@pytest.mark.parametrize(
    ("path", "title", "value", "text"),
    [
        ("scoring/print", "In bảng điểm trong biên bản", True, "Có"),
        ("scoring/on", "Có chấm điểm", False, "Không"),
        ("scoring/bands", "Mức xếp loại", "90=A;0=B", "90=A;0=B"),
    ],
)
def test_settings_have_names(path: str, title: str, value: Value, text: str) -> None:
    one = conflict(path, is_known=False)
    assert (title_of(one), value_text(one, value)) == (title, text)
