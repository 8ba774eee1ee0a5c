"""What a service returns: the value asked for and what has changed, so that pages can refresh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from inspector_app.domain.form.instance.engine import Violation
from inspector_app.domain.log.ids import EntityId

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Touched:
    """One thing that changed: its kind, its id, and the inspection or trip it belongs to.

    ``kind`` is an ``EntityType`` or one of ``card``, ``bundle``, ``conflict``, ``form``.
    """

    kind: str
    id: EntityId
    of: EntityId | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth saying: a message id with its fields (translated at the edge)."""

    message: str
    details: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome(Generic[T_co]):
    """A finished action."""

    value: T_co
    touched: tuple[Touched, ...] = ()
    violations: tuple[Violation, ...] = ()
    notices: tuple[Notice, ...] = ()
