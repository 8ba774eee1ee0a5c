"""The card of one question: the verified answer, the reported one beside it, what is wrong."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from inspector_app.domain.form.definition import Question
from inspector_app.domain.form.instance.engine import ViolationKind
from inspector_app.domain.trip.values import Finding, Side
from inspector_app.gui import fonts, icons, paint
from inspector_app.gui.inspection import inking
from inspector_app.gui.inspection.cards import ItemCard, Line, Mark
from inspector_app.gui.inspection.cascades import nothing_offered
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.doubts import conflict_lines, difference_lines, draw_chip
from inspector_app.gui.inspection.figures import figures, rounded
from inspector_app.gui.inspection.form_pictures import form_picture
from inspector_app.gui.inspection.items import (
    Item,
    Tone,
    differs,
    errors,
    has_conflict,
    label_of,
    tone_of,
)
from inspector_app.gui.inspection.looks import Look, media_name
from inspector_app.gui.inspection.rate_lines import RateLines, rate_lines
from inspector_app.gui.inspection.sides import NUMBERS, SideField
from inspector_app.gui.inspection.uploads import UploadBox
from inspector_app.gui.inspection.wording import (
    difference,
    disputed_text,
    refusal_text,
    side_name,
    violation_text,
)
from inspector_app.gui.theme import Theme
from inspector_app.host.i18n import _
from inspector_app.services.views import QuestionView

_CAPTION = 20


class QuestionCard(ItemCard):
    """One answerable or computed question.

    Signals:
        answered(str): a digit key answered the verified side; the next question is wanted.
    """

    answered = Signal(str)

    def __init__(
        self, desk: Desk, theme: Theme, view: QuestionView, language: str, parent: QWidget
    ) -> None:
        super().__init__(theme, view, language, parent)
        self.view = view
        self._desk = desk
        self._findings: tuple[Finding, ...] = ()
        self._captions: list[tuple[QRectF, str]] = []
        self._value_area = QRectF()
        self._figures = ""
        self.disputed = ""
        """The values of an open conflict of the verified side, on a chip under its editor."""
        self._chip = QRectF()
        self._rate: RateLines | None = None
        self.sides: list[SideField] = []
        if view.question.insp.get("legal-verified", "") == "yes":
            self.basis = view.question.insp.get("legal-basis", "")
        if view.question.is_answerable:
            order = (Side.REPORTED, Side.VERIFIED)
            wanted = order if view.reported_state is not None else order[1:]
            for side in wanted:
                self.sides.append(self._make_side(view, side))
        self.apply(view)

    def _look(self) -> Look | None:
        """How a select shows its choices; by its appearance when None."""
        return None

    def _make_side(self, view: QuestionView, side: Side) -> SideField:
        look = self._look()
        field = SideField(self._desk, self.theme, view, side, self.language, self, look)
        field.advance = lambda: self.answered.emit(self.name)
        field.grown = self.touch
        field.widget.focused.connect(self.pick)
        field.widget.moved.connect(self._on_moved)
        return field

    # --- showing

    def apply(self, item: Item) -> None:
        """Show the question as it is now."""
        assert isinstance(item, QuestionView)
        self.view = item
        label = label_of(item, self.language)
        self.title = f"{label} *" if item.state.is_required else label
        self._show_extras(item.question)
        if self._desk.is_open:
            view = self._desk.view
            self._findings = tuple(one for one in view.findings if one.question == self.name)
            self._rate = rate_lines(item, view, self._desk.rates, self.language)
            if self._rate is not None:
                self._figures = self._rate.below
            elif item.question.calculate:
                pairs = figures(item, view, Side.VERIFIED, self.language)
                self._figures = " · ".join(f"{label}: {value}" for label, value in pairs)
        for side in self.sides:
            side.show(item)
        self.marks = (
            Mark("note", 0 if item.note.value in (None, "") else 1),
            Mark("clip", item.evidence),
        )
        self.disputed = disputed_text(self._whole, item.verified, self.language)
        self.lines = self._make_lines()
        self._set_tones()
        self.touch()

    def _show_extras(self, question: Question) -> None:
        self.show_guidance(question.guidance.in_(self.language))
        image = media_name(question.media.get("image"), self.language)
        self.picture = form_picture(self._desk.view.form, image) if image else None

    def _set_tones(self) -> None:
        view = self.view
        value = view.verified.value
        refused = any(self._desk.refusal(side.slot) is not None for side in self.sides)
        self.edge = "border"
        if errors(view) or refused:
            self.badge_tone, self.edge = Tone.BAD, "bad"
        elif has_conflict(view):
            self.badge_tone, self.edge = Tone.WARN, "warn"
        elif view.question.calculate:
            self.badge_tone = Tone.NEUTRAL if view.state.value is not None else None
        elif value in (None, "", []):
            self.badge_tone = None
        else:
            tone = tone_of(view.question, value)
            self.badge_tone = Tone.GOOD if tone is Tone.NEUTRAL else tone

    def _make_lines(self) -> tuple[Line, ...]:
        view, language = self.view, self.language
        lines: list[Line] = []
        if view.state.is_readonly and self.sides:
            lines.append(Line(Tone.NEUTRAL, "lock", _("Chỉ đọc theo điều kiện của phiếu.")))
        why = nothing_offered(view, self._desk.view, language) if self.sides else ""
        if why:
            lines.append(Line(Tone.NEUTRAL, "info", why))
        for kind in ("audio", "video"):
            name = media_name(view.question.media.get(kind), language)
            if name:
                text = _("Câu hỏi có tệp nghe nhìn kèm theo phiếu: {name}").format(name=name)
                lines.append(Line(Tone.NEUTRAL, "file", text))
        for side in self.sides:
            error = self._desk.refusal(side.slot)
            if error is not None:
                lines.append(Line(Tone.BAD, "alert", refusal_text(error)))
        for state, prefix in ((view.state, ""), (view.reported_state, _("Số đơn vị báo cáo: "))):
            for violation in state.violations if state is not None else ():
                if violation.kind is not ViolationKind.REQUIRED:
                    text = prefix + violation_text(violation, language, view.question)
                    lines.append(Line(Tone.BAD, "alert", text))
        lines += conflict_lines(view, self._whole, language)
        if not self._has_gap:
            lines += difference_lines(view, self._whole, language)
        for finding in self._findings:
            text = " ".join(finding.text.split()) or _("(chưa ghi nội dung)")
            short = text if len(text) <= 110 else text[:109] + "…"
            words = _("Tồn tại: {text} (F4 để sửa)").format(text=short)
            lines.append(Line(Tone.NEUTRAL, "chevron-right", words))
        offered = self._desk.suggested(self.name)
        if offered and not self._findings:
            words = _("Gợi ý tồn tại: {text} (Shift+F4)").format(text=offered[0].text)
            lines.append(Line(Tone.NEUTRAL, "flag", words))
        return tuple(lines)

    @property
    def _has_gap(self) -> bool:
        """Whether the difference stands beside the numbers and needs no line of its own."""
        is_number = self.view.question.type in NUMBERS
        return is_number and all(side.is_short for side in self.sides)

    @property
    def _whole(self) -> Question:
        """The question with all choices that there could be, for the words of recorded values."""
        return self._desk.view.form.questions.get(self.name, self.view.question)

    # --- layout

    def place_body(self, x: int, y: int, width: int) -> int:
        """The editors, and under them the chip of a conflict."""
        self._captions.clear()
        end = self._place_editors(x, y, width)
        if not self.disputed:
            return end
        left = min((side.widget.x() for side in self.sides[-1:]), default=x)
        self._chip = QRectF(left, end + 7, x + width - left, self.theme.px(24))
        return round(self._chip.bottom())

    def _place_editors(self, x: int, y: int, width: int) -> int:
        """Side by side where they fit, else one under the other."""
        if not self.sides:
            return self._place_value(x, y, width)
        if len(self.sides) == 1:
            return self._place_side(self.sides[0], x, y, width)
        if self._is_wide(width):
            return self._place_pair(x, y, width)
        for side in self.sides:
            y = self._caption(x, y, width, side) if not side.is_choice else y
            y = self._place_side(side, x, y, width) + self.theme.px(8)
        return y - self.theme.px(8)

    def _is_wide(self, width: int) -> bool:
        return all(side.is_short for side in self.sides) and width >= self.theme.px(420)

    def _place_pair(self, x: int, y: int, width: int) -> int:
        theme = self.theme
        wide = theme.px(190)
        end = y
        for index, side in enumerate(self.sides):
            left = x + index * (wide + theme.px(38))
            top = self._caption(left, y, wide, side)
            side.widget.setGeometry(left, top, wide, side.height_for(wide))
            end = top + side.widget.height()
        return end

    def _place_side(self, side: SideField, x: int, y: int, width: int) -> int:
        theme = self.theme
        if side.is_choice and len(self.sides) == 2:
            label = theme.px(116)
            self._captions.append((QRectF(x, y, label, theme.px(28)), side_name(side.side)))
            tall = side.height_for(width - label)
            if side.side is Side.VERIFIED:
                self._captions[-1][0].setHeight(theme.px(34))
            side.widget.setGeometry(x + label, y, width - label, tall)
            return y + tall
        if side.is_short:
            width = min(width, theme.px(230))
        tall = side.height_for(width)
        side.widget.setGeometry(x, y, width, tall)
        return y + tall

    def _caption(self, x: int, y: int, width: int, side: SideField) -> int:
        tall = self.theme.px(_CAPTION)
        self._captions.append((QRectF(x, y - 2, width, tall), side_name(side.side)))
        return y + tall

    def _place_value(self, x: int, y: int, width: int) -> int:
        theme = self.theme
        tall = theme.px(34)
        if self._figures:
            tall += inking.height_of(theme, self._figures, width, 12.5, fonts.REGULAR) + 4
        self._value_area = QRectF(x, y, width, tall)
        return y + tall

    # --- paint

    def draw_body(self, painter: QPainter) -> None:
        """Captions, the difference mark, the preview of a typed number, a computed value."""
        theme = self.theme
        for area, text in self._captions:
            strong = text == side_name(Side.VERIFIED)
            ink = theme.color("text" if strong else "muted")
            weight = fonts.MEDIUM if strong else fonts.REGULAR
            inking.draw_line(painter, theme, area, text, 12.5, ink, weight)
        if self.disputed:
            self._draw_pill(painter, self._chip.left(), self._chip.center().y(), self.disputed)
        if not self.sides:
            self._draw_value(painter)
            return
        main = self.sides[-1]
        box = QRectF(main.widget.geometry())
        right = self.width() - box.right() - 14
        if differs(self.view) and self._has_gap:
            self._draw_gap(painter, box)
        elif main.preview and right > 60:
            area = QRectF(box.right() + 12, box.top(), right - 12, box.height())
            inking.draw_line(painter, theme, area, main.preview, 12.5, theme.color("muted"))

    def _draw_gap(self, painter: QPainter, box: QRectF) -> None:
        theme = self.theme
        ink = theme.color("warn")
        if len(self.sides) == 2 and self.sides[0].widget.y() == self.sides[1].widget.y():
            middle = box.left() - theme.px(19)
            mark = QRectF(middle - 8, box.center().y() - 8, 16, 16)
            icons.draw(painter, "conflict", mark, ink, 1.7)
        text = _("Lệch {gap}").format(gap=difference(self.view, self.language))
        self._draw_pill(painter, box.right() + 12, box.center().y(), text)

    def _draw_pill(self, painter: QPainter, x: float, middle: float, text: str) -> None:
        draw_chip(painter, self.theme, x, middle, self.width() - x - 14, text)

    def _draw_value(self, painter: QPainter) -> None:
        theme, view = self.theme, self.view
        area = self._value_area
        top = QRectF(area.left(), area.top(), area.width(), theme.px(34))
        shown = self._rate.percent if self._rate else rounded(view, Side.VERIFIED, self.language)
        font = theme.font(18, fonts.SEMIBOLD)
        ink = theme.color("text" if view.state.value is not None else "faint")
        paint.text(painter, top, shown, font, ink)
        x = top.left() + inking.width_of(theme, shown, 18, fonts.SEMIBOLD) + theme.px(12)
        words = _("tự tính") if view.question.calculate else _("chỉ đọc")
        differs = False
        if self._rate is not None and self._rate.gap:
            side = x + inking.width_of(theme, words, 12.5) + theme.px(12)
            self._draw_pill(painter, side, top.center().y(), self._rate.gap)
        elif self._rate is None and view.reported_state and view.reported_state.value is not None:
            reported = rounded(view, Side.REPORTED, self.language)
            words += " · " + _("theo số đơn vị báo cáo: {value}").format(value=reported)
            differs = shown != reported != "–" and shown != "–"
        rest = QRectF(x, top.top(), top.right() - x, top.height())
        tone = theme.color("warn" if differs else "muted")
        inking.draw_line(painter, theme, rest, words, 12.5, tone)
        if self._figures:
            below = QRectF(area.left(), top.bottom(), area.width() + 1, area.height())
            muted = theme.color("muted")
            inking.draw_wrapped(painter, theme, below, self._figures, 12.5, muted)

    # --- keyboard

    def take_focus(self) -> None:
        """The verified side is the main answer."""
        if self.sides and not self.view.state.is_readonly:
            self.sides[-1].take_focus()
        else:
            self.setFocus()

    def attach(self, paths: list[str]) -> list[str]:
        """Take the first file as the answer where files are the answer; returns those left."""
        widget = self.sides[-1].widget if self.sides else None
        if not isinstance(widget, UploadBox) or not widget.isEnabled() or not paths:
            return paths
        widget.attach(paths[0])
        return paths[1:]
