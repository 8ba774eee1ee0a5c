"""An XForm to a checked definition (``domain.form.definition``).

Source: the ODK XForms specification. Everything that the engine does not fill is refused here, by
the name of the node; ``xlsforms`` adds the row of the workbook.
"""

from __future__ import annotations

import hashlib
import re
from xml.etree.ElementTree import Element

from inspector_app.domain.errors import AnswerError, FormError
from inspector_app.domain.form.answers import check_value
from inspector_app.domain.form.definition import (
    Choice,
    Form,
    Question,
    QuestionType,
    Repeat,
    Section,
    Text,
)
from inspector_app.domain.form.problems import Problem, Problems
from inspector_app.domain.form.recalculation import compiled_form
from inspector_app.formats.xform_tree import (
    INSP,
    JAVAROSA,
    XFORMS,
    Leaf,
    Tree,
    XFormError,
    clean,
    read_tree,
)

_TYPES = {
    "string": QuestionType.TEXT,
    "int": QuestionType.INTEGER,
    "integer": QuestionType.INTEGER,
    "decimal": QuestionType.DECIMAL,
    "date": QuestionType.DATE,
    "time": QuestionType.TIME,
    "select1": QuestionType.SELECT_ONE,
    "select": QuestionType.SELECT_MULTIPLE,
}
_ITEMSET = re.compile(r"\s*instance\('([^']+)'\)/root/item\s*")
_OWN_COLUMNS = frozenset(("name", "label", "itextId"))


def parse_xform(xform: bytes, name: str = "") -> Form:
    """Read and check an XForm; ``name`` names the file in messages.

    Raises:
        FormError: not an XForm, outside the subset, or with rules that do not compile.
    """
    path = name or "XForm"
    try:
        tree = read_tree(xform)
    except XFormError as error:
        raise _form_error(path, [error.problem]) from error
    reader = _Reader(tree)
    form = reader.form(hashlib.sha256(xform).hexdigest())
    problems = [*tree.problems, *reader.problems]
    if problems:
        raise _form_error(path, problems)
    try:
        compiled_form(form)
    except FormError as error:
        raise FormError(**{**error.details, "path": path}) from error
    return form


def _form_error(path: str, problems: list[Problem]) -> FormError:
    found = Problems(problems)
    return FormError(path=path, count=len(found), problems=found)


class _Reader:
    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.problems: list[Problem] = []

    def form(self, sha256: str) -> Form:
        tree = self.tree
        questions: dict[str, Question] = {}
        for leaf in tree.leaves:
            question = self.question(leaf)
            if question is None:
                continue
            if question.name in questions:
                what = f"tên này có ở hai nơi: {questions[question.name].path} và {leaf.path}"
                self.problems.append(Problem(what, column="name", question=question.name))
            questions[question.name] = question
        repeats = {name: self.repeat(path, questions) for path, name in self.repeat_paths().items()}
        for name in repeats:
            if name in questions:
                self.problems.append(Problem("tên này có ở hai nơi", column="name", question=name))
        languages = tree.languages or ("",)
        if not tree.form_id or not tree.version:
            what = "biểu mẫu chưa có mã (form_id) hoặc phiên bản (version)"
            self.problems.append(Problem(what, sheet="settings"))
        if not questions:
            self.problems.append(Problem("biểu mẫu không có câu hỏi nào", sheet="survey"))
        labels = {path: tree.text(element, "label") for path, element in tree.labels.items()}
        return Form(
            form_id=tree.form_id,
            version=tree.version,
            title=Text({"": tree.title}) if tree.title else Text(),
            sha256=sha256,
            default_language=languages[0],
            languages=tuple(dict.fromkeys(languages)),
            sections=self.sections(questions, repeats),
            questions=questions,
            repeats=repeats,
            group_relevant=self.group_relevant(),
            group_labels={path: label for path, label in labels.items() if label},
            instances=tree.instances,
        )

    def repeat_paths(self) -> dict[str, str]:
        return {path: path.rpartition("/")[2] for path in self.tree.groups if self.is_repeat(path)}

    def is_repeat(self, path: str) -> bool:
        return path in self.tree.repeats

    def group_relevant(self) -> dict[str, str]:
        return {
            path: source
            for path in self.tree.groups
            if not self.is_repeat(path)
            and (source := self.tree.binds.get(path, {}).get("relevant", "").strip())
        }

    def section_of(self, path: str) -> str:
        """The name of the top-level group; empty for what stands outside groups."""
        first = path[len(self.tree.root) + 1 :].split("/")[0]
        top = f"{self.tree.root}/{first}"
        return first if top in self.tree.groups and not self.is_repeat(top) else ""

    def sections(
        self, questions: dict[str, Question], repeats: dict[str, Repeat]
    ) -> tuple[Section, ...]:
        items: dict[str, list[str]] = {}
        names = {question.path: question.name for question in questions.values()}
        for leaf in self.tree.leaves:
            if leaf.path not in names:
                continue
            question = questions[names[leaf.path]]
            item = question.repeat or question.name
            listed = items.setdefault(question.section, [])
            if item not in listed:
                listed.append(item)
        return tuple(self.section(name, tuple(listed)) for name, listed in items.items())

    def section(self, name: str, items: tuple[str, ...]) -> Section:
        path = f"{self.tree.root}/{name}"
        bind = self.tree.binds.get(path, {}) if name else {}
        label = self.tree.text(self.tree.labels.get(path), "label") if name else Text()
        return Section(name, label, items, bind.get("relevant", "").strip(), _insp(bind))

    def repeat(self, path: str, questions: dict[str, Question]) -> Repeat:
        tree, name = self.tree, path.rpartition("/")[2]
        bind, element = tree.binds.get(path, {}), tree.repeats[path]
        if any(path.startswith(other + "/") for other in tree.repeats):
            what = "phần mềm chưa hỗ trợ bảng lặp nằm trong bảng lặp"
            self.problems.append(Problem(what, column="type", question=name))
        if element.get(JAVAROSA + "count"):
            what = "phần mềm chưa hỗ trợ số dòng định sẵn"
            self.problems.append(Problem(what, column="repeat_count", question=name))
        cells = tuple(one.name for one in questions.values() if one.repeat == name)
        label = tree.text(tree.labels.get(path, element), "label")
        relevant = bind.get("relevant", "").strip()
        section = self.section_of(path)
        return Repeat(name, path, section, label, cells, relevant, "", _insp(bind))

    def question(self, leaf: Leaf) -> Question | None:
        tree, name = self.tree, leaf.path.rpartition("/")[2]
        bind, control = tree.binds.get(leaf.path, {}), tree.controls.get(leaf.path)
        kind = self.type_of(name, bind, control)
        if kind is None:
            return None
        choices, choice_list = self.choices(name, control, kind)
        parents = [path for path in tree.groups if leaf.path.startswith(path + "/")]
        repeat = next((path for path in parents if self.is_repeat(path)), "")
        readonly = bind.get("readonly", "").strip()
        if readonly not in ("", "true()", "false()"):
            what = "chỉ đọc theo điều kiện chưa được hỗ trợ"
            self.problems.append(Problem(what, column="readonly", question=name))
        question = Question(
            name=name,
            type=kind,
            path=leaf.path,
            section=self.section_of(leaf.path),
            label=tree.text(control, "label"),
            hint=tree.text(control, "hint"),
            repeat=repeat.rpartition("/")[2],
            choices=choices,
            appearance=(control.get("appearance") or "") if control is not None else "",
            required=_condition(bind.get("required", "")),
            required_message=tree.itext(bind.get(JAVAROSA + "requiredMsg", "")),
            constraint=bind.get("constraint", "").strip(),
            constraint_message=tree.itext(bind.get(JAVAROSA + "constraintMsg", "")),
            relevant=bind.get("relevant", "").strip(),
            calculate=bind.get("calculate", "").strip(),
            default=leaf.default,
            readonly=readonly,
            choice_list=choice_list,
            group=parents[-1] if parents else "",
            insp=_insp(bind),
        )
        self.check_default(question)
        return question

    def type_of(
        self, name: str, bind: dict[str, str], control: Element | None
    ) -> QuestionType | None:
        written = bind.get("type", "string").removeprefix("xsd:")
        kind = control.tag.rpartition("}")[2] if control is not None else ""
        if JAVAROSA + "preload" in bind:
            self.refuse(name, f"dữ liệu tự động «{bind[JAVAROSA + 'preload']}»")
            return None
        if control is None:
            if not bind.get("calculate", "").strip():
                self.refuse(name, "câu ẩn không có công thức")
                return None
            return QuestionType.CALCULATE if written == "string" else _TYPES.get(written)
        if kind in ("select1", "select"):
            return _TYPES[kind]
        if kind != "input" or written not in _TYPES:
            self.refuse(name, f"loại câu hỏi «{written if kind == 'input' else kind}»")
            return None
        is_readonly = bind.get("readonly", "").strip() == "true()"
        if written == "string" and is_readonly and not bind.get("calculate", "").strip():
            return QuestionType.NOTE
        return _TYPES[written]

    def refuse(self, name: str, what: str) -> None:
        problem = Problem(f"phần mềm không hỗ trợ {what}", column="type", question=name)
        self.problems.append(problem)

    def choices(
        self, name: str, control: Element | None, kind: QuestionType
    ) -> tuple[tuple[Choice, ...], str]:
        if control is None or kind not in (QuestionType.SELECT_ONE, QuestionType.SELECT_MULTIPLE):
            return (), ""
        itemset = control.find(XFORMS + "itemset")
        if itemset is None:
            items = control.findall(XFORMS + "item")
            inline = tuple(
                Choice(clean(one.findtext(XFORMS + "value") or ""), self.tree.text(one, "label"))
                for one in items
            )
            return self.checked(name, inline), ""
        match = _ITEMSET.fullmatch(itemset.get("nodeset", ""))
        if match is None:
            what = "lọc hay xáo trộn lựa chọn chưa được hỗ trợ"
            self.problems.append(Problem(what, column="choice_filter", question=name))
            return (), ""
        lines = self.tree.instances.get(match.group(1), ())
        listed = tuple(
            Choice(
                line.get("name", ""),
                self.label_of(line),
                {key: cell for key, cell in line.items() if key not in _OWN_COLUMNS},
            )
            for line in lines
        )
        return self.checked(name, listed), match.group(1)

    def label_of(self, line: dict[str, str]) -> Text:
        if "itextId" in line:
            return self.tree.texts.get(line["itextId"], Text())
        return Text({"": line["label"]}) if line.get("label") else Text()

    def checked(self, name: str, choices: tuple[Choice, ...]) -> tuple[Choice, ...]:
        names = [choice.name for choice in choices]
        if not names or "" in names or len(set(names)) != len(names):
            what = "danh sách lựa chọn trống hoặc có tên trùng nhau"
            self.problems.append(Problem(what, column="type", question=name))
        return choices

    def check_default(self, question: Question) -> None:
        default: object = question.default
        if not question.default or question.calculate or question.type is QuestionType.NOTE:
            return
        if question.type is QuestionType.INTEGER and re.fullmatch(r"-?\d{1,15}", question.default):
            default = int(question.default)
        elif question.type is QuestionType.SELECT_MULTIPLE:
            default = question.default.split()
        try:
            check_value(question, default)  # type: ignore[arg-type]
        except AnswerError as error:
            what = f"giá trị mặc định sai: {error.details['what']}"
            self.problems.append(Problem(what, column="default", question=question.name))


def _condition(source: str) -> str:
    """An expression; ``false()`` is as good as none."""
    return "" if source.strip() == "false()" else source.strip()


def _insp(bind: dict[str, str]) -> dict[str, str]:
    return {
        key.removeprefix(INSP): clean(value) for key, value in bind.items() if key.startswith(INSP)
    }
