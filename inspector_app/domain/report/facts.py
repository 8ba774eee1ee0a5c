"""What the inspection minutes are composed from: plain frozen values, no phrases.

Values that a person typed or the form engine computed come as text, already in the form in which
they are to be printed ("1.168", "Có", "17/9/2019"); dates, times and the counts behind a rate come
as numbers, because their wording is the document's business. ``None`` means "not recorded yet",
an empty text "recorded as nothing".
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from inspector_app.domain.form.rates import Rate
from inspector_app.domain.report.minutes_scores import ScoreFacts
from inspector_app.domain.report.phrases import FLOW, FlowPhrases
from inspector_app.domain.report.wording import whole


class SigningMode(StrEnum):
    """How the document is signed: one document is signed all on paper or all digitally."""

    PAPER = "paper"
    DIGITAL = "digital"


@dataclass(frozen=True, slots=True)
class Decision:
    """The decision the trip rests on; ``subject`` begins with "về việc …" or is empty.

    An empty number or ``None`` for the day is printed as dots and marks the document.
    """

    number: str
    day: date | None
    issuer: str
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody present. ``role`` is leader, deputy, secretary, member or a printed text."""

    name: str
    post: str = ""
    role: str = ""
    honorific: str = ""  # "Ông", "Bà"; may be empty


@dataclass(frozen=True, slots=True)
class CriterionFacts:
    """One question with what the unit reported and what the team found; ``None`` = unanswered."""

    code: str
    question: str
    reported: str | None = None
    verified: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class FigureFacts:
    """A rate with its base: "Tỷ lệ …: 1.163/1.168 hồ sơ, đạt 99,57 %".

    ``verb`` is "đạt" for results, "chiếm" for shares; ``reported`` what the unit reported, printed
    where it is another rate. ``lack`` and ``reported_lack`` say what a rate does not count, where it
    counts some rows of a table only.
    """

    label: str
    rate: Rate
    noun: str = "hồ sơ"
    verb: str = "đạt"
    reported: Rate | None = None
    lack: str = ""
    reported_lack: str = ""


@dataclass(frozen=True, slots=True)
class TableFacts:
    """A table of the form; ``groups`` spans heads over the columns after the first one.

    Args:
        groups: (title, number of columns); empty for a plain head.
        numeric: columns after the first one may hold figures.
        total: the last row, or empty.
        note: a remark below, or empty.
        differing: (row, column) of the cells that are not what the unit reported; printed bold.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    groups: tuple[tuple[str, int], ...] = ()
    numeric: bool = True
    total: tuple[str, ...] = ()
    note: str = ""
    differing: frozenset[tuple[int, int]] = frozenset()


@dataclass(frozen=True, slots=True)
class SectionFacts:
    """One section of the form."""

    title: str
    criteria: tuple[CriterionFacts, ...] = ()
    figures: tuple[FigureFacts, ...] = ()
    tables: tuple[TableFacts, ...] = ()
    remark: str = ""


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """A shortcoming. ``basis`` is printed only when ``basis_verified`` (somebody checked it)."""

    content: str
    severity: str = ""
    basis: str = ""
    basis_verified: bool = False
    cause: str = ""


@dataclass(frozen=True, slots=True)
class RequirementFacts:
    """What the unit must do, who answers for it, and by when (a date or a printed text)."""

    task: str
    duty: str = ""
    due: date | str | None = None


@dataclass(frozen=True, slots=True)
class RefusalFacts:
    """The unit's refusal to sign."""

    reason: str = ""
    witness: Person | None = None


@dataclass(frozen=True, slots=True)
class MinutesFacts:
    """Everything the inspection minutes of one unit need.

    Args:
        parent_body: body above the team ("Ủy ban nhân dân tỉnh Thái Nguyên").
        team_name: ("Đoàn kiểm tra cải cách hành chính số 1").
        unit_name: inspected unit; ``unit_signer`` signs for it (default: the first one present).
        number: empty leaves the blank for the clerk; ``symbol`` follows the stroke.
        bases: further legal bases, each without "Căn cứ".
        period: first and last day of the period inspected.
        started, ended: wall-clock times at the place of the inspection.
        opinion, conclusion: ``None`` not recorded, "" nothing to say (an empty conclusion counts
            as not recorded).
        copies: originals on paper, at least 2.
        open_conflicts: number of undecided conflicts in this inspection.
        violations: answers that break a rule of the form (a constraint, a balance); the minutes
            are not final while there are any.
        unanswered: questions and tables that apply and have no answer, as progress counts them;
            stated in the minutes.
        required: questions and cells that must be answered and are not; stated beside it.
        unmerged: members and sections whose bundles have not been merged, each as printed; with
            ``unmerged_reason`` the document can be final and states both.
        scores: the table of points, an annex; None prints nothing of points.
    """

    parent_body: str
    team_name: str
    unit_name: str
    decision: Decision
    number: str = ""
    symbol: str = "BB-ĐKT"
    bases: tuple[str, ...] = ()
    period: tuple[date, date] | None = None
    started: datetime | None = None
    ended: datetime | None = None
    place: str = ""
    team: tuple[Person, ...] = ()
    unit_people: tuple[Person, ...] = ()
    unit_signer: Person | None = None
    sections: tuple[SectionFacts, ...] = ()
    strengths: tuple[str, ...] = ()
    findings: tuple[FindingFacts, ...] = ()
    requirements: tuple[RequirementFacts, ...] = ()
    opinion: str | None = None
    conclusion: str | None = None
    refusal: RefusalFacts | None = None
    copies: int = 2
    signing: SigningMode = SigningMode.PAPER
    open_conflicts: int = 0
    violations: int = 0
    unanswered: int = 0
    required: int = 0
    unmerged: tuple[str, ...] = ()
    unmerged_reason: str = ""
    recipients: tuple[str, ...] = ()
    scores: ScoreFacts | None = None


@dataclass(frozen=True, slots=True)
class FlowRow:
    """One field of the dossier flow (T1): A1 to A4, B1 to B3, C1, C2, D1, D2; None = not counted."""

    field: str
    counts: tuple[int | None, ...]


def flow_table(
    rows: tuple[FlowRow, ...], title: str = FLOW.title, words: FlowPhrases = FLOW
) -> TableFacts:
    """The dossier flow table T1 with its total and a remark on its balance.

    Balance: A1+A2+A3+A4 = B1+B2+B3 + C1+C2 + D1+D2. Nothing is said of it while counts are missing.
    """
    names = [name for _, heads in words.groups for name in heads]
    missing = sum(count is None for row in rows for count in row.counts)
    total = [sum(row.counts[place] or 0 for row in rows) for place in range(len(names))]
    received, handled = sum(total[:4]), sum(total[4:])
    if missing:
        note = words.incomplete.format(count=whole(missing))
    elif received == handled:
        note = words.balanced
    else:
        note = words.unbalanced.format(received=whole(received), handled=whole(handled))
    return TableFacts(
        title=title,
        columns=(words.field, *names),
        groups=tuple((group, len(heads)) for group, heads in words.groups),
        rows=tuple(
            (
                row.field,
                *(words.blank if count is None else whole(count) for count in row.counts),
            )
            for row in rows
        ),
        total=(words.total, *map(whole, total)),
        note=note,
    )
