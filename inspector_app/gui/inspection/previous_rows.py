"""Requirements that the last trip left open: checked here, and closed or not."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.log.change import Value
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.previous import (
    FOLLOW_UP_CLAUSE,
    PreviousRequirement,
    PreviousView,
    count_questions,
)
from inspector_app.domain.trip.values import Side
from inspector_app.gui import fonts
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.items import code_named
from inspector_app.gui.inspection.remediation_rows import RemediationRows
from inspector_app.gui.inspection.standing import show_standing
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.frames import Card, Label
from inspector_app.gui.widgets.indicators import Pill
from inspector_app.gui.widgets.layouts import clear, column, row
from inspector_app.host.i18n import _
from inspector_app.host.wording import day, number
from inspector_app.services.views import TypedAnswer


class PreviousRow(Card):
    """One requirement of last time, with what was done about it.

    Signals:
        question_wanted(str): show the question that it came from.
    """

    question_wanted = Signal(str)

    def __init__(self, desk: Desk, theme: Theme, one: PreviousRequirement) -> None:
        super().__init__(theme, "sunken")
        self._desk, self.requirement = desk, one
        self.state = Pill(theme)
        self.remediations = RemediationRows(desk, theme, one.id)
        due = _("hạn {day}").format(day=day(one.due)) if one.due else ""
        about = " · ".join(filter(None, (one.finding, one.responsible, due)))
        second = Label(theme, about, 12.5, ink="muted", wrap=True)
        second.setVisible(bool(about))
        head = row(self.state, None, spacing=8)
        if one.question:
            code = code_named(desk.view.form, one.question)
            text = _("Câu {code}").format(code=code) if code else _("Đến câu hỏi")
            jump = Button(theme, text, ButtonKind.GHOST, icon="arrow-right")
            jump.setAccessibleName(_("Đến câu hỏi của yêu cầu: {text}").format(text=one.text))
            jump.clicked.connect(partial(self.question_wanted.emit, one.question))
            head.addWidget(jump)
        column(
            Label(theme, one.text, 14, fonts.MEDIUM, wrap=True),
            second,
            head,
            self.remediations,
            spacing=5,
            margins=(14, 11, 14, 9),
            on=self,
        )

    def apply(self) -> None:
        """Show where it stands now."""
        one = self.requirement
        show_standing(self.state, self._desk.view, one.id, one.due)
        self.remediations.refresh()


class PreviousCard(Card):
    """A card that is only there where the last trip required something of the unit.

    Signals:
        question_wanted(str): show a question.
    """

    question_wanted = Signal(str)

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._desk, self._theme = desk, theme
        self._shown: tuple[PreviousRequirement, ...] = ()
        self.rows: list[PreviousRow] = []
        self._counts = Label(theme, "", 12.5, ink="muted", wrap=True)
        self.fill = Button(theme, _("Ghi vào câu hỏi"), ButtonKind.GHOST, icon="pen")
        self.fill.clicked.connect(self._on_fill)
        self._list: QVBoxLayout = column(spacing=8)
        title = _("Yêu cầu kỳ trước cần kiểm tra lại")
        column(
            Label(theme, title, 14.5, fonts.SEMIBOLD, wrap=True),
            self._counts,
            row(self.fill, None),
            self._list,
            spacing=6,
            margins=(18, 14, 18, 16),
            on=self,
        )
        self._replaces = False
        self.hide()

    def apply(self) -> None:
        """Show what is recorded now; rows that stay keep their editors."""
        view = self._desk.view
        previous = view.previous
        found = previous.requirements if previous is not None else ()
        closed = previous.inspection.closed if previous is not None else 0
        self.setVisible(bool(found or closed))
        if found != self._shown:
            self._shown = found
            clear(self._list)
            self.rows = [PreviousRow(self._desk, self._theme, one) for one in found]
            for one in self.rows:
                one.question_wanted.connect(self.question_wanted)
                self._list.addWidget(one)
        for one in self.rows:
            one.apply()
        if previous is not None:
            self._counts.setText(self._count_text(previous))
            self._show_fill(previous)

    def _count_text(self, previous: PreviousView) -> str:
        counted = previous.count(self._desk.view.remediations)
        return _(
            "{title}. Đã khắc phục {met}/{due} yêu cầu; dùng cho tiêu chí xử lý vấn đề sau kiểm tra."
        ).format(title=previous.inspection.title, met=number(counted.met), due=number(counted.due))

    def _show_fill(self, previous: PreviousView) -> None:
        """The button is there while the questions do not hold the numbers yet."""
        names = count_questions(self._desk.view.form)
        counted = previous.count(self._desk.view.remediations)
        wanted = (counted.met, counted.due)
        self.fill.setVisible(names is not None and self._recorded(names) != wanted)
        known = self._recorded(names) if names is not None else ()
        old = "/".join("–" if one is None else str(one) for one in known)
        self._replaces = any(one is not None for one in known)
        # the click confirms what the button says: which numbers go and which come
        text = (
            _("Thay {old} đã ghi ở câu {code} bằng {met}/{due}")
            if self._replaces
            else _("Ghi {met}/{due} vào câu {code}")
        ).format(met=number(counted.met), due=number(counted.due), code=FOLLOW_UP_CLAUSE, old=old)
        self.fill.set_text(text)

    def _recorded(self, names: tuple[str, str]) -> tuple[Value, ...]:
        found = (self._desk.question((name, None)) for name in names)
        return tuple(one.verified.value if one is not None else None for one in found)

    def _on_fill(self) -> None:
        desk = self._desk
        names = count_questions(desk.view.form)
        if names is None:
            return
        before = [
            TypedAnswer(name, Side.VERIFIED, None, "" if value is None else str(value))
            for name, value in zip(names, self._recorded(names), strict=True)
        ]
        desk.flush()
        again = partial(desk.services.previous.fill_counts, desk.id, replace=self._replaces)
        desk.act(
            again,
            undo=lambda _outcome: partial(desk.services.inspections.answer_many, desk.id, before),
            redo=lambda _outcome: again,
            text=_("ghi số yêu cầu kỳ trước"),
        )

    def focus(self, requirement: EntityId) -> None:
        """Give the keyboard to one of them."""
        for one in self.rows:
            if one.requirement.id == requirement:
                one.remediations.add.setFocus()
