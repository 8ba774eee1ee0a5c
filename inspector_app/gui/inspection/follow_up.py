"""The ways between answers, findings and requirements of one page, and taking suggestions over."""

from __future__ import annotations

from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from inspector_app.domain.trip.previous import PreviousRequirement
from inspector_app.domain.trip.suggestions import Suggestion
from inspector_app.domain.trip.values import Finding, Requirement
from inspector_app.gui.inspection import rail
from inspector_app.gui.inspection.centre import Centre
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.items import Place, place_named
from inspector_app.gui.inspection.overlays import Overlays
from inspector_app.gui.inspection.side_panel import SidePanel
from inspector_app.gui.inspection.standing import standing
from inspector_app.host.i18n import _
from inspector_app.services.outcomes import Outcome


class Page(Protocol):
    """What the ways need of the page."""

    desk: Desk
    centre: Centre
    panel: SidePanel
    overlays: Overlays

    def say(self, text: str, ink: str = "accent") -> None: ...
    def go(self, place: Place) -> None: ...
    def show_place(self, place: str) -> None: ...
    def new_finding(self, question: str | None = None) -> None: ...


class FollowUp(QObject):
    """Leads from a question to its findings and requirements, and back."""

    def __init__(self, page: Page) -> None:
        assert isinstance(page, QWidget)
        super().__init__(page)
        self._page = page
        overview, panel, drawer = page.centre.overview, page.panel, page.overlays.drawer
        overview.finding_opened.connect(page.overlays.open_finding)
        overview.finding_wanted.connect(partial(page.new_finding, ""))
        overview.question_wanted.connect(self.show_question)
        panel.finding_wanted.connect(page.new_finding)
        panel.finding_opened.connect(page.overlays.open_finding)
        panel.box.suggestion_taken.connect(self.take)
        panel.box.requirement_opened.connect(self.show_requirement)
        drawer.question_wanted.connect(self.show_question)
        page.desk.opened.connect(self._on_opened)
        shortcut = QShortcut(QKeySequence("Shift+F4"), page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.take_first)

    def _on_opened(self) -> None:
        """What the last trip left open is to be checked at this unit: say so at the beginning."""
        view = self._page.desk.view
        former = view.previous.requirements if view.previous else ()
        left = sum(standing(view, one.id, one.due).is_open for one in former)
        if left and not view.session.started:
            text = _("Kỳ trước còn {count} yêu cầu chưa khắc phục: xem ở «Tồn tại, yêu cầu».")
            self._page.say(text.format(count=left), "warn")

    def take_first(self) -> None:
        """Shift+F4: the first suggestion at the selected question becomes a finding."""
        found = self._page.panel.box.suggestions
        if not self._page.desk.is_open or self._page.centre.column is None:
            return
        if found:
            self.take(found[0])
        else:
            self._page.say(_("Câu này không có gợi ý tồn tại."), "warn")

    def take(self, one: Suggestion) -> None:
        """Record a suggestion and open it, to be put into the team's own words."""
        desk = self._page.desk
        service = desk.services.findings
        desk.flush()
        add = partial(service.add, desk.id, one.question, one.severity, one.text, one.legal_basis)
        desk.act(
            add,
            self._on_taken,
            undo=lambda outcome: partial(service.remove, outcome.value.id),
            redo=lambda outcome: partial(service.restore, outcome.value.id),
            text=_("ghi tồn tại theo gợi ý"),
        )

    def _on_taken(self, outcome: Outcome[Finding]) -> None:
        self._page.overlays.open_finding(outcome.value)

    def show_question(self, name: str) -> None:
        """Jump to a question or table; what is typed in the drawer is kept."""
        place = place_named(self._page.desk.view, name)
        if self._page.overlays.drawer.isVisible():
            self._page.overlays.drawer.close_drawer()
        if place is not None:
            self._page.go(place)
        else:
            self._page.say(_("Phiếu hiện hành không còn câu này."), "warn")

    def show_requirement(self, one: Requirement | PreviousRequirement) -> None:
        """Show a requirement where it is edited: at its finding, or in the overview."""
        page = self._page
        findings = page.desk.view.findings
        finding = one.finding if isinstance(one, Requirement) else None
        found = next((each for each in findings if each.id == finding), None)
        if found is not None:
            page.overlays.open_finding(found)
            return
        page.show_place(rail.OVERVIEW)
        page.centre.overview.focus_requirement(one.id)
