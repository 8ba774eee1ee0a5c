"""The comparison of two forms: their questions, and the answers that were recorded."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QStackedWidget, QWidget

from inspector_app.domain.form.versions.migration import Fate, MigrationPlan, QuestionPlan
from inspector_app.gui.models import migrations as rows_of
from inspector_app.gui.models.cells import ROW_HEIGHT, Cell, CellDelegate, CellModel
from inspector_app.gui.pages.migration_parts import JoinStrip
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.checks import DropDown
from inspector_app.gui.widgets.frames import Card, EmptyState
from inspector_app.gui.widgets.indicators import Chip, Tone
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.gui.widgets.tables import Table
from inspector_app.host.i18n import _
from inspector_app.host.wording import number
from inspector_app.services.migration_views import AnswerState, MigrationPreview

_QUESTIONS, _ANSWERS = range(2)
PILL_WIDTH = 190


class CellTable(Table):
    """A table of plain cells."""

    def __init__(
        self, theme: Theme, name: str, headings: tuple[str, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, name, ROW_HEIGHT, parent)
        self.cells = CellModel(headings, self)
        self.setModel(self.cells)
        self.setItemDelegate(CellDelegate(theme, self))


class Comparison(QWidget):
    """Two listings with filters, and the strip that joins an old question with a new one.

    Signals:
        joined(str, object): as ``JoinStrip``.
    """

    joined = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._preview: MigrationPreview | None = None
        self._ticked: MigrationPreview | None = None
        self._shown: list[tuple[QuestionPlan, MigrationPlan]] = []
        self.questions = CellTable(theme, _("Các câu hỏi"), rows_of.question_headings())
        self.answers = CellTable(theme, _("Trả lời"), rows_of.answer_headings())
        self.questions.selectionModel().currentRowChanged.connect(self._on_question)
        self.join = JoinStrip(theme)
        self.join.joined.connect(self.joined)
        self.chips = {
            _QUESTIONS: Chip(theme, _("Các câu hỏi"), 0, Tone.NEUTRAL),
            _ANSWERS: Chip(theme, _("Trả lời"), 0, Tone.NEUTRAL),
        }
        self._group = QButtonGroup(self)
        for place, chip in self.chips.items():
            self._group.addButton(chip, place)
        self.chips[_QUESTIONS].setChecked(True)
        self._group.idClicked.connect(self._on_view)
        self.filter = DropDown(theme, _("Lọc theo thay đổi"))
        self.filter.activated.connect(self._on_filter)
        self._stack = QStackedWidget()
        self._hint = EmptyState(
            theme,
            "file",
            _("Chọn phiếu mới để xem trước"),
            _("Chưa có gì thay đổi cho đến khi áp dụng; không trả lời nào bị mất."),
        )
        self._none = EmptyState(
            theme,
            "check",
            _("Không có gì thay đổi ở đây"),
            _("Chọn «Mọi dòng» để xem cả những gì giữ nguyên."),
        )
        self._done = EmptyState(
            theme,
            "check",
            _("Mọi cuộc kiểm tra đã dùng phiếu này"),
            _("Chọn phiếu khác, hoặc hoàn tác lần đổi cuối."),
        )
        for widget in (self._hint, self._none, self._done, self.questions, self.answers):
            self._stack.addWidget(widget)
        frame = Card(theme)
        column(self._stack, margins=(1, 5, 1, 6), on=frame)
        column(
            row(*self.chips.values(), None, self.filter, spacing=8),
            frame,
            self.join,
            spacing=12,
            on=self,
        )
        theme.watch(self._set_widths)

    def show_preview(
        self, preview: MigrationPreview | None, ticked: MigrationPreview | None
    ) -> None:
        """Show a comparison; answers are those of the ticked inspections."""
        self._preview, self._ticked = preview, ticked
        self._fill_filter()
        self._show_rows()

    def show_answers(self) -> None:
        """Go to the answers."""
        self.chips[_ANSWERS].click()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_widths()

    def _set_widths(self) -> None:
        theme = self._theme
        room = max(self.width() - theme.px(PILL_WIDTH) - 8, 0)
        half = max(round(room / 2 / max(theme.px(100), 1) * 100), 120)
        self.questions.set_widths((half, PILL_WIDTH, half), stretch=0)
        third = max(round(room / 3 / max(theme.px(100), 1) * 100), 110)
        self.answers.set_widths((third, third, PILL_WIDTH, third), stretch=0)

    def _is_questions(self) -> bool:
        return self._group.checkedId() == _QUESTIONS

    def _fill_filter(self) -> None:
        chosen = self.filter.currentData()
        self.filter.clear()
        self.filter.addItem(_("Chỉ thay đổi"), "")
        self.filter.addItem(_("Mọi dòng"), "all")
        if self._preview is not None and self._ticked is not None:
            if self._is_questions():
                found = rows_of.fates_of(self._preview.plans)
                items = [(rows_of.fate_text(one), str(one), count) for one, count in found.items()]
            else:
                counts = self._ticked.counts()
                items = [
                    (rows_of.state_text(one), str(one), count) for one, count in counts.items()
                ]
            for text, value, count in items:
                self.filter.addItem(f"{text} ({number(count)})", value)
        self.filter.setCurrentIndex(max(self.filter.findData(chosen), 0))
        self.filter.updateGeometry()

    def _show_rows(self) -> None:
        wanted = self.filter.currentData() or ""
        plans = self._preview.plans if self._preview else ()
        concerned = self._ticked.concerned if self._ticked else ()
        self._shown = [
            (one, plan)
            for plan in plans
            for one in plan.questions
            if _is_wanted(wanted, str(one.fate), is_change=one.fate is not Fate.CARRIED)
        ]
        questions = [rows_of.question_row(one, plan) for one, plan in self._shown]
        answers: list[tuple[Cell, ...]] = [
            rows_of.answer_row(answer, one.inspection.unit.name)
            for one in concerned
            for answer in one.answers
            if _is_wanted(wanted, str(answer.state), is_change=answer.state is not AnswerState.KEPT)
        ]
        self.questions.cells.show_rows(questions)
        self.answers.cells.show_rows(answers)
        self.chips[_QUESTIONS].set_count(sum(len(plan.questions) for plan in plans))
        self.chips[_ANSWERS].set_count(sum(len(one.answers) for one in concerned))
        rows = questions if self._is_questions() else answers
        if self._preview is None:
            self._stack.setCurrentWidget(self._hint)
        elif not plans:
            self._stack.setCurrentWidget(self._done)
        elif not rows:
            self._stack.setCurrentWidget(self._none)
        else:
            self._stack.setCurrentWidget(self.questions if self._is_questions() else self.answers)
        self._show_join()

    def _show_join(self) -> None:
        current = self.questions.currentIndex().row()
        if self._is_questions() and 0 <= current < len(self._shown):
            self.join.show_question(*self._shown[current])
            # the strip takes room from the table: keep the row in sight that it speaks of
            QTimer.singleShot(0, self._scroll_to_current)
        else:
            self.join.show_question(None, None)

    def _scroll_to_current(self) -> None:
        self.questions.scrollTo(self.questions.currentIndex())

    def _on_view(self, _place: int) -> None:
        self._fill_filter()
        self._show_rows()

    def _on_filter(self, _place: int) -> None:
        self._show_rows()

    def _on_question(self, _current: QModelIndex, _previous: QModelIndex) -> None:
        self._show_join()


def _is_wanted(wanted: str, value: str, *, is_change: bool) -> bool:
    return wanted in ("all", value) or (not wanted and is_change)
