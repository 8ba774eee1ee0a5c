"""What the unit reports: a workbook for it to fill in, and back into the reported values."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Final

from inspector_app.domain.errors import SelfReportError
from inspector_app.domain.form.answers import Value
from inspector_app.domain.log.entity import EntityType
from inspector_app.domain.log.ids import EntityId
from inspector_app.domain.saying import said
from inspector_app.domain.trip.self_reports import (
    MAX_BYTES,
    Asked,
    FilledReport,
    Part,
    ReportRow,
    SelfReport,
    Target,
    spare_rows,
)
from inspector_app.domain.trip.values import Inspection
from inspector_app.services.entries import Entries
from inspector_app.services.filling import Sheet
from inspector_app.services.forms import FormService
from inspector_app.services.inspections import InspectionService
from inspector_app.services.journal import Journal, Pen
from inspector_app.services.outcomes import Outcome, Touched
from inspector_app.services.placing import Placing
from inspector_app.services.ports.host import Progress
from inspector_app.services.ports.store import Log
from inspector_app.services.reading import current_trip, lineage_of, read_inspection, read_trip
from inspector_app.services.report_comparisons import compare, recorded, verified_names
from inspector_app.services.report_views import (
    RULE,
    SIDES,
    Difference,
    ReportComparison,
    ReportLine,
    ReportReceipt,
)
from inspector_app.services.rooms import OpenVault, surroundings_of
from inspector_app.services.score_registers import read_settings, score_path
from inspector_app.services.score_views import ScoreField
from inspector_app.services.views import TypedAnswer

REPORT: Final = "report/"
"""How the paths begin of what is recorded of imported files."""
_LONGEST_NAME: Final = 200


class SelfReportService:
    """The unit's side, by way of Excel."""

    def __init__(
        self,
        vault: OpenVault,
        journal: Journal,
        forms: FormService,
        inspections: InspectionService,
    ) -> None:
        self._vault, self._journal = vault, journal
        self._forms, self._inspections = forms, inspections

    def workbook(self, inspection: EntityId) -> bytes:
        """The workbook for the unit of an inspection, with what it has reported already.

        Raises: NotFoundError, FormMissingError.
        """
        with self._vault.store.read() as log:
            found = read_inspection(log, inspection)
            sheet = self._inspections.sheet(log, found)
            form = sheet.form
            asked = Asked(form)
            trip = current_trip(log)
            scores = read_settings(log, trip, may_change=False)
            book = self._vault.rooms.randomness.new_id().hex()
            rows = {
                repeat.name: tuple(_rows(sheet, repeat.name, book))
                for repeat in form.repeats.values()
                if asked.has_table(repeat)
            }
            named = verified_names(sheet, asked)
            report = SelfReport(
                trip=read_trip(log, trip),
                inspection=found,
                form=form,
                made=self._vault.rooms.clock.today(),
                rows=rows,
                values={**_computed(sheet, asked), **recorded(sheet, asked), **named},
                named=named,
                book=book,
                parts=frozenset(SIDES) | ({Part.POINTS} if scores.is_on else set()),
            )
        return self._vault.rooms.self_reports.write(report)

    def export(self, inspection: EntityId, path: str, *, progress: Progress | None = None) -> int:
        """Write the workbook for the unit; returns its size.

        Raises:
            NotFoundError, FormMissingError
            FileExistsAlreadyError, FileAccessError, DiskFullError: nothing is left behind.
        """
        _tell(progress, 0, 2, said("Đang lập mẫu báo cáo"))
        data = self.workbook(inspection)
        _tell(progress, 1, 2, said("Đang ghi tệp"))
        with self._vault.rooms.files.create(path) as sink:
            sink.write(data)
        return len(data)

    def compare(
        self,
        path: str,
        expected: EntityId | None = None,
        *,
        progress: Progress | None = None,
    ) -> ReportComparison:
        """What a filled workbook would change; nothing is written.

        Args:
            path: the workbook.
            expected: refuse the workbook of another unit.
            progress: told before each step, and may stop there.

        Raises:
            SelfReportError: no such workbook, or of another inspection, form or version.
            FileAccessError
        """
        _tell(progress, 0, 2, said("Đang đọc báo cáo"))
        report, sha256 = self._read(path)
        _tell(progress, 1, 2, said("Đang so với số đang có"))
        with self._vault.store.read() as log:
            return self._compared(log, report, path, sha256, expected)

    def record(
        self,
        path: str,
        expected: EntityId | None = None,
        *,
        skips_problems: bool = False,
        erases: bool = False,
        overwrites: bool = False,
    ) -> Outcome[ReportReceipt]:
        """Record a filled workbook as what the unit reports, in one transaction.

        Args:
            path: the workbook.
            expected: refuse the workbook of another unit.
            skips_problems: leave out what cannot be read; record what breaks a rule of the form.
            erases: clear values whose cells were emptied.
            overwrites: replace values that changed here, too, since the workbook was made.

        Raises:
            SelfReportError: as ``compare``, or it has problems and they are not to be skipped.
        """
        report, sha256 = self._read(path)
        with self._journal.write() as pen:
            found = self._compared(pen.log, report, path, sha256, expected)
            errors = found.problems.errors
            if errors and not skips_problems:
                what = said("còn {count} lỗi phải sửa", count=len(errors))
                raise SelfReportError(path=path, what=what)
            inspection = found.inspection
            placing = self._placing(pen.log, inspection.id)
            entries = Entries(self._vault, pen, placing, inspection.id)
            added: list[EntityId] = []
            written = [line for line in found.lines if _is_wanted(line, erases, overwrites)]
            for line in written:
                target = line.cell.target
                if line.is_new_row and target.row is not None and target.row not in added:
                    added.append(entries.add_row(line.question.repeat, None, target.row))
                self._put(pen, entries, placing, inspection.id, target, line.after)
            register = self._note_file(pen, found, report) if written else ""
        receipt = ReportReceipt(
            inspection,
            tuple(written),
            tuple(added),
            skipped=sum(one.code != RULE for one in errors),
            kept=len(found.lines) - len(written),
            register=register,
        )
        return Outcome(receipt, _touched(inspection.id))

    def take_back(self, receipt: ReportReceipt) -> Outcome[int]:
        """Bring back what a recording replaced; what was written since stays.

        Returns: how many values are as they were before.
        """
        inspection = receipt.inspection.id
        count = 0
        with self._journal.write() as pen:
            placing = self._placing(pen.log, inspection)
            sheet = self._inspections.sheet(pen.log, receipt.inspection)
            now = recorded(sheet, Asked(sheet.form))
            entries = Entries(self._vault, pen, placing, inspection)
            for line in receipt.written:
                target = line.cell.target
                if target.row in receipt.rows or now.get(target) != line.after:
                    continue
                self._put(pen, entries, placing, inspection, target, line.before)
                count += 1
            if receipt.register:
                pen.set(inspection, receipt.register, None)
            for row in receipt.rows:
                if not _is_worked_in(sheet, receipt, row) and pen.delete(row):
                    count += sum(line.cell.target.row == row for line in receipt.written)
        return Outcome(count, _touched(inspection))

    # --- inside

    def _read(self, path: str) -> tuple[FilledReport, str]:
        """What a workbook holds, and its SHA-256."""
        rooms = self._vault.rooms
        data = rooms.files.read(path, limit=MAX_BYTES)
        return rooms.self_reports.read(data, path), hashlib.sha256(data).hexdigest()

    def _compared(
        self,
        log: Log,
        report: FilledReport,
        path: str,
        sha256: str,
        expected: EntityId | None,
    ) -> ReportComparison:
        inspection = self._inspection_of(log, report, path)
        if expected is not None and inspection.id != expected:
            wanted = read_inspection(log, expected).unit.name
            what = said(
                "là báo cáo của «{unit}», không phải của «{wanted}»",
                unit=inspection.unit.name,
                wanted=wanted,
            )
            raise SelfReportError(path=path, what=what)
        sheet = self._inspections.sheet(log, inspection)
        if sheet.form.sha256 != report.form:
            what = said(
                "lập theo phiếu {old}, nay cuộc kiểm tra dùng phiếu {new}; hãy xuất mẫu mới",
                old=report.form[:12] or "?",
                new=sheet.form.sha256[:12],
            )
            raise SelfReportError(path=path, what=what)
        around = surroundings_of(self._vault, inspection.id)
        return compare(log, sheet, inspection, report, (path, sha256), around)

    def _note_file(self, pen: Pen, found: ReportComparison, report: FilledReport) -> str:
        """Record which file the values of this transaction are from; returns where."""
        path = REPORT + self._vault.rooms.randomness.new_id().hex()
        name = re.split(r"[/\\\\]", found.path)[-1]
        about = {"file": name[-_LONGEST_NAME:], "sha256": found.sha256, "made": report.made[:10]}
        pen.set(found.inspection.id, path, about)
        return path

    def _inspection_of(self, log: Log, report: FilledReport, path: str) -> Inspection:
        """The inspection that a workbook was made for. Raises: SelfReportError."""
        for ent in log.entities(EntityType.INSPECTION, current_trip(log)):
            if ent.hex() == report.inspection:
                return read_inspection(log, ent)
        what = said(
            "là báo cáo của «{unit}», cuộc kiểm tra này không có trong kho",
            unit=report.unit[:80] or "?",
        )
        raise SelfReportError(path=path, what=what)

    def _placing(self, log: Log, inspection: EntityId) -> Placing:
        return Placing(log, self._forms, lineage_of(log, inspection))

    @staticmethod
    def _put(
        pen: Pen,
        entries: Entries,
        placing: Placing,
        inspection: EntityId,
        target: Target,
        value: Value,
    ) -> None:
        """Write one part of the unit's report; a half-typed text of it stays, it is somebody's work."""
        if target.part is Part.POINTS:
            path = score_path(placing.mapping.key(target.question), ScoreField.SELF)
            pen.set(inspection, path, value, placing.own)
            return
        side = SIDES[target.part]
        answer = TypedAnswer(target.question, side, target.row, "")
        entries.question(answer)
        entries.put(answer, value)


def _rows(sheet: Sheet, name: str, book: str) -> Iterator[ReportRow]:
    """The rows of a table, then those that the unit may add."""
    for row in sheet.verified.rows(name):
        yield ReportRow(EntityId(row))
    if not sheet.form.repeats[name].count:
        for spare in spare_rows(book, sheet.inspection, name):
            yield ReportRow(spare, is_spare=True)


def _computed(sheet: Sheet, asked: Asked) -> dict[Target, Value]:
    """Values of what is computed, for what a spreadsheet cannot compute."""
    found: dict[Target, Value] = {}
    for question in sheet.form.questions.values():
        if not question.calculate or not asked.shows(question):
            continue
        rows = sheet.verified.rows(question.repeat) if question.repeat else (None,)
        instance = sheet.reported if question.is_reported else sheet.verified
        for row in rows:
            value = instance.state((question.name, row)).value
            if value is not None:
                found[Target(question.name, EntityId(row) if row else None)] = value
    return found


def _is_wanted(line: ReportLine, erases: bool, overwrites: bool) -> bool:
    """Whether a difference is recorded: what would be lost only when somebody says so."""
    may_replace = overwrites or line.kind is not Difference.BOTH
    return may_replace and (erases or line.after is not None)


def _is_worked_in(sheet: Sheet, receipt: ReportReceipt, row: EntityId) -> bool:
    """Whether a row holds anything else than what the recording wrote into it."""
    mine = {
        (line.cell.target.question, SIDES[line.cell.target.part]): line.after
        for line in receipt.written
        if line.cell.target.row == row
    }
    return any(
        one.question is None or mine.get((one.question.name, one.side)) != one.value
        for one in sheet.placed()
        if one.row is not None and one.row.id == row and one.is_answered
    )


def _tell(progress: Progress | None, done: int, total: int, what: str) -> None:
    """Say which step begins. Raises: CancelledError."""
    if progress is not None:
        progress(done, total, what)


def _touched(inspection: EntityId) -> tuple[Touched, ...]:
    return (Touched(EntityType.INSPECTION, inspection, inspection),)
