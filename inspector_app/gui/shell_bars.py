"""The rail and the header around the pages of a trip."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.gui.folder_watcher import WatchState
from inspector_app.gui.fonts import REGULAR, SEMIBOLD
from inspector_app.gui.paint import shortened
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.frames import Glyph, Label, Surface
from inspector_app.gui.widgets.indicators import Pill, SaveState
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.gui.widgets.rail import NavRailItem
from inspector_app.host.i18n import _
from inspector_app.host.wording import day
from inspector_app.services.trip_views import TripView

RAIL_WIDTH = 212
_PATIENCE_MS = 250  # shorter calls do not make the pill flicker


class Place(StrEnum):
    """Where the rail leads."""

    UNITS = "units"
    SUMMARY = "summary"
    DETAILS = "details"
    MERGE = "merge"
    CONFLICTS = "conflicts"


class HomeRail(Surface):
    """The pages, the settings and the lock.

    Signals:
        chosen(object): a ``Place``.
        settings_asked(): show the settings.
        lock_asked(): lock the vault.
        watch_asked(): show the shared folder.
    """

    chosen = Signal(object)
    settings_asked = Signal()
    lock_asked = Signal()
    watch_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, edge="right", parent=parent)
        self.items = {
            Place.UNITS: NavRailItem(theme, _("Đơn vị"), icon="building"),
            Place.SUMMARY: NavRailItem(theme, _("Tổng hợp"), icon="bars"),
            Place.DETAILS: NavRailItem(theme, _("Đoàn và thẻ"), icon="people"),
            Place.MERGE: NavRailItem(theme, _("Gộp gói"), icon="merge"),
            Place.CONFLICTS: NavRailItem(theme, _("Xung đột"), icon="conflict"),
        }
        self._who = Label(theme, "", 12.5, REGULAR, "muted", wrap=True)
        self.watch = Button(theme, _("Thư mục chung"), ButtonKind.GHOST, icon="shared-folder")
        self.watch.clicked.connect(self.watch_asked)
        self.watch.hide()
        self.settings = Button(theme, _("Thiết lập"), ButtonKind.GHOST, icon="sliders")
        self.lock = Button(theme, _("Khóa kho"), ButtonKind.GHOST, icon="lock")
        self.lock.setToolTip("Ctrl+L")
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for button in (self.watch, self.settings, self.lock):
            button.setSizePolicy(policy)
        self.settings.clicked.connect(self.settings_asked)
        self.lock.clicked.connect(self.lock_asked)
        name = row(
            Glyph(theme, "shield", 30, "on_accent", disc="accent"),
            Label(theme, "PAR Inspector", 15, SEMIBOLD),
            None,
            spacing=10,
            margins=(6, 0, 0, 0),
        )
        column(
            name,
            14,
            *self.items.values(),
            None,
            row(self._who, margins=(12, 0, 8, 0)),
            4,
            self.watch,
            self.settings,
            self.lock,
            spacing=4,
            margins=(8, 14, 9, 12),
            on=self,
        )
        self.items[Place.UNITS].setChecked(True)
        for place, item in self.items.items():
            item.clicked.connect(lambda _checked=False, place=place: self.chosen.emit(place))
        self.setFixedWidth(theme.px(RAIL_WIDTH))
        theme.watch(self._resize)

    def check(self, place: Place) -> None:
        """Mark where the person is."""
        self.items[place].setChecked(True)

    def set_has_trip(self, has_trip: bool) -> None:
        """Without a trip there is nowhere to go."""
        for item in self.items.values():
            item.setVisible(has_trip)

    def show_trip(self, trip: TripView) -> None:
        """Show who the person is and how many conflicts wait."""
        count = trip.conflicts
        self.items[Place.CONFLICTS].set_badge(str(count) if count else "")
        self._who.setText(trip.me.name if trip.me else _("Chưa gắn với thành viên nào"))

    def show_watch(self, state: WatchState, at: str, about: str) -> None:
        """The quiet mark of the shared folder: not there while nothing is watched.

        Args:
            state: how the watch stands.
            at: when it looked last, ``10:24``.
            about: the same in a sentence.
        """
        self.watch.setVisible(state is not WatchState.OFF)
        texts = {WatchState.AWAY: _("Chưa thấy thư mục")}
        text = texts.get(state) or (_("Thư mục · {at}").format(at=at) if at else _("Thư mục chung"))
        self.watch.set_text(text)
        self.watch.setAccessibleName(about)
        self.watch.setToolTip(about)

    def _resize(self) -> None:
        self.setFixedWidth(self._theme.px(RAIL_WIDTH))


class HomeHeader(Surface):
    """Trip, saved state, export.

    Signals:
        export_asked(): export a bundle.
    """

    export_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, edge="bottom", parent=parent)
        self._full_title = ""
        self._title = Label(theme, "", 16, SEMIBOLD)
        self._decision = Label(theme, "", 13, REGULAR, "muted")
        for label in (self._title, self._decision):
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.pill = Pill(theme)
        self._is_busy = False
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_PATIENCE_MS)
        self._patience.timeout.connect(self._show_state)
        self._show_state()
        self.export = Button(theme, _("Xuất gói đồng bộ"), ButtonKind.PRIMARY, icon="upload")
        self.export.setToolTip("Ctrl+E")
        self.export.clicked.connect(self.export_asked)
        titles = column(None, self._title, self._decision, None, spacing=1)
        box = row(titles, self.pill, self.export, spacing=12, margins=(20, 0, 16, 0), on=self)
        box.setStretch(0, 1)
        self.setFixedHeight(theme.px(58))
        theme.watch(self._resize)

    def show_trip(self, trip: TripView) -> None:
        """Show the trip's name and decision."""
        self._full_title = trip.trip.title
        self._title.setToolTip(trip.trip.title)
        self._decision.setText(
            _("Quyết định số {number} ngày {day}").format(
                number=trip.trip.decision_number, day=day(trip.trip.decision_date)
            )
        )
        self._fit()

    def show_busy(self, is_busy: bool) -> None:
        """Say whether service calls are running."""
        self._is_busy = is_busy
        if is_busy:
            self._patience.start()
        else:
            self._patience.stop()
            self._show_state()

    def _show_state(self) -> None:
        if self._is_busy:
            self.pill.show_state(SaveState.WAITING, _("Đang xử lý…"))
        else:
            self.pill.show_state(SaveState.IDLE, _("Kho mã hóa · Ngoại tuyến"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        room = self._title.width() - 4
        self._title.setText(
            shortened(self._full_title, self._theme.metrics(16, SEMIBOLD), max(room, 60))
        )

    def _resize(self) -> None:
        self.setFixedHeight(self._theme.px(58))
