"""The inspection that lies open: its view, and reading it again when something touched it."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from inspector_app.domain.form.instance.engine import Node
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.suggestions import Suggestion
from inspector_app.gui.broadcast import Broadcast
from inspector_app.gui.tasks import Tasks
from inspector_app.services.outcomes import Outcome
from inspector_app.services.rates import Rates
from inspector_app.services.suggested import suggested_findings
from inspector_app.services.views import InspectionView, QuestionView
from inspector_app.services.workshop import Services


class OpenInspection(QObject):
    """The view of one inspection, kept fresh.

    Signals:
        opened: another inspection lies open.
        refreshed: the view was read again.
        failed(InspectorError): an action that is no typed text was refused.
    """

    opened = Signal()
    refreshed = Signal()
    failed = Signal(object)

    def __init__(
        self, services: Services, tasks: Tasks, broadcast: Broadcast, parent: QObject | None
    ) -> None:
        super().__init__(parent)
        self.services = services
        self.tasks = tasks
        self._broadcast = broadcast
        self._view: InspectionView | None = None
        self._rates: tuple[InspectionView, Rates] | None = None
        self._suggested: dict[str, tuple[Suggestion, ...]] = {}
        self._suggested_in: InspectionView | None = None
        self._sending = False
        broadcast.touched.connect(self._on_touched)

    @property
    def view(self) -> InspectionView:
        """The inspection as last read; only after ``opened``."""
        assert self._view is not None
        return self._view

    @property
    def is_open(self) -> bool:
        """Whether an inspection was read."""
        return self._view is not None

    @property
    def id(self) -> EntityId:
        """The inspection's id."""
        return self.view.inspection.id

    @property
    def rates(self) -> Rates:
        """The rates of the view."""
        if self._rates is None or self._rates[0] is not self._view:
            self._rates = self.view, Rates(self.view)
        return self._rates[1]

    def question(self, node: Node) -> QuestionView | None:
        """The view of a node."""
        return self.view.question(node) if self._view is not None else None

    def suggested(self, question: str) -> tuple[Suggestion, ...]:
        """The findings that the answer to a question suggests; computed once for each view."""
        if self._suggested_in is not self._view and self._view is not None:
            self._suggested_in = self._view
            found = suggested_findings(self._view)
            self._suggested = {
                name: tuple(one for one in found if one.question == name)
                for name in {one.question for one in found}
            }
        return self._suggested.get(question, ())

    def reload(self) -> None:
        """Read the open inspection again."""
        if self._view is not None:
            show = partial(self.services.inspections.show, self.id)
            self.tasks.run(show, self._on_shown, self.failed.emit)

    def take(self, view: InspectionView, outcome: Outcome[Any]) -> None:
        """An own action brought a newer view: tell the others, then show it."""
        self._view = view
        self._sending = True
        self._broadcast.send(outcome)
        self._sending = False
        self.refreshed.emit()

    def _on_shown(self, view: InspectionView) -> None:
        if view.inspection.id == self.id:
            self._view = view
            self.refreshed.emit()

    def _on_touched(self, touched: object) -> None:
        if self._sending or self._view is None or not isinstance(touched, tuple):
            return
        if any(one.of in (None, self.id) or one.kind in ("bundle", "conflict") for one in touched):
            self.reload()
