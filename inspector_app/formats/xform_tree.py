"""The parts of an XForm document: instances, binds, controls, texts; no meaning yet.

Read with defusedxml: no document type, no entities, nothing external.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import fromstring  # type: ignore[import-untyped]

from inspector_app.domain.form.definition import Text
from inspector_app.domain.form.problems import Problem

XFORMS = "{http://www.w3.org/2002/xforms}"
XHTML = "{http://www.w3.org/1999/xhtml}"
JAVAROSA = "{http://openrosa.org/javarosa}"
ODK = "{http://www.opendatakit.org/xforms}"
INSP = "{http://inspector-app.vn/xforms}"
"""The namespace of our ``bind::insp:*`` columns."""

MAX_DEPTH = 40
"""Deepest nesting of elements."""
MAX_ELEMENTS = 400_000
"""Most elements of a form."""

_LANGUAGE_CODE = re.compile(r"\(([A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*)\)\s*$")
_ITEXT = re.compile(r"\s*jr:itext\('([^']*)'\)\s*")


class XFormError(Exception):
    """A document that is no XForm; ``problem`` says why."""

    def __init__(self, what: str) -> None:
        self.problem = Problem(what)
        super().__init__(what)


@dataclass(slots=True)
class Leaf:
    """A value node of the primary instance."""

    path: str
    default: str


@dataclass(slots=True)
class Tree:
    """An XForm taken apart.

    ``leaves`` and ``groups`` are in document order; ``repeats`` are the paths of repeats;
    ``controls`` map a path to its body element; ``labels`` a group's path to its group element.
    """

    title: str
    form_id: str
    version: str
    root: str
    leaves: list[Leaf]
    groups: list[str]
    binds: dict[str, dict[str, str]]
    texts: dict[str, Text]
    languages: tuple[str, ...]
    instances: dict[str, tuple[dict[str, str], ...]]
    repeats: dict[str, Element] = field(default_factory=dict)
    controls: dict[str, Element] = field(default_factory=dict)
    labels: dict[str, Element] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def text(self, element: Element | None, part: str) -> Text:
        """The ``label`` or ``hint`` of a control or group in all languages."""
        child = element.find(XFORMS + part) if element is not None else None
        if child is None:
            return Text()
        if len(child):
            self.problems.append(Problem("nhãn có phần tính toán chưa được hỗ trợ"))
        return self.itext(child.get("ref") or (child.text or ""))

    def itext(self, source: str) -> Text:
        """A text, or what ``jr:itext('id')`` refers to."""
        match = _ITEXT.fullmatch(source)
        if match is not None:
            return self.texts.get(match.group(1), Text())
        cleaned = clean(source)
        return Text({"": cleaned}) if cleaned else Text()


def clean(text: str) -> str:
    """NFC, without blanks at the ends."""
    return unicodedata.normalize("NFC", text).strip()


def language_code(name: str) -> str:
    """``Tiếng Việt (vi)`` to ``vi``; a bare name stays as it is; ``default`` is any language."""
    match = _LANGUAGE_CODE.search(name)
    if match is not None:
        return match.group(1).lower()
    return "" if name == "default" else clean(name).lower()


def read_tree(xform: bytes) -> Tree:
    """Take an XForm apart.

    Raises:
        XFormError: not XML, unsafe XML, or no XForm.
    """
    try:
        document: Element = fromstring(xform, forbid_dtd=True)
    except DefusedXmlException as error:
        raise XFormError("tệp XML khai báo thực thể hay DTD, không được phép") from error
    except (ParseError, ValueError, LookupError) as error:
        raise XFormError(f"không đọc được XML: {error}") from error
    _check_size(document)
    model = document.find(f"{XHTML}head/{XFORMS}model")
    body = document.find(f"{XHTML}body")
    instance = model.find(f"{XFORMS}instance") if model is not None else None
    if model is None or body is None or instance is None or len(instance) != 1:
        raise XFormError("tệp XML không phải XForm của ODK (thiếu model, instance hoặc body)")
    root = instance[0]
    texts, languages = _texts(model)
    tree = Tree(
        title=clean(document.findtext(f"{XHTML}head/{XHTML}title") or ""),
        form_id=clean(root.get("id") or ""),
        version=clean(root.get("version") or ""),
        root="/" + _local(root),
        leaves=[],
        groups=[],
        binds={one.get("nodeset", ""): dict(one.attrib) for one in model.findall(XFORMS + "bind")},
        texts=texts,
        languages=languages,
        instances={},
    )
    _walk_instance(tree, root, tree.root)
    _walk_body(tree, body)
    for one in model.findall(XFORMS + "instance")[1:]:
        _secondary(tree, one)
    if any(True for _ in document.iter(XFORMS + "setvalue")):
        _refuse_actions(tree, document)
    return tree


def _check_size(document: Element) -> None:
    stack, count = [(document, 1)], 0
    while stack:
        element, depth = stack.pop()
        count += 1
        if depth > MAX_DEPTH or count > MAX_ELEMENTS:
            raise XFormError("tệp XML quá lớn hoặc lồng nhau quá sâu")
        stack.extend((child, depth + 1) for child in element)


def _local(element: Element) -> str:
    return element.tag.rpartition("}")[2]


def _texts(model: Element) -> tuple[dict[str, Text], tuple[str, ...]]:
    found: dict[str, dict[str, str]] = {}
    languages: list[tuple[bool, str]] = []
    for translation in model.findall(f"{XFORMS}itext/{XFORMS}translation"):
        code = language_code(translation.get("lang", ""))
        languages.append((not translation.get("default"), code))
        for text in translation.findall(XFORMS + "text"):
            for value in text.findall(XFORMS + "value"):
                if value.get("form") in (None, "long"):
                    content = clean("".join(value.itertext()))
                    if content and content != "-":
                        found.setdefault(text.get("id", ""), {})[code] = content
    ordered = tuple(code for _, code in sorted(languages, key=lambda pair: pair[0]))
    return {key: Text(texts) for key, texts in found.items()}, ordered


def _walk_instance(tree: Tree, element: Element, path: str) -> None:
    templates = {_local(child) for child in element if JAVAROSA + "template" in child.attrib}
    for child in element:
        name = _local(child)
        here = f"{path}/{name}"
        if name == "meta":
            continue
        if name in templates and JAVAROSA + "template" not in child.attrib:
            continue
        if len(child) or name in templates:
            tree.groups.append(here)
            _walk_instance(tree, child, here)
        else:
            tree.leaves.append(Leaf(here, clean(child.text or "")))


def _walk_body(tree: Tree, element: Element) -> None:
    for child in element:
        kind = _local(child)
        path = child.get("ref") or child.get("nodeset") or ""
        if kind == "group":
            if path:
                tree.labels[path] = child
            _walk_body(tree, child)
        elif kind == "repeat":
            tree.repeats[path] = child
            _walk_body(tree, child)
        elif kind not in ("label", "hint"):
            tree.controls[path] = child


def _secondary(tree: Tree, instance: Element) -> None:
    name = instance.get("id", "")
    if instance.get("src"):
        what = f"danh sách «{name}» nằm ở tệp ngoài, chưa được hỗ trợ"
        tree.problems.append(Problem(what))
        return
    items = instance.findall(f"{XFORMS}root/{XFORMS}item") or instance.findall("root/item")
    tree.instances[name] = tuple(
        {_local(cell): clean(cell.text or "") for cell in item} for item in items
    )


def _refuse_actions(tree: Tree, document: Element) -> None:
    for action in _elements(document, XFORMS + "setvalue"):
        name = (action.get("ref") or "").rpartition("/")[2]
        if name != "instanceID":
            what = "giá trị mặc định tính theo công thức chưa được hỗ trợ"
            tree.problems.append(Problem(what, column="default", question=name))


def _elements(document: Element, tag: str) -> Iterator[Element]:
    return document.iter(tag)
