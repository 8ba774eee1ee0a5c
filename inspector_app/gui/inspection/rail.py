"""The left rail: overall progress, the session, the sections, findings and requirements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from inspector_app.domain.form.definition import Section
from inspector_app.gui import fonts
from inspector_app.gui.inspection.items import problems, section_conflicts, section_errors
from inspector_app.gui.inspection.standing import standing
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.frames import Label, Surface
from inspector_app.gui.widgets.indicators import Chip, Ring, Tone
from inspector_app.gui.widgets.layouts import row
from inspector_app.gui.widgets.rail import NavRailItem
from inspector_app.gui.widgets.scroll import scroller
from inspector_app.host.i18n import _, ngettext
from inspector_app.host.wording import local_moment
from inspector_app.services.views import InspectionView, SectionView

WIDTH: Final = 252
SESSION: Final = "@session"
OVERVIEW: Final = "@overview"
POINTS: Final = "@points"


class Rail(Surface):
    """Where the person is and how far everything is.

    Signals:
        chosen(str): a section's name, ``SESSION``, ``OVERVIEW`` or ``POINTS``.
    """

    chosen = Signal(str)

    def __init__(self, theme: Theme, language: str, parent: QWidget) -> None:
        super().__init__(theme, "surface", edge="right", parent=parent)
        self._theme, self._language = theme, language
        self.items: dict[str, NavRailItem] = {}
        self._points: Mapping[str, str] = {}
        self._ring = Ring(theme, 56, has_text=True)
        self._done = Label(theme, "", 13, ink="muted")
        head = QHBoxLayout()
        head.setContentsMargins(18, 18, 12, 12)
        head.setSpacing(12)
        head.addWidget(self._ring)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addStretch(1)
        words.addWidget(Label(theme, _("Tiến độ chung"), 14, fonts.SEMIBOLD))
        words.addWidget(self._done)
        words.addStretch(1)
        head.addLayout(words, 1)
        self._body = QWidget()
        self.mine = Chip(theme, _("Phần của bạn"), 0, Tone.ACCENT)
        self.mine.setAutoExclusive(False)
        self.mine.toggled.connect(self._on_mine)
        self.mine.hide()
        self._view: InspectionView | None = None
        self._list = QVBoxLayout(self._body)
        self._list.setContentsMargins(8, 0, 8, 10)
        self._list.setSpacing(3)
        area = scroller(theme, self._body, _("Các phần của phiếu"))
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 1, 0)
        box.setSpacing(0)
        box.addLayout(head)
        box.addLayout(row(self.mine, None, margins=(14, 0, 8, 8)))
        box.addWidget(area, 1)

    def build(self, view: InspectionView) -> None:
        """Make the entries of an inspection's form."""
        for item in self.items.values():
            self._list.removeWidget(item)
            item.hide()
            item.deleteLater()
        while self._list.count():
            self._list.takeAt(0)
        self.items = {}
        self._add(SESSION, NavRailItem(self._theme, _("Phiên làm việc"), icon="people"))
        for section in view.sections:
            item = NavRailItem(self._theme, _short(section.section, self._language))
            self._add(section.section.name, item)
        self._add(OVERVIEW, NavRailItem(self._theme, _("Tồn tại, yêu cầu"), icon="flag"))
        self._add(POINTS, NavRailItem(self._theme, _("Điểm"), icon="bars"))
        self._points = {}
        self._list.addStretch(1)
        self.apply(view)

    def _add(self, name: str, item: NavRailItem) -> None:
        item.clicked.connect(lambda _on=False, name=name: self.chosen.emit(name))
        item.setToolTip(item.text())
        self.items[name] = item
        self._list.addWidget(item)

    def apply(self, view: InspectionView) -> None:
        """Show progress and errors as they are now, and who is to fill what."""
        self._view = view
        mine = {name for name, people in view.assigned.items() if view.me in {p.id for p in people}}
        self.mine.set_count(len(mine))
        self.mine.setVisible(bool(mine))
        is_filtered = self.mine.isChecked() and bool(mine)
        progress = view.progress
        self._ring.set_progress(progress.answered, progress.total)
        open_problems = len(problems(view))
        words = _("{done}/{total} câu · {count} cần xử lý").format(
            done=progress.answered, total=progress.total, count=open_problems
        )
        self._done.setText(words)
        for section in view.sections:
            item = self.items[section.section.name]
            one = section.progress
            words = _("{done}/{total} câu").format(done=one.answered, total=one.total)
            points = self._points.get(section.section.name, "")
            if points:
                words = f"{one.answered}/{one.total} · {points}"
            if section.section.name in mine:
                words = _("{words} · của bạn").format(words=words)
            item.set_progress(one.answered, one.total, words)
            item.set_badge(*badge_of(section))
            names = ", ".join(p.name for p in view.assigned.get(section.section.name, ()))
            about = _("Phụ trách: {names}").format(names=names) if names else ""
            item.set_about("\n".join(filter(None, (item.text(), about))))
            hidden = is_filtered and section.section.name not in mine
            item.setVisible(section.is_relevant and not hidden)
        self._apply_session(view)
        former = view.previous.requirements if view.previous else ()
        left = sum(standing(view, one.id, one.due).is_open for one in former)
        self.items[OVERVIEW].set_badge(str(left) if left else "", Tone.WARN)
        about = _("yêu cầu kỳ trước cần kiểm tra lại: {count}").format(count=left) if left else ""
        self.items[OVERVIEW].setAccessibleDescription(about)
        self.items[OVERVIEW].set_subtitle(
            _("{findings} tồn tại · {requirements} yêu cầu").format(
                findings=len(view.findings), requirements=len(view.requirements)
            )
        )

        self.items[POINTS].setVisible(POINTS in self._points)
        self.items[POINTS].set_subtitle(self._points.get(POINTS, ""))

    def show_points(self, points: Mapping[str, str], view: InspectionView) -> None:
        """Show points in words by section, and those of the whole (``POINTS``); none hides both."""
        self._points = points
        self.apply(view)

    def _apply_session(self, view: InspectionView) -> None:
        session = view.session
        if session.ended:
            words = _("Đã kết thúc {at}").format(at=local_moment(session.ended)[-5:])
        elif session.started:
            words = _("Bắt đầu {at}").format(at=local_moment(session.started))
        else:
            words = _("Chưa bắt đầu")
        self.items[SESSION].set_subtitle(words)

    def _on_mine(self, _is_on: bool) -> None:
        if self._view is not None:
            self.apply(self._view)

    def mark(self, name: str) -> None:
        """Check an entry without choosing it."""
        if name in self.items:
            self.items[name].setChecked(True)


def badge_of(section: SectionView) -> tuple[str, Tone]:
    """What is wrong in a section: broken rules, and apart from them what people disagree about."""
    wrong, disputed = section_errors(section), section_conflicts(section)
    words = []
    if wrong:
        words.append(ngettext("{count} lỗi", "{count} lỗi", wrong).format(count=wrong))
    if disputed:
        words.append(_("{count} xung đột").format(count=disputed))
    return " · ".join(words), Tone.BAD if wrong else Tone.WARN


def _short(section: Section, language: str) -> str:
    """A section's name for a narrow place; the full one where the form has no shorter."""
    key = "short" if language == "vi" else f"short-{language}"
    return section.insp.get(key) or section.label.in_(language)
