"""A form corrected in the middle of a trip: what it would do, doing it, going back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QWidget

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.form.definition import Form
from inspector_app.domain.form.versions.renaming import Wanted
from inspector_app.domain.log.ids import EntityId
from inspector_app.gui.broadcast import Broadcast
from inspector_app.gui.dialogs.migration import ConfirmMigrationDialog
from inspector_app.gui.fonts import REGULAR, SEMIBOLD
from inspector_app.gui.models import migrations as rows_of
from inspector_app.gui.pages.migration_comparison import CellTable, Comparison
from inspector_app.gui.pages.migration_parts import FormChooser, name_of
from inspector_app.gui.tasks import Tasks
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind, IconButton
from inspector_app.gui.widgets.frames import Banner, Card, Label, Surface
from inspector_app.gui.widgets.indicators import Tone
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.host.i18n import _, ngettext
from inspector_app.host.wording import error_texts, number
from inspector_app.services.migration_views import MigrationPreview
from inspector_app.services.outcomes import Outcome
from inspector_app.services.ports.formats import FormFile
from inspector_app.services.views import InspectionRow
from inspector_app.services.workshop import Services

SIDE_WIDTH, NARROW_SIDE = 340, 280
WIDE = 1100
NO_WISHES = Wanted()


class MigrationPage(Surface):
    """The new form and the inspections at the left, the comparison at the right.

    Signals:
        back_requested(): return to the trip.
    """

    back_requested = Signal()

    def __init__(
        self,
        services: Services,
        tasks: Tasks,
        broadcast: Broadcast,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, "window", parent=parent)
        self._services, self._tasks, self._broadcast = services, tasks, broadcast
        self._form: Form | None = None
        self._file = ""
        self._wanted = NO_WISHES
        self._inspections: tuple[EntityId, ...] = ()
        self._checked: set[EntityId] = set()
        self.preview: MigrationPreview | None = None
        self.chooser = FormChooser(theme)
        self.chooser.chosen.connect(self._on_form_chosen)
        self.chooser.file_chosen.connect(self.read_file)
        self.units = CellTable(theme, _("Cuộc kiểm tra"), rows_of.inspection_headings())
        self.units.row_opened.connect(self._on_unit_toggled)
        self.units.clicked.connect(self._on_unit_clicked)
        self.comparison = Comparison(theme)
        self.comparison.joined.connect(self._on_joined)
        self.banner = Banner(theme, _("Đóng thông báo"))
        self.undo_button = Button(theme, _("Hoàn tác lần đổi cuối…"), icon="undo")
        self.undo_button.clicked.connect(self.ask_undo)
        self.apply_button = Button(theme, _("Áp dụng…"), ButtonKind.PRIMARY, icon="check")
        self.apply_button.setToolTip("Ctrl+Enter")
        self.apply_button.clicked.connect(self.ask_apply)
        QShortcut(QKeySequence("Ctrl+Return"), self, self.ask_apply)
        QShortcut(QKeySequence("Esc"), self, self.back_requested.emit)
        self._build(theme)
        theme.watch(self._resize)

    # --- what others call

    def open(self) -> None:
        """Show the page for the trip as it stands."""
        self.banner.clear()
        self._tasks.run(self._services.forms.list, self.chooser.show_forms, self._on_failure)
        self._tasks.run(self._services.migrations.open_inspections, self._on_open, self._on_failure)
        self.chooser.forms.setFocus()

    def read_file(self, path: str) -> None:
        """Check an authored form and preview it; it is kept only when it is applied."""
        self.banner.clear()
        self._tasks.run(
            partial(self._services.forms.read, path),
            partial(self._on_file, path),
            self._on_failure,
        )

    def ask_apply(self) -> None:
        """Ask, naming the numbers, then change the form of the ticked inspections."""
        if self.preview is not None and self.apply_button.isEnabled():
            self._ask(self._ticked(self.preview), self._apply)

    def ask_undo(self) -> None:
        """Ask what going back does for the ticked inspections, then go back."""
        chosen = tuple(ent for ent in self._inspections if ent in self._checked)
        call = partial(self._services.migrations.preview_undo, chosen)
        self._tasks.run(call, self._on_undo_previewed, self._on_failure)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._resize()

    # --- building

    def _build(self, theme: Theme) -> None:
        back = IconButton(theme, "arrow-left", _("Quay lại (Esc)"))
        back.clicked.connect(self.back_requested)
        self._about = Label(theme, "", 13, REGULAR, "muted")
        title = Label(theme, _("Đổi phiếu giữa đợt"), 16, SEMIBOLD)
        self._top = Surface(theme, edge="bottom")
        row(
            back,
            column(None, title, self._about, None, spacing=0),
            None,
            self.undo_button,
            self.apply_button,
            spacing=10,
            margins=(12, 0, 16, 0),
            on=self._top,
        )
        units = Card(theme)
        column(self.units, margins=(1, 5, 1, 6), on=units)
        self._side = QWidget()
        column(self.chooser, units, spacing=14, on=self._side)
        body = QWidget()
        both = row(self._side, self.comparison, spacing=16)
        both.setStretch(1, 1)
        column(self.banner, both, spacing=12, margins=(20, 16, 20, 18), on=body)
        column(self._top, body, spacing=0, on=self)
        self._resize()
        self._show()

    def _resize(self) -> None:
        theme = self._theme
        self._top.setFixedHeight(theme.px(58))
        is_wide = self.width() >= theme.px(WIDE)
        self._side.setFixedWidth(theme.px(SIDE_WIDTH if is_wide else NARROW_SIDE))
        self.units.set_widths((240,), stretch=0)

    # --- choosing

    def _on_open(self, inspections: tuple[EntityId, ...]) -> None:
        self._checked = set(inspections)
        self._tasks.run(self._services.inspections.list, self._on_inspections, self._on_failure)

    def _on_inspections(self, rows: tuple[InspectionRow, ...]) -> None:
        self._inspections = tuple(one.inspection.id for one in rows)
        self._look()

    def _on_form_chosen(self, sha256: str) -> None:
        self.banner.clear()
        call = partial(self._services.forms.show, sha256)
        self._tasks.run(call, partial(self._on_form, ""), self._on_failure)

    def _on_file(self, path: str, file: FormFile) -> None:
        self.chooser.show_file(path, file.form)
        self._on_form(path, file.form)

    def _on_form(self, path: str, form: Form) -> None:
        self._form, self._file, self._wanted = form, path, NO_WISHES
        call = partial(self._services.migrations.open_inspections, form.form_id)
        self._tasks.run(call, self._on_alike, self._on_failure)

    def _on_alike(self, inspections: tuple[EntityId, ...]) -> None:
        """Tick those that are filled in a version of this form; others only if a person wants."""
        self._checked = set(inspections)
        self._look()

    def _on_joined(self, old: str, new: object) -> None:
        names = {
            one: other for one, other in self._wanted.names.items() if one != old and other != new
        }
        if isinstance(new, str):
            names[old] = new
        self._wanted = replace(self._wanted, names=names)
        self._look()

    def _look(self) -> None:
        """Compare again."""
        if self._form is None or not self._inspections:
            return
        call = partial(
            self._services.migrations.preview, self._form, self._inspections, self._wanted
        )
        self._tasks.run(call, self._on_preview, self._on_failure)

    def _on_preview(self, preview: MigrationPreview) -> None:
        self.preview = preview
        if preview.problems:
            self.banner.show_message(
                _("Chưa nối được hai phiếu"),
                "\n".join(_(one) for one in preview.problems),
                Tone.WARN,
            )
        self._show()

    # --- showing

    def _show(self) -> None:
        preview = self.preview
        ticked = self._ticked(preview) if preview else None
        self._about.setText(name_of(preview.form) if preview and preview.form else "")
        self.units.cells.show_rows(
            [
                rows_of.inspection_row(one, is_checked=one.inspection.id in self._checked)
                for one in (preview.inspections if preview else ())
            ]
        )
        self.comparison.show_preview(ticked if ticked and ticked.inspections else preview, ticked)
        chosen = ticked.concerned if ticked else ()
        self.apply_button.setEnabled(bool(chosen) and not (ticked and ticked.problems))
        text = ngettext(
            "Áp dụng cho {count} đơn vị…", "Áp dụng cho {count} đơn vị…", len(chosen)
        ).format(count=number(len(chosen)))
        self.apply_button.set_text(text if chosen else _("Áp dụng…"))

    def _ticked(self, preview: MigrationPreview) -> MigrationPreview:
        """The preview of the ticked inspections alone."""
        chosen = tuple(one for one in preview.inspections if one.inspection.id in self._checked)
        return replace(preview, inspections=chosen)

    def _on_unit_clicked(self, index: QModelIndex) -> None:
        self._on_unit_toggled(index.row())

    def _on_unit_toggled(self, place: int) -> None:
        if self.preview is not None:
            one = self.preview.inspections[place]
            if not one.is_same and not one.obstacle:
                self._checked ^= {one.inspection.id}
                self._show()

    # --- doing

    def _ask(self, preview: MigrationPreview, then: Callable[[MigrationPreview], None]) -> None:
        dialog = ConfirmMigrationDialog(self._theme, preview, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.accepted.connect(partial(then, preview))
        dialog.open()

    def _apply(self, preview: MigrationPreview) -> None:
        if self._form is None:
            return
        self.apply_button.set_busy(True)
        ents = tuple(one.inspection.id for one in preview.concerned)
        call = partial(_applied, self._services, self._form, self._file, ents, self._wanted)
        self._tasks.run(call, self._on_applied, self._on_failure)

    def _on_undo_previewed(self, preview: MigrationPreview) -> None:
        if preview.concerned:
            self._ask(preview, self._undo)
            return
        text = _("Chưa cuộc kiểm tra nào trong số đã chọn đổi phiếu.")
        self.banner.show_message(text, "", Tone.ACCENT)

    def _undo(self, preview: MigrationPreview) -> None:
        self.undo_button.set_busy(True)
        ents = tuple(one.inspection.id for one in preview.concerned)
        call = partial(self._services.migrations.undo, ents)
        self._tasks.run(call, self._on_applied, self._on_failure)

    def _on_applied(self, outcome: Outcome[MigrationPreview]) -> None:
        self._calm()
        self._wanted = NO_WISHES
        self._broadcast.send(outcome)
        count = len(outcome.value.concerned)
        text = ngettext(
            "Đã trở lại phiếu trước ở {count} cuộc kiểm tra.",
            "Đã trở lại phiếu trước ở {count} cuộc kiểm tra.",
            count,
        )
        if outcome.value.form is not None:
            text = ngettext(
                "Đã đổi phiếu của {count} cuộc kiểm tra.",
                "Đã đổi phiếu của {count} cuộc kiểm tra.",
                count,
            )
        self.banner.show_message(
            text.format(count=number(count)),
            _("Mọi người nhận thay đổi này cùng gói đồng bộ tiếp theo."),
            Tone.GOOD,
        )
        self._tasks.run(self._services.forms.list, self.chooser.show_forms, self._on_failure)
        self._look()

    def _on_failure(self, error: InspectorError) -> None:
        self._calm()
        self.banner.show_message(*error_texts(error))

    def _calm(self) -> None:
        self.apply_button.set_busy(False)
        self.undo_button.set_busy(False)


def _applied(
    services: Services,
    form: Form,
    file: str,
    inspections: tuple[EntityId, ...],
    wanted: Wanted,
) -> Outcome[MigrationPreview]:
    """Keep the form where it came from a file, then apply it."""
    sha256 = services.forms.add(file).sha256 if file else form.sha256
    return services.migrations.apply(sha256, inspections, wanted)
