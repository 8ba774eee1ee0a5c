"""Bad input: its own error, what to do next, nothing changed, nothing left behind."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.acceptance.conftest import Demo
from tests.kit.program import Program

SECRETARY_BUNDLE = Path("goi", "tu-thu-ky.inspb")


def contents(folder: Path) -> dict[str, int]:
    """Every file below a folder with its size."""
    return {
        str(path.relative_to(folder)): path.stat().st_size
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "config" not in path.relative_to(folder).parts
    }


class Story:
    """Commands that must fail and change nothing."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.before = contents(program.folder)

    def refuse(self, code: str, status: int, *words: str | Path, **environment: str) -> str:
        """Run and compare; returns the message."""
        error = self.program.json(*words, status=status, **environment)["error"]
        assert error["code"] == code
        assert error["remedy"]
        assert "{" not in error["message"] + error["remedy"]
        assert contents(self.program.folder) == self.before
        message: str = error["message"]
        return message


@pytest.fixture
def story(leader: Program, request: pytest.FixtureRequest) -> Story:
    prepare: Callable[[Path], None] | None = getattr(request, "param", None)
    if prepare is not None:
        prepare(leader.folder)
    return Story(leader)


def test_not_a_vault_and_a_wrong_passphrase(story: Story) -> None:
    story.refuse("vault.not-a-vault", 3, "vault", "info", "--vault", story.program.folder)
    story.refuse("vault.not-a-vault", 3, "trip", "show", "--vault", story.program.folder / "none")
    story.refuse("vault.wrong-passphrase", 4, "trip", "show", INSPECTOR_PASSPHRASE="sai rồi nhé")
    story.refuse("vault.exists", 6, "vault", "create", "--name", "Nguyễn Văn A")
    elsewhere = story.program.folder / "new"
    story.refuse(
        "vault.weak-passphrase", 8, "vault", "create", "--name", "A", "--vault", elsewhere,
        INSPECTOR_PASSPHRASE="ngắn",
    )  # fmt: skip
    story.refuse("input.value", 22, "vault", "create", "--name", " ", "--vault", elsewhere)


def bad_form(folder: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "survey"
    for row in (
        ("type", "name", "label", "relevant"),
        ("integer", "so_ho_so", "Số hồ sơ", None),
        ("text", "ly_do", "Lý do", "${khong_co} > 1"),
    ):
        sheet.append(row)
    settings = book.create_sheet("settings")
    settings.append(("form_id", "version"))
    settings.append(("thu", "1"))
    book.save(folder / "form.xlsx")


@pytest.mark.parametrize("story", [bad_form], indirect=True)
def test_a_form_and_a_trip_with_errors(story: Story) -> None:
    form = story.program.folder / "form.xlsx"
    checked = story.program.json("form", "check", form, status=1)
    assert not checked["valid"]
    (problem,) = [one for one in checked["problems"] if one["severity"] == "error"]
    assert (problem["sheet"], problem["row"], problem["column"]) == ("survey", 3, "relevant")
    message = story.refuse("form.invalid", 18, "form", "import", form)
    assert "dòng 3" in message
    assert "khong_co" in message
    assert "Đơn vị" in story.refuse("trip.file", 17, "trip", "create", "--from", form)
    story.refuse("file.access", 11, "trip", "create", "--from", "none.xlsx")


def test_bundles_that_are_not_whole(demo: Demo, leader: Program) -> None:
    whole = (demo.folder / SECRETARY_BUNDLE).read_bytes()
    folder = leader.folder
    (folder / "cut.inspb").write_bytes(whole[: len(whole) // 2])
    (folder / "changed.inspb").write_bytes(whole[:-100] + b"x" + whole[-99:])
    (folder / "text.inspb").write_bytes(b"no bundle at all")
    (folder / "empty.inspb").write_bytes(b"")
    story = Story(leader)
    for name in ("cut", "changed", "text", "empty"):
        story.refuse("bundle.damaged", 30, "bundle", "merge", folder / f"{name}.inspb")
    story.refuse("bundle.damaged", 30, "bundle", "inspect", folder / "cut.inspb")
    story.refuse("card.invalid", 35, "card", "import", folder / "text.inspb")
    # a good one between bad ones still counts; the exit status names the first that failed
    document = leader.json(
        "bundle", "merge", folder / "cut.inspb", demo.folder / SECRETARY_BUNDLE, status=30
    )
    assert [one["status"] for one in document["receipts"]] == ["refused", "known"]


def test_a_bundle_for_somebody_else(demo: Demo, tmp_path: Path) -> None:
    story = Story(demo.copy("member", tmp_path))
    story.refuse("bundle.other-recipient", 31, "bundle", "merge", demo.folder / SECRETARY_BUNDLE)


def test_a_bundle_of_a_stranger(demo: Demo, leader: Program) -> None:
    """Somebody who holds the leader's card seals a trip of their own to them."""
    stranger = leader.of(leader.folder / "stranger", "mật khẩu người lạ")
    trip = Path(__file__).resolve().parents[2] / "resources" / "trips" / "sample-trip-2019.xlsx"
    stranger.json("vault", "create", "--name", "Trần Thị B")
    stranger.json("trip", "create", "--from", trip)
    card = demo.folder / "the" / "truong-doan.inspcard"
    stranger.json("card", "import", card, status=22)  # a leader's card needs the eight words
    words = leader.json("card", "show")["fingerprint"]
    stranger.json("card", "import", card, "--fingerprint", words)
    bundle = leader.folder / "stranger.inspb"
    stranger.json("bundle", "export", "--out", bundle)
    story = Story(leader)
    story.refuse("bundle.unknown-sender", 32, "bundle", "merge", bundle)
    leader.json("card", "show")  # and enrolled, it is still another trip
    card = leader.folder / "stranger.inspcard"
    words = stranger.json("card", "show", "--out", card)["fingerprint"]
    leader.json("card", "import", card, "--fingerprint", words)
    Story(leader).refuse("bundle.other-trip", 33, "bundle", "merge", bundle)


def test_a_key_file_with_a_wrong_password(demo: Demo, story: Story) -> None:
    minutes = demo.summary["minutes"][0]
    out = story.program.folder / "signed.pdf"
    key = Path(minutes["root"]).parent / "unit.p12"
    words = ("report", "sign", minutes["digital"], "--field", "unit", "--key", key, "--out", out)
    story.refuse("sign.key-file", 40, *words, INSPECTOR_KEY_PASSWORD="sai")
    story.refuse("usage", 2, *words)  # no password and nobody to ask


def test_answers_that_cannot_be(story: Story) -> None:
    answer = ("inspection", "answer")
    story.refuse("answer.invalid", 20, *answer, "minh trại", "c1_1", "yes", "c1_3_planned", "mười")
    story.refuse("input.not-found", 15, *answer, "minh trại", "c1_1", "yes", "none", "1")
    story.refuse("input.not-found", 15, *answer, "xã nào đó", "c1_1", "yes")
    story.refuse("input.ambiguous", 16, *answer, "xã", "c1_1", "yes")
    story.refuse("answer.invalid", 20, *answer, "minh trại", "c1_3_rate", "10")
    story.refuse("usage", 2, *answer, "minh trại", "c1_1")
    assert (
        story.program.json("inspection", "check", "minh trại", status=1)["progress"]["answered"]
        == 0
    )


def test_files_are_never_replaced_and_never_half(demo: Demo, leader: Program) -> None:
    photo = demo.folder / "tep-goc" / "bo-phan-mot-cua.png"
    (leader.folder / "there.pdf").write_bytes(b"mine")
    story = Story(leader)
    build = ("report", "build", "an khe", "--out")
    story.refuse("file.exists", 12, *build, leader.folder / "there.pdf")
    story.refuse("file.access", 11, *build, leader.folder / "none" / "minutes.pdf")
    story.refuse("file.access", 11, "evidence", "add", "an khe", leader.folder)
    before = leader.json("vault", "info")["state_digest"]
    for words in (
        (*build, leader.folder / "minutes.pdf"),
        ("form", "export", "cchc-xa-2019", "--out", leader.folder / "form.xml"),
    ):
        ran = leader.run(*words, "--json", status=10, file_limit=40_000)
        assert ran.error["code"] == "file.disk-full"
    assert leader.run(
        "evidence", "add", "an khe", photo, "--json", status=None, file_limit=5_000
    ).status in (10, 11)
    assert leader.json("vault", "info")["state_digest"] == before
    assert contents(leader.folder) == story.before
