"""From one inspection's view to the facts its minutes are composed from."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Final

from inspector_app.domain.form.definition import Question, QuestionType
from inspector_app.domain.form.states import ViolationKind
from inspector_app.domain.report.facts import (
    CriterionFacts,
    Decision,
    FigureFacts,
    FindingFacts,
    MinutesFacts,
    Person,
    RefusalFacts,
    RequirementFacts,
    SectionFacts,
    SigningMode,
    TableFacts,
)
from inspector_app.domain.text import fold
from inspector_app.domain.trip.suggestions import is_unchecked_basis
from inspector_app.domain.trip.values import Finding, Role, Side
from inspector_app.services.disputed_values import disputed_sides
from inspector_app.services.placing import as_answer
from inspector_app.services.printed_follow_up import follow_up_sections
from inspector_app.services.printed_tables import printed_tables
from inspector_app.services.printed_values import LANGUAGE, PrintedValues, is_printed
from inspector_app.services.rates import Rates, parts_of
from inspector_app.services.strengths import NOT_APPLICABLE, UNTITLED, strengths
from inspector_app.services.views import (
    InspectionView,
    QuestionView,
    RegisterView,
    SectionView,
    TableView,
)

REASON: Final = "_na"  # ends the name of the question for why a criterion does not apply
LEFTOVERS: Final = "Trả lời không còn chỗ trong phiếu hiện hành"
_TEAM: Final = "Đoàn xác minh"
_UNIT: Final = "Đơn vị báo cáo"
_PARTIAL: Final = "chưa đủ: {done}/{rows} dòng"


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
    printed = PrintedValues(view)
    rates = _Rates(view, printed)
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
            *_sections(view, printed, rates),
            *_leftovers(view, printed),
            *follow_up_sections(view),
        ),
        strengths=tuple(strengths(view, printed, rates.rates)),
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
        required=_required(view),
    )


def _required(view: InspectionView) -> int:
    """What must be answered and is not, cells of tables too; ``inspection check`` lists it."""
    return sum(
        one.kind is ViolationKind.REQUIRED
        for item in view.questions()
        for one in item.state.violations
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


def _sections(
    view: InspectionView, printed: PrintedValues, rates: _Rates
) -> Iterator[SectionFacts]:
    """The form's sections; questions outside any have one without a title, printed if it has to be."""
    for one in view.sections:
        if not (one.is_relevant and is_printed(one.section.insp)):
            continue
        section = _section(one, printed, rates)
        if section.title:
            yield section
        elif section.criteria or section.figures or section.tables:
            yield replace(section, title=UNTITLED)


def _section(section: SectionView, printed: PrintedValues, rates: _Rates) -> SectionFacts:
    questions = [item for item in section.items if isinstance(item, QuestionView)]
    reasons = dict(_reasons(questions, printed))
    beside = {one.question.name for one in reasons.values()}
    criteria = (
        _criterion(item, reasons.get(item.question.name), printed, rates)
        for item in questions
        if printed.shows(item) and item.question.name not in rates.covered | beside
    )
    return SectionFacts(
        title=section.section.label.in_(LANGUAGE),
        criteria=tuple(one for one in criteria if one.reported or one.verified),
        figures=tuple(
            rates.figures[item.question.name]
            for item in questions
            if item.question.name in rates.figures
        ),
        tables=tuple(
            table
            for item in section.items
            if isinstance(item, TableView)
            for table in _tables(item, printed)
        ),
    )


def _tables(view: TableView, printed: PrintedValues) -> Iterator[TableFacts]:
    """A table's parts; where its figures are from stands below the first."""
    about = printed.about_figures(view)
    for table in printed_tables(view, printed):
        yield replace(table, note=" ".join(filter(None, (table.note, about))))
        about = ""


def _reasons(
    questions: Iterable[QuestionView], printed: PrintedValues
) -> Iterator[tuple[str, QuestionView]]:
    """Why criteria do not apply: texts that the form asks for just then, printed beside them.

    Such a text is ``<criterion>_na``, asked where the criterion is answered ``na``. Any other
    question whose name happens to end so is a question like any other.
    """
    by_name = {item.question.name: item for item in questions if printed.shows(item)}
    for name, item in by_name.items():
        reason = by_name.get(name + REASON)
        if (
            reason is not None
            and item.question.type is QuestionType.SELECT_ONE
            and printed.held(item) == NOT_APPLICABLE
            and reason.question.type is QuestionType.TEXT
            and not reason.question.is_reported
            and _asks_when_not_applicable(reason.question.relevant, name)
        ):
            yield name, reason


def _asks_when_not_applicable(relevant: str, name: str) -> bool:
    is_about = re.search(rf"(?<![\w.-]){re.escape(name)}(?![\w.-])", relevant)
    return (
        is_about is not None and re.search(rf"=\s*['\"]{NOT_APPLICABLE}['\"]", relevant) is not None
    )


def _criterion(
    item: QuestionView, reason: QuestionView | None, printed: PrintedValues, rates: _Rates
) -> CriterionFacts:
    """A criterion's row. The team's notes are its own and are not printed."""
    reported, verified = printed.reported_text(item), printed.held_text(item)
    lacks = [
        f"{name}: {lack}."
        for name, text, side in (
            (_TEAM, verified, Side.VERIFIED),
            (_UNIT, reported, Side.REPORTED),
        )
        if text and (lack := rates.lack(item, side))
    ]
    note = printed.held_text(reason) if reason else printed.about_figures(item)
    return CriterionFacts(
        code=item.question.clause,
        question=item.question.label.in_(LANGUAGE),
        reported=reported or None,
        verified=verified or None,
        note=" ".join(filter(None, (*lacks, note))),
    )


class _Rates:
    """Computed questions that name their numerator and denominator, in all sections.

    ``rates``: all of them; ``figures`` by the question's name; ``covered``: those, and the sums that they are printed with.
    """

    def __init__(self, view: InspectionView, printed: PrintedValues) -> None:
        self._form = view.form
        self._sections = {one.section.name: one.section.insp for one in view.sections}
        self.figures: dict[str, FigureFacts] = {}
        self.covered: set[str] = set()
        self.rates = Rates(view)
        for item in (item for section in view.sections for item in section.items):
            if isinstance(item, QuestionView) and item.question.calculate and printed.shows(item):
                self._add(item, printed)

    def lack(self, item: QuestionView, side: Side) -> str:
        """Which rows a computed figure does not count: "chưa đủ: 1/3 dòng"; else empty."""
        found = self.rates.coverage(item.node, side) if item.question.calculate else None
        return found.text(_PARTIAL) if found is not None else ""

    def _add(self, item: QuestionView, printed: PrintedValues) -> None:
        asked = item.question
        parts, rate = parts_of(asked), self.rates.of(item.node)
        # nothing answered is neither 0 nor "not applicable"
        if parts is None or rate is None or not rate.is_answered or not item.state.is_relevant:
            return
        above, below = parts
        if printed.is_disputed(item) or printed.is_disputed(item, Side.REPORTED):
            return  # printed as rows, which say who wrote what
        if not all(self._is_printed(name) for name in (asked.name, *above, *below)):
            return
        self.figures[asked.name] = FigureFacts(
            label=asked.label.in_(LANGUAGE),
            rate=rate,
            noun=self._form.questions[below[0]].insp.get("unit", ""),
            verb=asked.insp.get("verb", "đạt"),
            reported=self.rates.of(item.node, Side.REPORTED),
            lack=self.lack(item, Side.VERIFIED),
            reported_lack=self.lack(item, Side.REPORTED),
        )
        sums = (name for name in (*above, *below) if self._form.questions[name].calculate)
        self.covered.update((asked.name, *sums))

    def _is_printed(self, name: str) -> bool:
        """Whether documents may print a question, its section and the tables around it."""
        asked = self._form.questions[name]
        insps = [asked.insp, self._sections.get(asked.section, {})]
        table = asked.repeat
        while table:
            insps.append(self._form.repeats[table].insp)
            table = self._form.repeats[table].parent
        return all(is_printed(insp) for insp in insps)


def _leftovers(view: InspectionView, printed: PrintedValues) -> Iterator[SectionFacts]:
    """What was answered in an earlier edition of the form and has no place in the present one."""
    rows = []
    for one in view.leftovers:
        question = one.question
        if question is not None and not is_printed(question.insp):
            continue
        label = f"{question.clause} {question.label.in_(LANGUAGE)}" if question else one.name
        place = one.table.in_(LANGUAGE)
        reported, verified = (
            _leftover_text(question, side, printed) for side in (one.reported, one.verified)
        )
        if reported or verified:
            name = label.strip() or one.name
            what = f"{place}: {name}" if place else name
            rows.append((one.section.in_(LANGUAGE), what, reported, verified))
    if rows:
        columns = ("Phần", "Nội dung", "Đơn vị báo cáo", "Đoàn xác minh")
        title = "Đã ghi theo phiếu trước khi đổi, giữ nguyên để đối chiếu"
        table = TableFacts(title=title, columns=columns, rows=tuple(rows), numeric=False)
        yield SectionFacts(title=LEFTOVERS, tables=(table,))


def _leftover_text(question: Question | None, side: RegisterView, printed: PrintedValues) -> str:
    if side.is_conflict:
        return disputed_sides(question, side)
    value = as_answer(side.value)
    if question is not None:
        return printed.text(question, value)
    if isinstance(value, list):
        return "; ".join(value)
    return "" if value is None else str(value)


def _finding(one: Finding, view: InspectionView) -> FindingFacts:
    is_unchecked = is_unchecked_basis(view.form, one.question, one.legal_basis)
    return FindingFacts(
        content=one.text,
        severity=str(one.severity),
        basis=one.legal_basis,
        basis_verified=bool(one.legal_basis) and not is_unchecked,
        cause=one.cause,
    )
