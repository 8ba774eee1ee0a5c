"""First contacts: taking in a person's card or a leader's trip pack after comparing words."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.errors import BundleSenderError, CancelledError, InspectorError
from inspector_app.domain.trip.card_codes import CardMatch, read_card_code
from inspector_app.domain.trip.values import Member
from inspector_app.gui import words
from inspector_app.gui.dialogs.base import Dialog
from inspector_app.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from inspector_app.gui.tasks import Job, Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import ButtonKind
from inspector_app.gui.widgets.captions import Field
from inspector_app.gui.widgets.checks import CheckBox, DropDown
from inspector_app.gui.widgets.fields import LineEdit
from inspector_app.gui.widgets.frames import Card, Label
from inspector_app.gui.widgets.layouts import column
from inspector_app.gui.widgets.progress import ProgressLine
from inspector_app.host.i18n import _
from inspector_app.services.exchange import BundleReceipt
from inspector_app.services.outcomes import Outcome
from inspector_app.services.views import CardView
from inspector_app.services.workshop import Services


class FingerprintCard(Card):
    """Eight words in two lines, large enough to be read aloud."""

    def __init__(self, theme: Theme, fingerprint: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, "sunken", parent=parent)
        self.words = Label(
            theme, words.fingerprint_lines(fingerprint), 17, SEMIBOLD, selectable=True
        )
        self.words.setAccessibleName(_("Vân tay: {words}").format(words=fingerprint))
        column(self.words, margins=(18, 14, 18, 14), on=self)


class ImportCardDialog(Dialog):
    """Shows whose card a file is and enrols it once its words were compared.

    Signals:
        imported(object): the ``Outcome`` of the enrolment.
    """

    imported = Signal(object)

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        services: Services,
        path: str,
        card: CardView,
        members: tuple[Member, ...],
        parent: QWidget | None = None,
    ) -> None:
        title = _("Ghi nhận thẻ của {name}").format(name=card.name)
        text = _(
            "Gọi cho chủ thẻ và đọc đối chiếu tám từ dưới đây. Chỉ ghi nhận khi trùng cả tám từ:"
            " từ đó, gói do máy này ký sẽ được tin."
        )
        super().__init__(theme, title, text, parent)
        self._tasks, self._services, self._path, self._card = tasks, services, path, card
        about = " · ".join(filter(None, (card.post, card.agency, card.device)))
        self.body.addWidget(Label(theme, about, 14, MEDIUM, wrap=True))
        self.body.addWidget(FingerprintCard(theme, card.fingerprint))
        self.scanned = LineEdit(theme, _("Chữ quét từ mã QR của chủ thẻ"))
        self._scan = Field(
            theme,
            _("Hoặc quét mã QR trên màn hình của họ"),
            self.scanned,
            help_text=_("Đặt con trỏ vào ô rồi quét bằng máy quét, hoặc dán chữ đã quét."),
        )
        self.scanned.edited.connect(self._on_scanned)
        self.body.addWidget(self._scan)
        self.member = DropDown(theme, _("Là ai trong đoàn"))
        self.member.addItem(_("Chưa có trong danh sách"), None)
        for member in members:
            self.member.addItem(f"{member.name} · {words.role(member.role)}", member.id)
        if card.member is not None:
            ids = [None, *(member.id for member in members)]
            self.member.setCurrentIndex(ids.index(card.member.id))
        if members:
            self.body.addWidget(Field(theme, _("Là ai trong đoàn"), self.member))
        self.check = CheckBox(theme, _("Đã đối chiếu bằng lời (trùng cả tám từ) hoặc bằng mã QR"))
        self.body.addWidget(self.check)
        self.add_close(_("Hủy"))
        self.accept_button = self.add_button(_("Ghi nhận thẻ"), ButtonKind.PRIMARY, icon="card")
        self.accept_button.setEnabled(False)
        self.check.toggled.connect(self.accept_button.setEnabled)
        self.accept_button.clicked.connect(self._on_accept)

    def _on_scanned(self, text: str) -> None:
        """A scanned code that is this card's ticks the box; another one is said at once."""
        scanned, own = read_card_code(text), read_card_code(self._card.code)
        if scanned is None or own is None:
            wrong = len(text.strip()) >= len(self._card.code)
            self._scan.show_error(_("Đây không phải mã QR của thẻ nhận diện.") if wrong else "")
            return
        match = scanned.compared(own)
        told = {
            CardMatch.OTHER_DEVICE: _("KHÔNG phải mã của thẻ này: đừng ghi nhận."),
            CardMatch.OTHER_TEXT: _("Cùng máy nhưng tệp thẻ đã khác: xin họ gửi lại thẻ."),
        }
        self._scan.show_error(told.get(match, ""))
        self.check.setChecked(match is CardMatch.SAME)

    def _on_accept(self) -> None:
        self.accept_button.set_busy(True)
        call = partial(
            self._services.cards.import_,
            self._path,
            self.member.currentData(),
            self._card.fingerprint,
        )
        self._tasks.run(call, self._on_imported, self._on_failed)

    def _on_imported(self, outcome: Outcome[CardView]) -> None:
        self.imported.emit(outcome)
        self.accept()

    def _on_failed(self, error: InspectorError) -> None:
        self.accept_button.set_busy(False)
        self.show_failure(error)


class ImportPackDialog(Dialog):
    """Takes a trip pack in; at first contact the leader's words are compared.

    Signals:
        imported(object): the ``Outcome[BundleReceipt]``.
    """

    imported = Signal(object)

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        services: Services,
        path: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, _("Nhập gói đợt kiểm tra"), words.file_name(path), parent)
        self._tasks, self._services, self._path = tasks, services, path
        self._fingerprint = ""
        self._job: Job | None = None
        self.progress = ProgressLine(theme)
        self.body.addWidget(self.progress)
        self._ask = QWidget()
        self._ask.hide()
        self.body.addWidget(self._ask)
        self.check = CheckBox(theme, _("Trưởng đoàn đọc đúng tám từ này"))
        self.add_close(_("Hủy"))
        self.accept_button = self.add_button(_("Nhập gói"), ButtonKind.PRIMARY, icon="download")
        self.accept_button.clicked.connect(self.start)

    def start(self) -> None:
        """Read the pack."""
        self.banner.clear()
        self.accept_button.set_busy(True)
        self.progress.begin(_("Đang đọc gói"))
        self._job = self._tasks.run(
            partial(self._services.trips.import_pack, self._path, self._fingerprint),
            self._on_imported,
            self._on_failed,
            progress=self.progress.show_progress,
        )

    def reject(self) -> None:
        """Esc or Cancel: stop reading first."""
        if self._job is not None and not self._job.is_finished:
            self._job.cancel()
            return
        super().reject()

    def _on_imported(self, outcome: Outcome[BundleReceipt]) -> None:
        self.imported.emit(outcome)
        self.accept()

    def _on_failed(self, error: InspectorError) -> None:
        self.accept_button.set_busy(False)
        self.progress.hide()
        if isinstance(error, CancelledError):
            return
        found = error.details.get("fingerprint")
        if isinstance(error, BundleSenderError) and isinstance(found, str) and found:
            self._ask_for_words(found)
            return
        self.show_failure(error)

    def _ask_for_words(self, fingerprint: str) -> None:
        self._fingerprint = fingerprint
        text = _(
            "Đây là lần đầu kho này nhận gói từ máy đã ký. Gọi cho trưởng đoàn, nhờ đọc tám từ trên"
            " thẻ nhận diện của họ và đối chiếu:"
        )
        column(
            Label(self._theme, text, 14, REGULAR, "muted", wrap=True),
            FingerprintCard(self._theme, fingerprint),
            self.check,
            on=self._ask,
        )
        self._ask.show()
        self.accept_button.setEnabled(False)
        self.check.toggled.connect(self.accept_button.setEnabled)
        self.check.setFocus()
        self.adjustSize()
