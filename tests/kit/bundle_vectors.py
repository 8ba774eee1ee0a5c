"""Make the bundle vectors: ``python -m tests.kit.bundle_vectors``.

Each file in ``tests/vectors/bundles`` is a few lines of text, an empty line, and the bytes of a
plain container. ``expect:`` is ``ok`` or the code of the error. The files are kept, so that a later
reader is measured by bytes that an earlier one judged.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from inspector_app.formats.ustar import BLOCK, END
from tests.kit.bundle_files import (
    Members,
    forged,
    honest,
    join,
    sha256,
    sign,
    split,
)
from tests.kit.bundle_run_vectors import run_cases
from tests.kit.records import public_keys, sealed_run

FOLDER = Path(__file__).parent.parent / "vectors" / "bundles"
DAMAGED, SENDER, VERSION = "bundle.damaged", "bundle.unknown-sender", "bundle.newer-version"
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Vector:
    """One file: what it is, what must be said of it."""

    name: str
    about: str
    expect: str
    data: bytes


def vectors() -> Iterator[Vector]:
    """All vectors; the same bytes every time for the same zstd."""
    yield from _good()
    for name, about, expect, data in (
        *_signatures(),
        *_manifests(),
        *_members(),
        *_containers(),
        *_parts(),
        *run_cases(),
    ):
        yield Vector(name, about, expect, data)


def read_vector(path: Path) -> Vector:
    """A vector file."""
    head, _, data = path.read_bytes().partition(b"\n\n")
    lines = dict(line.split(": ", 1) for line in head.decode().splitlines())
    return Vector(path.stem, lines["about"], lines["expect"], data)


def _good() -> Iterator[Vector]:
    run = sealed_run(["a", "b"])
    fork = sealed_run(["a", "c"])
    later = sealed_run(["d"], first=3, previous=run.seal.id)
    same = "x" * 60_000
    yield Vector("good", "a usual bundle", "ok", honest())
    yield Vector("good-empty", "no members at all", "ok", honest((), (), {}))
    yield Vector("good-two-runs", "one chain in two runs", "ok", honest((later, run), (), {}))
    yield Vector("good-fork", "both branches of a forked chain", "ok", honest((run, fork), (), {}))
    yield Vector("good-empty-file", "evidence of no bytes", "ok", honest((), (b"",), {}))
    yield Vector(
        "good-pack", "a trip pack", "ok", honest(purpose="trip", base=((b"d" * 16, 1, b"h" * 32),))
    )
    yield Vector(
        "good-repetitive",
        "text that compresses like a bomb",
        "ok",
        honest([sealed_run([same])], (), {}),
    )


_Cases = Iterator[tuple[str, str, str, bytes]]


def _signatures() -> _Cases:
    good = split(honest())
    text = good[0][1]
    yield "sig-foreign", "signed by a device nobody knows", SENDER, forged(
        lambda plain: plain.update(device=sealed_run(["x"], 2).seal.dev.hex()), number=2
    )  # fmt: skip
    yield "sig-stolen-name", "foreign key, manifest names a known device", SENDER, forged(number=2)
    yield "sig-foreign-nonsense", "foreign key over bytes that are no JSON: never parsed", SENDER, forged(
        spell=lambda data: b"{" * 100_000, number=2
    )  # fmt: skip
    for name, about, signature in (
        ("sig-empty", "no signature", b""),
        (
            "sig-namespace",
            "signature of another kind of file",
            sign(text, namespace="insp-card-v1"),
        ),
        ("sig-other-text", "signature over another manifest", sign(text + b" ")),
        ("sig-twice", "two signatures one after the other", good[1][1] * 2),
        ("sig-spaces", "a space after the armour", good[1][1] + b" "),
        ("sig-crlf", "armour with other line ends", good[1][1].replace(b"\n", b"\r\n")),
        ("sig-raw", "signature without armour", good[1][1][40:104]),
        ("sig-long", "signature longer than 4 KiB", good[1][1] + b"\n" * 5000),
    ):
        yield name, about, DAMAGED, join([good[0], ("manifest.sig", signature), *good[2:]])
    yield "sig-missing", "manifest.sig left out", DAMAGED, join([good[0], *good[2:]])


def _manifests() -> _Cases:
    def edit(key: str, value: Any) -> Callable[[dict[str, Any]], object]:
        return lambda plain: plain.update({key: value})

    two = [public_keys(1).age_recipient, public_keys(2).age_recipient]
    head = honest_heads()[0]
    cases: dict[str, tuple[str, Callable[[dict[str, Any]], object]]] = {
        "unknown-field": ("a field nobody knows", edit("note", 1)),
        "missing-field": ("a field missing", lambda plain: plain.pop("team")),
        "format": ("another format", edit("format", "insp-trip")),
        "version-zero": ("version 0", edit("version", 0)),
        "version-fraction": ("version 1.0", edit("version", 1.0)),
        "device": ("the device is not the signer", edit("device", "ab" * 16)),
        "purpose": ("unknown purpose", edit("purpose", "delete")),
        "trip": ("trip id too short", edit("trip", "ab")),
        "trip-upper": ("capital hex digits", edit("trip", "AB" * 16)),
        "team": ("team id too short", edit("team", "00")),
        "created": ("time out of bounds", edit("created_ms", 2**53 + 1)),
        "export-zero": ("export number 0", edit("export_number", 0)),
        "export-huge": ("export number 2^64", edit("export_number", 2**64)),
        "sender-empty": ("no sender", edit("sender", "")),
        "sender-turned": ("sender's name with a direction mark", edit("sender", "A\u202eB")),
        "sender-nfd": ("sender's name not NFC", edit("sender", "e\u0301")),
        "recipient": ("a recipient that is none", edit("recipients", ["age1xyz"])),
        "recipients-order": ("recipients unsorted", edit("recipients", sorted(two)[::-1])),
        "recipients-twice": ("a recipient twice", edit("recipients", [two[0], two[0]])),
        "absent-order": ("absent list unsorted", edit("absent", ["b" * 64, "a" * 64])),
        "heads-missing": ("no heads", edit("heads", [])),
        "heads-other": ("heads of another chain", edit("heads", [["ab" * 16, 1, "cd" * 32]])),
        "heads-more": ("one head too many", edit("heads", [*([["0" * 32, 1, "0" * 64]]), head])),
        "base": ("base of the wrong shape", edit("base", [["ab" * 16, 1]])),
        "counts-less": ("a count too small", lambda plain: plain["counts"].update(changes=2)),
        "counts-missing": ("a count missing", lambda plain: plain["counts"].pop("cards")),
        "counts-name": ("a count with a strange name", lambda plain: plain["counts"].update({"x y": 1})),
        "counts-negative": ("a negative count", lambda plain: plain["counts"].update(inspections=-1)),
        "members-order": ("members unsorted", lambda plain: plain["members"].reverse()),
        "members-field": ("a member with a field nobody knows", lambda plain: plain["members"][0].update(mode="0777")),
        "members-fewer": ("a member not listed", lambda plain: plain["members"].pop()),
        "member-negative": ("negative size", lambda plain: plain["members"][0].update(size=-1)),
        "member-huge": ("a size of 8 EiB", lambda plain: plain["members"][0].update(size=2**63, raw_size=2**63)),
        "member-hash": ("name and hash differ", lambda plain: plain["members"][0].update(sha256="a" * 64)),
        "member-raw-size": ("evidence that claims compression", lambda plain: plain["members"][0].update(raw_size=1)),
        "ratio": ("a run that claims to grow 300 times", lambda plain: plain["members"][2].update(raw_size=300 * plain["members"][2]["size"])),
    }  # fmt: skip
    for name, (about, change) in cases.items():
        yield f"manifest-{name}", about, DAMAGED, forged(change)
    yield "manifest-version-two", "a later version", VERSION, forged(
        lambda plain: plain.update(version=2, more=[1])
    )  # fmt: skip
    spellings: dict[str, tuple[str, Callable[[bytes], bytes]]] = {
        "key-twice": ("a key twice", lambda data: data.replace(b'{"absent"', b'{"actor":"","absent"')),
        "key-twice-same": ("the same key and value twice", lambda data: data[:-1] + b',"version":1}'),
        "space": ("a space", lambda data: data.replace(b":1}", b": 1}")),
        "line": ("a line feed at the end", lambda data: data + b"\n"),
        "two-values": ("two values", lambda data: data + data),
        "escape": ("a needless escape", lambda data: data.replace("ễ".encode(), b"\\u1ec5")),
        "exponent": ("a number as 1e0", lambda data: data.replace(b'"version":1', b'"version":1e0')),
        "mark": ("a byte order mark", lambda data: b"\xef\xbb\xbf" + data),
        "utf-16": ("UTF-16", lambda data: data.decode().encode("utf-16")),
        "utf-8": ("bytes that are no UTF-8", lambda data: data.replace(b"Nguy", b"Ng\xffy")),
        "surrogate": ("half a surrogate pair", lambda data: data.replace(b"Nguy", b"\\ud800")),
        "deep": ("100,000 brackets", lambda data: b"[" * 100_000),
        "deep-inside": ("deep nesting in a known field", lambda data: data.replace(b'"base":[]', b'"base":' + b"[" * 50_000)),
        "empty": ("no bytes", lambda data: b""),
        "unsorted": ("keys unsorted", lambda data: b'{"version":1,' + data[1:].replace(b',"version":1}', b"}")),
    }  # fmt: skip
    for name, (about, spell) in spellings.items():
        yield f"manifest-{name}", about, DAMAGED, forged(spell=spell)


def _parts() -> _Cases:
    """What a part of a split export says of itself: part, parts, export number of the first."""
    cases: dict[str, tuple[str, str, dict[str, int]]] = {
        "good": ("the second of three parts", "ok", {"part": 2, "parts": 3, "part_of": 6}),
        "zero": ("part 0", DAMAGED, {"part": 0, "parts": 3, "part_of": 7}),
        "beyond": ("part 4 of 3", DAMAGED, {"part": 4, "parts": 3, "part_of": 4}),
        "first": ("the first part has another number", DAMAGED, {"part": 2, "parts": 3, "part_of": 5}),
        "alone": ("part without parts", DAMAGED, {"part": 2}),
        "many": ("10^15 parts", DAMAGED, {"part": 1, "parts": 10**15, "part_of": 7}),
        "before": ("the first would be number 0", DAMAGED, {"part": 8, "parts": 9, "part_of": 0}),
    }  # fmt: skip
    for name, (about, expect, counts) in cases.items():

        def change(plain: dict[str, Any], counts: dict[str, int] = counts) -> None:
            plain["export_number"] = 7
            plain["counts"].update(counts)

        yield f"parts-{name}", about, expect, forged(change)


def honest_heads() -> list[list[Any]]:
    """The heads of the usual bundle."""
    run = sealed_run(["có", None, {"a": 1}])
    return [[run.seal.dev.hex(), run.seal.seq, run.seal.id.hex()]]


def _renamed(name: str) -> bytes:
    """A validly signed bundle with one evidence member under any name at all."""
    data = b"harmless"
    member = {"name": name, "raw_size": len(data), "sha256": sha256(data), "size": len(data)}

    def change(plain: dict[str, Any]) -> None:
        plain["members"] = [member]
        plain["heads"] = []
        plain["counts"] = {"cards": 0, "changes": 0, "evidence": 0, "forms": 0}

    block = bytearray(split_header(honest((), (data,), {})))
    block[:100] = name.encode()[:100].ljust(100, b"\0")
    block[148:156] = b" " * 8
    block[148:156] = b"%06o\0 " % sum(block)
    body = bytes(block) + data + bytes(BLOCK - len(data))
    signed = forged(change, [], base=honest((), (data,), {}))
    return signed[: -len(END)] + body + END


def split_header(bundle: bytes) -> bytes:
    """The header of the first member after manifest and signature."""
    before = len(join(split(bundle)[:2])) - len(END)
    return bundle[before : before + BLOCK]


def _members() -> _Cases:
    names = {
        "up": ("a path that climbs", "att/../../../../etc/passwd"),
        "root": ("an absolute path", "/etc/passwd"),
        "drive": ("a drive letter", "C:\\windows\\x"),
        "upper": ("a hash in capitals", f"att/{sha256(b'harmless').upper()}"),
        "short": ("a hash too short", f"att/{sha256(b'harmless')[:-1]}"),
        "line": ("a line feed after the hash", f"att/{sha256(b'harmless')}\n"),
        "other-folder": ("a folder nobody knows", f"bin/{sha256(b'harmless')}"),
        "manifest": ("a second manifest", "manifest.json"),
        "other-hash": ("the name of another hash", f"att/{'a' * 64}"),
        "card": ("a card with a strange name", "meta/cards/../x.inspcard"),
    }
    for name, (about, path) in names.items():
        yield f"name-{name}", about, DAMAGED, _renamed(path)
    good = split(honest())
    photo_a, photo_b, run, card, form = good[2:]
    swaps: dict[str, tuple[str, Members]] = {
        "swapped-bytes": ("two photos exchanged", [(photo_a[0], photo_b[1]), (photo_b[0], photo_a[1]), run, card, form]),
        "swapped-photo": ("another photo of the same length", [(photo_a[0], photo_a[1][::-1]), photo_b, run, card, form]),
        "swapped-run": ("another run under the same name", [photo_a, photo_b, (run[0], run[1][::-1]), card, form]),
        "swapped-form": ("another form of the same length", [photo_a, photo_b, run, card, (form[0], form[1][::-1])]),
        "order": ("two members exchanged with their headers", [photo_b, photo_a, run, card, form]),
        "extra-last": ("one member more at the end", [photo_a, photo_b, run, card, form, ("zz", b"x")]),
        "extra-first": ("one member more at the beginning", [("aa", b"x"), photo_a, photo_b, run, card, form]),
        "twice": ("a member twice", [photo_a, photo_a, photo_b, run, card, form]),
        "missing-last": ("the last member left out", [photo_a, photo_b, run, card]),
        "missing-middle": ("a member left out", [photo_a, run, card, form]),
        "none": ("all members left out", []),
    }  # fmt: skip
    for name, (about, members) in swaps.items():
        yield f"members-{name}", about, DAMAGED, forged(members=members)


def _containers() -> _Cases:
    good = honest()
    members = split(good)
    zip_start = b"PK\x03\x04" + bytes(600)
    yield "container-zip", "a ZIP", DAMAGED, zip_start
    yield "container-text", "text", DAMAGED, b"hello " * 200
    yield "container-nothing", "an empty file", DAMAGED, b""
    yield "container-zeros", "only zeros", DAMAGED, bytes(20 * BLOCK)
    yield "container-no-manifest", "signature and manifest exchanged", DAMAGED, join(
        [members[1], members[0], *members[2:]]
    )  # fmt: skip
    yield "container-no-end", "end marker left out", DAMAGED, good[: -len(END)]
    yield "container-half-end", "half an end marker", DAMAGED, good[:-BLOCK]
    yield "container-after", "one byte after the end", DAMAGED, good + b"\0"
    yield "container-block-after", "a block after the end", DAMAGED, good + bytes(BLOCK)
    yield "container-twice", "two containers", DAMAGED, good + good
    padded = bytearray(good)
    padded[-len(END) - 1] = 1
    yield "container-padding", "padding that is not zero", DAMAGED, bytes(padded)
    big = bytearray(good[: 4 * BLOCK])
    big[124:136] = b"77777777777\0"
    yield "container-huge-manifest", "a manifest of 8 GiB", DAMAGED, bytes(big)
    big[124:136] = b"\x80" + bytes(6) + b"\x40" + bytes(4)
    yield "container-binary-size", "a size in base 256", DAMAGED, bytes(big)
    link = bytearray(good)
    link[156] = ord("2")
    link[148:156] = b" " * 8
    link[148:156] = b"%06o\0 " % sum(link[:BLOCK])
    yield "container-link", "the manifest as a link", DAMAGED, bytes(link)


def main() -> None:
    """Write all files anew."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for old in FOLDER.glob("*.vector"):
        old.unlink()
    for vector in vectors():
        head = f"about: {vector.about}\nexpect: {vector.expect}\n\n".encode()
        (FOLDER / f"{vector.name}.vector").write_bytes(head + vector.data)


if __name__ == "__main__":
    main()
