"""``inspector inspection answer|note``: answers typed as words or taken from a table or file."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from inspector_app.cli import documents, lookup, uploads
from inspector_app.cli.answer_files import Entry, read_answers
from inspector_app.cli.context import Context
from inspector_app.cli.naming import SIDES, node_name, row_numbers, side_value, violation_text
from inspector_app.cli.parser import Words
from inspector_app.domain.errors import InputValueError, InspectorError, NotFoundError, UsageError
from inspector_app.domain.form.answers import parse_value
from inspector_app.domain.form.definition import Form, Repeat
from inspector_app.domain.form.instance.engine import Node
from inspector_app.domain.form.states import ViolationKind
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.saying import said
from inspector_app.domain.trip.values import Inspection, Side
from inspector_app.host.i18n import _
from inspector_app.host.wording import number
from inspector_app.services.sides import registers_of
from inspector_app.services.views import InspectionView, QuestionView, TableView, TypedAnswer

if TYPE_CHECKING:
    from inspector_app.services.workshop import Services


def add(group: Words) -> None:
    """Add the commands."""
    answer = group.command("answer", _("ghi trả lời; giá trị rỗng là xóa trả lời"), _answer)
    answer.add_argument(
        "inspection", metavar=_("ĐƠN_VỊ"), help=_("tên đơn vị hoặc mã cuộc kiểm tra")
    )
    answer.add_argument(
        "pairs",
        nargs="*",
        metavar=_("CÂU GIÁ_TRỊ"),
        help=_(
            "từng cặp: tên câu, rồi giá trị như người gõ (1.234,5; 16/09/2019; yes); câu nhận ảnh"
            " hay tệp: đường dẫn tệp, hoặc tên hay mã SHA-256 của minh chứng đã có"
        ),
    )
    answer.add_argument(
        "--side",
        choices=("reported", "verified"),
        default="verified",
        help=_("số đơn vị báo cáo (reported) hay đoàn xác minh (verified)"),
    )
    answer.add_argument(
        "--row", default="", metavar=_("DÒNG"), help=_("dòng của bảng: số thứ tự từ 1 hoặc mã dòng")
    )
    answer.add_argument(
        "--file",
        metavar=_("TỆP.csv"),
        help=_("bảng có cột question, row, reported, verified, note, source, period"),
    )
    note = group.command("note", _("ghi chú cho một câu; rỗng là xóa"), _note)
    note.add_argument("inspection", metavar=_("ĐƠN_VỊ"), help=_("tên đơn vị hoặc mã cuộc kiểm tra"))
    note.add_argument("question", metavar=_("CÂU"), help=_("tên câu"))
    note.add_argument("text", metavar=_("NỘI_DUNG"), help=_("nội dung ghi chú"))
    note.add_argument("--row", default="", metavar=_("DÒNG"), help=_("dòng của bảng"))


def _answer(context: Context) -> int:
    words, path = list(context.get("pairs")), context.get("file")
    if bool(words) == bool(path) or len(words) % 2:
        raise UsageError(
            what=_("cần từng cặp CÂU GIÁ_TRỊ, hoặc --file TỆP.csv"), command="inspection answer"
        )
    side = Side(context.text("side"))
    entries = (
        read_answers(path)
        if path
        else [
            Entry(name, context.text("row"), side, text)
            for name, text in zip(words[::2], words[1::2], strict=True)
        ]
    )
    with context.vault() as services:
        inspection = services.inspections.find(context.text("inspection"))
        form = services.forms.show(inspection.form_sha256)
        base = str(Path(path).parent) if path else ""
        named = uploads.name_files(services, inspection, form, entries, base)
        check_entries(form, named.entries)
        attached = uploads.attach(services, inspection, named, context.screen.progress)
        try:
            made = write_entries(services, inspection, named.entries)
        except InspectorError:
            for one in attached:
                services.evidence.remove(one)
            raise
        view = services.inspections.show(inspection.id)
    return _report(context, view, made)


def _note(context: Context) -> int:
    entry = Entry(context.text("question"), context.text("row"), Side.NOTE, context.text("text"))
    with context.vault() as services:
        inspection = services.inspections.find(context.text("inspection"))
        check_entries(services.forms.show(inspection.form_sha256), [entry])
        made = write_entries(services, inspection, [entry])
        view = services.inspections.show(inspection.id)
    return _report(context, view, made)


def check_entries(form: Form, entries: list[Entry]) -> None:
    """Refuse a batch before its first answer is written. Raises: NotFoundError, AnswerError."""
    for entry in entries:
        question = form.questions.get(entry.question)
        if question is None and entry.side.is_about_figure and entry.question in form.repeats:
            continue
        if question is None:
            raise NotFoundError(kind="câu hỏi", name=entry.question)
        if not entry.side.is_text:
            parse_value(question, entry.text)


def write_entries(services: Services, inspection: Inspection, entries: list[Entry]) -> list[Node]:
    """Write answers in one transaction; a numbered row that does not exist yet is added.

    Raises: as ``InspectionService.answer_many``.
    """
    form = services.forms.show(inspection.form_sha256)
    rows = _Rows(services, inspection)
    answers = []
    for entry in entries:
        asked = form.questions.get(entry.question)  # a table has a source, too
        repeat = asked.repeat if asked is not None else ""
        row = rows.find(repeat, entry.row) if repeat and entry.row else None
        answers.append(TypedAnswer(entry.question, entry.side, row, entry.text))
    services.inspections.answer_many(inspection.id, answers)
    return [(one.question, one.row) for one in answers]


class _Rows:
    """The rows of an inspection's tables by number."""

    def __init__(self, services: Services, inspection: Inspection) -> None:
        self._services = services
        self._inspection = inspection
        self._form = services.forms.show(inspection.form_sha256)
        self._tables: dict[tuple[str, EntityId | None], list[EntityId]] = {}
        self._fixed: set[tuple[str, EntityId | None]] = set()
        self._view: InspectionView | None = None  # as it was before the rows that are added here
        self._added: set[EntityId] = set()

    def find(self, repeat: str, text: str) -> EntityId:
        """A row by its number or id; ``2.1`` is the first row inside row 2 of the outer table."""
        table = self._form.repeats[repeat]
        around, _dot, last = text.rpartition(".")
        outer = self.find(table.parent, around or "1") if table.parent else None
        rows = self._known(repeat, outer)
        if last.isdecimal() and len(last) < 4:
            if (repeat, outer) in self._fixed and int(last) > len(rows):
                raise fixed_rows(table, len(rows))
            while len(rows) < int(last):
                add = self._services.inspections.add_row
                rows.append(add(self._inspection.id, repeat, outer).value)
                self._added.add(rows[-1])
            if int(last):
                return rows[int(last) - 1]
        return lookup.by_id([_Row(one) for one in rows], last, "dòng").id

    def _known(self, repeat: str, outer: EntityId | None) -> list[EntityId]:
        if (repeat, outer) not in self._tables:
            if self._view is None or outer in self._added:
                self._view = self._services.inspections.show(self._inspection.id)
            found = self._view.table(repeat, outer)
            self._tables[repeat, outer] = [row.id for row in found.rows] if found else []
            if found is not None and found.is_fixed:
                self._fixed.add((repeat, outer))
        return self._tables[repeat, outer]


def fixed_rows(table: Repeat, count: int) -> InputValueError:
    """That a table has as many rows as the form says, and takes no more."""
    what = said(
        "bảng «{table}» có số dòng do phiếu định, hiện là {count}; không thêm dòng bằng tay."
        " Muốn có số dòng khác thì sửa câu quyết định số dòng",
        table=table.name,
        count=count,
    )
    return InputValueError(field=_("Dòng"), what=what)


class _Row:
    def __init__(self, id_: EntityId) -> None:
        self.id = id_


def table_of(view: InspectionView, name: str, inside: str = "") -> TableView:
    """A table of an inspection; ``inside``: the row of the outer table (``2``, ``2.1``, an id).

    Raises:
        NotFoundError: no such table, or no such row around it.
    """
    repeat = view.form.repeats.get(name)
    outer: EntityId | None = None
    if repeat is not None and repeat.parent:
        around, _dot, last = (inside or "1").rpartition(".")
        outer = lookup.row(table_of(view, repeat.parent, around), last)
    found = view.table(name, outer)
    if found is None:
        raise NotFoundError(kind="bảng", name=name)
    return found


def _report(context: Context, view: InspectionView, made: list[Node]) -> int:
    """What was written, with what the rules say about it now."""
    nodes = dict.fromkeys(made)
    now = [found for node in nodes if (found := view.question(node)) is not None]
    violations = [
        one
        for item in now
        for one in documents.violations(item)
        if one.kind is not ViolationKind.REQUIRED
    ]
    data = {
        "inspection": view.inspection.id.hex(),
        "answers": [documents.question(one) for one in now],
        "violations": [documents.violation(one) for one in violations],
        "progress": documents.progress(view.progress),
    }
    if len(now) <= 5:
        lines = [_line(one, row_numbers(view)) for one in now]
    else:
        lines = [_("Đã ghi {count} trả lời.").format(count=number(len(made)))]
    numbers = row_numbers(view)
    lines += [
        _("Chú ý, câu {question}: {text}").format(
            question=node_name(one.node, numbers), text=violation_text(one)
        )
        for one in violations
    ]
    context.screen.done(data, "\n".join(lines))
    return 0


def _line(view: QuestionView, numbers: Mapping[bytes, str]) -> str:
    parts = [
        f"{_(SIDES[side])} = {side_value(side, register.value, view.question)}"
        for side, register in registers_of(view).items()
        if register.value is not None or side is Side.VERIFIED
    ]
    return f"{node_name(view.node, numbers)}: " + ", ".join(parts)
