"""A shared folder: complete files are merged once, and nobody's file is touched."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from inspector_app.domain.errors import FileAccessError
from inspector_app.services.watching import FolderWatch, WatchResult, WatchSettings
from tests.kit.team import Colleague, Team


def taken(colleague: Colleague, watch: FolderWatch) -> list[WatchResult]:
    """One look, and everything it found."""
    service = colleague.services.watch
    found = [service.take(watch, file) for file in watch.look()]
    return [one for one in found if one is not None]


def share(team: Team) -> Path:
    folder = team.folder / "dung chung"
    folder.mkdir()
    return folder


def found_by(colleague: Colleague, team: Team, text: str) -> None:
    """Some work of a person."""
    colleague.services.findings.add(team.commune(), text=text)


def listing(folder: Path) -> dict[str, tuple[int, int]]:
    return {one.name: (one.stat().st_size, one.stat().st_mtime_ns) for one in folder.iterdir()}


def test_a_file_is_taken_at_the_second_look_and_never_again(team: Team) -> None:
    folder = share(team)
    found_by(team.secretary, team, "Thiếu kế hoạch")
    shutil.copy(team.secretary.send("thu-ky.inspb"), folder)
    (folder / ".thu-ky.inspb.part").write_bytes(b"half")
    before = listing(folder)
    watch = team.leader.services.watch.begin(str(folder))
    assert taken(team.leader, watch) == []
    assert watch.waiting == 1
    (result,) = taken(team.leader, watch)
    assert result.receipt is not None
    assert result.receipt.status == "updated"
    assert (watch.waiting, taken(team.leader, watch)) == (0, [])
    shutil.copy(folder / "thu-ky.inspb", folder / "thu-ky (bản sao của máy An).inspb")
    assert [taken(team.leader, watch) for _look in range(3)] == [[], [], []]
    team.leader.reopen()
    again = team.leader.services.watch.begin(str(folder))
    assert [taken(team.leader, again) for _look in range(3)] == [[], [], []]
    assert {name: told for name, told in listing(folder).items() if "sao" not in name} == before


def test_a_file_that_grows_is_waited_for(team: Team) -> None:
    folder = share(team)
    found_by(team.member, team, "Thiếu biên bản")
    whole = team.member.send("thanh-vien.inspb").read_bytes()
    target = folder / "thanh-vien.inspb"
    watch = team.leader.services.watch.begin(str(folder))
    for share_of in (3, 2):
        target.write_bytes(whole[: len(whole) // share_of])
        assert taken(team.leader, watch) == []
    target.write_bytes(whole)
    assert taken(team.leader, watch) == []
    (result,) = taken(team.leader, watch)
    assert result.error is None


def test_a_broken_file_is_said_once_and_a_strangers_again_when_something_changed(
    team: Team,
) -> None:
    folder = share(team)
    (folder / "hong.inspb").write_bytes(b"no bundle at all")
    leader = team.leader
    watch = leader.services.watch.begin(str(folder))
    watch.look()
    (broken,) = taken(leader, watch)
    assert broken.error is not None
    assert broken.error.code == "bundle.damaged"
    assert taken(leader, watch) == []
    leader.reopen()
    watch = leader.services.watch.begin(str(folder))
    assert [taken(leader, watch) for _look in range(2)] == [[], []]
    assert (folder / "hong.inspb").exists()


def test_the_own_work_is_put_there_when_there_is_any(team: Team) -> None:
    folder = share(team)
    secretary, leader = team.secretary, team.leader
    own = secretary.services.watch.begin(str(folder))
    found_by(secretary, team, "Chưa công khai")
    sent = secretary.services.watch.send(own)
    assert sent is not None
    assert secretary.services.watch.send(own) is None
    watch = leader.services.watch.begin(str(folder))
    watch.look()
    (result,) = taken(leader, watch)
    assert result.receipt is not None
    assert result.receipt.changes_new > 0
    assert leader.services.watch.send(watch) is not None
    own.look()
    (back,) = taken(secretary, own)
    assert back.receipt is not None
    assert secretary.services.watch.send(own) is None, (
        "what came from others is no work of one's own"
    )
    watch.look()
    assert taken(leader, watch) == [], "nobody's bundle is merged by its own sender"
    assert leader.services.watch.send(watch) is None
    assert secretary.digest() == leader.digest()


def test_a_receipt_goes_back_and_the_next_export_starts_there(team: Team) -> None:
    folder = share(team)
    member, leader = team.member, team.leader
    own = member.services.watch.begin(str(folder))
    found_by(member, team, "Chưa niêm yết")
    member.services.watch.send(own)
    watch = leader.services.watch.begin(str(folder))
    watch.look()
    assert leader.services.watch.acknowledge(watch) is None
    taken(leader, watch)
    answered = leader.services.watch.acknowledge(watch)
    assert answered is not None
    assert Path(answered.path).parent == folder
    assert leader.services.watch.acknowledge(watch) is None
    assert [taken(leader, watch) for _look in range(2)] == [[], []], "not the own receipt"
    own.look()
    (read,) = taken(member, own)
    assert read.told is not None
    assert (read.told.giver, read.told.agrees) == ("Nguyễn Văn A", True)
    assert member.services.export_plans.plan().receivers[0].receipt_number == answered.number
    assert taken(member, own) == []


def test_the_choice_is_kept_in_the_vault_and_off_at_first(team: Team) -> None:
    service = team.leader.services.watch
    assert service.settings() == WatchSettings()
    chosen = WatchSettings(str(share(team)), is_on=True, sends=True)
    service.configure(chosen)
    team.leader.reopen()
    assert team.leader.services.watch.settings() == chosen
    with pytest.raises(FileAccessError):
        team.leader.services.watch.configure(WatchSettings("/khong/co", is_on=True))
    assert team.leader.services.watch.settings() == chosen


def test_a_share_that_is_away(team: Team) -> None:
    folder = share(team)
    watch = team.leader.services.watch.begin(str(folder))
    folder.rename(folder.with_name("mat ket noi"))
    with pytest.raises(FileAccessError):
        watch.look()
    folder.with_name("mat ket noi").rename(folder)
    assert watch.look() == ()
