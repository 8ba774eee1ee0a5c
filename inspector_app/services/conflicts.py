"""Conflicts: seeing them, deciding them with a reason, taking a decision back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from inspector_app.domain.errors import (
    AmbiguousNameError,
    ConflictError,
    DecisionPassedError,
    FormError,
    FormMissingError,
    InputValueError,
    NotAllowedError,
    NotFoundError,
)
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.register import head_of
from inspector_app.domain.text import clean
from inspector_app.domain.trip.values import Role
from inspector_app.services.conflict_batches import decide_batch, plan_batch
from inspector_app.services.conflict_deciding import Choice, ConflictDecider
from inspector_app.services.conflict_reading import ConflictReader
from inspector_app.services.conflict_reasons import read_reasons, remember_reason, write_reasons
from inspector_app.services.conflict_views import (
    BatchPlan,
    ConflictFilter,
    ConflictState,
    ConflictView,
    DecisionView,
    is_by,
    is_named,
    is_titled,
)
from inspector_app.services.decisions import UNDONE, Decision
from inspector_app.services.directory import Directory
from inspector_app.services.disagreements import inspection_of
from inspector_app.services.forms import FormService
from inspector_app.services.journal import Journal, Pen
from inspector_app.services.outcomes import Outcome, Touched
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import has_role, read_inspection, read_members
from inspector_app.services.rooms import OpenVault
from inspector_app.services.views import RegisterView

OPEN: Final = ConflictFilter()
_LEAST_ID: Final = 4


class ConflictService:
    """Lists what people answered differently; a leader decides, nothing is lost."""

    def __init__(self, vault: OpenVault, journal: Journal, forms: FormService) -> None:
        self._vault = vault
        self._journal = journal
        self._forms = forms

    def list(self, wanted: ConflictFilter = OPEN) -> tuple[ConflictView, ...]:
        """Conflicts, the open ones first; by default all that nobody has decided."""
        with self._vault.store.read() as log:
            reader = self._reader(log)
            found = [*reader.open()]
            if ConflictState.DECIDED in wanted.states:
                found += reader.decided()
        return tuple(one for one in found if wanted.has(one))

    def check(self, wanted: ConflictFilter) -> None:
        """See that a filter names somebody and something that is here; an empty list is no answer then.

        Raises: NotFoundError: no such person, or no such section in any form of the trip.
        """
        with self._vault.store.read() as log:
            if wanted.person and not self._knows_person(log, wanted.person):
                raise NotFoundError(kind="người", name=wanted.person)
            if wanted.section and not self._knows_section(log, wanted.section):
                raise NotFoundError(kind="phần của phiếu", name=wanted.section)

    def find(self, text: str, *, decided: bool = False) -> ConflictView:
        """The conflict whose id begins with ``text``; ``decided``: among the decided ones.

        Raises: NotFoundError, AmbiguousNameError.
        """
        state = (
            (ConflictState.DECIDED,) if decided else (ConflictState.OPEN, ConflictState.REOPENED)
        )
        known = self.list(OPEN.of_state(*state))
        found = [one for one in known if one.id.startswith(text.strip().lower())]
        if not found or not text.strip():
            raise NotFoundError(kind="xung đột", name=text)
        if len(found) > 1:
            ids = ", ".join(one.id[:8] for one in found)
            raise AmbiguousNameError(kind="xung đột", name=text, matches=ids)
        return found[0]

    def resolve(
        self,
        conflict: str,
        choose: str | None = None,
        text: str | None = None,
        reason: str = "",
        *,
        both: bool = False,
    ) -> Outcome[RegisterView]:
        """Decide one conflict.

        Args:
            conflict: ``ConflictView.id``; it names exactly the values that were seen.
            choose: ``HeadView.change`` of the value to keep, or
            text: another value, as typed, or
            both: take all sides, where that makes sense (``ConflictView.has_both``).
            reason: why; mandatory.

        Raises:
            NotAllowedError: only a team leader decides.
            ConflictError: another value has arrived since.
            InputValueError, AnswerError
        """
        _require_reason(reason)
        with self._journal.write() as pen:
            self._require_leader(pen.log)
            decider = ConflictDecider(self._vault, self._forms, pen)
            view = next((one for one in decider.reader.open() if one.id == conflict), None)
            if view is None:
                raise ConflictError(name=conflict[:8])
            decider.decide(view, Choice(choose, text, both), reason)
            remember_reason(pen.log, reason)
        with self._vault.store.read() as log:
            shown = Directory(self._vault, log).register_view(log.heads(view.register))
        return Outcome(shown, (self._touched(view),))

    # --- several at once

    def plan(self, person: str, wanted: ConflictFilter = OPEN) -> BatchPlan:
        """What taking all values of one person would decide; nothing is written.

        Raises:
            InputValueError: no person, or nobody of that name wrote in a conflict.
        """
        return plan_batch(self.list(wanted), person)

    def resolve_all(
        self, conflicts: Sequence[str], person: str, reason: str = ""
    ) -> Outcome[BatchPlan]:
        """Take the value of one person in all of the named conflicts, in one transaction.

        What cannot be decided that way, or is not as it was seen, is left and named.

        Args:
            conflicts: ``ConflictView.id`` of each, as ``plan`` showed them.
            person: whose values; a part of the name.
            reason: why; stands in every decision.

        Raises:
            NotAllowedError, InputValueError: nothing was written.
        """
        _require_reason(reason)
        with self._journal.write() as pen:
            self._require_leader(pen.log)
            decider = ConflictDecider(self._vault, self._forms, pen)
            named = set(conflicts)
            found = [one for one in decider.reader.open() if one.id in named]
            if len(found) < len(named):
                missing = named - {one.id for one in found}
                raise ConflictError(name=", ".join(sorted(one[:8] for one in missing)))
            plan = plan_batch(found, person)
            done = decide_batch(decider, plan, reason)
            remember_reason(pen.log, reason)
        return Outcome(done, tuple(self._touched(one) for one, _side in done.taken))

    # --- taking back

    def undo(self, conflict: str, reason: str = "") -> Outcome[ConflictView]:
        """Take a decision back: every value that it replaced stands beside the others again.

        Args:
            conflict: the beginning of the id of a decided conflict, or of the decision.
            reason: why; may be empty.

        Raises:
            NotFoundError, AmbiguousNameError
            NotAllowedError: only a team leader does.
            DecisionPassedError: somebody has written there since.
        """
        with self._journal.write() as pen:
            reader = self._require_leader(pen.log)
            decision = _decision(reader, conflict)
            if decision.undone is not None or not decision.is_head(pen.log):
                raise DecisionPassedError(name=conflict[:8])
            self._take_back(pen, reader, decision, clean(reason))
        with self._vault.store.read() as log:
            view = self._reader(log).view(decision.register)
        return Outcome(view, (self._touched(view),))

    def _take_back(self, pen: Pen, reader: ConflictReader, decision: Decision, reason: str) -> None:
        view = reader.view(decision.register)
        if not view.may_decide:
            raise NotAllowedError(what="lấy lại quyết định này (chỉ máy lập đợt)")
        stored = (pen.log.change(ref) for ref in decision.stored.change.sup)
        former = sorted(
            (head_of(one) for one in stored if one is not None), key=lambda one: (one.lam, one.id)
        )
        pen.take_back(decision.register, decision.stored.ref, former)
        pen.set(decision.ent, UNDONE, {"reason": reason})

    def decisions(self, conflict: ConflictView) -> tuple[DecisionView, ...]:
        """All decisions about the register of a conflict, the earliest first."""
        with self._vault.store.read() as log:
            reader = self._reader(log)
            found = reader.decisions.by_register.get(conflict.register, [])
            return tuple(reader.decision_view(one) for one in found)

    # --- reasons to choose from

    def reasons(self) -> tuple[str, ...]:
        """Reasons used before, the last one first; the usual ones to begin with."""
        with self._vault.store.read() as log:
            return read_reasons(log)

    def set_reasons(self, reasons: Sequence[str]) -> tuple[str, ...]:
        """Replace the reasons to choose from; returns what was kept."""
        with self._vault.store.write() as log:
            return write_reasons(log, reasons)

    # --- inside

    def _knows_person(self, log: Log, person: str) -> bool:
        directory = Directory(self._vault, log)
        names = [one.card.name for one in directory.enrolled.values()]
        names.append(directory.author(self._vault.identity.actor))
        teams = log.entities(EntityType.TEAM)
        names += [one.name for team in teams for one in read_members(log, team)]
        names += [one.name for team in teams for one in read_members(log, team, left=True)]
        return any(is_named(name, person) for name in names) or any(
            is_by(head, person) for one in self._reader(log).open() for head in one.heads
        )

    def _knows_section(self, log: Log, section: str) -> bool:
        found = (read_inspection(log, ent) for ent in log.entities(EntityType.INSPECTION))
        for sha256 in {one.form_sha256 for one in found}:
            try:
                form = self._forms.of(log, sha256)
            except (FormMissingError, FormError):
                continue
            if any(is_titled(one.name, one.label, section) for one in form.sections):
                return True
        return False

    def _reader(self, log: Log) -> ConflictReader:
        return ConflictReader(self._vault, self._forms, log)

    def _require_leader(self, log: Log) -> ConflictReader:
        reader = self._reader(log)
        if not reader.is_leader:
            raise NotAllowedError(what="quyết định xung đột (chỉ trưởng đoàn)")
        return reader

    def _touched(self, view: ConflictView) -> Touched:
        with self._vault.store.read() as log:
            of = inspection_of(log, view.register.ent)
        return Touched("conflict", view.register.ent, of)


def is_leader(log: Log, directory: Directory) -> bool:
    """Whether this vault's person leads a team of the trip."""
    own = directory.own_member()
    return own is not None and has_role(log, own, Role.LEADER)


def _require_reason(reason: str) -> None:
    if not clean(reason):
        raise InputValueError(field="Lý do", what="chưa nhập; mỗi quyết định cần một lý do")


def _decision(reader: ConflictReader, text: str) -> Decision:
    """The last decision whose conflict or own id begins so. Raises: NotFoundError, AmbiguousNameError."""
    wanted = text.strip().lower()
    lasts = [found[-1] for found in reader.decisions.by_register.values()]
    known = [
        one
        for one in lasts
        if len(wanted) >= _LEAST_ID
        and (one.conflict.startswith(wanted) or one.ent.hex().startswith(wanted))
    ]
    if not known:
        raise NotFoundError(kind="quyết định", name=text)
    if len(known) > 1:
        ids = ", ".join(one.conflict[:8] for one in known)
        raise AmbiguousNameError(kind="quyết định", name=text, matches=ids)
    return known[0]
