"""The choices of a question: fixed, from a list, or filtered and shuffled by an expression.

Source: ODK XForms specification, "Secondary Instances" and "itemset".
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from inspector_app.domain.form.definition import Choice, Itemset, Text
from inspector_app.domain.form.problems import Problem
from inspector_app.domain.saying import said
from inspector_app.formats.external_lists import Rows
from inspector_app.formats.xform_controls import refusal
from inspector_app.formats.xform_texts import XFORMS, Entry
from inspector_app.formats.xform_tree import Tree
from inspector_app.formats.xform_xml import clean, local_name

_NODESET = re.compile(
    r"\s*(?P<random>randomize\(\s*)?instance\(\s*(?P<quote>['\"])(?P<id>[^'\"]+)(?P=quote)\s*\)"
    r"\s*/\s*root\s*/\s*item\s*(?P<rest>[\[,)].*)?",
    re.DOTALL,
)
_ITEXT_COLUMN = re.compile(r"jr:itext\(\s*([\w.\-]+)\s*\)")


@dataclass(frozen=True, slots=True)
class Offer:
    """What a question offers; ``list_name`` is empty for choices of its own."""

    choices: tuple[Choice, ...] = ()
    list_name: str = ""
    itemset: Itemset | None = None


class ChoiceReader:
    """Choices of one form; a list that several questions share is read once."""

    def __init__(self, tree: Tree, problems: list[Problem]) -> None:
        self._tree = tree
        self._problems = problems
        self._lists: dict[tuple[str, str, str], tuple[Choice, ...]] = {}

    def offer(self, name: str, control: Element) -> Offer:
        """The choices of the control of the question ``name``; problems are noted."""
        itemset = control.find(XFORMS + "itemset")
        several = local_name(control) != "select1"
        if itemset is None:
            inline = tuple(self._inline(control))
            return Offer(self._checked(name, inline, takes_several=several))
        source = clean(itemset.get("nodeset", ""))
        match = _NODESET.fullmatch(source)
        if match is None or itemset.find(XFORMS + "copy") is not None:
            what = said(
                "danh sách lựa chọn lấy từ câu trả lời khác («{source}»)", source=source[:80]
            )
            remedy = said("lập danh sách ở trang choices, lọc bằng choice_filter")
            self._problems.append(refusal(name, what, remedy))
            return Offer()
        list_name = match["id"]
        if list_name not in self._tree.instances:
            if list_name not in self._tree.sources:
                what = said("không có danh sách lựa chọn «{list_name}»", list_name=list_name)
                self._problems.append(Problem(what, column="type", question=name, code="list"))
            return Offer()
        value = _column(itemset, "value") or "name"
        label = _column(itemset, "label") or "label"
        choices = self._listed(list_name, value, label)
        if match["random"] is None and not (match["rest"] or "").strip():
            return Offer(self._checked(name, choices, takes_several=several), list_name)
        distinct: dict[str, Choice] = {}
        for choice in choices:
            distinct.setdefault(choice.name, choice)
        filtered = Itemset(source, list_name, value, label)
        offered = self._checked(name, tuple(distinct.values()), takes_several=several)
        return Offer(offered, list_name, filtered)

    def _inline(self, control: Element) -> Iterator[Choice]:
        for item in control.findall(XFORMS + "item"):
            entry = self._tree.texts.child(item, "label")
            value = clean(item.findtext(XFORMS + "value") or "")
            yield Choice(value, entry.text, {}, entry.media)

    def _listed(self, list_name: str, value: str, label: str) -> tuple[Choice, ...]:
        key = (list_name, value, label)
        if key not in self._lists:
            rows = self._tree.instances[list_name]
            self._lists[key] = tuple(self._choices(rows, value, label))
        return self._lists[key]

    def _choices(self, rows: Rows, value: str, label: str) -> Iterator[Choice]:
        own = {value, label}
        for row in rows:
            cell = row.get(label, "")
            entry = self._tree.texts.entries.get(cell)
            if entry is None:
                entry = Entry(Text({"": cell}) if cell and label != "itextId" else Text())
            extra = {key: one for key, one in row.items() if key not in own}
            yield Choice(row.get(value, ""), entry.text, extra, entry.media)

    def _checked(
        self, name: str, choices: tuple[Choice, ...], *, takes_several: bool
    ) -> tuple[Choice, ...]:
        names = [choice.name for choice in choices]
        what = ""
        if not names:
            what = said("danh sách lựa chọn trống")
        elif "" in names:
            what = said("danh sách có lựa chọn không có tên (ô giá trị trống)")
        elif len(set(names)) != len(names):
            twice = Counter(names).most_common(1)[0][0]
            what = said("danh sách có hai lựa chọn cùng tên «{twice}»", twice=twice)
        elif takes_several and any(re.search(r"\s", one) for one in names):
            spaced = next(one for one in names if re.search(r"\s", one))
            what = said("tên lựa chọn «{spaced}» có dấu cách", spaced=spaced)
        if what:
            self._problems.append(Problem(what, column="type", question=name, code="choices"))
        return choices


def _column(itemset: Element, part: str) -> str:
    """The column that ``value`` or ``label`` takes; of ``jr:itext(column)`` the column."""
    found = itemset.find(XFORMS + part)
    source = clean(found.get("ref", "")) if found is not None else ""
    match = _ITEXT_COLUMN.fullmatch(source)
    return match.group(1) if match else source.removeprefix("./")
