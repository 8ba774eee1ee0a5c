"""``inspector inspection row``: the rows of an inspection's tables."""

from __future__ import annotations

from inspector_app.cli import documents, lookup
from inspector_app.cli.answering import fixed_rows, table_of
from inspector_app.cli.context import Context
from inspector_app.cli.naming import log_value, reported_value, short
from inspector_app.cli.parser import Words
from inspector_app.cli.tables import table
from inspector_app.domain.errors import NotFoundError
from inspector_app.host.i18n import _
from inspector_app.services.views import QuestionView, TableView


def add(group: Words) -> None:
    """Add the commands."""
    words = group.group("row", _("các dòng của một bảng trong phiếu"))
    take = words.command("add", _("thêm một dòng trống"), _add)
    show = words.command("list", _("các dòng"), _list)
    remove = words.command("remove", _("gỡ một dòng; nhật ký vẫn giữ"), _remove)
    for parser in (take, show, remove):
        parser.add_argument(
            "inspection", metavar=_("ĐƠN_VỊ"), help=_("tên đơn vị hoặc mã cuộc kiểm tra")
        )
        parser.add_argument("table", metavar=_("BẢNG"), help=_("tên bảng trong phiếu"))
        parser.add_argument(
            "--in",
            dest="inside",
            default="",
            metavar=_("DÒNG"),
            help=_("dòng của bảng ngoài, khi bảng nằm trong bảng khác: 2, hoặc 2.1"),
        )
    remove.add_argument("row", metavar=_("DÒNG"), help=_("số thứ tự từ 1 hoặc mã dòng"))


def _add(context: Context) -> int:
    name = context.text("table")
    with context.vault() as services:
        inspection = services.inspections.find(context.text("inspection"))
        inside = context.text("inside")
        before = table_of(services.inspections.show(inspection.id), name, inside)
        if before.is_fixed:
            raise fixed_rows(before.repeat, len(before.rows))
        row = services.inspections.add_row(inspection.id, name, before.parent_row).value
        count = len(table_of(services.inspections.show(inspection.id), name, inside).rows)
    text = _("Đã thêm dòng {number} ({id}) vào bảng {table}.").format(
        number=count, id=short(row), table=name
    )
    context.screen.done({"table": name, "row": row.hex(), "number": count}, text)
    return 0


def _list(context: Context) -> int:
    with context.vault() as services:
        inspection = services.inspections.find(context.text("inspection"))
        view = services.inspections.show(inspection.id)
        found = table_of(view, context.text("table"), context.text("inside"))
    context.screen.answer(documents.table(found), _listed(found))
    return 0


def _remove(context: Context) -> int:
    with context.vault() as services:
        inspection = services.inspections.find(context.text("inspection"))
        view = services.inspections.show(inspection.id)
        found = table_of(view, context.text("table"), context.text("inside"))
        row = lookup.row(found, context.text("row"))
        if not services.inspections.remove_row(inspection.id, row).value:
            raise NotFoundError(kind="dòng", name=context.text("row"))
    context.screen.done({"row": row.hex(), "is_removed": True}, _("Đã gỡ dòng."))
    return 0


def _listed(found: TableView) -> str:
    if not found.rows:
        return _("Bảng {table} chưa có dòng nào.").format(table=found.repeat.name)
    columns: list[tuple[str, bool]] = []
    for name in found.repeat.questions:
        cells = [row.cells[name] for row in found.rows]
        if any(cell.state.value is not None for cell in cells):
            columns.append((name, False))
        if any(reported_value(cell) is not None for cell in cells):
            if (name, False) not in columns:
                columns.append((name, False))
            columns.append((name, True))
    lines = [
        (str(index), short(row.id), *(_cell(row.cells[name], side) for name, side in columns))
        for index, row in enumerate(found.rows, 1)
    ]
    heads = [
        _("{name} (báo cáo)").format(name=name) if is_reported else name
        for name, is_reported in columns
    ]
    return table((_("Số"), _("Mã"), *heads), lines)


def _cell(cell: QuestionView, is_reported: bool) -> str:
    value = reported_value(cell) if is_reported else cell.state.value
    return log_value(value, cell.question)
