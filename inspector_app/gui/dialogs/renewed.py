"""What a person is told when a copied or restored vault got a new identity at opening."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QWidget

from inspector_app.gui import files, words
from inspector_app.gui.dialogs.base import Dialog
from inspector_app.gui.fonts import REGULAR, SEMIBOLD
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import ButtonKind
from inspector_app.gui.widgets.frames import Glyph, Label
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.host.i18n import _
from inspector_app.services.device_words import renewal_told
from inspector_app.services.renewal import RenewalView
from inspector_app.services.workshop import Services


class RenewedDialog(Dialog):
    """What happened, what was kept, what to do; shown at each opening until it was closed once."""

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        services: Services,
        view: RenewalView,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, _("Kho này có định danh máy mới"), parent=parent)
        self._tasks, self._services = tasks, services
        width = theme.px(560)
        self.setFixedWidth(width)
        parts = zip(
            (_("Chuyện gì đã xảy ra"), _("Những gì được giữ"), _("Bạn cần làm gì")),
            ("info", "shield", "arrow-right"),
            renewal_told(view),
            strict=True,
        )
        for heading, icon, sentence in parts:
            said = Label(theme, _(sentence), 14, REGULAR, "muted", wrap=True, selectable=True)
            said.setAccessibleName(heading)
            texts = column(Label(theme, heading, 14, SEMIBOLD), said, spacing=3)
            self.body.addLayout(
                row(Glyph(theme, icon, 32, "accent_text", disc="accent_soft"), texts, spacing=12)
            )
        self.card_button = self.add_button(_("Lưu thẻ mới…"), ButtonKind.SECONDARY, icon="card")
        self.card_button.clicked.connect(self._on_card)
        self.done_button = self.add_button(_("Đã hiểu"), ButtonKind.PRIMARY)
        self.done_button.clicked.connect(self.accept)
        self.done_button.setFocus()
        layout = self.layout()
        if layout is not None:  # the sentences wrap: only with the width the height is known
            self.resize(width, layout.heightForWidth(width))
        self.finished.connect(self._on_closed)

    def _on_card(self) -> None:
        path = files.choose_save(
            self, _("Lưu thẻ nhận diện"), files.card_patterns(), "the-nhan-dien.inspcard"
        )
        if path:
            self._tasks.run(
                partial(self._services.cards.export, path),
                partial(self._on_saved, path),
                self.show_failure,
            )

    def _on_saved(self, path: str, _card: object) -> None:
        self.banner.show_message(
            _("Đã lưu thẻ vào «{name}».").format(name=words.file_name(path)),
            _("Gửi tệp này cho trưởng đoàn và đọc tám từ vân tay cho họ đối chiếu."),
            Tone.GOOD,
        )

    def _on_closed(self, _result: int) -> None:
        self._tasks.run(self._services.devices.dismiss)
