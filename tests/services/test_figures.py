"""Where figures are from and what time they cover: kept, merged, carried over to a corrected form."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.cli.leftovers import leftovers_text
from inspector_app.domain.errors import AnswerError, NotFoundError
from inspector_app.domain.form.versions.renaming import Wanted
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.values import Side, UnitKind
from inspector_app.services.figures import figures_in, usual_period, usual_source
from inspector_app.services.history import HistoryFilter
from inspector_app.services.migration_views import AnswerState
from inspector_app.services.views import QuestionView, TableView, TypedAnswer
from inspector_app.services.workshop import Services
from tests.kit.corrections import keep_form, write_form
from tests.kit.team import Team, gather
from tests.services.conftest import copied

FORM = """
| survey |
| | type | name | label::Tiếng Việt (vi) | relevant | bind::insp:reported | bind::insp:was |
| | begin_group | mot | 1. Một | | | |
| | integer | so | Số hồ sơ | | yes | |
| | decimal | tien | Số tiền | | | |
| | range | diem | Điểm | | | |
| | integer | them | Số thêm | ${so} > 5 | | |
| | text | chu | Ghi | | | |
| | begin_repeat | bang | Bảng số | | | |
| | text | ten | Tên | | | |
| | begin_repeat | con | Bảng con | | | |
| | integer | sl | Số lượng | | yes | |
| | end_repeat | | | | | |
| | end_repeat | | | | | |
| | begin_repeat | loi | Bảng lời | | | |
| | text | noi | Nói | | | |
| | end_repeat | | | | | |
| | end_group | | | | | |
| | begin_group | hai | 2. Hai | | | |
| | integer | khac | Số khác | | | |
| | end_group | | | | | |
| settings |
| | form_title | form_id | version | default_language | namespaces |
| | P | p | 1 | Tiếng Việt (vi) | insp="http://inspector-app.vn/xforms" |
"""
SECOND = (
    FORM.replace("bang | Bảng số | | | |", "bang_so | Bảng số | | | bang |")
    .replace("integer | so | Số hồ sơ | | yes | |", "integer | so_hs | Số hồ sơ | | yes | so |")
    .replace("${so}", "${so_hs}")
    .replace("decimal | tien |", "text | tien |")
    .replace("| p | 1 |", "| p | 2 |")
)
WITHOUT = SECOND.replace("integer | sl |", "text | sl |").replace("| p | 2 |", "| p | 3 |")
Texts = tuple[object, object]


def say(services: Services, ent: EntityId, name: str, source: str, period: str = "") -> None:
    """Record the source and, when given, the period."""
    said = [TypedAnswer(name, Side.SOURCE, None, source)]
    said += [TypedAnswer(name, Side.PERIOD, None, period)] if period else []
    services.inspections.answer_many(ent, said)


def kept(services: Services, ent: EntityId, name: str) -> Texts:
    view = services.inspections.show(ent)
    item: QuestionView | TableView | None = view.question((name, None)) or view.table(name)
    assert item is not None
    return item.source.value, item.period.value


@pytest.fixture(scope="module")
def authored(tmp_path_factory: pytest.TempPathFactory) -> Team:
    folder = tmp_path_factory.mktemp("figures")
    team = gather(folder, {UnitKind.COMMUNE: write_form(folder, FORM, "p")})
    team.close()
    return team


@pytest.fixture
def team(authored: Team, tmp_path: Path) -> Iterator[Team]:
    folder = tmp_path / "team"
    shutil.copytree(authored.folder, folder)
    made = Team(folder, *(copied(one, folder) for one in authored.people))
    yield made
    made.close()


def test_figures_and_tables_of_figures_have_a_source_and_a_period(team: Team) -> None:
    services, ent = team.member.services, team.commune()
    say(services, ent, "so", "software", "1/1/2019 - 30/6/2019")
    say(services, ent, "bang", "Sổ theo dõi")
    services.inspections.answer(ent, "so", Side.PERIOD, "6 tháng đầu năm")
    assert kept(services, ent, "so") == ("màn hình phần mềm", "6 tháng đầu năm")
    assert kept(services, ent, "bang") == ("Sổ theo dõi", None)
    say(services, ent, "so", "")
    assert kept(services, ent, "so") == (None, "6 tháng đầu năm")
    texts = [one.value for one in services.inspections.history(ent, "so", Side.PERIOD)]
    assert texts == ["01/01/2019 – 30/06/2019", "6 tháng đầu năm"]
    texts = [one.value for one in services.inspections.history(ent, "bang", Side.SOURCE)]
    assert texts == ["Sổ theo dõi"]
    paths = {one.register.path for one in services.log.lines(HistoryFilter(limit=20)).lines}
    assert {"q/so/source", "q/so/period", "t/bang/source"} <= paths


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("chu", "không phải câu nhập số"),
        ("loi", "không phải câu nhập số"),
        ("ten", "nằm trong bảng «bang»"),
        ("sl", "nằm trong bảng «bang»"),
        ("con", "nằm trong bảng «bang»"),
    ],
)
def test_what_has_no_figures_of_its_own_is_refused(team: Team, name: str, what: str) -> None:
    services, ent = team.member.services, team.commune()
    before = services.vault.info().changes
    with pytest.raises(AnswerError) as raised:
        services.inspections.answer_many(
            ent,
            [
                TypedAnswer("so", Side.SOURCE, None, "x"),
                TypedAnswer(name, Side.SOURCE, None, "x"),
            ],
        )
    assert what in str(raised.value.details["what"])
    assert services.vault.info().changes == before, "all or nothing"
    with pytest.raises(NotFoundError):
        say(services, ent, "khong_co", "x")


def test_what_holds_while_nobody_says_otherwise(team: Team) -> None:
    services, ent = team.member.services, team.commune()
    row = services.inspections.add_row(ent, "bang").value
    inner = services.inspections.add_row(ent, "con", row).value
    services.inspections.answer(ent, "so", Side.VERIFIED, "4")
    services.inspections.answer(ent, "sl", Side.VERIFIED, "4", inner)
    view = services.inspections.show(ent)
    question, table = view.question(("so", None)), view.table("bang")
    assert question is not None
    assert table is not None
    assert usual_source(question) == usual_source(table) == ""
    services.inspections.answer(ent, "so", Side.REPORTED, "0")
    services.inspections.answer(ent, "sl", Side.REPORTED, "5", inner)
    view = services.inspections.show(ent)
    question, table = view.question(("so", None)), view.table("bang")
    assert question is not None
    assert table is not None
    assert usual_source(question) == usual_source(table) == "báo cáo của đơn vị", "0 is reported"
    assert usual_period(view.trip) == "01/01/2018 – 15/09/2019"
    assert kept(services, ent, "so") == (None, None), "shown, never stored"


def test_the_figures_of_a_section_are_those_that_apply(team: Team) -> None:
    services, ent = team.member.services, team.commune()

    def named() -> list[str]:
        view = services.inspections.show(ent)
        return list(figures_in(view.sections[0], view.form))

    assert named() == ["so", "tien", "diem", "bang"]
    services.inspections.answer(ent, "so", Side.VERIFIED, "6")
    assert named() == ["so", "tien", "diem", "them", "bang"]


def test_two_sources_are_a_conflict_that_a_leader_decides(team: Team) -> None:
    ent = team.commune()
    for one, words in ((team.secretary, "software"), (team.member, "Sổ theo dõi")):
        say(one.services, ent, "so", words, "1/1/2019 - 30/6/2019")
        say(one.services, ent, "bang", words)
    team.leader.take(team.secretary.send("tk.inspb"), team.member.send("tv.inspb"))
    services = team.leader.services
    found = {one.register.path: one for one in services.conflicts.list()}
    assert set(found) == {"q/so/source", "t/bang/source"}, "the same period is no conflict"
    table = found["t/bang/source"]
    assert (table.side, table.question and table.question.name) == (Side.SOURCE, "bang")
    assert {head.value for head in table.heads} == {"màn hình phần mềm", "Sổ theo dõi"}
    view = services.inspections.show(ent)
    assert view.conflicts == 2
    shown = view.table("bang")
    assert shown is not None
    assert shown.source.is_conflict
    services.conflicts.resolve(table.id, text="on-site", reason="đã đếm lại")
    services.conflicts.resolve(found["q/so/source"].id, text="kiem dem tai cho", reason="đã đếm")
    assert services.conflicts.list() == ()
    assert kept(services, ent, "so")[0] == kept(services, ent, "bang")[0] == "kiểm đếm tại chỗ"


def test_they_follow_a_corrected_form_and_come_back(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")  # the listing below is not broken into lines
    services, ent = team.leader.services, team.commune()
    say(services, ent, "so", "software", "6 tháng")
    say(services, ent, "tien", "Sổ quỹ")
    say(services, ent, "bang", "Sổ theo dõi", "quý I")
    services.inspections.draft(ent, ("bang", None), Side.SOURCE, "đang gõ")
    second = keep_form(services, SECOND)
    preview = services.migrations.preview(services.forms.show(second), [ent], Wanted())
    states = {(one.name, one.side): one.state for one in preview.inspections[0].answers if one.side}
    assert states[("tien", Side.SOURCE)] is AnswerState.SET_ASIDE, "a text has no source"
    assert states[("bang", Side.SOURCE)] is AnswerState.KEPT
    assert states[("so", Side.PERIOD)] is AnswerState.KEPT
    services.migrations.apply(second, [ent], Wanted())
    assert kept(services, ent, "so_hs") == ("màn hình phần mềm", "6 tháng")
    assert kept(services, ent, "bang_so") == ("Sổ theo dõi", "quý I")
    assert kept(services, ent, "tien") == (None, None)
    (left,) = services.inspections.show(ent).leftovers
    assert (left.name, left.source.value) == ("tien", "Sổ quỹ")
    assert "nguồn: Sổ quỹ" in leftovers_text([left])
    assert services.inspections.drafts(ent) == {(("bang_so", None), Side.SOURCE): "đang gõ"}
    services.migrations.apply(keep_form(services, WITHOUT), [ent], Wanted())
    lost = {one.name: one for one in services.inspections.show(ent).leftovers}
    assert lost["bang_so"].source.value == "Sổ theo dõi"
    assert lost["bang_so"].drafts == {}
    assert lost["bang_so"].question is not None
    assert lost["bang_so"].question.label.in_("vi") == "Bảng số"
    with pytest.raises(AnswerError):
        say(services, ent, "bang_so", "x")
    services.migrations.undo([ent])
    services.migrations.undo([ent])
    assert kept(services, ent, "bang") == ("Sổ theo dõi", "quý I")
    assert kept(services, ent, "tien") == ("Sổ quỹ", None)
    assert services.inspections.show(ent).leftovers == ()
