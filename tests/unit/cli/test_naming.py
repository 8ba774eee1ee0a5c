"""Registers and their values as a terminal names them."""

from __future__ import annotations

import pytest

from inspector_app.cli.naming import register_name, register_value
from inspector_app.domain.log.change import Value


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("state", "đoàn chấp nhận hay không"),
        ("done", "ngày khắc phục"),
        ("evidence", "minh chứng"),
        ("last", "kỳ kiểm tra trước"),
        ("last/answer/c1_1", "trả lời kỳ trước c1_1"),
        ("last/requirement/" + "ab" * 16, "yêu cầu kỳ trước " + "ab" * 16),
        ("q/c1_1/verified", "c1_1 (xác minh)"),
        ("khác", "khác"),
    ],
)
def test_names(path: str, name: str) -> None:
    assert register_name(path) == name


@pytest.mark.parametrize(
    ("path", "value", "text"),
    [
        ("state", "accepted", "chấp nhận"),
        ("state", "rejected", "không chấp nhận"),
        ("state", "from a later program", "from a later program"),
        ("state", None, "–"),
        ("severity", "serious", "Nặng"),
        ("text", "accepted", "accepted"),
        ("evidence", [b"\xab" * 16, b"\xcd" * 16], "abababab; cdcdcdcd"),
        ("last/answer/c1_1", {"verified": "Có"}, "Có"),
        ("last/finding/ab", {"text": "Chậm", "clause": "1.1"}, "Chậm"),
        ("file", {"name": "anh.png"}, "anh.png"),
    ],
)
def test_values(path: str, value: Value, text: str) -> None:
    assert register_value(path, value) == text
