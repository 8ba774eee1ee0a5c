"""The reason of a decision: typed, or one of those used before."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from itertools import pairwise
from typing import Final

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import IconButton
from inspector_app.gui.widgets.captions import Field
from inspector_app.gui.widgets.fields import LineEdit
from inspector_app.gui.widgets.indicators import Chip
from inspector_app.gui.widgets.layouts import column
from inspector_app.host.i18n import _

OFFERED: Final = 4
GAP: Final = 8
_LONGEST: Final = 28


class ReasonBox(QWidget):
    """A line for the reason, and the last used ones as buttons.

    Signals:
        confirmed(): Enter was pressed in the line.
        list_asked(): edit the list.
    """

    confirmed = Signal()
    list_asked = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._reasons: tuple[str, ...] = ()
        self.line = LineEdit(
            theme,
            _("Lý do quyết định"),
            placeholder=_("Lý do (bắt buộc): tài liệu đã xem, ai đã xác nhận…"),
        )
        self.line.returnPressed.connect(self.confirmed)
        self.line.edited.connect(self._on_edited)
        self.field = Field(theme, _("Lý do quyết định"), self.line)
        self.field.caption.hide()  # the line says it itself; height is scarce below a comparison
        self._edit = IconButton(theme, "sliders", _("Sửa danh sách lý do"), size=29)
        self._edit.clicked.connect(self.list_asked)
        self.chips: list[Chip] = []
        self.choices = _Fitting(self._edit)
        """The buttons, to be placed by the owner."""
        column(self.field, on=self)

    @property
    def value(self) -> str:
        """The reason."""
        return self.line.value.strip()

    def show_reasons(self, reasons: Sequence[str]) -> None:
        """Offer reasons, the first ones as buttons."""
        if tuple(reasons) == self._reasons:
            return
        self._reasons = tuple(reasons)
        self.choices.clear()
        self.chips = []
        for text in self._reasons[:OFFERED]:
            short = text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"
            chip = Chip(self._theme, short)
            chip.setAccessibleName(_("Lý do: {text}").format(text=text))
            chip.setToolTip(text)
            chip.clicked.connect(partial(self.take, text))
            self.chips.append(chip)
        self.choices.show_chips(self.chips)

    def take(self, text: str) -> None:
        """Write one of the reasons."""
        self.line.show_value(text)
        self._on_edited(text)
        self.line.setFocus()

    def set_fixed(self) -> None:
        """Where the list itself is not edited."""
        self._edit.hide()

    def start(self) -> None:
        """Begin anew, for another conflict."""
        self.line.show_value("")
        self._on_edited("")

    def _on_edited(self, text: str) -> None:
        self.field.show_error("")
        for chip, reason in zip(self.chips, self._reasons, strict=False):
            chip.setChecked(reason == text.strip())


class _Fitting(QWidget):
    """Buttons side by side, as many as there is room for; one more always stands after them."""

    def __init__(self, last: QWidget) -> None:
        super().__init__()
        self._last = last
        self._chips: list[Chip] = []
        last.setParent(self)
        policy = QSizePolicy.Policy
        self.setSizePolicy(policy.Expanding, policy.Fixed)

    def show_chips(self, chips: Sequence[Chip]) -> None:
        """Take other buttons."""
        self._chips = list(chips)
        for chip in chips:
            chip.setParent(self)
        for one, other in pairwise((*self._chips, self._last)):
            self.setTabOrder(one, other)
        self._place()
        self.updateGeometry()

    def clear(self) -> None:
        """Delete the buttons."""
        for chip in self._chips:
            chip.hide()
            chip.deleteLater()
        self._chips = []

    def sizeHint(self) -> QSize:
        wide = sum(chip.sizeHint().width() + GAP for chip in self._chips)
        return QSize(wide + self._last.sizeHint().width(), self._last.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self._last.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        last = self._last.sizeHint()
        left, room = 0, self.width() - (last.width() if not self._last.isHidden() else 0)
        for chip in self._chips:
            hint = chip.sizeHint()
            is_fitting = left + hint.width() <= room
            chip.setVisible(is_fitting)
            if is_fitting:
                chip.setGeometry(
                    left, (self.height() - hint.height()) // 2, hint.width(), hint.height()
                )
                left += hint.width() + GAP
            else:
                room = left
        self._last.setGeometry(
            left, (self.height() - last.height()) // 2, last.width(), last.height()
        )
