"""From what a person typed to the one thing it means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol, TypeVar

from inspector_app.cli.naming import short
from inspector_app.domain.errors import AmbiguousNameError, NotFoundError
from inspector_app.domain.form.definition import Form
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.text import fold
from inspector_app.domain.trip.values import Evidence, Finding, Member, Requirement
from inspector_app.services.views import TableView

if TYPE_CHECKING:
    from inspector_app.services.workshop import Services

SHORTEST = 4


class _WithId(Protocol):
    @property
    def id(self) -> EntityId: ...


T = TypeVar("T", bound=_WithId)


def by_id(items: Iterable[T], text: str, kind: str) -> T:
    """The one item whose id begins with ``text``. Raises: NotFoundError, AmbiguousNameError."""
    wanted = text.strip().lower()
    found = [one for one in items if len(wanted) >= SHORTEST and one.id.hex().startswith(wanted)]
    if not found:
        raise NotFoundError(kind=kind, name=text)
    if len(found) > 1:
        names = ", ".join(short(one.id) for one in found)
        raise AmbiguousNameError(kind=kind, name=text, matches=names)
    return found[0]


def finding(services: Services, text: str) -> Finding:
    """A finding of any inspection."""
    rows = services.inspections.list()
    found = (one for row in rows for one in services.findings.list(row.inspection.id))
    return by_id(found, text, "tồn tại")


def requirement(services: Services, text: str) -> Requirement:
    """A requirement of any inspection."""
    rows = services.inspections.list()
    found = (one for row in rows for one in services.requirements.list(row.inspection.id))
    return by_id(found, text, "yêu cầu")


def evidence(services: Services, text: str) -> Evidence:
    """Evidence of any inspection."""
    rows = services.inspections.list()
    found = (one for row in rows for one in services.evidence.list(row.inspection.id))
    return by_id(found, text, "minh chứng")


def member(services: Services, text: str) -> Member:
    """A member of the trip by name or id."""
    members = [one for team in services.trips.show().teams for one in team.members]
    named = [one for one in members if fold(one.name) == fold(text.strip())]
    return named[0] if len(named) == 1 else by_id(members, text, "thành viên")


def row(table: TableView, text: str) -> EntityId:
    """A row of a table, by its number counted from 1 or by its id."""
    if text.isdecimal() and 1 <= int(text) <= len(table.rows):
        return table.rows[int(text) - 1].id
    return by_id(table.rows, text, "dòng").id


def form(services: Services, text: str) -> Form:
    """A form by its id, title's id or hash; the only one when nothing was typed."""
    forms = services.forms.list()
    found = [
        one
        for one in forms
        if not text
        or one.form_id == text
        or (len(text) >= SHORTEST and one.sha256.startswith(text))
    ]
    if not found:
        raise NotFoundError(kind="biểu mẫu", name=text or "(chưa có)")
    if len(found) > 1:
        names = ", ".join(f"{one.form_id} ({one.sha256[:8]})" for one in found)
        raise AmbiguousNameError(kind="biểu mẫu", name=text or "*", matches=names)
    return found[0]
