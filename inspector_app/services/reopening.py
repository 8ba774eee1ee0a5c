"""Decided places that a bundle opens again: a late value came, or a decision was taken back."""

from __future__ import annotations

from collections.abc import Iterable

from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.runs import Run
from inspector_app.services.conflict_reading import ConflictReader
from inspector_app.services.conflict_views import ConflictState, ConflictView
from inspector_app.services.forms import FormService
from inspector_app.services.ports.store import Log
from inspector_app.services.rooms import OpenVault


def reopened(
    vault: OpenVault, forms: FormService, log: Log, runs: Iterable[Run]
) -> tuple[str, ...]:
    """The places that were decided and that the changes of these runs opened again, by name.

    Args:
        vault: the open vault.
        forms: its forms.
        log: the transaction in which the runs have just been stored.
        runs: what came in.

    Returns:
        ``unit: question``, ordered; empty in a vault without decisions, which costs nothing.
    """
    if not log.entities(EntityType.DECISION):
        return ()
    came = {id_ for run in runs for id_ in run.ids}
    found = []
    for one in ConflictReader(vault, forms, log).open():
        heads = [head.id in came for head in log.heads(one.register)]
        if one.state is ConflictState.REOPENED and any(heads) and heads.count(False) < 2:
            found.append(_name(one))
    return tuple(sorted(found))


def _name(one: ConflictView) -> str:
    asked = one.question or one.criterion
    what = asked.name if asked else one.subject or one.label
    return f"{one.inspection.unit.name}: {what}" if one.inspection else what
