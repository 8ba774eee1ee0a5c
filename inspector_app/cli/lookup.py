"""From what a person typed to the one thing it means."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Protocol, TypeVar

from inspector_app.cli.naming import short
from inspector_app.domain.errors import AmbiguousNameError, NotFoundError, UnnamedFormError
from inspector_app.domain.form.definition import Form
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.text import fold
from inspector_app.domain.trip.previous import PreviousRequirement
from inspector_app.domain.trip.values import (
    Evidence,
    Finding,
    Inspection,
    Member,
    Remediation,
    Requirement,
)
from inspector_app.host.i18n import N_, language
from inspector_app.services.views import InspectionView, TableView

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
    return by_id(found, text, N_("tồn tại"))


def requirement(services: Services, text: str) -> Requirement:
    """A requirement of any inspection."""
    rows = services.inspections.list()
    found = (one for row in rows for one in services.requirements.list(row.inspection.id))
    return by_id(found, text, N_("yêu cầu"))


def evidence(services: Services, text: str) -> Evidence:
    """Evidence of any inspection."""
    rows = services.inspections.list()
    found = (one for row in rows for one in services.evidence.list(row.inspection.id))
    return by_id(found, text, "minh chứng")


def question(services: Services, inspection: Inspection, name: str) -> None:
    """See that an inspection's form has a question or table; nothing is no name. Raises: NotFoundError."""
    form = services.forms.show(inspection.form_sha256)
    if name and name not in form.questions and name not in form.repeats:
        raise NotFoundError(kind="câu hỏi", name=name)


def all_evidence(
    services: Services, inspection: Inspection, texts: Iterable[str]
) -> tuple[EntityId, ...]:
    """Evidence of one inspection by the beginnings of ids; empty texts count for nothing."""
    known = services.evidence.list(inspection.id)
    return tuple(by_id(known, text, "minh chứng").id for text in texts if text)


def followed_requirement(
    services: Services, text: str
) -> tuple[InspectionView, Requirement | PreviousRequirement]:
    """A requirement of this trip or of the last one, with the inspection that it belongs to."""
    found: dict[Requirement | PreviousRequirement, InspectionView] = {}
    for row in services.inspections.list():
        view = services.inspections.show(row.inspection.id)
        found |= dict.fromkeys(view.requirements, view)
        found |= dict.fromkeys(view.previous.requirements if view.previous else (), view)
    one = by_id(found, text, N_("yêu cầu"))
    return found[one], one


def remediation(services: Services, text: str) -> Remediation:
    """A remediation by its id, or the newest of a requirement by that one's id."""
    rows = services.inspections.list()
    known = [one for row in rows for one in services.remediations.list(row.inspection.id)]
    wanted = text.strip().lower()
    if any(len(wanted) >= SHORTEST and one.id.hex().startswith(wanted) for one in known):
        return by_id(known, text, N_("kết quả khắc phục"))
    _view, asked = followed_requirement(services, text)
    mine = [one for one in known if one.requirement == asked.id]
    if not mine:
        raise NotFoundError(kind="kết quả khắc phục của yêu cầu", name=text)
    return mine[-1]


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
        if not text:
            raise UnnamedFormError(
                matches="\n".join(
                    f"  {one.sha256[:8]}  {one.form_id}, {one.title.in_(language())}"
                    for one in found
                )
            )
        names = ", ".join(f"{one.form_id} ({one.sha256[:8]})" for one in found)
        raise AmbiguousNameError(kind="biểu mẫu", name=text, matches=names)
    return found[0]
