"""The figures of the dossier flow T1 of one unit: what counts, and the rates that come of it.

The one place where the flow is added up: the summary page and the workbook take their rates from
here. Only what the team verified counts; what the unit alone reported, and what people counted
differently, is shown apart and is in no sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from inspector_app.domain.form.definition import Form
from inspector_app.domain.form.rates import Rate
from inspector_app.services.disputed_values import disputed_text
from inspector_app.services.flows import CODES, flow_columns
from inspector_app.services.printed_tables import row_title
from inspector_app.services.printed_values import PrintedValues, count_of
from inspector_app.services.views import InspectionView, QuestionView, TableView


class Indicator(StrEnum):
    """Rates that a whole trip is judged by; each is a sum over units, never a mean of rates."""

    ON_TIME = "on-time"
    OVERDUE = "overdue"
    ONLINE = "online"
    POSTAL = "postal"


_RESOLVED: Final = ("B1", "B2", "B3")
_NEW: Final = ("A2", "A3", "A4")
INDICATORS: Final[Mapping[Indicator, tuple[tuple[str, ...], tuple[str, ...]]]] = MappingProxyType(
    {
        Indicator.ON_TIME: (("B1", "B2"), _RESOLVED),
        Indicator.OVERDUE: (("B3", "C2"), (*_RESOLVED, "C1", "C2")),
        Indicator.ONLINE: (("A3",), _NEW),
        Indicator.POSTAL: (("A4",), _NEW),
    }
)
"""The columns of T1 whose sums are numerator and denominator."""


class FlowSide(StrEnum):
    """Whose figures a line shows, as the tables write it."""

    VERIFIED = "Xác minh"
    REPORTED = "Báo cáo"
    DISPUTED = "Xung đột"


@dataclass(frozen=True, slots=True)
class FlowEntry:
    """One field of the dossier flow of a unit.

    ``disputed`` has a text per column, empty where nobody disagrees: "100 / 200, xung đột".
    """

    field: str
    side: FlowSide
    counts: tuple[int | None, ...]
    disputed: tuple[str, ...] = ("",) * len(CODES)

    @property
    def is_verified(self) -> bool:
        """Whether it counts in sums."""
        return self.side is FlowSide.VERIFIED


def flow_of(view: InspectionView) -> tuple[FlowEntry, ...]:
    """The rows of the dossier flow; empty where the form has none, or nothing is recorded in it."""
    printed = PrintedValues(view)
    return tuple(
        entry
        for table in tables_of(view)
        if table.is_relevant and table.rows
        for entry in _entries(table, printed)
    )


def has_flow(form: Form) -> bool:
    """Whether a form asks for the dossier flow."""
    return any(
        flow_columns({name: form.questions[name] for name in table.questions})
        for table in form.repeats.values()
    )


def is_flow(table: TableView) -> bool:
    """Whether a table is the dossier flow."""
    return bool(_columns(table))


def column_sums(entries: Iterable[FlowEntry]) -> dict[str, int | None]:
    """The verified counts added up by column; None where a column has none: that is not zero."""
    counted = [one.counts for one in entries if one.is_verified]
    sums: dict[str, int | None] = {}
    for place, code in enumerate(CODES):
        known = [counts[place] for counts in counted]
        numbers = [one for one in known if one is not None]
        sums[code] = sum(numbers) if numbers else None
    return sums


def flow_rates(entries: Sequence[FlowEntry]) -> dict[Indicator, Rate]:
    """The rates of a unit, of verified figures alone; none where a part of one is not known."""
    sums = column_sums(entries)
    found = {}
    for indicator, parts in INDICATORS.items():
        above, below = (_added(sums[code] for code in codes) for codes in parts)
        if above is not None and below is not None:
            found[indicator] = Rate(above, below)
    return found


def _added(counts: Iterable[int | None]) -> Decimal | None:
    listed = list(counts)
    return None if None in listed else Decimal(sum(one for one in listed if one is not None))


def tables_of(view: InspectionView) -> Iterator[TableView]:
    """The tables of a view that stand in no other one."""
    for section in view.sections:
        for item in section.items:
            if isinstance(item, TableView):
                yield item


def _columns(table: TableView) -> tuple[str, ...]:
    if not table.rows:
        return ()
    return flow_columns({name: cell.question for name, cell in table.rows[0].cells.items()})


def _entries(table: TableView, printed: PrintedValues) -> Iterator[FlowEntry]:
    columns = _columns(table)
    if not columns:
        return
    for number, row in enumerate(table.rows, 1):
        field = row_title(row.cells, printed) or f"Dòng {number}"
        cells = [row.cells[name] for name in columns]
        verified = tuple(count_of(printed.held(cell)) for cell in cells)
        reported = tuple(count_of(printed.reported(cell)) for cell in cells)
        disputed = tuple(_dispute(cell) for cell in cells)
        if any(disputed):
            yield FlowEntry(field, FlowSide.DISPUTED, verified, disputed)
        elif any(count is not None for count in verified):
            yield FlowEntry(field, FlowSide.VERIFIED, verified)
        elif any(count is not None for count in reported):
            yield FlowEntry(field, FlowSide.REPORTED, reported)


def _dispute(cell: QuestionView) -> str:
    return disputed_text(cell.question, cell.verified) if cell.verified.is_conflict else ""
