"""The trip and its people: decision, teams, cards; packs go out and come in here."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Member, Role
from inspector_app.gui import files, words
from inspector_app.gui.broadcast import Broadcast
from inspector_app.gui.dialogs.cards import ImportCardDialog
from inspector_app.gui.dialogs.pack import pack_title
from inspector_app.gui.dialogs.previous import PreviousTripDialog
from inspector_app.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from inspector_app.gui.pages.card_rows import card_row, handing_on
from inspector_app.gui.pages.own_card import OwnCard
from inspector_app.gui.pages.trip_editing import TripEditing
from inspector_app.gui.pages.trip_facts import facts_grid
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind, IconButton
from inspector_app.gui.widgets.columns import Columns
from inspector_app.gui.widgets.frames import Banner, Card, Label, Surface
from inspector_app.gui.widgets.heads import PageHead
from inspector_app.gui.widgets.indicators import Pill, Tone
from inspector_app.gui.widgets.layouts import clear, column, row
from inspector_app.gui.widgets.scroll import scroller
from inspector_app.host.i18n import _
from inspector_app.host.wording import error_texts, number
from inspector_app.services.device_views import DeviceView
from inspector_app.services.outcomes import Outcome, Touched
from inspector_app.services.packing import PackPlan
from inspector_app.services.previous import Imported
from inspector_app.services.trip_views import TripView
from inspector_app.services.views import CardView
from inspector_app.services.workshop import Services


class TripDetailsPage(Surface):
    """Facts of the trip at the left, the own card and the known ones at the right.

    Signals:
        devices_asked(): show the devices of the trip.
        pack_export_asked(): write the trip pack.
        pack_import_asked(): take a trip pack in.
        migration_asked(): change the form of inspections.
    """

    devices_asked = Signal()
    pack_export_asked = Signal()
    pack_import_asked = Signal()
    migration_asked = Signal()

    def __init__(
        self,
        services: Services,
        tasks: Tasks,
        broadcast: Broadcast,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "window", parent=parent)
        self._services, self._tasks, self._broadcast = services, tasks, broadcast
        self._trip: TripView | None = None
        self._cards: tuple[CardView, ...] = ()
        self._revoked: set[str] = set()
        """The ids of devices that are revoked."""
        self._is_stale = True
        self.banner = Banner(theme, _("Đóng thông báo"))
        self.export_pack = Button(theme, _("Xuất gói đợt kiểm tra…"), icon="upload")
        self.import_pack = Button(theme, _("Nhập gói đợt…"), icon="download")
        self.import_card = Button(theme, _("Ghi nhận thẻ…"), icon="card")
        self.devices_button = Button(theme, _("Các máy…"), icon="laptop")
        self.devices_button.clicked.connect(self.devices_asked)
        self.save_card = Button(theme, _("Lưu thẻ của tôi…"), ButtonKind.SECONDARY, icon="card")
        self.migrate = Button(theme, _("Đổi phiếu…"), icon="file")
        self.migrate.clicked.connect(self.migration_asked)
        self.migrate.hide()
        self.previous = Button(theme, _("Nhập kết quả kỳ trước…"), icon="clock")
        self.previous.clicked.connect(self.take_previous)
        self.previous.hide()
        self.export_pack.clicked.connect(self.pack_export_asked)
        self.import_pack.clicked.connect(self.pack_import_asked)
        self.import_card.clicked.connect(self.choose_card)
        self.save_card.clicked.connect(self.save_own_card)
        self.own_card = OwnCard(services, tasks, theme, self.save_card, self)
        self.editing = TripEditing(services, tasks, broadcast, theme, self.banner, self)
        self.edit = Button(theme, _("Sửa đợt…"), icon="pen")
        self.edit.clicked.connect(self.editing.edit_header)
        self.write_book = Button(theme, _("Ghi ra Excel…"), ButtonKind.GHOST, icon="table")
        self.write_book.clicked.connect(self.editing.write_workbook)
        self.read_book = Button(theme, _("Đọc từ Excel…"), ButtonKind.GHOST, icon="refresh")
        self.read_book.clicked.connect(lambda: self.editing.read_workbook())
        self._author_only = (self.edit, self.write_book, self.read_book)
        for button in self._author_only:
            button.hide()
        self._head_buttons = (self.devices_button, self.migrate, self.import_pack, self.export_pack)
        self._waiting_cards: list[str] = []
        self._build(theme)
        broadcast.touched.connect(self._on_touched)

    def _build(self, theme: Theme) -> None:
        self._facts_box = column(spacing=8)
        self._teams_box = column(spacing=14)
        self._cards_box = column(spacing=10)
        upper = row(self.edit, self.previous, None, spacing=8)
        lower = row(self.write_book, self.read_book, None, spacing=4)
        facts = column(self._facts_box, upper, lower, spacing=8)
        left = column(_card(theme, facts), _card(theme, self._teams_box), None, spacing=16)
        right = column(
            _card(theme, column(self.own_card)), _card(theme, self._cards_box), None, spacing=16
        )
        both = Columns(left, right, shares=(3, 2))
        both.set_margins(0, 0, 6, 18)
        area = scroller(theme, both, _("Đoàn và thẻ"))
        column(
            PageHead(theme, _("Đoàn và thẻ nhận diện"), self._head_buttons),
            self.banner,
            area,
            spacing=12,
            margins=(20, 16, 20, 0),
            on=self,
        )

    def refresh(self) -> None:
        """Read again only if something changed since."""
        if self._is_stale:
            self._is_stale = False
            self._tasks.run(self._services.devices.list, self._on_devices, self.show_failure)
            self._tasks.run(self._services.cards.list, self._on_cards, self.show_failure)
            self._tasks.run(self._services.editions.plan, self._on_plan, self.show_failure)

    def show_trip(self, trip: TripView) -> None:
        """Show the trip as the units page read it."""
        self._trip = trip
        self.migrate.setVisible(trip.is_leader)
        self.previous.setVisible(trip.is_leader)
        for button in self._author_only:
            button.setVisible(trip.is_author)
        self._show_facts(trip)
        self._show_teams(trip)

    def save_own_card(self) -> None:
        """Ask for a file and write the own card."""
        path = files.choose_save(
            self, _("Lưu thẻ nhận diện"), files.card_patterns(), "the-nhan-dien.inspcard"
        )
        if path:
            self._tasks.run(
                partial(self._services.cards.export, path),
                partial(self._on_card_saved, path),
                self.show_failure,
            )

    def take_previous(self) -> None:
        """Take over what the last trip recorded, from its vault."""
        dialog = PreviousTripDialog(self._theme, self._tasks, self._services, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.imported.connect(self._on_previous)
        dialog.open()

    def _on_previous(self, outcome: Outcome[Imported]) -> None:
        count = number(len(outcome.value.matches.matched))
        written = number(outcome.value.written)
        self.banner.show_message(
            _("Đã nhập kết quả kỳ trước: {count} đơn vị khớp, {written} có thay đổi.").format(
                count=count, written=written
            ),
            _("Xuất lại gói đợt để các thành viên cũng thấy."),
            Tone.GOOD,
        )
        self._broadcast.send(outcome)

    def choose_card(self) -> None:
        """Ask for a card file and show whose it is."""
        path = files.choose_open(self, _("Chọn thẻ nhận diện"), files.card_patterns())
        if path:
            self.show_card(path)

    def show_card(self, path: str) -> None:
        """Read a card file and ask whether to enrol it."""
        self._tasks.run(
            partial(self._services.cards.peek, path),
            partial(self._on_peeked, path),
            self.show_failure,
        )

    def take_cards(self, paths: list[str]) -> None:
        """Take several card files in, one after the other; each is compared by itself."""
        self._waiting_cards += paths
        self._next_card()

    def _next_card(self) -> None:
        if self._waiting_cards:
            self.show_card(self._waiting_cards.pop(0))

    def _on_plan(self, plan: PackPlan) -> None:
        self.export_pack.set_text(pack_title(plan) + "…")

    def _on_peeked(self, path: str, card: CardView) -> None:
        members = (
            tuple(one for team in self._trip.teams for one in team.members) if self._trip else ()
        )
        dialog = ImportCardDialog(
            self._theme, self._tasks, self._services, path, card, members, self
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.imported.connect(self._on_imported)
        dialog.finished.connect(lambda _result: self._next_card())
        dialog.open()

    def _on_imported(self, outcome: Outcome[CardView]) -> None:
        self.banner.show_message(
            _("Đã ghi nhận thẻ của {name}.").format(name=outcome.value.name), "", Tone.GOOD
        )
        self._is_stale = True
        self.refresh()
        self._broadcast.send(outcome)

    def _on_card_saved(self, path: str, card: CardView) -> None:
        self.banner.show_message(
            _("Đã lưu thẻ vào «{name}».").format(name=words.file_name(path)),
            handing_on(card),
            Tone.GOOD,
        )

    def show_pack(self, _summary: object) -> None:
        """A pack was written: the trip may be at a new edition."""
        if self._trip is not None:
            trip = self._trip.trip.id
            self._broadcast.announce(Touched(EntityType.TRIP, trip, trip))

    def show_failure(self, error: InspectorError) -> None:
        """Show an error of the catalogue above the page."""
        self.banner.show_message(*error_texts(error))

    def _on_cards(self, cards: tuple[CardView, ...]) -> None:
        self._cards = cards
        theme = self._theme
        self.own_card.show_card(next((one for one in cards if one.is_own), None))
        _empty_card(self._cards_box, self.import_card)
        self._cards_box.addLayout(
            row(Label(theme, _("Thẻ đã ghi nhận"), 16, SEMIBOLD), None, self.import_card)
        )
        self.import_card.show()
        others = [one for one in cards if not one.is_own]
        if not others:
            text = _("Chưa có thẻ nào. Gói chỉ mở được bởi người đã có thẻ ở đây.")
            self._cards_box.addWidget(Label(theme, text, 13.5, REGULAR, "muted", wrap=True))
        for one in others:
            revoked = one.device_id in self._revoked
            self._cards_box.addLayout(card_row(theme, one, is_revoked=revoked))
        if self._trip is not None:
            self._show_teams(self._trip)

    def _on_devices(self, devices: tuple[DeviceView, ...]) -> None:
        self._revoked = {one.id for one in devices if one.is_revoked}

    def _show_facts(self, view: TripView) -> None:
        theme = self._theme
        clear(self._facts_box)
        self._facts_box.addWidget(Label(theme, view.trip.title, 16, SEMIBOLD, wrap=True))
        self._facts_box.addLayout(facts_grid(theme, view))

    def _show_teams(self, trip: TripView) -> None:
        clear(self._teams_box)
        known = {one.member.id for one in self._cards if one.member is not None}
        for team in trip.teams:
            head = row(Label(self._theme, team.team.name, 16, SEMIBOLD), None, spacing=6)
            me = trip.me
            leads = me is not None and me.role is Role.LEADER and me.team == team.team.id
            if trip.is_author or leads:
                assign = Button(self._theme, _("Phân công…"), ButtonKind.GHOST, icon="people")
                assign.setAccessibleName(_("Phân công: {name}").format(name=team.team.name))
                assign.clicked.connect(partial(self.editing.assign_team, team.team))
                head.addWidget(assign)
            if trip.is_author:
                name = _("Thêm thành viên vào {name}").format(name=team.team.name)
                add = IconButton(self._theme, "plus", name, size=32)
                add.clicked.connect(partial(self.editing.add_member, team.team.number))
                head.addWidget(add)
            self._teams_box.addLayout(head)
            for member in team.members:
                self._teams_box.addLayout(self._member_row(member, known, trip.is_author))
        if trip.former:
            self._teams_box.addWidget(Label(self._theme, _("Đã thôi làm"), 14, SEMIBOLD, "muted"))
            for member in trip.former:
                self._teams_box.addLayout(self._member_row(member, known, trip.is_author))

    def _member_row(self, member: Member, known: set[EntityId], is_author: bool) -> QVBoxLayout:
        theme = self._theme
        about = ", ".join(filter(None, (member.post, member.agency)))
        role_tone = Tone.ACCENT if member.role is Role.LEADER else Tone.NEUTRAL
        marks: list[QWidget] = [Pill(theme, words.role(member.role), role_tone)]
        if member.left is not None:
            marks = [Pill(theme, member.left.reason or _("đã thôi"), Tone.NEUTRAL)]
        elif member.id not in known:
            marks.append(Pill(theme, _("chưa có thẻ"), Tone.WARN))
        if is_author:
            name = _("Sửa hoặc thay {name}").format(name=member.name)
            edit = IconButton(theme, "pen", name, size=28)
            edit.clicked.connect(partial(self.editing.edit_member, member.id))
            marks.append(edit)
        return column(
            row(Label(theme, member.name, 14, MEDIUM), None, *marks, spacing=8),
            Label(theme, about, 12.5, REGULAR, "muted", wrap=True),
            spacing=1,
        )

    def _on_touched(self, _touched: object) -> None:
        self._is_stale = True
        if self.isVisible():
            self.refresh()


def _card(theme: Theme, content: QVBoxLayout) -> Card:
    frame = Card(theme)
    column(content, margins=(20, 16, 20, 18), on=frame)
    return frame


def _empty_card(box: QVBoxLayout, kept: QWidget) -> None:
    """Clear a box but keep a button that lives on."""
    kept.setParent(None)
    clear(box)
