"""From the criteria of ``forms/source`` to the rows of an XLSForm survey sheet.

Every criterion becomes questions named after its code: ``1.3`` asks ``c1_3_planned``, ``c1_3_done`` and
computes ``c1_3_rate``. The patterns that repeat in every checklist stand here once: the reason why a
criterion does not apply, bounds of counts, rates that stay empty for a zero denominator.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from build_scripts.pack_columns import EN, VI
from build_scripts.pack_source import Node, Pack, SourceError
from build_scripts.pack_texts import Row, put, with_often

_WHY_NOT = ("Lý do không áp dụng", "Why not applicable")
_IF_NOT = ("Lý do không áp dụng (nếu có)", "Why not applicable (if so)")
_SAY_WHY = (
    "Ghi lý do vì sao nội dung này không áp dụng đối với đơn vị.",
    "State why this does not apply to the unit.",
)
_ONLY_IF = (
    "Chỉ ghi khi nội dung này không áp dụng đối với đơn vị; khi đó không phải nhập số liệu.",
    "Only where this does not apply to the unit; then no figures are asked for.",
)
_COMPUTED = (
    "Phần mềm tự tính; mẫu số bằng 0 thì để trống.",
    "Computed; left empty when the denominator is 0.",
)
_AT_LEAST_0 = ("Nhập số từ 0 trở lên.", "Enter a number of 0 or more.")
_NOT_FUTURE = ("Ngày không được sau ngày hôm nay.", "The date cannot be after today.")
_SHAPES = {"count": "integer", "money": "decimal", "number": "decimal", "rate": "decimal"}
_NUMERIC = frozenset(_SHAPES)
_BY_ANSWER: Final = {
    "yes": "{0} = 'yes' or {0} = 'partial'",
    "no": "{0} = 'partial' or {0} = 'no'",
    # before anything is answered, too: what is scored must not look as if it did not apply
    "applies": "{0} != 'na'",
}
_KNOWN = frozenset(
    (
        "type", "name", "text", "hint", "for", "unit", "of", "than", "when", "required", "reported",
        "constraint", "message", "calculation", "top", "bottom", "verb", "score", "points", "column",
        "rows", "appearance", "readonly", "print", "required_message", "favourable",
    )
)  # fmt: skip
_KNOWN_OF_CRITERION = frozenset(
    (
        "code", "for", "max", "index", "sample", "basis", "verified", "no_basis", "evidence", "shortcoming",
        "ask", "na", "when",
    )
)  # fmt: skip


def survey_rows(pack: Pack, sections: Sequence[Node]) -> list[Row]:
    """The whole survey sheet of a pack. Raises: SourceError."""
    rows: list[Row] = []
    for section in sections:
        number = str(section["code"])
        rows.append(_section_row(pack, section))
        for one in section["criterion"]:
            if pack.has(one):
                rows += Criterion(pack, one).rows()
        rows.append({"type": "end_group"})
        if not number.isdigit():
            raise SourceError(f"section {number}: its code is a number")
    return rows


def _section_row(pack: Pack, section: Node) -> Row:
    title, short = pack.text(section, "title"), pack.text(section, "short")
    code = str(section["code"])
    return {
        "type": "begin_group",
        "name": f"s{code}",
        f"label{VI}": f"{code}. {title[0]}",
        f"label{EN}": f"{code}. {title[1]}",
        "appearance": "field-list",
        "bind::insp:clause": code,
        "bind::insp:short": f"{code}. {short[0]}",
        "bind::insp:short-en": f"{code}. {short[1]}",
    }


class Criterion:
    """One criterion of the source as a pack has it."""

    def __init__(self, pack: Pack, node: Node) -> None:
        self._pack = pack
        self._node = node
        self.code = str(node["code"])
        self._stem = "c" + self.code.replace(".", "_")
        self._asks = [one for one in node["ask"] if pack.has(one)]
        self._maximum = str(pack.pick(node.get("max", "")) or "")
        if unknown := set(node) - _KNOWN_OF_CRITERION:
            raise SourceError(f"{self.code}: unknown {sorted(unknown)}")
        if not self._asks:
            raise SourceError(f"{self.code}: nothing is asked in {pack.form_id}")
        self._answer = next((one for one in self._asks if one["type"] == "answer"), None)
        self._reason = f"{self._stem}_na"
        self._scored = self._scored_names()

    def rows(self) -> Iterator[Row]:
        """The rows of the survey sheet."""
        for one in self._asks:
            if one["type"] == "table":
                yield from self._table(one)
                continue
            yield self._row(one)
            if one["type"] == "answer" and self._node.get("na", True):
                yield self._reason_row(f"${{{self._name(one)}}} = 'na'", is_required=True)
        if self._has_own_reason():
            yield self._reason_row(str(self._pack.pick(self._node.get("when", "")) or ""))

    # --- names

    def _name(self, ask: Node, stem: str = "") -> str:
        name = str(ask.get("name", ""))
        if _is_whole_name(name):
            return name
        stem = stem or self._stem
        if ask["type"] == "answer" and not name:
            return stem
        if not name:
            raise SourceError(f"{self.code}: a question of type {ask['type']} needs a name")
        return f"{stem}_{name}"

    def _named(self, names: str, stem: str = "") -> list[str]:
        """Whole names of a sum of names: ``early + on_time``."""
        parts = [part.strip() for part in str(names).split("+")]
        return [one if _is_whole_name(one) else f"{stem or self._stem}_{one}" for one in parts]

    def _scored_names(self) -> set[str]:
        """Which questions carry the criterion's points."""
        explicit = {self._name(one) for one in self._asks if "points" in one}
        if explicit or not self._maximum:
            return explicit
        ruled = [one for one in self._asks if "score" in one]
        chosen = ruled[0] if ruled else self._answer
        if chosen is None:
            raise SourceError(f"{self.code}: which question gives the {self._maximum} points?")
        return {self._name(chosen)}

    def _has_own_reason(self) -> bool:
        """Whether figures need a place to say why they do not apply; an answer has its own."""
        return bool(self._maximum) and self._answer is None and self._node.get("na", True)

    # --- rows

    def _row(self, ask: Node, stem: str = "", table: str = "") -> Row:
        if unknown := set(ask) - _KNOWN:
            raise SourceError(f"{self.code}: unknown {sorted(unknown)}")
        kind, name = str(ask["type"]), self._name(ask, stem)
        row: Row = {"type": _xlsform_type(kind), "name": name, "bind::insp:clause": self.code}
        put(row, "label", self._pack.text(ask, "text"))
        self._put_hint(row, ask, table)
        self._put_rules(row, ask, stem, table)
        self._put_looks(row, ask, kind)
        if kind == "rate":
            self._put_rate(row, ask, stem)
        if ask.get("calculation"):
            row |= {"calculation": str(self._pack.pick(ask["calculation"])), "readonly": "yes"}
        if not table:
            self._put_criterion(row, ask, name)
        return {key: cell for key, cell in row.items() if cell}

    def _reason_row(self, relevant: str, is_required: bool = False) -> Row:
        row: Row = {
            "type": "text",
            "name": self._reason,
            "relevant": relevant,
            "bind::insp:clause": self.code,
        }
        put(row, "label", _WHY_NOT if is_required else _IF_NOT)
        if is_required:
            row["required"] = "yes"
            put(row, "required_message", _SAY_WHY)
        else:
            put(row, "hint", _ONLY_IF)
        return row

    def _put_hint(self, row: Row, ask: Node, table: str) -> None:
        hint = self._pack.text(ask, "hint")
        if not hint[0] and ask["type"] == "rate":
            hint = _COMPUTED
        is_first = not table and ask is self._asks[0]
        often = self._pack.text(self._node, "shortcoming") if is_first else ("", "")
        put(row, "hint", with_often(hint, often))

    def _put_rules(self, row: Row, ask: Node, stem: str, table: str) -> None:
        kind = str(ask["type"])
        is_computed = kind in ("rate", "note") or bool(ask.get("calculation"))
        is_asked = self._pack.pick(ask.get("required", kind != "note")) and not is_computed
        row["required"] = "yes" if is_asked else ""
        put(row, "required_message", self._pack.text(ask, "required_message"))
        row["relevant"] = self._relevant(ask, stem, table)
        row["constraint"], message = self._constraint(ask, stem)
        put(row, "constraint_message", message)

    def _relevant(self, ask: Node, stem: str, table: str) -> str:
        """When a question is asked: its own condition, and that the criterion applies at all."""
        parts = [str(self._pack.pick(self._node.get("when", "")) or "")] if not table else []
        when = str(self._pack.pick(ask.get("when", "")) or "")
        if when in _BY_ANSWER:
            if self._answer is None:
                raise SourceError(f"{self.code}: when = {when!r} needs a question of type answer")
            when = _BY_ANSWER[when].format("${" + self._name(self._answer) + "}")
        parts.append(re.sub(r"\$\{\.(\w+)\}", rf"${{{stem or self._stem}_\1}}", when))
        if not table and self._has_own_reason():
            parts.append(f"${{{self._reason}}} = ''")
        parts = [one for one in parts if one]
        if len(parts) > 1:
            parts = [f"({one})" if " or " in one else one for one in parts]
        return " and ".join(parts)

    def _constraint(self, ask: Node, stem: str) -> tuple[str, tuple[str, str]]:
        own = str(self._pack.pick(ask.get("constraint", "")) or "")
        if own == "true()":  # takes the place of the usual one
            return "", ("", "")
        if own:
            own = re.sub(r"\$\{\.(\w+)\}", rf"${{{stem or self._stem}_\1}}", own)
            return own, self._pack.text(ask, "message")
        kind = str(ask["type"])
        if kind == "date":
            return ". <= today()", _NOT_FUTURE
        if kind not in _NUMERIC or kind == "rate" or ask.get("calculation"):
            return "", ("", "")
        of = ask.get("of")
        if not of:
            return ". >= 0", _AT_LEAST_0
        than = self._pack.text(ask, "than")
        if not than[0]:
            raise SourceError(f"{self.code}: of = {of!r} needs than = [what it is, in English]")
        whole = " + ".join(f"${{{one}}}" for one in self._named(of, stem))
        message = (
            f"Phải từ 0 trở lên và không lớn hơn {than[0]}.",
            f"Must be 0 or more and not greater than {than[1]}.",
        )
        is_known = " and ".join(f"${{{one}}} != ''" for one in self._named(of, stem))
        return f". >= 0 and (not({is_known}) or . <= {whole})", message

    def _put_looks(self, row: Row, ask: Node, kind: str) -> None:
        default = {"answer": "likert", "long": "multiline"}.get(kind, "")
        row["appearance"] = str(ask.get("appearance", default))
        row["bind::insp:unit"] = str(self._pack.pick(ask.get("unit", "")) or "")
        if kind == "money":
            row["bind::insp:unit"] = row["bind::insp:unit"] or "đồng"
        is_reported = ask.get("reported", kind in ("answer", "count", "money", "number", "rate"))
        row["bind::insp:reported"] = "yes" if self._pack.pick(is_reported) else ""
        favourable = ask.get("favourable", "yes" if kind == "answer" else "")
        row["bind::insp:favourable"] = str(favourable)
        row["bind::insp:verb"] = str(ask.get("verb", ""))
        row["readonly"] = "yes" if ask.get("readonly") else ""
        row["bind::insp:print"] = str(ask.get("print", ""))

    def _put_rate(self, row: Row, ask: Node, stem: str) -> None:
        top = self._named(self._pack.pick(ask["top"]), stem)
        bottom = self._named(self._pack.pick(ask["bottom"]), stem)
        above, below = (" + ".join(f"${{{one}}}" for one in names) for names in (top, bottom))
        row["calculation"] = f"if({below} > 0, round(100 * ({above}) div ({below}), 2), '')"
        row["readonly"] = "yes"
        row["bind::insp:unit"] = "%"
        row["bind::insp:numerator"] = " + ".join(top)
        row["bind::insp:denominator"] = " + ".join(bottom)

    def _put_criterion(self, row: Row, ask: Node, name: str) -> None:
        """What belongs to the criterion stands on its first question and on those that give points."""
        is_scored = name in self._scored
        if is_scored:
            points = str(self._pack.pick(ask.get("points", self._maximum)))
            row["bind::insp:score-max"] = points
            row["bind::insp:score"] = str(self._pack.pick(ask.get("score", "")) or "")
            if self._node.get("na", True):
                row["bind::insp:na"] = self._reason
            row["bind::insp:par-index"] = " ".join(self._pack.pick(self._node.get("index", ())))
        if is_scored or ask is self._asks[0]:
            self._put_guidance(row)

    def _put_guidance(self, row: Row) -> None:
        for column, key in (("evidence", "evidence"), ("shortcoming", "shortcoming")):
            text = self._pack.text(self._node, key)
            row[f"bind::insp:{column}"], row[f"bind::insp:{column}-en"] = text
        row["bind::insp:sample-size"] = str(self._pack.pick(self._node.get("sample", "")) or "")
        basis = str(self._pack.pick(self._node.get("basis", "")) or "")
        row["bind::insp:legal-basis"] = basis
        if basis:
            is_verified = bool(self._pack.pick(self._node.get("verified", False)))
            row["bind::insp:legal-verified"] = "yes" if is_verified else "no"
        else:
            row["bind::insp:legal-note"] = self._pack.text(self._node, "no_basis")[0]

    # --- tables

    def _note_row(self, name: str, relevant: str, text: tuple[str, str]) -> Row:
        """How a table is filled in: an XForm keeps no hint of a repeat."""
        row: Row = {"type": "note", "name": name}
        put(row, "label", text)
        return row | {
            "relevant": relevant,
            "bind::insp:clause": self.code,
            "bind::insp:print": "no",
        }

    def _table(self, ask: Node) -> Iterator[Row]:
        name = str(ask["name"])
        first: Row = {
            "type": "begin_repeat",
            "name": name,
            "relevant": self._relevant(ask, "", ""),
            "repeat_count": str(self._pack.pick(ask.get("rows", "")) or ""),
            "bind::insp:clause": self.code,
        }
        put(first, "label", self._pack.text(ask, "text"))
        if ask is self._asks[0]:
            self._put_guidance(first)
        if any(hint := self._pack.text(ask, "hint")):
            yield self._note_row(f"{name}_note", first["relevant"], hint)
        yield {key: cell for key, cell in first.items() if cell}
        for column in ask["column"]:
            if self._pack.has(column):
                yield self._row(column, stem=name, table=name)
        yield {"type": "end_repeat"}


def _is_whole_name(name: str) -> bool:
    return re.match(r"(?:c\d+_\d+|t\d+)(?:_|$)", name) is not None


def _xlsform_type(kind: str) -> str:
    if kind == "answer":
        return "select_one answer"
    if kind == "long":
        return "text"
    return _SHAPES.get(kind, kind)


def choices_of(rows: Sequence[Row], choices: Sequence[Mapping[str, str]], pack: Pack) -> list[Any]:
    """The choice rows that a survey uses. Raises: SourceError for a list that does not exist."""
    used = {row["type"].split()[1] for row in rows if row["type"].startswith(("select_", "rank "))}
    missing = used - {one["list_name"] for one in choices}
    if missing:
        raise SourceError(f"no choice list is called {sorted(missing)}")
    return [one for one in choices if one["list_name"] in used and pack.has(one)]
