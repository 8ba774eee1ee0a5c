"""Tồn tại, Yêu cầu: what the team recorded and what the units must do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from inspector_app.domain.report.worksheets import Cell, CellKind, Line, Sheet, SheetColumn
from inspector_app.domain.trip.suggestions import is_unchecked_basis
from inspector_app.domain.trip.values import Finding, Severity
from inspector_app.services.printed_values import LANGUAGE
from inspector_app.services.summary.reading import UnitData
from inspector_app.services.views import InspectionView

FINDINGS: Final = "Tồn tại"
REQUIREMENTS: Final = "Yêu cầu"
_SEVERITIES: Final = {Severity.MINOR: "Nhẹ", Severity.MODERATE: "Vừa", Severity.SERIOUS: "Nặng"}


def findings_sheet(units: Sequence[UnitData]) -> Sheet:
    """Every finding of the units."""
    lines = [
        Line(tuple(Cell(text) for text in (unit.name, *_finding(one, unit.view))))
        for unit in units
        if unit.view is not None
        for one in unit.view.findings
    ]
    columns = (
        SheetColumn("Đơn vị", 28),
        SheetColumn("Mục", 8),
        SheetColumn("Nội dung kiểm tra", 36),
        SheetColumn("Tồn tại, hạn chế", 60),
        SheetColumn("Mức độ", 10),
        SheetColumn("Căn cứ", 28),
        SheetColumn("Nguyên nhân", 36),
    )
    note = "Căn cứ trích theo phiếu mà tác giả phiếu chưa đối chiếu bản gốc thì không in."
    return Sheet(FINDINGS, "Tồn tại, hạn chế", columns, tuple(lines), note=note)


def _finding(one: Finding, view: InspectionView) -> tuple[str, ...]:
    asked = view.form.questions.get(one.question)
    clause = asked.clause if asked is not None else ""
    label = asked.label.in_(LANGUAGE) if asked is not None else ""
    severity = _SEVERITIES.get(one.severity, "")
    is_unchecked = is_unchecked_basis(view.form, one.question, one.legal_basis)
    basis = "" if is_unchecked else one.legal_basis  # as in the minutes: not checked, not printed
    return clause, label, one.text, severity, basis, one.cause


def requirements_sheet(units: Sequence[UnitData]) -> Sheet:
    """Every requirement of the units, with the finding that it answers."""
    lines = [
        Line(
            (
                Cell(unit.name),
                Cell(one.text),
                Cell(_texts(unit.view).get(one.finding or b"", "")),
                Cell(one.responsible),
                Cell(one.due, CellKind.DAY),
            )
        )
        for unit in units
        if unit.view is not None
        for one in unit.view.requirements
    ]
    columns = (
        SheetColumn("Đơn vị", 28),
        SheetColumn("Việc phải thực hiện", 60),
        SheetColumn("Để khắc phục tồn tại", 50),
        SheetColumn("Trách nhiệm", 26),
        SheetColumn("Thời hạn", 12),
    )
    return Sheet(REQUIREMENTS, "Yêu cầu đối với các đơn vị", columns, tuple(lines))


def _texts(view: InspectionView) -> dict[bytes, str]:
    return {one.id: one.text for one in view.findings}
