"""Tables as values: rates of cells, and names that tell units apart."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.report.worksheets import CellKind, CellValue, Ref, share, share_value
from inspector_app.domain.trip.values import Inspection, Team, Unit, UnitKind
from inspector_app.services.summary.reading import unit_names


@pytest.mark.parametrize(
    ("above", "below", "value"),
    [
        (37, 39, Decimal(37) / 39),
        (0, 5, Decimal(0)),
        (0, 0, "–"),
        (5, 0, "–"),
        (None, 5, ""),
        (5, None, ""),
        (None, 0, ""),
        (Decimal("1.5"), Decimal(3), Decimal("0.5")),
    ],
)
def test_a_share_tells_nothing_answered_from_nothing_to_share(
    above: Decimal | int | None, below: Decimal | int | None, value: CellValue
) -> None:
    assert share_value(above, below) == value


def test_a_share_says_how_it_is_computed() -> None:
    cell = share(Ref(0, 1), Ref(0, 2), Decimal("0.5"))
    assert cell.kind is CellKind.PERCENT
    assert cell.formula is not None
    assert [part for part in cell.formula.parts if isinstance(part, Ref)] == [
        Ref(0, 1), Ref(0, 2), Ref(0, 2), Ref(0, 1), Ref(0, 2),
    ]  # fmt: skip


def test_units_of_one_name_are_told_apart() -> None:
    unit = Unit(EntityId(b"u" * 16), "UBND xã Tân Hòa", UnitKind.COMMUNE, "UBND huyện A", "", False)
    team = Team(EntityId(b"t" * 16), 1, "Đoàn 1")
    one = Inspection(EntityId(b"i" * 16), unit, team, None, "", "0" * 64)
    units = (
        unit,
        replace(unit, parent_name="UBND huyện B"),
        replace(unit, parent_name="UBND huyện B"),
        replace(unit, name="UBND xã Lẻ"),
    )
    assert unit_names([replace(one, unit=each) for each in units]) == (
        "UBND xã Tân Hòa (UBND huyện A)",
        "UBND xã Tân Hòa (UBND huyện B)",
        "UBND xã Tân Hòa (UBND huyện B) [2]",
        "UBND xã Lẻ",
    )
