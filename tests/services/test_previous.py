"""Last year's vault taken over into this year's trip, carried to the team, followed up."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from inspector_app.domain.errors import (
    AlreadyRecordedError,
    InputValueError,
    NotAllowedError,
    NotFoundError,
    NoTripError,
    WrongPassphraseError,
)
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.trip.previous import FollowUp, Match, PreviousTrip, PreviousView
from inspector_app.domain.trip.values import RemediationState, Severity, Side, UnitKind
from inspector_app.services.facts import minutes_facts
from inspector_app.services.previous_registers import previous_of
from inspector_app.services.vaults import Person
from inspector_app.services.workshop import Services
from tests.kit.corrections import write_form
from tests.kit.team import PASSPHRASE, Team, gather, sample_trip, workshop
from tests.services.conftest import copied

V = Side.VERIFIED

PAST = """
| survey |
| | type | name | label::Tiếng Việt (vi) | calculation | bind::insp:reported | bind::insp:clause | bind::insp:unit |
| | begin_group | phan | 1. Hồ sơ | | | | |
| | select_one m | ke_hoach | Đã ban hành kế hoạch | | | 1.1 | |
| | integer | nhan | Số hồ sơ tiếp nhận | | yes | 1.2 | hồ sơ |
| | integer | dung_han | Trong đó đúng hạn | | yes | 1.2 | hồ sơ |
| | decimal | ty_le | Tỷ lệ đúng hạn | round(100 * ${dung_han} div ${nhan}, 2) | | 1.3 | % |
| | text | hop | Cuộc họp | | | 1.4 | |
| | text | xua | Câu năm trước | | | 1.9 | |
| | end_group | | | | | | |
| choices |
| | list_name | name | label::Tiếng Việt (vi) |
| | m | yes | Có |
| | m | no | Không |
| settings |
| | form_title | form_id | version | default_language | namespaces |
| | Phiếu | p | 2018 | Tiếng Việt (vi) | insp="http://inspector-app.vn/xforms" |
"""
PRESENT = (
    PAST.replace("| hop | Cuộc họp | | | 1.4 | |", "| cuoc_hop | Số cuộc họp | | | 1.4 | |")
    .replace("| | text | xua | Câu năm trước | | | 1.9 | |\n", "")
    .replace("| p | 2018 |", "| p | 2019 |")
)


@dataclass
class Years:
    """Last year's vault, and this year's team."""

    past: Path
    team: Team

    def read(self) -> PreviousTrip:
        """Last year's vault as values."""
        return workshop().read_previous(str(self.past), PASSPHRASE)


def files(folder: Path) -> dict[str, str]:
    """Every file under a folder with its hash."""
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def commune(services: Services, index: int = 0) -> EntityId:
    rows = services.inspections.list()
    return [row.inspection.id for row in rows if row.inspection.unit.kind == "commune"][index]


def fill_last_year(services: Services) -> None:
    """One commune with answers, a finding, one requirement met and one not."""
    ent = commune(services)
    services.inspections.answer(ent, "ke_hoach", V, "no")
    services.inspections.answer(ent, "nhan", Side.REPORTED, "1300")
    services.inspections.answer(ent, "nhan", V, "1.234")
    services.inspections.answer(ent, "dung_han", V, "1.200")
    services.inspections.answer(ent, "hop", V, "Họp quý")
    services.inspections.answer(ent, "xua", V, "Không hỏi nữa")
    one = services.findings.add(ent, "ke_hoach", Severity.SERIOUS, "Chưa ban hành", "QĐ 225").value
    services.requirements.add(ent, "Ban hành kế hoạch", "Chủ tịch xã", "30/11/2018", one.id)
    met = services.requirements.add(ent, "Niêm yết thủ tục").value
    done = services.remediations.record(ent, met.id, "Đã niêm yết").value
    services.remediations.decide(done.id, RemediationState.ACCEPTED)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Years:
    """Both years; closed, never written into."""
    folder = tmp_path_factory.mktemp("years")
    forms = {UnitKind.COMMUNE: write_form(folder, PAST, "2018")}
    created = workshop().create_vault(
        str(folder / "2018"), PASSPHRASE, Person("Trần Văn T", "Giám đốc", "Sở Nội vụ", "Máy")
    )
    services = workshop().open_vault(created.path, PASSPHRASE)
    services.trips.create(str(sample_trip()), forms)
    fill_last_year(services)
    services.close()
    team = gather(folder, {UnitKind.COMMUNE: write_form(folder, PRESENT, "2019")})
    team.close()
    return Years(folder / "2018", team)


@pytest.fixture
def years(made: Years, tmp_path: Path) -> Iterator[Years]:
    """A copy of this year's team, open; last year's vault is shared."""
    folder = tmp_path / "team"
    shutil.copytree(made.team.folder, folder)
    copy = Team(folder, *(copied(one, folder) for one in made.team.people))
    yield Years(made.past, copy)
    copy.close()


def previous(services: Services, ent: EntityId) -> PreviousView:
    found = services.inspections.show(ent).previous
    assert found is not None
    return found


def test_last_years_vault_is_read_and_stays_as_it_is(
    years: Years, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copies = tmp_path / "copies"
    copies.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(copies))
    before = files(years.past)
    trip = years.read()
    assert files(years.past) == before
    assert list(copies.iterdir()) == [], "the working copy is gone"
    assert len(trip.inspections) == 18
    assert trip.unreadable == ()
    with pytest.raises(WrongPassphraseError):
        workshop().read_previous(str(years.past), "một mật khẩu khác hẳn")
    opened = workshop().open_vault(str(years.past), PASSPHRASE)
    try:
        assert years.read() == trip, "though somebody has it open"
    finally:
        opened.close()


def test_answers_find_their_question_by_name_or_by_a_clause_that_one_question_has(
    years: Years,
) -> None:
    services = years.team.leader.services
    done = services.previous.take_over(years.read()).value
    assert done.written == 18
    assert len(done.matches.matched) == 18
    assert (done.matches.new, done.matches.gone, done.matches.ambiguous) == ((), (), ())
    found = previous(services, commune(services))
    assert found.inspection.year == "2019", "the sample trip's own year"
    assert {name: (one.verified, one.match) for name, one in found.answers.items()} == {
        "ke_hoach": ("Không", Match.NAME),
        "nhan": ("1.234 hồ sơ", Match.NAME),
        "dung_han": ("1.200 hồ sơ", Match.NAME),
        "ty_le": ("97,24 %", Match.NAME),
        "cuoc_hop": ("Họp quý", Match.CLAUSE),
    }
    assert (found.answers["nhan"].reported, found.answers["nhan"].reported_value) == (
        "1.300 hồ sơ",
        1300,
    )
    names = {one.asked.question for one in found.inspection.answers}
    assert "xua" in names, "kept, though nothing asks it now"
    finding = found.findings[0]
    assert (finding.question, finding.severity) == ("ke_hoach", Severity.SERIOUS)
    required = found.requirements[0]
    assert (required.text, required.question, required.finding) == (
        "Ban hành kế hoạch",
        "ke_hoach",
        "Chưa ban hành",
    )
    assert len(found.requirements) == 1
    assert found.count(()) == FollowUp(due=2, met=1)
    assert services.inspections.show(commune(services, 1)).previous is not None


def test_taking_over_again_changes_nothing_and_later_only_what_is_other(
    years: Years, tmp_path: Path
) -> None:
    services = years.team.leader.services
    services.previous.take_over(years.read())
    changes, digest = services.vault.info().changes, services.vault.info().state_digest
    again = services.previous.take_over(years.read())
    assert (again.value.written, again.touched) == (0, ())
    assert (services.vault.info().changes, services.vault.info().state_digest) == (changes, digest)
    shutil.copytree(years.past, tmp_path / "moi")
    later = workshop().open_vault(str(tmp_path / "moi"), PASSPHRASE)
    ent = commune(later)
    later.inspections.answer(ent, "nhan", V, "1.240")
    later.findings.remove(later.findings.list(ent)[0].id)
    later.close()
    trip = workshop().read_previous(str(tmp_path / "moi"), PASSPHRASE)
    assert services.previous.take_over(trip).value.written == 1
    found = previous(services, commune(services))
    assert found.answers["nhan"].verified == "1.240 hồ sơ"
    assert found.findings == ()


def test_it_travels_to_the_members_who_may_not_write_it(years: Years) -> None:
    team = years.team
    trip = years.read()
    with pytest.raises(NotAllowedError):
        team.member.services.previous.take_over(trip)
    team.leader.services.previous.take_over(trip)
    pack = str(team.folder / "lai.inspb")
    team.leader.services.trips.export_pack(pack)
    team.member.services.trips.import_pack(pack, team.leader.created.fingerprint)
    ent = commune(team.member.services)
    assert previous(team.member.services, ent) == previous(team.leader.services, ent)
    assert team.member.digest() == team.leader.digest()
    # a changed program of a member writes into it, and into one of its own
    with team.member.services.inspections._journal.write() as pen:
        of = previous_of(pen.log, ent)
        assert of is not None
        pen.set(of, "last/answer/nhan", {"verified": "9"})
    receipt = team.leader.take(team.member.send("1.inspb"))[0]
    assert (receipt.status, receipt.error) == ("refused", "log.refused")
    where = commune(team.secretary.services)
    with team.secretary.services.inspections._journal.write() as pen:
        pen.create("previous", where, {"last": {"title": "giả"}})
    assert team.leader.take(team.secretary.send("2.inspb"))[0].status == "refused"
    assert previous(team.leader.services, ent).answers["nhan"].verified == "1.234 hồ sơ"


def test_open_requirements_of_last_time_are_checked_closed_and_printed(years: Years) -> None:
    team = years.team
    services = team.leader.services
    services.previous.take_over(years.read())
    ent = commune(services)
    required = previous(services, ent).requirements[0]
    sections = minutes_facts(services.inspections.show(ent), 0).sections
    table = sections[-1].tables[0]
    assert "kỳ" in sections[-1].title.lower()
    assert table.rows[0][1:] == ("Ban hành kế hoạch", "Trước ngày 30/11/2018", "Chưa khắc phục")
    done = services.remediations.record(ent, required.id, "Ban hành ngày 02/01/2019").value
    team.member.take(team.leader.send("1.inspb"))
    team.member.services.remediations.decide(done.id, RemediationState.ACCEPTED)
    team.leader.take(team.member.send("2.inspb"))
    view = services.inspections.show(ent)
    assert previous(services, ent).count(view.remediations) == FollowUp(due=2, met=2)
    table = minutes_facts(view, 0).sections[-1].tables[0]
    assert table.rows[0][3] == "Đã khắc phục: Ban hành ngày 02/01/2019"
    other = commune(services, 1)
    titles = [one.title for one in minutes_facts(services.inspections.show(other), 0).sections]
    assert all("kỳ" not in title.lower() for title in titles), "nothing was left open there"


def test_the_numbers_of_last_time_are_written_where_the_form_asks_them(years: Years) -> None:
    services = years.team.leader.services
    kinds = {row.inspection.unit.kind: row.inspection.id for row in services.inspections.list()}
    district = kinds[UnitKind.DISTRICT]
    with pytest.raises(NotFoundError):
        services.previous.fill_counts(district)
    services.previous.take_over(years.read())
    assert services.previous.fill_counts(district).value == FollowUp(due=0, met=0)
    view = services.inspections.show(district)
    numbers = [view.question((name, None)) for name in ("c1_6_due", "c1_6_resolved")]
    assert [one.verified.value for one in numbers if one is not None] == [0, 0]
    for name, text in (("c1_6_due", "7"), ("c1_6_resolved", "5")):
        services.inspections.answer(district, name, V, text)
    before = services.vault.info().changes
    with pytest.raises(AlreadyRecordedError) as refused:
        services.previous.fill_counts(district)
    assert (refused.value.details["old"], refused.value.details["new"]) == ("5/7", "0/0")
    assert services.vault.info().changes == before
    assert services.previous.fill_counts(district, replace=True).value == FollowUp(due=0, met=0)
    services.previous.fill_counts(district)
    before = services.vault.info().changes
    with pytest.raises(NotFoundError, match=r"1\.6"):
        services.previous.fill_counts(commune(services))
    assert services.vault.info().changes == before, "the small form asks no such share"


def test_a_trip_is_not_its_own_predecessor(years: Years, tmp_path: Path) -> None:
    leader = years.team.leader
    own = workshop().read_previous(leader.created.path, PASSPHRASE)
    before = leader.services.vault.info().changes
    with pytest.raises(InputValueError, match="chính đợt"):
        leader.services.previous.take_over(own)
    assert leader.services.vault.info().changes == before
    empty = workshop().create_vault(str(tmp_path / "trong"), PASSPHRASE, Person("A", "", "", ""))
    with pytest.raises(NoTripError):
        workshop().read_previous(empty.path, PASSPHRASE)
