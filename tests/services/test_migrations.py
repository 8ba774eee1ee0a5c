"""A form corrected in the middle of a trip, through the services on real vaults."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain.errors import AnswerError, InputValueError, NotAllowedError
from inspector_app.domain.form.definition import Form
from inspector_app.domain.form.states import ViolationKind
from inspector_app.domain.form.versions.migration import Fate
from inspector_app.domain.form.versions.renaming import Wanted
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Side
from inspector_app.services.facts import minutes_facts
from inspector_app.services.lineages import MAPPING
from inspector_app.services.migration_views import AnswerState
from inspector_app.services.views import LeftoverView, QuestionView, TableView
from inspector_app.services.workshop import Services
from tests.kit.corrections import (
    FIRST,
    NESTED,
    NESTED_SECOND,
    SECOND,
    THIRD,
    keep_form,
    small_checklist,
)
from tests.kit.team import PASSPHRASE, Team, gather, workshop
from tests.services.conftest import copied

Q = tuple[str, Side, str]
ANSWERS: tuple[Q, ...] = (
    ("nguoi", Side.VERIFIED, "Ông An"),
    ("nguoi", Side.NOTE, "mới nhận việc"),
    ("ke_hoach", Side.VERIFIED, "1.234"),
    ("ke_hoach", Side.REPORTED, "1.200"),
    ("muc_do", Side.VERIFIED, "good"),
    ("viec", Side.VERIFIED, "a; b"),
    ("nam", Side.VERIFIED, "năm ngoái"),
    ("bo", Side.VERIFIED, "còn lại"),
    ("chuyen", Side.VERIFIED, "7"),
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """A team whose trip pins the small checklist; closed."""
    with small_checklist():
        made = gather(tmp_path_factory.mktemp("small"))
    made.close()
    return made


@pytest.fixture
def team(small: Team, tmp_path: Path) -> Iterator[Team]:
    """A copy of it, open."""
    folder = tmp_path / "team"
    shutil.copytree(small.folder, folder)
    copy = Team(folder, *(copied(one, folder) for one in small.people))
    yield copy
    copy.close()


def fill(services: Services, ent: EntityId) -> EntityId:
    """Answer every question; the row of the dossier table."""
    for name, side, text in ANSWERS:
        services.inspections.answer(ent, name, side, text)
    row = services.inspections.add_row(ent, "bang").value
    services.inspections.answer(ent, "linh_vuc", Side.VERIFIED, "Đất đai", row)
    services.inspections.answer(ent, "so_hs", Side.VERIFIED, "12", row)
    visit = services.inspections.add_row(ent, "lan").value
    services.inspections.answer(ent, "ai", Side.VERIFIED, "Bà Bình", visit)
    return row


def form_of(services: Services, sha256: str) -> Form:
    return services.forms.show(sha256)


def migrate(services: Services, ent: EntityId, text: str, **wanted: object) -> str:
    sha256 = keep_form(services, text)
    services.migrations.apply(sha256, [ent], Wanted(**wanted))  # type: ignore[arg-type]
    return sha256


def values(services: Services, ent: EntityId) -> dict[str, object]:
    """What the verified side of the form says now, cells as ``table[n]/name``."""
    found: dict[str, object] = {}
    for section in services.inspections.show(ent).sections:
        for item in section.items:
            if isinstance(item, QuestionView):
                found[item.question.name] = item.state.value
            else:
                for number, row in enumerate(item.rows):
                    for name, cell in row.cells.items():
                        found[f"{item.repeat.name}[{number}]/{name}"] = cell.state.value
    return found


def table(services: Services, ent: EntityId, name: str) -> TableView:
    found = [
        item
        for section in services.inspections.show(ent).sections
        for item in section.items
        if isinstance(item, TableView) and item.repeat.name == name
    ]
    assert len(found) == 1
    return found[0]


def question(services: Services, ent: EntityId, name: str) -> QuestionView:
    view = services.inspections.show(ent).question((name, None))
    assert view is not None
    return view


def leftovers(services: Services, ent: EntityId) -> dict[str, LeftoverView]:
    return {one.name: one for one in services.inspections.show(ent).leftovers}


def test_the_preview_says_what_becomes_of_each_answer_and_writes_nothing(team: Team) -> None:
    services, ent = team.leader.services, team.commune()
    fill(services, ent)
    sha256, before = keep_form(services, SECOND), services.vault.info()
    preview = services.migrations.preview(form_of(services, sha256), [ent])
    assert services.vault.info() == before
    one = preview.inspections[0]
    assert one.plan is not None
    assert preview.problems == ()
    assert one.plan.counts() == {
        Fate.DELETED: 1,
        Fate.TABLE_DELETED: 1,
        Fate.RETYPED: 2,
        Fate.RECODED: 1,
        Fate.RENAMED: 2,
        Fate.MOVED: 1,
        Fate.NEW: 1,
        Fate.CARRIED: 2,
    }
    states = {(one.name, one.side): one.state for one in one.answers}
    assert states == {
        ("nguoi", Side.VERIFIED): AnswerState.KEPT,
        ("nguoi", Side.NOTE): AnswerState.KEPT,
        ("ke_hoach", Side.VERIFIED): AnswerState.CONVERTED,
        ("ke_hoach", Side.REPORTED): AnswerState.CONVERTED,
        ("muc_do", Side.VERIFIED): AnswerState.CONVERTED,
        ("viec", Side.VERIFIED): AnswerState.KEPT,
        ("nam", Side.VERIFIED): AnswerState.SET_ASIDE,
        ("bo", Side.VERIFIED): AnswerState.SET_ASIDE,
        ("chuyen", Side.VERIFIED): AnswerState.KEPT,
        ("linh_vuc", Side.VERIFIED): AnswerState.KEPT,
        ("so_hs", Side.VERIFIED): AnswerState.KEPT,
        ("ai", Side.VERIFIED): AnswerState.SET_ASIDE,
    }
    assert {one.name: one.fate for one in one.answers}["chuyen"] is Fate.MOVED
    assert {one.author for one in one.answers} == {"Nguyễn Văn A"}


def test_answers_stand_in_the_corrected_form_and_nothing_is_dropped(team: Team) -> None:
    services, ent = team.leader.services, team.commune()
    fill(services, ent)
    finding = services.findings.add(ent, "nguoi", text="Chưa phân công").value
    lost = services.findings.add(ent, "bo", text="Thiếu văn bản").value
    sha256 = migrate(services, ent, SECOND)
    assert services.inspections.show(ent).inspection.form_sha256 == sha256
    assert values(services, ent) == {
        "nguoi_chi_dao": "Ông An",
        "ke_hoach": "1.234",
        "muc_do": "tot",
        "viec": ["a", "b"],
        "nam": None,
        "moi": None,
        "chuyen": 7,
        "bang_hs[0]/linh_vuc": "Đất đai",
        "bang_hs[0]/so_luong": 12,
        "tong": "12",
    }
    assert question(services, ent, "nguoi_chi_dao").note.value == "mới nhận việc"
    assert question(services, ent, "ke_hoach").reported.value == "1.200"
    found = leftovers(services, ent)
    assert set(found) == {"nam", "bo", "ai"}
    assert found["bo"].verified.value == "còn lại"
    assert found["bo"].verified.heads[0].author == "Nguyễn Văn A"
    assert found["bo"].section.in_("vi") == "1. Chỉ đạo, điều hành"
    assert found["bo"].question is not None
    assert found["bo"].question.label.in_("vi") == "Câu sẽ bỏ"
    assert found["bo"].findings == 1
    assert found["ai"].table.in_("vi") == "Các lần đến làm việc"
    names = {one.id: one.question for one in services.inspections.show(ent).findings}
    assert names == {finding.id: "nguoi_chi_dao", lost.id: "bo"}
    assert question(services, ent, "nguoi_chi_dao").findings == 1


def test_work_goes_on_under_the_new_names(team: Team) -> None:
    services, ent = team.leader.services, team.commune()
    row = fill(services, ent)
    migrate(services, ent, SECOND)
    services.inspections.answer(ent, "nguoi_chi_dao", Side.VERIFIED, "Bà Cúc")
    services.inspections.answer(ent, "so_luong", Side.VERIFIED, "20", row)
    services.inspections.answer(ent, "muc_do", Side.VERIFIED, "fair")
    services.inspections.answer(ent, "nam", Side.VERIFIED, "2019")
    again = services.inspections.add_row(ent, "bang_hs").value
    services.inspections.answer(ent, "so_luong", Side.VERIFIED, "5", again)
    services.evidence.add_bytes(ent, "a.txt", b"x", "nguoi_chi_dao")
    now = values(services, ent)
    assert (now["nguoi_chi_dao"], now["muc_do"], now["nam"]) == ("Bà Cúc", "fair", 2019)
    assert now["tong"] == "25"
    assert question(services, ent, "nguoi_chi_dao").evidence == 1
    history = services.inspections.history(ent, "nguoi_chi_dao", Side.VERIFIED)
    assert [(one.before, one.value) for one in history] == [
        (None, "Ông An"),
        ("Ông An", "Bà Cúc"),
    ]
    coded = services.inspections.history(ent, "muc_do", Side.VERIFIED)
    assert [(one.before, one.value) for one in coded] == [(None, "tot"), ("tot", "fair")]
    with pytest.raises(Exception, match="nguoi"):
        services.inspections.answer(ent, "nguoi", Side.VERIFIED, "x")
    services.inspections.draft(ent, ("nguoi_chi_dao", None), Side.VERIFIED, "Bà D")
    assert services.inspections.drafts(ent) == {(("nguoi_chi_dao", None), Side.VERIFIED): "Bà D"}
    assert set(leftovers(services, ent)) == {"bo", "ai"}


def test_a_choice_that_is_gone_stays_and_is_marked(team: Team) -> None:
    services, ent = team.leader.services, team.commune()
    services.inspections.answer(ent, "muc_do", Side.VERIFIED, "bad")
    sha256 = keep_form(services, SECOND)
    preview = services.migrations.preview(form_of(services, sha256), [ent])
    assert preview.counts() == {AnswerState.MARKED: 1}
    services.migrations.apply(sha256, [ent])
    view = question(services, ent, "muc_do")
    assert view.verified.value == "bad"
    assert [one.kind for one in view.state.violations] == [ViolationKind.TYPE]


def test_undo_brings_everything_back_and_keeps_what_came_since(team: Team) -> None:
    services, ent = team.leader.services, team.commune()
    fill(services, ent)
    before = values(services, ent)
    first = services.inspections.show(ent).inspection.form_sha256
    migrate(services, ent, SECOND)
    services.inspections.answer(ent, "moi", Side.VERIFIED, "mới ghi")
    services.inspections.answer(ent, "muc_do", Side.VERIFIED, "fair")
    services.inspections.answer(ent, "muc_do", Side.VERIFIED, "tot")
    preview = services.migrations.preview_undo([ent])
    states = {one.name: one.state for one in preview.inspections[0].answers}
    assert states["moi"] is AnswerState.SET_ASIDE
    assert states["bo"] is AnswerState.RETURNED
    services.migrations.undo([ent])
    assert services.inspections.show(ent).inspection.form_sha256 == first
    assert values(services, ent) == before
    found = leftovers(services, ent)
    assert set(found) == {"moi"}
    assert found["moi"].question is not None
    assert found["moi"].question.label.in_("vi") == "Câu mới"
    with pytest.raises(InputValueError):
        services.migrations.undo([ent])
    migrate(services, ent, SECOND)
    assert values(services, ent)["moi"] == "mới ghi"


def test_a_chain_of_corrections(team: Team) -> None:
    services, ent = team.leader.services, team.commune()
    fill(services, ent)
    migrate(services, ent, SECOND)
    migrate(services, ent, THIRD)
    assert values(services, ent)["lanh_dao"] == "Ông An"
    services.migrations.undo([ent])
    assert values(services, ent)["nguoi_chi_dao"] == "Ông An"
    migrate(services, ent, FIRST)
    now = values(services, ent)
    assert (now["nguoi"], now["muc_do"], now["bo"]) == ("Ông An", "good", "còn lại")
    assert leftovers(services, ent) == {}


def test_late_answers_in_the_old_form_land_in_the_right_place(team: Team) -> None:
    leader, member, ent = team.leader, team.member, team.commune()
    fill(leader.services, ent)
    member.take(leader.send("1.inspb"))
    sha256 = migrate(leader.services, ent, SECOND)
    member.services.inspections.answer(ent, "nguoi", Side.VERIFIED, "Bà Cúc")
    member.services.inspections.answer(ent, "muc_do", Side.VERIFIED, "fair")
    member.services.inspections.answer(ent, "muc_do", Side.VERIFIED, "good")
    row = member.services.inspections.add_row(ent, "bang").value
    member.services.inspections.answer(ent, "so_hs", Side.VERIFIED, "30", row)
    leader.take(member.send("2.inspb"))
    now = values(leader.services, ent)
    assert (now["nguoi_chi_dao"], now["muc_do"], now["tong"]) == ("Bà Cúc", "tot", "42")
    # the corrected form travels with the change that names it
    receipts = member.take(leader.send("3.inspb"))
    assert [one.status for one in receipts] == ["updated"]
    assert member.services.inspections.show(ent).inspection.form_sha256 == sha256
    assert values(member.services, ent) == now
    assert member.digest() == leader.digest()


def test_a_conflict_across_forms_is_shown_and_decided_in_the_present_form(team: Team) -> None:
    leader, member, ent = team.leader, team.member, team.commune()
    migrate(leader.services, ent, SECOND)
    leader.services.inspections.answer(ent, "muc_do", Side.VERIFIED, "fair")
    member.services.inspections.answer(ent, "muc_do", Side.VERIFIED, "good")
    leader.take(member.send("1.inspb"))
    conflict = leader.services.conflicts.list()[0]
    assert conflict.question is not None
    assert {one.value for one in conflict.heads} == {"fair", "tot"}
    view = question(leader.services, ent, "muc_do").verified
    assert view.is_conflict
    assert {one.value for one in view.heads} == {"fair", "tot"}
    good = next(one for one in conflict.heads if one.value == "tot")
    leader.services.conflicts.resolve(conflict.id, choose=good.change, reason="đã xem hồ sơ")
    assert question(leader.services, ent, "muc_do").verified.value == "tot"
    member.services.inspections.answer(ent, "muc_do", Side.VERIFIED, "bad")
    leader.services.inspections.answer(ent, "muc_do", Side.VERIFIED, "fair")
    leader.take(member.send("2.inspb"))
    again = leader.services.conflicts.list()[0]
    leader.services.conflicts.resolve(again.id, text="tot", reason="đã xem hồ sơ")
    assert question(leader.services, ent, "muc_do").verified.value == "tot"


def test_only_a_leader_changes_forms_and_others_words_do_not_count(team: Team) -> None:
    member, leader, ent = team.member, team.leader, team.commune()
    sha256 = keep_form(member.services, SECOND)
    assert not member.services.migrations.may_migrate()
    assert leader.services.migrations.may_migrate()
    with pytest.raises(NotAllowedError):
        member.services.migrations.apply(sha256, [ent])
    with pytest.raises(NotAllowedError):
        member.services.migrations.undo([ent])
    plan = member.services.migrations.preview(form_of(member.services, sha256), [ent])
    assert plan.inspections[0].plan is not None
    with member.services.migrations._journal.write() as pen:  # what no honest program does
        mapping = plan.inspections[0].plan.mapping
        pen.set(ent, MAPPING, mapping.encode(), bytes.fromhex(sha256))
    receipt = leader.take(member.send("forged.inspb"))[0]
    assert (receipt.status, receipt.error) == ("refused", "log.refused")


def test_two_leaders_with_two_forms_are_a_conflict_and_nothing_is_lost(team: Team) -> None:
    services, ent = team.leader.services, team.commune()
    fill(services, ent)
    second, third = keep_form(services, SECOND), keep_form(services, THIRD)
    shutil.copytree(team.leader.created.path, team.folder / "may-hai")
    services.migrations.apply(second, [ent])
    # the same person at a cloned laptop: two heads of one register
    clone = workshop().open_vault(str(team.folder / "may-hai"), PASSPHRASE)
    clone.migrations.apply(third, [ent])
    clone.bundles.export(str(team.folder / "clone.inspb"))
    clone.close()
    services.bundles.merge([str(team.folder / "clone.inspb")])
    conflict = next(one for one in services.conflicts.list() if one.register.path == MAPPING)
    preview = services.migrations.preview(form_of(services, second), [ent])
    assert preview.inspections[0].obstacle
    with pytest.raises(InputValueError):
        services.migrations.undo([ent])
    with pytest.raises(InputValueError):
        services.conflicts.resolve(conflict.id, text="phiếu khác", reason="thử")
    assert {one.value for one in conflict.heads} == {"phieu-thu · 2", "phieu-thu · 3"}
    chosen = next(one for one in conflict.heads if one.value == "phieu-thu · 2")
    services.conflicts.resolve(conflict.id, choose=chosen.change, reason="bản đúng")
    assert services.inspections.show(ent).inspection.form_sha256 == second
    assert values(services, ent)["nguoi_chi_dao"] == "Ông An"


def test_what_cannot_be_matched_is_refused_whole(team: Team) -> None:
    services, ent = team.leader.services, team.commune()
    sha256, changes = keep_form(services, SECOND), services.vault.info().changes
    with pytest.raises(InputValueError, match="phiếu hiện hành không có câu"):
        services.migrations.apply(sha256, [ent], Wanted(names={"khong_co": "moi"}))
    assert services.vault.info().changes == changes
    services.migrations.apply(sha256, [ent], Wanted(names={"bo": "moi"}))
    with pytest.raises(InputValueError, match="đã dùng phiếu đó"):
        services.migrations.apply(sha256, [ent])


def test_an_inspection_is_open_until_its_session_ends(team: Team) -> None:
    services = team.leader.services
    ents = services.migrations.open_inspections()
    assert team.commune() in ents
    services.sessions.record(team.commune(), "ended", "16/09/2019 11:30")
    assert team.commune() not in services.migrations.open_inspections()


def test_the_minutes_print_what_has_no_place(team: Team) -> None:
    services, ent = team.leader.services, team.commune()
    fill(services, ent)
    assert all(
        "không còn chỗ" not in one.title
        for one in minutes_facts(services.inspections.show(ent), 0).sections
    )
    migrate(services, ent, SECOND)
    section = minutes_facts(services.inspections.show(ent), 0).sections[-1]
    assert section.title == "Trả lời không còn chỗ trong phiếu hiện hành"
    rows = section.tables[0].rows
    assert ("1. Chỉ đạo, điều hành", "1.6 Câu sẽ bỏ", "", "còn lại") in rows
    assert any("Các lần đến làm việc" in row[1] for row in rows)
    assert services.reports.preview(ent).data.startswith(b"%PDF")


def test_tables_in_tables_and_fixed_rows_outlive_a_renaming(team: Team) -> None:
    services, ent = team.leader.services, team.commune()
    migrate(services, ent, NESTED)
    answer = services.inspections.answer
    group = services.inspections.add_row(ent, "nhom").value
    task = services.inspections.add_row(ent, "viec_con", group).value
    answer(ent, "ten", Side.VERIFIED, "Nhóm một", group)
    answer(ent, "noi_dung", Side.VERIFIED, "Lập kế hoạch", task)
    for row, text in zip(table(services, ent, "quy").rows, ("10", "20", "30"), strict=False):
        answer(ent, "so_quy", Side.VERIFIED, text, row.id)
    second = form_of(services, keep_form(services, NESTED_SECOND))
    preview = services.migrations.preview(second, [ent])
    assert preview.counts() == {AnswerState.SET_ASIDE: 1, AnswerState.KEPT: 4}
    migrate(services, ent, NESTED_SECOND)
    groups = table(services, ent, "to")
    assert [row.cells["ten"].verified.value for row in groups.rows] == ["Nhóm một"]
    tasks = groups.rows[0].tables[0]
    assert tasks.repeat.name == "dau_viec"
    assert [row.cells["noi_dung"].verified.value for row in tasks.rows] == ["Lập kế hoạch"]
    periods = table(services, ent, "ky")
    assert [row.cells["so_quy"].verified.value for row in periods.rows] == [10, 20]
    left = services.inspections.show(ent).leftovers
    assert [one.verified.value for one in left] == [30], "a row that the form no longer has"
    more = services.inspections.add_row(ent, "dau_viec", group).value
    answer(ent, "noi_dung", Side.VERIFIED, "Kiểm tra", more)
    services.migrations.undo([ent])
    assert services.inspections.show(ent).leftovers == ()
    assert len(table(services, ent, "nhom").rows[0].tables[0].rows) == 2
    assert [row.cells["so_quy"].verified.value for row in table(services, ent, "quy").rows] == [
        10, 20, 30, None,
    ]  # fmt: skip


def test_a_table_that_becomes_fixed_keeps_its_rows_aside(team: Team) -> None:
    services, ent = team.leader.services, team.commune()
    migrate(services, ent, NESTED)
    group = services.inspections.add_row(ent, "nhom").value
    services.inspections.answer(ent, "ten", Side.VERIFIED, "Nhóm một", group)
    fixed = NESTED.replace("nhom | Nhóm việc | | |", "nhom | Nhóm việc | 2 | |")
    sha256 = keep_form(services, fixed.replace("| phieu-bang | 1 |", "| phieu-bang | 3 |"))
    preview = services.migrations.preview(form_of(services, sha256), [ent])
    assert preview.counts() == {AnswerState.SET_ASIDE: 1}
    services.migrations.apply(sha256, [ent])
    assert [row.cells["ten"].verified.value for row in table(services, ent, "nhom").rows] == [
        None,
        None,
    ]
    left = services.inspections.show(ent).leftovers
    assert [one.verified.value for one in left] == ["Nhóm một"]


def test_an_answer_of_the_old_type_is_refused_in_the_new_one(team: Team) -> None:
    services, ent = team.leader.services, team.commune()
    migrate(services, ent, SECOND)
    with pytest.raises(AnswerError):
        services.inspections.answer(ent, "nam", Side.VERIFIED, "năm ngoái")
    tables = [
        item
        for section in services.inspections.show(ent).sections
        for item in section.items
        if isinstance(item, TableView)
    ]
    assert [one.repeat.name for one in tables] == ["bang_hs"]
