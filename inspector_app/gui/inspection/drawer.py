"""The finding editor: a drawer over the right side; Escape closes it and nothing is lost."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.suggestions import is_unchecked_basis
from inspector_app.domain.trip.values import Finding, Severity
from inspector_app.gui import fonts, words
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.editors import AnswerText
from inspector_app.gui.inspection.evidence_picks import EvidencePicks, Owner
from inspector_app.gui.inspection.requirement_rows import RequirementRows
from inspector_app.gui.inspection.slots import Slot, finding_slot, new_finding_slot
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind, IconButton
from inspector_app.gui.widgets.frames import Label, Surface
from inspector_app.gui.widgets.indicators import Chip, Tone
from inspector_app.gui.widgets.scroll import scroller
from inspector_app.host.i18n import _, language

WIDTH: Final = 520
_TONES: Final = {
    Severity.MINOR: Tone.NEUTRAL,
    Severity.MODERATE: Tone.WARN,
    Severity.SERIOUS: Tone.BAD,
}


class Shade(QWidget):
    """Dims what lies under the drawer; a click closes."""

    clicked = Signal()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A veil."""
        QPainter(self).fillRect(self.rect(), QColor(10, 16, 24, 90))

    def mousePressEvent(self, event: object) -> None:
        """Close."""
        self.clicked.emit()


class FindingDrawer(Surface):
    """Severity, content, legal basis, cause and requirement of one finding.

    A new finding is created by its first words; until then nothing is recorded.

    Signals:
        closed: the drawer wants to go.
        question_wanted(str): show the question of the finding or of a requirement.
    """

    closed = Signal()
    question_wanted = Signal(str)

    def __init__(self, desk: Desk, theme: Theme, parent: QWidget) -> None:
        super().__init__(theme, "surface", edge="left", parent=parent)
        self._desk, self._theme = desk, theme
        self.finding: EntityId | None = None
        self._question = ""
        self._severity = Severity.MODERATE
        self._waiting: dict[str, str] = {}
        self._title = Label(theme, "", 17, fonts.SEMIBOLD)
        self._about = Label(theme, "", 13, ink="muted", wrap=True)
        self._chips: dict[Severity, Chip] = {}
        self.fields: dict[str, AnswerText] = {}
        unchecked = _("Căn cứ của phiếu, chưa đối chiếu văn bản: không in vào tài liệu.")
        self._unchecked = Label(theme, unchecked, 12.5, fonts.MEDIUM, "warn", wrap=True)
        self._unchecked.hide()
        self.jump = Button(theme, _("Đến câu hỏi"), ButtonKind.GHOST, icon="arrow-right")
        self.jump.clicked.connect(lambda: self.question_wanted.emit(self._question))
        self.evidence = EvidencePicks(
            desk,
            theme,
            _("Minh chứng của tồn tại"),
            hint=_("Ghi nội dung trước, rồi chọn minh chứng."),
        )
        self.requirements = RequirementRows(desk, theme, self, caption=_("Yêu cầu khắc phục"))
        self.requirements.question_wanted.connect(self.question_wanted)
        self._remove = Button(theme, _("Xóa"), ButtonKind.DANGER, icon="trash")
        self._remove.clicked.connect(self._on_remove)
        self._counter = Label(theme, "", 13, ink="muted")
        self._build()
        desk.refreshed.connect(self._on_refreshed)
        desk.written.connect(self._on_written)

    def _build(self) -> None:
        theme = self._theme
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addStretch(1)
        close = IconButton(theme, "close", _("Đóng (Esc)"))
        close.clicked.connect(self.close_drawer)
        head.addWidget(close)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 4, 20, 12)
        column.setSpacing(6)
        column.addWidget(self._about)
        column.addWidget(self.jump, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._severity_row())
        captions = {
            "text": (_("Nội dung tồn tại, hạn chế"), (3, 8)),
            "legal_basis": (_("Căn cứ"), (1, 4)),
            "cause": (_("Nguyên nhân"), (2, 5)),
        }
        for name, (caption, lines) in captions.items():
            column.addSpacing(4)
            column.addWidget(Label(theme, caption, 13, fonts.MEDIUM))
            column.addWidget(self._make_field(name, caption, lines))
            if name == "legal_basis":
                column.addWidget(self._unchecked)
        column.addSpacing(6)
        column.addWidget(self.evidence)
        column.addSpacing(6)
        column.addWidget(self.requirements)
        column.addStretch(1)
        area = scroller(theme, body, _("Tồn tại"))
        done = Button(theme, _("Xong"), ButtonKind.PRIMARY, icon="check")
        done.clicked.connect(self.close_drawer)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._step_button("chevron-left", _("Tồn tại trước"), -1))
        foot.addWidget(self._counter)
        foot.addWidget(self._step_button("chevron-right", _("Tồn tại sau"), 1))
        foot.addStretch(1)
        foot.addWidget(self._remove)
        foot.addWidget(done)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 16, 0, 14)
        box.setSpacing(8)
        for line in (head, foot):
            line.setContentsMargins(24, 0, 20, 0)
        box.addLayout(head)
        box.addWidget(area, 1)
        box.addLayout(foot)

    def _severity_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Label(self._theme, _("Mức độ"), 13, fonts.MEDIUM))
        for severity in Severity:
            chip = Chip(self._theme, words.severity(severity), tone=_TONES[severity])
            name = _("Mức độ {name}").format(name=words.severity(severity))
            chip.setAccessibleName(name)
            chip.setAutoExclusive(True)
            chip.clicked.connect(partial(self._on_severity, severity))
            self._chips[severity] = chip
            row.addWidget(chip)
        row.addStretch(1)
        return row

    def _make_field(self, name: str, caption: str, lines: tuple[int, int]) -> AnswerText:
        field = AnswerText(self._theme, caption, lines=lines)
        field.edited.connect(partial(self._on_edited, name))
        field.left.connect(partial(self._on_left, name))
        field.composing.connect(self._desk.set_composing)
        self.fields[name] = field
        return field

    def _step_button(self, icon: str, name: str, step: int) -> IconButton:
        button = IconButton(self._theme, icon, name)
        button.clicked.connect(partial(self._on_step, step))
        return button

    # --- opening

    def open_new(self, question: str) -> None:
        """Begin a finding at a question; text that survived a crash is there again."""
        self._begin(None, question, Severity.MODERATE)
        for field in self.fields.values():
            field.show_value("")
        typed = self._desk.typed(new_finding_slot(question, self._severity))
        self.fields["text"].show_value(typed or "")
        self.evidence.show_owner(None)
        self._unchecked.hide()
        self.requirements.show_finding(None)
        self.fields["text"].setFocus()

    def open_finding(self, finding: Finding) -> None:
        """Edit a finding."""
        self._begin(finding.id, finding.question, finding.severity)
        self._show(finding)
        self.fields["text"].setFocus()

    def _begin(self, finding: EntityId | None, question: str, severity: Severity) -> None:
        self._desk.flush()
        self.finding, self._question, self._severity = finding, question, severity
        self._waiting.clear()
        self._chips[severity].setChecked(True)
        asked = self._desk.view.form.questions.get(question)
        about = ""
        if asked is not None:
            about = _("Câu {code} · {label}").format(
                code=asked.clause, label=asked.label.in_(language())
            )
        self._about.setText(about)
        self._about.setVisible(bool(about))
        self.jump.setVisible(bool(question))
        self._show_place()

    def _show(self, finding: Finding) -> None:
        for name, field in self.fields.items():
            typed = self._desk.typed(finding_slot(finding.id, name))
            if typed is None and not field.hasFocus():
                field.show_value(str(getattr(finding, name)))
        self._chips[finding.severity].setChecked(True)
        self._show_links(finding)
        self.requirements.show_finding(finding.id)

    def _show_links(self, finding: Finding) -> None:
        form = self._desk.view.form
        is_unchecked = is_unchecked_basis(form, finding.question, finding.legal_basis)
        self._unchecked.setVisible(is_unchecked)
        edit = self._desk.services.findings.edit
        self.evidence.show_owner(Owner(finding.id, finding.question, finding.evidence, edit))

    def _show_place(self) -> None:
        findings = self._desk.view.findings
        ids = [one.id for one in findings]
        self._remove.setVisible(self.finding is not None)
        if self.finding in ids:
            place = ids.index(self.finding) + 1
            self._title.setText(_("Tồn tại {number}").format(number=place))
            self._counter.setText(f"{place}/{len(ids)}")
        else:
            self._title.setText(_("Tồn tại mới"))
            self._counter.setText(f"–/{len(ids)}")

    # --- what the person does

    def _slot(self, name: str) -> Slot | None:
        if self.finding is not None:
            return finding_slot(self.finding, name)
        return new_finding_slot(self._question, self._severity) if name == "text" else None

    def _on_edited(self, name: str, text: str) -> None:
        slot = self._slot(name)
        if slot is None or self._desk.is_writing(slot):
            self._waiting[name] = text  # the finding is being made; its words follow
        else:
            self._desk.type_text(slot, text)

    def _on_left(self, name: str) -> None:
        slot = self._slot(name)
        if slot is not None:
            self._desk.leave(slot)

    def _on_written(self, slot: object, outcome: object) -> None:
        finding = getattr(outcome, "value", None)
        mine = new_finding_slot(self._question, self._severity)
        if self.finding is not None or slot != mine or not isinstance(finding, Finding):
            return
        self.finding = finding.id
        waiting, self._waiting = self._waiting, {}
        for name, text in waiting.items():
            self._desk.type_text(finding_slot(finding.id, name), text)
        if self._severity is not finding.severity:
            self._desk.put(finding_slot(finding.id, "severity"), str(self._severity))
        self._show_place()
        self._show_links(finding)
        self.requirements.show_finding(self.finding)

    def _on_severity(self, severity: Severity) -> None:
        self._severity = severity
        if self.finding is not None:
            self._desk.put(finding_slot(self.finding, "severity"), str(severity))

    def _on_remove(self) -> None:
        finding, service = self.finding, self._desk.services.findings
        if finding is None:
            return
        self._desk.act(
            partial(service.remove, finding),
            undo=lambda _outcome: partial(service.restore, finding),
            redo=lambda _outcome: partial(service.remove, finding),
            text=_("xóa tồn tại"),
        )
        self.closed.emit()

    def _on_step(self, step: int) -> None:
        findings = self._desk.view.findings
        if not findings:
            return
        self.settle()
        ids = [one.id for one in findings]
        place = ids.index(self.finding) if self.finding in ids else (-1 if step > 0 else 0)
        self.open_finding(findings[(place + step) % len(findings)])

    def settle(self) -> None:
        """Make everything typed a change, a new finding included."""
        self._desk.commit_composed()
        slot = new_finding_slot(self._question, self._severity)
        has_text = bool(self._desk.typed(slot)) or self._desk.is_writing(slot)
        if self.finding is None and any(self._waiting.values()) and not has_text:
            self._desk.write_now(slot, "")
        self._desk.flush()

    def close_drawer(self) -> None:
        """Close; nothing typed is lost."""
        self.settle()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_drawer()
            return
        super().keyPressEvent(event)

    def _on_refreshed(self) -> None:
        if not self.isVisible() or self.finding is None:
            return
        finding = next((one for one in self._desk.view.findings if one.id == self.finding), None)
        if finding is None:
            self.closed.emit()
            return
        self._show(finding)
        self._show_place()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The surface with a hairline at its left."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 0, 1, self.height()), self._theme.color("input_border"))
