"""``setvalue`` actions of an XForm: dynamic defaults, ``trigger`` with ``calculation``.

Source: ODK XForms specification, "Actions" and "Events".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from inspector_app.domain.form.definition import Action, ActionEvent
from inspector_app.domain.form.problems import Problem
from inspector_app.domain.saying import said
from inspector_app.formats.xform_controls import PLACE, PLACE_REMEDY, refusal
from inspector_app.formats.xform_tree import RawAction, Tree, absolute
from inspector_app.formats.xform_xml import local_name

_EVENTS = {
    "odk-instance-first-load": ActionEvent.FIRST_LOAD,
    "xforms-ready": ActionEvent.FIRST_LOAD,
    "odk-instance-load": ActionEvent.LOAD,
    "odk-new-repeat": ActionEvent.NEW_ROW,
    "xforms-value-changed": ActionEvent.VALUE_CHANGED,
}
_OTHER_ACTIONS = {
    "setgeopoint": (said("{place} (tự ghi tọa độ)", place=PLACE), PLACE_REMEDY),
    "recordaudio": (said("ghi âm ngầm (background-audio)"), said("xóa dòng background-audio")),
}


def read_actions(tree: Tree, names: Mapping[str, str], problems: list[Problem]) -> list[Action]:
    """The actions in document order.

    Args:
        tree: the document.
        names: names of questions by path.
        problems: takes what is wrong.
    """
    found: list[Action] = []
    for raw in tree.actions:
        found.extend(_read(tree, raw, names, problems))
    return found


def _read(
    tree: Tree, raw: RawAction, names: Mapping[str, str], problems: list[Problem]
) -> Iterator[Action]:
    kind = local_name(raw.element)
    target = absolute(raw.element.get("ref") or "", raw.place or tree.root)
    if raw.element.get("bind"):
        target = tree.ids.get(raw.element.get("bind", ""), target)
    name = names.get(target, target.rpartition("/")[2])
    if kind != "setvalue":
        what, remedy = _OTHER_ACTIONS.get(kind, (said("hành động «{kind}»", kind=kind), ""))
        problems.append(refusal(name, what, remedy))
        return
    if target.startswith(f"{tree.root}/meta/"):
        return
    if target not in names:
        what = said("hành động ghi vào «{target}», nhưng không có câu hỏi đó", target=target)
        problems.append(Problem(what, column="default", code="action"))
        return
    expression = (raw.element.get("value") or "").strip() or _literal(raw.element.text or "")
    for event in (raw.element.get("event") or "").split():
        if event not in _EVENTS:
            problems.append(refusal(name, said("sự kiện «{event}»", event=event), "", "default"))
            continue
        known = _EVENTS[event]
        source = ""
        if known is ActionEvent.NEW_ROW:
            source = _repeat_around(tree, raw.place)
        elif known is ActionEvent.VALUE_CHANGED:
            source = names.get(raw.place, "")
        if not source and known in (ActionEvent.NEW_ROW, ActionEvent.VALUE_CHANGED):
            what = said("hành động «{event}» không nằm trong câu hỏi hay bảng lặp nào", event=event)
            problems.append(Problem(what, column="default", question=name, code="action"))
            continue
        yield Action(known, names[target], expression, source)


def _repeat_around(tree: Tree, place: str) -> str:
    """The name of the innermost repeat at a place of the body."""
    around = [*tree.parents(place), place] if place else []
    repeats = [one for one in around if one in tree.repeats]
    return repeats[-1].rpartition("/")[2] if repeats else ""


def _literal(text: str) -> str:
    """A text between the tags as an XPath literal; one with both kinds of quotes is joined."""
    text = text.strip()
    if not text or "'" not in text:
        return f"'{text}'" if text else ""
    if '"' not in text:
        return f'"{text}"'
    parts = ', "\'", '.join(f"'{part}'" for part in text.split("'"))
    return f"concat({parts})"
