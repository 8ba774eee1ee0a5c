"""A file as an answer: attach by choosing, dropping, pasting or signing; look at it; take it off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final

import shiboken6
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QGuiApplication,
    QImage,
    QImageWriter,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QWidget

from inspector_app.domain.form.definition import Question, QuestionType
from inspector_app.gui import files, fonts
from inspector_app.gui.inspection import attaching, inking
from inspector_app.gui.inspection.desk import Desk
from inspector_app.gui.inspection.evidence_box import picture_of
from inspector_app.gui.inspection.looks import words_of
from inspector_app.gui.inspection.picture_view import PictureView
from inspector_app.gui.inspection.signature import SignatureDialog
from inspector_app.gui.inspection.slots import AnswerSlot
from inspector_app.gui.inspection.upload_parts import AttachedFile, PartOwner, Strip
from inspector_app.gui.theme import Theme
from inspector_app.gui.widgets.buttons import Button, ButtonKind
from inspector_app.host.i18n import _

_STRIP: Final = 56
_FILE: Final = 76
_WIDEST: Final = 480
_THUMB: Final = QSize(96, 66)
_PENS: Final = ("signature", "draw")


class UploadBox(PartOwner):
    """Image, audio, video or any file; the bytes become evidence of the question."""

    def __init__(
        self,
        desk: Desk,
        theme: Theme,
        name: str,
        question: Question,
        slot: AnswerSlot,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, name, parent)
        self._desk, self._question, self._slot = desk, question, slot
        self._answer = ""
        self.is_over = False
        self.setAcceptDrops(True)
        self.strip = Strip(theme, _invitation(question.type), self)
        self.strip.setAccessibleName(f"{self.strip.text()} — {name}")
        self.strip.clicked.connect(self.choose)
        self.file = AttachedFile(theme, "", self)
        self.file.setAccessibleName(name)
        self.file.clicked.connect(self.open_file)
        self.sign = self._button(_("Ký trên màn hình"), "pen", self.begin_signature)
        self.replace = self._button(_("Thay tệp khác"), "upload", self.choose)
        self.remove = self._button(_("Bỏ tệp"), "close", self._on_remove)
        self.note = _note(question)
        self._note_area = QRectF()
        self._show()

    def _button(self, text: str, icon: str, action: Callable[[], None]) -> Button:
        button = Button(self._theme, text, ButtonKind.GHOST, icon=icon, parent=self)
        button.setAccessibleName(f"{text} — {self._name}")
        button.clicked.connect(action)
        return button

    # --- showing

    def show_names(self, names: Sequence[str]) -> None:
        """Show the file that the answer names."""
        answer = names[0] if names else ""
        found = attaching.evidence_of(self._desk.view, answer) if answer else None
        if (answer, found) == (self._answer, self.file.evidence):
            return
        self._answer, self.file.answer, self.file.evidence = answer, answer, found
        self.file.picture = None
        label = found.name if found is not None else f"{answer[:10]}…{answer[-6:]}"
        self.file.set_text(label)
        self.file.setAccessibleName(_("Mở tệp {file} — {name}").format(file=label, name=self._name))
        if found is not None and found.is_present and found.media_type.startswith("image/"):
            read = partial(picture_of, self._desk.services.evidence.read, found)
            self._desk.tasks.run(read, partial(self._on_picture, answer), _ignore)
        self._show()
        self.grown.emit()

    def _on_picture(self, answer: str, image: QImage) -> None:
        if shiboken6.isValid(self) and answer == self._answer and not image.isNull():
            self.file.picture = image
            self.file.update()

    def _show(self) -> None:
        has_file = bool(self._answer)
        self.strip.setVisible(not has_file)
        self.file.setVisible(has_file)
        self.replace.setVisible(has_file)
        self.remove.setVisible(has_file)
        self.sign.setVisible(self._is_for_pen)
        self.setFocusProxy(self.file if has_file else self.strip)

    @property
    def _is_for_pen(self) -> bool:
        words = words_of(self._question)
        return self._question.type is QuestionType.IMAGE and any(one in words for one in _PENS)

    def take_focus(self) -> None:
        """The file, or where one is attached."""
        (self.file if self._answer else self.strip).setFocus()

    def arrange(self, width: int) -> int:
        """Strip or file, buttons below, the form's wish about the picture."""
        theme = self._theme
        wide = min(width, theme.px(_WIDEST))
        main = self.file if self._answer else self.strip
        tall = theme.px(_FILE if self._answer else _STRIP)
        main.setGeometry(0, 0, wide, tall)
        y = tall
        buttons = [one for one in (self.sign, self.replace, self.remove) if not one.isHidden()]
        if buttons:
            x = 0
            for button in buttons:
                size = button.sizeHint()
                button.setGeometry(x, y + theme.px(3), size.width(), theme.px(32))
                x += size.width() + 2
            y += theme.px(35)
        self._note_area = QRectF()
        if self.note:
            text = inking.height_of(theme, self.note, width, 12.5, fonts.REGULAR)
            self._note_area = QRectF(0, y + theme.px(5), width, text + 2)
            y += theme.px(6) + text
        return y

    def paintEvent(self, event: QPaintEvent) -> None:
        """The form's wish about the picture."""
        if self.note:
            theme = self._theme
            ink = theme.color("muted")
            inking.draw_wrapped(QPainter(self), theme, self._note_area, self.note, 12.5, ink)

    # --- what the person does

    def take_key(self, event: QKeyEvent) -> bool:
        """Handle a key that a part got."""
        key = event.key()
        if event.matches(QKeySequence.StandardKey.Paste):
            self.paste()
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._on_remove()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and not event.modifiers():
            self.moved.emit(-1 if key == Qt.Key.Key_Up else 1)
        else:
            return False
        return True

    def choose(self) -> None:
        """The system's file dialog."""
        path = files.choose_open(
            self.window(), self.strip.text(), attaching.patterns(self._question.type)
        )
        if path:
            self.attach(path)

    def attach(self, path: str) -> None:
        """Take a file in as the answer."""
        slot = self._slot
        self._run(partial(attaching.attach_file, *self._place(), slot.node, slot.side, path))

    def attach_bytes(self, name: str, data: bytes) -> None:
        """Take bytes in as the answer."""
        slot = self._slot
        call = partial(attaching.attach_bytes, *self._place(), slot.node, slot.side, name, data)
        self._run(call)

    def _place(self) -> tuple[Any, Any]:
        return self._desk.services, self._desk.view

    def _run(self, call: Callable[[], Any]) -> None:
        services, view = self._place()
        rest = (self._slot.node, self._slot.side)
        self._desk.act(
            call,
            undo=lambda done: partial(attaching.take_off, services, view, *rest, done.value),
            redo=lambda done: partial(attaching.put_on, services, view, *rest, done.value),
            text=_("đính kèm tệp"),
        )

    def paste(self) -> None:
        """The clipboard's file or picture."""
        mime = QGuiApplication.clipboard().mimeData()
        paths = [url.toLocalFile() for url in mime.urls() if url.isLocalFile()]
        image = QGuiApplication.clipboard().image()
        if paths:
            self.attach(paths[0])
        elif not image.isNull():
            data = QByteArray()
            buffer = QBuffer(data)
            buffer.open(QIODevice.OpenModeFlag.WriteOnly)
            QImageWriter(buffer, QByteArray(b"png")).write(image)
            self.attach_bytes(_("anh-dan.png"), bytes(data.data()))

    def begin_signature(self) -> None:
        """The pad."""
        dialog = SignatureDialog(self._theme, self._name, self.window())
        dialog.signed.connect(lambda data: self.attach_bytes(_("chu-ky.png"), bytes(data)))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    def _on_remove(self) -> None:
        if self._answer:
            self.chosen.emit([], False)

    def open_file(self) -> None:
        """Show a picture; save a copy of anything else where the person says."""
        found = self.file.evidence
        if found is None or not found.is_present:
            return
        service = self._desk.services.evidence
        if found.media_type.startswith("image/") and found.media_type != "image/heic":
            self._desk.tasks.run(partial(service.read, found.id), self._on_read, _ignore)
            return
        path = files.choose_save(self.window(), _("Lưu bản sao"), _("Mọi tệp (*)"), found.name)
        if path:
            export = partial(service.export, found.id, path)
            self._desk.tasks.run(export, lambda _one: files.show_folder(path), self._on_failed)

    def _on_read(self, data: bytes) -> None:
        found = self.file.evidence
        image = QImage.fromData(data)
        if not shiboken6.isValid(self) or found is None or image.isNull():
            return
        view = PictureView(self._theme, found.name, image, self.window())
        view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        view.open()

    def _on_failed(self, error: object) -> None:
        self._desk.failed.emit(error)

    # --- dropping

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files."""
        if event.mimeData().hasUrls() and self.isEnabled():
            self._set_over(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Back to rest."""
        self._set_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """The first file is the answer."""
        self._set_over(False)
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            self.attach(paths[0])
            event.acceptProposedAction()

    def _set_over(self, is_over: bool) -> None:
        self.is_over = is_over
        self.strip.update()


def _invitation(kind: QuestionType) -> str:
    return {
        QuestionType.IMAGE: _("Đính kèm ảnh"),
        QuestionType.AUDIO: _("Đính kèm tệp ghi âm"),
        QuestionType.VIDEO: _("Đính kèm video"),
    }.get(kind, _("Đính kèm tệp"))


def _note(question: Question) -> str:
    pixels = question.parameters.get("max-pixels", "")
    if not pixels or question.type is not QuestionType.IMAGE:
        return ""
    text = _("Phiếu gợi ý ảnh tối đa {pixels} điểm ảnh mỗi chiều; tệp gốc được giữ nguyên vẹn.")
    return text.format(pixels=pixels)


def _ignore(_error: object) -> None:
    """A picture that cannot be read stays a type mark."""
