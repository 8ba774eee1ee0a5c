"""The previous inspection as registers of one entity, there and back (``docs/formats/change.md``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from inspector_app.domain.form.definition import Form
from inspector_app.domain.log.change import Register, Value
from inspector_app.domain.log.entity import EntityType, previous_entity
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.log.register import Head, provisional
from inspector_app.domain.text import clean
from inspector_app.domain.trip.previous import (
    Asked,
    Places,
    PreviousAnswer,
    PreviousFinding,
    PreviousInspection,
    PreviousRequirement,
    PreviousView,
)
from inspector_app.domain.trip.values import Severity, UnitKind
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import Fields, question_names

HEAD: Final = "last"
"""The register that names the last trip."""
ANSWER: Final = "last/answer/"
FINDING: Final = "last/finding/"
REQUIREMENT: Final = "last/requirement/"
_PARTS: Final = (ANSWER, FINDING, REQUIREMENT)
_MAX_PATH: Final = 200
_MAX_TEXT: Final = 4_000
"""Longer texts are cut: they are shown beside a question, the whole stands in the last minutes."""


def previous_of(log: Log, inspection: EntityId) -> EntityId | None:
    """The entity that holds what the last trip recorded, or None.

    Its life register has no say: only leaders write ``last``, anybody can claim a life.
    """
    ent = previous_entity(inspection)
    return ent if log.heads(Register(ent, HEAD)) else None


def has_requirement(log: Log, inspection: EntityId, requirement: EntityId) -> bool:
    """Whether the last trip left that requirement of the unit open."""
    one = read_previous(log, inspection)
    return one is not None and any(each.id == requirement for each in one.requirements)


def registers_of(one: PreviousInspection) -> dict[str, Value]:
    """What is written: one register for the trip, one for each answer, finding and requirement."""
    head: dict[str, Value] = {
        "closed": one.closed,
        "ends": _day(one.ends),
        "form": one.form,
        "inspection": one.id,
        "kind": str(one.kind),
        "parent_name": one.parent_name,
        "starts": _day(one.starts),
        "title": one.title,
        "unit": one.unit,
    }
    found: dict[str, Value] = {HEAD: head}
    for answer in one.answers:
        path = ANSWER + answer.asked.question
        if len(path) <= _MAX_PATH:
            found[path] = {
                **_asked(answer.asked),
                "label": _cut(answer.label),
                "reported": _cut(answer.reported),
                "reported_value": _short(answer.reported_value),
                "verified": _cut(answer.verified),
                "verified_value": _short(answer.verified_value),
            }
    for finding in one.findings:
        found[FINDING + finding.id.hex()] = {
            **_asked(finding.asked),
            "cause": _cut(finding.cause),
            "legal_basis": _cut(finding.legal_basis),
            "severity": str(finding.severity),
            "text": _cut(finding.text),
        }
    for requirement in one.requirements:
        found[REQUIREMENT + requirement.id.hex()] = {
            **_asked(requirement.asked),
            "due": _day(requirement.due),
            "finding": _cut(requirement.finding),
            "responsible": _cut(requirement.responsible),
            "text": _cut(requirement.text),
        }
    return found


def is_of_last_trip(path: str) -> bool:
    """Whether a register holds something of the last trip, whatever entity it belongs to."""
    return path == HEAD or path.startswith(f"{HEAD}/")


def is_part(path: str) -> bool:
    """Whether a register holds an answer, a finding or a requirement of the last trip."""
    return path.startswith(_PARTS)


@dataclass(frozen=True, slots=True)
class Source:
    """From which trip the results were taken over."""

    inspection: EntityId
    title: str
    starts: date | None
    ends: date | None


def taken_over(log: Log, inspection: EntityId) -> tuple[Source, ...]:
    """The trips whose results stand in an inspection; several where leaders took over others."""
    heads = log.heads(Register(previous_entity(inspection), HEAD))
    maps = [one.value for one in heads if isinstance(one.value, Mapping)]
    return tuple(
        Source(
            EntityId(of) if isinstance(of := one.get("inspection"), bytes) else EntityId(b""),
            _text(one, "title"),
            _as_day(one, "starts"),
            _as_day(one, "ends"),
        )
        for one in maps
    )


def read_previous(log: Log, inspection: EntityId) -> PreviousInspection | None:
    """What the last trip recorded about the unit of an inspection; None without an import."""
    ent = previous_of(log, inspection)
    if ent is None:
        return None
    registers = log.registers(ent)
    fields = Fields(registers)
    maps = {path: value for path in registers if isinstance(value := fields.value(path), Mapping)}
    maps |= _kept_requirements(log, inspection, ent, registers)
    head = maps.get(HEAD)
    if head is None:
        return None
    kind, closed = _text(head, "kind"), head.get("closed")
    of = head.get("inspection")
    return PreviousInspection(
        id=EntityId(of) if isinstance(of, bytes) else EntityId(b""),
        unit=_text(head, "unit"),
        kind=UnitKind(kind) if kind in list(UnitKind) else UnitKind.COMMUNE,
        parent_name=_text(head, "parent_name"),
        title=_text(head, "title"),
        starts=_as_day(head, "starts"),
        ends=_as_day(head, "ends"),
        form=_text(head, "form"),
        answers=tuple(_answer(path, one) for path, one in _under(maps, ANSWER)),
        findings=tuple(_finding(path, one) for path, one in _under(maps, FINDING)),
        requirements=tuple(_requirement(path, one) for path, one in _under(maps, REQUIREMENT)),
        closed=closed if isinstance(closed, int) and not isinstance(closed, bool) else 0,
    )


def placed_previous(log: Log, inspection: EntityId, form: Form) -> PreviousView | None:
    """What the last trip recorded, with its places in the present form; None without an import."""
    one = read_previous(log, inspection)
    if one is None:
        return None
    names = question_names(log, inspection)
    places = Places(form, {**names.tables, **names.questions})
    return PreviousView(
        inspection=replace(
            one,
            findings=tuple(places.placed(finding) for finding in one.findings),
            requirements=tuple(places.placed(open_) for open_ in one.requirements),
        ),
        answers=places.answers(one.answers),
    )


def _kept_requirements(
    log: Log, inspection: EntityId, ent: EntityId, registers: Mapping[str, tuple[Head, ...]]
) -> dict[str, Mapping[str, Value]]:
    """Requirements that stay open though an import had them no longer.

    One that somebody else's import still has, and one about which the unit did something since:
    what was typed about it must not lose its place.
    """
    remedied = {
        REQUIREMENT + asked.hex()
        for one in log.entities(EntityType.REMEDIATION, inspection)
        if (asked := Fields(log.registers(one)).entity("requirement")) is not None
    }
    kept: dict[str, Mapping[str, Value]] = {}
    for path, heads in registers.items():
        if not path.startswith(REQUIREMENT):
            continue
        held = [one for one in heads if isinstance(one.value, Mapping)]
        top = provisional(held)
        values = [top.value] if top else []
        if path in remedied and not held:
            values = [one.change.value for one in log.history(Register(ent, path))]
        kept.update((path, value) for value in values if isinstance(value, Mapping))
    return kept


def _under(
    maps: Mapping[str, Mapping[str, Value]], prefix: str
) -> list[tuple[str, Mapping[str, Value]]]:
    """Registers of one part by what follows the prefix, in the order of their clauses."""
    found = [(path[len(prefix) :], one) for path, one in maps.items() if path.startswith(prefix)]
    return sorted(found, key=lambda one: (_order(_text(one[1], "clause")), one[0]))


def _order(clause: str) -> tuple[tuple[int, str], ...]:
    """``3.10`` comes after ``3.9``."""
    parts = clause.split(".")
    return tuple((int(part), "") if part.isdecimal() else (0, part) for part in parts)


def _answer(name: str, one: Mapping[str, Value]) -> PreviousAnswer:
    return PreviousAnswer(
        asked=_as_asked(one, name),
        label=_text(one, "label"),
        verified=_text(one, "verified"),
        verified_value=one.get("verified_value"),
        reported=_text(one, "reported"),
        reported_value=one.get("reported_value"),
    )


def _finding(name: str, one: Mapping[str, Value]) -> PreviousFinding:
    severity = _text(one, "severity")
    return PreviousFinding(
        id=_as_id(name),
        asked=_as_asked(one),
        severity=Severity(severity) if severity in list(Severity) else Severity.MODERATE,
        text=_text(one, "text"),
        legal_basis=_text(one, "legal_basis"),
        cause=_text(one, "cause"),
    )


def _requirement(name: str, one: Mapping[str, Value]) -> PreviousRequirement:
    return PreviousRequirement(
        id=_as_id(name),
        asked=_as_asked(one),
        text=_text(one, "text"),
        responsible=_text(one, "responsible"),
        due=_as_day(one, "due"),
        finding=_text(one, "finding"),
    )


def _asked(asked: Asked) -> dict[str, Value]:
    return {"clause": asked.clause, "only": asked.is_only, "question": asked.question}


def _as_asked(one: Mapping[str, Value], name: str = "") -> Asked:
    return Asked(name or _text(one, "question"), _text(one, "clause"), one.get("only") is True)


def _as_id(name: str) -> EntityId:
    try:
        return EntityId(bytes.fromhex(name))
    except ValueError:
        return EntityId(name.encode()[:16])


def _text(one: Mapping[str, Value], name: str) -> str:
    value = one.get(name)
    return clean(value) if isinstance(value, str) else ""


def _day(value: date | None) -> str | None:
    return value.isoformat() if value else None


def _as_day(one: Mapping[str, Value], name: str) -> date | None:
    try:
        return date.fromisoformat(_text(one, name))
    except ValueError:
        return None


def _cut(text: str) -> str:
    return text if len(text) <= _MAX_TEXT else text[: _MAX_TEXT - 1] + "…"


def _short(value: Value) -> Value:
    """A stored value; a text too long to be compared is left out."""
    return None if isinstance(value, str) and len(value) > _MAX_TEXT else value
