"""The laptops of the trip: how far each is trusted; revoking, adopting, a new identity."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.gui import words
from inspector_app.gui.broadcast import Broadcast
from inspector_app.gui.dialogs.base import Dialog
from inspector_app.gui.dialogs.device_deciding import AdoptDialog, ReasonDialog
from inspector_app.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.frames import Card, Glyph, Label
from inspector_app.gui.widgets.indicators import Pill, Tone
from inspector_app.gui.widgets.layouts import clear, column, row
from inspector_app.gui.widgets.scroll import scroller
from inspector_app.host.i18n import _
from inspector_app.host.wording import moment, number
from inspector_app.services.device_views import DeviceView, QuarantinedView, Trust
from inspector_app.services.outcomes import Outcome
from inspector_app.services.views import CardView
from inspector_app.services.workshop import Services


class DevicesDialog(Dialog):
    """Every device that this vault knows of.

    Signals:
        renewed(): this device has a new identity; the vault must be opened anew.
    """

    renewed = Signal()

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        services: Services,
        broadcast: Broadcast,
        parent: QWidget | None = None,
    ) -> None:
        text = _(
            "Mỗi máy ký mọi thay đổi của mình. Máy mất hay bị lộ thì thu hồi: phần ghi sau đó"
            " được giữ riêng, không tính, cho đến khi nhận lại từng thay đổi."
        )
        super().__init__(theme, _("Các máy trong đợt"), text, parent)
        self._tasks, self._services, self._broadcast = tasks, services, broadcast
        self._may_manage = False
        self.buttons_of: dict[str, list[Button]] = {}
        inside = QWidget()
        self._rows = column(spacing=8, on=inside)
        self._rows.setContentsMargins(0, 0, 8, 0)
        area = scroller(theme, inside, _("Các máy"))
        area.setMinimumHeight(theme.px(300))
        self.body.addWidget(area)
        self.add_close(_("Đóng"))
        self.setMinimumWidth(theme.px(760))
        self.refresh()

    def refresh(self) -> None:
        """Read the devices again."""
        self._tasks.run(self._services.devices.may_manage, self._on_may, self.show_failure)
        self._tasks.run(self._services.devices.list, self._on_devices, self.show_failure)

    def _on_may(self, may_manage: bool) -> None:
        self._may_manage = may_manage

    def _on_devices(self, views: tuple[DeviceView, ...]) -> None:
        clear(self._rows)
        self.buttons_of = {}
        for view in views:
            self._rows.addWidget(self._card(view))
        self._rows.addStretch(1)

    def _card(self, view: DeviceView) -> Card:
        theme = self._theme
        card = Card(theme, "sunken")
        who = ", ".join(filter(None, (view.person, words.role(view.role) if view.role else "")))
        about = Label(theme, _held(view), 12.5, REGULAR, "muted", wrap=True)
        pills = [Pill(theme, text, tone) for text, tone in statuses(view)]
        texts = column(
            row(Label(theme, view.name, 14, SEMIBOLD), *pills, None, spacing=8),
            Label(theme, who, 13.5, MEDIUM),
            about,
            spacing=2,
        )
        if view.fingerprint:
            told = _("Vân tay: {words}").format(words=view.fingerprint)
            texts.addWidget(Label(theme, told, 12.5, REGULAR, "muted", wrap=True, selectable=True))
        buttons = self._buttons(view)
        self.buttons_of[view.id] = buttons
        line = row(Glyph(theme, "laptop", 34, "accent_text", disc="accent_soft"), texts, spacing=12)
        line.setStretch(1, 1)
        for button in buttons:
            line.addWidget(button)
        column(line, margins=(14, 10, 12, 10), on=card)
        for reason in view.revocations:
            told = _("Chỉ tin đến thay đổi {seq}. Thu hồi bởi {author}: {reason}").format(
                seq=number(reason.seq), author=reason.author, reason=reason.reason
            )
            line_of = Label(theme, told, 12.5, REGULAR, "bad", wrap=True)
            texts.addWidget(line_of)
        return card

    def _buttons(self, view: DeviceView) -> list[Button]:
        found: list[tuple[str, ButtonKind, Callable[[], None]]] = []
        if view.trust is Trust.OWN:
            renew = partial(self._ask_renew, view)
            found.append((_("Cấp định danh mới…"), ButtonKind.GHOST, renew))
        if self._may_manage and view.quarantined:
            held = partial(self._ask_adopt, view)
            found.append((_("Nhận lại…"), ButtonKind.SECONDARY, held))
        if self._may_manage and view.trust is not Trust.OWN:
            if any(not one.inherited_from for one in view.revocations):
                found.append((_("Rút lại…"), ButtonKind.GHOST, partial(self._ask_restore, view)))
            elif not view.revocations:
                found.append((_("Thu hồi…"), ButtonKind.GHOST, partial(self._ask_revoke, view)))
        made = []
        for text, kind, call in found:
            button = Button(self._theme, text, kind)
            button.setAccessibleName(f"{text} {view.name}")
            button.clicked.connect(call)
            made.append(button)
        return made

    def _ask_revoke(self, view: DeviceView) -> None:
        text = _(
            "Máy {name} của {person} chỉ còn được tin đến thay đổi số {seq} đang có ở đây. Điều này"
            " đi theo gói của bạn đến mọi kho trong đoàn: phần máy ấy ghi sau đó bị cách ly, và gói"
            " gửi đi không còn mã hóa cho máy ấy. Không có gì bị xóa; có thể rút lại."
        ).format(name=view.name, person=view.person, seq=number(view.last_seq))
        call = partial(self._services.devices.revoke, view.id)
        self._ask(_("Thu hồi máy"), text, _("Thu hồi"), call, self._on_decided, is_danger=True)

    def _ask_restore(self, view: DeviceView) -> None:
        text = _("Mọi thay đổi của máy {name} lại được tính, kể cả phần đang bị cách ly.")
        call = partial(self._services.devices.restore, view.id)
        self._ask(
            _("Rút lại việc thu hồi"), text.format(name=view.name), _("Rút lại"), call,
            self._on_decided,
        )  # fmt: skip

    def _ask_renew(self, view: DeviceView) -> None:
        text = _(
            "Dùng khi kho này bị sao chép sang máy khác, hoặc khi máy bị thu hồi. Mọi điều đã ghi"
            " còn nguyên; từ nay máy ký bằng khóa mới. Kho sẽ được khóa và cần mở lại."
        )
        self._ask(
            _("Cấp định danh mới cho máy này"), text, _("Cấp định danh mới"),
            self._services.devices.renew, self._on_renewed,
        )  # fmt: skip

    def _ask(
        self,
        title: str,
        text: str,
        action: str,
        call: Callable[[str], Any],
        done: Callable[[Any], None],
        *,
        is_danger: bool = False,
    ) -> None:
        dialog = ReasonDialog(
            self._theme, self._tasks, title, text, action, call, is_danger=is_danger, parent=self
        )
        dialog.done_with.connect(done)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _ask_adopt(self, view: DeviceView) -> None:
        held = partial(self._services.devices.quarantine, view.id)
        self._tasks.run(held, partial(self._on_held, view), self.show_failure)

    def _on_held(self, view: DeviceView, held: tuple[QuarantinedView, ...]) -> None:
        dialog = AdoptDialog(self._theme, self._tasks, self._services, view, held, self)
        dialog.done_with.connect(self._on_decided)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_decided(self, outcome: Outcome[Any]) -> None:
        self._broadcast.send(outcome)
        self.refresh()

    def _on_renewed(self, _card: CardView) -> None:
        self.accept()
        self.renewed.emit()

    def show_failure(self, error: InspectorError) -> None:
        """Show an error above the list."""
        super().show_failure(error)


def statuses(view: DeviceView) -> list[tuple[str, Tone]]:
    """What there is to say of a device, the most important first."""
    said: list[tuple[str, Tone]] = []
    if view.revocations:
        said.append((_("đã thu hồi"), Tone.BAD))
    said.append(
        {
            Trust.OWN: (_("máy này"), Tone.ACCENT),
            Trust.FORMER: (_("máy này, định danh cũ"), Tone.NEUTRAL),
            Trust.ENROLLED: (_("đã ghi nhận thẻ"), Tone.GOOD),
            Trust.VOUCHED: (_("nối tiếp máy {name}").format(name=view.trusted_by), Tone.GOOD),
            Trust.NONE: (_("không được tin"), Tone.WARN),
        }[view.trust]
    )
    if view.is_author:
        said.append((_("máy lập đợt"), Tone.NEUTRAL))
    if view.forks:
        said.append((_("hai nhánh từ {seq}").format(seq=number(min(view.forks))), Tone.WARN))
    if view.quarantined:
        text = _("{count} cách ly").format(count=number(view.quarantined))
        said.append((text, Tone.WARN))
    return said


def _held(view: DeviceView) -> str:
    if view.last_wall is None:
        return _("chưa có thay đổi nào ở đây")
    parts = [
        _("{count} thay đổi, mới nhất {when}").format(
            count=number(view.last_seq), when=moment(view.last_wall)
        )
    ]
    parts += [
        _("thiếu thay đổi {first}–{last}: xin gói của máy này").format(
            first=number(one.first), last=number(one.last)
        )
        for one in view.missing
    ]
    return " · ".join(parts)
