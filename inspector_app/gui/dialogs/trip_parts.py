"""What the dialogs that edit the trip share: saving edits, fields for days, choices of teams."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.trip.outline import Outline
from inspector_app.domain.trip.outline_edits import Edit
from inspector_app.domain.trip.values import Role, UnitKind
from inspector_app.gui import words
from inspector_app.gui.dialogs.base import Dialog
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import ButtonKind
from inspector_app.gui.widgets.captions import Field
from inspector_app.gui.widgets.checks import DropDown
from inspector_app.gui.widgets.fields import LineEdit
from inspector_app.gui.widgets.layouts import column
from inspector_app.gui.widgets.scroll import scroller
from inspector_app.host.i18n import _
from inspector_app.services.outcomes import Outcome
from inspector_app.services.trip_edits import TripDifference
from inspector_app.services.workshop import Services


class DayField(Field):
    """A day typed as ``dd/mm/yyyy``."""

    def __init__(self, theme: Theme, caption: str, value: date | None) -> None:
        self.line = LineEdit(theme, caption, placeholder=_("ngày/tháng/năm"))
        super().__init__(theme, caption, self.line)
        self.line.show_value(f"{value:%d/%m/%Y}" if value else "")
        self.line.edited.connect(lambda _text: self.show_error(""))

    def read(self) -> tuple[date | None, bool]:
        """The day, and whether what was typed is one (or nothing); an error shows otherwise."""
        text = self.line.value.strip()
        if not text:
            return None, True
        try:
            return datetime.strptime(text, "%d/%m/%Y").date(), True  # noqa: DTZ007 (a day)
        except ValueError:
            self.show_error(_("Không phải ngày dạng ngày/tháng/năm."))
            return None, False


class TextField(Field):
    """A line of text."""

    def __init__(self, theme: Theme, caption: str, value: str = "", help_text: str = "") -> None:
        self.line = LineEdit(theme, caption)
        super().__init__(theme, caption, self.line, help_text=help_text)
        self.line.show_value(value)
        self.line.edited.connect(lambda _text: self.show_error(""))

    @property
    def value(self) -> str:
        """What was typed."""
        return self.line.value.strip()


class ChoiceField(Field):
    """One of a list."""

    def __init__(
        self, theme: Theme, caption: str, choices: Sequence[tuple[str, object]], chosen: object
    ) -> None:
        self.box = DropDown(theme, caption)
        for text, value in choices:
            self.box.addItem(text, value)
        values = [value for _text, value in choices]
        self.box.setCurrentIndex(values.index(chosen) if chosen in values else 0)
        super().__init__(theme, caption, self.box)

    @property
    def value(self) -> object:
        """What is chosen."""
        return self.box.currentData()


def team_choices(outline: Outline) -> list[tuple[str, object]]:
    """The teams of a trip."""
    return [
        (_("Đoàn số {number}").format(number=one.number) + f" · {one.name}", one.number)
        for one in outline.teams
    ]


def role_choices() -> list[tuple[str, object]]:
    """The roles in a team."""
    return [(words.role(one), one) for one in Role]


def kind_choices() -> list[tuple[str, object]]:
    """The kinds of units."""
    return [(words.unit_kind(one), one) for one in UnitKind]


def half_day_choices() -> list[tuple[str, object]]:
    """Morning, afternoon, or not said."""
    return [(_("cả ngày"), ""), (_("sáng"), "morning"), (_("chiều"), "afternoon")]


class EditDialog(Dialog):
    """Makes edits of the trip and has them written; what breaks a rule is said, nothing is lost.

    Signals:
        saved(object): the ``Outcome[TripDifference]``.
    """

    saved = Signal(object)

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        services: Services,
        title: str,
        text: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, title, text, parent)
        self._tasks, self._services = tasks, services
        self.setMinimumWidth(theme.px(580))
        self._inside = QWidget()
        self.form: QVBoxLayout = column(spacing=12, margins=(2, 2, 10, 2), on=self._inside)
        self._area = scroller(theme, self._inside, title)
        self.body.addWidget(self._area)
        self.add_close(_("Hủy"))
        self.save = self.add_button(_("Ghi"), ButtonKind.PRIMARY, icon="check")
        self.save.clicked.connect(self.begin)

    def fit(self) -> None:
        """As high as the fields need, as long as the screen has room; then they scroll."""
        self.form.activate()
        needed = self._inside.sizeHint().height()
        parent = self.parentWidget()
        window = parent.window() if parent is not None else None
        room = (window.height() if window else self.screen().availableGeometry().height()) - 170
        banner = self.banner.sizeHint().height() + 8 if self.banner.isVisibleTo(self) else 0
        self._area.setFixedHeight(max(min(needed, room - banner), self._theme.px(160)))
        self.adjustSize()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fit()
        fields = self._inside.findChildren(LineEdit)
        first = next((one for one in fields if one.isVisibleTo(self)), None)
        if first is not None:
            first.setFocus()

    def edits(self) -> Sequence[Edit] | None:
        """The edits as typed; None when a field shows an error."""
        raise NotImplementedError

    def begin(self) -> None:
        """Write what was typed."""
        found = self.edits()
        if found is None:
            return
        self.banner.clear()
        self.save.set_busy(True)
        call = partial(self._services.trip_edits.edit, tuple(found))
        self._tasks.run(call, self._on_saved, self._on_failed)

    def _on_saved(self, outcome: Outcome[TripDifference]) -> None:
        self.saved.emit(outcome)
        self.accept()

    def _on_failed(self, error: InspectorError) -> None:
        self.save.set_busy(False)
        self.show_failure(error)
        self.fit()
