"""A checklist that computes, offers, writes and nests, filled through the services on real vaults."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain.errors import AnswerError, FormError, InputValueError, NotFoundError
from inspector_app.domain.form.states import ViolationKind
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Side, UnitKind
from inspector_app.services.facts import minutes_facts
from inspector_app.services.views import QuestionView, TableView, TypedAnswer
from inspector_app.services.workshop import Services
from tests.kit.team import Team, gather, sample_trip
from tests.services.conftest import copied

FORM = """
| survey |
| | type | name | label::Tiếng Việt (vi) | required | calculation | default | trigger | choice_filter | readonly | repeat_count | relevant | constraint | bind::insp:reported |
| | username | nguoi_nhap | | | | | | | | | | | |
| | end | xong_luc | | | | | | | | | | | |
| | begin_group | i | 1. Hồ sơ | | | | | | | | | | |
| | date | ngay | Ngày kiểm tra | | | today() | | | | | | | |
| | select_one h | huyen | Huyện | | | | | | | | | | |
| | select_one x | xa | Xã thuộc ${huyen} | | | | | huyen=${huyen} | | | | | |
| | integer | nhan | Tiếp nhận | | | | | | | | | . >= 0 | yes |
| | integer | giai_quyet | Giải quyết | | | | | | | | | . <= ${nhan} | yes |
| | calculate | ty_le | | | round(100 * ${giai_quyet} div ${nhan}, 1) | | | | | | | | |
| | text | ghi | Ghi lúc sửa | | concat('nhan=', ${nhan}) | | ${nhan} | | | | | | |
| | integer | chot | Số chốt | | | | | | ${nhan} > 100 | | | | |
| | rank viec | uu_tien | Thứ tự ưu tiên | | | | | | | | | | |
| | file | anh | Văn bản kèm theo | | | | | | | | | | |
| | end_group | | | | | | | | | | | | |
| | begin_group | ii | 2. Bộ phận một cửa | | | | | | | | | | |
| | integer | so_phong | Số phòng | | | | | | | | | | |
| | begin_repeat | phong | Phòng | | | | | | | ${so_phong} | | | |
| | text | ten_phong | Tên phòng | | | | | | | | | | |
| | begin_repeat | can_bo | Cán bộ của ${ten_phong} | | | | | | | | | | |
| | text | ho_ten | Họ tên | yes | | | | | | | | | |
| | integer | tuoi | Tuổi | | | 30 + position(..) | | | | | | | |
| | end_repeat | | | | | | | | | | | | |
| | calculate | so_cb | | | count(${can_bo}) | | | | | | | | |
| | end_repeat | | | | | | | | | | | | |
| | calculate | tong_cb | | | count(${can_bo}) | | | | | | | | |
| | end_group | | | | | | | | | | | | |
| choices |
| | list_name | name | label::Tiếng Việt (vi) | huyen |
| | h | h1 | Huyện Một | |
| | h | h2 | Huyện Hai | |
| | x | a | Tân Lập | h1 |
| | x | b | Tân Hòa | h1 |
| | x | c | Tân Lập | h2 |
| | viec | v1 | Việc một | |
| | viec | v2 | Việc hai | |
| settings |
| | form_title | form_id | version | default_language | namespaces |
| | Phiếu sống | phieu-song | 1 | Tiếng Việt (vi) | insp="http://inspector-app.vn/xforms" |
"""


@pytest.fixture(scope="module")
def living(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """A team whose trip pins this checklist for communes; closed."""
    folder = tmp_path_factory.mktemp("living")
    path = folder / "phieu-song.md"
    path.write_text(FORM, encoding="utf-8")
    made = gather(folder, {UnitKind.COMMUNE: str(path)})
    made.close()
    return made


@pytest.fixture
def team(living: Team, tmp_path: Path) -> Iterator[Team]:
    """A copy of it, open."""
    folder = tmp_path / "team"
    shutil.copytree(living.folder, folder)
    copy = Team(folder, *(copied(one, folder) for one in living.people))
    yield copy
    copy.close()


def _view(
    services: Services, ent: EntityId, name: str, row: EntityId | None = None
) -> QuestionView:
    found = services.inspections.show(ent).question((name, row))
    assert found is not None
    return found


def _table(services: Services, ent: EntityId, name: str, row: EntityId | None = None) -> TableView:
    found = services.inspections.show(ent).table(name, row)
    assert found is not None
    return found


def test_an_own_checklist_is_pinned_by_kind_of_unit(team: Team, tmp_path: Path) -> None:
    rows = team.member.services.inspections.list()
    forms = team.member.services.forms
    ids = {row.inspection.unit.kind: forms.show(row.inspection.form_sha256).form_id for row in rows}
    assert ids[UnitKind.COMMUNE] == "phieu-song"
    assert ids[UnitKind.DISTRICT] == "cchc-huyen-2019"
    broken = tmp_path / "hong.md"
    broken.write_text(FORM.replace("today()", "today("), encoding="utf-8")
    with pytest.raises(FormError):
        team.leader.services.trips.create(str(sample_trip()), {UnitKind.COMMUNE: str(broken)})


def test_first_answer_brings_defaults_and_metadata_and_reading_writes_nothing(team: Team) -> None:
    services, ent = team.member.services, team.commune()
    before = services.vault.info().changes
    assert _view(services, ent, "ngay").state.value  # shown already, stored by nobody
    assert services.vault.info().changes == before
    services.inspections.answer(ent, "nhan", Side.VERIFIED, "10")
    view = _view(services, ent, "ngay")
    assert view.verified.value == view.state.value != None  # noqa: E711 - both are the stored day
    assert _view(services, ent, "nguoi_nhap").verified.value
    assert _view(services, ent, "ghi").verified.value == "nhan=10"
    assert _view(services, ent, "xong_luc").state.value is None
    services.sessions.record(ent, "ended", "16/09/2019 11:30")
    assert _view(services, ent, "xong_luc").verified.value
    services.inspections.answer(ent, "ngay", Side.VERIFIED, "")
    services.inspections.answer(ent, "nhan", Side.VERIFIED, "11")
    assert _view(services, ent, "ngay").state.value is None  # cleared is not new again
    assert _view(services, ent, "ghi").verified.value == "nhan=11"


def test_choices_and_labels_are_as_the_answers_make_them(team: Team) -> None:
    services, ent = team.member.services, team.commune()
    assert _view(services, ent, "xa").question.choices == ()
    services.inspections.answer(ent, "huyen", Side.VERIFIED, "Huyện Hai")
    view = _view(services, ent, "xa")
    assert [one.name for one in view.question.choices] == ["c"]
    assert view.question.label.in_("vi") == "Xã thuộc h2"
    services.inspections.answer(ent, "xa", Side.VERIFIED, "tân lập")
    assert _view(services, ent, "xa").verified.value == "c"
    with pytest.raises(AnswerError):
        services.inspections.answer(ent, "xa", Side.VERIFIED, "Tân Hòa")
    services.inspections.answer(ent, "huyen", Side.VERIFIED, "h1")
    kept = _view(services, ent, "xa")
    assert kept.verified.value == "c"
    assert [one.kind for one in kept.state.violations] == [ViolationKind.TYPE]


def test_read_only_by_condition_is_refused_and_the_answer_stays(team: Team) -> None:
    services, ent = team.member.services, team.commune()
    services.inspections.answer(ent, "chot", Side.VERIFIED, "5")
    services.inspections.answer(ent, "nhan", Side.VERIFIED, "101")
    assert _view(services, ent, "chot").state.is_readonly
    with pytest.raises(AnswerError, match="chỉ để đọc"):
        services.inspections.answer(ent, "chot", Side.VERIFIED, "6")
    assert _view(services, ent, "chot").verified.value == 5


def test_reported_figures_have_their_own_computations(team: Team) -> None:
    services, ent = team.member.services, team.commune()
    for name, verified, reported in (("nhan", "10", "20"), ("giai_quyet", "5", "20")):
        services.inspections.answer(ent, name, Side.VERIFIED, verified)
        services.inspections.answer(ent, name, Side.REPORTED, reported)
    view = _view(services, ent, "ty_le")
    assert view.reported_state is not None
    assert (view.state.value, view.reported_state.value) == ("50", "100")


def test_ranks_keep_the_order_given(team: Team) -> None:
    services, ent = team.member.services, team.commune()
    services.inspections.answer(ent, "uu_tien", Side.VERIFIED, "Việc hai; Việc một")
    assert _view(services, ent, "uu_tien").verified.value == ["v2", "v1"]


def test_fixed_rows_are_the_same_on_every_machine_and_inner_rows_belong_to_them(
    team: Team,
) -> None:
    ent = team.commune()
    one, other = team.secretary, team.member
    for person, name in ((one, "Phòng Nội vụ"), (other, "Phòng Tư pháp")):
        person.services.inspections.answer(ent, "so_phong", Side.VERIFIED, "2")
        row = _table(person.services, ent, "phong").rows[person is other].id
        person.services.inspections.answer(ent, "ten_phong", Side.VERIFIED, name, row)
        inner = person.services.inspections.add_row(ent, "can_bo", row).value
        assert _view(person.services, ent, "tuoi", inner).verified.value == 31
        person.services.inspections.answer(ent, "ho_ten", Side.VERIFIED, "Trần B", inner)
    team.leader.take(one.send("mot.inspb"), other.send("hai.inspb"))
    table = _table(team.leader.services, ent, "phong")
    assert table.is_fixed
    assert [row.cells["ten_phong"].verified.value for row in table.rows] == [
        "Phòng Nội vụ",
        "Phòng Tư pháp",
    ]
    assert [len(row.tables[0].rows) for row in table.rows] == [1, 1]
    assert [row.tables[0].repeat.label.in_("vi") for row in table.rows] == [
        "Cán bộ của Phòng Nội vụ",
        "Cán bộ của Phòng Tư pháp",
    ]
    assert team.leader.services.inspections.show(ent).conflicts == 0
    assert _view(team.leader.services, ent, "tong_cb").state.value == "2"
    facts = minutes_facts(team.leader.services.inspections.show(ent), 0)
    titles = [one.title for section in facts.sections for one in section.tables]
    assert "Cán bộ của Phòng Nội vụ: Phòng Nội vụ" in titles


def test_rows_are_refused_where_the_form_has_none(team: Team) -> None:
    services, ent = team.member.services, team.commune()
    services.inspections.answer(ent, "so_phong", Side.VERIFIED, "1")
    room = _table(services, ent, "phong").rows[0].id
    before = services.vault.info().state_digest
    for repeat, outer in (("can_bo", ent), ("zz", None)):
        with pytest.raises(NotFoundError):
            services.inspections.add_row(ent, repeat, outer)
    with pytest.raises(InputValueError, match="số dòng do phiếu định"):
        services.inspections.add_row(ent, "phong", None)
    with pytest.raises(InputValueError, match="cần chỉ rõ dòng đó"):
        services.inspections.add_row(ent, "can_bo", None)
    with pytest.raises(NotFoundError):
        services.inspections.answer(ent, "ho_ten", Side.VERIFIED, "x", room)
    assert services.vault.info().state_digest == before
    inner = services.inspections.add_row(ent, "can_bo", room).value
    services.inspections.remove_row(ent, inner)
    with pytest.raises(NotFoundError):
        services.inspections.answer(ent, "ho_ten", Side.VERIFIED, "x", inner)
    services.inspections.restore_row(ent, inner)
    services.inspections.answer(ent, "ho_ten", Side.VERIFIED, "x", inner)
    services.inspections.answer(ent, "so_phong", Side.VERIFIED, "0")
    assert _table(services, ent, "phong").rows == ()
    services.inspections.answer(ent, "so_phong", Side.VERIFIED, "1")
    assert _view(services, ent, "ho_ten", inner).verified.value == "x"


def test_a_block_is_judged_with_what_stands_in_it(team: Team) -> None:
    services, ent = team.member.services, team.commune()
    services.inspections.answer(ent, "huyen", Side.VERIFIED, "h1")
    block = [
        TypedAnswer("huyen", Side.VERIFIED, None, "h2"),
        TypedAnswer("xa", Side.VERIFIED, None, "Tân Lập"),
    ]
    services.inspections.answer_many(ent, block)
    assert _view(services, ent, "xa").verified.value == "c"  # Tân Lập of h2, not of h1


def test_only_rows_are_removed_and_none_that_the_form_fixes(team: Team) -> None:
    services, ent = team.member.services, team.commune()
    services.inspections.answer(ent, "so_phong", Side.VERIFIED, "1")
    room = _table(services, ent, "phong").rows[0].id
    services.inspections.answer(ent, "ten_phong", Side.VERIFIED, "Nội vụ", room)
    before = services.vault.info().state_digest
    with pytest.raises(InputValueError, match="số dòng do phiếu định"):
        services.inspections.remove_row(ent, room)
    for other in (ent, EntityId(b"x" * 16)):
        with pytest.raises(NotFoundError):
            services.inspections.remove_row(ent, other)
        with pytest.raises(NotFoundError):
            services.inspections.restore_row(ent, other)
    assert services.vault.info().state_digest == before
    assert len(services.inspections.list()) == 18


def test_a_row_that_the_form_no_longer_has_takes_no_answer(team: Team) -> None:
    services, ent = team.member.services, team.commune()
    services.inspections.answer(ent, "so_phong", Side.VERIFIED, "2")
    last = _table(services, ent, "phong").rows[1].id
    services.inspections.answer(ent, "ten_phong", Side.VERIFIED, "Tư pháp", last)
    services.inspections.answer(ent, "so_phong", Side.VERIFIED, "1")
    before = services.vault.info().changes
    with pytest.raises(NotFoundError):
        services.inspections.answer(ent, "ten_phong", Side.VERIFIED, "x", last)
    assert services.vault.info().changes == before


def test_an_answer_names_only_a_file_that_is_there(team: Team, tmp_path: Path) -> None:
    services, ent = team.member.services, team.commune()
    with pytest.raises(AnswerError, match="chưa được đính kèm"):
        services.inspections.answer(ent, "anh", Side.VERIFIED, "0" * 64 + ".jpg")
    picture = tmp_path / "a.txt"
    picture.write_bytes("biên bản".encode())
    evidence = services.evidence.add(ent, str(picture)).value
    name = f"{evidence.sha256}.txt"
    services.inspections.answer(ent, "anh", Side.VERIFIED, name)
    assert _view(services, ent, "anh").state.violations == ()
    services.evidence.remove(evidence.id)
    broken = _view(services, ent, "anh")
    assert broken.verified.value == name
    assert [one.kind for one in broken.state.violations] == [ViolationKind.TYPE]


def test_a_decision_sets_off_what_waits_for_the_answer(team: Team) -> None:
    ent = team.commune()
    for person, count in ((team.secretary, "10"), (team.member, "20")):
        person.services.inspections.answer(ent, "nhan", Side.VERIFIED, count)
    leader = team.leader
    leader.take(team.secretary.send("mot.inspb"), team.member.send("hai.inspb"))
    conflicts = {one.question.name: one for one in leader.services.conflicts.list() if one.question}
    leader.services.conflicts.resolve(conflicts["nhan"].id, text="15", reason="đã đếm lại")
    assert _view(leader.services, ent, "nhan").verified.value == 15
    heads = {head.value for head in _view(leader.services, ent, "ghi").verified.heads}
    assert "nhan=15" in heads


def test_a_correction_is_offered_to_inspections_of_the_same_form_only(team: Team) -> None:
    services = team.leader.services
    rows = services.inspections.list()
    communes = {row.inspection.id for row in rows if row.inspection.unit.kind == UnitKind.COMMUNE}
    migrations = services.migrations
    assert set(migrations.open_inspections("phieu-song")) == communes
    others = ("cchc-so-2019", "cchc-huyen-2019")
    found = [len(migrations.open_inspections(name)) for name in others]
    assert found == [8, 2]
    assert sum(found) == len(rows) - len(communes)
    assert len(migrations.open_inspections()) == len(rows)
    assert migrations.open_inspections("khac") == ()


def test_required_cells_that_are_empty_are_counted_in_the_minutes(team: Team) -> None:
    services, ent = team.member.services, team.commune()
    services.inspections.answer(ent, "so_phong", Side.VERIFIED, "1")
    room = _table(services, ent, "phong").rows[0].id
    services.inspections.answer(ent, "ten_phong", Side.VERIFIED, "Nội vụ", room)
    before = minutes_facts(services.inspections.show(ent), 0).required
    inner = services.inspections.add_row(ent, "can_bo", room).value
    after = minutes_facts(services.inspections.show(ent), 0).required
    assert after == before + 1  # the name of the person in the new row
    services.inspections.answer(ent, "ho_ten", Side.VERIFIED, "Trần B", inner)
    assert minutes_facts(services.inspections.show(ent), 0).required == before
