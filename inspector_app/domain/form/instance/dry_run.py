"""A form tried out line by line: answers and questions in, plain values out.

Each line is a command with TAB between its fields; each answer is a mapping that becomes one JSON
object (``docs/authoring.md``). What JavaRosa refuses is refused here, and changes nothing: a value
for what is not asked or cannot be typed, no value where one is required, a value that breaks the
constraint. Values are the texts of the ODK XForms specification (``12.5``, ``2019-09-16``, ``a b``),
not what a person types.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final, TypeAlias

from inspector_app.domain.errors import AnswerError, ExpressionError, InspectorError
from inspector_app.domain.form.definition import Form, Question, Repeat
from inspector_app.domain.form.expression.bare import as_document
from inspector_app.domain.form.instance.engine import (
    Instance,
    Node,
    RowId,
    Violation,
    ViolationKind,
)
from inspector_app.domain.form.instance.node_paths import NodePaths
from inspector_app.domain.form.instance.xforms_values import xforms_value
from inspector_app.domain.form.surroundings import Surroundings
from inspector_app.domain.saying import Saying, said

Reply: TypeAlias = dict[str, object]

_REFERENCE: Final = re.compile(r"\$\{\s*([^{}]+?)\s*\}")


class _LineError(Exception):
    """A line that cannot be done; ``what`` says why."""

    def __init__(self, what: str) -> None:
        self.what = what
        super().__init__(what)


class _RefusalError(Exception):
    """An answer or row that is refused; nothing has changed."""

    def __init__(self, result: str, *, what: str) -> None:
        self.result = result
        self.what = what
        super().__init__(what)


_STANDARD: Final = {
    ViolationKind.REQUIRED: _RefusalError("required", what=said("Câu này bắt buộc trả lời.")),
    ViolationKind.CONSTRAINT: _RefusalError(
        "constraint", what=said("Giá trị không thỏa điều kiện của phiếu.")
    ),
    ViolationKind.TYPE: _RefusalError(
        "constraint", what=said("Giá trị không đúng kiểu của câu hỏi.")
    ),
}
_NOT_OFFERED: Final = _RefusalError(
    "constraint", what=said("Lựa chọn này không nằm trong các lựa chọn đang có của câu.")
)


class DryRun:
    """One new instance of a form and the commands that it understands.

    Args:
        form: the checked definition.
        surroundings: the time, chance and names that the form sees.
        language: of the form's own messages; empty = the form's default.
        words: translates the standard messages, which are Vietnamese sayings.

    Raises:
        FormError: the form's rules do not compile.
    """

    def __init__(
        self,
        form: Form,
        surroundings: Surroundings,
        language: str = "",
        words: Callable[[str], str] = str,
    ) -> None:
        self._form = form
        self._language = language or form.default_language
        self._words = words
        self._made = 0
        rows, parents = self._first_rows()
        self._instance = Instance(form, {}, rows, surroundings, parents=parents, is_new=True)
        self._paths = NodePaths(form, self._instance.rows)
        self._commands: Mapping[str, tuple[int, int, Callable[[list[str]], list[Reply]]]] = {
            "ANSWER": (1, 2, self._answer),
            "REPEAT": (1, 1, self._repeat),
            "REMOVE": (1, 1, self._remove),
            "EVAL": (1, 2, self._eval),
            "VALIDATE": (0, 0, self._validate),
            "DUMP": (0, 0, self._dump),
        }

    def line(self, text: str) -> list[Reply]:
        """Do what a line says, in NFC; blank lines and lines that begin with # have no reply."""
        text = unicodedata.normalize("NFC", text.rstrip("\r\n"))
        if not text.strip() or text.startswith("#"):
            return []
        word, *fields = text.split("\t")
        try:
            least, most, run = self._command(word)
            if not least <= len(fields) <= most:
                raise _LineError(_wrong_count(word, least, most, len(fields)))
            return run(fields)
        except _LineError as error:
            return [{"error": self._words(error.what)}]
        except _RefusalError as error:
            return [{"result": error.result, "message": self._words(error.what)}]
        except InspectorError as error:
            return [{"error": self._sentence(error)}]

    # -- commands --

    def _command(self, word: str) -> tuple[int, int, Callable[[list[str]], list[Reply]]]:
        try:
            return self._commands[word]
        except KeyError:
            known = ", ".join(self._commands)
            what = said("không có lệnh «{word}»; các lệnh: {known}", word=word[:60], known=known)
            raise _LineError(what) from None

    def _answer(self, fields: list[str]) -> list[Reply]:
        path, text = fields[0], fields[1] if len(fields) > 1 else ""
        node = self._paths.node(path)
        if node is None:
            raise _RefusalError(
                "no-such-question",
                what=said("Phiếu không có câu hỏi này; lệnh DUMP cho biết mọi đường dẫn."),
            )
        question = self._form.questions[node[0]]
        self._check_open(question, node)
        try:
            value = xforms_value(question, text)
        except AnswerError as error:
            return [{"result": "constraint", "message": self._sentence(error)}]
        found = self._instance.candidate(node, value)
        if found is not None:
            return [{"result": _STANDARD[found.kind].result, "message": self._message(found)}]
        self._instance.set(node, value)
        return [{"result": "ok", "message": ""}]

    def _check_open(self, question: Question, node: Node) -> None:
        """Refuse what a person could not type into.

        Raises:
            _RefusalError: hidden by its condition, computed or locked.
        """
        if not question.has_control or question.calculate:
            raise _RefusalError("read-only", what=said("Câu này do phần mềm tự tính, không nhập."))
        relevant, _, readonly = self._instance.flags(node)
        if not relevant:
            raise _RefusalError(
                "irrelevant", what=said("Câu này không được hỏi vì điều kiện hiện câu chưa đúng.")
            )
        if readonly:
            raise _RefusalError("read-only", what=said("Câu này chỉ để xem, không nhập."))

    def _repeat(self, fields: list[str]) -> list[Reply]:
        repeat, outer, _ = self._table(fields[0])
        row = self._new_row()
        self._instance.add_row(repeat.name, row, outer)
        return [{"result": "ok", "path": self._paths.of_row(repeat, row)}]

    def _remove(self, fields: list[str]) -> list[Reply]:
        repeat, outer, index = self._table(fields[0])
        rows = self._instance.rows(repeat.name, outer)
        if not 1 <= index <= len(rows):
            raise _RefusalError("no-such-question", what=said("Bảng không có dòng này."))
        self._instance.remove_row(repeat.name, rows[index - 1])
        return [{"result": "ok", "message": ""}]

    def _table(self, path: str) -> tuple[Repeat, RowId | None, int]:
        """The repeat at a path, the row it is in, and the number at the end of the path.

        Raises:
            _RefusalError: no such repeat, hidden, or with a fixed number of rows.
        """
        found = self._paths.repeat(path)
        if found is None:
            raise _RefusalError(
                "no-such-question",
                what=said("Phiếu không có bảng này; ghi đường dẫn của begin_repeat."),
            )
        repeat, outer, index = found
        if repeat.count:
            raise _RefusalError(
                "read-only",
                what=said(
                    "Số dòng của bảng này do repeat_count quyết định, không thêm bớt bằng tay."
                ),
            )
        if not self._instance.is_relevant_repeat(repeat.name, outer):
            raise _RefusalError(
                "irrelevant", what=said("Bảng này không được hỏi vì điều kiện hiện bảng chưa đúng.")
            )
        return repeat, outer, index

    def _eval(self, fields: list[str]) -> list[Reply]:
        node: Node | None = None
        if len(fields) > 1 and fields[1] and not self._paths.is_root(fields[1]):
            node = self._paths.node(fields[1])
            if node is None:
                what = said(
                    "ngữ cảnh «{path}» không phải đường dẫn của một câu hỏi", path=fields[1]
                )
                raise _LineError(what)
        return [as_document(self._instance.evaluate(self._plain(fields[0]), node))]

    def _plain(self, expression: str) -> str:
        """The expression with ``${name}``, as authors write it, replaced by the path."""

        def path(found: re.Match[str]) -> str:
            name = found.group(1)
            place = self._form.questions.get(name) or self._form.repeats.get(name)
            if place is None:
                raise _LineError(said("không có câu hỏi tên «{name}»", name=name))
            return f" {place.path} "

        return _REFERENCE.sub(path, expression)

    def _validate(self, _fields: list[str]) -> list[Reply]:
        found = self._instance.first_invalid()
        if found is None:
            return [{"valid": True}]
        return [
            {
                "valid": False,
                "path": self._paths.of_node(found.node),
                "result": _STANDARD[found.kind].result,
                "message": self._message(found),
            }
        ]

    def _dump(self, _fields: list[str]) -> list[Reply]:
        replies: list[Reply] = []
        places = self._paths.places()
        for node in self._instance.nodes():
            relevant, required, readonly = self._instance.flags(node)
            replies.append(
                {
                    "path": self._paths.of_node(node, places),
                    "relevant": relevant,
                    "required": required,
                    "readonly": readonly,
                    "value": self._instance.text_of(node),
                }
            )
        return [*replies, {"end": True}]

    # -- inside --

    def _first_rows(self) -> tuple[dict[str, list[RowId]], dict[RowId, RowId]]:
        """The rows that the form's own primary instance has, inner ones in each outer one."""
        rows: dict[str, list[RowId]] = {name: [] for name in self._form.repeats}
        parents: dict[RowId, RowId] = {}

        def fill(repeat: Repeat, outer: RowId | None) -> None:
            for _ in range(0 if repeat.count else repeat.initial_rows):
                row = self._new_row()
                rows[repeat.name].append(row)
                if outer is not None:
                    parents[row] = outer
                for inner in self._form.repeats.values():
                    if inner.parent == repeat.name:
                        fill(inner, row)

        for repeat in self._form.repeats.values():
            if not repeat.parent:
                fill(repeat, None)
        return rows, parents

    def _new_row(self) -> RowId:
        self._made += 1
        return self._made.to_bytes(16, "big")

    def _message(self, found: Violation) -> str:
        own = self._instance.label(found.message, found.node).in_(self._language)
        if own:
            return own
        kind = found.kind
        is_filtered = self._form.questions[found.node[0]].itemset is not None
        standard = _NOT_OFFERED if kind is ViolationKind.TYPE and is_filtered else _STANDARD[kind]
        return self._words(standard.what)

    def _sentence(self, error: InspectorError) -> str:
        """What an error of the catalogue says, its parts translated where they are known."""
        details = {
            key: self._words(value) if isinstance(value, str) else value
            for key, value in error.details.items()
        }
        if isinstance(error, AnswerError | ExpressionError):
            return str(details["what"])
        return type(error)(**details).fill(self._words(error.message))


def _wrong_count(word: str, least: int, most: int, count: int) -> Saying:
    if most == 0:
        return said("lệnh {word} không có trường nào; dòng này có {count}", word=word, count=count)
    if least == most:
        return said(
            "lệnh {word} cần {most} trường sau tên lệnh, sau phím Tab; dòng này có {count}",
            word=word,
            most=most,
            count=count,
        )
    return said(
        "lệnh {word} cần {least} đến {most} trường sau tên lệnh, cách nhau bằng phím Tab; dòng này có {count}",
        word=word,
        least=least,
        most=most,
        count=count,
    )
