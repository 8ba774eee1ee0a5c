"""The forms of an inspection as its registers tell them: which is in force, which were before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from inspector_app.domain.form.versions.mapping import FormMapping, Lineage, decode
from inspector_app.domain.log.change import Register
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.log.register import Head, provisional
from inspector_app.services.ports.store import Log

MAPPING: Final = "form/mapping"
"""The register of an inspection that names its corrected form; written by leaders only."""


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


def corrected_forms(log: Log) -> tuple[str, ...]:
    """The hashes of all forms that mappings name, for they must travel with them; sorted."""
    mappings = (decode(head.value) for heads in log.by_path(MAPPING).values() for head in heads)
    return tuple(sorted({form for one in mappings if one for form in one.forms}))
