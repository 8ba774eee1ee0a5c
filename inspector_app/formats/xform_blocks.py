"""The groups, sections and repeating tables of an XForm."""

from __future__ import annotations

from collections.abc import Mapping

from inspector_app.domain.form.definition import Question, Repeat, Section, Text
from inspector_app.domain.form.problems import Problem
from inspector_app.domain.saying import said
from inspector_app.formats.xform_controls import refusal
from inspector_app.formats.xform_questions import condition, insp_of, section_of
from inspector_app.formats.xform_tree import JAVAROSA, Tree


class BlockReader:
    """Groups and repeats of one form, around questions that were read already."""

    def __init__(
        self, tree: Tree, problems: list[Problem], questions: Mapping[str, Question]
    ) -> None:
        self._tree = tree
        self._problems = problems
        self._questions = questions
        self._paths = {question.path: question.name for question in questions.values()}
        # what stands directly in each repeat, and in each section outside repeats
        self._rows: dict[str, list[str]] = {}
        self._sections: dict[str, list[str]] = {}
        self._place()

    def _place(self) -> None:
        """Put each question and inner repeat where it belongs, in document order."""
        tree = self._tree
        order: dict[str, None] = {}
        for leaf in tree.leaves:
            order.update(dict.fromkeys(path for path in tree.parents(leaf.path)))
            order[leaf.path] = None
        for path in order:
            if path not in tree.repeats and path not in self._paths:
                continue
            name = path.rpartition("/")[2]
            around = [one for one in tree.parents(path) if one in tree.repeats]
            if around:
                self._rows.setdefault(around[-1], []).append(name)
            else:
                self._sections.setdefault(section_of(tree, path), []).append(name)

    def repeats(self) -> dict[str, Repeat]:
        """All repeats by name, in document order."""
        found: dict[str, Repeat] = {}
        for path in (one for one in self._tree.groups if one in self._tree.repeats):
            repeat = self._repeat(path)
            if repeat.name in self._questions or repeat.name in found:
                what = said("tên này có ở hai nơi")
                problem = Problem(what, column="name", question=repeat.name, code="name-duplicate")
                self._problems.append(problem)
            found[repeat.name] = repeat
        return found

    def _repeat(self, path: str) -> Repeat:
        tree, name = self._tree, path.rpartition("/")[2]
        bind, element = tree.bind(path), tree.repeats[path]
        around = [one for one in tree.parents(path) if one in tree.repeats]
        group = tree.labels.get(path)
        count = element.get(JAVAROSA + "count", "").strip()
        if not count and element.get(JAVAROSA + "noAddRemove", "").replace(" ", "") == "true()":
            count = str(tree.rows[path])
        items = tuple(self._rows.get(path, ()))
        if not items:
            self._problems.append(
                Problem(said("bảng lặp không có câu hỏi nào"), question=name, code="empty")
            )
        appearance = element.get("appearance") or ""
        if not appearance and group is not None:
            appearance = group.get("appearance") or ""
        return Repeat(
            name=name,
            path=path,
            section=section_of(tree, path),
            label=tree.texts.child(group if group is not None else element, "label").text,
            questions=tuple(
                one
                for one in items
                if f"{path}/{one}" not in tree.repeats and one in self._questions
            ),
            relevant=bind.get("relevant", "").strip(),
            count=count,
            parent=around[-1].rpartition("/")[2] if around else "",
            items=items,
            initial_rows=tree.rows[path],
            appearance=appearance.strip(),
            insp=insp_of(bind),
        )

    def sections(self, repeats: Mapping[str, Repeat]) -> tuple[Section, ...]:
        """The top-level groups, and one without a name for what stands outside them."""
        return tuple(
            self._section(
                name, tuple(one for one in items if one in self._questions or one in repeats)
            )
            for name, items in self._sections.items()
        )

    def _section(self, name: str, items: tuple[str, ...]) -> Section:
        tree = self._tree
        path = f"{tree.root}/{name}"
        bind = tree.bind(path) if name else {}
        label = tree.texts.child(tree.labels.get(path), "label").text if name else Text()
        return Section(name, label, items, bind.get("relevant", "").strip(), insp_of(bind))

    def relevant(self) -> dict[str, str]:
        """The relevance of groups, by path; that of repeats is theirs."""
        return {
            path: source
            for path in self._tree.groups
            if path not in self._tree.repeats
            and (source := self._tree.bind(path).get("relevant", "").strip())
        }

    def readonly(self) -> dict[str, str]:
        """The readonly of groups and repeats, by path."""
        return {
            path: source
            for path in self._tree.groups
            if (source := condition(self._tree.bind(path).get("readonly", "")))
        }

    def labels(self) -> dict[str, Text]:
        """The headings of groups, by path."""
        found = {
            path: self._tree.texts.child(element, "label").text
            for path, element in self._tree.labels.items()
        }
        return {path: label for path, label in found.items() if label}

    def appearance(self) -> dict[str, str]:
        """The appearance of groups, by path; external applications are refused."""
        found: dict[str, str] = {}
        for path, element in self._tree.labels.items():
            words = (element.get("appearance") or "").strip()
            name = path.rpartition("/")[2]
            if element.get("intent") or any(one.startswith("ex:") for one in words.split()):
                remedy = said("bỏ cột body::intent; người kiểm tra nhập thẳng giá trị")
                what = said("gọi ứng dụng ngoài (intent)")
                self._problems.append(refusal(name, what, remedy, "appearance"))
            if words:
                found[path] = words
        return found
