"""The unit's workbook: written, filled in, compared, recorded, taken back; on a real vault."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from inspector_app.domain.errors import SelfReportError
from inspector_app.domain.log.change import Register
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Side
from inspector_app.services.report_views import Difference, ReportComparison
from inspector_app.services.views import QuestionView
from inspector_app.services.workshop import Services
from tests.kit.spreadsheets import needs_office, recalculated
from tests.kit.team import Team

TABLE = "t:t1"


@pytest.fixture
def services(team: Team) -> Services:
    return team.member.services


@pytest.fixture
def ent(team: Team) -> EntityId:
    return team.commune()


def sheet_of(book: Workbook, code: str) -> Worksheet:
    found = next(one for one in book.worksheets if one["A1"].value == code)
    assert isinstance(found, Worksheet)
    return found


def filled(
    services: Services, ent: EntityId, path: Path, fill: Callable[[Workbook], object]
) -> str:
    """The unit's workbook after somebody worked on it."""
    book = openpyxl.load_workbook(io.BytesIO(services.self_reports.workbook(ent)))
    fill(book)
    book.save(path)
    return str(path)


def answer(book: Workbook, name: str, value: object, column: int = 5) -> None:
    """Type into a cell of a question outside tables; by default into that of its answer."""
    for sheet in book.worksheets:
        for cells in sheet.iter_rows(min_row=5, max_col=1):
            if cells[0].value == name:
                sheet.cell(cells[0].row, column).value = value  # type: ignore[assignment]
                return
    raise AssertionError(name)


def row(book: Workbook, at: int, **values: object) -> None:
    """Type into a row of the table, from 1; ``t1_`` stands before the names."""
    sheet = sheet_of(book, TABLE)
    columns = {cell.value: cell.column for cell in sheet[1]}
    for name, value in values.items():
        sheet.cell(4 + at, columns[f"t1_{name}"]).value = value  # type: ignore[assignment, arg-type]


def balanced(book: Workbook, at: int = 1, **more: object) -> None:
    zeros = dict.fromkeys(["a1", "a3", "a4", "b1", "b3", "c1", "c2", "d1", "d2"], 0)
    row(book, at, **{"field": "Đất đai", **zeros, "a2": 1168, "b2": 1168, **more})


def view(services: Services, ent: EntityId, name: str) -> QuestionView:
    found = services.inspections.show(ent).question((name, None))
    assert found is not None
    return found


def told(comparison: ReportComparison) -> list[tuple[str, str, int]]:
    return [(one.code, one.question, one.row) for one in comparison.problems]


def changes(services: Services) -> int:
    return services.vault.info().changes


def test_an_untouched_workbook_changes_nothing(
    services: Services, ent: EntityId, tmp_path: Path
) -> None:
    services.inspections.answer(ent, "c1_3_planned", Side.REPORTED, "10")
    services.inspections.answer(ent, "c5_3_saved", Side.REPORTED, "1.234,5")
    before = changes(services)
    path = filled(services, ent, tmp_path / "a.xlsx", lambda book: None)
    comparison = services.self_reports.compare(path)
    assert (comparison.lines, comparison.equal, comparison.problems) == ((), 2, ())
    assert comparison.inspection.id == ent
    assert comparison.missing > 20
    assert changes(services) == before


def test_new_changed_equal_and_cleared_are_told_and_recorded(
    services: Services, ent: EntityId, tmp_path: Path
) -> None:
    for name, text in (("c1_3_planned", "10"), ("c1_3_done", "9"), ("c1_6_due", "3")):
        services.inspections.answer(ent, name, Side.REPORTED, text)

    def fill(book: Workbook) -> None:
        answer(book, "c1_3_planned", 12)
        answer(book, "c1_6_due", None)
        answer(book, "c1_4_required", "  16 ")
        answer(book, "c5_3_budget", "1.234.567,5")
        answer(book, "c5_3_saved", 0.1 + 0.2)

    path = filled(services, ent, tmp_path / "a.xlsx", fill)
    before = changes(services)
    comparison = services.self_reports.compare(path)
    kinds = {line.question.name: (line.kind, line.before, line.after) for line in comparison.lines}
    assert kinds == {
        "c1_3_planned": (Difference.CHANGED, 10, 12),
        "c1_4_required": (Difference.NEW, None, 16),
        "c1_6_due": (Difference.CLEARED, 3, None),
        "c5_3_budget": (Difference.NEW, None, "1234567.5"),
        "c5_3_saved": (Difference.NEW, None, "0.3"),
    }
    assert comparison.equal == 1
    assert changes(services) == before, "comparing writes nothing"
    receipt = services.self_reports.record(path, ent).value
    assert (len(receipt.written), receipt.kept, receipt.skipped) == (4, 1, 0)
    assert view(services, ent, "c1_3_planned").reported.value == 12
    assert view(services, ent, "c1_6_due").reported.value == 3, "an empty cell erases nothing"
    assert view(services, ent, "c1_3_planned").verified.value is None
    again = services.self_reports.compare(path)
    assert [line.kind for line in again.lines] == [Difference.CLEARED]
    services.self_reports.record(path, ent, erases=True)
    assert view(services, ent, "c1_6_due").reported.value is None


def test_rows_come_into_being_once_and_are_named(team: Team, tmp_path: Path) -> None:
    services, ent = team.member.services, team.commune()

    def fill(book: Workbook) -> None:
        balanced(book, 1)
        row(book, 3, field="Lĩnh vực khác", other="Chứng thực", a2=5, b2=5)

    path = filled(services, ent, tmp_path / "a.xlsx", fill)
    comparison = services.self_reports.compare(path)
    assert comparison.problems == ()
    receipt = services.self_reports.record(path).value
    assert len(receipt.rows) == 2
    table = services.inspections.show(ent).table("t1")
    assert table is not None
    names = [one.cells["t1_field"] for one in table.rows]
    assert [one.reported.value for one in names] == ["land", "other"]
    assert [one.verified.value for one in names] == [None, None], "reported, never verified"
    assert table.rows[0].cells["t1_a2"].reported.value == 1168
    assert table.rows[0].cells["t1_a2"].verified.value is None
    state = view(services, ent, "c3_8_rate").reported_state
    assert state is not None
    assert state.value == "100"
    before = changes(services)
    assert services.self_reports.record(path).value.written == ()
    assert changes(services) == before, "the same file twice adds no row"


def test_two_people_who_record_the_same_file_add_the_same_rows(team: Team, tmp_path: Path) -> None:
    ent = team.commune()
    path = filled(team.member.services, ent, tmp_path / "a.xlsx", balanced)
    for colleague in (team.member, team.secretary):
        colleague.services.self_reports.record(path)
    rows = []
    for colleague in (team.member, team.secretary):
        table = colleague.services.inspections.show(ent).table("t1")
        assert table is not None
        rows.append([one.id for one in table.rows])
    assert rows[0] == rows[1] != []


def test_each_problem_names_its_cell_and_stops_recording(
    services: Services, ent: EntityId, tmp_path: Path
) -> None:
    def fill(book: Workbook) -> None:
        answer(book, "c1_3_planned", "mười")
        answer(book, "c1_6_due", 5)
        answer(book, "c1_6_resolved", 7)
        answer(book, "c4_4_assigned", 2.5)
        balanced(book, 1, b2=1160)
        row(book, 2, field="Thủy lợi", a2=3, b2=3)

    path = filled(services, ent, tmp_path / "a.xlsx", fill)
    comparison = services.self_reports.compare(path)
    assert [(one.code, one.question) for one in comparison.problems] == [
        ("report-value", "c1_3_planned"),
        ("report-value", "t1_field"),
        ("report-value", "c4_4_assigned"),
        ("report-rule", "c1_6_resolved"),
        ("report-rule", "t1_balance"),
    ]
    first, unknown, *_, balance = comparison.problems
    assert first.column == f"E{first.row}"
    assert (unknown.column, unknown.row, balance.row) == ("C6", 6, 5)
    before = changes(services)
    with pytest.raises(SelfReportError, match="còn 5 lỗi"):
        services.self_reports.record(path)
    assert changes(services) == before
    receipt = services.self_reports.record(path, skips_problems=True).value
    assert receipt.skipped == 3
    assert view(services, ent, "c1_6_resolved").reported.value == 7
    assert view(services, ent, "c1_3_planned").reported.value is None


def test_period_source_reason_and_points_are_kept_where_they_belong(
    services: Services, ent: EntityId, tmp_path: Path
) -> None:
    services.inspections.answer(ent, "c1_6_due", Side.SOURCE, "sổ theo dõi")

    def fill(book: Workbook) -> None:
        answer(book, "c1_6_due", 4)
        answer(book, "c1_6_due", "từ 1/1/2019 đến 30/6/2019", column=8)
        answer(book, "c1_1", "Không áp dụng")
        answer(book, "c1_1_na", "Đơn vị mới thành lập")
        answer(book, "c1_4_rate", 0.125, column=11)
        answer(book, "c1_1", "9", column=11)

    path = filled(services, ent, tmp_path / "a.xlsx", fill)
    comparison = services.self_reports.compare(path)
    assert [(one.code, one.question) for one in comparison.problems] == [("report-value", "c1_1")]
    assert "từ 0 đến" in comparison.problems[0]
    services.self_reports.record(path, skips_problems=True)
    shown = view(services, ent, "c1_6_due")
    assert (shown.reported.value, shown.verified.value) == (4, None)
    found = services.self_reports.compare(path)
    assert found.lines == ()
    assert found.equal == 6
    points = {one.criterion.name: one for one in services.scores.show(ent).criteria()}
    assert str(points["c1_4_rate"].self_assessed.points) == "0.125"
    assert view(services, ent, "c1_1_na").reported.value == "Đơn vị mới thành lập"
    kept = services.inspections.history(ent, "c1_6_due", Side.PERIOD)
    assert [one.value for one in kept] == ["01/01/2019 – 30/06/2019"]


def test_taking_back_leaves_what_was_written_since(
    services: Services, ent: EntityId, tmp_path: Path
) -> None:
    services.inspections.answer(ent, "c1_3_planned", Side.REPORTED, "10")

    def fill(book: Workbook) -> None:
        answer(book, "c1_3_planned", 12)
        answer(book, "c1_3_done", 11)
        answer(book, "c1_6_due", 4)
        balanced(book, 1)
        row(book, 2, field="Hộ tịch, chứng thực", a2=3, b2=3)

    path = filled(services, ent, tmp_path / "a.xlsx", fill)
    outcome = services.self_reports.record(path, skips_problems=True)
    receipt = outcome.value
    assert len(receipt.rows) == 2, outcome
    services.inspections.answer(ent, "c1_6_due", Side.REPORTED, "5")
    services.inspections.answer(ent, "t1_a2", Side.VERIFIED, "4", receipt.rows[1])
    services.self_reports.take_back(receipt)
    assert view(services, ent, "c1_3_planned").reported.value == 10
    assert view(services, ent, "c1_3_done").reported.value is None
    assert view(services, ent, "c1_6_due").reported.value == 5
    table = services.inspections.show(ent).table("t1")
    assert table is not None
    assert [one.id for one in table.rows] == [receipt.rows[1]], "the team works in that row"


def test_a_removed_row_stays_removed(services: Services, ent: EntityId, tmp_path: Path) -> None:
    path = filled(services, ent, tmp_path / "a.xlsx", balanced)
    gone = services.self_reports.record(path).value.rows[0]
    services.inspections.remove_row(ent, gone)
    comparison = services.self_reports.compare(path)
    assert told(comparison) == [("report-row-gone", "t1_field", 5)]
    assert comparison.lines == ()


def test_the_units_name_of_a_row_stands_beside_the_teams(
    services: Services, ent: EntityId, tmp_path: Path
) -> None:
    path = filled(services, ent, tmp_path / "a.xlsx", balanced)
    named = services.self_reports.record(path).value.rows[0]
    services.inspections.answer(ent, "t1_field", Side.VERIFIED, "other", named)
    assert services.self_reports.compare(path).lines == ()
    book = openpyxl.load_workbook(io.BytesIO(services.self_reports.workbook(ent)))
    cell = sheet_of(book, TABLE)["C5"]
    assert str(cell.value).startswith("Lĩnh vực khác"), "shown as the team has it"
    assert cell.protection.locked
    assert ("t1_field", named.hex()) not in {
        (one[4].value, one[5].value) for one in book["inspector"].iter_rows(max_col=6)
    }


def test_an_import_verifies_nothing(services: Services, ent: EntityId, tmp_path: Path) -> None:
    def fill(book: Workbook) -> None:
        balanced(book, 1)
        table = sheet_of(book, "t:c7_10_list")
        columns = {cell.value: cell.column for cell in table[1]}
        assert "c7_10_list_outcome" not in columns, "how it was dealt with is the team's to say"
        for name, value in (("task", "Việc X"), ("post", "Công chức"), ("days", 3)):
            table.cell(5, columns[f"c7_10_list_{name}"]).value = value  # type: ignore[arg-type]

    path = filled(services, ent, tmp_path / "a.xlsx", fill)
    receipt = services.self_reports.record(path).value
    assert len(receipt.rows) == 2
    shown = services.inspections.show(ent)
    cells = [
        cell
        for name in ("t1", "c7_10_list")
        for one in getattr(shown.table(name), "rows", ())
        for cell in one.cells.values()
    ]
    assert len(cells) > 15
    assert [one.verified.value for one in cells if one.verified.value is not None] == []
    services.self_reports.take_back(receipt)
    assert getattr(services.inspections.show(ent).table("c7_10_list"), "rows", None) == ()


def test_rows_that_the_workbook_did_not_offer_are_a_problem(
    services: Services, ent: EntityId, tmp_path: Path
) -> None:
    def flood(book: Workbook) -> None:
        sheet, listed = sheet_of(book, "t:t4"), book["inspector"]
        behind = next(cell.column for cell in sheet[1] if cell.value == "|")
        for number in range(200):
            at, row_id = 100 + number, f"{number + 1:032x}"
            sheet.cell(at, 1).value = sheet.cell(at, behind).value = row_id
            for column, (name, part, value) in enumerate(
                (("measure", "name", "Khiển trách"), ("people", "value", 1)), 3
            ):
                sheet.cell(at, column).value = value  # type: ignore[assignment]
                place = sheet.cell(at, column).coordinate
                listed.append(("t:t4", sheet.title, place, part, f"t4_{name}", row_id))

    path = filled(services, ent, tmp_path / "a.xlsx", flood)
    found = services.self_reports.compare(path)
    assert found.lines == ()
    assert [one.code for one in found.problems] == ["report-row-strange"]
    before = changes(services)
    with pytest.raises(SelfReportError):
        services.self_reports.record(path)
    assert services.self_reports.record(path, skips_problems=True).value.rows == ()
    assert changes(services) == before


def test_a_stale_workbook_replaces_nothing_that_is_newer(
    services: Services, ent: EntityId, tmp_path: Path
) -> None:
    names = ("c1_3_planned", "c1_3_done", "c1_6_due", "c1_6_resolved")
    for name, text in zip(names, ("12", "11", "5", "4"), strict=True):
        services.inspections.answer(ent, name, Side.REPORTED, text)

    def fill(book: Workbook) -> None:
        answer(book, "c1_3_done", 10)
        answer(book, "c1_6_resolved", None)

    path = filled(services, ent, tmp_path / "a.xlsx", fill)
    newer = (("c1_3_planned", "13"), ("c1_3_done", "9"), ("c1_6_resolved", "3"))
    for name, text in (*newer, ("c1_4_required", "7")):
        services.inspections.answer(ent, name, Side.REPORTED, text)
    found = services.self_reports.compare(path)
    kinds = {one.question.name: (one.kind, one.before, one.after) for one in found.lines}
    assert kinds == {
        "c1_3_done": (Difference.BOTH, 9, 10),
        "c1_6_resolved": (Difference.BOTH, 3, None),
    }, "what the unit did not touch is no difference"
    assert (found.newer, found.equal, found.recordable, found.overwritable) == (2, 1, 0, 1)
    assert services.self_reports.record(path).value.written == ()
    assert view(services, ent, "c1_3_done").reported.value == 9
    receipt = services.self_reports.record(path, overwrites=True).value
    assert (len(receipt.written), receipt.kept) == (1, 1)
    assert view(services, ent, "c1_3_done").reported.value == 10
    assert view(services, ent, "c1_6_resolved").reported.value == 3


def test_the_file_is_recorded_and_half_typed_text_and_formulas_are_told(
    services: Services, ent: EntityId, tmp_path: Path
) -> None:
    services.inspections.draft(ent, ("c1_3_planned", None), Side.REPORTED, "1")

    def fill(book: Workbook) -> None:
        answer(book, "c1_3_planned", 12)
        answer(book, "c1_6_due", "=1+1")

    path = Path(filled(services, ent, tmp_path / "a.xlsx", fill))
    with zipfile.ZipFile(path) as old:
        members = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w") as new:  # as Excel saves it, with the value beside the formula
        for name, data in members.items():
            new.writestr(name, re.sub(rb"<f>1\+1</f><v ?/?>(</v>)?", b"<f>1+1</f><v>2</v>", data))
    found = services.self_reports.compare(str(path))
    assert sorted((one.code, one.question) for one in found.problems) == [
        ("report-draft", "c1_3_planned"),
        ("report-from-formula", "c1_6_due"),
    ]
    receipt = services.self_reports.record(str(path)).value
    assert view(services, ent, "c1_6_due").reported.value == 2
    with services.self_reports._vault.store.read() as log:
        assert [one.value for one in log.heads(Register(ent, receipt.register))] == [
            {
                "file": "a.xlsx",
                "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
                "made": found.made,
            }
        ]


def test_another_units_workbook_is_refused(
    services: Services, team: Team, ent: EntityId, tmp_path: Path
) -> None:
    other = next(
        one.inspection
        for one in services.inspections.list()
        if one.inspection.id != ent and not one.missing_form
    )
    path = filled(services, other.id, tmp_path / "a.xlsx", lambda book: None)
    assert services.self_reports.compare(path).inspection.id == other.id
    with pytest.raises(SelfReportError, match="không phải của"):
        services.self_reports.compare(path, ent)

    def stranger(book: Workbook) -> None:
        book["inspector"]["B2"] = "0" * 32

    path = filled(services, ent, tmp_path / "b.xlsx", stranger)
    with pytest.raises(SelfReportError, match="không có trong kho"):
        services.self_reports.compare(path)

    def former(book: Workbook) -> None:
        book["inspector"]["B3"] = "0" * 64

    path = filled(services, ent, tmp_path / "c.xlsx", former)
    with pytest.raises(SelfReportError, match="xuất mẫu mới"):
        services.self_reports.compare(path)


@needs_office
def test_the_workbook_computes_what_the_form_computes(
    services: Services, ent: EntityId, tmp_path: Path
) -> None:
    def fill(book: Workbook) -> None:
        for name, value in {
            "c1_3_planned": 12,
            "c1_3_done": 11,
            "c1_6_due": 0,
            "c1_6_resolved": 0,
            "c4_4_assigned": 20,
            "c4_4_present": 21,
            "c5_3_budget": 5250000000,
            "c5_3_saved": 120000000.5,
            "c6_5_procedures": 7,
            "c6_5_level3": 2,
            "c6_5_level4": 1,
        }.items():
            answer(book, name, value)
        balanced(book, 1, b2=1163, b3=5)
        row(book, 2, field="Hộ tịch", a1=0, a2=0, a3=40, a4=2, b1=40, b2=0)
        row(book, 2, b3=0, c1=1, c2=2, d1=0, d2=0)
        row(book, 3, field="Thuế", a2=1)

    path = filled(services, ent, tmp_path / "a.xlsx", fill)
    services.self_reports.record(path, skips_problems=True)
    shown = recalculated(Path(path).read_bytes(), tmp_path)
    inspection = services.inspections.show(ent)
    compared = 0
    for sheet in shown.worksheets:
        for cells in sheet.iter_rows(min_row=5, max_col=7):
            name = str(cells[0].value)
            found = inspection.question((name, None))
            if found is None or not found.question.calculate or cells[4].value is None:
                continue
            if cells[4].value == "phần mềm tự tính":
                continue
            if not found.state.is_relevant:  # the team's side decides that in the program
                continue
            assert found.reported_state is not None
            value = found.reported_state.value
            if cells[4].value == "–":
                assert value is None, name
                assert str(cells[5].value).endswith(" / 0")
            else:
                assert float(str(value)) == pytest.approx(cells[4].value), name
            compared += 1
    assert compared >= 15
    table = sheet_of(shown, TABLE)
    checks = {at: table.cell(4 + at, 17).value for at in (1, 2, 3, 4)}
    assert checks[1] == "✓"
    assert str(checks[2]).startswith("✗ ")
    assert checks[3] == "Cần điền"
    assert checks[4] in (None, "")
