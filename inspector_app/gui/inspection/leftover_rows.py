"""Answers without a place in the present form: what was asked, what was answered, by whom."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from inspector_app.domain.form.answers import display_value
from inspector_app.domain.form.definition import Question
from inspector_app.domain.log.change import Value
from inspector_app.domain.trip.values import Side
from inspector_app.gui import fonts
from inspector_app.gui.inspection.wording import side_name
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.frames import Card, Label, Line
from inspector_app.gui.widgets.layouts import clear, column
from inspector_app.host.i18n import _, language
from inspector_app.host.wording import moment, source_text
from inspector_app.services.placing import as_answer
from inspector_app.services.sides import registers_of
from inspector_app.services.views import LeftoverView


class LeftoverCard(Card):
    """A card that is only there while the inspection has such answers."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent=parent)
        self._shown: tuple[LeftoverView, ...] = ()
        self.lines: tuple[str, ...] = ()
        self._list = column(spacing=8)
        column(
            Label(
                theme,
                _("Trả lời không còn chỗ trong phiếu hiện hành"),
                14.5,
                fonts.SEMIBOLD,
                wrap=True,
            ),
            Label(
                theme,
                _("Đã ghi theo phiếu trước khi đổi; được giữ nguyên và in kèm biên bản."),
                12.5,
                ink="muted",
                wrap=True,
            ),
            self._list,
            spacing=6,
            margins=(18, 14, 18, 16),
            on=self,
        )
        self.hide()

    def show_leftovers(self, found: tuple[LeftoverView, ...]) -> None:
        """Show them; the card hides without any."""
        self.setVisible(bool(found))
        if found == self._shown:
            return
        self._shown = found
        clear(self._list)
        self.lines = tuple(_answers(one) for one in found)
        for one, line in zip(found, self.lines, strict=True):
            self._list.addWidget(Line(self._theme))
            self._list.addWidget(Label(self._theme, _asked(one), 13.5, fonts.MEDIUM, wrap=True))
            self._list.addWidget(Label(self._theme, line, 13.5, wrap=True, selectable=True))
            about = " · ".join(filter(None, (one.section.in_(language()), _who(one))))
            self._list.addWidget(Label(self._theme, about, 12.5, ink="muted", wrap=True))


def _asked(one: LeftoverView) -> str:
    if one.question is None:
        return one.name
    label = one.question.label.in_(language()) or one.name
    label = f"{one.question.clause}. {label}" if one.question.clause else label
    table = one.table.in_(language())
    return f"{table}: {label}" if table else label


def _answers(one: LeftoverView) -> str:
    parts = []
    for title, side, register, question in (
        (_("Đoàn xác minh"), Side.VERIFIED, one.verified, one.question),
        (_("Đơn vị báo cáo"), Side.REPORTED, one.reported, one.question),
        (_("Ghi chú"), Side.NOTE, one.note, None),
        (side_name(Side.SOURCE), Side.SOURCE, one.source, None),
        (side_name(Side.PERIOD), Side.PERIOD, one.period, None),
    ):
        text = _shown(question, register.value)
        text = source_text(text) if side is Side.SOURCE else text
        if text:
            parts.append(f"{title}: {text}")
        if side in one.drafts:
            begun = _("đang gõ dở: {text}").format(text=one.drafts[side])
            parts.append(f"{title}: {begun}")
    return "\n".join(parts)


def _shown(question: Question | None, value: Value) -> str:
    answer = as_answer(value)
    if answer is None or answer == "":
        return ""
    if question is None:
        return "; ".join(answer) if isinstance(answer, list) else str(answer)
    return display_value(question, answer, language())


def _who(one: LeftoverView) -> str:
    heads = [head for side in registers_of(one).values() for head in side.heads]
    newest = max(heads, key=lambda head: head.wall, default=None)
    return f"{newest.author}, {moment(newest.wall)}" if newest else ""
