"""At the selected question: last time's answer and findings, requirements, suggested findings."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.trip.previous import (
    FOLLOW_UP_CLAUSE,
    Match,
    PreviousAnswer,
    PreviousRequirement,
    PreviousView,
)
from inspector_app.domain.trip.suggestions import Suggestion
from inspector_app.domain.trip.values import Requirement
from inspector_app.gui import fonts
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.items import Item, code_of, name_of
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.frames import Card, Label
from inspector_app.gui.widgets.layouts import clear, column
from inspector_app.host.i18n import _
from inspector_app.host.wording import number

_LINK: Final = 32


class FollowUpBox(QWidget):
    """Hides what there is none of.

    Signals:
        suggestion_taken(Suggestion): record this one as a finding.
        requirement_opened(Requirement or PreviousRequirement): show it.
    """

    suggestion_taken = Signal(object)
    requirement_opened = Signal(object)

    def __init__(self, desk: Desk, theme: Theme, width: int) -> None:
        super().__init__()
        self._desk, self._theme, self._width = desk, theme, width
        self.suggestions: tuple[Suggestion, ...] = ()
        self.buttons: list[Button] = []
        self.last = Label(theme, "", 12.5, fonts.MEDIUM, wrap=True)
        self._findings = Label(theme, "", 12.5, ink="muted", wrap=True)
        inner = Card(theme, "sunken")
        column(self.last, self._findings, spacing=4, margins=(10, 8, 10, 8), on=inner)
        self._past = inner
        self._list: QVBoxLayout = column(spacing=4)
        column(inner, self._list, spacing=6, on=self)

    def show_item(self, item: Item) -> None:
        """Show what belongs to an item."""
        view, name = self._desk.view, name_of(item)
        self._show_past(view.previous, item)
        clear(self._list)
        self.buttons = []
        self.suggestions = self._desk.suggested(name)
        if self.suggestions:
            self._caption(_("Gợi ý tồn tại (Shift+F4)"))
        for one in self.suggestions:
            spoken = _("Ghi tồn tại theo gợi ý: {text}").format(text=one.text)
            basis = one.legal_basis
            if basis and not one.is_verified:
                basis = _("{basis} (chưa đối chiếu)").format(basis=basis)
            button = self._link(
                one.text, "plus", spoken, "\n".join(filter(None, (one.text, basis)))
            )
            button.clicked.connect(partial(self.suggestion_taken.emit, one))
            self.buttons.append(button)
        asked = [one for one in view.requirements if one.question == name]
        former = view.previous.requirements if view.previous else ()
        old = [one for one in former if one.question == name]
        if asked or old:
            self._caption(_("Yêu cầu"))
        both: tuple[Requirement | PreviousRequirement, ...] = (*old, *asked)
        for required in both:
            text = " ".join(required.text.split()) or _("(chưa ghi nội dung)")
            spoken = _("Yêu cầu: {text}").format(text=text)
            button = self._link(text, "list", spoken, text)
            button.clicked.connect(partial(self.requirement_opened.emit, required))
        self.setVisible(bool(self._past.isVisibleTo(self) or self._list.count()))

    def _caption(self, text: str) -> None:
        self._list.addWidget(Label(self._theme, text, 13, fonts.MEDIUM))

    def _link(self, text: str, icon: str, spoken: str, tip: str) -> Button:
        short = text if len(text) <= _LINK else text[: _LINK - 1] + "…"
        button = Button(self._theme, short, ButtonKind.GHOST, icon=icon)
        button.setAccessibleName(spoken)
        button.setToolTip(tip)
        button.setMaximumWidth(self._width)
        self._list.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return button

    def _show_past(self, previous: PreviousView | None, item: Item) -> None:
        lines, found = [], ""
        if previous is not None:
            name, year = name_of(item), previous.inspection.year
            answer = previous.answers.get(name)
            if answer is not None:
                lines.append(_answer_text(answer, year))
            if code_of(item) == FOLLOW_UP_CLAUSE:
                counted = previous.count(self._desk.view.remediations)
                lines.append(
                    _("Yêu cầu kỳ trước: {due}; đã khắc phục: {met}.").format(
                        due=number(counted.due), met=number(counted.met)
                    )
                )
            mine = [one.text for one in previous.findings if one.question == name]
            found = "\n".join(_("Tồn tại kỳ trước: {text}").format(text=text) for text in mine)
        self.last.setText("\n".join(lines))
        self.last.setVisible(bool(lines))
        self._findings.setText(found)
        self._findings.setVisible(bool(found))
        self._past.setVisible(bool(lines or found))


def _answer_text(one: PreviousAnswer, year: str) -> str:
    said = one.verified or "–"
    text = _("Kỳ trước ({year}): {answer}").format(year=year or "–", answer=said)
    if one.reported and one.reported != one.verified:
        text += " · " + _("đơn vị báo cáo {answer}").format(answer=one.reported)
    if one.match is Match.CLAUSE:
        text += " · " + _("khớp theo mục {clause}").format(clause=one.asked.clause)
    return text
