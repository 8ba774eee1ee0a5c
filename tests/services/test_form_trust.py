"""Whose word counts where forms differ: equal bytes under two forms, forged notes and rows, forms
that travel or are missing."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from inspector_app.cli.leftovers import leftovers_text
from inspector_app.cli.listing import inspection_table
from inspector_app.domain.errors import FormMissingError, InputValueError
from inspector_app.domain.form.versions.renaming import Wanted
from inspector_app.domain.log.change import Kind, Register, Value
from inspector_app.domain.log.entity import LIFE, fixed_row, life_value
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Side, UnitKind
from inspector_app.services import exporting
from inspector_app.services.facts import minutes_facts
from inspector_app.services.journal import Journal
from inspector_app.services.lineages import MAPPING, travelling_forms
from inspector_app.services.migration_views import AnswerState
from inspector_app.services.ports.store import Log
from inspector_app.services.views import LeftoverView, QuestionView, TableView
from inspector_app.services.workshop import Services
from tests.kit.corrections import keep_form, write_form
from tests.kit.team import PASSPHRASE, Team, gather, workshop
from tests.services.conftest import copied

V = Side.VERIFIED

FIRST = """
| survey |
| | type | name | label::Tiếng Việt (vi) | repeat_count |
| | username | ai | | |
| | begin_group | phan | 1. Hồ sơ | |
| | text | so | Số tiền | |
| | select_one m | muc | Mức | |
| | text | nam | Năm | |
| | text | nguoi | Người | |
| | text | bo | Câu sẽ bỏ | |
| | integer | sp | Số phòng | |
| | begin_repeat | phong | Phòng | ${sp} |
| | text | tenp | Tên phòng | |
| | end_repeat | | | |
| | end_group | | | |
| choices |
| | list_name | name | label::Tiếng Việt (vi) | was |
| | m | good | Tốt | |
| | m | bad | Yếu | |
| settings |
| | form_title | form_id | version | default_language | namespaces |
| | Phiếu | p | 1 | Tiếng Việt (vi) | insp="http://inspector-app.vn/xforms" |
"""
RETYPED = (
    FIRST.replace("text | so |", "decimal | so |")
    .replace("select_one m | muc |", "text | muc |")
    .replace("text | nam |", "integer | nam |")
    .replace("| p | 1 |", "| p | 2 |")
)
RECODED = FIRST.replace("| m | good | Tốt | |", "| m | tot | Tốt | good |").replace(
    "| p | 1 |", "| p | 3 |"
)
SWAPPED = (
    FIRST.replace("| username | ai | | |", "| username | nguoi | | |")
    .replace("| text | nguoi | Người | |", "| text | ai | Ai kiểm tra | |")
    .replace(
        "| text | bo | Câu sẽ bỏ | |", "| text | moi1 | Câu một | |\n| | text | moi2 | Câu hai | |"
    )
    .replace("| p | 1 |", "| p | 4 |")
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Team:
    """A team whose communes are inspected with ``FIRST``; closed."""
    folder = tmp_path_factory.mktemp("made")
    team = gather(folder, {UnitKind.COMMUNE: write_form(folder, FIRST, "phieu-dau")})
    team.close()
    return team


@pytest.fixture
def team(made: Team, tmp_path: Path) -> Iterator[Team]:
    """A copy of it, open."""
    folder = tmp_path / "team"
    shutil.copytree(made.folder, folder)
    copy = Team(folder, *(copied(one, folder) for one in made.people))
    yield copy
    copy.close()


def question(services: Services, ent: EntityId, name: str) -> QuestionView:
    view = services.inspections.show(ent).question((name, None))
    assert view is not None
    return view


def table(services: Services, ent: EntityId, name: str) -> TableView:
    view = services.inspections.show(ent).table(name)
    assert view is not None
    return view


def leftovers(services: Services, ent: EntityId) -> dict[str, LeftoverView]:
    return {one.name: one for one in services.inspections.show(ent).leftovers}


def migrate(services: Services, ent: EntityId, text: str, **names: str) -> str:
    sha256 = keep_form(services, text)
    services.migrations.apply(sha256, [ent], Wanted(names=names))
    return sha256


# --- equal bytes under two forms


def test_what_is_typed_in_a_corrected_form_is_written_though_its_bytes_were_there(
    team: Team,
) -> None:
    services, ent = team.leader.services, team.commune()
    services.inspections.answer(ent, "so", V, "1.234")
    services.inspections.answer(ent, "muc", V, "good")
    migrate(services, ent, RETYPED)
    assert question(services, ent, "so").state.value == "1234"
    assert question(services, ent, "muc").state.value == "Tốt"
    assert services.inspections.answer(ent, "so", V, "1,234").value.state.value == "1.234"
    assert services.inspections.answer(ent, "muc", V, "good").value.state.value == "good"
    changes = services.vault.info().changes
    services.inspections.answer(ent, "so", V, "1,234")
    assert services.vault.info().changes == changes, "the same in the same form is no change"


def test_equal_bytes_that_mean_different_things_are_a_conflict(team: Team) -> None:
    leader, member, ent = team.leader, team.member, team.commune()
    migrate(leader.services, ent, RETYPED)
    leader.services.inspections.answer(ent, "so", V, "1,234")
    leader.services.inspections.answer(ent, "muc", V, "good")
    member.services.inspections.answer(ent, "so", V, "1.234")
    member.services.inspections.answer(ent, "muc", V, "good")
    receipt = leader.take(member.send("1.inspb"))[0]
    assert (receipt.status, receipt.conflicts_new, receipt.conflicts_open) == ("updated", 2, 2)
    found = {one.question.name: one for one in leader.services.conflicts.list() if one.question}
    assert {name: {head.value for head in one.heads} for name, one in found.items()} == {
        "so": {"1.234", "1234"},
        "muc": {"good", "Tốt"},
    }
    view = leader.services.inspections.show(ent)
    assert view.conflicts == 2
    assert question(leader.services, ent, "so").verified.is_conflict
    assert leader.services.vault.info().conflicts == 2
    assert leader.services.trips.show().conflicts == 2
    row = next(one for one in leader.services.inspections.list() if one.inspection.id == ent)
    assert row.conflicts == 2
    chosen = next(one for one in found["so"].heads if one.value == "1234")
    leader.services.conflicts.resolve(found["so"].id, choose=chosen.change, reason="đã xem")
    assert question(leader.services, ent, "so").state.value == "1234"
    assert leader.services.inspections.show(ent).conflicts == 1


def test_different_bytes_that_mean_the_same_agree(team: Team) -> None:
    leader, member, ent = team.leader, team.member, team.commune()
    migrate(leader.services, ent, RECODED)
    leader.services.inspections.answer(ent, "muc", V, "tot")
    member.services.inspections.answer(ent, "muc", V, "good")
    receipt = leader.take(member.send("1.inspb"))[0]
    assert (receipt.status, receipt.conflicts_open) == ("updated", 0)
    view = question(leader.services, ent, "muc").verified
    assert (view.value, view.is_conflict, len(view.heads)) == ("tot", False, 2)
    assert leader.services.conflicts.list() == ()
    assert leader.services.inspections.show(ent).conflicts == 0
    member.services.inspections.answer(ent, "muc", V, "bad")
    assert leader.take(member.send("2.inspb"))[0].conflicts_open == 1


def test_the_side_of_a_conflict_that_has_a_place_is_shown(team: Team) -> None:
    leader, member, ent = team.leader, team.member, team.commune()
    migrate(leader.services, ent, RETYPED)
    leader.services.inspections.answer(ent, "nam", V, "2019")
    for text in ("x", "y", "z", "năm ngoái"):
        member.services.inspections.answer(ent, "nam", V, text)
    leader.take(member.send("1.inspb"))
    view = question(leader.services, ent, "nam")
    assert (view.verified.value, view.verified.is_conflict) == (2019, True)
    assert {head.value for head in view.verified.heads} == {2019, "năm ngoái"}
    assert view.state.value == 2019
    assert leftovers(leader.services, ent)["nam"].verified.value == "năm ngoái"
    assert [one.value for one in leftovers(leader.services, ent)["nam"].verified.heads] == [
        "năm ngoái"
    ]
    assert leader.services.inspections.show(ent).conflicts == 1
    preview = leader.services.migrations.preview_undo([ent]).inspections[0]
    states = {(one.recorded, one.state) for one in preview.answers}
    assert states == {(2019, AnswerState.CONVERTED), ("năm ngoái", AnswerState.RETURNED)}


# --- forms that travel, forms that nobody named


def test_an_undone_form_travels_with_what_was_answered_in_it(team: Team) -> None:
    leader, member, ent = team.leader, team.member, team.commune()
    migrate(leader.services, ent, RECODED)
    leader.services.inspections.answer(ent, "muc", V, "tot")
    leader.services.migrations.undo([ent])
    assert member.take(leader.send("1.inspb"))[0].status == "updated"
    assert member.digest() == leader.digest()
    for one in (leader.services, member.services):
        assert question(one, ent, "muc").state.value == "good"
        assert leftovers(one, ent) == {}


def test_a_form_that_nothing_names_is_not_kept(team: Team, monkeypatch: pytest.MonkeyPatch) -> None:
    leader, member = team.leader, team.member
    wanted = keep_form(leader.services, RETYPED)
    stray = keep_form(leader.services, RECODED)
    ent = team.commune()
    leader.services.migrations.apply(wanted, [ent])
    vault = leader.services.bundles._vault
    with Journal(vault.rooms, vault.store, vault.identity).write() as pen:
        # a value that holds the hash is no change in that form
        pen.set(ent, "session/place", bytes.fromhex(stray))

    def with_more(log: Log, named: Iterable[str]) -> tuple[str, ...]:
        return (*travelling_forms(log, named), stray)

    monkeypatch.setattr(exporting, "travelling_forms", with_more)
    assert member.take(leader.send("1.inspb"))[0].status == "updated"
    found = {one.sha256 for one in member.services.forms.list()}
    assert wanted in found
    assert stray not in found


def test_a_stored_form_that_cannot_be_read_hides_no_other(team: Team) -> None:
    services = team.leader.services
    before = services.forms.list()
    with services.vault._vault.store.write() as log:
        log.put_form_file("ab" * 32, b"<no form/>")
    assert services.forms.list() == before


def test_one_missing_form_blinds_nobody(team: Team) -> None:
    services, ent, other = team.leader.services, team.commune(), team.commune(1)
    sha256 = keep_form(services, RETYPED)
    plan = services.migrations.preview(services.forms.show(sha256), [ent]).inspections[0].plan
    assert plan is not None
    value = plan.mapping.encode()
    value["forms"] = [plan.old.sha256, "ab" * 32]
    with services.inspections._journal.write() as pen:
        pen.set(ent, MAPPING, value, bytes.fromhex("ab" * 32))
    rows = {one.inspection.id: one for one in services.inspections.list()}
    assert rows[ent].missing_form == "ab" * 6
    assert not rows[other].missing_form
    shown = inspection_table([rows[ent], rows[other]])
    assert "thiếu phiếu" in shown
    assert "gói mới nhất của trưởng đoàn" in shown
    assert len(services.trips.show().inspections) == len(rows)
    assert services.conflicts.list() == ()
    with pytest.raises(FormMissingError):
        services.inspections.show(ent)
    form = services.forms.show(sha256)
    every = services.migrations.open_inspections()
    preview = services.migrations.preview(form, every)
    said = {one.inspection.id: one.obstacle for one in preview.inspections if one.obstacle}
    assert set(said) == {ent}
    assert "gói" in said[ent]
    with pytest.raises(InputValueError):
        services.migrations.apply(sha256, [ent])
    services.migrations.apply(sha256, [ent, other])
    assert services.inspections.show(other).inspection.form_sha256 == sha256
    receipt = team.member.take(team.leader.send("1.inspb"))[0]
    assert receipt.status == "updated"
    assert len(team.member.services.inspections.list()) == len(rows)
    services.migrations.undo([ent])
    assert not any(one.missing_form for one in services.inspections.list())


# --- what a form notes by itself


def test_nobody_answers_through_the_registers_of_metadata(team: Team) -> None:
    leader, member, ent = team.leader, team.member, team.commune()
    leader.services.inspections.answer(ent, "so", V, "10")
    own = bytes.fromhex(leader.services.inspections.show(ent).inspection.form_sha256)
    before = leader.services.inspections.show(ent).progress
    with member.services.inspections._journal.write() as pen:
        pen.set(ent, "meta/so", "999", own)
        pen.set(ent, "meta/sp", 2, own)
        pen.set(ent, "meta/ai", "ai đó", b"\x01" * 32)
    assert leader.take(member.send("1.inspb"))[0].status == "updated"
    services = leader.services
    assert question(services, ent, "so").state.value == "10"
    assert question(services, ent, "sp").state.value is None
    assert table(services, ent, "phong").rows == ()
    assert services.inspections.show(ent).progress == before
    found = leftovers(services, ent)
    assert {name: one.verified.value for name, one in found.items()} == {
        "so": "999",
        "sp": 2,
        "ai": "ai đó",
    }


def test_a_note_of_the_form_is_no_answer_where_the_question_is_asked_now(team: Team) -> None:
    services, ent = team.leader.services, team.commune()
    services.inspections.answer(ent, "nguoi", V, "Ông B")
    noted = services.inspections.show(ent).form.questions["ai"].preload
    assert noted
    sha256 = keep_form(services, SWAPPED)
    preview = services.migrations.preview(services.forms.show(sha256), [ent])
    states = {one.name: one.state for one in preview.inspections[0].answers}
    assert states == {"ai": AnswerState.SET_ASIDE, "nguoi": AnswerState.SET_ASIDE}
    services.migrations.apply(sha256, [ent])
    view = question(services, ent, "ai")
    assert (view.verified.value, view.state.value) == (None, None)
    found = leftovers(services, ent)
    assert set(found) == {"ai", "nguoi"}
    assert found["nguoi"].verified.value == "Ông B"
    printed = minutes_facts(services.inspections.show(ent), 0).sections[-1].tables[0].rows
    assert len(printed) == 2
    services.inspections.answer(ent, "ai", V, "Người khác")
    assert question(services, ent, "ai").verified.value == "Người khác"
    services.migrations.undo([ent])
    assert question(services, ent, "nguoi").state.value == "Ông B"


# --- rows that a form fixes in number


def forge(team: Team, ent: EntityId, row: EntityId, claim: str = "row/khac") -> None:
    """A member claims a row that others will fill, for another table or inspection."""
    with team.member.services.inspections._journal.write() as pen:
        for _ in range(3):
            pen._add(Kind.SET, Register(row, LIFE), life_value(claim, ent), b"", ())


def names(services: Services, ent: EntityId) -> list[object]:
    return [one.cells["tenp"].verified.value for one in table(services, ent, "phong").rows]


def test_a_forged_row_neither_blocks_nor_hides_the_honest_one(team: Team) -> None:
    leader, secretary, ent = team.leader, team.secretary, team.commune()
    row = EntityId(fixed_row(ent, None, "phong", 0))
    forge(team, ent, row)
    assert leader.take(team.member.send("1.inspb"))[0].status == "updated"
    secretary.services.inspections.answer(ent, "sp", V, "1")
    secretary.services.inspections.answer(ent, "tenp", V, "Nội vụ", row)
    receipt = leader.take(secretary.send("2.inspb"))[0]
    assert (receipt.status, receipt.error) == ("updated", "")
    assert names(leader.services, ent) == ["Nội vụ"]
    assert leftovers(leader.services, ent) == {}
    assert leader.services.conflicts.list() == ()
    assert leader.services.inspections.show(ent).conflicts == 0
    assert leader.services.vault.check().problems == ()


@pytest.mark.parametrize(("claim", "place"), [("row/khac", 0), ("row/phong", 1)])
def test_who_has_the_forged_row_alone_can_still_answer_in_it(
    team: Team, claim: str, place: int
) -> None:
    leader, secretary, ent = team.leader, team.secretary, team.commune()
    row = EntityId(fixed_row(ent, None, "phong", 0))
    forge(team, team.commune(place), row, claim)
    leader.take(team.member.send("1.inspb"))
    leader.services.inspections.answer(ent, "sp", V, "1")
    view = leader.services.inspections.answer(ent, "tenp", V, "Phòng L", row).value
    assert (view.verified.value, view.state.value) == ("Phòng L", "Phòng L")
    assert names(leader.services, ent) == ["Phòng L"]
    assert secretary.take(leader.send("2.inspb"))[0].status == "updated"
    assert names(secretary.services, ent) == ["Phòng L"]
    assert secretary.digest() == leader.digest()


def test_a_forgery_that_replaces_the_honest_birth_changes_nothing(team: Team) -> None:
    leader, secretary, member, ent = team.leader, team.secretary, team.member, team.commune()
    secretary.services.inspections.answer(ent, "sp", V, "1")
    row = table(secretary.services, ent, "phong").rows[0].id
    secretary.services.inspections.answer(ent, "tenp", V, "Nội vụ", row)
    leader.take(secretary.send("1.inspb"))
    member.take(leader.send("2.inspb"))
    with member.services.inspections._journal.write() as pen:
        heads = pen.log.heads(Register(row, LIFE))
        value: dict[str, Value] = {"of": ent, "seen": [], "type": "row/khac"}
        refs = tuple(one.ref for one in heads)
        pen._add(Kind.DELETE, Register(row, LIFE), value, b"", refs)
    assert names(member.services, ent) == ["Nội vụ"]
    assert leader.take(member.send("3.inspb"))[0].status == "updated", (
        "honest carriers may bring it"
    )
    assert names(leader.services, ent) == ["Nội vụ"]
    assert leader.services.vault.check().problems == ()
    assert leader.services.vault.rebuild() > 0
    assert names(leader.services, ent) == ["Nội vụ"]


# --- what a leader sees


def test_two_corrections_to_the_same_form_can_be_told_apart(team: Team) -> None:
    services, ent = team.leader.services, team.commune()
    sha256 = keep_form(services, SWAPPED)
    shutil.copytree(team.leader.created.path, team.folder / "may-hai")
    clone = workshop().open_vault(str(team.folder / "may-hai"), PASSPHRASE)
    services.migrations.apply(sha256, [ent], Wanted(names={"bo": "moi1"}))
    clone.migrations.apply(sha256, [ent], Wanted(names={"bo": "moi2"}))
    clone.bundles.export(str(team.folder / "clone.inspb"))
    clone.close()
    services.bundles.merge([str(team.folder / "clone.inspb")])
    conflict = services.conflicts.list()[0]
    assert {one.value for one in conflict.heads} == {
        "p · 4 (bo → moi1)",
        "p · 4 (bo → moi2)",
    }


def test_a_half_typed_text_of_a_question_that_is_gone_is_listed(team: Team) -> None:
    services, ent = team.leader.services, team.commune()
    services.inspections.draft(ent, ("bo", None), V, "đang viết")
    migrate(services, ent, SWAPPED)
    assert services.inspections.drafts(ent) == {}
    found = leftovers(services, ent)["bo"]
    assert found.drafts == {V: "đang viết"}
    assert found.question is not None
    assert found.question.label.in_("vi") == "Câu sẽ bỏ"
    # A narrow terminal breaks the cell between any two words, in any column.
    shown = leftovers_text([found])
    for word in ("đang", "gõ", "dở:", "viết"):
        assert word in shown
    services.migrations.undo([ent])
    assert services.inspections.drafts(ent) == {(("bo", None), V): "đang viết"}
    assert leftovers(services, ent) == {}
