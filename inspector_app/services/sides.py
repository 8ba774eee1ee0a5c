"""All sides of an answer in their order: who reported, who verified, and the texts about it."""

from __future__ import annotations

from collections.abc import Mapping

from inspector_app.domain.trip.values import Side
from inspector_app.services.views import LeftoverView, QuestionView, RegisterView, TableView


def registers_of(view: QuestionView | LeftoverView | TableView) -> Mapping[Side, RegisterView]:
    """Every side with its register; a table has only what is kept of all its figures."""
    about = {Side.SOURCE: view.source, Side.PERIOD: view.period}
    if isinstance(view, TableView):
        return about
    return {
        Side.REPORTED: view.reported,
        Side.VERIFIED: view.verified,
        Side.NOTE: view.note,
        **about,
    }


def is_disputed(view: QuestionView | LeftoverView | TableView) -> bool:
    """Whether people's values of any side stand against each other."""
    return any(one.is_conflict for one in registers_of(view).values())
