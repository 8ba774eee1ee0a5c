"""A new trip from its workbook: which checklist the units of each kind are inspected with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.form.definition import Form
from inspector_app.domain.trip.editions import CHECKLISTS, Edition, edition_of
from inspector_app.domain.trip.plan import TripPlan
from inspector_app.domain.trip.values import UnitKind
from inspector_app.gui import files, words
from inspector_app.gui.dialogs.base import Dialog
from inspector_app.gui.fonts import MEDIUM, REGULAR
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.warmup import workshop
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.gui.widgets.checks import DropDown
from inspector_app.gui.widgets.frames import Card, Label
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.host.i18n import _, language, ngettext
from inspector_app.host.wording import number
from inspector_app.services.outcomes import Outcome
from inspector_app.services.trip_views import TripView
from inspector_app.services.workshop import Services


class _KindLine(Card):
    """One kind of unit with the checklist chosen for it; ``path`` is empty for the shipped one."""

    def __init__(self, theme: Theme, kind: UnitKind, count: int) -> None:
        super().__init__(theme, "sunken")
        name = words.unit_kind(kind)
        units = ngettext("{count} đơn vị", "{count} đơn vị", count).format(count=number(count))
        self.path = ""
        self._edition, self._has_shipped = Edition.THREE_TIERS, True
        self.changed: Callable[[], None] = lambda: None
        self.text = Label(theme, "", 13.5, REGULAR, "muted", wrap=True)
        self.choose = Button(theme, _("Chọn phiếu…"), icon="folder")
        self.choose.setAccessibleName(_("Chọn phiếu cho {kind}").format(kind=name))
        self.shipped = Button(theme, _("Bỏ chọn"), ButtonKind.GHOST)
        self.shipped.setAccessibleName(_("Bỏ phiếu đã chọn cho {kind}").format(kind=name))
        self.shipped.clicked.connect(partial(self.show_choice, "", None))
        told = column(Label(theme, f"{name} · {units}", 14, MEDIUM), self.text, spacing=2)
        line = row(spacing=8, margins=(14, 10, 12, 10), on=self)
        line.insertLayout(0, told, 1)
        line.addWidget(self.shipped)
        line.addWidget(self.choose)
        self.show_choice("", None)

    def show_choice(self, path: str, form: Form | None) -> None:
        """Show a checklist of the office, or the shipped one when there is none."""
        self.path = path if form is not None else ""
        self.shipped.setVisible(form is not None)
        self.changed()
        if form is None:
            self._show_shipped()
            return
        asked = sum(one.is_answerable for one in form.questions.values())
        count = ngettext("{count} câu", "{count} câu", asked).format(count=number(asked))
        title = form.title.in_(language()) or form.form_id
        version = _("phiên bản {version}").format(version=form.version) if form.version else ""
        parts = (title, version, count, words.file_name(path))
        self.text.setText(" · ".join(part for part in parts if part))

    @property
    def has_form(self) -> bool:
        """Whether its units have a checklist: the office's own, or a shipped one."""
        return bool(self.path) or self._has_shipped

    def show_edition(self, edition: Edition, has_shipped: bool) -> None:
        """Which edition's shipped checklist stands for this kind, when the office chose none."""
        self._edition, self._has_shipped = edition, has_shipped
        if not self.path:
            self._show_shipped()

    def _show_shipped(self) -> None:
        text = _("Phiếu kèm theo phần mềm, bộ {edition}").format(edition=self._edition)
        if not self._has_shipped:
            text = _("Bộ {edition} không có phiếu cho loại này: chọn phiếu riêng hoặc bộ khác")
            text = text.format(edition=self._edition)
        self.text.setText(text)


class CreateTripDialog(Dialog):
    """Chooses checklists by kind of unit and makes the trip.

    Signals:
        created(object): the ``Outcome[TripView]``.
    """

    created = Signal(object)

    def __init__(
        self,
        theme: Theme,
        tasks: Tasks,
        services: Services,
        path: str,
        plan: TripPlan,
        parent: QWidget | None = None,
    ) -> None:
        text = _("«{title}». Chọn phiếu cho từng loại đơn vị; tạo đợt rồi vẫn đổi được phiếu.")
        super().__init__(theme, _("Tạo đợt kiểm tra"), text.format(title=plan.title), parent)
        self.setMinimumWidth(theme.px(620))
        self._tasks, self._services, self._path = tasks, services, path
        counts = Counter(unit.kind for unit in plan.units)
        self.lines = {
            kind: _KindLine(theme, kind, counts[kind]) for kind in UnitKind if counts[kind]
        }
        self.edition = self._edition_choice(edition_of(plan.starts))
        for kind, line in self.lines.items():
            line.choose.clicked.connect(partial(self._on_choose, kind))
            line.changed = self._show_readiness
            self.body.addWidget(line)
        self.reason = Label(theme, "", 13, MEDIUM, "bad", wrap=True)
        self.body.addWidget(self.reason)
        self.add_close(_("Hủy"))
        self.create_button = self.add_button(_("Tạo đợt"), ButtonKind.PRIMARY, icon="check")
        self.create_button.clicked.connect(self._on_create)
        self.create_button.setFocus()
        self._on_edition()

    def _edition_choice(self, edition: Edition) -> DropDown:
        """The edition of the shipped checklists; the law of the trip's first day is chosen."""
        choice = DropDown(self._theme, _("Bộ phiếu kèm theo phần mềm"))
        choice.addItem(_("2019 · ba cấp (đến 30/06/2025)"), Edition.THREE_TIERS)
        choice.addItem(_("2025 · hai cấp (từ 01/07/2025)"), Edition.TWO_TIERS)
        choice.setCurrentIndex(list(Edition).index(edition))
        choice.activated.connect(self._on_edition)
        line = row(spacing=12)
        line.addWidget(Label(self._theme, choice.accessibleName(), 14))
        line.addWidget(choice, 1)
        self.body.addLayout(line)
        return choice

    def _on_edition(self) -> None:
        edition = Edition(self.edition.currentData())
        for kind, line in self.lines.items():
            line.show_edition(edition, kind in CHECKLISTS[edition])
        self._show_readiness()

    def _show_readiness(self) -> None:
        """No trip can be made while units of one kind have no checklist: say of which kind."""
        missing = [kind for kind, line in self.lines.items() if not line.has_form]
        self.create_button.setEnabled(not missing)
        kinds = ", ".join(words.unit_kind(kind) for kind in missing)
        text = _("Chưa tạo được đợt: chưa có phiếu cho {kinds}.").format(kinds=kinds)
        self.reason.setText(text if missing else "")
        self.reason.setVisible(bool(missing))
        self.create_button.setToolTip(text if missing else "")
        self._fit()

    def show_failure(self, error: InspectorError) -> None:
        """The banner needs room of its own, or it would take it from the lines."""
        super().show_failure(error)
        self._fit()

    def _fit(self) -> None:
        """As high as the texts need at the present width."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            height = layout.totalHeightForWidth(self.width())
            self.setMinimumHeight(min(height, self.screen().availableGeometry().height()))
        self.adjustSize()

    def _on_choose(self, kind: UnitKind) -> None:
        path = files.choose_open(self, _("Chọn phiếu"), files.form_patterns())
        if path:
            self.banner.clear()
            self.lines[kind].choose.set_busy(True)
            self._tasks.run(
                lambda: workshop().read_form(path),
                partial(self._on_read, kind, path),
                partial(self._on_unreadable, kind),
            )

    def _on_read(self, kind: UnitKind, path: str, form: Form) -> None:
        self.lines[kind].choose.set_busy(False)
        self.lines[kind].show_choice(path, form)
        self.adjustSize()

    def _on_unreadable(self, kind: UnitKind, error: InspectorError) -> None:
        self.lines[kind].choose.set_busy(False)
        self.show_failure(error)

    def _on_create(self) -> None:
        chosen = {kind: line.path for kind, line in self.lines.items() if line.path}
        edition = Edition(self.edition.currentData())
        self.banner.clear()
        self.create_button.set_busy(True)
        self._tasks.run(
            partial(self._services.trips.create, self._path, chosen, edition),
            self._on_created,
            self._on_failed,
        )

    def _on_created(self, outcome: Outcome[TripView]) -> None:
        self.created.emit(outcome)
        self.accept()

    def _on_failed(self, error: InspectorError) -> None:
        self.create_button.set_busy(False)
        self.show_failure(error)
