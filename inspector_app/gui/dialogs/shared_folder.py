"""The folder that several people share: which, whether it is watched, what has come of it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.gui import files, words
from inspector_app.gui.dialogs.base import Dialog
from inspector_app.gui.folder_watcher import FolderWatcher, WatchNews, WatchState
from inspector_app.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.captions import Field
from inspector_app.gui.widgets.checks import CheckBox
from inspector_app.gui.widgets.fields import LineEdit
from inspector_app.gui.widgets.frames import Card, Glyph, Label
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.gui.widgets.layouts import clear, column, row
from inspector_app.host.i18n import _
from inspector_app.host.wording import error_texts, number
from inspector_app.services.watching import WatchSettings
from inspector_app.services.workshop import Services

_SHOWN = 4


class SharedFolderDialog(Dialog):
    """Choices of this vault; they hold after «Lưu»."""

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        services: Services,
        watcher: FolderWatcher,
        parent: QWidget | None = None,
    ) -> None:
        text = _(
            "Thư mục mạng của cơ quan, hoặc thư mục của phần mềm đồng bộ mà cơ quan cho dùng."
            " Gói đến đó được gộp tự động, mỗi tệp một lần; không tệp nào bị xóa hay dời chỗ."
        )
        super().__init__(theme, _("Thư mục dùng chung"), text, parent)
        self._tasks, self._services, self._watcher = tasks, services, watcher
        now = watcher.settings
        self.folder = LineEdit(theme, _("Thư mục dùng chung"), icon="folder")
        self.folder.show_value(now.folder)
        browse = Button(theme, _("Chọn…"))
        browse.setAccessibleName(_("Chọn thư mục dùng chung"))
        browse.clicked.connect(self._on_browse)
        choice = QWidget()
        row(self.folder, browse, spacing=6, on=choice)
        self.field = Field(
            theme,
            _("Thư mục"),
            choice,
            help_text=_("Gói đã mã hóa: ai xem thư mục cũng không đọc được."),
        )
        self.is_on = CheckBox(theme, _("Theo dõi thư mục này khi kho đang mở"))
        self.is_on.setChecked(now.is_on)
        self.sends = CheckBox(theme, _("Đặt cả phần của tôi vào đó, nửa giờ một lần khi có gì mới"))
        self.sends.setChecked(now.sends)
        self._card = Card(theme, "sunken")
        self._box = column(spacing=6, margins=(14, 12, 14, 12), on=self._card)
        for widget in (self.field, self.is_on, self.sends, self._card):
            self.body.addWidget(widget)
        self.look_button = self.add_button(_("Xem ngay"), ButtonKind.GHOST, icon="refresh")
        self.look_button.clicked.connect(watcher.look)
        self.add_close(_("Đóng"))
        self.save_button = self.add_button(_("Lưu"), ButtonKind.PRIMARY)
        self.save_button.clicked.connect(self._on_save)
        self.setMinimumWidth(theme.px(560))
        watcher.changed.connect(self._show_state)
        self._show_state()

    def _on_browse(self) -> None:
        path = files.choose_folder(self, _("Chọn thư mục dùng chung"), self.folder.value)
        if path:
            self.folder.show_value(path)
            self.is_on.setChecked(True)

    def _on_save(self) -> None:
        folder = self.folder.value.strip()
        if self.is_on.isChecked() and not folder:
            self.field.show_error(_("Chưa chọn thư mục."))
            return
        self.field.show_error("")
        chosen = WatchSettings(folder, self.is_on.isChecked(), self.sends.isChecked())
        self.save_button.set_busy(True)
        configure = partial(self._services.watch.configure, chosen)
        self._tasks.run(configure, self._on_saved, self._on_failed)

    def _on_saved(self, settings: WatchSettings) -> None:
        self.save_button.set_busy(False)
        self.banner.show_message(
            _("Đã lưu: thư mục được theo dõi khi kho mở.")
            if settings.is_on
            else _("Đã lưu: không theo dõi thư mục nào."),
            "",
            Tone.GOOD,
        )
        self._watcher.apply(settings)

    def _on_failed(self, error: InspectorError) -> None:
        self.save_button.set_busy(False)
        self.field.show_error(error_texts(error)[0])

    def _show_state(self) -> None:
        watcher, theme = self._watcher, self._theme
        clear(self._box)
        self._card.setVisible(watcher.state is not WatchState.OFF)
        self.look_button.setVisible(watcher.state is not WatchState.OFF)
        icon, ink = ("alert", "warn") if watcher.failure else ("check", "good")
        self._box.addLayout(
            row(
                Glyph(theme, icon, 18, ink),
                Label(theme, state_text(watcher), 13.5, SEMIBOLD, wrap=True),
                spacing=8,
            )
        )
        for one in watcher.news[:_SHOWN]:
            about = Label(
                theme, news_text(one), 13, REGULAR, "bad" if one.is_bad else "text", wrap=True
            )
            about.setToolTip(one.remedy)
            self._box.addLayout(row(Label(theme, one.at, 13, MEDIUM, "muted"), about, spacing=10))
        QTimer.singleShot(0, self, self.adjustSize)  # once the labels know their width


def state_text(watcher: FolderWatcher) -> str:
    """How the watch stands, in one line."""
    if watcher.state is WatchState.OFF:
        return _("Không theo dõi thư mục nào")
    if watcher.state is WatchState.AWAY:
        return _("Chưa xem được: {why}").format(why=watcher.failure)
    if not watcher.looked_at:
        return _("Đang xem thư mục…")
    if watcher.waiting:
        return _("Xem lúc {at}; {count} tệp chưa gộp").format(
            at=watcher.looked_at, count=number(watcher.waiting)
        )
    return _("Xem lúc {at}; mọi gói đã gộp").format(at=watcher.looked_at)


def news_text(news: WatchNews) -> str:
    """One thing that happened, in one line."""
    if news.message:
        return news.message
    if news.sent is not None:
        return _("đã đặt gói {name}").format(name=words.file_name(news.sent.path))
    if news.answered is not None:
        return _("đã đặt biên nhận {name}").format(name=words.file_name(news.answered.path))
    assert news.result is not None
    if news.result.told is not None:
        told = news.result.told
        return _("biên nhận số {number} của {name}").format(
            number=number(told.number), name=told.giver
        )
    assert news.result.receipt is not None
    receipt = news.result.receipt
    text = _("{name}: {count} thay đổi mới").format(
        name=receipt.sender, count=number(receipt.changes_new)
    )
    if receipt.conflicts_new:
        text += ", " + _("{count} xung đột").format(count=number(receipt.conflicts_new))
    return text
