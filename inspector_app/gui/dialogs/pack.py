"""Writing the trip pack: which edition, what it changes, who can open it and who cannot yet."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.trip.trip_changes import summary_words
from inspector_app.gui.dialogs.export import ExportDialog, Write
from inspector_app.gui.dialogs.trip_differences import change_list
from inspector_app.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.frames import Card, Label
from inspector_app.gui.widgets.indicators import Pill, Tone
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.host.i18n import _
from inspector_app.host.wording import day
from inspector_app.services.export_plans import ExportPlan
from inspector_app.services.packing import PackPlan
from inspector_app.services.workshop import Services


class PackDialog(ExportDialog):
    """The export dialog with the pack's edition and recipients above.

    Signals:
        card_asked(): take a member's card in.
    """

    card_asked = Signal()

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        services: Services,
        write: Write,
        plan: PackPlan,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, tasks, services, "trip", write, pack_title(plan), parent)
        self._pack = plan
        self.facts = Card(theme, "sunken")
        lines: list[QWidget] = []
        if plan.is_new and plan.changes:
            summary = _(summary_words(plan.changes))
            heading = _("Đổi so với phiên bản {number}: {summary}").format(
                number=plan.edition - 1, summary=summary
            )
            lines.append(Label(theme, heading, 13.5, MEDIUM, wrap=True))
            lines.append(
                change_list(theme, plan.changes[:40], _("Thay đổi của phiên bản này"), 110)
            )
        elif not plan.is_new:
            text = _("Đợt không đổi từ phiên bản {number} ({day}): gói ghi lại phiên bản đó.")
            told = text.format(number=plan.edition, day=day(plan.day))
            lines.append(Label(theme, told, 13.5, REGULAR, "muted", wrap=True))
        lines += self._people(theme, plan)
        column(*lines, spacing=6, margins=(14, 12, 14, 12), on=self.facts)
        page = self._pages.widget(0)
        first = page.layout() if page is not None else None
        assert isinstance(first, QVBoxLayout)
        first.insertWidget(0, self.facts)
        self.cards_button = Button(theme, _("Ghi nhận thẻ…"), ButtonKind.SECONDARY, icon="card")
        self.cards_button.clicked.connect(self._on_card_asked)
        self.cards_button.setVisible(bool(plan.missing))
        self.buttons.insertWidget(0, self.cards_button)
        self.next_button.clicked.connect(self.cards_button.hide)
        self.back_button.clicked.connect(lambda: self.cards_button.setVisible(bool(plan.missing)))

    def _on_planned(self, plan: ExportPlan) -> None:
        super()._on_planned(plan)
        self.next_button.setEnabled(plan.may_go and bool(self._pack.recipients))

    def _people(self, theme: Theme, plan: PackPlan) -> list[QWidget]:
        """Who gets the pack and who left; who has no card yet, the pre-flight says."""
        found: list[QWidget] = []
        if plan.recipients:
            names = ", ".join(one.name for one in plan.recipients)
            found.append(_line(theme, _("Mở được"), Tone.GOOD, names))
        else:
            text = _(
                "Chưa có thẻ của thành viên nào, nên chưa ghi được gói. Nhờ mỗi người gửi tệp thẻ"
                " (Đoàn và thẻ → Lưu thẻ của tôi), rồi kéo các tệp vào cửa sổ này hoặc chọn «Ghi"
                " nhận thẻ»."
            )
            found.append(Label(theme, _("Chưa gửi được cho ai"), 14, SEMIBOLD))
            found.append(Label(theme, text, 13.5, REGULAR, "muted", wrap=True))
        if plan.left:
            names = ", ".join(one.name for one in plan.left)
            found.append(_line(theme, _("Đã thôi"), Tone.NEUTRAL, names))
        return found

    def _on_card_asked(self) -> None:
        self.reject()
        self.card_asked.emit()


def pack_title(plan: PackPlan) -> str:
    """What the button and the window are called."""
    if not plan.edition:
        return _("Xuất gói đợt kiểm tra")
    return _("Xuất gói đợt, phiên bản {number}").format(number=plan.edition)


def _line(theme: Theme, name: str, tone: Tone, names: str) -> QWidget:
    line = QWidget()
    label = Label(theme, names, 13.5, REGULAR, wrap=True)
    box = row(Pill(theme, name, tone), label, spacing=10, on=line)
    box.setStretch(1, 1)
    return line
