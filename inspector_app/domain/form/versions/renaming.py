"""Which name of a corrected form is which name of the former one, and which choices likewise.

In this order: what a person wrote down (``Wanted``), what the new form says (``insp:was`` on a
question or table; the column ``was`` of its choices), what the former form says the other way round
(so that going back to it needs no words), and equal names.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from inspector_app.domain.form.definition import Form, Question, Repeat
from inspector_app.domain.form.versions.mapping import FormMapping
from inspector_app.domain.saying import said

WAS = "was"
"""``bind::insp:was`` and the extra column of choices: former names, separated by blanks."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person wrote down: old name to new name; choices by the question's new or old name."""

    names: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Names:
    """New name to old name for what both forms have, and the key of every new name."""

    questions: Mapping[str, str]
    tables: Mapping[str, str]
    keys: Mapping[str, str]
    keys_of_tables: Mapping[str, str]
    problems: tuple[str, ...]

    def question_keys(self) -> dict[str, str]:
        """The names that are not their own keys."""
        return {name: key for name, key in self.keys.items() if name != key}

    def table_keys(self) -> dict[str, str]:
        """The same for tables."""
        return {name: key for name, key in self.keys_of_tables.items() if name != key}


@dataclass(frozen=True, slots=True)
class _Side:
    """Questions or tables of both forms."""

    word: str
    old: Mapping[str, Question] | Mapping[str, Repeat]
    new: Mapping[str, Question] | Mapping[str, Repeat]
    keys: Mapping[str, str]
    """Key of each old name."""


def match_names(old: Form, new: Form, mapping: FormMapping, wanted: Wanted) -> Names:
    """Match the names of two forms; what cannot be is named in ``problems``."""
    questions = _Side(
        said("câu"), old.questions, new.questions, {one: mapping.key(one) for one in old.questions}
    )
    tables = _Side(
        said("bảng"), old.repeats, new.repeats, {one: mapping.table_key(one) for one in old.repeats}
    )
    problems = list(_unknown(questions, tables, wanted))
    found = [_match(side, wanted, problems) for side in (questions, tables)]
    keys = [
        _keys(side, matched, problems)
        for side, matched in zip((questions, tables), found, strict=True)
    ]
    return Names(found[0], found[1], keys[0], keys[1], tuple(problems))


def _unknown(questions: _Side, tables: _Side, wanted: Wanted) -> Iterator[str]:
    for old, new in wanted.names.items():
        if old not in questions.old and old not in tables.old:
            yield said("phiếu hiện hành không có câu hay bảng «{old}»", old=old)
        elif new not in questions.new and new not in tables.new:
            yield said("phiếu mới không có câu hay bảng «{new}»", new=new)
        elif (old in questions.old) != (new in questions.new):
            yield said(
                "«{old}» và «{new}» không cùng là câu hỏi hoặc cùng là bảng", old=old, new=new
            )
    for new, olds in _turned(wanted.names).items():
        if len(olds) > 1:
            several: str = f"«{olds[0]}»"
            for one in olds[1:]:
                several = said("{several} và «{one}»", several=several, one=one)
            yield said("{several} cùng được đổi thành «{new}»", several=several, new=new)


def _turned(names: Mapping[str, str]) -> dict[str, list[str]]:
    turned: dict[str, list[str]] = {}
    for old, new in names.items():
        turned.setdefault(new, []).append(old)
    return turned


def _match(side: _Side, wanted: Wanted, problems: list[str]) -> dict[str, str]:
    """New name to old name."""
    found = {new: old for old, new in wanted.names.items() if old in side.old and new in side.new}
    for new, old in _said(side):
        if new in found or old in wanted.names:
            continue
        rival = next((one for one, other in found.items() if other == old), None)
        if rival is not None:
            problems.append(
                said(
                    "{word} «{rival}» và «{new}» của phiếu mới cùng ghi «was» là «{old}»",
                    word=side.word,
                    rival=rival,
                    new=new,
                    old=old,
                )
            )
            continue
        found[new] = old
    used = set(found.values())
    for name in side.new:
        if name in side.old and name not in found and name not in used:
            found[name] = name
    problems += _unheeded(side, found, wanted)
    return found


def _unheeded(side: _Side, found: Mapping[str, str], wanted: Wanted) -> Iterator[str]:
    """A ``was`` that is newly written and not followed.

    Passed over in silence it would give answers to a question that only inherited their name (``a``
    becomes ``b``, a new ``a`` comes).
    """
    by_key = {key: name for name, key in side.keys.items()}
    decided = {*wanted.names, *wanted.names.values()}
    for name, one in side.new.items():
        earlier = side.old[name].insp.get(WAS, "").split() if name in side.old else ()
        for was in one.insp.get(WAS, "").split():
            old = was if was in side.old else by_key.get(was)
            if old is None or old == name or was in earlier or {old, name} & decided:
                continue
            is_contested = name not in side.old and old not in side.new  # said already
            if found.get(name, name) == name and not is_contested:
                yield said(
                    "{word} «{name}» ghi «was» là «{old}», nhưng «{kept}» có ở cả hai phiếu: không rõ trả lời nào đi theo {word} nào; đặt một tên chưa từng dùng, hoặc xóa «was»",
                    word=side.word,
                    name=name,
                    old=old,
                    kept=old if old in side.new else name,
                )


def _said(side: _Side) -> Iterator[tuple[str, str]]:
    """Renames that the forms themselves say: (new name, old name)."""
    by_key = {key: name for name, key in side.keys.items()}
    for name, one in side.new.items():
        if name in side.old:
            continue  # what has the same name in both forms was renamed earlier
        for was in one.insp.get(WAS, "").split():
            old = was if was in side.old else by_key.get(was)
            if old is not None and old not in side.new:
                yield name, old
                break
    for name, one in side.old.items():
        former = next((w for w in one.insp.get(WAS, "").split() if w in side.new), None)
        if former is not None and name not in side.new and former not in side.old:
            yield former, name


def _keys(side: _Side, matched: Mapping[str, str], problems: list[str]) -> dict[str, str]:
    """The key of every new name; a new one is its own key, unless that belongs to another."""
    keys = {name: side.keys[old] for name, old in matched.items()}
    owners = {key: name for name, key in side.keys.items()}
    for name in side.new:
        if name in keys:
            continue
        owner = owners.get(name)
        if owner is not None:
            now = next((new for new, old in matched.items() if old == owner), None)
            what = (
                said("nay là «{now}»", now=now)
                if now
                else said("nay là «{owner}» của phiếu hiện hành", owner=owner)
            )
            problems.append(
                said(
                    "{word} mới «{name}» lấy lại tên gốc của một {word} khác ({what}): đặt tên khác, hoặc nối «{owner}» với «{name}» nếu thật ra là một",
                    word=side.word,
                    name=name,
                    what=what,
                    owner=owner,
                )
            )
        keys[name] = name
    return keys


def renamed_choices(
    old: Form, new: Form, mapping: FormMapping, names: Names, wanted: Wanted
) -> tuple[dict[str, dict[str, str]], tuple[str, ...]]:
    """Choices with other names, by question key; and what cannot be, in words."""
    found: dict[str, dict[str, str]] = {}
    problems: list[str] = [
        said("không có câu «{name}» để đổi lựa chọn", name=name)
        for name in wanted.choices
        if name not in new.questions and name not in old.questions
    ]
    for name, question in new.questions.items():
        former = old.questions.get(names.questions.get(name, ""))
        if former is None or not former.choices or not question.choices:
            continue
        asked = {**wanted.choices.get(former.name, {}), **wanted.choices.get(name, {})}
        renamed = _codes(former, question, asked, problems)
        retired = _retired(mapping, names.keys[name])
        problems += _reused(former, question, renamed, retired)
        if renamed:
            found[names.keys[name]] = renamed
    return found, tuple(problems)


def _codes(
    old: Question, new: Question, wanted: Mapping[str, str], problems: list[str]
) -> dict[str, str]:
    olds, news = ({one.name for one in question.choices} for question in (old, new))
    for before, after in wanted.items():
        if before not in olds:
            problems.append(
                said(
                    "câu «{name}» của phiếu hiện hành không có lựa chọn «{before}»",
                    name=old.name,
                    before=before,
                )
            )
        elif after not in news:
            problems.append(
                said(
                    "câu «{name}» của phiếu mới không có lựa chọn «{after}»",
                    name=new.name,
                    after=after,
                )
            )
    renamed = {one: other for one, other in wanted.items() if one in olds and other in news}
    problems += _unheeded_codes(old, new, wanted)
    for choice in new.choices:
        for was in choice.extra.get(WAS, "").split():
            if was in olds and was not in news:
                renamed.setdefault(was, choice.name)
    for choice in old.choices:
        former = next((w for w in choice.extra.get(WAS, "").split() if w in news), None)
        if former is not None and choice.name not in news and former not in olds:
            renamed.setdefault(choice.name, former)
    renamed = {one: other for one, other in renamed.items() if one != other}
    # what keeps its name while another joins it is listed too: the way back is not clear then
    stays = {one: one for one in renamed.values() if one in olds and one not in renamed}
    return {**renamed, **stays}


def _unheeded_codes(old: Question, new: Question, wanted: Mapping[str, str]) -> Iterator[str]:
    """A choice's newly written ``was`` whose code stays in use.

    Every recorded answer with it would change its meaning without a word (1 Good becomes 2, a new 1
    Excellent comes).
    """
    earlier = {one.name: one.extra.get(WAS, "").split() for one in old.choices}
    news = {one.name for one in new.choices}
    for choice in new.choices:
        for was in choice.extra.get(WAS, "").split():
            is_stated = was == choice.name or was in earlier.get(choice.name, ()) or was in wanted
            if was in earlier and was in news and not is_stated:
                yield said(
                    "câu «{name}»: lựa chọn «{code}» ghi «was» là «{was}», nhưng mã «{was}» vẫn dùng ở phiếu mới: không rõ trả lời nào đi theo; đặt mã chưa từng dùng, hoặc xóa «was»",
                    name=new.name,
                    code=choice.name,
                    was=was,
                )


def _retired(mapping: FormMapping, key: str) -> dict[str, str]:
    """Names that choices had earlier in the chain, with the names they have now."""
    retired: dict[str, str] = {}
    for step in mapping.choices:
        codes = step.get(key, {})
        retired = {one: codes.get(other, other) for one, other in retired.items()}
        retired |= {one: other for one, other in codes.items() if one != other}
    return retired


def _reused(
    old: Question, new: Question, renamed: Mapping[str, str], retired: Mapping[str, str]
) -> Iterator[str]:
    """A name that once meant another choice would make different answers look equal."""
    olds = {choice.name for choice in old.choices}
    for choice in new.choices:
        code = choice.name
        is_renamed_away = renamed.get(code, code) != code
        is_retired = code in retired and code not in olds and renamed.get(retired[code]) != code
        if is_renamed_away or is_retired:
            yield (
                said(
                    "câu «{name}»: mã lựa chọn «{code}» từng chỉ một lựa chọn khác; đặt cho lựa chọn mới một mã chưa dùng",
                    name=new.name,
                    code=code,
                )
            )
