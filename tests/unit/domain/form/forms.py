"""Small forms for tests of the engine, made without any file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from inspector_app.domain.form.definition import (
    Choice,
    Form,
    Question,
    QuestionType,
    Repeat,
    Section,
    Text,
)

YES_NO = (Choice("yes", Text({"vi": "Có", "en": "Yes"})), Choice("no", Text({"vi": "Không"})))


def question(name: str, kind: str = "integer", **fields: Any) -> Question:
    """A question at ``/data/s/<name>``, or in its repeat below that."""
    repeat = fields.get("repeat", "")
    path = f"/data/s/{repeat}/{name}" if repeat else f"/data/s/{name}"
    fields.setdefault("path", path)
    if kind.startswith("select"):
        fields.setdefault("choices", YES_NO)
    fields.setdefault("label", Text({"vi": name}))
    return Question(name, QuestionType(kind), section="s", **fields)


def form(
    *questions: Question,
    repeat_relevant: str = "",
    groups: Mapping[str, str] | None = None,
    instances: Mapping[str, tuple[Mapping[str, str], ...]] | None = None,
) -> Form:
    """A form of one section."""
    repeats: dict[str, list[str]] = {}
    items: dict[str, None] = {}
    for one in questions:
        if one.repeat:
            repeats.setdefault(one.repeat, []).append(one.name)
        items[one.repeat or one.name] = None
    return Form(
        form_id="test",
        version="1",
        title=Text({"vi": "Thử"}),
        sha256="",
        default_language="vi",
        languages=("vi", "en"),
        sections=(Section("s", Text({"vi": "1. Phần"}), tuple(items)),),
        questions={one.name: one for one in questions},
        repeats={
            name: Repeat(
                name, f"/data/s/{name}", "s", Text({"vi": name}), tuple(cells), repeat_relevant
            )
            for name, cells in repeats.items()
        },
        group_relevant=groups or {},
        instances=instances or {},
    )
