"""The summary of a trip: sums over units, ranks, what is not known yet."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from inspector_app.domain.form.rates import Rate
from inspector_app.domain.trip.values import Role, Side
from inspector_app.services.flow_figures import Indicator
from inspector_app.services.rates import Rates
from inspector_app.services.score_views import Standing
from inspector_app.services.summaries import summarize
from inspector_app.services.views import TypedAnswer
from inspector_app.services.workshop import Services
from tests.kit.scored_trip import fill
from tests.kit.team import colleague, sample_trip, workshop
from tests.kit.trip_tables import column, sheet


@pytest.fixture
def services(tmp_path: Path) -> Services:
    plan = workshop().read_trip(str(sample_trip()))
    who = next(one for one in plan.members if one.role is Role.LEADER)
    made = colleague(tmp_path, "truong-doan", who).services
    made.trips.create(str(sample_trip()))
    return made


def put_flow(
    services: Services, place: int, on_time: int, late: int, online: int, side: Side = Side.VERIFIED
) -> None:
    """A line of dossiers that were all received and resolved in the period."""
    ent = services.inspections.list()[place].inspection.id
    row = services.inspections.add_row(ent, "t1").value
    total = on_time + late
    numbers = {"a2": total - online, "a3": online, "b2": on_time, "b3": late}
    zero = ("a1", "a4", "b1", "c1", "c2", "d1", "d2")
    cells = {**numbers, **dict.fromkeys(zero, 0)}
    services.inspections.answer_many(
        ent, [TypedAnswer(f"t1_{k}", side, row, str(v)) for k, v in cells.items()]
    )


def test_rates_are_sums_over_units_and_no_means(services: Services) -> None:
    put_flow(services, 0, on_time=990, late=10, online=250)
    put_flow(services, 1, on_time=5, late=5, online=0)
    summary = services.summaries.show()
    on_time = summary.total(Indicator.ON_TIME)
    assert on_time.rate is not None
    assert on_time.rate == Rate(Decimal(995), Decimal(1010))
    assert on_time.units == 2
    assert on_time.rate.percent == Decimal(100) * 995 / 1010
    overdue, online = summary.total(Indicator.OVERDUE), summary.total(Indicator.ONLINE)
    assert overdue.rate is not None
    assert online.rate is not None
    assert overdue.rate == Rate(Decimal(15), Decimal(1010))
    assert online.rate == Rate(Decimal(250), Decimal(1010))
    assert summary.indicators == tuple(Indicator)


def test_nothing_answered_is_no_zero(services: Services) -> None:
    summary = services.summaries.show()
    assert summary.has_maxima
    assert not summary.has_points
    assert summary.total(Indicator.ON_TIME).rate is None
    assert summary.mean_index == (None, 0)
    assert all(one.scores.standing.rank is None for one in summary.units)


def test_a_zero_denominator_has_no_percentage(services: Services) -> None:
    put_flow(services, 0, on_time=0, late=0, online=0)
    rate = services.summaries.show().total(Indicator.ON_TIME).rate
    assert rate is not None
    assert rate.denominator == 0
    assert rate.percent is None


def test_units_read_one_by_one_are_the_trip(services: Services) -> None:
    for place, quality in ((0, 90), (3, 60)):
        fill(services, services.inspections.list()[place].inspection.id, quality)
    frame = services.summaries.begin()
    one_by_one = summarize(frame, [services.summaries.unit(one.id) for one in frame.inspections])
    at_once = services.summaries.show()
    assert one_by_one == at_once
    ranked = services.scores.trip()
    assert [one.scores for one in at_once.units] == list(ranked.units)


def test_criteria_of_one_name_stand_once_in_the_order_of_clauses(services: Services) -> None:
    summary = services.summaries.show()
    clauses = [one.clause for one in summary.criteria("s3")]
    numbers = [tuple(map(int, one.split("."))) for one in clauses]
    assert numbers == sorted(numbers)
    names = [one.name for one in summary.criteria("s3")]
    assert len(names) == len(set(names))
    assert clauses.index("3.9") < clauses.index("3.10")


def test_switched_off_there_are_rates_and_no_points(services: Services) -> None:
    put_flow(services, 0, on_time=9, late=1, online=0)
    services.scores.configure(is_on=False)
    summary = services.summaries.show()
    assert not summary.has_maxima
    assert summary.units[0].scores.standing == Standing(summary.units[0].scores.standing.sum)
    rate = summary.total(Indicator.ON_TIME).rate
    assert rate is not None
    assert rate.numerator == 9


def test_what_only_the_unit_reported_is_in_no_rate_of_window_or_workbook(
    services: Services,
) -> None:
    put_flow(services, 0, on_time=9, late=1, online=0)
    put_flow(services, 1, on_time=500, late=0, online=0, side=Side.REPORTED)
    summary = services.summaries.show()
    total = summary.total(Indicator.ON_TIME)
    assert (total.rate, total.units) == (Rate(Decimal(9), Decimal(10)), 1)
    assert [one.figures.unverified for one in summary.units[:3]] == [0, 1, 0]
    units = sheet(services.tables.book(), "Theo đơn vị")
    place = column(units, "Tỷ lệ", "Giải quyết đúng hạn")
    shown = [one.cells[place].value for one in units.lines]
    assert (shown[0], shown[1], shown[-1]) == (Decimal("0.9"), "", Decimal("0.9"))


def test_window_workbook_and_minutes_show_one_rate(services: Services) -> None:
    for place, quality in ((0, 90), (7, 60)):
        ent = services.inspections.list()[place].inspection.id
        fill(services, ent, quality)
        figures = services.summaries.unit(ent)
        rate = figures.rates[Indicator.ON_TIME]
        assert rate == Rates(services.inspections.show(ent)).of(("c3_8_rate", None))
        units = sheet(services.tables.book([ent]), "Theo đơn vị")
        cells = units.lines[0].cells
        base = column(units, "Trước và đúng hạn")
        assert [cells[base].value, cells[base + 1].value] == [rate.numerator, rate.denominator]
