"""The room's part of ``services.ports.formats.SelfReportBooks``."""

from __future__ import annotations

from inspector_app.domain.trip.self_reports import FilledReport, SelfReport
from inspector_app.formats.self_report_reader import read_self_report
from inspector_app.formats.self_report_workbook import write_self_report


class SelfReportBooks:
    """Implements the port."""

    def write(self, report: SelfReport) -> bytes:
        """The workbook of one unit."""
        return write_self_report(report)

    def read(self, data: bytes, path: str) -> FilledReport:
        """What a workbook brought back. Raises: SelfReportError."""
        return read_self_report(data, path)
