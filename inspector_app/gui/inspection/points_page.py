"""The points of an inspection side by side: self-assessed, by the rule, the team's own, and why."""

from __future__ import annotations

from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.errors import InputValueError, InspectorError
from inspector_app.domain.form.definition import Question
from inspector_app.domain.scoring.arithmetic import number_of, shown
from inspector_app.domain.scoring.points import PointState
from inspector_app.domain.scoring.sums import Sum
from inspector_app.domain.scoring.typed_points import typed_number
from inspector_app.gui import fonts, score_words
from inspector_app.gui.inspection.bars import Elided
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.points_model import Filter, PointsModel
from inspector_app.gui.inspection.points_table import PointsTable
from inspector_app.gui.inspection.points_texts import Column
from inspector_app.gui.inspection.scores import Scores
from inspector_app.gui.inspection.slots import ScoreSlot, score_slot
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.frames import Card, Label
from inspector_app.gui.widgets.indicators import Chip, Pill, Tone
from inspector_app.host.i18n import _, language
from inspector_app.host.wording import moment, number
from inspector_app.services.history import ChangeView
from inspector_app.services.score_views import CriterionScore, ScoreField

_HISTORY: Final = 2  # lines of each of the three registers in the tool tip
_BETWEEN: Final = "   |   "
_TONES: Final = {
    Filter.ALL: Tone.ACCENT,
    Filter.MISSING: Tone.BAD,
    Filter.DIFFERENT: Tone.WARN,
    Filter.PENDING: Tone.WARN,
    Filter.NOT_APPLICABLE: Tone.NEUTRAL,
}


class Total(QWidget):
    """What one side adds up to: index, points, band."""

    def __init__(self, theme: Theme, caption: str) -> None:
        super().__init__()
        self._caption = caption
        self._index = Label(theme, "", 18, fonts.SEMIBOLD)
        self._points = Label(theme, "", 13, ink="muted")
        self._band = Pill(theme)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(10)
        line.addWidget(Label(theme, caption, 13, fonts.MEDIUM, "muted"))
        for widget in (self._index, self._points, self._band):
            line.addWidget(widget)

    def show_sum(self, total: Sum, band: str, tone: Tone) -> None:
        """Show a sum; without an index what is still missing."""
        self._index.setText(score_words.index_text(total))
        points = _("{points} đ").format(points=score_words.sum_text(total))
        self._points.setText(points)
        if total.is_final:
            self._band.show_text(_(band), tone)
        else:
            text = _("còn {count} tiêu chí").format(count=total.pending_count)
            self._band.show_text(text, Tone.NEUTRAL)
        self._band.setVisible(bool(band) or not total.is_final)
        spoken = (self._caption, self._index.text(), points, self._band.text())
        self.setAccessibleName(" ".join(part for part in spoken if part))


class PointsPage(QWidget):
    """Signals: ``question_wanted`` (section, question): show the card of a criterion."""

    question_wanted = Signal(str, str)

    def __init__(self, desk: Desk, scores: Scores, theme: Theme) -> None:
        super().__init__()
        self._desk, self._scores, self._theme = desk, scores, theme
        self.model = PointsModel(desk, self)
        self.table = PointsTable(desk, theme, self.model, self._question)
        self.table.row_chosen.connect(self._on_row)
        self.table.opened.connect(self._on_opened)
        self.sides = {
            ScoreField.SELF: Total(theme, _("Tự đánh giá")),
            ScoreField.APPRAISED: Total(theme, _("Thẩm định")),
        }
        self.chips: dict[Filter, Chip] = {}
        self.title = Label(theme, "", 13.5, fonts.MEDIUM, wrap=True)
        self.detail = Label(theme, "", 12.5, ink="muted", wrap=True)
        self.history = Elided(theme, 12, fonts.REGULAR, "muted")
        self._build()
        self._lines: list[str] = []
        scores.changed.connect(self._on_scores)
        desk.slot_changed.connect(self._on_slot)
        desk.written.connect(self._on_written)

    def _build(self) -> None:
        box = QVBoxLayout(self)
        box.setContentsMargins(20, 0, 16, 14)
        box.setSpacing(10)
        totals = QHBoxLayout()
        totals.setSpacing(28)
        for side in self.sides.values():
            totals.addWidget(side)
        totals.addStretch(1)
        box.addLayout(totals)
        chips = QHBoxLayout()
        chips.setSpacing(8)
        for chosen in Filter:
            chip = Chip(self._theme, filter_name(chosen), 0, _TONES[chosen])
            chip.setAutoExclusive(True)
            chip.setChecked(chosen is Filter.ALL)
            chip.clicked.connect(partial(self.set_filter, chosen))
            self.chips[chosen] = chip
            chips.addWidget(chip)
        chips.addStretch(1)
        box.addLayout(chips)
        card = Card(self._theme)
        inner = QVBoxLayout(card)
        inner.setContentsMargins(1, 5, 1, 8)
        inner.setSpacing(6)
        inner.addWidget(self.table, 1)
        texts = QVBoxLayout()
        texts.setContentsMargins(18, 0, 14, 0)
        texts.setSpacing(2)
        for label in (self.title, self.detail, self.history):
            texts.addWidget(label)
        inner.addLayout(texts)
        box.addWidget(card, 1)

    # --- showing

    def take_focus(self) -> None:
        """The table, at its first criterion."""
        if not self.table.currentIndex().isValid() and self.model.rowCount() > 1:
            self.table.choose(1)
        self.table.setFocus()

    def set_filter(self, chosen: Filter) -> None:
        """List only some criteria."""
        self.model.set_filter(chosen)
        self.chips[chosen].setChecked(True)
        if self.model.rowCount() > 1:
            self.table.choose(1)
        self._on_row(self.table.currentIndex().row())

    def _question(self, name: str) -> Question | None:
        return self._desk.view.form.questions.get(name) if self._desk.is_open else None

    def _on_scores(self) -> None:
        scores = self._scores.now
        self.model.show(scores)
        if scores is None:
            return
        bands = scores.settings.bands
        for field, total, band in (
            (ScoreField.SELF, scores.self_assessed, scores.self_band),
            (ScoreField.APPRAISED, scores.appraised, scores.band),
        ):
            self.sides[field].show_sum(total, band, score_words.band_tone(band, bands))
        for chosen, count in self.model.counts().items():
            self.chips[chosen].set_count(count)
        self._on_row(self.table.currentIndex().row())

    def _on_row(self, row: int) -> None:
        """Show under the table what the cells are too small for."""
        is_there = 0 <= row < self.model.rowCount()
        score = self.model.row(row) if is_there else None
        if not isinstance(score, CriterionScore):
            self.title.setText("")
            hint = _("Enter: sửa · Del: xóa · Tab: ô kế tiếp · Ctrl+Enter: mở câu hỏi")
            _set(self.detail, hint if self.model.rowCount() else _("Không có tiêu chí nào."))
            self.history.set_text("")
            return
        code, label = score.criterion.clause, score.criterion.label.in_(language())
        self.title.setText(f"{code} {label}".strip())
        refusal = self.model.refusal(self.table.currentIndex())
        refusal = refusal or self.model.refusal(self.model.index(row, Column.OWN))
        self.detail.set_ink("bad" if refusal else "muted")
        _set(self.detail, refusal or self._about(score))
        self._ask_history(score)

    def _about(self, score: CriterionScore) -> str:
        rule = score_words.rule_text(score.criterion, self._question(score.criterion.name))
        parts = [_("Quy tắc: {rule}").format(rule=rule)]
        value = score.by_rule.value
        if value is not None:
            measure = score.criterion.measure
            text = f"{number(shown(value))} {measure}".rstrip()
            points = score_words.points_text(score.by_rule)
            parts.append(_("giá trị {value} được {points} đ").format(value=text, points=points))
        state = score_words.state_text(score.by_rule)
        parts += [state] if state else []
        parts += [score.reason_text] if score.reason_text else []
        return " · ".join(parts)

    def _ask_history(self, score: CriterionScore) -> None:
        name = score.criterion.name
        touched = [
            (field, register)
            for field, register in (
                (ScoreField.SELF, score.claimed.register),
                (ScoreField.APPRAISED, score.own.register),
                (ScoreField.REASON, score.reason),
            )
            if register.heads
        ]
        self._lines = []
        self.history.set_text("")
        for field, _register in touched:
            call = partial(self._desk.services.scores.history, self._desk.id, name, field)
            self._desk.tasks.run(call, partial(self._add_history, name, field), _ignore)

    def _add_history(self, name: str, field: ScoreField, changes: object) -> None:
        row = self.table.currentIndex().row()
        if not 0 <= row < self.model.rowCount() or not isinstance(changes, tuple):
            return
        score = self.model.row(row)
        if not isinstance(score, CriterionScore) or score.criterion.name != name:
            return
        self._lines += [_history_line(field, one) for one in reversed(changes[-_HISTORY:])]
        self.history.set_text(_BETWEEN.join(self._lines))
        self.history.setToolTip("\n".join(self._lines))

    # --- what a person does

    def _on_opened(self, row: int) -> None:
        score = self.model.row(row)
        if isinstance(score, CriterionScore):
            self.question_wanted.emit(score.criterion.section, score.criterion.name)

    def _on_slot(self, slot: object) -> None:
        if not isinstance(slot, ScoreSlot):
            return
        self.model.touch()
        self._on_row(self.table.currentIndex().row())
        error = self._desk.refusal(slot)
        if error is not None and self._lacks_reason(slot, error):
            self.table.choose(self.model.number_of(slot.criterion), Column.REASON)
            self.table.edit(self.table.currentIndex())

    def _lacks_reason(self, slot: ScoreSlot, error: InspectorError) -> bool:
        """Whether points were refused for nothing but a reason, which can be asked for now."""
        score = self._scores.score(slot.criterion)
        is_here = self.model.number_of(slot.criterion) >= 0
        is_free = is_here and self.isVisible() and not self.table.is_editing
        if score is None or slot.field is not ScoreField.APPRAISED or not is_free:
            return False
        return isinstance(error, InputValueError) and _is_number(self._desk.typed(slot), score)

    def _on_written(self, slot: object, _outcome: object) -> None:
        """A reason came: the points that waited for it are written, too."""
        if isinstance(slot, ScoreSlot) and slot.field is ScoreField.REASON:
            waiting = score_slot(slot.criterion, ScoreField.APPRAISED)
            text = self._desk.typed(waiting)
            if text is not None and self._desk.refusal(waiting) is not None:
                self._desk.write_now(waiting, text)


def filter_name(chosen: Filter) -> str:
    """The text of a chip."""
    return {
        Filter.ALL: _("Tất cả"),
        Filter.MISSING: _("Thiếu lý do"),
        Filter.DIFFERENT: _("Lệch điểm"),
        Filter.PENDING: _("Chưa có điểm"),
        Filter.NOT_APPLICABLE: _("Không áp dụng"),
    }[chosen]


def _is_number(text: str | None, score: CriterionScore) -> bool:
    """Whether a text is points that the criterion can have."""
    if score.by_rule.state is PointState.NOT_APPLICABLE:
        return False
    try:
        return typed_number(text or "", score.criterion.maximum, "") is not None
    except InputValueError:
        return False


def _history_line(field: ScoreField, change: ChangeView) -> str:
    names = {
        ScoreField.SELF: _("Tự đánh giá"),
        ScoreField.APPRAISED: _("Đoàn chấm"),
        ScoreField.REASON: _("Lý do"),
    }
    value = change.value
    what = _("xóa") if value in (None, "") else str(value)
    if field is not ScoreField.REASON and value not in (None, ""):
        found = number_of(value)
        what = what if found is None else number(found)
    return f"{moment(change.wall)} · {change.author} · {names[field]}: {what}"


def _set(label: Label, text: str) -> None:
    label.setText(text)
    label.setVisible(bool(text))


def _ignore(_error: object) -> None:
    """A history that cannot be read is simply not shown."""
