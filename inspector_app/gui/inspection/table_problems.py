"""What is wrong in a table, and what must still be filled in, row by row."""

from __future__ import annotations

from inspector_app.domain.form.states import ViolationKind
from inspector_app.domain.trip.values import Side
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.items import errors, is_missing, missing
from inspector_app.gui.inspection.slots import answer_slot
from inspector_app.gui.inspection.wording import refusal_text, violation_text
from inspector_app.host.i18n import _, ngettext
from inspector_app.services.views import TableRow, TableView


def problem_texts(desk: Desk, table: TableView, language: str) -> tuple[str, ...]:
    """Broken rules, refused texts and errors of the tables inside, with the row's number."""
    found: list[str] = []
    for number, row in enumerate(table.rows, start=1):
        texts: dict[str, None] = {}
        for cell in row.cells.values():
            for violation in cell.state.violations:
                if violation.kind is not ViolationKind.REQUIRED:
                    texts[violation_text(violation, language, cell.question)] = None
            for violation in cell.reported_state.violations if cell.reported_state else ():
                text = violation_text(violation, language, cell.question)
                if violation.kind is not ViolationKind.REQUIRED and text not in texts:
                    texts[_("số báo cáo: {text}").format(text=text)] = None
            for side in (Side.REPORTED, Side.VERIFIED):
                refusal = desk.refusal(answer_slot(cell.node, side))
                if refusal is not None:
                    texts[refusal_text(refusal)] = None
        found += [_("Dòng {number}: {text}").format(number=number, text=one) for one in texts]
        for inner in row.tables:
            count = len(errors(inner))
            if count:
                name = inner.repeat.label.in_(language)
                text = ngettext("{count} lỗi", "{count} lỗi", count).format(count=count)
                text = f"{name} – {text}"
                found.append(_("Dòng {number}: {text}").format(number=number, text=text))
    return tuple(found)


def missing_texts(table: TableView, language: str) -> tuple[str, ...]:
    """Cells that must be filled in and are not, with the row's number."""
    found = []
    for number, row in enumerate(table.rows, start=1):
        names = _missing_names(row, language)
        if names:
            text = _("còn thiếu {names}").format(names=", ".join(f"«{name}»" for name in names))
            found.append(_("Dòng {number}: {text}").format(number=number, text=text))
    return tuple(found)


def _missing_names(row: TableRow, language: str) -> list[str]:
    names = [
        cell.question.label.in_(language) or cell.question.name
        for cell in row.cells.values()
        if is_missing(cell)
    ]
    names += [inner.repeat.label.in_(language) for inner in row.tables if missing(inner)]
    return names
