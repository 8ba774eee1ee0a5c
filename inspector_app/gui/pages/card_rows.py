"""Cards of people as lines of a page, and what is said about handing one's own on."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from inspector_app.domain.trip.values import Role
from inspector_app.gui import words
from inspector_app.gui.fonts import MEDIUM, REGULAR
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.frames import Label
from inspector_app.gui.widgets.indicators import Pill, Tone
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.host.i18n import _
from inspector_app.services.views import CardView


def card_row(theme: Theme, card: CardView, *, is_revoked: bool) -> QVBoxLayout:
    """Whose card it is and in which role; that its device is revoked stands before all else."""
    tone, text = (
        (Tone.GOOD, words.role(card.member.role))
        if card.member
        else (Tone.WARN, _("chưa gắn với ai"))
    )
    pills = [Pill(theme, text, Tone.NEUTRAL if is_revoked else tone)]
    if is_revoked:
        pills.insert(0, Pill(theme, _("đã thu hồi"), Tone.BAD))
    parts = filter(None, (card.post, card.agency, card.device))
    about = Label(theme, " · ".join(parts), 12.5, REGULAR, "muted", wrap=True)
    about.setToolTip(card.fingerprint)
    name = Label(theme, card.name, 14, MEDIUM)
    return column(row(name, None, *pills, spacing=6), about, spacing=1)


def leads(card: CardView) -> bool:
    """Whether it is a team leader's: others compare words with them, not the other way round."""
    return card.member is not None and card.member.role is Role.LEADER


def handing_on(card: CardView) -> str:
    """What to do with the file of one's own card."""
    if leads(card):
        return _("Gửi tệp này cho các thành viên và đọc tám từ vân tay cho họ đối chiếu.")
    return _("Gửi tệp này cho trưởng đoàn và đọc tám từ vân tay cho họ đối chiếu.")
