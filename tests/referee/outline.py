"""What a walk must know of a form, read from the XForm itself and not by our own reader."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeAlias
from xml.etree import ElementTree as ET

XF = "{http://www.w3.org/2002/xforms}"
XHTML = "{http://www.w3.org/1999/xhtml}"
JR = "{http://openrosa.org/javarosa}"
CONTROLS = ("input", "select", "select1", "range", "trigger", "upload", "rank")
RULES = ("constraint", "relevant", "required", "readonly", "calculate")
_NAME = re.compile(r"[A-Za-z_][\w.-]*")
_NUMBER = re.compile(r"(?<![\w.'/-])\d+(?:\.\d+)?(?![\w.'/-])")
_TEXT = re.compile(r"'([^']*)'")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_ROW = re.compile(r"\[\d+\]")

Place: TypeAlias = tuple[str, str]
"""A node and what can be said of it: relevant, required, readonly or value."""


@dataclass(frozen=True)
class Control:
    """A question that a person can be asked."""

    path: str
    kind: str
    type: str
    is_computed: bool
    choices: tuple[str, ...] = ()
    start: float = 0
    end: float = 0
    step: float = 1


@dataclass(frozen=True)
class Outline:
    """Controls by path, repeats by path (whether their number of rows is fixed), literals."""

    controls: dict[str, Control]
    repeats: dict[str, bool]
    types: dict[str, str]
    calculated: dict[str, str]
    preloaded: frozenset[str]
    reads: dict[Place, frozenset[str]]
    numbers: tuple[float, ...] = ()
    texts: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    languages: tuple[str, ...] = field(default=())

    def control(self, path: str) -> Control | None:
        """The control of a node with its rows."""
        return self.controls.get(generic(path))


def generic(path: str) -> str:
    """A path without its rows."""
    return _ROW.sub("", path)


def read_outline(xform: bytes) -> Outline:
    """Read an XForm."""
    root = ET.fromstring(xform)
    binds = {bind.get("nodeset", ""): bind for bind in root.iter(f"{XF}bind")}
    body = root.find(f"{XHTML}body")
    assert body is not None
    lists = _lists(root)
    controls: dict[str, Control] = {}
    for element in body.iter():
        kind = element.tag.rpartition("}")[2]
        ref = element.get("ref", "")
        if kind in CONTROLS and ref:
            bind = binds.get(ref)
            controls[ref] = Control(
                ref,
                kind,
                "" if bind is None else bind.get("type", "string"),
                bind is not None and bind.get("calculate") is not None,
                _choices(element, lists),
                *(float(element.get(name, default)) for name, default in _RANGE),
            )
    source = " ".join(_expressions(root))
    return Outline(
        controls,
        {
            one.get("nodeset", ""): one.get(f"{JR}count") is not None
            for one in body.iter(f"{XF}repeat")
        },
        {path: bind.get("type", "string") for path, bind in binds.items()},
        {path: bind.get("calculate", "") for path, bind in binds.items() if bind.get("calculate")},
        frozenset(path for path, bind in binds.items() if bind.get(f"{JR}preload")),
        _reads(root, binds),
        tuple(sorted({float(one) for one in _NUMBER.findall(source)} | {0.0, 1.0})),
        tuple(sorted({one for one in _TEXT.findall(source) if 0 < len(one) < 40})),
        tuple(sorted(set(_DATE.findall(source)))),
        tuple(one.get("lang", "") for one in root.iter(f"{XF}translation")),
    )


_RANGE = (("start", "0"), ("end", "0"), ("step", "1"))


def _reads(root: ET.Element, binds: dict[str, ET.Element]) -> dict[Place, frozenset[str]]:
    """The nodes whose values a field of a node depends on, in the end; found by their names.

    What is read counts by its value and by its relevance: what is not relevant reads as empty.
    """
    paths = _paths(root)
    by_name = {path.rpartition("/")[2]: path for path in paths}

    def read(expression: str) -> set[Place]:
        found = {by_name[word] for word in _NAME.findall(expression) if word in by_name}
        return {(path, field) for path in found for field in ("value", "relevant")}

    direct: dict[Place, set[Place]] = {}
    for path in paths:
        above = [path, *(one for one in paths if path.startswith(one + "/"))]
        own = binds.get(path, ET.Element("bind"))
        for flag in ("relevant", "readonly"):
            rules = (binds[one].get(flag, "") for one in above if one in binds)
            direct[path, flag] = read(" ".join(rules))
        direct[path, "required"] = read(own.get("required", ""))
        direct[path, "value"] = read(own.get("calculate", ""))
    for element in root.iter():
        for child in element:
            kind = child.tag.rpartition("}")[2]
            if kind == "setvalue":
                target = direct.setdefault((child.get("ref", ""), "value"), set())
                target |= read(child.get("value", "")) | read(element.get("ref", ""))
            elif kind == "repeat":
                repeat, count = child.get("nodeset", ""), read(child.get(f"{JR}count", ""))
                for path in (one for one in paths if one == repeat or one.startswith(repeat + "/")):
                    direct[path, "relevant"] |= count
                    direct[path, "value"] |= count
    return {place: _reached(place, direct) for place in direct}


def _paths(root: ET.Element) -> list[str]:
    """Every node of the primary instance, in the order of the form."""
    found: list[str] = []

    def walk(element: ET.Element, above: str) -> None:
        path = f"{above}/{element.tag.rpartition('}')[2]}"
        if path not in found:
            found.append(path)
        for child in element:
            walk(child, path)

    instance = root.find(f".//{XF}instance")
    assert instance is not None
    walk(instance[0], "")
    return found


def _reached(place: Place, direct: dict[Place, set[Place]]) -> frozenset[str]:
    reached: set[Place] = set()
    left = [place]
    while left:
        fresh = direct.get(left.pop(), set()) - reached
        reached |= fresh
        left += fresh
    return frozenset(path for path, field in reached if field == "value")


def _expressions(root: ET.Element) -> Iterator[str]:
    for bind in root.iter(f"{XF}bind"):
        for name in RULES:
            yield bind.get(name, "")


def _lists(root: ET.Element) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for instance in root.iter(f"{XF}instance"):
        names = tuple(one.text or "" for one in instance.iter(f"{XF}name"))
        found[instance.get("id", "")] = names
    return found


def _choices(element: ET.Element, lists: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    fixed = tuple(one.text or "" for one in element.findall(f"{XF}item/{XF}value"))
    itemset = element.find(f"{XF}itemset")
    if itemset is None:
        return fixed
    match = re.search(r"instance\('([^']*)'\)", itemset.get("nodeset", ""))
    return lists.get(match.group(1), ()) if match else ()
