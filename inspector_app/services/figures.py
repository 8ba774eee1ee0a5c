"""Figures with their source and period: what is shown where nobody has said it, and whose they are."""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.form.definition import Form
from inspector_app.domain.trip.figures import UNIT_REPORT, period_text
from inspector_app.domain.trip.values import Trip
from inspector_app.services.answer_paths import has_figures
from inspector_app.services.views import QuestionView, SectionView, TableView


def is_figure(item: QuestionView | TableView, form: Form) -> bool:
    """Whether an item has a source and a period: a typed number, or a table that holds such."""
    if isinstance(item, TableView):
        return has_figures(form, item.repeat.name)
    return item.question.is_figure


def usual_source(item: QuestionView | TableView) -> str:
    """Where a figure is from while nobody says otherwise: what the unit reported is from its report.

    Empty for what only the team has found.
    """
    cells = (
        [item]
        if isinstance(item, QuestionView)
        else [cell for row in item.all_rows() for cell in row.cells.values()]
    )
    is_reported = any(
        one.question.is_figure and one.reported.value not in (None, "") for one in cells
    )
    return UNIT_REPORT if is_reported else ""


def usual_period(trip: Trip) -> str:
    """What time a figure covers while nobody says otherwise: the period that the trip inspects."""
    return period_text(trip.period_from, trip.period_to)


def figures_in(section: SectionView, form: Form) -> Iterator[str]:
    """The questions and tables of a section that have figures and apply."""
    for item in section.items:
        if isinstance(item, TableView):
            if item.is_relevant and is_figure(item, form):
                yield item.repeat.name
        elif item.state.is_relevant and is_figure(item, form):
            yield item.question.name
