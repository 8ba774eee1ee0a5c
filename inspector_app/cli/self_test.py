"""``inspector self-test``: the program proves on this computer that its parts work together.

It works in a temporary folder that is removed again: a vault is made and opened, a trip read, a
question answered, minutes set and signed, the signatures judged, one byte changed and noticed.
"""

from __future__ import annotations

import importlib
import importlib.util
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from inspector_app.cli.context import Context
from inspector_app.cli.parser import Words
from inspector_app.cli.tables import table
from inspector_app.domain.errors import InspectorError, WrongPassphraseError
from inspector_app.domain.trip.values import Role, Side
from inspector_app.host import resources
from inspector_app.host.i18n import N_, _
from inspector_app.host.wording import error_texts, number
from inspector_app.services.vaults import Person
from inspector_app.services.workshop import SIGNING_FIELDS, Services, Workshop

SECRET: Final = "tự kiểm tra chương trình"  # noqa: S105 (of a vault that is removed again)
UNIT_HEAD: Final = "Trần Văn Q"
SESSION: Final = {
    "started": "16/09/2019 08:00",
    "ended": "16/09/2019 11:00",
    "place": "Hội trường",
    "unit_opinion": "Nhất trí.",
    "conclusion": "Tự kiểm tra chương trình.",
}
SAMPLE: Final = ("trips", "sample-trip-2019.xlsx")


def add(words: Words) -> None:
    """Add the command."""
    words.command("self-test", _("tự kiểm tra các bộ phận của chương trình; 1 khi có lỗi"), _run)


def _run(context: Context) -> int:
    found: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory(prefix="inspector-self-test-") as folder:
        test = SelfTest(context.workshop, Path(folder))
        try:
            for index, (name, check) in enumerate(test.checks()):
                context.screen.progress(index, len(test.names), name)
                found.append(_tried(name, check))
        finally:
            test.close()
    is_sound = all(bool(one["passed"]) for one in found)
    rows = [
        (
            _("đạt") if one["passed"] else _("LỖI"),
            _(str(one["check"])),
            str(one["detail"]),
            f"{number(float(str(one['seconds'])), 2)} s",
        )
        for one in found
    ]
    text = table((_("Kết quả"), _("Kiểm tra"), _("Chi tiết"), _("Thời gian")), rows, right=(3,))
    text += "\n\n" + (
        _("Mọi bộ phận hoạt động.")
        if is_sound
        else _("Có bộ phận không hoạt động: cài đặt lại chương trình, rồi xem «inspector doctor».")
    )
    context.screen.answer({"is_sound": is_sound, "checks": found}, text)
    return 0 if is_sound else 1


def _tried(name: str, check: Callable[[], str]) -> dict[str, object]:
    started = time.monotonic()
    code = ""
    try:
        detail, passed = check(), True
    except InspectorError as error:
        detail, passed, code = error_texts(error)[0], False, error.code
    except (ImportError, OSError, AssertionError, RuntimeError) as error:
        detail, passed, code = f"{type(error).__name__}: {error}", False, "internal"
    seconds = round(time.monotonic() - started, 3)
    found: dict[str, object] = {
        "check": name,
        "passed": passed,
        "detail": detail,
        "seconds": seconds,
    }
    if code:
        found["code"] = code
    return found


class SelfTest:
    """The checks, in an order in which each stands on those before it."""

    names: Final = (
        N_("Kho mã hóa: tạo, khóa, mở (SQLCipher, age)"),
        N_("Đợt kiểm tra và phiếu mẫu"),
        N_("Trả lời được ghi bền vững và nhật ký nguyên vẹn"),
        N_("Biên bản PDF với phông chữ tiếng Việt"),
        N_("Ký số và xác thực"),
        N_("Gói đồng bộ: ký, mã hóa, gộp lại"),
        N_("Giao diện (Qt)"),
    )

    def __init__(self, workshop: Workshop, folder: Path) -> None:
        self._workshop = workshop
        self._folder = folder
        self._open: Services | None = None

    def checks(self) -> Iterator[tuple[str, Callable[[], str]]]:
        """Name and check; a check returns what it found and raises when it fails."""
        yield from zip(
            self.names,
            (
                self._vault,
                self._trip,
                self._answer,
                self._minutes,
                self._signatures,
                self._bundle,
                _window,
            ),
            strict=True,
        )

    def close(self) -> None:
        """Let go of the vault."""
        if self._open is not None:
            self._open.close()

    def _vault(self) -> str:
        path = str(self._folder / "vault")
        person = Person("Nguyễn Văn A", "Giám đốc", "Sở Nội vụ", "tự kiểm tra")
        made = self._workshop.create_vault(path, SECRET, person)
        try:
            self._workshop.open_vault(path, SECRET + "!")
        except WrongPassphraseError:
            pass
        else:
            raise AssertionError(_("mật khẩu sai mà kho vẫn mở"))
        self._workshop.open_vault(path, made.recovery_code).close()
        self._open = self._workshop.open_vault(path, SECRET)
        return made.fingerprint

    def _trip(self) -> str:
        view = self._services.trips.create(str(resources.resource(*SAMPLE))).value
        form = self._services.forms.list()[0]
        return _("{units} đơn vị, {questions} câu hỏi").format(
            units=len(view.inspections),
            questions=sum(one.is_answerable for one in form.questions.values()),
        )

    def _answer(self) -> str:
        services = self._services
        inspection = services.inspections.list()[0].inspection
        form = services.forms.show(inspection.form_sha256)
        name = next(one.name for one in form.questions.values() if one.is_answerable)
        services.inspections.answer(inspection.id, name, Side.NOTE, "Ghi chú: ừ ữ Ỡ ₫")
        written = services.inspections.show(inspection.id).question((name, None))
        if written is None or written.note.value != "Ghi chú: ừ ữ Ỡ ₫":
            raise AssertionError(_("đọc lại không giống"))
        report = services.vault.check()
        if report.problems:
            raise AssertionError("; ".join(report.problems))
        return _("{count} thay đổi").format(count=report.changes)

    def _minutes(self) -> str:
        inspection = self._services.inspections.list()[0].inspection
        session = self._services.sessions
        for field, text in SESSION.items():
            session.record(inspection.id, field, text)
        session.add_attendee(inspection.id, False, UNIT_HEAD, "Chủ tịch UBND")
        made = self._services.reports.build(inspection.id, self._path("minutes.pdf"), digital=True)
        return _("{font}, {pages} trang").format(
            font=made.value.font_family, pages=made.value.pages
        )

    def _signatures(self) -> str:
        view = self._services.trips.show()
        names = {str(one.role): one.name for one in view.teams[0].members}
        leader, secretary = names[str(Role.LEADER)], names[str(Role.SECRETARY)]
        keys = self._workshop.practice_keys(
            {"secretary": secretary, "unit": UNIT_HEAD, "leader": leader}
        )
        root = self._written("root.pem", keys.root)
        source = self._path("minutes.pdf")
        for field in SIGNING_FIELDS:
            key = self._written(f"{field}.p12", keys.key_files[field])
            target = self._path(f"signed-{field}.pdf")
            self._services.reports.sign(source, target, field, key, keys.password)
            source = target
        verdict = self._workshop.verify_report(source, [root])
        if not verdict.is_valid:
            raise AssertionError(", ".join(sorted(verdict.codes)))
        data = bytearray(Path(source).read_bytes())
        data[len(data) // 4] ^= 1
        if self._workshop.verify_report(self._written("changed.pdf", bytes(data)), [root]).is_valid:
            raise AssertionError(_("một byte bị sửa mà không phát hiện"))
        return _(verdict.words)

    def _bundle(self) -> str:
        path = self._path("bundle.inspb")
        summary = self._services.bundles.export(path)
        receipt = self._services.bundles.merge_one(path)
        if receipt.status != "known":
            raise AssertionError(receipt.status)
        return _("{count} thay đổi").format(count=summary.changes)

    @property
    def _services(self) -> Services:
        if self._open is None:
            raise AssertionError(_("kho không mở được"))
        return self._open

    def _path(self, name: str) -> str:
        return str(self._folder / name)

    def _written(self, name: str, data: bytes) -> str:
        path = self._folder / name
        path.write_bytes(data)
        return str(path)


def _window() -> str:
    """Whether the window's library loads; an office server without it still runs commands."""
    if importlib.util.find_spec("PySide6") is None:
        return _("chưa cài; chỉ dùng được dòng lệnh")
    importlib.import_module("PySide6.QtWidgets")
    core = importlib.import_module("PySide6.QtCore")
    return str(core.qVersion())
