"""Who is to fill which section: registers ``assigned/<section>/<member>`` of inspections and teams.

An assignment informs and never binds. Each member has a register of their own, so that two people
who assign at once never disagree about a list; where they do disagree about one member, that member
is told. What stands at an inspection counts before what stands at its team.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.log.register import Head
from inspector_app.domain.trip.values import Inspection, Member
from inspector_app.services.answer_paths import ASSIGNED
from inspector_app.services.editions import current_member
from inspector_app.services.ports.store import Log

MAX_SECTION: Final = 150
Said = Mapping[tuple[str, EntityId], bool]
"""(section, member) to whether the member is to fill it."""


def assigned_path(section: str, member: EntityId) -> str:
    """The register of one member and section."""
    return f"{ASSIGNED}{section}/{member.hex()}"


def said_of(log: Log, ent: EntityId) -> Said:
    """What is written at an inspection or team."""
    found: dict[tuple[str, EntityId], bool] = {}
    for path, heads in log.registers(ent).items():
        section, mark, member = path.removeprefix(ASSIGNED).rpartition("/")
        value = _value(heads)
        if not path.startswith(ASSIGNED) or not mark or value is None:
            continue
        try:
            id_ = current_member(log, EntityId(bytes.fromhex(member)))
        except ValueError:
            continue
        found[section, id_] = found.get((section, id_), False) or value
    return found


def _value(heads: tuple[Head, ...]) -> bool | None:
    """Anybody's yes counts before another's no; nil takes a word back."""
    values = {head.value for head in heads if isinstance(head.value, bool) and not head.is_deletion}
    return True in values if values else None


def assigned_members(
    log: Log, inspection: Inspection, members: Iterable[Member]
) -> Mapping[str, tuple[Member, ...]]:
    """Who is to fill each section of an inspection; sections without anybody are left out.

    Args:
        log: a running transaction.
        inspection: the inspection.
        members: of its team, in the order in which they are named.
    """
    said = {**said_of(log, inspection.team.id), **said_of(log, inspection.id)}
    sections = dict.fromkeys(section for (section, _member), is_on in said.items() if is_on)
    known = tuple(members)
    found = {
        section: tuple(one for one in known if said.get((section, one.id)))
        for section in sorted(sections)
    }
    return {section: people for section, people in found.items() if people}
