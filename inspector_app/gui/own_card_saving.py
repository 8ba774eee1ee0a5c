"""Saving the own card before there is a trip."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject

from inspector_app.gui import files, words
from inspector_app.gui.pages.no_trip import NoTripPage
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.host.i18n import _
from inspector_app.services.workshop import Services


class OwnCardSaving(QObject):
    """Asks for a file and writes the card; the page without a trip tells how it went."""

    def __init__(self, tasks: Tasks, services: Services, page: NoTripPage) -> None:
        super().__init__(page)
        self._tasks, self._services, self._page = tasks, services, page

    def ask(self) -> None:
        """Where to."""
        path = files.choose_save(
            self._page, _("Lưu thẻ nhận diện"), files.card_patterns(), "the-nhan-dien.inspcard"
        )
        if path:
            self._tasks.run(
                partial(self._services.cards.export, path),
                partial(self._on_saved, path),
                self._page.show_failure,
            )

    def _on_saved(self, path: str, _card: object) -> None:
        self._page.banner.show_message(
            _("Đã lưu thẻ vào «{name}».").format(name=words.file_name(path)),
            _("Gửi tệp này cho trưởng đoàn và đọc tám từ vân tay cho họ đối chiếu."),
            Tone.GOOD,
        )
