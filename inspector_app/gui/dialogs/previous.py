"""Last year's vault: chosen, opened for a look, and taken over into this trip."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.errors import AlreadyRecordedError, InspectorError
from inspector_app.domain.trip.previous import PreviousTrip, UnitMatches
from inspector_app.gui import files
from inspector_app.gui.dialogs.base import Dialog
from inspector_app.gui.fonts import MEDIUM, REGULAR
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.warmup import workshop
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.captions import Field
from inspector_app.gui.widgets.fields import LineEdit
from inspector_app.gui.widgets.frames import Card, Label
from inspector_app.gui.widgets.layouts import clear, column, row
from inspector_app.gui.widgets.passphrase import PassphraseEdit
from inspector_app.host.i18n import _, ngettext
from inspector_app.host.wording import day, number
from inspector_app.services.outcomes import Outcome
from inspector_app.services.previous import Imported
from inspector_app.services.workshop import Services

_NAMED = 6


class PreviousTripDialog(Dialog):
    """Shows which units match before anything is written; nothing is written into the old vault.

    Signals:
        imported(object): the ``Outcome[Imported]``.
    """

    imported = Signal(object)

    def __init__(
        self, theme: Theme, tasks: Tasks, services: Services, parent: QWidget | None = None
    ) -> None:
        text = _(
            "Chọn kho dữ liệu của đợt trước. Kho đó chỉ được đọc; trả lời, tồn tại và yêu cầu còn mở"
            " được ghi vào đợt này và đi cùng gói đợt đến các thành viên."
        )
        super().__init__(theme, _("Nhập kết quả kỳ trước"), text, parent)
        self.setMinimumWidth(theme.px(620))
        self._tasks, self._services = tasks, services
        self._trip: PreviousTrip | None = None
        self._replaces = False
        self.folder = LineEdit(
            theme, _("Thư mục kho kỳ trước"), placeholder=_("Chọn thư mục"), icon="folder"
        )
        self.browse = Button(theme, _("Chọn…"))
        self.browse.setAccessibleName(_("Chọn thư mục kho kỳ trước"))
        self.browse.clicked.connect(self._on_browse)
        place = QWidget()
        row(self.folder, self.browse, spacing=6, on=place)
        self.secret = PassphraseEdit(theme, _("Mật khẩu kho kỳ trước"))
        self.secret.returnPressed.connect(self._on_look)
        self.body.addWidget(Field(theme, _("Kho của đợt trước"), place))
        self.body.addWidget(Field(theme, _("Mật khẩu của kho đó"), self.secret))
        self.found = Card(theme, "sunken")
        self._lines = column(spacing=5, margins=(16, 12, 16, 12), on=self.found)
        self.found.hide()
        self.body.addWidget(self.found)
        self.add_close(_("Hủy"))
        self.look = self.add_button(_("Xem đơn vị khớp"), ButtonKind.SECONDARY, icon="eye")
        self.look.clicked.connect(self._on_look)
        self.take = self.add_button(_("Nhập"), ButtonKind.PRIMARY, icon="check")
        self.take.clicked.connect(self._on_take)
        self.take.setEnabled(False)
        for field in (self.folder, self.secret):
            field.textEdited.connect(self._on_typed)

    def _on_browse(self) -> None:
        path = files.choose_folder(self, _("Chọn kho dữ liệu của đợt trước"))
        if path:
            self.folder.setText(path)
            self._on_typed()

    def _on_typed(self) -> None:
        """What was looked at is no longer what is typed."""
        self._trip = None
        self._ask_to_replace(False)
        self.take.setEnabled(False)
        self.found.hide()

    def _on_look(self) -> None:
        path, secret, service = self.folder.text(), self.secret.text(), self._services.previous

        def read() -> tuple[PreviousTrip, UnitMatches]:
            trip = workshop().read_previous(path, secret)
            return trip, service.match(trip)

        self.banner.clear()
        self.look.set_busy(True)
        self._tasks.run(read, self._on_read, self._on_failed)

    def _on_read(self, result: tuple[PreviousTrip, UnitMatches]) -> None:
        trip, matches = result
        self.look.set_busy(False)
        self._trip = trip
        self._ask_to_replace(False)
        self.take.setEnabled(bool(matches.matched))
        self._show(trip, matches)
        self.take.setFocus()

    def _show(self, trip: PreviousTrip, matches: UnitMatches) -> None:
        clear(self._lines)
        theme = self._theme
        head = f"{trip.title} · {day(trip.starts)} – {day(trip.ends)}"
        self._lines.addWidget(Label(theme, head, 14, MEDIUM, wrap=True))
        found = matches.matched
        lines = [
            _("{count} đơn vị khớp theo loại và tên, với {open} yêu cầu còn mở.").format(
                count=number(len(found)),
                open=number(sum(len(one.requirements) for _ent, one in found)),
            )
        ]
        for text, names in (
            (_("Kỳ này mới có: {names}"), matches.new),
            (_("Chỉ có ở kỳ trước: {names}"), matches.gone),
            (_("Trùng tên, không rõ là đơn vị nào: {names}"), matches.ambiguous),
            (_("Không đọc được vì thiếu phiếu: {names}"), trip.unreadable),
        ):
            if names:
                lines.append(text.format(names=_short(names)))
        for line in lines:
            self._lines.addWidget(Label(theme, line, 13.5, REGULAR, wrap=True))
        self.found.show()
        self.adjustSize()

    def _on_take(self) -> None:
        if self._trip is None:
            return
        self.take.set_busy(True)
        take = partial(self._services.previous.take_over, self._trip, replace=self._replaces)
        self._tasks.run(take, self._on_taken, self._on_failed)

    def _ask_to_replace(self, asks: bool) -> None:
        """After the refusal that names both trips, the button says what it does next."""
        self._replaces = asks
        self.take.set_text(_("Thay kết quả đã có") if asks else _("Nhập"))

    def _on_taken(self, outcome: Outcome[Imported]) -> None:
        self.imported.emit(outcome)
        self.accept()

    def _on_failed(self, error: InspectorError) -> None:
        self.look.set_busy(False)
        self.take.set_busy(False)
        self.take.setEnabled(self._trip is not None)
        self._ask_to_replace(isinstance(error, AlreadyRecordedError))
        self.show_failure(error)


def _short(names: Sequence[str]) -> str:
    shown = ", ".join(names[:_NAMED])
    more = len(names) - _NAMED
    if more <= 0:
        return shown
    text = ngettext(" và {count} đơn vị khác", " và {count} đơn vị khác", more)
    return shown + text.format(count=number(more))
