"""Which evidence shows a finding or a remediation: picked from the inspection's evidence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Evidence
from inspector_app.gui import fonts
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.checks import CheckBox
from inspector_app.gui.widgets.frames import Label
from inspector_app.gui.widgets.layouts import clear, column, row
from inspector_app.host.i18n import _
from inspector_app.host.wording import number
from inspector_app.services.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class Owner:
    """What names evidence.

    ``question``: where its evidence is likely to be; ``edit`` writes one of its fields.
    """

    id: EntityId
    question: str
    evidence: tuple[EntityId, ...]
    edit: Callable[[EntityId, str, str], Outcome[Any]]


class EvidencePicks(QWidget):
    """Check boxes: evidence of the question and what is linked; the rest on demand."""

    def __init__(self, desk: Desk, theme: Theme, caption: str, *, hint: str = "") -> None:
        """Make an empty list.

        Args:
            desk: the open inspection.
            theme: colours and sizes.
            caption: the heading; empty for none.
            hint: what to say while there is no owner.
        """
        super().__init__()
        self._desk, self._theme, self._waiting = desk, theme, hint
        self._owner: Owner | None = None
        self._shown: object = None
        self._shows_all = False
        self.boxes: dict[bytes, CheckBox] = {}
        self._list: QVBoxLayout = column(spacing=0)
        self._hint = Label(theme, "", 12.5, ink="muted", wrap=True)
        self.more = Button(theme, _("Chọn minh chứng khác"), ButtonKind.GHOST, icon="clip")
        self.more.clicked.connect(self._on_more)
        head = (Label(theme, caption, 13, fonts.MEDIUM),) if caption else ()
        column(*head, self._list, self._hint, row(self.more, None), spacing=3, on=self)

    def show_owner(self, owner: Owner | None) -> None:
        """Show the evidence of a finding or remediation; None while it is not recorded yet."""
        if owner is None or (self._owner is not None and owner.id != self._owner.id):
            self._shows_all = False
        self._owner = owner
        known = self._desk.view.evidence
        mine = [one for one in known if self._is_near(one)]
        key = (owner.id if owner else None, tuple((one.id, one.caption) for one in mine))
        if key != self._shown:
            self._shown = key
            clear(self._list)
            self.boxes = {}
            for one in mine:
                self._list.addWidget(self._box(one))
        linked = owner.evidence if owner is not None else ()
        for ent, box in self.boxes.items():
            box.setChecked(ent in linked)
        rest = len(known) - len(mine)
        text = (
            _("Chọn trong {count} minh chứng khác") if mine else _("Chọn trong {count} minh chứng")
        )
        self.more.set_text(text.format(count=number(rest)))
        self.more.setVisible(owner is not None and rest > 0)
        hint = self._waiting if owner is None else ""
        if owner is not None and not known:
            hint = _("Cuộc kiểm tra chưa có minh chứng nào.")
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))

    def _is_near(self, one: Evidence) -> bool:
        owner = self._owner
        if owner is None:
            return False
        is_of_question = bool(owner.question) and one.question == owner.question
        return self._shows_all or is_of_question or one.id in owner.evidence

    def _box(self, one: Evidence) -> CheckBox:
        name = one.caption or one.name
        box = CheckBox(self._theme, name if len(name) <= 52 else name[:51] + "…")
        box.setAccessibleName(_("Minh chứng: {name}").format(name=name))
        box.setToolTip(one.name)
        box.clicked.connect(partial(self._on_clicked, one))
        self.boxes[one.id] = box
        return box

    def _on_more(self) -> None:
        self._shows_all = True
        self.show_owner(self._owner)

    def _on_clicked(self, one: Evidence) -> None:
        owner = self._owner
        if owner is None:
            return
        kept = [ent for ent in owner.evidence if ent != one.id]
        wanted = [*kept, one.id] if self.boxes[one.id].isChecked() else kept
        after, before = (" ".join(ent.hex() for ent in ents) for ents in (wanted, owner.evidence))
        self._desk.act(
            partial(owner.edit, owner.id, "evidence", after),
            undo=lambda _outcome: partial(owner.edit, owner.id, "evidence", before),
            redo=lambda _outcome: partial(owner.edit, owner.id, "evidence", after),
            text=_("chọn minh chứng"),
        )
