"""Writing the trip pack: which edition, what it changes, who can open it and who cannot yet."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.trip.trip_changes import summary_words
from inspector_app.gui.dialogs.export import ExportDialog
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
        plan: PackPlan,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            theme,
            tasks,
            services.trips.export_pack,
            pack_title(plan),
            _("Gói mang đợt, đơn vị, biểu mẫu và thẻ; chỉ những người dưới đây mở được."),
            services.cards.list,
            parent,
        )
        self.facts = Card(theme, "sunken")
        lines: list[QWidget] = []
        if plan.is_new and plan.changes:
            summary = _(summary_words(plan.changes))
            heading = _("Đổi so với phiên bản {number}: {summary}").format(
                number=plan.edition - 1, summary=summary
            )
            lines.append(Label(theme, heading, 13.5, MEDIUM, wrap=True))
            lines.append(change_list(theme, plan.changes[:40], _("Thay đổi của phiên bản này")))
        elif not plan.is_new:
            text = _("Đợt không đổi từ phiên bản {number} ({day}): gói ghi lại phiên bản đó.")
            told = text.format(number=plan.edition, day=day(plan.day))
            lines.append(Label(theme, told, 13.5, REGULAR, "muted", wrap=True))
        lines += self._people(theme, plan)
        column(*lines, spacing=6, margins=(14, 12, 14, 12), on=self.facts)
        self.body.insertWidget(0, self.facts)
        self.cards_button = Button(theme, _("Ghi nhận thẻ…"), ButtonKind.SECONDARY, icon="card")
        self.cards_button.clicked.connect(self._on_card_asked)
        self.cards_button.setVisible(bool(plan.missing))
        self.buttons.insertWidget(0, self.cards_button)
        self.start_button.setEnabled(bool(plan.recipients))

    def _people(self, theme: Theme, plan: PackPlan) -> list[QWidget]:
        """Who gets the pack, who has no card yet, who left."""
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
        if plan.missing:
            names = ", ".join(one.name for one in plan.missing)
            found.append(_line(theme, _("Chưa có thẻ"), Tone.WARN, names))
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
