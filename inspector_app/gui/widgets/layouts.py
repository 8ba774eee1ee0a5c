"""Short ways to write the layouts that all pages use."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLayout, QVBoxLayout, QWidget

L = TypeVar("L", bound=QBoxLayout)
Margins = tuple[int, int, int, int]
Item = QWidget | QLayout | int | None
"""A widget, a layout, a gap in pixels, or None for a stretch."""


def row(
    *items: Item, spacing: int = 10, margins: Margins = (0, 0, 0, 0), on: QWidget | None = None
) -> QHBoxLayout:
    """Items side by side."""
    return _fill(QHBoxLayout(on) if on is not None else QHBoxLayout(), items, spacing, margins)


def column(
    *items: Item, spacing: int = 10, margins: Margins = (0, 0, 0, 0), on: QWidget | None = None
) -> QVBoxLayout:
    """Items one under another."""
    return _fill(QVBoxLayout(on) if on is not None else QVBoxLayout(), items, spacing, margins)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete the widgets."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        inner = item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            clear(inner)


def _fill(layout: L, items: tuple[Item, ...], spacing: int, margins: Margins) -> L:
    layout.setSpacing(spacing)
    layout.setContentsMargins(*margins)
    for item in items:
        if item is None:
            layout.addStretch(1)
        elif isinstance(item, int):
            layout.addSpacing(item)
        elif isinstance(item, QWidget):
            layout.addWidget(item)
        else:
            layout.addLayout(item)
    return layout
