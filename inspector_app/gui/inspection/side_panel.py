"""The right side: the selected question with its basis, evidence, note, findings and history."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Finding, Side
from inspector_app.gui import fonts
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.editors import AnswerText
from inspector_app.gui.inspection.evidence_box import EvidenceBox
from inspector_app.gui.inspection.figure_box import FigureBox
from inspector_app.gui.inspection.follow_up_box import FollowUpBox
from inspector_app.gui.inspection.items import Item, code_of, label_of, name_of
from inspector_app.gui.inspection.slots import AnswerSlot, answer_slot
from inspector_app.gui.inspection.wording import side_name, value_text
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.frames import Label, Surface
from inspector_app.gui.widgets.scroll import scroller
from inspector_app.host.i18n import _
from inspector_app.host.wording import moment
from inspector_app.services.history import ChangeView
from inspector_app.services.views import QuestionView

WIDTH: Final = 296
_HISTORY: Final = 6


class SidePanel(Surface):
    """What belongs to the selected item.

    Signals:
        finding_wanted(str): a new finding for a question (F4).
        finding_opened(Finding): edit this finding.
        files_wanted: choose files as evidence (F6).
        history_wanted: the whole history of the item (Ctrl+H).
    """

    finding_wanted = Signal(str)
    finding_opened = Signal(object)
    files_wanted = Signal()
    history_wanted = Signal()

    def __init__(self, desk: Desk, theme: Theme, language: str, parent: QWidget) -> None:
        super().__init__(theme, "surface", edge="left", parent=parent)
        self._desk, self._theme, self._language = desk, theme, language
        self._item: Item | None = None
        self._slot: AnswerSlot | None = None
        self._links: list[QWidget] = []
        self._head = Label(theme, "", 15, fonts.SEMIBOLD, wrap=True)
        self._basis = Label(theme, "", 12.5, ink="muted", wrap=True)
        self._hint = Label(theme, "", 12.5, ink="muted", wrap=True)
        self._wanted = Label(theme, "", 12.5, ink="text", wrap=True)
        self._count = Label(theme, "", 13, fonts.MEDIUM)
        self.evidence = EvidenceBox(desk, theme)
        self.evidence.zone.clicked.connect(self.files_wanted)
        notice = _("Không nhập, không chụp, không đính kèm tài liệu bí mật nhà nước.")
        self._notice = Label(theme, notice, 12, fonts.MEDIUM, "warn", wrap=True)
        self.figures = FigureBox(desk, theme, language)
        self.note = AnswerText(theme, side_name(Side.NOTE), lines=(3, 9))
        self.note.setPlaceholderText(_("Ghi chú nội bộ, không in vào biên bản"))
        self.note.edited.connect(self._on_note)
        self.note.left.connect(self._on_note_left)
        self.note.composing.connect(desk.set_composing)
        self.box = FollowUpBox(desk, theme, WIDTH - 30)
        self._findings = QVBoxLayout()
        self._findings.setSpacing(4)
        self._history = Label(theme, "", 12, ink="muted", wrap=True)
        self._history_head = Label(theme, _("Lịch sử"), 13, fonts.MEDIUM)
        self.all_history = Button(theme, _("Xem nhật ký"), ButtonKind.GHOST, icon="clock")
        self.all_history.setToolTip(_("Ctrl+H"))
        self.all_history.clicked.connect(self.history_wanted)
        self.add = Button(theme, _("Ghi nhận tồn tại"), icon="plus")
        self.add.setToolTip(_("F4"))
        self.add.clicked.connect(self._on_add)
        self._build()

    def _build(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(16, 14, 14, 12)
        column.setSpacing(6)
        for label in (self._head, self._basis, self._hint):
            column.addWidget(label)
        column.addSpacing(4)
        column.addWidget(self.figures)
        column.addWidget(self.box)
        for widget in (self._count, self._wanted, self.evidence, self._notice):
            column.addWidget(widget)
        column.addSpacing(6)
        column.addWidget(Label(self._theme, side_name(Side.NOTE), 13, fonts.MEDIUM))
        column.addWidget(self.note)
        column.addLayout(self._findings)
        column.addSpacing(4)
        column.addWidget(self._history_head)
        column.addWidget(self._history)
        column.addWidget(self.all_history, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        area = scroller(self._theme, body, _("Chi tiết câu hỏi"))
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 14, 12)
        foot.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        box = QVBoxLayout(self)
        box.setContentsMargins(1, 0, 0, 0)
        box.setSpacing(0)
        box.addWidget(area, 1)
        box.addLayout(foot)

    # --- showing

    def show_item(self, item: Item) -> None:
        """Show an item; typed text of the former one was committed by leaving it."""
        is_other = self._item is None or name_of(self._item) != name_of(item)
        self._item = item
        node = item.node if isinstance(item, QuestionView) else None
        self._slot = answer_slot(node, Side.NOTE) if node is not None else None
        self._show_texts(item)
        self.figures.show_item(item)
        view = self._desk.view
        name = name_of(item)
        mine = tuple(one for one in view.evidence if one.question == name)
        self._count.setText(_("Minh chứng · {count} tệp").format(count=len(mine)))
        self.evidence.show_question(name, mine)
        self._show_note(item, is_other)
        self._show_findings([one for one in view.findings if one.question == name])
        self.box.show_item(item)
        if isinstance(item, QuestionView):
            self._ask_history(item)
        else:
            self._show_history("", [])

    def _show_texts(self, item: Item) -> None:
        insp = (item.question if isinstance(item, QuestionView) else item.repeat).insp
        code = code_of(item)
        title = _("Câu {code}").format(code=code) if code else label_of(item, self._language)
        self._head.setText(title)
        basis = insp.get("legal-basis", "")
        verified = insp.get("legal-verified", "") == "yes"
        text = basis if verified else _("{basis} (chưa đối chiếu văn bản)").format(basis=basis)
        _set(self._basis, text if basis else "")
        hint = item.question.hint.in_(self._language) if isinstance(item, QuestionView) else ""
        _set(self._hint, hint)
        key = "evidence-en" if self._language == "en" and "evidence-en" in insp else "evidence"
        wanted = insp.get(key, "")
        _set(self._wanted, _("Cần có: {what}").format(what=wanted) if wanted else "")

    def _show_note(self, item: Item, is_other: bool) -> None:
        self.note.setEnabled(isinstance(item, QuestionView))
        if self._slot is None or not isinstance(item, QuestionView):
            self.note.show_value("")
            return
        typed = self._desk.typed(self._slot)
        if typed is not None:
            if is_other:
                self.note.show_value(typed)
        elif is_other or not self.note.hasFocus():
            self.note.show_value(str(item.note.value or ""))

    def _show_findings(self, findings: list[Finding]) -> None:
        for link in self._links:
            self._findings.removeWidget(link)
            link.hide()
            link.deleteLater()
        self._links = []
        for finding in findings:
            text = " ".join(finding.text.split()) or _("(chưa ghi nội dung)")
            short = text if len(text) <= 34 else text[:33] + "…"
            link = Button(self._theme, short, ButtonKind.GHOST, icon="flag")
            link.setAccessibleName(_("Tồn tại: {text}").format(text=text))
            link.setToolTip(text)
            link.setMaximumWidth(WIDTH - 30)
            link.clicked.connect(partial(self.finding_opened.emit, finding))
            self._findings.addWidget(link)
            self._links.append(link)

    def _ask_history(self, item: QuestionView) -> None:
        question, row = item.node
        history = self._desk.services.inspections.history
        ent = None if row is None else EntityId(row)
        call = partial(history, self._desk.id, question, Side.VERIFIED, ent)
        self._desk.tasks.run(call, partial(self._show_history, question), _ignore)

    def _show_history(self, question: str, changes: object) -> None:
        item = self._item
        listed = [one for one in changes if isinstance(one, ChangeView)] if changes else []  # type: ignore[attr-defined]
        if question and (item is None or name_of(item) != question):
            return
        lines = []
        for change in reversed(listed[-_HISTORY:]):
            assert isinstance(item, QuestionView)
            whole = self._desk.view.form.questions.get(item.question.name, item.question)
            what = value_text(whole, change.value, self._language)
            lines.append(f"{moment(change.wall)} · {change.author}: {what}")
        self._history_head.setVisible(bool(lines))
        _set(self._history, "\n".join(lines))

    # --- what a person does

    def _on_note(self, text: str) -> None:
        if self._slot is not None:
            self._desk.type_text(self._slot, text)

    def _on_note_left(self) -> None:
        if self._slot is not None:
            self._desk.leave(self._slot)

    def _on_add(self) -> None:
        self.finding_wanted.emit(name_of(self._item) if self._item is not None else "")


def _set(label: Label, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))


def _ignore(_error: object) -> None:
    """A history that cannot be read is simply not shown."""
