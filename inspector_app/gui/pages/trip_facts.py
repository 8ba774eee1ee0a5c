"""The facts of the trip: decision, period, dates, place, edition."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout

from inspector_app.gui.fonts import REGULAR
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.frames import Label
from inspector_app.host.i18n import _
from inspector_app.host.wording import day
from inspector_app.services.trip_views import TripView


def facts_grid(theme: Theme, view: TripView) -> QGridLayout:
    """Names at the left, values at the right."""
    trip = view.trip
    grid = QGridLayout()
    grid.setHorizontalSpacing(18)
    grid.setVerticalSpacing(6)
    facts = (
        (
            _("Quyết định"),
            _("số {number} ngày {day}").format(
                number=trip.decision_number, day=day(trip.decision_date)
            ),
        ),
        (_("Cơ quan ban hành"), trip.agency),
        (_("Thời kỳ kiểm tra"), f"{day(trip.period_from)} – {day(trip.period_to)}"),
        (_("Thời gian tiến hành"), f"{day(trip.starts)} – {day(trip.ends)}"),
        (_("Địa danh"), trip.place),
        *([(_("Phiên bản"), _edition(view))] if view.edition else []),
    )
    for line, (name, value) in enumerate(facts):
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(Label(theme, name, 13.5, REGULAR, "muted"), line, 0, top)
        grid.addWidget(Label(theme, value, 13.5, REGULAR, wrap=True), line, 1)
    grid.setColumnStretch(1, 1)
    return grid


def _edition(view: TripView) -> str:
    return _("{number}, ngày {day}").format(number=view.edition, day=day(view.edition_day))
