"""The questions and tables of one unit's checklist, as a terminal and JSON show them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from inspector_app.cli import documents, figures
from inspector_app.cli.follow_up import previous_marks
from inspector_app.cli.naming import (
    log_value,
    progress_text,
    reported_value,
    side_text,
    violation_text,
)
from inspector_app.cli.tables import table, terminal_width, wrap
from inspector_app.domain.form.states import ViolationKind
from inspector_app.domain.trip.previous import PreviousView
from inspector_app.host.i18n import _, language
from inspector_app.host.wording import DASH
from inspector_app.services.rates import Rates
from inspector_app.services.sides import is_disputed
from inspector_app.services.views import QuestionView, SectionView, TableView


def section_document(view: SectionView, rates: Rates, only_open: bool) -> documents.Document:
    """A section with its items; ``only_open``: those that nobody has answered."""
    return {
        "section": view.section.name,
        "label": dict(view.section.label.by_language),
        "is_relevant": view.is_relevant,
        "progress": documents.progress(view.progress),
        "items": [
            {**documents.question(one), **figures.figure_document(one, rates)}
            if isinstance(one, QuestionView)
            else documents.table(one)
            for one in _items(view, only_open)
        ],
    }


def _items(view: SectionView, only_open: bool) -> Iterator[QuestionView | TableView]:
    for item in view.items:
        if not only_open:
            yield item
        elif isinstance(item, TableView):
            if item.is_relevant and not item.rows:
                yield item
        elif _is_open(item):
            yield item


def _is_open(item: QuestionView) -> bool:
    """Whether somebody still has to answer it."""
    state = item.state
    is_asked = state.is_relevant and state.is_asked and item.question.is_answerable
    return is_asked and item.verified.value is None


def section_text(
    view: SectionView, rates: Rates, only_open: bool, previous: PreviousView | None = None
) -> str:
    """A section as titled tables, with last trip's answers; empty without anything to show."""
    former = previous_marks(previous)
    parts: list[str] = []
    lines: list[tuple[str, ...]] = []
    for item in _items(view, only_open):
        if isinstance(item, TableView):
            parts += _question_table(lines)
            lines = []
            parts.append(_table_text(item))
        elif item.state.is_relevant and item.question.type != "note" and _is_asked(item):
            lines.append(_question_row(item, rates, former))
    parts += _question_table(lines)
    if not parts:
        return ""
    marks = ", ".join(filter(None, (view.section.name, progress_text(view.progress))))
    title = f"{view.section.label.in_(language())}  [{marks}]"
    return "\n".join([title, *parts])


def _is_asked(item: QuestionView) -> bool:
    """Not for the form's own use only (the number of a table's rows, helpers of calculations)."""
    return item.question.has_control or bool(item.question.label)


def _question_table(lines: list[tuple[str, ...]]) -> list[str]:
    headings = (_("Mục"), _("Tên câu"), _("Câu hỏi"), _("Báo cáo"), _("Xác minh"), "")
    return [table(headings, lines)] if lines else []


def _question_row(item: QuestionView, rates: Rates, former: Mapping[str, str]) -> tuple[str, ...]:
    asked = item.question
    verified = item.state.value if asked.calculate else item.verified.value
    reported = reported_value(item)
    marks = [
        violation_text(one)
        for one in item.state.violations
        if one.kind is not ViolationKind.REQUIRED  # the dash says it
    ]
    if is_disputed(item):
        marks.append(_("xung đột"))
    marks += figures.marks(item)
    if item.note.value:
        marks.append(_("ghi chú: {text}").format(text=log_value(item.note.value)))
    if item.evidence:
        marks.append(_("{count} minh chứng").format(count=item.evidence))
    if asked.name in former:
        marks.append(former[asked.name])
    shows_reported = asked.is_reported or reported is not None
    shown = [
        side_text(item.reported, asked, reported) if shows_reported else "",
        side_text(item.verified, asked, verified),
    ]
    gap = figures.rate_texts(item, rates, shown)
    return (
        asked.clause,
        asked.name,
        asked.label.in_(language()),
        *shown,
        "; ".join([*gap, *figures.lacks(item, rates), *marks]),
    )


def _table_text(view: TableView, indent: str = "") -> str:
    title = f"  {indent}{view.repeat.label.in_(language())}  [{view.repeat.name}]"
    title += "".join(f"  {mark}" for mark in figures.marks(view))
    if not view.rows:
        return (
            title
            + f"\n  {indent}"
            + _("Chưa có dòng nào: «inspector inspection row add ĐƠN_VỊ {table}».").format(
                table=view.repeat.name
            )
        )
    lines = []
    for index, row in enumerate(view.rows, 1):
        cells = [
            text
            for cell in row.cells.values()
            if cell.state.is_relevant and (text := _cell_text(cell))
        ]
        marks = [
            f"{one.node[0]}: {violation_text(one)}"
            for cell in row.cells.values()
            for one in cell.state.violations
        ]
        text = (
            f"{index}. " + (", ".join(cells) or DASH) + (f"  ⚠ {'; '.join(marks)}" if marks else "")
        )
        lines += [f"    {indent}{line}" for line in wrap(text, terminal_width() - 4 - len(indent))]
        lines += [_table_text(inner, indent + "    ") for inner in row.tables if inner.is_relevant]
    return "\n".join([title, *lines])


def _cell_text(cell: QuestionView) -> str:
    """``name=verified (báo cáo: reported)``; empty when there is neither."""
    reported = reported_value(cell)
    if cell.state.value is None and reported is None and not is_disputed(cell):
        return ""
    asked = cell.question
    text = f"{asked.name}={side_text(cell.verified, asked, cell.state.value)}"
    if reported is None:
        return text
    side = _("báo cáo: {value}").format(value=side_text(cell.reported, asked, reported))
    return f"{text} ({side})"
