"""The first page: open a vault, make one, note its recovery code."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QStackedWidget, QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.gui import warmup
from inspector_app.gui.fonts import MEDIUM, REGULAR
from inspector_app.gui.pages.unlock_card import UnlockCard
from inspector_app.gui.pages.unlock_parts import RecentVault
from inspector_app.gui.preferences import Preferences
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.frames import Label, Surface
from inspector_app.gui.widgets.layouts import clear, column, row
from inspector_app.host.i18n import _

if TYPE_CHECKING:
    from inspector_app.gui.pages.create_vault import CreateVaultCard
    from inspector_app.gui.pages.recovery_code import RecoveryCodeCard
    from inspector_app.services.vaults import CreatedVault, Person
    from inspector_app.services.workshop import Services

CARD_WIDTH = 420
WIDE_CARD = 640


class UnlockPage(Surface):
    """Cards in the middle of the window; imports nothing heavy before the first paint.

    Signals:
        opened(object): the ``Services`` of a vault that was opened.
    """

    opened = Signal(object)

    def __init__(
        self,
        tasks: Tasks,
        theme: Theme,
        preferences: Preferences,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "window", parent=parent)
        self._tasks, self._preferences = tasks, preferences
        self._created: CreatedVault | None = None
        self._passphrase = ""
        self.card = UnlockCard(theme)
        self.card.setFixedWidth(theme.px(CARD_WIDTH))
        self.card.open_asked.connect(self._on_open_asked)
        self.card.create_asked.connect(self._on_create_asked)
        self._create_card: CreateVaultCard | None = None
        self._code_card: RecoveryCodeCard | None = None
        self._recent = QWidget()
        self._recent_list: QBoxLayout = column(spacing=8, on=self._recent)
        self._recent.setFixedWidth(theme.px(320))
        self._stack = QStackedWidget()
        self._stack.addWidget(
            _centred(row(self.card, 36, self._recent, spacing=0), self.card.secret)
        )
        column(self._stack, spacing=0, on=self)
        theme.watch(self._resize_cards)
        self.show_recent()

    def show_recent(self) -> None:
        """Read the list of recent vaults again and take the first."""
        clear(self._recent_list)
        paths = self._preferences.now.recent_vaults
        self._recent.setVisible(bool(paths))
        self._recent_list.addStretch(1)
        self._recent_list.addWidget(Label(self._theme, _("Kho gần đây"), 13, MEDIUM, "muted"))
        for path in paths[:5]:
            item = RecentVault(self._theme, path)
            item.clicked.connect(partial(self.card.choose, path))
            self._recent_list.addWidget(item)
            if path == paths[0]:
                item.setChecked(True)
        hint = _("Kho trên USB hiện lại khi cắm đúng thiết bị.")
        self._recent_list.addWidget(Label(self._theme, hint, 12.5, REGULAR, "faint", wrap=True))
        self._recent_list.addStretch(1)
        if paths:
            self.card.choose(paths[0])
        self.begin()

    def begin(self) -> None:
        """Put the cursor where the person begins: the passphrase, or the folder."""
        (self.card.secret if self.card.folder.value else self.card.folder).setFocus()

    def _on_open_asked(self, folder: str, secret: str) -> None:
        self.card.set_busy(True)
        self._tasks.run(partial(_open, folder, secret), self._on_opened, self._on_open_failed)

    def _on_opened(self, services: Services) -> None:
        self.card.set_busy(False)
        self.card.secret.clear()
        self._preferences.remember_vault(services.path)
        self._stack.setCurrentIndex(0)
        self._passphrase, self._created = "", None
        self.opened.emit(services)

    def _on_open_failed(self, error: InspectorError) -> None:
        self._stack.setCurrentIndex(0)
        self.card.set_busy(False)
        self.card.show_failure(error)

    def _on_create_asked(self) -> None:
        if self._create_card is None:
            from inspector_app.gui.pages.create_vault import CreateVaultCard

            self._create_card = CreateVaultCard(self._theme)
            self._create_card.setFixedWidth(self._theme.px(WIDE_CARD))
            self._create_card.back_asked.connect(self._on_back)
            self._create_card.create_asked.connect(self._on_create)
            self._stack.addWidget(_centred(row(self._create_card), self._create_card.name))
        self._stack.setCurrentWidget(_page_of(self._create_card, self._stack))
        self._create_card.prepare()

    def _on_back(self) -> None:
        self._stack.setCurrentIndex(0)
        self.card.folder.setFocus()

    def _on_create(self, folder: str, passphrase: str, person: Person) -> None:
        assert self._create_card is not None
        self._create_card.set_busy(True)
        self._passphrase = passphrase
        self._tasks.run(
            partial(_create, folder, passphrase, person), self._on_created, self._on_create_failed
        )

    def _on_create_failed(self, error: InspectorError) -> None:
        assert self._create_card is not None
        self._create_card.set_busy(False)
        self._create_card.show_failure(error)

    def _on_created(self, created: CreatedVault) -> None:
        assert self._create_card is not None
        self._create_card.set_busy(False)
        self._created = created
        if self._code_card is None:
            from inspector_app.gui.pages.recovery_code import RecoveryCodeCard

            self._code_card = RecoveryCodeCard(self._theme)
            self._code_card.setFixedWidth(self._theme.px(560))
            self._code_card.confirmed.connect(self._on_confirmed)
            self._stack.addWidget(_centred(row(self._code_card), self._code_card.check))
        self._code_card.show_code(created.recovery_code)
        self._stack.setCurrentWidget(_page_of(self._code_card, self._stack))

    def _on_confirmed(self) -> None:
        assert self._code_card is not None
        assert self._created is not None
        self._code_card.forget()
        self.card.folder.show_value(self._created.path)
        self._stack.setCurrentIndex(0)
        self._on_open_asked(self._created.path, self._passphrase)

    def _resize_cards(self) -> None:
        self.card.setFixedWidth(self._theme.px(CARD_WIDTH))
        self._recent.setFixedWidth(self._theme.px(320))


def _open(folder: str, secret: str) -> Services:
    return warmup.workshop().open_vault(folder, secret)


def _create(folder: str, passphrase: str, person: Person) -> CreatedVault:
    return warmup.workshop().create_vault(folder, passphrase, person)


def _centred(content: QBoxLayout, first: QWidget) -> QScrollArea:
    inside = QWidget()
    column(None, row(None, content, None), None, margins=(16, 16, 16, 16), on=inside)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.viewport().setAutoFillBackground(False)
    inside.setAutoFillBackground(False)
    area.setWidget(inside)
    inside.setAutoFillBackground(False)
    area.setFocusProxy(first)  # out of the chain of Tab, without the Qt namespace
    return area


def _page_of(widget: QWidget, stack: QStackedWidget) -> QWidget:
    """The page of a stack that holds a widget somewhere inside."""
    for index in range(stack.count()):
        page = stack.widget(index)
        if page is not None and page.isAncestorOf(widget):
            return page
    raise LookupError(widget)
