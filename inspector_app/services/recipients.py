"""Whom a bundle is sealed to."""

from __future__ import annotations

from inspector_app.services.directory import Directory
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import read_withdrawal
from inspector_app.services.withdrawals import LEFT


def recipients(log: Log, directory: Directory, own: str, *, leaders_only: bool) -> tuple[str, ...]:
    """The age recipients of a bundle, sorted.

    Args:
        log: the running transaction.
        directory: who is enrolled.
        own: the sender's, so that what was sent can be opened again.
        leaders_only: or everybody who has not left the trip.
    """
    chosen = {own}
    for one in directory.enrolled.values():
        if directory.is_revoked(one.dev):
            continue  # whoever has that laptop may read what is sealed to it
        has_left = one.member and read_withdrawal(log, one.member, LEFT)
        if directory.leads(one) or not (leaders_only or has_left):
            chosen.add(one.card.keys.age_recipient)
    return tuple(sorted(chosen))
