"""Attacks on the log as files: sealed runs with the verdict that every reader must come to.

python -m tests.kit.change_vectors    writes tests/vectors/changes anew

A file has a head (``about:``, ``expect:``), an empty line, and runs as ``docs/formats/bundle.md``
has them inside a member before compression, each after its length (4 bytes, big-endian). A vault
that holds ``VICTIM`` is given all of them in one merge. ``expect: refused``: the merge fails and the
vault is as it was. ``expect: taken …``: they are stored, the victim's answers stand as before, and the
numbers of new changes, heads at the victim's first register, forks, gaps and conflicts are those told.
"""

from __future__ import annotations

import random
import struct
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec

from inspector_app.domain.log.change import (
    MAX_INTEGER,
    Change,
    Kind,
    Ref,
    Seal,
    Segment,
    chain_ids,
    device_id,
    pae,
    seal_bytes,
)
from inspector_app.domain.log.ids import NO_CHANGE, ChangeId, DeviceId, EntityId
from tests.kit.records import CODEC, KEYS, change, device_key, secret_keys
from tests.proof.tampers import RUN_TAMPERS, raw_of

FOLDER = Path(__file__).parent.parent / "vectors" / "changes"
REFUSED = "refused"
HEAD_BYTES = 188
ENT = EntityId(bytes([7]) * 16)
PATH = "q/cau_1/verified"


@dataclass(frozen=True, slots=True)
class ChangeVector:
    """One file."""

    name: str
    about: str
    expect: str
    runs: tuple[bytes, ...]


def sealed(
    frames: Sequence[bytes],
    number: int = 2,
    first: int = 1,
    previous: ChangeId = NO_CHANGE,
    sign: Callable[[bytes], bytes] | None = None,
) -> Segment:
    """Any bytes as records, chained and correctly sealed by device ``number``.

    Args:
        sign: makes the seal's signature instead.
    """
    dev = device_id(device_key(number))
    last, id_ = first + len(frames) - 1, chain_ids(previous, frames)[-1]
    message = seal_bytes(dev, last, id_)
    seed = secret_keys(number).device_seed
    signature = sign(message) if sign else KEYS.sign(seed, message)
    return Segment(
        device_key(number), first, previous, tuple(frames), Seal(dev, last, id_, signature)
    )


def records(number: int, *fields: dict[str, Any]) -> list[Change]:
    """Consecutive changes of a device at the victim's register, with fields replaced."""
    plain = {"ent": ENT, "path": PATH}
    return [change(seq, number, **{**plain, **one}) for seq, one in enumerate(fields, 1)]


def run(number: int, *fields: dict[str, Any]) -> Segment:
    """The same, encoded and sealed."""
    return sealed([CODEC.encode(one) for one in records(number, *fields)], number)


VICTIM = run(1, {"value": "có"}, {"value": "không", "path": "q/cau_2/verified"}, {"path": "note"})


def refs(*seqs: int) -> tuple[Ref, ...]:
    """Names of the victim's changes."""
    ids = chain_ids(NO_CHANGE, VICTIM.frames)
    return tuple(Ref(VICTIM.seal.dev, seq, ids[seq - 1][:16]) for seq in seqs)


def taken(new: int = 1, heads: int = 2, forks: int = 0, gaps: int = 0, conflicts: int = 1) -> str:
    """The verdict on what must be stored; as a rule one more answer beside the victim's."""
    return f"taken new={new} heads={heads} forks={forks} gaps={gaps} conflicts={conflicts}"


def vectors() -> Iterator[ChangeVector]:
    """All of them, the same bytes every time."""
    for name, about, expect, segments in (
        *_honest_looking(),
        *_over_others(),
        *_altered(),
        *_seals(),
        *_chains(),
    ):
        yield ChangeVector(name, about, expect, tuple(raw_of(one) for one in segments))
    for name, about, raw in _malformed():
        yield ChangeVector(f"record-{name}", about, REFUSED, (raw_of(sealed([raw])),))
    yield from _lengths()


_Case = tuple[str, str, str, tuple[Segment, ...]]


def _honest_looking() -> Iterator[_Case]:
    """Correctly sealed, correctly formed, and stored: none of it may hide or lose anything."""
    other = {"value": "không", "path": "q/cau_9/verified"}
    yield "cross-register", "names another register's answers as replaced", taken(
        heads=1, conflicts=0
    ), (run(2, {**other, "sup": refs(1, 2)}),)  # fmt: skip
    yield "cross-own", "the same within one transaction, of its own registers", taken(
        2, conflicts=1
    ), (_cross_own(),)  # fmt: skip
    yield "beside", "another answer that saw nothing", taken(), (run(2, {"value": "không"}),)
    yield "agrees", "the same answer", taken(conflicts=0), (run(2, {"value": "có"}),)
    yield (
        "replaces",
        "an answer that saw the victim's",
        taken(heads=1, conflicts=0),
        (run(2, {"value": "không", "sup": refs(1)}),),
    )
    nobody = Ref(DeviceId(b"n" * 16), 7, b"n" * 16)
    yield (
        "dangling",
        "a reference to what nobody has",
        taken(),
        (run(2, {"value": "không", "sup": (nobody,)}),),
    )
    wrong = replace(refs(1)[0], h16=b"w" * 16)
    yield (
        "wrong-hash",
        "the victim's number with another id",
        taken(),
        (run(2, {"value": "không", "sup": (wrong,)}),),
    )
    yield (
        "huge-lam",
        "the largest display number",
        taken(),
        (run(2, {"value": "không", "lam": MAX_INTEGER}),),
    )
    for name, wall in (("past", -MAX_INTEGER), ("future", MAX_INTEGER)):
        yield (
            f"clock-{name}",
            f"a clock in the far {name}",
            taken(),
            (run(2, {"value": "không", "wall": wall}),),
        )
    yield (
        "falling",
        "clock and display numbers fall",
        taken(2),
        (run(2, {"wall": 9, "lam": 9, "path": "note"}, {"value": "không", "wall": 1, "lam": 1}),),
    )
    yield "unknown-kind", "an unknown kind that names the victim's answer", taken(
        heads=1, conflicts=0
    ), (run(2, {"kind": 4711, "sup": refs(1)}),)  # fmt: skip
    yield "unknown-type", "a value of another type", taken(), (run(2, {"value": {"a": [1]}}),)
    longer = msgspec.msgpack.decode(CODEC.encode(records(2, {"value": "không"})[0]))
    yield (
        "later-version",
        "elements of a later version",
        taken(),
        (sealed([msgspec.msgpack.encode([2, *longer[1:], 1.5, {"x": None}])]),),
    )
    yield (
        "removal",
        "a removal that saw the victim's answer",
        taken(heads=1, conflicts=0),
        (run(2, {"kind": int(Kind.DELETE), "value": None, "sup": refs(1)}),),
    )


def _over_others() -> Iterator[_Case]:
    """Changes that name the concurrent answers of two other people."""
    beside = run(2, {"value": "không"})
    both = (*refs(1), Ref(beside.seal.dev, 1, chain_ids(NO_CHANGE, beside.frames)[0][:16]))
    for kind in (Kind.SET, Kind.DELETE, Kind.UNDO):
        third = run(3, {"value": "một phần", "kind": int(kind), "sup": both})
        yield f"over-others-{kind.name.lower()}", "replaces two people's answers at once", taken(
            2, 3
        ), (beside, third)  # fmt: skip
    decision = run(3, {"value": "một phần", "kind": int(Kind.RESOLVE), "sup": both})
    yield "over-others-resolve", "decides between two people's answers", taken(
        2, 1, conflicts=0
    ), (beside, decision)  # fmt: skip


def _cross_own() -> Segment:
    """The second change names the first, which stands in another register."""
    first, second = records(2, {"value": "không"}, {"value": 1, "path": "note"})
    raw = CODEC.encode(first)
    ref = Ref(first.dev, 1, chain_ids(NO_CHANGE, [raw])[0][:16])
    return sealed([raw, CODEC.encode(replace(second, sup=(ref,), ent=EntityId(b"o" * 16)))])


def _altered() -> Iterator[_Case]:
    """The victim's own sealed run, altered by somebody without its key."""
    for name, tamper in RUN_TAMPERS.items():
        for turn in range(3 if name in ("altered", "dropped", "doubled") else 1):
            changed = tamper(VICTIM, random.Random(turn))
            if changed is not None:
                yield f"altered-{name}-{turn}", f"the victim's run: {name}", REFUSED, (changed,)
    value = VICTIM.frames[0].replace("có".encode(), b"xyz")
    assert value != VICTIM.frames[0]
    yield (
        "altered-answer",
        "another answer of the same length",
        REFUSED,
        (replace(VICTIM, frames=(value, *VICTIM.frames[1:])),),
    )
    yield (
        "altered-after-good",
        "a good run before an altered one",
        REFUSED,
        (
            run(2, {"value": "không"}),
            replace(VICTIM, frames=VICTIM.frames[::-1]),
        ),
    )


def _seals() -> Iterator[_Case]:
    """Signatures that are none."""
    frames = [CODEC.encode(records(2, {"value": "không"})[0])]
    seed = secret_keys(2).device_seed
    strange: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
        "other-type": (
            "signed as a person's session",
            lambda message: KEYS.sign(seed, message.replace(b"insp-seal-v1", b"insp-sess-v1")),
        ),
        "no-envelope": (
            "signed without naming what it is",
            lambda message: KEYS.sign(seed, message[-56:]),
        ),
        "bundle": (
            "the signature that stands under a bundle's manifest",
            lambda message: KEYS.ssh_sign(seed, message, "insp-bundle-v1")[-90:][:64],
        ),
        "person": (
            "signed with the person's key",
            lambda message: KEYS.sign(secret_keys(2).person_seed, message),
        ),
        "colleague": (
            "signed by a colleague",
            lambda message: KEYS.sign(secret_keys(3).device_seed, message),
        ),
        "longer-dev": (
            "signed over another device's end",
            lambda message: KEYS.sign(seed, pae(b"insp-seal-v1", bytes(56))),
        ),
    }
    for name, (about, sign) in strange.items():
        yield f"seal-{name}", about, REFUSED, (sealed(frames, sign=sign),)
    two = run(2, {"value": 1}, {"value": 2})
    early = run(2, {"value": 1})
    yield (
        "seal-earlier",
        "the seal of an earlier end",
        REFUSED,
        (replace(two, seal=replace(early.seal, seq=2)),),
    )
    small = bytes([1]) + bytes(31)
    dev = device_id(small)
    ends = chain_ids(NO_CHANGE, frames)
    yield (
        "seal-small-order",
        "a key under which one signature fits everything",
        REFUSED,
        (Segment(small, 1, NO_CHANGE, tuple(frames), Seal(dev, 1, ends[-1], small + bytes(32))),),
    )
    yield (
        "other-device",
        "records of the victim, sealed by a colleague",
        REFUSED,
        (sealed(VICTIM.frames, 2),),
    )
    as_victim = [CODEC.encode(replace(one, dev=VICTIM.seal.dev)) for one in records(2, {})]
    yield "other-name", "a record that names the victim's device", REFUSED, (sealed(as_victim),)
    as_later = [CODEC.encode(change(5, 2))]
    yield (
        "other-number",
        "a record with another number than its place",
        REFUSED,
        (sealed(as_later),),
    )


def _chains() -> Iterator[_Case]:
    """Two histories, missing ones, and beginnings that are none."""
    two = run(2, {"value": "không"}, {"value": "không", "path": "note", "lam": 2})
    one_way = run(2, {"value": "không"}, {"value": 1, "path": "q/cau_8/note"})
    yield "two-histories", "the same laptop tells two people two histories", taken(
        3, 2, forks=1, conflicts=2
    ), (two, one_way)  # fmt: skip
    ids = chain_ids(NO_CHANGE, two.frames)
    later = Segment(two.public_key, 2, ids[0], two.frames[1:], two.seal)
    yield "hole", "the beginning is missing", taken(1, 1, gaps=1, conflicts=1), (later,)
    yield "hole-closed", "the beginning comes after the end", taken(2, 2, conflicts=2), (later, two)
    yield "shorter", "a laptop withholds its newest change", taken(), (run(2, {"value": "không"}),)
    again = Segment(VICTIM.public_key, 1, NO_CHANGE, VICTIM.frames, VICTIM.seal)
    yield "again", "what is known already", taken(0, 1, conflicts=0), (again, again)
    yield (
        "beginning-other",
        "number 1 with something before it",
        REFUSED,
        (sealed(two.frames, previous=ChangeId(b"b" * 32)),),
    )
    yield (
        "beginning-none",
        "number 2 with nothing before it",
        REFUSED,
        (sealed(two.frames[1:], first=2),),
    )
    yield "number-zero", "number 0", REFUSED, (sealed([CODEC.encode(records(2, {})[0])], first=0),)


def _malformed() -> Iterator[tuple[str, str, bytes]]:
    """One record, correctly sealed, that no honest program writes."""
    names = ("version", "dev", "seq", "lam", "wall", "actor", "kind", "ent", "path", "form", "val")
    good = msgspec.msgpack.decode(CODEC.encode(records(2, {"value": "không"})[0]))

    def but(name: str, value: object) -> bytes:
        at = names.index(name) if name in names else 11
        return msgspec.msgpack.encode([*good[:at], value, *good[at + 1 :]])

    huge = 2**64 - 1
    for name in ("version", "seq", "lam", "kind"):
        yield f"{name}-64-bit", f"{name} with 64 bits", but(name, huge)
    yield "wall-64-bit", "a claimed time with 64 bits", but("wall", -(2**63))
    yield "version-zero", "version 0", but("version", 0)
    yield "refs-many", "3,000 references", but("sup", [[b"d" * 16, 1, b"h" * 16]] * 3_000)
    yield "refs-257", "one reference too many", but("sup", [[b"d" * 16, 1, b"h" * 16]] * 257)
    yield "refs-number", "a reference with 64 bits", but("sup", [[b"d" * 16, huge, b"h" * 16]])
    yield "refs-short", "a reference with a short id", but("sup", [[b"d" * 16, 1, b"h" * 15]])
    yield "path-empty", "no path", but("path", "")
    yield "path-long", "a path of 201 characters", but("path", "x" * 201)
    yield "path-control", "a control character in a path", but("path", "q/a\x00b")
    yield "path-nfd", "a path in another Unicode form", but("path", "q/a\u0301")
    yield "path-bytes", "a path of bytes", but("path", b"q/a")
    yield "form-short", "a form's hash cut short", but("form", b"f" * 31)
    yield "ent-long", "an entity id of 17 bytes", but("ent", b"e" * 17)
    yield "actor-none", "nobody", but("actor", None)
    yield "value-float", "a fraction", but("val", 1.5)
    yield "value-huge", "a number beyond 2^53", but("val", 2**53 + 1)
    yield "value-extension", "an extension type", but("val", msgspec.msgpack.Ext(5, b"x"))
    yield "value-long", "a value beyond 64 KiB", but("val", "x" * 65_536)
    deep: object = []
    for _ in range(9):
        deep = [deep]
    yield "value-deep", "nine levels", but("val", deep)
    yield "value-keys", "a map whose keys are numbers", but("val", {1: 2})
    plain = but("val", "không")
    text = msgspec.msgpack.encode("không")
    yield "utf-8", "text that is not UTF-8", plain.replace(text, text[:-1] + b"\xff")
    yield "spelling", "text with a longer length than it needs", plain.replace(
        text, b"\xd9" + bytes([len(text) - 1]) + text[1:]
    )  # fmt: skip
    twice = b"\x82\xa1a\x01\xa1a\x02"
    yield "key-twice", "a map with one key twice", but("val", msgspec.Raw(twice))
    yield (
        "keys-unsorted",
        "a map whose keys are not sorted",
        but("val", msgspec.Raw(b"\x82\xa1b\x01\xa1a\x02")),
    )
    yield "after", "a byte after the record", plain + b"\xc0"
    yield "cut", "the record's last byte missing", plain[:-1]
    yield "array-eleven", "eleven elements", msgspec.msgpack.encode(good[:11])
    yield "map", "a map", msgspec.msgpack.encode(dict(zip(names, good, strict=False)))
    yield "text", "no MessagePack at all", b"{" * 80
    yield "nil", "nothing, repeated", b"\xc0" * 80
    yield "nested", "lists in lists, 70,000 of them", b"\x91" * 70_000 + b"\xc0"
    yield "long", "a record beyond 128 KiB", msgspec.msgpack.encode([*good, "x" * 131_072])


def _lengths() -> Iterator[ChangeVector]:
    """The fields around the records, pulled away from what the records are."""
    one = raw_of(run(2, {"value": "không"}))
    three = raw_of(VICTIM)
    for name, raw in (("one", one), ("three", three)):
        (length,) = struct.unpack_from(">I", raw, HEAD_BYTES)
        for by in (-1, 1, 8, 2**32 - 1 - length, -length):
            changed = raw[:HEAD_BYTES] + struct.pack(">I", length + by) + raw[HEAD_BYTES + 4 :]
            about = f"a record's length {by:+}, {name} in the run"
            yield ChangeVector(f"length-{name}{by:+}", about, REFUSED, (changed,))
        for by in (-1, 1, 2**31):
            (count,) = struct.unpack_from(">I", raw, 184)
            changed = raw[:184] + struct.pack(">I", count + by) + raw[HEAD_BYTES:]
            about = f"{by:+} records announced, {name} in the run"
            yield ChangeVector(f"count-{name}{by:+}", about, REFUSED, (changed,))
        for at, field in ((40, "first"), (80, "last")):
            (number,) = struct.unpack_from(">Q", raw, at)
            for by in (1, 2**63):
                changed = raw[:at] + struct.pack(">Q", number + by) + raw[at + 8 :]
                about = f"the {field} number {by:+}, {name} in the run"
                yield ChangeVector(f"{field}-{name}{by:+}", about, REFUSED, (changed,))
        yield ChangeVector(f"cut-{name}", "the last byte missing", REFUSED, (raw[:-1],))
        yield ChangeVector(f"after-{name}", "a byte after the records", REFUSED, (raw + b"\0",))


def read_vector(path: Path) -> ChangeVector:
    """A kept file."""
    head, _, body = path.read_bytes().partition(b"\n\n")
    fields = dict(line.split(": ", 1) for line in head.decode().splitlines())
    runs = []
    while body:
        (length,) = struct.unpack_from(">I", body)
        runs.append(body[4 : 4 + length])
        body = body[4 + length :]
    return ChangeVector(path.stem, fields["about"], fields["expect"], tuple(runs))


def main() -> None:
    """Write all files anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.vector"):
        old.unlink()
    for vector in vectors():
        head = f"about: {vector.about}\nexpect: {vector.expect}\n\n".encode()
        body = b"".join(struct.pack(">I", len(raw)) + raw for raw in vector.runs)
        (FOLDER / f"{vector.name}.vector").write_bytes(head + body)


if __name__ == "__main__":
    main()
