"""Text fields under Vietnamese input methods; words being composed must never be lost."""

from __future__ import annotations

import unicodedata

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent
from pytestqt.qtbot import QtBot

from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.fields import LineEdit, TextEdit

Field = LineEdit | TextEdit


@pytest.fixture(params=[LineEdit, TextEdit])
def field(request: pytest.FixtureRequest, qtbot: QtBot) -> Field:
    made: Field = request.param(Theme(), "Ghi chú")
    qtbot.addWidget(made)
    made.show()
    made.setFocus()
    return made


def composing(field: Field) -> bool:
    return field.is_composing


def compose(field: Field, preedit: str, commit: str = "") -> None:
    """What an input method sends."""
    event = QInputMethodEvent(preedit, [])
    if commit:
        event.setCommitString(commit)
    QCoreApplication.sendEvent(field, event)


def test_a_composed_word_is_silent_until_it_is_committed(field: Field) -> None:
    heard: list[str] = []
    field.edited.connect(heard.append)
    compose(field, "tiế")
    assert composing(field)
    assert heard == []
    compose(field, "", "tiếng")
    assert not composing(field)
    assert heard == ["tiếng"]


def test_a_word_that_loses_the_focus_is_kept(field: Field) -> None:
    heard: list[str] = []
    field.finished.connect(heard.append)
    compose(field, "", "thiếu ")
    compose(field, "nghiêng")
    QCoreApplication.sendEvent(field, QFocusEvent(QFocusEvent.Type.FocusOut))
    assert field.value == "thiếu nghiêng"
    assert heard[-1] == "thiếu nghiêng"


def test_a_value_from_elsewhere_waits_for_the_word(field: Field) -> None:
    compose(field, "đa")
    assert not field.show_value("khác")
    compose(field, "", "đang")
    assert field.value == "đang"
    assert field.show_value("khác")
    assert field.value == "khác"


def test_decomposed_text_becomes_nfc(field: Field) -> None:
    loose = unicodedata.normalize("NFD", "Nguyễn Đức Ẩn")
    compose(field, "", loose)
    assert field.value == "Nguyễn Đức Ẩn"
    plain = field.text() if isinstance(field, LineEdit) else field.toPlainText()
    assert plain == "Nguyễn Đức Ẩn"


def test_pasted_decomposed_text_becomes_nfc(field: Field) -> None:
    data = QMimeData()
    data.setText(unicodedata.normalize("NFD", "hạn chế"))
    QGuiApplication.clipboard().setMimeData(data)
    field.paste()
    assert (field.text() if isinstance(field, LineEdit) else field.toPlainText()) == "hạn chế"


def test_nothing_is_announced_when_nothing_changed(field: Field) -> None:
    field.show_value("như cũ")
    heard: list[str] = []
    field.finished.connect(heard.append)
    field.edited.connect(heard.append)
    QCoreApplication.sendEvent(field, QFocusEvent(QFocusEvent.Type.FocusOut))
    assert heard == []
