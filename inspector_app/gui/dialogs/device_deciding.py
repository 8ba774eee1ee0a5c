"""Decisions about a device: each with a reason, and with words that say what it means."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.form.definition import Question
from inspector_app.domain.log.change import Value
from inspector_app.gui.dialogs.base import Dialog
from inspector_app.gui.fonts import MEDIUM, REGULAR
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import ButtonKind
from inspector_app.gui.widgets.captions import Field
from inspector_app.gui.widgets.checks import CheckBox
from inspector_app.gui.widgets.fields import LineEdit
from inspector_app.gui.widgets.frames import Label
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.gui.widgets.scroll import scroller
from inspector_app.host.history_wording import answer_text
from inspector_app.host.i18n import _
from inspector_app.host.wording import DASH, error_texts, moment, number
from inspector_app.services.device_views import DeviceView, QuarantinedView
from inspector_app.services.workshop import Services

_LONGEST = 80


class ReasonDialog(Dialog):
    """A decision with its mandatory reason.

    Args:
        call: the service call, ``call(reason)``.

    Signals:
        done_with(object): what the call returned.
    """

    done_with = Signal(object)

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        title: str,
        text: str,
        action: str,
        call: Callable[[str], Any],
        *,
        is_danger: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, title, text, parent)
        self._tasks, self._call = tasks, call
        self.reason = LineEdit(theme, _("Lý do"))
        self.field = Field(theme, _("Lý do (ghi vào lịch sử)"), self.reason)
        self.body.addWidget(self.field)
        self.add_close(_("Hủy"))
        kind = ButtonKind.DANGER if is_danger else ButtonKind.PRIMARY
        self.button = self.add_button(action, kind)
        self.button.clicked.connect(self._on_decide)
        self.reason.returnPressed.connect(self._on_decide)
        self.setMinimumWidth(theme.px(520))
        self.reason.setFocus()

    def call(self) -> Callable[[str], Any]:
        """What is done with the reason."""
        return self._call

    def _on_decide(self) -> None:
        if not self.reason.value.strip():
            self.field.show_error(_("Chưa nhập lý do."))
            self.reason.setFocus()
            return
        self.field.show_error("")
        self.button.set_busy(True)
        run = partial(self.call(), self.reason.value)
        self._tasks.run(run, self._on_done, self._on_failed)

    def _on_done(self, result: object) -> None:
        self.accept()
        self.done_with.emit(result)

    def _on_failed(self, error: InspectorError) -> None:
        self.button.set_busy(False)
        self.banner.show_message(*error_texts(error))


class AdoptDialog(ReasonDialog):
    """The changes of one device that do not count, to be taken back in one by one."""

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        services: Services,
        device: DeviceView,
        held: tuple[QuarantinedView, ...],
        parent: QWidget | None = None,
    ) -> None:
        text = _("Chọn những thay đổi đúng là của {person}; phần còn lại vẫn bị cách ly.")
        super().__init__(
            theme,
            tasks,
            _("Nhận lại thay đổi của máy {name}").format(name=device.name),
            text.format(person=device.person),
            _("Nhận lại"),
            lambda _reason: None,
            parent=parent,
        )
        self._services = services
        inside = QWidget()
        self.boxes: dict[str, CheckBox] = {}
        rows = column(spacing=6, on=inside)
        for one in held:
            box = CheckBox(theme, f"{number(one.seq)} · {place_of(one)}")
            box.setEnabled(one.can_adopt)
            box.toggled.connect(self._show_count)
            self.boxes[one.change] = box
            told = Label(theme, value_words(one), 13, REGULAR, "muted", wrap=True)
            when = Label(theme, moment(one.wall), 12.5, MEDIUM, "faint")
            rows.addLayout(row(box, None, when))
            rows.addLayout(row(34, told))
        rows.addStretch(1)
        area = scroller(theme, inside, _("Các thay đổi bị cách ly"))
        area.setMinimumHeight(theme.px(220))
        self.body.insertWidget(0, area)
        self.setMinimumWidth(theme.px(640))
        self._show_count()

    def call(self) -> Callable[[str], Any]:
        chosen = [change for change, box in self.boxes.items() if box.isChecked()]
        return partial(self._services.devices.adopt, chosen)

    def _show_count(self) -> None:
        count = sum(box.isChecked() for box in self.boxes.values())
        self.button.setEnabled(count > 0)
        text = _("Nhận lại {count} thay đổi").format(count=number(count))
        self.button.set_text(text if count else _("Nhận lại"))


def place_of(view: QuarantinedView) -> str:
    """Where a change belongs: unit and question, or what the register is called."""
    path = view.register.path
    parts = path.split("/")
    known = {
        "_": _("tồn tại hay đã gỡ"),
        "session": _("mở phiên"),
        "text": _("nội dung"),
        "question": _("câu hỏi"),
        "severity": _("mức độ"),
        "legal_basis": _("căn cứ"),
        "cause": _("nguyên nhân"),
        "responsible": _("người chịu trách nhiệm"),
        "due": _("thời hạn"),
        "evidence": _("minh chứng"),
        "file": _("tệp"),
        "trust": _("ghi nhận thẻ"),
    }
    is_asked = len(parts) == 3 and parts[0] in ("q", "t", "score")
    name = parts[1] if is_asked else known.get(path, path)
    return ": ".join(filter(None, (view.place, name)))


def value_words(view: QuarantinedView) -> str:
    """What the change says, and what counts without it."""
    return _("ghi «{value}», đang tính «{current}»").format(
        value=_short(view.value, view.question), current=_short(view.current, view.question)
    )


def _short(value: Value, question: Question | None = None) -> str:
    if question is not None and value not in (None, ""):
        return answer_text(question, value)[:_LONGEST]
    if value is None or value == "":
        return DASH
    if isinstance(value, bytes):
        return value.hex()[:8]
    if isinstance(value, dict):
        found = next((str(value[key]) for key in ("name", "text", "title") if value.get(key)), "…")
        return found[:_LONGEST]
    if isinstance(value, list | tuple):
        return "; ".join(_short(one) for one in value)[:_LONGEST]
    return str(value)[:_LONGEST]
