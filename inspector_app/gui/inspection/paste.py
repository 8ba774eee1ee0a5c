"""Pasting a block of cells: one action, one step of undo."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from inspector_app.domain.log.change import Value
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Side
from inspector_app.gui.inspection.slots import answer_slot
from inspector_app.host.i18n import N_
from inspector_app.services.outcomes import Notice, Outcome, Touched
from inspector_app.services.views import InspectionView, TableView, TypedAnswer
from inspector_app.services.workshop import Services


@dataclass(slots=True)
class Pasted:
    """What a paste did: rows it added and cells it changed (before, after)."""

    side: Side
    added: list[EntityId] = field(default_factory=list)
    cells: list[tuple[str, EntityId, Value, Value]] = field(default_factory=list)
    refused: int = 0


def parse_tsv(text: str) -> list[list[str]]:
    """Cells of a block copied from a spreadsheet (tabs between cells, quotes around breaks)."""
    lines = list(csv.reader(io.StringIO(text, newline=""), delimiter="\t"))
    while lines and not any(cell.strip() for cell in lines[-1]):
        lines.pop()
    return lines


def paste_cells(
    services: Services,
    view: InspectionView,
    table: TableView,
    side: Side,
    rows: Sequence[EntityId],
    names: Sequence[str],
    editable: Sequence[str],
    lines: Sequence[Sequence[str]],
) -> Outcome[Pasted]:
    """Write a block; a cell that its question refuses is counted and left as it was.

    Args:
        table: where it goes; one with a fixed number of rows takes no more than it has.
        rows: rows from the first pasted one on; more are added when the block is longer.
        names: questions from the first pasted column on.
        editable: those of them that a person fills; others are skipped.
    """
    done = Pasted(side)
    inspection = view.inspection.id
    targets = list(rows)
    cells: list[TypedAnswer] = []
    for place, line in enumerate(lines):
        if place == len(targets) and table.is_fixed:
            done.refused += sum(len(rest) for rest in lines[place:])
            break
        if place == len(targets):
            name = table.repeat.name
            row = services.inspections.add_row(inspection, name, table.parent_row).value
            targets.append(row)
            done.added.append(row)
        pairs = zip(names, line, strict=False)
        cells += [
            TypedAnswer(name, side, targets[place], text.strip())
            for name, text in pairs
            if name in editable
        ]
    taken = services.inspections.answer_many(inspection, cells, is_lenient=True).value
    done.refused += taken.count(False)
    after = services.inspections.show(inspection)
    for cell, is_taken in zip(cells, taken, strict=True):
        slot = answer_slot((cell.question, cell.row), side)
        former, now = slot.value(view), slot.value(after)
        if is_taken and cell.row is not None and former != now:
            done.cells.append((cell.question, cell.row, former, now))
    notices: tuple[Notice, ...] = ()
    if done.refused:
        words = N_("Đã dán; {count} ô không nhận được vì sai kiểu dữ liệu hoặc thừa dòng.")
        notices = (Notice(words, {"count": done.refused}),)
    return Outcome(done, (Touched("inspection", inspection, inspection),), (), notices)


def take_back(services: Services, inspection: EntityId, done: Pasted) -> Outcome[Pasted]:
    """Undo a paste."""
    for name, row, before, _after in reversed(done.cells):
        services.inspections.set_value(inspection, name, done.side, before, row)
    for row in reversed(done.added):
        services.inspections.remove_row(inspection, row)
    return Outcome(done, (Touched("inspection", inspection, inspection),))


def write_again(services: Services, inspection: EntityId, done: Pasted) -> Outcome[Pasted]:
    """Redo a paste."""
    for row in done.added:
        services.inspections.restore_row(inspection, row)
    for name, row, _before, after in done.cells:
        services.inspections.set_value(inspection, name, done.side, after, row)
    return Outcome(done, (Touched("inspection", inspection, inspection),))
