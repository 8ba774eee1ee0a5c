"""The unit's report by way of Excel: ``form workbook --unit`` and ``inspection import-report``."""

from __future__ import annotations

from typing import Final

from inspector_app.cli import documents
from inspector_app.cli.context import Context
from inspector_app.cli.naming import log_value, short
from inspector_app.cli.parser import Words
from inspector_app.cli.tables import table
from inspector_app.domain.errors import UsageError
from inspector_app.domain.form.answers import Value
from inspector_app.domain.form.problems import Problem
from inspector_app.domain.trip.self_reports import Part
from inspector_app.host.i18n import N_, _, language
from inspector_app.host.wording import DASH, number, size
from inspector_app.services.report_views import (
    RULE,
    Difference,
    ReportComparison,
    ReportLine,
    ReportReceipt,
)

_ENDING: Final = ".xlsx"
KINDS: Final = {
    Difference.NEW: N_("mới"),
    Difference.CHANGED: N_("thay đổi"),
    Difference.CLEARED: N_("ô trống, giữ số cũ"),
    Difference.BOTH: N_("đã đổi ở cả hai nơi"),
}
PARTS: Final = {
    Part.REASON: N_("lý do không áp dụng"),
    Part.NAME: N_("tên dòng"),
    Part.PERIOD: N_("kỳ số liệu"),
    Part.SOURCE: N_("nguồn"),
    Part.POINTS: N_("điểm tự chấm"),
}


def add(group: Words) -> None:
    """Add ``import-report`` to ``inspector inspection``."""
    parser = group.command(
        "import-report",
        _("đọc mẫu báo cáo (Excel) mà đơn vị đã điền: xem trước, rồi --apply để ghi; 1 khi có lỗi"),
        _import,
    )
    parser.add_argument("file", metavar=_("TỆP.xlsx"), help=_("tệp đơn vị gửi lại"))
    parser.add_argument(
        "--unit",
        default="",
        metavar=_("ĐƠN_VỊ"),
        help=_("từ chối tệp của đơn vị khác; không có thì theo đơn vị ghi trong tệp"),
    )
    parser.add_argument("--apply", action="store_true", help=_("ghi; không có thì chỉ xem trước"))
    parser.add_argument(
        "--skip-problems",
        action="store_true",
        help=_("vẫn ghi khi có lỗi: bỏ ô không đọc được, ghi cả số trái quy tắc của phiếu"),
    )
    parser.add_argument(
        "--erase",
        action="store_true",
        help=_("xóa số đã báo cáo ở những ô nay để trống (mặc định: giữ)"),
    )
    parser.add_argument(
        "--overwrite",
        action="store_true",
        help=_("ghi đè cả số đã đổi ở cả hai nơi từ khi xuất mẫu (mặc định: giữ số trong kho)"),
    )


def write_workbook(context: Context) -> int:
    """``inspector form workbook --unit``."""
    out = context.text("out")
    if not out.lower().endswith(_ENDING):
        raise UsageError(
            what=_("tệp đích phải có đuôi .xlsx, nếu không Excel sẽ không mở"),
            command=context.place,
        )
    with context.vault() as services:
        inspection = services.inspections.find(context.text("unit"))
        written = services.self_reports.export(inspection.id, out, progress=context.screen.progress)
    text = _(
        "Đã ghi mẫu báo cáo của {unit} vào «{path}» ({size}).\n"
        "Gửi đơn vị điền, rồi: «inspector inspection import-report {path}»."
    ).format(unit=inspection.unit.name, path=out, size=size(written))
    document = {
        "path": out,
        "size": written,
        "inspection": documents.inspection(inspection),
        "form": inspection.form_sha256,
    }
    context.screen.done(document, text)
    return 0


def _import(context: Context) -> int:
    path, unit = context.text("file"), context.text("unit")
    is_applied, skips = bool(context.get("apply")), bool(context.get("skip_problems"))
    erases, overwrites = bool(context.get("erase")), bool(context.get("overwrite"))
    if (skips or erases or overwrites) and not is_applied:
        what = _("--skip-problems, --erase và --overwrite chỉ đi cùng --apply")
        raise UsageError(what=what, command=context.place)
    with context.vault() as services:
        expected = services.inspections.find(unit).id if unit else None
        found = services.self_reports.compare(path, expected, progress=context.screen.progress)
        receipt = None
        if is_applied and (skips or not found.problems.errors):
            receipt = services.self_reports.record(
                path, expected, skips_problems=skips, erases=erases, overwrites=overwrites
            ).value
    document = {
        **_document(found),
        "recorded": None if receipt is None else _receipt(receipt),
    }
    context.screen.answer(document, _text(found, receipt, is_applied=is_applied))
    is_good = receipt is not None if is_applied else not found.problems.errors
    return 0 if is_good else 1


# --- words


def _text(found: ReportComparison, receipt: ReportReceipt | None, *, is_applied: bool) -> str:
    parts = [_head(found)]
    errors, warnings = found.problems.errors, found.problems.warnings
    for title, problems in ((_("Lỗi"), errors), (_("Lưu ý"), warnings)):
        if problems:
            parts.append(
                "\n".join([title, *(f"  • {_place(one)}{_(one.what)}" for one in problems)])
            )
    if found.lines:
        headings = (_("Ô"), _("Mục"), _("Nội dung"), _("Nay"), _("Trong tệp"), "")
        parts.append(table(headings, [_row(line) for line in found.lines]))
    parts.append(_end(found, receipt, is_applied=is_applied))
    return "\n\n".join(parts)


def _head(found: ReportComparison) -> str:
    return (
        f"{found.inspection.unit.name}: "
        + _(
            "{new} mới, {changed} thay đổi, {equal} như cũ, {cleared} ô trống mà đã có số, "
            "{missing} ô bắt buộc còn trống"
        ).format(
            new=number(found.count(Difference.NEW)),
            changed=number(found.count(Difference.CHANGED)),
            equal=number(found.equal),
            cleared=number(found.count(Difference.CLEARED)),
            missing=number(found.missing),
        )
        + (f"\n{_kept(found)}" if _kept(found) else "")
    )


def _kept(found: ReportComparison) -> str:
    """What the program has got since the workbook was made; empty when nothing."""
    both, newer = found.count(Difference.BOTH), found.newer
    parts = [
        _("{count} số đã đổi ở cả hai nơi (giữ số trong kho, trừ khi --overwrite)") if both else "",
        _("{count} số trong kho mới hơn mẫu, đơn vị không sửa") if newer else "",
    ]
    counts = (both, newer)
    texts = [text.format(count=number(n)) for text, n in zip(parts, counts, strict=True) if text]
    return "; ".join(texts)


def _end(found: ReportComparison, receipt: ReportReceipt | None, *, is_applied: bool) -> str:
    errors = len(found.problems.errors)
    if receipt is not None:
        text = _("Đã ghi {count} giá trị báo cáo.").format(count=number(len(receipt.written)))
        if receipt.skipped:
            text += " " + _("Bỏ {count} ô không đọc được.").format(count=number(receipt.skipped))
        return text
    if is_applied:
        return _("Chưa ghi gì: còn {count} lỗi. Sửa trong tệp, hoặc thêm --skip-problems.").format(
            count=number(errors)
        )
    if errors:
        return _("Chưa ghi gì. Có {count} lỗi.").format(count=number(errors))
    if not found.recordable:
        return _("Không có gì để ghi.")
    return _("Chưa ghi gì. Thêm --apply để ghi {count} giá trị báo cáo.").format(
        count=number(found.recordable)
    )


def _place(one: Problem) -> str:
    """``Trang!E7: `` or what there is of it."""
    if one.sheet and one.column:
        return f"{one.sheet}!{one.column}: "
    if one.sheet and one.row:
        return _("{sheet}, dòng {row}").format(sheet=one.sheet, row=number(one.row)) + ": "
    return f"{one.sheet}: " if one.sheet else ""


def _row(line: ReportLine) -> tuple[str, ...]:
    question, cell = line.question, line.cell
    label = question.label.in_(language())
    part = PARTS.get(cell.target.part)
    return (
        f"{cell.sheet}!{cell.address}",
        question.clause,
        f"{label} ({_(part)})" if part else label,
        _shown(line, line.before),
        _shown(line, line.after),
        _(KINDS[line.kind]),
    )


def _shown(line: ReportLine, value: Value) -> str:
    if value is None:
        return DASH
    is_answer = line.cell.target.part in (Part.VALUE, Part.NAME, Part.REASON)
    return log_value(value, line.question) if is_answer else str(value)


# --- documents


def _document(found: ReportComparison) -> dict[str, object]:
    return {
        "path": found.path,
        "sha256": found.sha256,
        "inspection": documents.inspection(found.inspection),
        "made": found.made,
        "counts": {
            **{str(kind): found.count(kind) for kind in Difference},
            "equal": found.equal,
            "newer": found.newer,
            "missing": found.missing,
            "problems": len(found.problems.errors),
            "warnings": len(found.problems.warnings),
        },
        "differences": [_line(line) for line in found.lines],
        "problems": [_problem(one) for one in found.problems],
    }


def _line(line: ReportLine) -> dict[str, object]:
    cell = line.cell
    return {
        "kind": str(line.kind),
        "question": line.question.name,
        "part": str(cell.target.part),
        "row": cell.target.row.hex() if cell.target.row else None,
        "is_new_row": line.is_new_row,
        "is_formula": cell.is_formula,
        "sheet": cell.sheet,
        "cell": cell.address,
        "before": line.before,
        "after": line.after,
    }


def _problem(one: Problem) -> dict[str, object]:
    return {
        "severity": str(one.severity),
        "code": one.code,
        "is_rule": one.code == RULE,
        "sheet": one.sheet,
        "row": one.row or None,
        "cell": one.column or None,
        "question": one.question or None,
        "what": _(one.what),
        "remedy": _(one.remedy) if one.remedy else None,
    }


def _receipt(receipt: ReportReceipt) -> dict[str, object]:
    return {
        "written": len(receipt.written),
        "rows_added": [short(row) for row in receipt.rows],
        "skipped": receipt.skipped,
        "kept": receipt.kept,
        "register": receipt.register or None,
    }
