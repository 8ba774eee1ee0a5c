"""The own card on the page of people: who I am, eight words, and the QR code."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.report.values import QrMatrix
from inspector_app.gui.dialogs.card_qr import CardQrDialog
from inspector_app.gui.dialogs.cards import FingerprintCard
from inspector_app.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from inspector_app.gui.pages.card_rows import leads
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.frames import Label
from inspector_app.gui.widgets.layouts import clear, column, row
from inspector_app.gui.widgets.qr import QrCode
from inspector_app.host.i18n import _
from inspector_app.services.views import CardView
from inspector_app.services.workshop import Services

SQUARE = 3


class OwnCard(QWidget):
    """Shows the own card; a click on the QR button shows it large."""

    def __init__(
        self, services: Services, tasks: Tasks, theme: Theme, save: Button, page: QWidget
    ) -> None:
        super().__init__()
        self._services, self._tasks, self._theme, self._page = services, tasks, theme, page
        self._card: CardView | None = None
        self._matrix: QrMatrix | None = None
        self._box = column(spacing=8)
        self.enlarge = Button(theme, _("Phóng to mã QR"), ButtonKind.GHOST, icon="search")
        self.enlarge.clicked.connect(self.show_large)
        self.enlarge.setEnabled(False)
        column(self._box, row(None, self.enlarge, save, spacing=6), spacing=8, on=self)

    def show_card(self, card: CardView | None) -> None:
        """Show a card; its squares come a moment later."""
        if card is None or card == self._card:
            return
        self._card = card
        self._tasks.run(
            partial(self._services.cards.qr, card.code), self._on_matrix, self._on_failure
        )

    def show_large(self) -> None:
        """The dialog for scanning."""
        if self._card is None or self._matrix is None:
            return
        dialog = CardQrDialog(
            self._theme, self._tasks, self._services, self._card, self._matrix, self._page
        )
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_matrix(self, matrix: QrMatrix) -> None:
        card, theme = self._card, self._theme
        assert card is not None
        self._matrix = matrix
        clear(self._box)
        about = " · ".join(filter(None, (card.post, card.agency, card.device)))
        hint = (
            _("Đọc tám từ cho từng thành viên, hoặc đưa mã QR cho họ quét.")
            if leads(card)
            else _("Đọc tám từ cho trưởng đoàn, hoặc đưa mã QR cho họ quét.")
        )
        texts = column(
            Label(theme, _("Thẻ của tôi"), 16, SEMIBOLD),
            Label(theme, card.name, 14, MEDIUM),
            Label(theme, about, 13, REGULAR, "muted", wrap=True),
            Label(theme, hint, 12.5, REGULAR, "faint", wrap=True),
            None,
            spacing=5,
        )
        qr = QrCode(theme, matrix, _("Mã QR của thẻ"), SQUARE)
        line = row(texts, spacing=12)
        line.addWidget(qr, 0, Qt.AlignmentFlag.AlignTop)
        self._box.addLayout(line)
        self._box.addWidget(FingerprintCard(theme, card.fingerprint))
        self.enlarge.setEnabled(True)

    def _on_failure(self, _error: InspectorError) -> None:
        self.enlarge.setEnabled(False)
