"""Pictures of the inspection page with every type of question.

``python -m tests.kit.screens_forms FOLDER`` takes them, light and dark; with ``QT_SCALE_FACTOR=1.5``
at 150 per cent.
"""

from __future__ import annotations

import math
import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from inspector_app.domain.log.change import Value
from inspector_app.domain.trip.values import Side
from inspector_app.gui.inspection.finders import ChoiceFinder
from inspector_app.gui.inspection.picture_view import PictureView
from inspector_app.gui.inspection.signature import SignatureDialog
from inspector_app.gui.inspection.uploads import UploadBox
from tests.kit.form_types import make_form_vault, picture
from tests.kit.inspection_views import Bench, Hand
from tests.kit.screens import OUT, shoot
from tests.kit.window import application

VALUES: tuple[tuple[str, Value], ...] = (
    ("hai_long", 4),
    ("ty_le", 70),
    ("nhiet", "-0.5"),
    ("luc", "2019-09-16T08:05"),
    ("dan_so", 12450),
    ("ma", "8934567001234"),
    ("mo_ta", "Trụ sở hai tầng, bộ phận một cửa ở tầng trệt.\nTường phía sau bị thấm."),
    ("thu_tu", ["nx", "hs", "csvc", "dt"]),
    ("cam_ket", "OK"),
    ("tinh", "dn"),
    ("huyen", "hc"),
    ("tinh", "hn"),
    ("kenh", ["web", "tt", "dt"]),
    ("thai_do", "2"),
    ("muc", "dk"),
    ("bien", "cd"),
    ("ghe", "d"),
    ("quat", "mp"),
    ("nguoi", "Trần Thị B"),
    ("loai", "xa"),
    ("do_tin", 7),
    ("chot", "yes"),
    ("so_quy", 3),
)
STOPS = {
    1: ("hai_long", "dan_so", "cam_ket"),
    2: ("tinh", "muc", "quat"),
    3: ("anh", "quy_che"),
    4: ("chot", "so_do"),
    5: ("ho",),
}


class FormWalk:
    """One walk through the form in one scheme."""

    def __init__(self, hand: Hand, folder: Path, mark: str) -> None:
        self.hand, self.folder, self.mark = hand, folder, mark

    def shoot(self, name: str) -> None:
        """A picture of the page."""
        self.hand.settle()
        shoot(self.hand.page, f"form-{name}-{self.mark}", self.folder)

    def fill(self) -> None:
        """Answers on both sides, some of them wrong."""
        inspections, ent = self.hand.bench.services.inspections, self.hand.inspection.id

        def write() -> None:
            for name, value in VALUES:
                inspections.set_value(ent, name, Side.VERIFIED, value)
            for name, reported in (("ty_le", 95), ("thai_do", "5"), ("dan_so", 12480)):
                inspections.set_value(ent, name, Side.REPORTED, reported)

        self.hand.bench.call(write)
        self.hand.page.desk.reload()
        self.hand.settle()

    def attach(self) -> None:
        """Files as answers."""
        for name, color in (("anh", "#3f6ea8"), ("chu_ky", "#12305e")):
            self.hand.go(name)
            widget = self.hand.card(name).sides[-1].widget
            assert isinstance(widget, UploadBox)
            widget.attach_bytes(f"{name}.png", picture(color, (1200, 800)))
        self.hand.saved()

    def opened(self) -> None:
        """Guidance, the list of a search, the pad for signing, a picture."""
        hand, page = self.hand, self.hand.page
        page.show_section_number(1)
        hand.go("hai_long")
        guide = hand.card("hai_long").help
        assert guide is not None
        guide.click()
        self.shoot("9-guidance")
        page.show_section_number(2)
        hand.go("kenh")
        finder = hand.card("kenh").sides[-1].widget
        assert isinstance(finder, ChoiceFinder)
        hand.type("t")
        shoot(finder.list, f"form-9-found-{self.mark}", self.folder)
        page.show_section_number(3)
        hand.go("chu_ky")
        upload = hand.card("chu_ky").sides[-1].widget
        assert isinstance(upload, UploadBox)
        upload.begin_signature()
        pad = page.findChildren(SignatureDialog)[-1]
        for start in (40, 120):
            QTest.mousePress(pad.pad, Qt.MouseButton.LeftButton, pos=QPoint(start, 120))
            for step in range(1, 40):
                x, y = start + 4 * step, 120 + round(50 * math.sin(step / 4))
                move(pad.pad, QPoint(x, y))
        shoot(pad, f"form-9-signature-{self.mark}", self.folder)
        pad.take.click()
        hand.saved()
        upload.open_file()
        hand.settle()
        view = page.findChildren(PictureView)[-1]
        shoot(view, f"form-9-picture-{self.mark}", self.folder)
        view.reject()

    def tables(self) -> None:
        """Rows in rows: the grid, the sheet of a row, the sheet of a row inside it."""
        bench, ent = self.hand.bench, self.hand.inspection.id
        page = self.hand.page

        def write() -> list[bytes]:
            service = bench.services.inspections
            made = []
            for head, land, poor in (
                ("Nguyễn Thị Hoa", "120,5", "no"),
                ("Lò Văn Páo", "86", "yes"),
            ):
                row = service.add_row(ent, "ho").value
                made.append(row)
                for name, text in (("chu_ho", head), ("dat_o", land), ("ngheo", poor)):
                    service.answer(ent, name, Side.VERIFIED, text, row)
            for name, age in (("Lò Thị Mai", "34"), ("Lò Văn Tủa", "134"), ("Lò Văn Sinh", "6")):
                row = service.add_row(ent, "nguoi_nha", made[-1]).value
                service.answer(ent, "ho_ten", Side.VERIFIED, name, row)
                service.answer(ent, "tuoi", Side.VERIFIED, age, row)
            made.append(row)
            return list(made)

        rows = bench.call(write)
        page.desk.reload()
        self.hand.settle()
        page.show_section_number(5)
        self.shoot("5-tables")
        page.overlays.open_row(rows[1])
        self.shoot("6-row")
        sheet = page.overlays.row
        assert sheet is not None
        sheet.column.focus("nguoi_nha")
        self.shoot("6-row-inner")
        page.overlays.open_row(rows[-1])
        self.shoot("7-inner-row")
        page.overlays.close_tables()
        page.overlays.expand("quy")
        self.shoot("8-fixed")
        page.overlays.close_tables()

    def scroll(self, name: str) -> None:
        """Go to a question."""
        self.hand.go(name)
        self.hand.saved()

    def all(self) -> None:
        """Every section, empty and filled."""
        for number in range(1, 6):
            self.hand.page.show_section_number(number)
            self.shoot(f"{number}-empty")
        self.fill()
        self.hand.page.show_section_number(3)
        self.attach()
        for number, names in STOPS.items():
            self.hand.page.show_section_number(number)
            for place, name in enumerate(names):
                self.scroll(name)
                self.shoot(f"{number}-filled-{place}")
        self.opened()
        self.tables()


def move(widget: QWidget, at: QPoint) -> None:
    """The mouse, its button held."""
    place = QPointF(at)
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    event = QMouseEvent(
        QEvent.Type.MouseMove, place, place, none, left, Qt.KeyboardModifier.NoModifier
    )
    QApplication.sendEvent(widget, event)


def main(folder: Path) -> None:
    """Take all pictures."""
    app = application()
    app.setStyle("Fusion")
    scale = os.environ.get("QT_SCALE_FACTOR", "1").replace(".", "")
    size = (1366, 698) if scale == "1" else (1093, 574)
    for scheme in ("light", "dark"):
        with tempfile.TemporaryDirectory() as place:
            bench = Bench(make_form_vault(Path(place) / "kho"), scheme)
            hand = Hand(bench, bench.next_inspection(), size)
            FormWalk(hand, folder, f"{scheme}-{scale}").all()
            hand.close()
            bench.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else OUT)
