"""What of the conflicts is listed: state, unit, section, kind, person."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from inspector_app.gui.models.conflict_words import KINDS, authors
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.checks import DropDown
from inspector_app.gui.widgets.indicators import Chip, Tone
from inspector_app.gui.widgets.layouts import row
from inspector_app.host.i18n import N_, _, language
from inspector_app.services.conflict_views import ConflictFilter, ConflictState, ConflictView

_WAITING: Final = (ConflictState.OPEN, ConflictState.REOPENED)
_STATES: Final = (
    (N_("Tất cả"), tuple(ConflictState), False),
    (N_("Đang mở"), _WAITING, False),
    (N_("Mở lại"), (ConflictState.REOPENED,), False),
    (N_("Đã xử lý"), (ConflictState.DECIDED,), False),
    (N_("Việc của tôi"), _WAITING, True),
)
"""Text, states, and whether only what this person decides."""


class ConflictFilters(QWidget):
    """Chips for the state, drop-downs for the rest; the page places ``states`` and ``downs``.

    Signals:
        changed(): another filter.
    """

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._state = 0
        group = QButtonGroup(self)
        group.setExclusive(True)
        self.chips: list[Chip] = []
        for number, (text, _states, _mine) in enumerate(_STATES):
            chip = Chip(theme, _(text), 0, Tone.NEUTRAL)
            chip.clicked.connect(partial(self._on_state, number))
            group.addButton(chip, number)
            self.chips.append(chip)
        self.chips[0].setChecked(True)
        self.unit = DropDown(theme, _("Đơn vị"))
        self.section = DropDown(theme, _("Phần"))
        self.kind = DropDown(theme, _("Loại"))
        self.person = DropDown(theme, _("Người ghi"))
        self._downs = (self.unit, self.section, self.kind, self.person)
        for one in self._downs:
            one.activated.connect(self.changed)
            one.setMaximumWidth(theme.px(170))
        self.states = row(*self.chips, spacing=8)
        self.downs = row(*self._downs, spacing=8)

    def show_choices(self, known: Sequence[ConflictView]) -> None:
        """Offer what there is to choose; the counts are those of all conflicts."""
        units = {one.inspection.id: one.inspection.unit.name for one in known if one.inspection}
        named = sorted(units.items(), key=lambda item: item[1])
        self.unit.show_choices([(_("Mọi đơn vị"), b""), *((name, key) for key, name in named)])
        sections = {
            one.section: one.section_label.in_(language()) or one.section
            for one in known
            if one.section
        }
        self.section.show_choices(
            [(_("Mọi phần"), ""), *((text, key) for key, text in sections.items())]
        )
        kinds = {one.kind for one in known}
        listed = [(_(text), str(kind)) for kind, text in KINDS.items() if kind in kinds]
        self.kind.show_choices([(_("Mọi loại"), ""), *listed])
        people = authors(known)
        self.person.show_choices([(_("Mọi người ghi"), ""), *((one, one) for one in people)])
        for chip, (_text, states, is_mine) in zip(self.chips, _STATES, strict=True):
            wanted = ConflictFilter(states=frozenset(states), is_mine=is_mine)
            chip.set_count(sum(wanted.has(one) for one in known))

    def value(self) -> ConflictFilter:
        """What to list."""
        _text, states, is_mine = _STATES[self._state]
        return ConflictFilter(
            inspection=self.unit.currentData() or b"",
            section=self.section.currentData() or "",
            kind=self.kind.currentData() or "",
            person=self.person.currentData() or "",
            states=frozenset(states),
            is_mine=is_mine,
        )

    def set_shown(self, *, is_shown: bool) -> None:
        """Where there is nothing at all, nothing is filtered."""
        for one in (*self.chips, *self._downs):
            one.setVisible(is_shown)

    def reset(self) -> None:
        """List everything again."""
        for one in self._downs:
            one.setCurrentIndex(0)
        self._on_state(0)

    def _on_state(self, number: int) -> None:
        self._state = number
        self.chips[number].setChecked(True)
        self.changed.emit()
