"""Findings and requirements of the whole inspection, in one list."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Finding, Severity
from inspector_app.gui import fonts, icons, paint, words
from inspector_app.gui.inspection import inking
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.items import Tone, code_named
from inspector_app.gui.inspection.leftover_rows import LeftoverCard
from inspector_app.gui.inspection.previous_rows import PreviousCard
from inspector_app.gui.inspection.requirement_rows import RequirementRows
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, PaintedButton
from inspector_app.gui.widgets.frames import Card, Label
from inspector_app.gui.widgets.scroll import prepare
from inspector_app.host.i18n import _

TONES = {
    Severity.MINOR: Tone.NEUTRAL,
    Severity.MODERATE: Tone.WARN,
    Severity.SERIOUS: Tone.BAD,
}


class FindingRow(PaintedButton):
    """One finding: severity, question, text, how many requirements answer it."""

    def __init__(
        self, theme: Theme, finding: Finding, code: str, requirements: int, parent: QWidget
    ) -> None:
        super().__init__(theme, finding.text, parent)
        self.finding = finding
        self._code = code
        self._requirements = requirements
        text = " ".join(finding.text.split()) or _("(chưa ghi nội dung)")
        self._shown = text
        self.setAccessibleName(_("Tồn tại: {text}").format(text=text))
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(300, self._theme.px(62))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The row."""
        theme, painter = self._theme, QPainter(self)
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        fill = theme.color("hover" if self._is_hovered else "surface")
        edge = theme.color("focus" if self.hasFocus() else "border")
        paint.box(painter, rect, 9, fill, edge, 2 if self.hasFocus() else 1)
        tone = TONES[self.finding.severity]
        name = words.severity(self.finding.severity)
        pill = QRectF(14, rect.center().y() - theme.px(12), theme.px(52), theme.px(24))
        paint.box(painter, pill, pill.height() / 2, inking.fill_of(theme, tone))
        font = theme.font(12.5, fonts.SEMIBOLD)
        paint.text(painter, pill, name, font, inking.ink_of(theme, tone), paint.CENTER)
        left = pill.right() + 14
        wide = rect.right() - left - theme.px(34)
        first = QRectF(left, rect.top() + theme.px(10), wide, theme.px(21))
        inking.draw_line(painter, theme, first, self._shown, 14, theme.color("text"), fonts.MEDIUM)
        detail = " · ".join(
            part
            for part in (
                _("Câu {code}").format(code=self._code) if self._code else _("Chung"),
                self.finding.legal_basis,
                _("{count} yêu cầu").format(count=self._requirements),
            )
            if part
        )
        second = QRectF(left, rect.top() + theme.px(32), wide, theme.px(19))
        inking.draw_line(painter, theme, second, detail, 12.5, theme.color("muted"))
        side = theme.px(16)
        box = QRectF(rect.right() - side - 12, rect.center().y() - side / 2, side, side)
        icons.draw(painter, "chevron-right", box, theme.color("muted"), 1.7)


class Overview(QScrollArea):
    """All findings, and the requirements that answer none of them.

    Signals:
        finding_opened(Finding): edit this one.
        finding_wanted: a finding that belongs to no question.
        question_wanted(str): show a question.
    """

    finding_opened = Signal(object)
    finding_wanted = Signal()
    question_wanted = Signal(str)

    def __init__(self, desk: Desk, theme: Theme) -> None:
        super().__init__()
        self._desk, self._theme = desk, theme
        self.rows: list[FindingRow] = []
        self._shown: object = None
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(20, 4, 12, 20)
        column.setSpacing(10)
        self.previous = PreviousCard(desk, theme)
        self.previous.question_wanted.connect(self.question_wanted)
        column.addWidget(self.previous)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        column.addLayout(self._list)
        self._empty = Label(
            theme, _("Chưa ghi nhận tồn tại nào. Ở một câu hỏi, nhấn F4."), 14, ink="muted"
        )
        column.addWidget(self._empty)
        self.add = Button(theme, _("Ghi nhận tồn tại chung"), icon="plus")
        self.add.clicked.connect(self.finding_wanted)
        line = QHBoxLayout()
        line.addWidget(self.add)
        line.addStretch(1)
        column.addLayout(line)
        card = Card(theme)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(18, 14, 18, 16)
        inner.addWidget(Label(theme, _("Yêu cầu chung"), 14.5, fonts.SEMIBOLD))
        self.requirements = RequirementRows(desk, theme)
        self.requirements.question_wanted.connect(self.question_wanted)
        inner.addWidget(self.requirements)
        column.addWidget(card)
        self.leftovers = LeftoverCard(theme)
        column.addWidget(self.leftovers)
        column.addStretch(1)
        prepare(self, theme, body, _("Tồn tại, yêu cầu"))

    def take_focus(self) -> None:
        """What the last trip left open, else the first finding, or the button that adds one."""
        if self.previous.rows:
            self.previous.rows[0].remediations.add.setFocus()
            return
        (self.rows[0] if self.rows else self.add).setFocus()

    def focus_requirement(self, requirement: EntityId) -> None:
        """Give the keyboard to a requirement that answers no finding, or to one of last time."""
        self.previous.focus(requirement)
        for row in self.requirements.rows:
            if row.id == requirement:
                row.fields["text"].setFocus()

    def apply(self) -> None:
        """Show what is recorded now."""
        view = self._desk.view
        self.previous.apply()
        self.leftovers.show_leftovers(view.leftovers)
        self.requirements.show_finding(None, general=True)
        key = (view.findings, view.requirements)
        if key == self._shown:
            return
        self._shown = key
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        for finding in view.findings:
            code = code_named(view.form, finding.question)
            count = sum(one.finding == finding.id for one in view.requirements)
            row = FindingRow(self._theme, finding, code, count, self)
            row.clicked.connect(partial(self.finding_opened.emit, finding))
            self.rows.append(row)
            self._list.addWidget(row)
        self._empty.setVisible(not view.findings)
