"""The forms of an inspection as its registers tell them: which is in force, which were before."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from inspector_app.domain.form.versions.mapping import FormMapping, Lineage, decode
from inspector_app.domain.log.change import Register
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.log.register import Head, provisional
from inspector_app.services.ports.store import Log
from inspector_app.services.rooms import Rooms

MAPPING: Final = "form/mapping"
"""The register of an inspection that names its corrected form; written by leaders only."""
PINNED: Final = "form/"
"""What the registers of a trip begin with that name the form for a kind of unit."""
_SHOWN: Final = 3
"""Renames that are listed to tell two mappings apart."""


def current_mapping(first: str, heads: Iterable[Head]) -> FormMapping | None:
    """The mapping in force; None where the form that was pinned first still is.

    A mapping counts only while it starts from the form that the inspection pins: when the trip's
    author pins another one, what was corrected in the former one is of no more use.

    Args:
        first: the hash of the form that the trip's author pinned.
        heads: of the register ``MAPPING``.
    """
    head = provisional(heads)
    mapping = None if head is None or head.is_deletion else decode(head.value)
    return mapping if mapping is not None and mapping.forms[0] == first else None


def read_lineage(log: Log, inspection: EntityId, first: str) -> Lineage:
    """Everything the log says about the forms of an inspection."""
    register = Register(inspection, MAPPING)
    heads = log.heads(register)
    if not heads:
        return Lineage(first)
    known = (decode(one.change.value) for one in log.history(register))
    return Lineage(first, current_mapping(first, heads), [one for one in known if one])


def named_forms(log: Log) -> frozenset[str]:
    """The hashes of all forms that the trip ever gave its inspections, corrected or not.

    Forms that were taken back and losing sides of decided conflicts are among them: answers may have
    been written in them.
    """
    named: set[str] = set()
    for ent, heads in log.by_path("form").items():
        history = log.history(Register(ent, "form")) if heads else ()
        named.update(str(one.change.value) for one in history)
    for ent in log.by_path(MAPPING):
        mappings = (decode(one.change.value) for one in log.history(Register(ent, MAPPING)))
        named.update(form for one in mappings if one for form in one.forms)
    for ent in log.entities(EntityType.TRIP):
        for path in log.registers(ent):
            if path.startswith(PINNED):
                named.update(str(one.change.value) for one in log.history(Register(ent, path)))
    return frozenset(named)


def is_named(log: Log, named: frozenset[str], sha256: str) -> bool:
    """Whether the log names a form: the trip gave it to an inspection, or a change was written in it.

    Args:
        log: the running transaction.
        named: ``named_forms``.
        sha256: the form.
    """
    return sha256 in named or log.is_form_used(bytes.fromhex(sha256))


def keep_forms(log: Log, rooms: Rooms, meta: Mapping[str, bytes]) -> None:
    """Keep the forms that the log names (inside ``Store.write``); nobody fills a vault with others.

    Args:
        log: the running transaction.
        rooms: their codec of forms is loaded only when there is one.
        meta: forms and others by their names in the bundle.

    Raises:
        FormError: the log names it, and it is none.
    """
    brought = [data for name, data in meta.items() if name.startswith("meta/forms/")]
    forms = {hashlib.sha256(data).hexdigest(): data for data in brought}
    named = named_forms(log) if forms else frozenset()
    for sha256, data in forms.items():
        if log.form_file(sha256) is None and is_named(log, named, sha256):
            rooms.forms.parse(data)
            log.put_form_file(sha256, data)


def travelling_forms(log: Log, packed: Iterable[str]) -> tuple[str, ...]:
    """The forms of this vault that go with its changes, for nobody reads these without; sorted.

    Args:
        log: the running transaction.
        packed: forms that everybody has from the trip's pack.
    """
    named, known = named_forms(log), set(packed)
    return tuple(one for one in log.form_files() if one not in known and is_named(log, named, one))


def told_apart(mappings: Sequence[FormMapping | None], first: str) -> list[str]:
    """What each side of a conflict about a form is called.

    Sides of one name are told apart by what only they rename, or by their hashes.

    Args:
        mappings: the sides; None where nothing was corrected.
        first: what the form without corrections is called.
    """
    names = [one.name if one else first for one in mappings]
    told = []
    for name, one in zip(names, mappings, strict=True):
        twins = [other for other in mappings if other and other.name == name and other != one]
        if one is None or not twins:
            told.append(name)
            continue
        shared = set.intersection(*(_renames(other) for other in twins))
        own = sorted(_renames(one) - shared)
        more = ["…"] if len(own) > _SHOWN else []
        chain = " → ".join(form[:8] for form in one.forms)
        is_same_form = all(other.form == one.form for other in twins)
        about = ", ".join(own[:_SHOWN] + more) if is_same_form and own else chain
        told.append(f"{name} ({about})")
    return told


def _renames(mapping: FormMapping) -> set[str]:
    """Former and present names of questions, tables and choices."""
    names = {*mapping.questions.items(), *mapping.tables.items()}
    codes = {
        f"{key}: {old} → {new}"
        for step in mapping.choices
        for key, renamed in step.items()
        for old, new in renamed.items()
        if old != new
    }
    return {f"{key} → {name}" for name, key in names} | codes
