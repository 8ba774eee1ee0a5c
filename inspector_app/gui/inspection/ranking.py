"""Ranking: the choices as a list that is put in order by keyboard, buttons or dragging."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QDropEvent, QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from inspector_app.gui import fonts, icons, paint
from inspector_app.gui.inspection import inking
from inspector_app.gui.inspection.chosen import ChosenEditor
from inspector_app.gui.inspection.looks import Offer
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind, IconButton
from inspector_app.gui.widgets.scroll import soften
from inspector_app.host.i18n import _

ROW: Final = 36
_NAME: Final = Qt.ItemDataRole.UserRole
_STRAY: Final = Qt.ItemDataRole.UserRole + 1


class _Lines(QStyledItemDelegate):
    """A handle, the rank, the label."""

    def __init__(self, theme: Theme, owner: _List) -> None:
        super().__init__(owner)
        self._theme, self._owner = theme, owner

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(100, self._theme.px(ROW))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        theme, owner = self._theme, self._owner
        painter.save()
        rect = QRectF(option.rect).adjusted(1, 1, -1, -2)
        is_current = owner.currentRow() == index.row() and owner.hasFocus()
        stray = bool(index.data(_STRAY))
        edge = "focus" if is_current else "bad" if stray else "border"
        fill = theme.color("bad_soft" if stray else "surface" if owner.isEnabled() else "sunken")
        paint.box(painter, rect, 6, fill, theme.color(edge), 2.0 if is_current else 1.0)
        side = theme.px(16)
        if owner.isEnabled():
            grip = QRectF(rect.left() + 9, rect.center().y() - side / 2, side, side)
            icons.draw(painter, "menu", grip, theme.color("faint"), 1.5)
        disc = QRectF(rect.left() + 33, rect.center().y() - theme.px(11), theme.px(26), 0)
        disc.setHeight(theme.px(22))
        ranked = owner.is_ranked
        paint.box(painter, disc, 6, theme.color("accent_soft" if ranked else "hover"))
        ink = theme.color("accent_text" if ranked else "faint")
        rank = str(index.row() + 1) if ranked else "–"
        paint.text(painter, disc, rank, theme.font(12.5, fonts.SEMIBOLD), ink, paint.CENTER)
        area = QRectF(
            disc.right() + 10, rect.top(), rect.right() - disc.right() - 18, rect.height()
        )
        ink = theme.color("bad" if stray else "text" if owner.isEnabled() else "faint")
        inking.draw_line(painter, theme, area, str(index.data()), 13.5, ink)
        painter.restore()


class _List(QListWidget):
    """The list; all moving of lines goes through ``shifted``."""

    shifted = Signal(int, int)
    reordered = Signal()
    moved = Signal(int)
    cleared = Signal()
    accepted = Signal()
    focused = Signal()

    def __init__(self, theme: Theme, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.is_ranked = False
        self.setAccessibleName(name)
        self.setItemDelegate(_Lines(theme, self))
        soften(self, theme)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.viewport().setAutoFillBackground(False)

    def event(self, event: QEvent) -> bool:
        # Alt+Up and Alt+Down are the page's elsewhere
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
            if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                event.accept()
                return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, here = event.key(), self.currentRow()
        alt = bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(key), 0)
        number = key - Qt.Key.Key_1
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if step and alt:
            self.shifted.emit(here, here + step)
        elif step and plain and not 0 <= here + step < self.count():
            self.moved.emit(step)
        elif step and plain:
            self.setCurrentRow(here + step)
        elif plain and 0 <= number < min(self.count(), 9):
            self.shifted.emit(here, number)
        elif plain and key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cleared.emit()
        elif plain and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.accepted.emit()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        before = [self.item(row).data(_NAME) for row in range(self.count())]
        super().dropEvent(event)
        if before != [self.item(row).data(_NAME) for row in range(self.count())]:
            self.reordered.emit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self.currentRow() < 0:
            self.setCurrentRow(0)
        self.viewport().update()
        self.focused.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()


class RankEditor(ChosenEditor):
    """Alt+Up and Alt+Down move a line, a digit puts it there, Enter takes the order as it stands.

    As long as nothing was moved or taken, nothing is answered and no ranks are shown.
    """

    def __init__(self, theme: Theme, name: str, parent: QWidget | None = None) -> None:
        super().__init__(theme, name, parent)
        self._offers: tuple[Offer, ...] = ()
        self._names: list[str] = []
        self.list = _List(theme, name, self)
        self.list.shifted.connect(self._shift)
        self.list.reordered.connect(self._on_reordered)
        self.list.moved.connect(self.moved)
        self.list.cleared.connect(self._clear)
        self.list.accepted.connect(self._accept)
        self.list.focused.connect(self.focused)
        self.up = IconButton(theme, "chevron-up", _("Lên một bậc (Alt+↑)"), parent=self)
        self.down = IconButton(theme, "chevron-down", _("Xuống một bậc (Alt+↓)"), parent=self)
        self.up.clicked.connect(lambda: self._shift_current(-1))
        self.down.clicked.connect(lambda: self._shift_current(1))
        self.take = Button(
            theme, _("Xếp theo thứ tự này"), ButtonKind.GHOST, icon="check", parent=self
        )
        self.take.clicked.connect(self._accept)
        self.clear = Button(theme, _("Bỏ xếp hạng"), ButtonKind.GHOST, icon="close", parent=self)
        self.clear.clicked.connect(self._clear)
        for button in (self.up, self.down, self.take, self.clear):
            button.setAccessibleName(f"{button.text()} — {name}")
        self.setFocusProxy(self.list)

    # --- showing

    def offer(self, offers: Sequence[Offer]) -> None:
        """What is put in order."""
        if tuple(offers) != self._offers:
            self._offers = tuple(offers)
            self._fill()
            self.grown.emit()

    def show_names(self, names: Sequence[str]) -> None:
        """Show the recorded order; choices that have no rank yet follow in the form's order."""
        self._names = list(names)
        self._fill()

    def _fill(self) -> None:
        by_name = {one.name: one for one in self._offers}
        order = [name for name in self._names if name in by_name]
        order += [one.name for one in self._offers if one.name not in order]
        self.list.is_ranked = bool(self._names)
        self.take.setVisible(not self._names)
        self.clear.setVisible(bool(self._names))
        if [self.list.item(row).data(_NAME) for row in range(self.list.count())] != order:
            here = self.list.currentItem()
            current = str(here.data(_NAME)) if here is not None else ""
            self.list.clear()
            for name in order:
                item = QListWidgetItem(by_name[name].label)
                item.setData(_NAME, name)
                item.setData(_STRAY, by_name[name].is_stray)
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsDropEnabled)
                self.list.addItem(item)
            if current in order:
                self.list.setCurrentRow(order.index(current))
        self.list.viewport().update()

    def take_focus(self) -> None:
        """The list."""
        self.list.setFocus()

    def arrange(self, width: int) -> int:
        """The list, the arrows at its right, the buttons under it."""
        theme = self._theme
        side = theme.px(34)
        wide = min(width - side - 6, theme.px(520))
        tall = max(1, self.list.count()) * theme.px(ROW) + 2
        self.list.setGeometry(0, 0, wide, tall)
        self.up.setGeometry(wide + 6, 0, side, side)
        self.down.setGeometry(wide + 6, side + 2, side, side)
        tall = max(tall, 2 * side + 2) + theme.px(2)
        for button in (self.take, self.clear):
            button.setGeometry(0, tall, button.sizeHint().width(), theme.px(32))
        return tall + theme.px(32)

    # --- what the person does

    def _order(self) -> list[str]:
        return [str(self.list.item(row).data(_NAME)) for row in range(self.list.count())]

    def _shift_current(self, step: int) -> None:
        self._shift(self.list.currentRow(), self.list.currentRow() + step)

    def _shift(self, start: int, end: int) -> None:
        order = self._order()
        if not (0 <= start < len(order) and 0 <= end < len(order)):
            return
        name = order.pop(start)
        order.insert(end, name)
        self._commit(order)
        self.list.setCurrentRow(end)

    def _on_reordered(self) -> None:
        self._commit(self._order())

    def _accept(self) -> None:
        if not self._names:
            self._commit(self._order())

    def _clear(self) -> None:
        if self._names:
            self._commit([])

    def _commit(self, order: list[str]) -> None:
        if order != self._names:
            self.show_names(order)
            self.chosen.emit(order, False)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing of its own."""
