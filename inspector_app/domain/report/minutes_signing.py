"""Who signs the minutes and where.

The unit stamps, so it stands at the left with the page's margin beside it and a wide column; the
team leader at the right; the person who wrote the minutes in the second row. When the unit does
not sign, the witness takes its place.
"""

from __future__ import annotations

from inspector_app.domain.report.blocks import Signatory, Signatures
from inspector_app.domain.report.facts import MinutesFacts, Person, SigningMode
from inspector_app.domain.report.phrases import MinutesPhrases


def signing_leader(facts: MinutesFacts) -> Person | None:
    """The leader when present, else the first deputy present, else nobody."""
    for role in ("leader", "deputy"):
        for person in facts.team:
            if person.role == role:
                return person
    return None


def _hint(facts: MinutesFacts, words: MinutesPhrases, *, stamps: bool) -> str:
    if facts.signing is SigningMode.DIGITAL:
        return words.hint_digital
    return words.hint_stamp if stamps else words.hint_sign


def _left(facts: MinutesFacts, words: MinutesPhrases) -> Signatory | None:
    if facts.refusal is not None:
        witness = facts.refusal.witness
        if witness is None:
            return None
        return Signatory(
            field="witness",
            title=words.sign_witness,
            hint=_hint(facts, words, stamps=False),
            name=witness.name.strip(),
            accepted=(witness.name.strip(),),
        )
    person = facts.unit_signer or next(iter(facts.unit_people), None)
    name = person.name.strip() if person else ""
    accepted = (name, facts.unit_name.strip()) if name else ()
    return Signatory(
        field="unit",
        title=words.sign_unit,
        hint=_hint(facts, words, stamps=True),
        name=name,
        stamps=True,
        accepted=accepted,
    )


def sign_block(facts: MinutesFacts, words: MinutesPhrases) -> Signatures:
    """The signature block of the minutes."""
    leader = signing_leader(facts)
    deputy = leader is not None and leader.role == "deputy"
    name = leader.name.strip() if leader else ""
    right = Signatory(
        field="leader",
        title=words.sign_deputy if deputy else words.sign_leader,
        hint=_hint(facts, words, stamps=False),
        name=name,
        accepted=(name,) if name else (),
    )
    left = _left(facts, words)
    rows: list[tuple[Signatory, ...]] = [(left, right) if left else (right,)]
    writer = next((p.name.strip() for p in facts.team if p.role == "secretary"), "")
    rows.append(
        (
            Signatory(
                field="secretary",
                title=words.sign_secretary,
                hint=_hint(facts, words, stamps=False),
                name=writer,
                accepted=(writer,) if writer else (),
            ),
        )
    )
    return Signatures(tuple(rows))
