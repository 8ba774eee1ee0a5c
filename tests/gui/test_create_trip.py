"""A trip from a workbook, with the office's own checklists chosen by kind of unit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector_app.domain.errors import NotFoundError
from inspector_app.domain.trip.values import UnitKind
from inspector_app.gui import files
from inspector_app.gui.dialogs.create_trip import CreateTripDialog
from inspector_app.services.vaults import Person
from tests.kit.form_types import form_source, pictures
from tests.kit.screens import shoot
from tests.kit.team import PASSPHRASE, sample_trip, workshop
from tests.kit.window import Opened, opened_window, wait_until

CHOSEN = "Mọi kiểu câu hỏi"


@pytest.fixture
def form(tmp_path: Path) -> Path:
    """The office's own checklist, with the files beside it."""
    folder = tmp_path / "phieu"
    folder.mkdir()
    for name, data in {**pictures(), "phieu.md": form_source()}.items():
        (folder / name).write_bytes(data)
    return folder / "phieu.md"


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Opened]:
    """The window over a vault without a trip."""
    person = Person("Nguyễn Văn A", "Giám đốc", "Sở Nội vụ", "Máy A")
    created = workshop().create_vault(str(tmp_path / "a"), PASSPHRASE, person)
    with opened_window() as made:
        made.unlock(created.path)
        yield made


def choose(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    """What the system's file dialog answers."""
    monkeypatch.setattr(files, "choose_open", lambda *_words, **_more: str(path))


def asked(window: Opened, monkeypatch: pytest.MonkeyPatch) -> CreateTripDialog:
    """The dialog after the workbook was chosen."""
    choose(monkeypatch, sample_trip())
    window.shell.no_trip.workbook_button.click()
    wait_until(lambda: window.shell.findChild(CreateTripDialog) is not None)
    dialog = window.shell.findChild(CreateTripDialog)
    assert dialog is not None
    window.idle()
    return dialog


def forms_by_kind(window: Opened) -> dict[UnitKind, str]:
    """The title of the form that the inspections of a kind are pinned to."""
    shell = window.shell
    services = shell._services
    found: list[dict[UnitKind, str]] = []

    def read() -> dict[UnitKind, str]:
        rows = services.trips.show().inspections
        return {
            row.inspection.unit.kind: services.forms.show(row.inspection.form_sha256).title.in_(
                "vi"
            )
            for row in rows
        }

    window.tasks.run(read, found.append)
    wait_until(lambda: bool(found))
    return found[0]


def test_own_checklists_are_chosen_by_kind_of_unit(
    window: Opened, form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = asked(window, monkeypatch)
    kinds = list(dialog.lines)
    assert set(kinds) == {kind for kind in UnitKind if kind in dialog.lines}
    assert UnitKind.COMMUNE in kinds
    assert "kèm theo phần mềm" in dialog.lines[UnitKind.COMMUNE].text.text()
    choose(monkeypatch, form)
    dialog.lines[UnitKind.COMMUNE].choose.click()
    window.idle()
    assert CHOSEN in dialog.lines[UnitKind.COMMUNE].text.text()
    shoot(dialog, "create-trip")
    dialog.create_button.click()
    window.idle()
    pinned = forms_by_kind(window)
    assert pinned[UnitKind.COMMUNE] == CHOSEN
    assert CHOSEN not in {title for kind, title in pinned.items() if kind is not UnitKind.COMMUNE}
    assert window.shell.units.model.rowCount() == 18


def test_a_chosen_checklist_can_be_left_again(
    window: Opened, form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = asked(window, monkeypatch)
    line = dialog.lines[UnitKind.COMMUNE]
    assert not line.shipped.isVisible()
    choose(monkeypatch, form)
    line.choose.click()
    window.idle()
    assert line.shipped.isVisible()
    line.shipped.click()
    assert "kèm theo phần mềm" in line.text.text()
    dialog.create_button.click()
    window.idle()
    assert CHOSEN not in forms_by_kind(window).values()


def test_a_checklist_with_errors_is_told_at_once(
    window: Opened, form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = asked(window, monkeypatch)
    form.write_text("| survey |\n| | type | name | label |\n| | kieu | a | A |\n", encoding="utf-8")
    choose(monkeypatch, form)
    dialog.lines[UnitKind.COMMUNE].choose.click()
    window.idle()
    assert dialog.banner.isVisible()
    assert "kèm theo phần mềm" in dialog.lines[UnitKind.COMMUNE].text.text()
    dialog.reject()
    assert window.shell.no_trip.isVisible(), "nothing was made"


def test_a_kind_without_a_checklist_keeps_the_trip_from_being_made(
    window: Opened, form: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = asked(window, monkeypatch)
    assert dialog.create_button.isEnabled()
    assert not dialog.reason.isVisible()
    dialog.edition.setCurrentIndex(1)
    dialog.edition.activated.emit(1)
    window.idle()
    line = dialog.lines[UnitKind.DISTRICT]
    assert not dialog.create_button.isEnabled()
    assert dialog.reason.isVisible()
    assert "chưa có phiếu cho" in dialog.reason.text()
    dialog.show_failure(NotFoundError(kind="phiếu kèm theo phần mềm", name="cấp huyện " * 40))
    window.idle()
    shoot(dialog, "create-trip-two-tiers")
    for one in dialog.lines.values():
        assert one.text.height() >= one.text.heightForWidth(one.text.width()), "not squashed"
        assert one.height() >= one.minimumSizeHint().height()
    choose(monkeypatch, form)
    line.choose.click()
    window.idle()
    assert dialog.create_button.isEnabled()
    assert not dialog.reason.isVisible()
    line.shipped.click()
    assert not dialog.create_button.isEnabled()
