"""Composes the minutes of an inspection (biên bản kiểm tra) from its facts.

Layout of parts: Decree 30/2020/NĐ-CP, sample 1.9, in the variant of inspection teams: people,
content, assessment, the unit's opinion, the leader's conclusion, closing time, signatures,
recipients below them; no place-and-date line in the head (the time stands in the body).
"""

from __future__ import annotations

from collections.abc import Iterator

from inspector_app.domain.report.blocks import (
    Block,
    Document,
    Header,
    Heading,
    Notice,
    Paragraph,
    ParagraphKind,
    Recipients,
    Run,
    Title,
)
from inspector_app.domain.report.facts import FindingFacts, MinutesFacts, Person, SigningMode
from inspector_app.domain.report.minutes_scores import score_blocks
from inspector_app.domain.report.minutes_signing import sign_block, signing_leader
from inspector_app.domain.report.minutes_tables import requirement_table, section_blocks
from inspector_app.domain.report.phrases import MINUTES, MOTTO, NATION, MinutesPhrases
from inspector_app.domain.report.wording import (
    capitals,
    clause,
    clean_text,
    clock,
    letter,
    list_lines,
    long_date,
    paragraphs,
    roman,
    sentence,
    two_digits,
    whole,
)

__all__ = ["compose_minutes", "gaps"]


def compose_minutes(facts: MinutesFacts, words: MinutesPhrases = MINUTES) -> Document:
    """The minutes as blocks. A pure function: the same facts give the same document.

    Every gap (undecided conflicts, no closing time, no opinion, …) is stated in a mark on the
    document, and a document with gaps is not final: it gets no signature fields.
    """
    missing = gaps(facts, words)
    mark = words.mark.format(gaps="; ".join(missing)) if missing else ""
    unit = clean_text(facts.unit_name).strip()
    subject = words.subject.format(unit=unit)
    number = facts.number or words.number_blank
    blocks: list[Block] = [
        Header(
            parent=capitals(facts.parent_body),
            issuer=capitals(facts.team_name),
            number=words.number.format(number=number, symbol=facts.symbol),
            nation=NATION,
            motto=MOTTO,
        ),
        Title(kind=words.kind, subject=subject),
    ]
    if mark:
        blocks.append(Notice(mark))
    blocks.extend(_opening(facts, words))
    parts = (
        (words.part_people, _people(facts, words)),
        (words.part_content, _content(facts, words)),
        (words.part_assessment, _assessment(facts, words)),
        (words.part_opinion, _opinion(facts, words)),
        (words.part_conclusion, _conclusion(facts, words)),
    )
    for index, (title, content) in enumerate(parts, start=1):
        blocks.append(Heading(f"{roman(index)}. {title}", level=1))
        blocks.extend(content)
    blocks.extend(_closing(facts, words))
    blocks.append(sign_block(facts, words))
    lines = facts.recipients or tuple(line.format(unit=unit) for line in words.recipients_default)
    blocks.append(Recipients(words.recipients, list_lines(lines)))
    if facts.scores is not None:
        blocks.extend(score_blocks(facts.scores))
    return Document(
        name=f"{words.kind} - {subject}", blocks=tuple(blocks), mark=mark, final=not missing
    )


def gaps(facts: MinutesFacts, words: MinutesPhrases = MINUTES) -> tuple[str, ...]:
    """What is still missing before the minutes are final, in words; empty when nothing is."""
    found: list[str] = []
    if facts.open_conflicts:
        found.append(words.gap_conflicts.format(count=facts.open_conflicts))
    if facts.violations:
        found.append(words.gap_violations.format(count=facts.violations))
    if facts.unmerged and not facts.unmerged_reason.strip():
        found.append(words.gap_unmerged.format(what=", ".join(facts.unmerged)))
    if not facts.decision.number.strip() or facts.decision.day is None:
        found.append(words.gap_decision)
    if facts.started is None:
        found.append(words.gap_times if facts.ended is None else words.gap_start)
    elif facts.ended is None:
        found.append(words.gap_end)
    if not facts.team or not facts.unit_people:
        found.append(words.gap_people)
    if facts.opinion is None and facts.refusal is None:
        found.append(words.gap_opinion)
    if not (facts.conclusion or "").strip():
        found.append(words.gap_conclusion)
    return tuple(found)


def _body(text: str, *, keep: bool = False) -> Paragraph:
    return Paragraph((Run(text),), keep_with_next=keep)


def _opening(facts: MinutesFacts, words: MinutesPhrases) -> Iterator[Block]:
    decision = facts.decision
    about = f" {decision.subject.strip()}" if decision.subject.strip() else ""
    bases = [words.basis.format(text=clause(text)) for text in facts.bases]
    bases.append(
        clause(
            words.decision.format(
                number=decision.number.strip() or words.number_dots,
                date=long_date(decision.day) if decision.day else words.date_dots,
                issuer=decision.issuer,
                subject=about,
            )
        )
    )
    for index, text in enumerate(bases):
        end = "." if index == len(bases) - 1 else ";"
        yield Paragraph((Run(text + end, italic=True),), ParagraphKind.BASIS)
    place = facts.place.strip() or words.place_blank
    if facts.started is None:
        yield _body(
            words.opening_blank.format(place=place, team=facts.team_name, unit=facts.unit_name)
        )
    else:
        yield _body(
            words.opening.format(
                clock=clock(facts.started),
                date=long_date(facts.started.date()),
                place=clause(place),
                team=facts.team_name,
                unit=facts.unit_name,
            )
        )


def _named(person: Person) -> str:
    name = f"{person.honorific.strip()} {person.name.strip()}".strip()
    return f"{name}, {clause(person.post)}" if person.post.strip() else name


def _people(facts: MinutesFacts, words: MinutesPhrases) -> Iterator[Block]:
    for index, (title, people) in enumerate(
        ((words.team_side, facts.team), (words.unit_side, facts.unit_people)), start=1
    ):
        yield Heading(f"{index}. {title}", level=2)
        lines = []
        for person in people:
            role = words.roles.get(person.role, person.role)
            lines.append(f"{_named(person)} - {role}" if role else _named(person))
        if not lines:
            yield _body(words.people_blank)
        for line in list_lines(lines):
            yield _body(line)
    chair = signing_leader(facts)
    secretary = next((p for p in facts.team if p.role == "secretary"), None)
    if chair is not None and secretary is not None:
        yield _body(words.chair.format(chair=_short(chair), secretary=_short(secretary)))


def _short(person: Person) -> str:
    honorific = person.honorific.strip().lower()
    return f"{honorific} {person.name.strip()}".strip()


def _content(facts: MinutesFacts, words: MinutesPhrases) -> Iterator[Block]:
    if facts.period is not None:
        start, end = facts.period
        yield _body(words.period.format(start=long_date(start), end=long_date(end)))
    if not facts.sections:
        yield _body(words.sections_empty)
        return
    yield _body(words.content_intro)
    if facts.unanswered:
        yield _body(words.unanswered.format(count=whole(facts.unanswered)))
    if facts.required:
        yield _body(words.required.format(count=whole(facts.required)))
    for index, section in enumerate(facts.sections, start=1):
        yield from section_blocks(index, section, words)


def _finding(index: int, finding: FindingFacts, words: MinutesPhrases) -> Iterator[Block]:
    lines = paragraphs(finding.content)
    details = []
    severity = words.severities.get(finding.severity, finding.severity).strip()
    if severity:
        details.append(words.finding_severity.format(severity=severity))
    if finding.basis.strip() and finding.basis_verified:
        details.append(words.finding_basis.format(basis=clause(finding.basis)))
    note = f" ({'; '.join(details)})" if details else ""
    for number, line in enumerate(lines):
        text = sentence(line) if number < len(lines) - 1 else f"{clause(line)}{note}."
        yield _body(f"{letter(index)}) {text}" if number == 0 else text)


def _assessment(facts: MinutesFacts, words: MinutesPhrases) -> Iterator[Block]:
    yield Heading(f"1. {words.strengths}", level=2)
    strengths = [line for text in facts.strengths for line in paragraphs(text)]
    if strengths:
        for text in strengths:
            yield _body(f"- {sentence(text)}")
    else:
        yield _body(words.strengths_default)

    yield Heading(f"2. {words.findings}", level=2)
    for index, finding in enumerate(facts.findings):
        yield from _finding(index, finding, words)
    if not facts.findings:
        is_partial = facts.unanswered or facts.required
        yield _body(words.findings_partial if is_partial else words.findings_empty)

    yield Heading(f"3. {words.causes}", level=2)
    causes = [(i, f.cause) for i, f in enumerate(facts.findings) if f.cause.strip()]
    for index, cause in causes:
        text = words.cause.format(letter=letter(index), cause=sentence(cause))
        yield _body(f"- {text}")
    if not causes:
        yield _body(words.causes_unknown if facts.findings else words.causes_empty)


def _opinion(facts: MinutesFacts, words: MinutesPhrases) -> Iterator[Block]:
    if facts.opinion is None:
        yield _body(words.opinion_blank)
        return
    lines = paragraphs(facts.opinion)
    for line in lines:
        yield _body(sentence(line))
    if not lines:
        yield _body(words.opinion_empty)


def _conclusion(facts: MinutesFacts, words: MinutesPhrases) -> Iterator[Block]:
    yield Heading(f"1. {words.conclusion}", level=2)
    lines = paragraphs(facts.conclusion or "")
    for line in lines:
        yield _body(sentence(line))
    if not lines:
        yield _body(words.conclusion_blank)
    yield Heading(f"2. {words.requirements}", level=2)
    if facts.requirements:
        yield requirement_table(facts.requirements, words)
    else:
        yield _body(words.requirements_empty)


def _closing(facts: MinutesFacts, words: MinutesPhrases) -> Iterator[Block]:
    if facts.unmerged and facts.unmerged_reason.strip():
        what = ", ".join(facts.unmerged)
        yield _body(words.unmerged.format(what=what, reason=sentence(facts.unmerged_reason)))
    agreed = words.agreed
    if facts.refusal is not None:
        witness = facts.refusal.witness
        agreed = words.not_agreed if witness else words.not_agreed_alone
        if facts.refusal.reason.strip():
            yield _body(words.refusal.format(reason=sentence(facts.refusal.reason)))
        else:
            yield _body(words.refusal_no_reason)
        if witness is not None:
            yield _body(words.witness.format(witness=_named(witness)))
    copies = _copies(facts, words)
    if facts.ended is None:
        text = words.closing_blank.format(day=words.same_day, agreed=agreed, copies=copies)
    else:
        text = words.closing.format(
            clock=clock(facts.ended),
            day=_closing_day(facts, words),
            agreed=agreed,
            copies=copies,
        )
    yield _body(text, keep=True)


def _closing_day(facts: MinutesFacts, words: MinutesPhrases) -> str:
    if facts.ended is None or facts.started is None:
        return words.same_day
    if facts.ended.date() == facts.started.date():
        return words.same_day
    return long_date(facts.ended.date())


def _copies(facts: MinutesFacts, words: MinutesPhrases) -> str:
    if facts.signing is SigningMode.DIGITAL:
        return words.copies_digital
    if facts.copies <= 2:
        return words.copies_two
    return words.copies_more.format(
        count=two_digits(facts.copies), team=two_digits(facts.copies - 1)
    )
