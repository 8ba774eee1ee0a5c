"""Bringing a former value back: one more change, of kind undo, after seeing what it replaces."""

from __future__ import annotations

from dataclasses import dataclass

from inspector_app.domain.errors import NotAllowedError, NotFoundError
from inspector_app.domain.log.change import Change, Kind, Ref
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import DeviceId
from inspector_app.domain.trip.history import HistoryLine
from inspector_app.services.answer_paths import METADATA, answer_of
from inspector_app.services.disagreements import inspection_of, placing_of
from inspector_app.services.entries import Entries
from inspector_app.services.forms import FormService
from inspector_app.services.history import LogService
from inspector_app.services.history_lines import Lines
from inspector_app.services.journal import Journal, Pen
from inspector_app.services.outcomes import Outcome, Touched
from inspector_app.services.placing import as_answer
from inspector_app.services.rooms import OpenVault
from inspector_app.services.views import TypedAnswer


@dataclass(frozen=True, slots=True)
class Return:
    """What bringing back would do."""

    former: HistoryLine
    """The change whose value comes back."""
    current: HistoryLine | None
    """The change whose value it replaces."""


class ReturnService:
    """Former values, brought back by hand."""

    def __init__(
        self, vault: OpenVault, journal: Journal, forms: FormService, log: LogService
    ) -> None:
        self._vault, self._journal, self._forms, self._log = vault, journal, forms, log

    def preview(self, change: str) -> Return:
        """What stands there now, and what would stand there.

        Args:
            change: the id of the former change, hexadecimal, or its beginning.

        Raises:
            NotFoundError, AmbiguousNameError
            NotAllowedError: it counts now, is in conflict, or is not brought back this way.
        """
        former = self._log.find(change)
        if not former.can_return:
            raise NotAllowedError(
                what="lấy lại giá trị này (giá trị đang dùng, ô đang xung đột, hoặc mục có cách sửa"
                " riêng)"
            )
        with self._vault.store.read() as log:
            heads = log.heads(former.register)
            stored = [one for head in heads if (one := log.change(head.ref)) is not None]
            own = [one for one in stored if one.change.actor == self._vault.identity.actor]
            lines = Lines(self._vault, log, self._forms)
            shown = (own or stored)[-1:]
            return Return(former, lines.line(shown[0]) if shown else None)

    def bring_back(self, change: str) -> Outcome[HistoryLine]:
        """Make a former value the present one; the present one stays in the history.

        Raises:
            as ``preview``; AnswerError: the present form does not take the value.
        """
        former = self._log.find(self.preview(change).former.change)
        with self._journal.write() as pen:
            ref = Ref(
                DeviceId(bytes.fromhex(former.device_id)),
                former.seq,
                bytes.fromhex(former.change)[:16],
            )
            stored = pen.log.change(ref)
            if stored is None:
                raise NotFoundError(kind="thay đổi", name=change)
            pen.returning(stored.change.register)
            self._write(pen, stored.change)
        with self._vault.store.read() as log:
            lines = Lines(self._vault, log, self._forms)
            newest = log.history(former.register)[-1]
            of = inspection_of(log, former.register.ent)
            made = lines.line(newest)
        ent = of or former.register.ent
        return Outcome(made, (Touched(EntityType.INSPECTION, ent, of),))

    def _write(self, pen: Pen, change: Change) -> None:
        found, of = answer_of(change.path), inspection_of(pen.log, change.ent)
        placing = placing_of(pen.log, self._forms, of) if found and of else None
        value = None if change.kind == Kind.DELETE else change.value
        is_placed = placing is not None and found is not None and placing.question(found[0])
        if not is_placed or placing is None or found is None or of is None:
            pen.set(change.ent, change.path, value, change.form)
            return
        if change.path.startswith(METADATA):
            raise NotAllowedError(what="lấy lại điều phiếu tự ghi")
        key, side = found
        row = None if change.ent == of else change.ent
        entries = Entries(self._vault, pen, placing, of)
        answer = TypedAnswer(placing.name_of(key), side, row, "")
        if not side.is_about_figure:
            entries.question(answer)
        read = placing.read(key, side, change)
        entries.put(answer, as_answer(read))
