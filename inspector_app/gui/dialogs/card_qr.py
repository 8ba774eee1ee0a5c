"""The own card for others to scan: QR code, eight words, and the code as text or picture."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.report.values import QrMatrix
from inspector_app.gui import files, words
from inspector_app.gui.dialogs.base import Dialog
from inspector_app.gui.dialogs.cards import FingerprintCard
from inspector_app.gui.fonts import MEDIUM, REGULAR
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import ButtonKind
from inspector_app.gui.widgets.frames import Label
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.gui.widgets.layouts import row
from inspector_app.gui.widgets.qr import QrCode
from inspector_app.host.i18n import _
from inspector_app.services.views import CardView
from inspector_app.services.workshop import Services

LARGE, SMALL = 6, 4
"""Pixels along a square, where the window is high enough and where it is not."""
ENOUGH = 690


class CardQrDialog(Dialog):
    """Large enough for a camera at arm's length."""

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        services: Services,
        card: CardView,
        matrix: QrMatrix,
        parent: QWidget | None = None,
    ) -> None:
        text = _(
            "Đưa màn hình cho người nhận thẻ quét, hoặc đọc tám từ. Mã QR chỉ để đối chiếu: tệp thẻ"
            " vẫn phải gửi riêng."
        )
        super().__init__(theme, _("Thẻ của {name}").format(name=card.name), text, parent)
        self._tasks, self._services, self._card = tasks, services, card
        about = " · ".join(filter(None, (card.post, card.agency, card.device)))
        self.body.addWidget(Label(theme, about, 14, MEDIUM, wrap=True))
        height = parent.window().height() if parent is not None else ENOUGH
        square = LARGE if height >= ENOUGH else SMALL
        self.qr = QrCode(theme, matrix, _("Mã QR của thẻ"), square)
        self.body.addLayout(row(None, self.qr, None))
        self.body.addWidget(FingerprintCard(theme, card.fingerprint))
        code = Label(theme, card.code, 11, REGULAR, "faint", wrap=True, selectable=True)
        code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        code.setText("\u200b".join(card.code[at : at + 40] for at in range(0, len(card.code), 40)))
        self.body.addWidget(code)
        self.copy = self.add_button(_("Chép chữ"), ButtonKind.GHOST, icon="copy")
        self.copy.setAccessibleName(_("Chép chữ trong mã QR"))
        self.copy.clicked.connect(partial(_copy, card.code))
        self.save = self.add_button(_("Lưu ảnh…"), ButtonKind.SECONDARY, icon="image")
        self.save.clicked.connect(self._on_save)
        self.close_button = self.add_close(_("Xong"))
        self.close_button.setFocus()

    def _on_save(self) -> None:
        patterns = _("Ảnh mã QR (*.png *.svg)")
        path = files.choose_save(self, _("Lưu ảnh mã QR"), patterns, "the-nhan-dien-qr.png")
        if path:
            self.save.set_busy(True)
            call = partial(self._services.cards.export_qr, path)
            self._tasks.run(call, partial(self._on_saved, path), self._on_failed)

    def _on_saved(self, path: str, _card: CardView) -> None:
        self.save.set_busy(False)
        text = _("Đã lưu mã QR vào «{name}».").format(name=words.file_name(path))
        self.banner.show_message(text, "", Tone.GOOD)

    def _on_failed(self, error: InspectorError) -> None:
        self.save.set_busy(False)
        self.show_failure(error)


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
