"""The trip's summary with units that are filled to different degrees."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.scoring.arithmetic import shown
from inspector_app.domain.scoring.rules import ChoiceRule
from inspector_app.domain.trip.values import Role, Side, UnitKind
from inspector_app.gui import files
from inspector_app.gui.dialogs.scoring import ScoringDialog
from inspector_app.gui.models.standings import Column
from inspector_app.gui.pages.summary import SummaryPage
from inspector_app.gui.pages.summary_parts import View
from inspector_app.gui.shell_bars import Place
from inspector_app.services.flow_figures import Indicator
from inspector_app.services.outcomes import Touched
from inspector_app.services.summary_views import UnitFigures
from tests.gui.test_every_focusable_named import unnamed
from tests.kit.scored_trip import fill_trip
from tests.kit.screens import shoot
from tests.kit.team import colleague, sample_trip, workshop
from tests.kit.window import Opened, opened_window, settle, wait_until

KEY = Qt.Key


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A leader's vault with twelve units filled; copied for every test."""
    folder = tmp_path_factory.mktemp("scored")
    plan = workshop().read_trip(str(sample_trip()))
    who = next(one for one in plan.members if one.team == 1 and one.role is Role.LEADER)
    leader = colleague(folder, "kho", who)
    leader.services.trips.create(str(sample_trip()))
    fill_trip(leader.services)
    leader.services.close()
    return folder / "kho"


@pytest.fixture
def vault(scored: Path, tmp_path: Path) -> str:
    return str(shutil.copytree(scored, tmp_path / "kho"))


@pytest.fixture
def opened(vault: str) -> Iterator[Opened]:
    with opened_window() as window:
        window.unlock(vault)
        window.shell.go(Place.SUMMARY)
        window.idle()
        yield window


def page(opened: Opened) -> SummaryPage:
    return opened.shell.summary


def names(opened: Opened) -> list[str]:
    return [one.inspection.unit.name for one in page(opened).standings.units]


def test_units_stand_by_rank_and_say_what_the_service_says(opened: Opened) -> None:
    model = page(opened).standings
    ranks = [model.rank(one) for one in model.units]
    known = [one for one in ranks if one is not None]
    assert known == sorted(known)
    assert len(known) == 10
    assert ranks[10:] == [None] * 8
    first = model.units[0].scores.standing.sum
    assert first.index is not None
    text = str(model.data(model.index(0, Column.APPRAISED)))
    assert text.startswith(f"{shown(first.index)} %".replace(".", ","))
    unfinished = next(one for one in model.units if one.scores.standing.sum.pending_count)
    row = model.number_of(unfinished.inspection.id)
    assert str(model.data(model.index(row, Column.APPRAISED))).startswith("(")
    shoot(opened.window, "summary-units")


def test_figures_of_the_trip_show_both_numbers(opened: Opened) -> None:
    summary = page(opened).summary
    assert summary is not None
    total = summary.total(Indicator.ON_TIME)
    assert total.rate is not None
    tile = page(opened).strip.rates[Indicator.ON_TIME]
    counted = (total.rate.numerator, total.rate.denominator)
    above, below = (f"{int(n or 0):,}".replace(",", ".") for n in counted)
    assert tile.below == f"{above} / {below} · 12 đơn vị"
    percent = total.rate.percent
    assert percent is not None
    assert tile.value == f"{shown(percent)} %".replace(".", ",")
    assert "10/18" in page(opened).strip.mean.below


def test_columns_sort_and_what_is_not_known_stays_last(opened: Opened) -> None:
    model = page(opened).standings
    page(opened)._sort_by(Column.ON_TIME)
    shares = [one.figures.rates.get(Indicator.ON_TIME) for one in model.units]
    known = [one.percent for one in shares if one is not None and one.percent is not None]
    assert known == sorted(known, reverse=True)
    assert shares[12:] == [None] * 6
    page(opened)._sort_by(Column.ON_TIME)
    turned = [one.figures.rates.get(Indicator.ON_TIME) for one in model.units]
    assert [one.percent for one in turned if one] == known[::-1]
    assert turned[12:] == [None] * 6
    assert page(opened).sort.currentData() == Column.ON_TIME


def test_kinds_are_ranked_by_themselves(opened: Opened) -> None:
    one = page(opened)
    one.kind.setCurrentIndex(one.kind.findData(str(UnitKind.COMMUNE)))
    one.kind.activated.emit(0)
    model = one.standings
    assert {unit.inspection.unit.kind for unit in model.units} == {UnitKind.COMMUNE}
    assert model.rank(model.units[0]) == 1
    assert one.section_heat.rowCount() == model.rowCount()


def test_enter_on_a_section_opens_it_and_back_leads_here(opened: Opened) -> None:
    one = page(opened)
    one.chips[View.SECTIONS].click()
    one.sections_table.setFocus()
    one.sections_table.setCurrentIndex(one.section_heat.index(1, 3))
    cell = one.section_heat.cell(one.sections_table.currentIndex())
    assert cell.text in one.about.text()
    shoot(opened.window, "summary-sections")
    QTest.keyClick(one.sections_table, KEY.Key_Return)
    opened.idle()
    inspection = opened.shell.inspection
    assert inspection.isVisible()
    assert inspection.desk.view.inspection.id == one.standings.units[1].inspection.id
    assert inspection.centre.place == cell.section
    inspection.top.back.click()
    opened.idle()
    assert one.isVisible()


def test_enter_on_a_criterion_opens_its_card(opened: Opened) -> None:
    one = page(opened)
    one.chips[View.CRITERIA].click()
    one.section.setCurrentIndex(one.section.findData("s3"))
    one.section.activated.emit(0)
    names_ = [column.title for column in one.criterion_heat.columns]
    one.criteria_table.setCurrentIndex(one.criterion_heat.index(2, names_.index("3.8")))
    shoot(opened.window, "summary-criteria")
    QTest.keyClick(one.criteria_table, KEY.Key_Return)
    opened.idle()
    inspection = opened.shell.inspection
    assert (inspection.centre.place, inspection.selected) == ("s3", "c3_8_rate")
    inspection.step(1)  # Enter opened the card once; it stays where the person goes on
    opened.idle()
    assert inspection.selected != "c3_8_rate"


def test_only_the_touched_unit_is_read_again(
    opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    services = opened.window.services
    assert services is not None
    unit = page(opened).standings.units[0]
    read: list[object] = []
    whole = services.summaries.unit

    def unit_of(_self: object, ent: EntityId) -> UnitFigures:
        read.append(ent)
        return whole(ent)

    monkeypatch.setattr(type(services.summaries), "unit", unit_of)
    before = unit.figures.progress.answered
    ent = unit.inspection.id
    scores = unit.figures.scores
    assert scores is not None
    name = next(
        one.criterion.name
        for one in scores.criteria()
        if isinstance(one.criterion.rule, ChoiceRule)
        and one.appraised.points
        and not one.appraised.is_typed
        and "no" in one.criterion.rule.factors
    )
    opened.tasks.run(lambda: services.inspections.answer(ent, name, Side.NOTE, "x"))
    opened.tasks.run(lambda: services.inspections.answer(ent, name, Side.VERIFIED, "no"))
    opened.idle()
    touched = Touched(EntityType.INSPECTION, ent, ent)
    opened.shell.broadcast.announce(touched)
    opened.idle()
    assert read == [ent]
    again = page(opened).standings
    now = again.unit_at(again.number_of(ent))
    assert now.figures.progress.answered == before
    assert now.scores.standing.sum.points < unit.scores.standing.sum.points


def test_bands_are_checked_while_they_are_typed_and_saved(opened: Opened) -> None:
    page(opened).settings.click()
    dialog = opened.window.findChild(ScoringDialog)
    assert dialog is not None
    assert unnamed(dialog) == []
    dialog.rows[0].threshold.selectAll()
    QTest.keyClicks(dialog.rows[0].threshold, "75")
    assert "80" in dialog.fault()
    assert not dialog.save.isEnabled()
    shoot(dialog, "scoring-dialog")
    dialog.rows[0].threshold.selectAll()
    QTest.keyClicks(dialog.rows[0].threshold, "86,5")
    assert dialog.fault() == ""
    dialog.rows[-1].remove.click()
    dialog.is_printed.click()
    dialog.save.click()
    opened.idle()
    summary = page(opened).summary
    assert summary is not None
    assert summary.settings.is_printed
    assert [str(one.threshold) for one in summary.settings.bands] == ["86.5", "80", "70", "50"]
    best = page(opened).standings.units[0].scores
    assert best.standing.sum.index is not None
    assert best.standing.sum.index > summary.settings.bands[0].threshold
    assert best.band == "Xuất sắc"


def test_bands_of_the_proposal_are_no_own_bands(opened: Opened) -> None:
    services = opened.window.services
    assert services is not None
    page(opened).settings.click()
    dialog = opened.window.findChild(ScoringDialog)
    assert dialog is not None
    dialog.rows[1].name.setText("Giỏi")
    dialog.restore.click()
    assert dialog._changed_bands() is None
    dialog.reject()


def test_the_mapping_is_written_and_never_over_another_file(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "anh-xa.csv"
    monkeypatch.setattr(files, "choose_save", lambda *_args: str(out))
    page(opened).files.mapping.click()
    opened.idle()
    lines = out.read_text("utf-8-sig").splitlines()
    assert lines[0] == "form,par_index,clause,name,section,label,maximum"
    assert {line.split(",")[0] for line in lines[1:]} >= {"cchc-xa-2019", "cchc-so-2019"}
    both = [line for line in lines if line.startswith("cchc-xa-2019,") and ",1.11," in line]
    assert {line.split(",")[1] for line in both} == {"1", "8"}
    assert str(len(lines) - 1) in page(opened).banner.title()
    before = out.read_bytes()
    page(opened).files.mapping.click()
    opened.idle()
    assert out.read_bytes() == before
    assert page(opened).banner.title() != ""
    assert "Đã ghi" not in page(opened).banner.title()


def test_the_tables_are_written_as_a_workbook(
    opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "bang.xlsx"
    monkeypatch.setattr(files, "choose_save", lambda *_args: str(out))
    page(opened).files.workbook.click()
    assert not page(opened).files.workbook.isEnabled()
    opened.idle()
    assert page(opened).files.workbook.isEnabled()
    book = load_workbook(out, read_only=True, data_only=True)
    texts = {
        str(cell) for row in book[book.sheetnames[0]].iter_rows(values_only=True) for cell in row
    }
    assert set(names(opened)) <= texts
    before = out.read_bytes()
    page(opened).files.workbook.click()
    opened.idle()
    assert out.read_bytes() == before
    assert "Đã ghi" not in page(opened).banner.title()


def test_switched_off_offers_the_switch_to_who_may(opened: Opened) -> None:
    services = opened.window.services
    assert services is not None
    opened.tasks.run(lambda: services.scores.configure(is_on=False), opened.shell.broadcast.send)
    opened.idle()
    one = page(opened)
    assert one.stack.currentIndex() == View.SWITCHED_OFF
    assert one.strip.rates[Indicator.ON_TIME].value != "–"
    assert not one.strip.mean.isVisible()
    shoot(opened.window, "summary-off")
    one.switch_on.click()
    opened.idle()
    assert one.stack.currentIndex() == View.UNITS


def test_a_trip_without_answers_says_so(tmp_path: Path) -> None:
    plan = workshop().read_trip(str(sample_trip()))
    made = colleague(tmp_path, "moi", plan.members[0])
    made.services.trips.create(str(sample_trip()))
    made.services.close()
    with opened_window() as opened:
        opened.unlock(made.created.path)
        opened.shell.go(Place.SUMMARY)
        opened.idle()
        assert page(opened).stack.currentIndex() == View.NO_POINTS
        assert page(opened).strip.rates[Indicator.ON_TIME].value == "–"
        shoot(opened.window, "summary-empty")


@pytest.mark.parametrize(("scheme", "size"), [("dark", (1366, 698)), ("light", (1093, 574))])
def test_all_views_are_named_and_fit(vault: str, scheme: str, size: tuple[int, int]) -> None:
    with opened_window(scheme, size=size) as opened:
        opened.unlock(vault)
        opened.shell.go(Place.SUMMARY)
        opened.idle()
        one = page(opened)
        for view, chip in one.chips.items():
            chip.click()
            settle()
            assert unnamed(opened.window) == [], view
            shoot(opened.window, f"summary-{scheme}-{size[0]}-{int(view)}")
        header = one.table.horizontalHeader()
        one.chips[View.UNITS].click()
        assert header.length() <= one.table.viewport().width() + 1
        shown_ = [c for c in Column if not one.table.isColumnHidden(c)]
        assert {Column.RANK, Column.UNIT, Column.APPRAISED, Column.BAND} <= set(shown_)
        assert header.sectionSize(Column.UNIT) >= 200
        wait_until(lambda: not opened.tasks.is_busy)
