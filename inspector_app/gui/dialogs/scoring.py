"""How the trip deals with points: on or off, in the minutes or not, the bands of the index."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.scoring.arithmetic import stored
from inspector_app.domain.scoring.bands import (
    DEFAULT_BANDS,
    MAX_BANDS,
    Band,
    bands_text,
    read_bands,
)
from inspector_app.domain.scoring.rules import Fault
from inspector_app.gui.dialogs.base import Dialog
from inspector_app.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind, IconButton
from inspector_app.gui.widgets.checks import CheckBox
from inspector_app.gui.widgets.fields import LineEdit
from inspector_app.gui.widgets.frames import Label, Line
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.host.i18n import _
from inspector_app.host.wording import number
from inspector_app.services.outcomes import Outcome
from inspector_app.services.score_views import ScoreSettings
from inspector_app.services.workshop import Services


class BandRow(QWidget):
    """A threshold and a name.

    Signals:
        edited(): either was changed.
        removed(object): the row itself, to be taken away.
    """

    edited = Signal()
    removed = Signal(object)

    def __init__(self, theme: Theme, band: Band | None, place: int) -> None:
        super().__init__()
        self.threshold = LineEdit(theme, _("Ngưỡng của mức {number}").format(number=place))
        self.threshold.setFixedWidth(theme.px(96))
        self.name = LineEdit(theme, _("Tên của mức {number}").format(number=place))
        if band is not None:
            self.threshold.setText(number(band.threshold))
            self.name.setText(_(band.name))
        text = _("Xóa mức {number}").format(number=place)
        self.remove = IconButton(theme, "trash", text, size=32)
        self.remove.clicked.connect(lambda: self.removed.emit(self))
        for field in (self.threshold, self.name):
            field.edited.connect(self.edited)
        row(
            Label(theme, _("từ"), 14, REGULAR, "muted"),
            self.threshold,
            Label(theme, _("trở lên:"), 14, REGULAR, "muted"),
            self.name,
            self.remove,
            spacing=8,
            on=self,
        )

    @property
    def text(self) -> str:
        """As ``read_bands`` takes it; empty where nothing was typed."""
        threshold, name = self.threshold.value.strip(), self.name.value.strip()
        return f"{threshold}={name}" if threshold or name else ""


class ScoringDialog(Dialog):
    """Takes effect when saved.

    Signals:
        saved(object): the ``Outcome`` of the change.
    """

    saved = Signal(object)

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        services: Services,
        settings: ScoreSettings,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, _("Cách chấm điểm"), parent=parent)
        self._tasks, self._services, self._before = tasks, services, settings
        self.setMinimumWidth(theme.px(520))
        self.is_on = CheckBox(theme, _("Đợt này chấm điểm"))
        self.is_on.setChecked(settings.is_on)
        self.is_printed = CheckBox(theme, _("In bảng điểm trong biên bản"))
        self.is_printed.setChecked(settings.is_printed)
        self.rows: list[BandRow] = []
        self._list = column(spacing=6)
        self.add = Button(theme, _("Thêm mức"), ButtonKind.GHOST, icon="plus")
        self.add.clicked.connect(partial(self._on_add, None))
        self.restore = Button(theme, _("Trở lại mức đề xuất"), ButtonKind.GHOST, icon="undo")
        self.restore.clicked.connect(self._on_restore)
        self._fault = Label(theme, "", 13, MEDIUM, "bad", wrap=True)
        note = _("Xếp loại theo chỉ số chưa làm tròn, từ mức cao đến mức thấp.")
        for item in (self.is_on, self.is_printed, Line(theme)):
            self.body.addWidget(item)
        self.body.addWidget(Label(theme, _("Mức xếp loại"), 15, SEMIBOLD))
        self.body.addWidget(Label(theme, note, 13, REGULAR, "muted", wrap=True))
        self.body.addLayout(self._list)
        self.body.addLayout(row(self.add, self.restore, None, spacing=4))
        self.body.addWidget(self._fault)
        self.add_close(_("Hủy"))
        self.save = self.add_button(_("Ghi"), ButtonKind.PRIMARY, icon="check")
        self.save.clicked.connect(self._on_save)
        self._fill(settings.bands)

    # --- bands

    @property
    def bands(self) -> str:
        """The bands as typed."""
        return ";".join(one.text for one in self.rows if one.text)

    def fault(self) -> str:
        """Why the bands cannot be saved; empty where they can."""
        return self._fault.text()

    def _fill(self, bands: tuple[Band, ...]) -> None:
        for one in tuple(self.rows):
            self._take(one)
        for band in bands:
            self._on_add(band)

    def _on_add(self, band: Band | None, *_ignored: object) -> None:
        one = BandRow(self._theme, band, len(self.rows) + 1)
        one.edited.connect(self._check)
        one.removed.connect(self._on_removed)
        self.rows.append(one)
        self._list.addWidget(one)
        if band is None:
            one.threshold.setFocus()
        self._check()

    def _on_removed(self, one: BandRow) -> None:
        place = self.rows.index(one)
        self._take(one)
        rest = self.rows[min(place, len(self.rows) - 1)] if self.rows else None
        (rest.remove if rest is not None else self.add).setFocus()
        self._check()
        self.adjustSize()

    def _take(self, one: BandRow) -> None:
        self.rows.remove(one)
        self._list.removeWidget(one)
        one.hide()
        one.deleteLater()

    def _on_restore(self) -> None:
        self._fill(DEFAULT_BANDS)
        self.adjustSize()

    def _check(self) -> None:
        found = read_bands(self.bands)
        is_wrong = isinstance(found, Fault)
        text = ""
        if isinstance(found, Fault):
            text = _("{what}; {remedy}").format(what=_(found.what), remedy=_(found.remedy))
        self._fault.setText(text)
        self._fault.setVisible(is_wrong)
        self.save.setEnabled(not is_wrong)
        self.add.setEnabled(len(self.rows) < MAX_BANDS)

    # --- saving

    def _changed_bands(self) -> str | None:
        """The bands where they were changed; the proposals are kept as «nothing set»."""
        found = read_bands(self.bands)
        if isinstance(found, Fault) or _spoken(found) == _spoken(self._before.bands):
            return None
        return "" if _spoken(found) == _spoken(DEFAULT_BANDS) else bands_text(found)

    def _on_save(self) -> None:
        self.save.set_busy(True)
        call = partial(
            self._services.scores.configure,
            is_on=_changed(self.is_on.isChecked(), self._before.is_on),
            is_printed=_changed(self.is_printed.isChecked(), self._before.is_printed),
            bands=self._changed_bands(),
        )
        self._tasks.run(call, self._on_saved, self._on_failed)

    def _on_saved(self, outcome: Outcome[ScoreSettings]) -> None:
        self.saved.emit(outcome)
        self.accept()

    def _on_failed(self, error: InspectorError) -> None:
        self.save.set_busy(False)
        self.show_failure(error)


def _changed(now: bool, before: bool) -> bool | None:
    return None if now is before else now


def _spoken(bands: tuple[Band, ...]) -> list[tuple[str, str]]:
    """Thresholds and names as a person sees them: the proposals in the language spoken."""
    return [(stored(one.threshold), _(one.name)) for one in bands]
