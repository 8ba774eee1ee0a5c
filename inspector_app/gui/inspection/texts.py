"""Typed text by slot, from the first key until it is a change: drafted, written, refused, held."""

from __future__ import annotations

from dataclasses import dataclass, field

from inspector_app.domain.errors import InspectorError
from inspector_app.gui.inspection.saving import Saving, SavingState
from inspector_app.gui.inspection.slots import Slot


@dataclass(slots=True)
class Texts:
    """Where every typed text stands.

    ``typed`` is not a change yet, ``undrafted`` of it not even a draft, ``writing`` is on its way,
    ``refused`` was not accepted and its text is ``held`` in the field and as a draft.
    """

    typed: dict[Slot, str] = field(default_factory=dict)
    undrafted: set[Slot] = field(default_factory=set)
    writing: set[Slot] = field(default_factory=set)
    refused: dict[Slot, InspectorError] = field(default_factory=dict)
    held: dict[Slot, str] = field(default_factory=dict)

    def take(self, slot: Slot, text: str) -> bool:
        """Note a keystroke; True when it ended a refusal."""
        self.typed[slot] = text
        self.undrafted.add(slot)
        self.held.pop(slot, None)
        return self.refused.pop(slot, None) is not None

    def begin_draft(self) -> list[tuple[Slot, str]]:
        """The texts that must become drafts now."""
        waiting = [(slot, self.typed[slot]) for slot in self.undrafted if slot in self.typed]
        self.undrafted.clear()
        return waiting

    def begin_write(self, slot: Slot) -> None:
        """The slot's text is on its way into the vault."""
        self.typed.pop(slot, None)
        self.undrafted.discard(slot)
        self.writing.add(slot)

    def accept(self, slot: Slot) -> None:
        """The slot's text became a change."""
        self.writing.discard(slot)
        self.refused.pop(slot, None)
        self.held.pop(slot, None)

    def refuse(self, slot: Slot, text: str, error: InspectorError) -> bool:
        """The slot cannot hold the text; False when newer text was typed meanwhile."""
        self.writing.discard(slot)
        if slot in self.typed:
            return False
        self.refused[slot] = error
        self.held[slot] = text
        return True

    def give_back(self, slot: Slot, text: str) -> None:
        """The vault could not store the text now: it waits for the next try."""
        self.writing.discard(slot)
        self.typed.setdefault(slot, text)

    def shown(self, slot: Slot) -> str | None:
        """Text that the field shows instead of the stored value."""
        return self.typed.get(slot, self.held.get(slot))

    def clear(self) -> None:
        """Another inspection lies open."""
        for table in (self.typed, self.refused, self.held):
            table.clear()
        self.undrafted.clear()
        self.writing.clear()

    def saving(self, failure: str, *, composing: bool, flying: bool, held: bool, at: str) -> Saving:
        """What the pill says, from the least safe on."""
        if failure:
            return Saving(SavingState.FAILED, detail=failure, at=at)
        if composing or self.undrafted:
            return Saving(SavingState.TYPING, at=at)
        if flying:
            return Saving(SavingState.HELD if held else SavingState.SAVING, at=at)
        if self.refused:
            return Saving(SavingState.REFUSED, at=at, count=len(self.refused))
        if self.typed:
            return Saving(SavingState.DRAFTED, at=at)
        return Saving(SavingState.SAVED, at=at)
