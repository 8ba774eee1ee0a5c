"""Forms in a vault: published with the files beside them, sent in packs, kept byte for byte."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from inspector_app.domain.errors import FileAccessError, FormError, FormMissingError
from inspector_app.formats.form_files import is_form_file
from inspector_app.formats.xlsforms import read_form_file
from inspector_app.services.form_siblings import MAX_SIBLING_BYTES, Siblings
from tests.kit.team import Team, workshop

FORM = (
    "| survey |\n"
    "| | type | name | label | media::image |\n"
    "| | select_one_from_file xa.csv | xa | Xã | so-do.png |\n"
    "| settings |\n| | form_id | version |\n| | thu | 1 |\n"
)
LIST = b"name,label\nx,X\n"


@pytest.fixture
def authored(tmp_path: Path) -> Path:
    """A form, its list in the media folder, its picture beside it."""
    (tmp_path / "phieu.md").write_text(FORM, encoding="utf-8")
    (tmp_path / "phieu-media").mkdir()
    (tmp_path / "phieu-media" / "xa.csv").write_bytes(LIST)
    (tmp_path / "xa.csv").write_bytes(b"name,label\ny,Y\n")
    (tmp_path / "so-do.png").write_bytes(b"\x89PNG")
    (tmp_path / "khac.png").write_bytes(b"not named by the form")
    return tmp_path / "phieu.md"


def test_a_form_is_kept_with_the_files_that_it_names(team: Team, authored: Path) -> None:
    forms = team.leader.services.forms
    file = forms.add(str(authored))
    assert forms.show(file.sha256) == file.form
    assert dict(file.form.media) == {"xa.csv": LIST, "so-do.png": b"\x89PNG"}
    assert [one.name for one in file.form.questions["xa"].choices] == ["x"]
    assert forms.file(file.sha256) == file.data
    assert hashlib.sha256(file.data).hexdigest() == file.sha256
    parts = forms.parts(file.sha256)
    assert (parts.workbook, parts.workbook_kind) == (FORM.encode(), "md")
    again = forms.add(str(authored))
    assert again.sha256 == file.sha256
    assert [form.form_id for form in forms.list()].count("thu") == 1


def test_a_published_form_file_is_taken_as_it_is(team: Team, authored: Path) -> None:
    file = team.leader.services.forms.add(str(authored))
    elsewhere = authored.parent / "other" / "phieu.inspform"
    elsewhere.parent.mkdir()
    elsewhere.write_bytes(file.data)
    assert team.member.services.forms.add(str(elsewhere)).sha256 == file.sha256


def test_a_broken_form_is_not_kept(team: Team, tmp_path: Path) -> None:
    forms = team.leader.services.forms
    before = forms.list()
    (tmp_path / "x.md").write_text(FORM, encoding="utf-8")
    with pytest.raises(FormError) as caught:
        forms.add(str(tmp_path / "x.md"))
    assert "xa.csv" in str(caught.value)
    assert forms.list() == before
    with pytest.raises(FileAccessError):
        forms.add(str(tmp_path / "none.md"))
    with pytest.raises(FormMissingError):
        forms.file("ab" * 32)


def test_the_pinned_form_is_a_form_file_that_travels_in_packs(team: Team) -> None:
    leader, member = team.leader.services.forms, team.member.services.forms
    pinned = leader.list()
    assert len(pinned) == 3  # departments and their units, districts, communes
    for form in pinned:
        assert is_form_file(leader.file(form.sha256))
        assert member.file(form.sha256) == leader.file(form.sha256)
    parts = leader.parts(pinned[0].sha256)
    assert read_form_file(parts.workbook, "x.xlsx").sha256 == pinned[0].sha256


def test_checking_gives_problems_and_no_error(tmp_path: Path) -> None:
    (tmp_path / "x.md").write_text(FORM, encoding="utf-8")
    check = workshop().check_form(str(tmp_path / "x.md"))
    assert check.file is None
    codes = [(one.row, one.code, one.is_error) for one in check.problems]
    assert codes == [(2, "file-missing", True), (2, "file-missing", False)]


def test_files_beside_a_form(authored: Path) -> None:
    files = workshop()._rooms.files
    siblings = Siblings(files, str(authored))
    assert siblings.get("xa.csv") == LIST
    assert siblings.get("none.csv") is None
    assert siblings.get("../phieu.md") is None
    assert siblings.get(".hidden") is None
    assert list(siblings) == ["xa.csv"]
    assert len(siblings) == 1
    (authored.parent / "lon.csv").write_bytes(b"x" * (MAX_SIBLING_BYTES + 5))
    assert len(siblings["lon.csv"]) == MAX_SIBLING_BYTES + 1
    bare = Siblings(files, "phieu.md")
    assert bare.get("none.csv") is None
