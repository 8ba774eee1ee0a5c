"""From one inspection's view to the facts its minutes are composed from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Final

from inspector_app.domain.form.answers import display_value
from inspector_app.domain.form.definition import Form, Question, QuestionType
from inspector_app.domain.log.change import Value as LogValue
from inspector_app.domain.report.facts import (
    CriterionFacts,
    Decision,
    FigureFacts,
    FindingFacts,
    FlowRow,
    MinutesFacts,
    Person,
    RefusalFacts,
    RequirementFacts,
    SectionFacts,
    SigningMode,
    TableFacts,
    flow_table,
)
from inspector_app.domain.text import fold
from inspector_app.domain.trip.values import Finding, Role
from inspector_app.services.placing import as_answer
from inspector_app.services.views import InspectionView, QuestionView, SectionView, TableView

REASON: Final = "_na"  # ends the name of the question for why a criterion does not apply
LEFTOVERS: Final = "Trả lời không còn chỗ trong phiếu hiện hành"
LANGUAGE: Final = "vi"  # official documents are Vietnamese only
_FLOW_CODES: Final = ("A1", "A2", "A3", "A4", "B1", "B2", "B3", "C1", "C2", "D1", "D2")


def minutes_facts(
    view: InspectionView, open_conflicts: int, *, digital: bool = False
) -> MinutesFacts:
    """Everything the minutes of one inspection say.

    Args:
        view: the inspection as the vault shows it now.
        open_conflicts: undecided conflicts, those outside the answers included.
        digital: whether the document is for digital signatures.
    """
    trip, session = view.trip, view.session
    period = (trip.period_from, trip.period_to)
    values = {
        item.question.name: item.state.value if item.state.is_relevant else None
        for section in view.sections
        for item in section.items
        if isinstance(item, QuestionView)
    }
    return MinutesFacts(
        parent_body=trip.agency,
        team_name=view.inspection.team.name,
        unit_name=view.inspection.unit.name,
        decision=Decision(
            number=trip.decision_number,
            day=trip.decision_date,
            issuer=trip.agency,
        ),
        period=(period[0], period[1]) if period[0] and period[1] else None,
        started=_moment(session.started),
        ended=_moment(session.ended),
        place=session.place or view.inspection.unit.address,
        team=tuple(_team(view)),
        unit_people=tuple(
            Person(one.name, one.post) for one in session.attendees if not one.is_team
        ),
        sections=(
            *(_section(one, values, view.form) for one in view.sections if one.is_relevant),
            *_leftovers(view),
        ),
        strengths=tuple(_strengths(view.sections)),
        findings=tuple(_finding(one, view) for one in view.findings if one.text),
        requirements=tuple(
            RequirementFacts(one.text, one.responsible, one.due) for one in view.requirements
        ),
        opinion=session.unit_opinion if session.unit_opinion else None,
        conclusion=session.conclusion or None,
        refusal=RefusalFacts(session.refusal) if session.refusal else None,
        copies=max(trip.copies, 2),
        signing=SigningMode.DIGITAL if digital else SigningMode.PAPER,
        open_conflicts=open_conflicts,
        violations=view.progress.violations,
        unanswered=view.progress.total - view.progress.answered,
    )


def _moment(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _team(view: InspectionView) -> Iterator[Person]:
    """Who of the team was present; without a list, the team's leader and secretary."""
    members = {fold(member.name): member for member in view.members}
    present = [one for one in view.session.attendees if one.is_team]
    for one in present:
        member = members.get(fold(one.name))
        role = str(member.role) if member else str(Role.MEMBER)
        yield Person(one.name, one.post or (member.post if member else ""), role)
    named = {fold(one.name) for one in present}
    for member in view.members:
        signs = member.role in (Role.LEADER, Role.SECRETARY)
        if signs and not present and fold(member.name) not in named:
            yield Person(member.name, member.post, str(member.role))


def _section(section: SectionView, values: Mapping[str, object], form: Form) -> SectionFacts:
    questions = [item for item in section.items if isinstance(item, QuestionView)]
    return SectionFacts(
        title=section.section.label.in_(LANGUAGE),
        criteria=tuple(
            _criterion(item, values)
            for item in questions
            if _is_criterion(item, values) and _has_content(item)
        ),
        figures=tuple(_figures(questions, values, form)),
        tables=tuple(
            table
            for item in section.items
            if isinstance(item, TableView)
            for table in _tables(item)
        ),
    )


def _is_criterion(item: QuestionView, values: Mapping[str, object]) -> bool:
    name = item.question.name
    is_reason = name.endswith(REASON) and name.removesuffix(REASON) in values
    return (
        item.state.is_relevant
        and item.question.type is not QuestionType.NOTE
        and not item.question.calculate
        and not is_reason
    )


def _has_content(item: QuestionView) -> bool:
    return any(side.value not in (None, "") for side in (item.verified, item.reported))


def _criterion(item: QuestionView, values: Mapping[str, object]) -> CriterionFacts:
    """A criterion's row. The team's notes are its own and are not printed.

    What is printed beside a criterion that does not apply is the reason the form asks for.
    """
    reason = values.get(item.question.name + REASON)
    return CriterionFacts(
        code=item.question.clause,
        question=item.question.label.in_(LANGUAGE),
        reported=_shown(item.question, item.reported.value) if item.question.is_reported else None,
        verified=_shown(item.question, item.verified.value),
        note=reason if isinstance(reason, str) else "",
    )


def _shown(question: Question, value: LogValue) -> str | None:
    if value in (None, ""):
        return None
    text = display_value(question, as_answer(value), LANGUAGE)
    measure = question.insp.get("unit", "")
    return f"{text} {measure}" if text and measure else text


def _measure(form: Form, names: str) -> str:
    """What the denominator counts: the unit of measure of the question it names."""
    question = form.questions.get(names.split("+")[0].strip())
    return question.insp.get("unit", "") if question else ""


def _figures(
    questions: Iterable[QuestionView], values: Mapping[str, object], form: Form
) -> Iterator[FigureFacts]:
    """Rates: computed questions that name their numerator and denominator."""
    for item in questions:
        insp = item.question.insp
        above, below = insp.get("numerator", ""), insp.get("denominator", "")
        if not (item.question.calculate and above and below and item.state.is_relevant):
            continue
        numerator, denominator = _sum(above, values), _sum(below, values)
        if numerator is None or denominator is None:
            continue  # nothing answered is neither 0 nor "not applicable"
        yield FigureFacts(
            label=item.question.label.in_(LANGUAGE),
            numerator=numerator,
            denominator=denominator,
            noun=_measure(form, below),
            verb=insp.get("verb", "đạt"),
        )


def _sum(names: str, values: Mapping[str, object]) -> int | None:
    """The sum of questions named ``a + b``; None when one of them has no whole number."""
    counts = [_count(values.get(name.strip())) for name in names.split("+")]
    return None if None in counts else sum(count for count in counts if count is not None)


def _count(value: object) -> int | None:
    try:
        return int(str(value))
    except ValueError:
        return None


def _leftovers(view: InspectionView) -> Iterator[SectionFacts]:
    """What was answered in an earlier edition of the form and has no place in the present one."""
    rows = []
    for one in view.leftovers:
        question = one.question
        label = f"{question.clause} {question.label.in_(LANGUAGE)}" if question else one.name
        place = one.table.in_(LANGUAGE)
        reported, verified = (
            (_shown(question, side.value) if question else str(side.value or "")) or ""
            for side in (one.reported, one.verified)
        )
        if reported or verified:
            what = f"{place}: {label.strip()}" if place else label.strip()
            rows.append((one.section.in_(LANGUAGE), what, reported, verified))
    if rows:
        columns = ("Phần", "Nội dung", "Đơn vị báo cáo", "Đoàn xác minh")
        title = "Đã ghi theo phiếu trước khi đổi, giữ nguyên để đối chiếu"
        table = TableFacts(title=title, columns=columns, rows=tuple(rows), numeric=False)
        yield SectionFacts(title=LEFTOVERS, tables=(table,))


def _tables(view: TableView) -> Iterator[TableFacts]:
    """A table and those inside its rows, each of them named after its row."""
    if not view.is_relevant or not view.rows:
        return
    yield _table(view)
    for number, row in enumerate(view.rows, 1):
        about = _row_title(row.cells) or f"dòng {number}"
        for inner in row.tables:
            yield from (replace(one, title=f"{one.title}: {about}") for one in _tables(inner))


def _table(view: TableView) -> TableFacts:
    return _flow(view) or _plain_table(view)


def _flow(view: TableView) -> TableFacts | None:
    """The dossier flow T1, known by its eleven coded columns; None for any other table."""
    by_code = {
        question.label.in_(LANGUAGE)[:2]: name
        for name, question in (
            (name, view.rows[0].cells[name].question) for name in view.repeat.questions
        )
        if question.label.in_(LANGUAGE)[2:3] == "."
    }
    if not all(code in by_code for code in _FLOW_CODES):
        return None
    rows = []
    for row in view.rows:
        counts = [_count(row.cells[by_code[code]].verified.value) or 0 for code in _FLOW_CODES]
        rows.append(FlowRow(_row_title(row.cells), tuple(counts)))  # type: ignore[arg-type]
    return flow_table(tuple(rows))


def _row_title(cells: Mapping[str, QuestionView]) -> str:
    """What a row is about: its first cells that are not counts, the most specific one."""
    texts = [
        _cell(item)
        for item in cells.values()
        if item.question.type in (QuestionType.SELECT_ONE, QuestionType.TEXT)
        and item.state.is_relevant
    ]
    return next((text for text in reversed(texts) if text), "")


def _plain_table(view: TableView) -> TableFacts:
    cells = [name for name in view.repeat.questions if _is_column(view, name)]
    questions = [view.rows[0].cells[name].question for name in cells]
    columns = tuple(one.insp.get("short", one.label.in_(LANGUAGE)) for one in questions)
    rows = tuple(tuple(_cell(row.cells[name]) for name in cells) for row in view.rows)
    return TableFacts(
        title=view.repeat.label.in_(LANGUAGE),
        columns=columns,
        rows=rows,
        total=_total(view, cells),
    )


def _is_column(view: TableView, name: str) -> bool:
    question = view.rows[0].cells[name].question
    return question.type is not QuestionType.NOTE and question.insp.get("print") != "no"


def _cell(item: QuestionView) -> str:
    value = item.state.value if item.question.calculate else item.verified.value
    return _shown(item.question, value) or ""


def _total(view: TableView, cells: list[str]) -> tuple[str, ...]:
    """A total row under whole numbers; empty for a table without any."""
    numeric = {
        name for name in cells if view.rows[0].cells[name].question.type is QuestionType.INTEGER
    }
    if not numeric or cells[0] in numeric:
        return ()
    totals = ["Tổng cộng"]
    for name in cells[1:]:
        counts = [_count(row.cells[name].verified.value) or 0 for row in view.rows]
        totals.append(f"{sum(counts):,}".replace(",", ".") if name in numeric else "")
    return tuple(totals)


def _strengths(sections: Iterable[SectionView]) -> Iterator[str]:
    """Sections in which every yes-or-no criterion was found fully met."""
    for section in sections:
        judged = [
            item
            for item in section.items
            if isinstance(item, QuestionView)
            and item.question.type is QuestionType.SELECT_ONE
            and item.verified.value not in (None, "na")
        ]
        if len(judged) >= 3 and all(item.verified.value == "yes" for item in judged):
            title = section.section.label.in_(LANGUAGE).split(". ", 1)[-1]
            yield f"{title}: thực hiện đầy đủ {len(judged)}/{len(judged)} nội dung được kiểm tra."


def _finding(one: Finding, view: InspectionView) -> FindingFacts:
    question = view.form.questions.get(one.question)
    # a basis that was taken over from the form counts only when the form's author confirmed it
    is_form_basis = question is not None and one.legal_basis == question.insp.get("legal-basis")
    is_confirmed = question is not None and question.insp.get("legal-verified") == "yes"
    return FindingFacts(
        content=one.text,
        severity=str(one.severity),
        basis=one.legal_basis,
        basis_verified=bool(one.legal_basis) and (not is_form_basis or is_confirmed),
        cause=one.cause,
    )
