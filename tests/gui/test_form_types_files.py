"""Files as answers: attached, pasted, dropped, signed; they are evidence too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from inspector_app.gui import files
from inspector_app.gui.inspection.picture_view import PictureView
from inspector_app.gui.inspection.signature import SignatureDialog
from inspector_app.gui.inspection.uploads import UploadBox
from tests.kit.form_types import at, comes, make_form_vault, picture, stored
from tests.kit.inspection_views import Bench, Hand

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def bench(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    qapp.setStyle("Fusion")
    made = Bench(make_form_vault(tmp_path_factory.mktemp("vault") / "kho"))
    yield made
    made.close()


@pytest.fixture
def hand(bench: Bench, qtbot: QtBot) -> Iterator[Hand]:
    made = Hand(bench, bench.next_inspection(), (1366, 698))
    yield made
    made.close()
    # what Python gave to the clipboard must not outlive Python
    QGuiApplication.clipboard().clear()


def upload(hand: Hand, name: str) -> UploadBox:
    """The editor of a question that wants a file."""
    widget = at(hand, 3, name).widget
    assert isinstance(widget, UploadBox)
    return widget


def test_a_chosen_file_is_the_answer_and_evidence_and_undo_takes_both(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = tmp_path / "toàn cảnh.PNG"
    photo.write_bytes(picture("#3f6ea8"))
    monkeypatch.setattr(files, "choose_open", lambda *_asked: str(photo))
    box = upload(hand, "anh")
    hand.press(KEY.Key_Return)
    hand.saved()
    made = hand.page.desk.view.evidence
    assert [(one.name, one.question) for one in made] == [("toàn cảnh.PNG", "anh")]
    answer = f"{made[0].sha256}.png"
    assert stored(hand, "anh") == answer
    assert box.file.text() == "toàn cảnh.PNG"
    assert box.file.picture is not None
    assert not box.file.isHidden()
    assert box.strip.isHidden()
    hand.press(KEY.Key_Z, CTRL)
    comes(hand, "anh", None)
    assert hand.page.desk.view.evidence == ()
    assert not box.strip.isHidden()
    hand.press(KEY.Key_Y, CTRL)
    comes(hand, "anh", answer)
    assert len(hand.page.desk.view.evidence) == 1


def test_removing_the_answer_leaves_the_evidence(hand: Hand) -> None:
    box = upload(hand, "anh")
    box.attach_bytes("anh.png", picture("#336699"))
    hand.saved()
    box.take_focus()
    hand.press(KEY.Key_Delete)
    hand.saved()
    assert stored(hand, "anh") is None
    assert [one.name for one in hand.page.desk.view.evidence] == ["anh.png"]


def test_evidence_that_was_removed_is_said_at_the_answer(hand: Hand) -> None:
    box = upload(hand, "anh")
    box.attach_bytes("anh.png", picture("#336699"))
    hand.saved()
    service, one = hand.bench.services.evidence, hand.page.desk.view.evidence[0]
    hand.bench.call(lambda: service.remove(one.id))
    hand.page.desk.reload()
    hand.settle()
    assert box.file.evidence is None
    assert one.sha256[:10] in box.file.text()


def test_a_file_of_another_kind_is_refused_and_nothing_changes(hand: Hand, tmp_path: Path) -> None:
    paper = tmp_path / "bien-ban.jpg"
    paper.write_bytes(b"%PDF-1.4 thu")
    upload(hand, "anh").attach(str(paper))
    hand.settle()
    assert stored(hand, "anh") is None
    assert hand.page.desk.view.evidence == ()
    assert "không phải ảnh" in hand.page.toast.text()
    upload(hand, "quy_che").attach(str(paper))
    hand.saved()
    assert str(stored(hand, "quy_che")).endswith(".jpg"), "a file question takes any file"


def test_a_missing_file_is_said(hand: Hand, tmp_path: Path) -> None:
    upload(hand, "ghi_am").attach(str(tmp_path / "khong-co.mp3"))
    hand.settle()
    assert stored(hand, "ghi_am") is None
    assert "khong-co.mp3" in hand.page.toast.text()


def test_a_dropped_file_and_a_pasted_picture_are_answers(hand: Hand, tmp_path: Path) -> None:
    sound = tmp_path / "buoi-lam-viec.mp3"
    sound.write_bytes(b"ID3 tieng noi")
    box = upload(hand, "ghi_am")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(sound))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    drop = QDropEvent(QPointF(10, 10), Qt.DropAction.CopyAction, mime, left, none)
    box.dropEvent(drop)
    hand.saved()
    assert str(stored(hand, "ghi_am")).endswith(".mp3")
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(0xFF336699)
    pasted = QMimeData()
    pasted.setImageData(image)
    QGuiApplication.clipboard().setMimeData(pasted)
    upload(hand, "anh")
    hand.press(KEY.Key_V, CTRL)
    hand.saved()
    assert str(stored(hand, "anh")).endswith(".png")


def test_f6_attaches_the_answer_first_and_the_rest_as_evidence(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = []
    for number in (1, 2):
        path = tmp_path / f"{number}.png"
        path.write_bytes(picture("#336699", (40 * number, 40)))
        paths.append(str(path))
    monkeypatch.setattr(hand.page, "ask_files", lambda: paths)
    upload(hand, "anh")
    hand.press(KEY.Key_F6)
    hand.saved()
    made = hand.page.desk.view.evidence
    assert sorted(one.name for one in made) == ["1.png", "2.png"]
    first = next(one for one in made if one.name == "1.png")
    assert stored(hand, "anh") == f"{first.sha256}.png"


def test_a_signature_is_drawn_shown_and_kept_as_a_picture(hand: Hand) -> None:
    box = upload(hand, "chu_ky")
    box.begin_signature()
    dialog = hand.page.findChildren(SignatureDialog)[-1]
    assert not dialog.take.isEnabled(), "an empty sheet is no signature"
    QTest.mouseClick(dialog.pad, Qt.MouseButton.LeftButton, pos=QPoint(50, 60))
    QTest.mousePress(dialog.pad, Qt.MouseButton.LeftButton, pos=QPoint(80, 60))
    dialog.pad.take_back()
    assert dialog.take.isEnabled()
    dialog.take.click()
    hand.saved()
    made = hand.page.desk.view.evidence
    assert [(one.name, one.media_type) for one in made] == [("chu-ky.png", "image/png")]
    service = hand.bench.services.evidence
    image = QImage.fromData(hand.bench.call(lambda: service.read(made[0].id)))
    assert image.pixelColor(100, 120).lightness() < 100 < image.pixelColor(400, 300).lightness()
    box.open_file()
    hand.settle()
    view = hand.page.findChildren(PictureView)[-1]
    assert view.isVisible()
    view.reject()


def test_a_copy_of_another_file_is_saved_where_the_person_says(
    hand: Hand, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    box = upload(hand, "quy_che")
    box.attach_bytes("quy-che.pdf", b"%PDF-1.4 quy che")
    hand.saved()
    copy = tmp_path / "ban sao.pdf"
    monkeypatch.setattr(files, "choose_save", lambda *_asked: str(copy))
    monkeypatch.setattr(files, "show_folder", lambda _path: None)
    box.take_focus()
    hand.press(KEY.Key_Return)
    hand.settle()
    assert copy.read_bytes() == b"%PDF-1.4 quy che"


def test_the_wish_for_a_small_picture_is_only_said(hand: Hand) -> None:
    box = upload(hand, "anh")
    assert "1024" in box.note
    large = picture("#336699", (2200, 1400))
    box.attach_bytes("lon.png", large)
    hand.saved()
    service, one = hand.bench.services.evidence, hand.page.desk.view.evidence[0]
    assert hand.bench.call(lambda: service.read(one.id)) == large
