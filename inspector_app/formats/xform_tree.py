"""The parts of an XForm document: instances, binds, controls, actions, texts; no meaning yet.

Source: the ODK XForms specification ("Instance", "Bindings", "Body elements", "Actions").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from inspector_app.domain.form.problems import Problem
from inspector_app.domain.saying import said
from inspector_app.formats.external_lists import LIST_REMEDY, Rows
from inspector_app.formats.xform_texts import XFORMS, Texts, read_texts
from inspector_app.formats.xform_xml import (
    XFormError,
    clean,
    is_flat,
    items_of,
    local_name,
    read_xml,
)

XHTML = "{http://www.w3.org/1999/xhtml}"
JAVAROSA = "{http://openrosa.org/javarosa}"
ODK = "{http://www.opendatakit.org/xforms}"
OPENROSA = "{http://openrosa.org/xforms}"
INSP = "{http://inspector-app.vn/xforms}"
"""The namespace of our ``bind::insp:*`` columns."""

_TEMPLATE = JAVAROSA + "template"
_ACTIONS = frozenset(
    ("setvalue", "action", "send", "insert", "delete", "setgeopoint", "recordaudio")
)
_TEXT_PARTS = frozenset(("label", "hint", "help", "alert", "item", "itemset", "value", "copy"))


@dataclass(slots=True)
class Leaf:
    """A value node of the primary instance."""

    path: str
    default: str


@dataclass(frozen=True, slots=True)
class RawAction:
    """An action element: the path of the control or repeat it stands in (or empty)."""

    element: Element
    place: str


@dataclass(slots=True)
class Tree:
    """An XForm taken apart.

    ``leaves`` and ``groups`` are in document order; ``repeats`` are the paths of repeats, ``rows``
    how many rows of each the primary instance has, ``known`` the groups again; ``controls`` map a path to its body element;
    ``labels`` a group's path to its group element; ``sources`` are the external instances,
    ``ids`` the paths by the id of their bind.
    """

    title: str
    form_id: str
    version: str
    root: str
    texts: Texts
    leaves: list[Leaf] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    rows: dict[str, int] = field(default_factory=dict)
    binds: dict[str, dict[str, str]] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    instances: dict[str, Rows] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)
    repeats: dict[str, Element] = field(default_factory=dict)
    controls: dict[str, Element] = field(default_factory=dict)
    labels: dict[str, Element] = field(default_factory=dict)
    actions: list[RawAction] = field(default_factory=list)
    meta: dict[str, Element] = field(default_factory=dict)
    submission: Element | None = None
    problems: list[Problem] = field(default_factory=list)

    def bind(self, path: str) -> dict[str, str]:
        """The attributes of the bind of a node; empty when there is none."""
        return self.binds.get(path, {})

    def parents(self, path: str) -> list[str]:
        """The groups and repeats around a node, outermost first."""
        steps = path.split("/")
        around = ("/".join(steps[:depth]) for depth in range(3, len(steps)))
        return [one for one in around if one in self.known]


def read_tree(xform: bytes) -> Tree:
    """Take an XForm apart.

    Raises:
        XFormError: not XML, unsafe XML, or no XForm.
    """
    document = read_xml(xform)
    model = document.find(f"{XHTML}head/{XFORMS}model")
    body = document.find(f"{XHTML}body")
    instance = model.find(f"{XFORMS}instance") if model is not None else None
    if model is None or body is None or instance is None or len(instance) != 1:
        raise XFormError(
            said("tệp XML không phải XForm của ODK (thiếu model, instance hoặc body)"),
            said("dùng sổ tính XLSForm (.xlsx) hoặc XForm do pyxform, ODK hay KoboToolbox tạo"),
        )
    root = instance[0]
    tree = Tree(
        title=clean(document.findtext(f"{XHTML}head/{XHTML}title") or ""),
        # as other tools do, what an XForm does not say is its root's name and the first version
        form_id=clean(root.get("id") or "") or local_name(root),
        version=clean(root.get("version") or "") or "1",
        root="/" + local_name(root),
        texts=read_texts(model),
    )
    _binds(tree, model)
    for child in model:
        if local_name(child) in _ACTIONS:
            tree.actions.append(RawAction(child, ""))
    _walk_body(tree, body, tree.root)
    _walk_instance(tree, root, root, tree.root)
    tree.known.update(tree.groups)
    for one in model.findall(XFORMS + "instance")[1:]:
        _secondary(tree, one)
    tree.submission = model.find(XFORMS + "submission")
    return tree


def _binds(tree: Tree, model: Element) -> None:
    for one in model.findall(XFORMS + "bind"):
        path = absolute(one.get("nodeset", ""), tree.root)
        tree.binds[path] = dict(one.attrib)
        if one.get("id"):
            tree.ids[one.get("id", "")] = path


def absolute(reference: str, place: str) -> str:
    """The path that a reference means at a place."""
    reference = reference.strip().removeprefix("current()/")
    if not reference or reference.startswith("/"):
        return reference
    steps = place.split("/")
    for step in reference.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in (".", ""):
            steps.append(step)
    return "/".join(steps)


def _walk_body(tree: Tree, element: Element, place: str) -> None:
    for child in element:
        kind = local_name(child)
        if not kind or kind in _TEXT_PARTS:
            continue
        if kind in _ACTIONS:
            tree.actions.append(RawAction(child, place))
            continue
        reference = child.get("ref") or child.get("nodeset") or ""
        path = tree.ids.get(child.get("bind", ""), "") or absolute(reference, place)
        if kind == "group":
            if path:
                tree.labels[path] = child
            _walk_body(tree, child, path or place)
        elif kind == "repeat":
            tree.repeats[path] = child
            _walk_body(tree, child, path)
        else:
            if path in tree.controls:
                what = said("câu này hiện ở hai nơi trong biểu mẫu")
                name = path.rpartition("/")[2]
                tree.problems.append(Problem(what, question=name, code="control-twice"))
            tree.controls[path] = child
            _walk_body(tree, child, path)


def _walk_instance(tree: Tree, sample: Element, shown: Element, path: str) -> None:
    """Take in the nodes below ``sample``.

    ``sample`` is the template where there is one, ``shown`` the first row that stands in the
    instance: defaults come from the former, numbers of rows from the latter.
    """
    standing = _by_name(shown)
    for name, children in _by_name(sample).items():
        here = f"{path}/{name}"
        if not name:
            continue
        if name == "meta" and path == tree.root:
            tree.meta = {local_name(one): one for one in children[0]}
            continue
        templates = [one for one in children if _TEMPLATE in one.attrib]
        beside = [one for one in standing.get(name, ()) if _TEMPLATE not in one.attrib]
        first = (templates or children)[0]
        if here in tree.repeats:
            tree.rows[here] = len(beside)
            _check_rows(tree, here, first, beside)
            if not templates:
                _check_no_template(tree, here, first)
        elif len(children) - len(templates) > 1:
            what = said(
                "có {count} nút cùng tên ở {path} mà không phải bảng lặp",
                count=len(children),
                path=path,
            )
            tree.problems.append(Problem(what, question=name, code="name-duplicate"))
        if len(first) or here in tree.repeats or here in tree.labels:
            tree.groups.append(here)
            _walk_instance(tree, first, beside[0] if beside else first, here)
        else:
            tree.leaves.append(Leaf(here, clean(first.text or "")))


def _by_name(element: Element) -> dict[str, list[Element]]:
    found: dict[str, list[Element]] = {}
    for child in element:
        found.setdefault(local_name(child), []).append(child)
    return found


def _check_rows(tree: Tree, path: str, template: Element, rows: list[Element]) -> None:
    """Rows that stand in the instance must hold what a new row holds."""
    expected = _values(template, "")
    if any(_values(row, "").items() - expected.items() for row in rows):
        what = said("các dòng có sẵn của bảng chứa giá trị khác với dòng mẫu")
        name = path.rpartition("/")[2]
        remedy = said("đặt giá trị mặc định chung cho cột, hoặc bỏ các dòng có sẵn")
        tree.problems.append(Problem(what, question=name, remedy=remedy, code="row-values"))


def _check_no_template(tree: Tree, path: str, row: Element) -> None:
    """Without a template a new row is empty, whatever the rows that stand there hold."""
    is_fixed = tree.repeats[path].get(JAVAROSA + "noAddRemove", "").replace(" ", "") == "true()"
    inner = tuple(
        f"{one.removeprefix(path)}/" for one in tree.repeats if one.startswith(f"{path}/")
    )
    if not is_fixed and any(not f"{one}/".startswith(inner) for one in _values(row, "")):
        what = said("bảng không có dòng mẫu (jr:template) mà dòng có sẵn lại chứa giá trị")
        name = path.rpartition("/")[2]
        remedy = said("thêm dòng mẫu mang giá trị mặc định, hoặc để trống dòng có sẵn")
        tree.problems.append(Problem(what, question=name, remedy=remedy, code="row-values"))


def _values(element: Element, path: str) -> dict[str, str]:
    """The texts of the leaves below an element, by path; of equal paths the first."""
    if not len(element):
        text = clean(element.text or "")
        return {path: text} if text else {}
    found: dict[str, str] = {}
    for child in element:
        for key, text in _values(child, f"{path}/{local_name(child)}").items():
            found.setdefault(key, text)
    return found


def _secondary(tree: Tree, instance: Element) -> None:
    name = instance.get("id", "")
    if instance.get("src"):
        tree.sources[name] = instance.get("src", "").strip()
        return
    root = instance[0] if len(instance) == 1 else None
    items = tuple(items_of(root))
    if root is None or local_name(root) != "root" or not is_flat(root):
        what = said("danh sách «{name}» không có dạng root/item", name=name)
        tree.problems.append(Problem(what, remedy=LIST_REMEDY, code="list-shape"))
    tree.instances[name] = items
