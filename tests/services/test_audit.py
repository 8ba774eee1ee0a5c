"""The audit CSV holds what the log holds, opens safely in spreadsheets and comes back letter by letter."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from inspector_app.cli.log_export import WORDING
from inspector_app.domain.errors import FileExistsAlreadyError, InputValueError
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.audit import COLUMNS, STANDARD, raw_text, safe, unsafe
from inspector_app.domain.trip.values import Side
from inspector_app.services.views import TableView
from inspector_app.services.workshop import Services
from tests.kit.team import Team

HOSTILE = '=HYPERLINK("http://x";"Bấm"),\n@SUM(A1) “ngoặc”'


def read(path: Path) -> list[dict[str, str]]:
    """The rows as any program reads them, the guard against formulas taken off."""
    text = path.read_bytes().decode("utf-8")
    assert "\r" not in text
    assert text.endswith("\n")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    return [{key: unsafe(value) for key, value in row.items()} for row in rows]


def written(services: Services, ent: EntityId, path: Path) -> list[dict[str, str]]:
    services.audits.export(str(path), WORDING, ent)
    return read(path)


def test_every_change_comes_back(team: Team, tmp_path: Path) -> None:
    services, ent = team.secretary.services, team.commune()
    services.inspections.answer(ent, "c1_1", Side.VERIFIED, "yes")
    services.inspections.answer(ent, "c1_1", Side.VERIFIED, "no")
    services.inspections.answer(ent, "c1_1", Side.NOTE, HOSTILE)
    services.findings.add(ent, "c1_1", text="-5 ngày chậm")
    rows = written(services, ent, tmp_path / "a.csv")
    with services.log._vault.store.read() as log:
        changes = {one.id.hex(): one for one in log.walks.changes_of(log.walks.below(ent))}
        for row in rows:
            change = changes.pop(row["x-change"]).change
            assert row["new-value"] == raw_text(change.value)
            assert (row["x-path"], row["x-entity"]) == (change.path, change.ent.hex())
            assert (int(row["start"]), int(row["x-seq"])) == (change.wall, change.seq)
            former = [one.change.value for ref in change.sup if (one := log.change(ref))]
            assert row["old-value"] == " | ".join(raw_text(one) for one in former)
    assert changes == {}, "every change has its row"
    assert list(rows[0]) == list(COLUMNS)
    assert COLUMNS[: len(STANDARD)] == STANDARD
    asked = [row for row in rows if row["event"] == "question"]
    assert {row["node"].rpartition("/")[2] for row in asked} == {"c1_1"}
    assert asked[0]["node"].startswith("/")
    edit = next(row for row in asked if row["old-value"])
    assert (edit["old-value"], edit["new-value"], edit["x-new-text"]) == ("yes", "no", "Không")
    assert any(row["new-value"] == HOSTILE for row in rows)


def test_no_cell_is_a_formula_and_numbers_stay_numbers(team: Team, tmp_path: Path) -> None:
    services, ent = team.secretary.services, team.commune()
    for text in (HOSTILE, "+84 91 234", "-1+1", "@x", "'đã có", "\tthụt", "＝1+1"):
        services.inspections.answer(ent, "c1_2", Side.NOTE, text)
    written(services, ent, tmp_path / "a.csv")
    plain = csv.reader(io.StringIO((tmp_path / "a.csv").read_text("utf-8"), newline=""))
    for row in plain:
        assert not [cell for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    for number in ("-5", "+3.25", "1234.5"):
        assert safe(number) == number
    for text in ("=1", "-1+1", "'x", "", "Đủ", "--", "+a"):
        assert unsafe(safe(text)) == text
    for text in ("＝1+1", "＋1+1", "－1+1", "＠x", "\n=1+1"):
        assert safe(text) == f"'{text}"
        assert unsafe(safe(text)) == text


def test_rows_of_tables_carry_their_number(team: Team, tmp_path: Path) -> None:
    services, ent = team.secretary.services, team.commune()
    view = services.inspections.show(ent)
    table = next(
        item
        for section in view.sections
        for item in section.items
        if isinstance(item, TableView) and not item.is_fixed and item.is_relevant
    )
    name = table.repeat.name
    rows = [services.inspections.add_row(ent, name).value for _ in range(2)]
    services.inspections.remove_row(ent, rows[0])
    found = written(services, ent, tmp_path / "a.csv")
    events = [(row["event"], row["node"]) for row in found if "repeat" in row["event"]]
    path = table.repeat.path
    assert [event for event, _node in events] == ["add repeat", "add repeat", "delete repeat"]
    assert (events[1][1]) == f"{path}[{len(table.rows) + 1}]"


def test_a_folder_gets_one_file_per_inspection_all_or_none(team: Team, tmp_path: Path) -> None:
    services = team.leader.services
    folder = tmp_path / "out"
    with pytest.raises(InputValueError):
        services.audits.export(str(folder), WORDING)
    folder.mkdir()
    files = services.audits.export(str(folder), WORDING)
    assert len(files) == len(services.inspections.list()) == len(list(folder.iterdir()))
    assert all(len(read(Path(one.path))) == one.rows for one in files)
    (folder / Path(files[0].path).name).unlink()
    before = sorted(folder.iterdir())
    with pytest.raises(FileExistsAlreadyError):
        services.audits.export(str(folder), WORDING)
    assert sorted(folder.iterdir()) == before
