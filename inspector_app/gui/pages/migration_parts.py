"""Parts of the page that changes forms: choosing the form, joining an old question with a new one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from inspector_app.domain.form.definition import Form, Question
from inspector_app.domain.form.versions.migration import Fate, MigrationPlan, QuestionPlan
from inspector_app.domain.form.versions.renaming import WAS
from inspector_app.gui import files, words
from inspector_app.gui.fonts import MEDIUM, REGULAR
from inspector_app.gui.models.migrations import titled
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button
from inspector_app.gui.widgets.captions import Field
from inspector_app.gui.widgets.checks import CheckBox, DropDown
from inspector_app.gui.widgets.frames import Card, Label
from inspector_app.gui.widgets.layouts import column, row
from inspector_app.host.i18n import _, language


class FormChooser(QWidget):
    """The new form: one of the vault, or a file.

    Signals:
        chosen(object): the hash of a form of the vault.
        file_chosen(str): a file with an authored form.
    """

    chosen = Signal(object)
    file_chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.forms = DropDown(theme, _("Phiếu mới"))
        self.forms.activated.connect(self._on_activated)
        self.browse = Button(theme, _("Từ tệp…"), icon="file")
        self.browse.setAccessibleName(_("Chọn phiếu mới từ tệp"))
        self.browse.clicked.connect(self._on_browse)
        self._file = ""
        line = QWidget()
        box = row(self.forms, self.browse, spacing=8, on=line)
        box.setStretch(0, 1)
        self.field = Field(theme, _("Phiếu mới"), line)
        column(self.field, on=self)
        self.show_forms(())

    def show_forms(self, forms: Sequence[Form]) -> None:
        """Offer the forms of the vault; what was chosen stays."""
        chosen = self.forms.currentData()
        self.forms.clear()
        self.forms.addItem(_("Chọn phiếu…"), None)
        for form in forms:
            self.forms.addItem(name_of(form), form.sha256)
        self.forms.setCurrentIndex(max(self.forms.findData(chosen), 0))
        self._show_file()

    def show_file(self, path: str, form: Form) -> None:
        """Show that a file was chosen."""
        self._file = f"{words.file_name(path)}: {name_of(form)}"
        self._show_file()

    def _show_file(self) -> None:
        if not self._file:
            return
        if self.forms.itemData(0) is None and self.forms.itemText(0) != self._file:
            self.forms.setItemText(0, self._file)
            self.forms.setCurrentIndex(0)

    def _on_activated(self, _number: int) -> None:
        sha256 = self.forms.currentData()
        if isinstance(sha256, str):
            self._file = ""
            self.forms.setItemText(0, _("Chọn phiếu…"))
            self.chosen.emit(sha256)

    def _on_browse(self) -> None:
        path = files.choose_open(self, _("Chọn phiếu mới"), files.form_patterns())
        if path:
            self.file_chosen.emit(path)


def name_of(form: Form) -> str:
    """Title, version and the beginning of the hash."""
    return _("{title}, phiên bản {version} ({sha256})").format(
        title=form.title.in_(language()) or form.form_id,
        version=form.version,
        sha256=form.sha256[:8],
    )


class JoinStrip(Card):
    """Says that an old question is a new one; suggestions stand there but are not ticked.

    Signals:
        joined(str, object): old name, and new name or None to take it back.
    """

    joined = Signal(str, object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, "sunken", parent=parent)
        self._old = ""
        self.what = Label(theme, "", 13.5, MEDIUM, wrap=True)
        self.check = CheckBox(theme, _("Nay là câu"))
        self.check.toggled.connect(self._on_toggled)
        self.candidates = DropDown(theme, _("Câu của phiếu mới"))
        self.candidates.activated.connect(self._on_activated)
        self._hint = Label(theme, "", 12.5, REGULAR, "muted", wrap=True)
        line = row(self.check, self.candidates, None, spacing=10)
        column(self.what, line, self._hint, spacing=4, margins=(16, 10, 16, 10), on=self)
        self.hide()

    def show_question(self, one: QuestionPlan | None, plan: MigrationPlan | None) -> None:
        """Show an old question that has no counterpart, or one that was joined; hide for others."""
        if one is None or plan is None or one.old is None or not _can_join(one):
            self.hide()
            return
        old = one.old
        fresh = [item.new for item in plan.questions if item.fate is Fate.NEW and item.new]
        if one.new is not None:
            fresh.insert(0, one.new)
        suggested = next((item.new for item in plan.suggestions if item.old == old.name), "")
        self._old = old.name
        self.what.setText(titled(old))
        self.candidates.clear()
        for question in fresh:
            self.candidates.addItem(_candidate(question), question.name)
        wanted = one.new.name if one.new is not None else suggested
        self.candidates.setCurrentIndex(max(self.candidates.findData(wanted), 0))
        self.check.blockSignals(True)
        self.check.setChecked(one.new is not None)
        self.check.blockSignals(False)
        is_said = _is_said(one)
        self.check.setEnabled(bool(fresh) and not is_said)
        self.candidates.setEnabled(bool(fresh) and not is_said)
        if is_said:
            self._hint.setText(_("Phiếu tự ghi câu này thay câu kia (cột «was»)."))
        elif not fresh:
            self._hint.setText(_("Phiếu mới không có câu nào chưa được nối."))
        elif suggested and one.new is None:
            self._hint.setText(_("Gợi ý: cùng kiểu, cùng câu chữ hoặc cùng mục. Đánh dấu để nối."))
        else:
            self._hint.setText(_("Nối để trả lời đã ghi đi theo câu mới."))
        self.show()

    def _on_toggled(self, is_checked: bool) -> None:
        self.joined.emit(self._old, self.candidates.currentData() if is_checked else None)

    def _on_activated(self, _number: int) -> None:
        if self.check.isChecked():
            self.joined.emit(self._old, self.candidates.currentData())


def _can_join(one: QuestionPlan) -> bool:
    return one.new is None or Fate.RENAMED in one.fates


def _is_said(one: QuestionPlan) -> bool:
    """Whether the forms themselves say that the two are one; nobody needs to join them."""
    if one.old is None or one.new is None:
        return False
    said = one.new.insp.get(WAS, "").split()
    return (
        one.old.name in said or one.key in said or one.new.name in one.old.insp.get(WAS, "").split()
    )


def _candidate(question: Question) -> str:
    return f"{titled(question)} ({question.name})"
