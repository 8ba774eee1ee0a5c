"""Which keys work where the keyboard is: what the bar below tells."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication

from inspector_app.gui.inspection.bars import BottomBar
from inspector_app.gui.inspection.cards import ItemCard
from inspector_app.gui.inspection.choices import ChoiceRow
from inspector_app.gui.inspection.combos import ChoiceCombo
from inspector_app.gui.inspection.consents import ConsentBox
from inspector_app.gui.inspection.finders import ChoiceFinder
from inspector_app.gui.inspection.overlays import Overlays
from inspector_app.gui.inspection.question_card import QuestionCard
from inspector_app.gui.inspection.ranges import RangeField
from inspector_app.gui.inspection.ranking import RankEditor
from inspector_app.gui.inspection.row_sheet import RowSheet
from inspector_app.gui.inspection.table_card import TableCard
from inspector_app.gui.inspection.uploads import UploadBox
from inspector_app.host.i18n import _

Keys: TypeAlias = tuple[tuple[str, str], ...]
"""Keys with what they do."""


class Hints(QObject):
    """Keeps the bar below true to the question that has the keyboard.

    Args:
        bar: shows them.
        overlays: what may lie over the cards.
        card: the selected card, or None where no questions are shown.
    """

    def __init__(
        self,
        bar: BottomBar,
        overlays: Overlays,
        card: Callable[[], ItemCard | None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._bar, self._overlays, self._card = bar, overlays, card
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        app.focusChanged.connect(self.refresh)

    def refresh(self) -> None:
        """Show the keys that work now."""
        if self._bar.isVisible():
            self._bar.show_keys(self._keys())

    def _keys(self) -> Keys:
        sheet = self._overlays.sheet
        if sheet is not None and not isinstance(sheet, RowSheet):
            return (*_grid(), ("Tab", _("ô kế tiếp")), ("Esc", _("đóng")), *_always())
        card = self._card()
        if card is None:
            return _always()
        widget = _editor(card)
        moves = ("Alt+↑↓", _("chuyển câu"))
        if isinstance(widget, RankEditor):
            moves = ("Alt+↑↓", _("đổi thứ tự"))
        files = _("chọn tệp") if isinstance(widget, UploadBox) else _("minh chứng")
        back = (("Esc", _("đóng")),) if sheet is not None else ()
        keys = (*answer_keys(card), moves, *back)
        first, *rest = _always()
        return (*keys, first, ("F4", _("ghi nhận tồn tại")), ("F6", files), *rest)


def answer_keys(card: ItemCard) -> Keys:
    """The keys that answer a card's question."""
    if isinstance(card, TableCard):
        return _grid() if card.model.rowCount() else ()
    widget = _editor(card)
    if isinstance(widget, ChoiceRow):
        count = widget.key_count
        key = f"1–{count}" if count > 1 else "1"
        what = _("chọn, bỏ chọn") if widget.is_several else _("trả lời")
        return ((key, what),) if count else ()
    if isinstance(widget, ChoiceCombo):
        return (("A–Z", _("gõ để chọn")), ("Enter", _("mở danh sách")))
    if isinstance(widget, ChoiceFinder):
        return (("A–Z", _("gõ để tìm")), ("Enter", _("chọn")))
    if isinstance(widget, ConsentBox):
        return (("1", _("xác nhận")),)
    if isinstance(widget, RangeField):
        return (("←→", _("đổi giá trị")),)
    return ()


def _editor(card: ItemCard) -> object:
    """The editor of the verified side while it can be edited."""
    if isinstance(card, QuestionCard) and card.sides and not card.view.state.is_readonly:
        return card.sides[-1].widget
    return None


def _grid() -> Keys:
    return (("Enter", _("xuống dòng")), ("Ctrl+Enter", _("mở dòng")))


def _always() -> Keys:
    return (
        ("F8", _("lỗi / câu trống kế tiếp")),
        ("Ctrl+Z", _("hoàn tác")),
        ("Ctrl+H", _("nhật ký")),
    )
