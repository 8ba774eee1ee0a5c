"""The workbook a head office prepares a trip in (``docs/formats/trip.md``)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Final

from inspector_app.domain.errors import InspectorError
from inspector_app.domain.saying import said
from inspector_app.domain.trip.plan import PlannedMember, PlannedUnit, TripPlan
from inspector_app.domain.trip.values import Role, UnitKind
from inspector_app.formats import trip_columns as words
from inspector_app.formats.foreign import foreign_parser
from inspector_app.formats.trip_columns import CellProblem, date_of, key_of
from inspector_app.formats.trip_rows import Row, RowProblems
from inspector_app.formats.trip_writer import write_trip
from inspector_app.formats.workbook_files import Sheet, SheetRow, container_problem, read_sheets

MAX_TEAM: Final = 99
MAX_COPIES: Final = 20
_DAY_ONE: Final = date(1990, 1, 1)


class TripReader:
    """Implements ``services.ports.formats.TripReader``."""

    def read(self, data: bytes, path: str) -> TripPlan:
        """The plan that a workbook states.

        Args:
            data: the whole file.
            path: names the file in the error.

        Raises:
            TripFileError: with every problem, row by row.
        """
        problems = RowProblems()
        with foreign_parser(lambda error: _unreadable(path, error)):
            unfit = container_problem(data)
            sheets = () if unfit else read_sheets(data)
        if unfit:
            problems.add("", 0, "", unfit)
            raise problems.error(path)
        found = _find_sheets(sheets, problems)
        if problems.found:
            raise problems.error(path)
        trip = _trip_row(found["Đợt kiểm tra"], problems)
        teams = _teams(_rows(found["Đoàn"], words.TEAM_COLUMNS, problems), problems)
        rows = _rows(found["Thành viên"], words.MEMBER_COLUMNS, problems)
        members, unclear = _members(rows, teams)
        _check_roles(found, [team for team in teams if team not in unclear], members, problems)
        units = list(_rows(found["Đơn vị"], words.UNIT_COLUMNS, problems))
        plan = _plan(trip, teams, members, _units(units, teams, trip))
        for name, things in (("Đoàn", plan.teams), ("Đơn vị", plan.units)):
            if not things and not problems.found:
                problems.add(found[name].name, 0, "", said("chưa có dòng nào"))
        if problems.found:
            raise problems.error(path)
        return plan

    def write(self, plan: TripPlan) -> bytes:
        """The workbook of a plan; reading it again gives the plan."""
        return write_trip(plan)


def _unreadable(path: str, error: Exception) -> InspectorError:
    problems = RowProblems()
    problems.add("", 0, "", said("không đọc được tệp Excel; tệp hỏng hoặc không phải .xlsx"))
    return problems.error(path, str(error))


def _find_sheets(sheets: Iterable[Sheet], problems: RowProblems) -> dict[str, Sheet]:
    wanted = {
        "Đợt kiểm tra": words.TRIP_SHEET,
        "Đoàn": words.TEAM_SHEET,
        "Thành viên": words.MEMBER_SHEET,
        "Đơn vị": words.UNIT_SHEET,
    }
    found: dict[str, Sheet] = {}
    for name, spellings in wanted.items():
        matches = [sheet for sheet in sheets if key_of(sheet.name) in spellings]
        if len(matches) != 1:
            problems.add(
                name, 0, "", said("trang bị trùng") if matches else said("thiếu trang này")
            )
            continue
        found[name] = matches[0]
        if matches[0].is_too_long:
            problems.add(name, 0, "", said("có quá nhiều dòng"))
    return found


def _trip_row(sheet: Sheet, problems: RowProblems) -> Row:
    """The label-value sheet as if it were one row; problems name the label's own row."""
    cells: dict[str, object] = {}
    numbers: dict[str, int] = {}
    for row in sheet.rows:
        label, value = (*row.cells, None, None)[:2]
        name = _heading(key_of(label), words.TRIP_LABELS) if label is not None else None
        if name is None:
            if value is not None and (label is None or key_of(label) not in words.ITEM):
                problems.add(
                    sheet.name,
                    row.number,
                    "",
                    said("không có mục «{label}» trong mẫu", label=label or ""),
                )
        elif name in cells:
            problems.add(sheet.name, row.number, name, said("mục này đã có ở trên"))
        else:
            cells[name], numbers[name] = value, row.number
    return Row(sheet.name, 0, cells, problems, numbers)


def _heading(key: str, columns: Mapping[str, frozenset[str]]) -> str | None:
    return next((name for name, spellings in columns.items() if key in spellings), None)


def _rows(
    sheet: Sheet, columns: Mapping[str, frozenset[str]], problems: RowProblems
) -> Iterable[Row]:
    """The rows under the headings; the first row that is not empty holds the headings."""
    if not sheet.rows:
        problems.add(sheet.name, 0, "", said("trang trống"))
        return
    head = sheet.rows[0]
    names = _headings(sheet, head, columns, problems)
    if names is None:
        return
    for row in sheet.rows[1:]:
        cells = {name: row.cells[at] for name, at in names.items() if at < len(row.cells)}
        if any(cell is not None for cell in cells.values()):
            yield Row(sheet.name, row.number, cells, problems)


def _headings(
    sheet: Sheet, head: SheetRow, columns: Mapping[str, frozenset[str]], problems: RowProblems
) -> dict[str, int] | None:
    names: dict[str, int] = {}
    before = len(problems.found)
    for at, cell in enumerate(head.cells):
        key = key_of(cell) if cell is not None else ""
        name = _heading(key, columns)
        if not key or key in words.NOTE:
            continue
        if name is None or name in names:
            what = said("cột không có trong mẫu") if name is None else said("cột bị trùng")
            problems.add(sheet.name, head.number, " ".join(str(cell).split())[:60], what)
        else:
            names[name] = at
    for name in columns:
        if name not in names and name not in words.OPTIONAL_COLUMNS:
            problems.add(sheet.name, head.number, name, said("thiếu cột này"))
    return None if len(problems.found) > before else names


def _teams(rows: Iterable[Row], problems: RowProblems) -> dict[int, str]:
    teams: dict[int, str] = {}
    for row in rows:
        number, name = row.whole("Đoàn số", MAX_TEAM), row.text("Tên đoàn")
        if number in teams:
            row.complain("Đoàn số", said("đoàn số {number} đã có ở trên", number=number))
        elif number:
            teams[number] = name
    return teams


def _team_of(row: Row, teams: Mapping[int, str]) -> int:
    number = row.whole("Đoàn số", MAX_TEAM)
    if number and number not in teams:
        row.complain("Đoàn số", said("không có đoàn số {number} trong trang «Đoàn»", number=number))
    return number


def _members(
    rows: Iterable[Row], teams: Mapping[int, str]
) -> tuple[list[PlannedMember], frozenset[int]]:
    """The members, and the teams in which a role could not be read."""
    members: list[PlannedMember] = []
    unclear: set[int] = set()
    hint = "Trưởng đoàn, Phó Trưởng đoàn, Thư ký, Thành viên"
    for row in rows:
        role = row.word("Vai trò", words.ROLES, hint)
        member = PlannedMember(
            team=_team_of(row, teams),
            name=row.text("Họ và tên"),
            post=row.text("Chức vụ", is_required=False),
            agency=row.text("Cơ quan", is_required=False),
            role=role or Role.MEMBER,
            code=row.text("Mã", is_required=False).lower(),
        )
        if role is None:
            unclear.add(member.team)
        if any(
            (m.team, m.name, m.post) == (member.team, member.name, member.post) for m in members
        ):
            row.complain(
                "Họ và tên",
                said("«{name}» đã có trong đoàn số {team}", name=member.name, team=member.team),
            )
        members.append(member)
    return members, frozenset(unclear)


def _check_roles(
    sheets: Mapping[str, Sheet],
    teams: Iterable[int],
    members: Iterable[PlannedMember],
    problems: RowProblems,
) -> None:
    sheet = sheets["Thành viên"].name
    of_team = {number: [m.role for m in members if m.team == number] for number in teams}
    for number, roles in of_team.items():
        leaders = roles.count(Role.LEADER)
        if leaders != 1:
            what = said(
                "đoàn số {number} có {leaders} Trưởng đoàn, phải có đúng một",
                number=number,
                leaders=leaders,
            )
            problems.add(sheet, 0, "Vai trò", what)
        if Role.SECRETARY not in roles:
            problems.add(
                sheet, 0, "Vai trò", said("đoàn số {number} chưa có Thư ký", number=number)
            )


def _units(rows: Iterable[Row], teams: Mapping[int, str], trip: Row) -> list[PlannedUnit]:
    starts, ends = (_silent_day(trip, name) for name in ("Ngày bắt đầu", "Ngày kết thúc"))
    units: list[PlannedUnit] = []
    first_rows: dict[tuple[str, str], int] = {}
    for row in rows:
        name = row.text("Tên đơn vị")
        parent = row.text("Đơn vị cấp trên", is_required=False)
        is_unannounced = row.word("Đột xuất", words.TRUTHS, "có, không") or False
        is_open = is_unannounced and not row.text("Ngày kiểm tra", is_required=False)
        day = None if is_open else row.day("Ngày kiểm tra")
        if day and starts and ends and not starts <= day <= ends:
            row.complain(
                "Ngày kiểm tra", said("{day} nằm ngoài đợt kiểm tra", day=f"{day:%d/%m/%Y}")
            )
        first = first_rows.setdefault((name.casefold(), parent.casefold()), row.number)
        if name and first != row.number:
            row.complain(
                "Tên đơn vị", said("«{name}» đã có ở dòng {first}", name=name, first=first)
            )
        kinds = "Sở/ban/ngành, Đơn vị trực thuộc, Huyện, Xã"
        units.append(
            PlannedUnit(
                team=_team_of(row, teams),
                name=name,
                kind=row.word("Loại", words.KINDS, kinds) or UnitKind.COMMUNE,
                parent=parent,
                address=row.text("Địa chỉ", is_required=False),
                day=day,
                half_day=row.word("Buổi", words.HALF_DAYS, "Sáng, Chiều") or "",
                is_invented=row.word("Giả định", words.TRUTHS, "có, không") or False,
                is_unannounced=is_unannounced,
                code=row.text("Mã", is_required=False).lower(),
            )
        )
    return units


def _silent_day(row: Row, column: str) -> date | None:
    try:
        return date_of(row.cells.get(column))
    except CellProblem:
        return None


def _plan(
    trip: Row,
    teams: Mapping[int, str],
    members: Iterable[PlannedMember],
    units: Iterable[PlannedUnit],
) -> TripPlan:
    """The plan; where a value is missing, a stand-in that nobody sees, for the problem is told."""
    days = {
        name: trip.day(name) or _DAY_ONE
        for name in (
            "Ngày quyết định",
            "Thời kỳ kiểm tra từ",
            "Thời kỳ kiểm tra đến",
            "Ngày bắt đầu",
            "Ngày kết thúc",
        )
    }
    for earlier, later in (
        ("Ngày bắt đầu", "Ngày kết thúc"),
        ("Ngày quyết định", "Ngày bắt đầu"),
        ("Thời kỳ kiểm tra từ", "Thời kỳ kiểm tra đến"),
        ("Thời kỳ kiểm tra đến", "Ngày kết thúc"),
    ):
        if _DAY_ONE not in (days[earlier], days[later]) and days[earlier] > days[later]:
            trip.complain(later, said("sớm hơn «{earlier}»", earlier=earlier))
    return TripPlan(
        title=trip.text("Tên đợt kiểm tra"),
        agency=trip.text("Cơ quan quyết định"),
        decision_number=trip.text("Số quyết định"),
        decision_date=days["Ngày quyết định"],
        period_from=days["Thời kỳ kiểm tra từ"],
        period_to=days["Thời kỳ kiểm tra đến"],
        starts=days["Ngày bắt đầu"],
        ends=days["Ngày kết thúc"],
        place=trip.text("Địa danh"),
        copies=trip.whole("Số bản biên bản", MAX_COPIES),
        teams=tuple(sorted(teams.items())),
        members=tuple(members),
        units=tuple(units),
    )
