"""What a card says of values that do not agree: people's conflicts, a unit's and the team's figures."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from inspector_app.domain.form.definition import Question
from inspector_app.gui import fonts, paint
from inspector_app.gui.inspection import inking
from inspector_app.gui.inspection.cards import Line
from inspector_app.gui.inspection.items import Tone, differs
from inspector_app.gui.inspection.wording import conflict_text, side_name, value_text
from inspector_app.gui.theme import Theme
from inspector_app.host.i18n import _
from inspector_app.services.sides import registers_of
from inspector_app.services.views import QuestionView


def conflict_lines(view: QuestionView, whole: Question, language: str) -> list[Line]:
    """A line for each side in conflict, with who wrote what.

    Args:
        whole: the question with all choices that there could be.
    """
    lines = []
    for kept, register in registers_of(view).items():
        if register.is_conflict:
            what = conflict_text(kept, whole, register.heads, language)
            text = _("Xung đột ({side}): {what}").format(side=side_name(kept), what=what)
            lines.append(Line(Tone.WARN, "conflict", text))
    return lines


def difference_lines(view: QuestionView, whole: Question, language: str) -> list[Line]:
    """The unit's answer against the team's; none while either is in conflict."""
    if not differs(view):
        return []
    text = _("Lệch: đơn vị báo cáo «{reported}», đoàn xác minh «{verified}»").format(
        reported=value_text(whole, view.reported.value, language),
        verified=value_text(whole, view.verified.value, language),
    )
    return [Line(Tone.WARN, "conflict", text)]


def draw_chip(
    painter: QPainter, theme: Theme, x: float, middle: float, room: float, text: str
) -> None:
    """A warning in a pill that begins at ``x``; cut where ``room`` (pixels) is too narrow."""
    font, tall = theme.font(12.5, fonts.SEMIBOLD), theme.px(24)
    text = paint.shortened(text, theme.metrics(12.5, fonts.SEMIBOLD), room - 20)
    wide = inking.width_of(theme, text, 12.5, fonts.SEMIBOLD) + 20
    pill = QRectF(x, middle - tall / 2, wide, tall)
    paint.box(painter, pill, tall / 2, theme.color("warn_soft"))
    paint.text(painter, pill, text, font, theme.color("warn"), paint.CENTER)
