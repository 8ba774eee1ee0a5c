"""Before a former value comes back: what stands there now, and what will."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from inspector_app.domain.trip.history import HistoryLine
from inspector_app.gui.dialogs.base import Dialog
from inspector_app.gui.fonts import MEDIUM, REGULAR, SEMIBOLD
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import ButtonKind
from inspector_app.gui.widgets.frames import Card, Label
from inspector_app.gui.widgets.layouts import column
from inspector_app.host import history_wording as words
from inspector_app.host.i18n import _
from inspector_app.services.returning import Return


class BringBackDialog(Dialog):
    """Two cards, one over the other; ``accepted`` means yes."""

    def __init__(self, theme: Theme, view: Return, parent: QWidget | None = None) -> None:
        super().__init__(
            theme,
            _("Lấy lại giá trị cũ"),
            words.subject_text(view.former.subject),
            parent,
        )
        if view.current is not None:
            self.body.addWidget(_card(theme, _("Hiện nay"), view.current, "muted"))
        self.body.addWidget(_card(theme, _("Sẽ trở lại"), view.former, "accent_text"))
        note = _("Giá trị hiện nay không mất: nó vẫn còn trong nhật ký và có thể lấy lại.")
        self.body.addWidget(Label(theme, note, 13, REGULAR, "muted", wrap=True))
        self.add_close(_("Thôi"))
        yes = self.add_button(_("Lấy lại"), ButtonKind.PRIMARY, icon="undo")
        yes.clicked.connect(self.accept)
        yes.setFocus()


def _card(theme: Theme, title: str, line: HistoryLine, ink: str) -> Card:
    frame = Card(theme)
    about = f"{line.author} · {words.when_text(line)} · {line.device}"
    column(
        Label(theme, title, 12.5, MEDIUM, ink),
        Label(theme, words.after_text(line), 15, SEMIBOLD, wrap=True),
        Label(theme, about, 12.5, REGULAR, "muted", wrap=True),
        spacing=3,
        margins=(14, 10, 14, 12),
        on=frame,
    )
    return frame
